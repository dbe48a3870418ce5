/* SPDX-License-Identifier: GPL-2.0-only */
/* Shutdown of a controller. */
#ifndef OCXL_SHUTDOWN_RECORD_H
#define OCXL_SHUTDOWN_RECORD_H

#include "ocxl/records/field.h"

struct ocxl_shutdown_record {
	bool requested;
};
extern const struct ocxl_record ocxl_shutdown_record;

#endif /* OCXL_SHUTDOWN_RECORD_H */

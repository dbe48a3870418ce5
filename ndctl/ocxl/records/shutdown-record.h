/* SPDX-License-Identifier: GPL-2.0-only */
/* The response to a shutdown request. */
#ifndef OCXL_SHUTDOWN_RECORD_H
#define OCXL_SHUTDOWN_RECORD_H

#include "ocxl/records/field.h"

/**
 * struct ocxl_shutdown_record - response to a shutdown request
 * @requested: the controller accepted the request
 */
struct ocxl_shutdown_record {
	bool requested;
};
extern const struct ocxl_record ocxl_shutdown_record;

#endif /* OCXL_SHUTDOWN_RECORD_H */

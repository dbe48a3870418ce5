/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libsmartcols, loaded before the first table. */
#ifndef OCXL_LAZY_SMARTCOLS_H
#define OCXL_LAZY_SMARTCOLS_H

#include <libsmartcols.h>
#include "lazy/lazy-library.h"

OCXL_LAZY_SMARTCOLS(OCXL_LAZY_DECLARE)

#endif /* OCXL_LAZY_SMARTCOLS_H */

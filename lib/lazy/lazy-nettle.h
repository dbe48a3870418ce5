/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libnettle, loaded when the first hash is computed. */
#ifndef OCXL_LAZY_NETTLE_H
#define OCXL_LAZY_NETTLE_H

#include <nettle/sha2.h>
#include "lazy/lazy-library.h"
#include "lazy/lazy-table.h"

OCXL_LAZY_NETTLE(OCXL_LAZY_DECLARE)

#endif /* OCXL_LAZY_NETTLE_H */

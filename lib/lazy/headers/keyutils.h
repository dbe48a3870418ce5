/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Stands before the header of libkeyutils where ndctl is compiled: each call loads the library. */
#ifndef OCXL_HEADERS_KEYUTILS_H
#define OCXL_HEADERS_KEYUTILS_H

#include_next <keyutils.h>
#include "lazy/lazy-library.h"

OCXL_LAZY_KEYUTILS(OCXL_LAZY_DECLARE)

#define add_key(...)	       OCXL_LAZY_CALL(keyutils, -1, add_key, __VA_ARGS__)
#define keyctl_search(...)     OCXL_LAZY_CALL(keyutils, -1, search, __VA_ARGS__)
#define keyctl_read_alloc(...) OCXL_LAZY_CALL(keyutils, -1, read_alloc, __VA_ARGS__)
#define keyctl_unlink(...)     OCXL_LAZY_CALL(keyutils, -1, unlink, __VA_ARGS__)

#endif /* OCXL_HEADERS_KEYUTILS_H */

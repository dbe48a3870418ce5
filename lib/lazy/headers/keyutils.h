/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Stands before the header of libkeyutils where ndctl is compiled: ndctl calls lazy-keyutils.c. */
#ifndef OCXL_HEADERS_KEYUTILS_H
#define OCXL_HEADERS_KEYUTILS_H

#include_next <keyutils.h>
#include "lazy/lazy-keyutils.h"

#define add_key		  ocxl_lazy_add_key
#define keyctl_search	  ocxl_lazy_keyctl_search
#define keyctl_read_alloc ocxl_lazy_keyctl_read_alloc
#define keyctl_unlink	  ocxl_lazy_keyctl_unlink

#endif /* OCXL_HEADERS_KEYUTILS_H */

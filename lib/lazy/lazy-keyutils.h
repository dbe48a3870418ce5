/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libkeyutils, loaded when a key is needed. headers/keyutils.h makes ndctl call these functions.
 * They have the types and results of the functions in their names; without libkeyutils they return
 * -1 and set errno to ELIBACC.
 */
#ifndef OCXL_LAZY_KEYUTILS_H
#define OCXL_LAZY_KEYUTILS_H

#include <keyutils.h>
#include "lazy/lazy-library.h"
#include "lazy/lazy-table.h"

OCXL_LAZY_KEYUTILS(OCXL_LAZY_DECLARE)

/** ocxl_lazy_add_key() - add_key() */
__typeof__(add_key) ocxl_lazy_add_key;

/** ocxl_lazy_keyctl_search() - keyctl_search() */
__typeof__(keyctl_search) ocxl_lazy_keyctl_search;

/** ocxl_lazy_keyctl_read_alloc() - keyctl_read_alloc() */
__typeof__(keyctl_read_alloc) ocxl_lazy_keyctl_read_alloc;

/** ocxl_lazy_keyctl_unlink() - keyctl_unlink() */
__typeof__(keyctl_unlink) ocxl_lazy_keyctl_unlink;

#endif /* OCXL_LAZY_KEYUTILS_H */

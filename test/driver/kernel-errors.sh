# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034 # for those who include it
# Errors that no scenario may leave in the kernel log.
trouble='WARNING: |BUG: |Oops|general protection|UBSAN|KASAN|refcount_t|blocked for more than'
trouble+='|LOCKUP|cannot create duplicate|Unable to handle|Call Trace|leaked|DEBUG_LOCKS|list_(add|del) corr'

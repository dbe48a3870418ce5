/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A bus for the DIMMs of tests of the library. Its context logs nothing. */
#ifndef TEST_BUS_FIXTURE_H
#define TEST_BUS_FIXTURE_H

#include <lib/private.h>

static struct ndctl_ctx fixture_ctx;
static struct ndctl_bus fixture_bus = { .ctx = &fixture_ctx };

#endif /* TEST_BUS_FIXTURE_H */

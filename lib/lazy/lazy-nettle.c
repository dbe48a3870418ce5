// SPDX-License-Identifier: LGPL-2.1-or-later
#include "lazy/lazy-nettle.h"

OCXL_LAZY_NETTLE(OCXL_LAZY_DEFINE)

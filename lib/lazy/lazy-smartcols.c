// SPDX-License-Identifier: LGPL-2.1-or-later
#include "lazy/lazy-smartcols.h"

OCXL_LAZY_SMARTCOLS(OCXL_LAZY_DEFINE)

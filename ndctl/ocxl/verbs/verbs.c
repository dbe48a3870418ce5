// SPDX-License-Identifier: GPL-2.0-only
#include <stddef.h>
#include "ocxl/verbs/verbs.h"

#define VERB_ADDRESS(name) &ocxl_verb_##name,

const struct ocxl_verb *const ocxl_verbs[] = { OCXL_VERBS(VERB_ADDRESS) NULL };

// SPDX-License-Identifier: GPL-2.0-only
#include <stddef.h>
#include <string.h>
#include "ocxl/run/verdict.h"

static unsigned int gravity(const char *verdict)
{
	static const char *const words[] = { "ok", "warning", "failed" };
	unsigned int i;

	for (i = 0; verdict && i < sizeof(words) / sizeof(words[0]); i++) {
		if (!strcmp(words[i], verdict))
			return i + 1;
	}
	return 0;
}

const char *ocxl_verdict_worse(const char *one, const char *other)
{
	return gravity(other) > gravity(one) ? other : one;
}

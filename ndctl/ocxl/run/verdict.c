// SPDX-License-Identifier: GPL-2.0-only
#include <stddef.h>
#include <string.h>
#include <ccan/array_size/array_size.h>
#include "ocxl/run/verdict.h"

/* Return: 0 without a verdict */
static unsigned int rank_verdict(const char *verdict)
{
	static const char *const words[] = { "ok", "warning", "failed" };
	unsigned int i;

	for (i = 0; verdict && i < ARRAY_SIZE(words); i++) {
		if (!strcmp(words[i], verdict))
			return i + 1;
	}
	return 0;
}

const char *ocxl_verdict_worse(const char *one, const char *other)
{
	return rank_verdict(other) > rank_verdict(one) ? other : one;
}

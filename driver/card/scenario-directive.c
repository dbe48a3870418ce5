// SPDX-License-Identifier: GPL-2.0-only
/* Helper of the files that turn keys into directives. */
#include "scenario-directive.h"

u8 ocxlpmem_given_flags(const struct ocxlpmem_key_values *values, const u8 *flags, u32 count)
{
	u8 given = 0;
	u32 key;

	for (key = 0; key < count; key++) {
		if (ocxlpmem_has_key(values, key))
			given |= flags[key];
	}
	return given;
}

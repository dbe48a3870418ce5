// SPDX-License-Identifier: LGPL-2.1-or-later
#include <stddef.h>
#include <string.h>
#include <ccan/array_size/array_size.h>
#include <uapi/nvdimm/ocxlpmem.h>
#include "ocxl-names.h"

#define NAME_OF(number, NAME, name, ...) [number] = #name,
static const char *const flag_names[] = { OCXL_FLAGS(NAME_OF) };
static const char *const command_names[] = { OCXL_COMMANDS(NAME_OF, NAME_OF) };

const char *ocxl_flag_name(unsigned int position)
{
	return position < ARRAY_SIZE(flag_names) ? flag_names[position] : NULL;
}

const char *ocxl_command_name(unsigned int command)
{
	return command < ARRAY_SIZE(command_names) ? command_names[command] : NULL;
}

static unsigned int find_flag(const char *word, size_t length)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(flag_names); i++)
		if (strlen(flag_names[i]) == length && memcmp(flag_names[i], word, length) == 0)
			return 1U << i;
	return 0;
}

unsigned int ocxl_parse_flag_words(const char *text)
{
	unsigned int flags = 0;
	size_t length;

	for (; *text != '\0' && *text != '\n'; text += length + (text[length] == ' ')) {
		length = strcspn(text, " \n");
		flags |= find_flag(text, length);
	}
	return flags;
}

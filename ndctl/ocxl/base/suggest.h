/* SPDX-License-Identifier: GPL-2.0-only */
/* "Did you mean": the name that is most like a mistyped word. */
#ifndef OCXL_SUGGEST_H
#define OCXL_SUGGEST_H

#include <stddef.h>

/* start with the two members @word and @length, then consider each name */
struct ocxl_suggestion {
	const char *word; /* as typed; not terminated */
	size_t length; /* bytes of @word */
	const char *name; /* the best name so far; NULL: none is similar */
	unsigned int distance; /* of @name */
};

void ocxl_suggest_consider(struct ocxl_suggestion *suggestion, const char *name);

/* write " (did you mean 'PREFIXNAME'?)", or nothing if no name is similar */
void ocxl_suggest_print(const struct ocxl_suggestion *suggestion, const char *prefix, char *text,
			size_t size);

#endif /* OCXL_SUGGEST_H */

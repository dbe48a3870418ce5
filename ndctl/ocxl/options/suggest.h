/* SPDX-License-Identifier: GPL-2.0-only */
/* What somebody probably meant who typed a word that is wrong. */
#ifndef OCXL_SUGGEST_H
#define OCXL_SUGGEST_H

#include <stddef.h>

struct ocxl_verb;

/*
 * find what a wrong verb may mean
 * @verbs: the verbs of "ndctl ocxl", ended by NULL
 * @text: receives the command without quotes, "read-smart" or "ndctl list"; empty: no verb is
 *	similar
 */
void ocxl_suggest_verb(const char *typed, const struct ocxl_verb *const *verbs, char *text,
		       size_t size);

/*
 * is the name of a file really a format
 * Return: the value of --format of this verb that the name means, or NULL for other names. The name
 * of a format that does not exist means a similar one.
 */
const char *ocxl_suggest_format(const char *name, const struct ocxl_verb *verb);

#endif /* OCXL_SUGGEST_H */

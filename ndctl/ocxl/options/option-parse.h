/* SPDX-License-Identifier: GPL-2.0-only */
/* Parse the command line of a verb; help, lists of options and usage come from the same table. */
#ifndef OCXL_OPTION_PARSE_H
#define OCXL_OPTION_PARSE_H

struct ocxl_options;
struct ocxl_verb;

/*
 * parse the command line of a verb
 * Prints help, lists of options and messages about errors.
 * Return: OCXL_OPTIONS_VALID to run the verb, otherwise the exit status.
 */
int ocxl_option_parse(struct ocxl_options *options, const struct ocxl_verb *verb, int argc,
		      const char **argv);

/*
 * print words for the completion, one a line
 * @option: print the values of this option that have names; NULL: print the options with a value
 * Return: the exit status
 */
int ocxl_option_list_values(const struct ocxl_verb *verb, const char *option);

/* show the manual page of a verb, or its usage if no page can be shown; returns the exit status */
int ocxl_option_show_help(const struct ocxl_verb *verb);

#endif /* OCXL_OPTION_PARSE_H */

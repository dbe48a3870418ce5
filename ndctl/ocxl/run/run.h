/* SPDX-License-Identifier: GPL-2.0-only */
/* One run of a verb: select, fetch, show, end. */
#ifndef OCXL_RUN_H
#define OCXL_RUN_H

struct ndctl_ctx;
struct ocxl_options;
struct ocxl_verb;

/**
 * ocxl_run_verb() - do what was asked
 *
 * Return: the exit status.
 */
int ocxl_run_verb(const struct ocxl_verb *verb, const struct ocxl_options *options,
		  struct ndctl_ctx *ctx);

#endif /* OCXL_RUN_H */

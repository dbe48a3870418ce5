/* SPDX-License-Identifier: GPL-2.0-only */
/* Run a verb: find the DIMMs, open the output, ask the DIMMs, finish the document. */
#ifndef OCXL_RUN_H
#define OCXL_RUN_H

struct ndctl_ctx;
struct ocxl_options;
struct ocxl_verb;

/*
 * run a verb
 * @options: of the command line; @acknowledge is set if the verb appends and the output is a
 *   regular file or a FIFO, unless @no_acknowledge is set
 * Does not return if a signal asked to stop and was remembered: the process dies of the signal.
 * Return: the exit status.
 */
int ocxl_run_verb(const struct ocxl_verb *verb, struct ocxl_options *options,
		  struct ndctl_ctx *ctx);

#endif /* OCXL_RUN_H */

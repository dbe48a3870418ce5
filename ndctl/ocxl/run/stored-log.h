/* SPDX-License-Identifier: GPL-2.0-only */
/* Show a log that was collected: read-error-log --input. Needs no card and no bus. */
#ifndef OCXL_STORED_LOG_H
#define OCXL_STORED_LOG_H

struct ocxl_options;
struct ocxl_verb;

/* Return: the exit status. */
int ocxl_stored_log_run(const struct ocxl_verb *verb, const struct ocxl_options *options);

#endif /* OCXL_STORED_LOG_H */

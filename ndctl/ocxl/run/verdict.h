/* SPDX-License-Identifier: GPL-2.0-only */
/* The order of verdicts: the worst one of all DIMMs is the verdict of a document. */
#ifndef OCXL_VERDICT_H
#define OCXL_VERDICT_H

/**
 * ocxl_verdict_worse() - the graver of two verdicts
 * @one: a word of struct ocxl_check_record, or NULL for no verdict
 * @other: the same
 *
 * Return: one of the two; NULL when both are.
 */
const char *ocxl_verdict_worse(const char *one, const char *other);

#endif /* OCXL_VERDICT_H */

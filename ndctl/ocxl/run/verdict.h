/* SPDX-License-Identifier: GPL-2.0-only */
/* The order of verdicts: the worst one of all DIMMs is the verdict of the document. */
#ifndef OCXL_VERDICT_H
#define OCXL_VERDICT_H

/**
 * ocxl_verdict_worse() - the worse of two verdicts
 * @one: "ok", "warning", "failed", or NULL for no verdict
 * @other: the same
 *
 * Return: @one or @other; NULL if both are NULL.
 */
const char *ocxl_verdict_worse(const char *one, const char *other);

#endif /* OCXL_VERDICT_H */

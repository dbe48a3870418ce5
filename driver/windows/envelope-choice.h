/* SPDX-License-Identifier: GPL-2.0-only */
/* The ioctl that user space should use. */
#ifndef OCXLPMEM_ENVELOPE_CHOICE_H
#define OCXLPMEM_ENVELOPE_CHOICE_H

/**
 * ocxlpmem_envelope_init() - choose the ioctl
 * @wanted: module parameter "envelope"
 *
 * Return: 0, or -EINVAL if @wanted is not one of auto, call, vendor.
 */
int ocxlpmem_envelope_init(const char *wanted);

/** ocxlpmem_envelope_name() - "call" or "vendor" */
const char *ocxlpmem_envelope_name(void);

#endif /* OCXLPMEM_ENVELOPE_CHOICE_H */

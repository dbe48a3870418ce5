/* SPDX-License-Identifier: GPL-2.0-only */
/* Error-log entries that nobody has collected when the driver is unbound. */
#ifndef OCXLPMEM_RETAINED_ENTRIES_H
#define OCXLPMEM_RETAINED_ENTRIES_H

#include "pmem.h"

/** ocxlpmem_log_retained() - write the retained error-log entries to the kernel log */
void ocxlpmem_log_retained(struct ocxlpmem *pmem);

#endif /* OCXLPMEM_RETAINED_ENTRIES_H */

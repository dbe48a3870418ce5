/* SPDX-License-Identifier: GPL-2.0-only */
/* Size that labels describe: of a window that was larger, or that another machine uses. */
#ifndef OCXLPMEM_WINDOW_LABELS_H
#define OCXLPMEM_WINDOW_LABELS_H

#include "../nvdimm/pmem.h"

/**
 * ocxlpmem_labels_described_size() - bytes of a window with all namespaces of its labels
 * @labels: its label area, which others may write meanwhile
 *
 * Return: 0 without a valid index block.
 */
u64 ocxlpmem_labels_described_size(const void *labels);

/**
 * ocxlpmem_window_keeps_labels() - keep labels of a larger window, or of a card at another address
 *
 * Zeros discard them on purpose.
 */
ocxlpmem_keeps_labels_fn ocxlpmem_window_keeps_labels;

#endif /* OCXLPMEM_WINDOW_LABELS_H */

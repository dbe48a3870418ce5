/* SPDX-License-Identifier: GPL-2.0-only */
/* What labels tell about the memory of a window, which was larger, or which others use. */
#ifndef OCXLPMEM_WINDOW_LABELS_H
#define OCXLPMEM_WINDOW_LABELS_H

#include "../nvdimm/pmem.h"

struct nd_cmd_set_config_hdr;

/**
 * ocxlpmem_labels_described_size() - bytes of a window that has its label area and all namespaces of its labels
 * @labels: its label area, which others may write meanwhile
 *
 * Return: 0 without a valid index block.
 */
u64 ocxlpmem_labels_described_size(const void *labels);

/** ocxlpmem_window_warn_of_labels() - log it if labels describe namespaces beyond the end of the window */
void ocxlpmem_window_warn_of_labels(struct ocxlpmem *pmem);

/**
 * ocxlpmem_window_keeps_labels() - must ND_CMD_SET_CONFIG_DATA fail, to keep labels of a larger window
 * @pmem: the window
 * @command: copied from user space
 * @size: bytes of @command
 *
 * Zeros discard labels on purpose.
 */
bool ocxlpmem_window_keeps_labels(struct ocxlpmem *pmem,
				  const struct nd_cmd_set_config_hdr *command, size_t size);

#endif /* OCXLPMEM_WINDOW_LABELS_H */

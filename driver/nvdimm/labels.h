/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The label area and the label commands of libnvdimm. The commands take the buffer of the ioctl and
 * its size, and return 0 or the errno of the ioctl.
 */
#ifndef OCXLPMEM_LABELS_H
#define OCXLPMEM_LABELS_H

#include "pmem.h"

/** ocxlpmem_labels_map() - claim and map the label area; 0, -EBUSY or -ENOMEM */
int ocxlpmem_labels_map(struct ocxlpmem *pmem);

/** ocxlpmem_labels_unmap() - the reverse of ocxlpmem_labels_map() */
void ocxlpmem_labels_unmap(struct ocxlpmem *pmem);

/** ocxlpmem_labels_size() - ND_CMD_GET_CONFIG_SIZE */
int ocxlpmem_labels_size(struct ocxlpmem *pmem, void *buffer, size_t size);

/** ocxlpmem_labels_read() - ND_CMD_GET_CONFIG_DATA */
int ocxlpmem_labels_read(struct ocxlpmem *pmem, void *buffer, size_t size);

/** ocxlpmem_labels_write() - ND_CMD_SET_CONFIG_DATA */
int ocxlpmem_labels_write(struct ocxlpmem *pmem, void *buffer, size_t size);

#endif /* OCXLPMEM_LABELS_H */

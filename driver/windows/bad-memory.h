/* SPDX-License-Identifier: GPL-2.0-only */
/* Uncorrectable errors of the memory of windows. */
#ifndef OCXLPMEM_BAD_MEMORY_H
#define OCXLPMEM_BAD_MEMORY_H

#include "../nvdimm/pmem.h"

/** ocxlpmem_bad_memory_init() - listen to machine checks */
void ocxlpmem_bad_memory_init(void);

/** ocxlpmem_bad_memory_exit() - the reverse of ocxlpmem_bad_memory_init() */
void ocxlpmem_bad_memory_exit(void);

/**
 * struct ocxlpmem_bad_memory - a window whose machine checks are reported
 * @node: in the list of these windows
 * @pmem: its DIMM
 */
struct ocxlpmem_bad_memory {
	struct list_head node;
	struct ocxlpmem *pmem;
};

/** ocxlpmem_bad_memory_attach() - report machine checks in this window to libnvdimm from now on */
void ocxlpmem_bad_memory_attach(struct ocxlpmem_bad_memory *window, struct ocxlpmem *pmem);

/**
 * ocxlpmem_bad_memory_detach() - the reverse of ocxlpmem_bad_memory_attach()
 * @window: attached. Its bus may be unregistered already, but its struct ocxlpmem exists
 */
void ocxlpmem_bad_memory_detach(struct ocxlpmem_bad_memory *window);

/**
 * ocxlpmem_bad_memory_command() - serve a command that libnvdimm itself sends before it clears errors
 * @pmem: its bus
 * @command: ND_CMD_ARS_CAP or ND_CMD_CLEAR_ERROR
 * @buffer: the structure of the command
 * @size: bytes of @buffer
 *
 * Clearing writes zeros. Processes cannot send these commands: libnvdimm refuses them.
 *
 * Return: 0; -EINVAL for a range outside of the window; -EOPNOTSUPP for the memory of a card; -ENOMEM;
 * or -ENOTTY for other commands.
 */
int ocxlpmem_bad_memory_command(struct ocxlpmem *pmem, unsigned int command, void *buffer,
				size_t size);

#endif /* OCXLPMEM_BAD_MEMORY_H */

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The sysfs files of a card that a process can wait for: "flags" and "state".
 */
#include "syscalls/caller-process.h"
#include "syscalls/polled-file.h"
#include "trees/sysfs-tree.h"

bool ocxl_polled_file_find(struct ocxl_polled_file *file, struct ocxl_emulated_cards *cards,
			   pid_t tid, int fd)
{
	dev_t device;

	*file = (struct ocxl_polled_file) { .reader = { .tid = tid, .fd = fd } };
	if (fd >= 0 && ocxl_caller_fd_inode(tid, fd, &device, &file->inode))
		file->card = ocxl_sysfs_find_card(cards, device, file->inode);
	if (file->card)
		file->reader.started = ocxl_caller_start_time(tid);
	return file->card != NULL;
}

bool ocxl_polled_file_can_change(const struct ocxl_polled_file *file)
{
	return ocxl_flags_file_has_inode(ocxl_sysfs_flags(file->card), file->inode);
}

u64 ocxl_polled_file_unreported(const struct ocxl_polled_file *file)
{
	return ocxl_flags_file_unreported(ocxl_sysfs_flags(file->card), file->inode, &file->reader);
}

void ocxl_polled_file_set_reported(const struct ocxl_polled_file *file, u64 change)
{
	ocxl_flags_file_set_reported(ocxl_sysfs_flags(file->card), file->inode, &file->reader,
				     change);
}

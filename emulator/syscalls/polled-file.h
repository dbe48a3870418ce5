/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The sysfs files of a card that a process can wait for: "flags" and "state".
 */
#ifndef OCXL_EMULATOR_POLLED_FILE_H
#define OCXL_EMULATOR_POLLED_FILE_H

#include "cards/emulated-card.h"
#include "trees/flags-file.h"

/**
 * struct ocxl_polled_file - a caller's descriptor of such a file
 * @card: the card that the file describes, or NULL for any other file
 * @inode: inode number of the file
 * @reader: the caller and its descriptor
 */
struct ocxl_polled_file {
	struct ocxl_emulated_card *card;
	ino_t inode;
	struct ocxl_flags_reader reader;
};

/* find the card to which a descriptor belongs. Return: whether it is a file of a card. */
bool ocxl_polled_file_find(struct ocxl_polled_file *file, struct ocxl_emulated_cards *cards,
			   pid_t tid, int fd);

/* is it "flags"? "state" never changes */
bool ocxl_polled_file_can_change(const struct ocxl_polled_file *file);

/* find the change that the caller has not been told. Return: the number of the change, or 0. */
u64 ocxl_polled_file_unreported(const struct ocxl_polled_file *file);

/* record which change the caller has been told */
void ocxl_polled_file_set_reported(const struct ocxl_polled_file *file, u64 change);

#endif /* OCXL_EMULATOR_POLLED_FILE_H */

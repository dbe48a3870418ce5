/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The sysfs file "flags" of one card, and which changes each reader has been told.
 *
 * On a kernel, poll() reports a change to every open file that was not read since. The emulator
 * cannot see reads, but it can see opens: each change puts a new inode under the name, and the
 * older inodes keep receiving the new text. The inode behind a caller's descriptor therefore tells
 * which change was the last when the caller opened the file. Each later change is reported to the
 * caller once. No change is lost. A change between the first read and the first poll() of a caller
 * may wake it although it has read the new text.
 */
#ifndef OCXL_EMULATOR_FLAGS_FILE_H
#define OCXL_EMULATOR_FLAGS_FILE_H

#include <pthread.h>
#include <sys/types.h>
#include "core/device.h"

/* bytes of the longest text with its newline and terminating NUL */
#define OCXL_FLAGS_SIZE OCXL_FLAGS_TEXT_SIZE

struct ocxl_flags_inode;

/**
 * struct ocxl_flags_reader - a caller that polls the file
 * @tid: thread that polls
 * @started: when it started, in clock ticks since boot: the kernel uses @tid again after its end
 * @fd: its descriptor
 */
struct ocxl_flags_reader {
	pid_t tid;
	u64 started;
	int fd;
};

/**
 * struct ocxl_flags_file - the file and its older inodes
 * @lock: protects all fields except @text; no thread waits for a card while it holds this lock
 * @text: the contents; the card's lock protects it
 * @directory: descriptor of the directory of the file; -1 before ocxl_flags_file_create()
 * @change: number of the last change, from 1
 * @newest: inodes that a caller may have open, newest first; the first one has the name
 */
struct ocxl_flags_file {
	pthread_mutex_t lock;
	char text[OCXL_FLAGS_SIZE];
	int directory;
	u64 change;
	struct ocxl_flags_inode *newest;
};

/* prepare the structure; there is no file yet */
void ocxl_flags_file_init(struct ocxl_flags_file *flags);

/* create the file with the text of @flags. Return: 0 or -errno. */
int ocxl_flags_file_create(struct ocxl_flags_file *flags, int directory);

/* record one change. Return: 0 or -errno. */
int ocxl_flags_file_write(struct ocxl_flags_file *flags, const char *text);

/* is it the inode of this file, new or old? */
bool ocxl_flags_file_has_inode(struct ocxl_flags_file *flags, ino_t number);

/* find the change that a caller has not been told. Return: the number of the change, or 0. */
u64 ocxl_flags_file_unreported(struct ocxl_flags_file *flags, ino_t number,
			       const struct ocxl_flags_reader *reader);

/* record which change a caller has been told */
void ocxl_flags_file_set_reported(struct ocxl_flags_file *flags, ino_t number,
				  const struct ocxl_flags_reader *reader, u64 change);

#endif /* OCXL_EMULATOR_FLAGS_FILE_H */

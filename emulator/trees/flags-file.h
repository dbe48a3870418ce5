/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The sysfs file "flags" of one card, and who has already seen which state of it.
 *
 * On a kernel, poll() reports a change to every open file that has not been read
 * since. Reads cannot be watched here, but opens can: each change puts a fresh file
 * under the name and keeps the older ones up to date, so the inode of a client's
 * descriptor tells at which change it was opened. What was opened later has seen it;
 * what was opened earlier is told once. So no change is ever missed, and a change
 * between a client's first read and its first poll may wake it once too often.
 */
#ifndef OCXL_EMULATOR_FLAGS_FILE_H
#define OCXL_EMULATOR_FLAGS_FILE_H

#include <pthread.h>
#include <sys/types.h>
#include "core/port.h"

#define OCXL_FLAGS_SIZE 128

struct ocxl_flags_file;

/**
 * struct ocxl_flags - the file and its older selves
 * @lock: for all but @text; nobody waits for a card with it
 * @text: what it says; under the card's lock
 * @directory: where it is, open; -1 until ocxl_flags_open()
 * @change: number of the last change, from 1
 * @newest: list of files that somebody may have open; the first one has the name
 */
struct ocxl_flags {
	pthread_mutex_t lock;
	char text[OCXL_FLAGS_SIZE];
	int directory;
	u64 change;
	struct ocxl_flags_file *newest;
};

/** ocxl_flags_open() - @directory holds the file; becomes the flags'. Return: 0 or -errno */
int ocxl_flags_open(struct ocxl_flags *flags, int directory);

/** ocxl_flags_write() - one change: write @text. Return: 0 or -errno */
int ocxl_flags_write(struct ocxl_flags *flags, const char *text);

/** ocxl_flags_owns() - is inode @ino this file or an older self of it? */
bool ocxl_flags_owns(struct ocxl_flags *flags, ino_t ino);

/**
 * ocxl_flags_news() - has a descriptor a change to report?
 * @flags: of the file
 * @ino: inode behind the descriptor
 * @tid: thread that polls
 * @fd: its descriptor
 *
 * Return: the number of the change, or 0.
 */
u64 ocxl_flags_news(struct ocxl_flags *flags, ino_t ino, pid_t tid, int fd);

/**
 * ocxl_flags_told() - take a note that a change was reported, or with @change 0 that
 *	none was; the rest as ocxl_flags_news()
 */
void ocxl_flags_told(struct ocxl_flags *flags, ino_t ino, pid_t tid, int fd, u64 change);

#endif /* OCXL_EMULATOR_FLAGS_FILE_H */

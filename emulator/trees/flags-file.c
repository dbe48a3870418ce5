// SPDX-License-Identifier: GPL-2.0-only
/*
 * The sysfs file "flags" of one card, see flags-file.h.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "trees/flags-file.h"

/* beyond so many, the oldest notes and files are forgotten: a spare wake-up, nothing else */
#define NOTES_MAX 64
#define FILES_MAX 256

/**
 * struct note - a change that was reported to a descriptor
 */
struct note {
	pid_t tid;
	int fd;
	u64 change;
};

/**
 * struct ocxl_flags_file - one inode
 * @older: next in the list
 * @fd: open for writing
 * @ino: its number
 * @change: the change that made it
 * @note: reported changes, a ring
 * @note_count: notes ever taken
 */
struct ocxl_flags_file {
	struct ocxl_flags_file *older;
	int fd;
	ino_t ino;
	u64 change;
	struct note note[NOTES_MAX];
	unsigned int note_count;
};

static struct ocxl_flags_file *new_file(int fd, u64 change)
{
	struct ocxl_flags_file *file = calloc(1, sizeof(*file));
	struct stat st;

	if (!file || fstat(fd, &st)) {
		free(file);
		close(fd);
		return NULL;
	}
	file->fd = fd;
	file->ino = st.st_ino;
	file->change = change;
	return file;
}

/* one write, then the length: whoever reads the first line never sees half of one */
static void rewrite(int fd, const char *text)
{
	size_t size = strlen(text);

	if (pwrite(fd, text, size, 0) == (ssize_t)size && ftruncate(fd, (off_t)size))
		return;
}

/* a write lease is refused while anybody else has the file open */
static bool is_unused(const struct ocxl_flags_file *file)
{
	if (fcntl(file->fd, F_SETLEASE, F_WRLCK))
		return false;
	fcntl(file->fd, F_SETLEASE, F_UNLCK);
	return true;
}

static void drop_unused(struct ocxl_flags *flags)
{
	struct ocxl_flags_file **link;
	unsigned int kept = 0;

	if (!flags->newest)
		return;
	/* the first one has the name and may be opened at any time */
	link = &flags->newest->older;
	while (*link) {
		struct ocxl_flags_file *file = *link;

		if (kept < FILES_MAX && !is_unused(file)) {
			link = &file->older;
			kept++;
			continue;
		}
		*link = file->older;
		close(file->fd);
		free(file);
	}
}

static int replace(struct ocxl_flags *flags, const char *text)
{
	struct ocxl_flags_file *file;
	int fd;

	fd = openat(flags->directory, ".flags", O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0444);
	if (fd < 0)
		return -errno;
	fchmod(fd, 0444);
	rewrite(fd, text);
	file = new_file(fd, flags->change);
	if (!file || renameat(flags->directory, ".flags", flags->directory, "flags")) {
		unlinkat(flags->directory, ".flags", 0);
		if (file)
			close(file->fd);
		free(file);
		return -EIO;
	}
	file->older = flags->newest;
	flags->newest = file;
	return 0;
}

int ocxl_flags_open(struct ocxl_flags *flags, int directory)
{
	flags->directory = directory;
	flags->change = 1;
	/* nobody has the first one open yet, and its mode lets nobody write */
	return replace(flags, flags->text);
}

int ocxl_flags_write(struct ocxl_flags *flags, const char *text)
{
	struct ocxl_flags_file *file;
	int rc;

	snprintf(flags->text, sizeof(flags->text), "%s", text);
	if (flags->directory < 0)
		return 0;
	pthread_mutex_lock(&flags->lock);
	flags->change++;
	/* first the name: who looks it up in between gets the old file, written last */
	rc = replace(flags, text);
	for (file = flags->newest; file; file = file->older)
		rewrite(file->fd, text);
	drop_unused(flags);
	pthread_mutex_unlock(&flags->lock);
	return rc;
}

static struct ocxl_flags_file *find(const struct ocxl_flags *flags, ino_t ino)
{
	struct ocxl_flags_file *file = flags->newest;

	while (file && file->ino != ino)
		file = file->older;
	return file;
}

bool ocxl_flags_owns(struct ocxl_flags *flags, ino_t ino)
{
	bool owns;

	pthread_mutex_lock(&flags->lock);
	owns = find(flags, ino) != NULL;
	pthread_mutex_unlock(&flags->lock);
	return owns;
}

static struct note *find_note(struct ocxl_flags_file *file, pid_t tid, int fd)
{
	unsigned int i;

	for (i = 0; i < min_t(unsigned int, file->note_count, NOTES_MAX); i++) {
		if (file->note[i].tid == tid && file->note[i].fd == fd)
			return &file->note[i];
	}
	return NULL;
}

u64 ocxl_flags_news(struct ocxl_flags *flags, ino_t ino, pid_t tid, int fd)
{
	struct ocxl_flags_file *file;
	const struct note *note;
	u64 news = 0;

	pthread_mutex_lock(&flags->lock);
	file = find(flags, ino);
	if (file && file->change != flags->change) {
		note = find_note(file, tid, fd);
		if (!note || note->change != flags->change)
			news = flags->change;
	}
	pthread_mutex_unlock(&flags->lock);
	return news;
}

void ocxl_flags_told(struct ocxl_flags *flags, ino_t ino, pid_t tid, int fd, u64 change)
{
	struct ocxl_flags_file *file;
	struct note *note;

	pthread_mutex_lock(&flags->lock);
	file = find(flags, ino);
	if (file) {
		note = find_note(file, tid, fd);
		if (!note)
			note = &file->note[file->note_count++ % NOTES_MAX];
		*note = (struct note) { .tid = tid, .fd = fd, .change = change };
	}
	pthread_mutex_unlock(&flags->lock);
}

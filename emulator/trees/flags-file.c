// SPDX-License-Identifier: GPL-2.0-only
/*
 * The sysfs file "flags" of one card, and which changes each reader has been told.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "trees/flags-file.h"

/* When these are used up, the oldest go. A caller may then be woken once too often. */
#define REPORTS_MAX    64
#define INODES_MAX     256
/* the new inode before it gets the name */
#define TEMPORARY_NAME ".flags"

/**
 * struct report - the change that a caller has been told
 */
struct report {
	struct ocxl_flags_reader reader;
	u64 change;
};

/**
 * struct ocxl_flags_inode - one inode of the file
 * @older: next in the list
 * @fd: open for writing
 * @number: its inode number
 * @change: the change that created it
 * @report: changes that were reported to callers, a ring
 * @report_count: number of entries ever added to @report
 */
struct ocxl_flags_inode {
	struct ocxl_flags_inode *older;
	int fd;
	ino_t number;
	u64 change;
	struct report report[REPORTS_MAX];
	unsigned int report_count;
};

void ocxl_flags_file_init(struct ocxl_flags_file *flags)
{
	memset(flags, 0, sizeof(*flags));
	pthread_mutex_init(&flags->lock, NULL);
	snprintf(flags->text, sizeof(flags->text), "\n");
	flags->directory = -1;
}

/* takes @fd, and closes it on failure */
static struct ocxl_flags_inode *new_inode(int fd, u64 change)
{
	struct ocxl_flags_inode *inode = calloc(1, sizeof(*inode));
	struct stat st;

	if (!inode || fstat(fd, &st)) {
		free(inode);
		close(fd);
		return NULL;
	}
	inode->fd = fd;
	inode->number = st.st_ino;
	inode->change = change;
	return inode;
}

/* Write first and cut then, so that a reader never sees a part of the first line. */
static void rewrite_text(int fd, const char *text)
{
	size_t size = strlen(text);

	if (pwrite(fd, text, size, 0) == (ssize_t)size && ftruncate(fd, (off_t)size))
		return;
}

/* The kernel refuses a write lease while another process has the file open. */
static bool is_unused(const struct ocxl_flags_inode *inode)
{
	if (fcntl(inode->fd, F_SETLEASE, F_WRLCK))
		return false;
	fcntl(inode->fd, F_SETLEASE, F_UNLCK);
	return true;
}

static void free_unused_inodes(struct ocxl_flags_file *flags)
{
	struct ocxl_flags_inode **link;
	unsigned int kept = 0;

	if (!flags->newest)
		return;
	/* The first inode has the name: a process may open it at any time. */
	link = &flags->newest->older;
	while (*link) {
		struct ocxl_flags_inode *inode = *link;

		if (kept < INODES_MAX && !is_unused(inode)) {
			link = &inode->older;
			kept++;
			continue;
		}
		*link = inode->older;
		close(inode->fd);
		free(inode);
	}
}

static int replace_file(struct ocxl_flags_file *flags, const char *text)
{
	struct ocxl_flags_inode *inode;
	int fd;

	fd = openat(flags->directory, TEMPORARY_NAME, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0444);
	if (fd < 0)
		return -errno;
	fchmod(fd, 0444);
	rewrite_text(fd, text);
	inode = new_inode(fd, flags->change);
	if (!inode || renameat(flags->directory, TEMPORARY_NAME, flags->directory, "flags")) {
		unlinkat(flags->directory, TEMPORARY_NAME, 0);
		if (inode)
			close(inode->fd);
		free(inode);
		return -EIO;
	}
	inode->older = flags->newest;
	flags->newest = inode;
	return 0;
}

int ocxl_flags_file_create(struct ocxl_flags_file *flags, int directory)
{
	flags->directory = directory;
	flags->change = 1;
	return replace_file(flags, flags->text);
}

int ocxl_flags_file_write(struct ocxl_flags_file *flags, const char *text)
{
	struct ocxl_flags_inode *inode;
	int rc;

	snprintf(flags->text, sizeof(flags->text), "%s", text);
	if (flags->directory < 0)
		return 0;
	pthread_mutex_lock(&flags->lock);
	flags->change++;
	/*
	 * The new inode comes first: a process that opens the old one meanwhile gets the text
	 * below.
	 */
	rc = replace_file(flags, text);
	for (inode = flags->newest; inode; inode = inode->older)
		rewrite_text(inode->fd, text);
	free_unused_inodes(flags);
	pthread_mutex_unlock(&flags->lock);
	return rc;
}

static struct ocxl_flags_inode *find_inode(const struct ocxl_flags_file *flags, ino_t number)
{
	struct ocxl_flags_inode *inode = flags->newest;

	while (inode && inode->number != number)
		inode = inode->older;
	return inode;
}

bool ocxl_flags_file_has_inode(struct ocxl_flags_file *flags, ino_t number)
{
	bool found;

	pthread_mutex_lock(&flags->lock);
	found = find_inode(flags, number) != NULL;
	pthread_mutex_unlock(&flags->lock);
	return found;
}

static bool is_same_reader(const struct ocxl_flags_reader *a, const struct ocxl_flags_reader *b)
{
	return a->tid == b->tid && a->started == b->started && a->fd == b->fd;
}

static struct report *find_report(struct ocxl_flags_inode *inode,
				  const struct ocxl_flags_reader *reader)
{
	unsigned int i;

	for (i = 0; i < min_t(unsigned int, inode->report_count, REPORTS_MAX); i++) {
		if (is_same_reader(&inode->report[i].reader, reader))
			return &inode->report[i];
	}
	return NULL;
}

u64 ocxl_flags_file_unreported(struct ocxl_flags_file *flags, ino_t number,
			       const struct ocxl_flags_reader *reader)
{
	struct ocxl_flags_inode *inode;
	const struct report *report;
	u64 change = 0;

	pthread_mutex_lock(&flags->lock);
	inode = find_inode(flags, number);
	if (inode && inode->change != flags->change) {
		report = find_report(inode, reader);
		if (!report || report->change != flags->change)
			change = flags->change;
	}
	pthread_mutex_unlock(&flags->lock);
	return change;
}

void ocxl_flags_file_set_reported(struct ocxl_flags_file *flags, ino_t number,
				  const struct ocxl_flags_reader *reader, u64 change)
{
	struct ocxl_flags_inode *inode;
	struct report *report;

	pthread_mutex_lock(&flags->lock);
	inode = find_inode(flags, number);
	if (inode) {
		report = find_report(inode, reader);
		if (!report)
			report = &inode->report[inode->report_count++ % REPORTS_MAX];
		*report = (struct report) { .reader = *reader, .change = change };
	}
	pthread_mutex_unlock(&flags->lock);
}

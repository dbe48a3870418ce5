// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>
#include "ocxl/output/tee.h"
#include "ocxl/base/journal.h"
#include "ocxl/base/signals.h"

static bool is_writable(int fd)
{
	struct pollfd pollfd = { .fd = fd, .events = POLLOUT };

	return poll(&pollfd, 1, 0) == 1 && pollfd.revents & POLLOUT;
}

/*
 * Other processes share the descriptor, so O_NONBLOCK must not be set. poll() promises a page of
 * space in a pipe, but only a byte in a terminal. RWF_NOWAIT covers the case that another writer
 * takes that space after poll(); not all kernels support it for pipes.
 */
static ssize_t write_shared(const struct ocxl_tee *tee, const char *bytes, size_t size)
{
	size_t most = tee->pipe ? PIPE_BUF : 1;
	struct iovec vector = { .iov_base = (char *)bytes, .iov_len = size < most ? size : most };
	ssize_t count;

	if (!is_writable(tee->fd)) {
		errno = EAGAIN;
		return -1;
	}
	count = pwritev2(tee->fd, &vector, 1, -1, RWF_NOWAIT);
	if (count < 0 && (errno == EOPNOTSUPP || errno == ENOSYS || errno == EINVAL))
		count = write(tee->fd, vector.iov_base, vector.iov_len);
	return count;
}

static ssize_t write_once(const struct ocxl_tee *tee, const char *bytes, size_t size)
{
	ssize_t count;

	if (tee->shared)
		return write_shared(tee, bytes, size);
	count = send(tee->fd, bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL);
	if (count < 0 && errno == ENOTSOCK)
		count = write(tee->fd, bytes, size);
	return count;
}

/* write as many bytes as the destination accepts without waiting; returns their number */
static size_t write_available(const struct ocxl_tee *tee, const char *bytes, size_t size)
{
	size_t done = 0;

	while (done < size) {
		ssize_t count = write_once(tee, bytes + done, size - done);

		if (count < 0 && errno == EINTR && !ocxl_signals_stop_requested())
			continue;
		if (count <= 0)
			break;
		done += count;
	}
	return done;
}

/*
 * A pipe adds a write to its last page if it fits there. So two neighbouring pages together hold
 * more than one page of data; only the first page may have been read in part. That limits the
 * number of pages in use.
 */
bool ocxl_tee_pipe_fits(size_t capacity, size_t used, size_t page, size_t size)
{
	size_t pages = capacity / page;
	size_t taken = used ? 2 * ((used - 1) / (page + 1)) + 2 : 0;

	return taken <= pages && size <= (pages - taken) * page;
}

static bool pipe_has_space(const struct ocxl_tee *tee, size_t size)
{
	int capacity, used;

	/* the kernel writes up to PIPE_BUF bytes as a whole or not at all */
	if (!tee->pipe || size <= PIPE_BUF)
		return true;
	capacity = fcntl(tee->fd, F_GETPIPE_SZ);
	if (capacity < 0 || ioctl(tee->fd, FIONREAD, &used) < 0)
		return false;
	return ocxl_tee_pipe_fits(capacity, used, sysconf(_SC_PAGESIZE), size);
}

/* a newline ends an incomplete line first, so that the reader finds the start of the next one */
static void write_line(struct ocxl_tee *tee, const char *line, size_t size)
{
	size_t done;

	if (tee->torn && !write_available(tee, "\n", 1))
		return;
	tee->torn = false;
	if (!pipe_has_space(tee, size))
		return;
	done = write_available(tee, line, size);
	tee->torn = done && done < size;
}

/* journald takes a prefix and its line as one write */
static void write_with_prefix(struct ocxl_tee *tee, const char *line, size_t size)
{
	char *text = malloc(OCXL_JOURNAL_PREFIX_LENGTH + size);

	/* out of memory, the destination misses the line */
	if (!text)
		return;
	memcpy(text, tee->prefix, OCXL_JOURNAL_PREFIX_LENGTH);
	memcpy(text + OCXL_JOURNAL_PREFIX_LENGTH, line, size);
	write_line(tee, text, OCXL_JOURNAL_PREFIX_LENGTH + size);
	free(text);
}

void ocxl_tee_write_lines(struct ocxl_tee *tee, const char *lines, size_t size)
{
	const char *end = lines + size;

	while (tee->fd >= 0 && lines < end) {
		const char *newline = memchr(lines, '\n', end - lines);
		size_t length = (newline ? newline + 1 : end) - lines;

		if (tee->journal)
			write_with_prefix(tee, lines, length);
		else
			write_line(tee, lines, length);
		lines += length;
	}
}

/*
 * Opened again, the pipe or terminal has file status flags of its own: O_NONBLOCK does not change
 * those of other processes.
 */
int ocxl_tee_open(struct ocxl_tee *tee, int fd)
{
	char path[sizeof("/proc/self/fd/") + 3 * sizeof(int)];
	struct stat st;

	memset(tee, 0, sizeof(*tee));
	tee->fd = -1;
	tee->journal = ocxl_journal_is_connected(fd);
	ocxl_tee_set_priority(tee, LOG_INFO);
	if (fstat(fd, &st) < 0)
		return -errno;
	tee->pipe = S_ISFIFO(st.st_mode);
	if (tee->pipe || S_ISCHR(st.st_mode)) {
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
		tee->fd = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
		tee->shared = tee->fd < 0;
	}
	if (tee->fd < 0)
		tee->fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	return tee->fd < 0 ? -errno : 0;
}

void ocxl_tee_set_priority(struct ocxl_tee *tee, int priority)
{
	ocxl_journal_format_prefix(tee->prefix, priority);
}

void ocxl_tee_close(struct ocxl_tee *tee)
{
	if (tee->fd >= 0)
		close(tee->fd);
	tee->fd = -1;
}

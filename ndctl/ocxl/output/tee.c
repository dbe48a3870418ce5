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
#include "ocxl/output/file-io.h"
#include "ocxl/base/signals.h"

static bool is_ready(int fd)
{
	struct pollfd pollfd = { .fd = fd, .events = POLLOUT };

	return poll(&pollfd, 1, 0) == 1 && pollfd.revents & POLLOUT;
}

/*
 * Others wait with this descriptor, so O_NONBLOCK is not ours to set. A pipe that is ready
 * has a page of room; a terminal may have a byte. RWF_NOWAIT is for another writer who
 * comes in between; not every kernel knows it for pipes.
 */
static ssize_t write_shared(const struct ocxl_copy *copy, const char *bytes, size_t size)
{
	size_t most = copy->pipe ? PIPE_BUF : 1;
	struct iovec vector = { .iov_base = (char *)bytes, .iov_len = size < most ? size : most };
	ssize_t count;

	if (!is_ready(copy->fd)) {
		errno = EAGAIN;
		return -1;
	}
	count = pwritev2(copy->fd, &vector, 1, -1, RWF_NOWAIT);
	if (count < 0 && (errno == EOPNOTSUPP || errno == ENOSYS || errno == EINVAL))
		count = write(copy->fd, vector.iov_base, vector.iov_len);
	return count;
}

static ssize_t write_once(const struct ocxl_copy *copy, const char *bytes, size_t size)
{
	ssize_t count;

	if (copy->shared)
		return write_shared(copy, bytes, size);
	count = send(copy->fd, bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL);
	if (count < 0 && errno == ENOTSOCK)
		count = write(copy->fd, bytes, size);
	return count;
}

/* all or some of it, and no wait; how much it was */
static size_t offer(const struct ocxl_copy *copy, const char *bytes, size_t size)
{
	size_t done = 0;

	while (done < size) {
		ssize_t count = write_once(copy, bytes + done, size - done);

		if (count < 0 && errno == EINTR && !ocxl_stop_requested())
			continue;
		if (count <= 0)
			break;
		done += count;
	}
	return done;
}

/*
 * Two pages next to each other hold more than one page would, or the later write had gone
 * into the earlier page; only the first one may have been read in part.
 */
bool ocxl_copy_fits(size_t capacity, size_t used, size_t page, size_t size)
{
	size_t pages = capacity / page;
	size_t taken = used ? 2 * ((used - 1) / (page + 1)) + 2 : 0;

	return taken <= pages && size <= (pages - taken) * page;
}

static bool has_room(const struct ocxl_copy *copy, size_t size)
{
	int capacity, used;

	/* a short one goes as a whole or not at all by itself */
	if (!copy->pipe || size <= PIPE_BUF)
		return true;
	capacity = fcntl(copy->fd, F_GETPIPE_SZ);
	if (capacity < 0 || ioctl(copy->fd, FIONREAD, &used) < 0)
		return false;
	return ocxl_copy_fits(capacity, used, sysconf(_SC_PAGESIZE), size);
}

/* the reader has to find the start of a line after the part of another one */
static void copy_line(struct ocxl_copy *copy, const char *line, size_t size)
{
	size_t done;

	if (copy->torn && !offer(copy, "\n", 1))
		return;
	copy->torn = false;
	if (!has_room(copy, size))
		return;
	done = offer(copy, line, size);
	copy->torn = done && done < size;
}

void ocxl_copy_lines(struct ocxl_copy *copy, int from, off_t start)
{
	const char *line, *end, *next;
	struct stat st;
	char *text;

	if (copy->fd < 0 || fstat(from, &st) < 0 || st.st_size <= start)
		return;
	/* nobody gets a line for which there is no memory */
	text = malloc(st.st_size - start);
	if (!text)
		return;
	end = text + (st.st_size - start);
	if (!ocxl_file_read_at(from, text, end - text, start)) {
		for (line = text; line < end; line = next) {
			next = memchr(line, '\n', end - line);
			next = next ? next + 1 : end;
			copy_line(copy, line, next - line);
		}
	}
	free(text);
}

/* a description of our own: others who have the pipe or terminal may want to wait for it */
int ocxl_copy_open(struct ocxl_copy *copy, int fd)
{
	char path[sizeof("/proc/self/fd/") + 3 * sizeof(int)];
	struct stat st;

	memset(copy, 0, sizeof(*copy));
	copy->fd = -1;
	if (fstat(fd, &st) < 0)
		return -errno;
	copy->pipe = S_ISFIFO(st.st_mode);
	if (copy->pipe || S_ISCHR(st.st_mode)) {
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
		copy->fd = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
		copy->shared = copy->fd < 0;
	}
	if (copy->fd < 0)
		copy->fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	return copy->fd < 0 ? -errno : 0;
}

void ocxl_copy_close(struct ocxl_copy *copy)
{
	if (copy->fd >= 0)
		close(copy->fd);
	copy->fd = -1;
}

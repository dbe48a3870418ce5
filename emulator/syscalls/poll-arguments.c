// SPDX-License-Identifier: GPL-2.0-only
/*
 * poll() and its relatives in one form, see poll-arguments.h.
 */
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
#include "syscalls/caller-process.h"
#include "syscalls/poll-arguments.h"

#define COUNT_MAX     65536
#define SETS	      3
#define BITS_PER_WORD 64
#define SECOND_NS     1000000000ULL

/* what a bit in select()'s sets (read, write, exceptional) asks for, and is set by */
static const short asks[SETS] = { POLLIN | POLLRDNORM | POLLRDBAND,
				  POLLOUT | POLLWRNORM | POLLWRBAND, POLLPRI };
static const short sets[SETS] = { POLLIN | POLLRDNORM | POLLRDBAND | POLLHUP | POLLERR,
				  POLLOUT | POLLWRNORM | POLLWRBAND | POLLERR, POLLPRI };

static bool is_select(const struct ocxl_request *request)
{
#ifdef SYS_select
	if (request->number == SYS_select)
		return true;
#endif
	return request->number == SYS_pselect6;
}

/* struct timespec and struct timeval: seconds, then a part of one */
static int read_timeout(const struct ocxl_request *request, unsigned int argument, u64 unit_ns,
			u64 *timeout_ns)
{
	long time[2];

	*timeout_ns = OCXL_POLL_FOREVER;
	if (!request->arguments[argument])
		return 0;
	if (ocxl_client_read(request->tid, request->arguments[argument], time, sizeof(time)))
		return -EFAULT;
	if (time[0] < 0 || time[1] < 0 || (unit_ns == 1 && (u64)time[1] >= SECOND_NS))
		return -EINVAL;
	if ((u64)time[0] < OCXL_POLL_FOREVER / SECOND_NS / 4)
		*timeout_ns = (u64)time[0] * SECOND_NS + (u64)time[1] * unit_ns;
	return 0;
}

static int read_mask(struct ocxl_poll_call *call, const struct ocxl_request *request, u64 address)
{
	u64 blocked;
	u64 pending;
	u64 mask;

	if (!address)
		return 0;
	if (ocxl_client_read(request->tid, address, &mask, sizeof(mask)) ||
	    !ocxl_client_signals(request->tid, &blocked, &pending))
		return -EFAULT;
	call->awaited = blocked & ~mask;
	return 0;
}

static int read_poll(struct ocxl_poll_call *call, const struct ocxl_request *request)
{
	size_t size;
	int rc;

	if (request->arguments[1] > COUNT_MAX)
		return -EINVAL;
	call->count = (unsigned int)request->arguments[1];
	size = call->count * sizeof(*call->fd);
	call->fd = malloc(size);
	if (!call->fd || ocxl_client_read(request->tid, request->arguments[0], call->fd, size))
		return -EFAULT;
	if (request->number != SYS_ppoll) {
		int milliseconds = (int)request->arguments[2];

		call->timeout_ns = milliseconds < 0 ? OCXL_POLL_FOREVER
						    : (u64)milliseconds * 1000000;
		return 0;
	}
	rc = read_timeout(request, 2, 1, &call->timeout_ns);
	return rc ? rc : read_mask(call, request, request->arguments[3]);
}

static int read_sets(struct ocxl_poll_call *call, const struct ocxl_request *request)
{
	unsigned int count = (unsigned int)request->arguments[0];
	size_t words = (count + BITS_PER_WORD - 1) / BITS_PER_WORD;
	u64 *set = calloc(words + 1, sizeof(*set));
	unsigned int kind;
	unsigned int i;
	int rc = set ? 0 : -ENOMEM;

	call->set_bytes = words * sizeof(*set);
	call->count = count;
	call->fd = calloc(count + 1, sizeof(*call->fd));
	if (!call->fd)
		rc = -ENOMEM;
	for (kind = 0; kind < SETS && !rc; kind++) {
		if (!request->arguments[1 + kind])
			continue;
		rc = ocxl_client_read(request->tid, request->arguments[1 + kind], set,
				      call->set_bytes);
		for (i = 0; i < count && !rc; i++) {
			if (set[i / BITS_PER_WORD] >> (i % BITS_PER_WORD) & 1)
				call->fd[i].events |= asks[kind];
		}
	}
	free(set);
	/* poll() ignores negative descriptors */
	for (i = 0; i < count && !rc; i++)
		call->fd[i].fd = call->fd[i].events ? (int)i : -1;
	return rc;
}

static int read_select(struct ocxl_poll_call *call, const struct ocxl_request *request)
{
	u64 mask[2] = { 0, 0 };
	int rc;

	if (request->arguments[0] > COUNT_MAX)
		return -EINVAL;
	rc = read_sets(call, request);
	if (rc)
		return rc;
	if (request->number != SYS_pselect6)
		return read_timeout(request, 4, 1000, &call->timeout_ns);
	rc = read_timeout(request, 4, 1, &call->timeout_ns);
	if (!rc && request->arguments[5])
		rc = ocxl_client_read(request->tid, request->arguments[5], mask, sizeof(mask));
	return rc ? rc : read_mask(call, request, mask[0]);
}

int ocxl_poll_call_read(struct ocxl_poll_call *call, const struct ocxl_request *request)
{
	memset(call, 0, sizeof(*call));
	return is_select(request) ? read_select(call, request) : read_poll(call, request);
}

static long write_sets(const struct ocxl_poll_call *call, const struct ocxl_request *request)
{
	u64 *set = calloc(call->set_bytes / sizeof(*set) + 1, sizeof(*set));
	unsigned int kind;
	unsigned int i;
	long count = 0;

	for (kind = 0; kind < SETS && set && count >= 0; kind++) {
		memset(set, 0, call->set_bytes);
		for (i = 0; i < call->count; i++) {
			if (!(call->fd[i].events & asks[kind]) ||
			    !(call->fd[i].revents & sets[kind]))
				continue;
			set[i / BITS_PER_WORD] |= 1ULL << (i % BITS_PER_WORD);
			count++;
		}
		if (request->arguments[1 + kind] &&
		    ocxl_client_write(request->tid, request->arguments[1 + kind], set,
				      call->set_bytes))
			count = -EFAULT;
	}
	free(set);
	return set ? count : -ENOMEM;
}

long ocxl_poll_call_write(const struct ocxl_poll_call *call, const struct ocxl_request *request)
{
	unsigned int i;
	long count = 0;

	for (i = 0; i < call->count; i++) {
		if (call->set_bytes && call->fd[i].revents & POLLNVAL)
			return -EBADF;
		count += call->fd[i].revents != 0;
	}
	if (call->set_bytes)
		return write_sets(call, request);
	if (ocxl_client_write(request->tid, request->arguments[0], call->fd,
			      call->count * sizeof(*call->fd)))
		return -EFAULT;
	return count;
}

void ocxl_poll_call_free(struct ocxl_poll_call *call)
{
	free(call->fd);
	call->fd = NULL;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The arguments of poll(), ppoll(), select() and pselect() in one form.
 */
#include <stdlib.h>
#include <sys/syscall.h>
#include "syscalls/caller-process.h"
#include "syscalls/poll-arguments.h"

#define COUNT_MAX     65536
#define SETS	      OCXL_REPLY_PARTS
#define BITS_PER_WORD 64
#define SECOND_NS     1000000000ULL

/* what select() waits for in each of its sets (read, write, exceptional), and what it reports */
static const short set_events[SETS] = { POLLIN | POLLRDNORM | POLLRDBAND,
					POLLOUT | POLLWRNORM | POLLWRBAND, POLLPRI };
static const short set_results[SETS] = { POLLIN | POLLRDNORM | POLLRDBAND | POLLHUP | POLLERR,
					 POLLOUT | POLLWRNORM | POLLWRBAND | POLLERR, POLLPRI };

static bool is_select(const struct ocxl_syscall *call)
{
#ifdef SYS_select
	if (call->number == SYS_select)
		return true;
#endif
	return call->number == SYS_pselect6;
}

/*
 * The kernel refuses a malformed limit before it looks at a file. @argument: struct timespec, or
 * struct timeval with @unit_ns 1000; the kernel accepts more than a second of microseconds.
 */
static int check_timeout(const struct ocxl_syscall *call, unsigned int argument, u64 unit_ns)
{
	long time[2];

	if (!call->arguments[argument])
		return 0;
	if (ocxl_caller_read(call->tid, call->arguments[argument], time, sizeof(time)))
		return -EFAULT;
	if (time[0] < 0 || time[1] < 0 || (unit_ns == 1 && (u64)time[1] >= SECOND_NS))
		return -EINVAL;
	return 0;
}

static int read_poll(struct ocxl_poll_arguments *arguments, const struct ocxl_syscall *call)
{
	size_t size;

	if (call->arguments[1] > COUNT_MAX)
		return -EINVAL;
	arguments->count = (unsigned int)call->arguments[1];
	size = arguments->count * sizeof(*arguments->fd);
	arguments->fd = malloc(size);
	if (!arguments->fd || ocxl_caller_read(call->tid, call->arguments[0], arguments->fd, size))
		return -EFAULT;
	return call->number == SYS_ppoll ? check_timeout(call, 2, 1) : 0;
}

static int read_set(struct ocxl_poll_arguments *arguments, const struct ocxl_syscall *call,
		    unsigned int which, u64 *set)
{
	unsigned int i;

	if (!call->arguments[1 + which])
		return 0;
	if (ocxl_caller_read(call->tid, call->arguments[1 + which], set, arguments->set_bytes))
		return -EFAULT;
	for (i = 0; i < arguments->count; i++) {
		if (set[i / BITS_PER_WORD] >> (i % BITS_PER_WORD) & 1)
			arguments->fd[i].events |= set_events[which];
	}
	return 0;
}

static int read_sets(struct ocxl_poll_arguments *arguments, const struct ocxl_syscall *call)
{
	/* as the kernel: sets may be shorter than the caller says, if it has no such descriptors */
	unsigned int count = min_t(unsigned int, (unsigned int)call->arguments[0],
				   ocxl_caller_fd_table_size(call->tid));
	size_t words = (count + BITS_PER_WORD - 1) / BITS_PER_WORD;
	u64 *set = calloc(words + 1, sizeof(*set));
	unsigned int which;
	unsigned int i;
	int rc = 0;

	arguments->set_bytes = words * sizeof(*set);
	arguments->count = count;
	arguments->fd = calloc(count + 1, sizeof(*arguments->fd));
	if (!set || !arguments->fd)
		rc = -ENOMEM;
	for (which = 0; which < SETS && !rc; which++)
		rc = read_set(arguments, call, which, set);
	free(set);
	/* poll() ignores negative descriptors. */
	for (i = 0; i < count && !rc; i++)
		arguments->fd[i].fd = arguments->fd[i].events ? (int)i : -1;
	return rc;
}

static int read_select(struct ocxl_poll_arguments *arguments, const struct ocxl_syscall *call)
{
	int rc;

	if ((int)call->arguments[0] < 0)
		return -EINVAL;
	rc = check_timeout(call, 4, call->number == SYS_pselect6 ? 1 : 1000);
	return rc ? rc : read_sets(arguments, call);
}

int ocxl_poll_arguments_read(struct ocxl_poll_arguments *arguments, const struct ocxl_syscall *call)
{
	memset(arguments, 0, sizeof(*arguments));
	return is_select(call) ? read_select(arguments, call) : read_poll(arguments, call);
}

/* Return: number of bits that are set */
static long fill_set(const struct ocxl_poll_arguments *arguments, unsigned int which, u64 *set)
{
	unsigned int i;
	long count = 0;

	for (i = 0; i < arguments->count; i++) {
		if (!(arguments->fd[i].events & set_events[which]) ||
		    !(arguments->fd[i].revents & set_results[which]))
			continue;
		set[i / BITS_PER_WORD] |= 1ULL << (i % BITS_PER_WORD);
		count++;
	}
	return count;
}

static long reply_sets(struct ocxl_poll_arguments *arguments, const struct ocxl_syscall *call,
		       struct ocxl_reply *reply)
{
	size_t words = arguments->set_bytes / sizeof(*arguments->sets);
	unsigned int which;
	long total = 0;
	u64 *set;

	arguments->sets = calloc(SETS * words, sizeof(*arguments->sets));
	if (!arguments->sets)
		return -ENOMEM;
	for (which = 0; which < SETS; which++) {
		set = arguments->sets + which * words;
		total += fill_set(arguments, which, set);
		if (call->arguments[1 + which])
			reply->part[reply->count++] =
				(struct ocxl_reply_part) { call->arguments[1 + which], set,
							   arguments->set_bytes };
	}
	return total;
}

void ocxl_poll_arguments_reply(struct ocxl_poll_arguments *arguments,
			       const struct ocxl_syscall *call, struct ocxl_reply *reply)
{
	unsigned int i;

	*reply = (struct ocxl_reply) { .result = 0 };
	for (i = 0; i < arguments->count; i++) {
		if (arguments->set_bytes && arguments->fd[i].revents & POLLNVAL) {
			reply->result = -EBADF;
			return;
		}
		reply->result += arguments->fd[i].revents != 0;
	}
	if (arguments->set_bytes) {
		reply->result = reply_sets(arguments, call, reply);
		return;
	}
	reply->count = 1;
	reply->part[0] = (struct ocxl_reply_part) { call->arguments[0], arguments->fd,
						    arguments->count * sizeof(*arguments->fd) };
}

void ocxl_poll_arguments_free(struct ocxl_poll_arguments *arguments)
{
	free(arguments->fd);
	free(arguments->sets);
	arguments->fd = NULL;
	arguments->sets = NULL;
}

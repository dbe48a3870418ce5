// SPDX-License-Identifier: GPL-2.0-only
/*
 * poll(), ppoll(), select() and pselect() on the sysfs files "flags" and "state".
 *
 * The caller stays in its call while a thread of the emulator polls in its place: for changes of
 * the files, and for copies of the caller's other descriptors.
 */
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include "syscalls/caller-process.h"
#include "syscalls/poll-arguments.h"
#include "syscalls/poll-flags.h"
#include "syscalls/polled-file.h"

/* what a kernel always reports for a sysfs file */
#define ALWAYS_READY  (POLLIN | POLLOUT | POLLRDNORM | POLLWRNORM)
/* How long copies of the caller's descriptors may stay open after a signal interrupts the call. */
#define COPIES_MS     1000
/* how often to look for signals that the call unblocks */
#define SIGNALS_MS    50
/* entries of the emulator behind those of the caller */
#define WAKE_ENTRY    0
#define PROCESS_ENTRY 1
#define OWN_ENTRIES   2

/**
 * struct target - one entry of a call
 * @file: file of a card
 * @change: the change that the answer reports, or 0
 */
struct target {
	struct ocxl_polled_file file;
	u64 change;
};

/**
 * struct waiting_call - a call whose caller waits
 * @next: next in the list
 * @call: the call
 * @arguments: its arguments
 * @target: for each entry of @arguments
 * @copy: the entries that the emulator polls: for each one of @arguments a copy of its descriptor,
 *	negative for files of cards; then OWN_ENTRIES more
 * @copies: number of descriptors that were copied
 */
struct waiting_call {
	struct waiting_call *next;
	const struct ocxl_syscall *call;
	struct ocxl_poll_arguments arguments;
	struct target *target;
	struct pollfd *copy;
	unsigned int copies;
};

static struct {
	pthread_mutex_t lock;
	struct waiting_call *first;
	unsigned int count;
} waiting = { .lock = PTHREAD_MUTEX_INITIALIZER };

static bool find_targets(struct ocxl_emulated_cards *cards, struct waiting_call *wait)
{
	unsigned int i;
	bool found = false;

	wait->target = calloc(wait->arguments.count + 1, sizeof(*wait->target));
	for (i = 0; i < wait->arguments.count && wait->target; i++)
		found |= ocxl_polled_file_find(&wait->target[i].file, cards, wait->call->tid,
					       wait->arguments.fd[i].fd);
	return found;
}

static void copy_descriptor(struct waiting_call *wait, unsigned int entry, int pidfd)
{
	struct pollfd *original = &wait->arguments.fd[entry];
	struct pollfd *copy = &wait->copy[entry];

	*copy = (struct pollfd) { .fd = -1, .events = original->events };
	if (original->fd < 0 || wait->target[entry].file.card)
		return;
	copy->fd = ocxl_caller_copy_fd(pidfd, original->fd);
	if (copy->fd >= 0)
		wait->copies++;
	else if (copy->fd == -EBADF)
		original->revents = POLLNVAL;
}

static int copy_descriptors(struct waiting_call *wait)
{
	unsigned int count = wait->arguments.count;
	struct pollfd *own;
	unsigned int i;

	wait->copy = calloc(count + OWN_ENTRIES, sizeof(*wait->copy));
	if (!wait->copy)
		return -ENOMEM;
	for (i = 0; i < count + OWN_ENTRIES; i++)
		wait->copy[i].fd = -1;
	own = wait->copy + count;
	own[PROCESS_ENTRY] =
		(struct pollfd) { .fd = ocxl_caller_open_pidfd(wait->call->tid), .events = POLLIN };
	own[WAKE_ENTRY] =
		(struct pollfd) { .fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), .events = POLLIN };
	if (own[PROCESS_ENTRY].fd < 0 || own[WAKE_ENTRY].fd < 0)
		return -EMFILE;
	for (i = 0; i < count; i++)
		copy_descriptor(wait, i, own[PROCESS_ENTRY].fd);
	return 0;
}

static void add_waiting(struct waiting_call *wait)
{
	pthread_mutex_lock(&waiting.lock);
	wait->next = waiting.first;
	waiting.first = wait;
	__atomic_add_fetch(&waiting.count, 1, __ATOMIC_SEQ_CST);
	pthread_mutex_unlock(&waiting.lock);
}

static void remove_waiting(const struct waiting_call *wait)
{
	struct waiting_call **link = &waiting.first;

	pthread_mutex_lock(&waiting.lock);
	while (*link != wait)
		link = &(*link)->next;
	*link = wait->next;
	__atomic_sub_fetch(&waiting.count, 1, __ATOMIC_SEQ_CST);
	pthread_mutex_unlock(&waiting.lock);
}

static void free_waiting(struct waiting_call *wait)
{
	unsigned int i;

	for (i = 0; wait->copy && i < wait->arguments.count + OWN_ENTRIES; i++) {
		if (wait->copy[i].fd >= 0)
			close(wait->copy[i].fd);
	}
	free(wait->copy);
	free(wait->target);
	ocxl_poll_arguments_free(&wait->arguments);
}

static void wake_waiting(const struct waiting_call *wait)
{
	eventfd_write(wait->copy[wait->arguments.count + WAKE_ENTRY].fd, 1);
}

static bool waits_for_card(const struct waiting_call *wait, const struct ocxl_emulated_card *card)
{
	unsigned int i;

	for (i = 0; i < wait->arguments.count; i++) {
		if (wait->target[i].file.card == card)
			return true;
	}
	return false;
}

void ocxl_poll_flags_wake(struct ocxl_emulated_card *card)
{
	const struct waiting_call *wait;

	pthread_mutex_lock(&waiting.lock);
	for (wait = waiting.first; wait; wait = wait->next) {
		if (waits_for_card(wait, card))
			wake_waiting(wait);
	}
	pthread_mutex_unlock(&waiting.lock);
}

void ocxl_poll_flags_cancel(pid_t tid)
{
	const struct waiting_call *wait;

	if (!__atomic_load_n(&waiting.count, __ATOMIC_SEQ_CST))
		return;
	pthread_mutex_lock(&waiting.lock);
	for (wait = waiting.first; wait; wait = wait->next) {
		if (wait->call->tid == tid)
			wake_waiting(wait);
	}
	pthread_mutex_unlock(&waiting.lock);
}

/* Return: whether the entry has a result */
static bool collect_result(struct waiting_call *wait, unsigned int entry)
{
	struct pollfd *fd = &wait->arguments.fd[entry];
	struct target *target = &wait->target[entry];
	const struct pollfd *copy = &wait->copy[entry];

	if (target->file.card) {
		target->change = ocxl_polled_file_unreported(&target->file);
		fd->revents = fd->events & ALWAYS_READY;
		if (target->change)
			fd->revents |= (short)((fd->events & POLLPRI) | POLLERR);
	} else if (copy->fd >= 0) {
		fd->revents = copy->revents;
	} else if (copy->fd != -EBADF) {
		fd->revents = 0;
	}
	return fd->revents != 0;
}

static bool collect_results(struct waiting_call *wait)
{
	unsigned int i;
	bool ready = false;

	for (i = 0; i < wait->arguments.count; i++)
		ready |= collect_result(wait, i);
	return ready;
}

/* Return: milliseconds until the next look at the call, -1 for no limit */
static int next_timeout_ms(const struct waiting_call *wait, u64 deadline_ns)
{
	u64 now = ocxl_monotonic_ns();
	u64 timeout = OCXL_POLL_FOREVER;

	if (deadline_ns != OCXL_POLL_FOREVER)
		timeout = deadline_ns > now ? (deadline_ns - now + 999999) / 1000000 : 0;
	if (wait->copies)
		timeout = min_t(u64, timeout, COPIES_MS);
	if (wait->arguments.unblocked_signals)
		timeout = min_t(u64, timeout, SIGNALS_MS);
	return timeout == OCXL_POLL_FOREVER ? -1 : (int)min_t(u64, timeout, 1 << 30);
}

static bool has_unblocked_signal(const struct waiting_call *wait)
{
	u64 blocked;
	u64 pending;

	return wait->arguments.unblocked_signals &&
	       ocxl_caller_signals(wait->call->tid, &blocked, &pending) &&
	       (pending & wait->arguments.unblocked_signals);
}

static void set_changes_reported(const struct waiting_call *wait, bool reported)
{
	unsigned int i;

	for (i = 0; i < wait->arguments.count; i++) {
		const struct target *target = &wait->target[i];

		if (target->file.card && target->change)
			ocxl_polled_file_set_reported(&target->file, reported ? target->change : 0);
	}
}

/* Records come before the answer: after the answer the caller may poll again at once. */
static long answer_call(struct waiting_call *wait)
{
	long result = ocxl_poll_arguments_write(&wait->arguments, wait->call);

	set_changes_reported(wait, true);
	/* A signal came first: the caller has not got the answer. */
	if (!ocxl_seccomp_answer(wait->call, result))
		set_changes_reported(wait, false);
	return OCXL_SYSCALL_ANSWERED;
}

static long wait_and_answer(struct waiting_call *wait)
{
	nfds_t entries = wait->arguments.count + OWN_ENTRIES;
	struct pollfd *own = wait->copy + wait->arguments.count;
	u64 deadline_ns = OCXL_POLL_FOREVER;
	eventfd_t wakeups;
	bool ready;

	if (wait->arguments.timeout_ns != OCXL_POLL_FOREVER)
		deadline_ns = ocxl_monotonic_ns() + wait->arguments.timeout_ns;
	poll(wait->copy, entries, 0);
	for (;;) {
		ready = collect_results(wait);
		if (!ocxl_seccomp_is_waiting(wait->call) || own[PROCESS_ENTRY].revents)
			return -EINTR;
		if (ready ||
		    (deadline_ns != OCXL_POLL_FOREVER && ocxl_monotonic_ns() >= deadline_ns))
			return answer_call(wait);
		/* The kernel delivers the signal when it executes the call: no file has changed. */
		if (has_unblocked_signal(wait))
			return OCXL_SYSCALL_CONTINUE;
		poll(wait->copy, entries, next_timeout_ms(wait, deadline_ns));
		if (own[WAKE_ENTRY].revents)
			eventfd_read(own[WAKE_ENTRY].fd, &wakeups);
	}
}

long ocxl_poll_flags(struct ocxl_emulated_cards *cards, const struct ocxl_syscall *call)
{
	struct waiting_call wait = { .call = call };
	long result = OCXL_SYSCALL_CONTINUE;

	if (ocxl_poll_arguments_read(&wait.arguments, call) == 0 && find_targets(cards, &wait)) {
		result = copy_descriptors(&wait);
		if (!result) {
			add_waiting(&wait);
			result = wait_and_answer(&wait);
			remove_waiting(&wait);
		}
	}
	free_waiting(&wait);
	return result;
}

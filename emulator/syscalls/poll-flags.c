// SPDX-License-Identifier: GPL-2.0-only
/*
 * poll(), ppoll(), select() and pselect() on the sysfs file "flags".
 *
 * The kernel executes a call while no file has changed: so signals, time limits and the caller's
 * other descriptors are the kernel's. After a change, the emulator interrupts the call. The kernel
 * starts it again, the filter catches it again, and the emulator answers it.
 */
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "syscalls/caller-process.h"
#include "syscalls/caller-trace.h"
#include "syscalls/poll-arguments.h"
#include "syscalls/poll-flags.h"
#include "syscalls/polled-file.h"
#include "syscalls/virtual-limit.h"

/* what a kernel always reports for a sysfs file */
#define ALWAYS_READY (POLLIN | POLLOUT | POLLRDNORM | POLLWRNORM)
#define STACK_SIZE   (64U << 10)
#define CARD_WORDS   (OCXL_CARDS_MAX / 64)

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
 * struct waiting_call - the last call of a thread; it may have ended
 * @next: next in the list
 * @tid: the thread
 * @arguments: of the call
 * @cards: bit n: it waits for card n
 */
struct waiting_call {
	struct waiting_call *next;
	pid_t tid;
	u64 arguments[3];
	u64 cards[CARD_WORDS];
};

static struct {
	pthread_mutex_t lock;
	struct waiting_call *first;
} waiting = { .lock = PTHREAD_MUTEX_INITIALIZER };

static struct waiting_call *find_waiting(pid_t tid)
{
	struct waiting_call *wait = waiting.first;

	while (wait && wait->tid != tid)
		wait = wait->next;
	return wait;
}

static void free_ended(void)
{
	struct waiting_call **link = &waiting.first, *wait;

	while ((wait = *link)) {
		if (kill(wait->tid, 0) && errno == ESRCH) {
			*link = wait->next;
			free(wait);
		} else {
			link = &wait->next;
		}
	}
}

static struct waiting_call *add_waiting(pid_t tid)
{
	struct waiting_call *wait = calloc(1, sizeof(*wait));

	free_ended();
	if (wait) {
		wait->tid = tid;
		wait->next = waiting.first;
		waiting.first = wait;
	}
	return wait;
}

/*
 * Before the emulator looks for changes: a later change finds the call here. A call that a signal
 * has ended does not take the place of the next call of its thread.
 */
static void record_call(const struct ocxl_syscall *call, const struct target *target,
			unsigned int count)
{
	struct waiting_call *wait;
	unsigned int i;

	pthread_mutex_lock(&waiting.lock);
	if (!ocxl_seccomp_is_waiting(call)) {
		pthread_mutex_unlock(&waiting.lock);
		return;
	}
	wait = find_waiting(call->tid);
	if (!wait)
		wait = add_waiting(call->tid);
	if (wait) {
		memcpy(wait->arguments, call->arguments, sizeof(wait->arguments));
		memset(wait->cards, 0, sizeof(wait->cards));
	}
	for (i = 0; i < count && wait; i++) {
		if (target[i].file.card)
			wait->cards[target[i].file.card->number / 64] |=
				1ULL << target[i].file.card->number % 64;
	}
	pthread_mutex_unlock(&waiting.lock);
}

static bool waits_for(const struct waiting_call *wait, unsigned int card)
{
	return wait->cards[card / 64] >> card % 64 & 1;
}

/* Return: number of threads that will stop */
static unsigned int interrupt_waiting(unsigned int card)
{
	const struct waiting_call *wait;
	unsigned int count = 0;

	pthread_mutex_lock(&waiting.lock);
	for (wait = waiting.first; wait; wait = wait->next) {
		if (waits_for(wait, card) &&
		    ocxl_caller_may_be_in_call(wait->tid, wait->arguments) &&
		    ocxl_caller_interrupt(wait->tid) > 0)
			count++;
	}
	pthread_mutex_unlock(&waiting.lock);
	return count;
}

/*
 * Interrupts the calls that wait for a card. Their threads continue after they have stopped:
 * ppoll() and pselect() change the signal mask, and then the kernel forgets an interruption whose
 * tracer has ended.
 */
static void *interrupt_calls(void *context)
{
	const struct ocxl_emulated_card *card = context;
	unsigned int count = interrupt_waiting(card->number);

	while (count && ocxl_caller_continue_one())
		count--;
	return NULL;
}

void ocxl_poll_flags_wake(struct ocxl_emulated_card *card)
{
	const struct waiting_call *wait;
	pthread_attr_t attributes;
	pthread_t thread;

	pthread_mutex_lock(&waiting.lock);
	wait = waiting.first;
	while (wait && !waits_for(wait, card->number))
		wait = wait->next;
	pthread_mutex_unlock(&waiting.lock);
	if (!wait)
		return;
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK_SIZE);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	pthread_create(&thread, &attributes, interrupt_calls, card);
	pthread_attr_destroy(&attributes);
}

/*
 * Return: files of cards that can change, or NULL if the call has none. With a virtual clock, the
 * limit of a call for files that never change is virtual, too.
 */
static struct target *find_targets(struct ocxl_emulated_cards *cards,
				   const struct ocxl_poll_arguments *arguments, pid_t tid)
{
	struct target *target = calloc(arguments->count + 1, sizeof(*target));
	bool found = false;
	unsigned int i;

	for (i = 0; i < arguments->count && target; i++) {
		if (!ocxl_polled_file_find(&target[i].file, cards, tid, arguments->fd[i].fd))
			continue;
		found |= ocxl_card_clock_is_virtual();
		if (ocxl_polled_file_can_change(&target[i].file))
			found = true;
		else
			target[i].file.card = NULL;
	}
	if (found)
		return target;
	free(target);
	return NULL;
}

static bool find_changes(struct target *target, unsigned int count)
{
	bool found = false;
	unsigned int i;

	for (i = 0; i < count; i++) {
		if (target[i].file.card)
			target[i].change = ocxl_polled_file_unreported(&target[i].file);
		found |= target[i].change != 0;
	}
	return found;
}

/* the state of a descriptor that is no file of a card */
static short poll_copy(int pidfd, const struct pollfd *fd)
{
	struct pollfd copy = { .events = fd->events };

	if (fd->fd < 0)
		return 0;
	copy.fd = ocxl_caller_copy_fd(pidfd, fd->fd);
	if (copy.fd < 0)
		return copy.fd == -EBADF ? POLLNVAL : 0;
	poll(&copy, 1, 0);
	close(copy.fd);
	return copy.revents;
}

static void collect_results(struct ocxl_poll_arguments *arguments, const struct target *target,
			    pid_t tid)
{
	int pidfd = ocxl_caller_open_pidfd(tid);
	unsigned int i;

	for (i = 0; i < arguments->count; i++) {
		struct pollfd *fd = &arguments->fd[i];

		if (!target[i].file.card) {
			fd->revents = poll_copy(pidfd, fd);
			continue;
		}
		fd->revents = fd->events & ALWAYS_READY;
		if (target[i].change)
			fd->revents |= (short)((fd->events & POLLPRI) | POLLERR);
	}
	if (pidfd >= 0)
		close(pidfd);
}

static void set_changes_reported(const struct target *target, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++) {
		if (target[i].change)
			ocxl_polled_file_set_reported(&target[i].file, target[i].change);
	}
}

/*
 * The caller has not got the answer, and may have come again while its changes counted as reported.
 */
static void take_reports_back(const struct target *target, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++) {
		if (!target[i].change)
			continue;
		ocxl_polled_file_set_reported(&target[i].file, 0);
		ocxl_poll_flags_wake(target[i].file.card);
	}
}

/* Records come before the answer: after the answer the caller may poll again at once. */
static long answer_call(struct ocxl_poll_arguments *arguments, const struct target *target,
			const struct ocxl_syscall *call)
{
	struct ocxl_reply reply;

	collect_results(arguments, target, call->tid);
	ocxl_poll_arguments_reply(arguments, call, &reply);
	set_changes_reported(target, arguments->count);
	/* Otherwise a signal came first. */
	if (!ocxl_reply_send(call, &reply))
		take_reports_back(target, arguments->count);
	return OCXL_SYSCALL_ANSWERED;
}

/* a call that waits until a virtual time */
struct limited_call {
	const struct ocxl_syscall *call;
	const struct ocxl_poll_arguments *arguments;
	struct target *target;
};

static bool has_changes(void *context)
{
	struct limited_call *limited = context;

	return find_changes(limited->target, limited->arguments->count);
}

static bool is_ready_at_once(const struct limited_call *limited)
{
	unsigned int i;

	for (i = 0; i < limited->arguments->count; i++) {
		if (limited->target[i].file.card &&
		    (limited->arguments->fd[i].events & ALWAYS_READY))
			return true;
	}
	return false;
}

/*
 * @all_open: receives whether the kernel would find all of them open. Return: copies of the
 *	descriptors that are no files
 * of cards; NULL without memory
 */
static struct pollfd *copy_others(const struct limited_call *limited, bool *all_open)
{
	const struct ocxl_poll_arguments *arguments = limited->arguments;
	struct pollfd *copies = calloc(arguments->count + 1, sizeof(*copies));
	int pidfd = ocxl_caller_open_pidfd(limited->call->tid);
	unsigned int i;

	for (i = 0; i < arguments->count && copies; i++) {
		copies[i].events = arguments->fd[i].events;
		copies[i].fd = limited->target[i].file.card || arguments->fd[i].fd < 0
				       ? -1
				       : ocxl_caller_copy_fd(pidfd, arguments->fd[i].fd);
		*all_open &= copies[i].fd != -EBADF;
	}
	if (pidfd >= 0)
		close(pidfd);
	return copies;
}

/* Return: whether the emulator has to answer the call now */
static bool wait_until_limit(const struct limited_call *limited)
{
	struct pollfd *copies;
	bool all_open = true, answers = false;
	u64 limit_ns;
	unsigned int i;

	if (!ocxl_virtual_limit_read(limited->call, &limit_ns) || is_ready_at_once(limited))
		return false;
	/* this thread looks for changes: an interruption would begin the limit anew */
	record_call(limited->call, NULL, 0);
	copies = copy_others(limited, &all_open);
	if (copies)
		answers = !all_open ||
			  ocxl_virtual_limit_wait(limited->call, limit_ns, copies,
						  limited->arguments->count, has_changes,
						  (void *)(uintptr_t)limited);
	for (i = 0; i < limited->arguments->count && copies; i++) {
		if (copies[i].fd >= 0)
			close(copies[i].fd);
	}
	free(copies);
	return answers;
}

/*
 * poll() that was interrupted continues as restart_syscall(), with its arguments. On PowerPC, the
 * first one has become the result of the interruption.
 */
static bool restore_poll(struct ocxl_syscall *call)
{
#ifdef SYS_poll
	const struct waiting_call *wait;
	bool found;

	if (call->number != SYS_restart_syscall)
		return true;
	pthread_mutex_lock(&waiting.lock);
	wait = find_waiting(call->tid);
	found = wait && wait->arguments[1] == call->arguments[1] &&
		wait->arguments[2] == call->arguments[2];
	if (found)
		call->arguments[0] = wait->arguments[0];
	pthread_mutex_unlock(&waiting.lock);
	call->number = SYS_poll;
	return found;
#else
	return call->number != SYS_restart_syscall;
#endif
}

long ocxl_poll_flags(struct ocxl_emulated_cards *cards, const struct ocxl_syscall *caught)
{
	struct ocxl_syscall call = *caught;
	struct ocxl_poll_arguments arguments = { .fd = NULL };
	struct target *target = NULL;
	long result = OCXL_SYSCALL_CONTINUE;

	if (restore_poll(&call) && ocxl_poll_arguments_read(&arguments, &call) == 0)
		target = find_targets(cards, &arguments, call.tid);
	if (target) {
		bool answers =
			wait_until_limit(&(struct limited_call) { &call, &arguments, target });

		record_call(&call, target, arguments.count);
		if (find_changes(target, arguments.count) || answers)
			result = answer_call(&arguments, target, &call);
	}
	free(target);
	ocxl_poll_arguments_free(&arguments);
	return result;
}

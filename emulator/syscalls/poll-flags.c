// SPDX-License-Identifier: GPL-2.0-only
/*
 * poll() and its relatives on "flags" and "state", see poll-flags.h. The caller is held in its call;
 * we wait in its place, for copies of its other descriptors as well.
 */
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include "syscalls/caller-process.h"
#include "syscalls/poll-arguments.h"
#include "syscalls/poll-flags.h"
#include "trees/sysfs-tree.h"

/* what a file of sysfs says at any time */
#define ALWAYS	   (POLLIN | POLLOUT | POLLRDNORM | POLLWRNORM)
/* how long a call that was interrupted may keep copies of the caller's descriptors */
#define COPIES_MS  1000
/* how long a signal that the call lets through may wait */
#define SIGNALS_MS 50
/* entries of ours behind those of the caller */
#define WAKE	   0
#define PROCESS	   1
#define OWN	   2

/**
 * struct target - behind one descriptor of the caller
 * @card: whose file it is, or NULL
 * @inode: which self of the file
 * @change: the change that is about to be reported
 */
struct target {
	struct ocxl_emulated *card;
	ino_t inode;
	u64 change;
};

/**
 * struct wait - a caller that is held
 * @next: in the list of all
 * @request: its call
 * @call: taken apart
 * @target: one an entry
 * @copy: what we poll: an entry each, ours are negative, then OWN more
 * @copies: how many descriptors were copied
 */
struct wait {
	struct wait *next;
	const struct ocxl_request *request;
	struct ocxl_poll_call call;
	struct target *target;
	struct pollfd *copy;
	unsigned int copies;
};

static struct {
	pthread_mutex_t lock;
	struct wait *first;
	unsigned int count;
} waits = { .lock = PTHREAD_MUTEX_INITIALIZER };

struct ocxl_emulated *ocxl_poll_find(struct ocxl_cards *cards, pid_t tid, int fd, ino_t *inode)
{
	unsigned int i;
	dev_t device;

	if (fd < 0 || !ocxl_client_inode(tid, fd, &device, inode) || device != ocxl_tree_device())
		return NULL;
	for (i = 0; i < cards->count; i++) {
		if (cards->card[i].state == *inode ||
		    ocxl_flags_owns(&cards->card[i].flags, *inode))
			return &cards->card[i];
	}
	return NULL;
}

static bool find_targets(struct ocxl_cards *cards, struct wait *wait)
{
	unsigned int i;
	bool found = false;

	wait->target = calloc(wait->call.count + 1, sizeof(*wait->target));
	for (i = 0; i < wait->call.count && wait->target; i++) {
		wait->target[i].card = ocxl_poll_find(cards, wait->request->tid,
						      wait->call.fd[i].fd, &wait->target[i].inode);
		found |= wait->target[i].card != NULL;
	}
	return found;
}

static int copy_descriptors(struct wait *wait)
{
	unsigned int count = wait->call.count;
	struct pollfd *own;
	unsigned int i;
	int process;
	int fd;

	wait->copy = calloc(count + OWN, sizeof(*wait->copy));
	if (!wait->copy)
		return -ENOMEM;
	own = wait->copy + count;
	process = ocxl_client_open(wait->request->tid);
	own[PROCESS] = (struct pollfd) { .fd = process, .events = POLLIN };
	own[WAKE] =
		(struct pollfd) { .fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), .events = POLLIN };
	for (i = 0; i < count; i++) {
		fd = wait->call.fd[i].fd;
		wait->copy[i] = (struct pollfd) { .fd = -1, .events = wait->call.fd[i].events };
		if (fd < 0 || wait->target[i].card || process < 0)
			continue;
		wait->copy[i].fd = ocxl_client_copy_fd(process, fd);
		if (wait->copy[i].fd >= 0)
			wait->copies++;
		else if (wait->copy[i].fd == -EBADF)
			wait->call.fd[i].revents = POLLNVAL;
	}
	return own[WAKE].fd < 0 || process < 0 ? -EMFILE : 0;
}

static void enlist(struct wait *wait)
{
	pthread_mutex_lock(&waits.lock);
	wait->next = waits.first;
	waits.first = wait;
	__atomic_add_fetch(&waits.count, 1, __ATOMIC_SEQ_CST);
	pthread_mutex_unlock(&waits.lock);
}

static void delist(struct wait *wait)
{
	struct wait **link = &waits.first;

	pthread_mutex_lock(&waits.lock);
	while (*link && *link != wait)
		link = &(*link)->next;
	if (*link) {
		*link = wait->next;
		__atomic_sub_fetch(&waits.count, 1, __ATOMIC_SEQ_CST);
	}
	pthread_mutex_unlock(&waits.lock);
}

static void release(struct wait *wait)
{
	unsigned int i;

	for (i = 0; wait->copy && i < wait->call.count + OWN; i++) {
		if (wait->copy[i].fd >= 0)
			close(wait->copy[i].fd);
	}
	free(wait->copy);
	free(wait->target);
	ocxl_poll_call_free(&wait->call);
}

static void wake(struct wait *wait)
{
	eventfd_write(wait->copy[wait->call.count + WAKE].fd, 1);
}

static bool concerns(const struct wait *wait, const struct ocxl_emulated *card)
{
	unsigned int i;

	for (i = 0; i < wait->call.count; i++) {
		if (wait->target[i].card == card)
			return true;
	}
	return false;
}

void ocxl_poll_wake(struct ocxl_emulated *card)
{
	struct wait *wait;

	pthread_mutex_lock(&waits.lock);
	for (wait = waits.first; wait; wait = wait->next) {
		if (concerns(wait, card))
			wake(wait);
	}
	pthread_mutex_unlock(&waits.lock);
	ocxl_epoll_wake(card);
}

void ocxl_poll_overtaken(pid_t tid)
{
	struct wait *wait;

	if (!__atomic_load_n(&waits.count, __ATOMIC_SEQ_CST))
		return;
	pthread_mutex_lock(&waits.lock);
	for (wait = waits.first; wait; wait = wait->next) {
		if (wait->request->tid == tid)
			wake(wait);
	}
	pthread_mutex_unlock(&waits.lock);
}

static bool collect(struct wait *wait)
{
	unsigned int i;
	bool ready = false;

	for (i = 0; i < wait->call.count; i++) {
		struct pollfd *fd = &wait->call.fd[i];
		struct target *target = &wait->target[i];

		if (target->card) {
			target->change = ocxl_flags_news(&target->card->flags, target->inode,
							 wait->request->tid, fd->fd);
			fd->revents = fd->events & ALWAYS;
			if (target->change)
				fd->revents |= (short)((fd->events & POLLPRI) | POLLERR);
		} else if (wait->copy[i].fd >= 0) {
			fd->revents = wait->copy[i].revents;
		} else if (wait->copy[i].fd != -EBADF) {
			fd->revents = 0;
		}
		ready |= fd->revents != 0;
	}
	return ready;
}

static int next_pause(const struct wait *wait, u64 deadline)
{
	u64 now = ocxl_clock_ns();
	u64 pause = OCXL_POLL_FOREVER;

	if (deadline != OCXL_POLL_FOREVER)
		pause = deadline > now ? (deadline - now + 999999) / 1000000 : 0;
	if (wait->copies)
		pause = min_t(u64, pause, COPIES_MS);
	if (wait->call.awaited)
		pause = min_t(u64, pause, SIGNALS_MS);
	return pause == OCXL_POLL_FOREVER ? -1 : (int)min_t(u64, pause, 1 << 30);
}

static bool is_signalled(const struct wait *wait)
{
	u64 blocked;
	u64 pending;

	return wait->call.awaited && ocxl_client_signals(wait->request->tid, &blocked, &pending) &&
	       (pending & wait->call.awaited);
}

/* note first, answer then: the caller may be back before we are */
static long tell(struct wait *wait)
{
	long result = ocxl_poll_call_write(&wait->call, wait->request);
	unsigned int round;
	unsigned int i;

	for (round = 0; round < 2; round++) {
		for (i = 0; i < wait->call.count; i++) {
			const struct target *target = &wait->target[i];

			if (target->card && target->change)
				ocxl_flags_told(&target->card->flags, target->inode,
						wait->request->tid, wait->call.fd[i].fd,
						round ? 0 : target->change);
		}
		/* an answer that a signal overtook was none: the second round says so */
		if (round == 0 && ocxl_trap_answer(wait->request, result))
			break;
	}
	return OCXL_TRAP_ANSWERED;
}

static long hold(struct wait *wait)
{
	u64 deadline = OCXL_POLL_FOREVER;
	struct pollfd *own = wait->copy + wait->call.count;
	eventfd_t drained;
	bool ready;

	if (wait->call.timeout_ns != OCXL_POLL_FOREVER)
		deadline = ocxl_clock_ns() + wait->call.timeout_ns;
	poll(wait->copy, wait->call.count + OWN, 0);
	for (;;) {
		ready = collect(wait);
		if (!ocxl_trap_waiting(wait->request) || own[PROCESS].revents)
			return -EINTR;
		if (ready || (deadline != OCXL_POLL_FOREVER && ocxl_clock_ns() >= deadline))
			return tell(wait);
		/* the kernel lets the signal through; nothing of ours has changed */
		if (is_signalled(wait))
			return OCXL_TRAP_PASS;
		poll(wait->copy, wait->call.count + OWN, next_pause(wait, deadline));
		if (own[WAKE].revents)
			eventfd_read(own[WAKE].fd, &drained);
	}
}

long ocxl_poll(struct ocxl_cards *cards, const struct ocxl_request *request)
{
	struct wait wait = { .request = request };
	long result = OCXL_TRAP_PASS;

	if (ocxl_poll_call_read(&wait.call, request) == 0 && find_targets(cards, &wait)) {
		result = copy_descriptors(&wait);
		if (!result) {
			enlist(&wait);
			result = hold(&wait);
			delist(&wait);
		}
	}
	release(&wait);
	return result;
}

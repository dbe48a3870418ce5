// SPDX-License-Identifier: GPL-2.0-only
/*
 * epoll on "flags" and "state", see poll-flags.h. The kernel refuses a file of a file system in memory
 * there, so a socket goes into the caller's epoll instead, with the caller's data: one
 * that can be made to say EPOLLERR and EPOLLPRI, as sysfs does, and that has nothing
 * to do with the caller otherwise. It reports edges: sysfs would repeat itself until
 * the file is read, which cannot be seen here.
 */
#include <ctype.h>
#include <dirent.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include "syscalls/caller-process.h"
#include "syscalls/poll-flags.h"

/**
 * struct bell - a pair of sockets
 * @inside: in the caller's epoll, connected to @outside
 * @outside: rings by breaking its connection to @inside
 * @address: of @inside
 * @size: bytes of @address
 */
struct bell {
	int inside;
	int outside;
	struct sockaddr_un address;
	socklen_t size;
};

/**
 * struct registration - one EPOLL_CTL_ADD
 * @next: in the list of all
 * @card: whose changes it reports; NULL: its file never changes
 * @tid: who added it
 * @epoll_fd: its number of the epoll
 * @file_fd: its number of the file
 * @epoll: our copy
 * @file: our copy
 * @bell: what is in the epoll instead
 * @rung: since the last EPOLL_CTL_MOD
 */
struct registration {
	struct registration *next;
	struct ocxl_emulated *card;
	pid_t tid;
	int epoll_fd;
	int file_fd;
	int epoll;
	int file;
	struct bell bell;
	bool rung;
};

static struct {
	pthread_mutex_t lock;
	struct registration *first;
	unsigned int count;
	unsigned int sweep_at;
} registry = { .lock = PTHREAD_MUTEX_INITIALIZER, .sweep_at = 16 };

static int make_socket(struct sockaddr_un *address, socklen_t *size)
{
	int made = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	*address = (struct sockaddr_un) { .sun_family = AF_UNIX };
	*size = sizeof(*address);
	/* without a name the kernel chooses one */
	if (made >= 0 && (bind(made, (struct sockaddr *)address, sizeof(address->sun_family)) ||
			  getsockname(made, (struct sockaddr *)address, size))) {
		close(made);
		made = -1;
	}
	return made;
}

static int make_bell(struct bell *bell)
{
	struct sockaddr_un address;
	socklen_t size;
	int on = 1;

	bell->inside = make_socket(&bell->address, &bell->size);
	bell->outside = make_socket(&address, &size);
	if (bell->inside < 0 || bell->outside < 0 ||
	    connect(bell->inside, (struct sockaddr *)&address, size) ||
	    setsockopt(bell->inside, SOL_SOCKET, SO_SELECT_ERR_QUEUE, &on, sizeof(on)))
		return -ENOSPC;
	/* a file of sysfs is always readable */
	sendto(bell->outside, "", 1, 0, (struct sockaddr *)&bell->address, bell->size);
	return 0;
}

static void silence(const struct bell *bell)
{
	socklen_t size = sizeof(int);
	int error;

	getsockopt(bell->inside, SOL_SOCKET, SO_ERROR, &error, &size);
}

/* a connection that breaks with a message on its way is an error for the sender */
static void ring(const struct bell *bell)
{
	struct sockaddr nobody = { .sa_family = AF_UNSPEC };

	silence(bell);
	if (connect(bell->outside, (const struct sockaddr *)&bell->address, bell->size) ||
	    send(bell->inside, "", 1, MSG_NOSIGNAL) != 1)
		return;
	connect(bell->outside, &nobody, sizeof(nobody));
}

static void discard(struct registration *registration)
{
	int fds[] = { registration->epoll, registration->file, registration->bell.inside,
		      registration->bell.outside };
	unsigned int i;

	epoll_ctl(registration->epoll, EPOLL_CTL_DEL, registration->bell.inside, NULL);
	for (i = 0; i < ARRAY_SIZE(fds); i++) {
		if (fds[i] >= 0)
			close(fds[i]);
	}
	free(registration);
}

/* does any process still have a duplicate of our copy? */
static bool is_held_by(pid_t pid, int ours)
{
	char path[32];
	struct dirent *entry;
	bool held = false;
	DIR *fds;

	snprintf(path, sizeof(path), "/proc/%d/fd", pid);
	fds = pid == getpid() ? NULL : opendir(path);
	while (fds && !held && (entry = readdir(fds))) {
		if (isdigit((unsigned char)entry->d_name[0]))
			held = ocxl_client_same_file(pid, atoi(entry->d_name), ours);
	}
	if (fds)
		closedir(fds);
	return held;
}

static bool is_held(int ours)
{
	DIR *processes = opendir("/proc");
	struct dirent *entry;
	bool held = false;

	while (processes && !held && (entry = readdir(processes))) {
		if (isdigit((unsigned char)entry->d_name[0]))
			held = is_held_by(atoi(entry->d_name), ours);
	}
	if (processes)
		closedir(processes);
	return held;
}

/* closing either end forgets a registration, as in the kernel; a fork may keep both */
static bool is_alive(const struct registration *registration)
{
	return (ocxl_client_same_file(registration->tid, registration->file_fd,
				      registration->file) ||
		is_held(registration->file)) &&
	       (ocxl_client_same_file(registration->tid, registration->epoll_fd,
				      registration->epoll) ||
		is_held(registration->epoll));
}

static void sweep(const struct ocxl_emulated *card)
{
	struct registration **link = &registry.first;
	struct registration *registration;

	while ((registration = *link)) {
		if ((card && registration->card != card) || is_alive(registration)) {
			link = &registration->next;
			continue;
		}
		*link = registration->next;
		registry.count--;
		discard(registration);
	}
}

void ocxl_epoll_wake(struct ocxl_emulated *card)
{
	struct registration *registration;

	pthread_mutex_lock(&registry.lock);
	sweep(card);
	for (registration = registry.first; registration; registration = registration->next) {
		if (registration->card != card)
			continue;
		registration->rung = true;
		ring(&registration->bell);
	}
	pthread_mutex_unlock(&registry.lock);
}

static struct registration **find(pid_t tid, int epoll_fd, int file_fd)
{
	struct registration **link = &registry.first;

	while (*link && !(ocxl_client_same_file(tid, file_fd, (*link)->file) &&
			  ocxl_client_same_file(tid, epoll_fd, (*link)->epoll)))
		link = &(*link)->next;
	return link;
}

static int copy_both(struct registration *registration, const struct ocxl_request *request)
{
	int process = ocxl_client_open(request->tid);

	if (process < 0)
		return process;
	registration->tid = request->tid;
	registration->epoll_fd = (int)request->arguments[0];
	registration->file_fd = (int)request->arguments[2];
	registration->epoll = ocxl_client_copy_fd(process, registration->epoll_fd);
	registration->file = ocxl_client_copy_fd(process, registration->file_fd);
	close(process);
	if (registration->epoll < 0)
		return registration->epoll;
	return registration->file < 0 ? registration->file : make_bell(&registration->bell);
}

static int add(struct ocxl_emulated *card, ino_t inode, const struct ocxl_request *request,
	       struct epoll_event *event)
{
	struct registration *registration = calloc(1, sizeof(*registration));
	int rc;

	if (!registration)
		return -ENOMEM;
	registration->card = inode == card->state ? NULL : card;
	registration->epoll = registration->file = -1;
	registration->bell.inside = registration->bell.outside = -1;
	rc = copy_both(registration, request);
	event->events |= EPOLLET;
	if (!rc && epoll_ctl(registration->epoll, EPOLL_CTL_ADD, registration->bell.inside, event))
		rc = -errno;
	if (rc) {
		discard(registration);
		return rc;
	}
	registration->next = registry.first;
	registry.first = registration;
	if (++registry.count >= registry.sweep_at) {
		sweep(NULL);
		registry.sweep_at = 2 * registry.count + 16;
	}
	if (ocxl_flags_news(&card->flags, inode, request->tid, (int)request->arguments[2]))
		ring(&registration->bell);
	return 0;
}

static int modify(struct registration *registration, struct epoll_event *event)
{
	/* what rang since the last time may not have been heard; what did not is old */
	if (!registration->rung)
		silence(&registration->bell);
	registration->rung = false;
	event->events |= EPOLLET;
	return epoll_ctl(registration->epoll, EPOLL_CTL_MOD, registration->bell.inside, event)
		       ? -errno
		       : 0;
}

static int control(struct ocxl_emulated *card, ino_t inode, const struct ocxl_request *request,
		   struct epoll_event *event)
{
	struct registration **link =
		find(request->tid, (int)request->arguments[0], (int)request->arguments[2]);
	struct registration *found = *link;

	switch ((int)request->arguments[1]) {
	case EPOLL_CTL_ADD:
		return found ? -EEXIST : add(card, inode, request, event);
	case EPOLL_CTL_MOD:
		return found ? modify(found, event) : -ENOENT;
	case EPOLL_CTL_DEL:
		if (!found)
			return -ENOENT;
		*link = found->next;
		registry.count--;
		discard(found);
		return 0;
	default:
		return -EINVAL;
	}
}

long ocxl_epoll_control(struct ocxl_cards *cards, const struct ocxl_request *request)
{
	struct epoll_event event = { 0 };
	struct ocxl_emulated *card;
	ino_t inode;
	int rc;

	card = ocxl_poll_find(cards, request->tid, (int)request->arguments[2], &inode);
	if (!card)
		return OCXL_TRAP_PASS;
	if ((int)request->arguments[1] != EPOLL_CTL_DEL &&
	    ocxl_client_read(request->tid, request->arguments[3], &event, sizeof(event)))
		return -EFAULT;
	pthread_mutex_lock(&registry.lock);
	rc = control(card, inode, request, &event);
	pthread_mutex_unlock(&registry.lock);
	return rc;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * An emulator inside of another, see nested-emulators.h.
 */
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include "base/unix-socket.h"
#include "syscalls/caller-process.h"
#include "syscalls/nested-emulators.h"

#define MEETING ".ocxl-emulator"
#define BACKLOG 16

/**
 * struct nest - one inner emulator
 * @next: in the list of all
 * @pid: its launcher, as we see it
 * @level: how many process namespaces that is below ours
 * @socket: takes requests
 */
struct nest {
	struct nest *next;
	pid_t pid;
	unsigned int level;
	int socket;
};

static struct {
	pthread_mutex_t lock;
	struct nest *first;
	unsigned int count;
	int meeting;
	int listener;
} nests = { .lock = PTHREAD_MUTEX_INITIALIZER };

static int open_socket(struct sockaddr_un *address, const char *path)
{
	int made = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

	*address = (struct sockaddr_un) { .sun_family = AF_UNIX };
	snprintf(address->sun_path, sizeof(address->sun_path), "%s", path);
	return made < 0 ? -errno : made;
}

int ocxl_nest_listen(void)
{
	struct sockaddr_un address;
	int meeting = open_socket(&address, MEETING);

	if (meeting < 0)
		return meeting;
	if (bind(meeting, (struct sockaddr *)&address, sizeof(address)) || chmod(MEETING, 0600) ||
	    listen(meeting, BACKLOG)) {
		int rc = -errno;

		close(meeting);
		return rc;
	}
	return meeting;
}

int ocxl_nest_join(int *listener)
{
	struct sockaddr_un address;
	int from = open_socket(&address, "/dev/" MEETING);
	char byte;

	if (from < 0)
		return from;
	if (connect(from, (struct sockaddr *)&address, sizeof(address)) == 0)
		*listener = ocxl_descriptor_receive(from, &byte, 1);
	else
		*listener = -errno;
	if (*listener < 0)
		close(from);
	return *listener < 0 ? *listener : from;
}

static void add_nest(int socket)
{
	struct nest *nest = calloc(1, sizeof(*nest));
	struct ucred peer = { 0 };
	socklen_t size = sizeof(peer);

	if (nest && getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
	    ocxl_client_number(peer.pid, ~0U, &nest->level)) {
		nest->pid = peer.pid;
		nest->socket = socket;
		pthread_mutex_lock(&nests.lock);
		nest->next = nests.first;
		nests.first = nest;
		__atomic_add_fetch(&nests.count, 1, __ATOMIC_SEQ_CST);
		pthread_mutex_unlock(&nests.lock);
		ocxl_descriptor_send(socket, "", 1, nests.listener);
		return;
	}
	free(nest);
	close(socket);
}

static void *accept_nests(void *argument)
{
	int socket;

	for (;;) {
		socket = accept4(nests.meeting, NULL, NULL, SOCK_CLOEXEC);
		if (socket >= 0)
			add_nest(socket);
		else if (errno != EINTR && errno != ECONNABORTED)
			usleep(10000);
	}
	return argument;
}

int ocxl_nest_serve(int meeting, int listener)
{
	pthread_t thread;

	nests.meeting = meeting;
	nests.listener = listener;
	return -pthread_create(&thread, NULL, accept_nests, NULL);
}

static struct nest **find(pid_t pid)
{
	struct nest **link = &nests.first;

	while (*link && (*link)->pid != pid)
		link = &(*link)->next;
	return link;
}

/* the nearest to us: it may have inner ones of its own */
static struct nest **find_above(pid_t tid)
{
	struct nest **found = NULL;
	struct nest **link;
	pid_t pid = ocxl_client_parent(tid);

	while (pid > 1) {
		link = find(pid);
		if (*link)
			found = link;
		pid = ocxl_client_parent(pid);
	}
	return found;
}

static bool pass_on(struct nest *nest, const struct ocxl_request *request)
{
	struct ocxl_request inner = *request;
	unsigned int level = 0;

	inner.tid = ocxl_client_number(request->tid, nest->level, &level);
	return inner.tid && send(nest->socket, &inner, sizeof(inner), MSG_NOSIGNAL) > 0;
}

bool ocxl_nest_forward(const struct ocxl_request *request)
{
	struct nest **link;
	struct nest *nest;
	bool passed = false;

	if (!__atomic_load_n(&nests.count, __ATOMIC_SEQ_CST))
		return false;
	pthread_mutex_lock(&nests.lock);
	link = find_above(request->tid);
	if (link) {
		nest = *link;
		passed = pass_on(nest, request);
		if (!passed) {
			*link = nest->next;
			close(nest->socket);
			free(nest);
			__atomic_sub_fetch(&nests.count, 1, __ATOMIC_SEQ_CST);
		}
	}
	pthread_mutex_unlock(&nests.lock);
	return passed;
}

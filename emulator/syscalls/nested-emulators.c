// SPDX-License-Identifier: GPL-2.0-only
/*
 * An emulator inside of another one.
 */
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/unix-socket.h"
#include "syscalls/caller-process.h"
#include "syscalls/nested-emulators.h"

/* the name of the socket in /dev */
#define MEETING_SOCKET ".ocxl-emulator"
#define BACKLOG	       16

/**
 * struct inner_emulator - an inner emulator
 * @next: next in the list
 * @pid: its launcher
 * @level: levels of the launcher's process namespace below ours
 * @socket: takes calls
 */
struct inner_emulator {
	struct inner_emulator *next;
	pid_t pid;
	int level;
	int socket;
};

static struct {
	pthread_mutex_t lock;
	struct inner_emulator *first;
	unsigned int count;
	int meeting_socket;
	int listener;
} nested = { .lock = PTHREAD_MUTEX_INITIALIZER };

int ocxl_nested_listen(void)
{
	struct sockaddr_un address;
	int meeting_socket = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

	if (meeting_socket < 0)
		return -errno;
	ocxl_unix_address_set(&address, MEETING_SOCKET);
	if (bind(meeting_socket, (struct sockaddr *)&address, sizeof(address)) ||
	    chmod(MEETING_SOCKET, 0600) || listen(meeting_socket, BACKLOG)) {
		int rc = -errno;

		close(meeting_socket);
		return rc;
	}
	return meeting_socket;
}

int ocxl_nested_join(int *listener)
{
	struct sockaddr_un address;
	int source = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	char byte;

	if (source < 0)
		return -errno;
	ocxl_unix_address_set(&address, "/dev/" MEETING_SOCKET);
	if (connect(source, (struct sockaddr *)&address, sizeof(address)) == 0)
		*listener = ocxl_unix_receive_descriptor(source, &byte, 1);
	else
		*listener = -errno;
	if (*listener < 0)
		close(source);
	return *listener < 0 ? *listener : source;
}

static void add_inner(int socket)
{
	struct inner_emulator *inner = calloc(1, sizeof(*inner));
	struct ucred peer = { 0 };
	socklen_t size = sizeof(peer);

	if (inner && getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0)
		inner->level = ocxl_caller_namespace_level(peer.pid);
	if (!peer.pid || inner->level < 0) {
		free(inner);
		close(socket);
		return;
	}
	inner->pid = peer.pid;
	inner->socket = socket;
	pthread_mutex_lock(&nested.lock);
	inner->next = nested.first;
	nested.first = inner;
	__atomic_add_fetch(&nested.count, 1, __ATOMIC_SEQ_CST);
	pthread_mutex_unlock(&nested.lock);
	ocxl_unix_send_descriptor(socket, "", 1, nested.listener);
}

static void *accept_inner_emulators(void *argument)
{
	int socket;

	for (;;) {
		socket = accept4(nested.meeting_socket, NULL, NULL, SOCK_CLOEXEC);
		if (socket >= 0)
			add_inner(socket);
		else if (errno != EINTR && errno != ECONNABORTED)
			usleep(10000);
	}
	return argument;
}

int ocxl_nested_serve(int meeting_socket, int listener)
{
	pthread_t thread;

	nested.meeting_socket = meeting_socket;
	nested.listener = listener;
	return -pthread_create(&thread, NULL, accept_inner_emulators, NULL);
}

static struct inner_emulator **find_inner(pid_t pid)
{
	struct inner_emulator **link = &nested.first;

	while (*link && (*link)->pid != pid)
		link = &(*link)->next;
	return link;
}

/*
 * Find the inner emulator above a caller. Of several, the outermost forwards to those inside of it.
 */
static struct inner_emulator **find_inner_above(pid_t tid)
{
	struct inner_emulator **found = NULL;
	struct inner_emulator **link;
	pid_t pid = ocxl_caller_parent(tid);

	while (pid > 1) {
		link = find_inner(pid);
		if (*link)
			found = link;
		pid = ocxl_caller_parent(pid);
	}
	return found;
}

static bool send_call(const struct inner_emulator *inner, const struct ocxl_syscall *call)
{
	struct ocxl_syscall translated = *call;

	translated.tid = ocxl_caller_tid_at_level(call->tid, inner->level);
	return translated.tid &&
	       send(inner->socket, &translated, sizeof(translated), MSG_NOSIGNAL) > 0;
}

static void remove_inner(struct inner_emulator **link)
{
	struct inner_emulator *inner = *link;

	*link = inner->next;
	close(inner->socket);
	free(inner);
	__atomic_sub_fetch(&nested.count, 1, __ATOMIC_SEQ_CST);
}

bool ocxl_nested_forward(const struct ocxl_syscall *call)
{
	struct inner_emulator **link;
	bool forwarded = false;

	if (!__atomic_load_n(&nested.count, __ATOMIC_SEQ_CST))
		return false;
	pthread_mutex_lock(&nested.lock);
	/*
	 * A failure: this emulator has ended, and the process that has its number now is above the
	 * caller. Another emulator may be between the two.
	 */
	while (!forwarded && (link = find_inner_above(call->tid))) {
		forwarded = send_call(*link, call);
		if (!forwarded)
			remove_inner(link);
	}
	pthread_mutex_unlock(&nested.lock);
	return forwarded;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * A socket for an epoll, that reports EPOLLERR and EPOLLPRI on demand, as a sysfs file does.
 */
#include <unistd.h>
#include "syscalls/wakeup-socket.h"

static int open_socket(struct sockaddr_un *address, socklen_t *size)
{
	int opened = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	*address = (struct sockaddr_un) { .sun_family = AF_UNIX };
	*size = sizeof(*address);
	/* For an address without a name, the kernel chooses an unused one. */
	if (opened >= 0 && (bind(opened, (struct sockaddr *)address, sizeof(address->sun_family)) ||
			    getsockname(opened, (struct sockaddr *)address, size))) {
		close(opened);
		opened = -1;
	}
	return opened;
}

int ocxl_wakeup_socket_open(struct ocxl_wakeup_socket *wakeup)
{
	struct sockaddr_un address;
	socklen_t size;
	int on = 1;

	wakeup->polled = open_socket(&wakeup->address, &wakeup->address_size);
	wakeup->other = open_socket(&address, &size);
	if (wakeup->polled < 0 || wakeup->other < 0 ||
	    connect(wakeup->polled, (struct sockaddr *)&address, size) ||
	    setsockopt(wakeup->polled, SOL_SOCKET, SO_SELECT_ERR_QUEUE, &on, sizeof(on)))
		return -ENOSPC;
	/* a message that nobody reads, for EPOLLIN */
	sendto(wakeup->other, "", 1, 0, (struct sockaddr *)&wakeup->address, wakeup->address_size);
	return 0;
}

void ocxl_wakeup_socket_clear(const struct ocxl_wakeup_socket *wakeup)
{
	socklen_t size = sizeof(int);
	int error;

	getsockopt(wakeup->polled, SOL_SOCKET, SO_ERROR, &error, &size);
}

void ocxl_wakeup_socket_raise(const struct ocxl_wakeup_socket *wakeup)
{
	struct sockaddr nobody = { .sa_family = AF_UNSPEC };

	ocxl_wakeup_socket_clear(wakeup);
	/* The sender of an unread message gets an error when the receiver ends the connection. */
	if (connect(wakeup->other, (const struct sockaddr *)&wakeup->address,
		    wakeup->address_size) ||
	    send(wakeup->polled, "", 1, MSG_NOSIGNAL) != 1)
		return;
	connect(wakeup->other, &nobody, sizeof(nobody));
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A socket for an epoll, that reports EPOLLERR and EPOLLPRI on demand, as a sysfs file does.
 */
#ifndef OCXL_EMULATOR_WAKEUP_SOCKET_H
#define OCXL_EMULATOR_WAKEUP_SOCKET_H

#include <sys/socket.h>
#include <sys/un.h>
#include "core/port.h"

/**
 * struct ocxl_wakeup_socket - a pair of sockets
 * @polled: for the epoll; connected to @other
 * @other: reports an error to @polled by ending the connection
 * @address: of @polled
 * @address_size: bytes of @address
 */
struct ocxl_wakeup_socket {
	int polled;
	int other;
	struct sockaddr_un address;
	socklen_t address_size;
};

/*
 * create the sockets. The socket reports EPOLLIN from the start, as a sysfs file does. Return: 0,
 * or -ENOSPC.
 */
int ocxl_wakeup_socket_open(struct ocxl_wakeup_socket *wakeup);

/* report EPOLLERR and EPOLLPRI */
void ocxl_wakeup_socket_raise(const struct ocxl_wakeup_socket *wakeup);

/* report them no longer */
void ocxl_wakeup_socket_clear(const struct ocxl_wakeup_socket *wakeup);

#endif /* OCXL_EMULATOR_WAKEUP_SOCKET_H */

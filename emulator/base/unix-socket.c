// SPDX-License-Identifier: GPL-2.0-only
/*
 * A message with a descriptor over a socket, see unix-socket.h.
 */
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include "base/unix-socket.h"

union control {
	struct cmsghdr header;
	char space[CMSG_SPACE(sizeof(int))];
};

int ocxl_descriptor_send(int socket, const void *message, size_t size, int fd)
{
	struct iovec part = { .iov_base = (void *)(uintptr_t)message, .iov_len = size };
	union control control = { .header = { .cmsg_len = CMSG_LEN(sizeof(int)),
					      .cmsg_level = SOL_SOCKET,
					      .cmsg_type = SCM_RIGHTS } };
	struct msghdr envelope = { .msg_iov = &part, .msg_iovlen = 1 };

	if (fd >= 0) {
		envelope.msg_control = &control;
		envelope.msg_controllen = sizeof(control);
		memcpy(CMSG_DATA(&control.header), &fd, sizeof(fd));
	}
	return sendmsg(socket, &envelope, MSG_NOSIGNAL) < 0 ? -errno : 0;
}

int ocxl_descriptor_receive(int socket, void *message, size_t size)
{
	struct iovec part = { .iov_base = message, .iov_len = size };
	union control control;
	struct msghdr envelope = { .msg_iov = &part,
				   .msg_iovlen = 1,
				   .msg_control = &control,
				   .msg_controllen = sizeof(control) };
	struct cmsghdr *header;
	ssize_t got;
	int fd;

	do {
		got = recvmsg(socket, &envelope, MSG_CMSG_CLOEXEC);
	} while (got < 0 && errno == EINTR);
	if (got != (ssize_t)size)
		return got < 0 ? -errno : -EPIPE;
	header = CMSG_FIRSTHDR(&envelope);
	if (!header || header->cmsg_type != SCM_RIGHTS)
		return -ENOMSG;
	memcpy(&fd, CMSG_DATA(header), sizeof(fd));
	return fd;
}

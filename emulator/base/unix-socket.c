// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sockets between processes of this machine.
 */
#include "base/unix-socket.h"

union control_message {
	struct cmsghdr header;
	char space[CMSG_SPACE(sizeof(int))];
};

int ocxl_unix_address_set(struct sockaddr_un *address, const char *path)
{
	*address = (struct sockaddr_un) { .sun_family = AF_UNIX };
	if (strlen(path) >= sizeof(address->sun_path))
		return -ENAMETOOLONG;
	snprintf(address->sun_path, sizeof(address->sun_path), "%s", path);
	return 0;
}

bool ocxl_unix_send_all(int socket, const char *text, size_t size)
{
	ssize_t part;

	while (size > 0) {
		part = send(socket, text, size, MSG_NOSIGNAL);
		if (part < 0 && errno == EINTR)
			continue;
		if (part <= 0)
			return false;
		text += part;
		size -= (size_t)part;
	}
	return true;
}

int ocxl_unix_send_descriptor(int socket, const void *message, size_t size, int fd)
{
	struct iovec part = { .iov_base = (void *)(uintptr_t)message, .iov_len = size };
	union control_message control = { .header = { .cmsg_len = CMSG_LEN(sizeof(int)),
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

int ocxl_unix_receive_descriptor(int socket, void *message, size_t size)
{
	struct iovec part = { .iov_base = message, .iov_len = size };
	union control_message control;
	struct msghdr envelope = { .msg_iov = &part,
				   .msg_iovlen = 1,
				   .msg_control = &control,
				   .msg_controllen = sizeof(control) };
	struct cmsghdr *header;
	ssize_t received;
	int fd;

	do {
		received = recvmsg(socket, &envelope, MSG_CMSG_CLOEXEC);
	} while (received < 0 && errno == EINTR);
	if (received != (ssize_t)size)
		return received < 0 ? -errno : -EPIPE;
	header = CMSG_FIRSTHDR(&envelope);
	if (!header || header->cmsg_type != SCM_RIGHTS)
		return -ENOMSG;
	memcpy(&fd, CMSG_DATA(header), sizeof(fd));
	return fd;
}

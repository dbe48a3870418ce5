/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A message with a descriptor over a socket.
 */
#ifndef OCXL_EMULATOR_UNIX_SOCKET_H
#define OCXL_EMULATOR_UNIX_SOCKET_H

#include <stddef.h>

/** ocxl_descriptor_send() - @message and @fd, or no descriptor with -1. Return: 0 or -errno */
int ocxl_descriptor_send(int socket, const void *message, size_t size, int fd);

/**
 * ocxl_descriptor_receive() - the other side
 *
 * Return: the descriptor, -ENOMSG when none came with the message, -EPIPE when the
 * message is not of @size bytes, or -errno.
 */
int ocxl_descriptor_receive(int socket, void *message, size_t size);

#endif /* OCXL_EMULATOR_UNIX_SOCKET_H */

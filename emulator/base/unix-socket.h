/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Sockets between processes of this machine.
 */
#ifndef OCXL_EMULATOR_UNIX_SOCKET_H
#define OCXL_EMULATOR_UNIX_SOCKET_H

#include <sys/socket.h>
#include <sys/un.h>
#include "core/port.h"

/**
 * ocxl_unix_address_set() - set the address of a socket that has a name in the file system
 * @address: filled
 * @path: the name
 *
 * Return: 0, or -ENAMETOOLONG.
 */
int ocxl_unix_address_set(struct sockaddr_un *address, const char *path);

/**
 * ocxl_unix_send_all() - send all bytes of a text on a stream socket
 * @socket: the socket
 * @text: the bytes
 * @size: number of bytes
 *
 * Return: false when the other side is gone, or when the socket's time limit is over.
 */
bool ocxl_unix_send_all(int socket, const char *text, size_t size);

/**
 * ocxl_unix_send_descriptor() - send a message with a copy of a file descriptor
 * @socket: a SOCK_SEQPACKET
 * @message: the message
 * @size: bytes of @message, at least 1
 * @fd: the descriptor, or -1 for none
 *
 * Return: 0 or -errno.
 */
int ocxl_unix_send_descriptor(int socket, const void *message, size_t size, int fd);

/**
 * ocxl_unix_receive_descriptor() - receive a message and its file descriptor
 * @socket: a SOCK_SEQPACKET
 * @message: filled
 * @size: bytes of @message, the exact size that the other side sends
 *
 * Return: the descriptor, which the caller must close; -ENOMSG when the message has none;
 * -EPIPE for a message of another size, which an end of the connection is as well; or -errno.
 */
int ocxl_unix_receive_descriptor(int socket, void *message, size_t size);

#endif /* OCXL_EMULATOR_UNIX_SOCKET_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * poll(), ppoll(), select(), pselect() and epoll on the sysfs files "flags" and "state",
 * with the meaning that they have on a kernel: POLLPRI and POLLERR after a change. "state"
 * never changes; libndctl has nothing else to wait for with a driver that has no "flags".
 */
#ifndef OCXL_EMULATOR_POLL_FLAGS_H
#define OCXL_EMULATOR_POLL_FLAGS_H

#include "cards/emulated-card.h"
#include "syscalls/seccomp-listener.h"

/**
 * ocxl_poll() - one of those calls
 *
 * Return: its result, -errno, or OCXL_TRAP_PASS when no file of ours is among them.
 */
long ocxl_poll(struct ocxl_cards *cards, const struct ocxl_request *request);

/**
 * ocxl_poll_overtaken() - a thread has made another call: what it waited for is over
 * @tid: the thread
 */
void ocxl_poll_overtaken(pid_t tid);

/**
 * ocxl_poll_find() - whose file a client's descriptor is
 * @cards: all of them
 * @tid: the client
 * @fd: its descriptor
 * @inode: receives the file's number
 *
 * Return: the card, or NULL when it is neither "flags" nor "state".
 */
struct ocxl_emulated *ocxl_poll_find(struct ocxl_cards *cards, pid_t tid, int fd, ino_t *inode);

/** ocxl_epoll_control() - epoll_ctl(). Return: as ocxl_poll() */
long ocxl_epoll_control(struct ocxl_cards *cards, const struct ocxl_request *request);

/**
 * ocxl_poll_wake() - "flags" of @card has changed
 * @card: the caller holds the lock
 */
void ocxl_poll_wake(struct ocxl_emulated *card);

/** ocxl_epoll_wake() - the same for those who use epoll */
void ocxl_epoll_wake(struct ocxl_emulated *card);

#endif /* OCXL_EMULATOR_POLL_FLAGS_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Ends by signal. Without a file to clean up, signals kill as they always do,
 * and the loss rules hold at any instant. With one, the signal is noted, the
 * file removed, and the signal raised again.
 */
#ifndef OCXL_STOP_H
#define OCXL_STOP_H

#include <signal.h>
#include <stdbool.h>

/** ocxl_stop_install() - note SIGINT, SIGTERM and SIGHUP from now on; another kills, a second later */
void ocxl_stop_install(void);

/** ocxl_stop_requested() - has a signal asked to stop */
bool ocxl_stop_requested(void);

/**
 * ocxl_stop_block() - hold signals back, but where @unblocked is waited with
 * @unblocked: receives the mask to wait with
 *
 * Threads that are made afterwards inherit it and are not disturbed.
 */
void ocxl_stop_block(sigset_t *unblocked);

/** ocxl_stop_unblock() - undo ocxl_stop_block() */
void ocxl_stop_unblock(const sigset_t *unblocked);

/** ocxl_stop_end() - end as the noted signal ends a program; returns when there is none */
void ocxl_stop_end(void);

#endif /* OCXL_STOP_H */

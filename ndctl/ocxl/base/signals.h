/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Ends by signal. Without a file to clean up, signals kill as they always do,
 * and the loss rules hold at any instant. With one, the signal is noted, the
 * file removed, and the signal raised again.
 */
#ifndef OCXL_SIGNALS_H
#define OCXL_SIGNALS_H

#include <signal.h>
#include <stdbool.h>

/** ocxl_signals_install() - note SIGINT, SIGTERM and SIGHUP from now on; another kills, a second later */
void ocxl_signals_install(void);

/** ocxl_signals_stop_requested() - has a signal asked to stop */
bool ocxl_signals_stop_requested(void);

/**
 * ocxl_signals_block() - hold signals back, but where @unblocked is waited with
 * @unblocked: receives the mask to wait with
 *
 * Threads that are made afterwards inherit it and are not disturbed.
 */
void ocxl_signals_block(sigset_t *unblocked);

/** ocxl_signals_unblock() - undo ocxl_signals_block() */
void ocxl_signals_unblock(const sigset_t *unblocked);

/** ocxl_signals_raise_again() - end as the noted signal ends a program; returns when there is none */
void ocxl_signals_raise_again(void);

#endif /* OCXL_SIGNALS_H */

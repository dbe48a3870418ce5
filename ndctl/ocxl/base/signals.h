/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * SIGINT, SIGTERM and SIGHUP. By default they kill the process at any instant, which loses no
 * entry. A command with a temporary file or an unfinished document installs a handler instead: it
 * only remembers the signal; the command cleans up and raises the signal again.
 */
#ifndef OCXL_SIGNALS_H
#define OCXL_SIGNALS_H

#include <signal.h>
#include <stdbool.h>

/**
 * ocxl_signals_install() - remember the first signal; a second one kills after one second
 *
 * Signals that are ignored stay ignored.
 */
void ocxl_signals_install(void);

/** ocxl_signals_stop_requested() - did a signal arrive since ocxl_signals_install() */
bool ocxl_signals_stop_requested(void);

/**
 * ocxl_signals_block() - block the three signals in this thread
 * @unblocked: receives the mask before the call, for ppoll() and ocxl_signals_unblock()
 *
 * Threads created while they are blocked do not receive them.
 */
void ocxl_signals_block(sigset_t *unblocked);

/** ocxl_signals_unblock() - restore the mask from ocxl_signals_block() */
void ocxl_signals_unblock(const sigset_t *unblocked);

/** ocxl_signals_raise_again() - end the process with the remembered signal; returns without one */
void ocxl_signals_raise_again(void);

#endif /* OCXL_SIGNALS_H */

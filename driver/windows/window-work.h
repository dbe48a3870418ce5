/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Work on windows that may wait for an ioctl, so for the memory of a process: it is done without a lock, and
 * by no thread on which others depend, such as the one that unplugs a card.
 */
#ifndef OCXLPMEM_WINDOW_WORK_H
#define OCXLPMEM_WINDOW_WORK_H

struct workqueue_struct;

extern struct workqueue_struct *ocxlpmem_window_queue;

/** ocxlpmem_window_work_init() - before any window is created; 0 or -ENOMEM */
int ocxlpmem_window_work_init(void);

/** ocxlpmem_window_work_exit() - wait for the end of all work */
void ocxlpmem_window_work_exit(void);

/** ocxlpmem_window_work_begin() - somebody may wait for work that will be queued */
void ocxlpmem_window_work_begin(void);

/** ocxlpmem_window_work_end() - the reverse, when it is done */
void ocxlpmem_window_work_end(void);

/** ocxlpmem_window_work_wait() - wait until all begun work has ended, but not long */
void ocxlpmem_window_work_wait(void);

#endif /* OCXLPMEM_WINDOW_WORK_H */

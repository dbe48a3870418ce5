/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Query cards: one worker for each card queries it and shows the result, once or repeatedly.
 *
 * A run has one lock. The thread that holds it may touch everything: verbs, results, the document,
 * the output. It is unlocked only during a command, while a worker waits for the card or for its
 * turn, and while the main thread waits. So no other code of the tool needs a lock or makes a
 * thread.
 *
 * The main thread watches time limits. If a command is not answered in time, the worker is
 * abandoned: the main thread fills in and shows its result. The thread, the memory of the command
 * and a reference to libndctl's context stay in use until the process ends. When the process ends,
 * the driver stops waiting for the card and keeps a late answer for the next request.
 */
#ifndef OCXL_QUERY_H
#define OCXL_QUERY_H

#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include "ocxl/run/result.h"
#include "ocxl/dimms/select.h"

struct ocxl_options;
struct ocxl_verb;

/* where a worker is; all but the first count as busy */
enum ocxl_worker_step {
	OCXL_WORKER_IDLE, /* has nothing to do */
	OCXL_WORKER_DUE, /* was started, and has not begun yet */
	OCXL_WORKER_QUERYING, /* queries the card, or waits until it has news */
	OCXL_WORKER_READY, /* has the result, and waits for its turn to show it */
};

/* the workers of a run; everything behind @context belongs to query.c and query-thread.c */
struct ocxl_workers {
	const struct ocxl_verb *verb; /* its fetch() queries a card */
	const struct ocxl_options *options;
	/* results are shown in the order of the cards, otherwise as soon as they are there */
	bool in_order;
	/*
	 * shows the result of one card, and sends the commands of a stream; returns 0 or a negative
	 * errno. After an error nothing is shown
	 */
	int (*show_result)(void *context, struct ocxl_result *result);
	/*
	 * called without the lock when a worker does not unlock after a signal, because the reader
	 * of the output has stopped reading, or a file is slow; does not return
	 */
	void (*end_process)(void *context);
	void *context; /* for @show_result and @end_process */
	pthread_mutex_t lock; /* see above */
	/*
	 * the main thread waits for it. It is posted when a signal comes, and when a thread
	 *
	 * - has shown its result, or has ended
	 * - sends a command whose time limit ends before @wait_end_ns
	 * - unlocks while the lock is @wanted
	 */
	sem_t wake;
	bool threaded; /* a thread was created, and @wake initialized */
	bool wanted; /* atomic: the main thread waits for the lock */
	uint64_t wait_end_ns; /* until when the main thread waits for workers */
	int done_fd; /* eventfd, written at the same time, for --follow; -1: not open */
	struct ocxl_worker *first; /* list of all workers */
	struct ocxl_worker **end; /* of the list */
	unsigned int busy; /* number of workers that are not idle */
	size_t turn; /* with @in_order: the worker that may show its result */
	int rc; /* first error of @show_result */
	bool unthreaded; /* the calling thread queries */
	bool abandoned; /* a worker was abandoned: its thread may keep the process from ending */
};

/* the worker of one card; files besides query.c and query-thread.c use only @dimm of an idle one */
struct ocxl_worker {
	struct ocxl_workers *workers; /* of the run */
	struct ocxl_worker *next; /* in the list of all workers */
	struct ocxl_dimm dimm; /* the card; its @worker is this one */
	enum ocxl_worker_step step; /* where the worker is */
	size_t turn; /* place in the order of the results */
	uint64_t deadline_ns; /* end of the time limit of its commands, or OCXL_WAIT_FOREVER */
	struct ocxl_command *in_flight; /* the command that was sent and is not answered yet */
	bool abandoned; /* the thread touches nothing from then on */
	bool threaded; /* @thread exists */
	bool ending; /* the thread has to end */
	bool ended; /* it no longer needs the lock */
	pthread_t thread; /* queries the card */
	sem_t wake; /* posted when the worker is due, has its turn, or has to end */
	struct ocxl_result result; /* of the card */
};

/* ---- between query.c and query-thread.c ---- */

/* unlocks, and wakes the main thread if it wants the lock */
void ocxl_workers_unlock(struct ocxl_workers *workers);

/* wakes the thread of a worker, if it has one */
void ocxl_worker_wake(struct ocxl_worker *worker);

/* false without a thread: the calling one has to query */
bool ocxl_worker_create_thread(struct ocxl_worker *worker);

/* completes the result of a worker that queries its card */
void ocxl_worker_fill_result(struct ocxl_worker *worker);

bool ocxl_worker_has_turn(const struct ocxl_worker *worker);

/* shows and releases the result; the worker is idle then */
void ocxl_worker_show_result(struct ocxl_worker *worker);

void ocxl_worker_release_result(struct ocxl_worker *worker);

/* describes an answered command to DIMM @dev on standard error */
void ocxl_command_trace(const struct ocxl_command *command, const char *dev);

/* ---- for others ---- */

/*
 * prepare a run
 * @verb: as the members of struct ocxl_workers
 * The caller holds the lock from then on, and sets @in_order to @context.
 * Return: release with ocxl_workers_end().
 */
struct ocxl_workers *ocxl_workers_new(const struct ocxl_verb *verb,
				      const struct ocxl_options *options);

/* end all threads, release all workers, and unlock */
void ocxl_workers_end(struct ocxl_workers *workers);

/*
 * add a worker; its thread is created when it is first started
 * @dimm: copied
 * Return: belongs to @workers.
 */
struct ocxl_worker *ocxl_worker_new(struct ocxl_workers *workers, const struct ocxl_dimm *dimm);

/* end the thread of an idle worker, and release the worker */
void ocxl_worker_free(struct ocxl_worker *worker);

/* does the worker query its card, or wait to show the result */
static inline bool ocxl_worker_is_busy(const struct ocxl_worker *worker)
{
	return worker->step != OCXL_WORKER_IDLE;
}

/*
 * let an idle worker query its card and show the result
 * @worker: queries in its thread, or in the calling one if no thread can be created
 * The result is shown without a turn: @in_order is not set.
 */
void ocxl_worker_start(struct ocxl_worker *worker);

/* let the main thread wait for workers and other descriptors */
int ocxl_workers_open_done_fd(struct ocxl_workers *workers);

/*
 * let all workers query their cards once, and show all results
 * As many workers as --jobs allows are busy at the same time. With one job, and a verb without time
 * limits, the calling thread queries.
 * Return: 0; the first error of @show_result; -EINTR when a signal requests a stop, after
 * ocxl_workers_finish(); or another negative errno of poll().
 */
int ocxl_workers_query_all(struct ocxl_workers *workers);

/* ocxl_wait_for_fds() of the main thread, unlocked */
int ocxl_workers_wait_for_fds(struct ocxl_workers *workers, struct pollfd *fds, nfds_t count,
			      uint64_t deadline_ns);

/*
 * wait until no worker is busy
 * After a signal, the wait ends after half a second, enough to acknowledge entries that were
 * written; workers that are still busy are abandoned then, and show nothing.
 */
void ocxl_workers_finish(struct ocxl_workers *workers);

/*
 * limit the time of the next commands of a worker together
 * A worker with a time limit has a fill() in its verb.
 */
void ocxl_worker_limit_time(struct ocxl_worker *worker, uint64_t limit_ns);

/* ocxl_wait_for_fds() of a worker, unlocked */
int ocxl_worker_wait_for_fds(void *owner, struct pollfd *fds, nfds_t count, uint64_t deadline_ns);

/*
 * send a new command to a card and wait for its answer, unlocked
 * @command: receives the command and its result. @rc becomes the result of the ioctl; -ETIMEDOUT:
 *   not answered before the time limit, and not -ETIMEDOUT of the driver, which has a @wire_status;
 *   -ECANCELED: not sent, because no time is left
 * @cmd: result of a constructor, with errno if it is NULL; belongs to @command afterwards
 * @number: of the command, OCXLPMEM_CMD_*
 * With @trace of the options, one line on standard error describes the command. A worker that is
 * abandoned does not return from here.
 */
void ocxl_worker_send(struct ocxl_command *command, const struct ocxl_dimm *dimm,
		      struct ndctl_cmd *cmd, unsigned int number);

#endif /* OCXL_QUERY_H */

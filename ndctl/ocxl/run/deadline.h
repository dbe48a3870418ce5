/* SPDX-License-Identifier: GPL-2.0-only */
/* Commands that end in time, even if the card or the driver does not answer. */
#ifndef OCXL_DEADLINE_H
#define OCXL_DEADLINE_H

#include <stdbool.h>
#include <stdint.h>

struct ocxl_command;
struct ocxl_dimm;
struct ocxl_sender;

/**
 * struct ocxl_deadline - a time limit that several commands share, which are sent one after another
 * @end_ns: when it is over, by ocxl_clock_now_ns()
 * @sender: the thread that sends the commands; NULL: not started
 * @abandoned: a command was not answered in time; no further one is sent
 */
struct ocxl_deadline {
	uint64_t end_ns;
	struct ocxl_sender *sender;
	bool abandoned;
};

/**
 * ocxl_deadline_start() - start a time limit
 * @deadline: filled in; release with ocxl_deadline_end()
 * @limit_ns: how long the commands may take together
 */
void ocxl_deadline_start(struct ocxl_deadline *deadline, uint64_t limit_ns);

/**
 * ocxl_deadline_restart() - start the time limit anew
 * @deadline: started; after an abandoned command, no further one is sent nevertheless
 * @limit_ns: how long the next commands may take together
 */
void ocxl_deadline_restart(struct ocxl_deadline *deadline, uint64_t limit_ns);

/**
 * ocxl_deadline_submit() - send a command, and wait for its answer until the deadline
 * @command: its cmd is not NULL; receives rc, microseconds and the answered cmd
 * @dimm: has a deadline
 *
 * The thread of the deadline sends the command. If there is no answer in time, the command is abandoned: the
 * thread, the memory and a reference to libndctl's context stay in use until the process ends,
 * and @command->cmd becomes NULL. When the process ends, the driver stops waiting for the card
 * and keeps a late answer for the next request.
 *
 * If no thread can be created, the command is sent and waited for without a limit.
 *
 * @command->rc becomes the result of the ioctl; -ETIMEDOUT: abandoned; -ECANCELED: not sent,
 * because no time is left; -EINTR: abandoned because a signal asks to stop,
 * which takes up to 50 ms.
 */
void ocxl_deadline_submit(struct ocxl_command *command, const struct ocxl_dimm *dimm);

/** ocxl_deadline_has_abandoned() - may a thread keep the process from ending */
bool ocxl_deadline_has_abandoned(void);

/** ocxl_deadline_end() - release; an abandoned command keeps what it needs */
void ocxl_deadline_end(struct ocxl_deadline *deadline);

#endif /* OCXL_DEADLINE_H */

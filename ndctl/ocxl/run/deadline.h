/* SPDX-License-Identifier: GPL-2.0-only */
/* Commands that must be over in time, whatever card and driver do. */
#ifndef OCXL_DEADLINE_H
#define OCXL_DEADLINE_H

#include <stdbool.h>
#include <stdint.h>

struct ocxl_command;
struct ocxl_dimm;

/**
 * struct ocxl_deadline - the time that several commands of one DIMM have together
 * @at: their end, by ocxl_clock_now_ns()
 * @bell: eventfd that rings when the command under way is answered; -1: none was to be had
 * @left: a command was left behind; there will be no other one
 */
struct ocxl_deadline {
	uint64_t at;
	int bell;
	bool left;
};

/** ocxl_deadline_start() - their time begins now; ended by ocxl_deadline_end() */
void ocxl_deadline_start(struct ocxl_deadline *deadline, uint64_t ns);

/**
 * ocxl_deadline_submit() - send a command, and wait for its answer until the deadline
 * @exchange: has a command; receives rc, time, and the command as it was answered
 * @dimm: has a deadline
 *
 * The command is sent in a thread. One that is not answered in time is left behind with its
 * thread, its memory and its library, which are theirs until the process ends: @exchange has no
 * command then. A driver that is asked by a process which ends gives up at once, and keeps for
 * the next one who asks what the card may still answer.
 *
 * @exchange->rc: of the ioctl; -ETIMEDOUT: left behind; -ECANCELED: not sent, since there is no
 * time left; -EINTR: left behind for a signal that asks to stop. Where no thread is to be had, it
 * is sent all the same and waited for.
 */
void ocxl_deadline_submit(struct ocxl_command *exchange, const struct ocxl_dimm *dimm);

/** ocxl_deadline_has_abandoned() - is there a thread that may keep the process from ending */
bool ocxl_deadline_has_abandoned(void);

/** ocxl_deadline_end() - release what it needed; one left behind keeps its own */
void ocxl_deadline_end(struct ocxl_deadline *deadline);

#endif /* OCXL_DEADLINE_H */

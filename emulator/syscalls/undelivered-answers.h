/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Answers that the caller of an ioctl has not got yet.
 *
 * Before Linux 5.19, a signal ends a call that the emulator has received, and the kernel may start
 * it again, while the driver of a card is not interrupted. So a repeated call gets the answer of
 * the first one, and is not executed again. A call is a repetition if it is the next ioctl of its
 * thread, with the same request for the same card, at most 250 ms after the thread stopped waiting,
 * and no line of a scenario has changed the card meanwhile.
 */
#ifndef OCXL_EMULATOR_UNDELIVERED_ANSWERS_H
#define OCXL_EMULATOR_UNDELIVERED_ANSWERS_H

#include "cards/emulated-card.h"
#include "syscalls/caller-reply.h"

/*
 * when a call of @card arrives: is it a repetition? An answer that its thread did not ask for again
 * is forgotten.
 */
void ocxl_answer_claim(const struct ocxl_emulated_card *card, const struct ocxl_syscall *call,
		       const u8 *buffer, size_t size);

/* whether the caller still waits, each time that somebody looks */
void ocxl_answer_see_caller(const struct ocxl_syscall *call, bool is_waiting);

/* get the answer of a repetition. Return: false for a call that has to be executed. */
bool ocxl_answer_recall(const struct ocxl_emulated_card *card, const struct ocxl_syscall *call,
			u8 *buffer, size_t size, int *result);

/*
 * remember a call before it is executed. The oldest of 64 calls is forgotten. Return: 0 or -ENOMEM.
 */
int ocxl_answer_begin(const struct ocxl_emulated_card *card, const struct ocxl_syscall *call,
		      const u8 *buffer, size_t size);

/* remembers the answer of the call until it is delivered; @buffer has the answer */
void ocxl_answer_keep(const struct ocxl_emulated_card *card, const struct ocxl_syscall *call,
		      const u8 *buffer, int result);

/* send the reply to the call; if the caller gets it, its answer is forgotten */
void ocxl_answer_deliver(const struct ocxl_syscall *call, const struct ocxl_reply *reply);

#endif /* OCXL_EMULATOR_UNDELIVERED_ANSWERS_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Answers that the caller of an ioctl has not got yet.
 *
 * A signal ends a call that the emulator has received, and the kernel may start it again, while the driver of a
 * card is not interrupted. So a repeated call gets the answer of the first one, and is not executed again.
 */
#ifndef OCXL_EMULATOR_UNDELIVERED_ANSWERS_H
#define OCXL_EMULATOR_UNDELIVERED_ANSWERS_H

#include "syscalls/seccomp-listener.h"

/**
 * ocxl_answer_recall() - is the call a repetition
 * @call: the call; the caller holds the lock of the card
 * @buffer: its buffer; receives the answer
 * @size: bytes of @buffer
 * @result: receives the result of the first call
 *
 * Return: false for a call that has to be executed.
 */
bool ocxl_answer_recall(const struct ocxl_syscall *call, u8 *buffer, size_t size, int *result);

/**
 * ocxl_answer_keep() - remember an answer until it is delivered
 * @call: the call, which was executed; the caller still holds the lock of the card
 * @buffers: from malloc(), is released later: the buffer as the caller sent it, then with the answer
 * @size: bytes of each of the two
 * @result: of the ioctl
 *
 * The oldest of 64 answers is forgotten.
 */
void ocxl_answer_keep(const struct ocxl_syscall *call, u8 *buffers, size_t size, int result);

/* gives the caller the result of the call; if it gets it, its answer is forgotten */
void ocxl_answer_deliver(const struct ocxl_syscall *call, long result);

#endif /* OCXL_EMULATOR_UNDELIVERED_ANSWERS_H */

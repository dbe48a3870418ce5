/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * --state=FILE: a run that is repeated prints only what has changed. FILE has the messages of the
 * last run, one a line.
 */
#ifndef OCXL_MESSAGE_STATE_H
#define OCXL_MESSAGE_STATE_H

#include <stdbool.h>
#include <stddef.h>

/**
 * struct ocxl_message_state - messages of two runs
 * @path: the file
 * @before: its text: the messages of the last run
 * @now: the messages of this run, in the same form
 * @now_size: length of @now
 */
struct ocxl_message_state {
	const char *path;
	char *before;
	char *now;
	size_t now_size;
};

/**
 * ocxl_message_state_begin() - from now on print no message that the last run had as well
 * @state: zero; finish with ocxl_message_state_end()
 * @path: the file, which may not exist yet. If it cannot be read, every message is printed
 */
void ocxl_message_state_begin(struct ocxl_message_state *state, const char *path);

/**
 * ocxl_message_state_end() - print which messages have ended, and write the file
 * @state: of ocxl_message_state_begin()
 * @complete: the run has asked the DIMMs; otherwise no message has ended
 *
 * Return: 0, or a negative errno after a message that the file could not be written.
 */
int ocxl_message_state_end(struct ocxl_message_state *state, bool complete);

#endif /* OCXL_MESSAGE_STATE_H */

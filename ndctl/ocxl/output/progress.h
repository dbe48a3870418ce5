/* SPDX-License-Identifier: GPL-2.0-only */
/* Progress of a long transfer: one line on standard error when that is a terminal. */
#ifndef OCXL_PROGRESS_H
#define OCXL_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define OCXL_PROGRESS_SIZE 256

/* a progress line */
struct ocxl_progress {
	char title[64]; /* first words of the line: "nmem0: dump" */
	bool shown; /* standard error is a terminal */
	uint64_t start_ns; /* monotonic time of the first byte; until then of the first call */
	uint64_t drawn_ns; /* monotonic time when the line was last drawn */
	size_t width; /* columns of the line on the terminal */
};

/*
 * text of the line
 * @line: receives the terminated text
 * @done: bytes received
 * @most: upper limit of bytes; 0: unknown
 * @elapsed_ns: time since the first byte
 * Return: length of the text.
 */
size_t ocxl_progress_format(char line[OCXL_PROGRESS_SIZE], const char *title, uint64_t done,
			    uint64_t most, uint64_t elapsed_ns, size_t columns);

/*
 * begin; nothing is drawn yet
 * @progress: receives the state
 * @title: first words of the line; cut to 63 bytes
 */
void ocxl_progress_init(struct ocxl_progress *progress, const char *title, bool wanted);

/*
 * draw how long the card has been preparing the data
 * @progress: drawn at most ten times a second
 */
void ocxl_progress_show_waiting(struct ocxl_progress *progress);

/* the rate is computed from now on */
void ocxl_progress_start_transfer(struct ocxl_progress *progress);

/*
 * draw the state of the transfer
 * @progress: drawn at most ten times a second
 * @done: bytes received
 * @most: upper limit of bytes; 0: unknown
 */
void ocxl_progress_update(struct ocxl_progress *progress, uint64_t done, uint64_t most);

/* remove the line from the terminal, so that messages begin at the left */
void ocxl_progress_clear(struct ocxl_progress *progress);

/*
 * width of a terminal
 * @fd: descriptor of the terminal
 * Return: number of columns; 80 if it is unknown.
 */
unsigned int ocxl_terminal_width(int fd);

/*
 * width for output that does not go to a terminal, for example to a pager
 * Return: number of columns in the variable COLUMNS of the environment; 0 if it is unknown.
 */
unsigned int ocxl_terminal_width_of_reader(void);

/*
 * height of a terminal
 * @fd: descriptor of the terminal
 * Return: number of lines; 24 if it is unknown.
 */
unsigned int ocxl_terminal_height(int fd);

#endif /* OCXL_PROGRESS_H */

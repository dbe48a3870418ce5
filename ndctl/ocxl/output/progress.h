/* SPDX-License-Identifier: GPL-2.0-only */
/* How far a long transfer is: one line on a terminal, nothing anywhere else. */
#ifndef OCXL_PROGRESS_H
#define OCXL_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define OCXL_PROGRESS_SIZE 256

/**
 * struct ocxl_progress - a line that is drawn over itself on standard error
 * @what: first on the line: "nmem0: dump"
 * @shown: standard error is a terminal
 * @began_ns: of a monotonic clock
 * @drawn_ns: when the line was last drawn; 0: never
 * @width: columns that it covers now
 */
struct ocxl_progress {
	char what[64];
	bool shown;
	uint64_t began_ns;
	uint64_t drawn_ns;
	size_t width;
};

/**
 * ocxl_progress_text() - the line itself
 * @line: receives it, terminated
 * @what: first on the line
 * @done: bytes so far
 * @most: bytes at most; 0: nobody knows, and no bar is drawn
 * @elapsed_ns: since the first byte
 * @columns: of the terminal; the line is shorter
 *
 * Return: its length.
 */
size_t ocxl_progress_text(char line[OCXL_PROGRESS_SIZE], const char *what, uint64_t done,
			  uint64_t most, uint64_t elapsed_ns, size_t columns);

/** ocxl_progress_start() - begin; @wanted: if there is a terminal to show it on */
void ocxl_progress_start(struct ocxl_progress *progress, const char *what, bool wanted);

/** ocxl_progress_wait() - nothing comes yet; as ocxl_progress_step() */
void ocxl_progress_wait(struct ocxl_progress *progress);

/** ocxl_progress_begin() - the first byte comes: time runs from here */
void ocxl_progress_begin(struct ocxl_progress *progress);

/** ocxl_progress_step() - so many bytes of at most so many; drawn ten times a second */
void ocxl_progress_step(struct ocxl_progress *progress, uint64_t done, uint64_t most);

/** ocxl_progress_end() - wipe the line, so that messages begin at the left */
void ocxl_progress_end(struct ocxl_progress *progress);

#endif /* OCXL_PROGRESS_H */

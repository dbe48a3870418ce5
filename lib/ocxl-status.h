/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the status byte of an answer means: one table (wire.md 3). */
#ifndef OCXL_STATUS_H
#define OCXL_STATUS_H

/**
 * struct ocxl_status - one row
 * @number: the byte on the wire
 * @error: 0 or the negative errno that the library gives for it
 * @name: as in wire.md 3; NULL for a number without a row there
 * @text: what happened, in words that fit behind "the command failed: "
 */
struct ocxl_status {
	unsigned int number;
	int error;
	const char *name;
	const char *text;
};

/**
 * ocxl_status_find() - the row of a status
 * @number: any number
 *
 * Return: its row; for a number without one a row with -EIO and no name. Never NULL.
 */
const struct ocxl_status *ocxl_status_find(unsigned int number);

#endif /* OCXL_STATUS_H */

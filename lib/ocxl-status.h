/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The status byte of an answer: errno, name and text (wire.md 3). */
#ifndef OCXL_STATUS_H
#define OCXL_STATUS_H

/**
 * struct ocxl_status - meaning of a status
 * @number: the byte on the wire
 * @error: errno that the library returns for it, negative or 0
 * @name: name in wire.md 3; NULL for a number without a name
 * @text: meaning, which fits after a colon
 */
struct ocxl_status {
	unsigned int number;
	int error;
	const char *name;
	const char *text;
};

/**
 * ocxl_status_find() - get the meaning of a status
 * @number: any number
 *
 * Return: a constant struct, never NULL. For a number without a name, its error is -EIO.
 */
const struct ocxl_status *ocxl_status_find(unsigned int number);

#endif /* OCXL_STATUS_H */

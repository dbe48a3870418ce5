/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The end of a file of lines that somebody may have left in the middle of one. Of what stands
 * there nothing is taken away but what is a part of a line of ours for certain: an entry that
 * is written twice does no harm, one that is lost does.
 */
#ifndef OCXL_LAST_LINE_H
#define OCXL_LAST_LINE_H

/* of each line: how one of ours is told from others */
#define OCXL_LINE_FIRST_KEY "format_version"

/*
 * No line of ours is longer: the library takes no answer of more than 1 MiB, which is
 * 2 MiB in hexadecimal digits, and what stands around them is some hundred bytes.
 */
#define OCXL_LINE_MAX ((2 << 20) + (64 << 10))

/* more objects and lists than any line of ours has; each takes much more memory than text */
#define OCXL_LINE_LISTS_MAX (16 << 10)

/**
 * ocxl_last_line_mend() - leave a file at the end of a whole line
 * @fd: open for reading and appending, and locked
 *
 * What a file has after its last newline, without the NULs of a power failure at the end:
 * nothing		the NULs are cut
 * a JSON text		it stays, the NULs behind it are cut, and it gets its newline
 * the beginning of a	it is cut: whoever wrote it was killed, or lost power, and had not
 * line of ours		acknowledged the entry
 * anything else	it stays with its NULs, and gets a newline; so does what passes the
 *			limits above
 *
 * Return: 0 or a negative errno; then nothing is lost.
 */
int ocxl_last_line_mend(int fd);

/**
 * ocxl_last_line_cut() - take back what stands after the last newline, whatever it is
 * @fd: as above; the caller knows that it wrote that itself
 *
 * Return: 0 or a negative errno.
 */
int ocxl_last_line_cut(int fd);

#endif /* OCXL_LAST_LINE_H */

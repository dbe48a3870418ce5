/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Repair the last line of a log that a killed process or a power failure left incomplete. Only
 * bytes that are certainly an incomplete line of this program are removed: an entry that is
 * written twice does no harm, an entry that is lost does.
 */
#ifndef OCXL_APPEND_REPAIR_H
#define OCXL_APPEND_REPAIR_H

/* first key of each line of this program; lines of other programs begin differently */
#define OCXL_APPEND_FIRST_KEY "format_version"

/*
 * Longest line of this program: the library accepts responses of up to 1 MiB, which are 2 MiB as
 * hexadecimal digits; the other keys take some hundred bytes.
 */
#define OCXL_APPEND_LINE_MAX ((2 << 20) + (64 << 10))

/*
 * More objects and arrays than any line of this program has. Each takes json-c much more memory
 * than its text.
 */
#define OCXL_APPEND_LISTS_MAX (16 << 10)

/**
 * ocxl_append_repair_last_line() - make a file end with a complete line
 * @fd: open for reading and appending
 *
 * The repair depends on the bytes after the last newline. NULs at the end, which a power failure
 * leaves, are not part of them:
 *
 * nothing			the NULs are removed
 * a complete JSON text		it stays, the NULs are removed, a newline is appended
 * an incomplete line of	it is removed: its writer was killed before it acknowledged the
 * this program			entry
 * anything else		it stays with its NULs, a newline is appended; also when it, or
 *				the NULs behind it, exceed the limits above
 *
 * Bytes are removed only under a write lease (write-lease.h). If another process has the file open, or
 * opens it meanwhile, nothing is done: it may be in the middle of a line. If the file can only be appended
 * to, an incomplete line stays, and a newline is appended.
 *
 * Return: 0 or a negative errno. After a failure nothing is lost.
 */
int ocxl_append_repair_last_line(int fd);

#endif /* OCXL_APPEND_REPAIR_H */

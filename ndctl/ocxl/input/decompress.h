/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Decompress a file by the program of its format: in another process, which an invalid file cannot
 * leave, and piece by piece, so that a small file that is large when decompressed needs no memory.
 */
#ifndef OCXL_DECOMPRESS_H
#define OCXL_DECOMPRESS_H

#include <stddef.h>
#include <sys/types.h>

#define OCXL_DECOMPRESS_REASON_SIZE 200

/* a program that decompresses */
struct ocxl_decompressor {
	const char *program; /* its name; NULL: the file is not compressed */
	pid_t process; /* 0: not started */
	int messages; /* a file in memory, which has the program's messages */
};

/*
 * find the program by the first bytes of a file
 * @size: number of these bytes; 6 are enough
 * Return: its name; NULL if the file is not compressed.
 */
const char *ocxl_decompress_find(const char *bytes, size_t size);

/*
 * start the program
 * @decompressor: @program is set
 * @file: descriptor of the compressed file, at its beginning
 * Return: descriptor of a pipe with the contents, or a negative errno; -ENOENT if this user cannot
 * run the program. End with ocxl_decompress_end().
 */
int ocxl_decompress_start(struct ocxl_decompressor *decompressor, int file);

/*
 * wait for the end of the program, after its pipe was closed; does nothing if it was not started
 * @reason: receives why not all was decompressed
 * Return: 0 or -EIO.
 */
int ocxl_decompress_end(struct ocxl_decompressor *decompressor,
			char reason[OCXL_DECOMPRESS_REASON_SIZE]);

#endif /* OCXL_DECOMPRESS_H */

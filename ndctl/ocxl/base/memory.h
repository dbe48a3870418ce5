/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory for the tool, beside xrealloc() and xstrdup() of ndctl. Without memory all three end the
 * process: files are replaced as a whole, and entries are acknowledged after they are on the disk,
 * so nothing is lost. ocxl.c prints the message and chooses the exit status.
 */
#ifndef OCXL_MEMORY_H
#define OCXL_MEMORY_H

#include <errno.h>
#include <stdlib.h>
#include <util/util.h>

/* @count: members of @size bytes each, which are zero */
static inline void *ocxl_alloc_zeroed(size_t count, size_t size)
{
	void *memory = calloc(count, size);

	if (!memory)
		die("out of memory");
	return memory;
}

/*
 * streams in memory, json-c and libsmartcols leave out what they have no memory for, and only errno
 * shows that: it has to be 0 before
 */
static inline void ocxl_check_memory(void)
{
	if (errno == ENOMEM)
		die("out of memory");
}

#endif /* OCXL_MEMORY_H */

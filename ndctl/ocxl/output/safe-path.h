/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Resolve a file name from the command line. One rule decides which links are followed and which
 * files are opened: see ocxl_safe_path_check_owner(). It does not depend on settings of the kernel.
 *
 * The path is resolved component by component. openat2() does not help: RESOLVE_NO_SYMLINKS refuses
 * the links of root, such as /var/run and /dev/stdout, no flag checks the owner of a link, and
 * kernels before 5.6 do not have it.
 */
#ifndef OCXL_SAFE_PATH_H
#define OCXL_SAFE_PATH_H

#include <limits.h>
#include <stdbool.h>
#include <sys/stat.h>
#include "ocxl/base/failure.h"

/* a resolved path */
struct ocxl_safe_path {
	int directory; /* descriptor of the directory; -1: not resolved */
	char name[NAME_MAX + 1]; /* last component; a symbolic link only with @magic_link */
	/*
	 * @name is a link below /proc to an open file ("/dev/stdout"), which only the kernel can
	 * follow
	 */
	bool magic_link;
};

/*
 * resolve a path and all symbolic links in it
 * @path: receives the result; release with ocxl_safe_path_close(), also after a failure
 * @text: the path; its last component, or the target of its last link, need not exist
 * Return: 0 or a negative errno; -OCXL_ERROR_FOREIGN_LINK for a link of another user, -EISDIR when
 * @text cannot be the name of a file.
 */
int ocxl_safe_path_resolve(struct ocxl_safe_path *path, const char *text);

/*
 * status of the file
 * @st: receives the status
 * Return: 0 or a negative errno; -ENOENT when no file has that name.
 */
int ocxl_safe_path_stat(const struct ocxl_safe_path *path, struct stat *st);

/*
 * descriptor of this process that a path names
 * Return: the descriptor's number ("/dev/stdout": 1); -1 when @path names something else.
 */
int ocxl_safe_path_descriptor(const struct ocxl_safe_path *path);

/*
 * check whether a link may be followed, or a file be opened
 * @directory: descriptor of the directory
 * Everything may be in a directory that only root or this user may write to: it belongs to one of
 * them, and neither its group nor everybody may write. In another directory of root or of this
 * user, links, FIFOs and devices must belong to one of them; a directory of another user must have
 * none. A regular file must belong to one of them or to the owner of the directory. Each of these
 * must have one name. In a user namespace all unknown owners have the same number; a regular file
 * of such an owner does not count as the directory owner's.
 * Return: 0, -OCXL_ERROR_FOREIGN_LINK, -OCXL_ERROR_FOREIGN_FILE, -OCXL_ERROR_HARD_LINK, or a
 * negative errno.
 */
int ocxl_safe_path_check_owner(int directory, const struct stat *st);

void ocxl_safe_path_close(struct ocxl_safe_path *path);

#endif /* OCXL_SAFE_PATH_H */

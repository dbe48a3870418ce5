/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a file that a user named is, or will be. Links are followed as the kernel does where
 * fs.protected_symlinks and its like are set, whatever they are here: in a directory that
 * everybody may write to ("/tmp"), what another user put under the name is not trusted.
 */
#ifndef OCXL_PLACE_H
#define OCXL_PLACE_H

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <sys/stat.h>
#include "ocxl/base/error-code.h"

/**
 * struct ocxl_place - a name in a directory
 * @directory: descriptor of it, -1: none yet
 * @base: name there; a link only with @magic
 * @magic: a link below /proc to what is open somewhere ("/dev/stdout"), for the kernel to follow
 */
struct ocxl_place {
	int directory;
	char base[NAME_MAX + 1];
	bool magic;
};

/**
 * ocxl_place_find() - follow @path and all links that it ends in
 * @place: receives it; released by ocxl_place_close(), also after a failure
 * @path: the last link may point to what is still to be made
 *
 * Return: 0 or a negative errno; -OCXL_ERROR_FOREIGN_FILE for a link that is not trusted, -EISDIR
 * when @path cannot be a file's name.
 */
int ocxl_place_find(struct ocxl_place *place, const char *path);

/** ocxl_place_stat() - what is there. 0 or a negative errno, -ENOENT: nothing */
int ocxl_place_stat(const struct ocxl_place *place, struct stat *st);

/** ocxl_place_descriptor() - number of this process's descriptor that is there; -1: it is none */
int ocxl_place_descriptor(const struct ocxl_place *place);

/**
 * ocxl_place_trust() - may what has the status @st be written to in @directory
 *
 * Where everybody may write and nobody may remove what others have, it has to be this user's
 * or the directory owner's, and a regular file must not have a second name: somebody else may
 * have given it to a file of this user. Owners that a user namespace does not know all look
 * alike, so one of them is not taken for the directory's.
 *
 * Return: 0, -OCXL_ERROR_FOREIGN_FILE, -OCXL_ERROR_HARD_LINK, or a negative errno.
 */
int ocxl_place_trust(int directory, const struct stat *st);

/** ocxl_place_close() - release */
void ocxl_place_close(struct ocxl_place *place);

#endif /* OCXL_PLACE_H */

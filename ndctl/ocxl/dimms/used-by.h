/* SPDX-License-Identifier: GPL-2.0-only */
/* Users of a card: its enabled region, and holders, mounts and swaps of the devices on it. */
#ifndef OCXL_USED_BY_H
#define OCXL_USED_BY_H

#include <stdbool.h>
#include <stddef.h>
#include "ocxl/records/field.h"

struct ocxl_dimm;
struct ocxl_user_record;

/* the users of a card */
struct ocxl_users {
	const char *dimm; /* name of the DIMM */
	struct ocxl_user_record *records; /* each behind the one that it uses */
	size_t count;
	bool unknown; /* something could not be read: there may be other users */
};

/*
 * find the users of a card in sysfs, /proc/self/mountinfo and /proc/swaps
 * @users: receives them; release with ocxl_users_release()
 * Mounts of other mount namespaces, and processes that have opened a device, are not found.
 * Return: the list for documents, which belongs to @users; unknown if a file could not be read.
 */
struct ocxl_list ocxl_users_find(struct ocxl_users *users, const struct ocxl_dimm *dimm);

void ocxl_users_release(struct ocxl_users *users);

/*
 * find the mount points of a block device; for tests
 * @users: receives them
 * @path: file in the format of /proc/self/mountinfo. A line that is not in this format, or that
 *   does not end, makes the users unknown
 * @number: of the device, "259:0"
 * @name: of the device, "pmem0". A file system with a number of its own names the device instead
 */
void ocxl_users_find_mounts(struct ocxl_users *users, const char *path, const char *number,
			    const char *name);

#endif /* OCXL_USED_BY_H */

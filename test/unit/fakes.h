/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Functions that a source of tests can replace: UNIT_FAKE(function, fake). In the tests of other
 * sources they are the real ones, which a fake calls as __real_function().
 */
#ifndef TEST_FAKES_H
#define TEST_FAKES_H

#include <poll.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>
#include "unit.h"

struct libscols_column;
struct ndctl_cmd;
struct ndctl_ctx;
struct ndctl_dimm;
struct ndctl_ocxl_events;

/*
 * type, name, parameters, arguments. meson.build reads the names. With 64-bit offsets, which all
 * sources have, some functions of the C library have other names.
 */
/* clang-format off */
#define UNIT_FAKES(ROW) \
	ROW(int, clock_gettime, (clockid_t clock, struct timespec *now), (clock, now)) \
	ROW(int, fclose, (FILE *file), (file)) \
	ROW(int, flock, (int fd, int operation), (fd, operation)) \
	ROW(int, fstatat64, (int directory, const char *name, struct stat *st, int flags), \
	    (directory, name, st, flags)) \
	ROW(int, fstatvfs64, (int fd, struct statvfs *vfs), (fd, vfs)) \
	ROW(int, fsync, (int fd), (fd)) \
	ROW(int, ppoll, (struct pollfd *fds, nfds_t count, const struct timespec *limit, \
			 const sigset_t *mask), (fds, count, limit, mask)) \
	ROW(ssize_t, pread64, (int fd, void *bytes, size_t size, off_t offset), \
	    (fd, bytes, size, offset)) \
	ROW(ssize_t, readlink, (const char *path, char *target, size_t size), (path, target, size)) \
	ROW(int, sem_clockwait, (sem_t *semaphore, clockid_t clock, const struct timespec *end), \
	    (semaphore, clock, end)) \
	ROW(int, stat64, (const char *path, struct stat *st), (path, st)) \
	ROW(ssize_t, write, (int fd, const void *bytes, size_t size), (fd, bytes, size)) \
	ROW(int, ndctl_cmd_ocxl_get_events, \
	    (struct ndctl_cmd *cmd, struct ndctl_ocxl_events *events), (cmd, events)) \
	ROW(int, ndctl_cmd_ocxl_get_status, (struct ndctl_cmd *cmd), (cmd)) \
	ROW(int, ndctl_cmd_ocxl_submit, (struct ndctl_cmd *cmd), (cmd)) \
	ROW(int, ndctl_cmd_submit, (struct ndctl_cmd *cmd), (cmd)) \
	ROW(void, ndctl_cmd_unref, (struct ndctl_cmd *cmd), (cmd)) \
	ROW(struct ndctl_ctx *, ndctl_dimm_get_ctx, (struct ndctl_dimm *dimm), (dimm)) \
	ROW(bool, ndctl_dimm_is_ocxl, (struct ndctl_dimm *dimm), (dimm)) \
	ROW(struct ndctl_cmd *, ndctl_dimm_ocxl_cmd_new_clear_conditions, \
	    (struct ndctl_dimm *dimm, uint64_t mask, const struct ndctl_ocxl_events *shown), \
	    (dimm, mask, shown)) \
	ROW(struct ndctl_cmd *, ndctl_dimm_ocxl_cmd_new_error_log, \
	    (struct ndctl_dimm *dimm, uint64_t cursor, bool acknowledge, size_t data_space), \
	    (dimm, cursor, acknowledge, data_space)) \
	ROW(struct ndctl_cmd *, ndctl_dimm_ocxl_cmd_new_events, (struct ndctl_dimm *dimm), (dimm)) \
	ROW(struct ndctl_ctx *, ndctl_ref, (struct ndctl_ctx *ctx), (ctx)) \
	ROW(int, scols_column_set_flags, (struct libscols_column *column, int flags), (column, flags))
/* clang-format on */

#define UNIT_DECLARE_FAKE(type, name, parameters, arguments) \
	type __real_##name parameters;                       \
	type __wrap_##name parameters;                       \
	extern type(*unit_fake_##name) parameters;
UNIT_FAKES(UNIT_DECLARE_FAKE)

/* while the tests of this source run */
#define UNIT_FAKE(name, fake)             \
	static void set_fake_##name(void) \
	{                                 \
		unit_fake_##name = fake;  \
	}                                 \
	UNIT_BEFORE_MAIN(fake_##name, unit_add_fake(__BASE_FILE__, set_fake_##name))

#endif /* TEST_FAKES_H */

// SPDX-License-Identifier: GPL-2.0-only
/*
 * LD_PRELOAD: spoils what a program reads about OpenCAPI DIMMs, as the file OCXL_FAULTS
 * (environment) says, while the file OCXL_FAULTS_WHEN exists, or always without this variable. A
 * line of the file:
 *
 *	NUMBER PIECE ACTION VALUE
 *
 * NUMBER is the one of the DIMM. PIECE is the name of a file of the DIMM in sysfs, "node" for its
 * device node, or "command" with the number of a command. ACTION:
 *
 *	open		open() fails with the errno VALUE
 *	read		read() and pread() fail with the errno VALUE
 *	path		open() opens the file VALUE instead
 *	ioctl		the command fails with the errno VALUE
 *	positive	its ioctl() returns VALUE
 *	answer		its answer is "empty", "garbage", "oversized" or "short"; that of DUMP_TAKE says
 *			that no dump has more than 4096 bytes: "small-dumps"
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <linux/ndctl.h>
#include <sys/ioctl.h>

#define FAULTS_MAX 1024
#define FDS_MAX	   4096

struct fault {
	unsigned int dimm;
	char piece[24];
	char action[16];
	char value[64];
};

static struct fault faults[FAULTS_MAX];
static unsigned int fault_count;
static const char *when;

static struct {
	int (*openat)(int directory, const char *path, int flags, ...);
	int (*access)(const char *path, int mode);
	ssize_t (*read)(int fd, void *bytes, size_t size);
	ssize_t (*pread)(int fd, void *bytes, size_t size, off64_t offset);
	int (*close)(int fd);
	int (*ioctl)(int fd, unsigned long request, ...);
} next;

/* an open file of a DIMM */
static struct {
	char piece[24];
	unsigned int dimm;
} files[FDS_MAX];

static bool is_active(void)
{
	return !when || next.access(when, F_OK) == 0;
}

static const struct fault *find_fault(unsigned int dimm, const char *piece, const char *action)
{
	unsigned int i;

	for (i = 0; i < fault_count; i++) {
		if (faults[i].dimm == dimm && !strcmp(faults[i].piece, piece) &&
		    !strcmp(faults[i].action, action))
			return is_active() ? &faults[i] : NULL;
	}
	return NULL;
}

/* the part of a path behind ".../nmem<dimm>/", "node" for the device node; NULL: another path */
static const char *find_piece(const char *path, unsigned int *dimm)
{
	const char *name = strstr(path, "/nmem");
	int end = 0;

	if (!name || sscanf(name, "/nmem%u%n", dimm, &end) != 1)
		return NULL;
	if (strncmp(path, "/dev/", 5) == 0)
		return name[end] == '\0' ? "node" : NULL;
	if (strncmp(path, "/sys/", 5) || name[end] != '/')
		return NULL;
	name += end + 1;
	return strncmp(name, "ocxlpmem/", 9) ? name : name + 9;
}

static int fail_with_errno(const char *number)
{
	errno = atoi(number);
	return -1;
}

static void remember_file(int fd, unsigned int dimm, const char *piece)
{
	if (fd < 0 || fd >= FDS_MAX)
		return;
	files[fd].dimm = dimm;
	snprintf(files[fd].piece, sizeof(files[fd].piece), "%s", piece);
}

static int open_file(int directory, const char *path, int flags, mode_t mode)
{
	unsigned int dimm;
	const char *piece = find_piece(path, &dimm);
	const struct fault *fault;
	int fd;

	if (!piece)
		return next.openat(directory, path, flags, mode);
	fault = find_fault(dimm, piece, "open");
	if (fault)
		return fail_with_errno(fault->value);
	fault = find_fault(dimm, piece, "path");
	fd = next.openat(directory, fault ? fault->value : path, flags, mode);
	remember_file(fd, dimm, piece);
	return fd;
}

int open64(const char *path, int flags, ...)
{
	va_list arguments;
	mode_t mode;

	va_start(arguments, flags);
	mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
	va_end(arguments);
	return open_file(AT_FDCWD, path, flags, mode);
}

int openat64(int directory, const char *path, int flags, ...)
{
	va_list arguments;
	mode_t mode;

	va_start(arguments, flags);
	mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
	va_end(arguments);
	return open_file(directory, path, flags, mode);
}

int __open64_2(const char *path, int flags);
int __openat64_2(int directory, const char *path, int flags);

int __open64_2(const char *path, int flags)
{
	return open_file(AT_FDCWD, path, flags, 0);
}

int __openat64_2(int directory, const char *path, int flags)
{
	return open_file(directory, path, flags, 0);
}

/* only what exists: a file that is not there for open() is not there for access() */
int access(const char *path, int mode)
{
	unsigned int dimm;
	const char *piece = find_piece(path, &dimm);
	const struct fault *fault = piece ? find_fault(dimm, piece, "path") : NULL;

	return next.access(fault ? fault->value : path, mode);
}

int close(int fd)
{
	if (fd >= 0 && fd < FDS_MAX)
		files[fd].piece[0] = '\0';
	return next.close(fd);
}

static const struct fault *find_read_fault(int fd)
{
	if (fd < 0 || fd >= FDS_MAX || !files[fd].piece[0])
		return NULL;
	return find_fault(files[fd].dimm, files[fd].piece, "read");
}

ssize_t read(int fd, void *bytes, size_t size)
{
	const struct fault *fault = find_read_fault(fd);

	return fault ? fail_with_errno(fault->value) : next.read(fd, bytes, size);
}

ssize_t pread64(int fd, void *bytes, size_t size, off64_t offset)
{
	const struct fault *fault = find_read_fault(fd);

	return fault ? fail_with_errno(fault->value) : next.pread(fd, bytes, size, offset);
}

/* in the answer to DUMP_TAKE, behind the header (wire.md 4.8) */
#define MAX_SIZE_OFFSET (8 + 4)
static const uint32_t small_dump = 4096;

static void spoil_answer(struct nd_cmd_pkg *package, const char *how)
{
	uint8_t *answer = package->nd_payload + package->nd_size_in;

	if (!strcmp(how, "garbage")) {
		memset(answer, 0xa5, package->nd_size_out);
	} else if (!strcmp(how, "oversized")) {
		package->nd_fw_size = UINT32_MAX;
	} else if (!strcmp(how, "short")) {
		package->nd_fw_size = 4;
	} else if (!strcmp(how, "small-dumps")) {
		memcpy(answer + MAX_SIZE_OFFSET, &small_dump, sizeof(small_dump));
	} else {
		package->nd_fw_size = 0;
		memset(answer, 0, package->nd_size_out);
	}
}

static int send_command(int fd, unsigned long request, struct nd_cmd_pkg *package)
{
	unsigned int dimm = files[fd].dimm;
	const struct fault *fault;
	char piece[24];
	int rc;

	snprintf(piece, sizeof(piece), "command%llu", (unsigned long long)package->nd_command);
	fault = find_fault(dimm, piece, "ioctl");
	if (fault)
		return fail_with_errno(fault->value);
	rc = next.ioctl(fd, request, package);
	fault = find_fault(dimm, piece, "positive");
	if (fault)
		return atoi(fault->value);
	fault = find_fault(dimm, piece, "answer");
	if (fault && rc == 0)
		spoil_answer(package, fault->value);
	return rc;
}

int ioctl(int fd, unsigned long request, ...)
{
	va_list arguments;
	void *argument;

	va_start(arguments, request);
	argument = va_arg(arguments, void *);
	va_end(arguments);
	if (fd < 0 || fd >= FDS_MAX || strcmp(files[fd].piece, "node") ||
	    (uint32_t)request != (uint32_t)ND_IOCTL_CALL)
		return next.ioctl(fd, request, argument);
	return send_command(fd, request, argument);
}

static void find_next(void *function, const char *name)
{
	void *found = dlsym(RTLD_NEXT, name);

	if (!found)
		abort();
	memcpy(function, &found, sizeof(found));
}

__attribute__((constructor)) static void read_faults(void)
{
	const char *path = getenv("OCXL_FAULTS");
	struct fault *fault = faults;
	FILE *list;

	find_next(&next.openat, "openat64");
	find_next(&next.access, "access");
	find_next(&next.read, "read");
	find_next(&next.pread, "pread64");
	find_next(&next.close, "close");
	find_next(&next.ioctl, "ioctl");
	when = getenv("OCXL_FAULTS_WHEN");
	list = path ? fopen(path, "re") : NULL;
	if (!list)
		abort();
	while (fault < faults + FAULTS_MAX &&
	       fscanf(list, "%u %23s %15s %63s", &fault->dimm, fault->piece, fault->action,
		      fault->value) == 4)
		fault++;
	fault_count = (unsigned int)(fault - faults);
	fclose(list);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The caller: the thread whose system call was caught.
 */
#include <dirent.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/kcmp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>
#include "syscalls/caller-process.h"

#define DIMM_NODE	 "/nmem"
/* enough for /proc/PID/status and stat */
#define STATUS_SIZE	 4096
#define FD_PATH_MAX	 48
/* of /proc/PID/stat, from 1 */
#define START_TIME_FIELD 22

static struct iovec remote_part(u64 address, size_t size)
{
	return (struct iovec) { .iov_base = (void *)(uintptr_t)address, .iov_len = size };
}

size_t ocxl_caller_read_available(pid_t tid, u64 address, void *to, size_t size)
{
	struct iovec here = { .iov_base = to, .iov_len = size };
	struct iovec there = remote_part(address, size);
	ssize_t copied = process_vm_readv(tid, &here, 1, &there, 1, 0);

	return copied > 0 ? (size_t)copied : 0;
}

int ocxl_caller_read(pid_t tid, u64 address, void *to, size_t size)
{
	return size == 0 || ocxl_caller_read_available(tid, address, to, size) == size ? 0
										       : -EFAULT;
}

int ocxl_caller_write(pid_t tid, u64 address, const void *from, size_t size)
{
	struct iovec here = { .iov_base = (void *)(uintptr_t)from, .iov_len = size };
	struct iovec there = remote_part(address, size);

	if (size == 0)
		return 0;
	return process_vm_writev(tid, &here, 1, &there, 1, 0) == (ssize_t)size ? 0 : -EFAULT;
}

static void format_fd_path(char path[FD_PATH_MAX], pid_t tid, int fd)
{
	snprintf(path, FD_PATH_MAX, "/proc/%d/fd/%d", tid, fd);
}

int ocxl_caller_dimm_number(pid_t tid, int fd)
{
	char path[FD_PATH_MAX];
	char target[256];
	char *name;
	char *end;
	ssize_t length;
	unsigned long number;

	format_fd_path(path, tid, fd);
	length = readlink(path, target, sizeof(target) - 1);
	if (length <= 0)
		return -1;
	target[length] = '\0';
	name = strrchr(target, '/');
	if (!name || strncmp(name, DIMM_NODE, strlen(DIMM_NODE)))
		return -1;
	name += strlen(DIMM_NODE);
	if (*name < '0' || *name > '9')
		return -1;
	number = strtoul(name, &end, 10);
	return *end || number > 0xFFFF ? -1 : (int)number;
}

static bool read_proc_file(pid_t tid, const char *name, char text[STATUS_SIZE])
{
	char path[64];
	ssize_t length;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/%s", tid, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	length = read(fd, text, STATUS_SIZE - 1);
	close(fd);
	text[length > 0 ? length : 0] = '\0';
	return length > 0;
}

static bool read_status(pid_t tid, char text[STATUS_SIZE])
{
	return read_proc_file(tid, "status", text);
}

static bool find_number(const char *text, const char *key, int base, u64 *value)
{
	const char *at = strstr(text, key);

	if (!at)
		return false;
	*value = strtoull(at + strlen(key), NULL, base);
	return true;
}

bool ocxl_caller_fd_is_read_only(pid_t tid, int fd)
{
	char path[FD_PATH_MAX];
	struct stat st;

	/* The mode of the link itself has the access mode of the descriptor. */
	format_fd_path(path, tid, fd);
	return lstat(path, &st) == 0 && !(st.st_mode & 0200);
}

bool ocxl_caller_is_admin(pid_t tid)
{
	char text[STATUS_SIZE];
	u64 effective;

	if (!read_status(tid, text) || !find_number(text, "\nCapEff:", 16, &effective))
		return false;
	return (effective & BIT_ULL(CAP_SYS_ADMIN)) != 0;
}

bool ocxl_caller_is_stopped(pid_t tid)
{
	char text[STATUS_SIZE];

	return read_status(tid, text) &&
	       (strstr(text, "\nState:\tT") || strstr(text, "\nState:\tt"));
}

bool ocxl_caller_has_ended(pid_t tid)
{
	char text[STATUS_SIZE];

	/* a process whose parent has not waited for it is still there */
	return (kill(tid, 0) && errno == ESRCH) ||
	       (read_status(tid, text) &&
		(strstr(text, "\nState:\tZ") || strstr(text, "\nState:\tX")));
}

/*
 * has a thread of the caller's process stopped? The kernel lets the caller stop as well, when it
 * leaves its call.
 */
static bool has_stopped_thread(pid_t tid)
{
	char path[FD_PATH_MAX], text[STATUS_SIZE];
	struct dirent *entry;
	bool found = false;
	DIR *threads;

	snprintf(path, sizeof(path), "/proc/%d/task", tid);
	threads = opendir(path);
	while (threads && !found && (entry = readdir(threads)))
		found = read_status(atoi(entry->d_name), text) && strstr(text, "\nState:\tT");
	if (threads)
		closedir(threads);
	return found;
}

bool ocxl_caller_has_to_leave(pid_t tid, const u64 *blocked)
{
	char text[STATUS_SIZE];
	u64 thread, process, set, count;

	if (!read_status(tid, text) || !find_number(text, "\nSigPnd:", 16, &thread) ||
	    !find_number(text, "\nShdPnd:", 16, &process) ||
	    !find_number(text, "\nSigBlk:", 16, &set) ||
	    !find_number(text, "\nThreads:", 10, &count))
		return false;
	if (blocked)
		set = *blocked;
	set &= ~(BIT_ULL(SIGKILL - 1) | BIT_ULL(SIGSTOP - 1));
	return ((thread | process) & ~set) || (count > 1 && has_stopped_thread(tid));
}

bool ocxl_caller_fd_inode(pid_t tid, int fd, dev_t *device, ino_t *inode)
{
	char path[FD_PATH_MAX];
	struct stat st;

	format_fd_path(path, tid, fd);
	if (stat(path, &st))
		return false;
	*device = st.st_dev;
	*inode = st.st_ino;
	return true;
}

unsigned int ocxl_caller_fd_table_size(pid_t tid)
{
	char text[STATUS_SIZE];
	u64 size;

	return read_status(tid, text) && find_number(text, "\nFDSize:", 10, &size)
		       ? (unsigned int)size
		       : 0;
}

bool ocxl_caller_may_be_in_call(pid_t tid, const u64 arguments[3])
{
	unsigned long long now[2];
	char text[STATUS_SIZE];

	/* "7 0x7ffd...", or "running" of a thread that enters a call or returns from it */
	if (!read_proc_file(tid, "syscall", text) ||
	    sscanf(text, "%*d %*s %llx %llx", &now[0], &now[1]) != 2)
		return true;
	return now[0] == arguments[1] && now[1] == arguments[2];
}

pid_t ocxl_caller_tracer(pid_t tid)
{
	char text[STATUS_SIZE];
	u64 tracer;

	return read_status(tid, text) && find_number(text, "\nTracerPid:", 10, &tracer)
		       ? (pid_t)tracer
		       : 0;
}

u64 ocxl_caller_start_time(pid_t tid)
{
	char text[STATUS_SIZE];
	const char *at;
	int field;

	if (!read_proc_file(tid, "stat", text))
		return 0;
	/* The name of the program is in parentheses, and may have blanks and parentheses itself. */
	at = strrchr(text, ')');
	for (field = 2; at && field < START_TIME_FIELD; field++)
		at = strchr(at + 1, ' ');
	return at ? strtoull(at, NULL, 10) : 0;
}

int ocxl_caller_open_pidfd(pid_t tid)
{
	char text[STATUS_SIZE];
	u64 group;
	int pidfd = (int)syscall(SYS_pidfd_open, tid, 0);

	/* The kernel opens first threads of a process only. */
	if (pidfd < 0 && read_status(tid, text) && find_number(text, "\nTgid:", 10, &group))
		pidfd = (int)syscall(SYS_pidfd_open, (pid_t)group, 0);
	return pidfd < 0 ? -errno : pidfd;
}

int ocxl_caller_copy_fd(int pidfd, int fd)
{
	int copy = (int)syscall(SYS_pidfd_getfd, pidfd, fd, 0);

	return copy < 0 ? -errno : copy;
}

bool ocxl_caller_fd_is_copy_of(pid_t tid, int fd, int own_fd)
{
	long order = syscall(SYS_kcmp, getpid(), tid, KCMP_FILE, own_fd, fd);
	struct stat st;
	dev_t device;
	ino_t inode;

	if (order >= 0 || (errno != ENOSYS && errno != EPERM))
		return order == 0;
	/*
	 * Without kcmp(), or where a seccomp filter forbids it: compare the inodes, which two
	 * separate opens share as well.
	 */
	return ocxl_caller_fd_inode(tid, fd, &device, &inode) && fstat(own_fd, &st) == 0 &&
	       st.st_dev == device && st.st_ino == inode;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * What can be learnt of a thread whose system call was caught, see caller-process.h.
 */
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/kcmp.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>
#include "syscalls/caller-process.h"

#define NODE "/nmem"

static struct iovec remote(u64 address, size_t size)
{
	return (struct iovec) { .iov_base = (void *)(uintptr_t)address, .iov_len = size };
}

size_t ocxl_client_read_some(pid_t tid, u64 address, void *to, size_t size)
{
	struct iovec here = { .iov_base = to, .iov_len = size };
	struct iovec there = remote(address, size);
	ssize_t copied = process_vm_readv(tid, &here, 1, &there, 1, 0);

	return copied > 0 ? (size_t)copied : 0;
}

int ocxl_client_read(pid_t tid, u64 address, void *to, size_t size)
{
	return size == 0 || ocxl_client_read_some(tid, address, to, size) == size ? 0 : -EFAULT;
}

int ocxl_client_write(pid_t tid, u64 address, const void *from, size_t size)
{
	struct iovec here = { .iov_base = (void *)(uintptr_t)from, .iov_len = size };
	struct iovec there = remote(address, size);

	if (size == 0)
		return 0;
	return process_vm_writev(tid, &here, 1, &there, 1, 0) == (ssize_t)size ? 0 : -EFAULT;
}

int ocxl_client_dimm(pid_t tid, int fd)
{
	char path[48];
	char target[256];
	char *name;
	char *end;
	ssize_t length;
	unsigned long number;

	snprintf(path, sizeof(path), "/proc/%d/fd/%d", tid, fd);
	length = readlink(path, target, sizeof(target) - 1);
	if (length <= 0)
		return -1;
	target[length] = '\0';
	name = strrchr(target, '/');
	if (!name || strncmp(name, NODE, strlen(NODE)))
		return -1;
	name += strlen(NODE);
	if (*name < '0' || *name > '9')
		return -1;
	number = strtoul(name, &end, 10);
	return *end || number > 0xFFFF ? -1 : (int)number;
}

/* the first @size - 1 bytes of a file in the client's directory of /proc */
static bool read_proc(pid_t tid, const char *file, char *text, size_t size)
{
	char path[64];
	ssize_t length;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/%s", tid, file);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	length = read(fd, text, size - 1);
	close(fd);
	text[length > 0 ? length : 0] = '\0';
	return length > 0;
}

static bool find_number(const char *text, const char *key, int base, u64 *value)
{
	const char *at = strstr(text, key);

	if (!at)
		return false;
	*value = strtoull(at + strlen(key), NULL, base);
	return true;
}

bool ocxl_client_read_only(pid_t tid, int fd)
{
	char path[48];
	struct stat st;

	/* the link's own mode says what the descriptor may do */
	snprintf(path, sizeof(path), "/proc/%d/fd/%d", tid, fd);
	return lstat(path, &st) == 0 && !(st.st_mode & 0200);
}

bool ocxl_client_admin(pid_t tid)
{
	char text[4096];
	u64 effective;

	if (!read_proc(tid, "status", text, sizeof(text)) ||
	    !find_number(text, "\nCapEff:", 16, &effective))
		return false;
	return (effective & OCXL_BIT(CAP_SYS_ADMIN)) != 0;
}

bool ocxl_client_inode(pid_t tid, int fd, dev_t *device, ino_t *inode)
{
	char path[48];
	struct stat st;

	snprintf(path, sizeof(path), "/proc/%d/fd/%d", tid, fd);
	if (stat(path, &st))
		return false;
	*device = st.st_dev;
	*inode = st.st_ino;
	return true;
}

bool ocxl_client_signals(pid_t tid, u64 *blocked, u64 *pending)
{
	char text[4096];
	u64 own;
	u64 shared;

	if (!read_proc(tid, "status", text, sizeof(text)) ||
	    !find_number(text, "\nSigPnd:", 16, &own) ||
	    !find_number(text, "\nShdPnd:", 16, &shared) ||
	    !find_number(text, "\nSigBlk:", 16, blocked))
		return false;
	*pending = own | shared;
	return true;
}

pid_t ocxl_client_parent(pid_t tid)
{
	char text[4096];
	u64 parent;

	if (!read_proc(tid, "status", text, sizeof(text)) ||
	    !find_number(text, "\nPPid:", 10, &parent))
		return 0;
	return (pid_t)parent;
}

pid_t ocxl_client_number(pid_t tid, unsigned int level, unsigned int *found)
{
	static const char key[] = "\nNSpid:";
	char text[4096];
	char *at;
	char *end;
	long number;
	long last = 0;
	unsigned int i = 0;

	if (!read_proc(tid, "status", text, sizeof(text)))
		return 0;
	at = strstr(text, key);
	for (at = at ? at + strlen(key) : NULL; at && *at == '\t'; at = end) {
		number = strtol(at, &end, 10);
		if (end == at)
			break;
		last = number;
		*found = i;
		if (i++ == level)
			return (pid_t)last;
	}
	return level == ~0U ? (pid_t)last : 0;
}

int ocxl_client_open(pid_t tid)
{
	char text[4096];
	u64 group;
	int process = (int)syscall(SYS_pidfd_open, tid, 0);

	/* a thread that is not the first one has none of its own */
	if (process < 0 && read_proc(tid, "status", text, sizeof(text)) &&
	    find_number(text, "\nTgid:", 10, &group))
		process = (int)syscall(SYS_pidfd_open, (pid_t)group, 0);
	return process < 0 ? -errno : process;
}

int ocxl_client_copy_fd(int process, int fd)
{
	int copy = (int)syscall(SYS_pidfd_getfd, process, fd, 0);

	return copy < 0 ? -errno : copy;
}

bool ocxl_client_same_file(pid_t tid, int fd, int ours)
{
	long order = syscall(SYS_kcmp, getpid(), tid, KCMP_FILE, ours, fd);
	struct stat st;
	dev_t device;
	ino_t inode;

	if (order >= 0 || errno != ENOSYS)
		return order == 0;
	/* a kernel without kcmp(): the same file, if not the same opening of it */
	return ocxl_client_inode(tid, fd, &device, &inode) && fstat(ours, &st) == 0 &&
	       st.st_dev == device && st.st_ino == inode;
}

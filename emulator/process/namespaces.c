// SPDX-License-Identifier: GPL-2.0-only
/*
 * The namespaces in which COMMAND runs: first process, user and group numbers.
 */
#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "process/namespaces.h"

int ocxl_namespaces_clone(struct ocxl_namespaces *namespaces)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair))
		return -errno;
	namespaces->first_process =
		(pid_t)syscall(SYS_clone, namespaces->flags | SIGCHLD, NULL, NULL, NULL, NULL);
	if (namespaces->first_process < 0) {
		int rc = -errno;

		close(pair[0]);
		close(pair[1]);
		return rc;
	}
	namespaces->socket = pair[namespaces->first_process ? 0 : 1];
	close(pair[namespaces->first_process ? 1 : 0]);
	/*
	 * The kernel ends a process namespace with its first process. Without, that process must.
	 */
	if (namespaces->first_process == 0)
		prctl(PR_SET_PDEATHSIG,
		      namespaces->flags & CLONE_NEWPID ? SIGKILL : OCXL_SIGNAL_LAUNCHER_GONE);
	return 0;
}

static int write_map(pid_t pid, const char *file, const char *text)
{
	char path[64];
	ssize_t written;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, file);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	written = write(fd, text, strlen(text));
	close(fd);
	return written == (ssize_t)strlen(text) ? 0 : -EPERM;
}

/* Build a map of all numbers of our own namespace to themselves. */
static int format_full_map(const char *file, char *text, size_t size)
{
	unsigned long first;
	unsigned long parent;
	unsigned long count;
	size_t used = 0;
	FILE *map = fopen(file, "re");

	if (!map)
		return -errno;
	while (fscanf(map, "%lu %lu %lu", &first, &parent, &count) == 3)
		used += (size_t)scnprintf(text + used, size - used, "%lu %lu %lu\n", first, first,
					  count);
	fclose(map);
	return used ? 0 : -EINVAL;
}

static int map_all_ids(pid_t pid)
{
	char users[2048];
	char groups[2048];

	if (geteuid() != 0 || format_full_map("/proc/self/uid_map", users, sizeof(users)) ||
	    format_full_map("/proc/self/gid_map", groups, sizeof(groups)))
		return -EPERM;
	/* Groups first: when the kernel refuses them, map_own_ids() is still possible. */
	return write_map(pid, "gid_map", groups) || write_map(pid, "uid_map", users) ? -EPERM : 0;
}

static int map_own_ids(pid_t pid)
{
	char text[64];
	int rc = write_map(pid, "setgroups", "deny");

	snprintf(text, sizeof(text), "%u %u 1\n", getegid(), getegid());
	if (!rc)
		rc = write_map(pid, "gid_map", text);
	snprintf(text, sizeof(text), "%u %u 1\n", geteuid(), geteuid());
	if (!rc)
		rc = write_map(pid, "uid_map", text);
	return rc;
}

int ocxl_namespaces_map_ids(const struct ocxl_namespaces *namespaces)
{
	if (!(namespaces->flags & CLONE_NEWUSER) || map_all_ids(namespaces->first_process) == 0)
		return 0;
	return map_own_ids(namespaces->first_process);
}

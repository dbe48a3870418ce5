// SPDX-License-Identifier: GPL-2.0-only
/*
 * The world that COMMAND sees, see namespaces.h.
 */
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "process/namespaces.h"
#include "syscalls/nested-emulators.h"
#include "trees/dev-tree.h"
#include "trees/sysfs-tree.h"

/* the machine's /sys inside of ours */
#define REAL_SYS      ".machine"
#define TMPFS_OPTIONS "mode=0755,nr_inodes=0"

static pid_t fork_into(int flags)
{
#if defined(__s390__)
	return (pid_t)syscall(SYS_clone, NULL, flags | SIGCHLD, NULL, NULL, NULL);
#else
	return (pid_t)syscall(SYS_clone, flags | SIGCHLD, NULL, NULL, NULL, NULL);
#endif
}

int ocxl_world_enter(struct ocxl_world *world)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair))
		return -errno;
	world->init = fork_into(world->flags);
	if (world->init < 0) {
		int rc = -errno;

		close(pair[0]);
		close(pair[1]);
		return rc;
	}
	world->socket = pair[world->init ? 0 : 1];
	close(pair[world->init ? 1 : 0]);
	/* the kernel ends a process namespace with its first process, else that has to */
	if (world->init == 0)
		prctl(PR_SET_PDEATHSIG, world->flags & CLONE_NEWPID ? SIGKILL : OCXL_SIGNAL_ORPHAN);
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

/* every id that we know ourselves, under its own number */
static int read_all_ids(const char *file, char *text, size_t size)
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

static int map_all(pid_t pid)
{
	char users[2048];
	char groups[2048];

	if (geteuid() != 0 || read_all_ids("/proc/self/uid_map", users, sizeof(users)) ||
	    read_all_ids("/proc/self/gid_map", groups, sizeof(groups)))
		return -EPERM;
	/* the groups first: an error there leaves the single map possible */
	return write_map(pid, "gid_map", groups) || write_map(pid, "uid_map", users) ? -EPERM : 0;
}

int ocxl_world_map(const struct ocxl_world *world)
{
	char text[64];
	int rc;

	if (!(world->flags & CLONE_NEWUSER) || map_all(world->init) == 0)
		return 0;
	rc = write_map(world->init, "setgroups", "deny");
	snprintf(text, sizeof(text), "%u %u 1\n", getegid(), getegid());
	if (!rc)
		rc = write_map(world->init, "gid_map", text);
	snprintf(text, sizeof(text), "%u %u 1\n", geteuid(), geteuid());
	if (!rc)
		rc = write_map(world->init, "uid_map", text);
	return rc;
}

/* each mount by itself: for a root that is no mount point, as after chroot() */
static int make_each_private(void)
{
	char line[4096];
	char path[4096];
	FILE *mounts = fopen("/proc/self/mountinfo", "re");

	if (!mounts)
		return -errno;
	while (fgets(line, sizeof(line), mounts)) {
		if (sscanf(line, "%*s %*s %*s %*s %4095s", path) == 1)
			mount(NULL, path, NULL, MS_PRIVATE, NULL);
	}
	fclose(mounts);
	return 0;
}

static int make_private(void)
{
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0)
		return 0;
	return errno == EINVAL ? make_each_private() : -errno;
}

static int new_file_system(const char *path)
{
	if (mkdir(path, 0755) || mount("ocxl-emulator", path, "tmpfs", MS_NOSUID, TMPFS_OPTIONS) ||
	    chdir(path))
		return -errno;
	return 0;
}

static int build_sys(const struct ocxl_cards *cards)
{
	int rc = new_file_system("/proc/sys");

	if (rc)
		return rc;
	if (mkdir(REAL_SYS, 0755) || mount("/sys", REAL_SYS, NULL, MS_BIND | MS_REC, NULL))
		return -errno;
	return ocxl_tree_build(cards, REAL_SYS);
}

static int build_dev(const struct ocxl_cards *cards, int *meeting)
{
	int rc = new_file_system("/proc/dev");

	if (rc)
		return rc;
	*meeting = ocxl_nest_listen();
	return ocxl_dev_build(cards);
}

static int move(const char *from, const char *to)
{
	return mount(from, to, NULL, MS_MOVE, NULL) ? -errno : 0;
}

/* a fresh /proc for a new process namespace; in the old one, its own comes back */
static int show_processes(int flags)
{
	if (umount2("/proc", MNT_DETACH))
		return -errno;
	if (!(flags & CLONE_NEWPID))
		return 0;
	if (mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL))
		return -errno;
	return 0;
}

static int scaffold(void)
{
	/* /proc is a directory that every root has and that is remade at the end */
	return mount("ocxl-emulator", "/proc", "tmpfs", MS_NOSUID, TMPFS_OPTIONS) ? -errno : 0;
}

static int raise_walls(const struct ocxl_cards *cards, int flags, int *meeting, const char **step)
{
	int rc;

	*step = "make the mounts private";
	rc = make_private();
	if (rc)
		return rc;
	*step = "mount a file system in memory";
	rc = scaffold();
	if (rc)
		return rc;
	*step = "build /sys";
	rc = build_sys(cards);
	if (rc)
		return rc;
	*step = "build /dev";
	rc = build_dev(cards, meeting);
	if (rc)
		return rc;
	*step = "mount /sys and /dev";
	rc = move("/proc/sys", "/sys");
	if (!rc)
		rc = move("/proc/dev", "/dev");
	if (rc)
		return rc;
	*step = "mount /proc";
	return show_processes(flags);
}

int ocxl_world_build(const struct ocxl_world *world, const struct ocxl_cards *cards, int *root,
		     int *meeting, const char **step)
{
	int here = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	mode_t mask = umask(0);
	char byte;
	int rc;

	/* the other side writes once the ids are mapped, or dies */
	*step = "wait for the launcher";
	if (recv(world->socket, &byte, 1, 0) != 1)
		return -EPIPE;
	rc = raise_walls(cards, world->flags, meeting, step);
	umask(mask);
	if ((here < 0 || fchdir(here)) && chdir("/") && !rc) {
		*step = "enter /";
		rc = -errno;
	}
	if (here >= 0)
		close(here);
	if (rc)
		return rc;
	*step = "open /sys";
	*root = open("/sys", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return *root < 0 ? -errno : 0;
}

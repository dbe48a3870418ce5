// SPDX-License-Identifier: GPL-2.0-only
/*
 * The namespaces in which COMMAND runs: mounts.
 *
 * /proc is the working area: every root file system has this directory, and it is mounted anew at
 * the end.
 */
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include "process/command-environment.h"
#include "process/namespaces.h"
#include "trees/dev-tree.h"
#include "trees/sysfs-tree.h"

/* the same in the directory that becomes /sys */
#define MACHINE_SYS   (&OCXL_MACHINE_SYS[sizeof("/sys")])
#define TMPFS_OPTIONS "mode=0755,nr_inodes=0"

/* After chroot(), "/" is not a mount point: change the mounts below it one by one. */
static int make_each_mount_private(void)
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

static int make_mounts_private(void)
{
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0)
		return 0;
	return errno == EINVAL ? make_each_mount_private() : -errno;
}

static int mount_work_area(void)
{
	return mount("ocxl-emulator", "/proc", "tmpfs", MS_NOSUID, TMPFS_OPTIONS) ? -errno : 0;
}

static int enter_new_file_system(const char *path)
{
	if (mkdir(path, 0755) || mount("ocxl-emulator", path, "tmpfs", MS_NOSUID, TMPFS_OPTIONS) ||
	    chdir(path))
		return -errno;
	return 0;
}

static int build_sys(const struct ocxl_emulated_cards *cards)
{
	int rc = enter_new_file_system("/proc/sys");

	if (rc)
		return rc;
	if (mkdir(MACHINE_SYS, 0755) || mount("/sys", MACHINE_SYS, NULL, MS_BIND | MS_REC, NULL))
		return -errno;
	rc = ocxl_command_link_ndctl();
	return rc ? rc : ocxl_sysfs_build(cards, MACHINE_SYS);
}

static int build_dev(const struct ocxl_emulated_cards *cards)
{
	int rc = enter_new_file_system("/proc/dev");

	return rc ? rc : ocxl_dev_tree_build(cards);
}

static int move_file_system(const char *from, const char *to)
{
	return mount(from, to, NULL, MS_MOVE, NULL) ? -errno : 0;
}

/* Removing the work area uncovers the old /proc, which a new process namespace must not keep. */
static int mount_proc(int flags)
{
	if (umount2("/proc", MNT_DETACH))
		return -errno;
	if (!(flags & CLONE_NEWPID))
		return 0;
	if (mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL))
		return -errno;
	return 0;
}

static int mount_all(const struct ocxl_emulated_cards *cards, int flags,
		     struct ocxl_mount_result *result)
{
	int rc;

	result->step = "make the mounts private";
	rc = make_mounts_private();
	if (rc)
		return rc;
	result->step = "mount a file system in memory";
	rc = mount_work_area();
	if (rc)
		return rc;
	result->step = "build /sys";
	rc = build_sys(cards);
	if (rc)
		return rc;
	result->step = "build /dev";
	rc = build_dev(cards);
	if (rc)
		return rc;
	result->step = "mount /sys and /dev";
	rc = move_file_system("/proc/sys", "/sys");
	if (!rc)
		rc = move_file_system("/proc/dev", "/dev");
	if (rc)
		return rc;
	result->step = "mount /proc";
	return mount_proc(flags);
}

/* is this path in a tree that COMMAND sees as another one */
static bool is_replaced(const char *path)
{
	static const char *const trees[] = { "/sys", "/dev", "/proc" };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(trees); i++) {
		size_t length = strlen(trees[i]);

		if (!strncmp(path, trees[i], length) && (path[length] == '/' || !path[length]))
			return true;
	}
	return false;
}

/* a working directory: a descriptor, because others may move it; its path, or "" if it has none */
struct working_directory {
	int fd;
	char path[PATH_MAX];
};

static void save_directory(struct working_directory *saved)
{
	saved->fd = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (!getcwd(saved->path, sizeof(saved->path)))
		*saved->path = '\0';
}

/*
 * Return to the working directory of COMMAND, or to "/" if it is gone. In /sys,
 * /dev and /proc, the descriptor would lead COMMAND to the tree of the machine.
 */
static int restore_directory(const struct working_directory *saved)
{
	int rc = 0;

	if ((is_replaced(saved->path) ? chdir(saved->path) : fchdir(saved->fd)) && chdir("/"))
		rc = -errno;
	if (saved->fd >= 0)
		close(saved->fd);
	return rc;
}

int ocxl_namespaces_mount(const struct ocxl_namespaces *namespaces,
			  const struct ocxl_emulated_cards *cards, struct ocxl_mount_result *result)
{
	struct working_directory directory;
	char byte;
	int rc;

	save_directory(&directory);
	ocxl_command_find_ndctl();
	result->step = "wait for the launcher";
	if (recv(namespaces->socket, &byte, 1, 0) != 1)
		return -EPIPE;
	rc = mount_all(cards, namespaces->flags, result);
	if (rc)
		return rc;
	result->step = "enter /";
	rc = restore_directory(&directory);
	if (rc)
		return rc;
	result->step = "open /sys";
	result->root = open("/sys", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return result->root < 0 ? -errno : 0;
}

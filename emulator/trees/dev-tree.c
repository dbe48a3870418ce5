// SPDX-License-Identifier: GPL-2.0-only
/*
 * /dev as COMMAND sees it.
 */
#include <dirent.h>
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>
#include "trees/dev-tree.h"

/* directory where the machine's own /dev is mounted */
#define MACHINE ".machine"

/* Nodes to bind. Of directories (pts, shm, ...) and links (fd, stdin, ...) the tree has all. */
static const char *const bound_nodes[] = {
	"console", "full", "fuse", "kvm", "null", "random", "tty", "urandom", "zero",
};

static int create_file(const char *name)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0)
		return -errno;
	close(fd);
	return 0;
}

/*
 * The inode of a bound node is the machine's own. Read-only, its owner and mode cannot change;
 * writing to a device does not depend on that.
 */
static int restrict_mount(const char *name, unsigned long more_flags)
{
	const unsigned long flags = MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NOEXEC;

	return mount(NULL, name, NULL, flags | more_flags, NULL) ? -errno : 0;
}

static int bind_node(const char *source, const char *name)
{
	int rc = create_file(name);

	if (!rc && mount(source, name, NULL, MS_BIND, NULL))
		rc = -errno;
	if (!rc)
		rc = restrict_mount(name, 0);
	if (rc)
		unlink(name);
	return rc;
}

/*
 * The kernel looks for the directory "pts" beside the node "ptmx" that was opened, in the same file
 * system. A bind mount of "ptmx" alone therefore does not work.
 */
static void link_ptmx(void)
{
	char node[64];
	unsigned int i;

	if (mkdir(MACHINE, 0755))
		return;
	if (mount("/dev", MACHINE, NULL, MS_BIND | MS_REC, NULL) || restrict_mount(MACHINE, 0) ||
	    symlink(MACHINE "/ptmx", "ptmx"))
		rmdir(MACHINE);
	/* in a container, single nodes are mounts of their own; the others are not */
	for (i = 0; i < ARRAY_SIZE(bound_nodes); i++) {
		snprintf(node, sizeof(node), MACHINE "/%s", bound_nodes[i]);
		restrict_mount(node, 0);
	}
}

static bool is_built_here(const char *name)
{
	return !strncmp(name, "nmem", 4) || !strncmp(name, "ndctl", 5) || !strcmp(name, MACHINE);
}

/*
 * @has_nodes: a part of the file system of /dev. Others, such as pts and shm, are shared with the
 * machine.
 */
static void bind_directory(const char *source, const char *name, bool has_nodes)
{
	if (mkdir(name, 0755))
		return;
	if (mount(source, name, NULL, MS_BIND | MS_REC, NULL))
		rmdir(name);
	else if (has_nodes)
		restrict_mount(name, 0);
}

/* An entry that cannot be copied is left out: a minimal root directory has few of them. */
static void copy_entry(const char *name)
{
	char source[300];
	char target[512];
	struct stat st, dev;
	ssize_t length;

	snprintf(source, sizeof(source), "/dev/%s", name);
	if (is_built_here(name) || lstat(source, &st) || stat("/dev", &dev))
		return;
	if (S_ISDIR(st.st_mode)) {
		bind_directory(source, name, st.st_dev == dev.st_dev);
	} else if (S_ISLNK(st.st_mode)) {
		length = readlink(source, target, sizeof(target) - 1);
		target[length > 0 ? length : 0] = '\0';
		if (symlink(target, name))
			return;
	}
}

static void copy_entries(void)
{
	DIR *entries = opendir("/dev");
	struct dirent *entry;

	while (entries && (entry = readdir(entries))) {
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			copy_entry(entry->d_name);
	}
	if (entries)
		closedir(entries);
}

static void copy_nodes(void)
{
	char source[64];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bound_nodes); i++) {
		snprintf(source, sizeof(source), "/dev/%s", bound_nodes[i]);
		if (access(source, F_OK) == 0)
			bind_node(source, bound_nodes[i]);
	}
}

static int create_card_nodes(const struct ocxl_emulated_card *card)
{
	char name[32];
	int rc;

	snprintf(name, sizeof(name), "ndctl%u", card->number);
	if (symlink("null", name))
		return -errno;
	snprintf(name, sizeof(name), "nmem%u", card->number);
	rc = bind_node("/dev/null", name);
	/* even root cannot open a device node there */
	if (!rc && card->options->denied[card->number])
		rc = restrict_mount(name, MS_NODEV);
	return rc;
}

int ocxl_dev_tree_build(const struct ocxl_emulated_cards *cards)
{
	unsigned int i;
	int rc = 0;

	link_ptmx();
	copy_nodes();
	copy_entries();
	for (i = 0; i < cards->count && !rc; i++)
		rc = create_card_nodes(&cards->card[i]);
	return rc;
}

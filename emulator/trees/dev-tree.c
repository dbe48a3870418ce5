// SPDX-License-Identifier: GPL-2.0-only
/*
 * /dev as COMMAND sees it, see dev-tree.h.
 */
#include <dirent.h>
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>
#include "trees/dev-tree.h"

/* the machine's own /dev, beside the nodes that are taken from it */
#define MACHINE ".machine"

/* single nodes; directories (pts, shm, net, ...) and links (fd, stdin, ...) come all */
static const char *const nodes[] = {
	"console", "full", "fuse", "kvm", "null", "random", "tty", "urandom", "zero",
};

static int make_file(const char *name)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0)
		return -errno;
	close(fd);
	return 0;
}

static int bind_node(const char *source, const char *name)
{
	int rc = make_file(name);

	if (!rc && mount(source, name, NULL, MS_BIND, NULL))
		rc = -errno;
	if (rc)
		unlink(name);
	return rc;
}

/*
 * The kernel finds the pseudo-terminals beside the node that was opened, in its own
 * file system: ptmx only works in the real directory.
 */
static void link_ptmx(void)
{
	if (mkdir(MACHINE, 0755))
		return;
	if (mount("/dev", MACHINE, NULL, MS_BIND | MS_REC, NULL) ||
	    symlink(MACHINE "/ptmx", "ptmx"))
		rmdir(MACHINE);
}

static bool is_ours(const char *name)
{
	return !strncmp(name, "nmem", 4) || !strncmp(name, "ndctl", 5) || !strcmp(name, MACHINE);
}

/* what cannot be had is left out: a bare root has little of all this */
static void copy_entry(const char *name)
{
	char source[300];
	char target[512];
	struct stat st;
	ssize_t length;

	snprintf(source, sizeof(source), "/dev/%s", name);
	if (is_ours(name) || lstat(source, &st))
		return;
	if (S_ISDIR(st.st_mode)) {
		if (mkdir(name, 0755) == 0 && mount(source, name, NULL, MS_BIND | MS_REC, NULL))
			rmdir(name);
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

	for (i = 0; i < ARRAY_SIZE(nodes); i++) {
		snprintf(source, sizeof(source), "/dev/%s", nodes[i]);
		if (access(source, F_OK) == 0)
			bind_node(source, nodes[i]);
	}
}

/* a node that cannot be opened, not even by root: its mount knows no devices */
static int deny(const char *name)
{
	if (mount(NULL, name, NULL, MS_REMOUNT | MS_BIND | MS_NODEV | MS_NOSUID | MS_NOEXEC, NULL))
		return -errno;
	return 0;
}

static int make_card(const struct ocxl_emulated *card)
{
	char name[32];
	int rc;

	snprintf(name, sizeof(name), "ndctl%u", card->number);
	if (symlink("null", name))
		return -errno;
	snprintf(name, sizeof(name), "nmem%u", card->number);
	rc = bind_node("/dev/null", name);
	if (!rc && card->settings->denied[card->number])
		rc = deny(name);
	return rc;
}

int ocxl_dev_build(const struct ocxl_cards *cards)
{
	unsigned int i;
	int rc = 0;

	link_ptmx();
	copy_nodes();
	copy_entries();
	for (i = 0; i < cards->count && !rc; i++)
		rc = make_card(&cards->card[i]);
	return rc;
}

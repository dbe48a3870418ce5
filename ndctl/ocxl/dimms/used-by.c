// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads sysfs itself: libndctl leaves out a region or namespace that it cannot read, and a card
 * must not seem unused because of that.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "ocxl/base/memory.h"
#include "ocxl/dimms/select.h"
#include "ocxl/dimms/sysfs-read.h"
#include "ocxl/dimms/used-by.h"
#include "ocxl/records/records.h"

#define BTRFS	  "/sys/fs/btrfs"
#define TEXT_SIZE 256

/* @name, @uses: are copied; @type: a constant */
static void add_user(struct ocxl_users *users, const char *type, const char *name, const char *uses)
{
	struct ocxl_user_record *user;

	users->records = xrealloc(users->records, (users->count + 1) * sizeof(*user));
	user = &users->records[users->count++];
	*user = (struct ocxl_user_record) {
		.type = type,
		.name = xstrdup(name),
		.uses = xstrdup(uses),
	};
}

static void set_unknown(struct ocxl_users *users)
{
	ocxl_check_memory();
	users->unknown = true;
}

/* ---- files in sysfs ---- */

static const char *find_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* "pmem0" has the prefix "pmem", "namespace_seed" not "namespace" */
static bool is_numbered(const char *name, const char *prefix)
{
	size_t length = strlen(prefix);

	return !strncmp(name, prefix, length) && isdigit((unsigned char)name[length]);
}

static char *join_path(const char *directory, const char *name)
{
	char *path;

	if (asprintf(&path, "%s/%s", directory, name) < 0)
		die("out of memory");
	return path;
}

static bool read_text(struct ocxl_users *users, const char *directory, const char *name,
		      char text[TEXT_SIZE])
{
	char *path = join_path(directory, name);
	bool found;

	errno = 0;
	found = ocxl_sysfs_read_line(path, text, TEXT_SIZE);
	if (!found)
		set_unknown(users);
	free(path);
	return found;
}

/*
 * @driver: its name; NULL: any
 * Return: whether it serves the device; a device without a driver has no users.
 */
static bool is_bound(struct ocxl_users *users, const char *directory, const char *driver)
{
	char *path = join_path(directory, "driver"), target[PATH_MAX];
	ssize_t size = readlink(path, target, sizeof(target) - 1);

	if (size < 0 && errno != ENOENT)
		set_unknown(users);
	free(path);
	target[size < 0 ? 0 : size] = '\0';
	return size > 0 && (!driver || !strcmp(find_name(target), driver));
}

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* @visit: called for each entry, with its path */
static void visit_entries(struct ocxl_users *users, const char *path, const char *uses,
			  void (*visit)(struct ocxl_users *users, const char *path,
					const char *uses))
{
	struct dirent **entries;
	int i, count = scandir(path, &entries, is_visible, versionsort);

	if (count < 0) {
		set_unknown(users);
		return;
	}
	for (i = 0; i < count; i++) {
		char *entry = join_path(path, entries[i]->d_name);

		visit(users, entry, uses);
		free(entry);
		free(entries[i]);
	}
	free(entries);
}

/* ---- mounts and swap ---- */

struct block_device {
	const char *number; /* "259:0" */
	char node[TEXT_SIZE]; /* "/dev/pmem0" */
};

/* the kernel writes a space as "\040", and likewise other characters that separate fields */
static void decode_octal(char *text)
{
	char *to = text;
	unsigned int code;

	while (*text) {
		bool encoded = *text == '\\' && strspn(text + 1, "01234567") >= 3 &&
			       sscanf(text + 1, "%3o", &code) == 1 && code && code <= UCHAR_MAX;

		*to++ = encoded ? (char)code : *text;
		text += encoded ? 4 : 1;
	}
	*to = '\0';
}

/* @line: "28 1 259:0 / /mnt rw,relatime shared:1 - ext4 /dev/pmem0 rw"; a field may be empty */
static void find_mount(struct ocxl_users *users, const struct block_device *device, char *line)
{
	enum { NUMBER = 2, POINT = 4, FIELDS = 6 };
	char *fields[FIELDS], *field, *source, rest;
	unsigned int major, minor;
	size_t i;

	for (i = 0; i < FIELDS; i++)
		fields[i] = strsep(&line, " ");
	do
		field = strsep(&line, " ");
	while (field && strcmp(field, "-") != 0);
	strsep(&line, " ");
	source = strsep(&line, " ");
	if (!source || sscanf(fields[NUMBER], "%u:%u%c", &major, &minor, &rest) != 2 ||
	    fields[POINT][0] != '/') {
		set_unknown(users);
		return;
	}
	decode_octal(fields[POINT]);
	decode_octal(source);
	/* btrfs has a number of its own, with 0 as the first part */
	if (!strcmp(fields[NUMBER], device->number) || (!major && !strcmp(source, device->node)))
		add_user(users, "mount_point", fields[POINT], &device->node[strlen("/dev/")]);
}

/* @line: "/dev/pmem0      partition       1048572 0       -2" */
static void find_swap(struct ocxl_users *users, const struct block_device *device, char *line)
{
	const char *name = &device->node[strlen("/dev/")];

	line[strcspn(line, " \t")] = '\0';
	decode_octal(line);
	if (!strcmp(line, device->node))
		add_user(users, "swap", name, name);
}

/* @find: called for each line */
static void find_in_lines(struct ocxl_users *users, const char *path, const char *number,
			  const char *name,
			  void (*find)(struct ocxl_users *, const struct block_device *, char *))
{
	struct block_device device = { .number = number };
	FILE *file = fopen(path, "re");
	char *line = NULL;
	size_t size = 0;
	ssize_t length;

	if (!file) {
		set_unknown(users);
		return;
	}
	snprintf(device.node, sizeof(device.node), "/dev/%s", name);
	while (errno = 0, (length = getline(&line, &size, file)) > 0) {
		/* a line that is not whole, or has a NUL, may be about the device */
		if (line[length - 1] != '\n' || strlen(line) != (size_t)length)
			set_unknown(users);
		line[strcspn(line, "\n")] = '\0';
		find(users, &device, line);
	}
	if (ferror(file) || !feof(file))
		set_unknown(users);
	free(line);
	fclose(file);
}

void ocxl_users_find_mounts(struct ocxl_users *users, const char *path, const char *number,
			    const char *name)
{
	find_in_lines(users, path, number, name, find_mount);
}

/* ---- devices ---- */

/* a file system of btrfs is no holder of its devices, and its mount names one of them only */
static void visit_btrfs(struct ocxl_users *users, const char *path, const char *name)
{
	char *devices = join_path(path, "devices"), *device = join_path(devices, name);

	if (!access(device, F_OK))
		add_user(users, "file_system", find_name(path), name);
	else if (errno != ENOENT && errno != ENOTDIR)
		set_unknown(users);
	free(device);
	free(devices);
}

static void visit_block(struct ocxl_users *users, const char *path, const char *uses);

/* names of partitions begin with that of their device */
static void visit_partition(struct ocxl_users *users, const char *path, const char *device)
{
	if (!strncmp(find_name(path), device, strlen(device)))
		visit_block(users, path, device);
}

static bool is_block_device(const struct ocxl_users *users, const char *name)
{
	size_t i;

	for (i = 0; i < users->count; i++) {
		if (!strcmp(users->records[i].type, "block_device") &&
		    !strcmp(users->records[i].name, name))
			return true;
	}
	return false;
}

/* also a partition, or a device of the device mapper or MD */
static void visit_block(struct ocxl_users *users, const char *path, const char *uses)
{
	const char *name = find_name(path);
	bool visited = is_block_device(users, name);
	char number[TEXT_SIZE], *holders;

	add_user(users, "block_device", name, uses);
	if (visited || !read_text(users, path, "dev", number))
		return;
	ocxl_users_find_mounts(users, "/proc/self/mountinfo", number, name);
	/* a kernel without swap has no such file */
	if (!access("/proc/swaps", F_OK) || errno != ENOENT)
		find_in_lines(users, "/proc/swaps", number, name, find_swap);
	if (!access(BTRFS, F_OK) || errno != ENOENT)
		visit_entries(users, BTRFS, name, visit_btrfs);
	holders = join_path(path, "holders");
	visit_entries(users, holders, name, visit_block);
	free(holders);
	visit_entries(users, path, name, visit_partition);
}

static void visit_dax(struct ocxl_users *users, const char *path, const char *uses)
{
	const char *name = find_name(path);

	if (is_numbered(name, "dax") && is_bound(users, path, NULL))
		add_user(users, is_bound(users, path, "kmem") ? "system_ram" : "dax_device", name,
			 uses);
}

/* a namespace, or a device that makes another one of it: "btt0.1", "pfn0.1", "dax0.1" */
static void visit_namespace(struct ocxl_users *users, const char *path, const char *region)
{
	const char *name = find_name(path);
	bool dax = is_numbered(name, "dax"), plain = is_numbered(name, "namespace");
	char text[TEXT_SIZE], *blocks;

	if (!dax && !plain && !is_numbered(name, "btt") && !is_numbered(name, "pfn"))
		return;
	if (!is_bound(users, path, NULL))
		return;
	if (!plain && !read_text(users, path, "namespace", text))
		return;
	add_user(users, "namespace", plain ? name : text, region);
	if (dax) {
		visit_entries(users, path, plain ? name : text, visit_dax);
		return;
	}
	blocks = join_path(path, "block");
	visit_entries(users, blocks, plain ? name : text, visit_block);
	free(blocks);
}

/* each mapping is a part of a DIMM: "nmem0,0,17179869184,0" */
static bool maps_dimm(struct ocxl_users *users, const char *path)
{
	char text[TEXT_SIZE], name[32];
	unsigned long i, count;

	if (!read_text(users, path, "mappings", text))
		return false;
	count = strtoul(text, NULL, 10);
	for (i = 0; i < count && !users->unknown; i++) {
		snprintf(name, sizeof(name), "mapping%lu", i);
		if (!read_text(users, path, name, text))
			return false;
		text[strcspn(text, ",")] = '\0';
		if (!strcmp(text, users->dimm))
			return true;
	}
	return false;
}

static void visit_region(struct ocxl_users *users, const char *path, const char *dimm)
{
	const char *name = find_name(path);

	if (!is_numbered(name, "region") || !is_bound(users, path, NULL) || !maps_dimm(users, path))
		return;
	add_user(users, "region", name, dimm);
	visit_entries(users, path, name, visit_namespace);
}

struct ocxl_list ocxl_users_find(struct ocxl_users *users, const struct ocxl_dimm *dimm)
{
	char *bus = join_path(OCXL_DIMM_SYSFS_DEVICES, dimm->bus);

	users->dimm = dimm->dev;
	visit_entries(users, bus, dimm->dev, visit_region);
	free(bus);
	return (struct ocxl_list) {
		.records = users->records,
		.count = users->count,
		.unknown = users->unknown,
	};
}

void ocxl_users_release(struct ocxl_users *users)
{
	size_t i;

	for (i = 0; i < users->count; i++) {
		free((char *)users->records[i].name);
		free((char *)users->records[i].uses);
	}
	free(users->records);
}

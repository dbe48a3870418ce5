// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys as COMMAND sees it, see sysfs-tree.h.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>
#include "syscalls/poll-flags.h"
#include "trees/sysfs-tree.h"

/* DIMM nodes are bound from /dev/null, so its number is what fstat() says of them */
#define DIMM_DEVICE "1:3"
/* libndctl finds a bus by its number; no driver has this major */
#define BUS_MAJOR   4000

#define CARD "devices/ocxlpmem.%u/"
#define BUS  CARD "ndbus%u/"
#define DIMM BUS "nmem%u/"

static struct {
	int root;
	dev_t device;
} tree = { .root = -1 };

/* 0 until the first failure, so that a long list of steps needs one check */
static int failed;

static void note(bool ok)
{
	if (!ok && !failed)
		failed = -errno;
}

static void directory(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void file(const char *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void alias(const char *target, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void directory(const char *format, ...)
{
	char path[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(path, sizeof(path), format, arguments);
	va_end(arguments);
	note(mkdir(path, 0755) == 0 || errno == EEXIST);
}

static bool write_text(int fd, const char *text)
{
	size_t size = strlen(text);
	bool ok = fd >= 0 && write(fd, text, size) == (ssize_t)size;

	if (fd >= 0)
		close(fd);
	return ok;
}

static void file(const char *text, const char *format, ...)
{
	char path[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(path, sizeof(path), format, arguments);
	va_end(arguments);
	note(write_text(open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0444), text));
}

static void alias(const char *target, const char *format, ...)
{
	char path[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(path, sizeof(path), format, arguments);
	va_end(arguments);
	note(symlink(target, path) == 0 || errno == EEXIST);
}

static void each_entry(const char *path, void (*visit)(const char *path, const char *name))
{
	DIR *entries = opendir(path);
	struct dirent *entry;

	while (entries && (entry = readdir(entries))) {
		if (entry->d_name[0] != '.')
			visit(path, entry->d_name);
	}
	if (entries)
		closedir(entries);
}

/* real/class/net: class/net -> ../real/class/net */
static void link_entry(const char *path, const char *name)
{
	const char *below = strchr(path, '/') + 1;
	char target[512];
	size_t used = 0;
	const char *slash;

	/* those of an outer emulator would be in the way of ours; a bus is 4000:N in dev/char */
	if (!strcmp(name, "nd") || !strncmp(name, "ocxlpmem.", 9) ||
	    strtoul(name, NULL, 10) == BUS_MAJOR)
		return;
	for (slash = below; slash; slash = strchr(slash + 1, '/'))
		used += (size_t)scnprintf(target + used, sizeof(target) - used, "../");
	scnprintf(target + used, sizeof(target) - used, "%s/%s", path, name);
	alias(target, "%s/%s", below, name);
}

/* real/fs: mounted on fs, since people look for /sys/fs/cgroup among the mounts */
static void bind_entry(const char *path, const char *name)
{
	static const char *const ours[] = { "bus", "class", "dev", "devices" };
	char source[512];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(ours); i++) {
		if (!strcmp(name, ours[i]))
			return;
	}
	snprintf(source, sizeof(source), "%s/%s", path, name);
	if (mkdir(name, 0755) == 0)
		mount(source, name, NULL, MS_BIND | MS_REC, NULL);
}

static void build_surroundings(const char *real)
{
	static const char *const split[] = { "bus", "class", "dev/char", "devices" };
	char path[512];
	unsigned int i;

	directory("bus");
	directory("class");
	directory("dev");
	directory("dev/char");
	directory("devices");
	each_entry(real, bind_entry);
	for (i = 0; i < ARRAY_SIZE(split); i++) {
		snprintf(path, sizeof(path), "%s/%s", real, split[i]);
		each_entry(path, link_entry);
	}
	snprintf(path, sizeof(path), "../%s/dev/block", real);
	alias(path, "dev/block");
	directory("bus/nd");
	directory("bus/nd/devices");
	directory("bus/nd/drivers");
	directory("bus/nd/drivers/nvdimm");
	directory("bus/nd/drivers/nd_bus");
	directory("class/nd");
}

static void build_bus(unsigned int n)
{
	char text[128];

	directory(CARD, n);
	directory(BUS, n, n);
	file("\n", BUS "commands", n, n);
	file("ocxlpmem\n", BUS "provider", n, n);
	/* label verbs read it before anything else */
	file("1\n", BUS "wait_probe", n, n);
	file("MODALIAS=none\n", BUS "uevent", n, n);
	alias("../../../bus/nd", BUS "subsystem", n, n);
	alias("../../../bus/nd/drivers/nd_bus", BUS "driver", n, n);
	directory(BUS "nd", n, n);
	directory(BUS "nd/ndctl%u", n, n, n);
	snprintf(text, sizeof(text), "%u:%u\n", BUS_MAJOR, n);
	file(text, BUS "nd/ndctl%u/dev", n, n, n);
	snprintf(text, sizeof(text), "MAJOR=%u\nMINOR=%u\nDEVNAME=ndctl%u\n", BUS_MAJOR, n, n);
	file(text, BUS "nd/ndctl%u/uevent", n, n, n);
	snprintf(text, sizeof(text), "../../../ndbus%u", n);
	alias(text, BUS "nd/ndctl%u/device", n, n, n);
	alias("../../../../../class/nd", BUS "nd/ndctl%u/subsystem", n, n, n);
	snprintf(text, sizeof(text), "../../" BUS "nd/ndctl%u", n, n, n);
	alias(text, "class/nd/ndctl%u", n);
	alias(text, "dev/char/%u:%u", BUS_MAJOR, n);
	snprintf(text, sizeof(text), "../../../" CARD "ndbus%u", n, n);
	alias(text, "bus/nd/devices/ndbus%u", n);
}

static const char *commands(const struct ocxl_emulated *card)
{
	if (ocxl_emulated_generic(card))
		return "get_size get_data set_data \n";
	if (card->settings->v4)
		return "get_size get_data set_data cmd_call \n";
	return "get_size get_data set_data vendor cmd_call \n";
}

static void build_group(const struct ocxl_emulated *card)
{
	unsigned int n = card->number;
	char text[64];

	directory(DIMM "ocxlpmem", n, n, n);
	snprintf(text, sizeof(text), "%llu\n", (unsigned long long)card->serial);
	file(text, DIMM "ocxlpmem/serial", n, n, n);
	snprintf(text, sizeof(text), "%s\n", card->fw_version);
	file(text, DIMM "ocxlpmem/fw_version", n, n, n);
	if (card->settings->v4)
		return;
	snprintf(text, sizeof(text), "0x%llx\n",
		 ocxl_emulated_generic(card) ? 0ULL : (unsigned long long)card->device.cmd_mask);
	file(text, DIMM "ocxlpmem/cmd_mask", n, n, n);
	file(card->settings->vendor_only ? "vendor\n" : "call\n", DIMM "ocxlpmem/envelope", n, n,
	     n);
	file(card->flags.text, DIMM "ocxlpmem/flags", n, n, n);
}

static void build_dimm(const struct ocxl_emulated *card)
{
	unsigned int n = card->number;
	char text[128];

	directory(DIMM, n, n, n);
	file(DIMM_DEVICE "\n", DIMM "dev", n, n, n);
	file("none\n", DIMM "modalias", n, n, n);
	file("nvdimm\n", DIMM "devtype", n, n, n);
	file("idle\n", DIMM "state", n, n, n);
	file("label \n", DIMM "flags", n, n, n);
	file("0\n", DIMM "available_slots", n, n, n);
	file(commands(card), DIMM "commands", n, n, n);
	snprintf(text, sizeof(text), "DEVNAME=nmem%u\nDEVTYPE=nvdimm\n", n);
	file(text, DIMM "uevent", n, n, n);
	alias("../../../../bus/nd", DIMM "subsystem", n, n, n);
	if (card->enabled)
		alias("../../../../bus/nd/drivers/nvdimm", DIMM "driver", n, n, n);
	snprintf(text, sizeof(text), "../../../" BUS "nmem%u", n, n, n);
	alias(text, "bus/nd/devices/nmem%u", n);
	build_group(card);
}

int ocxl_tree_build(const struct ocxl_cards *cards, const char *real)
{
	unsigned int i;

	failed = 0;
	build_surroundings(real);
	for (i = 0; i < cards->count && !failed; i++) {
		build_bus(i);
		build_dimm(&cards->card[i]);
	}
	return failed;
}

static bool is_enabled(struct ocxl_emulated *card)
{
	u64 health = ocxl_emulated_health(card);

	return ocxl_emulated_generic(card) ||
	       (health != OCXL_HEALTH_GONE && (health & OCXL_CHI_CRDY) && (health & OCXL_CHI_MA));
}

/* of a card that is gone, what was true last stands */
static void current_flags(struct ocxl_emulated *card, char *text, size_t size)
{
	if (ocxl_emulated_generic(card))
		snprintf(text, size, "\n");
	else if (ocxlpmem_device_format_flags(&card->device, text, size) < 0 &&
		 text != card->flags.text)
		snprintf(text, size, "%s", card->flags.text);
}

static void current_fw_version(struct ocxl_emulated *card, char version[9])
{
	memset(version, 0, 9);
	if (!ocxl_emulated_generic(card) && ocxlpmem_device_read_fw_version(&card->device, version))
		memcpy(version, card->fw_version, 9);
}

void ocxl_tree_prepare(struct ocxl_cards *cards)
{
	unsigned int i;

	for (i = 0; i < cards->count; i++) {
		struct ocxl_emulated *card = &cards->card[i];

		ocxl_emulated_settle(card);
		card->changed = false;
		card->serial = ocxlpmem_card_serial(card->model);
		card->enabled = is_enabled(card);
		current_fw_version(card, card->fw_version);
		snprintf(card->flags.text, sizeof(card->flags.text), "\n");
		current_flags(card, card->flags.text, sizeof(card->flags.text));
	}
}

dev_t ocxl_tree_device(void)
{
	return tree.device;
}

/* the files that can be polled */
static int attach_card(struct ocxl_emulated *card, int root)
{
	unsigned int n = card->number;
	char path[512];
	struct stat st;
	int fd;

	snprintf(path, sizeof(path), DIMM "state", n, n, n);
	if (fstatat(root, path, &st, 0))
		return -errno;
	card->state = st.st_ino;
	if (card->settings->v4)
		return 0;
	snprintf(path, sizeof(path), DIMM "ocxlpmem", n, n, n);
	fd = openat(root, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 ? -errno : ocxl_flags_open(&card->flags, fd);
}

int ocxl_tree_attach(struct ocxl_cards *cards, int root)
{
	struct stat st;
	unsigned int n;
	int rc;

	if (fstat(root, &st))
		return -errno;
	for (n = 0; n < cards->count; n++) {
		rc = attach_card(&cards->card[n], root);
		if (rc)
			return rc;
	}
	tree.root = root;
	tree.device = st.st_dev;
	return 0;
}

/* whole, under its name, in one step */
static void rewrite(struct ocxl_emulated *card, const char *name, const char *text)
{
	unsigned int n = card->number;
	char path[512];
	char spare[512];
	int fd;

	snprintf(path, sizeof(path), DIMM "ocxlpmem/%s", n, n, n, name);
	snprintf(spare, sizeof(spare), DIMM "ocxlpmem/.%s", n, n, n, name);
	fd = openat(tree.root, spare, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0444);
	if (fd >= 0)
		fchmod(fd, 0444);
	if (write_text(fd, text))
		renameat(tree.root, spare, tree.root, path);
}

static void refresh_identity(struct ocxl_emulated *card)
{
	u64 serial = ocxlpmem_card_serial(card->model);
	char version[9];
	char text[32];

	current_fw_version(card, version);
	if (serial != card->serial) {
		card->serial = serial;
		snprintf(text, sizeof(text), "%llu\n", (unsigned long long)serial);
		rewrite(card, "serial", text);
	}
	if (memcmp(version, card->fw_version, sizeof(version))) {
		memcpy(card->fw_version, version, sizeof(version));
		snprintf(text, sizeof(text), "%s\n", version);
		rewrite(card, "fw_version", text);
	}
}

static void refresh_driver(struct ocxl_emulated *card)
{
	unsigned int n = card->number;
	char path[512];

	/* once bound, it stays */
	if (card->enabled || !is_enabled(card))
		return;
	card->enabled = true;
	snprintf(path, sizeof(path), DIMM "driver", n, n, n);
	if (symlinkat("../../../../bus/nd/drivers/nvdimm", tree.root, path))
		card->enabled = errno == EEXIST;
}

void ocxl_tree_refresh(struct ocxl_emulated *card)
{
	char text[OCXL_FLAGS_SIZE];

	if (tree.root < 0)
		return;
	refresh_identity(card);
	refresh_driver(card);
	current_flags(card, text, sizeof(text));
	if (!card->changed && !strcmp(text, card->flags.text))
		return;
	card->changed = false;
	ocxl_flags_write(&card->flags, text);
	ocxl_poll_wake(card);
}

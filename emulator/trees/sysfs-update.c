// SPDX-License-Identifier: GPL-2.0-only
/*
 * Updates /sys as COMMAND sees it when a card changes. COMMAND owns its /sys, and may put links to
 * files of the machine there. So names are looked up in directories that were opened before COMMAND
 * started, and no link is followed.
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "trees/sysfs-dimm.h"

/**
 * struct tree - the tree
 * @attached: its directories are open
 * @device: device number of its file system
 */
static struct {
	bool attached;
	dev_t device;
} tree;

struct ocxl_flags_file *ocxl_sysfs_flags(const struct ocxl_emulated_card *card)
{
	return &ocxl_sysfs_dimm(card)->flags;
}

static bool is_driver_bound(struct ocxl_emulated_card *card)
{
	return ocxl_emulated_card_is_generic(card) ||
	       ocxl_health_memory_available(ocxl_emulated_card_health(card));
}

/* Leaves @text unchanged when the card is gone: the file keeps its last contents. */
static void read_flags(struct ocxl_emulated_card *card, char text[OCXL_FLAGS_SIZE])
{
	char current[OCXL_FLAGS_SIZE] = "\n";

	if (ocxl_emulated_card_is_generic(card) ||
	    ocxlpmem_device_format_flags(&card->device, current, sizeof(current)) >= 0)
		memcpy(text, current, sizeof(current));
}

/* Leaves @version unchanged when the card is gone. */
static void read_fw_version(struct ocxl_emulated_card *card, char version[9])
{
	char current[9] = "";

	if (ocxl_emulated_card_is_generic(card) ||
	    ocxlpmem_device_read_fw_version(&card->device, current) == 0)
		memcpy(version, current, sizeof(current));
}

int ocxl_sysfs_prepare(struct ocxl_emulated_cards *cards)
{
	unsigned int i;

	if (ocxl_sysfs_dimms_create(cards->count))
		return -ENOMEM;
	for (i = 0; i < cards->count; i++) {
		struct ocxl_emulated_card *card = &cards->card[i];
		struct ocxl_sysfs_dimm *dimm = ocxl_sysfs_dimm(card);

		ocxl_emulated_card_run_events(card);
		card->flags_changed = false;
		read_flags(card, dimm->flags.text);
		dimm->serial = ocxlpmem_card_serial(card->model);
		dimm->has_driver = is_driver_bound(card);
		read_fw_version(card, dimm->fw_version);
	}
	return 0;
}

static int attach_card(struct ocxl_emulated_card *card, int root)
{
	struct ocxl_sysfs_dimm *dimm = ocxl_sysfs_dimm(card);
	char path[OCXL_SYSFS_PATH_SIZE];
	struct stat st;
	int fd;

	ocxl_sysfs_path(path, card, OCXL_SYSFS_DIMM, "");
	dimm->directory = openat(root, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dimm->directory < 0 || fstatat(dimm->directory, "state", &st, 0))
		return -errno;
	dimm->state_inode = st.st_ino;
	if (card->options->driver_v4)
		return 0;
	fd = openat(dimm->directory, "ocxlpmem", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 ? -errno : ocxl_flags_file_create(&dimm->flags, fd);
}

int ocxl_sysfs_attach(struct ocxl_emulated_cards *cards, int root)
{
	struct stat st;
	unsigned int i;
	int rc;

	if (fstat(root, &st))
		return -errno;
	for (i = 0; i < cards->count; i++) {
		rc = attach_card(&cards->card[i], root);
		if (rc)
			return rc;
	}
	tree.attached = true;
	tree.device = st.st_dev;
	return 0;
}

struct ocxl_emulated_card *ocxl_sysfs_find_card(struct ocxl_emulated_cards *cards, dev_t device,
						ino_t inode)
{
	unsigned int i;

	if (device != tree.device)
		return NULL;
	for (i = 0; i < cards->count; i++) {
		struct ocxl_sysfs_dimm *dimm = ocxl_sysfs_dimm(&cards->card[i]);

		if (dimm->state_inode == inode || ocxl_flags_file_has_inode(&dimm->flags, inode))
			return &cards->card[i];
	}
	return NULL;
}

/*
 * Readers see the old contents or the new ones, never a part: the new file gets the name at once.
 */
static void replace_file(const struct ocxl_sysfs_dimm *dimm, const char *name, const char *text)
{
	int directory = dimm->flags.directory;
	char temporary[32];
	int fd;

	snprintf(temporary, sizeof(temporary), ".%s", name);
	unlinkat(directory, temporary, 0);
	fd = openat(directory, temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0444);
	if (fd >= 0)
		fchmod(fd, 0444);
	if (ocxl_sysfs_write_file(fd, text))
		renameat(directory, temporary, directory, name);
}

static void update_identity(struct ocxl_emulated_card *card, struct ocxl_sysfs_dimm *dimm)
{
	u64 serial = ocxlpmem_card_serial(card->model);
	char version[sizeof(dimm->fw_version)];
	char text[32];

	if (serial != dimm->serial) {
		dimm->serial = serial;
		snprintf(text, sizeof(text), "%llu\n", (unsigned long long)serial);
		replace_file(dimm, "serial", text);
		/* a kernel deletes the file "flags" of the old card, and wakes its pollers */
		card->flags_changed = true;
	}
	memcpy(version, dimm->fw_version, sizeof(version));
	read_fw_version(card, version);
	if (memcmp(version, dimm->fw_version, sizeof(version))) {
		memcpy(dimm->fw_version, version, sizeof(version));
		snprintf(text, sizeof(text), "%s\n", version);
		replace_file(dimm, "fw_version", text);
	}
}

/* A driver that was bound stays bound. */
static void update_driver(struct ocxl_emulated_card *card, struct ocxl_sysfs_dimm *dimm)
{
	if (dimm->has_driver || !is_driver_bound(card))
		return;
	dimm->has_driver = symlinkat(OCXL_SYSFS_DRIVER_TARGET, dimm->directory, "driver") == 0 ||
			   errno == EEXIST;
}

bool ocxl_sysfs_update(struct ocxl_emulated_card *card)
{
	struct ocxl_sysfs_dimm *dimm;
	char text[OCXL_FLAGS_SIZE];

	if (!tree.attached)
		return false;
	dimm = ocxl_sysfs_dimm(card);
	update_identity(card, dimm);
	update_driver(card, dimm);
	memcpy(text, dimm->flags.text, sizeof(text));
	read_flags(card, text);
	if (!card->flags_changed && !strcmp(text, dimm->flags.text))
		return false;
	card->flags_changed = false;
	ocxl_flags_file_write(&dimm->flags, text);
	return true;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Creates /sys as COMMAND sees it.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>
#include "cards/dimm-command.h"
#include "trees/sysfs-dimm.h"

/* DIMM nodes are bind mounts of /dev/null, and fstat() reports its number. */
#define DIMM_DEVICE "1:3"
/* libndctl finds a bus by its device number. No driver has this major number. */
#define BUS_MAJOR   4000
#define PATH_SIZE   512

/* The first error. The functions below continue after one, so that only the end has a check. */
static int first_error;

static void check_step(bool done)
{
	if (!done && !first_error)
		first_error = -errno;
}

static void create_directory(const char *path)
{
	check_step(mkdir(path, 0755) == 0 || errno == EEXIST);
}

static void create_file(const char *directory, const char *name, const char *text)
{
	char path[PATH_SIZE];

	snprintf(path, sizeof(path), "%s%s", directory, name);
	check_step(ocxl_sysfs_write_file(open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0444),
					 text));
}

static void create_link(const char *directory, const char *name, const char *target)
{
	char path[PATH_SIZE];

	snprintf(path, sizeof(path), "%s%s", directory, name);
	check_step(symlink(target, path) == 0 || errno == EEXIST);
}

static void for_each_entry(const char *path, void (*visit)(const char *path, const char *name))
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

/* "class/net" becomes a link to "../MACHINE/class/net"; @path is "MACHINE/class" */
static void link_machine_entry(const char *path, const char *name)
{
	const char *directory = strchr(path, '/') + 1;
	char target[PATH_SIZE];
	char parent[64];
	size_t used = 0;
	const char *slash;

	/* cards of the machine must not appear */
	if (!strcmp(name, "nd") || !strncmp(name, "ocxlpmem.", 9))
		return;
	for (slash = directory; slash; slash = strchr(slash + 1, '/'))
		used += (size_t)scnprintf(target + used, sizeof(target) - used, "../");
	scnprintf(target + used, sizeof(target) - used, "%s/%s", path, name);
	snprintf(parent, sizeof(parent), "%s/", directory);
	create_link(parent, name, target);
}

/* A mount, not a link: programs look for /sys/fs/cgroup in the list of mounts. */
static void bind_machine_entry(const char *path, const char *name)
{
	static const char *const built_here[] = { "bus", "class", "dev", "devices" };
	char source[PATH_SIZE];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(built_here); i++) {
		if (!strcmp(name, built_here[i]))
			return;
	}
	snprintf(source, sizeof(source), "%s/%s", path, name);
	if (mkdir(name, 0755) == 0)
		mount(source, name, NULL, MS_BIND | MS_REC, NULL);
}

static bool has_pci_function(const struct ocxl_emulated_cards *cards)
{
	unsigned int i;

	for (i = 0; i < cards->count; i++) {
		if (cards->card[i].options->pci[i])
			return true;
	}
	return false;
}

/* "directory": its entries are those of the machine, except those that the emulator has itself */
static void link_directory(const char *machine, const char *directory)
{
	char path[PATH_SIZE];

	snprintf(path, sizeof(path), "%s/%s", machine, directory);
	for_each_entry(path, link_machine_entry);
}

static void build_machine(const char *machine, bool with_pci)
{
	/* of "dev", only "char" has entries to hide */
	static const char *const directories[] = { "bus", "class", "dev/char", "devices" };
	static const char *const pci[] = { "bus/pci", "bus/pci/devices", "bus/pci/slots" };
	char path[PATH_SIZE];
	unsigned int i;

	create_directory("dev");
	for (i = 0; i < ARRAY_SIZE(directories); i++)
		create_directory(directories[i]);
	for (i = 0; with_pci && i < ARRAY_SIZE(pci); i++)
		create_directory(pci[i]);
	for_each_entry(machine, bind_machine_entry);
	for (i = 0; i < ARRAY_SIZE(directories); i++)
		link_directory(machine, directories[i]);
	for (i = 0; with_pci && i < ARRAY_SIZE(pci); i++)
		link_directory(machine, pci[i]);
	snprintf(path, sizeof(path), "../%s/dev/block", machine);
	create_link("dev/", "block", path);
}

static void build_subsystem(void)
{
	create_directory("bus/nd");
	create_directory("bus/nd/devices");
	create_directory("bus/nd/drivers");
	create_directory("bus/nd/drivers/nvdimm");
	create_directory("bus/nd/drivers/nd_bus");
	create_directory("class/nd");
}

static void build_control_node(const struct ocxl_emulated_card *card)
{
	unsigned int number = card->number;
	char directory[OCXL_SYSFS_PATH_SIZE];
	char text[OCXL_SYSFS_PATH_SIZE + 8];
	char name[32];

	ocxl_sysfs_path(directory, card, OCXL_SYSFS_BUS, "nd");
	create_directory(directory);
	snprintf(name, sizeof(name), "nd/ndctl%u/", number);
	ocxl_sysfs_path(directory, card, OCXL_SYSFS_BUS, name);
	create_directory(directory);
	snprintf(text, sizeof(text), "%u:%u\n", BUS_MAJOR, number);
	create_file(directory, "dev", text);
	snprintf(text, sizeof(text), "MAJOR=%u\nMINOR=%u\nDEVNAME=ndctl%u\n", BUS_MAJOR, number,
		 number);
	create_file(directory, "uevent", text);
	snprintf(text, sizeof(text), "../../../ndbus%u", number);
	create_link(directory, "device", text);
	create_link(directory, "subsystem", "../../../../../class/nd");
	snprintf(text, sizeof(text), "../../%s", directory);
	/* without the slash */
	text[strlen(text) - 1] = '\0';
	snprintf(name, sizeof(name), "ndctl%u", number);
	create_link("class/nd/", name, text);
	snprintf(name, sizeof(name), "%u:%u", BUS_MAJOR, number);
	create_link("dev/char/", name, text);
}

/* -1: a kernel writes it when the firmware does not say where a card is */
static const int numa_nodes[] = { 0, 1, -1 };

static void build_pci_function(const struct ocxl_emulated_card *card)
{
	unsigned int number = card->number;
	char address[OCXL_SYSFS_PCI_ADDRESS_SIZE];
	char path[OCXL_SYSFS_PATH_SIZE];
	char text[OCXL_SYSFS_PATH_SIZE];

	ocxl_sysfs_pci_address(address, number);
	ocxl_sysfs_path(path, card, OCXL_SYSFS_CARD, "");
	snprintf(text, sizeof(text), "%d\n", numa_nodes[number % ARRAY_SIZE(numa_nodes)]);
	create_file(path, "numa_node", text);
	snprintf(path, sizeof(path), "../../../devices/%s", address);
	create_link("bus/pci/devices/", address, path);
	snprintf(path, sizeof(path), "bus/pci/slots/C%u/", number + 1);
	create_directory(path);
	snprintf(text, sizeof(text), "%.*s\n", (int)strcspn(address, "."), address);
	create_file(path, "address", text);
}

static void build_bus(const struct ocxl_emulated_card *card)
{
	unsigned int number = card->number;
	char directory[OCXL_SYSFS_PATH_SIZE];
	char target[OCXL_SYSFS_PATH_SIZE + 32];
	char name[32];

	ocxl_sysfs_path(directory, card, OCXL_SYSFS_CARD, "");
	create_directory(directory);
	if (card->options->pci[number])
		build_pci_function(card);
	ocxl_sysfs_path(directory, card, OCXL_SYSFS_BUS, "");
	create_directory(directory);
	create_file(directory, "commands", "\n");
	create_file(directory, "provider", "ocxlpmem\n");
	/* Label commands of ndctl read this file before anything else. */
	create_file(directory, "wait_probe", "1\n");
	create_file(directory, "uevent", "MODALIAS=none\n");
	create_link(directory, "subsystem", "../../../bus/nd");
	create_link(directory, "driver", "../../../bus/nd/drivers/nd_bus");
	snprintf(name, sizeof(name), "ndbus%u", number);
	snprintf(target, sizeof(target), "../../../%.*s", (int)strlen(directory) - 1, directory);
	create_link("bus/nd/devices/", name, target);
	build_control_node(card);
}

static void build_driver_group(const struct ocxl_emulated_card *card)
{
	const struct ocxl_sysfs_dimm *shown = ocxl_sysfs_dimm(card);
	char directory[OCXL_SYSFS_PATH_SIZE];
	char text[64];

	ocxl_sysfs_path(directory, card, OCXL_SYSFS_DIMM, "ocxlpmem/");
	create_directory(directory);
	snprintf(text, sizeof(text), "%llu\n", (unsigned long long)shown->serial);
	create_file(directory, "serial", text);
	snprintf(text, sizeof(text), "%s\n", shown->fw_version);
	create_file(directory, "fw_version", text);
	if (card->options->driver_v4)
		return;
	snprintf(text, sizeof(text), "0x%llx\n",
		 ocxl_emulated_card_is_generic(card) ? 0ULL
						     : (unsigned long long)card->device.cmd_mask);
	create_file(directory, "cmd_mask", text);
	create_file(directory, "envelope", card->options->vendor_only ? "vendor\n" : "call\n");
	create_file(directory, "flags", shown->flags.text);
}

static void create_commands_file(const char *directory, u32 mask)
{
	char text[128] = "";
	size_t used = 0;
	unsigned int command;

	for (command = 0; mask >> command; command++) {
		if (mask >> command & 1)
			used += (size_t)scnprintf(text + used, sizeof(text) - used, "%s ",
						  nvdimm_cmd_name(command));
	}
	scnprintf(text + used, sizeof(text) - used, "\n");
	create_file(directory, "commands", text);
}

static void build_dimm(const struct ocxl_emulated_card *card)
{
	unsigned int number = card->number;
	char directory[OCXL_SYSFS_PATH_SIZE];
	char text[OCXL_SYSFS_PATH_SIZE + 32];
	char name[32];

	ocxl_sysfs_path(directory, card, OCXL_SYSFS_DIMM, "");
	create_directory(directory);
	create_file(directory, "dev", DIMM_DEVICE "\n");
	create_file(directory, "modalias", "none\n");
	create_file(directory, "devtype", "nvdimm\n");
	create_file(directory, "state", "idle\n");
	create_file(directory, "flags", "label \n");
	create_file(directory, "available_slots", "0\n");
	create_commands_file(directory, ocxl_dimm_command_mask(card));
	snprintf(name, sizeof(name), "nmem%u", number);
	snprintf(text, sizeof(text), "DEVNAME=%s\nDEVTYPE=nvdimm\n", name);
	create_file(directory, "uevent", text);
	create_link(directory, "subsystem", "../../../../bus/nd");
	if (ocxl_sysfs_dimm(card)->has_driver)
		create_link(directory, "driver", OCXL_SYSFS_DRIVER_TARGET);
	snprintf(text, sizeof(text), "../../../%.*s", (int)strlen(directory) - 1, directory);
	create_link("bus/nd/devices/", name, text);
	build_driver_group(card);
}

int ocxl_sysfs_build(const struct ocxl_emulated_cards *cards, const char *machine)
{
	unsigned int i;

	first_error = 0;
	build_machine(machine, has_pci_function(cards));
	build_subsystem();
	for (i = 0; i < cards->count && !first_error; i++) {
		build_bus(&cards->card[i]);
		build_dimm(&cards->card[i]);
	}
	return first_error;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The contents of the sysfs files of one card; only trees/sysfs-*.c use this header.
 */
#ifndef OCXL_EMULATOR_SYSFS_DIMM_H
#define OCXL_EMULATOR_SYSFS_DIMM_H

#include "trees/sysfs-tree.h"

/* room for the path of a directory below, and the name of a file in it */
#define OCXL_SYSFS_PATH_SIZE 128

/* "0000:01:00.1" */
#define OCXL_SYSFS_PCI_ADDRESS_SIZE 16

/* directories of a card, with a slash at their end */
enum ocxl_sysfs_directory {
	OCXL_SYSFS_CARD,
	OCXL_SYSFS_BUS,
	OCXL_SYSFS_DIMM,
};

/* from the directory of a DIMM: the link "driver" of a DIMM that a driver is bound to */
#define OCXL_SYSFS_DRIVER_TARGET "../../../../bus/nd/drivers/nvdimm"

/**
 * struct ocxl_sysfs_dimm - what the files of a card say; the card's lock protects it
 * @flags: the file "flags", and its directory
 * @directory: descriptor of the directory of the DIMM; -1 before ocxl_sysfs_attach()
 * @state_inode: inode number of the file "state"; 0 before ocxl_sysfs_attach()
 * @serial: serial number
 * @fw_version: running firmware, terminated
 * @has_driver: the link "driver" exists
 */
struct ocxl_sysfs_dimm {
	struct ocxl_flags_file flags;
	int directory;
	ino_t state_inode;
	u64 serial;
	char fw_version[9];
	bool has_driver;
};

/**
 * ocxl_sysfs_dimms_create() - allocate the structures of all cards
 * @count: number of cards
 *
 * Return: 0, or -ENOMEM.
 */
int ocxl_sysfs_dimms_create(unsigned int count);

/**
 * ocxl_sysfs_dimm() - what the files of a card say
 * @card: the card; after ocxl_sysfs_dimms_create()
 */
struct ocxl_sysfs_dimm *ocxl_sysfs_dimm(const struct ocxl_emulated_card *card);

/**
 * ocxl_sysfs_pci_address() - write the address of a card's PCI function
 * @address: receives it
 * @number: of the card
 */
void ocxl_sysfs_pci_address(char address[OCXL_SYSFS_PCI_ADDRESS_SIZE], unsigned int number);

/**
 * ocxl_sysfs_path() - write the path of a file of a card, from the root of the tree
 * @path: receives it
 * @card: the card
 * @directory: where the file is
 * @name: of the file; "": the directory itself
 *
 * The name of the first directory is an address if the card has a PCI function.
 */
void ocxl_sysfs_path(char path[OCXL_SYSFS_PATH_SIZE], const struct ocxl_emulated_card *card,
		     enum ocxl_sysfs_directory directory, const char *name);

/**
 * ocxl_sysfs_write_file() - write a text and close the file
 * @fd: the file; -1 when it could not be opened
 * @text: its contents
 *
 * Return: whether all of it was written.
 */
bool ocxl_sysfs_write_file(int fd, const char *text);

#endif /* OCXL_EMULATOR_SYSFS_DIMM_H */

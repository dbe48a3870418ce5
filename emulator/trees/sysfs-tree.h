/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * /sys as COMMAND sees it: the machine's own, with the emulated cards as its only NVDIMMs.
 *
 * The launcher reads the cards (prepare), the first process in the new mount namespace creates the
 * files (build), and the launcher updates them through a descriptor (attach, update).
 */
#ifndef OCXL_EMULATOR_SYSFS_TREE_H
#define OCXL_EMULATOR_SYSFS_TREE_H

#include "cards/emulated-card.h"
#include "trees/flags-file.h"

/**
 * ocxl_sysfs_prepare() - collect what the tree shows of each card
 * @cards: no other thread uses them yet; must outlive the tree
 *
 * Return: 0, or -ENOMEM.
 */
int ocxl_sysfs_prepare(struct ocxl_emulated_cards *cards);

/**
 * ocxl_sysfs_build() - create the tree in the working directory, an empty file system
 * @cards: from ocxl_sysfs_prepare()
 * @machine: path of the machine's /sys from the working directory
 *
 * Return: 0 or -errno.
 */
int ocxl_sysfs_build(const struct ocxl_emulated_cards *cards, const char *machine);

/**
 * ocxl_sysfs_attach() - begin to update the tree
 * @cards: no other thread uses them yet
 * @root: descriptor of the tree's root directory
 *
 * Return: 0 or -errno.
 */
int ocxl_sysfs_attach(struct ocxl_emulated_cards *cards, int root);

/**
 * ocxl_sysfs_update() - write the files of a card whose contents have changed
 * @card: the caller holds the lock
 *
 * Return: true when processes that poll the file "flags" must be woken. Before
 * ocxl_sysfs_attach(): false, and nothing is written.
 */
bool ocxl_sysfs_update(struct ocxl_emulated_card *card);

/**
 * ocxl_sysfs_flags() - the file "flags" of a card
 * @card: the card; after ocxl_sysfs_prepare()
 */
struct ocxl_flags_file *ocxl_sysfs_flags(const struct ocxl_emulated_card *card);

/**
 * ocxl_sysfs_find_card() - find the card whose file "flags" or "state" an inode is
 * @cards: all cards
 * @device: device number of the file system
 * @inode: inode number
 *
 * A process can poll these two files of sysfs. "state" belongs to libnvdimm and never changes;
 * libndctl waits for it when the driver has no file "flags".
 *
 * Return: the card, or NULL.
 */
struct ocxl_emulated_card *ocxl_sysfs_find_card(struct ocxl_emulated_cards *cards, dev_t device,
						ino_t inode);

#endif /* OCXL_EMULATOR_SYSFS_TREE_H */

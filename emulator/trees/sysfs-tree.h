/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * /sys as COMMAND sees it: the machine's own, but for the NVDIMM subsystem.
 */
#ifndef OCXL_EMULATOR_SYSFS_TREE_H
#define OCXL_EMULATOR_SYSFS_TREE_H

#include "cards/emulated-card.h"

/**
 * ocxl_tree_prepare() - fill in what the tree will say of each card
 * @cards: nobody else uses them yet
 */
void ocxl_tree_prepare(struct ocxl_cards *cards);

/**
 * ocxl_tree_build() - make the tree in the working directory, an empty file system
 * @cards: after ocxl_tree_prepare()
 * @real: the machine's /sys, seen from the working directory
 *
 * Return: 0 or -errno.
 */
int ocxl_tree_build(const struct ocxl_cards *cards, const char *real);

/**
 * ocxl_tree_attach() - keep the tree up to date from now on
 * @cards: nobody else uses them yet
 * @root: the tree's root, open; kept
 *
 * Return: 0 or -errno.
 */
int ocxl_tree_attach(struct ocxl_cards *cards, int root);

/**
 * ocxl_tree_refresh() - write what is no longer true of a card, wake pollers
 * @card: the caller holds the lock
 */
void ocxl_tree_refresh(struct ocxl_emulated *card);

/** ocxl_tree_device() - the device number of the tree's file system, 0 before it is attached */
dev_t ocxl_tree_device(void);

#endif /* OCXL_EMULATOR_SYSFS_TREE_H */

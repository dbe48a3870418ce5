/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * /dev as COMMAND sees it: common nodes of the machine's own /dev, and the cards.
 */
#ifndef OCXL_EMULATOR_DEV_TREE_H
#define OCXL_EMULATOR_DEV_TREE_H

#include "cards/emulated-card.h"

/**
 * ocxl_dev_tree_build() - create the tree in the working directory, an empty file system
 * @cards: all cards
 *
 * The machine's own /dev must still be mounted: the nodes are bind mounts of its nodes.
 *
 * Return: 0 or -errno.
 */
int ocxl_dev_tree_build(const struct ocxl_emulated_cards *cards);

#endif /* OCXL_EMULATOR_DEV_TREE_H */

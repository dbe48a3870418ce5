/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * /dev as COMMAND sees it: what everybody needs of the machine's own, and the cards.
 */
#ifndef OCXL_EMULATOR_DEV_TREE_H
#define OCXL_EMULATOR_DEV_TREE_H

#include "cards/emulated-card.h"

/**
 * ocxl_dev_build() - make the tree in the working directory, an empty file system
 * @cards: which of them are denied
 *
 * Binds from /dev, so the machine's own must still be there. Return: 0 or -errno.
 */
int ocxl_dev_build(const struct ocxl_cards *cards);

#endif /* OCXL_EMULATOR_DEV_TREE_H */

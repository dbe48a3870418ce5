/* SPDX-License-Identifier: GPL-2.0-only */
/* From names to DIMMs, and all that sysfs says of them. */
#ifndef OCXL_SELECT_H
#define OCXL_SELECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "ocxl/run/undiscovered.h"

struct ndctl_ctx;
struct ndctl_dimm;
struct ocxl_deadline;
struct ocxl_options;
struct ocxl_position;

/* what ocxl_select() reads beyond what the library knows already */
#define OCXL_SYSFS_FLAGS      (1U << 0)
#define OCXL_SYSFS_FW_VERSION (1U << 1)

/**
 * struct ocxl_target - one DIMM, as sysfs knows it
 * @dimm: belongs to the library
 * @dev: "nmem0"
 * @bus: "ndbus0"
 * @serial: 0 when it has none
 * @cmd_mask: bit n: command n is there; 0 for a generic window
 * @envelope: "call" or "vendor"
 * @old_driver: without cmd_mask
 * @named: asked for by name, not by "all"
 * @has_flags: @flags was asked for, and is there
 * @has_fw_version: @fw_version was asked for, and is there
 * @flags: NDCTL_OCXL_FLAG_*
 * @fw_version: as the card has it, terminated
 * @position: of a command that goes on, else NULL
 * @deadline: of a command that must be over in time, else NULL
 */
struct ocxl_target {
	struct ndctl_dimm *dimm;
	const char *dev;
	const char *bus;
	uint64_t serial;
	uint64_t cmd_mask;
	const char *envelope;
	bool old_driver;
	bool named;
	bool has_flags;
	bool has_fw_version;
	unsigned int flags;
	char fw_version[9];
	struct ocxl_position *position;
	struct ocxl_deadline *deadline;
};

/**
 * struct ocxl_selection - the DIMMs of a command, by number
 * @targets: each once
 * @count: how many
 * @missing: names that mean none; a message was printed for each
 * @unread: those of @targets that could not be looked at as was asked for; a message was printed
 *	for each
 * @left_out: DIMMs that are there, may be meant, and could not be looked at at all; a message
 *	was printed for each by ocxl_select()
 */
struct ocxl_selection {
	struct ocxl_target *targets;
	size_t count;
	unsigned int missing;
	unsigned int unread;
	struct ocxl_roll left_out;
};

/** ocxl_target_has() - does driver and card have @command */
static inline bool ocxl_target_has(const struct ocxl_target *target, unsigned int command)
{
	return target->cmd_mask >> command & 1;
}

/**
 * ocxl_select() - find the DIMMs that the user means; no command is sent
 * @selection: receives them; released by ocxl_selection_release()
 * @sysfs: OCXL_SYSFS_*
 *
 * Return: 0, also when there is none, or a negative errno: -ENOMEM, or what sysfs gave when it
 * was asked which DIMMs there are.
 */
int ocxl_select(struct ocxl_selection *selection, struct ndctl_ctx *ctx,
		const struct ocxl_options *options, unsigned int sysfs);

/** ocxl_select_again() - the same later, without a word about DIMMs or names */
int ocxl_select_again(struct ocxl_selection *selection, struct ndctl_ctx *ctx,
		      const struct ocxl_options *options, unsigned int sysfs);

/** ocxl_selection_report_left_out() - a message for each, as ocxl_select() prints it */
void ocxl_selection_report_left_out(const struct ocxl_selection *selection,
				    const struct ocxl_options *options);

/** ocxl_selection_release() - free the list, not the DIMMs */
void ocxl_selection_release(struct ocxl_selection *selection);

#endif /* OCXL_SELECT_H */

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
struct ocxl_dimm_state;

/* what ocxl_select_dimms() reads beyond what the library knows already */
#define OCXL_SYSFS_FLAGS      (1U << 0)
#define OCXL_SYSFS_FW_VERSION (1U << 1)

/**
 * struct ocxl_dimm - one DIMM, as sysfs knows it
 * @ndctl: the DIMM of libndctl; belongs to its context
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
 * @state: of a command that goes on, else NULL
 * @deadline: of a command that must be over in time, else NULL
 */
struct ocxl_dimm {
	struct ndctl_dimm *ndctl;
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
	struct ocxl_dimm_state *state;
	struct ocxl_deadline *deadline;
};

/**
 * struct ocxl_dimm_list - the DIMMs of a command, by number
 * @dimms: each once
 * @count: how many
 * @missing: names that mean none; a message was printed for each
 * @unread: those of @dimms that could not be looked at as was asked for; a message was printed
 *	for each
 * @undiscovered: DIMMs that are there, may be meant, and could not be looked at at all; a message
 *	was printed for each by ocxl_select_dimms()
 */
struct ocxl_dimm_list {
	struct ocxl_dimm *dimms;
	size_t count;
	unsigned int missing;
	unsigned int unread;
	struct ocxl_undiscovered undiscovered;
};

/** ocxl_dimm_supports() - does driver and card have @command */
static inline bool ocxl_dimm_supports(const struct ocxl_dimm *dimm, unsigned int command)
{
	return dimm->cmd_mask >> command & 1;
}

/**
 * ocxl_select_dimms() - find the DIMMs that the user means; no command is sent
 * @dimm_list: receives them; released by ocxl_dimm_list_release()
 * @sysfs: OCXL_SYSFS_*
 *
 * Return: 0, also when there is none, or a negative errno: -ENOMEM, or what sysfs gave when it
 * was asked which DIMMs there are.
 */
int ocxl_select_dimms(struct ocxl_dimm_list *list, struct ndctl_ctx *ctx,
		      const struct ocxl_options *options, unsigned int sysfs);

/** ocxl_select_dimms_again() - the same later, without a word about DIMMs or names */
int ocxl_select_dimms_again(struct ocxl_dimm_list *list, struct ndctl_ctx *ctx,
			    const struct ocxl_options *options, unsigned int sysfs);

/** ocxl_dimm_list_report_undiscovered() - a message for each, as ocxl_select_dimms() prints it */
void ocxl_dimm_list_report_undiscovered(const struct ocxl_dimm_list *list,
					const struct ocxl_options *options);

/** ocxl_dimm_list_release() - free the list, not the DIMMs */
void ocxl_dimm_list_release(struct ocxl_dimm_list *list);

#endif /* OCXL_SELECT_H */

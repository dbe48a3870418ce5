/* SPDX-License-Identifier: GPL-2.0-only */
/* Find the DIMMs that a command line names, and read their sysfs files. */
#ifndef OCXL_SELECT_H
#define OCXL_SELECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "ocxl/records/records.h"
#include "ocxl/dimms/undiscovered.h"

struct ndctl_ctx;
struct ndctl_dimm;
struct ndctl_ocxl_error_log;
struct ocxl_dimm;
struct ocxl_dimm_list;
struct ocxl_dimm_state;
struct ocxl_host_record;
struct ocxl_options;
struct ocxl_worker;

/* sysfs files that libndctl does not read by itself */
#define OCXL_SYSFS_FLAGS      (1U << 0)
#define OCXL_SYSFS_FW_VERSION (1U << 1)
#define OCXL_SYSFS_LOCATION   (1U << 2)

/**
 * struct ocxl_dimm - one DIMM; its strings belong to the context of libndctl
 * @ndctl: the DIMM of libndctl
 * @dev: "nmem0"
 * @bus: "ndbus0"
 * @serial: serial number; 0: none
 * @cmd_mask: bit n: command n is supported; 0 for a generic window
 * @envelope: "call" or "vendor"
 * @old_driver: the driver has no cmd_mask
 * @named: selected by name, not by "all" or by default
 * @redacted: @serial and the slot of @location are replaced
 * @has_flags: @flags is valid
 * @has_fw_version: @fw_version is valid
 * @flags: NDCTL_OCXL_FLAG_*
 * @fw_version: as the card has it, terminated
 * @location: where it is, if OCXL_SYSFS_LOCATION was read
 * @state: of --follow and --interval; otherwise NULL
 * @worker: asks it; NULL before there is one
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
	bool redacted;
	bool has_flags;
	bool has_fw_version;
	unsigned int flags;
	char fw_version[9];
	struct ocxl_location location;
	struct ocxl_dimm_state *state;
	struct ocxl_worker *worker;
};

/**
 * struct ocxl_dimm_list - the DIMMs of a command
 * @dimms: each DIMM once, sorted by number
 * @count: of @dimms
 * @missing: number of names without a DIMM; each had a message
 * @unread: number of @dimms whose sysfs files could not be read; each had a message
 * @undiscovered: DIMMs that libndctl failed to discover and that may be meant; each had a message
 *	of ocxl_select_dimms()
 */
struct ocxl_dimm_list {
	struct ocxl_dimm *dimms;
	size_t count;
	unsigned int missing;
	unsigned int unread;
	struct ocxl_undiscovered undiscovered;
};

/**
 * ocxl_dimm_is_window() - is the DIMM a window without a controller
 * @dimm: with the sysfs file OCXL_SYSFS_FW_VERSION
 *
 * It has neither commands nor firmware. A card whose commands sysfs does not tell has firmware.
 */
static inline bool ocxl_dimm_is_window(const struct ocxl_dimm *dimm)
{
	return !dimm->cmd_mask && !dimm->has_fw_version;
}

/** ocxl_dimm_supports() - do the driver and the card support @command, OCXL_CMD_* */
static inline bool ocxl_dimm_supports(const struct ocxl_dimm *dimm, unsigned int command)
{
	return dimm->cmd_mask >> command & 1;
}

/**
 * ocxl_select_dimms() - find the DIMMs of a command; no command is sent
 * @list: receives them; release with ocxl_dimm_list_release()
 * @ctx: of libndctl
 * @options: of the command line
 * @sysfs: OCXL_SYSFS_*: files to read
 *
 * Prints a message for each name without a DIMM and for each DIMM that cannot be read.
 *
 * Return: 0, also without a DIMM; or a negative errno.
 */
int ocxl_select_dimms(struct ocxl_dimm_list *list, struct ndctl_ctx *ctx,
		      const struct ocxl_options *options, unsigned int sysfs);

/** ocxl_select_dimms_again() - the same at a later time, without messages */
int ocxl_select_dimms_again(struct ocxl_dimm_list *list, struct ndctl_ctx *ctx,
			    const struct ocxl_options *options, unsigned int sysfs);

/**
 * ocxl_dimm_list_report_undiscovered() - print a message for each undiscovered DIMM
 * @list: of ocxl_select_dimms_again()
 * @options: of the command line
 */
void ocxl_dimm_list_report_undiscovered(const struct ocxl_dimm_list *list,
					const struct ocxl_options *options);

/** ocxl_dimm_list_release() - free the list; the DIMMs of libndctl stay */
void ocxl_dimm_list_release(struct ocxl_dimm_list *list);

/**
 * ocxl_redact_dimms() - replace serial numbers and slots
 * @list: after the selection. Each serial number becomes the number of its first DIMM, counted from
 *	1, so that the same serial number stays the same one. A DIMM without one stays without
 */
void ocxl_redact_dimms(struct ocxl_dimm_list *list);

/**
 * ocxl_redact_entry() - replace what can contain the serial number of an error-log entry's card
 * @entry: gets a WWID made of the replaced serial number; its data must not be shown
 * @dimm: its DIMM, after ocxl_redact_dimms()
 */
void ocxl_redact_entry(struct ndctl_ocxl_error_log *entry, const struct ocxl_dimm *dimm);

/** ocxl_redact_host() - replace the name of the host */
void ocxl_redact_host(struct ocxl_host_record *host);

#endif /* OCXL_SELECT_H */

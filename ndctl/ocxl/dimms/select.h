/* SPDX-License-Identifier: GPL-2.0-only */
/* Find the DIMMs that a command line names, and read their sysfs files. */
#ifndef OCXL_SELECT_H
#define OCXL_SELECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl-private.h"
#include "ocxl/records/records.h"
#include "ocxl/dimms/omitted-dimms.h"

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

/* one DIMM; its strings belong to the context of libndctl */
struct ocxl_dimm {
	struct ndctl_dimm *ndctl; /* the DIMM of libndctl */
	const char *dev; /* "nmem0" */
	const char *bus; /* "ndbus0" */
	uint64_t serial; /* serial number; 0: none */
	char card[OCXL_CARD_NAME_SIZE]; /* ocxl_dimm_read_card_name() */
	uint64_t cmd_mask; /* bit n: command n is supported; 0 for a generic window */
	const char *envelope; /* "call" or "vendor" */
	bool old_driver; /* the driver has no cmd_mask */
	bool named; /* selected by name, not by "all" or by default */
	bool redacted; /* @serial, @card and the slot of @location are replaced */
	int controller; /* 1: a card, 0: a window without one; negative errno: unknown */
	bool has_fw_version;
	int fw_version_error; /* of OCXL_SYSFS_FW_VERSION: 0 or a negative errno */
	struct ndctl_ocxl_evidence evidence; /* of OCXL_SYSFS_FLAGS: properties in sysfs */
	char fw_version[9]; /* as the card has it, terminated */
	struct ndctl_ocxl_location location; /* where it is */
	struct ocxl_dimm_state *state; /* of --follow and --interval; otherwise NULL */
	struct ocxl_worker *worker; /* queries it; NULL before there is one */
};

/* the DIMMs of a command */
struct ocxl_dimm_list {
	struct ocxl_dimm *dimms; /* each DIMM once, sorted by number */
	size_t count;
	/*
	 * number of names on the command line that select no DIMM, and of @refused. All of them
	 * have had a message, except those in @absent
	 */
	unsigned int missing;
	/* the first name without a DIMM that is not in @absent, of the options; NULL: none */
	const char *missing_name;
	/* serial numbers of the command line that no DIMM of the host has; also in @missing */
	uint64_t *absent;
	size_t absent_count;
	unsigned int refused; /* number of serial numbers that select several DIMMs, and must not */
	/*
	 * DIMMs that libndctl omitted and that may be meant; each had a message of
	 * ocxl_select_dimms()
	 */
	struct ocxl_omitted_dimms omitted;
};

/* do the driver and the card support @command, OCXLPMEM_CMD_* */
static inline bool ocxl_dimm_supports(const struct ocxl_dimm *dimm, unsigned int command)
{
	return dimm->cmd_mask >> command & 1;
}

/*
 * find the DIMMs of a command; no command is sent
 * @list: receives them; release with ocxl_dimm_list_release()
 * @sysfs: OCXL_SYSFS_*: files to read
 * @single: refuse a serial number of several DIMMs: the verb changes something
 * Prints a message for each name without a DIMM, except those in @list->absent, and for each DIMM
 * that libndctl cannot read. A file that cannot be read is a failure of the DIMM's result.
 * Return: 0, also without a DIMM; or a negative errno.
 */
int ocxl_select_dimms(struct ocxl_dimm_list *list, struct ndctl_ctx *ctx,
		      const struct ocxl_options *options, unsigned int sysfs, bool single);

/* print a message for each serial number in @list->absent */
void ocxl_dimm_list_report_absent(const struct ocxl_dimm_list *list);

/*
 * find the DIMMs of --follow again
 * Prints no messages, and refuses no serial number: DIMMs that were added since then, with a serial
 * number of the command line, are followed as well.
 */
int ocxl_select_dimms_again(struct ocxl_dimm_list *list, struct ndctl_ctx *ctx,
			    const struct ocxl_options *options, unsigned int sysfs);

/* was the card replaced since the DIMM was selected */
bool ocxl_dimm_was_replaced(const struct ocxl_dimm *dimm);

/*
 * go on with the card that replaced another one
 * @dimm: gets its serial number and name, if the command line selects that card, too
 * Return: 0; -ESTALE if the command line does not select it.
 */
int ocxl_dimm_switch_to_replacement(struct ocxl_dimm *dimm, const struct ocxl_options *options);

/*
 * print a message for each omitted DIMM
 * @list: of ocxl_select_dimms_again()
 */
void ocxl_dimm_list_report_omitted(const struct ocxl_dimm_list *list,
				   const struct ocxl_options *options);

/* free the list; the DIMMs of libndctl stay */
void ocxl_dimm_list_release(struct ocxl_dimm_list *list);

/*
 * replace serial numbers and slots, also in the names of cards
 * @list: after the selection. The first DIMM gets the serial number 1, the second one 2; DIMMs with
 *   the same serial number get the same one. A DIMM without a serial number gets none
 */
void ocxl_redact_dimms(struct ocxl_dimm_list *list);

/*
 * replace what can contain the serial number of an error-log entry's card
 * @entry: gets a WWID made of the replaced serial number; its data must not be shown
 * @dimm: its DIMM, after ocxl_redact_dimms()
 */
void ocxl_redact_entry(struct ndctl_ocxl_error_log *entry, const struct ocxl_dimm *dimm);

/* replace the name of the host */
void ocxl_redact_host(struct ocxl_host_record *host);

#endif /* OCXL_SELECT_H */

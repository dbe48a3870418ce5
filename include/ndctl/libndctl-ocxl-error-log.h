/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libndctl: OpenCAPI persistent memory, its error log. A part of
 * <ndctl/libndctl-ocxl.h>, which says what holds for every command and getter.
 */
#ifndef _LIBNDCTL_OCXL_ERROR_LOG_H_
#define _LIBNDCTL_OCXL_ERROR_LOG_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <ndctl/libndctl.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * ndctl_dimm_ocxl_new_error_log() - the first entry after a cursor (wire.md 4.2)
 * @dimm: an OpenCAPI DIMM
 * @cursor: 0 for the start, else the cursor of an entry
 * @acknowledge: everything up to and including @cursor is safe: the driver may
 *	forget it
 * @room: bytes of room for the entry's data; 0 for 4096; more than 1 MiB is cut
 *	to that. An entry with more grows the command when it is submitted
 *
 * Sending it again is safe: what was acknowledged once is acknowledged.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_error_log(struct ndctl_dimm *dimm, uint64_t cursor,
						bool acknowledge, size_t room);

/**
 * struct ndctl_ocxl_error_log - one entry (wire.md 4.2)
 * @cursor: hand it to the next ndctl_dimm_ocxl_new_error_log()
 * @log_identifier: the card's number of the entry
 * @program_reference_code: the card's code
 * @action_flags: bit 0 reset, 21 check firmware, 22 replace, 23 take a dump
 * @power_on_seconds: at the error
 * @timestamp: the card's own clock, unit not public
 * @wwid: world-wide identifier
 * @fw_revision: 8 bytes as the card has them, NUL-padded and terminated
 * @type: 0 general, 1 predictive failure, 2 thermal warning, 3 data loss, 4 health
 *	and performance; others may come
 * @data: opaque; belongs to the command, and goes with it or its next submission
 * @data_length: bytes of @data: all that the entry has
 */
struct ndctl_ocxl_error_log {
	uint64_t cursor;
	uint32_t log_identifier;
	uint32_t program_reference_code;
	uint32_t action_flags;
	uint32_t power_on_seconds;
	uint64_t timestamp;
	uint64_t wwid[2];
	char fw_revision[9];
	uint8_t type;
	const uint8_t *data;
	size_t data_length;
};

/**
 * ndctl_cmd_ocxl_error_log_get() - the entry
 * @cmd: of ndctl_dimm_ocxl_new_error_log()
 * @entry: filled in
 *
 * Return: 0, -ENOENT when nothing follows the cursor. (ndctl_cmd_ocxl_submit()
 * gives -ENOENT for a cursor that is not known.)
 */
int ndctl_cmd_ocxl_error_log_get(struct ndctl_cmd *cmd, struct ndctl_ocxl_error_log *entry);

/**
 * ndctl_dimm_ocxl_new_request_health() - ask for a health report (wire.md 4.7)
 * @dimm: an OpenCAPI DIMM
 *
 * The report comes later, as an error-log entry of type 4 and an event. There is
 * nothing to get from the answer.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_request_health(struct ndctl_dimm *dimm);

#ifdef __cplusplus
}
#endif

#endif /* _LIBNDCTL_OCXL_ERROR_LOG_H_ */

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * OpenCAPI: the error log. <ndctl/libndctl-ocxl.h> describes errors, ownership and threads.
 */
#ifndef _LIBNDCTL_OCXL_ERROR_LOG_H_
#define _LIBNDCTL_OCXL_ERROR_LOG_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <ndctl/libndctl.h>
#include <ndctl/libndctl-ocxl-controller.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * ndctl_dimm_ocxl_cmd_new_error_log() - read the first entry after a cursor (wire.md 4.2)
 * @dimm: an OpenCAPI DIMM
 * @cursor: 0 for the first entry, else the cursor of an entry
 * @acknowledge: all entries up to and including @cursor have been stored; the driver may drop them
 * @data_space: bytes of space for the data of the entry; 0: 4096 bytes. The library limits it to an
 *	answer of 1 MiB. If the entry has more data, ndctl_cmd_ocxl_submit() makes the command
 *	larger
 *
 * Sending the command again is safe: it can acknowledge the same entries again.
 *
 * The card forgets an entry when the driver reads it. The driver keeps the entry until it is
 * acknowledged; a crash of the host loses it. The driver keeps at most 64 entries of a card. If it
 * keeps 64, ndctl_cmd_ocxl_submit() returns -ENOBUFS for an entry that is still on the card, until
 * some are acknowledged. NDCTL_OCXL_FLAG_ERROR_LOG
 * shows that the log has entries; their number is not known.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_cmd_new_error_log(struct ndctl_dimm *dimm, uint64_t cursor,
						    bool acknowledge, size_t data_space);

/* types of entries; later cards may have more */
enum ndctl_ocxl_error_log_type {
	NDCTL_OCXL_ERROR_LOG_GENERAL = 0,
	NDCTL_OCXL_ERROR_LOG_PREDICTIVE_FAILURE = 1,
	NDCTL_OCXL_ERROR_LOG_THERMAL_WARNING = 2,
	NDCTL_OCXL_ERROR_LOG_DATA_LOSS = 3,
	NDCTL_OCXL_ERROR_LOG_HEALTH_PERFORMANCE = 4,
};

/* actions that an entry asks for: numbers of bits */
enum ndctl_ocxl_error_log_action {
	NDCTL_OCXL_ERROR_LOG_ACTION_RESET = 0,
	NDCTL_OCXL_ERROR_LOG_ACTION_CHECK_FIRMWARE = 21,
	NDCTL_OCXL_ERROR_LOG_ACTION_REPLACE = 22,
	NDCTL_OCXL_ERROR_LOG_ACTION_DUMP = 23,
};

/**
 * struct ndctl_ocxl_error_log - an entry of the error log (wire.md 4.2)
 * @cursor: for the next ndctl_dimm_ocxl_cmd_new_error_log(). The card's serial number and the
 *	cursor identify an entry
 * @serial: serial number of the card, set by a reader (struct ndctl_ocxl_error_log_reader); 0:
 *	unknown
 * @log_id: the card's number for the entry
 * @reference_code: the card's code for the error
 * @action_flags: bit n: action n of enum ndctl_ocxl_error_log_action, or an unknown one
 * @power_on_seconds: seconds that the card had been powered on when the error occurred
 * @card_timestamp: time of the card's own clock, unit not public
 * @wwid: world-wide identifier
 * @fw_version: the 8 bytes of the card, padded and terminated with NUL. Any bytes, also newlines:
 *	escape it
 * @type: one of enum ndctl_ocxl_error_log_type, or any other number
 * @data: opaque bytes, valid until the command is submitted again or released
 * @data_length: bytes of @data, always complete
 * @reserved: zero, room to grow
 *
 * An acknowledged entry is lost unless it was stored. Store all members except @reserved, and the
 * bytes of @data.
 */
struct ndctl_ocxl_error_log {
	uint64_t cursor;
	uint64_t serial;
	uint32_t log_id;
	uint32_t reference_code;
	uint32_t action_flags;
	uint32_t power_on_seconds;
	uint64_t card_timestamp;
	uint64_t wwid[2];
	char fw_version[NDCTL_OCXL_FW_VERSION_SIZE];
	uint8_t type;
	const uint8_t *data;
	size_t data_length;
	uint64_t reserved[8];
};

/**
 * ndctl_ocxl_error_log_type_name() - name of a type of entries
 * @type: any number
 *
 * Return: "general", ...; NULL for a type of a later card.
 */
const char *ndctl_ocxl_error_log_type_name(unsigned int type);

/**
 * ndctl_ocxl_error_log_action_name() - name of an action that an entry asks for
 * @bit: number of a bit of @action_flags
 *
 * Return: "reset", "check_firmware", "replace" or "dump"; NULL for any other number.
 */
const char *ndctl_ocxl_error_log_action_name(unsigned int bit);

/**
 * ndctl_cmd_ocxl_get_error_log() - get the entry
 * @cmd: a command of ndctl_dimm_ocxl_cmd_new_error_log()
 * @entry: receives it
 *
 * Return: 0, -ENOENT if there is no entry after the cursor. (ndctl_cmd_ocxl_submit() returns
 * -ENOENT if the driver does not know the cursor.)
 */
int ndctl_cmd_ocxl_get_error_log(struct ndctl_cmd *cmd, struct ndctl_ocxl_error_log *entry);

/**
 * ndctl_dimm_ocxl_cmd_new_request_health() - request a health report (wire.md 4.7)
 * @dimm: an OpenCAPI DIMM
 *
 * The report arrives later, as an error-log entry of type 4.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_cmd_new_request_health(struct ndctl_dimm *dimm);

#ifdef __cplusplus
}
#endif

#endif /* _LIBNDCTL_OCXL_ERROR_LOG_H_ */

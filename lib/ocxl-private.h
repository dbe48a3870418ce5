/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What libndctl offers to the programs of its own version alone: "ndctl ocxl", and tests. Their
 * symbols have the version LIBNDCTL_OCXL_PRIVATE, and change with any release.
 */
#ifndef OCXL_PRIVATE_H
#define OCXL_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <ndctl/libndctl-ocxl.h>

/* libndctl.so hides what has no default visibility */
#define OCXL_EXPORT __attribute__((visibility("default")))

/* ---- the DIMM in sysfs: these functions send no command ---- */

/* serial number as of the discovery of @dimm; 0: unknown, or a DIMM of another family */
uint64_t ocxl_dimm_get_serial(struct ndctl_dimm *dimm);

/* bit n: the driver has command n; 0 for a window without a controller, and for another family */
uint64_t ocxl_dimm_get_cmd_mask(struct ndctl_dimm *dimm);

/* is the driver the posted one of 2020, without cmd_mask (wire.md 4) */
bool ocxl_dimm_has_old_driver(struct ndctl_dimm *dimm);

/* envelope of the commands (wire.md 1): "call" or "vendor"; NULL for a DIMM of another family */
const char *ocxl_dimm_get_envelope(struct ndctl_dimm *dimm);

/**
 * ocxl_dimm_read_properties() - read what sysfs tells about the health of a card
 * @dimm: an OpenCAPI DIMM
 * @evidence: receives @old_driver, @has_flags, @flags and the errors of these files and of the
 *	serial number
 *
 * An error in reading a file is part of @evidence.
 *
 * Return: 0; -ENODEV for a DIMM of another family.
 */
int ocxl_dimm_read_properties(struct ndctl_dimm *dimm, struct ndctl_ocxl_evidence *evidence);

/* bytes of the longest name of a card, with the terminating NUL */
#define OCXL_CARD_NAME_SIZE 64

/* the characters of a card's name behind its "@" */
#define OCXL_CARD_NAME_CHARACTERS              \
	"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" \
	"abcdefghijklmnopqrstuvwxyz._-"

/**
 * ocxl_dimm_read_card_name() - name of the card that is behind a DIMM now
 * @dimm: any DIMM
 * @slot: name of the card's PCI slot; NULL or empty: unknown
 * @name: receives the name, as ndctl_ocxl_collection_get_card_name(); empty on an error
 *
 * Return: 0; -ENODEV for a DIMM of another family.
 */
int ocxl_dimm_read_card_name(struct ndctl_dimm *dimm, const char *slot,
			     char name[OCXL_CARD_NAME_SIZE]);

/*
 * the same, compared with the serial numbers that libndctl found when it listed the other DIMMs:
 * for a context that has just been made, without a file for each pair of DIMMs
 */
int ocxl_dimm_get_card_name(struct ndctl_dimm *dimm, const char *slot,
			    char name[OCXL_CARD_NAME_SIZE]);

/* ---- commands ---- */

/**
 * ocxl_cmd_get_output() - bytes of an answer, header included
 * @cmd: a submitted command
 * @size: receives the length of the answer; the length of the space for it if the answer is
 *	invalid; 0 without an answer
 *
 * Return: the bytes, which belong to @cmd and change when it is submitted again; NULL without an
 * answer.
 */
const void *ocxl_cmd_get_output(struct ndctl_cmd *cmd, size_t *size);

/* nd_fw_size of the package (wire.md 1), not checked; 0 without an answer */
size_t ocxl_cmd_get_fw_size(struct ndctl_cmd *cmd);

/*
 * bytes of input, and of space for the answer with its header; 0 for commands of other constructors
 */
void ocxl_cmd_get_sizes(struct ndctl_cmd *cmd, size_t *in, size_t *out);

/* meaning of a status (wire.md 3), which fits after a colon; never NULL */
const char *ocxl_status_text(unsigned int status);

/* "none", "taking" or "ready"; NULL for any other state */
const char *ocxl_dump_state_name(unsigned int state);

/* ---- conditions: @condition may be any number ---- */

/* severity; NDCTL_OCXL_SEVERITY_UNKNOWN for a number without a condition */
enum ndctl_ocxl_severity ocxl_condition_id_severity(unsigned int condition, bool overdue);

/* NDCTL_OCXL_FLAG_*, each of which means the condition; 0: none does */
uint64_t ocxl_condition_id_flags(unsigned int condition);

/* NDCTL_OCXL_KEPT_* of a condition that is kept until it is cleared; 0: it ends by itself */
unsigned int ocxl_condition_id_kept_bit(unsigned int condition);

/* bit n: condition n was not checked, see ndctl_ocxl_is_checked(); all ones for invalid evidence */
uint64_t ocxl_not_checked(const struct ndctl_ocxl_evidence *evidence);

/* no condition depends on an implausible value (wire.md 4.1) */
bool ocxl_smart_is_plausible(uint8_t id, uint64_t raw);

/* did a file of the evidence fail; an older driver does not have it: -ENOENT is no failure */
bool ocxl_evidence_has_failed(int error);

/* why evidence is missing: text without a full stop, constant or as of strerror() */
const char *ocxl_evidence_error_text(int error);

/* ---- what is known about a card ---- */

/**
 * ocxl_collection_new() - begin to collect with known properties; sends no command
 * @dimm: an OpenCAPI DIMM, which has to exist as long as the collection
 * @properties: from ocxl_dimm_read_properties(), copied
 * @wanted: bit n: command n is sent, for HEARTBEAT, SMART, STATS, CAPABILITIES and EVENTS
 *
 * For a caller that knows which card it is: do not call ndctl_ocxl_collection_next_cmd().
 *
 * Return: as ndctl_dimm_ocxl_collection_new().
 */
struct ndctl_ocxl_collection *ocxl_collection_new(struct ndctl_dimm *dimm,
						  const struct ndctl_ocxl_evidence *properties,
						  uint64_t wanted);

/*
 * number of the next command, 0 at the end. *@cmd is NULL with errno if the command could not be
 * made, for example with ENOTTY because the driver lacks it; the caller adds this error
 */
unsigned int ocxl_collection_next(struct ndctl_ocxl_collection *collection, struct ndctl_cmd **cmd);

/* adds the result of a command, as ndctl_ocxl_collection_add_answer() */
void ocxl_collection_add(struct ndctl_ocxl_collection *collection, unsigned int command,
			 struct ndctl_cmd *cmd, int error);

/* ---- the error log ---- */

/**
 * ocxl_error_log_reader_new() - begin to read the error log after an entry
 * @dimm: an OpenCAPI DIMM, which has to exist as long as the reader
 * @cursor: of the last entry that is stored safely; 0: none. The first call of
 *	ndctl_ocxl_error_log_reader_next() can acknowledge it
 * @serial: serial number of the card, which the reader compares; 0: no comparison
 *
 * Return: as ndctl_dimm_ocxl_error_log_reader_new().
 */
struct ndctl_ocxl_error_log_reader *ocxl_error_log_reader_new(struct ndctl_dimm *dimm,
							      uint64_t cursor, uint64_t serial);

/**
 * ocxl_error_log_time_about() - about when a card wrote an entry
 * @entry: the entry
 * @power_on_seconds: @power_on_uptime_seconds of struct ndctl_ocxl_stats of the same card
 * @stats_time: when these statistics were read, in seconds since 1970
 *
 * A card only counts the seconds that it has been powered on.
 *
 * Return: seconds since 1970; 0, unknown, if the result is before 1970 or more than a minute after
 * now.
 */
uint64_t ocxl_error_log_time_about(const struct ndctl_ocxl_error_log *entry,
				   uint32_t power_on_seconds, uint64_t stats_time);

/**
 * ocxl_append_lines() - append lines to an open log
 * @fd: descriptor of a regular file, open for reading and with O_APPEND
 * @lines: as of ndctl_ocxl_error_log_append()
 * @size: number of bytes
 *
 * For a program that does the other steps of ndctl_ocxl_error_log_append() itself: open and check
 * the log before; afterwards call fsync(), and check that the path still leads to this file.
 *
 * Return: 0, or a negative errno.
 */
int ocxl_append_lines(int fd, const char *lines, size_t size);

#endif /* OCXL_PRIVATE_H */

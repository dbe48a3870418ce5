/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* OpenCAPI DIMMs: functions that libndctl.c calls, and properties for the sources of the library. */
#ifndef OCXL_DIMM_H
#define OCXL_DIMM_H

#include <stdbool.h>

struct ndctl_dimm;
struct ndctl_dimm_ops;
struct ocxl_answer;

/* operations that ndctl's own verbs call; every OpenCAPI DIMM has these */
extern struct ndctl_dimm_ops *const ocxl_dimm_ops;

/**
 * ocxl_dimm_match() - is this an OpenCAPI DIMM
 * @dimm_base: directory of the DIMM in sysfs
 *
 * Return: true if the directory has the group ocxlpmem, which the library reads later. The
 * provider of the bus does not matter.
 */
bool ocxl_dimm_match(const char *dimm_base);

/**
 * ocxl_add_dimm() - fill in an OpenCAPI DIMM
 * @dimm: a new DIMM with bus, path and command mask; receives bus prefix, family, operations,
 *	serial number, command mask and flags
 * @dimm_base: directory of the DIMM in sysfs
 *
 * Sends no command.
 *
 * Return: 0; -ENOMEM; the errno of open() or read() if a file exists but cannot be read for
 * want of memory or descriptors.
 */
int ocxl_add_dimm(struct ndctl_dimm *dimm, const char *dimm_base);

/**
 * ocxl_parse_flags() - set the flags of a DIMM from the sysfs file "flags" (wire.md 5)
 * @dimm: any DIMM, whose flags are 0
 * @buf: content of the file
 *
 * Return: true if @dimm is an OpenCAPI DIMM; else its flags remain 0.
 */
bool ocxl_parse_flags(struct ndctl_dimm *dimm, const char *buf);

/* the rest is for the sources of the library */

bool ocxl_is_dimm(struct ndctl_dimm *dimm);

/* bytes of the longest content of a file in sysfs, with the terminating NUL */
#define OCXL_ATTRIBUTE_SIZE 256

/* opens a file below the directory of a DIMM for reading; returns as open() */
int ocxl_dimm_open(const char *dimm_base, const char *name);

/**
 * ocxl_dimm_read_attribute() - read the first line of a file in sysfs
 * @dimm: an OpenCAPI DIMM
 * @dimm_base: directory of the DIMM in sysfs
 * @name: name of the file, below @dimm_base
 * @text: receives the line without its end; empty on an error
 *
 * Return: 0; the errno of open() or read(), ENOENT only for a file that the driver does not have;
 * -ENODEV if the DIMM has disappeared; -EBADMSG without the end of the line.
 */
int ocxl_dimm_read_attribute(struct ndctl_dimm *dimm, const char *dimm_base, const char *name,
			     char text[OCXL_ATTRIBUTE_SIZE]);

/* is this the error of a property that is unknown; other ones mean that a DIMM cannot be added */
bool ocxl_dimm_is_unknown(int rc);

/**
 * ocxl_dimm_read_flags() - read the present state of the card from sysfs (wire.md 5)
 * @dimm: an OpenCAPI DIMM
 * @flags: receives bit n: flag n, OCXL_FLAG_*, without words that the library does not know
 *
 * Return: 0; -EPROTONOSUPPORT with a word that the library does not know; another error of
 * ocxl_dimm_read_attribute(), and @flags is 0.
 */
int ocxl_dimm_read_flags(struct ndctl_dimm *dimm, unsigned int *flags);

/**
 * struct ocxl_properties - what sysfs says about a DIMM
 * @flags: as of ocxl_dimm_read_flags()
 * @flags_error: 0, or why @flags could not be read, or not all of them
 * @cmd_mask_error: 0, or why the commands of the driver could not be read
 * @serial_error: 0, or why the serial number could not be read
 *
 * -ENOENT: an older driver does not have the file, which tells nothing about the card.
 */
struct ocxl_properties {
	unsigned int flags;
	int flags_error;
	int cmd_mask_error;
	int serial_error;
};

/* the only reader of these files for a verdict; sends no command */
void ocxl_dimm_read_properties(struct ndctl_dimm *dimm, struct ocxl_properties *properties);

/* reads the serial number of the card that is behind the DIMM now; returns as read of a property */
int ocxl_dimm_read_serial(struct ndctl_dimm *dimm, uint64_t *serial);

/**
 * ocxl_dimm_has_controller() - is the DIMM a card, or a window without a controller
 * @dimm: an OpenCAPI DIMM
 *
 * Return: 1 for a card, 0 for a window; an error of ocxl_dimm_read_attribute() if it is not known.
 */
int ocxl_dimm_has_controller(struct ndctl_dimm *dimm);

/*
 * bits of the flags in the first line of @text
 * @has_unknown: receives: it has a word that the library does not know
 */
unsigned int ocxl_parse_flag_words(const char *text, bool *has_unknown);

/* Return: "not_ready", ...; NULL for a number without a flag */
const char *ocxl_flag_name(unsigned int position);

/**
 * struct ocxl_health_evidence - flags of a card, and the end of SMART
 * @properties: as of ocxl_dimm_read_properties()
 * @error: result of SMART, negative errno or 0
 * @status: of the answer, -1 without an answer
 * @answer: the checked answer; used without an @error
 */
struct ocxl_health_evidence {
	struct ocxl_properties properties;
	int error;
	int status;
	const struct ocxl_answer *answer;
};

/**
 * ocxl_health_find() - health of a card
 * @evidence: its flags, and the end of SMART
 * @health: receives ND_SMART_FATAL_HEALTH for hw_fatal and fw_fatal, ND_SMART_CRITICAL_HEALTH for
 *	another critical condition, ND_SMART_NON_CRITICAL_HEALTH for a warning, else 0
 *
 * A card that does not answer may be known to be critical: the status of the answer, its errno or a
 * flag says so.
 *
 * Return: 0, -ENODATA if the state of the card is unknown.
 */
int ocxl_health_find(const struct ocxl_health_evidence *evidence, unsigned int *health);

#endif /* OCXL_DIMM_H */

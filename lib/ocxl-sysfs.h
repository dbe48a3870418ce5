/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files and the device node of an OpenCAPI DIMM (wire.md 5). */
#ifndef OCXL_SYSFS_H
#define OCXL_SYSFS_H

#include <stdbool.h>
#include <stdint.h>

struct ndctl_dimm;

/* logs a debug message of libndctl about a DIMM; the format is without a newline */
#define ocxl_dimm_dbg(dimm, format, ...)                                                \
	dbg(ndctl_dimm_get_ctx(dimm), "%s: " format "\n", ndctl_dimm_get_devname(dimm), \
	    ##__VA_ARGS__)

/**
 * ocxl_dimm_match() - is this an OpenCAPI DIMM
 * @dimm_base: directory of the DIMM in sysfs
 *
 * Return: true if the directory has the group ocxlpmem, which the library reads later. The
 * provider of the bus does not matter.
 */
bool ocxl_dimm_match(const char *dimm_base);

/* bytes of the longest content of a file in sysfs, with the terminating NUL */
#define OCXL_ATTRIBUTE_SIZE 256

/* does the driver have a command, OCXLPMEM_CMD_* */
bool ocxl_dimm_has_command(struct ndctl_dimm *dimm, uint32_t command);

/* opens a file below the directory of a DIMM for reading; returns as open() */
int ocxl_dimm_open(const char *dimm_base, const char *name);

/**
 * ocxl_read_line() - read the first line of an open file in sysfs
 * @fd: the file; its offset does not matter
 * @text: receives the line without its end; empty on an error
 *
 * Return: 0; the errno of pread(); -EBADMSG without the end of the line, or with a NUL byte.
 */
int ocxl_read_line(int fd, char text[OCXL_ATTRIBUTE_SIZE]);

/**
 * ocxl_dimm_read_attribute() - read the first line of a file in sysfs
 * @dimm: an OpenCAPI DIMM
 * @dimm_base: directory of the DIMM in sysfs
 * @name: name of the file, below @dimm_base
 * @text: receives the line without its end; empty on an error
 *
 * Return: 0; the errno of open() or pread(), ENOENT only for a file that the driver does not have;
 * -ENODEV if the DIMM has disappeared; -EBADMSG as ocxl_read_line().
 */
int ocxl_dimm_read_attribute(struct ndctl_dimm *dimm, const char *dimm_base, const char *name,
			     char text[OCXL_ATTRIBUTE_SIZE]);

/* the same for a number, which is 0 on an error; -EBADMSG if the line is no number */
int ocxl_dimm_read_number(struct ndctl_dimm *dimm, const char *dimm_base, const char *name,
			  int base, uint64_t *number);

/*
 * bits of the flags in the first line of @text
 * @has_unknown: receives: it has a word that the library does not know
 */
uint64_t ocxl_parse_flag_words(const char *text, bool *has_unknown);

/* Return: "not_ready", ...; NULL for a number without a flag */
const char *ocxl_flag_name(unsigned int position);

/**
 * ocxl_dimm_correct_error() - what the error of an ioctl says about the card
 * @dimm: an OpenCAPI DIMM
 * @error: of ndctl_cmd_submit(), negative errno
 *
 * libndctl gives ENXIO, the errno of a card that has disappeared, also for a file that is not the
 * device of the DIMM, as in a container.
 *
 * Return: -EBADF in this case; otherwise @error.
 */
int ocxl_dimm_correct_error(struct ndctl_dimm *dimm, int error);

#endif /* OCXL_SYSFS_H */

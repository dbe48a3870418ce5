/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Operations of struct ndctl_dimm_ops for "ndctl inject-smart". Emulated cards support the media
 * temperature and the fatal state, and its threshold in ocxl-threshold.h. The other injections are
 * refused with -EOPNOTSUPP; ending one of them succeeds and does nothing.
 */
#ifndef OCXL_INJECT_H
#define OCXL_INJECT_H

#include <stdbool.h>

struct ndctl_cmd;
struct ndctl_dimm;
struct ocxl_smart_inject_req;

/**
 * ocxl_inject_supported() - which injections ndctl may try
 * @dimm: an OpenCAPI DIMM
 *
 * Return: ND_SMART_INJECT_*, -EIO if the driver does not have the command.
 */
int ocxl_inject_supported(struct ndctl_dimm *dimm);

/**
 * ocxl_inject_new() - create a command that injects nothing yet
 * @dimm: an OpenCAPI DIMM
 *
 * Return: a command; NULL with errno as ocxl_cmd_new().
 */
struct ndctl_cmd *ocxl_inject_new(struct ndctl_dimm *dimm);

/**
 * ocxl_inject_media_temperature() - inject a temperature
 * @cmd: a command of ocxl_inject_new()
 * @enable: inject @value; false: restore the card's temperature
 * @value: as ndctl_encode_smart_temperature() returns it
 *
 * Return: 0, -ERANGE for a negative or too high temperature, -EINVAL for a fraction of a degree.
 */
int ocxl_inject_media_temperature(struct ndctl_cmd *cmd, bool enable, unsigned int value);

/**
 * ocxl_inject_fatal() - begin or end a fatal failure
 * @cmd: a command of ocxl_inject_new()
 * @enable: begin it; false: end it
 *
 * Return: 0, or the error of an earlier injection with @cmd.
 */
int ocxl_inject_fatal(struct ndctl_cmd *cmd, bool enable);

/**
 * ocxl_inject_unsupported() - refuse an injection without a value
 * @cmd: a command of ocxl_inject_new()
 * @enable: begin it, which is refused; false: end it, which does nothing
 *
 * Return: 0, -EOPNOTSUPP.
 */
int ocxl_inject_unsupported(struct ndctl_cmd *cmd, bool enable);

/** ocxl_inject_unsupported_value() - ocxl_inject_unsupported() for an injection with a value */
int ocxl_inject_unsupported_value(struct ndctl_cmd *cmd, bool enable, unsigned int value);

/* for other operations that inject */

/**
 * ocxl_inject_new_with() - create a command with an injection
 * @dimm: an OpenCAPI DIMM
 * @injection: the change
 *
 * Return: as ocxl_inject_new().
 */
struct ndctl_cmd *ocxl_inject_new_with(struct ndctl_dimm *dimm,
				       const struct ocxl_smart_inject_req *injection);

/**
 * ocxl_inject_set() - change the injection of a command
 * @cmd: a command of ocxl_inject_new_with()
 * @injection: the change
 *
 * Return: 0; the error of an earlier injection with @cmd, which is not changed then: it must
 * fail when it is submitted.
 */
int ocxl_inject_set(struct ndctl_cmd *cmd, const struct ocxl_smart_inject_req *injection);

/**
 * ocxl_inject_refuse() - make a command inject nothing and fail
 * @cmd: a command of ocxl_inject_new_with()
 * @error: negative errno that it fails with
 * @reason: for the log
 *
 * Return: @error, or the error of an earlier injection with @cmd.
 */
int ocxl_inject_refuse(struct ndctl_cmd *cmd, int error, const char *reason);

/**
 * ocxl_inject_decode_temperature() - degrees of a temperature: cards have whole ones and no sign
 * @value: as ndctl_encode_smart_temperature() returns it
 * @most: highest temperature
 * @degrees: receives it
 *
 * Return: 0, -ERANGE for a negative or too high temperature, -EINVAL for a fraction of a degree.
 */
int ocxl_inject_decode_temperature(unsigned int value, unsigned int most, unsigned int *degrees);

/** ocxl_inject_refuse_temperature() - ocxl_inject_refuse() with an error of the function above */
int ocxl_inject_refuse_temperature(struct ndctl_cmd *cmd, int error);

#endif /* OCXL_INJECT_H */

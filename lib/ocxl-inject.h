/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Operations of struct ndctl_dimm_ops for "ndctl inject-smart". Emulated cards support the media
 * temperature, its threshold and the fatal state. The other injections are refused with
 * -EOPNOTSUPP; ending one of them succeeds and does nothing.
 */
#ifndef OCXL_INJECT_H
#define OCXL_INJECT_H

#include <stdbool.h>

struct ndctl_cmd;
struct ndctl_dimm;

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
 * Return: as ndctl_dimm_ocxl_new_smart_inject().
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

/**
 * ocxl_inject_new_threshold() - create a command that sets a threshold
 * @thresholds: a submitted command that has read the thresholds
 *
 * Return: a command; NULL with errno ENOENT if the card has no temperature, else as
 * ndctl_dimm_ocxl_new_smart_inject().
 */
struct ndctl_cmd *ocxl_inject_new_threshold(struct ndctl_cmd *thresholds);

/**
 * ocxl_inject_set_temperature_threshold() - set the threshold of the media temperature
 * @cmd: a command of ocxl_inject_new_threshold()
 * @value: as ndctl_encode_smart_temperature() returns it
 *
 * Return: as ocxl_inject_media_temperature().
 */
int ocxl_inject_set_temperature_threshold(struct ndctl_cmd *cmd, unsigned int value);

/** ocxl_inject_set_alarm_control() - refused with -EOPNOTSUPP: cards have no such switch */
int ocxl_inject_set_alarm_control(struct ndctl_cmd *cmd, unsigned int alarms);

/** ocxl_inject_set_unsupported_threshold() - refused with -EOPNOTSUPP */
int ocxl_inject_set_unsupported_threshold(struct ndctl_cmd *cmd, unsigned int value);

#endif /* OCXL_INJECT_H */

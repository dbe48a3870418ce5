/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Operations of struct ndctl_dimm_ops for thresholds: SMART reads them, and the command of injections
 * sets them. Getters of values return as those of ocxl-smart.h.
 */
#ifndef OCXL_THRESHOLD_H
#define OCXL_THRESHOLD_H

struct ndctl_cmd;
struct ndctl_dimm;

/**
 * ocxl_threshold_new() - create a command that reads thresholds
 * @dimm: an OpenCAPI DIMM
 *
 * Return: a command of SMART; as ocxl_smart_new().
 */
struct ndctl_cmd *ocxl_threshold_new(struct ndctl_dimm *dimm);

/** ocxl_threshold_get_alarm_control() - ND_SMART_*_TRIP of thresholds that are not 0 */
unsigned int ocxl_threshold_get_alarm_control(struct ndctl_cmd *cmd);

/** ocxl_threshold_get_temperature() - as ndctl_encode_smart_temperature() returns it */
unsigned int ocxl_threshold_get_temperature(struct ndctl_cmd *cmd);

/**
 * ocxl_threshold_new_set() - create a command that sets a threshold
 * @thresholds: a submitted command that has read the thresholds
 *
 * Return: a command; NULL with errno ENOENT if the card has no temperature, else as
 * ocxl_inject_new().
 */
struct ndctl_cmd *ocxl_threshold_new_set(struct ndctl_cmd *thresholds);

/**
 * ocxl_threshold_set_temperature() - set the threshold of the media temperature
 * @cmd: a command of ocxl_threshold_new_set()
 * @value: as ndctl_encode_smart_temperature() returns it
 *
 * Return: as ocxl_inject_media_temperature().
 */
int ocxl_threshold_set_temperature(struct ndctl_cmd *cmd, unsigned int value);

/** ocxl_threshold_set_alarm_control() - refused with -EOPNOTSUPP: cards have no such switch */
int ocxl_threshold_set_alarm_control(struct ndctl_cmd *cmd, unsigned int alarms);

/** ocxl_threshold_set_unsupported() - refused with -EOPNOTSUPP */
int ocxl_threshold_set_unsupported(struct ndctl_cmd *cmd, unsigned int value);

#endif /* OCXL_THRESHOLD_H */

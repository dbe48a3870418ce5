/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Operations of struct ndctl_dimm_ops for health, which ndctl reads with the wire command SMART.
 *
 * The getters of values follow libndctl: on an error they set errno and return a special value,
 * 0 for masks and UINT_MAX for everything else. A mask of UINT_MAX would make ndctl monitor
 * report each bit as an alarm.
 */
#ifndef OCXL_SMART_H
#define OCXL_SMART_H

struct ndctl_cmd;
struct ndctl_dimm;

/**
 * ocxl_smart_new() - create a command that reads health and temperature
 * @dimm: an OpenCAPI DIMM
 *
 * Return: a command of SMART; NULL with errno as ocxl_cmd_new().
 */
struct ndctl_cmd *ocxl_smart_new(struct ndctl_dimm *dimm);

/**
 * ocxl_smart_read_health() - find out the health when a command has ended
 * @cmd: a command of ocxl_smart_new() whose answer was parsed; its state receives the health
 *
 * The health is ND_SMART_FATAL_HEALTH for hw_fatal and fw_fatal, ND_SMART_CRITICAL_HEALTH for another
 * critical condition, ND_SMART_NON_CRITICAL_HEALTH for a warning, else 0. "error_log" and "dump"
 * alone are no warning here. A card that does not answer may be known to be critical: the status of
 * the answer, its errno or a flag says so.
 */
void ocxl_smart_read_health(struct ndctl_cmd *cmd);

/* getters of ocxl_smart_new() */

/** ocxl_smart_get_flags() - ND_SMART_*_VALID: values that the card has */
unsigned int ocxl_smart_get_flags(struct ndctl_cmd *cmd);

/** ocxl_smart_get_health() - ND_SMART_*_HEALTH */
unsigned int ocxl_smart_get_health(struct ndctl_cmd *cmd);

/** ocxl_smart_get_temperature() - as ndctl_encode_smart_temperature() returns it */
unsigned int ocxl_smart_get_temperature(struct ndctl_cmd *cmd);

/** ocxl_smart_get_alarm_flags() - ND_SMART_*_TRIP of attributes that fail */
unsigned int ocxl_smart_get_alarm_flags(struct ndctl_cmd *cmd);

/** ocxl_smart_get_life_used() - percent, 0 to 100; without a value if the card says more than 100 */
unsigned int ocxl_smart_get_life_used(struct ndctl_cmd *cmd);

#endif /* OCXL_SMART_H */

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What "ndctl inject-smart" calls, see struct ndctl_dimm_ops. Emulated cards have media
 * temperature, its threshold, and the fatal state; ndctl's other injections are refused,
 * and their end is what it is already.
 */
#ifndef OCXL_INJECT_H
#define OCXL_INJECT_H

#include <stdbool.h>

struct ndctl_cmd;
struct ndctl_dimm;

int ocxl_inject_supported(struct ndctl_dimm *dimm);
struct ndctl_cmd *ocxl_inject_new(struct ndctl_dimm *dimm);
int ocxl_inject_media_temperature(struct ndctl_cmd *cmd, bool enable, unsigned int value);
int ocxl_inject_fatal(struct ndctl_cmd *cmd, bool enable);
int ocxl_inject_other_value(struct ndctl_cmd *cmd, bool enable, unsigned int value);
int ocxl_inject_other(struct ndctl_cmd *cmd, bool enable);

/* thresholds: made of a command that read them, as ndctl has it */
struct ndctl_cmd *ocxl_inject_new_threshold(struct ndctl_cmd *thresholds);
int ocxl_inject_set_temperature_threshold(struct ndctl_cmd *cmd, unsigned int value);
int ocxl_inject_set_alarm_control(struct ndctl_cmd *cmd, unsigned int alarms);
int ocxl_inject_set_other_threshold(struct ndctl_cmd *cmd, unsigned int value);

#endif /* OCXL_INJECT_H */

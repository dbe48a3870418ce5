/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Operations of struct ndctl_dimm_ops for "ndctl inject-smart", and their request. */
#ifndef OCXL_INJECT_H
#define OCXL_INJECT_H

#include <stdbool.h>
#include <ndctl/libndctl.h>
#include "ocxl-cmd.h"

int ocxl_inject_supported(struct ndctl_dimm *dimm);

/*
 * Injections, one a command: a later setter replaces an earlier one. Emulated cards support the media
 * temperature, its threshold and the fatal state. The others are refused with -EOPNOTSUPP; ending one
 * of them succeeds and does nothing. A temperature is
 * encoded as ndctl_encode_smart_temperature() does; a negative or too high one is refused with
 * -ERANGE, a fraction of a degree with -EINVAL. After a refusal, each setter returns its error.
 */
struct ndctl_cmd *ocxl_inject_new(struct ndctl_dimm *dimm);
int ocxl_inject_media_temperature(struct ndctl_cmd *cmd, bool enable, unsigned int value);
int ocxl_inject_fatal(struct ndctl_cmd *cmd, bool enable);
int ocxl_inject_unsupported(struct ndctl_cmd *cmd, bool enable);
int ocxl_inject_unsupported_value(struct ndctl_cmd *cmd, bool enable, unsigned int value);

/*
 * Thresholds: SMART reads them, and the command of injections sets them. Getters set errno on an error,
 * and return UINT_MAX, or no alarm.
 */
struct ndctl_cmd *ocxl_threshold_new(struct ndctl_dimm *dimm);
unsigned int ocxl_threshold_get_alarm_control(struct ndctl_cmd *cmd);
unsigned int ocxl_threshold_get_temperature(struct ndctl_cmd *cmd);
/* begins with the present thresholds; NULL with errno ENOENT if the card has no temperature */
struct ndctl_cmd *ocxl_threshold_new_set(struct ndctl_cmd *thresholds);
int ocxl_threshold_set_temperature(struct ndctl_cmd *cmd, unsigned int value);
int ocxl_threshold_set_alarm_control(struct ndctl_cmd *cmd, unsigned int alarms);
int ocxl_threshold_set_unsupported(struct ndctl_cmd *cmd, unsigned int value);

void ocxl_build_smart_inject(struct ocxl_request *request,
			     const struct ocxlpmem_smart_inject_req *injection);

#endif /* OCXL_INJECT_H */

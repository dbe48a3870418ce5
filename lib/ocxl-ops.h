/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Operations of struct ndctl_dimm_ops, for ndctl's own verbs, and the requests of their commands.
 */
#ifndef OCXL_OPS_H
#define OCXL_OPS_H

#include <stdbool.h>
#include <stdint.h>
#include <ndctl/libndctl.h>
#include "ocxl-cmd.h"

/* ---- health ---- */

/**
 * ocxl_health_read() - find the health and the values of SMART, and keep them in the command's
 * state
 * @cmd: a command to SMART whose answer was parsed
 *
 * Without a valid answer, the health may be known from status, errno or flags; nothing else is.
 */
void ocxl_health_read(struct ndctl_cmd *cmd);

/*
 * ---- "ndctl update-firmware" ----
 *
 * Getters follow libndctl: on an error they set errno and return UINT_MAX or ULLONG_MAX. A version
 * is a number: the 8 characters of the card, of which the first is the most significant byte.
 */

/* 0, -EOPNOTSUPP if the driver does not have all firmware commands */
int ocxl_fw_check_support(struct ndctl_dimm *dimm);

/*
 * versions, and limits in bytes and microseconds; the length of a piece is a multiple of 8, not 0
 */
struct ndctl_cmd *ocxl_fw_new_info(struct ndctl_dimm *dimm);
unsigned int ocxl_fw_get_storage_size(struct ndctl_cmd *cmd);
unsigned int ocxl_fw_get_max_send_len(struct ndctl_cmd *cmd);
unsigned int ocxl_fw_get_query_interval(struct ndctl_cmd *cmd);
unsigned int ocxl_fw_get_max_query_time(struct ndctl_cmd *cmd);
unsigned long long ocxl_fw_get_running_version(struct ndctl_cmd *cmd);
unsigned long long ocxl_fw_get_next_version(struct ndctl_cmd *cmd);

/*
 * An update: @start of the others has started it. If it failed because another update is running,
 * the command to abort aborts that one, as "ndctl update-firmware --force" requires. If it failed
 * for another reason, there is nothing to abort: NULL with errno EINVAL.
 */
struct ndctl_cmd *ocxl_fw_new_start(struct ndctl_dimm *dimm);
unsigned int ocxl_fw_get_context(struct ndctl_cmd *start);
struct ndctl_cmd *ocxl_fw_new_send(struct ndctl_cmd *start, unsigned int offset, unsigned int len,
				   void *data);
struct ndctl_cmd *ocxl_fw_new_finish(struct ndctl_cmd *start);
struct ndctl_cmd *ocxl_fw_new_abort(struct ndctl_cmd *start);
struct ndctl_cmd *ocxl_fw_new_query(struct ndctl_cmd *start);

/* ULLONG_MAX with errno ENOENT if it is unknown, because ndctl takes 0 for a failed update */
unsigned long long ocxl_fw_get_staged_version(struct ndctl_cmd *query);

/* meaning of the answer to any of these commands for ndctl; logs the reason of a failure */
enum ND_FW_STATUS ocxl_fw_translate_status(struct ndctl_cmd *cmd);

/**
 * ocxl_build_fw_send() - build a request with a piece of a firmware image (wire.md 4.13)
 * @request: receives the request, which points to @data
 * @context: number of the update
 * @offset: position of the piece in the image in bytes, a multiple of 8
 * @data: the bytes; not copied
 * @length: number of bytes, a multiple of 8 and not 0
 *
 * Return: 0, -EINVAL if @offset or @length is not such a multiple, -EMSGSIZE for more than 1 MiB.
 */
int ocxl_build_fw_send(struct ocxl_request *request, uint32_t context, uint32_t offset,
		       const void *data, uint32_t length);

/* @context 0 with @abort: any running update */
void ocxl_build_fw_finish(struct ocxl_request *request, uint32_t context, bool abort);
void ocxl_build_fw_query(struct ocxl_request *request, uint32_t context);

/* ---- "ndctl inject-smart" ---- */

int ocxl_inject_supported(struct ndctl_dimm *dimm);

/*
 * Injections, one a command: a later setter replaces an earlier one. Emulated cards support the
 * media temperature, its threshold and the fatal state. The others are refused with -EOPNOTSUPP;
 * ending one of them succeeds and does nothing. A temperature is encoded as
 * ndctl_encode_smart_temperature() does; a negative or too high one is refused with -ERANGE, a
 * fraction of a degree with -EINVAL. After a refusal, each setter returns its error.
 */
struct ndctl_cmd *ocxl_inject_new(struct ndctl_dimm *dimm);
int ocxl_inject_media_temperature(struct ndctl_cmd *cmd, bool enable, unsigned int value);
int ocxl_inject_fatal(struct ndctl_cmd *cmd, bool enable);
int ocxl_inject_unsupported(struct ndctl_cmd *cmd, bool enable);
int ocxl_inject_unsupported_value(struct ndctl_cmd *cmd, bool enable, unsigned int value);

/*
 * Thresholds: SMART reads them, and the command of injections sets them. Getters set errno on an
 * error, and return UINT_MAX, or no alarm.
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

#endif /* OCXL_OPS_H */

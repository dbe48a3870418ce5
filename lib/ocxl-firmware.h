/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Operations of struct ndctl_dimm_ops for "ndctl list -F" and "ndctl update-firmware".
 *
 * The getters follow libndctl: on an error they set errno and return UINT_MAX or ULLONG_MAX.
 * A version is a number: the 8 characters of the card, of which the first is the most significant
 * byte.
 */
#ifndef OCXL_FIRMWARE_H
#define OCXL_FIRMWARE_H

#include <stdint.h>
#include <ndctl/libndctl.h>

/** ocxl_fw_check_support() - 0, -EOPNOTSUPP if the driver does not have all firmware commands */
int ocxl_fw_check_support(struct ndctl_dimm *dimm);

/** ocxl_fw_new_info() - create a command that reads versions and limits */
struct ndctl_cmd *ocxl_fw_new_info(struct ndctl_dimm *dimm);

/* getters of ocxl_fw_new_info() */

/** ocxl_fw_get_storage_size() - bytes of the largest image */
unsigned int ocxl_fw_get_storage_size(struct ndctl_cmd *cmd);

/** ocxl_fw_get_max_send_len() - bytes of the largest piece, a multiple of 8 and not 0 */
unsigned int ocxl_fw_get_max_send_len(struct ndctl_cmd *cmd);

/** ocxl_fw_get_query_interval() - microseconds between two queries */
unsigned int ocxl_fw_get_query_interval(struct ndctl_cmd *cmd);

/** ocxl_fw_get_max_query_time() - microseconds after which an update has failed */
unsigned int ocxl_fw_get_max_query_time(struct ndctl_cmd *cmd);

/** ocxl_fw_get_running_version() - version that runs now */
unsigned long long ocxl_fw_get_running_version(struct ndctl_cmd *cmd);

/** ocxl_fw_get_next_version() - version after the next reset; 0: none or unknown */
unsigned long long ocxl_fw_get_next_version(struct ndctl_cmd *cmd);

/** ocxl_fw_new_start() - create a command that starts an update */
struct ndctl_cmd *ocxl_fw_new_start(struct ndctl_dimm *dimm);

/**
 * ocxl_fw_read_context() - get the context of a new update
 * @start: a command of ocxl_fw_new_start()
 * @context: receives it; never 0
 *
 * Return: 0, the errors of ocxl_cmd_get_answer().
 */
int ocxl_fw_read_context(struct ndctl_cmd *start, uint32_t *context);

/** ocxl_fw_get_context() - context of an answered start command */
unsigned int ocxl_fw_get_context(struct ndctl_cmd *start);

/* constructors for the update that @start has started */

/** ocxl_fw_new_send() - create a command that sends @len bytes of the image */
struct ndctl_cmd *ocxl_fw_new_send(struct ndctl_cmd *start, unsigned int offset, unsigned int len,
				   void *data);

/** ocxl_fw_new_finish() - create a command that installs the image */
struct ndctl_cmd *ocxl_fw_new_finish(struct ndctl_cmd *start);

/**
 * ocxl_fw_new_abort() - create a command that aborts the update
 * @start: an answered start command. If it failed because another update is running, the command
 *	aborts that update, as "ndctl update-firmware --force" requires
 */
struct ndctl_cmd *ocxl_fw_new_abort(struct ndctl_cmd *start);

/** ocxl_fw_new_query() - create a command that reads the state of the update */
struct ndctl_cmd *ocxl_fw_new_query(struct ndctl_cmd *start);

/**
 * ocxl_fw_get_staged_version() - version that the update has installed
 * @query: a command of ocxl_fw_new_query()
 *
 * Return: the version; ULLONG_MAX with errno ENOENT if it is unknown, because ndctl takes 0 for
 * a failed update.
 */
unsigned long long ocxl_fw_get_staged_version(struct ndctl_cmd *query);

/** ocxl_fw_translate_status() - meaning of the answer to any of these commands for ndctl */
enum ND_FW_STATUS ocxl_fw_translate_status(struct ndctl_cmd *cmd);

#endif /* OCXL_FIRMWARE_H */

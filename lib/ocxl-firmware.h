/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What ndctl list -DF and ndctl update-firmware ask of a DIMM; fields of struct
 * ndctl_dimm_ops, whose rules they follow: UINT_MAX or ULLONG_MAX, and errno, for what is
 * not known.
 */
#ifndef OCXL_FIRMWARE_H
#define OCXL_FIRMWARE_H

#include <ndctl/libndctl.h>

/** ocxl_fw_supported() - 0, or -EOPNOTSUPP when the driver lacks one of the commands */
int ocxl_fw_supported(struct ndctl_dimm *dimm);

/* getters of ndctl_dimm_ocxl_new_fw_info() */
unsigned int ocxl_fw_get_storage_size(struct ndctl_cmd *cmd);
unsigned int ocxl_fw_get_max_send_len(struct ndctl_cmd *cmd);
unsigned int ocxl_fw_get_query_interval(struct ndctl_cmd *cmd);
unsigned int ocxl_fw_get_max_query_time(struct ndctl_cmd *cmd);
/** ocxl_fw_get_run_version() - the 8 characters as a big-endian number */
unsigned long long ocxl_fw_get_run_version(struct ndctl_cmd *cmd);
/** ocxl_fw_get_updated_version() - the same of what is staged; 0: none, or not said */
unsigned long long ocxl_fw_get_updated_version(struct ndctl_cmd *cmd);

/** ocxl_fw_get_context() - of a start command that was answered */
unsigned int ocxl_fw_get_context(struct ndctl_cmd *start);

/** ocxl_fw_new_send() - a piece of the image for the update that @start has begun */
struct ndctl_cmd *ocxl_fw_new_send(struct ndctl_cmd *start, unsigned int offset, unsigned int len,
				   void *data);
struct ndctl_cmd *ocxl_fw_new_finish(struct ndctl_cmd *start);
/**
 * ocxl_fw_new_abort() - end the update that @start has begun
 * @start: when it began none, because another one is running: end that one, which is what
 *	ndctl update-firmware --force asks for
 */
struct ndctl_cmd *ocxl_fw_new_abort(struct ndctl_cmd *start);
struct ndctl_cmd *ocxl_fw_new_query(struct ndctl_cmd *start);

/**
 * ocxl_fw_get_version() - what the update has staged
 * @query: of ocxl_fw_new_query()
 *
 * Return: as ocxl_fw_get_run_version(); ULLONG_MAX with errno ENOENT when the card does not
 * say: ndctl takes 0 for an update that failed.
 */
unsigned long long ocxl_fw_get_version(struct ndctl_cmd *query);

/** ocxl_fw_xlat_status() - what the answer to any of these commands means to ndctl */
enum ND_FW_STATUS ocxl_fw_xlat_status(struct ndctl_cmd *cmd);

#endif /* OCXL_FIRMWARE_H */

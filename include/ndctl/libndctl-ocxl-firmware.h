/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libndctl: OpenCAPI persistent memory, updates of the firmware. Part of
 * <ndctl/libndctl-ocxl.h>, which describes errors, ownership and threads of all commands.
 */
#ifndef _LIBNDCTL_OCXL_FIRMWARE_H_
#define _LIBNDCTL_OCXL_FIRMWARE_H_

#include <stdbool.h>
#include <stdint.h>
#include <ndctl/libndctl.h>

#ifdef __cplusplus
extern "C" {
#endif

/* states of a firmware update (wire.md 4.15) */
#define NDCTL_OCXL_FW_IDLE	0
#define NDCTL_OCXL_FW_RECEIVING 1
#define NDCTL_OCXL_FW_BUSY	2
#define NDCTL_OCXL_FW_STAGED	3
#define NDCTL_OCXL_FW_FAILED	4

/**
 * ndctl_dimm_ocxl_new_fw_info() - read versions of the firmware, limits of an update (wire.md 4.11)
 * @dimm: an OpenCAPI DIMM
 *
 * The driver reads registers only, so this works even if the controller does not answer.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_fw_info(struct ndctl_dimm *dimm);

/**
 * struct ndctl_ocxl_fw_info - versions of the firmware, limits of an update (wire.md 4.11)
 * @max_image_bytes: size of the largest image
 * @max_send_bytes: size of the largest piece of an image
 * @query_interval_us: microseconds to wait between two queries
 * @max_query_time_us: microseconds after which to consider an update failed
 * @state: NDCTL_OCXL_FW_*; later drivers may have more states
 * @running: running firmware: the 8 bytes of the card, padded and terminated with NUL
 * @next: firmware after the next reset, likewise; empty: unknown
 * @reserved: zero, room to grow
 */
struct ndctl_ocxl_fw_info {
	uint64_t max_image_bytes;
	uint32_t max_send_bytes;
	uint32_t query_interval_us;
	uint32_t max_query_time_us;
	uint8_t state;
	char running[9];
	char next[9];
	uint64_t reserved[4];
};

/**
 * ndctl_cmd_ocxl_fw_info_get() - get the versions and limits
 * @cmd: a command of ndctl_dimm_ocxl_new_fw_info()
 * @info: receives them
 */
int ndctl_cmd_ocxl_fw_info_get(struct ndctl_cmd *cmd, struct ndctl_ocxl_fw_info *info);

/**
 * ndctl_dimm_ocxl_new_fw_start() - start an update of the firmware (wire.md 4.12)
 * @dimm: an OpenCAPI DIMM
 *
 * An update consists of a start, the pieces of the image in their order, and a finish.
 * All three need CAP_SYS_ADMIN. The new firmware runs after the card's next reset.
 *
 * ndctl_cmd_ocxl_submit() returns -EBUSY if another update is running. If the process
 * that started it has died, abort it with ndctl_dimm_ocxl_new_fw_finish().
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_fw_start(struct ndctl_dimm *dimm);

/**
 * ndctl_cmd_ocxl_fw_start_get() - get the context of the new update
 * @cmd: a command of ndctl_dimm_ocxl_new_fw_start()
 * @context: receives it; never 0
 *
 * Return: 0, -EPROTO if the driver returned context 0.
 */
int ndctl_cmd_ocxl_fw_start_get(struct ndctl_cmd *cmd, uint32_t *context);

/**
 * ndctl_dimm_ocxl_new_fw_send() - send a piece of the image (wire.md 4.13)
 * @dimm: an OpenCAPI DIMM
 * @context: from ndctl_cmd_ocxl_fw_start_get()
 * @offset: position of the piece in the image, in bytes: the end of the last piece
 * @data: bytes of the piece, copied
 * @length: number of bytes: a multiple of 8, not 0, at most
 *	struct ndctl_ocxl_fw_info.max_send_bytes
 *
 * While the card is busy, the driver retries for the time that the command may take,
 * about 16 seconds. A piece that failed may be sent again.
 *
 * More values of errno: EINVAL (@offset or @length is not such a multiple), EMSGSIZE
 * (more than 1 MiB). ndctl_cmd_ocxl_submit() returns -EBADMSG if the card refuses the
 * image, -ENOENT if this update is not running, -EINVAL for a wrong offset or a piece
 * that is too long.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_fw_send(struct ndctl_dimm *dimm, uint32_t context,
					      uint32_t offset, const void *data, uint32_t length);

/**
 * ndctl_dimm_ocxl_new_fw_finish() - end an update (wire.md 4.14)
 * @dimm: an OpenCAPI DIMM
 * @context: from ndctl_cmd_ocxl_fw_start_get(); 0 with @abort: any running update, and
 *	no error if none is running
 * @abort: discard the image. The driver does this without the card
 *
 * ndctl_cmd_ocxl_submit() returns -ENOENT if this update is not running. Without @abort
 * it returns the error of the last piece if that one failed; the update then continues.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_fw_finish(struct ndctl_dimm *dimm, uint32_t context,
						bool abort);

/**
 * ndctl_dimm_ocxl_new_fw_query() - read the state of an update (wire.md 4.15)
 * @dimm: an OpenCAPI DIMM
 * @context: from ndctl_cmd_ocxl_fw_start_get()
 *
 * ndctl_cmd_ocxl_submit() returns -ENOENT unless this update is running, or was the last
 * one.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_fw_query(struct ndctl_dimm *dimm, uint32_t context);

/**
 * struct ndctl_ocxl_fw_state - state of an update (wire.md 4.15)
 * @state: NDCTL_OCXL_FW_*; later drivers may have more states
 * @card_status: status of the last piece (wire.md 3)
 * @next: as in struct ndctl_ocxl_fw_info
 * @reserved: zero, room to grow
 */
struct ndctl_ocxl_fw_state {
	uint8_t state;
	uint8_t card_status;
	char next[9];
	uint64_t reserved[4];
};

/**
 * ndctl_cmd_ocxl_fw_query_get() - get the state of the update
 * @cmd: a command of ndctl_dimm_ocxl_new_fw_query()
 * @state: receives it
 */
int ndctl_cmd_ocxl_fw_query_get(struct ndctl_cmd *cmd, struct ndctl_ocxl_fw_state *state);

#ifdef __cplusplus
}
#endif

#endif /* _LIBNDCTL_OCXL_FIRMWARE_H_ */

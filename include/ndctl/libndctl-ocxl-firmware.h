/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libndctl: OpenCAPI persistent memory, updates of its firmware. A part of
 * <ndctl/libndctl-ocxl.h>, which says what holds for every command and getter.
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
 * ndctl_dimm_ocxl_new_fw_info() - the firmware and how to update it (wire.md 4.11)
 * @dimm: an OpenCAPI DIMM
 *
 * Answered from registers: works when the controller does not answer, too.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_fw_info(struct ndctl_dimm *dimm);

/**
 * struct ndctl_ocxl_fw_info - the firmware and how to update it (wire.md 4.11)
 * @max_image_bytes: largest image
 * @max_send_bytes: largest piece of it
 * @query_interval_us: microseconds between two queries
 * @max_query_time_us: microseconds after which an update counts as failed
 * @state: NDCTL_OCXL_FW_*; others may come
 * @running: 8 bytes as the card has them, NUL-padded and terminated
 * @next: what runs after the next reset; empty when the card does not say
 */
struct ndctl_ocxl_fw_info {
	uint64_t max_image_bytes;
	uint32_t max_send_bytes;
	uint32_t query_interval_us;
	uint32_t max_query_time_us;
	uint8_t state;
	char running[9];
	char next[9];
};

/**
 * ndctl_cmd_ocxl_fw_info_get() - the firmware
 * @cmd: of ndctl_dimm_ocxl_new_fw_info()
 * @info: filled in
 */
int ndctl_cmd_ocxl_fw_info_get(struct ndctl_cmd *cmd, struct ndctl_ocxl_fw_info *info);

/**
 * ndctl_dimm_ocxl_new_fw_start() - begin an update of the firmware (wire.md 4.12)
 * @dimm: an OpenCAPI DIMM
 *
 * Needs CAP_SYS_ADMIN, as sending and finishing do. -EBUSY from
 * ndctl_cmd_ocxl_submit() means that another update is running: it may be that of
 * somebody who was killed, see ndctl_dimm_ocxl_new_fw_finish().
 *
 * An update is one start, the pieces of the image in their order, and one finish.
 * The new firmware runs after the card's next reset.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_fw_start(struct ndctl_dimm *dimm);

/**
 * ndctl_cmd_ocxl_fw_start_get() - the context of the update that began
 * @cmd: of ndctl_dimm_ocxl_new_fw_start()
 * @context: never 0
 *
 * Return: 0, -EPROTO for context 0.
 */
int ndctl_cmd_ocxl_fw_start_get(struct ndctl_cmd *cmd, uint32_t *context);

/**
 * ndctl_dimm_ocxl_new_fw_send() - a piece of the image (wire.md 4.13)
 * @dimm: an OpenCAPI DIMM
 * @context: of ndctl_cmd_ocxl_fw_start_get()
 * @offset: bytes from the start of the image: where the last piece ended
 * @data: the bytes; copied
 * @length: how many: a multiple of 8, not 0, and at most what
 *	struct ndctl_ocxl_fw_info says
 *
 * While the card is busy the driver tries again, for as long as the command may
 * take: some 16 seconds. A piece that failed may be sent again.
 *
 * NULL also with errno EINVAL (not such multiples) and EMSGSIZE (more than 1 MiB).
 * ndctl_cmd_ocxl_submit() gives -EBADMSG when the card refuses the image, -ENOENT
 * when no such update is running, -EINVAL for another offset or too long a piece.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_fw_send(struct ndctl_dimm *dimm, uint32_t context,
					      uint32_t offset, const void *data, uint32_t length);

/**
 * ndctl_dimm_ocxl_new_fw_finish() - end an update (wire.md 4.14)
 * @dimm: an OpenCAPI DIMM
 * @context: of ndctl_cmd_ocxl_fw_start_get(); 0 with @abort: whichever is running,
 *	and no error when none is
 * @abort: give it up; the card hears nothing of it
 *
 * ndctl_cmd_ocxl_submit() gives -ENOENT when no such update is running, and without
 * @abort the error of the last piece when that failed; the update goes on then.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_fw_finish(struct ndctl_dimm *dimm, uint32_t context,
						bool abort);

/**
 * ndctl_dimm_ocxl_new_fw_query() - what became of an update (wire.md 4.15)
 * @dimm: an OpenCAPI DIMM
 * @context: of ndctl_cmd_ocxl_fw_start_get()
 *
 * ndctl_cmd_ocxl_submit() gives -ENOENT when it is not the update that runs or was
 * the last to run.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_fw_query(struct ndctl_dimm *dimm, uint32_t context);

/**
 * struct ndctl_ocxl_fw_state - what became of an update (wire.md 4.15)
 * @state: NDCTL_OCXL_FW_*; others may come
 * @card_status: status of the last piece (wire.md 3)
 * @next: as in struct ndctl_ocxl_fw_info
 */
struct ndctl_ocxl_fw_state {
	uint8_t state;
	uint8_t card_status;
	char next[9];
};

/**
 * ndctl_cmd_ocxl_fw_query_get() - the state
 * @cmd: of ndctl_dimm_ocxl_new_fw_query()
 * @state: filled in
 */
int ndctl_cmd_ocxl_fw_query_get(struct ndctl_cmd *cmd, struct ndctl_ocxl_fw_state *state);

#ifdef __cplusplus
}
#endif

#endif /* _LIBNDCTL_OCXL_FIRMWARE_H_ */

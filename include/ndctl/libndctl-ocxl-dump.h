/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * OpenCAPI: the dump. <ndctl/libndctl-ocxl.h> describes errors, ownership and threads.
 */
#ifndef _LIBNDCTL_OCXL_DUMP_H_
#define _LIBNDCTL_OCXL_DUMP_H_

#include <stdbool.h>
#include <stdint.h>
#include <ndctl/libndctl.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * ndctl_dimm_ocxl_cmd_new_dump_take() - take a new dump, in place of the old one (wire.md 4.8)
 * @dimm: an OpenCAPI DIMM
 *
 * The answer comes at once, but the card needs time for the dump. Send the command of
 * ndctl_dimm_ocxl_cmd_new_dump_state() until the state is NDCTL_OCXL_DUMP_READY. Do not wait for
 * NDCTL_OCXL_EVENT_DUMP: a card may not report it (wire.md 4.8).
 *
 * The driver has no time limit for a dump: the state can remain NDCTL_OCXL_DUMP_TAKING for ever.
 * Set a limit of your own. ndctl-ocxl-read-dump(1) waits 60 s by default. The state
 * NDCTL_OCXL_DUMP_NONE after this command is a failure: for example, the controller was restarted,
 * or another program has released the dump. Send this command again.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_cmd_new_dump_take(struct ndctl_dimm *dimm);

/** ndctl_dimm_ocxl_cmd_new_dump_state() - read the state of the dump (wire.md 4.8) */
struct ndctl_cmd *ndctl_dimm_ocxl_cmd_new_dump_state(struct ndctl_dimm *dimm);

/* states of the dump (wire.md 4.8); later drivers may have more */
enum ndctl_ocxl_dump_state {
	NDCTL_OCXL_DUMP_NONE = 0,
	NDCTL_OCXL_DUMP_TAKING = 1,
	NDCTL_OCXL_DUMP_READY = 2,
};

/**
 * struct ndctl_ocxl_dump - state of the dump (wire.md 4.8)
 * @state: one of enum ndctl_ocxl_dump_state, or any other number
 * @max_size_bytes: size of the largest dump of this card; 0: unknown. If a piece ends behind it,
 *	ndctl_cmd_ocxl_submit() returns -EPROTO. So it is an upper limit for a display of progress.
 *	The size of the present dump is known only when all of it has been read
 * @reserved: zero, room to grow
 */
struct ndctl_ocxl_dump {
	uint32_t state;
	uint64_t max_size_bytes;
	uint64_t reserved[4];
};

/** ndctl_cmd_ocxl_get_dump() - get the answer to the command of one of these two constructors */
int ndctl_cmd_ocxl_get_dump(struct ndctl_cmd *cmd, struct ndctl_ocxl_dump *dump);

/**
 * ndctl_dimm_ocxl_cmd_new_dump_read() - read a piece of the dump (wire.md 4.9)
 * @dimm: an OpenCAPI DIMM
 * @offset: first byte, a multiple of 8
 * @length: number of bytes, a multiple of 8 and not 0. The answer may have fewer bytes, and has at
 *	most 65512
 *
 * Reading changes nothing: the dump remains until it is released. A dump has no name and no length.
 * If another program takes a dump meanwhile, or the card itself makes one, the pieces are those of
 * the new dump, which nothing in them shows. So before ndctl_dimm_ocxl_cmd_new_dump_release(),
 * check that
 *
 * * the first piece and the last one are as before, when they are read again
 * * a piece at the end of the dump, rounded up to a multiple of 8, has the length 0
 * * the count of NDCTL_OCXL_EVENT_DUMP (ndctl_cmd_ocxl_get_events()) and the serial number
 *   (ndctl_dimm_ocxl_read_serial()) are those from before the first piece.
 *
 * Else begin again with the first piece. Let one program at a time read dumps. More values of
 * errno: EINVAL (a wrong @offset or @length), EMSGSIZE (@length does not fit into an answer of
 * 1 MiB), EFBIG (@offset has more than 32 bits, which the driver's requests do not have).
 * ndctl_cmd_ocxl_submit() returns -ENOENT if no dump is ready.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_cmd_new_dump_read(struct ndctl_dimm *dimm, uint64_t offset,
						    uint32_t length);

/**
 * struct ndctl_ocxl_dump_piece - a piece of the dump (wire.md 4.9)
 * @offset: as in the request
 * @length: bytes of @data. The dump ends with the first piece whose length is 0, or not a multiple
 *	of 8
 * @data: opaque bytes, valid until the command is submitted again or released
 * @reserved: zero, room to grow
 */
struct ndctl_ocxl_dump_piece {
	uint64_t offset;
	uint32_t length;
	const uint8_t *data;
	uint64_t reserved[4];
};

/** ndctl_cmd_ocxl_get_dump_piece() - get the answer to ndctl_dimm_ocxl_cmd_new_dump_read() */
int ndctl_cmd_ocxl_get_dump_piece(struct ndctl_cmd *cmd, struct ndctl_ocxl_dump_piece *piece);

/**
 * ndctl_dimm_ocxl_cmd_new_dump_release() - let the card delete the dump (wire.md 4.10)
 * @dimm: an OpenCAPI DIMM
 *
 * Send this when the dump has been stored. ndctl_cmd_ocxl_submit() returns -ENOENT if no dump is
 * ready.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_cmd_new_dump_release(struct ndctl_dimm *dimm);

#ifdef __cplusplus
}
#endif

#endif /* _LIBNDCTL_OCXL_DUMP_H_ */

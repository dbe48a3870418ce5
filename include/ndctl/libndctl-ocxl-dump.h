/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libndctl: OpenCAPI persistent memory, its dump. A part of
 * <ndctl/libndctl-ocxl.h>, which says what holds for every command and getter.
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
 * ndctl_dimm_ocxl_new_dump_take() - is there a dump, or take one (wire.md 4.8)
 * @dimm: an OpenCAPI DIMM
 * @start_new: begin a new dump, which ends the one that is there
 *
 * Answers at once. A new dump takes the card a while: ask again without @start_new
 * until the state is NDCTL_OCXL_DUMP_READY, or wait for the event.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_dump_take(struct ndctl_dimm *dimm, bool start_new);

/* struct ndctl_ocxl_dump.state (wire.md 4.8) */
#define NDCTL_OCXL_DUMP_NONE   0
#define NDCTL_OCXL_DUMP_TAKING 1
#define NDCTL_OCXL_DUMP_READY  2

/**
 * struct ndctl_ocxl_dump - state of the dump (wire.md 4.8)
 * @state: NDCTL_OCXL_DUMP_*; others may come
 * @max_size_bytes: the most that a dump of this card can have; 0: it does not say.
 *	How much there is shows only at its end
 */
struct ndctl_ocxl_dump {
	uint32_t state;
	uint32_t max_size_bytes;
};

/**
 * ndctl_cmd_ocxl_dump_take_get() - the state
 * @cmd: of ndctl_dimm_ocxl_new_dump_take()
 * @dump: filled in
 */
int ndctl_cmd_ocxl_dump_take_get(struct ndctl_cmd *cmd, struct ndctl_ocxl_dump *dump);

/**
 * ndctl_dimm_ocxl_new_dump_read() - a piece of the dump (wire.md 4.9)
 * @dimm: an OpenCAPI DIMM
 * @offset: bytes from the start of the dump, a multiple of 8
 * @length: bytes wanted, a multiple of 8 and not 0; a driver may give fewer, and no
 *	more than the 16-bit length of a card can say: 65512
 *
 * Reading changes nothing: the dump stays until it is released. NULL also with errno
 * EINVAL (not such multiples) and EMSGSIZE (more than an answer of 1 MiB carries).
 * ndctl_cmd_ocxl_submit() gives -ENOENT when no dump is ready.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_dump_read(struct ndctl_dimm *dimm, uint32_t offset,
						uint32_t length);

/**
 * struct ndctl_ocxl_dump_piece - a piece of the dump (wire.md 4.9)
 * @offset: as asked
 * @length: bytes of @data: 0 is the end of the dump; a length that is not a multiple
 *	of 8 can only be that of the last piece
 * @data: opaque; belongs to the command, and goes with it or its next submission
 */
struct ndctl_ocxl_dump_piece {
	uint32_t offset;
	uint32_t length;
	const uint8_t *data;
};

/**
 * ndctl_cmd_ocxl_dump_read_get() - the piece
 * @cmd: of ndctl_dimm_ocxl_new_dump_read()
 * @piece: filled in
 */
int ndctl_cmd_ocxl_dump_read_get(struct ndctl_cmd *cmd, struct ndctl_ocxl_dump_piece *piece);

/**
 * ndctl_dimm_ocxl_new_dump_release() - the dump is safe: the card may forget it (wire.md 4.10)
 * @dimm: an OpenCAPI DIMM
 *
 * There is nothing to get from the answer. ndctl_cmd_ocxl_submit() gives -ENOENT when
 * no dump is ready.
 */
struct ndctl_cmd *ndctl_dimm_ocxl_new_dump_release(struct ndctl_dimm *dimm);

#ifdef __cplusplus
}
#endif

#endif /* _LIBNDCTL_OCXL_DUMP_H_ */

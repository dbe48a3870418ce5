/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How commands reach the driver of a DIMM. */
#ifndef OCXL_DRIVER_H
#define OCXL_DRIVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ocxl_answer;
struct ocxl_request;

/**
 * struct ocxl_driver - how commands reach the driver of a DIMM
 * @type: ND_CMD_*, which carries the commands
 * @before: bytes in front of the package
 * @between: bytes between input and answer; the last of them are a second package, for the
 *	answer. 0: there is one package
 * @write: writes the bytes around the packages; NULL if nothing is around them
 * @is_answered: do the bytes around the packages report an answer; NULL: as above
 * @parse: ocxl_parse_answer(), or the same for other answers
 * @loses_errors: a refused answer with the status OK means that the driver lost an error
 *
 * NULL is the driver of the kernel: ND_CMD_CALL with "package | input | answer".
 */
struct ocxl_driver {
	int type;
	size_t before;
	size_t between;
	void (*write)(uint8_t *bytes, const struct ocxl_request *request);
	bool (*is_answered)(const uint8_t *bytes, const struct ocxl_request *request);
	int (*parse)(struct ocxl_answer *answer, const struct ocxl_request *request,
		     const void *bytes, size_t fw_size);
	bool loses_errors;
};

/* a libnvdimm without this family: commands travel in ND_CMD_VENDOR (wire.md 1) */
extern const struct ocxl_driver ocxl_vendor_driver;

/* the driver that was posted in 2020, without cmd_mask (wire.md 4) */
extern const struct ocxl_driver ocxl_posted_driver;

#endif /* OCXL_DRIVER_H */

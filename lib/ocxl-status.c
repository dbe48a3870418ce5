// SPDX-License-Identifier: LGPL-2.1-or-later
#include <errno.h>
#include <stddef.h>
#include <ccan/array_size/array_size.h>
#include <uapi/nvdimm/ocxlpmem.h>
#include "ocxl-status.h"

/* braces in parentheses: outside of them, versions of clang-format lay them out differently */
#define ROW(...) __VA_ARGS__
#define STATUS(id, err, meaning) \
	ROW({ .number = OCXL_STATUS_##id, .error = (err), .name = #id, .text = (meaning) })

/* clang-format off */
static const struct ocxl_status statuses[] = {
	STATUS(OK, 0, "success"),
	STATUS(MEM_UNAVAILABLE, -EAGAIN, "the card's memory is not available yet"),
	STATUS(BLOCKED, -EBUSY, "the card runs another task"),
	STATUS(BAD_OPCODE, -EOPNOTSUPP, "the card does not know this command"),
	STATUS(BAD_REQUEST_PARM, -EINVAL, "the card refused a parameter of the request"),
	STATUS(BAD_DATA_PARM, -EINVAL, "the card refused the data of the request"),
	STATUS(DEBUG_BLOCKED, -EPERM, "the card's debug commands are locked"),
	STATUS(TIMEOUT, -ETIMEDOUT, "the controller did not answer in time"),
	STATUS(NOT_READY, -EAGAIN, "the controller is still starting"),
	STATUS(NO_ENTRY, -ENOENT, "there is no such entry, dump or update"),
	STATUS(BAD_RESPONSE, -EPROTO, "the controller's answer is damaged"),
	STATUS(BAD_INPUT, -EINVAL, "the driver refused the request as malformed"),
	STATUS(NOT_PERMITTED, -EPERM, "only administrators may do this"),
	STATUS(FATAL, -EIO, "the controller has failed and does not accept this command"),
	STATUS(HOLD_FULL, -ENOBUFS, "the driver retains too many unacknowledged error-log entries"),
	STATUS(FAILED, -EIO, "the card reported a failure"),
};
/* clang-format on */

static const struct ocxl_status unknown = {
	.error = -EIO,
	.text = "a status that this version does not know",
};

const struct ocxl_status *ocxl_status_find(unsigned int number)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(statuses); i++)
		if (statuses[i].number == number)
			return &statuses[i];
	return &unknown;
}

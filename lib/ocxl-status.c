// SPDX-License-Identifier: LGPL-2.1-or-later
#include <errno.h>
#include <stddef.h>
#include <uapi/nvdimm/ocxlpmem.h>
#include "ocxl-status.h"

#define STATUS(id, err, words)                                                           \
	{                                                                                \
		.number = OCXL_STATUS_##id, .error = (err), .name = #id, .text = (words) \
	}

/* clang-format off */
static const struct ocxl_status statuses[] = {
	STATUS(OK, 0, "success"),
	STATUS(MEM_UNAVAILABLE, -EAGAIN, "the card's memory is not available yet"),
	STATUS(BLOCKED, -EBUSY, "another task of the card is in the way"),
	STATUS(BAD_OPCODE, -EOPNOTSUPP, "the card does not know this command"),
	STATUS(BAD_REQUEST_PARM, -EINVAL, "the card refused a parameter of the request"),
	STATUS(BAD_DATA_PARM, -EINVAL, "the card refused the data of the request"),
	STATUS(DEBUG_BLOCKED, -EPERM, "the card has its debug commands locked"),
	STATUS(TIMEOUT, -ETIMEDOUT, "the controller did not answer in time"),
	STATUS(NOT_READY, -EAGAIN, "the controller is still starting"),
	STATUS(NO_ENTRY, -ENOENT, "there is nothing of that name"),
	STATUS(BAD_RESPONSE, -EPROTO, "the controller's answer does not fit its request"),
	STATUS(BAD_INPUT, -EINVAL, "the driver refused the request as malformed"),
	STATUS(NOT_PERMITTED, -EPERM, "the driver wants an administrator for this"),
	STATUS(FATAL, -EIO, "the controller has failed and takes no such command any more"),
	STATUS(HOLD_FULL, -ENOBUFS, "too many error-log entries are held unacknowledged"),
	STATUS(FAILED, -EIO, "the card says that the command failed"),
};
/* clang-format on */

static const struct ocxl_status unknown = {
	.error = -EIO,
	.text = "a status that this version does not know",
};

const struct ocxl_status *ocxl_status_find(unsigned int number)
{
	size_t i;

	for (i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
		if (statuses[i].number == number)
			return &statuses[i];
	return &unknown;
}

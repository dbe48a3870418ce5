/* SPDX-License-Identifier: GPL-2.0-only */
/* A failed command or output: errno, wire status and a text for users. Nothing is printed here. */
#ifndef OCXL_FAILURE_H
#define OCXL_FAILURE_H

#include <stdbool.h>

/*
 * failures that no errno describes, returned negated wherever a function returns a negative errno;
 * the kernel uses errnos up to 4095
 */
enum ocxl_error_code {
	/* another user owns a file in a directory that other users may write to */
	OCXL_ERROR_FOREIGN_FILE = 4096,
	/* a file has several hard links, and other users may write to its directory */
	OCXL_ERROR_HARD_LINK,
	OCXL_ERROR_BLOCK_DEVICE, /* the output is a block device */
	OCXL_ERROR_OUT_OF_TIME, /* the next step would end after the deadline */
	OCXL_ERROR_FILE_EXISTS, /* the output would replace a file */
	/* a path leads through a link or FIFO that another user may have placed */
	OCXL_ERROR_FOREIGN_LINK,
	OCXL_ERROR_MOUNT_POINT, /* a log is a mounted file */
	OCXL_ERROR_FREE_RESERVE, /* a log would use the reserve of --keep-free */
};

/* the advice follows */
#define OCXL_FAILURE_OMITTED                                                                \
	"the DIMM exists, but libndctl cannot read it, for lack of memory, descriptors or " \
	"permission: "

/* why a command failed */
struct ocxl_failure {
	const char *name; /* "ETIMEDOUT" …, constant; NULL: nothing failed */
	int wire_status; /* status in the answer; -1 without an answer */
	char message[256]; /* cause and remedy, without the DIMM's name in front */
};

/* one of the commands that failed for a DIMM */
struct ocxl_command_failure {
	unsigned int command; /* its number, OCXLPMEM_CMD_*; 0: a file in sysfs */
	struct ocxl_failure failure; /* why */
};

/*
 * @command: OCXLPMEM_CMD_*
 * @rc: negative errno; -ESHUTDOWN: the card was shut down, whatever its status says
 * @wire_status: in the answer; -1 without an answer
 */
void ocxl_failure_describe(struct ocxl_failure *failure, const char *dev, unsigned int command,
			   int rc, int wire_status);

/*
 * describe a file in sysfs that could not be read
 * @rc: negative errno, as in struct ndctl_ocxl_evidence
 */
void ocxl_failure_describe_unreadable(struct ocxl_failure *failure, const char *name, int rc);

/* describe a DIMM that libndctl omitted */
void ocxl_failure_describe_omitted(struct ocxl_failure *failure);

/* a card's data could not be written to the file @name; @rc may be an enum ocxl_error_code */
void ocxl_failure_describe_output(struct ocxl_failure *failure, const char *name, int rc);

/* a text to follow "cannot write to FILE: "; constant, or of strerror() */
const char *ocxl_failure_output_reason(int rc);

/* does the user lack a permission */
bool ocxl_failure_is_permission(int rc, int wire_status);

/* "SMART", "error log", …; constant */
const char *ocxl_failure_command_label(unsigned int command);

#endif /* OCXL_FAILURE_H */

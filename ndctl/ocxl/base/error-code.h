/* SPDX-License-Identifier: GPL-2.0-only */
/* Failures that no errno describes. */
#ifndef OCXL_ERROR_CODE_H
#define OCXL_ERROR_CODE_H

/**
 * enum ocxl_error_code - returned negated wherever a function returns a negative errno
 * @OCXL_ERROR_FOREIGN_FILE: another user owns a file in a directory that other users may write to
 * @OCXL_ERROR_HARD_LINK: a file has several hard links, and other users may write to its directory
 * @OCXL_ERROR_BLOCK_DEVICE: the output is a block device
 * @OCXL_ERROR_OUT_OF_TIME: the next step would end after the deadline
 * @OCXL_ERROR_FILE_EXISTS: the output would replace a file
 * @OCXL_ERROR_MOUNT_POINT: a log is a mounted file
 * @OCXL_ERROR_KEEP_FREE: a log would use space that --keep-free reserves
 * @OCXL_ERROR_FOREIGN_LINK: a path leads through a link or FIFO that another user may have placed
 *
 * The kernel uses errnos up to 4095.
 */
enum ocxl_error_code {
	OCXL_ERROR_FOREIGN_FILE = 4096,
	OCXL_ERROR_HARD_LINK,
	OCXL_ERROR_BLOCK_DEVICE,
	OCXL_ERROR_OUT_OF_TIME,
	OCXL_ERROR_FILE_EXISTS,
	OCXL_ERROR_FOREIGN_LINK,
	OCXL_ERROR_MOUNT_POINT,
	OCXL_ERROR_KEEP_FREE,
};

#endif /* OCXL_ERROR_CODE_H */

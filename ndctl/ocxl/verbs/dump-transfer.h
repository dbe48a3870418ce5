/* SPDX-License-Identifier: GPL-2.0-only */
/* Copy the controller's dump, piece by piece, and check that it did not change in the meantime. */
#ifndef OCXL_DUMP_TRANSFER_H
#define OCXL_DUMP_TRANSFER_H

#include <stdbool.h>
#include <stdint.h>
#include "ocxl/output/progress.h"
#include "ocxl/run/command.h"
#include "ocxl/run/deadline.h"
#include "ocxl/run/select.h"

struct ocxl_options;
struct ocxl_output;
struct ocxl_result;

/**
 * struct ocxl_dump_piece - a piece of the dump that is kept, to compare it with the card in the end
 * @command: the answered request with the data; its cmd is NULL without a piece
 * @offset: of the piece in the dump
 */
struct ocxl_dump_piece {
	struct ocxl_command command;
	uint64_t offset;
};

/**
 * struct ocxl_dump_transfer - a dump on its way to a file
 * @dimm: the DIMM, with @deadline
 * @deadline: end of the wait for the dump; then, of the command that was sent last
 * @options: of the command line
 * @result: receives failures and the record
 * @file: name of the file; NULL: standard output
 * @output: the file, or standard output
 * @progress: line on a terminal
 * @start_new: the next request asks for a new dump
 * @wait_rc: of the last request while the dump is not ready: 0 or a negative errno
 * @wait_state: state of the dump in the answer to it, NDCTL_OCXL_DUMP_*
 * @size: bytes so far
 * @max_size: largest dump of this card; 0: unknown
 * @dump_events: number of dumps that the driver had counted when the copy began
 * @first: the first piece
 * @last: the last piece so far, if it is not the first
 */
struct ocxl_dump_transfer {
	struct ocxl_dimm dimm;
	struct ocxl_deadline deadline;
	const struct ocxl_options *options;
	struct ocxl_result *result;
	char *file;
	struct ocxl_output *output;
	struct ocxl_progress progress;
	bool start_new;
	int wait_rc;
	uint32_t wait_state;
	uint64_t size;
	uint64_t max_size;
	uint64_t dump_events;
	struct ocxl_dump_piece first;
	struct ocxl_dump_piece last;
};

/**
 * ocxl_dump_transfer_start() - limit the time of each wait to --timeout
 * @transfer: options is set; release with ocxl_dump_transfer_release()
 * @dimm: the DIMM
 */
void ocxl_dump_transfer_start(struct ocxl_dump_transfer *transfer, const struct ocxl_dimm *dimm);

/**
 * ocxl_dump_transfer_wait() - request the dump, and wait until it is ready
 * @transfer: started; result and start_new are set
 *
 * Return: 0, or a negative errno after adding the failure to the result; -EINTR without a failure
 * when a signal asks to stop. The functions below return the same.
 */
int ocxl_dump_transfer_wait(struct ocxl_dump_transfer *transfer);

/**
 * ocxl_dump_transfer_copy() - copy the dump to the output
 * @transfer: the dump is ready
 */
int ocxl_dump_transfer_copy(struct ocxl_dump_transfer *transfer);

/**
 * ocxl_dump_transfer_check() - check that the card still has the dump that was copied
 * @transfer: the dump was copied
 */
int ocxl_dump_transfer_check(struct ocxl_dump_transfer *transfer);

/**
 * ocxl_dump_transfer_fail() - add a failure to the result
 * @transfer: with the result
 * @number: of the command, OCXL_CMD_*
 * @rc: negative errno; failure.c has the text for each command and errno
 *
 * Return: @rc.
 */
int ocxl_dump_transfer_fail(struct ocxl_dump_transfer *transfer, unsigned int number, int rc);

/**
 * ocxl_dump_transfer_fail_output() - add a failure of the output to the result
 * @transfer: with the result, which does not change after a signal
 * @rc: negative errno, or negative enum ocxl_error_code
 *
 * Return: @rc.
 */
int ocxl_dump_transfer_fail_output(struct ocxl_dump_transfer *transfer, int rc);

/** ocxl_dump_transfer_release() - release time limit and pieces; the output stays */
void ocxl_dump_transfer_release(struct ocxl_dump_transfer *transfer);

#endif /* OCXL_DUMP_TRANSFER_H */

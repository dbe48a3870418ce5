// SPDX-License-Identifier: GPL-2.0-only
/*
 * Minimal programs, for comparison with "ndctl ocxl". ENVELOPE is "call" or "vendor": old kernels
 * have only the second one.
 *
 * 	minimal-ioctls smart ENVELOPE COUNT	one SMART command to each of nmem0 to nmem<COUNT-1>
 * 	minimal-ioctls drain ENVELOPE		the error log of nmem0, acknowledged entry by entry
 */
#include <stdbool.h>
#include <unistd.h>
#include "../../emulator/envelope.h"

#define SMART_SIZE                            \
	(sizeof(struct ocxlpmem_rsp_header) + \
	 OCXLPMEM_SMART_ATTRIBUTES_MAX * sizeof(struct ocxlpmem_smart_attribute))
#define LOG_SIZE (sizeof(struct ocxlpmem_rsp_header) + sizeof(struct ocxlpmem_error_log_rsp) + 4096)

static int open_dimm(int number)
{
	char path[32];
	int fd;

	snprintf(path, sizeof(path), "/dev/nmem%d", number);
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0) {
		perror(path);
		exit(1);
	}
	return fd;
}

static const struct ocxlpmem_rsp_header *submit_or_exit(int fd, struct envelope *envelope)
{
	const struct ocxlpmem_rsp_header *header = (const void *)envelope->output;
	int rc = submit_envelope(fd, envelope);

	if (rc || header->status != OCXLPMEM_STATUS_OK) {
		fprintf(stderr, "rc %d status 0x%02x\n", rc, header->status);
		exit(1);
	}
	return header;
}

static void read_smart(bool vendor, int count)
{
	struct envelope envelope;
	int number, fd;

	for (number = 0; number < count; number++) {
		fd = open_dimm(number);
		make_envelope(&envelope, vendor, OCXLPMEM_CMD_SMART, 0, SMART_SIZE);
		submit_or_exit(fd, &envelope);
		free(envelope.memory);
		close(fd);
	}
}

static void drain_log(bool vendor)
{
	const struct ocxlpmem_error_log_rsp *entry;
	const struct ocxlpmem_rsp_header *header;
	struct ocxlpmem_error_log_req *req;
	struct envelope envelope;
	int fd = open_dimm(0);

	make_envelope(&envelope, vendor, OCXLPMEM_CMD_ERROR_LOG, sizeof(*req), LOG_SIZE);
	req = (void *)envelope.input;
	for (;;) {
		header = submit_or_exit(fd, &envelope);
		if (!header->count)
			break;
		entry = (const void *)(header + 1);
		req->flags = OCXLPMEM_ERROR_LOG_ACKNOWLEDGE;
		req->cursor = entry->cursor;
	}
	free(envelope.memory);
	close(fd);
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";

	if (argc == 4 && !strcmp(what, "smart"))
		read_smart(!strcmp(argv[2], "vendor"), atoi(argv[3]));
	else if (argc == 3 && !strcmp(what, "drain"))
		drain_log(!strcmp(argv[2], "vendor"));
	else
		return 129;
	return 0;
}

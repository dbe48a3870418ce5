// SPDX-License-Identifier: GPL-2.0-only
/*
 * one-command ENVELOPE COUNT: sends one SMART command to each of nmem0 to nmem<COUNT-1>, in
 * envelope "call" or "vendor": the minimal program, also for kernels that have only the second
 * envelope.
 */
#include <stdbool.h>
#include <unistd.h>
#include "../emulator/envelope.h"

#define ROOM                                  \
	(sizeof(struct ocxlpmem_rsp_header) + \
	 OCXLPMEM_SMART_ATTRIBUTES_MAX * sizeof(struct ocxlpmem_smart_attribute))

static void read_smart(int number, bool vendor)
{
	struct envelope envelope;
	char path[32];
	int fd, rc;

	snprintf(path, sizeof(path), "/dev/nmem%d", number);
	fd = open(path, O_RDWR | O_CLOEXEC);
	make_envelope(&envelope, vendor, OCXLPMEM_CMD_SMART, 0, ROOM);
	rc = submit_envelope(fd, &envelope);
	if (rc || envelope.output[1] != OCXLPMEM_STATUS_OK) {
		fprintf(stderr, "%s: rc %d status 0x%02x\n", path, rc, envelope.output[1]);
		exit(1);
	}
	free(envelope.memory);
	close(fd);
}

int main(int argc, char **argv)
{
	int number;

	if (argc != 3)
		return 129;
	for (number = 0; number < atoi(argv[2]); number++)
		read_smart(number, !strcmp(argv[1], "vendor"));
	return 0;
}

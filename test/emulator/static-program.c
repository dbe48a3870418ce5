// SPDX-License-Identifier: GPL-2.0-only
/*
 * static-program DIMM [vendor]: issues one SMART command, from a statically linked program.
 */
#include "envelope.h"

int main(int argc, char **argv)
{
	char path[64];
	int rc;
	int fd;

	if (argc < 2)
		return 2;
	snprintf(path, sizeof(path), "/dev/%s", argv[1]);
	fd = open(path, O_RDWR | O_CLOEXEC);
	rc = fd < 0 ? -errno : call_plain(fd, argc > 2, OCXLPMEM_CMD_SMART, 4096);
	if (rc)
		fprintf(stderr, "%s: %s\n", path, rc < 0 ? strerror(-rc) : "status");
	return rc != 0;
}

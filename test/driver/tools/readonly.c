// SPDX-License-Identifier: GPL-2.0-only
/*
 * readonly NODE: prints which operations a read-only descriptor of /dev/nmemN allows, a line for
 * each: "WHAT ERRNO" or "WHAT 0".
 */
#include "../../emulator/envelope.h"

/* a heartbeat, the smallest command */
static int send_heartbeat(int fd, bool vendor)
{
	return call_plain(fd, vendor, OCXLPMEM_CMD_HEARTBEAT, 64);
}

static int label_size(int fd)
{
	struct nd_cmd_get_config_size size = { 0 };

	return ioctl(fd, ND_IOCTL_GET_CONFIG_SIZE, &size) < 0 ? -errno : 0;
}

/* eight bytes at the start of the area */
static int label_access(int fd, bool set)
{
	union {
		struct nd_cmd_get_config_data_hdr get;
		struct nd_cmd_set_config_hdr set;
		unsigned char bytes[64];
	} access = { .bytes = { 0 } };
	int rc;

	if (set) {
		access.set.in_length = 8;
		rc = ioctl(fd, ND_IOCTL_SET_CONFIG_DATA, &access);
	} else {
		access.get.in_length = 8;
		rc = ioctl(fd, ND_IOCTL_GET_CONFIG_DATA, &access);
	}
	return rc < 0 ? -errno : 0;
}

static void print_result(const char *what, int rc)
{
	printf("%s %s\n", what, rc ? strerrorname_np(rc < 0 ? -rc : rc) : "0");
}

int main(int argc, char **argv)
{
	int fd = argc == 2 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;

	if (fd < 0) {
		perror("readonly");
		return 2;
	}
	print_result("label-size", label_size(fd));
	print_result("label-read", label_access(fd, false));
	print_result("label-write", label_access(fd, true));
	print_result("vendor", send_heartbeat(fd, true));
	print_result("call", send_heartbeat(fd, false));
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Minimal programs, for comparison with "ndctl ocxl":
 *
 * 	minimal-ioctls smart COUNT	one SMART command to each of nmem0 to nmem<COUNT-1>
 * 	minimal-ioctls ioctls COUNT	COUNT SMART commands to nmem0, opened once
 * 	minimal-ioctls drain		the error log of nmem0, acknowledged entry by entry
 * 	minimal-ioctls dump FILE	the dump of nmem0 into FILE, synced; it stays on the card
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <linux/ndctl.h>
#include <uapi/nvdimm/ocxlpmem.h>

#define SMART_ROOM                            \
	(sizeof(struct ocxlpmem_rsp_header) + \
	 OCXLPMEM_SMART_ATTRIBUTES_MAX * sizeof(struct ocxlpmem_smart_attribute))
#define LOG_ROOM (sizeof(struct ocxlpmem_rsp_header) + sizeof(struct ocxlpmem_error_log_rsp) + 4096)
/* the largest piece whose length fits into the card's 16 bits, in whole words */
#define PIECE	 65512
#define DUMP_ROOM \
	(sizeof(struct ocxlpmem_rsp_header) + sizeof(struct ocxlpmem_dump_read_rsp) + PIECE)

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static int open_dimm(unsigned int number)
{
	char path[32];
	struct stat st;
	int fd;

	snprintf(path, sizeof(path), "/dev/nmem%u", number);
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) != 0)
		fail(path);
	return fd;
}

static struct nd_cmd_pkg *new_package(unsigned int command, size_t in, size_t out)
{
	struct nd_cmd_pkg *pkg = calloc(1, sizeof(*pkg) + in + out);

	if (!pkg)
		fail("calloc");
	pkg->nd_family = NVDIMM_FAMILY_OCXL;
	pkg->nd_command = command;
	pkg->nd_size_in = (__u32)in;
	pkg->nd_size_out = (__u32)out;
	return pkg;
}

static struct ocxlpmem_rsp_header *submit(int fd, struct nd_cmd_pkg *pkg)
{
	struct ocxlpmem_rsp_header *header = (void *)(pkg->nd_payload + pkg->nd_size_in);

	if (ioctl(fd, ND_IOCTL_CALL, pkg) != 0)
		fail("ioctl");
	if (header->status != OCXLPMEM_STATUS_OK) {
		fprintf(stderr, "status 0x%02x\n", header->status);
		exit(1);
	}
	return header;
}

/* @count cards with one command each, or one card with @count commands */
static void read_smart(unsigned int count, int one_card)
{
	struct nd_cmd_pkg *pkg = new_package(OCXLPMEM_CMD_SMART, 0, SMART_ROOM);
	unsigned int i;
	int fd = -1;

	for (i = 0; i < count; i++) {
		if (fd < 0)
			fd = open_dimm(i);
		submit(fd, pkg);
		if (one_card)
			continue;
		close(fd);
		fd = -1;
	}
	free(pkg);
}

static void drain(void)
{
	struct nd_cmd_pkg *pkg = new_package(OCXLPMEM_CMD_ERROR_LOG,
					     sizeof(struct ocxlpmem_error_log_req), LOG_ROOM);
	struct ocxlpmem_error_log_req *req = (void *)pkg->nd_payload;
	const struct ocxlpmem_error_log_rsp *entry;
	const struct ocxlpmem_rsp_header *header;
	unsigned long count = 0;
	int fd = open_dimm(0);

	for (;;) {
		header = submit(fd, pkg);
		if (!header->count)
			break;
		entry = (const void *)(header + 1);
		count++;
		req->flags = OCXLPMEM_ERROR_LOG_ACKNOWLEDGE;
		req->cursor = entry->cursor;
	}
	printf("%lu\n", count);
	close(fd);
	free(pkg);
}

static void write_all(int fd, const char *bytes, size_t size)
{
	while (size) {
		ssize_t count = write(fd, bytes, size);

		if (count <= 0)
			fail("write");
		bytes += count;
		size -= (size_t)count;
	}
}

static void copy_dump(const char *path)
{
	struct nd_cmd_pkg *pkg = new_package(OCXLPMEM_CMD_DUMP_READ,
					     sizeof(struct ocxlpmem_dump_read_req), DUMP_ROOM);
	struct ocxlpmem_dump_read_req *req = (void *)pkg->nd_payload;
	int to = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	const struct ocxlpmem_dump_read_rsp *piece;
	int fd = open_dimm(0);

	if (to < 0)
		fail(path);
	req->length = PIECE;
	for (;;) {
		piece = (const void *)(submit(fd, pkg) + 1);
		if (!piece->length)
			break;
		write_all(to, (const char *)(piece + 1), piece->length);
		req->offset += piece->length;
	}
	if (fsync(to) != 0 || close(to) != 0)
		fail(path);
	printf("%u\n", req->offset);
	close(fd);
	free(pkg);
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";

	if (argc == 3 && strcmp(what, "smart") == 0)
		read_smart((unsigned int)atoi(argv[2]), 0);
	else if (argc == 3 && strcmp(what, "ioctls") == 0)
		read_smart((unsigned int)atoi(argv[2]), 1);
	else if (argc == 2 && strcmp(what, "drain") == 0)
		drain();
	else if (argc == 3 && strcmp(what, "dump") == 0)
		copy_dump(argv[2]);
	else
		return 129;
	return 0;
}

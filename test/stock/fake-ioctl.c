// SPDX-License-Identifier: GPL-2.0-only
/*
 * LD_PRELOAD: answers the nvdimm ioctls of ndctl for DIMMs of other families, like an Intel NVDIMM
 * and a PAPR one, and logs each of them in $STOCK_STATE/log: patched and pristine ndctl must also
 * send the same to the DIMM.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/ndctl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#define LABEL_AREA   (128 * 1024)
#define FAMILY_INTEL 0
#define FAMILY_PAPR  5

static const char *state_directory(void)
{
	const char *directory = getenv("STOCK_STATE");

	return directory ? directory : "/nonexistent";
}

/* "nmem0" of the device behind @fd; empty for other files */
static void device_name(int fd, char name[16])
{
	char link[64], path[128];
	ssize_t length;

	name[0] = '\0';
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	length = readlink(link, path, sizeof(path) - 1);
	if (length <= 0)
		return;
	path[length] = '\0';
	if (strncmp(path, "/dev/nmem", 9) == 0 && strlen(path) < 5 + 16)
		strcpy(name, path + 5);
}

static unsigned int compute_checksum(const unsigned char *bytes, size_t size)
{
	unsigned int value = 1;

	while (size--)
		value = value * 31 + *bytes++;
	return value;
}

static void log_command(const char *name, unsigned int type, unsigned int family,
			unsigned int command, unsigned int in, unsigned int out,
			unsigned int checksum)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/log", state_directory());
	file = fopen(path, "a");
	if (!file)
		return;
	fprintf(file, "%s type %u family %u command %u in %u out %u sum %08x\n", name, type, family,
		command, in, out, checksum);
	fclose(file);
}

static int open_labels(const char *name)
{
	char path[256];
	int fd;

	snprintf(path, sizeof(path), "%s/%s.labels", state_directory(), name);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd >= 0 && ftruncate(fd, LABEL_AREA) == 0)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

static int labels_read(const char *name, struct nd_cmd_get_config_data_hdr *cmd)
{
	int fd = open_labels(name);
	ssize_t count;

	if (fd < 0)
		return -1;
	count = pread(fd, cmd->out_buf, cmd->in_length, cmd->in_offset);
	close(fd);
	cmd->status = count == (ssize_t)cmd->in_length ? 0 : 1;
	return 0;
}

static int labels_write(const char *name, struct nd_cmd_set_config_hdr *cmd)
{
	int fd = open_labels(name);
	unsigned int status = 1;

	if (fd < 0)
		return -1;
	if (pwrite(fd, cmd->in_buf, cmd->in_length, cmd->in_offset) == (ssize_t)cmd->in_length)
		status = 0;
	close(fd);
	memcpy(cmd->in_buf + cmd->in_length, &status, sizeof(status));
	return 0;
}

/* The answer follows the input: status, then the data that the verbs show. */
static void answer_intel(unsigned int command, unsigned char *out, unsigned int size)
{
	static const unsigned char smart[] = {
		0,    0,    0,	  0, /* status */
		0x3f, 0x06, 0,	  0, /* all valid except the vendor's data */
		0,    0,    0,	  0,	1, 75, 5, 2, /* health, spares, life used, alarms */
		0x80, 0x02, 0xe0, 0x02, /* 40 and 46 degrees */
		7,    0,    0,	  0,	0, 0,  0, 0,
		0,    0,    0,	  0,	0, 0,  0, 1, /* shutdowns, last one dirty */
	};
	static const unsigned char threshold[] = { 0, 0, 0, 0, 7, 0, 5, 0, 4, 0x60, 5 };
	static const unsigned char firmware[] = {
		0, 0, 0, 0, 0, 0, 2,	0,    0, 1, 0, 0, 16, 0, 0,    0,    0, 16, 0, 0, 0, 0,
		0, 0, 1, 2, 0, 0, 0x10, 0x20, 0, 0, 0, 0, 0,  0, 0x11, 0x20, 0, 0,  0, 0, 0, 0,
	};
	const unsigned char *bytes = command == 1 ? smart : command == 2 ? threshold : firmware;
	size_t length = command == 1   ? sizeof(smart)
			: command == 2 ? sizeof(threshold)
				       : sizeof(firmware);

	memset(out, 0, size);
	if (command == 1 || command == 2 || command == 12)
		memcpy(out, bytes, length < size ? length : size);
}

/* The answer overlays the input: status, reserved, health. */
static void answer_papr(unsigned int command, unsigned char *payload, unsigned int size)
{
	static const unsigned char health[] = {
		0, 0, 0, 0, 0,	0, 0, 0, /* status, reserved */
		3, 0, 0, 0, 0,	1, 0, 0,
		0, 0, 2, 0, 80, 0, 9, /* critical, 80 percent, 9 shutdowns */
	};

	memset(payload, 0, size < 8 ? size : 8);
	if (command == 1)
		memcpy(payload, health, sizeof(health) < size ? sizeof(health) : size);
}

static int answer_call(const char *name, struct nd_cmd_pkg *pkg)
{
	const char *broken = getenv("STOCK_ERRNO");
	unsigned char *payload = (unsigned char *)(pkg + 1);

	log_command(name, ND_CMD_CALL, pkg->nd_family, pkg->nd_command, pkg->nd_size_in,
		    pkg->nd_size_out, compute_checksum(payload, pkg->nd_size_in));
	if (broken) {
		errno = atoi(broken);
		return -1;
	}
	pkg->nd_fw_size = pkg->nd_size_out;
	if (pkg->nd_family == FAMILY_INTEL)
		answer_intel(pkg->nd_command, payload + pkg->nd_size_in, pkg->nd_size_out);
	else if (pkg->nd_family == FAMILY_PAPR)
		answer_papr(pkg->nd_command, payload, pkg->nd_size_out);
	return 0;
}

static int answer_ioctl(const char *name, unsigned int type, void *argument)
{
	struct nd_cmd_get_config_size *size = argument;
	struct nd_cmd_get_config_data_hdr *get = argument;
	struct nd_cmd_set_config_hdr *set = argument;

	switch (type) {
	case ND_CMD_GET_CONFIG_SIZE:
		log_command(name, type, 0, 0, 0, 0, 0);
		size->status = 0;
		size->config_size = LABEL_AREA;
		size->max_xfer = 4096;
		return 0;
	case ND_CMD_GET_CONFIG_DATA:
		log_command(name, type, 0, 0, get->in_offset, get->in_length, 0);
		return labels_read(name, get);
	case ND_CMD_SET_CONFIG_DATA:
		log_command(name, type, 0, 0, set->in_offset, set->in_length,
			    compute_checksum(set->in_buf, set->in_length));
		return labels_write(name, set);
	case ND_CMD_CALL:
		return answer_call(name, argument);
	}
	log_command(name, type, 0, 0, 0, 0, 0);
	errno = ENOTTY;
	return -1;
}

int ioctl(int fd, unsigned long request, ...)
{
	static int (*real)(int, unsigned long, ...);
	char name[16];
	void *argument;
	va_list rest;

	va_start(rest, request);
	argument = va_arg(rest, void *);
	va_end(rest);
	if (_IOC_TYPE(request) == ND_IOCTL) {
		device_name(fd, name);
		if (name[0])
			return answer_ioctl(name, _IOC_NR(request), argument);
	}
	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "ioctl");
	return real(fd, request, argument);
}

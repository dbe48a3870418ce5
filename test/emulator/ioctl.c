// SPDX-License-Identifier: GPL-2.0-only
/*
 * ioctls on /dev/nmemN: sizes, both envelopes, labels, and the checks of libnvdimm.
 */
#include <sys/mman.h>
#include <sys/stat.h>
#include "package.h"

static const unsigned int sizes[] = { 8, 16, 24, 56, 64, 4096, 4104, 65536 };

#define COUNT (sizeof(sizes) / sizeof(sizes[0]))

static bool is_answer(const struct envelope *envelope, unsigned int out)
{
	unsigned int needed = envelope->package->nd_fw_size;
	unsigned int i;

	/* a header and three attributes; attributes that do not fit are missing as a whole */
	if (needed != 56 || envelope->output[1] != 0 ||
	    envelope->output[0] != ((out < needed ? out : needed) - 8) / 16)
		return false;
	for (i = 8 + 16U * envelope->output[0]; i < out; i++) {
		if (envelope->output[i])
			return false;
	}
	return true;
}

static void test_sizes(int fd, bool vendor)
{
	const char *name = vendor ? "vendor" : "call";
	struct envelope envelope;
	unsigned int i;
	unsigned int k;
	bool good;

	for (i = 0; i < COUNT; i++) {
		good = true;
		for (k = 0; k < COUNT; k++) {
			make_envelope(&envelope, vendor, OCXL_CMD_SMART, sizes[k], sizes[i]);
			good &= submit(fd, &envelope) == 0 && is_answer(&envelope, sizes[i]) &&
				guards_are_unchanged(&envelope);
			free(envelope.memory);
		}
		ok(good, "%s: space for %u bytes, any input", name, sizes[i]);
	}
	is(one_call(fd, vendor, OCXL_CMD_SMART, 7), -EINVAL, "space for less than a header");
	is(one_call(fd, vendor, 6, 64), -ENOTTY, "command 6");
	is(one_call(fd, vendor, 1000, 64), -ENOTTY, "command 1000");
	is(one_call(fd, vendor, OCXL_CMD_STATS, 64), 0, "statistics without space");
}

static void test_lengths(int fd)
{
	struct envelope envelope;
	unsigned int word[2] = { OCXL_VENDOR_OPCODE, 64 };

	make_envelope(&envelope, false, OCXL_CMD_SMART, 0, 4U << 20);
	is(submit(fd, &envelope), -EINVAL, "call of more than 4 MiB");
	envelope.package->nd_size_in = 0xFFFFFFFF;
	is(submit(fd, &envelope), -ENXIO, "input of unknown length");
	envelope.package->nd_size_in = 0xFFFFFFF0;
	envelope.package->nd_size_out = 64;
	is(submit(fd, &envelope), -EINVAL, "lengths that wrap");
	envelope.package->nd_size_in = 0;
	envelope.package->nd_family = 5;
	is(submit(fd, &envelope), -EINVAL, "another family");
	envelope.package->nd_family = NVDIMM_FAMILY_OCXL;
	envelope.package->nd_reserved2[0] = 1;
	is(submit(fd, &envelope), -EINVAL, "reserved word set");
	free(envelope.memory);
	make_envelope(&envelope, true, OCXL_CMD_SMART, 0, 64);
	word[0]++;
	memcpy(envelope.memory + GUARD, word, sizeof(word));
	is(submit(fd, &envelope), -ENOTTY, "another vendor's opcode");
	free(envelope.memory);
}

static void test_pointers(int fd)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	unsigned char *area =
		mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	munmap(area + page, page);
	is(ioctl(fd, ND_IOCTL_CALL, NULL) ? errno : 0, EFAULT, "no buffer");
	put_package(area + page - 128, OCXL_CMD_SMART, 0, 64);
	is(ioctl(fd, ND_IOCTL_CALL, area + page - 128), 0, "buffer that ends at a hole");
	put_package(area + page - 128, OCXL_CMD_SMART, 0, 72);
	is(ioctl(fd, ND_IOCTL_CALL, area + page - 128) ? errno : 0, EFAULT,
	   "buffer that reaches into a hole");
	is(ioctl(fd, ND_IOCTL_CALL, area + page - 32) ? errno : 0, EFAULT,
	   "header that reaches into a hole");
	put_package(area, OCXL_CMD_SMART, 0, 64);
	mprotect(area, page, PROT_READ);
	is(ioctl(fd, ND_IOCTL_CALL, area) ? errno : 0, EFAULT, "buffer that cannot be written");
	munmap(area, page);
}

static void test_descriptors(int fd)
{
	int reader = open("/dev/nmem0", O_RDONLY | O_CLOEXEC);
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	struct nd_cmd_get_config_size size = { 0 };
	struct stat st;

	is(one_call(reader, false, OCXL_CMD_SMART, 64), -EPERM, "call, opened read-only");
	is(one_call(reader, true, OCXL_CMD_SMART, 64), -EPERM, "vendor, opened read-only");
	is(ioctl(reader, ND_IOCTL_GET_CONFIG_SIZE, &size), 0, "label size, opened read-only");
	is(one_call(null, false, OCXL_CMD_SMART, 64), -ENOTTY, "call on /dev/null");
	is(ioctl(fd, ND_IOCTL_DIMM_FLAGS, &size) ? errno : 0, ENOTTY, "command without a handler");
	is(ioctl(fd, _IO('N', 15), &size) ? errno : 0, ENOTTY, "command without a number");
	is(fstat(fd, &st) || !S_ISCHR(st.st_mode), 0, "a character device");
	close(reader);
	close(null);
}

static int access_labels(int fd, bool write, unsigned int offset, unsigned int length,
			 unsigned char *data)
{
	unsigned char *buffer = calloc(1, 12 + (size_t)length);
	unsigned int word[2] = { offset, length };
	int rc;

	memcpy(buffer, word, sizeof(word));
	if (write)
		memcpy(buffer + 8, data, length);
	rc = ioctl(fd, write ? ND_IOCTL_SET_CONFIG_DATA : ND_IOCTL_GET_CONFIG_DATA, buffer);
	rc = rc < 0 ? -errno : rc;
	if (!write && rc == 0)
		memcpy(data, buffer + 12, length);
	free(buffer);
	return rc;
}

static void test_labels(int fd)
{
	const unsigned int area = 16U << 20;
	static unsigned char out[65536];
	static unsigned char in[65536];
	struct nd_cmd_get_config_size size = { 0 };
	unsigned int i;

	for (i = 0; i < sizeof(out); i++)
		out[i] = (unsigned char)(i * 7 + 3);
	is(ioctl(fd, ND_IOCTL_GET_CONFIG_SIZE, &size), 0, "label size");
	ok(size.config_size == area && size.max_xfer == 65536, "16 MiB, 64 KiB at a time");
	is(access_labels(fd, true, area - 65536, 65536, out), 0, "write the end");
	is(access_labels(fd, false, area - 65536, 65536, in), 0, "read the end");
	ok(!memcmp(in, out, sizeof(in)), "the same comes back");
	is(access_labels(fd, false, 0, 65536, in), 0, "read the start");
	ok(in[0] == 0 && !memcmp(in, in + 1, sizeof(in) - 1), "zeros");
	is(access_labels(fd, false, area, 0, in), 0, "nothing at the very end");
	is(access_labels(fd, false, area, 1, in), -EINVAL, "a byte past the end");
	is(access_labels(fd, true, area - 1, 2, out), -EINVAL, "write past the end");
	is(access_labels(fd, false, 0xFFFFFFF0, 32, in), -EINVAL, "a range that wraps");
	is(access_labels(fd, false, 0, 65536 - 8, in), 0, "less than a transfer");
}

int main(void)
{
	int fd = open("/dev/nmem0", O_RDWR | O_CLOEXEC);

	test_sizes(fd, false);
	test_sizes(fd, true);
	test_lengths(fd);
	test_pointers(fd);
	test_descriptors(fd);
	test_labels(fd);
	return done();
}

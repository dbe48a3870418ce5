// SPDX-License-Identifier: GPL-2.0-only
/*
 * ioctls on /dev/nmemN: sizes in both envelopes, labels, and the checks that libnvdimm does.
 */
#include <sys/mman.h>
#include <sys/stat.h>
#include "envelope.h"

static const unsigned int sizes[] = { 8, 16, 24, 56, 64, 4096, 4104, 65536 };

#define COUNT ARRAY_SIZE(sizes)

static bool is_answer(const struct envelope *envelope, unsigned int out)
{
	unsigned int needed = envelope->package->nd_fw_size;
	unsigned int i;

	/* a header and three attributes; only complete ones are returned */
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
			make_envelope(&envelope, vendor, OCXLPMEM_CMD_SMART, sizes[k], sizes[i]);
			good &= submit_envelope(fd, &envelope) == 0 &&
				is_answer(&envelope, sizes[i]) && guards_are_intact(&envelope);
			free(envelope.memory);
		}
		tap_ok(good, "%s: output of %u bytes, input of each size", name, sizes[i]);
	}
	tap_equal(call_plain(fd, vendor, OCXLPMEM_CMD_SMART, 7), -EINVAL,
		  "output smaller than a header");
	tap_equal(call_plain(fd, vendor, 6, 64), -ENOTTY, "command 6");
	tap_equal(call_plain(fd, vendor, 1000, 64), -ENOTTY, "command 1000");
	tap_equal(call_plain(fd, vendor, OCXLPMEM_CMD_STATS, 64), 0,
		  "output too small for statistics");
}

static void test_lengths(int fd)
{
	struct envelope envelope;
	unsigned int word[2] = { OCXLPMEM_VENDOR_OPCODE, 64 };

	make_envelope(&envelope, false, OCXLPMEM_CMD_SMART, 0, 4U << 20);
	tap_equal(submit_envelope(fd, &envelope), -EINVAL, "call of more than 4 MiB");
	envelope.package->nd_size_in = 0xFFFFFFFF;
	tap_equal(submit_envelope(fd, &envelope), -ENXIO,
		  "input length 0xFFFFFFFF, which means unknown");
	envelope.package->nd_size_in = 0xFFFFFFF0;
	envelope.package->nd_size_out = 64;
	tap_equal(submit_envelope(fd, &envelope), -EINVAL, "sum of lengths overflows");
	envelope.package->nd_size_in = 0;
	envelope.package->nd_family = 5;
	tap_equal(submit_envelope(fd, &envelope), -EINVAL, "another family");
	envelope.package->nd_family = NVDIMM_FAMILY_OCXL;
	envelope.package->nd_reserved2[0] = 1;
	tap_equal(submit_envelope(fd, &envelope), -EINVAL, "reserved word set");
	free(envelope.memory);
	make_envelope(&envelope, true, OCXLPMEM_CMD_SMART, 0, 64);
	word[0]++;
	memcpy(envelope.memory + GUARD, word, sizeof(word));
	tap_equal(submit_envelope(fd, &envelope), -ENOTTY, "opcode of another vendor");
	free(envelope.memory);
}

static void test_pointers(int fd)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	unsigned char *area =
		mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	munmap(area + page, page);
	tap_equal(ioctl(fd, ND_IOCTL_CALL, NULL) ? errno : 0, EFAULT, "no buffer");
	put_package(area + page - 128, OCXLPMEM_CMD_SMART, 0, 64);
	tap_equal(ioctl(fd, ND_IOCTL_CALL, area + page - 128), 0,
		  "buffer ends before an unmapped page");
	put_package(area + page - 128, OCXLPMEM_CMD_SMART, 0, 72);
	tap_equal(ioctl(fd, ND_IOCTL_CALL, area + page - 128) ? errno : 0, EFAULT,
		  "buffer reaches into an unmapped page");
	tap_equal(ioctl(fd, ND_IOCTL_CALL, area + page - 32) ? errno : 0, EFAULT,
		  "header reaches into an unmapped page");
	put_package(area, OCXLPMEM_CMD_SMART, 0, 64);
	mprotect(area, page, PROT_READ);
	tap_equal(ioctl(fd, ND_IOCTL_CALL, area) ? errno : 0, EFAULT, "buffer is read-only");
	munmap(area, page);
}

static void test_descriptors(int fd)
{
	int reader = open("/dev/nmem0", O_RDONLY | O_CLOEXEC);
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	struct nd_cmd_get_config_size size = { 0 };
	struct stat st;

	tap_equal(call_plain(reader, false, OCXLPMEM_CMD_SMART, 64), -EPERM,
		  "call, opened read-only");
	tap_equal(call_plain(reader, true, OCXLPMEM_CMD_SMART, 64), -EPERM,
		  "vendor, opened read-only");
	tap_equal(ioctl(reader, ND_IOCTL_GET_CONFIG_SIZE, &size), 0,
		  "label size, opened read-only");
	tap_equal(call_plain(null, false, OCXLPMEM_CMD_SMART, 64), -ENOTTY, "call on /dev/null");
	tap_equal(ioctl(fd, ND_IOCTL_DIMM_FLAGS, &size) ? errno : 0, ENOTTY,
		  "known command without a handler");
	tap_equal(ioctl(fd, _IO('N', 15), &size) ? errno : 0, ENOTTY, "unknown command");
	tap_equal(fstat(fd, &st) || !S_ISCHR(st.st_mode), 0, "fstat() says character device");
	close(reader);
	close(null);
}

static int transfer_label(int fd, bool write, unsigned int offset, unsigned int length,
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
	tap_equal(ioctl(fd, ND_IOCTL_GET_CONFIG_SIZE, &size), 0, "label size");
	tap_ok(size.config_size == area && size.max_xfer == 65536,
	       "label area of 16 MiB, transfers of 64 KiB");
	tap_equal(transfer_label(fd, true, area - 65536, 65536, out), 0, "write the end");
	tap_equal(transfer_label(fd, false, area - 65536, 65536, in), 0, "read the end");
	tap_ok(!memcmp(in, out, sizeof(in)), "read returns the written bytes");
	tap_equal(transfer_label(fd, false, 0, 65536, in), 0, "read the start");
	tap_ok(in[0] == 0 && !memcmp(in, in + 1, sizeof(in) - 1), "unwritten labels are zero");
	tap_equal(transfer_label(fd, false, area, 0, in), 0, "read 0 bytes at the end");
	tap_equal(transfer_label(fd, false, area, 1, in), -EINVAL, "read past the end");
	tap_equal(transfer_label(fd, true, area - 1, 2, out), -EINVAL, "write past the end");
	tap_equal(transfer_label(fd, false, 0xFFFFFFF0, 32, in), -EINVAL,
		  "offset and length overflow");
	tap_equal(transfer_label(fd, false, 0, 65536 - 8, in), 0, "read less than a transfer");
}

static void test_labels_of_fatal_card(int fd)
{
	unsigned char byte = 0;

	tap_ok(send_lines("card 0\nfatal hw\n"), "the card fails");
	tap_equal(transfer_label(fd, false, 0, 1, &byte), 0, "read after a fatal failure");
	tap_equal(transfer_label(fd, true, 0, 1, &byte), -EIO, "write after a fatal failure");
	tap_ok(send_lines("card 0\nmemory never\n"), "its memory is not available");
	tap_equal(transfer_label(fd, false, 0, 1, &byte), -EBUSY, "read without memory");
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
	test_labels_of_fatal_card(fd);
	return tap_done();
}

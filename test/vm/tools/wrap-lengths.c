// SPDX-License-Identifier: GPL-2.0-only
/*
 * "wrap-lengths NODE" sends ND_CMD_VENDOR commands with lengths whose sum, with the headers, exceeds
 * 32 bits, and prints the result of each: EFAULT, if libnvdimm looks for the rest of the command behind
 * its input, where nothing is.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <linux/ndctl.h>

/*
 * Words of a command: opcode, length of the input, input. The 32-bit sum of the first is 4, so the
 * answer of libnvdimm begins in the second word; the sum of the second is 0.
 */
static const uint32_t commands[][3] = { { 0, 0xFFFFFFFC, 0 }, { 0, 0xFFFFFFF8, 0 } };

int main(int argc, char **argv)
{
	uint32_t words[16];
	int fd = argc == 2 ? open(argv[1], O_RDWR | O_CLOEXEC) : -1;

	if (fd < 0) {
		perror("wrap-lengths");
		return 2;
	}
	for (unsigned int i = 0; i < 2; i++) {
		memset(words, 0, sizeof(words));
		memcpy(words, commands[i], sizeof(commands[i]));
		puts(ioctl(fd, ND_IOCTL_VENDOR, words) ? strerrorname_np(errno) : "accepted");
	}
	return 0;
}

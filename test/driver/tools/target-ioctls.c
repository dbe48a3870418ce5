// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commands that showed defects of libnvdimm, for the module nvdimm-target:
 *
 *	cc -pthread -o target-ioctls target-ioctls.c
 *	modprobe nvdimm-target
 *	./target-ioctls /dev/nmemN TEST
 *
 * TEST                   result       in the meantime
 * lengths                EFAULT, twice; EINVAL if there is memory 4 GiB above
 * functions              success, three times
 * in_length, out_length,
 * family                 EINVAL       this word changes
 * dimm                   ENXIO        the provider deletes the DIMM
 * bus                    success      the provider begins to delete its bus
 *
 * For the last five the end of the command is on a page that the kernel waits
 * for. Load the module again after dimm and bus.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <linux/ndctl.h>
#include <linux/userfaultfd.h>

#define DELETE "/sys/module/nvdimm_target/parameters/delete"
/* until the provider is at work */
#define DELETE_BUS \
	"echo bus >" DELETE " & until grep -q nvdimm_target /proc/$!/stack; do sleep 0.1; done"

static int node;
static unsigned long request = ND_IOCTL_VENDOR;

static void *send_command(void *command)
{
	puts(ioctl(node, request, command) < 0 ? strerror(errno) : "success");
	return NULL;
}

/* the lower 32 bits of the sum, with the header, are 4 and 0 */
static void send_lengths(void)
{
	uint32_t words[16] = { 0, 0xfffffffc };

	send_command(words);
	memset(words, 0, sizeof(words));
	words[1] = 0xfffffff8;
	send_command(words);
}

/* with the numbers of ND_CMD_SMART, ND_CMD_SET_CONFIG_DATA and ND_CMD_CALL */
static void send_functions(void)
{
	struct nd_cmd_pkg package = { .nd_family = NVDIMM_FAMILY_PAPR };
	static const int functions[] = { 1, 6, 10 };

	request = ND_IOCTL_CALL;
	for (int i = 0; i < 3; i++) {
		package.nd_command = functions[i];
		send_command(&package);
	}
}

/* while the kernel waits for the rest of the command */
static void disturb_command(const char *test, uint32_t *words)
{
	int rc = 0;

	if (!strcmp(test, "in_length"))
		words[1] = 1 << 20;
	else if (!strcmp(test, "out_length"))
		words[3] = 1 << 20;
	else if (!strcmp(test, "family"))
		((struct nd_cmd_pkg *)words)->nd_family = 1 << 20;
	else if (!strcmp(test, "dimm"))
		rc = system("echo dimm >" DELETE);
	else if (!strcmp(test, "bus"))
		rc = system(DELETE_BUS);
	else
		errx(2, "%s: no such test", test);
	if (rc)
		errx(2, "cannot delete");
}

/* the first page has lengths and family, the second one comes late */
static void send_late_page(const char *test)
{
	struct uffdio_register late = { .mode = UFFDIO_REGISTER_MODE_MISSING };
	int fd = syscall(SYS_userfaultfd, O_CLOEXEC);
	struct uffdio_api api = { .api = UFFD_API };
	long page = sysconf(_SC_PAGESIZE);
	struct uffdio_zeropage zeros = {};
	struct uffd_msg message;
	pthread_t sender;
	uint32_t *words;
	char *memory;

	memory = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	words = (uint32_t *)(memory + page) - 8;
	if (!strcmp(test, "family")) {
		request = ND_IOCTL_CALL;
		((struct nd_cmd_pkg *)words)->nd_family = NVDIMM_FAMILY_PAPR;
		((struct nd_cmd_pkg *)words)->nd_command = ND_CMD_CALL;
	} else {
		words += 4;
		words[3] = page;
	}
	late.range.start = (uintptr_t)memory + page;
	late.range.len = page;
	zeros.range = late.range;
	if (ioctl(fd, UFFDIO_API, &api) || ioctl(fd, UFFDIO_REGISTER, &late))
		err(2, "userfaultfd");
	pthread_create(&sender, NULL, send_command, words);
	if (read(fd, &message, sizeof(message)) != sizeof(message))
		err(2, "userfaultfd");
	disturb_command(test, words);
	ioctl(fd, UFFDIO_ZEROPAGE, &zeros);
	pthread_join(sender, NULL);
}

int main(int argc, char **argv)
{
	if (argc != 3)
		errx(2, "needs the node of the DIMM, and a test");
	node = open(argv[1], O_RDWR);
	if (node < 0)
		err(2, "%s", argv[1]);
	if (!strcmp(argv[2], "lengths"))
		send_lengths();
	else if (!strcmp(argv[2], "functions"))
		send_functions();
	else
		send_late_page(argv[2]);
	return 0;
}

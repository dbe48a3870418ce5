// SPDX-License-Identifier: GPL-2.0-only
/*
 * A heartbeat whose caller's memory does not come, as if it were on a server that does not answer:
 * "absent-memory read NODE ENVELOPE" when the kernel reads the second page of the package,
 * "absent-memory write NODE ENVELOPE" when it writes the answer there. Prints "waiting" when the
 * kernel waits, and supplies the page when a line arrives on standard input. Then prints the
 * result. ENVELOPE is call, vendor, or labels: a read of labels, whose header crosses into that
 * page.
 */
#include <pthread.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <linux/userfaultfd.h>
#include "../../emulator/envelope.h"

/* bytes of the package in the first page: more than its headers */
#define HEAD 256
#define ROOM 4096

struct absence {
	int fd;
	bool writes;
	struct uffdio_range page;
};

static void give_page(const struct absence *absence)
{
	struct uffdio_writeprotect writable = { .range = absence->page };
	struct uffdio_zeropage zeros = { .range = absence->page };
	int rc = absence->writes ? ioctl(absence->fd, UFFDIO_WRITEPROTECT, &writable)
				 : ioctl(absence->fd, UFFDIO_ZEROPAGE, &zeros);

	if (rc)
		perror("absent-memory: giving the page");
}

static void *serve_page_fault(void *context)
{
	const struct absence *absence = context;
	struct uffd_msg message;
	char line[16];

	if (read(absence->fd, &message, sizeof(message)) == sizeof(message)) {
		printf("waiting\n");
		fflush(stdout);
		if (read(STDIN_FILENO, line, sizeof(line)) > 0)
			give_page(absence);
		else
			pause();
	}
	return NULL;
}

static int take_away(struct absence *absence)
{
	struct uffdio_register guarded = { .range = absence->page };
	struct uffdio_writeprotect protected = { .range = absence->page };
	struct uffdio_api api = { .api = UFFD_API };

	guarded.mode = absence->writes ? UFFDIO_REGISTER_MODE_WP : UFFDIO_REGISTER_MODE_MISSING;
	protected.mode = UFFDIO_WRITEPROTECT_MODE_WP;
	absence->fd = (int)syscall(SYS_userfaultfd, O_CLOEXEC);
	if (absence->fd < 0 || ioctl(absence->fd, UFFDIO_API, &api) ||
	    ioctl(absence->fd, UFFDIO_REGISTER, &guarded))
		return -errno;
	if (absence->writes && ioctl(absence->fd, UFFDIO_WRITEPROTECT, &protected))
		return -errno;
	return 0;
}

static int start_watching(struct absence *absence)
{
	pthread_t watcher;
	int rc = take_away(absence);

	return rc ? rc : -pthread_create(&watcher, NULL, serve_page_fault, absence);
}

static int read_labels(int fd, struct absence *absence)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	unsigned char *memory =
		mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int rc;

	if (memory == MAP_FAILED)
		return -ENOMEM;
	/* the offset */
	memset(memory + page - sizeof(uint32_t), 0, sizeof(uint32_t));
	absence->page = (struct uffdio_range) { (uintptr_t)memory + page, page };
	rc = start_watching(absence);
	if (rc)
		return rc;
	rc = ioctl(fd, ND_IOCTL_GET_CONFIG_DATA, memory + page - sizeof(uint32_t));
	return rc < 0 ? -errno : 0;
}

static int send_heartbeat(int fd, bool vendor, struct absence *absence)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	unsigned char *memory =
		mmap(NULL, 3 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct envelope envelope;
	int rc;

	if (memory == MAP_FAILED)
		return -ENOMEM;
	make_envelope(&envelope, vendor, OCXLPMEM_CMD_HEARTBEAT, 0, ROOM);
	memcpy(memory + page - HEAD, envelope.memory + GUARD, HEAD);
	if (absence->writes)
		memset(memory + page, 0, page);
	absence->page = (struct uffdio_range) { (uintptr_t)memory + page, page };
	rc = start_watching(absence);
	if (rc)
		return rc;
	envelope.memory = memory + page - HEAD - GUARD;
	return submit_envelope(fd, &envelope);
}

int main(int argc, char **argv)
{
	struct absence absence = { .writes = argc == 4 && !strcmp(argv[1], "write") };
	int fd = argc == 4 ? open(argv[2], O_RDWR | O_CLOEXEC) : -1;
	int rc;

	if (fd < 0) {
		perror("absent-memory");
		return 2;
	}
	rc = strcmp(argv[3], "labels") ? send_heartbeat(fd, !strcmp(argv[3], "vendor"), &absence)
				       : read_labels(fd, &absence);
	printf("rc=%s\n", rc < 0 ? strerrorname_np(-rc) : "0");
	return 0;
}

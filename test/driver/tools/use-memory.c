// SPDX-License-Identifier: GPL-2.0-only
/*
 * Uses memory until it is killed: "use-memory open FILE", "use-memory map FILE" (writes to it every
 * 20 ms, exits with 3 after SIGBUS), "use-memory poll FILE" (prints the contents of a sysfs file
 * after each change), "use-memory pin FILE" (its first page, in a pipe; the file is neither open
 * nor mapped). The first line says that it has begun.
 *
 * A mapping of the first 2 MiB: "use-memory write FILE" copies the standard input there,
 * "use-memory read FILE" prints them. A device-dax namespace cannot be read or written otherwise.
 *
 * Unused physical memory: "use-memory zero SIZE ADDRESS..." fills SIZE bytes at each address with
 * zeros; "use-memory count SIZE ADDRESS" counts nonzero bytes; "use-memory copy SIZE FROM TO"
 * copies.
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

static void on_bus_error(int number)
{
	(void)number;
	_exit(3);
}

#define MAPPED (2U << 20)

static int map_file(int fd)
{
	volatile unsigned char *memory =
		mmap(NULL, MAPPED, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (memory == MAP_FAILED) {
		perror("mmap");
		return 2;
	}
	signal(SIGBUS, on_bus_error);
	for (unsigned int i = 0;; i++) {
		memory[i % 64] = (unsigned char)i;
		if (i == 0)
			printf("begun\n");
		fflush(stdout);
		usleep(20000);
	}
}

static int copy_file(int fd, bool writes)
{
	void *memory = mmap(NULL, MAPPED, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (memory == MAP_FAILED) {
		perror("mmap");
		return 2;
	}
	if (writes)
		return !fread(memory, 1, MAPPED, stdin);
	return fwrite(memory, MAPPED, 1, stdout) != 1;
}

static int pin_file(int fd)
{
	struct iovec page = { .iov_len = 4096 };
	int ends[2];

	page.iov_base = mmap(NULL, MAPPED, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (page.iov_base == MAP_FAILED || pipe(ends)) {
		perror("pin");
		return 2;
	}
	*(volatile unsigned char *)page.iov_base = 1;
	if (vmsplice(ends[1], &page, 1, 0) < 0) {
		perror("vmsplice");
		return 2;
	}
	munmap(page.iov_base, MAPPED);
	close(fd);
	printf("begun\n");
	fflush(stdout);
	pause();
	return 0;
}

/* the first read arms it */
static int poll_file(int fd)
{
	struct pollfd polled = { .fd = fd, .events = POLLPRI | POLLERR };
	char text[4096];
	ssize_t size;

	for (;;) {
		size = pread(fd, text, sizeof(text) - 1, 0);
		if (size < 0)
			return 2;
		text[size] = '\0';
		printf("%s%s", size ? text : "\n", size && text[size - 1] != '\n' ? "\n" : "");
		fflush(stdout);
		poll(&polled, 1, -1);
	}
}

static unsigned char *map_physical(const char *address, size_t size)
{
	int fd = open("/dev/mem", O_RDWR);
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
			    (off_t)strtoull(address, NULL, 0));

	if (memory == MAP_FAILED) {
		perror(address);
		exit(2);
	}
	return memory;
}

static int memory_command(const char *what, char **argument)
{
	size_t size = strtoul(argument[0], NULL, 0);
	size_t count = 0;
	unsigned char *memory;

	if (!strcmp(what, "copy")) {
		memcpy(map_physical(argument[2], size), map_physical(argument[1], size), size);
		return 0;
	}
	if (!strcmp(what, "zero")) {
		while (*++argument)
			memset(map_physical(*argument, size), 0, size);
		return 0;
	}
	memory = map_physical(argument[1], size);
	for (size_t i = 0; i < size; i++)
		count += memory[i] != 0;
	printf("%zu\n", count);
	return 0;
}

int main(int argc, char **argv)
{
	int fd;

	if (argc > 3)
		return memory_command(argv[1], argv + 2);
	fd = argc == 3 ? open(argv[2], strcmp(argv[1], "poll") ? O_RDWR : O_RDONLY) : -1;

	if (fd < 0) {
		perror("use-memory");
		return 2;
	}
	if (!strcmp(argv[1], "map"))
		return map_file(fd);
	if (!strcmp(argv[1], "poll"))
		return poll_file(fd);
	if (!strcmp(argv[1], "pin"))
		return pin_file(fd);
	if (!strcmp(argv[1], "read") || !strcmp(argv[1], "write"))
		return copy_file(fd, !strcmp(argv[1], "write"));
	printf("begun\n");
	fflush(stdout);
	pause();
	return 0;
}

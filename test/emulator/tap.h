/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Output in the Test Anything Protocol, and control of the emulator that runs the test.
 */
#ifndef OCXL_TEST_TAP_H
#define OCXL_TEST_TAP_H

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

static int tap_count;
static int tap_failures;

/** tap_ok() - print one result; @format names the test */
static inline bool __attribute__((format(printf, 2, 3))) tap_ok(bool good, const char *format, ...)
{
	va_list arguments;

	printf("%sok %d - ", good ? "" : "not ", ++tap_count);
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	printf("\n");
	fflush(stdout);
	tap_failures += !good;
	return good;
}

/** tap_equal() - compare two numbers; @what names the test */
static inline bool tap_equal(long long got, long long wanted, const char *what)
{
	bool good = tap_ok(got == wanted, "%s", what);

	if (!good)
		printf("# got %lld, wanted %lld\n", got, wanted);
	return good;
}

/** tap_done() - print the plan at the end. Return: exit status for main() */
static inline int tap_done(void)
{
	printf("1..%d\n", tap_count);
	return tap_failures != 0;
}

/* seconds; only a defect reaches them */
#define LIMIT_SECONDS 60

/**
 * read_reply() - send lines to the control socket in $CONTROL, and read the reply. Return: whether
 * there is one
 */
static inline bool read_reply(const char *lines, char *reply, size_t room)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int to = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	ssize_t size = -1;

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", getenv("CONTROL"));
	if (connect(to, (struct sockaddr *)&address, sizeof(address)) == 0 &&
	    send(to, lines, strlen(lines), 0) >= 0 && shutdown(to, SHUT_WR) == 0)
		size = recv(to, reply, room - 1, MSG_WAITALL);
	close(to);
	reply[size > 0 ? size : 0] = '\0';
	return size > 0;
}

/** send_lines() - send lines, and wait for "ok" */
static inline bool send_lines(const char *lines)
{
	char reply[512];

	if (read_reply(lines, reply, sizeof(reply)) && !strcmp(reply, "ok\n"))
		return true;
	printf("# %s\n", reply);
	return false;
}

/** wait_until_waits() - until the query "waiting" has this line */
static inline bool wait_until_waits(const char *line)
{
	char reply[4096];
	int i;

	for (i = 0; i < LIMIT_SECONDS * 200; i++) {
		if (read_reply("waiting", reply, sizeof(reply)) && strstr(reply, line))
			return true;
		usleep(5000);
	}
	return false;
}

/** wait_until_asleep() - until a process waits in a system call */
static inline bool wait_until_asleep(pid_t pid)
{
	char path[32], text[512];
	const char *state;
	FILE *file;
	int i;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	for (i = 0; i < LIMIT_SECONDS * 200; i++) {
		file = fopen(path, "r");
		state = file && fgets(text, sizeof(text), file) ? strrchr(text, ')') : NULL;
		if (file)
			fclose(file);
		if (state && state[2] == 'S')
			return true;
		usleep(5000);
	}
	return false;
}

/** now_ms() - monotonic time in milliseconds */
static inline long long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

#endif /* OCXL_TEST_TAP_H */

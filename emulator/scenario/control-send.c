// SPDX-License-Identifier: GPL-2.0-only
/*
 * The client of the control socket: ocxl-emulator --send.
 */
#include <fcntl.h>
#include <unistd.h>
#include "base/safe-print.h"
#include "base/unix-socket.h"
#include "scenario/control-socket.h"

/* OCXL_EMULATOR_CONTROL may be longer than an address: its file then has a short name in /proc. */
static int set_address(struct sockaddr_un *address, const char *path)
{
	char name[64];
	int fd;

	if (ocxl_unix_address_set(address, path) == 0)
		return 0;
	fd = open(path, O_PATH | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	return ocxl_unix_address_set(address, name);
}

static int connect_socket(const char *path)
{
	const struct timeval limit = { .tv_sec = OCXL_CONTROL_SECONDS };
	struct sockaddr_un address;
	int rc = set_address(&address, path);
	int to;

	if (rc)
		return rc;
	to = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (to < 0)
		return -errno;
	/* a server that is stopped answers nothing */
	setsockopt(to, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
	setsockopt(to, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	if (connect(to, (struct sockaddr *)&address, sizeof(address))) {
		rc = -errno;
		close(to);
		return rc;
	}
	return to;
}

static bool send_input(int to)
{
	char text[4096];
	ssize_t size;

	while ((size = read(STDIN_FILENO, text, sizeof(text))) > 0) {
		if (!ocxl_unix_send_all(to, text, (size_t)size))
			return false;
	}
	return size == 0;
}

static bool send_lines(int to, char **lines)
{
	bool sent = true;

	for (; *lines && sent; lines++) {
		if (!strcmp(*lines, "-"))
			sent = send_input(to);
		else
			sent = ocxl_unix_send_all(to, *lines, strlen(*lines)) &&
			       ocxl_unix_send_all(to, "\n", 1);
	}
	/* After a failure, the server may still have sent a reply with the reason. */
	shutdown(to, SHUT_WR);
	return sent;
}

/* The socket may belong to another user. */
static void print_line(FILE *out, const char *line)
{
	size_t size = strcspn(line, "\n");

	ocxl_print_safely(out, line, size);
	if (line[size])
		fputc('\n', out);
}

/* Print the reply except its last line, which is "ok" or the error. */
static int print_reply(int from, const char *path, bool sent)
{
	FILE *reply = fdopen(from, "r");
	char line[4096];
	bool ok = false;

	while (reply && fgets(line, sizeof(line), reply)) {
		ok = !strcmp(line, "ok\n");
		if (!strncmp(line, "error ", 6)) {
			fputs("ocxl-emulator: ", stderr);
			print_line(stderr, line + 6);
			return OCXL_EXIT_REFUSED;
		}
		if (!ok)
			print_line(stdout, line);
	}
	if (!sent) {
		ocxl_print_error("not all lines could be sent to '%s'", path);
		return OCXL_EXIT_INPUT;
	}
	if (ok && fflush(stdout) == 0)
		return 0;
	ocxl_print_error("'%s' gave no answer within %d seconds", path, OCXL_CONTROL_SECONDS);
	return OCXL_EXIT_INPUT;
}

int ocxl_control_send(const char *path, char **lines)
{
	int to = connect_socket(path);

	if (to < 0) {
		ocxl_print_error("cannot connect to '%s': %s", path, strerror(-to));
		return OCXL_EXIT_INPUT;
	}
	return print_reply(to, path, send_lines(to, lines));
}

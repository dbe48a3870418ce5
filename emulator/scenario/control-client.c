// SPDX-License-Identifier: GPL-2.0-only
/*
 * The control socket's client: ocxl-emulator --send, see control-server.h.
 */
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include "scenario/control-server.h"

static int connect_to(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int to;

	if (strlen(path) >= sizeof(address.sun_path))
		return -ENAMETOOLONG;
	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	to = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (to < 0)
		return -errno;
	if (connect(to, (struct sockaddr *)&address, sizeof(address))) {
		int rc = -errno;

		close(to);
		return rc;
	}
	return to;
}

static bool send_text(int to, const char *text, size_t size)
{
	ssize_t part;

	while (size > 0) {
		part = send(to, text, size, MSG_NOSIGNAL);
		if (part < 0 && errno == EINTR)
			continue;
		if (part <= 0)
			return false;
		text += part;
		size -= (size_t)part;
	}
	return true;
}

static bool send_input(int to)
{
	char text[4096];
	ssize_t size;

	while ((size = read(STDIN_FILENO, text, sizeof(text))) > 0) {
		if (!send_text(to, text, (size_t)size))
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
			sent = send_text(to, *lines, strlen(*lines)) && send_text(to, "\n", 1);
	}
	/* after a refusal there may still be a reply that says why */
	shutdown(to, SHUT_WR);
	return sent;
}

/* print all but the last line, which is the verdict on what was @sent */
static int print_reply(int from, const char *path, bool sent)
{
	FILE *reply = fdopen(from, "r");
	char line[4096];
	bool ended = false;

	while (reply && fgets(line, sizeof(line), reply)) {
		ended = !strcmp(line, "ok\n");
		if (!strncmp(line, "error ", 6)) {
			fprintf(stderr, "ocxl-emulator: %s", line + 6);
			return OCXL_EXIT_REFUSED;
		}
		if (!ended)
			fputs(line, stdout);
	}
	if (!sent) {
		fprintf(stderr, "ocxl-emulator: not all lines could be sent to '%s'\n", path);
		return OCXL_EXIT_INPUT;
	}
	if (ended && fflush(stdout) == 0)
		return 0;
	fprintf(stderr, "ocxl-emulator: '%s' gave no answer\n", path);
	return OCXL_EXIT_INPUT;
}

int ocxl_control_send(const char *path, char **lines)
{
	int to = connect_to(path);

	if (to < 0) {
		fprintf(stderr, "ocxl-emulator: cannot connect to '%s': %s\n", path, strerror(-to));
		return OCXL_EXIT_INPUT;
	}
	return print_reply(to, path, send_lines(to, lines));
}

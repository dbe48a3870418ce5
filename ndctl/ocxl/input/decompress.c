// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <ccan/array_size/array_size.h>
#include "ocxl/input/decompress.h"

/*
 * A format: its first bytes, and the program that reads standard input. A log of "xz -9" needs 65
 * MiB of memory, and a hostile one up to 4 GiB. zstd has a limit of 128 MiB of its own.
 */
static const struct {
	const char *magic;
	const char *command[4];
} formats[] = {
	{ "\x1f\x8b", { "gzip", "-dc" } },
	{ "\xfd"
	  "7zXZ",
	  { "xz", "-dc", "--memlimit-decompress=128MiB" } },
	{ "\x28\xb5\x2f\xfd", { "zstd", "-dc" } },
	{ "BZh", { "bzip2", "-dc" } },
};

const char *ocxl_decompress_find(const char *bytes, size_t size)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(formats); i++) {
		if (size >= strlen(formats[i].magic) &&
		    !memcmp(bytes, formats[i].magic, strlen(formats[i].magic)))
			return formats[i].command[0];
	}
	return NULL;
}

static char *const *find_command(const char *program)
{
	size_t i = 0;

	while (strcmp(formats[i].command[0], program) != 0)
		i++;
	return (char *const *)formats[i].command;
}

/* the program ends when the pipe is closed, whatever this process does with signals */
static int set_signals(posix_spawnattr_t *attributes)
{
	sigset_t none, all;

	sigemptyset(&none);
	sigfillset(&all);
	posix_spawnattr_setsigmask(attributes, &none);
	posix_spawnattr_setsigdefault(attributes, &all);
	return posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

static int set_descriptors(posix_spawn_file_actions_t *actions, int input, int output, int messages)
{
	int rc = posix_spawn_file_actions_adddup2(actions, input, STDIN_FILENO);

	if (!rc)
		rc = posix_spawn_file_actions_adddup2(actions, output, STDOUT_FILENO);
	return rc ? rc : posix_spawn_file_actions_adddup2(actions, messages, STDERR_FILENO);
}

/* options of variables such as XZ_OPT do not count; messages are in English */
static int start_process(struct ocxl_decompressor *decompressor, int input, int output)
{
	char *const environment[] = { (char[]) { "LC_ALL=C" }, NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int rc = posix_spawn_file_actions_init(&actions);

	if (rc)
		return -rc;
	rc = posix_spawnattr_init(&attributes);
	if (rc)
		goto destroy_actions;
	rc = set_signals(&attributes);
	if (!rc)
		rc = set_descriptors(&actions, input, output, decompressor->messages);
	if (!rc)
		rc = posix_spawnp(&decompressor->process, decompressor->program, &actions,
				  &attributes, find_command(decompressor->program), environment);
	posix_spawnattr_destroy(&attributes);
destroy_actions:
	posix_spawn_file_actions_destroy(&actions);
	return -rc;
}

int ocxl_decompress_start(struct ocxl_decompressor *decompressor, int file)
{
	int rc, pipe[2];

	decompressor->process = 0;
	decompressor->messages = memfd_create("messages", MFD_CLOEXEC);
	if (decompressor->messages < 0)
		return -errno;
	if (pipe2(pipe, O_CLOEXEC) < 0) {
		rc = -errno;
		close(decompressor->messages);
		return rc;
	}
	/* with SIGCHLD ignored, as it may have been inherited, the exit status would be lost */
	signal(SIGCHLD, SIG_DFL);
	rc = start_process(decompressor, file, pipe[1]);
	close(pipe[1]);
	if (!rc)
		return pipe[0];
	decompressor->process = 0;
	close(decompressor->messages);
	close(pipe[0]);
	/* a directory of PATH, or a file in it, that this user may not execute */
	return rc == -EACCES ? -ENOENT : rc;
}

/*
 * The first line of the program's messages that is not empty; zstd does not begin it with its name.
 * Return: is there a message?
 */
static bool read_message(const struct ocxl_decompressor *decompressor,
			 char reason[OCXL_DECOMPRESS_REASON_SIZE])
{
	const char *program = decompressor->program;
	char text[OCXL_DECOMPRESS_REASON_SIZE] = "";
	ssize_t size = pread(decompressor->messages, text, sizeof(text) - 1, 0);
	const char *line = text;
	int length;

	if (size > 0)
		line += strspn(text, "\r\n");
	length = (int)strcspn(line, "\r\n");
	if (!length)
		snprintf(reason, OCXL_DECOMPRESS_REASON_SIZE, "%s failed", program);
	else if (!strncmp(line, program, strlen(program)))
		snprintf(reason, OCXL_DECOMPRESS_REASON_SIZE, "%.*s", length, line);
	else
		snprintf(reason, OCXL_DECOMPRESS_REASON_SIZE, "%s: %.*s", program, length, line);
	return length > 0;
}

int ocxl_decompress_end(struct ocxl_decompressor *decompressor,
			char reason[OCXL_DECOMPRESS_REASON_SIZE])
{
	bool failed = true;
	int status = 0;
	pid_t ended;

	if (!decompressor->process)
		return 0;
	do {
		ended = waitpid(decompressor->process, &status, 0);
	} while (ended < 0 && errno == EINTR);
	decompressor->process = 0;
	if (ended > 0 && WIFSIGNALED(status))
		snprintf(reason, OCXL_DECOMPRESS_REASON_SIZE, "signal %d ended %s",
			 WTERMSIG(status), decompressor->program);
	else
		/* bzip2 only warns of bytes that it does not decompress */
		failed = read_message(decompressor, reason) || ended < 0 || WEXITSTATUS(status);
	close(decompressor->messages);
	return failed ? -EIO : 0;
}

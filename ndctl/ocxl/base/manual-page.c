// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <ocxl-version.h>
#include <util/main.h>
#include <util/parse-options.h>
#include "ocxl/base/manual-page.h"

/* of the program and of the pages in the build tree; bin/ has a link to the program */
#define BUILT_PROGRAM "/subprojects/ndctl-" OCXL_NDCTL_VERSION "/ndctl/ndctl"
#define BUILT_PAGES   "/Documentation/ndctl/"

/* the file of a page in the build tree, or false */
static bool find_built_page(char *path, size_t size, const char *page)
{
	size_t suffix = strlen(BUILT_PROGRAM);
	char program[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", program, sizeof(program));
	int written;

	if (length < (ssize_t)suffix || length == (ssize_t)sizeof(program) ||
	    memcmp(program + length - suffix, BUILT_PROGRAM, suffix))
		return false;
	written = snprintf(path, size, "%.*s" BUILT_PAGES "%s.1", (int)(length - (ssize_t)suffix),
			   program, page);
	return written > 0 && (size_t)written < size && !access(path, R_OK);
}

/* replaces the process; it takes a name with a slash for a file */
static void execute_viewer(const char *page)
{
	help_show_man_page(page, page[0] == '/' ? "/" : "ndctl", "NDCTL_MAN_VIEWER");
	/* its message that there is no viewer does not end its line */
	fputc('\n', stderr);
	_exit(EXIT_FAILURE);
}

/* man would report a page that is not installed */
static void execute_search(const char *page)
{
	int null = open("/dev/null", O_WRONLY);

	dup2(null, STDOUT_FILENO);
	dup2(null, STDERR_FILENO);
	unsetenv("NDCTL_MAN_VIEWER");
	setenv("MANOPT", "--where", 1);
	execute_viewer(page);
}

static int run_in_child(void (*execute)(const char *page), const char *page)
{
	int status = 0;
	pid_t child;

	fflush(stdout);
	/* a process that ignores SIGCHLD, as its starter did, gets no exit status of a child */
	signal(SIGCHLD, SIG_DFL);
	child = fork();
	if (child < 0)
		return -errno;
	if (!child)
		execute(page);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	/* who ends a viewer by a signal has seen the page */
	return WIFEXITED(status) && WEXITSTATUS(status) ? -ENOENT : 0;
}

int ocxl_manual_page_show(const char *verb)
{
	char name[64], path[PATH_MAX];
	const char *page = path;

	snprintf(name, sizeof(name), "ndctl-ocxl%s%s", verb ? "-" : "", verb ? verb : "");
	if (!find_built_page(path, sizeof(path), name))
		page = name;
	if (run_in_child(execute_search, page))
		return -ENOENT;
	return run_in_child(execute_viewer, page);
}

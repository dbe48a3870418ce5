// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the emulator inherits from the program that starts it.
 */
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/emulator-options.h"
#include "process/inherited-state.h"

static struct {
	void (*child_action)(int);
	mode_t mask;
	sigset_t blocked;
	struct rlimit open_files;
} inherited;

/* An O_PATH descriptor can neither be read nor written, as a closed one. */
static void fill_standard_descriptors(void)
{
	int fd;

	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) < 0 && open("/", O_PATH | O_CLOEXEC) != fd)
			_exit(OCXL_EXIT_FAILED);
	}
}

void ocxl_inherited_replace_at_start(void)
{
	fill_standard_descriptors();
	inherited.child_action = signal(SIGCHLD, SIG_DFL);
	inherited.mask = umask(0);
}

void ocxl_forwarded_signals(sigset_t *set)
{
	static const int numbers[] = { SIGCHLD, SIGHUP,	 SIGINT,  SIGQUIT,  SIGUSR1,
				       SIGUSR2, SIGTERM, SIGALRM, SIGWINCH, SIGPWR };
	size_t i;
	int number;

	sigemptyset(set);
	for (i = 0; i < ARRAY_SIZE(numbers); i++)
		sigaddset(set, numbers[i]);
	for (number = SIGRTMIN; number <= SIGRTMAX; number++)
		sigaddset(set, number);
}

void ocxl_inherited_replace_for_command(void)
{
	struct rlimit files;
	sigset_t set;

	ocxl_forwarded_signals(&set);
	sigaddset(&set, SIGTTOU);
	sigprocmask(SIG_BLOCK, &set, &inherited.blocked);
	getrlimit(RLIMIT_NOFILE, &inherited.open_files);
	files = inherited.open_files;
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
}

void ocxl_inherited_restore(void)
{
	setrlimit(RLIMIT_NOFILE, &inherited.open_files);
	umask(inherited.mask);
	signal(SIGCHLD, inherited.child_action);
	sigprocmask(SIG_SETMASK, &inherited.blocked, NULL);
}

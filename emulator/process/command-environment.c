// SPDX-License-Identifier: GPL-2.0-only
/*
 * The environment in which COMMAND starts.
 */
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>
#include "core/port.h"
#include "process/command-environment.h"
#include "scenario/scenario-files.h"

/* a directory of the new /sys that has ndctl only */
#define PROGRAMS     ".programs"
/* where the shells of Debian look for programs without the variable PATH */
#define DEFAULT_PATH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

static char own_ndctl[PATH_MAX + sizeof("/ndctl")];

void ocxl_command_find_ndctl(void)
{
	const char *program = (const char *)(uintptr_t)getauxval(AT_EXECFN);
	const char *slash = program ? strrchr(program, '/') : NULL;
	char directory[PATH_MAX];

	if (!slash)
		return;
	snprintf(directory, sizeof(directory), "%.*s", (int)(slash - program) + 1, program);
	if (realpath(directory, own_ndctl))
		strcat(own_ndctl, "/ndctl");
	if (access(own_ndctl, X_OK))
		*own_ndctl = '\0';
}

int ocxl_command_link_ndctl(void)
{
	if (!*own_ndctl)
		return 0;
	return mkdir(PROGRAMS, 0755) || symlink(own_ndctl, PROGRAMS "/ndctl") ? -errno : 0;
}

/*
 * The ndctl beside the emulator knows these cards: COMMAND finds it first, and all others as
 * outside.
 */
static void prefer_own_ndctl(void)
{
	const char *old = getenv("PATH");
	char *path;

	if (*own_ndctl && asprintf(&path, "/sys/" PROGRAMS ":%s", old ? old : DEFAULT_PATH) > 0)
		setenv("PATH", path, 1);
}

void ocxl_command_set_environment(unsigned int card_count, const char *control_path)
{
	char text[16];

	prefer_own_ndctl();
	snprintf(text, sizeof(text), "%u", card_count);
	setenv("OCXL_EMULATOR", text, 1);
	/* a variable that is left over leads to other cards */
	if (control_path)
		setenv("OCXL_EMULATOR_CONTROL", control_path, 1);
	else
		unsetenv("OCXL_EMULATOR_CONTROL");
}

/* A shell other than bash takes its prompt from the environment. */
static void set_prompt_variable(void)
{
	const char *old = getenv("PS1");
	char *prompt;

	if (!old)
		old = geteuid() == 0 ? "# " : "$ ";
	if (asprintf(&prompt, "(ocxl) %s", old) > 0)
		setenv("PS1", prompt, 1);
}

/* ~/.bashrc sets the prompt, so bash reads a file of ours instead, which reads ~/.bashrc first. */
static char **add_bashrc(char **arguments)
{
	static char option[] = "--rcfile";
	static char bashrc[PATH_MAX];
	static char *with_bashrc[4];

	if (ocxl_installed_path(bashrc, sizeof(bashrc), "bashrc") || access(bashrc, R_OK))
		return arguments;
	with_bashrc[0] = arguments[0];
	with_bashrc[1] = option;
	with_bashrc[2] = bashrc;
	return with_bashrc;
}

/*
 * At its end, a shell gives the terminal back to the process group in which it started. The group
 * of the launcher has no number in a new process namespace, and dash fails because of that.
 */
static void take_terminal(void)
{
	void (*old)(int) = signal(SIGTTOU, SIG_IGN);

	if (setpgid(0, 0) == 0)
		tcsetpgrp(STDIN_FILENO, getpid());
	signal(SIGTTOU, old);
}

char **ocxl_command_prepare_shell(char **arguments)
{
	const char *slash = strrchr(arguments[0], '/');
	const char *name = slash ? slash + 1 : arguments[0];
	bool is_bash = !strcmp(name, "bash");

	/* With both streams on a terminal, a shell is interactive. */
	if (arguments[1] || !isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
		return arguments;
	if (!is_bash && strcmp(name, "sh"))
		return arguments;
	take_terminal();
	if (is_bash)
		return add_bashrc(arguments);
	set_prompt_variable();
	return arguments;
}

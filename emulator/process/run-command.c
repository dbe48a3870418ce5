// SPDX-License-Identifier: GPL-2.0-only
/*
 * COMMAND and the first process of its world, see run-command.h.
 */
#include <limits.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/unix-socket.h"
#include "process/run-command.h"
#include "scenario/control-server.h"
#include "syscalls/seccomp-listener.h"

static void send_report(int socket, const char *step, int error, int fd)
{
	struct ocxl_report report = { .error = error };

	snprintf(report.step, sizeof(report.step), "%s", error ? step : "");
	if (ocxl_descriptor_send(socket, &report, sizeof(report), fd))
		_exit(OCXL_EXIT_FAILED);
}

int ocxl_report_receive(int socket, struct ocxl_report *report)
{
	int fd;

	memset(report, 0, sizeof(*report));
	fd = ocxl_descriptor_receive(socket, report, sizeof(*report));
	if (fd >= 0)
		return fd;
	if (fd == -ENOMSG && report->error)
		return report->error;
	snprintf(report->step, sizeof(report->step), "start a process in new namespaces");
	return -EPIPE;
}

static void restore(const struct ocxl_origin *origin)
{
	sigaction(SIGINT, &origin->interrupt, NULL);
	sigaction(SIGQUIT, &origin->quit, NULL);
	setrlimit(RLIMIT_NOFILE, &origin->files);
	sigprocmask(SIG_SETMASK, &origin->mask, NULL);
}

/* a build tree and an installed one bring the ndctl that knows these cards */
static void prefer_neighbours(void)
{
	unsigned long name = getauxval(AT_EXECFN);
	const char *self = (const char *)name;
	const char *slash = self ? strrchr(self, '/') : NULL;
	const char *old = getenv("PATH");
	char ndctl[PATH_MAX];
	char directory[PATH_MAX];
	char *path;

	if (!slash)
		return;
	snprintf(ndctl, sizeof(ndctl), "%.*s", (int)(slash - self) + 1, self);
	if (!realpath(ndctl, directory))
		return;
	snprintf(ndctl, sizeof(ndctl), "%.*s/ndctl", PATH_MAX - 8, directory);
	if (access(ndctl, X_OK) == 0 &&
	    asprintf(&path, "%s%s%s", directory, old ? ":" : "", old ? old : "") > 0)
		setenv("PATH", path, 1);
}

static void run_command(int socket, char **arguments, const struct ocxl_origin *origin)
{
	int listener;
	char byte;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (!origin->joined) {
		listener = ocxl_trap_install();
		send_report(socket, "catch system calls", min_t(int, listener, 0), listener);
		if (listener < 0)
			_exit(OCXL_EXIT_FAILED);
		close(listener);
	}
	/* the other side writes when it is ready to answer */
	if (recv(socket, &byte, 1, 0) != 1)
		_exit(OCXL_EXIT_FAILED);
	restore(origin);
	prefer_neighbours();
	execvp(arguments[0], arguments);
	fprintf(stderr, "ocxl-emulator: cannot run '%s': %s\n", arguments[0], strerror(errno));
	_exit(errno == ENOENT ? OCXL_EXIT_NOT_FOUND : OCXL_EXIT_NOT_EXECUTABLE);
}

static bool is_over(pid_t command, int *status)
{
	pid_t pid;
	int ended;

	while ((pid = waitpid(-1, &ended, WNOHANG)) > 0) {
		if (pid == command) {
			*status = ended;
			return true;
		}
	}
	return pid < 0 && errno == ECHILD;
}

static int attend(pid_t command)
{
	sigset_t set;
	int status = 0;
	int number;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, OCXL_SIGNAL_ORPHAN);
	while (!is_over(command, &status)) {
		number = sigwaitinfo(&set, NULL);
		if (number == OCXL_SIGNAL_ORPHAN)
			kill(command, SIGKILL);
		else if (number == SIGTERM || number == SIGHUP)
			kill(command, number);
	}
	return status;
}

/* without a process namespace: whoever is left becomes our child in the end */
void ocxl_command_end_children(void)
{
	char path[64];
	FILE *children;
	int pid;
	int found;

	snprintf(path, sizeof(path), "/proc/self/task/%d/children", getpid());
	do {
		found = 0;
		children = fopen(path, "re");
		while (children && fscanf(children, "%d", &pid) == 1) {
			kill(pid, SIGKILL);
			found++;
		}
		if (children)
			fclose(children);
		while (found && waitpid(-1, NULL, 0) > 0)
			found--;
	} while (children && found == 0 && waitpid(-1, NULL, WNOHANG) == 0);
}

void ocxl_command_init(const struct ocxl_world *world, const struct ocxl_cards *cards,
		       char **arguments, const struct ocxl_origin *origin)
{
	const char *step;
	pid_t command;
	int status;
	int root = -1;
	int meeting = -1;
	int rc;

	ocxl_control_leave();
	rc = ocxl_world_build(world, cards, &root, &meeting, &step);
	send_report(world->socket, step, rc, rc ? -1 : root);
	if (rc)
		_exit(OCXL_EXIT_FAILED);
	send_report(world->socket, "make a socket in /dev", min_t(int, meeting, 0), meeting);
	close(root);
	close(meeting);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	command = fork();
	if (command == 0)
		run_command(world->socket, arguments, origin);
	if (command < 0)
		send_report(world->socket, "start a process", -errno, -1);
	status = attend(command);
	if (!(world->flags & CLONE_NEWPID))
		ocxl_command_end_children();
	if (send(world->socket, &status, sizeof(status), MSG_NOSIGNAL) < 0)
		_exit(OCXL_EXIT_FAILED);
	_exit(0);
}

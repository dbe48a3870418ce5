// SPDX-License-Identifier: GPL-2.0-only
/*
 * The first process in the new namespaces.
 */
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/emulator-options.h"
#include "base/safe-print.h"
#include "base/unix-socket.h"
#include "process/command-environment.h"
#include "process/first-process.h"
#include "process/inherited-state.h"
#include "scenario/control-socket.h"
#include "syscalls/seccomp-filter.h"

/* how long the launcher may take to forward a signal */
#define GROUP_NS 500000000ULL

static void send_report(int socket, const char *step, int result)
{
	struct ocxl_step_report report = { .error = min_t(int, result, 0) };

	snprintf(report.step, sizeof(report.step), "%s", report.error ? step : "");
	if (ocxl_unix_send_descriptor(socket, &report, sizeof(report), result))
		_exit(OCXL_EXIT_FAILED);
}

int ocxl_step_report_receive(int socket, struct ocxl_step_report *report)
{
	int fd;

	memset(report, 0, sizeof(*report));
	fd = ocxl_unix_receive_descriptor(socket, report, sizeof(*report));
	if (fd >= 0)
		return fd;
	if (fd == -ENOMSG && report->error)
		return report->error;
	snprintf(report->step, sizeof(report->step), "start a process in new namespaces");
	return -EPIPE;
}

static void run_command(int socket, const struct ocxl_command *command)
{
	char **arguments;
	int listener;
	int error;
	char byte;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	listener = ocxl_seccomp_filter_install();
	send_report(socket, "catch system calls", listener);
	if (listener < 0)
		_exit(OCXL_EXIT_FAILED);
	close(listener);
	/* The launcher sends a byte when it is ready to answer calls. */
	if (recv(socket, &byte, 1, 0) != 1)
		_exit(OCXL_EXIT_FAILED);
	ocxl_inherited_restore();
	ocxl_command_set_environment(command->card_count, command->control_path);
	arguments = ocxl_command_prepare_shell(command->arguments);
	execvp(arguments[0], arguments);
	error = errno;
	ocxl_print_error("cannot run '%s': %s", arguments[0], strerror(error));
	_exit(error == ENOENT ? OCXL_EXIT_NOT_FOUND : OCXL_EXIT_NOT_EXECUTABLE);
}

/* Reap children. Return: whether COMMAND has ended, with its wait status in @status */
static bool has_ended(pid_t command, int *status)
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

/*
 * A signal for the process group has reached COMMAND, and this process, too: the launcher's copy is
 * one too many.
 */
static void forward_signal(pid_t command, int number, u64 *seen_ns)
{
	bool is_group = ocxl_monotonic_ns() - *seen_ns < GROUP_NS && getpgid(command) == getpgrp();

	*seen_ns = 0;
	if (!is_group)
		kill(command, number);
}

/* Forward signals to COMMAND until it ends. Return: its wait status */
static int wait_for_command(pid_t command)
{
	u64 seen_ns[NSIG] = { 0 };
	siginfo_t info;
	sigset_t set;
	int status = 0;

	ocxl_forwarded_signals(&set);
	while (!has_ended(command, &status)) {
		if (sigwaitinfo(&set, &info) < 0)
			continue;
		if (info.si_signo == OCXL_SIGNAL_LAUNCHER_GONE)
			kill(command, SIGKILL);
		else if (info.si_signo == OCXL_SIGNAL_FORWARDED)
			forward_signal(command, info.si_int, &seen_ns[info.si_int % NSIG]);
		else
			seen_ns[info.si_signo] = ocxl_monotonic_ns();
	}
	return status;
}

ino_t ocxl_mount_namespace(pid_t pid)
{
	char path[64];
	struct stat st;

	snprintf(path, sizeof(path), "/proc/%d/ns/mnt", pid);
	return stat(path, &st) ? 0 : st.st_ino;
}

/* Return: number of children that were killed */
static int kill_each_child(ino_t spared)
{
	char path[64];
	FILE *children;
	int found = 0;
	int pid;

	snprintf(path, sizeof(path), "/proc/self/task/%d/children", getpid());
	children = fopen(path, "re");
	while (children && fscanf(children, "%d", &pid) == 1) {
		if (spared && ocxl_mount_namespace(pid) == spared)
			continue;
		kill(pid, SIGKILL);
		if (waitpid(pid, NULL, 0) == pid)
			found++;
	}
	if (children)
		fclose(children);
	return found;
}

void ocxl_children_kill(ino_t spared)
{
	/* children of those that were killed become ours */
	while (kill_each_child(spared) > 0)
		;
}

static void mount_file_systems(const struct ocxl_namespaces *namespaces,
			       const struct ocxl_emulated_cards *cards)
{
	struct ocxl_mount_result result;
	int rc = ocxl_namespaces_mount(namespaces, cards, &result);

	send_report(namespaces->socket, result.step, rc ? rc : result.root);
	if (rc)
		_exit(OCXL_EXIT_FAILED);
	close(result.root);
}

void ocxl_first_process_run(const struct ocxl_namespaces *namespaces,
			    const struct ocxl_emulated_cards *cards,
			    const struct ocxl_command *command)
{
	pid_t pid;
	int status;

	ocxl_control_close_in_child();
	mount_file_systems(namespaces, cards);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	pid = fork();
	if (pid == 0)
		run_command(namespaces->socket, command);
	if (pid < 0)
		send_report(namespaces->socket, "start a process", -errno);
	status = wait_for_command(pid);
	if (!(namespaces->flags & CLONE_NEWPID))
		ocxl_children_kill(0);
	if (send(namespaces->socket, &status, sizeof(status), MSG_NOSIGNAL) < 0)
		_exit(OCXL_EXIT_FAILED);
	_exit(0);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The launcher: the process that was started as ocxl-emulator.
 */
#include <sched.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/safe-print.h"
#include "process/inherited-state.h"
#include "process/launcher.h"
#include "scenario/control-socket.h"
#include "syscalls/caller-process.h"
#include "syscalls/caller-trace.h"

/* namespaces to try, in this order */
static const int namespace_flags[] = {
	CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID,
	/* where the kernel refuses a new /proc, as in most containers */
	CLONE_NEWUSER | CLONE_NEWNS,
	/* for root after chroot() */
	CLONE_NEWNS | CLONE_NEWPID,
	CLONE_NEWNS,
};

void ocxl_launcher_print_error(const char *step, int error)
{
	ocxl_print_error("cannot %s: %s", step, strerror(-error));
}

bool ocxl_launcher_is_inside_emulator(void)
{
	if (access(OCXL_MACHINE_SYS, F_OK))
		return false;
	ocxl_print_error("emulators inside of an emulator are not supported");
	return true;
}

bool ocxl_launcher_lacks_proc(void)
{
	char number[16] = "";

	if (readlink("/proc/self", number, sizeof(number) - 1) <= 0)
		ocxl_print_error("/proc is not mounted here: the emulator finds its callers there");
	else if (strtol(number, NULL, 10) != getpid())
		ocxl_print_error("/proc is of another process namespace: mount it again");
	else
		return false;
	return true;
}

/* Return: descriptor of the new /sys, or -errno */
static int try_namespaces(struct ocxl_namespaces *namespaces,
			  const struct ocxl_emulated_cards *cards,
			  const struct ocxl_command *command, struct ocxl_step_report *report)
{
	int rc = ocxl_namespaces_clone(namespaces);

	snprintf(report->step, sizeof(report->step), "make namespaces");
	if (rc)
		return rc;
	if (namespaces->first_process == 0)
		ocxl_first_process_run(namespaces, cards, command);
	rc = ocxl_namespaces_map_ids(namespaces);
	snprintf(report->step, sizeof(report->step), "map user ids");
	if (!rc && send(namespaces->socket, "", 1, MSG_NOSIGNAL) == 1)
		rc = ocxl_step_report_receive(namespaces->socket, report);
	if (rc < 0) {
		close(namespaces->socket);
		kill(namespaces->first_process, SIGKILL);
		waitpid(namespaces->first_process, NULL, 0);
	}
	return rc;
}

bool ocxl_launcher_is_limit(int error)
{
	return error == -EMFILE || error == -ENFILE || error == -EFBIG || error == -ENOMEM ||
	       error == -EIO;
}

/* Return: descriptor of the new /sys, or -errno of the first attempt */
static int create_namespaces(struct ocxl_namespaces *namespaces,
			     const struct ocxl_emulated_cards *cards,
			     const struct ocxl_command *command)
{
	struct ocxl_step_report report;
	struct ocxl_step_report first_report;
	char why[512];
	unsigned int i;
	int error = 0;
	int root;

	for (i = 0; i < ARRAY_SIZE(namespace_flags); i++) {
		namespaces->flags = namespace_flags[i];
		if (!(namespaces->flags & CLONE_NEWUSER) && geteuid() != 0)
			continue;
		root = try_namespaces(namespaces, cards, command, &report);
		if (root >= 0)
			return root;
		if (i == 0) {
			first_report = report;
			error = root;
		}
	}
	ocxl_launcher_print_error(first_report.step, error);
	if (ocxl_launcher_is_limit(error))
		return error;
	ocxl_namespaces_explain_failure(why, sizeof(why));
	ocxl_print_error("%s", why);
	return error;
}

static int receive_listener(const struct ocxl_namespaces *namespaces)
{
	struct ocxl_step_report report;
	int listener = ocxl_step_report_receive(namespaces->socket, &report);

	if (listener >= 0)
		return listener;
	ocxl_launcher_print_error(report.step, listener);
	if (listener == -EBUSY)
		ocxl_print_error("another program catches system calls here already");
	if (listener == -EINVAL || listener == -ENOSYS)
		ocxl_print_error("the kernel has no seccomp user notification");
	if (listener == -EPERM)
		ocxl_print_error(
			"a seccomp filter forbids it, perhaps that of a container or of a systemd unit");
	return listener;
}

/* in a thread that ends: its end lets the process continue */
static void *try_interrupt(void *context)
{
	int *result = context;

	*result = ocxl_caller_interrupt(*result);
	return NULL;
}

/* Return: 0, or -errno of the system call for COMMAND in @call */
static int try_calls(pid_t pid, const char **call)
{
	static const char probe = 1;
	char copy;
	int pidfd = ocxl_caller_open_pidfd(pid);
	pthread_t thread;
	int fd, rc;

	*call = "pidfd_open";
	if (pidfd < 0)
		return pidfd;
	*call = "pidfd_getfd";
	fd = ocxl_caller_copy_fd(pidfd, STDIN_FILENO);
	close(pidfd);
	if (fd < 0)
		return fd;
	close(fd);
	*call = "ptrace";
	rc = pid;
	if (pthread_create(&thread, NULL, try_interrupt, &rc) || pthread_join(thread, NULL))
		return -ENOMEM;
	if (rc < 0)
		return rc;
	*call = "process_vm_readv";
	return ocxl_caller_read(pid, (uintptr_t)&probe, &copy, sizeof(copy));
}

/* Answers need the memory of the callers, and polls need their descriptors: try both early. */
static int check_access(pid_t pid)
{
	const char *call;
	int rc = try_calls(pid, &call);

	if (!rc)
		return 0;
	ocxl_print_error("%s: %s", call, strerror(-rc));
	if (!ocxl_launcher_is_limit(rc))
		ocxl_print_error("a seccomp filter or a security module forbids this system call, "
				 "or the sysctl kernel.yama.ptrace_scope is 3");
	return rc;
}

int ocxl_launcher_start(struct ocxl_namespaces *namespaces, struct ocxl_connections *connections,
			const struct ocxl_emulated_cards *cards, const struct ocxl_options *options)
{
	struct ocxl_command command = { .arguments = options->arguments,
					.card_count = cards->count,
					.control_path = ocxl_control_path() };
	int rc;

	ocxl_inherited_replace_for_command();
	connections->sysfs_root = create_namespaces(namespaces, cards, &command);
	if (connections->sysfs_root < 0)
		return connections->sysfs_root;
	if (!(namespaces->flags & CLONE_NEWPID))
		prctl(PR_SET_CHILD_SUBREAPER, 1);
	connections->listener = receive_listener(namespaces);
	rc = connections->listener < 0 ? connections->listener
				       : check_access(namespaces->first_process);
	if (rc)
		kill(namespaces->first_process, SIGKILL);
	return rc;
}

int ocxl_launcher_release(const struct ocxl_namespaces *namespaces)
{
	return send(namespaces->socket, "", 1, MSG_NOSIGNAL) == 1 ? 0 : -EPIPE;
}

/*
 * The kernel may still be ending the thread of try_calls() after pthread_join(), and until it has,
 * the launcher traces the first process, and waitpid() reports its stop.
 */
static bool has_first_process_ended(const struct ocxl_namespaces *namespaces)
{
	int status;
	pid_t pid;

	do {
		pid = waitpid(namespaces->first_process, &status, WNOHANG);
	} while (pid > 0 && WIFSTOPPED(status));
	return pid != 0;
}

/* Forward signals to the first process until it ends. */
static void wait_for_first_process(const struct ocxl_namespaces *namespaces)
{
	siginfo_t info;
	sigset_t set;

	ocxl_forwarded_signals(&set);
	while (!has_first_process_ended(namespaces)) {
		if (sigwaitinfo(&set, &info) < 0 || info.si_signo == SIGCHLD)
			continue;
		/* A terminal sends these signals to COMMAND as well. */
		if (info.si_code == SI_KERNEL && info.si_signo != SIGHUP)
			continue;
		sigqueue(namespaces->first_process, OCXL_SIGNAL_FORWARDED,
			 (union sigval) { .sival_int = info.si_signo });
	}
}

/* A shell had the terminal, and has ended. A script that started the launcher needs it now. */
static void take_terminal_back(void)
{
	pid_t foreground = tcgetpgrp(STDIN_FILENO);

	if (foreground > 0 && kill(-foreground, 0) && errno == ESRCH)
		tcsetpgrp(STDIN_FILENO, getpgrp());
}

int ocxl_launcher_wait(const struct ocxl_namespaces *namespaces)
{
	int status;

	wait_for_first_process(namespaces);
	/* a shell that has executed the launcher may have started programs before, outside */
	if (!(namespaces->flags & CLONE_NEWPID))
		ocxl_children_kill(ocxl_mount_namespace(getpid()));
	take_terminal_back();
	if (recv(namespaces->socket, &status, sizeof(status), MSG_DONTWAIT) != sizeof(status))
		return 128 + SIGKILL;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

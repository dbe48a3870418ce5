// SPDX-License-Identifier: GPL-2.0-only
/*
 * ocxl-emulator: runs a command on OpenCAPI persistent-memory cards that do not
 * exist.
 */
#include <sched.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "process/run-command.h"
#include "scenario/control-server.h"
#include "scenario/scenario-stages.h"
#include "syscalls/dimm-ioctl.h"
#include "syscalls/nested-emulators.h"
#include "syscalls/poll-flags.h"
#include "syscalls/seccomp-listener.h"
#include "trees/sysfs-tree.h"

static const int kinds_of_world[] = {
	CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID,
	/* where a fresh /proc is refused, as in most containers */
	CLONE_NEWUSER | CLONE_NEWNS,
	/* for root in a chroot */
	CLONE_NEWNS | CLONE_NEWPID,
	CLONE_NEWNS,
};

static void complain(const char *step, int error)
{
	fprintf(stderr, "ocxl-emulator: cannot %s: %s\n", step, strerror(-error));
}

static long handle(const struct ocxl_request *request, void *context)
{
	struct ocxl_cards *cards = context;

	if (ocxl_nest_forward(request))
		return OCXL_TRAP_ANSWERED;
	ocxl_poll_overtaken(request->tid);
	switch (request->number) {
	case SYS_ioctl:
		return ocxl_ioctl(cards, request);
	case SYS_epoll_ctl:
		return ocxl_epoll_control(cards, request);
	default:
		return ocxl_poll(cards, request);
	}
}

static void take_over(struct ocxl_origin *origin)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	struct rlimit files;
	sigset_t set;

	/* the terminal sends these to COMMAND as well */
	sigaction(SIGINT, &ignore, &origin->interrupt);
	sigaction(SIGQUIT, &ignore, &origin->quit);
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, OCXL_SIGNAL_ORPHAN);
	sigprocmask(SIG_BLOCK, &set, &origin->mask);
	getrlimit(RLIMIT_NOFILE, &origin->files);
	files = origin->files;
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
}

static int try_world(struct ocxl_world *world, const struct ocxl_cards *cards,
		     const struct ocxl_origin *origin, struct ocxl_report *report)
{
	int rc = ocxl_world_enter(world);

	snprintf(report->step, sizeof(report->step), "make namespaces");
	if (rc)
		return rc;
	if (world->init == 0)
		ocxl_command_init(world, cards, cards->card[0].settings->arguments, origin);
	rc = ocxl_world_map(world);
	snprintf(report->step, sizeof(report->step), "map user ids");
	if (!rc && send(world->socket, "", 1, MSG_NOSIGNAL) == 1)
		rc = ocxl_report_receive(world->socket, report);
	if (rc < 0) {
		close(world->socket);
		kill(world->init, SIGKILL);
		waitpid(world->init, NULL, 0);
	}
	return rc;
}

/* the descriptor of /sys, or -errno of the first kind, which is the one to explain */
static int make_world(struct ocxl_world *world, const struct ocxl_cards *cards,
		      const struct ocxl_origin *origin)
{
	struct ocxl_report report;
	struct ocxl_report first;
	char why[512];
	unsigned int i;
	int root;
	int error = 0;

	for (i = 0; i < ARRAY_SIZE(kinds_of_world); i++) {
		world->flags = kinds_of_world[i];
		if (!(world->flags & CLONE_NEWUSER) && geteuid() != 0)
			continue;
		root = try_world(world, cards, origin, &report);
		if (root >= 0)
			return root;
		if (i == 0)
			first = report;
		if (i == 0)
			error = root;
	}
	complain(first.step, error);
	ocxl_world_explain(why, sizeof(why));
	fprintf(stderr, "ocxl-emulator: namespaces are forbidden here: %s\n", why);
	return error;
}

static int get_listener(const struct ocxl_world *world)
{
	struct ocxl_report report;
	int listener = ocxl_report_receive(world->socket, &report);

	if (listener >= 0)
		return listener;
	complain(report.step, listener);
	if (listener == -EBUSY)
		fprintf(stderr,
			"ocxl-emulator: another program catches system calls here already\n");
	if (listener == -EINVAL || listener == -ENOSYS)
		fprintf(stderr, "ocxl-emulator: the kernel has no seccomp user notification\n");
	return listener;
}

/**
 * struct wires - what connects us with the new world
 * @root: its /sys
 * @meeting: where inner emulators join, or -errno
 * @listener: of its system calls
 * @source: where an outer emulator hands them on, or -errno
 */
struct wires {
	int root;
	int meeting;
	int listener;
	int source;
};

static int start(const struct ocxl_world *world, struct ocxl_cards *cards,
		 const struct wires *wires)
{
	int rc = ocxl_tree_attach(cards, wires->root);

	if (!rc && wires->meeting >= 0)
		rc = ocxl_nest_serve(wires->meeting, wires->listener);
	if (!rc)
		rc = ocxl_trap_serve(wires->listener, wires->source, handle, cards);
	if (!rc)
		rc = ocxl_cards_start_clock(cards);
	if (!rc)
		rc = ocxl_control_start(cards);
	if (!rc && send(world->socket, "", 1, MSG_NOSIGNAL) != 1)
		rc = -EPIPE;
	if (rc)
		complain("start", rc);
	return rc;
}

static void await_end(const struct ocxl_world *world)
{
	sigset_t set;
	int number;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	while (waitpid(world->init, NULL, WNOHANG) == 0) {
		number = sigwaitinfo(&set, NULL);
		if (number == SIGTERM || number == SIGHUP)
			kill(world->init, number);
	}
	/* only without a process namespace is anybody left now */
	if (!(world->flags & CLONE_NEWPID))
		ocxl_command_end_children();
}

static int exit_status(const struct ocxl_world *world)
{
	int status;

	if (recv(world->socket, &status, sizeof(status), MSG_DONTWAIT) != sizeof(status))
		return 128 + SIGKILL;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static int run(struct ocxl_cards *cards)
{
	struct ocxl_origin origin;
	struct ocxl_report report;
	struct ocxl_world world;
	struct wires wires;

	take_over(&origin);
	wires.source = ocxl_nest_join(&wires.listener);
	origin.joined = wires.source >= 0;
	wires.root = make_world(&world, cards, &origin);
	if (wires.root < 0)
		return OCXL_EXIT_FORBIDDEN;
	if (!(world.flags & CLONE_NEWPID))
		prctl(PR_SET_CHILD_SUBREAPER, 1);
	wires.meeting = ocxl_report_receive(world.socket, &report);
	if (!origin.joined)
		wires.listener = get_listener(&world);
	if (wires.listener < 0 || start(&world, cards, &wires)) {
		kill(world.init, SIGKILL);
		return wires.listener < 0 ? OCXL_EXIT_FORBIDDEN : OCXL_EXIT_FAILED;
	}
	await_end(&world);
	return exit_status(&world);
}

int main(int argc, char **argv)
{
	static struct ocxl_settings settings;
	static struct ocxl_cards cards;
	int status = ocxl_settings_parse(&settings, argc, argv);
	int rc;

	if (status >= 0)
		return status;
	if (settings.send)
		return ocxl_control_send(settings.send, settings.arguments);
	rc = ocxl_cards_create(&cards, &settings);
	if (rc) {
		complain("make the cards", rc);
		return OCXL_EXIT_FAILED;
	}
	if (ocxl_scenario_files(&cards) || ocxl_control_open(settings.control))
		return OCXL_EXIT_INPUT;
	ocxl_tree_prepare(&cards);
	status = run(&cards);
	ocxl_control_close();
	return status;
}

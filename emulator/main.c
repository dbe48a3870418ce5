// SPDX-License-Identifier: GPL-2.0-only
/*
 * ocxl-emulator: runs a command on a machine with emulated OpenCAPI persistent-memory cards.
 */
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "cards/card-lock.h"
#include "process/inherited-state.h"
#include "process/launcher.h"
#include "scenario/control-socket.h"
#include "scenario/scenario-stages.h"
#include "scenario/scenario-text.h"
#include "syscalls/dimm-ioctl.h"
#include "syscalls/epoll-flags.h"
#include "syscalls/poll-flags.h"
#include "trees/sysfs-tree.h"

static void show_card(struct ocxl_emulated_card *card)
{
	if (ocxl_sysfs_update(card)) {
		ocxl_poll_flags_wake(card);
		ocxl_epoll_flags_wake(card);
	}
}

static long handle_call(const struct ocxl_syscall *call, void *context)
{
	struct ocxl_emulated_cards *cards = context;

	switch (call->number) {
	case SYS_ioctl:
		return ocxl_dimm_ioctl(cards, call);
	case SYS_epoll_ctl:
		return ocxl_epoll_flags_control(cards, call);
#ifdef SYS_epoll_wait
	case SYS_epoll_wait:
#endif
	case SYS_epoll_pwait:
	case SYS_epoll_pwait2:
		return ocxl_epoll_flags_wait(call);
	default:
		return ocxl_poll_flags(cards, call);
	}
}

static int start_threads(struct ocxl_emulated_cards *cards,
			 const struct ocxl_connections *connections)
{
	int rc = ocxl_sysfs_attach(cards, connections->sysfs_root);

	if (!rc)
		rc = ocxl_seccomp_serve(connections->listener, handle_call, cards);
	if (!rc)
		rc = ocxl_event_thread_start(cards);
	if (!rc)
		rc = ocxl_control_serve(cards);
	return rc;
}

static int run_command(struct ocxl_emulated_cards *cards, const struct ocxl_options *options)
{
	struct ocxl_namespaces namespaces;
	struct ocxl_connections connections;
	int rc;

	rc = ocxl_launcher_start(&namespaces, &connections, cards, options);
	if (rc)
		return ocxl_launcher_is_limit(rc) ? OCXL_EXIT_FAILED : OCXL_EXIT_FORBIDDEN;
	rc = start_threads(cards, &connections);
	if (!rc)
		rc = ocxl_launcher_release(&namespaces);
	if (rc) {
		ocxl_launcher_print_error("start", rc);
		kill(namespaces.first_process, SIGKILL);
		return OCXL_EXIT_FAILED;
	}
	return ocxl_launcher_wait(&namespaces);
}

/* The scenarios are read before the cards exist, because they say how many cards they need. */
static int create_cards(struct ocxl_emulated_cards *cards, struct ocxl_options *options)
{
	const char *scenario;
	unsigned int needed;
	int status;
	int rc;

	if (ocxl_scenario_stages_read(options))
		return OCXL_EXIT_INPUT;
	needed = ocxl_scenario_stages_card_count(&scenario);
	status = ocxl_options_set_card_count(options, needed, scenario);
	if (status >= 0)
		return status;
	ocxl_card_clock_choose(options->virtual_clock);
	rc = ocxl_emulated_cards_create(cards, options, show_card);
	if (!rc && ocxl_scenario_stages_start(cards))
		return OCXL_EXIT_INPUT;
	if (!rc)
		rc = ocxl_sysfs_prepare(cards);
	if (!rc)
		return -1;
	ocxl_launcher_print_error("create the cards", rc);
	return OCXL_EXIT_FAILED;
}

int main(int argc, char **argv)
{
	static struct ocxl_options options;
	static struct ocxl_emulated_cards cards;
	int status;

	ocxl_inherited_replace_at_start();
	status = ocxl_options_parse(&options, argc, argv);
	if (options.help)
		ocxl_scenario_keywords_print();
	if (status >= 0)
		return status;
	if (options.list_scenarios)
		return ocxl_scenario_list_print();
	if (options.send_socket)
		return ocxl_control_send(options.send_socket, options.arguments);
	if (ocxl_launcher_is_inside_emulator() || ocxl_launcher_lacks_proc())
		return OCXL_EXIT_FORBIDDEN;
	status = create_cards(&cards, &options);
	if (status >= 0)
		return status;
	if (ocxl_control_open(options.control_socket))
		return OCXL_EXIT_INPUT;
	status = run_command(&cards, &options);
	ocxl_control_remove();
	return status;
}

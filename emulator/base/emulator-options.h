/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The command line.
 */
#ifndef OCXL_EMULATOR_OPTIONS_H
#define OCXL_EMULATOR_OPTIONS_H

#include "core/port.h"

/* Exit statuses besides COMMAND's own. --help and ocxl-emulator(1) list them. */
#define OCXL_EXIT_REFUSED	 1 /* --send: the emulator refused a line */
#define OCXL_EXIT_INPUT		 2 /* a scenario file or the control socket cannot be used */
#define OCXL_EXIT_FORBIDDEN	 3 /* namespaces or seccomp notification are forbidden */
#define OCXL_EXIT_FAILED	 125 /* the emulator itself failed */
#define OCXL_EXIT_NOT_EXECUTABLE 126
#define OCXL_EXIT_NOT_FOUND	 127
#define OCXL_EXIT_USAGE		 129

#define OCXL_CARDS_MAX 1024

/**
 * struct ocxl_options - the command line
 * @card_count: number of cards, 1 to OCXL_CARDS_MAX; 0 until ocxl_options_set_card_count() if
 *	--cards is not given
 * @capacity: size of each card's region, in bytes
 * @virtual_clock: the time of the cards passes only while the driver waits, and by lines of the
 *	control socket
 * @vendor_only: refuse ND_CMD_CALL, like a libnvdimm that does not know the family
 * @driver_v4: emulate the driver of the posted series v4
 * @denied: by card number: nobody can open the card's node
 * @generic: by card number: a window of memory without a controller
 * @pci: by card number: sysfs shows a PCI function of the card, with a slot and a NUMA node
 * @scenarios: scenario files, in the order of the command line
 * @scenario_count: number of entries in @scenarios
 * @list_scenarios: print the list of scenarios, and do nothing else
 * @help: the help text was printed; the caller adds the keywords of a scenario
 * @control_socket: path of the control socket to serve, or NULL
 * @send_socket: path of the control socket to send lines to, or NULL
 * @arguments: COMMAND and its arguments, or the lines to send; ends with NULL
 *
 * All strings belong to argv.
 */
struct ocxl_options {
	unsigned int card_count;
	u64 capacity;
	bool virtual_clock;
	bool vendor_only;
	bool driver_v4;
	bool denied[OCXL_CARDS_MAX];
	bool generic[OCXL_CARDS_MAX];
	bool pci[OCXL_CARDS_MAX];
	const char **scenarios;
	unsigned int scenario_count;
	bool list_scenarios;
	bool help;
	const char *control_socket;
	const char *send_socket;
	char **arguments;
};

/**
 * ocxl_options_parse() - read the command line
 * @options: zeroed by the caller; filled
 * @argc: from main()
 * @argv: from main(); must outlive @options
 *
 * Prints errors, the help text and the version itself.
 *
 * Return: -1 to continue, else the status to exit with.
 */
int ocxl_options_parse(struct ocxl_options *options, int argc, char **argv);

/**
 * ocxl_options_set_card_count() - choose the number of cards, and check the options that name DIMMs
 * @options: from ocxl_options_parse()
 * @needed: number of cards that the scenarios need, at least 1
 * @scenario: the scenario that needs @needed cards; not used if @needed is 1
 *
 * Prints an error message.
 *
 * Return: -1 to continue, else the status to exit with.
 */
int ocxl_options_set_card_count(struct ocxl_options *options, unsigned int needed,
				const char *scenario);

#endif /* OCXL_EMULATOR_OPTIONS_H */

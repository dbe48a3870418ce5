/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the command line asks for.
 */
#ifndef OCXL_EMULATOR_OPTIONS_H
#define OCXL_EMULATOR_OPTIONS_H

#include "core/port.h"

/* exit statuses beside COMMAND's own; Documentation and --help name them */
#define OCXL_EXIT_REFUSED	 1 /* --send: the emulator refused a line */
#define OCXL_EXIT_INPUT		 2 /* a scenario file or the control socket cannot be used */
#define OCXL_EXIT_FORBIDDEN	 3 /* namespaces or seccomp notification are forbidden */
#define OCXL_EXIT_FAILED	 125 /* the emulator itself failed */
#define OCXL_EXIT_NOT_EXECUTABLE 126
#define OCXL_EXIT_NOT_FOUND	 127
#define OCXL_EXIT_USAGE		 129

#define OCXL_CARDS_MAX 1024

/**
 * struct ocxl_settings - the command line
 * @cards: how many
 * @capacity: bytes of each card's region
 * @vendor_only: libnvdimm refuses the package in ND_CMD_CALL, as today's kernels do
 * @v4: the driver is that of the posted series
 * @denied: cards whose node cannot be opened
 * @generic: cards that are windows without a controller
 * @scenarios: files, in the order of the command line
 * @scenario_count: how many
 * @control: path of the control socket to serve, or NULL
 * @send: path of the control socket to talk to, or NULL
 * @arguments: COMMAND and its arguments, or the lines to send; ends with NULL
 */
struct ocxl_settings {
	unsigned int cards;
	u64 capacity;
	bool vendor_only;
	bool v4;
	bool denied[OCXL_CARDS_MAX];
	bool generic[OCXL_CARDS_MAX];
	const char **scenarios;
	unsigned int scenario_count;
	const char *control;
	const char *send;
	char **arguments;
};

/**
 * ocxl_settings_parse() - read the command line
 * @settings: filled
 * @argc: from main()
 * @argv: from main(); the settings point into it
 *
 * Prints what is wrong. Return: -1 to go on, else the status to exit with.
 */
int ocxl_settings_parse(struct ocxl_settings *settings, int argc, char **argv);

#endif /* OCXL_EMULATOR_OPTIONS_H */

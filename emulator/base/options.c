// SPDX-License-Identifier: GPL-2.0-only
/*
 * The command line, see options.h.
 */
#include <getopt.h>
#include <stdlib.h>
#include "base/options.h"

#ifndef OCXL_VERSION
#define OCXL_VERSION "unknown"
#endif

#define CAPACITY_DEFAULT (1ULL << 30)
#define CAPACITY_MAX	 (1ULL << 56)

enum { CARDS = 256, CAPACITY, SCENARIO, CONTROL, ENVELOPE, DRIVER, DENY, GENERIC, SEND, VERSION };

static const struct option options[] = {
	{ "cards", required_argument, NULL, CARDS },
	{ "capacity", required_argument, NULL, CAPACITY },
	{ "scenario", required_argument, NULL, SCENARIO },
	{ "control", required_argument, NULL, CONTROL },
	{ "envelope", required_argument, NULL, ENVELOPE },
	{ "driver", required_argument, NULL, DRIVER },
	{ "deny", required_argument, NULL, DENY },
	{ "generic", required_argument, NULL, GENERIC },
	{ "send", required_argument, NULL, SEND },
	{ "version", no_argument, NULL, VERSION },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

static const char usage[] = "Usage: ocxl-emulator [OPTION]... -- COMMAND [ARGUMENT]...\n"
			    "       ocxl-emulator --send SOCKET LINE...\n";

static const char help[] =
	"Run COMMAND, and whatever it starts, on a machine with OpenCAPI persistent-memory\n"
	"cards that do not exist. Needs no privilege and no kernel module.\n"
	"\n"
	"      --cards N           number of cards, 1 to 1024 (default 1): nmem0, nmem1, ...\n"
	"      --capacity SIZE     bytes of each card, with K, M, G or T (default 1G)\n"
	"      --scenario FILE     facts about the cards, one a line; may be repeated; or the\n"
	"                          name of an installed one: overheating, ageing, flood, ...\n"
	"      --control SOCKET    take scenario lines there while COMMAND runs\n"
	"      --envelope KIND     'call': the kernel passes the cards' commands in\n"
	"                          ND_CMD_CALL (default); 'vendor': in ND_CMD_VENDOR alone\n"
	"      --driver VERSION    'current' (default), or 'v4', the posted series\n"
	"      --deny DIMM,...     these nodes cannot be opened, not even by root\n"
	"      --generic DIMM,...  these are windows of memory without a controller\n"
	"      --send SOCKET       send each LINE ('-': those of standard input) to the\n"
	"                          emulator that listens there; 'counters' prints how many\n"
	"                          ioctls each card has answered\n"
	"      --version           print the version\n"
	"  -h, --help              print this\n"
	"\n"
	"In a scenario, 'card N' and 'card all' say which cards the lines after them are for;\n"
	"those after 'stage NAME' wait until that line is sent.\n"
	"If a program 'ndctl' stands beside ocxl-emulator, COMMAND finds it first in PATH.\n"
	"When COMMAND ends, everything that it started ends too.\n"
	"\n"
	"Exit status: COMMAND's, 128+N if signal N killed it; 126 or 127 if it cannot be run\n"
	"or found; 2 a scenario, or the control socket, is bad; 3 namespaces or system call\n"
	"notification are forbidden here; 125 the emulator itself failed; 129 bad usage.\n"
	"With --send: 0, 1 the line was refused, 2 nobody answers there.\n";

static int bad_value(const char *option, const char *value, const char *allowed)
{
	fprintf(stderr, "ocxl-emulator: --%s '%s': must be %s\n", option, value, allowed);
	return OCXL_EXIT_USAGE;
}

static int parse_cards(struct ocxl_settings *settings, const char *value)
{
	unsigned long number;
	char *end;

	number = strtoul(value, &end, 10);
	if (*value < '0' || *value > '9' || *end || number < 1 || number > OCXL_CARDS_MAX)
		return bad_value("cards", value, "a number from 1 to 1024");
	settings->cards = (unsigned int)number;
	return -1;
}

static int parse_capacity(struct ocxl_settings *settings, const char *value)
{
	static const char suffixes[] = "KMGT";
	const char *suffix;
	u64 number;
	char *end;

	errno = 0;
	number = strtoull(value, &end, 10);
	suffix = *end ? strchr(suffixes, *end) : NULL;
	if (suffix && number <= CAPACITY_MAX >> (10 * (suffix - suffixes + 1))) {
		number <<= 10 * (suffix - suffixes + 1);
		end++;
	}
	if (*value < '0' || *value > '9' || *end || errno || !number || number > CAPACITY_MAX)
		return bad_value("capacity", value, "a number of bytes, or one with K, M, G or T");
	settings->capacity = number;
	return -1;
}

/* "nmem1,nmem3"; whether they exist is known when all options are read */
static int parse_dimms(bool *chosen, const char *option, const char *value)
{
	const char *at = value;
	unsigned long number;
	char *end;

	for (;;) {
		if (!strncmp(at, "nmem", 4))
			at += 4;
		number = strtoul(at, &end, 10);
		if (*at < '0' || *at > '9' || number >= OCXL_CARDS_MAX || (*end && *end != ','))
			return bad_value(option, value, "DIMMs, as in 'nmem0,nmem2'");
		chosen[number] = true;
		if (!*end)
			return -1;
		at = end + 1;
	}
}

static int parse_choice(bool *second, const char *option, const char *value, const char *one,
			const char *other)
{
	char allowed[64];

	snprintf(allowed, sizeof(allowed), "'%s' or '%s'", one, other);
	if (strcmp(value, one) && strcmp(value, other))
		return bad_value(option, value, allowed);
	*second = !strcmp(value, other);
	return -1;
}

static int parse_option(struct ocxl_settings *settings, int option, char *value)
{
	switch (option) {
	case CARDS:
		return parse_cards(settings, value);
	case CAPACITY:
		return parse_capacity(settings, value);
	case SCENARIO:
		settings->scenarios[settings->scenario_count++] = value;
		return -1;
	case CONTROL:
		settings->control = value;
		return -1;
	case ENVELOPE:
		return parse_choice(&settings->vendor_only, "envelope", value, "call", "vendor");
	case DRIVER:
		return parse_choice(&settings->v4, "driver", value, "current", "v4");
	case DENY:
		return parse_dimms(settings->denied, "deny", value);
	case GENERIC:
		return parse_dimms(settings->generic, "generic", value);
	case SEND:
		settings->send = value;
		return -1;
	case VERSION:
		printf("ocxl-emulator %s\n", OCXL_VERSION);
		return 0;
	case 'h':
		printf("%s%s", usage, help);
		return 0;
	default:
		fputs(usage, stderr);
		return OCXL_EXIT_USAGE;
	}
}

static int check(const struct ocxl_settings *settings)
{
	unsigned int i;

	if (!settings->arguments[0]) {
		fprintf(stderr, "ocxl-emulator: no %s\n%s", settings->send ? "LINE" : "COMMAND",
			usage);
		return OCXL_EXIT_USAGE;
	}
	for (i = settings->cards; i < OCXL_CARDS_MAX; i++) {
		if (!settings->denied[i] && !settings->generic[i])
			continue;
		fprintf(stderr, "ocxl-emulator: --%s 'nmem%u': must be nmem0 to nmem%u\n",
			settings->denied[i] ? "deny" : "generic", i, settings->cards - 1);
		return OCXL_EXIT_USAGE;
	}
	return -1;
}

int ocxl_settings_parse(struct ocxl_settings *settings, int argc, char **argv)
{
	int status = -1;
	int option;

	settings->cards = 1;
	settings->capacity = CAPACITY_DEFAULT;
	settings->scenarios = calloc((size_t)argc + 1, sizeof(*settings->scenarios));
	if (!settings->scenarios) {
		fputs("ocxl-emulator: out of memory\n", stderr);
		return OCXL_EXIT_FAILED;
	}
	while (status < 0 && (option = getopt_long(argc, argv, "+h", options, NULL)) != -1)
		status = parse_option(settings, option, optarg);
	settings->arguments = argv + optind;
	return status < 0 ? check(settings) : status;
}

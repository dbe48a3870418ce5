// SPDX-License-Identifier: GPL-2.0-only
/*
 * The command line.
 */
#include <getopt.h>
#include <stdlib.h>
#include "base/emulator-options.h"
#include "base/safe-print.h"

#ifndef OCXL_VERSION
#define OCXL_VERSION "unknown"
#endif

#define CAPACITY_DEFAULT (1ULL << 30)
#define CAPACITY_MAX	 (1ULL << 56)

enum {
	CARDS = 256,
	CAPACITY,
	SCENARIO,
	LIST_SCENARIOS,
	CONTROL,
	CLOCK,
	ENVELOPE,
	DRIVER,
	DENY,
	GENERIC,
	PCI,
	SEND,
	VERSION
};

static const struct option long_options[] = {
	{ "cards", required_argument, NULL, CARDS },
	{ "capacity", required_argument, NULL, CAPACITY },
	{ "scenario", required_argument, NULL, SCENARIO },
	{ "list-scenarios", no_argument, NULL, LIST_SCENARIOS },
	{ "control", required_argument, NULL, CONTROL },
	{ "clock", required_argument, NULL, CLOCK },
	{ "envelope", required_argument, NULL, ENVELOPE },
	{ "driver", required_argument, NULL, DRIVER },
	{ "deny", required_argument, NULL, DENY },
	{ "generic", required_argument, NULL, GENERIC },
	{ "pci", required_argument, NULL, PCI },
	{ "send", required_argument, NULL, SEND },
	{ "version", no_argument, NULL, VERSION },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

static const char usage[] = "Usage: ocxl-emulator [OPTION]... -- COMMAND [ARGUMENT]...\n"
			    "       ocxl-emulator --send SOCKET LINE...\n";

static const char help[] =
	"Run COMMAND, and all that it starts, on a machine with emulated OpenCAPI\n"
	"persistent-memory cards. Any user can run it. It needs no kernel module.\n"
	"\n"
	"      --cards N           number of cards, 1 to 1024: nmem0, nmem1, ...\n"
	"                          (default: as many as the scenario needs, or 1)\n"
	"      --capacity SIZE     size of each card, with K, M, G or T (default 1G)\n"
	"      --scenario FILE     facts about the cards, one a line; or the name of an\n"
	"                          installed scenario: overheating, ageing, flood, ...\n"
	"                          May be repeated.\n"
	"      --list-scenarios    print names, cards and stages of the installed\n"
	"                          scenarios, and of the files *.scenario in this\n"
	"                          directory\n"
	"      --control SOCKET    accept scenario lines on SOCKET while COMMAND runs\n"
	"      --clock KIND        'real' (default); 'virtual': the cards' time passes by\n"
	"                          waits of the driver, which take no real time, and by\n"
	"                          the line 'advance TIME' of --send. The line 'hold OP'\n"
	"                          lets a request wait until 'release OP'; 'waiting'\n"
	"                          prints what waits.\n"
	"      --envelope KIND     'call' (default): the kernel passes the cards'\n"
	"                          commands in ND_CMD_CALL; 'vendor': only in\n"
	"                          ND_CMD_VENDOR\n"
	"      --driver VERSION    'current' (default); 'v4': the posted patch series v4\n"
	"      --deny DIMM,...     nobody can open the nodes of these DIMMs, not even\n"
	"                          root\n"
	"      --generic DIMM,...  these DIMMs are windows of memory without a\n"
	"                          controller\n"
	"      --pci DIMM,...      /sys shows a PCI function of these cards, with a slot\n"
	"                          and a NUMA node\n"
	"      --send SOCKET       send each LINE ('-': the lines of standard input) to\n"
	"                          the emulator that serves SOCKET. The line 'counters'\n"
	"                          prints the number of ioctls that each card has\n"
	"                          answered, the line 'first-contact' the registers and\n"
	"                          a heartbeat of each card.\n"
	"      --version           print the version\n"
	"  -h, --help              print this text\n"
	"\n"
	"In a scenario, 'card N' and 'card all' select the cards for the lines below\n"
	"them. Lines below 'stage NAME' wait until somebody sends 'stage NAME'.\n"
	"If the directory of ocxl-emulator has a program 'ndctl', COMMAND finds it\n"
	"first. COMMAND has OCXL_EMULATOR, the number of cards, in its environment. The\n"
	"prompt of an interactive bash or sh begins with '(ocxl)'.\n"
	"When COMMAND ends, everything that it started ends too.\n"
	"\n"
	"Exit status: that of COMMAND; 128+N if signal N killed it; 126 COMMAND cannot\n"
	"be executed; 127 COMMAND is not found; 2 a scenario or the control socket\n"
	"cannot be used; 3 the machine forbids namespaces or system call notification;\n"
	"125 the emulator itself failed; 129 wrong usage.\n"
	"With --send: 0 done; 1 the emulator refused a line; 2 nobody answers on SOCKET.\n";

static int refuse_value(const char *option, const char *value, const char *allowed)
{
	ocxl_print_error("--%s '%s': must be %s", option, value, allowed);
	return OCXL_EXIT_USAGE;
}

static int parse_cards(struct ocxl_options *options, const char *value)
{
	unsigned long number;
	char *end;

	number = strtoul(value, &end, 10);
	if (*value < '0' || *value > '9' || *end || number < 1 || number > OCXL_CARDS_MAX)
		return refuse_value("cards", value, "a number from 1 to 1024");
	options->card_count = (unsigned int)number;
	return -1;
}

static int parse_capacity(struct ocxl_options *options, const char *value)
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
		return refuse_value("capacity", value,
				    "a number of bytes, or one with K, M, G or T");
	options->capacity = number;
	return -1;
}

/* Parse "nmem1,nmem3". check_options() compares with the number of cards, which may come later. */
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
			return refuse_value(option, value, "DIMMs, as in 'nmem0,nmem2'");
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
		return refuse_value(option, value, allowed);
	*second = !strcmp(value, other);
	return -1;
}

/* Whether each value of the option counts; of others the last would win, without a word. */
static bool may_be_repeated(int option)
{
	return option == SCENARIO || option == DENY || option == GENERIC || option == PCI;
}

static int refuse_second(int option)
{
	static unsigned int given[VERSION - CARDS + 1];
	const struct option *row = long_options;

	if (option < CARDS || may_be_repeated(option))
		return -1;
	if (++given[option - CARDS] == 1)
		return -1;
	while (row->val != option)
		row++;
	ocxl_print_error("--%s is given twice", row->name);
	return OCXL_EXIT_USAGE;
}

static int parse_option(struct ocxl_options *options, int option, char *value)
{
	switch (option) {
	case CARDS:
		return parse_cards(options, value);
	case CAPACITY:
		return parse_capacity(options, value);
	case SCENARIO:
		options->scenarios[options->scenario_count++] = value;
		return -1;
	case LIST_SCENARIOS:
		options->list_scenarios = true;
		return -1;
	case CONTROL:
		options->control_socket = value;
		return -1;
	case CLOCK:
		return parse_choice(&options->virtual_clock, "clock", value, "real", "virtual");
	case ENVELOPE:
		return parse_choice(&options->vendor_only, "envelope", value, "call", "vendor");
	case DRIVER:
		return parse_choice(&options->driver_v4, "driver", value, "current", "v4");
	case DENY:
		return parse_dimms(options->denied, "deny", value);
	case GENERIC:
		return parse_dimms(options->generic, "generic", value);
	case PCI:
		return parse_dimms(options->pci, "pci", value);
	case SEND:
		options->send_socket = value;
		return -1;
	case VERSION:
		printf("ocxl-emulator %s\n", OCXL_VERSION);
		return 0;
	case 'h':
		printf("%s%s", usage, help);
		options->help = true;
		return 0;
	default:
		ocxl_print_error("%s '%s'",
				 option == ':' ? "no value for option" : "invalid option", value);
		fputs(usage, stderr);
		return OCXL_EXIT_USAGE;
	}
}

static int check_options(const struct ocxl_options *options)
{
	if (options->arguments[0] || options->list_scenarios)
		return -1;
	fprintf(stderr, "ocxl-emulator: no %s\n%s", options->send_socket ? "LINE" : "COMMAND",
		usage);
	return OCXL_EXIT_USAGE;
}

static int check_dimms(unsigned int card_count, const char *name, const bool *dimms)
{
	unsigned int i;

	for (i = card_count; i < OCXL_CARDS_MAX; i++) {
		if (!dimms[i])
			continue;
		ocxl_print_error("--%s 'nmem%u': must be nmem0 to nmem%u", name, i, card_count - 1);
		return OCXL_EXIT_USAGE;
	}
	return -1;
}

static int check_lists(const struct ocxl_options *options)
{
	int status = check_dimms(options->card_count, "deny", options->denied);

	if (status < 0)
		status = check_dimms(options->card_count, "generic", options->generic);
	if (status < 0)
		status = check_dimms(options->card_count, "pci", options->pci);
	return status;
}

int ocxl_options_parse(struct ocxl_options *options, int argc, char **argv)
{
	int status = -1;
	char *word;
	int option;

	options->capacity = CAPACITY_DEFAULT;
	options->scenarios = calloc((size_t)argc + 1, sizeof(*options->scenarios));
	if (!options->scenarios) {
		fputs("ocxl-emulator: out of memory\n", stderr);
		return OCXL_EXIT_FAILED;
	}
	/* getopt_long() would print a wrong option without escaping it */
	opterr = 0;
	while (status < 0) {
		word = argv[optind];
		option = getopt_long(argc, argv, "+:h", long_options, NULL);
		if (option == -1)
			break;
		status = refuse_second(option);
		if (status < 0)
			status = parse_option(options, option,
					      option == '?' || option == ':' ? word : optarg);
	}
	options->arguments = argv + optind;
	return status < 0 ? check_options(options) : status;
}

int ocxl_options_set_card_count(struct ocxl_options *options, unsigned int needed,
				const char *scenario)
{
	if (options->card_count == 0)
		options->card_count = needed;
	if (options->card_count >= needed)
		return check_lists(options);
	ocxl_print_error("--cards '%u': scenario '%s' needs %u or more", options->card_count,
			 scenario, needed);
	return OCXL_EXIT_USAGE;
}

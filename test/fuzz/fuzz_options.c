// SPDX-License-Identifier: GPL-2.0-only
/*
 * Command lines: any words for any verb, and the selected DIMMs. Replaces libndctl's walks over
 * buses and DIMMs by those of a made-up machine.
 *
 * 	verb; the machine; the words, each terminated by a NUL
 */
#include <errno.h>
#include <ccan/array_size/array_size.h>
#include <lib/private.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl/base/error.h"
#include "fuzz.h"
#include "ocxl-dimm.h"
#include <nvdimm/ocxlpmem.h>
#include "ocxl/options/option-parse.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/dimms/select.h"
#include "ocxl/dimms/sysfs-read.h"
#include "ocxl/options/option-value.h"
#include "ocxl/verb.h"
#include "ocxl/verbs/verbs.h"
#include "ocxl-private.h"

#define WORDS_MAX 24
#define BUSES	  2
#define DIMMS	  6

static struct fuzz_input input;
static struct ndctl_ctx silent_ctx;
static struct ndctl_bus buses[BUSES];
static struct ndctl_dimm dimms[DIMMS];
static unsigned int dimm_count;
static FILE *silence;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	silence = fopen("/dev/null", "we");
	FUZZ_CHECK(silence);
	return 0;
}

/* ---- the machine: DIMM n is on bus n % BUSES ---- */

void ndctl_set_log_priority(struct ndctl_ctx *ctx, int priority)
{
}

struct ndctl_bus *ndctl_bus_get_first(struct ndctl_ctx *ctx)
{
	return &buses[0];
}

struct ndctl_bus *ndctl_bus_get_next(struct ndctl_bus *bus)
{
	return bus + 1 < buses + BUSES ? bus + 1 : NULL;
}

static struct ndctl_dimm *dimm_from(unsigned int number)
{
	return number < dimm_count ? &dimms[number] : NULL;
}

struct ndctl_dimm *ndctl_dimm_get_first(struct ndctl_bus *bus)
{
	return dimm_from((unsigned int)(bus - buses));
}

struct ndctl_dimm *ndctl_dimm_get_next(struct ndctl_dimm *dimm)
{
	return dimm_from((unsigned int)(dimm - dimms) + BUSES);
}

/* the linker gives calls of readlink() this function: sysfs is a fake */
ssize_t __wrap_readlink(const char *path, char *target, size_t size);

ssize_t __wrap_readlink(const char *path, char *target, size_t size)
{
	unsigned int i, dimm;

	if (sscanf(path, OCXL_DIMM_SYSFS_DEVICES "/nmem%u", &dimm) != 1)
		dimm = UINT_MAX;
	for (i = 0; i < dimm_count; i++) {
		if ((unsigned int)dimms[i].id == dimm)
			return snprintf(target, size, "../../../devices/ndbus%u/nmem%u",
					(unsigned int)dimms[i].bus->id, dimm);
	}
	errno = ENOENT;
	return -1;
}

static char *new_name(const char *prefix, uint64_t number)
{
	char *text = malloc(64);

	FUZZ_CHECK(text);
	snprintf(text, 64, "%s%llu", prefix, (unsigned long long)number);
	return text;
}

static void make_machine(void)
{
	static const char *const providers[] = { "ocxlpmem.0", "nfit_test", "1", "all" };
	unsigned int i;

	for (i = 0; i < BUSES; i++) {
		buses[i] =
			(struct ndctl_bus) { .id = i + 9 * (unsigned int)fuzz_number(&input, 1) };
		buses[i].ctx = &silent_ctx;
		buses[i].provider = (char *)providers[fuzz_number(&input, 1) % 4];
		buses[i].bus_path = new_name("/sys/ndbus", buses[i].id);
		buses[i].dimms_init = 1;
		list_head_init(&buses[i].dimms);
	}
	dimm_count = (unsigned int)fuzz_number(&input, 1) % (DIMMS + 1);
	for (i = 0; i < dimm_count; i++) {
		uint8_t look = (uint8_t)fuzz_number(&input, 1);

		dimms[i] = (struct ndctl_dimm) { .bus = &buses[i % BUSES] };
		/* each number once, in any order */
		dimms[i].id = (look & 0xf0) + i;
		dimms[i].dimm_path = new_name("/nonexistent/nmem", dimms[i].id);
		dimms[i].cmd_family = look & 1 ? NVDIMM_FAMILY_INTEL : NVDIMM_FAMILY_OCXL;
		dimms[i].ocxl_cmd_mask = look & 2 ? ULONG_MAX : OCXLPMEM_CMD_MASK;
		dimms[i].serial = UINT_MAX;
		list_add_tail(&buses[i % BUSES].dimms, &dimms[i].list);
		if (!(look & 4))
			continue;
		dimms[i].unique_id = new_name("", look >> 4 ? (look >> 4) : UINT64_MAX);
		if (look >> 4)
			dimms[i].serial = look >> 4;
	}
}

static void release_machine(void)
{
	unsigned int i;

	for (i = 0; i < BUSES; i++)
		free(buses[i].bus_path);
	for (i = 0; i < dimm_count; i++) {
		free(dimms[i].dimm_path);
		free(dimms[i].unique_id);
	}
}

/* ---- the words ---- */

/* Hides messages. The descriptors stay, because a sanitizer prints to them. */
static void be_silent(FILE *saved[2])
{
	saved[0] = stdout;
	saved[1] = stderr;
	stdout = stderr = silence;
}

static void be_heard(FILE *const saved[2])
{
	stdout = saved[0];
	stderr = saved[1];
}

static bool takes_option(const struct ocxl_verb *verb, unsigned int option)
{
	return (verb->options & option) != 0;
}

static void check_numbers(const struct ocxl_options *options, const struct ocxl_verb *verb)
{
	FUZZ_CHECK(options->jobs >= 1 && options->jobs <= 1024);
	FUZZ_CHECK(options->limit <= OCXL_LIMIT_MAX);
	FUZZ_CHECK(!options->limit || takes_option(verb, OCXL_HAS_LIMIT));
	FUZZ_CHECK(options->count <= OCXL_LIMIT_MAX);
	FUZZ_CHECK(!options->count || options->interval_ms);
	FUZZ_CHECK(!options->interval_ms || takes_option(verb, OCXL_HAS_INTERVAL));
	FUZZ_CHECK(!options->interval_ms ||
		   (options->interval_ms >= 100 && options->interval_ms <= OCXL_DAY_MS));
	FUZZ_CHECK(options->timeout_ms <= OCXL_DAY_MS);
	FUZZ_CHECK(takes_option(verb, OCXL_HAS_TIMEOUT) ||
		   options->timeout_ms == (uint64_t)verb->timeout_seconds * 1000);
}

static void check_options(const struct ocxl_options *options, const struct ocxl_verb *verb,
			  int argc)
{
	unsigned int i, j;

	check_numbers(options, verb);
	FUZZ_CHECK(!options->raw || takes_option(verb, OCXL_HAS_RAW));
	FUZZ_CHECK(!options->acknowledge || takes_option(verb, OCXL_HAS_ACKNOWLEDGE));
	FUZZ_CHECK(!options->no_data || takes_option(verb, OCXL_HAS_NO_DATA));
	FUZZ_CHECK(!options->strict || takes_option(verb, OCXL_HAS_STRICT));
	FUZZ_CHECK(!options->redact || takes_option(verb, OCXL_HAS_REDACT));
	FUZZ_CHECK(!options->follow || takes_option(verb, OCXL_HAS_FOLLOW));
	FUZZ_CHECK(!options->keep_free.percent || options->keep_free.amount <= 99);
	FUZZ_CHECK(
		!options->follow || options->format == OCXL_FORMAT_NDJSON ||
		(verb->follow_tables && options->format == OCXL_FORMAT_TABLE && !options->output));
	FUZZ_CHECK(verb->metrics == (options->format == OCXL_FORMAT_METRICS));
	/* no entry is acknowledged that only a file has which is not complete yet */
	if (options->collect)
		FUZZ_CHECK(options->format == OCXL_FORMAT_NDJSON && options->acknowledge);
	else
		FUZZ_CHECK(!options->output || !options->acknowledge);
	FUZZ_CHECK(!options->output || (*options->output && strcmp(options->output, "-")));
	FUZZ_CHECK(!options->bus || *options->bus);
	FUZZ_CHECK(options->dimm_count <= (unsigned int)argc);
	FUZZ_CHECK(options->dimm_count || !verb->named);
	for (i = 0; i < options->dimm_count; i++) {
		FUZZ_CHECK(*options->dimms[i]);
		for (j = 0; j < i; j++)
			FUZZ_CHECK(strcmp(options->dimms[i], options->dimms[j]) != 0);
	}
}

/* ---- what they select ---- */

static bool word_names_dimm(const struct ocxl_options *options, unsigned int word,
			    struct ndctl_dimm *dimm)
{
	const char *bus = ndctl_bus_get_devname(dimm->bus);

	if (options->bus &&
	    !ocxl_option_value_names_bus(options->bus, bus, dimm->bus->provider, dimm->bus->id))
		return false;
	return ocxl_option_value_names_dimm(options->dimms[word], ndctl_dimm_get_devname(dimm),
					    ocxl_dimm_get_serial(dimm));
}

static bool is_selected(const struct ocxl_options *options, struct ndctl_dimm *dimm)
{
	struct ocxl_options any = *options;
	const char *all = "all";
	unsigned int i;

	if (!ndctl_dimm_is_ocxl(dimm))
		return false;
	any.dimms = &all;
	if (options->dimm_count == 0)
		return word_names_dimm(&any, 0, dimm);
	for (i = 0; i < options->dimm_count; i++)
		if (word_names_dimm(options, i, dimm))
			return true;
	return false;
}

static unsigned int count_missing(const struct ocxl_options *options)
{
	unsigned int word, number, missing = 0;

	for (word = 0; word < options->dimm_count; word++) {
		for (number = 0; number < dimm_count; number++)
			if (ndctl_dimm_is_ocxl(&dimms[number]) &&
			    word_names_dimm(options, word, &dimms[number]))
				break;
		missing += number == dimm_count && strcmp(options->dimms[word], "all") != 0;
	}
	return missing;
}

static void check_selection(const struct ocxl_dimm_list *list, const struct ocxl_options *options)
{
	unsigned int number, expected = 0;
	size_t i;

	for (number = 0; number < dimm_count; number++) {
		bool wanted = is_selected(options, &dimms[number]);

		expected += wanted;
		for (i = 0; i < list->count; i++)
			if (list->dimms[i].ndctl == &dimms[number])
				break;
		FUZZ_CHECK((i < list->count) == wanted);
	}
	FUZZ_CHECK(list->count == expected);
	for (i = 1; i < list->count; i++) {
		FUZZ_CHECK(list->dimms[i - 1].ndctl->id < list->dimms[i].ndctl->id);
		FUZZ_CHECK(strcmp(list->dimms[i - 1].card, list->dimms[i].card) != 0);
	}
	FUZZ_CHECK(list->missing == count_missing(options));
}

static int select_dimms(const struct ocxl_options *options)
{
	struct ocxl_dimm_list list;
	FILE *saved[2];
	int rc;

	be_silent(saved);
	rc = ocxl_select_dimms(&list, NULL, options, OCXL_SYSFS_FLAGS | OCXL_SYSFS_FW_VERSION,
			       false);
	be_heard(saved);
	FUZZ_CHECK(rc == 0);
	check_selection(&list, options);
	ocxl_dimm_list_release(&list);
	FUZZ_CHECK(ocxl_select_dimms_again(&list, NULL, options, 0) == 0);
	FUZZ_CHECK(list.missing == 0);
	ocxl_dimm_list_release(&list);
	return rc;
}

/* "--help" shows a page, and stock ndctl's parser ends the program for "-quiet". */
static bool ends_the_program(const char *word)
{
	static const char *const starts[] = { "--h", "-hel", "-hum", "-qui", "-ver" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(starts); i++)
		if (strncmp(word, starts[i], strlen(starts[i])) == 0)
			return true;
	return false;
}

static void test_command_line(void)
{
	const char *words[WORDS_MAX + 1] = { NULL };
	char *owned[WORDS_MAX];
	const struct ocxl_verb *const *verb = ocxl_verbs;
	unsigned int which = (unsigned int)fuzz_number(&input, 1), count = 0, i;
	struct ocxl_options options;
	FILE *saved[2];
	int rc;

	for (i = 0; i < which; i++)
		verb = verb[1] ? verb + 1 : ocxl_verbs;
	make_machine();
	words[count++] = (*verb)->name;
	while (input.remaining > 0 && count < WORDS_MAX) {
		owned[count] = fuzz_text(&input, 100);
		words[count] = owned[count];
		count++;
	}
	for (i = 1; i < count && !ends_the_program(words[i]); i++)
		;
	if (i == count) {
		be_silent(saved);
		rc = ocxl_option_parse(&options, *verb, (int)count, words);
		be_heard(saved);
		FUZZ_CHECK(rc == OCXL_OPTIONS_VALID || rc == 0 || rc == OCXL_EXIT_USAGE);
		if (rc == OCXL_OPTIONS_VALID) {
			check_options(&options, *verb, (int)count);
			select_dimms(&options);
		}
	}
	while (count > 1)
		free(owned[--count]);
	release_machine();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	input = (struct fuzz_input) { .next = data, .remaining = size };
	test_command_line();
	return 0;
}

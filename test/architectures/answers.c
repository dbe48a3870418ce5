// SPDX-License-Identifier: GPL-2.0-only
/*
 * answers ask|read DIRECTORY
 *
 * Sends every command of the wire contract from the library through driver/core to an emulated
 * card, and prints the answers as JSON, one line each. "ask" uses both envelopes, and writes the
 * answers into DIRECTORY; "read" reads them from there instead. Neither may depend on the machine:
 * test/architectures/compare.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ccan/array_size/array_size.h>
#include <json-c/json.h>
#include <lib/private.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl/dimms/select.h"
#include "ocxl/verbs/read-error-log.h"
#include "ocxl/render/json-record.h"
#include "ocxl-cmd.h"
#include "ocxl-dimm.h"
#include "ocxl/verbs/read-smart.h"
#include "ocxl/verbs/verbs.h"
#include "ocxl/base/safe-text.h"
#include "ocxl/records/records.h"
#include "answers.h"

/* 2026-11-20T06:15:00Z, the time at which the entries are read */
#define READ_TIME 1795155300

/*
 * cursor of the first entry of a card, for a driver that begins with the generation of
 * test/unit/card-fixture.h
 */
#define FIRST_CURSOR UINT64_C(0x123400000001)

/* maximum size of a recorded answer */
#define ROOM (128 * 1024)

static struct {
	const char *directory;
	bool asks;
	struct answers_card *card;
	const char *name; /* of the present case */
	uint8_t answer[ROOM];
	size_t size;
} test;

static struct ndctl_ctx ctx;
static struct ndctl_bus bus = { .ctx = &ctx };
static struct ndctl_dimm dimm;

static void die(const char *what)
{
	fprintf(stderr, "answers: %s: %s\n", test.name, what);
	exit(2);
}

static FILE *open_file(const char *mode)
{
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s.bin", test.directory, test.name);
	file = fopen(path, mode);
	if (!file)
		die(path);
	return file;
}

static void keep_answer(void)
{
	FILE *file = open_file("w");

	if (fwrite(test.answer, 1, test.size, file) != test.size || fclose(file))
		die("cannot be written");
}

static void load_answer(void)
{
	FILE *file = open_file("r");

	test.size = fread(test.answer, 1, sizeof(test.answer), file);
	fclose(file);
}

/* libndctl passes the buffer of the ioctl */
static int submit_to_card(struct ndctl_cmd *cmd)
{
	bool vendor = cmd->type == ND_CMD_VENDOR;
	size_t in, out;

	ndctl_cmd_ocxl_get_sizes(cmd, &in, &out);
	return answers_card_send(test.card, cmd->cmd_buf, (vendor ? 144 : 64) + in + out, vendor);
}

static int submit_to_file(struct ndctl_cmd *cmd)
{
	uint8_t *bytes = (uint8_t *)cmd->cmd_buf;
	struct nd_cmd_pkg package;
	size_t in, out;

	ndctl_cmd_ocxl_get_sizes(cmd, &in, &out);
	load_answer();
	memcpy(&package, bytes, sizeof(package));
	package.nd_fw_size = (uint32_t)test.size;
	memcpy(bytes, &package, sizeof(package));
	memcpy(bytes + sizeof(package) + in, test.answer, test.size < out ? test.size : out);
	return 0;
}

/* in place of libndctl's */
int ndctl_cmd_submit(struct ndctl_cmd *cmd)
{
	cmd->status = test.asks ? submit_to_card(cmd) : submit_to_file(cmd);
	return cmd->dimm->ops->cmd_done(cmd, cmd->status);
}

static void add_number(struct json_object *to, const char *key, uint64_t value)
{
	ocxl_json_add_identifier(to, key, value);
}

static void add_text(struct json_object *to, const char *key, const char *text)
{
	ocxl_json_add(to, key, ocxl_json_new_string(text, strlen(text)));
}

static void show_smart(struct json_object *to, struct ndctl_cmd *cmd)
{
	struct ocxl_smart smart = { 0 };

	ocxl_smart_copy(&smart, cmd);
	ocxl_json_add_fields(to, &ocxl_smart_summary_record, &smart.summary);
	ocxl_smart_release(&smart);
}

static void show_error_log(struct json_object *to, struct ndctl_cmd *cmd)
{
	const struct ocxl_power_on unknown = { 0 };
	struct ocxl_error_log_record record;
	struct ndctl_ocxl_error_log entry;

	if (ndctl_cmd_ocxl_error_log_get(cmd, &entry))
		return;
	ocxl_error_log_fill(&record, &entry, &unknown, true);
	record.read_time = READ_TIME;
	ocxl_json_add_fields(to, &ocxl_error_log_record, &record);
}

static void show_stats(struct json_object *to, struct ndctl_cmd *cmd)
{
	struct ocxl_stats_record record;
	struct ndctl_ocxl_stats stats;

	if (ndctl_cmd_ocxl_stats_get(cmd, &stats))
		return;
	ocxl_stats_fill(&record, &stats);
	ocxl_json_add_fields(to, &ocxl_stats_record, &record);
}

static void show_capabilities(struct json_object *to, struct ndctl_cmd *cmd)
{
	const struct ocxl_dimm fixed = { .envelope = "call" };
	struct ndctl_ocxl_capabilities capabilities;
	struct ocxl_info_record record = { 0 };

	if (ndctl_cmd_ocxl_capabilities_get(cmd, &capabilities))
		return;
	ocxl_info_fill(&record, &fixed, &capabilities);
	ocxl_json_add_fields(to, &ocxl_info_record, &record);
}

static void show_events(struct json_object *to, struct ndctl_cmd *cmd)
{
	struct ocxl_events_record record = { 0 };

	if (ndctl_cmd_ocxl_events_get(cmd, &record.events))
		return;
	ocxl_json_add_fields(to, &ocxl_events_record, &record);
}

static void show_dump_take(struct json_object *to, struct ndctl_cmd *cmd)
{
	struct ndctl_ocxl_dump dump;

	if (ndctl_cmd_ocxl_dump_take_get(cmd, &dump))
		return;
	add_number(to, "state", dump.state);
	add_number(to, "max_size_bytes", dump.max_size_bytes);
}

static void show_dump_read(struct json_object *to, struct ndctl_cmd *cmd)
{
	struct ndctl_ocxl_dump_piece piece;
	struct json_object *bytes;
	uint32_t i;

	if (ndctl_cmd_ocxl_dump_read_get(cmd, &piece))
		return;
	add_number(to, "offset", piece.offset);
	bytes = json_object_new_array();
	for (i = 0; i < piece.length; i++)
		json_object_array_add(bytes, json_object_new_int(piece.data[i]));
	ocxl_json_add(to, "data", bytes);
}

static void show_fw_info(struct json_object *to, struct ndctl_cmd *cmd)
{
	add_number(to, "max_image_bytes", ndctl_cmd_fw_info_get_storage_size(cmd));
	add_number(to, "max_send_bytes", ndctl_cmd_fw_info_get_max_send_len(cmd));
	add_number(to, "query_interval_us", ndctl_cmd_fw_info_get_query_interval(cmd));
	add_number(to, "max_query_time_us", ndctl_cmd_fw_info_get_max_query_time(cmd));
	add_number(to, "running", ndctl_cmd_fw_info_get_run_version(cmd));
	add_number(to, "next", ndctl_cmd_fw_info_get_updated_version(cmd));
}

static void show_fw_start(struct json_object *to, struct ndctl_cmd *cmd)
{
	add_number(to, "context", ndctl_cmd_fw_start_get_context(cmd));
}

static void show_fw_query(struct json_object *to, struct ndctl_cmd *cmd)
{
	add_number(to, "next", ndctl_cmd_fw_fquery_get_fw_rev(cmd));
}

static struct ndctl_cmd *new_first_entry(struct ndctl_dimm *of)
{
	return ndctl_dimm_ocxl_new_error_log(of, 0, false, 64);
}

static struct ndctl_cmd *new_next_entry(struct ndctl_dimm *of)
{
	return ndctl_dimm_ocxl_new_error_log(of, FIRST_CURSOR, true, 0);
}

static struct ndctl_cmd *new_unknown_entry(struct ndctl_dimm *of)
{
	return ndctl_dimm_ocxl_new_error_log(of, UINT64_C(0x8000000000000001), true, 0);
}

static struct ndctl_cmd *new_take(struct ndctl_dimm *of)
{
	return ndctl_dimm_ocxl_new_dump_take(of, true);
}

static struct ndctl_cmd *new_look(struct ndctl_dimm *of)
{
	return ndctl_dimm_ocxl_new_dump_take(of, false);
}

static struct ndctl_cmd *new_read(struct ndctl_dimm *of)
{
	return ndctl_dimm_ocxl_new_dump_read(of, 8, 1000);
}

static struct ndctl_cmd *new_read_end(struct ndctl_dimm *of)
{
	return ndctl_dimm_ocxl_new_dump_read(of, 4096, 4096);
}

/* ndctl has these commands itself; they need the one that has started the update */
static struct ndctl_cmd *update;

static struct ndctl_cmd *new_start(struct ndctl_dimm *of)
{
	ndctl_cmd_unref(update);
	update = ndctl_dimm_cmd_new_fw_start_update(of);
	if (update)
		ndctl_cmd_ref(update);
	return update;
}

static struct ndctl_cmd *new_send(struct ndctl_dimm *of)
{
	static uint8_t image[64] = "V9.99\0\xff";

	return ndctl_dimm_cmd_new_fw_send(update, 0, sizeof(image), image);
}

static struct ndctl_cmd *new_finish(struct ndctl_dimm *of)
{
	return ndctl_dimm_cmd_new_fw_finish(update);
}

static struct ndctl_cmd *new_query(struct ndctl_dimm *of)
{
	return ndctl_dimm_cmd_new_fw_finish_query(update);
}

static struct ndctl_cmd *new_inject(struct ndctl_dimm *of)
{
	struct ndctl_cmd *cmd = ndctl_dimm_cmd_new_smart_inject(of);

	if (cmd && ndctl_cmd_smart_inject_media_temperature(cmd, true, 77 * 16))
		die("no injection");
	return cmd;
}

static struct ndctl_cmd *new_unseen_clear(struct ndctl_dimm *of)
{
	return ndctl_dimm_ocxl_new_clear_conditions(of, NDCTL_OCXL_KEPT_REPLACEMENT_REQUESTED, 0);
}

static struct ndctl_cmd *new_clear(struct ndctl_dimm *of)
{
	return ndctl_dimm_ocxl_new_clear_conditions(of, NDCTL_OCXL_KEPT_REPLACEMENT_REQUESTED, 1);
}

/*
 * A name begins with the command: compare finds its record by that. A case without a scenario
 * continues with the card of the previous one. The bytes of each number differ, so that a swapped
 * byte shows.
 */
static const struct test_case {
	const char *name;
	const char *scenario; /* of a new card */
	struct ndctl_cmd *(*make)(struct ndctl_dimm *of);
	void (*show)(struct json_object *to, struct ndctl_cmd *cmd);
	unsigned int wait_ms; /* before the command */
} cases[] = {
	{ "smart", "", ndctl_dimm_ocxl_new_smart, show_smart },
	{ "smart-wide",
	  "smart 0xC2 current=0x12 threshold=0x34 worst=0x56 flags=0x789A raw=0x0123456789ABCDEF\n"
	  "smart 0xFE current=255 threshold=255 worst=255 flags=0xFFFF raw=0xFFFFFFFFFFFFFFFF",
	  ndctl_dimm_ocxl_new_smart, show_smart },
	{ "smart-most", "smart fill count=255", ndctl_dimm_ocxl_new_smart, show_smart },
	{ "smart-refused", "fault op=smart status=0x51", ndctl_dimm_ocxl_new_smart, show_smart },
	{ "error_log",
	  "error-log type=0 reference_code=0x12345678 id=0x9ABCDEF0 actions=0xE00001 "
	  "seconds=0x01020304 timestamp=0x1122334455667788 "
	  "wwid=0x0123456789ABCDEF:0xFEDCBA9876543210 fw=\\xff\\x00\\x1b\\x22A data=1021\n"
	  "error-log type=4 reference_code=1 id=2 seconds=3 timestamp=4 wwid=5:6 data=0",
	  new_first_entry, show_error_log },
	{ "error_log-next", NULL, new_next_entry, show_error_log },
	{ "error_log-none", "", new_first_entry, show_error_log },
	{ "error_log-unknown", "", new_unknown_entry, show_error_log },
	{ "heartbeat", "", ndctl_dimm_ocxl_new_heartbeat, NULL },
	{ "heartbeat-silent", "fault op=heartbeat timeout", ndctl_dimm_ocxl_new_heartbeat, NULL },
	{ "stats", "", ndctl_dimm_ocxl_new_stats, show_stats },
	{ "stats-wide",
	  "stats frozen\n"
	  "stats reset_count=0x01020304 power_on_uptime=0x05060708\n"
	  "stats host_load_count=0x1112131415161718 host_store_count=0x2122232425262728\n"
	  "stats host_load_duration=0xFFFFFFFFFFFFFFFF host_store_duration=0x3132333435363738\n"
	  "stats media_read_count=3 media_write_count=7\n"
	  "stats media_read_duration=10 media_write_duration=0x4142434445464748\n"
	  "stats cache_read_hit_count=0x0112131415161718 cache_write_hit_count=1\n"
	  "stats fast_write_count=0x8182838485868788",
	  ndctl_dimm_ocxl_new_stats, show_stats },
	{ "capabilities", "", ndctl_dimm_ocxl_new_capabilities, show_capabilities },
	{ "capabilities-wide", "serial 0x8182838485868788\nfw \\x01\\xfeAB\nerror-log type=1",
	  ndctl_dimm_ocxl_new_capabilities, show_capabilities },
	{ "events", "", ndctl_dimm_ocxl_new_events, show_events },
	{ "events-many", "error-log type=1\nsmart 0xC2 raw=99\nfatal hw",
	  ndctl_dimm_ocxl_new_events, show_events },
	{ "error_log-kept", "error-log type=0 reference_code=7 id=8 actions=0x400000 timestamp=9",
	  new_first_entry, show_error_log },
	{ "events-kept", NULL, ndctl_dimm_ocxl_new_events, show_events },
	{ "clear_conditions-unseen", NULL, new_unseen_clear, NULL },
	{ "clear_conditions", NULL, new_clear, NULL },
	{ "request_health", "", ndctl_dimm_ocxl_new_request_health, NULL },
	{ "error_log-health", NULL, new_first_entry, show_error_log, 5 },
	{ "dump_take", "dump size=2000 take-ms=5", new_take, show_dump_take },
	{ "dump_take-ready", NULL, new_look, show_dump_take, 10 },
	{ "dump_read", NULL, new_read, show_dump_read },
	{ "dump_read-end", NULL, new_read_end, show_dump_read },
	{ "dump_release", NULL, ndctl_dimm_ocxl_new_dump_release, NULL },
	{ "fw_info", "fw-update next=\\x81\\x02V9", ndctl_dimm_cmd_new_fw_get_info, show_fw_info },
	{ "fw_start", NULL, new_start, show_fw_start },
	{ "fw_send", NULL, new_send, NULL },
	{ "fw_finish", NULL, new_finish, NULL },
	{ "fw_query", NULL, new_query, show_fw_query, 10 },
	{ "smart_inject", "", new_inject, NULL },
	{ "smart-injected", NULL, ndctl_dimm_ocxl_new_smart, show_smart },
	{ "shutdown", "", ndctl_dimm_ocxl_new_shutdown, NULL },
	{ "heartbeat-stopped", NULL, ndctl_dimm_ocxl_new_heartbeat, NULL },
};

static void print_case(struct ndctl_cmd *cmd, int rc, const struct test_case *from)
{
	struct json_object *line = json_object_new_object();
	struct json_object *record = json_object_new_object();

	add_text(line, "case", from->name);
	add_text(line, "error", rc ? strerror(-rc) : "");
	ocxl_json_add(line, "status", json_object_new_int(ndctl_cmd_ocxl_get_status(cmd)));
	if (from->show)
		from->show(record, cmd);
	ocxl_json_add(line, "record", record);
	puts(json_object_to_json_string_ext(line, JSON_C_TO_STRING_PLAIN));
	json_object_put(line);
}

static void prepare(const struct test_case *from)
{
	if (!test.asks)
		return;
	if (from->scenario) {
		answers_card_free(test.card);
		test.card = answers_card_new();
		answers_card_tell(test.card, from->scenario);
	}
	answers_card_wait(test.card, from->wait_ms);
}

static void run_case(const struct test_case *from)
{
	struct ndctl_cmd *cmd;
	const void *answer;
	int rc;

	test.name = from->name;
	prepare(from);
	cmd = from->make(&dimm);
	if (!cmd)
		die("no command");
	rc = ndctl_cmd_ocxl_submit(&cmd);
	answer = ndctl_cmd_ocxl_get_answer(cmd, &test.size);
	if (answer && test.asks) {
		if (test.size > sizeof(test.answer))
			die("too large");
		memcpy(test.answer, answer, test.size);
		keep_answer();
	}
	print_case(cmd, rc, from);
	ndctl_cmd_unref(cmd);
}

static void run_all(unsigned long envelope)
{
	size_t i;

	dimm = (struct ndctl_dimm) {
		.bus = &bus,
		.ops = ocxl_dimm_ops,
		.cmd_mask = 1UL << envelope,
		.ocxl_driver = envelope == ND_CMD_VENDOR ? &ocxl_vendor_driver : NULL,
		.nfit_dsm_mask = OCXLPMEM_CMD_MASK,
		.dimm_path = (char *)"/nonexistent",
		.health_eventfd = -1,
	};
	for (i = 0; i < ARRAY_SIZE(cases); i++)
		run_case(&cases[i]);
	answers_card_free(test.card);
	test.card = NULL;
}

int main(int argc, char **argv)
{
	if (argc != 3 || (strcmp(argv[1], "ask") && strcmp(argv[1], "read"))) {
		fputs("usage: answers ask|read DIRECTORY\n", stderr);
		return 2;
	}
	test.asks = !strcmp(argv[1], "ask");
	test.directory = argv[2];
	run_all(ND_CMD_CALL);
	if (test.asks)
		run_all(ND_CMD_VENDOR);
	return fflush(stdout) ? 2 : 0;
}

// SPDX-License-Identifier: LGPL-2.1-or-later
/* Which command comes next when evidence or an error log is collected, and what failures mean. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/stat.h>
#include <ccan/array_size/array_size.h>
#include <lib/private.h>
#include <ndctl/libndctl-ocxl.h>
#include "unit.h"
#include "bus-fixture.h"
#include "submit-fixture.h"
#include "ocxl-cmd.h"
#include "ocxl-dimm.h"
#include "ocxl-private.h"

#define PACKAGE sizeof(struct nd_cmd_pkg)

static struct ndctl_dimm dimm;
static char directory[] = "/tmp/test-collect-XXXXXX";

/* an answer of the fake driver: an errno, or a status and the cursor of an entry */
struct step {
	int rc;
	unsigned int status;
	uint64_t cursor;
};

static const struct step *next_step;
static struct {
	unsigned int command[16];
	uint64_t cursor[16];
	bool acknowledged[16];
	unsigned int count;
} sent;

static void write_file(const char *name, const char *text)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/ocxlpmem/%s", directory, name);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void remove_file(const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/ocxlpmem/%s", directory, name);
	/* it may be gone already */
	unlink(path);
}

static void note_request(const struct nd_cmd_pkg *package)
{
	struct ocxlpmem_error_log_req request = { 0 };

	assert_true(sent.count < ARRAY_SIZE(sent.command));
	if (package->nd_size_in >= sizeof(request))
		memcpy(&request, package->nd_payload, sizeof(request));
	sent.command[sent.count] = (unsigned int)package->nd_command;
	sent.cursor[sent.count] = request.cursor;
	sent.acknowledged[sent.count++] = request.flags & OCXLPMEM_ERROR_LOG_ACKNOWLEDGE;
}

static int fake_ioctl(struct ndctl_cmd *cmd)
{
	struct nd_cmd_pkg *package = (struct nd_cmd_pkg *)(void *)cmd->cmd_buf;
	struct ocxlpmem_rsp_header header = { .status = (uint8_t)next_step->status };
	struct ocxlpmem_error_log_rsp entry = { .cursor = next_step->cursor };
	uint8_t *output = package->nd_payload + package->nd_size_in;
	int rc = next_step->rc;

	note_request(package);
	header.count = next_step->cursor != 0;
	memset(output, 0, package->nd_size_out);
	memcpy(output, &header, sizeof(header));
	if (header.count)
		memcpy(output + sizeof(header), &entry, sizeof(entry));
	package->nd_fw_size = sizeof(header) + (header.count ? sizeof(entry) : 0);
	next_step++;
	return rc;
}

static void set_up_dimm(const struct step *steps)
{
	next_step = steps;
	memset(&sent, 0, sizeof(sent));
	write_file("flags", "\n");
	write_file("cmd_mask", "0xfffff\n");
	write_file("serial", "7\n");
	dimm = (struct ndctl_dimm) {
		.bus = &fixture_bus,
		.ops = ocxl_dimm_ops,
		.cmd_family = NVDIMM_FAMILY_OCXL,
		.cmd_mask = 1UL << ND_CMD_CALL,
		.ocxl_cmd_mask = OCXLPMEM_CMD_MASK,
		.dimm_path = directory,
		.health_eventfd = -1,
	};
	fixture_ioctl = fake_ioctl;
}

static void check_sent(unsigned int count, const unsigned int *commands)
{
	assert_int_equal(sent.count, count);
	assert_memory_equal(sent.command, commands, count * sizeof(*commands));
}

static const unsigned int all_commands[] = { OCXLPMEM_CMD_HEARTBEAT, OCXLPMEM_CMD_SMART,
					     OCXLPMEM_CMD_STATS, OCXLPMEM_CMD_CAPABILITIES,
					     OCXLPMEM_CMD_EVENTS };

static struct ndctl_ocxl_collection *collect_evidence(unsigned int begin_ms)
{
	struct ndctl_ocxl_collection *collection;

	assert_int_equal(ndctl_dimm_ocxl_collect(&dimm, begin_ms, &collection), 0);
	assert_non_null(collection);
	return collection;
}

/* HEARTBEAT has no record; the other answers lack theirs, which is a failure of its own */
UNIT_TEST(test_collect_asks_for_all_evidence)
{
	const struct step steps[] = { { 0 }, { 0 }, { .rc = -EBUSY }, { 0 }, { .rc = -EACCES } };
	const struct ndctl_ocxl_evidence *evidence;
	struct ndctl_ocxl_collection *collection;
	struct ndctl_ocxl_capabilities capabilities;
	struct ndctl_ocxl_events events;
	struct ndctl_ocxl_stats stats;
	uint64_t serial;

	set_up_dimm(steps);
	collection = collect_evidence(60000);
	check_sent(5, all_commands);
	evidence = ndctl_ocxl_collection_get_evidence(collection);
	assert_true(evidence->has_flags && evidence->heartbeat.asked && evidence->smart.asked);
	assert_int_equal(evidence->heartbeat.error, 0);
	assert_int_equal(evidence->attribute_count, 0);
	assert_int_equal(evidence->stats.error, -EBUSY);
	assert_int_equal(evidence->stats.status, -1);
	assert_int_equal(ndctl_ocxl_collection_get_serial(collection, &serial), 0);
	assert_int_equal(serial, 7);
	assert_string_equal(ndctl_ocxl_collection_get_card_name(collection), "7");
	assert_int_equal(ndctl_ocxl_collection_get_stats(collection, &stats), -EBUSY);
	assert_int_equal(ndctl_ocxl_collection_get_capabilities(collection, &capabilities),
			 -EPROTO);
	assert_int_equal(ndctl_ocxl_collection_get_events(collection, &events), -EACCES);
	ndctl_ocxl_collection_free(collection);
}

static int answering_ioctl(struct ndctl_cmd *cmd)
{
	struct nd_cmd_pkg *package = (struct nd_cmd_pkg *)(void *)cmd->cmd_buf;
	uint8_t *output = package->nd_payload + package->nd_size_in;
	const uint32_t needed = package->nd_size_out;

	note_request(package);
	memset(output, 0, needed);
	package->nd_fw_size = sizeof(struct ocxlpmem_rsp_header);
	if (package->nd_command == OCXLPMEM_CMD_HEARTBEAT ||
	    package->nd_command == OCXLPMEM_CMD_SMART)
		return 0;
	/* one record, whose first member is 9 */
	output[0] = 1;
	if (package->nd_command == OCXLPMEM_CMD_STATS)
		memcpy(output + sizeof(struct ocxlpmem_rsp_header), &(uint32_t) { 9 }, 4);
	else
		memcpy(output + sizeof(struct ocxlpmem_rsp_header), &(uint64_t) { 9 }, 8);
	package->nd_fw_size = needed;
	return 0;
}

UNIT_TEST(test_collect_keeps_all_records)
{
	struct ndctl_ocxl_collection *collection;
	struct ndctl_ocxl_capabilities capabilities;
	struct ndctl_ocxl_events events;
	struct ndctl_ocxl_stats stats;

	set_up_dimm(NULL);
	fixture_ioctl = answering_ioctl;
	collection = collect_evidence(0);
	assert_int_equal(ndctl_ocxl_collection_get_stats(collection, &stats), 0);
	assert_int_equal(stats.reset_count, 9);
	assert_int_equal(ndctl_ocxl_collection_get_capabilities(collection, &capabilities), 0);
	assert_int_equal(capabilities.cmd_mask, 9);
	assert_int_equal(ndctl_ocxl_collection_get_events(collection, &events), 0);
	assert_int_equal(events.pending, 9);
	assert_string_equal(ndctl_ocxl_collection_get_location(collection)->slot, "");
	ndctl_ocxl_collection_free(collection);
}

static int replacing_ioctl(struct ndctl_cmd *cmd)
{
	write_file("serial", "8\n");
	return fake_ioctl(cmd);
}

static int hiding_ioctl(struct ndctl_cmd *cmd)
{
	remove_file("serial");
	return fake_ioctl(cmd);
}

UNIT_TEST(test_collect_without_the_serial_number)
{
	const struct step steps[10] = { { 0 } };
	struct ndctl_ocxl_collection *collection;
	uint64_t serial;
	unsigned int i;

	set_up_dimm(steps);
	fixture_ioctl = hiding_ioctl;
	/* the file disappears meanwhile; it is not there from the start */
	for (i = 0; i < 2; i++) {
		collection = collect_evidence(0);
		assert_int_equal(ndctl_ocxl_collection_get_serial(collection, &serial), -ENOENT);
		assert_int_equal(serial, 0);
		assert_int_equal(ndctl_ocxl_collection_get_evidence(collection)->serial_error,
				 -ENOENT);
		ndctl_ocxl_collection_free(collection);
	}
}

UNIT_TEST(test_collect_while_the_card_is_replaced)
{
	const struct step steps[10] = { { 0 } };
	struct ndctl_ocxl_collection *collection;
	uint64_t serial;

	set_up_dimm(steps);
	fixture_ioctl = replacing_ioctl;
	assert_int_equal(ndctl_dimm_ocxl_collect(&dimm, 0, &collection), -ESTALE);
	assert_null(collection);
	/* everything is about the new card, whatever libndctl found before */
	collection = collect_evidence(0);
	assert_int_equal(ndctl_ocxl_collection_get_serial(collection, &serial), 0);
	assert_int_equal(serial, 8);
	ndctl_ocxl_collection_free(collection);
}

/* the answers of two cards must not look like those of one */
UNIT_TEST(test_collection_of_two_cards_knows_nothing)
{
	struct ndctl_ocxl_collection *collection;
	struct ndctl_ocxl_stats stats;
	struct ndctl_cmd *cmd;
	uint64_t serial;
	int rc;

	set_up_dimm(NULL);
	fixture_ioctl = answering_ioctl;
	collection = ndctl_dimm_ocxl_collection_new(&dimm);
	while ((rc = ndctl_ocxl_collection_next_cmd(collection, &cmd)) > 0) {
		rc = ndctl_cmd_ocxl_submit(cmd);
		assert_int_equal(ndctl_ocxl_collection_add_answer(collection, cmd, rc), 0);
		ndctl_cmd_unref(cmd);
		write_file("serial", "8\n");
	}
	assert_int_equal(rc, -ESTALE);
	assert_int_equal(ndctl_ocxl_collection_next_cmd(collection, &cmd), -ESTALE);
	assert_int_equal(ndctl_ocxl_judge(ndctl_ocxl_collection_get_evidence(collection), NULL, 0,
					  NULL),
			 NDCTL_OCXL_SEVERITY_UNKNOWN);
	assert_int_equal(ndctl_ocxl_collection_get_serial(collection, &serial), -ESTALE);
	assert_int_equal(ndctl_ocxl_collection_get_stats(collection, &stats), -ESTALE);
	assert_string_equal(ndctl_ocxl_collection_get_card_name(collection), "");
	ndctl_ocxl_collection_free(collection);
}

UNIT_TEST(test_collect_sends_nothing_after_a_time_out)
{
	const struct step steps[] = { { .status = OCXLPMEM_STATUS_TIMEOUT } };
	const struct ndctl_ocxl_evidence *evidence;
	struct ndctl_ocxl_collection *collection;
	struct ndctl_ocxl_stats stats;

	set_up_dimm(steps);
	collection = collect_evidence(0);
	check_sent(1, all_commands);
	evidence = ndctl_ocxl_collection_get_evidence(collection);
	assert_int_equal(evidence->heartbeat.status, OCXLPMEM_STATUS_TIMEOUT);
	assert_false(evidence->smart.asked || evidence->stats.asked);
	assert_int_equal(ndctl_ocxl_collection_get_stats(collection, &stats), -ECANCELED);
	ndctl_ocxl_collection_free(collection);
}

/* a program that no longer waits; an ioctl with the same error says nothing of the card */
UNIT_TEST(test_collect_gets_no_command_after_a_time_out_of_the_program)
{
	struct ndctl_ocxl_collection *collection;
	struct ndctl_cmd *cmd;
	int failed;

	set_up_dimm(NULL);
	for (failed = 0; failed < 2; failed++) {
		collection = ndctl_dimm_ocxl_collection_new(&dimm);
		assert_int_equal(ndctl_ocxl_collection_next_cmd(collection, &cmd), 1);
		assert_int_equal(ndctl_ocxl_collection_add_answer(collection, failed ? cmd : NULL,
								  -ETIMEDOUT),
				 0);
		ndctl_cmd_unref(cmd);
		assert_int_equal(ndctl_ocxl_collection_next_cmd(collection, &cmd), failed);
		ndctl_cmd_unref(cmd);
		ndctl_ocxl_collection_free(collection);
	}
}

/* an error says that it may be gone since its flags were read, so they are read again */
UNIT_TEST(test_collect_sends_nothing_to_a_card_that_is_gone)
{
	struct ndctl_ocxl_collection *collection;
	struct ndctl_cmd *cmd;

	set_up_dimm(NULL);
	collection = ndctl_dimm_ocxl_collection_new(&dimm);
	assert_int_equal(ndctl_ocxl_collection_next_cmd(collection, &cmd), 1);
	assert_int_equal(ocxl_cmd_get_state(cmd)->request.command, OCXLPMEM_CMD_HEARTBEAT);
	write_file("flags", "gone\n");
	assert_int_equal(ndctl_ocxl_collection_add_answer(collection, cmd, -ENODEV), 0);
	ndctl_cmd_unref(cmd);
	assert_true(ndctl_ocxl_collection_get_evidence(collection)->flags & NDCTL_OCXL_FLAG_GONE);
	ndctl_ocxl_collection_free(collection);
	collection = collect_evidence(0);
	assert_int_equal(sent.count, 0);
	ndctl_ocxl_collection_free(collection);
}

/* whichever command finds no card */
UNIT_TEST(test_collect_ends_when_a_card_disappears)
{
	struct ndctl_ocxl_collection *collection;
	struct ndctl_cmd *cmd;
	size_t gone_at, i;

	for (gone_at = 0; gone_at < ARRAY_SIZE(all_commands); gone_at++) {
		set_up_dimm(NULL);
		collection = ndctl_dimm_ocxl_collection_new(&dimm);
		for (i = 0; i <= gone_at; i++) {
			assert_int_equal(ndctl_ocxl_collection_next_cmd(collection, &cmd), 1);
			if (i == gone_at)
				write_file("flags", "gone\n");
			assert_int_equal(ndctl_ocxl_collection_add_answer(
						 collection, cmd, i == gone_at ? -ENXIO : -EBUSY),
					 0);
			ndctl_cmd_unref(cmd);
		}
		assert_int_equal(ndctl_ocxl_collection_next_cmd(collection, &cmd), 0);
		assert_true(ndctl_ocxl_collection_get_evidence(collection)->flags &
			    NDCTL_OCXL_FLAG_GONE);
		ndctl_ocxl_collection_free(collection);
	}
}

/* an answer without a request, or without a command, is no evidence of an answer */
UNIT_TEST(test_collect_wrong_answers)
{
	struct ndctl_ocxl_collection *collection;
	const struct ndctl_ocxl_evidence *evidence;
	struct ndctl_cmd *cmd, *other, *same;

	set_up_dimm(NULL);
	collection = ndctl_dimm_ocxl_collection_new(&dimm);
	evidence = ndctl_ocxl_collection_get_evidence(collection);
	other = ndctl_dimm_ocxl_cmd_new_dump_state(&dimm);
	same = ndctl_dimm_ocxl_cmd_new_heartbeat(&dimm);
	assert_int_equal(ndctl_ocxl_collection_add_answer(collection, NULL, -EIO), -EINVAL);
	assert_int_equal(ndctl_ocxl_collection_add_answer(collection, other, -EIO), -EINVAL);
	assert_int_equal(ndctl_ocxl_collection_next_cmd(collection, &cmd), 1);
	assert_int_equal(ndctl_ocxl_collection_add_answer(collection, other, -EIO), -EINVAL);
	assert_int_equal(ndctl_ocxl_collection_add_answer(collection, same, -EIO), -EINVAL);
	/* not submitted */
	assert_int_equal(ndctl_ocxl_collection_add_answer(collection, cmd, 0), -EINVAL);
	assert_int_equal(ndctl_ocxl_collection_add_answer(collection, NULL, 0), -EINVAL);
	assert_int_equal(ndctl_ocxl_collection_add_answer(collection, cmd, 1), -EINVAL);
	assert_false(evidence->heartbeat.asked || evidence->smart.asked || evidence->stats.asked);
	assert_int_equal(ndctl_ocxl_collection_add_answer(collection, cmd, -EIO), 0);
	assert_int_equal(ndctl_ocxl_collection_add_answer(collection, cmd, -EIO), -EINVAL);
	assert_true(evidence->heartbeat.asked);
	assert_int_equal(evidence->heartbeat.error, -EIO);
	ndctl_cmd_unref(cmd);
	/* forgotten */
	assert_int_equal(ndctl_ocxl_collection_next_cmd(collection, &cmd), 1);
	ndctl_cmd_unref(cmd);
	assert_int_equal(ndctl_ocxl_collection_next_cmd(collection, &cmd), 1);
	ndctl_cmd_unref(cmd);
	assert_int_equal(evidence->smart.error, -ECANCELED);
	ndctl_cmd_unref(other);
	ndctl_cmd_unref(same);
	ndctl_ocxl_collection_free(collection);
}

UNIT_TEST(test_collect_interrupted_and_missing_commands)
{
	const struct step steps[] = { { .rc = -EINTR }, { .rc = -EINTR }, { 0 } };
	const struct ndctl_ocxl_evidence *evidence;
	struct ndctl_ocxl_collection *collection;
	struct ndctl_ocxl_events events;

	set_up_dimm(steps);
	dimm.ocxl_cmd_mask = 1ULL << OCXLPMEM_CMD_SMART;
	collection = collect_evidence(0);
	assert_int_equal(sent.count, 3);
	evidence = ndctl_ocxl_collection_get_evidence(collection);
	assert_int_equal(evidence->heartbeat.error, -ENOTTY);
	assert_int_equal(evidence->smart.error, 0);
	assert_int_equal(evidence->stats.error, -ENOTTY);
	assert_int_equal(ndctl_ocxl_collection_get_events(collection, &events), -ENOTTY);
	ndctl_ocxl_collection_free(collection);
}

static int slow_ioctl(struct ndctl_cmd *cmd)
{
	usleep(3000);
	return fake_ioctl(cmd);
}

UNIT_TEST(test_collect_without_time)
{
	const struct step steps[] = { { 0 } };
	const struct ndctl_ocxl_evidence *evidence;
	struct ndctl_ocxl_collection *collection;

	set_up_dimm(steps);
	fixture_ioctl = slow_ioctl;
	collection = collect_evidence(1);
	assert_true(sent.count <= 1);
	evidence = ndctl_ocxl_collection_get_evidence(collection);
	assert_true(evidence->smart.asked);
	assert_int_equal(evidence->smart.error, -ECANCELED);
	assert_int_equal(evidence->stats.error, -ECANCELED);
	ndctl_ocxl_collection_free(collection);
}

UNIT_TEST(test_collect_refuses_other_dimms)
{
	struct ndctl_ocxl_collection *collection;

	assert_int_equal(ndctl_dimm_ocxl_collect(NULL, 0, &collection), -ENODEV);
	assert_null(collection);
	assert_null(ndctl_dimm_ocxl_error_log_reader_new(NULL));
	assert_int_equal(errno, ENODEV);
}

/* of a constructor that failed */
UNIT_TEST(test_collect_without_an_object)
{
	struct ndctl_ocxl_error_log entry;
	struct ndctl_ocxl_events events;
	struct ndctl_cmd *cmd;
	uint64_t serial;

	assert_int_equal(ndctl_ocxl_collection_next_cmd(NULL, &cmd), -EINVAL);
	assert_null(cmd);
	assert_int_equal(ndctl_ocxl_collection_add_answer(NULL, NULL, -EIO), -EINVAL);
	assert_int_equal(ndctl_ocxl_judge(ndctl_ocxl_collection_get_evidence(NULL), NULL, 0, NULL),
			 NDCTL_OCXL_SEVERITY_UNKNOWN);
	assert_int_equal(ndctl_ocxl_collection_get_serial(NULL, &serial), -EINVAL);
	assert_int_equal(serial, 0);
	assert_null(ndctl_ocxl_collection_get_card_name(NULL));
	assert_null(ndctl_ocxl_collection_get_location(NULL));
	assert_int_equal(ndctl_ocxl_collection_get_events(NULL, &events), -EINVAL);
	assert_int_equal(ndctl_ocxl_error_log_reader_next(NULL, true, &entry), -EINVAL);
	assert_int_equal(ndctl_ocxl_error_log_reader_next_cmd(NULL, true, &cmd), -EINVAL);
	assert_int_equal(ndctl_ocxl_error_log_reader_add_answer(NULL, NULL, 0, &entry), -EINVAL);
	assert_null(ndctl_dimm_ocxl_cmd_new_clear_conditions(NULL, 1, NULL));
	assert_int_equal(errno, ENODEV);
	assert_int_equal(ndctl_ocxl_count_missing_dimms(NULL), -EINVAL);
	set_up_dimm(NULL);
	assert_null(ndctl_dimm_ocxl_cmd_new_clear_conditions(&dimm, 1, NULL));
	assert_int_equal(errno, EINVAL);
}

/* a command whose answer was not added is no reason for "ok" */
UNIT_TEST(test_collect_forgotten_commands)
{
	struct ndctl_ocxl_collection *collection;
	const struct ndctl_ocxl_evidence *evidence;
	struct ndctl_cmd *cmd;

	set_up_dimm(NULL);
	collection = ndctl_dimm_ocxl_collection_new(&dimm);
	evidence = ndctl_ocxl_collection_get_evidence(collection);
	while (ndctl_ocxl_collection_next_cmd(collection, &cmd) > 0)
		ndctl_cmd_unref(cmd);
	assert_int_equal(evidence->heartbeat.error, -ECANCELED);
	assert_int_equal(evidence->smart.error, -ECANCELED);
	assert_int_equal(evidence->stats.error, -ECANCELED);
	ndctl_ocxl_collection_free(collection);
}

UNIT_TEST(test_reader_reads_the_serial_number)
{
	const struct step steps[] = { { .cursor = 5 }, { .cursor = 5 } };
	struct ndctl_ocxl_error_log_reader *reader;
	struct ndctl_ocxl_error_log entry;

	set_up_dimm(steps);
	reader = ndctl_dimm_ocxl_error_log_reader_new(&dimm);
	assert_int_equal(ndctl_ocxl_error_log_reader_next(reader, true, &entry), 1);
	assert_int_equal(entry.serial, 7);
	ndctl_ocxl_error_log_reader_free(reader);
	/* entries without their card are better than none */
	write_file("serial", "strange\n");
	reader = ndctl_dimm_ocxl_error_log_reader_new(&dimm);
	assert_int_equal(ndctl_ocxl_error_log_reader_next(reader, true, &entry), 1);
	assert_int_equal(entry.serial, 0);
	ndctl_ocxl_error_log_reader_free(reader);
}

/* an entry that the reader has not returned must not be acknowledged by it */
UNIT_TEST(test_reader_refuses_other_answers)
{
	const struct step steps[] = { { .cursor = 6 }, { .cursor = 5 } };
	struct ndctl_ocxl_error_log_reader *reader;
	struct ndctl_ocxl_error_log entry;
	struct ndctl_cmd *cmd, *other;

	set_up_dimm(steps);
	reader = ndctl_dimm_ocxl_error_log_reader_new(&dimm);
	other = ndctl_dimm_ocxl_cmd_new_error_log(&dimm, 5, false, 0);
	assert_int_equal(ndctl_cmd_ocxl_submit(other), 0);
	assert_int_equal(ndctl_ocxl_error_log_reader_add_answer(reader, other, 0, &entry), -EINVAL);
	assert_int_equal(ndctl_ocxl_error_log_reader_next_cmd(reader, false, &cmd), 1);
	assert_int_equal(ndctl_ocxl_error_log_reader_add_answer(reader, other, 0, &entry), -EINVAL);
	assert_int_equal(ndctl_ocxl_error_log_reader_add_answer(reader, cmd, 0, &entry), -EINVAL);
	assert_int_equal(ndctl_ocxl_error_log_reader_add_answer(reader, NULL, 1, &entry), -EINVAL);
	assert_int_equal(ndctl_cmd_ocxl_submit(cmd), 0);
	assert_int_equal(ndctl_ocxl_error_log_reader_add_answer(reader, cmd, 0, &entry), 1);
	assert_int_equal(entry.cursor, 5);
	ndctl_cmd_unref(cmd);
	ndctl_cmd_unref(other);
	ndctl_ocxl_error_log_reader_free(reader);
}

/* what a reader of the log returns, call by call, and then asks for */
static void check_log(const struct step *steps, uint64_t cursor, const int *results, size_t count)
{
	struct ndctl_ocxl_error_log_reader *reader;
	struct ndctl_ocxl_error_log entry;
	size_t i;

	set_up_dimm(steps);
	reader = ocxl_error_log_reader_new(&dimm, cursor, 7);
	for (i = 0; i < count; i++)
		assert_int_equal(ndctl_ocxl_error_log_reader_next(reader, true, &entry),
				 results[i]);
	ndctl_ocxl_error_log_reader_free(reader);
}

UNIT_TEST(test_log_acknowledges_what_was_stored)
{
	const struct step steps[] = { { .cursor = 5 },
				      { .rc = -EINTR },
				      { .status = OCXLPMEM_STATUS_NOT_READY },
				      { .cursor = 6 },
				      { 0 } };
	const int results[] = { 1, -EINTR, -EAGAIN, 1, 0 };
	const uint64_t cursors[] = { 0, 5, 5, 5, 6 };
	unsigned int i;

	check_log(steps, 0, results, ARRAY_SIZE(results));
	assert_memory_equal(sent.cursor, cursors, sizeof(cursors));
	for (i = 0; i < ARRAY_SIZE(cursors); i++)
		assert_int_equal(sent.acknowledged[i], i > 0);
}

UNIT_TEST(test_log_of_a_driver_that_was_bound_anew)
{
	const struct step steps[] = { { .status = OCXLPMEM_STATUS_NO_ENTRY }, { .cursor = 3 } };
	const int results[] = { 1 };

	check_log(steps, 9, results, 1);
	assert_int_equal(sent.cursor[0], 9);
	assert_int_equal(sent.cursor[1], 0);
	assert_false(sent.acknowledged[1]);
}

/* the card is replaced before each call: @sent_count requests; @serial: NULL: no file */
static void check_other_card(uint64_t cursor, const char *serial, int expected,
			     unsigned int sent_count)
{
	const struct step steps[] = { { .cursor = 10 }, { .cursor = 11 } };
	struct ndctl_ocxl_error_log_reader *reader;
	struct ndctl_ocxl_error_log entry;
	unsigned int i;

	set_up_dimm(steps);
	reader = ocxl_error_log_reader_new(&dimm, cursor, 7);
	if (serial)
		write_file("serial", serial);
	else
		remove_file("serial");
	for (i = 0; i < 2; i++)
		assert_int_equal(ndctl_ocxl_error_log_reader_next(reader, true, &entry), expected);
	assert_int_equal(sent.count, sent_count);
	for (i = 0; i < sent_count; i++)
		assert_false(sent.acknowledged[i]);
	ndctl_ocxl_error_log_reader_free(reader);
}

UNIT_TEST(test_log_of_another_card)
{
	check_other_card(0, "8\n", -ESTALE, 1);
	/* nothing is acknowledged */
	check_other_card(9, "8\n", -ESTALE, 0);
	check_other_card(0, "", -EBADMSG, 2);
	check_other_card(9, "", -EBADMSG, 0);
	/* not the end of the log, which is the same errno */
	check_other_card(0, NULL, -ENOENT, 2);
	check_other_card(9, NULL, -ENOENT, 0);
}

/* a driver that fails with the errors of the reader itself is not asked again without end */
UNIT_TEST(test_log_of_a_driver_with_strange_errors)
{
	const struct step steps[] = { { .rc = -ERESTART }, { .rc = -ESTALE }, { .cursor = 10 } };
	const int results[] = { -EIO, -EIO, 1 };

	check_log(steps, 9, results, ARRAY_SIZE(results));
	assert_int_equal(sent.cursor[2], 9);
}

UNIT_TEST(test_log_whose_cursors_do_not_grow)
{
	const struct step steps[] = { { .cursor = 5 }, { .cursor = 5 } };
	const int results[] = { 1, -EPROTO };

	check_log(steps, 0, results, ARRAY_SIZE(results));
}

/* a driver that refuses each acknowledgement */
UNIT_TEST(test_log_without_progress)
{
	const struct step refused = { .status = OCXLPMEM_STATUS_NO_ENTRY }, same = { .cursor = 5 };
	const struct step steps[] = { same, refused, same, refused, same, refused, same, refused };
	const int results[] = { 1, 1, 1, 1, -EPROTO };

	check_log(steps, 0, results, ARRAY_SIZE(results));
	assert_int_equal(sent.count, ARRAY_SIZE(steps));
}

/* each restart of a driver that is bound anew all the time gives new entries */
UNIT_TEST(test_log_with_progress_between_restarts)
{
	const struct step refused = { .status = OCXLPMEM_STATUS_NO_ENTRY };
	const struct step steps[] = { { .cursor = 1 }, { .cursor = 2 }, refused,
				      { .cursor = 1 }, { .cursor = 2 }, refused,
				      { .cursor = 1 }, { .cursor = 2 }, refused,
				      { .cursor = 1 }, { .cursor = 2 }, refused,
				      { .cursor = 1 } };
	const int results[] = { 1, 1, 1, 1, 1, 1, 1, 1, 1 };

	check_log(steps, 0, results, ARRAY_SIZE(results));
}

UNIT_TEST(test_log_first_cursor_is_unknown)
{
	const struct step steps[] = { { .status = OCXLPMEM_STATUS_NO_ENTRY },
				      { .status = OCXLPMEM_STATUS_NO_ENTRY } };
	const int results[] = { -ENOENT };

	check_log(steps, 9, results, 1);
	assert_int_equal(sent.count, 2);
}

static void __attribute__((constructor)) make_directory(void)
{
	char path[64];

	if (!mkdtemp(directory))
		exit(1);
	snprintf(path, sizeof(path), "%s/ocxlpmem", directory);
	mkdir(path, 0700);
}

static void __attribute__((destructor)) remove_directory(void)
{
	static const char *const names[] = { "/ocxlpmem/flags", "/ocxlpmem/cmd_mask",
					     "/ocxlpmem/serial" };
	char path[128];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		snprintf(path, sizeof(path), "%s%s", directory, names[i]);
		unlink(path);
	}
	snprintf(path, sizeof(path), "%s/ocxlpmem", directory);
	rmdir(path);
	rmdir(directory);
}

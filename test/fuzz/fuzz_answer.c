// SPDX-License-Identifier: GPL-2.0-only
/*
 * The library, used from outside: a DIMM with sysfs files of any content, and a driver that answers
 * anything. Commands of the public API and of stock ndctl's operations are made, submitted, read
 * with every getter, and used to make other commands. Or evidence and the error log are collected.
 *
 * 	kind of the DIMM, its files or its masks; then, for each command: which, parameters,
 * 	answers; or: order of the collection, its answers, cursor, serial number, answers of the
 * 	error log
 */
#include "hostile-driver.h"
#include "ocxl-ops.h"
#include "ocxl-private.h"

#define COMMANDS_MAX 8
#define ENTRIES_MAX  8
/* in the byte that chooses a command */
#define STOCK	     0x80

/* ---- commands ---- */

/* The image is freed after the command was made. */
static struct ndctl_cmd *new_send(struct ndctl_cmd *start, uint64_t number)
{
	uint32_t offset = (uint32_t)number, length = (uint32_t)(number >> 32) % 130;
	struct ocxl_request request;
	struct ndctl_cmd *cmd;
	uint8_t *image;

	/* as large as an answer may be, or larger; no envelope has room for it */
	if (number >> 61 == 7)
		length = OCXLPMEM_ANSWER_MAX + (length & 8);
	image = calloc(1, length + 1);
	FUZZ_CHECK(image);
	memset(image, (int)number, length);
	if (start)
		cmd = dimm.ops->new_fw_send(start, offset, length, image);
	else
		cmd = ocxl_cmd_new_built(&dimm,
					 ocxl_build_fw_send(&request, (uint32_t)number, offset,
							    image, length),
					 &request);
	free(image);
	return cmd;
}

static struct ndctl_cmd *new_injection(uint64_t number)
{
	const struct ocxlpmem_smart_inject_req injection = {
		.attribute = (uint8_t)number,
		.flags = (uint8_t)(number >> 8),
		.threshold = (uint8_t)(number >> 16),
		.current_value = (uint8_t)(number >> 24),
		.raw = number,
	};
	struct ocxl_request request;

	ocxl_build_smart_inject(&request, &injection);
	return ocxl_cmd_new(&dimm, &request);
}

static struct ndctl_cmd *new_finish(uint64_t number)
{
	struct ocxl_request request;

	ocxl_build_fw_finish(&request, (uint32_t)number, number >> 63);
	return ocxl_cmd_new(&dimm, &request);
}

static struct ndctl_cmd *new_query(uint64_t number)
{
	struct ocxl_request request;

	ocxl_build_fw_query(&request, (uint32_t)number);
	return ocxl_cmd_new(&dimm, &request);
}

/* Commands that stock ndctl has itself. */
static struct ndctl_cmd *new_stock_command(uint8_t which)
{
	switch (which % 5) {
	case 0:
		return ndctl_dimm_cmd_new_smart_threshold(&dimm);
	case 1:
		return ndctl_dimm_cmd_new_smart_inject(&dimm);
	case 2:
		return ndctl_dimm_cmd_new_smart(&dimm);
	case 3:
		return ndctl_dimm_cmd_new_fw_get_info(&dimm);
	default:
		return ndctl_dimm_cmd_new_fw_start_update(&dimm);
	}
}

/* A number of a command, or of a command of stock ndctl. @number gives its parameters. */
static struct ndctl_cmd *new_command(uint8_t which, uint64_t number)
{
	uint8_t command = which % OCXLPMEM_CMD_END;
	struct ocxl_request request;

	if (which & STOCK)
		return new_stock_command(which & ~STOCK);
	switch (command) {
	case OCXLPMEM_CMD_ERROR_LOG:
		return ndctl_dimm_ocxl_cmd_new_error_log(
			&dimm, number, number >> 63,
			number >> 61 == 7 ? SIZE_MAX : (size_t)(number >> 40 & 0xffff));
	case OCXLPMEM_CMD_SMART_INJECT:
		return new_injection(number);
	case OCXLPMEM_CMD_DUMP_TAKE:
		return number & 1 ? ndctl_dimm_ocxl_cmd_new_dump_take(&dimm)
				  : ndctl_dimm_ocxl_cmd_new_dump_state(&dimm);
	case OCXLPMEM_CMD_DUMP_READ:
		return ndctl_dimm_ocxl_cmd_new_dump_read(&dimm, number & 0x1ffffffff,
							 (uint32_t)(number >> 33));
	case OCXLPMEM_CMD_FW_SEND:
		return new_send(NULL, number);
	case OCXLPMEM_CMD_FW_FINISH:
		return new_finish(number);
	case OCXLPMEM_CMD_FW_QUERY:
		return new_query(number);
	case OCXLPMEM_CMD_CLEAR_CONDITIONS:
		return ndctl_dimm_ocxl_cmd_new_clear_conditions(
			&dimm, number & 7,
			&(struct ndctl_ocxl_events) { .other_entries = number >> 3 });
	default:
		/* a command with input needs a case */
		FUZZ_CHECK(!ndctl_ocxl_command_name(command) ||
			   !ocxl_build_plain(&request, command));
		return ocxl_cmd_new_plain(&dimm, command);
	}
}

/* Commands that stock ndctl makes from an answered command. */
static struct ndctl_cmd *new_child(struct ndctl_cmd *parent, uint8_t which, uint64_t number)
{
	switch (which % 6) {
	case 0:
		return new_send(parent, number);
	case 1:
		return ndctl_dimm_cmd_new_fw_finish(parent);
	case 2:
		return ndctl_dimm_cmd_new_fw_abort(parent);
	case 3:
		return ndctl_dimm_cmd_new_fw_finish_query(parent);
	case 4:
		return ndctl_dimm_cmd_new_smart_set_threshold(parent);
	default:
		return NULL;
	}
}

/* Setters of an injection; other commands refuse them. */
static void call_setter(struct ndctl_cmd *cmd, uint64_t number)
{
	bool ours = ocxl_cmd_get_state(cmd) &&
		    ocxl_cmd_get_state(cmd)->request.command == OCXLPMEM_CMD_SMART_INJECT;
	unsigned int value = (unsigned int)(number >> 8) & 0xffff;
	int rc;

	switch (number % 8) {
	case 0:
		rc = ndctl_cmd_smart_inject_media_temperature(cmd, number >> 63, value);
		break;
	case 1:
		rc = ndctl_cmd_smart_inject_fatal(cmd, number >> 63);
		break;
	case 2:
		rc = ndctl_cmd_smart_inject_unsafe_shutdown(cmd, number >> 63);
		break;
	case 3:
		rc = ndctl_cmd_smart_inject_spares(cmd, number >> 63, value);
		break;
	case 4:
		rc = ndctl_cmd_smart_threshold_set_media_temperature(cmd, value);
		break;
	case 5:
		rc = ndctl_cmd_smart_threshold_set_alarm_control(cmd, value);
		break;
	case 6:
		rc = ndctl_cmd_smart_threshold_set_spares(cmd, value);
		break;
	default:
		return;
	}
	FUZZ_CHECK(ours || rc == -EINVAL || rc == -ERANGE || rc == -EOPNOTSUPP);
}

/*
 * Makes a command, changes it, reads it before it is submitted, submits it twice, reads it. The
 * caller releases it.
 */
static struct ndctl_cmd *use_command(struct ndctl_cmd *cmd, uint64_t number)
{
	int rc;

	if (!cmd)
		return NULL;
	FUZZ_CHECK(ocxl_cmd_get_state(cmd) && ndctl_cmd_ocxl_get_status(cmd) == -1);
	call_setter(cmd, number);
	call_setter(cmd, number >> 4);
	read_all(cmd);
	submissions = 0;
	rc = ndctl_cmd_ocxl_submit(cmd);
	FUZZ_CHECK(rc != 0 || ndctl_cmd_ocxl_get_status(cmd) == 0);
	read_all(cmd);
	submissions = 0;
	/* again, over the rest of the first answer */
	if (number >> 62 & 1)
		ndctl_cmd_ocxl_submit(cmd);
	read_all(cmd);
	return cmd;
}

/* A label command of the same DIMM is not ours; getters refuse it. */
static void use_other(void)
{
	struct ndctl_cmd *cmd = ndctl_dimm_cmd_new_cfg_size(&dimm), *none = NULL;
	struct ndctl_ocxl_stats stats;
	size_t in, out;

	FUZZ_CHECK(ndctl_cmd_ocxl_submit(none) == -EINVAL && !ocxl_cmd_get_state(NULL));
	if (!cmd)
		return;
	FUZZ_CHECK(!ocxl_cmd_get_state(cmd) && ndctl_cmd_ocxl_submit(cmd) == -EINVAL);
	FUZZ_CHECK(ndctl_cmd_ocxl_get_status(cmd) == -1 && ocxl_cmd_get_fw_size(cmd) == 0);
	FUZZ_CHECK(!ocxl_cmd_get_output(cmd, &out) && out == 0);
	ocxl_cmd_get_sizes(cmd, &in, &out);
	FUZZ_CHECK(in == 0 && out == 0 && !ocxl_cmd_get_state(cmd));
	FUZZ_CHECK(ndctl_cmd_ocxl_get_stats(cmd, &stats) == -EINVAL);
	FUZZ_CHECK(dimm.ops->xlat_firmware_status(cmd) == 0);
	FUZZ_CHECK(ndctl_cmd_smart_get_health(cmd) == UINT_MAX);
	ndctl_cmd_unref(cmd);
}

/* Without a node no command is sent. */
static void use_without_node(void)
{
	struct ndctl_cmd *cmd = ndctl_dimm_ocxl_cmd_new_heartbeat(&dimm);

	if (!cmd)
		return;
	replaces_submit = false;
	FUZZ_CHECK(ndctl_cmd_ocxl_submit(cmd) == -ENOENT);
	replaces_submit = true;
	FUZZ_CHECK(ndctl_cmd_ocxl_get_status(cmd) == -1);
	ndctl_cmd_unref(cmd);
}

static void use_dimm(void)
{
	struct ndctl_cmd *cmd, *child;
	unsigned int commands;

	use_other();
	use_without_node();
	FUZZ_CHECK((ndctl_dimm_fw_update_supported(&dimm) == 0) ==
		   ((ocxl_dimm_get_cmd_mask(&dimm) >> OCXLPMEM_CMD_FW_INFO & 0x1f) == 0x1f));
	FUZZ_CHECK((ndctl_dimm_smart_inject_supported(&dimm) > 0) ==
		   ocxl_dimm_has_command(&dimm, OCXLPMEM_CMD_SMART_INJECT));
	for (commands = 0; commands < COMMANDS_MAX && input.remaining > 0; commands++) {
		uint8_t which = (uint8_t)fuzz_number(&input, 1);
		uint64_t number = fuzz_number(&input, 8);

		dimm.ops->cmd_is_supported(&dimm, (int8_t)which);
		cmd = use_command(new_command(which, number), number);
		if (!cmd)
			continue;
		child = use_command(new_child(cmd, (uint8_t)fuzz_number(&input, 1), number),
				    number);
		if (child)
			ndctl_cmd_unref(child);
		ndctl_cmd_unref(cmd);
	}
}

/* ---- evidence and the error log ---- */

/* a blocked command says nothing about the card */
static bool has_failed(const struct ndctl_ocxl_outcome *outcome)
{
	return outcome->error && outcome->status != OCXLPMEM_STATUS_BLOCKED;
}

/* Evidence can be judged, and gives a sentence for each condition. A failure gives a condition. */
static void check_evidence(const struct ndctl_ocxl_evidence *evidence)
{
	struct ndctl_ocxl_condition conditions[NDCTL_OCXL_CONDITIONS_MAX];
	enum ndctl_ocxl_severity severity;
	size_t i, count;

	severity = ndctl_ocxl_judge(evidence, conditions, ARRAY_SIZE(conditions), &count);
	FUZZ_CHECK(severity == (count ? conditions[0].severity : NDCTL_OCXL_SEVERITY_OK));
	FUZZ_CHECK(evidence->attribute_count <= OCXLPMEM_SMART_ATTRIBUTES_MAX);
	for (i = 0; i < count; i++) {
		FUZZ_CHECK(ndctl_ocxl_condition_message(&conditions[i], NULL, 0) > 0);
		FUZZ_CHECK(ndctl_ocxl_condition_action(&conditions[i], "nmem0", NULL, 0) > 0);
	}
	if (ocxl_evidence_has_failed(evidence->flags_error) ||
	    ocxl_evidence_has_failed(evidence->cmd_mask_error) || evidence->serial_error ||
	    has_failed(&evidence->smart) ||
	    (!evidence->old_driver && has_failed(&evidence->heartbeat)))
		FUZZ_CHECK(count > 0);
}

/*
 * The collection neither loses nor invents an error, but that of an answer to STATS without a
 * record.
 */
static void check_outcome(const struct ndctl_ocxl_evidence *evidence, unsigned int command, int rc)
{
	const struct ndctl_ocxl_outcome *outcome = &evidence->stats;

	if (command == OCXLPMEM_CMD_HEARTBEAT)
		outcome = &evidence->heartbeat;
	if (command == OCXLPMEM_CMD_SMART)
		outcome = &evidence->smart;
	FUZZ_CHECK(outcome->asked);
	FUZZ_CHECK(outcome->error == rc || (command == OCXLPMEM_CMD_STATS && rc == 0));
}

static void collect_at_once(bool has_timeout)
{
	struct ndctl_ocxl_collection *collection;
	int rc;

	submissions = 0;
	submissions_max = 5 * SUBMISSIONS_MAX;
	rc = ndctl_dimm_ocxl_collect(&dimm, has_timeout ? UINT_MAX : 0, &collection);
	submissions_max = SUBMISSIONS_MAX;
	FUZZ_CHECK(!rc && collection);
	check_evidence(ndctl_ocxl_collection_get_evidence(collection));
	ndctl_ocxl_collection_free(collection);
}

/* A caller that does not wait for each command. */
static void collect_in_steps(void)
{
	struct ndctl_ocxl_collection *collection = ndctl_dimm_ocxl_collection_new(&dimm);
	const struct ndctl_ocxl_evidence *evidence;
	unsigned int command, commands = 0;
	struct ndctl_cmd *cmd;
	int rc;

	FUZZ_CHECK(collection);
	evidence = ndctl_ocxl_collection_get_evidence(collection);
	while ((rc = ndctl_ocxl_collection_next_cmd(collection, &cmd)) > 0) {
		FUZZ_CHECK(++commands <= 5);
		submissions = 0;
		command = ocxl_cmd_get_state(cmd)->request.command;
		rc = ndctl_cmd_ocxl_submit(cmd);
		if (fuzz_number(&input, 1) % 4 == 3) {
			ndctl_cmd_unref(cmd);
			cmd = NULL;
			rc = -ETIMEDOUT;
		}
		ndctl_ocxl_collection_add_answer(collection, cmd, rc);
		ndctl_ocxl_collection_add_answer(collection, NULL, -EIO);
		ndctl_cmd_unref(cmd);
		if (command <= OCXLPMEM_CMD_STATS)
			check_outcome(evidence, command, rc);
		check_evidence(evidence);
	}
	FUZZ_CHECK(!rc && !ndctl_ocxl_collection_next_cmd(collection, &cmd) && !cmd);
	ndctl_ocxl_collection_free(collection);
}

static void read_log(void)
{
	uint64_t cursor = fuzz_number(&input, 2), serial = fuzz_number(&input, 1);
	struct ndctl_ocxl_error_log_reader *reader =
		ocxl_error_log_reader_new(&dimm, cursor, serial);
	struct ndctl_ocxl_error_log entry;
	unsigned int entries;
	int rc = 1;

	FUZZ_CHECK(reader);
	/* of an unknown cursor, and from the start */
	submissions_max = 2 * SUBMISSIONS_MAX;
	for (entries = 0; rc == 1 && entries < ENTRIES_MAX; entries++) {
		submissions = 0;
		rc = ndctl_ocxl_error_log_reader_next(reader, entries % 2, &entry);
		FUZZ_CHECK(rc <= 1 && (rc != 1 || entry.cursor != 0));
	}
	submissions_max = SUBMISSIONS_MAX;
	ndctl_ocxl_error_log_reader_free(reader);
}

static void use_collection(void)
{
	uint8_t order = (uint8_t)fuzz_number(&input, 1);

	if (order & 1)
		collect_in_steps();
	else
		collect_at_once(order & 2);
	read_log();
	ndctl_ocxl_collection_free(NULL);
	ndctl_ocxl_error_log_reader_free(NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t kind;

	input = (struct fuzz_input) { .next = data, .remaining = size };
	kind = (uint8_t)fuzz_number(&input, 1);
	add_dimm(kind);
	if (kind & COLLECTED)
		use_collection();
	else
		use_dimm();
	release_dimm();
	if (kind & FROM_SYSFS)
		remove_files();
	return 0;
}

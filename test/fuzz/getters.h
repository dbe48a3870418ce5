/* SPDX-License-Identifier: GPL-2.0-only */
/* Calls every getter of a command, after any answer; and the layout of envelopes (wire.md 1). */
#ifndef TEST_FUZZ_GETTERS_H
#define TEST_FUZZ_GETTERS_H

#include <limits.h>
#include <lib/private.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl-cmd.h"
#include "fuzz.h"
#include "wire.h"
#include "ocxl-private.h"

#define PACKAGE		  sizeof(struct nd_cmd_pkg)
#define TEMPERATURE_LIMIT 0x7fff

/* positions in the buffer of the ioctl */
struct envelope {
	uint8_t *bytes;
	uint8_t *package;
	uint8_t *answer;
	uint8_t *output;
	size_t size;
	size_t in;
	size_t out;
};

/* of the larger command that was sent for @cmd, if there is one */
static inline struct envelope envelope_of(struct ndctl_cmd *cmd)
{
	struct envelope envelope = {
		.bytes = (uint8_t *)(cmd->source ? cmd->source : cmd)->cmd_buf
	};

	ocxl_cmd_get_sizes(cmd, &envelope.in, &envelope.out);
	if (cmd->type == ND_CMD_CALL) {
		envelope.package = envelope.bytes;
		envelope.answer = envelope.package;
		envelope.output = envelope.package + PACKAGE + envelope.in;
	} else {
		envelope.package = envelope.bytes + sizeof(struct nd_cmd_vendor_hdr);
		envelope.answer = envelope.package + PACKAGE + envelope.in +
				  sizeof(struct nd_cmd_vendor_tail);
		envelope.output = envelope.answer + PACKAGE;
	}
	envelope.size = (size_t)(envelope.output - envelope.bytes) + envelope.out;
	return envelope;
}

static inline bool is_inside(const uint8_t *bytes, size_t size, const uint8_t *answer, size_t room)
{
	return size == 0 || (answer && bytes >= answer && size <= room &&
			     (size_t)(bytes - answer) <= room - size);
}

static inline void read_smart(struct ndctl_cmd *cmd)
{
	struct ndctl_ocxl_smart_attribute attribute;
	unsigned int i;

	for (i = 0; ndctl_cmd_ocxl_get_smart_attribute(cmd, i, &attribute) == 0; i++)
		;
	FUZZ_CHECK(i <= OCXLPMEM_SMART_ATTRIBUTES_MAX);
}

/* Did a getter for @command succeed? Only allowed for a command that succeeded. */
static inline bool is_good(struct ndctl_cmd *cmd, unsigned int command, int rc)
{
	if (rc)
		return false;
	FUZZ_CHECK(ocxl_cmd_get_state(cmd)->request.command == command);
	FUZZ_CHECK(ndctl_cmd_ocxl_get_status(cmd) == 0);
	return true;
}

/* Each getter of a record accepts only its own command, and returns nothing of a failed one. */
static inline void read_records(struct ndctl_cmd *cmd, const uint8_t *answer, size_t room)
{
	struct ndctl_ocxl_capabilities capabilities;
	struct ndctl_ocxl_dump_piece piece;
	struct ndctl_ocxl_error_log entry;
	struct ndctl_ocxl_events events;
	struct ndctl_ocxl_stats stats;
	struct ndctl_ocxl_dump dump;

	if (is_good(cmd, OCXLPMEM_CMD_ERROR_LOG, ndctl_cmd_ocxl_get_error_log(cmd, &entry))) {
		FUZZ_CHECK(is_inside(entry.data, entry.data_length, answer, room));
		FUZZ_CHECK(entry.fw_version[8] == '\0');
	}
	if (is_good(cmd, OCXLPMEM_CMD_DUMP_READ, ndctl_cmd_ocxl_get_dump_piece(cmd, &piece)))
		FUZZ_CHECK(is_inside(piece.data, piece.length, answer, room));
	if (is_good(cmd, OCXLPMEM_CMD_CAPABILITIES,
		    ndctl_cmd_ocxl_get_capabilities(cmd, &capabilities)))
		FUZZ_CHECK(capabilities.fw_version[8] == '\0');
	is_good(cmd, OCXLPMEM_CMD_STATS, ndctl_cmd_ocxl_get_stats(cmd, &stats));
	is_good(cmd, OCXLPMEM_CMD_EVENTS, ndctl_cmd_ocxl_get_events(cmd, &events));
	is_good(cmd, OCXLPMEM_CMD_DUMP_TAKE, ndctl_cmd_ocxl_get_dump(cmd, &dump));
}

static inline void read_stock_smart(struct ndctl_cmd *cmd)
{
	const unsigned int healths[] = { 0, ND_SMART_NON_CRITICAL_HEALTH, ND_SMART_CRITICAL_HEALTH,
					 ND_SMART_FATAL_HEALTH, UINT_MAX };
	unsigned int flags = ndctl_cmd_smart_get_flags(cmd);
	unsigned int health = ndctl_cmd_smart_get_health(cmd);
	unsigned int temperature = ndctl_cmd_smart_get_media_temperature(cmd);
	unsigned int used = ndctl_cmd_smart_get_life_used(cmd);
	unsigned int threshold = ndctl_cmd_smart_threshold_get_media_temperature(cmd);
	size_t i;

	for (i = 0; health != healths[i]; i++)
		FUZZ_CHECK(healths[i] != UINT_MAX);
	FUZZ_CHECK(temperature <= TEMPERATURE_LIMIT || temperature == UINT_MAX);
	FUZZ_CHECK(used <= 100 || used == UINT_MAX);
	FUZZ_CHECK(threshold <= TEMPERATURE_LIMIT || threshold == UINT_MAX);
	/* values are returned exactly for valid flags */
	FUZZ_CHECK(((flags & ND_SMART_TEMP_VALID) != 0) == (temperature != UINT_MAX));
	FUZZ_CHECK(((flags & ND_SMART_USED_VALID) != 0) == (used != UINT_MAX));
	FUZZ_CHECK((ndctl_cmd_smart_get_alarm_flags(cmd) & ~(unsigned int)ND_SMART_TEMP_TRIP) == 0);
	ndctl_cmd_smart_threshold_get_alarm_control(cmd);
}

static inline void read_stock_firmware(struct ndctl_cmd *cmd)
{
	ndctl_cmd_fw_info_get_storage_size(cmd);
	ndctl_cmd_fw_info_get_max_send_len(cmd);
	ndctl_cmd_fw_info_get_query_interval(cmd);
	ndctl_cmd_fw_info_get_max_query_time(cmd);
	ndctl_cmd_fw_info_get_run_version(cmd);
	ndctl_cmd_fw_info_get_updated_version(cmd);
	FUZZ_CHECK(ndctl_cmd_fw_start_get_context(cmd) != 0);
	/* ndctl takes 0 for a failed update */
	FUZZ_CHECK(ndctl_cmd_fw_fquery_get_fw_rev(cmd) != 0);
	FUZZ_CHECK(ndctl_cmd_fw_xlat_firmware_status(cmd) <= FW_ESEQUENCE);
}

/* Names of each number; NULL for unknown numbers. */
static inline void read_words(struct ndctl_cmd *cmd, unsigned int number)
{
	ndctl_ocxl_status_name(number);
	FUZZ_CHECK(ocxl_status_text(number));
	FUZZ_CHECK(!ndctl_ocxl_event_name(NDCTL_OCXL_EVENTS) && ndctl_ocxl_event_name(0));
	ndctl_ocxl_event_name(number);
	FUZZ_CHECK(cmd->dimm->ops->cmd_desc((int)number - 1));
	FUZZ_CHECK(!ndctl_ocxl_command_name(OCXLPMEM_CMD_END));
}

/**
 * read_all() - call every getter, and check its result
 */
static inline void read_all(struct ndctl_cmd *cmd)
{
	struct envelope envelope = envelope_of(cmd);
	int status = ndctl_cmd_ocxl_get_status(cmd);
	const uint8_t *answer;
	size_t size;

	answer = ocxl_cmd_get_output(cmd, &size);
	FUZZ_CHECK(status >= -1 && status <= UINT8_MAX);
	FUZZ_CHECK(size <= envelope.out && (answer || size == 0));
	FUZZ_CHECK(!answer || answer == envelope.output);
	FUZZ_CHECK(!answer || status == answer[1]);
	FUZZ_CHECK(ocxl_cmd_get_fw_size(cmd) <= UINT32_MAX);
	read_smart(cmd);
	read_records(cmd, answer, envelope.out);
	read_stock_smart(cmd);
	read_stock_firmware(cmd);
	ndctl_cmd_xlat_firmware_status(cmd);
	read_words(cmd, (unsigned int)(status & 0xff));
	FUZZ_CHECK(ndctl_ocxl_command_name(ocxl_cmd_get_state(cmd)->request.command));
}

#endif /* TEST_FUZZ_GETTERS_H */

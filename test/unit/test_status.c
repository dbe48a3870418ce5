// SPDX-License-Identifier: LGPL-2.1-or-later
/* The status table and the tables of words. */
#include <ccan/array_size/array_size.h>
#include <ndctl/libndctl-ocxl.h>
#include <uapi/nvdimm/ocxlpmem.h>
#include "unit.h"
#include "ocxl-cmd.h"
#include "ocxl-dimm.h"
#include "ocxl-private.h"

/* wire.md 3, once more and independent of the table */
static const struct {
	unsigned int number;
	const char *name;
	int error;
} expected[] = {
	{ 0x00, "OK", 0 },
	{ 0x20, "MEM_UNAVAILABLE", -EAGAIN },
	{ 0x21, "BLOCKED", -EBUSY },
	{ 0x50, "BAD_OPCODE", -EOPNOTSUPP },
	{ 0x51, "BAD_REQUEST_PARM", -EINVAL },
	{ 0x52, "BAD_DATA_PARM", -EINVAL },
	{ 0x70, "DEBUG_BLOCKED", -EPERM },
	{ 0x80, "TIMEOUT", -ETIMEDOUT },
	{ 0x81, "NOT_READY", -EAGAIN },
	{ 0x82, "NO_ENTRY", -ENOENT },
	{ 0x83, "BAD_RESPONSE", -EPROTO },
	{ 0x84, "BAD_INPUT", -EINVAL },
	{ 0x85, "NOT_PERMITTED", -EPERM },
	{ 0x86, "FATAL", -EIO },
	{ 0x87, "HOLD_FULL", -ENOBUFS },
	{ 0xFF, "FAILED", -EIO },
};

#define EXPECTED ARRAY_SIZE(expected)

UNIT_TEST(test_status_find_every_known)
{
	size_t i;

	for (i = 0; i < EXPECTED; i++) {
		const struct ocxl_status *status = ocxl_status_find(expected[i].number);

		assert_int_equal(status->number, expected[i].number);
		assert_int_equal(status->error, expected[i].error);
		assert_string_equal(status->name, expected[i].name);
		assert_true(status->text[0] != '\0');
		assert_string_equal(ndctl_ocxl_status_name(expected[i].number), expected[i].name);
	}
}

UNIT_TEST(test_status_find_every_unknown)
{
	unsigned int number, known = 0;

	for (number = 0; number < 256; number++) {
		const struct ocxl_status *status = ocxl_status_find(number);

		assert_non_null(ocxl_status_text(number));
		if (status->name) {
			known++;
			continue;
		}
		assert_int_equal(status->error, -EIO);
		assert_null(ndctl_ocxl_status_name(number));
	}
	assert_int_equal(known, EXPECTED);
	assert_null(ocxl_status_find(0x100)->name);
	assert_null(ocxl_status_find(UINT32_MAX)->name);
}

static bool has_unknown;

static unsigned int parse_flags(const char *text)
{
	return ocxl_parse_flag_words(text, &has_unknown);
}

UNIT_TEST(test_flag_words_of_every_line)
{
	assert_int_equal(parse_flags(""), 0);
	assert_int_equal(parse_flags("\n"), 0);
	assert_int_equal(parse_flags("not_ready"), NDCTL_OCXL_FLAG_NOT_READY);
	assert_int_equal(parse_flags("error_log dump\n"),
			 NDCTL_OCXL_FLAG_ERROR_LOG | NDCTL_OCXL_FLAG_DUMP);
	assert_int_equal(parse_flags("not_ready mem_unavailable error_log dump "
				     "smart_notify hw_fatal fw_fatal erase_failed "
				     "mailbox_stuck gone not_ready_overdue "
				     "mem_unavailable_overdue data_loss replacement_requested "
				     "predictive_failure shut_down fw_update_incomplete"),
			 (1U << 17) - 1);
}

UNIT_TEST(test_flag_words_of_a_later_driver)
{
	assert_int_equal(parse_flags("too_warm dump"), NDCTL_OCXL_FLAG_DUMP);
	assert_true(has_unknown);
	assert_int_equal(parse_flags("dumps dum dump_ not_ready_"), 0);
	assert_true(has_unknown);
	assert_int_equal(parse_flags("  dump  "), NDCTL_OCXL_FLAG_DUMP);
	assert_false(has_unknown);
}

UNIT_TEST(test_flag_words_of_the_first_line_alone)
{
	assert_int_equal(parse_flags("dump\nhw_fatal\n"), NDCTL_OCXL_FLAG_DUMP);
	assert_int_equal(parse_flags("\nhw_fatal\n"), 0);
	assert_int_equal(parse_flags("dump\nnew_word\n"), NDCTL_OCXL_FLAG_DUMP);
	assert_false(has_unknown);
}

UNIT_TEST(test_flag_name_of_one_bit)
{
	unsigned int bit;

	for (bit = 0; bit < 17; bit++)
		assert_int_equal(parse_flags(ocxl_flag_name(bit)), 1U << bit);
	assert_null(ocxl_flag_name(17));
	assert_null(ocxl_flag_name(UINT32_MAX));
}

UNIT_TEST(test_names_of_commands_and_events)
{
	unsigned int command;

	for (command = 1; command <= OCXLPMEM_CMD_MAX; command++)
		assert_true((ndctl_ocxl_command_name(command) == NULL) == (command == 6));
	assert_null(ndctl_ocxl_command_name(0));
	assert_null(ndctl_ocxl_command_name(OCXLPMEM_CMD_END));
	assert_null(ndctl_ocxl_command_name(UINT32_MAX));
	assert_string_equal(ndctl_ocxl_command_name(OCXLPMEM_CMD_EVENTS), "events");
	assert_string_equal(ndctl_ocxl_event_name(NDCTL_OCXL_EVENT_ERASE_FAILED), "erase_failed");
	assert_null(ndctl_ocxl_event_name(7));
	assert_string_equal(ndctl_ocxl_smart_id_name(NDCTL_OCXL_SMART_LIFE_REMAINING),
			    "life_remaining");
	assert_null(ndctl_ocxl_smart_id_name(0xFF));
	assert_string_equal(ndctl_ocxl_error_log_type_name(4), "health_performance");
	assert_null(ndctl_ocxl_error_log_type_name(5));
	assert_string_equal(ocxl_dump_state_name(NDCTL_OCXL_DUMP_NONE), "none");
	assert_string_equal(ocxl_dump_state_name(NDCTL_OCXL_DUMP_TAKING), "taking");
	assert_string_equal(ocxl_dump_state_name(NDCTL_OCXL_DUMP_READY), "ready");
	assert_null(ocxl_dump_state_name(3));
	assert_string_equal(ndctl_ocxl_error_log_action_name(23), "dump");
	assert_null(ndctl_ocxl_error_log_action_name(1));
	assert_null(ndctl_ocxl_error_log_action_name(64));
	assert_null(ndctl_ocxl_event_name(UINT32_MAX));
}

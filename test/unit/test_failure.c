// SPDX-License-Identifier: GPL-2.0-only
/* Texts and names of failures, exit statuses, and the result of a DIMM that failed. */
#include <fcntl.h>
#include <unistd.h>
#include <ccan/array_size/array_size.h>
#include <nvdimm/ocxlpmem.h>
#include "unit.h"
#include "ocxl/base/error.h"
#include "ocxl/run/exit-status.h"
#include "ocxl/run/messages.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/run/result.h"
#include "ocxl/dimms/select.h"
#include "ocxl/run/query.h"

UNIT_TEST(test_exit_status_table)
{
	static const struct {
		struct ocxl_run_totals totals;
		int status;
	} cases[] = {
		{ { .done = 2 }, 0 },
		{ { .done = 2, .worst = NDCTL_OCXL_SEVERITY_CRITICAL }, 5 },
		{ { .done = 1, .unsupported = 1 }, 0 },
		{ { .done = 1, .unsupported_named = 1 }, 2 },
		{ { .done = 1, .failed = 1 }, 3 },
		{ { .done = 1, .failed = 1, .worst = NDCTL_OCXL_SEVERITY_CRITICAL }, 5 },
		{ { .done = 1, .not_permitted = 1 }, 3 },
		{ { .done = 1, .missing = 1 }, 2 },
		{ { .done = 1, .missing = 1, .worst = NDCTL_OCXL_SEVERITY_CRITICAL }, 5 },
		{ { .failed = 2 }, 1 },
		{ { .failed = 1, .not_permitted = 1 }, 1 },
		{ { .failed = 1, .missing = 1 }, 2 },
		{ { .failed = 1, .unsupported = 1 }, 1 },
		{ { .failed = 1, .unsupported_named = 1 }, 2 },
		{ { .not_permitted = 2 }, 4 },
		{ { .not_permitted = 1, .missing = 1 }, 2 },
		{ { .not_permitted = 1, .unsupported = 1 }, 4 },
		{ { .missing = 1 }, 2 },
		{ { 0 }, 2 },
		{ { .unsupported = 3 }, 2 },
		{ { .unsupported_named = 1 }, 2 },
		{ { .unsupported_named = 1, .missing = 1 }, 2 },
		{ { .done = 9, .output_failed = true }, 1 },
		{ { .not_permitted = 9, .output_failed = true }, 1 },
		{ { .done = 1, .failed = 1, .broken = true }, 1 },
		{ { .done = 1, .strict = true, .worst = NDCTL_OCXL_SEVERITY_WARNING }, 5 },
		{ { .done = 1, .strict = true, .unexamined = 1, .found = true }, 5 },
		{ { .missing = 1, .strict = true, .unexamined = 1 }, 2 },
		{ { .refused = 129, .metrics_file = true }, 129 },
		{ { .failed = 1, .metrics_file = true }, 0 },
		{ { .metrics_file = true }, 0 },
		{ { .metrics_file = true, .bus = true }, 2 },
		{ { .failed = 1, .metrics_file = true, .broken = true }, 1 },
		{ { .done = 1, .missing = 1, .metrics_file = true }, 2 },
		{ { .done = 1, .metrics_file = true, .output_failed = true }, 1 },
		{ { .done = 1, .plugin = true, .examined = 1 }, 0 },
		{ { .done = 1, .plugin = true }, 3 },
		{ { .done = 1, .plugin = true, .examined = 1, .unexamined = 1 }, 3 },
		{ { .plugin = true, .examined = 1, .worst = NDCTL_OCXL_SEVERITY_CRITICAL }, 2 },
		{ { .plugin = true, .examined = 1, .refused = 1 }, 3 },
		{ { .plugin = true, .examined = 1, .output_failed = true }, 3 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct ocxl_run_totals totals = cases[i].totals;

		ocxl_run_totals_conclude(&totals);
		if (totals.exit_status != cases[i].status)
			fail_msg("row %zu: %d", i, totals.exit_status);
	}
}

UNIT_TEST(test_failure_permission)
{
	assert_true(ocxl_failure_is_permission(-EACCES, -1));
	assert_true(ocxl_failure_is_permission(-EPERM, -1));
	assert_true(ocxl_failure_is_permission(-EPERM, OCXLPMEM_STATUS_NOT_PERMITTED));
	assert_true(ocxl_failure_is_permission(-EPERM, OCXLPMEM_STATUS_DEBUG_BLOCKED));
	assert_false(ocxl_failure_is_permission(-EIO, OCXLPMEM_STATUS_FATAL));
	assert_false(ocxl_failure_is_permission(-EIO, -1));
}

UNIT_TEST(test_failure_describe)
{
	struct ocxl_failure failure;
	int status;

	ocxl_failure_describe(&failure, "nmem7", OCXLPMEM_CMD_SMART, -EACCES, -1);
	assert_string_equal(failure.name, "EACCES");
	assert_string_equal(failure.message, "permission denied on /dev/nmem7: run as root or "
					     "join the group that owns it");
	/* the first and the last text of the table */
	ocxl_failure_describe(&failure, "nmem7", OCXLPMEM_CMD_SMART, -EPERM, -1);
	assert_non_null(strstr(failure.message, "permission denied on /dev/nmem7: run as root"));
	ocxl_failure_describe(&failure, "nmem7", OCXLPMEM_CMD_SMART, -EBADMSG, -1);
	assert_non_null(strstr(failure.message, "the card behind /dev/nmem7 refused the data"));
	ocxl_failure_describe(&failure, "nmem7", OCXLPMEM_CMD_HEARTBEAT, -ETIMEDOUT,
			      OCXLPMEM_STATUS_TIMEOUT);
	assert_string_equal(failure.name, "ETIMEDOUT");
	assert_int_equal(failure.wire_status, OCXLPMEM_STATUS_TIMEOUT);
	assert_non_null(
		strstr(failure.message, "the controller did not answer a heartbeat in time"));
	/* one status, two meanings */
	ocxl_failure_describe(&failure, "nmem7", OCXLPMEM_CMD_SMART, -EAGAIN,
			      OCXLPMEM_STATUS_NOT_READY);
	assert_string_equal(failure.name, "EAGAIN");
	assert_non_null(strstr(failure.message, "still starting"));
	ocxl_failure_describe(&failure, "nmem7", OCXLPMEM_CMD_SMART, -ESHUTDOWN,
			      OCXLPMEM_STATUS_NOT_READY);
	assert_string_equal(failure.name, "ESHUTDOWN");
	assert_int_equal(failure.wire_status, OCXLPMEM_STATUS_NOT_READY);
	assert_non_null(strstr(failure.message, "only a reset starts it"));
	/* every status has a text that fits */
	for (status = -1; status < 256; status++) {
		ocxl_failure_describe(&failure, "nmem7", status & 31, -EIO, status);
		assert_true(strlen(failure.message) > 10);
		assert_true(strlen(failure.message) < sizeof(failure.message) - 1);
	}
	ocxl_failure_describe(&failure, "nmem7", 1, -EIO, 0x33);
	assert_non_null(strstr(failure.message, "0x33"));
	ocxl_failure_describe(&failure, "nmem7", 1, -EXDEV, -1);
	assert_string_equal(failure.name, "EXDEV");
}

UNIT_TEST(test_failure_describe_output)
{
	struct ocxl_failure failure;

	ocxl_failure_describe_output(&failure, "file", -ENOSPC);
	assert_string_equal(failure.name, "ENOSPC");
	assert_int_equal(failure.wire_status, -1);
	assert_non_null(strstr(failure.message, "cannot write to file: No space left"));
	/* documents have names of errnos only */
	ocxl_failure_describe_output(&failure, "file", -OCXL_ERROR_HARD_LINK);
	assert_string_equal(failure.name, "EACCES");
	ocxl_failure_describe_output(&failure, "file", -OCXL_ERROR_BLOCK_DEVICE);
	assert_string_equal(failure.name, "ENOTSUP");
	ocxl_failure_describe_output(&failure, "file", -OCXL_ERROR_OUT_OF_TIME);
	assert_string_equal(failure.name, "EIO");
}

/* an element has space for a fixed number of sections and failures */
UNIT_TEST(test_result_is_bounded)
{
	const struct ocxl_dimm dimm = { .dev = "nmem7" };
	const struct ocxl_command command = { .number = OCXLPMEM_CMD_SMART, .rc = -EIO };
	struct ocxl_result result = { .dimm = &dimm };
	unsigned int i;

	for (i = 0; i < 2 * OCXL_SECTIONS_MAX; i++)
		ocxl_result_add_section(&result, "key", NULL, NULL);
	assert_int_equal(result.element.section_count, OCXL_SECTIONS_MAX);
	for (i = 0; i < 2 * OCXL_COMMAND_FAILURES_MAX; i++)
		ocxl_result_add_failed_command(&result, &command);
	assert_int_equal(result.failure_count, OCXL_COMMAND_FAILURES_MAX);
	assert_int_equal(result.kind, OCXL_RESULT_FAILED);
}

/* a name that does not fit is omitted as a whole */
UNIT_TEST(test_append_name)
{
	char list[12] = "";

	ocxl_error_append_name(list, sizeof(list), "--", "bus");
	assert_string_equal(list, "--bus");
	ocxl_error_append_name(list, sizeof(list), "--", "help");
	assert_string_equal(list, "--bus");
	ocxl_error_append_name(list, sizeof(list), "--", "raw");
	assert_string_equal(list, "--bus");
	ocxl_error_append_name(list, sizeof(list), "", "tee");
	assert_string_equal(list, "--bus, tee");
	ocxl_error_append_name(list, sizeof(list), "", "");
	assert_string_equal(list, "--bus, tee");
}

static int saved_stderr, reader;

/* standard error becomes a pipe */
static void capture_messages(void)
{
	int ends[2];

	assert_int_equal(pipe2(ends, O_NONBLOCK), 0);
	saved_stderr = dup(STDERR_FILENO);
	dup2(ends[1], STDERR_FILENO);
	close(ends[1]);
	reader = ends[0];
}

static void end_capture(char *text, size_t size)
{
	ssize_t count;

	fflush(stderr);
	count = read(reader, text, size - 1);
	text[count > 0 ? count : 0] = '\0';
	dup2(saved_stderr, STDERR_FILENO);
	close(saved_stderr);
	close(reader);
}

/* deferred messages are printed in order, each once, and more can be deferred afterwards */
UNIT_TEST(test_report_defers_messages)
{
	const struct ocxl_dimm dimm = { .dev = "nmem7" };
	struct ocxl_result result = {
		.dimm = &dimm,
		.kind = OCXL_RESULT_FAILED,
		.failures = { { .failure = { .message = "first" } },
			      { .failure = { .message = "second" } },
			      { .failure = { .message = "first" } } },
		.failure_count = 3,
	};
	struct ocxl_messages messages = { 0 };
	char before[1024], first[1024], second[1024];

	capture_messages();
	ocxl_messages_add_failures(&messages, &result, true);
	end_capture(before, sizeof(before));
	capture_messages();
	ocxl_messages_print_deferred(&messages);
	end_capture(first, sizeof(first));
	strcpy(result.failures[0].failure.message, "third");
	result.failure_count = 1;
	capture_messages();
	ocxl_messages_add_failures(&messages, &result, true);
	ocxl_messages_print_deferred(&messages);
	ocxl_messages_print_deferred(&messages);
	end_capture(second, sizeof(second));
	assert_string_equal(before, "");
	assert_non_null(strstr(first, "first\n"));
	assert_non_null(strstr(first, "second\n"));
	assert_true(strstr(first, "first\n") < strstr(first, "second\n"));
	assert_null(strstr(strstr(first, "first\n") + 1, "first\n"));
	assert_null(strstr(second, "second\n"));
	assert_ptr_equal(strstr(second, "third\n") + 6, second + strlen(second));
}

/* -vv reports a command that could not be made, too */
UNIT_TEST(test_trace_without_command)
{
	const struct ocxl_options options = { .trace = true };
	struct ocxl_workers workers = { .options = &options };
	struct ocxl_worker worker = { .workers = &workers };
	const struct ocxl_dimm dimm = { .dev = "nmem7", .worker = &worker };
	struct ocxl_command command;
	char text[1024];

	capture_messages();
	errno = ENOTTY;
	ocxl_worker_send(&command, &dimm, NULL, OCXLPMEM_CMD_SMART);
	end_capture(text, sizeof(text));
	assert_int_equal(command.rc, -ENOTTY);
	assert_int_equal(command.wire_status, -1);
	assert_string_equal(text, "nmem7: smart: in 0, out 0, answer 0, fw_size 0 bytes, status -1 "
				  "(none), errno 25 (Inappropriate ioctl for device), 0 us\n");
}

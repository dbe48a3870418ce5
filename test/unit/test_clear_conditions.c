// SPDX-License-Identifier: GPL-2.0-only
/* The verb "clear-conditions": which kept it clears, and when it refuses; with a fake library. */
#include <errno.h>
#include <ndctl/libndctl.h>
#include <ndctl/libndctl-ocxl.h>
#include <nvdimm/ocxlpmem.h>
#include "fakes.h"
#include "ocxl/records/records.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/run/result.h"
#include "ocxl/dimms/select.h"
#include "ocxl/verb.h"
#include "ocxl/run/query.h"
#include "ocxl/verbs/verbs.h"

#define KEPT(name) NDCTL_OCXL_KEPT_##name
#define BIT(name)  (1ULL << NDCTL_OCXL_CONDITION_##name)

struct ndctl_cmd {
	bool clears, reads_log;
};

static struct ndctl_cmd events_cmd, clear_cmd = { .clears = true }, log_cmd = { .reads_log = true };

/* answers of the driver, and what it was asked */
static struct {
	struct ndctl_ocxl_events events;
	int events_rc;
	int log_rc; /* of a card that is gone */
	int clear_rc;
	int clear_status;
	unsigned int events_sent;
	unsigned int clears_sent;
	uint64_t mask;
	uint64_t seen;
} driver;

static struct ocxl_options options;
static struct ocxl_workers workers = { .lock = PTHREAD_MUTEX_INITIALIZER, .options = &options };
static struct ocxl_worker worker = { .workers = &workers, .deadline_ns = UINT64_MAX };
static struct ocxl_dimm dimm;
static struct ocxl_result result;
static int some_dimm;

static struct ndctl_cmd *fake_new_events(struct ndctl_dimm *ndctl)
{
	return &events_cmd;
}
UNIT_FAKE(ndctl_dimm_ocxl_cmd_new_events, fake_new_events)

static struct ndctl_cmd *fake_new_clear_conditions(struct ndctl_dimm *ndctl, uint64_t mask,
						   const struct ndctl_ocxl_events *shown)
{
	size_t i;

	driver.mask = mask;
	driver.seen = shown->other_entries;
	for (i = 0; i < NDCTL_OCXL_ERROR_LOG_TYPES; i++)
		driver.seen += shown->entries[i];
	return &clear_cmd;
}
UNIT_FAKE(ndctl_dimm_ocxl_cmd_new_clear_conditions, fake_new_clear_conditions)

static struct ndctl_cmd *fake_new_error_log(struct ndctl_dimm *ndctl, uint64_t cursor,
					    bool acknowledge, size_t data_space)
{
	assert_false(acknowledge);
	return &log_cmd;
}
UNIT_FAKE(ndctl_dimm_ocxl_cmd_new_error_log, fake_new_error_log)

static int fake_submit(struct ndctl_cmd *cmd)
{
	if (cmd->reads_log)
		return driver.log_rc;
	if (cmd->clears) {
		driver.clears_sent++;
		return driver.clear_rc;
	}
	driver.events_sent++;
	return driver.events_rc;
}
UNIT_FAKE(ndctl_cmd_ocxl_submit, fake_submit)

static int fake_get_events(struct ndctl_cmd *cmd, struct ndctl_ocxl_events *events)
{
	*events = driver.events;
	return 0;
}
UNIT_FAKE(ndctl_cmd_ocxl_get_events, fake_get_events)

static int fake_get_status(struct ndctl_cmd *cmd)
{
	if (cmd->clears)
		return driver.clear_status;
	return driver.events_rc ? -1 : 0;
}
UNIT_FAKE(ndctl_cmd_ocxl_get_status, fake_get_status)

static void fake_unref(struct ndctl_cmd *cmd)
{
}
UNIT_FAKE(ndctl_cmd_unref, fake_unref)

static int reset_driver(void **state)
{
	memset(&driver, 0, sizeof(driver));
	memset(&options, 0, sizeof(options));
	dimm = (struct ocxl_dimm) {
		.ndctl = (struct ndctl_dimm *)&some_dimm,
		.dev = "nmem0",
		.cmd_mask = OCXLPMEM_CMD_MASK,
		.evidence = { .has_flags = true },
		.worker = &worker,
	};
	pthread_mutex_trylock(&workers.lock);
	driver.events.kept_conditions = KEPT(DATA_LOSS) | KEPT(PREDICTIVE_FAILURE);
	driver.events.entries[1] = 2;
	driver.events.entries[3] = 5;
	return 0;
}

static int free_payload(void **state)
{
	free(result.payload);
	result.payload = NULL;
	return 0;
}

static void clear_conditions(void)
{
	free(result.payload);
	result = (struct ocxl_result) { .dimm = &dimm, .element = { .status = "ok" } };
	ocxl_verb_clear_conditions.fetch(&dimm, &options, &result);
}

static void expect_cleared(uint64_t kept, uint64_t seen)
{
	const struct ocxl_clear_conditions_record *record;

	clear_conditions();
	assert_int_equal(result.failure_count, 0);
	assert_int_equal(driver.mask, kept);
	assert_true(driver.seen == seen);
	assert_int_equal(result.element.section_count, 1);
	assert_string_equal(result.element.sections[0].key, "clear_conditions");
	record = result.element.sections[0].data;
	assert_int_equal(record->cleared, kept);
}

#define TEST(name) UNIT_TEST_WITH(name, reset_driver, free_payload)

TEST(test_clear_conditions_all_of_them)
{
	expect_cleared(KEPT(DATA_LOSS) | KEPT(PREDICTIVE_FAILURE), 7);
	assert_int_equal(driver.events_sent, 1);
	assert_int_equal(driver.clears_sent, 1);
}

TEST(test_clear_conditions_named_conditions)
{
	options.conditions = BIT(DATA_LOSS) | BIT(REPLACEMENT_REQUESTED);
	expect_cleared(KEPT(DATA_LOSS), 7);
	/* none of these is set: the command is sent, and shows that the caller has the right */
	options.conditions = BIT(REPLACEMENT_REQUESTED);
	expect_cleared(0, 7);
	assert_int_equal(driver.clears_sent, 2);
}

TEST(test_clear_conditions_error_log)
{
	driver.events.pending = 1ULL << OCXLPMEM_EVENT_ERROR_LOG;
	clear_conditions();
	assert_int_equal(driver.clears_sent, 0);
	assert_int_equal(result.kind, OCXL_RESULT_FAILED);
	assert_int_equal(result.element.section_count, 0);
	assert_string_equal(result.element.failure.name, "ENOTEMPTY");
	options.force = true;
	expect_cleared(KEPT(DATA_LOSS) | KEPT(PREDICTIVE_FAILURE), 7);
	/* other events do not matter */
	options.force = false;
	driver.events.pending = ~(1ULL << OCXLPMEM_EVENT_ERROR_LOG);
	expect_cleared(KEPT(DATA_LOSS) | KEPT(PREDICTIVE_FAILURE), 7);
}

TEST(test_clear_conditions_refused)
{
	driver.clear_rc = -EBUSY;
	driver.clear_status = OCXLPMEM_STATUS_BLOCKED;
	clear_conditions();
	assert_int_equal(result.kind, OCXL_RESULT_FAILED);
	assert_int_equal(result.element.section_count, 0);
	assert_non_null(strstr(result.element.failure.message, "read another entry meanwhile"));
	driver.clear_rc = -EPERM;
	driver.clear_status = OCXLPMEM_STATUS_NOT_PERMITTED;
	clear_conditions();
	assert_int_equal(result.kind, OCXL_RESULT_NOT_PERMITTED);
}

TEST(test_clear_conditions_without_events)
{
	driver.events_rc = -ENXIO;
	clear_conditions();
	assert_int_equal(driver.clears_sent, 0);
	assert_int_equal(result.kind, OCXL_RESULT_FAILED);
}

/* the flags have the kept of a card that disappeared; it cannot have new entries */
TEST(test_clear_conditions_gone_card)
{
	driver.events_rc = -ENXIO;
	dimm.evidence.flags = NDCTL_OCXL_FLAG_GONE | NDCTL_OCXL_FLAG_REPLACEMENT_REQUESTED |
			      NDCTL_OCXL_FLAG_DATA_LOSS;
	/* the driver has an entry that nobody has collected, or does not say */
	clear_conditions();
	driver.log_rc = -EIO;
	free_payload(state);
	clear_conditions();
	assert_int_equal(driver.clears_sent, 0);
	options.force = true;
	expect_cleared(KEPT(DATA_LOSS) | KEPT(REPLACEMENT_REQUESTED), UINT64_MAX);
	assert_int_equal(driver.events_sent, 0);
	options.force = false;
	driver.log_rc = -ENXIO;
	expect_cleared(KEPT(DATA_LOSS) | KEPT(REPLACEMENT_REQUESTED), UINT64_MAX);
	options.conditions = BIT(REPLACEMENT_REQUESTED);
	expect_cleared(KEPT(REPLACEMENT_REQUESTED), UINT64_MAX);
	dimm.evidence.flags = 0;
	clear_conditions();
	assert_int_equal(driver.events_sent, 1);
	assert_int_equal(driver.clears_sent, 3);
}

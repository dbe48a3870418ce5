// SPDX-License-Identifier: GPL-2.0-only
/* The mailbox with the emulated card: ids, time-outs, late and stale answers (controller.md 3). */
#include "card-fixture.h"
#include "card/card-state.h"

static struct answer answer;

static void ready_mailbox(struct fixture *f)
{
	assert_int_equal(ocxlpmem_mailbox_init(&f->device.mailbox, &f->transport), 0);
	f->device.mailbox_ready = true;
}

static u8 run_command(struct fixture *f, u8 opcode)
{
	u8 status = 0xEE;

	assert_int_equal(ocxlpmem_mailbox_run(&f->device.mailbox, opcode, 0, &status), 0);
	return status;
}

/* a transport with only two registers */
struct layout {
	u64 blocks;
	u64 data;
	u32 end; /* of the MMIO area; 0: without an end */
};

static int layout_read(void *context, u32 offset, u64 *value)
{
	const struct layout *layout = context;

	if (layout->end && offset >= layout->end)
		return -EINVAL;
	*value = offset == OCXL_REG_ACMA_BLOCKS ? layout->blocks : layout->data;
	return 0;
}

static int init_layout_in_area(u32 request, u32 response, u32 data, u32 size, u32 end)
{
	struct layout layout = { (u64)request << 32 | response, (u64)data << 32 | size, end };
	struct ocxlpmem_transport transport = { .context = &layout, .read64 = layout_read };
	struct ocxlpmem_mailbox mailbox = { 0 };

	return ocxlpmem_mailbox_init(&mailbox, &transport);
}

static int init_layout(u32 request, u32 response, u32 data, u32 size)
{
	return init_layout_in_area(request, response, data, size, 0);
}

/* the last word of each block must be in the area, and none behind it */
UNIT_TEST(test_init_refuses_blocks_behind_the_area)
{
	assert_int_equal(init_layout_in_area(0x2200, 0x2100, 0x1000, 0x1000, 0x2240), 0);
	assert_int_equal(init_layout_in_area(0x2200, 0x2100, 0x1000, 0x1000, 0x2238), -EIO);
	assert_int_equal(init_layout_in_area(0x2100, 0x2200, 0x1000, 0x1000, 0x2240), 0);
	assert_int_equal(init_layout_in_area(0x2100, 0x2200, 0x1000, 0x1000, 0x2238), -EIO);
	assert_int_equal(init_layout_in_area(0x400, 0x300, 0x1000, 0x1000, 0x2000), 0);
	assert_int_equal(init_layout_in_area(0x400, 0x300, 0x1000, 0x1000, 0x1FF8), -EIO);
}

UNIT_TEST(test_init_refuses_bad_layouts)
{
	assert_int_equal(init_layout(0x300, 0x200, 0x1000, 0x10000), 0);
	assert_int_equal(init_layout(0x200, 0x240, 0x280, 8), 0);
	assert_int_equal(init_layout(0x200, 0x200, 0x1000, 0x10000), -EIO);
	assert_int_equal(init_layout(0x200, 0x238, 0x1000, 0x10000), -EIO);
	assert_int_equal(init_layout(0x238, 0x200, 0x1000, 0x10000), -EIO);
	assert_int_equal(init_layout(0x200, 0x300, 0x208, 0x10), -EIO);
	assert_int_equal(init_layout(0x200, 0x300, 0x180, 0x100), -EIO);
	assert_int_equal(init_layout(0x304, 0x200, 0x1000, 0x10000), -EIO);
	assert_int_equal(init_layout(0x300, 0x201, 0x1000, 0x10000), -EIO);
	assert_int_equal(init_layout(0x300, 0x200, 0x1004, 0x10000), -EIO);
	assert_int_equal(init_layout(0, 0x200, 0x1000, 0x10000), -EIO);
	assert_int_equal(init_layout(0x300, 0x168, 0x1000, 0x10000), -EIO);
	assert_int_equal(init_layout(0x300, 0x200, 0x1000, 0xFFFFFFF8), -EIO);
	assert_int_equal(init_layout(0xFFFFFFF8, 0x200, 0x1000, 8), -EIO);
	/* every register reads as all ones: the card is gone */
	assert_int_equal(init_layout(~0U, ~0U, ~0U, ~0U), -ENXIO);
}

FIXTURE_TEST(test_init_takes_halves_as_the_card_means_them)
{
	ready_mailbox(f);
	assert_int_equal(f->device.mailbox.request_block, OCXL_CARD_REQUEST);
	assert_int_equal(f->device.mailbox.response_block, OCXL_CARD_RESPONSE);
	assert_int_equal(f->device.mailbox.data, OCXL_CARD_DATA);
	assert_int_equal(f->device.mailbox.data_size, OCXL_CARD_DATA_SIZE);
	assert_int_equal(run_command(f, OCXL_OPCODE_HEARTBEAT), 0);
}

FIXTURE_TEST(test_run_acknowledges_with_the_mask_alone)
{
	ready_mailbox(f);
	apply_scenario(f, "health cda set");
	assert_int_equal(run_command(f, OCXL_OPCODE_HEARTBEAT), 0);
	assert_int_equal(chi_of(f) & OCXL_CHI_ACRA, OCXL_CHI_ACRA);
	assert_int_equal(ocxlpmem_mailbox_acknowledge(&f->device.mailbox), 0);
	assert_int_equal(f->last_chic, OCXL_CHI_ACRA);
	assert_int_equal(chi_of(f) & (OCXL_CHI_ACRA | OCXL_CHI_CDA), OCXL_CHI_CDA);
	assert_int_equal(f->complaints, 0);
}

FIXTURE_TEST(test_run_acknowledges_a_refusal)
{
	ready_mailbox(f);
	assert_int_equal(run_command(f, OCXL_OPCODE_CAPABILITIES), OCXLPMEM_STATUS_BAD_OPCODE);
	assert_int_equal(chi_of(f) & OCXL_CHI_ACRA, 0);
	assert_int_equal(run_command(f, OCXL_OPCODE_HEARTBEAT), 0);
}

/* each word of the request block is written, so no word of the last request stays (B9) */
FIXTURE_TEST(test_run_writes_unused_words)
{
	u32 word;
	u64 value;

	ready_mailbox(f);
	for (word = 0; word < 8; word++)
		ocxlpmem_card_write64(f->card, OCXL_CARD_REQUEST + word * 8, ~0ULL);
	assert_int_equal(run_command(f, OCXL_OPCODE_SMART), 0);
	ocxlpmem_card_read64(f->card, OCXL_CARD_REQUEST, &value);
	assert_int_equal(value, OCXL_OPCODE_SMART | 1 << 16);
	for (word = 1; word < 8; word++) {
		ocxlpmem_card_read64(f->card, OCXL_CARD_REQUEST + word * 8, &value);
		assert_int_equal(value, 0);
	}
}

FIXTURE_TEST(test_run_id_wraps_past_zero)
{
	ready_mailbox(f);
	f->device.mailbox.last_id = 0xFFFE;
	assert_int_equal(run_command(f, OCXL_OPCODE_HEARTBEAT), 0);
	assert_int_equal(f->device.mailbox.last_id, 0xFFFF);
	ocxlpmem_mailbox_acknowledge(&f->device.mailbox);
	assert_int_equal(run_command(f, OCXL_OPCODE_HEARTBEAT), 0);
	assert_int_equal(f->device.mailbox.last_id, 1);
}

FIXTURE_TEST(test_run_status_of_driver_is_no_status_of_card)
{
	static const struct {
		const char *text;
		u8 status;
	} rows[] = {
		{ "fault op=0 status=0x20", 0x20 },
		{ "fault op=0 status=0x7F", 0x7F },
		{ "fault op=0 status=0x80", OCXLPMEM_STATUS_BAD_RESPONSE },
		{ "fault op=0 status=0x87", OCXLPMEM_STATUS_BAD_RESPONSE },
		{ "fault op=0 status=0xFE", OCXLPMEM_STATUS_BAD_RESPONSE },
		{ "fault op=0 status=0xFF", 0xFF },
		{ "corrupt op=0 id", OCXLPMEM_STATUS_BAD_RESPONSE },
	};
	size_t i;

	ready_mailbox(f);
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		apply_scenario(f, rows[i].text);
		assert_int_equal(run_command(f, OCXL_OPCODE_HEARTBEAT), rows[i].status);
		assert_int_equal(chi_of(f) & OCXL_CHI_ACRA, 0);
	}
}

FIXTURE_TEST(test_run_spins_10us_then_sleeps_eighths_to_1ms)
{
	ready_mailbox(f);
	apply_scenario(f, "latency op=0 us=10");
	assert_int_equal(run_command(f, OCXL_OPCODE_HEARTBEAT), 0);
	assert_int_equal(f->waits, 5);
	assert_int_equal(f->longest_wait, 2);
	ocxlpmem_mailbox_acknowledge(&f->device.mailbox);
	apply_scenario(f, "latency op=0 us=25");
	assert_int_equal(run_command(f, OCXL_OPCODE_HEARTBEAT), 0);
	assert_int_equal(f->waits, 5 + 10);
	assert_int_equal(f->longest_wait, 3);
	ocxlpmem_mailbox_acknowledge(&f->device.mailbox);
	apply_scenario(f, "latency op=4 us=1900000\nerror-log");
	assert_int_equal(run_command(f, OCXL_OPCODE_ERROR_LOG), 0);
	assert_int_equal(f->longest_wait, 1000);
}

/* time until an answer that takes @us is read; the driver never spins for more than 10 us */
static u32 measure_heartbeat(struct fixture *f, u32 us)
{
	u64 start = f->now;
	char text[64];

	snprintf(text, sizeof(text), "latency op=0 us=%u", us);
	apply_scenario(f, text);
	f->spun_us = 0;
	assert_int_equal(run_command(f, OCXL_OPCODE_HEARTBEAT), 0);
	assert_int_equal(ocxlpmem_mailbox_acknowledge(&f->device.mailbox), 0);
	assert_range(f->spun_us, 0, 10);
	return (u32)((f->now - start) / 1000);
}

/* machines whose polls and wake-ups take time */
FIXTURE_TEST(test_run_notices_answers_in_time)
{
	static const u32 wakes[] = { 0, 1, 4, 6 }, looks[] = { 0, 300, 700 };
	u32 i;

	ready_mailbox(f);
	for (i = 0; i < ARRAY_SIZE(wakes) * ARRAY_SIZE(looks); i++) {
		f->wake_us = wakes[i / ARRAY_SIZE(looks)];
		f->look_ns = looks[i % ARRAY_SIZE(looks)];
		assert_range(measure_heartbeat(f, 5), 5, 8);
		assert_range(measure_heartbeat(f, 100), 100, 114 + f->wake_us);
		assert_range(measure_heartbeat(f, 1000), 1000, 1126 + f->wake_us);
	}
}

UNIT_TEST(test_run_times_out_at_each_opcodes_own_time)
{
	static const u32 ms[OCXL_OPCODE_COUNT] = { 100, 1000, 16000, 1000, 2000,
						   100, 100,  1000,  1000 };
	u8 opcode;

	for (opcode = 0; opcode < OCXL_OPCODE_COUNT; opcode++) {
		char text[64];
		struct fixture *f;
		void *mine;
		u64 start;

		fixture_setup(&mine);
		f = mine;
		ready_mailbox(f);
		snprintf(text, sizeof(text), "fault op=%u timeout", opcode);
		apply_scenario(f, text);
		start = f->now;
		assert_int_equal(run_command(f, opcode), OCXLPMEM_STATUS_TIMEOUT);
		assert_range(f->now - start, ms[opcode] * MS, ms[opcode] * MS + 1000);
		fixture_teardown(&mine);
	}
}

FIXTURE_TEST(test_run_answer_at_the_last_moment_counts)
{
	ready_mailbox(f);
	apply_scenario(f, "latency op=0 us=100000");
	assert_int_equal(run_command(f, OCXL_OPCODE_HEARTBEAT), 0);
	ocxlpmem_mailbox_acknowledge(&f->device.mailbox);
	apply_scenario(f, "latency op=0 us=100010");
	assert_int_equal(run_command(f, OCXL_OPCODE_HEARTBEAT), OCXLPMEM_STATUS_TIMEOUT);
}

FIXTURE_TEST(test_timeout_can_be_changed_and_restored)
{
	struct ocxlpmem_device before;
	u64 start = f->now;

	apply_scenario(f, "fault op=0 timeout late-ms=300\ntimeout op=0 ms=50");
	assert_int_equal(ocxlpmem_card_timeout_ms(f->card, OCXL_OPCODE_HEARTBEAT), 50);
	assert_int_equal(ocxlpmem_card_timeout_ms(f->card, 200), 0);
	ocxlpmem_device_set_timeout(&f->device, OCXL_OPCODE_HEARTBEAT, 50);
	before = f->device;
	ocxlpmem_device_set_timeout(&f->device, OCXL_OPCODE_COUNT, 50);
	assert_memory_equal(&f->device, &before, sizeof(before));
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), OCXLPMEM_STATUS_TIMEOUT);
	assert_range(f->now - start, 50 * MS, 50 * MS + 1000);
	ocxlpmem_device_set_timeout(&f->device, OCXL_OPCODE_HEARTBEAT, 0);
	start = f->now;
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), OCXLPMEM_STATUS_TIMEOUT);
	assert_range(f->now - start, 100 * MS, 100 * MS + 1000);
}

FIXTURE_TEST(test_late_answer_is_not_the_next_requests)
{
	apply_scenario(f, "fault op=5 timeout late-ms=150");
	assert_int_equal(status_after(f, OCXLPMEM_CMD_SMART), OCXLPMEM_STATUS_TIMEOUT);
	assert_true(f->device.mailbox.overdue);
	/* waits for the late answer, then gets its own */
	assert_int_equal(status_after(f, OCXLPMEM_CMD_STATS), 0);
	assert_false(f->device.mailbox.overdue);
	assert_int_equal(f->rings, 2);
	assert_int_equal(f->complaints, 0);
}

static int count_saved(struct ocxlpmem_mailbox *mailbox, u8 opcode, void *context)
{
	(void)mailbox;
	(void)opcode;
	(*(u32 *)context)++;
	return 0;
}

static int note_opcode(struct ocxlpmem_mailbox *mailbox, u8 opcode, void *context)
{
	(void)mailbox;
	*(u8 *)context = opcode;
	return 0;
}

static int read_empty_request(void *context, u32 offset, u64 *value)
{
	int rc = fixture_read(context, offset, value);

	if (offset == OCXL_CARD_REQUEST)
		*value = 0;
	return rc;
}

/* on a card whose request block cannot be read */
FIXTURE_TEST(test_opcode_of_a_stale_answer_is_remembered)
{
	u8 opcode = OCXL_OPCODE_COUNT;

	ready_mailbox(f);
	f->device.mailbox.save_stale = note_opcode;
	f->device.mailbox.save_stale_context = &opcode;
	f->transport.read64 = read_empty_request;
	assert_int_equal(run_command(f, OCXL_OPCODE_SMART), 0);
	assert_int_equal(run_command(f, OCXL_OPCODE_HEARTBEAT), 0);
	assert_int_equal(opcode, OCXL_OPCODE_SMART);
	f->transport.read64 = fixture_read;
}

static int read_failed_status(void *context, u32 offset, u64 *value)
{
	int rc = fixture_read(context, offset, value);

	if (offset == OCXL_CARD_RESPONSE)
		*value |= OCXLPMEM_STATUS_FAILED;
	return rc;
}

/* only an answer with status OK has data to save */
FIXTURE_TEST(test_late_refusal_is_not_saved)
{
	u32 saved = 0;

	ready_mailbox(f);
	f->device.mailbox.save_stale = count_saved;
	f->device.mailbox.save_stale_context = &saved;
	apply_scenario(f, "fault op=5 timeout late-ms=150 times=2");
	assert_int_equal(run_command(f, OCXL_OPCODE_SMART), OCXLPMEM_STATUS_TIMEOUT);
	assert_int_equal(run_command(f, OCXL_OPCODE_HEARTBEAT), 0);
	assert_int_equal(saved, 1);
	ocxlpmem_mailbox_acknowledge(&f->device.mailbox);
	assert_int_equal(run_command(f, OCXL_OPCODE_SMART), OCXLPMEM_STATUS_TIMEOUT);
	f->transport.read64 = read_failed_status;
	assert_int_equal(run_command(f, OCXL_OPCODE_HEARTBEAT), OCXLPMEM_STATUS_FAILED);
	assert_int_equal(saved, 1);
	f->transport.read64 = fixture_read;
}

#define ABANDONED_ID 0x1234

static bool has_rung;

static int write_and_note_bell(void *context, u32 offset, u64 value)
{
	has_rung |= offset == OCXL_REG_HCI && (value & OCXL_HCI_ACRW);
	return fixture_write(context, offset, value);
}

/*
 * after the doorbell, a response is always available, and every other one is that of an abandoned
 * request
 */
static int read_alternating_ids(void *context, u32 offset, u64 *value)
{
	static u32 reads;
	int rc = fixture_read(context, offset, value);

	if (!has_rung)
		return rc;
	if (offset == OCXL_REG_CHI)
		*value |= OCXL_CHI_ACRA;
	if (offset != OCXL_CARD_RESPONSE)
		return rc;
	assert_true(++reads < 100);
	*value = OCXL_REQUEST_WORD0(0, reads % 2 ? ABANDONED_ID : 0x4321);
	return rc;
}

FIXTURE_TEST(test_changing_ids_end_the_wait)
{
	ready_mailbox(f);
	assert_int_equal(run_command(f, OCXL_OPCODE_HEARTBEAT), 0);
	ocxlpmem_mailbox_acknowledge(&f->device.mailbox);
	f->device.mailbox.abandoned.id = ABANDONED_ID;
	has_rung = false;
	f->transport.read64 = read_alternating_ids;
	f->transport.write64 = write_and_note_bell;
	assert_int_equal(run_command(f, OCXL_OPCODE_HEARTBEAT), OCXLPMEM_STATUS_BAD_RESPONSE);
	assert_int_equal(f->device.mailbox.abandoned.id, 0);
	f->transport.read64 = fixture_read;
	f->transport.write64 = fixture_write;
}

static u32 answers_left;

static int read_waiting_answers(void *context, u32 offset, u64 *value)
{
	int rc = fixture_read(context, offset, value);

	if (answers_left && offset == OCXL_REG_CHI)
		*value |= OCXL_CHI_ACRA;
	if (answers_left && offset == OCXL_CARD_RESPONSE)
		*value = OCXL_REQUEST_WORD0(0, 0x4321 + answers_left);
	return rc;
}

static int write_and_take_answer(void *context, u32 offset, u64 value)
{
	if (answers_left && offset == OCXL_REG_CHIC && (value & OCXL_CHI_ACRA))
		answers_left--;
	return fixture_write(context, offset, value);
}

/* to the abandoned request, the overdue one and an unknown one: no card has more on its way */
FIXTURE_TEST(test_three_stale_answers_are_taken)
{
	u8 status;

	ready_mailbox(f);
	f->transport.read64 = read_waiting_answers;
	f->transport.write64 = write_and_take_answer;
	answers_left = 3;
	assert_int_equal(ocxlpmem_mailbox_drain(&f->device.mailbox, OCXL_OPCODE_HEARTBEAT, &status),
			 0);
	assert_int_equal(status, OCXLPMEM_STATUS_OK);
	assert_int_equal(answers_left, 0);
	answers_left = 4;
	assert_int_equal(ocxlpmem_mailbox_drain(&f->device.mailbox, OCXL_OPCODE_HEARTBEAT, &status),
			 0);
	assert_int_equal(status, OCXLPMEM_STATUS_BAD_RESPONSE);
	f->transport.read64 = fixture_read;
	f->transport.write64 = fixture_write;
}

FIXTURE_TEST(test_late_answer_missing_keeps_bell_silent)
{
	u64 start;

	apply_scenario(f, "fault op=5 timeout");
	assert_int_equal(status_after(f, OCXLPMEM_CMD_SMART), OCXLPMEM_STATUS_TIMEOUT);
	start = f->now;
	assert_int_equal(status_after(f, OCXLPMEM_CMD_STATS), OCXLPMEM_STATUS_TIMEOUT);
	assert_range(f->now - start, 100 * MS, 100 * MS + 1000);
	assert_int_equal(f->rings, 1);
	apply_scenario(f, "answer");
	assert_int_equal(status_after(f, OCXLPMEM_CMD_STATS), 0);
	assert_int_equal(f->rings, 2);
	assert_int_equal(f->complaints, 0);
}

FIXTURE_TEST(test_stuck_after_a_minute_until_the_answer_comes)
{
	apply_scenario(f, "fault op=0 timeout");
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), OCXLPMEM_STATUS_TIMEOUT);
	f->now += 60000 * MS - 1;
	assert_string_equal(flags_of(f), "\n");
	f->now += 1;
	assert_string_equal(flags_of(f), "mailbox_stuck\n");
	f->changes = 0;
	assert_int_equal(ocxlpmem_device_refresh_health(&f->device), 0);
	assert_int_equal(f->changes, 1);
	apply_scenario(f, "answer");
	assert_string_equal(flags_of(f), "\n");
	assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), 0);
	assert_string_equal(flags_of(f), "\n");
}

FIXTURE_TEST(test_killed_caller_leaves_a_late_answer)
{
	apply_scenario(f, "latency op=0 us=5000");
	f->killed = true;
	send_command(f, OCXLPMEM_CMD_HEARTBEAT, &answer);
	assert_int_equal(answer.rc, -EINTR);
	assert_true(f->device.mailbox.overdue);
	send_command(f, OCXLPMEM_CMD_STATS, &answer);
	assert_int_equal(answer.rc, -EINTR);
	assert_int_equal(f->rings, 1);
	f->killed = false;
	assert_int_equal(status_after(f, OCXLPMEM_CMD_STATS), 0);
	assert_int_equal(f->complaints, 0);
}

/* the driver was unbound during its request: nobody waits for the answer */
FIXTURE_TEST(test_stale_answer_of_another_generation_is_cleared)
{
	ready_mailbox(f);
	assert_int_equal(run_command(f, OCXL_OPCODE_SMART), 0);
	ocxlpmem_device_destroy(&f->device);
	fixture_bind(f, GENERATION + 1);
	assert_int_equal(status_after(f, OCXLPMEM_CMD_STATS), 0);
	assert_int_equal(f->complaints, 0);
}

/* what no driver has requested: nobody waits for its answer */
FIXTURE_TEST(test_foreign_words_in_the_request_block)
{
	static const u64 words[] = {
		OCXL_REQUEST_WORD0(OCXL_OPCODE_ERROR_LOG, 0),
		OCXL_REQUEST_WORD0(OCXL_OPCODE_COUNT, 5),
		OCXL_REQUEST_WORD0(OCXL_OPCODE_SECURE_ERASE, 5),
		OCXL_REQUEST_WORD0(OCXL_OPCODE_ERROR_LOG, 5) | 1ULL << 8,
		OCXL_REQUEST_WORD0(OCXL_OPCODE_ERROR_LOG, 5) | 1ULL << 32,
		~0ULL,
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(words); i++) {
		ocxlpmem_device_destroy(&f->device);
		assert_int_equal(ocxlpmem_card_write64(f->card, OCXL_CARD_REQUEST, words[i]), 0);
		fixture_bind(f, GENERATION + 1 + i);
		assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), 0);
		assert_int_equal(f->device.mailbox.last_id, 1);
		assert_false(f->device.mailbox.overdue);
	}
}

FIXTURE_TEST(test_gone_card_is_no_answer)
{
	ready_mailbox(f);
	apply_scenario(f, "fault op=0 timeout\ndead");
	send_command(f, OCXLPMEM_CMD_HEARTBEAT, &answer);
	assert_int_equal(answer.rc, -ENXIO);
	send_command(f, OCXLPMEM_CMD_EVENTS, &answer);
	assert_int_equal(answer.rc, -ENXIO);
	send_command(f, OCXLPMEM_CMD_CAPABILITIES, &answer);
	assert_int_equal(answer.rc, -ENXIO);
}

static int read_then_die(void *context, u32 offset, u64 *value)
{
	struct fixture *f = context;

	*value = ~0ULL;
	return f->rings ? 0 : fixture_read(context, offset, value);
}

FIXTURE_TEST(test_card_that_dies_while_asked)
{
	f->transport.read64 = read_then_die;
	send_command(f, OCXLPMEM_CMD_HEARTBEAT, &answer);
	assert_int_equal(answer.rc, -ENXIO);
	assert_int_equal(f->rings, 1);
}

FIXTURE_TEST(test_transport_error_comes_through)
{
	f->fail_offset = OCXL_CARD_DATA;
	send_command(f, OCXLPMEM_CMD_SMART, &answer);
	assert_int_equal(answer.rc, -ENXIO);
	f->fail_offset = 0;
	assert_int_equal(status_after(f, OCXLPMEM_CMD_SMART), 0);
	assert_int_equal(f->complaints, 0);
}

FIXTURE_TEST(test_read_stays_inside_the_buffer)
{
	struct ocxlpmem_mailbox *mailbox = &f->device.mailbox;
	u8 bytes[32];
	u64 value;

	ready_mailbox(f);
	ocxlpmem_card_write64(f->card, OCXL_CARD_DATA, 0x8877665544332211ULL);
	ocxlpmem_card_write64(f->card, OCXL_CARD_DATA + 8, 0xA9ULL);
	assert_int_equal(ocxlpmem_mailbox_read(mailbox, 0, bytes, 9), 0);
	assert_memory_equal(bytes, "\x11\x22\x33\x44\x55\x66\x77\x88\xA9", 9);
	assert_int_equal(ocxlpmem_mailbox_read(mailbox, 4, bytes, 4), -EINVAL);
	assert_int_equal(ocxlpmem_mailbox_read(mailbox, OCXL_CARD_DATA_SIZE - 8, bytes, 8), 0);
	assert_int_equal(ocxlpmem_mailbox_read(mailbox, OCXL_CARD_DATA_SIZE - 8, bytes, 9),
			 -EINVAL);
	assert_int_equal(ocxlpmem_mailbox_read(mailbox, OCXL_CARD_DATA_SIZE, bytes, 0), 0);
	assert_int_equal(ocxlpmem_mailbox_read(mailbox, 0xFFFFFFF8, bytes, 16), -EINVAL);
	assert_int_equal(ocxlpmem_mailbox_read(mailbox, 8, bytes, 0xFFFFFFFF), -EINVAL);
	assert_int_equal(ocxlpmem_mailbox_read64(mailbox, OCXL_CARD_DATA_SIZE - 8, &value), 0);
	assert_int_equal(ocxlpmem_mailbox_read64(mailbox, OCXL_CARD_DATA_SIZE, &value), -EINVAL);
	assert_int_equal(ocxlpmem_mailbox_read64(mailbox, 0xFFFFFFF8, &value), -EINVAL);
	assert_int_equal(ocxlpmem_mailbox_run(mailbox, OCXL_OPCODE_COUNT, 0, bytes), -EINVAL);
}

FIXTURE_TEST(test_write_stays_inside_the_buffer)
{
	static const u8 bytes[24] = "\x11\x22\x33\x44\x55\x66\x77\x88\xA9";
	struct ocxlpmem_mailbox *mailbox = &f->device.mailbox;
	u64 value;

	ready_mailbox(f);
	assert_int_equal(ocxlpmem_mailbox_write(mailbox, 8, bytes, 16), 0);
	assert_int_equal(ocxlpmem_mailbox_read64(mailbox, 8, &value), 0);
	assert_true(value == 0x8877665544332211ULL);
	assert_int_equal(ocxlpmem_mailbox_read64(mailbox, 16, &value), 0);
	assert_true(value == 0xA9);
	assert_int_equal(ocxlpmem_mailbox_read64(mailbox, 24, &value), 0);
	assert_true(value == 0);
	assert_int_equal(ocxlpmem_mailbox_write(mailbox, 4, bytes, 8), -EINVAL);
	assert_int_equal(ocxlpmem_mailbox_write(mailbox, 0, bytes, 7), -EINVAL);
	assert_int_equal(ocxlpmem_mailbox_write(mailbox, 0, bytes, 9), -EINVAL);
	assert_int_equal(ocxlpmem_mailbox_write(mailbox, OCXL_CARD_DATA_SIZE - 16, bytes, 16), 0);
	assert_int_equal(ocxlpmem_mailbox_write(mailbox, OCXL_CARD_DATA_SIZE - 8, bytes, 16),
			 -EINVAL);
	assert_int_equal(ocxlpmem_mailbox_write(mailbox, OCXL_CARD_DATA_SIZE, bytes, 8), -EINVAL);
	assert_int_equal(ocxlpmem_mailbox_write(mailbox, 0xFFFFFFF8, bytes, 16), -EINVAL);
	assert_int_equal(ocxlpmem_mailbox_write(mailbox, 8, bytes, 0xFFFFFFF8), -EINVAL);
	assert_int_equal(f->complaints, 0);
}

static void remember_transaction(void *context, const struct ocxlpmem_transaction *transaction)
{
	*(struct ocxlpmem_transaction *)context = *transaction;
}

FIXTURE_TEST(test_each_request_is_reported)
{
	struct ocxlpmem_transaction last = { 0 };
	u8 status = 0;

	ready_mailbox(f);
	f->device.mailbox.transaction_ended = remember_transaction;
	f->device.mailbox.transaction_context = &last;
	apply_scenario(f, "fault op=smart status=0x21");
	assert_int_equal(ocxlpmem_mailbox_run(&f->device.mailbox, OCXL_OPCODE_SMART, 7, &status),
			 0);
	assert_int_equal(last.opcode, OCXL_OPCODE_SMART);
	assert_int_equal(last.id, f->device.mailbox.last_id);
	assert_int_equal(last.parameter, 7);
	assert_int_equal(last.rc, 0);
	assert_int_equal(last.status, 0x21);
	apply_scenario(f, "timeout op=heartbeat ms=30");
	apply_scenario(f, "fault op=heartbeat timeout");
	f->device.mailbox.timeout_ms[OCXL_OPCODE_HEARTBEAT] = 30;
	assert_int_equal(run_command(f, OCXL_OPCODE_HEARTBEAT), OCXLPMEM_STATUS_TIMEOUT);
	assert_int_equal(last.status, OCXLPMEM_STATUS_TIMEOUT);
	assert_true(last.duration_ns >= 30 * 1000000ULL);
	assert_int_not_equal(last.id, 0);
	/* it is not sent while the last one is overdue */
	assert_int_equal(run_command(f, OCXL_OPCODE_SMART), OCXLPMEM_STATUS_TIMEOUT);
	assert_int_equal(last.opcode, OCXL_OPCODE_SMART);
	assert_int_equal(last.id, 0);
	status = 0;
	assert_int_equal(ocxlpmem_mailbox_run(&f->device.mailbox, OCXL_OPCODE_COUNT, 0, &status),
			 -EINVAL);
	assert_int_equal(last.rc, -EINVAL);
}

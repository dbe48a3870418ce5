// SPDX-License-Identifier: GPL-2.0-only
/* Registers and mailboxes of the emulated card, with a host that makes mistakes. */
#include "card-fixture.h"
#include "card/card-state.h"

static u64 read_card(struct fixture *f, u32 offset)
{
	u64 value = 0xEEEE;

	assert_int_equal(ocxlpmem_card_read64(f->card, offset, &value), 0);
	return value;
}

static void write_card(struct fixture *f, u32 offset, u64 value)
{
	assert_int_equal(ocxlpmem_card_write64(f->card, offset, value), 0);
}

static void send_request(struct fixture *f, u8 opcode, u16 id)
{
	write_card(f, OCXL_CARD_REQUEST, OCXL_REQUEST_WORD0(opcode, id));
	write_card(f, OCXL_REG_HCI, OCXL_HCI_ACRW);
}

static void acknowledge_answer(struct fixture *f)
{
	write_card(f, OCXL_REG_CHIC, OCXL_CHI_ACRA);
}

static u8 status_of_answer(struct fixture *f)
{
	assert_int_equal(read_card(f, OCXL_REG_CHI) & OCXL_CHI_ACRA, OCXL_CHI_ACRA);
	return OCXL_WORD0_LOW(read_card(f, OCXL_CARD_RESPONSE));
}

FIXTURE_TEST(test_offsets_outside_and_unaligned)
{
	static const u32 bad[] = { 1, 4, 0x104, 0x10C, 0x1003, OCXL_CARD_MMIO_SIZE, 0xFFFFFFF8 };
	size_t i;
	u64 value;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		assert_int_equal(ocxlpmem_card_read64(f->card, bad[i], &value), -EINVAL);
		assert_int_equal(ocxlpmem_card_write64(f->card, bad[i], 0), -EINVAL);
	}
	assert_int_equal(ocxlpmem_card_read64(f->card, OCXL_CARD_MMIO_SIZE - 8, &value), 0);
}

FIXTURE_TEST(test_every_offset_can_be_read_and_written)
{
	u32 offset;

	for (offset = 0; offset < OCXL_CARD_MMIO_SIZE; offset += 8) {
		read_card(f, offset);
		write_card(f, offset, ~0ULL);
		read_card(f, offset);
	}
}

FIXTURE_TEST(test_halves_of_the_mailbox_registers)
{
	assert_true(read_card(f, OCXL_REG_ACMA_BLOCKS) == 0x0000030000000200ULL);
	assert_true(read_card(f, OCXL_REG_ACMA_DATA) == 0x0000100000010000ULL);
	assert_true(read_card(f, OCXL_REG_NSCMA_BLOCKS) == 0x0000050000000400ULL);
	assert_true(read_card(f, OCXL_REG_NSCMA_DATA) >> 32 == 0x600);
}

/* a host that swaps the halves makes a request of zeros */
FIXTURE_TEST(test_swapped_halves_fail)
{
	write_card(f, OCXL_CARD_RESPONSE, OCXL_REQUEST_WORD0(OCXL_OPCODE_SMART, 7));
	assert_int_equal(f->complaints, 1);
	write_card(f, OCXL_REG_HCI, OCXL_HCI_ACRW);
	assert_int_not_equal(OCXL_WORD0_ID(read_card(f, OCXL_CARD_REQUEST)), 7);
}

FIXTURE_TEST(test_write_only_registers_read_zero_and_tell)
{
	apply_scenario(f, "health cda set");
	assert_true(read_card(f, OCXL_REG_CHIC) == 0);
	assert_true(read_card(f, OCXL_REG_CHIEC) == 0);
	assert_true(read_card(f, OCXL_REG_HCIC) == 0);
	assert_int_equal(f->complaints, 3);
}

FIXTURE_TEST(test_status_bits_that_the_host_may_clear)
{
	apply_scenario(f, "health cda set\nfatal hw\nfatal fw\nerror-log");
	write_card(f, OCXL_REG_CHIC, ~0ULL);
	assert_true(read_card(f, OCXL_REG_CHI) ==
		    (OCXL_CHI_CRDY | OCXL_CHI_MA | OCXL_CHI_CFFS | OCXL_CHI_CHFS | OCXL_CHI_ELA));
}

FIXTURE_TEST(test_ela_is_a_level)
{
	apply_scenario(f, "error-log count=2");
	f->interrupts[0] = 0;
	write_card(f, OCXL_REG_CHIC, OCXL_CHI_ELA);
	/* asserted again while entries remain, which is a new edge */
	assert_int_equal(read_card(f, OCXL_REG_CHI) & OCXL_CHI_ELA, OCXL_CHI_ELA);
	assert_int_equal(f->interrupts[0], 1);
	send_request(f, OCXL_OPCODE_ERROR_LOG, 1);
	assert_int_equal(status_of_answer(f), 0);
	acknowledge_answer(f);
	assert_int_equal(read_card(f, OCXL_REG_CHI) & OCXL_CHI_ELA, OCXL_CHI_ELA);
	send_request(f, OCXL_OPCODE_ERROR_LOG, 2);
	assert_int_equal(read_card(f, OCXL_REG_CHI) & OCXL_CHI_ELA, OCXL_CHI_ELA);
	acknowledge_answer(f);
	assert_int_equal(read_card(f, OCXL_REG_CHI) & OCXL_CHI_ELA, 0);
	send_request(f, OCXL_OPCODE_ERROR_LOG, 3);
	assert_int_equal(status_of_answer(f), OCXL_CARD_STATUS_FAILED);
}

FIXTURE_TEST(test_entry_is_consumed_by_the_acknowledge_alone)
{
	apply_scenario(f, "error-log id=1 count=2");
	send_request(f, OCXL_OPCODE_ERROR_LOG, 1);
	assert_int_equal(read_card(f, OCXL_CARD_DATA + OCXL_ERROR_LOG_IDENTITY) >> 32, 1);
	/* unacknowledged: a second doorbell has no effect */
	send_request(f, OCXL_OPCODE_ERROR_LOG, 2);
	assert_int_equal(f->complaints, 1);
	assert_int_equal(read_card(f, OCXL_CARD_DATA + OCXL_ERROR_LOG_IDENTITY) >> 32, 1);
	acknowledge_answer(f);
	acknowledge_answer(f);
	send_request(f, OCXL_OPCODE_ERROR_LOG, 3);
	assert_int_equal(read_card(f, OCXL_CARD_DATA + OCXL_ERROR_LOG_IDENTITY) >> 32, 2);
}

static bool holds_heartbeats(void *context, u8 opcode)
{
	return opcode == OCXL_OPCODE_HEARTBEAT;
}

FIXTURE_TEST(test_request_that_the_host_holds_has_no_answer)
{
	f->card_host.is_held = holds_heartbeats;
	send_request(f, OCXL_OPCODE_STATS, 1);
	assert_int_equal(status_of_answer(f), OCXL_CARD_STATUS_OK);
	acknowledge_answer(f);
	send_request(f, OCXL_OPCODE_HEARTBEAT, 2);
	f->now += 3600ULL * 1000000000;
	assert_int_equal(ocxlpmem_card_advance(f->card), OCXL_NEVER);
	assert_int_equal(read_card(f, OCXL_REG_CHI) & OCXL_CHI_ACRA, 0);
	assert_int_equal(ocxlpmem_card_running_opcode(f->card), OCXL_OPCODE_HEARTBEAT);
	f->card_host.is_held = NULL;
	assert_int_equal(status_of_answer(f), OCXL_CARD_STATUS_OK);
	assert_int_equal(ocxlpmem_card_running_opcode(f->card), OCXL_OPCODE_NONE);
}

FIXTURE_TEST(test_requests_that_come_at_a_bad_time)
{
	apply_scenario(f, "latency op=0 us=100");
	send_request(f, OCXL_OPCODE_HEARTBEAT, 1);
	send_request(f, OCXL_OPCODE_SMART, 2);
	assert_int_equal(f->complaints, 1);
	f->now += 100000;
	assert_int_equal(status_of_answer(f), 0);
	assert_int_equal(OCXL_WORD0_ID(read_card(f, OCXL_CARD_RESPONSE)), 1);
	send_request(f, OCXL_OPCODE_SMART, 3);
	assert_int_equal(f->complaints, 2);
	acknowledge_answer(f);
	apply_scenario(f, "ready never");
	send_request(f, OCXL_OPCODE_SMART, 4);
	assert_int_equal(f->complaints, 3);
	apply_scenario(f, "ready now");
	send_request(f, OCXL_OPCODE_SMART, 5);
	assert_int_equal(status_of_answer(f), 0);
}

FIXTURE_TEST(test_stale_parameter_is_refused)
{
	static const u8 opcodes[] = { OCXL_OPCODE_SMART, OCXL_OPCODE_STATS };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(opcodes); i++) {
		write_card(f, OCXL_CARD_REQUEST + OCXL_REQUEST_PARAMETER, 1ULL << 63);
		send_request(f, opcodes[i], 1);
		assert_int_equal(status_of_answer(f), OCXL_CARD_STATUS_BAD_REQUEST_PARM);
		acknowledge_answer(f);
		write_card(f, OCXL_CARD_REQUEST + OCXL_REQUEST_PARAMETER, 0);
		send_request(f, opcodes[i], 2);
		assert_int_equal(status_of_answer(f), 0);
		acknowledge_answer(f);
	}
}

static void check_unknown_opcode(struct fixture *f, u8 opcode)
{
	send_request(f, opcode, opcode);
	if (status_of_answer(f) != OCXL_CARD_STATUS_BAD_OPCODE)
		fail_msg("opcode %u ends in status 0x%x", opcode, status_of_answer(f));
	acknowledge_answer(f);
}

FIXTURE_TEST(test_unknown_opcodes)
{
	u32 opcode;

	check_unknown_opcode(f, OCXL_OPCODE_CAPABILITIES);
	for (opcode = OCXL_OPCODE_COUNT; opcode < 256; opcode++)
		check_unknown_opcode(f, (u8)opcode);
}

FIXTURE_TEST(test_near_storage_answers_in_its_own_blocks)
{
	write_card(f, OCXL_CARD_NS_REQUEST, OCXL_REQUEST_WORD0(OCXL_OPCODE_SECURE_ERASE, 9));
	write_card(f, OCXL_REG_HCI, OCXL_HCI_NSCRW);
	assert_int_equal(read_card(f, OCXL_REG_CHI) & (OCXL_CHI_NSCRA | OCXL_CHI_ACRA),
			 OCXL_CHI_NSCRA);
	assert_true(read_card(f, OCXL_CARD_NS_RESPONSE) ==
		    OCXL_REQUEST_WORD0(OCXL_CARD_STATUS_BAD_OPCODE, 9));
	write_card(f, OCXL_REG_HCI, OCXL_HCI_NSCRW);
	assert_int_equal(f->complaints, 1);
	write_card(f, OCXL_REG_CHIC, OCXL_CHI_NSCRA);
	assert_int_equal(read_card(f, OCXL_REG_CHI) & OCXL_CHI_NSCRA, 0);
}

FIXTURE_TEST(test_doorbells_read_back)
{
	write_card(f, OCXL_REG_HCI, OCXL_HCI_FDE);
	write_card(f, OCXL_REG_HCI, 0);
	assert_true(read_card(f, OCXL_REG_HCI) == OCXL_HCI_FDE);
	write_card(f, OCXL_REG_HCIC, OCXL_HCI_FDE);
	assert_true(read_card(f, OCXL_REG_HCI) == 0);
	write_card(f, OCXL_REG_HCI, OCXL_HCI_CHPD | OCXL_HCI_CDC);
	assert_true(read_card(f, OCXL_REG_HCI) == OCXL_HCI_CHPD);
	f->now += 1 * MS;
	assert_true(read_card(f, OCXL_REG_HCI) == 0);
	send_request(f, OCXL_OPCODE_HEARTBEAT, 1);
	assert_true(read_card(f, OCXL_REG_HCI) == 0);
}

FIXTURE_TEST(test_interrupt_lines_and_edges)
{
	write_card(f, OCXL_REG_CHIEC, ~0ULL);
	f->interrupts[0] = 0;
	apply_scenario(f, "error-log\nhealth cda set\nfatal hw");
	assert_int_equal(f->interrupts[0], 0);
	assert_int_equal(f->interrupts[1], 0);
	/* enabling a set bit triggers */
	write_card(f, OCXL_REG_CHIE, OCXL_CHI_ELA | OCXL_CHI_CHFS);
	assert_int_equal(f->interrupts[0], 1);
	assert_int_equal(f->interrupts[1], 1);
	/* enabling it again does not, nor does setting a set bit */
	write_card(f, OCXL_REG_CHIE, OCXL_CHI_ELA | OCXL_CHI_CHFS);
	apply_scenario(f, "error-log\nfatal hw");
	assert_int_equal(f->interrupts[0], 1);
	assert_int_equal(f->interrupts[1], 1);
	write_card(f, OCXL_REG_CHIE, OCXL_CHI_CFFS);
	apply_scenario(f, "fatal fw");
	assert_int_equal(f->interrupts[1], 2);
	assert_true(read_card(f, OCXL_REG_CHIE) == (OCXL_CHI_ELA | OCXL_CHI_CHFS | OCXL_CHI_CFFS));
}

FIXTURE_TEST(test_advance_tells_what_comes_next)
{
	u64 start = f->now;

	assert_true(ocxlpmem_card_advance(f->card) == ~0ULL);
	apply_scenario(f, "error-log after-ms=50 count=3\nready-after ms=20\nmemory-after ms=30");
	assert_true(ocxlpmem_card_advance(f->card) == start + 20 * MS);
	f->now = start + 20 * MS;
	assert_true(ocxlpmem_card_advance(f->card) == start + 30 * MS);
	assert_true(read_card(f, OCXL_REG_CHI) == OCXL_CHI_CRDY);
	f->now = start + 30 * MS;
	assert_true(ocxlpmem_card_advance(f->card) == start + 50 * MS);
	apply_scenario(f, "fault op=0 timeout late-ms=5");
	send_request(f, OCXL_OPCODE_HEARTBEAT, 1);
	assert_true(ocxlpmem_card_advance(f->card) == start + 35 * MS);
	f->now = start + 50 * MS;
	assert_true(ocxlpmem_card_advance(f->card) == ~0ULL);
	assert_true(read_card(f, OCXL_REG_CHI) ==
		    (OCXL_CHI_CRDY | OCXL_CHI_MA | OCXL_CHI_ELA | OCXL_CHI_ACRA));
	apply_scenario(f, "memory never");
	assert_true(ocxlpmem_card_advance(f->card) == ~0ULL);
	assert_int_equal(read_card(f, OCXL_REG_CHI) & OCXL_CHI_MA, 0);
}

FIXTURE_TEST(test_entry_that_is_due_passes_one_that_is_not)
{
	apply_scenario(f, "error-log id=1 after-ms=10\nerror-log id=2");
	send_request(f, OCXL_OPCODE_ERROR_LOG, 1);
	assert_int_equal(read_card(f, OCXL_CARD_DATA + OCXL_ERROR_LOG_IDENTITY) >> 32, 2);
	acknowledge_answer(f);
	assert_int_equal(read_card(f, OCXL_REG_CHI) & OCXL_CHI_ELA, 0);
	f->now += 10 * MS;
	send_request(f, OCXL_OPCODE_ERROR_LOG, 2);
	assert_int_equal(read_card(f, OCXL_CARD_DATA + OCXL_ERROR_LOG_IDENTITY) >> 32, 1);
}

FIXTURE_TEST(test_emptied_log)
{
	apply_scenario(f, "error-log id=1\nerror-log id=2 after-ms=10");
	send_request(f, OCXL_OPCODE_ERROR_LOG, 1);
	assert_int_equal(read_card(f, OCXL_CARD_DATA + OCXL_ERROR_LOG_IDENTITY) >> 32, 1);
	apply_scenario(f, "error-log none");
	assert_int_equal(read_card(f, OCXL_REG_CHI) & OCXL_CHI_ELA, 0);
	/* acknowledging a missing entry drops no other one */
	apply_scenario(f, "error-log id=3");
	acknowledge_answer(f);
	send_request(f, OCXL_OPCODE_ERROR_LOG, 2);
	assert_int_equal(read_card(f, OCXL_CARD_DATA + OCXL_ERROR_LOG_IDENTITY) >> 32, 3);
	acknowledge_answer(f);
	f->now += 10 * MS;
	assert_int_equal(read_card(f, OCXL_REG_CHI) & OCXL_CHI_ELA, 0);
}

static u64 stat_at(struct fixture *f, u32 offset)
{
	u64 value;

	send_request(f, OCXL_OPCODE_STATS, 1);
	assert_int_equal(status_of_answer(f), 0);
	value = read_card(f, OCXL_CARD_DATA + offset);
	acknowledge_answer(f);
	return value;
}

FIXTURE_TEST(test_stats_advance_with_time_and_commands)
{
	u64 loads = stat_at(f, OCXL_STATS_HOST_LOADS);
	u64 uptime = stat_at(f, OCXL_STATS_RESETS);

	assert_true(stat_at(f, OCXL_STATS_HOST_LOADS) == loads + 20);
	f->now += 5000 * MS;
	assert_true(stat_at(f, OCXL_STATS_RESETS) == uptime + 5);
	assert_true(stat_at(f, OCXL_STATS_HOST_LOADS) == loads + 4 * 10 + 5 * 2000);
	apply_scenario(f, "stats host_load_count=7");
	assert_true(stat_at(f, OCXL_STATS_HOST_LOADS) == 7 + 10);
	apply_scenario(f, "stats frozen host_load_count=7");
	f->now += 5000 * MS;
	assert_true(stat_at(f, OCXL_STATS_HOST_LOADS) == 7);
	apply_scenario(f, "stats running");
	f->now += 1000 * MS;
	assert_true(stat_at(f, OCXL_STATS_HOST_LOADS) == 7 + 10 + 2000);
	/* after ten years nothing overflows */
	f->now += 10ULL * 365 * 24 * 3600 * 1000 * MS;
	assert_true(stat_at(f, OCXL_STATS_HOST_LOADS) ==
		    7 + 20 + 2000 + 10ULL * 365 * 24 * 3600 * 2000);
}

/* current, threshold and worst value of an attribute, in the order of their bytes */
static u32 values_of(struct fixture *f, u32 index)
{
	u32 values;

	send_request(f, OCXL_OPCODE_SMART, 1);
	values = (u32)(read_card(f, OCXL_CARD_DATA + 8 + index * 16) >> 16) & 0xFFFFFF;
	acknowledge_answer(f);
	return values;
}

FIXTURE_TEST(test_values_move_with_the_raw_one)
{
	assert_int_equal(values_of(f, 1), 35 << 16 | 70 << 8 | 41);
	apply_scenario(f, "smart 0xC2 raw=40");
	assert_int_equal(values_of(f, 1), 40 << 16 | 70 << 8 | 41);
	apply_scenario(f, "smart 0xC2 raw=80");
	assert_int_equal(values_of(f, 1), 80 << 16 | 70 << 8 | 80);
	apply_scenario(f, "smart 0xC2 raw=1000");
	assert_int_equal(values_of(f, 1), 255 << 16 | 70 << 8 | 255);
	/* what a line sets stays */
	apply_scenario(f, "smart 0xC2 raw=50 current=51 worst=52");
	assert_int_equal(values_of(f, 1), 51 << 16 | 70 << 8 | 52);
	apply_scenario(f, "smart 0xCA raw=60");
	assert_int_equal(values_of(f, 2), 60 << 16 | 10 << 8 | 60);
	apply_scenario(f, "smart 0xCA raw=90");
	assert_int_equal(values_of(f, 2), 90 << 16 | 10 << 8 | 60);
	/* other attributes are normalised in an unknown way */
	apply_scenario(f, "smart 5 raw=200");
	assert_int_equal(values_of(f, 3), 100 << 16 | 100);
	apply_scenario(f, "smart 5 current=30");
	assert_int_equal(values_of(f, 3), 30 << 16 | 30);
}

FIXTURE_TEST(test_power_on_hours_go_with_the_statistics)
{
	send_request(f, OCXL_OPCODE_SMART, 1);
	assert_int_equal(read_card(f, OCXL_CARD_DATA + 16), 1234);
	acknowledge_answer(f);
	f->now += 3600 * 1000 * MS;
	send_request(f, OCXL_OPCODE_SMART, 2);
	assert_int_equal(read_card(f, OCXL_CARD_DATA + 16), 1235);
	acknowledge_answer(f);
	apply_scenario(f, "smart 9 raw=5");
	send_request(f, OCXL_OPCODE_SMART, 3);
	assert_int_equal(read_card(f, OCXL_CARD_DATA + 16), 5);
	acknowledge_answer(f);
	assert_int_equal(stat_at(f, OCXL_STATS_POWER) >> 32, 5 * 3600);
	apply_scenario(f, "stats power_on_uptime=7205\nerror-log");
	send_request(f, OCXL_OPCODE_SMART, 4);
	assert_int_equal(read_card(f, OCXL_CARD_DATA + 16), 2);
	acknowledge_answer(f);
	send_request(f, OCXL_OPCODE_ERROR_LOG, 5);
	assert_int_equal((u32)read_card(f, OCXL_CARD_DATA + OCXL_ERROR_LOG_TYPE), 7205);
	acknowledge_answer(f);
	/* more than the statistics can count */
	apply_scenario(f, "smart 9 raw=0xFFFFFFFFFFFFFFFF");
	send_request(f, OCXL_OPCODE_SMART, 6);
	assert_true(read_card(f, OCXL_CARD_DATA + 16) == ~0ULL);
}

FIXTURE_TEST(test_life_goes_with_the_statistics)
{
	apply_scenario(f, "smart life_remaining raw=3");
	assert_int_equal(stat_at(f, OCXL_STATS_POWER) & 0xFF, 3);
	apply_scenario(f, "stats life_remaining=60");
	assert_int_equal(stat_at(f, OCXL_STATS_POWER) & 0xFF, 60);
	assert_int_equal(values_of(f, 2), 60 << 16 | 10 << 8 | 3);
	/* more than the statistics have room for */
	apply_scenario(f, "smart life_remaining raw=300");
	assert_int_equal(stat_at(f, OCXL_STATS_POWER) & 0xFF, 255);
	/* a card without the attribute does not get it */
	apply_scenario(f, "smart life_remaining remove\nstats life_remaining=50");
	assert_int_equal(stat_at(f, OCXL_STATS_POWER) & 0xFF, 50);
	send_request(f, OCXL_OPCODE_SMART, 1);
	assert_int_equal(read_card(f, OCXL_CARD_DATA) & 0xFFFF, 2 * OCXL_SMART_ATTRIBUTE_SIZE);
}

FIXTURE_TEST(test_faults_wait_for_each_other)
{
	static const u8 expected[] = { 0x20, 0x20, 0x21, 0x52, 0x52, 0x52 };
	size_t i;

	apply_scenario(f, "fault op=0 status=0x20 times=2\nfault op=0 status=0x21\n"
			  "fault op=0 status=0x52 times=always\nfault op=5 status=0x70");
	for (i = 0; i < ARRAY_SIZE(expected); i++) {
		send_request(f, OCXL_OPCODE_HEARTBEAT, 1);
		assert_int_equal(status_of_answer(f), expected[i]);
		acknowledge_answer(f);
	}
	apply_scenario(f, "fault op=0 status=0xFF");
	send_request(f, OCXL_OPCODE_HEARTBEAT, 1);
	assert_int_equal(status_of_answer(f), 0xFF);
	acknowledge_answer(f);
	send_request(f, OCXL_OPCODE_HEARTBEAT, 1);
	assert_int_equal(status_of_answer(f), 0);
	acknowledge_answer(f);
	apply_scenario(f, "fault op=5 none");
	send_request(f, OCXL_OPCODE_SMART, 1);
	assert_int_equal(status_of_answer(f), 0);
}

FIXTURE_TEST(test_after_fatal_only_evidence_is_given)
{
	apply_scenario(f, "error-log\nfatal fw");
	send_request(f, OCXL_OPCODE_HEARTBEAT, 1);
	assert_int_equal(status_of_answer(f), OCXL_CARD_STATUS_FAILED);
	acknowledge_answer(f);
	send_request(f, OCXL_OPCODE_ERROR_LOG, 1);
	assert_int_equal(status_of_answer(f), 0);
	acknowledge_answer(f);
	apply_scenario(f, "health cffs clear");
	send_request(f, OCXL_OPCODE_HEARTBEAT, 1);
	assert_int_equal(status_of_answer(f), 0);
}

FIXTURE_TEST(test_reset_starts_anew)
{
	u64 resets = stat_at(f, OCXL_STATS_RESETS) >> 32;

	apply_scenario(f, "fatal hw\nerror-log id=7\nfault op=4 timeout");
	write_card(f, OCXL_REG_IMA0_OHP, 1);
	send_request(f, OCXL_OPCODE_ERROR_LOG, 1);
	f->now += 5000 * MS;
	write_card(f, OCXL_REG_HCI, OCXL_HCI_AR);
	assert_true(read_card(f, OCXL_REG_CHI) == (OCXL_CHI_CRDY | OCXL_CHI_MA | OCXL_CHI_ELA));
	assert_true(read_card(f, OCXL_REG_CHIE) == 0);
	assert_true(read_card(f, OCXL_REG_IMA0_OHP) == 0);
	assert_true(stat_at(f, OCXL_STATS_RESETS) == (resets + 1) << 32);
	send_request(f, OCXL_OPCODE_ERROR_LOG, 2);
	assert_int_equal(status_of_answer(f), 0);
	assert_int_equal(read_card(f, OCXL_CARD_DATA + OCXL_ERROR_LOG_IDENTITY) >> 32, 7);
}

FIXTURE_TEST(test_dead_card_reads_all_ones)
{
	apply_scenario(f, "dead");
	assert_true(read_card(f, OCXL_REG_CHI) == ~0ULL);
	assert_true(read_card(f, OCXL_REG_FWVER) == ~0ULL);
	assert_true(read_card(f, OCXL_CARD_DATA) == ~0ULL);
	send_request(f, OCXL_OPCODE_HEARTBEAT, 1);
}

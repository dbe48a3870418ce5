// SPDX-License-Identifier: GPL-2.0-only
/* Wire commands DUMP_* on the emulated card (wire.md 4.8 to 4.10, controller.md 4.7). */
#include "card-fixture.h"

#define MAX_DEFAULT (1U << 20)
#define PIECE_MAX   65512

static struct answer answer;

static u8 take_dump(struct fixture *f, u32 flags, struct ocxlpmem_dump_take_rsp *dump)
{
	struct ocxlpmem_dump_take_req request = { .flags = flags };

	send_sized(f, OCXLPMEM_CMD_DUMP_TAKE, &request, sizeof(request), 16, &answer);
	assert_int_equal(answer.rc, 0);
	memset(dump, 0xFF, sizeof(*dump));
	if (answer.header.count) {
		assert_int_equal(answer.fw_size, 16);
		memcpy(dump, answer.payload + 8, sizeof(*dump));
	}
	return answer.header.status;
}

static u32 state_of(struct fixture *f)
{
	struct ocxlpmem_dump_take_rsp dump;

	assert_int_equal(take_dump(f, 0, &dump), 0);
	return dump.state;
}

/* returns the status; the piece's length in @got, its bytes from answer.payload + 16 on */
static u8 read_dump(struct fixture *f, u32 offset, u32 length, u32 *got)
{
	struct ocxlpmem_dump_read_req request = { .offset = offset, .length = length };
	struct ocxlpmem_dump_read_rsp piece = { 0 };

	send_sized(f, OCXLPMEM_CMD_DUMP_READ, &request, sizeof(request), 16 + PIECE_MAX, &answer);
	assert_int_equal(answer.rc, 0);
	if (answer.header.count) {
		memcpy(&piece, answer.payload + 8, sizeof(piece));
		assert_int_equal(piece.offset, offset);
		assert_int_equal(answer.fw_size, 16 + piece.length);
	}
	*got = piece.length;
	return answer.header.status;
}

static u64 event_count(struct fixture *f)
{
	struct ocxlpmem_events_rsp events;

	send_command(f, OCXLPMEM_CMD_EVENTS, &answer);
	assert_int_equal(answer.header.status, 0);
	memcpy(&events, answer.payload + 8, sizeof(events));
	return events.count[OCXLPMEM_EVENT_DUMP];
}

/* reads the dump in pieces of @length into the @room bytes at @to; returns its size */
static u32 read_all(struct fixture *f, u8 *to, u32 room, u32 length)
{
	u32 size = 0;
	u32 got;

	for (;;) {
		assert_int_equal(read_dump(f, size, length, &got), 0);
		if (!got)
			return size;
		assert_range(got, 1, length);
		if (got > room - size) {
			fail();
			return size;
		}
		memcpy(to + size, answer.payload + 16, got);
		size += got;
		if (size % 8)
			return size;
	}
}

FIXTURE_TEST(test_take_to_release)
{
	struct ocxlpmem_dump_take_rsp dump;
	u32 got;

	assert_int_equal(take_dump(f, 0, &dump), 0);
	assert_int_equal(dump.state, OCXLPMEM_DUMP_STATE_NONE);
	assert_int_equal(dump.max_size, MAX_DEFAULT);
	assert_int_equal(read_dump(f, 0, 8, &got), OCXLPMEM_STATUS_NO_ENTRY);
	assert_int_equal(status_after(f, OCXLPMEM_CMD_DUMP_RELEASE), OCXLPMEM_STATUS_NO_ENTRY);
	apply_scenario(f, "dump take-ms=100");
	assert_int_equal(take_dump(f, OCXLPMEM_DUMP_NEW, &dump), 0);
	assert_int_equal(dump.state, OCXLPMEM_DUMP_STATE_TAKING);
	assert_int_equal(read_dump(f, 0, 8, &got), OCXLPMEM_STATUS_NO_ENTRY);
	assert_int_equal(status_after(f, OCXLPMEM_CMD_DUMP_RELEASE), OCXLPMEM_STATUS_NO_ENTRY);
	f->now += 99 * MS;
	assert_int_equal(state_of(f), OCXLPMEM_DUMP_STATE_TAKING);
	assert_string_equal(flags_of(f), "\n");
	f->now += 1 * MS;
	assert_int_equal(state_of(f), OCXLPMEM_DUMP_STATE_READY);
	assert_string_equal(flags_of(f), "dump\n");
	assert_int_equal(event_count(f), 1);
	assert_int_equal(read_dump(f, 0, 8, &got), 0);
	assert_int_equal(got, 8);
	assert_int_equal(status_after(f, OCXLPMEM_CMD_DUMP_RELEASE), 0);
	assert_int_equal(state_of(f), OCXLPMEM_DUMP_STATE_NONE);
	assert_string_equal(flags_of(f), "\n");
	assert_int_equal(read_dump(f, 0, 8, &got), OCXLPMEM_STATUS_NO_ENTRY);
	assert_int_equal(status_after(f, OCXLPMEM_CMD_DUMP_RELEASE), OCXLPMEM_STATUS_NO_ENTRY);
	assert_int_equal(f->complaints, 0);
}

FIXTURE_TEST(test_take_wakes_and_interrupts)
{
	u32 changes, interrupts;

	apply_scenario(f, "dump size=8 after-ms=5");
	assert_int_equal(state_of(f), OCXLPMEM_DUMP_STATE_NONE);
	changes = f->changes;
	interrupts = f->interrupts[0];
	f->now += 5 * MS;
	assert_int_equal(ocxlpmem_card_advance(f->card), ~0ULL);
	assert_int_equal(f->interrupts[0], interrupts + 1);
	assert_int_equal(ocxlpmem_device_refresh_health(&f->device), 0);
	assert_int_equal(f->changes, changes + 1);
	assert_int_equal(state_of(f), OCXLPMEM_DUMP_STATE_READY);
}

/* the card makes no other dump while CDA is set; each new one is an event */
FIXTURE_TEST(test_new_ends_the_old)
{
	struct ocxlpmem_dump_take_rsp dump;
	u8 old[64];
	u32 got;

	apply_scenario(f, "dump size=64 take-ms=0");
	assert_int_equal(state_of(f), OCXLPMEM_DUMP_STATE_READY);
	assert_int_equal(event_count(f), 1);
	assert_int_equal(read_dump(f, 0, 64, &got), 0);
	memcpy(old, answer.payload + 16, sizeof(old));
	assert_int_equal(take_dump(f, OCXLPMEM_DUMP_NEW, &dump), 0);
	assert_int_equal(dump.state, OCXLPMEM_DUMP_STATE_READY);
	assert_int_equal(event_count(f), 2);
	assert_int_equal(read_dump(f, 0, 64, &got), 0);
	assert_int_equal(got, 64);
	assert_memory_not_equal(answer.payload + 16, old, sizeof(old));
	assert_int_equal(f->complaints, 0);
	/* two requests while one is being made: one dump */
	apply_scenario(f, "dump take-ms=50");
	assert_int_equal(take_dump(f, OCXLPMEM_DUMP_NEW, &dump), 0);
	f->now += 30 * MS;
	assert_int_equal(take_dump(f, OCXLPMEM_DUMP_NEW, &dump), 0);
	assert_int_equal(dump.state, OCXLPMEM_DUMP_STATE_TAKING);
	f->now += 20 * MS;
	assert_int_equal(state_of(f), OCXLPMEM_DUMP_STATE_READY);
	assert_int_equal(event_count(f), 3);
}

/* the doorbells: a host that does not clear CDA gets no new dump */
FIXTURE_TEST(test_card_wants_cda_cleared)
{
	u64 doorbells;

	apply_scenario(f, "dump size=8 take-ms=1000");
	assert_int_equal(ocxlpmem_card_write64(f->card, OCXL_REG_HCI, OCXL_HCI_CD), 0);
	assert_int_equal(f->complaints, 1);
	assert_int_equal(ocxlpmem_card_read64(f->card, OCXL_REG_HCI, &doorbells), 0);
	assert_true(doorbells == 0);
	assert_int_equal(ocxlpmem_card_write64(f->card, OCXL_REG_CHIC, OCXL_CHI_CDA), 0);
	assert_int_equal(ocxlpmem_card_write64(f->card, OCXL_REG_HCI, OCXL_HCI_CD), 0);
	assert_int_equal(ocxlpmem_card_read64(f->card, OCXL_REG_HCI, &doorbells), 0);
	assert_true(doorbells == OCXL_HCI_CD);
	f->now += 1000 * MS;
	assert_int_equal(ocxlpmem_card_read64(f->card, OCXL_REG_HCI, &doorbells), 0);
	assert_true(doorbells == 0);
	assert_true(chi_of(f) & OCXL_CHI_CDA);
	/* requested: CDC reads 0 at once, the host clears CDA */
	assert_int_equal(ocxlpmem_card_write64(f->card, OCXL_REG_HCI, OCXL_HCI_CDC), 0);
	assert_int_equal(ocxlpmem_card_read64(f->card, OCXL_REG_HCI, &doorbells), 0);
	assert_true(doorbells == 0);
	assert_true(chi_of(f) & OCXL_CHI_CDA);
	assert_int_equal(f->complaints, 1);
	assert_int_equal(ocxlpmem_card_write64(f->card, OCXL_REG_HCI, OCXL_HCI_CDC), 0);
	assert_int_equal(f->complaints, 2);
}

FIXTURE_TEST(test_card_not_ready_takes_none)
{
	struct ocxlpmem_dump_take_rsp dump;
	u32 got;

	apply_scenario(f, "ready never");
	assert_int_equal(take_dump(f, OCXLPMEM_DUMP_NEW, &dump), OCXLPMEM_STATUS_NOT_READY);
	assert_int_equal(read_dump(f, 0, 8, &got), OCXLPMEM_STATUS_NOT_READY);
	assert_int_equal(status_after(f, OCXLPMEM_CMD_DUMP_RELEASE), OCXLPMEM_STATUS_NOT_READY);
	assert_int_equal(f->complaints, 0);
	assert_int_equal(ocxlpmem_card_write64(f->card, OCXL_REG_HCI, OCXL_HCI_CD), 0);
	assert_int_equal(f->complaints, 1);
}

FIXTURE_TEST(test_never_ready)
{
	struct ocxlpmem_dump_take_rsp dump;

	apply_scenario(f, "dump never");
	assert_int_equal(take_dump(f, OCXLPMEM_DUMP_NEW, &dump), 0);
	f->now += 86400000 * MS;
	assert_int_equal(state_of(f), OCXLPMEM_DUMP_STATE_TAKING);
	/* a card that gives up: CD is cleared, and the rest cannot be read */
	apply_scenario(f, "dump none");
	assert_int_equal(state_of(f), OCXLPMEM_DUMP_STATE_READY);
}

/* only CD is documented to be cleared then, CDA is not */
static int read_without_cda(void *context, u32 offset, u64 *value)
{
	int rc = fixture_read(context, offset, value);

	if (offset == OCXL_REG_CHI)
		*value &= ~OCXL_CHI_CDA;
	return rc;
}

FIXTURE_TEST(test_ready_without_cda)
{
	struct ocxlpmem_dump_take_rsp dump;
	u32 got;

	f->transport.read64 = read_without_cda;
	apply_scenario(f, "dump size=8 take-ms=5");
	/* a dump of its own, which must not show */
	assert_int_equal(state_of(f), OCXLPMEM_DUMP_STATE_NONE);
	assert_int_equal(take_dump(f, OCXLPMEM_DUMP_NEW, &dump), 0);
	assert_int_equal(dump.state, OCXLPMEM_DUMP_STATE_TAKING);
	f->now += 5 * MS;
	assert_int_equal(state_of(f), OCXLPMEM_DUMP_STATE_READY);
	assert_int_equal(read_dump(f, 0, 8, &got), 0);
	assert_int_equal(got, 8);
	assert_int_equal(status_after(f, OCXLPMEM_CMD_DUMP_RELEASE), 0);
	assert_int_equal(state_of(f), OCXLPMEM_DUMP_STATE_NONE);
}

FIXTURE_TEST(test_take_request)
{
	struct ocxlpmem_dump_take_req requests[3] = { 0 };
	u8 *bytes = (u8 *)requests;
	u32 bit;

	for (bit = 0; bit < 64; bit++) {
		struct ocxlpmem_dump_take_req request = { .flags = (u32)(1ULL << bit),
							  .reserved = (u32)(1ULL << bit >> 32) };

		send_sized(f, OCXLPMEM_CMD_DUMP_TAKE, &request, sizeof(request), 16, &answer);
		assert_int_equal(answer.header.status, bit ? OCXLPMEM_STATUS_BAD_INPUT : 0);
	}
	/* missing bytes are zero, additional bytes must be zero (rule 3) */
	send_sized(f, OCXLPMEM_CMD_DUMP_TAKE, requests, 0, 16, &answer);
	assert_int_equal(answer.header.status, 0);
	send_sized(f, OCXLPMEM_CMD_DUMP_TAKE, requests, 16, 16, &answer);
	assert_int_equal(answer.header.status, 0);
	bytes[15] = 1;
	send_sized(f, OCXLPMEM_CMD_DUMP_TAKE, requests, 16, 16, &answer);
	assert_int_equal(answer.header.status, OCXLPMEM_STATUS_BAD_INPUT);
	/* a record is complete or absent */
	send_sized(f, OCXLPMEM_CMD_DUMP_TAKE, NULL, 0, 15, &answer);
	assert_int_equal(answer.header.count, 0);
	assert_int_equal(answer.fw_size, 16);
	send_sized(f, OCXLPMEM_CMD_DUMP_TAKE, NULL, 0, 17, &answer);
	assert_int_equal(answer.header.count, 1);
	assert_int_equal(answer.payload[16], 0);
}

FIXTURE_TEST(test_read_request)
{
	static const struct {
		u32 offset;
		u32 length;
		u8 status;
	} cases[] = {
		{ 0, 0, OCXLPMEM_STATUS_BAD_INPUT },
		{ 0, 7, OCXLPMEM_STATUS_BAD_INPUT },
		{ 0, 9, OCXLPMEM_STATUS_BAD_INPUT },
		{ 1, 8, OCXLPMEM_STATUS_BAD_INPUT },
		{ 4, 8, OCXLPMEM_STATUS_BAD_INPUT },
		{ 0, 0xFFFFFFFF, OCXLPMEM_STATUS_BAD_INPUT },
		{ 0xFFFFFFFF, 8, OCXLPMEM_STATUS_BAD_INPUT },
		{ 0, 8, 0 },
		{ 0, 0xFFFFFFF8, 0 },
		{ 0xFFFFFFF8, 0xFFFFFFF8, 0 },
	};
	size_t i;
	u32 got;

	apply_scenario(f, "dump size=64");
	for (i = 0; i < ARRAY_SIZE(cases); i++)
		assert_int_equal(read_dump(f, cases[i].offset, cases[i].length, &got),
				 cases[i].status);
	assert_int_equal(f->rings, 3);
}

FIXTURE_TEST(test_read_every_size)
{
	static const u32 sizes[] = { 0, 1, 7, 8, 9, 63, 64, 65, 1000, 65511, 65512, 65513, 200000 };
	static u8 whole[200064], pieces[200064];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		char text[40];
		u32 got;

		f->vendor = i % 2;
		snprintf(text, sizeof(text), "dump size=%u", sizes[i]);
		apply_scenario(f, text);
		assert_int_equal(read_all(f, whole, sizeof(whole), PIECE_MAX), sizes[i]);
		/* the same bytes in pieces of any size; a piece is cut at the end of the output */
		assert_int_equal(read_all(f, pieces, sizeof(pieces), 0xFFFFFFF8), sizes[i]);
		assert_memory_equal(whole, pieces, sizes[i]);
		if (sizes[i] <= 1000) {
			assert_int_equal(read_all(f, pieces, sizeof(pieces), 8), sizes[i]);
			assert_memory_equal(whole, pieces, sizes[i]);
		}
		/* behind the end there is no data, with every request */
		assert_int_equal(read_dump(f, (sizes[i] + 7) & ~7U, 8, &got), 0);
		assert_int_equal(got, 0);
	}
}

FIXTURE_TEST(test_read_into_any_room)
{
	static u8 whole[1024];
	struct ocxlpmem_dump_read_req request = { .offset = 0, .length = 1000 };
	struct ocxlpmem_dump_read_rsp piece;
	u32 size;

	apply_scenario(f, "dump size=1000");
	assert_int_equal(read_all(f, whole, sizeof(whole), 1000), 1000);
	for (size = 8; size < 1040; size += size < 40 ? 1 : 100) {
		u32 fits = size < 16 ? 0 : min_t(u32, size - 16, 1000);

		send_sized(f, OCXLPMEM_CMD_DUMP_READ, &request, sizeof(request), size, &answer);
		assert_int_equal(answer.rc, 0);
		assert_int_equal(answer.header.status, 0);
		assert_int_equal(answer.header.count, size >= 16);
		assert_int_equal(answer.fw_size, 1016);
		if (size >= 16) {
			memcpy(&piece, answer.payload + 8, sizeof(piece));
			assert_int_equal(piece.length, 1000);
		}
		assert_memory_equal(answer.payload + 16, whole, fits);
		assert_int_equal(answer.payload[16 + fits], 0);
	}
	send_sized(f, OCXLPMEM_CMD_DUMP_READ, &request, sizeof(request), 7, &answer);
	assert_int_equal(answer.rc, -EINVAL);
}

/* the request to the card: the offset above, the size with the header below (D13, D14) */
FIXTURE_TEST(test_read_names_room_with_header)
{
	u64 word;
	u32 got;

	apply_scenario(f, "dump size=1M");
	assert_int_equal(read_dump(f, 0x12340, 16, &got), 0);
	assert_int_equal(ocxlpmem_card_read64(f->card, f->device.mailbox.request_block + 8, &word),
			 0);
	assert_true(word == (0x12340ULL << 32 | 24));
	assert_int_equal(read_dump(f, 8, 0xFFFFFFF8, &got), 0);
	assert_int_equal(got, PIECE_MAX);
	assert_int_equal(ocxlpmem_card_read64(f->card, f->device.mailbox.request_block + 8, &word),
			 0);
	assert_true(word == (8ULL << 32 | 0xFFF0));
	/* later requests, whose word has to be 0, do not have it */
	assert_int_equal(status_after(f, OCXLPMEM_CMD_SMART), 0);
	assert_int_equal(status_after(f, OCXLPMEM_CMD_STATS), 0);
}

/* a small data buffer makes small pieces; one that is too small for any is an error */
FIXTURE_TEST(test_read_small_buffer)
{
	u32 got;

	apply_scenario(f, "dump size=1M");
	assert_int_equal(read_dump(f, 0, 64, &got), 0);
	f->device.mailbox.data_size = 32;
	assert_int_equal(read_dump(f, 0, 64, &got), 0);
	assert_int_equal(got, 24);
	f->device.mailbox.data_size = 8;
	assert_int_equal(read_dump(f, 0, 64, &got), OCXLPMEM_STATUS_BAD_RESPONSE);
	f->device.mailbox.data_size = 0;
	assert_int_equal(read_dump(f, 0, 64, &got), OCXLPMEM_STATUS_BAD_RESPONSE);
}

FIXTURE_TEST(test_read_damaged)
{
	static const struct {
		const char *text;
		u8 status;
		u32 got;
	} cases[] = {
		{ "corrupt op=dump identifier", OCXLPMEM_STATUS_BAD_RESPONSE, 0 },
		{ "corrupt op=dump length", OCXLPMEM_STATUS_BAD_RESPONSE, 0 },
		{ "corrupt op=dump id", OCXLPMEM_STATUS_BAD_RESPONSE, 0 },
		{ "corrupt op=dump long", OCXLPMEM_STATUS_BAD_RESPONSE, 0 },
		{ "corrupt op=dump random", OCXLPMEM_STATUS_BAD_RESPONSE, 0 },
		{ "corrupt op=dump short", 0, 56 },
		{ "fault op=dump status=0x51", OCXLPMEM_STATUS_BAD_REQUEST_PARM, 0 },
		{ "fault op=dump status=0x21", OCXLPMEM_STATUS_BLOCKED, 0 },
		{ "fault op=dump status=0xff", OCXLPMEM_STATUS_FAILED, 0 },
		{ "fault op=dump timeout late-ms=5000", OCXLPMEM_STATUS_TIMEOUT, 0 },
	};
	u8 good[64];
	size_t i;
	u32 got;

	apply_scenario(f, "dump size=128");
	assert_int_equal(read_dump(f, 0, 64, &got), 0);
	memcpy(good, answer.payload + 16, sizeof(good));
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		apply_scenario(f, cases[i].text);
		assert_int_equal(read_dump(f, 0, 64, &got), cases[i].status);
		assert_int_equal(got, cases[i].got);
		f->now += 10000 * MS;
		/* and the next request does not get the rest of it */
		assert_int_equal(read_dump(f, 0, 64, &got), 0);
		assert_int_equal(got, 64);
		assert_memory_equal(answer.payload + 16, good, sizeof(good));
	}
	assert_int_equal(state_of(f), OCXLPMEM_DUMP_STATE_READY);
}

/* a dump ends at the maximum size; a card without a maximum has no limit */
FIXTURE_TEST(test_read_past_the_largest)
{
	u32 got;

	apply_scenario(f, "dump size=1000 max=992");
	assert_int_equal(read_dump(f, 0, 992, &got), 0);
	assert_int_equal(got, 992);
	assert_int_equal(read_dump(f, 0, 1000, &got), OCXLPMEM_STATUS_BAD_RESPONSE);
	assert_int_equal(read_dump(f, 992, 8, &got), OCXLPMEM_STATUS_BAD_RESPONSE);
	apply_scenario(f, "dump max=1000");
	assert_int_equal(read_dump(f, 992, 8, &got), 0);
	assert_int_equal(got, 8);
	assert_int_equal(read_dump(f, 1000, 8, &got), 0);
	assert_int_equal(got, 0);
	apply_scenario(f, "dump max=0");
	assert_int_equal(read_dump(f, 992, 64, &got), 0);
	assert_int_equal(got, 8);
}

FIXTURE_TEST(test_read_resized)
{
	u32 got;

	apply_scenario(f, "dump size=1000 resize=504 at=600");
	assert_int_equal(read_dump(f, 592, 8, &got), 0);
	assert_int_equal(got, 8);
	assert_int_equal(read_dump(f, 600, 8, &got), 0);
	assert_int_equal(got, 0);
	assert_int_equal(read_dump(f, 496, 64, &got), 0);
	assert_int_equal(got, 8);
	apply_scenario(f, "dump size=8 piece=64 resize=16K at=8");
	assert_int_equal(read_dump(f, 0, 1024, &got), 0);
	assert_int_equal(got, 8);
	assert_int_equal(read_dump(f, 8, 1024, &got), 0);
	assert_int_equal(got, 64);
}

/* after a fatal failure the dump can be read, with its time-outs */
UNIT_TEST(test_after_fatal)
{
	static const char *const failures[] = { "fatal hw", "fatal fw" };
	struct ocxlpmem_dump_take_rsp dump;
	size_t i;
	u32 got;

	for (i = 0; i < ARRAY_SIZE(failures); i++) {
		struct fixture *f;

		fixture_setup((void **)&f);
		apply_scenario(f, "dump size=64 take-ms=1");
		apply_scenario(f, failures[i]);
		assert_int_equal(status_after(f, OCXLPMEM_CMD_HEARTBEAT), OCXLPMEM_STATUS_FATAL);
		assert_int_equal(read_dump(f, 0, 64, &got), 0);
		assert_int_equal(got, 64);
		assert_int_equal(take_dump(f, OCXLPMEM_DUMP_NEW, &dump), 0);
		assert_int_equal(dump.state, OCXLPMEM_DUMP_STATE_TAKING);
		f->now += MS;
		apply_scenario(f, "fault op=dump timeout");
		assert_int_equal(read_dump(f, 0, 64, &got), OCXLPMEM_STATUS_TIMEOUT);
		apply_scenario(f, "answer");
		assert_int_equal(read_dump(f, 0, 64, &got), 0);
		assert_int_equal(status_after(f, OCXLPMEM_CMD_DUMP_RELEASE), 0);
		assert_int_equal(state_of(f), OCXLPMEM_DUMP_STATE_NONE);
		fixture_teardown((void **)&f);
	}
}

FIXTURE_TEST(test_survives_reset_and_rebinding)
{
	struct ocxlpmem_dump_take_rsp dump;

	apply_scenario(f, "dump size=64 take-ms=100");
	ocxlpmem_card_reset(f->card);
	fixture_bind(f, GENERATION + 1);
	assert_int_equal(state_of(f), OCXLPMEM_DUMP_STATE_READY);
	assert_int_equal(take_dump(f, OCXLPMEM_DUMP_NEW, &dump), 0);
	fixture_bind(f, GENERATION + 2);
	assert_int_equal(state_of(f), OCXLPMEM_DUMP_STATE_TAKING);
	/* a reset ends a dump that is being made */
	ocxlpmem_card_reset(f->card);
	f->now += 1000 * MS;
	fixture_bind(f, GENERATION + 3);
	assert_int_equal(state_of(f), OCXLPMEM_DUMP_STATE_NONE);
	/* and the cleared HCI.CD does not pass for a finished dump */
	assert_int_equal(take_dump(f, OCXLPMEM_DUMP_NEW, &dump), 0);
	ocxlpmem_card_reset(f->card);
	apply_scenario(f, "ready never");
	assert_int_equal(take_dump(f, 0, &dump), OCXLPMEM_STATUS_NOT_READY);
	apply_scenario(f, "ready now");
	assert_int_equal(state_of(f), OCXLPMEM_DUMP_STATE_NONE);
}

FIXTURE_TEST(test_card_gone)
{
	static const u32 offsets[] = { OCXL_REG_HCI, OCXL_REG_CCAP1 };
	static const u64 commands[] = { OCXLPMEM_CMD_DUMP_TAKE, OCXLPMEM_CMD_DUMP_READ,
					OCXLPMEM_CMD_DUMP_RELEASE };
	struct ocxlpmem_dump_read_req request = { .length = 8 };
	size_t i, j;

	apply_scenario(f, "dump size=64");
	assert_int_equal(state_of(f), OCXLPMEM_DUMP_STATE_READY);
	for (i = 0; i < ARRAY_SIZE(offsets); i++) {
		for (j = 0; j < ARRAY_SIZE(commands); j++) {
			/* a release does not read the maximum size */
			if (offsets[i] == OCXL_REG_CCAP1 &&
			    commands[j] == OCXLPMEM_CMD_DUMP_RELEASE)
				continue;
			f->fail_offset = offsets[i];
			send_sized(f, commands[j], &request,
				   commands[j] == OCXLPMEM_CMD_DUMP_READ ? sizeof(request) : 0, 64,
				   &answer);
			assert_int_equal(answer.rc, -ENXIO);
		}
	}
	f->fail_offset = 0;
	assert_int_equal(state_of(f), OCXLPMEM_DUMP_STATE_READY);
	apply_scenario(f, "dead");
	send_command(f, OCXLPMEM_CMD_DUMP_TAKE, &answer);
	assert_int_equal(answer.rc, -ENXIO);
}

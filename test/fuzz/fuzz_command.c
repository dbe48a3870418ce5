// SPDX-License-Identifier: GPL-2.0-only
/*
 * driver/core with a card that answers anything: any requests in both envelopes, erases, killed
 * readers, lack of memory, drivers that are unbound.
 *
 * 	operations; each takes the bytes that it needs, and so does the card
 *
 * Each input runs twice with different bytes in uninitialized memory: the driver has to return the
 * same.
 */
#include "hostile-card.h"
#include "command-choice.h"
#include "core/device.h"
#include "flags-text.h"
#include "wire-request.h"

#define INPUT_SIZE_MAX 1024
#define OPERATIONS_MAX 200
#define CAPACITY       (1ULL << 30)
/* in addition to the card's time-outs: pauses while it is busy, and the last pause of a wait */
#define SLACK_NS       (400 * NS_PER_MS)

/**
 * struct run - one of the two runs
 * @pattern: byte in uninitialized memory
 * @generation: generation of the driver
 * @allocations_left: allocations until memory runs out; -1: never
 * @allocated: allocations that were not freed
 * @bound: the card's region is enabled
 * @digest: of all results
 */
struct run {
	struct fuzz_input input;
	struct hostile card;
	struct ocxlpmem_transport transport;
	struct ocxlpmem_device_host host;
	struct ocxlpmem_device device;
	struct ocxlpmem_erase erase;
	u8 pattern;
	u32 generation;
	int allocations_left;
	u32 allocated;
	bool bound;
	u32 changes;
	u64 digest;
};

static struct wire_request request;
static struct wire_answer answer;

static void note_bytes(struct run *run, const void *bytes, size_t size)
{
	const u8 *at = bytes;

	while (size-- > 0)
		run->digest = (run->digest ^ *at++) * 0x100000001B3ULL;
}

static void note_number(struct run *run, u64 number)
{
	note_bytes(run, &number, sizeof(number));
}

static void *allocate_memory(void *context, size_t size)
{
	struct run *run = context;
	void *memory;

	if (run->allocations_left == 0)
		return NULL;
	run->allocations_left -= run->allocations_left > 0;
	memory = malloc(size);
	FUZZ_CHECK(memory && size > 0 && size <= OCXL_ERROR_LOG_DATA_MAX);
	memset(memory, run->pattern, size);
	run->allocated++;
	FUZZ_CHECK(run->allocated <= OCXL_RETAINED_MAX + 1);
	return memory;
}

static void release_memory(void *context, void *memory)
{
	struct run *run = context;

	run->allocated -= memory != NULL;
	free(memory);
}

static void count_change(void *context)
{
	((struct run *)context)->changes++;
}

static void entry_was_read(void *context, const struct ocxlpmem_error_log_rsp *entry)
{
	note_bytes(context, entry, sizeof(*entry));
}

static void event_raised(void *context, u32 event, u64 count)
{
	FUZZ_CHECK(event < OCXLPMEM_EVENT_COUNT && count > 0);
}

static void transaction_ended(void *context, const struct ocxlpmem_transaction *transaction)
{
	FUZZ_CHECK(transaction->rc <= 0 && transaction->opcode < OCXL_OPCODE_COUNT);
}

static void write_log(void *context, bool is_warning, const char *text)
{
	note_bytes(context, text, strlen(text));
	FUZZ_CHECK(!strchr(text, '\n') && strlen(text) < 191);
}

static bool region_bound(void *context)
{
	return ((struct run *)context)->bound;
}

static int hostile_inject(void *context, const struct ocxlpmem_injection *injection)
{
	struct hostile *card = context;

	return injection->fatal || fuzz_below(card->input, 4) ? 0 : -ENOENT;
}

/* uninitialized variables of later functions have this byte */
static void __attribute__((noinline)) soil_stack(u8 pattern)
{
	volatile u8 stack[8192];
	size_t i;

	for (i = 0; i < sizeof(stack); i++)
		stack[i] = pattern;
}

static bool is_content(const struct ocxlpmem_retained_entry *held, const struct taken *taken)
{
	u64 word;
	u32 at;

	if (held->entry.data_length != taken->length ||
	    held->entry.card_timestamp != fuzz_mix(taken->seed, OCXL_ERROR_LOG_TIMESTAMP / 8) ||
	    held->entry.wwid[1] != fuzz_mix(taken->seed, OCXL_ERROR_LOG_WWID1 / 8) ||
	    held->entry.log_id != fuzz_mix(taken->seed, OCXL_ERROR_LOG_IDENTITY / 8) >> 32)
		return false;
	for (at = 0; at < taken->compared; at++) {
		word = fuzz_mix(taken->seed, (OCXL_ERROR_LOG_FIXED + at) / 8);
		if (held->data[at] != (u8)(word >> at % 8 * 8))
			return false;
	}
	return true;
}

/* a mailbox is used only if it is reachable, and no part of it is a register */
static void check_mailbox(const struct run *run)
{
	const struct ocxlpmem_mailbox *mailbox = &run->device.mailbox;
	u32 end = run->card.mmio_size;

	if (!run->device.mailbox_ready)
		return;
	FUZZ_CHECK(mailbox->request_block >= OCXL_REG_END && mailbox->request_block <= end - 64);
	FUZZ_CHECK(mailbox->response_block >= OCXL_REG_END && mailbox->response_block <= end - 64);
	FUZZ_CHECK(mailbox->data >= OCXL_REG_END && mailbox->data <= end);
	FUZZ_CHECK(mailbox->data_size <= end - mailbox->data);
}

/* the driver retains entries that the card has forgotten, in order, and few others */
static void check_hold(struct run *run)
{
	const struct ocxlpmem_device *device = &run->device;
	struct hostile *card = &run->card;
	u64 last = (u64)run->generation << 32;
	u32 at = 0;
	u32 i;

	FUZZ_CHECK(device->retained_count <= OCXL_RETAINED_MAX);
	FUZZ_CHECK(device->retained_count <= card->taken_count + card->doubtful);
	for (i = 0; i < device->retained_count; i++) {
		const struct ocxlpmem_retained_entry *held = &device->retained[i];

		FUZZ_CHECK(held->entry.cursor > last && held->entry.cursor < device->next_cursor);
		FUZZ_CHECK(held->entry.data_length <= OCXL_ERROR_LOG_DATA_MAX);
		FUZZ_CHECK((held->data != NULL) == (held->entry.data_length > 0));
		last = held->entry.cursor;
	}
	for (i = 0; i < card->taken_count; i++) {
		while (at < device->retained_count &&
		       !is_content(&device->retained[at], &card->taken[i]))
			at++;
		FUZZ_CHECK(at < device->retained_count);
		card->taken[i].held_at = at++;
		/* comparing all of them each time would be slow */
		card->taken[i].compared = min_t(u32, card->taken[i].length, 64);
	}
}

/* the reader has saved these */
static void forget_taken(struct hostile *card, u32 dropped)
{
	u32 certain = 0;
	u32 i;

	while (certain < card->taken_count && card->taken[certain].held_at < dropped)
		certain++;
	card->taken_count -= certain;
	memmove(card->taken, card->taken + certain, card->taken_count * sizeof(card->taken[0]));
	for (i = 0; i < card->taken_count; i++)
		card->taken[i].held_at -= dropped;
	card->doubtful -= dropped - certain;
}

static void bind_driver(struct run *run)
{
	struct ocxlpmem_device_setup setup = {
		.serial = 0x1122334455667788ULL,
		.capacity = CAPACITY,
		.generation = run->generation,
		.emulated = run->generation % 2 == 0,
	};

	memset(&run->device, run->pattern, sizeof(run->device));
	memset(&run->erase, 0, sizeof(run->erase));
	ocxlpmem_device_init(&run->device, &run->transport, &run->host, &setup);
	/* 16 s of polling take as long as many inputs */
	ocxlpmem_device_set_timeout(&run->device, OCXL_OPCODE_FW_UPDATE, 500);
	run->card.unanswered = false;
}

static void rebind_driver(struct run *run)
{
	ocxlpmem_device_destroy(&run->device);
	FUZZ_CHECK(run->allocated == 0);
	run->card.taken_count = 0;
	run->card.doubtful = 0;
	run->generation += 1 + (u32)fuzz_number(&run->input, 1) * 0x1000000;
	bind_driver(run);
}

/* number of retained entries that a request drops, whatever its result */
static u32 count_dropped(const struct run *run, bool accepted)
{
	u64 cursor = wire_word(&request, 2) | (u64)wire_word(&request, 3) << 32;
	u32 dropped = 0;

	if (!accepted || request.command != OCXLPMEM_CMD_ERROR_LOG || wire_word(&request, 0) != 1 ||
	    cursor >= run->device.next_cursor || cursor <= (u64)run->generation << 32)
		return 0;
	while (dropped < run->device.retained_count &&
	       run->device.retained[dropped].entry.cursor <= cursor)
		dropped++;
	return dropped;
}

/* wire.md 3 and controller.md 3.2: the maximum time of a command */
static u64 time_limit(const struct run *run)
{
	u8 opcode = wire_is_command(request.command, true) ? wire_commands[request.command].opcode
							   : OCXL_OPCODE_NONE;
	u64 limit = run->card.accesses * run->card.access_ns + SLACK_NS;

	if (opcode != OCXL_OPCODE_NONE)
		limit += 2 * NS_PER_MS * ocxlpmem_mailbox_timeout_ms(&run->device.mailbox, opcode);
	return limit;
}

static void check_smart(const struct hostile *card)
{
	u32 count =
		min_t(u32, OCXL_DATA_LENGTH32(card->header) / 16, OCXLPMEM_SMART_ATTRIBUTES_MAX);
	u32 fit = min_t(u32, count, (request.size_out - 8) / 16);

	FUZZ_CHECK(answer.needed == 8 + count * 16);
	FUZZ_CHECK(answer.header.count == fit);
	check_words(answer.room + 8, card, 1, fit * 16, true);
}

static void check_stats(const struct hostile *card)
{
	static const struct {
		u8 to;
		u8 from;
	} places[] = { { 16, 0x58 }, { 24, 0x60 }, { 32, 0x68 }, { 40, 0x70 },
		       { 48, 0x98 }, { 56, 0xA0 }, { 64, 0xA8 }, { 72, 0xB0 },
		       { 80, 0xD8 }, { 88, 0xE0 }, { 96, 0xE8 } };
	u32 i;

	FUZZ_CHECK(answer.needed == 8 + 104);
	for (i = 0; i < ARRAY_SIZE(places) && answer.header.count; i++)
		check_words(answer.room + 8 + places[i].to, card, places[i].from / 8, 8, true);
}

static void check_dump_read(const struct hostile *card)
{
	struct ocxlpmem_dump_read_rsp piece;
	u32 part;

	FUZZ_CHECK(answer.needed >= 16 && answer.needed - 16 <= wire_word(&request, 1));
	FUZZ_CHECK(answer.needed - 16 <= OCXL_DUMP_PIECE_MAX);
	FUZZ_CHECK(answer.header.count == (request.size_out >= 16));
	if (!answer.header.count)
		return;
	memcpy(&piece, answer.room + 8, sizeof(piece));
	FUZZ_CHECK(piece.offset == wire_word(&request, 0) && piece.length == answer.needed - 16);
	part = min_t(u32, piece.length, request.size_out - 16);
	if (!card->lied)
		check_words(answer.room + 16, card, 1, part, false);
}

static void check_entry(const struct run *run)
{
	u64 cursor = wire_word(&request, 2) | (u64)wire_word(&request, 3) << 32;
	const struct ocxlpmem_retained_entry *held = NULL;
	u32 i;

	for (i = 0; i < run->device.retained_count && !held; i++) {
		if (run->device.retained[i].entry.cursor > cursor)
			held = &run->device.retained[i];
	}
	FUZZ_CHECK(answer.needed == (held ? 8 + 80 + held->entry.data_length : 8));
	FUZZ_CHECK(answer.header.count == (held && request.size_out >= 88));
	if (!answer.header.count)
		return;
	FUZZ_CHECK(memcmp(answer.room + 8, &held->entry, sizeof(held->entry)) == 0);
	if (held->data)
		FUZZ_CHECK(memcmp(answer.room + 88, held->data,
				  min_t(u32, held->entry.data_length, request.size_out - 88)) == 0);
}

static void check_fixed(const struct run *run)
{
	struct ocxlpmem_capabilities_rsp capabilities;
	struct ocxlpmem_events_rsp events;
	u64 absent = run->generation % 2 ? 1ULL << OCXLPMEM_CMD_SMART_INJECT : 0;
	u32 record = wire_record_size(&request);

	FUZZ_CHECK(answer.needed == 8 + record);
	FUZZ_CHECK(answer.header.count == (record && request.size_out >= 8 + record));
	if (!answer.header.count)
		return;
	memcpy(&capabilities, answer.room + 8, sizeof(capabilities));
	memcpy(&events, answer.room + 8, sizeof(events));
	if (request.command == OCXLPMEM_CMD_CAPABILITIES)
		FUZZ_CHECK(capabilities.cmd_mask == (OCXLPMEM_CMD_MASK & ~absent) &&
			   capabilities.capacity == CAPACITY &&
			   capabilities.label_area_size == 16 << 20);
	if (request.command == OCXLPMEM_CMD_EVENTS)
		FUZZ_CHECK(events.pending < 0x80 && events.count[7] == 0);
	if (request.command == OCXLPMEM_CMD_EVENTS && record == sizeof(events))
		FUZZ_CHECK(events.kept_conditions < 8 && !events.entries[6] && !events.entries[7]);
	if (request.command == OCXLPMEM_CMD_CLEAR_CONDITIONS)
		FUZZ_CHECK(!(run->device.kept_conditions & wire_word(&request, 0)) &&
			   wire_count_entries(&run->device) <=
				   (wire_word(&request, 2) | (u64)wire_word(&request, 3) << 32));
	if (request.command == OCXLPMEM_CMD_DUMP_TAKE)
		FUZZ_CHECK(answer.room[8] <= OCXLPMEM_DUMP_STATE_READY);
	if (request.command == OCXLPMEM_CMD_FW_START)
		FUZZ_CHECK(run->device.firmware.context && run->device.firmware.running);
	if (request.command == OCXLPMEM_CMD_FW_QUERY)
		FUZZ_CHECK(answer.room[8] <= OCXLPMEM_FW_STATE_FAILED);
}

static void check_content(const struct run *run)
{
	switch (request.command) {
	case OCXLPMEM_CMD_SMART:
		if (!run->card.lied)
			check_smart(&run->card);
		break;
	case OCXLPMEM_CMD_STATS:
		if (!run->card.lied)
			check_stats(&run->card);
		break;
	case OCXLPMEM_CMD_DUMP_READ:
		check_dump_read(&run->card);
		break;
	case OCXLPMEM_CMD_ERROR_LOG:
		check_entry(run);
		break;
	default:
		check_fixed(run);
		break;
	}
}

/* refusals of the driver itself, before it asks a card */
static void check_refusal(const struct run *run, bool permitted, bool bad)
{
	FUZZ_CHECK(permitted || answer.header.status == OCXLPMEM_STATUS_NOT_PERMITTED);
	FUZZ_CHECK(!permitted || answer.header.status != OCXLPMEM_STATUS_NOT_PERMITTED);
	if (permitted && bad)
		FUZZ_CHECK(answer.header.status == OCXLPMEM_STATUS_BAD_INPUT);
	if (!permitted || bad)
		FUZZ_CHECK(run->card.accesses == 0);
	if (!bad && answer.header.status == OCXLPMEM_STATUS_BAD_INPUT)
		FUZZ_CHECK(request.command == OCXLPMEM_CMD_FW_SEND ||
			   request.command == OCXLPMEM_CMD_FW_FINISH);
}

static void send_request(struct run *run)
{
	bool emulated = run->device.setup.emulated;
	u64 command = pick_command(&run->input);
	u64 began = run->card.now;
	u32 fields[4], dropped;
	bool permitted, bad;
	int expected;

	pick_fields(&run->input, &run->device, command, fields);
	take_request(&request, &run->input, command, fields);
	expected = wire_expected(&request, emulated);
	permitted = expected || request.admin || !wire_commands[request.command].is_admin;
	bad = !expected && wire_is_bad_input(&request);
	dropped = count_dropped(run, !expected && !bad);
	run->card.lied = false;
	soil_stack(run->pattern);
	wire_send(&run->device, &request, run->pattern, &answer);
	FUZZ_CHECK(run->card.now - began <= time_limit(run));
	if (expected)
		FUZZ_CHECK(answer.rc == expected && run->card.accesses == 0);
	FUZZ_CHECK(answer.rc <= 0);
	if (dropped)
		forget_taken(&run->card, dropped);
	note_number(run, (u64)answer.rc);
	if (answer.rc)
		return;
	/* controller.md 3.2 holds for every answer of the card */
	FUZZ_CHECK(!run->card.answer_open || run->card.lied);
	wire_check_answer(&request, &answer, emulated);
	check_refusal(run, permitted, bad);
	if (answer.header.status == OCXLPMEM_STATUS_OK)
		check_content(run);
	note_number(run, answer.needed);
	note_bytes(run, answer.room, request.size_out);
}

/* reads the files that need no command */
static void read_files(struct run *run)
{
	u32 size = fuzz_below(&run->input, OCXL_FLAGS_TEXT_SIZE + 1);
	char *text = malloc(size ? size : 1);
	char version[8];
	int rc;

	FUZZ_CHECK(text);
	rc = ocxlpmem_device_format_flags(&run->device, text, size);
	note_number(run, (u64)rc);
	FUZZ_CHECK(rc <= 0 || ((u32)rc < size && strnlen(text, size) == (size_t)rc));
	if (rc > 0 && size >= OCXL_FLAGS_TEXT_SIZE)
		FUZZ_CHECK(fuzz_is_flags_text(text));
	note_bytes(run, text, rc > 0 ? (size_t)rc : 0);
	free(text);
	rc = ocxlpmem_device_read_fw_version(&run->device, version);
	note_bytes(run, version, rc ? 0 : sizeof(version));
}

/* the file of debugfs with registers and an observed heartbeat */
static void read_first_contact(struct run *run)
{
	u32 size = fuzz_below(&run->input, OCXL_FIRST_CONTACT_SIZE + 1);
	char *text = malloc(size ? size : 1);
	size_t used;

	FUZZ_CHECK(text);
	run->card.is_first_contact = true;
	used = ocxlpmem_first_contact_write(&run->device, text, size);
	run->card.is_first_contact = false;
	FUZZ_CHECK(used ? strnlen(text, size) == used : true);
	FUZZ_CHECK(used < size || (!size && !used));
	note_bytes(run, text, used);
	free(text);
}

static void start_or_poll_erase(struct run *run)
{
	struct ocxlpmem_erase_result result;
	u8 status = run->pattern;
	int rc;

	if (run->erase.running && fuzz_bit(&run->input)) {
		memset(&result, run->pattern, sizeof(result));
		rc = ocxlpmem_erase_poll(&run->device, &run->erase, &result);
		FUZZ_CHECK(run->erase.running == (rc == -EBUSY));
		FUZZ_CHECK(!rc || rc == -EBUSY || run->device.erase_failed);
		if (!rc)
			note_bytes(run, &result, sizeof(result));
		if (!rc)
			FUZZ_CHECK(run->device.erase_failed == (result.status != 0));
		return;
	}
	rc = ocxlpmem_erase_start(&run->device, &run->erase, &status);
	note_number(run, (u64)rc);
	if (!rc)
		note_number(run, status);
	if (!rc && status == OCXLPMEM_STATUS_OK)
		FUZZ_CHECK(run->erase.running && !run->device.erase_failed);
}

static void wait_and_refresh(struct run *run)
{
	u64 check = ocxlpmem_device_next_check_ns(&run->device);
	u64 until = take_due(&run->card);

	/* as the driver's timer does */
	if (check > run->card.now && check < until)
		until = check;
	pass_time(&run->card,
		  until == NEVER ? 24 * 3600 * 1000 * NS_PER_MS : until - run->card.now);
	ocxlpmem_device_refresh_health(&run->device);
	/* a check leads to another one at a later time only: the timer does not spin */
	FUZZ_CHECK(ocxlpmem_device_next_check_ns(&run->device) > run->device.checked_ns);
}

/* bits of CHI that change by themselves */
static void change_health(struct run *run)
{
	static const u64 bits[] = { OCXL_CHI_ACRA, OCXL_CHI_CRDY, OCXL_CHI_MA,	  OCXL_CHI_CFFS,
				    OCXL_CHI_CHFS, OCXL_CHI_CDA,  OCXL_CHI_NSCRA, 1ULL << 40 };

	run->card.chi ^= bits[fuzz_below(&run->input, ARRAY_SIZE(bits))];
}

/* position of the mailbox; the next start of the driver reads it again */
static void change_layout(struct run *run)
{
	static const u64 blocks[] = { 0x300ULL << 32 | 0x200, 0x200ULL << 32 | 0x300,
				      0x170ULL << 32 | 0x1B0, 0x1FC0ULL << 32 | 0x1F80 };
	static const u64 data[] = {
		0x1000ULL << 32 | 0x10000, 0x1000ULL << 32 | 0x1007, 0x400ULL << 32,
		0x400ULL << 32 | 8,	   0x1000ULL << 32 | 0x148,  0x1000ULL << 32 | 0x100000
	};
	u8 choice = (u8)fuzz_number(&run->input, 1);
	struct hostile *card = &run->card;

	card->blocks = blocks[choice % 4];
	card->data = data[choice / 4 % ARRAY_SIZE(data)];
	if (choice & 0x80)
		card->blocks = fuzz_edge(&run->input) | fuzz_edge(&run->input) << 32;
	if (choice >= 0xE0)
		card->data = fuzz_edge(&run->input) | fuzz_edge(&run->input) << 32;
	if (choice % 8 == 7)
		card->near_blocks = fuzz_edge(&run->input) | fuzz_edge(&run->input) << 32;
}

static void change_timeout(struct run *run)
{
	static const u32 timeouts_ms[] = { 0, 1, 100, 5000, 16000, ~0U };
	u8 opcode = (u8)fuzz_below(&run->input, OCXL_OPCODE_COUNT + 1);

	ocxlpmem_device_set_timeout(
		&run->device, opcode,
		timeouts_ms[fuzz_below(&run->input, ARRAY_SIZE(timeouts_ms) - 1)]);
}

static void plan_misbehaviour(struct run *run)
{
	struct hostile *card = &run->card;

	switch (fuzz_below(&run->input, 6)) {
	case 0:
		card->lie_in = (u32)fuzz_number(&run->input, 1);
		break;
	case 1:
		card->gone_in = (u32)fuzz_number(&run->input, 1);
		break;
	case 2:
		card->gone = HERE;
		break;
	case 3:
		card->killed_in = (u32)fuzz_number(&run->input, 1);
		break;
	case 4:
		run->allocations_left = (int)fuzz_below(&run->input, 8) - 1;
		break;
	default:
		run->bound = fuzz_bit(&run->input);
		break;
	}
}

static void run_operation(struct run *run)
{
	u8 operation = (u8)fuzz_below(&run->input, 32);

	run->card.accesses = 0;
	run->card.rings = 0;
	run->card.answer_open = false;
	switch (operation) {
	case 16:
	case 17:
		wait_and_refresh(run);
		break;
	case 18:
	case 19:
		change_health(run);
		break;
	case 20:
	case 21:
		run->card.entries = (u32)fuzz_number(&run->input, 1);
		break;
	case 22:
		change_layout(run);
		break;
	case 23:
		change_timeout(run);
		break;
	case 24:
	case 25:
	case 26:
		plan_misbehaviour(run);
		break;
	case 27:
		read_files(run);
		break;
	case 28:
	case 29:
		start_or_poll_erase(run);
		break;
	case 30:
		rebind_driver(run);
		break;
	case 31:
		read_first_contact(run);
		break;
	default:
		send_request(run);
		break;
	}
	check_mailbox(run);
	check_hold(run);
	note_number(run, run->card.now);
}

static u64 run_all(const u8 *data, size_t size, u8 pattern)
{
	static struct run run;
	u32 count;
	u8 kind;

	memset(&run, 0, sizeof(run));
	run.input = (struct fuzz_input) { data, size };
	run.pattern = pattern;
	run.allocations_left = -1;
	run.generation = 0x1234;
	run.card.input = &run.input;
	run.card.device = &run.device;
	run.card.now = 1000;
	run.card.chi = OCXL_CHI_CRDY | OCXL_CHI_MA;
	run.card.answer_ns = run.card.dump_ns = run.card.erase_ns = NEVER;
	kind = (u8)fuzz_number(&run.input, 1);
	run.card.access_ns = kind % 4 * 250;
	run.card.oversleep_us = kind / 4 % 4 * 2;
	run.card.mmio_size = kind / 16 % 4 == 3 ? 0x2000 : 0x11000;
	run.card.near_blocks = 0x500ULL << 32 | 0x400;
	run.transport = (struct ocxlpmem_transport) { &run.card,   hostile_read, hostile_write,
						      hostile_now, hostile_wait, hostile_inject };
	run.host = (struct ocxlpmem_device_host) {
		.context = &run,
		.allocate = allocate_memory,
		.release = release_memory,
		.changed = count_change,
		.region_bound = region_bound,
		.entry_was_read = entry_was_read,
		.event_raised = event_raised,
		.transaction_ended = transaction_ended,
		.log = write_log,
	};
	change_layout(&run);
	bind_driver(&run);
	for (count = 0; count < OPERATIONS_MAX && run.input.remaining > 0; count++)
		run_operation(&run);
	ocxlpmem_device_destroy(&run.device);
	FUZZ_CHECK(run.allocated == 0);
	note_number(&run, run.changes);
	return run.digest;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	u64 digest;

	/* short inputs do the same as a longer one, and faster */
	if (size > INPUT_SIZE_MAX)
		return -1;
	digest = run_all(data, size, 0x00);
	/* the driver has returned or used uninitialized memory */
	FUZZ_CHECK(run_all(data, size, 0xA5) == digest);
	return 0;
}

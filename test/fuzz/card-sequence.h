/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The driver's core with an emulated card, used correctly, with time-outs, refusals, resets, killed
 * readers and unbound drivers. Answers have to agree with a model of SMART, dumps and firmware; no
 * entry of the error log is lost.
 */
#ifndef TEST_FUZZ_CARD_SEQUENCE_H
#define TEST_FUZZ_CARD_SEQUENCE_H

#include <stdarg.h>
#include "card-check.h"
#include "core/device.h"
#include "scenario-line.h"

#define SEQUENCE_OPERATIONS 150
#define SEQUENCE_ROOM	    66000
#define ENTRIES_MAX	    512
#define ATTRIBUTES_MAX	    256

/* state of an entry */
enum { ENTRY_QUEUED = 1, ENTRY_GIVEN };

/* expected values of a SMART attribute, and its flags */
struct expected_attribute {
	bool there;
	u8 current_value;
	u8 threshold;
	u64 raw;
};

/**
 * struct sequence - card, driver and expected state
 * @killed_in: waits until the caller is killed; 0: never
 * @no_memory: an allocation fails
 * @generation: generation of the driver
 * @entry, @entry_size: by log identifier
 * @queued: number of entries so far
 * @cursor: cursor of the last entry
 * @attribute: by identifier
 * @attributes: number of attributes
 * @room, @header, @needed: of the last answer
 */
struct sequence {
	struct fuzz_input *input;
	u64 now;
	struct ocxlpmem_card_host card_host;
	struct ocxlpmem_card *card;
	struct ocxlpmem_transport transport;
	struct ocxlpmem_device_host device_host;
	struct ocxlpmem_device device;
	u32 killed_in;
	bool no_memory;
	u32 generation;
	u8 entry[ENTRIES_MAX];
	u32 entry_size[ENTRIES_MAX];
	u32 queued;
	u64 cursor;
	struct expected_attribute attribute[ATTRIBUTES_MAX];
	u32 attributes;
	const u8 *room;
	struct ocxlpmem_rsp_header header;
	u32 needed;
};

static inline u64 sequence_now(void *context)
{
	return ((struct sequence *)context)->now;
}

static inline int sequence_wait(void *context, u32 microseconds)
{
	struct sequence *sequence = context;

	sequence->now += microseconds * OCXL_NS_PER_US;
	return sequence->killed_in && --sequence->killed_in == 0 ? -EINTR : 0;
}

static inline int sequence_read(void *context, u32 offset, u64 *value)
{
	return ocxlpmem_card_read64(((struct sequence *)context)->card, offset, value);
}

static inline int sequence_write(void *context, u32 offset, u64 value)
{
	return ocxlpmem_card_write64(((struct sequence *)context)->card, offset, value);
}

static inline int sequence_inject(void *context, const struct ocxlpmem_injection *injection)
{
	return ocxlpmem_card_inject(((struct sequence *)context)->card, injection);
}

static inline void *sequence_allocate(void *context, size_t size)
{
	return ((struct sequence *)context)->no_memory ? NULL : malloc(size);
}

static inline void sequence_release(void *context, void *memory)
{
	FUZZ_CHECK(context);
	free(memory);
}

/* does the card still work on a request that the driver has abandoned? */
static inline bool is_given_up(const struct sequence *sequence)
{
	return sequence->device.mailbox.abandoned.id != 0;
}

/*
 * The driver causes no warning of the card, unless it has failed fatally: then the log and the dump
 * are tried, ready or not. A health report finds a full log.
 */
static inline void sequence_log(void *context, const char *text)
{
	const struct sequence *sequence = context;

	if (sequence->card->chi & (OCXL_CHI_CFFS | OCXL_CHI_CHFS))
		return;
	if (!strcmp(text, "the error log is full, an entry was dropped"))
		return;
	if (is_given_up(sequence) && strstr(text, "a request was ignored"))
		return;
	fprintf(stderr, "card: %s\n", text);
	FUZZ_CHECK(!"the card complains of the driver");
}

static inline void sequence_bind(struct sequence *sequence)
{
	struct ocxlpmem_device_setup setup = { .serial = 1,
					       .capacity = 1 << 30,
					       .generation = sequence->generation,
					       .emulated = true };

	FUZZ_CHECK(!ocxlpmem_device_init(&sequence->device, &sequence->transport,
					 &sequence->device_host, &setup));
	/* a shorter time-out saves time; all time-outs are alike */
	ocxlpmem_device_set_timeout(&sequence->device, OCXL_OPCODE_FW_UPDATE, 200);
	ocxlpmem_device_set_timeout(&sequence->device, OCXL_OPCODE_ERROR_LOG, 200);
	ocxlpmem_device_set_timeout(&sequence->device, OCXL_OPCODE_DUMP, 200);
}

static inline void sequence_say(struct sequence *sequence, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* scenario lines that the card has to accept */
static inline void sequence_say(struct sequence *sequence, const char *format, ...)
{
	char text[SCENARIO_LINE_MAX], why[400];
	unsigned int line;
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	FUZZ_CHECK(!ocxlpmem_card_apply_scenario(sequence->card, text, strlen(text), &line, why,
						 sizeof(why)));
}

/* a command in the call envelope with a large output; returns the result of the ioctl */
static inline int sequence_ask(struct sequence *sequence, u64 command, const void *input, u32 size)
{
	static u8 buffer[sizeof(struct nd_cmd_pkg) + OCXL_FW_PIECE_MAX + 64 + SEQUENCE_ROOM];
	struct ocxlpmem_caller caller = { .admin = true };
	struct nd_cmd_pkg package = {
		.nd_family = NVDIMM_FAMILY_OCXL,
		.nd_command = command,
		.nd_size_in = size,
		.nd_size_out = SEQUENCE_ROOM,
	};
	int rc;

	memcpy(buffer, &package, sizeof(package));
	if (size)
		memcpy(buffer + sizeof(package), input, size);
	rc = ocxlpmem_device_handle_call(&sequence->device, &caller, buffer,
					 sizeof(package) + size + SEQUENCE_ROOM);
	memcpy(&package, buffer, sizeof(package));
	sequence->room = buffer + sizeof(package) + size;
	memcpy(&sequence->header, sequence->room, sizeof(sequence->header));
	sequence->needed = package.nd_fw_size;
	FUZZ_CHECK(rc == 0 || rc == -EINTR || rc == -ENOMEM);
	FUZZ_CHECK(rc || sequence->needed <= SEQUENCE_ROOM);
	return rc;
}

static inline bool sequence_succeeds(struct sequence *sequence, u64 command, const void *input,
				     u32 size)
{
	return sequence_ask(sequence, command, input, size) == 0 &&
	       sequence->header.status == OCXLPMEM_STATUS_OK;
}

static inline void queue_entries(struct sequence *sequence)
{
	u32 count = 1 + fuzz_below(sequence->input, 8);
	u8 kind = (u8)fuzz_number(sequence->input, 1);
	u32 size = kind < 0xF8 ? kind * 8 : OCXL_ERROR_LOG_DATA_MAX - (kind - 0xF8);
	u32 i;

	if (sequence->queued + count > ENTRIES_MAX || sequence->card->log_count == OCXL_LOG_SPECS)
		return;
	sequence_say(sequence, "error-log id=%u data=%u count=%u", sequence->queued, size, count);
	for (i = 0; i < count; i++) {
		sequence->entry[sequence->queued] = ENTRY_QUEUED;
		sequence->entry_size[sequence->queued++] = size;
	}
}

/* the answer is a queued entry, complete */
static inline void check_given(struct sequence *sequence)
{
	struct ocxlpmem_error_log_rsp entry;
	const u8 *data = sequence->room + 8 + sizeof(entry);
	u32 i;

	memcpy(&entry, sequence->room + 8, sizeof(entry));
	FUZZ_CHECK(entry.cursor > sequence->cursor);
	sequence->cursor = entry.cursor;
	/* health reports have their own numbers */
	if (entry.error_log_type == OCXLPMEM_ERROR_LOG_HEALTH_PERFORMANCE)
		return;
	FUZZ_CHECK(entry.log_id < sequence->queued);
	FUZZ_CHECK(entry.data_length == sequence->entry_size[entry.log_id]);
	for (i = 1; i < entry.data_length; i++)
		FUZZ_CHECK(data[i] == (u8)(data[0] + i));
	sequence->entry[entry.log_id] = ENTRY_GIVEN;
}

/* false without an entry, or when it cannot be read now */
static inline bool read_entry(struct sequence *sequence, u64 cursor, bool acknowledge)
{
	struct ocxlpmem_error_log_req request = {
		.flags = acknowledge ? OCXLPMEM_ERROR_LOG_ACKNOWLEDGE : 0,
		.cursor = cursor,
	};

	if (!sequence_succeeds(sequence, OCXLPMEM_CMD_ERROR_LOG, &request, sizeof(request)))
		return false;
	if (!sequence->header.count)
		return false;
	sequence->cursor = cursor;
	check_given(sequence);
	return true;
}

/* retained entries go to the kernel log; the next driver has to find an unfinished request */
static inline void sequence_rebind(struct sequence *sequence)
{
	u32 i;

	for (i = 0; i < sequence->device.retained_count; i++) {
		if (sequence->device.retained[i].entry.log_id < sequence->queued)
			sequence->entry[sequence->device.retained[i].entry.log_id] = ENTRY_GIVEN;
	}
	ocxlpmem_device_destroy(&sequence->device);
	sequence->generation++;
	sequence->cursor = 0;
	sequence_bind(sequence);
}

static inline void change_attribute(struct sequence *sequence)
{
	u8 id = (u8)(0x10 + fuzz_below(sequence->input, 0xF0));
	struct expected_attribute *attribute = &sequence->attribute[id];

	if (fuzz_below(sequence->input, 8) == 7) {
		sequence_say(sequence, "smart %u remove", id);
		sequence->attributes -= attribute->there;
		attribute->there = false;
		return;
	}
	attribute->current_value = (u8)fuzz_number(sequence->input, 1);
	attribute->threshold = (u8)fuzz_number(sequence->input, 1);
	attribute->raw = fuzz_edge(sequence->input);
	sequence->attributes += !attribute->there;
	attribute->there = true;
	sequence_say(sequence, "smart %u current=%u threshold=%u raw=%llu", id,
		     attribute->current_value, attribute->threshold,
		     (unsigned long long)attribute->raw);
}

static inline bool is_failing(u8 id, const struct expected_attribute *attribute)
{
	if (id == OCXLPMEM_SMART_TEMPERATURE)
		return attribute->threshold && attribute->raw >= attribute->threshold;
	if (id == OCXLPMEM_SMART_LIFE_REMAINING)
		return attribute->raw <= attribute->threshold;
	if (id == OCXLPMEM_SMART_POWER_ON_HOURS)
		return false;
	return attribute->threshold && attribute->current_value <= attribute->threshold;
}

static inline void compare_smart(struct sequence *sequence)
{
	const struct expected_attribute *expected;
	struct ocxlpmem_smart_attribute attribute;
	bool failing = false;
	u32 i;
	u8 id;

	if (!sequence_succeeds(sequence, OCXLPMEM_CMD_SMART, NULL, 0))
		return;
	FUZZ_CHECK(sequence->header.count == min_t(u32, sequence->attributes, 255));
	for (i = 0; i < sequence->header.count; i++) {
		memcpy(&attribute, sequence->room + 8 + i * sizeof(attribute), sizeof(attribute));
		id = (u8)(attribute.fields >> 56);
		expected = &sequence->attribute[id];
		FUZZ_CHECK(expected->there);
		failing |= is_failing(id, expected);
		if (id == OCXLPMEM_SMART_POWER_ON_HOURS)
			continue;
		FUZZ_CHECK((u8)(attribute.fields >> 32) == expected->current_value);
		FUZZ_CHECK((u8)(attribute.fields >> 24) == expected->threshold);
		FUZZ_CHECK(attribute.raw == expected->raw);
	}
	FUZZ_CHECK(sequence->device.smart_failing == failing);
}

/* returns 0 after a failure */
static inline u64 read_dump(struct sequence *sequence, u64 *sum)
{
	struct ocxlpmem_dump_read_req request = { .length = OCXL_DUMP_PIECE_MAX };
	struct ocxlpmem_dump_read_rsp piece;
	u32 i;

	*sum = 0;
	do {
		if (!sequence_succeeds(sequence, OCXLPMEM_CMD_DUMP_READ, &request, sizeof(request)))
			return 0;
		FUZZ_CHECK(sequence->header.count == 1);
		memcpy(&piece, sequence->room + 8, sizeof(piece));
		FUZZ_CHECK(piece.offset == request.offset);
		FUZZ_CHECK(sequence->needed == 16 + piece.length);
		for (i = 0; i < piece.length; i++)
			*sum = fuzz_mix(*sum, sequence->room[16 + i]);
		request.offset += piece.length;
	} while (piece.length > 0 && piece.length % 8 == 0);
	return request.offset;
}

/* a dump of known size, read twice, released */
static inline void compare_dump(struct sequence *sequence)
{
	u32 size = 1 + fuzz_below(sequence->input, 0x3000);
	u64 sum, again;

	sequence_say(sequence, "dump size=%u piece=%u", size,
		     8 * (64 + fuzz_below(sequence->input, 512)));
	if (!read_dump(sequence, &sum))
		return;
	if (!read_dump(sequence, &again))
		return;
	FUZZ_CHECK(sum == again);
	if (!sequence_succeeds(sequence, OCXLPMEM_CMD_DUMP_RELEASE, NULL, 0))
		return;
	FUZZ_CHECK(!sequence_succeeds(sequence, OCXLPMEM_CMD_DUMP_READ, NULL, 0));
	FUZZ_CHECK(!(sequence->card->chi & OCXL_CHI_CDA));
}

static inline bool send_image(struct sequence *sequence, u32 context, const char version[8])
{
	u8 message[sizeof(struct ocxlpmem_fw_send_req) + 64];
	struct ocxlpmem_fw_send_req request = { .context = context };
	u32 pieces = 1 + fuzz_below(sequence->input, 4);

	memset(message, 0x33, sizeof(message));
	memcpy(message + sizeof(request), version, 8);
	while (pieces-- > 0) {
		request.length = 8 + 8 * fuzz_below(sequence->input, 8);
		memcpy(message, &request, sizeof(request));
		if (!sequence_succeeds(sequence, OCXLPMEM_CMD_FW_SEND, message,
				       (u32)sizeof(request) + request.length))
			return false;
		request.offset += request.length;
	}
	return true;
}

/* a staged image runs after a reset, and not before */
static inline void compare_firmware(struct sequence *sequence)
{
	struct ocxlpmem_fw_finish_req finish = { .flags = OCXLPMEM_FW_FINISH_ABORT };
	struct ocxlpmem_fw_info_rsp info;
	struct ocxlpmem_fw_context context;
	char version[8] = "F00.00\n";
	char before[8];

	memcpy(before, sequence->card->firmware, sizeof(before));
	version[1] = (char)('0' + fuzz_below(sequence->input, 10));
	sequence_ask(sequence, OCXLPMEM_CMD_FW_FINISH, &finish, sizeof(finish));
	if (!sequence_succeeds(sequence, OCXLPMEM_CMD_FW_START, NULL, 0))
		return;
	memcpy(&context, sequence->room + 8, sizeof(context));
	finish = (struct ocxlpmem_fw_finish_req) { .context = context.context };
	if (!send_image(sequence, context.context, version) ||
	    !sequence_succeeds(sequence, OCXLPMEM_CMD_FW_FINISH, &finish, sizeof(finish)))
		return;
	FUZZ_CHECK(memcmp(before, sequence->card->firmware, sizeof(before)) == 0);
	sequence_say(sequence, "reset ms=1");
	if (sequence_ask(sequence, OCXLPMEM_CMD_FW_INFO, NULL, 0))
		return;
	memcpy(&info, sequence->room + 8, sizeof(info));
	FUZZ_CHECK(memcmp(info.running, version, sizeof(version)) == 0);
	FUZZ_CHECK(info.state == OCXLPMEM_FW_STATE_IDLE);
}

static inline void sequence_fault(struct sequence *sequence)
{
	u32 op = fuzz_below(sequence->input, OCXL_OPCODE_COUNT);
	u32 number = fuzz_below(sequence->input, 0x1000);

	if (sequence->card->rule_count == OCXL_FAULT_RULES)
		return;
	switch (fuzz_below(sequence->input, 8)) {
	case 0:
		sequence_say(sequence, "fault op=%u timeout", op);
		break;
	case 1:
		sequence_say(sequence, "fault op=%u timeout late-ms=%u", op, 1 + number);
		break;
	case 2:
		sequence_say(sequence, "fault op=%u status=%u", op, 1 + number % 255);
		break;
	case 3:
		sequence_say(sequence, "latency op=%u us=%u", op, number * 64);
		break;
	case 4:
		sequence_say(sequence, "answer");
		break;
	case 5:
		/* a reset that is over before the driver polls is not noticed */
		sequence_say(sequence, "reset ms=%u", 1 + number);
		ocxlpmem_device_refresh_health(&sequence->device);
		break;
	case 6:
		sequence_say(sequence, "fatal %s", number % 2 ? "hw" : "fw");
		break;
	default:
		sequence_say(sequence, "health-report take-ms=%u data=%u", number, number);
		break;
	}
}

static inline void sequence_other(struct sequence *sequence)
{
	static const u8 commands[] = { OCXLPMEM_CMD_HEARTBEAT, OCXLPMEM_CMD_STATS,
				       OCXLPMEM_CMD_EVENTS, OCXLPMEM_CMD_CAPABILITIES,
				       OCXLPMEM_CMD_REQUEST_HEALTH };
	u8 choice = (u8)fuzz_number(sequence->input, 1);

	if (choice < 0xF0)
		sequence_ask(sequence, commands[choice % ARRAY_SIZE(commands)], NULL, 0);
	else if (sequence_succeeds(sequence, OCXLPMEM_CMD_SHUTDOWN, NULL, 0))
		FUZZ_CHECK(!(sequence->card->chi & OCXL_CHI_CRDY));
	if (choice % 16 == 15)
		sequence_say(sequence, "ready now");
}

static inline void sequence_operate(struct sequence *sequence)
{
	u8 choice = (u8)fuzz_below(sequence->input, 16);

	switch (choice) {
	case 0:
	case 1:
	case 2:
		queue_entries(sequence);
		break;
	case 3:
	case 4:
		read_entry(sequence, sequence->cursor, true);
		break;
	case 5:
		read_entry(sequence, sequence->cursor, false);
		break;
	case 6:
	case 7:
		sequence_fault(sequence);
		break;
	case 8:
		change_attribute(sequence);
		break;
	case 9:
		compare_smart(sequence);
		break;
	case 10:
		compare_dump(sequence);
		break;
	case 11:
		compare_firmware(sequence);
		break;
	case 12:
		sequence_other(sequence);
		break;
	case 13:
		sequence->now += fuzz_below(sequence->input, 0x10000) * OCXL_NS_PER_MS;
		ocxlpmem_device_refresh_health(&sequence->device);
		break;
	case 14:
		sequence->killed_in = (u32)fuzz_number(sequence->input, 1);
		sequence->no_memory = sequence->killed_in % 4 == 3;
		break;
	default:
		sequence_rebind(sequence);
		break;
	}
	ocxlpmem_card_advance(sequence->card);
	check_card(sequence->card);
}

/* ends all faults: every entry of the log can be read now */
static inline void sequence_drain(struct sequence *sequence)
{
	u32 op, i;

	for (op = 0; op < OCXL_OPCODE_COUNT; op++)
		sequence_say(sequence, "fault op=%u none\nlatency op=%u us=0", op, op);
	/* a shutdown is done when it is answered */
	sequence_say(sequence, "answer");
	ocxlpmem_card_advance(sequence->card);
	sequence_say(sequence, "ready now\nmemory now");
	sequence->killed_in = 0;
	sequence->no_memory = false;
	sequence->now += 100 * OCXL_NS_PER_S;
	/* waits for requests that the busy card has not seen yet */
	for (i = 0; i < 4; i++) {
		while (read_entry(sequence, sequence->cursor, true))
			;
		if (sequence->header.status != OCXLPMEM_STATUS_TIMEOUT)
			break;
		sequence->now += 100 * OCXL_NS_PER_S;
	}
	FUZZ_CHECK(sequence->header.status == OCXLPMEM_STATUS_OK);
	FUZZ_CHECK(sequence->device.retained_count == 0 && sequence->card->log_count == 0);
	for (i = 0; i < sequence->queued; i++)
		FUZZ_CHECK(sequence->entry[i] == ENTRY_GIVEN);
}

static inline void fuzz_sequence(struct fuzz_input *input)
{
	static struct sequence sequence;
	u32 count;

	memset(&sequence, 0, sizeof(sequence));
	sequence.input = input;
	sequence.now = 1000;
	sequence.generation = 5;
	sequence.attributes = 3;
	sequence.attribute[0x09] = (struct expected_attribute) { true, 100, 0, 0 };
	sequence.attribute[0xC2] = (struct expected_attribute) { true, 35, 70, 35 };
	sequence.attribute[0xCA] = (struct expected_attribute) { true, 98, 10, 98 };
	sequence.card_host =
		(struct ocxlpmem_card_host) { &sequence, sequence_now, NULL, sequence_log, NULL };
	sequence.card = calloc(1, ocxlpmem_card_size());
	FUZZ_CHECK(sequence.card);
	ocxlpmem_card_init(sequence.card, &sequence.card_host, 1, 1 << 30);
	sequence.transport = (struct ocxlpmem_transport) { &sequence,	   sequence_read,
							   sequence_write, sequence_now,
							   sequence_wait,  sequence_inject };
	sequence.device_host = (struct ocxlpmem_device_host) { &sequence, sequence_allocate,
							       sequence_release, NULL, NULL };
	sequence_bind(&sequence);
	for (count = 0; count < SEQUENCE_OPERATIONS && input->remaining > 0; count++)
		sequence_operate(&sequence);
	sequence_drain(&sequence);
	ocxlpmem_device_destroy(&sequence.device);
	free(sequence.card);
}

#endif /* TEST_FUZZ_CARD_SEQUENCE_H */

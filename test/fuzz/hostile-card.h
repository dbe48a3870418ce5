/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A card that answers anything. It behaves correctly while the fuzzer's bytes are zero; each other
 * byte can make an answer late, false, out of order or too long, and any register wrong.
 */
#ifndef TEST_FUZZ_HOSTILE_CARD_H
#define TEST_FUZZ_HOSTILE_CARD_H

#include "choice.h"
#include "core/device.h"
#include "core/registers.h"

#define NS_PER_US    1000ULL
#define NS_PER_MS    1000000ULL
#define NEVER	     (~0ULL)
/* maximum of accesses in one call; an honest piece of data takes some 200 times less */
#define ACCESSES_MAX 4000000

/**
 * struct taken - an error-log entry that the card has forgotten
 * @seed: seed of its bytes
 * @length: length of its data
 * @held_at: where the driver retains it
 * @compared: number of its first bytes that are compared
 */
struct taken {
	u64 seed;
	u32 length;
	u32 held_at;
	u32 compared;
};

/**
 * struct hostile - a hostile card, and the clock
 * @device: the driver's side; only read
 * @access_ns, @oversleep_us: duration of an access, and how much longer than requested a sleep is
 * @chi, @hci: registers
 * @seen: CHI as the driver last read it
 * @blocks, @data, @near_blocks: reported positions of the mailboxes
 * @mmio_size: end of the accessible range
 * @request, @request_at: words of the request block, and when the last one was written
 * @near_request: position of the request block for an erase, as the driver last read it
 * @opcode, @response, @header, @seed: the last answer
 * @answer_ns, @dump_ns, @erase_ns: times of these events; NEVER
 * @answers: number of answers so far; also the seed
 * @answer_counted: the driver has acknowledged it
 * @answer_open: it came in the call that requested it, and is not acknowledged
 * @unanswered, @restarts: a request has no answer that was read; restarts when it was made
 * @entries: in the error log
 * @lie_in: reads until a wrong value; 0: none
 * @gone_in, @gone: accesses until the card disappears; how it disappears
 * @killed_in: waits until the caller is killed
 * @tainted: a wrong value was read since the last request
 * @lied: a wrong value was read since the call began
 * @is_first_contact: registers that are for writing may be read
 * @accesses, @rings: number of accesses and requests in this call
 * @taken, @taken_count: entries that only the driver has, oldest first
 * @doubtful: more entries that the driver may retain: the card broke a rule
 */
struct hostile {
	struct fuzz_input *input;
	const struct ocxlpmem_device *device;
	u64 now;
	u64 access_ns;
	u32 oversleep_us;
	u64 chi;
	u64 hci;
	u64 seen;
	u64 blocks;
	u64 data;
	u64 near_blocks;
	u32 mmio_size;
	u64 request[OCXL_BLOCK_SIZE / 8];
	u32 near_request;
	u8 opcode;
	u64 parameter;
	u64 response;
	u64 header;
	u64 seed;
	u64 answer_ns;
	u64 dump_ns;
	u64 erase_ns;
	u32 answers;
	bool answer_counted;
	bool answer_open;
	bool unanswered;
	u32 restarts;
	u32 entries;
	u32 lie_in;
	u32 gone_in;
	u8 gone;
	u32 killed_in;
	bool tainted;
	bool lied;
	bool is_first_contact;
	u32 accesses;
	u32 rings;
	struct taken taken[OCXL_RETAINED_MAX];
	u32 taken_count;
	u32 doubtful;
};

enum { HERE, READS_ALL_ONES, GIVES_ERROR };

static const u64 latencies_us[] = { 0,	    1,	    3,	    12,	     400,      5000,	99000,
				    100000, 101000, 999000, 2500000, 17000000, 70000000 };

/* the time of an event that starts now */
static inline u64 take_due(struct hostile *card)
{
	u32 choice = fuzz_below(card->input, ARRAY_SIZE(latencies_us) + 1);

	if (choice == ARRAY_SIZE(latencies_us))
		return NEVER;
	return card->now + latencies_us[choice] * NS_PER_US;
}

static inline u64 data_word(const struct hostile *card, u32 index)
{
	/* makes the words of statistics */
	if (card->opcode == OCXL_OPCODE_STATS && index == OCXL_STATS_BLOCK1 / 8)
		return 1ULL << 56 | OCXL_STATS_BLOCK1_LENGTH;
	if (card->opcode == OCXL_OPCODE_STATS && index == OCXL_STATS_BLOCK2 / 8)
		return 2ULL << 56 | OCXL_STATS_BLOCK2_LENGTH;
	/* all types of entries occur, and few unknown ones */
	if (card->opcode == OCXL_OPCODE_ERROR_LOG && index == OCXL_ERROR_LOG_TYPE / 8)
		return fuzz_mix(card->seed, index) & ~(0xF8ULL << 56);
	return index == 0 ? card->header : fuzz_mix(card->seed, index);
}

/* fields are in the host's byte order, opaque data in the card's */
static inline void check_words(const u8 *bytes, const struct hostile *card, u32 first, u32 size,
			       bool fields)
{
	u64 word;
	u32 at;

	for (at = 0; at < size; at++) {
		word = data_word(card, first + at / 8);
		if (fields)
			FUZZ_CHECK(bytes[at] == ((const u8 *)&word)[at % 8]);
		else
			FUZZ_CHECK(bytes[at] == (u8)(word >> at % 8 * 8));
	}
}

static inline u64 honest_header(struct hostile *card)
{
	u32 amount = fuzz_below(card->input, 0x100);
	u32 room = OCXL_DUMP_REQUEST_CAPACITY(card->parameter);

	switch (card->opcode) {
	case OCXL_OPCODE_ERROR_LOG:
		amount = amount < 0xF0 ? amount : (amount - 0xEF) * 4089;
		return (u64)OCXL_IDENTIFIER_ERROR_LOG << 48 |
		       (OCXL_ERROR_LOG_LENGTH_FIXED + amount);
	case OCXL_OPCODE_SMART:
		return (u64)OCXL_IDENTIFIER_SMART << 48 | amount * OCXL_SMART_ATTRIBUTE_SIZE;
	case OCXL_OPCODE_STATS:
		return (u64)OCXL_IDENTIFIER_STATS << 48 | OCXL_STATS_LENGTH;
	case OCXL_OPCODE_DUMP:
		if (room < OCXL_DATA_HEADER)
			return (u64)OCXL_IDENTIFIER_DUMP << 48;
		return (u64)OCXL_IDENTIFIER_DUMP << 48 | (room - OCXL_DATA_HEADER) * (amount / 255);
	default:
		return 0;
	}
}

#define ANSWER_STATUS	  0x01
#define ANSWER_ID	  0x02
#define ANSWER_IDENTIFIER 0x04
#define ANSWER_LENGTH	  0x08
#define ANSWER_EXTRA	  0x10

static inline void plan_answer(struct hostile *card)
{
	u8 deviations = (u8)fuzz_number(card->input, 1);
	u8 status = deviations & ANSWER_STATUS ? (u8)fuzz_number(card->input, 1) : 0;
	u16 id = OCXL_WORD0_ID(card->request[0]);

	if (deviations & ANSWER_ID)
		id = (u16)(id + (u8)fuzz_number(card->input, 1));
	card->response = OCXL_REQUEST_WORD0(status, id);
	if (deviations & ANSWER_EXTRA)
		card->response |= fuzz_number(card->input, 4) << 32 | 0xFF00;
	card->seed = ++card->answers;
	card->header = honest_header(card);
	if (deviations & ANSWER_IDENTIFIER)
		card->header ^= fuzz_number(card->input, 2) << 48;
	if (deviations & ANSWER_LENGTH)
		card->header = (card->header & ~0xFFFFFFFFULL) | fuzz_number(card->input, 4);
	card->answer_ns = take_due(card);
	card->answer_counted = false;
}

/* the driver makes a request when none is active, with all words of the block written */
static inline void accept_request(struct hostile *card)
{
	u32 word;

	FUZZ_CHECK(!(card->seen & OCXL_CHI_ACRA));
	FUZZ_CHECK(!card->unanswered || card->restarts != card->device->restarts);
	FUZZ_CHECK(OCXL_WORD0_ID(card->request[0]) != 0);
	FUZZ_CHECK(OCXL_WORD0_LOW(card->request[0]) < OCXL_OPCODE_COUNT);
	FUZZ_CHECK(!(card->request[0] & ~0xFFFF00FFULL));
	for (word = 2; word < ARRAY_SIZE(card->request); word++)
		FUZZ_CHECK(card->request[word] == 0);
	card->opcode = OCXL_WORD0_LOW(card->request[0]);
	card->parameter = card->request[1];
	card->unanswered = true;
	card->restarts = card->device->restarts;
	card->tainted = false;
	card->rings++;
	plan_answer(card);
	/* the next request has to be written completely */
	for (word = 1; word < ARRAY_SIZE(card->request); word++)
		card->request[word] = fuzz_mix(card->seed, word);
}

static inline bool looks_like_entry(const struct hostile *card)
{
	u32 length = OCXL_DATA_LENGTH16(card->header);

	return OCXL_WORD0_LOW(card->response) == 0 &&
	       OCXL_DATA_IDENTIFIER(card->header) == OCXL_IDENTIFIER_ERROR_LOG &&
	       length >= OCXL_ERROR_LOG_LENGTH_FIXED && length <= OCXL_ERROR_LOG_LENGTH_MAX &&
	       length + OCXL_DATA_HEADER <= card->device->mailbox.data_size;
}

static inline bool is_entry(const struct hostile *card)
{
	return card->opcode == OCXL_OPCODE_ERROR_LOG && looks_like_entry(card) &&
	       OCXL_WORD0_ID(card->response) == OCXL_WORD0_ID(card->request[0]);
}

/* from now on only the driver has this entry */
static inline void handle_acknowledgement(struct hostile *card)
{
	struct taken *entry = &card->taken[card->taken_count];
	bool said = (card->chi & OCXL_CHI_ACRA) && is_entry(card);

	card->entries -= said && card->entries > 0;
	/* a repeated answer, an answer without a request, or one with wrong values */
	if (card->tainted || (said && card->answer_counted) || (!said && looks_like_entry(card))) {
		card->doubtful++;
		return;
	}
	if (!said)
		return;
	FUZZ_CHECK(card->taken_count < OCXL_RETAINED_MAX);
	entry->seed = card->seed;
	entry->length = OCXL_DATA_LENGTH16(card->header) - OCXL_ERROR_LOG_LENGTH_FIXED;
	entry->compared = entry->length;
	card->answer_counted = true;
	card->taken_count++;
}

static inline void pass_time(struct hostile *card, u64 ns)
{
	card->now += ns;
	if (card->now >= card->answer_ns) {
		card->answer_ns = NEVER;
		card->chi |= OCXL_CHI_ACRA;
	}
	if (card->now >= card->dump_ns) {
		card->dump_ns = NEVER;
		card->hci &= ~OCXL_HCI_CD;
		card->chi |= fuzz_number(card->input, 1) % 2 ? 0 : OCXL_CHI_CDA;
	}
	if (card->now >= card->erase_ns) {
		card->erase_ns = NEVER;
		card->chi |= OCXL_CHI_NSCRA;
	}
	if (card->entries > 0)
		card->chi |= OCXL_CHI_ELA;
	else
		card->chi &= ~OCXL_CHI_ELA;
}

/* before each access; false when the card has disappeared */
static inline bool begin_access(struct hostile *card, u32 offset)
{
	FUZZ_CHECK(++card->accesses < ACCESSES_MAX);
	FUZZ_CHECK(offset % 8 == 0);
	pass_time(card, card->access_ns);
	if (card->gone_in && --card->gone_in == 0) {
		card->gone = READS_ALL_ONES + fuzz_below(card->input, 2);
		card->tainted = true;
	}
	card->lied |= card->gone != HERE;
	return card->gone == HERE;
}

static inline bool is_inside(u32 offset, u32 start, u32 size)
{
	return offset >= start && offset - start < size;
}

static inline u64 read_memory(const struct hostile *card, u32 offset)
{
	const struct ocxlpmem_mailbox *mailbox = &card->device->mailbox;

	if (is_inside(offset, mailbox->data, mailbox->data_size))
		return data_word(card, (offset - mailbox->data) / 8);
	if (offset == mailbox->response_block)
		return card->response;
	if (is_inside(offset, mailbox->request_block, OCXL_BLOCK_SIZE))
		return card->request[(offset - mailbox->request_block) / 8];
	return fuzz_mix(card->seed, offset);
}

static inline u64 read_honest(const struct hostile *card, u32 offset)
{
	switch (offset) {
	case OCXL_REG_CHI:
		return card->chi;
	case OCXL_REG_HCI:
		return card->hci;
	case OCXL_REG_ACMA_BLOCKS:
		return card->blocks;
	case OCXL_REG_ACMA_DATA:
		return card->data;
	case OCXL_REG_NSCMA_BLOCKS:
		return card->near_blocks;
	case OCXL_REG_CHIC:
	case OCXL_REG_CHIEC:
	case OCXL_REG_HCIC:
		/* the value is undefined: only first-contact.c reads it */
		FUZZ_CHECK(card->is_first_contact);
		return 0;
	case OCXL_REG_CCAP1:
		return card->seed << 12;
	default:
		return offset < OCXL_REG_END ? fuzz_mix(offset, 1) : read_memory(card, offset);
	}
}

static inline int hostile_read(void *context, u32 offset, u64 *value)
{
	struct hostile *card = context;

	if (offset > card->mmio_size - 8)
		return -EINVAL;
	if (!begin_access(card, offset)) {
		*value = ~0ULL;
		return card->gone == GIVES_ERROR ? -ENXIO : 0;
	}
	*value = read_honest(card, offset);
	if (card->lie_in && --card->lie_in == 0) {
		card->lie_in = (u32)fuzz_number(card->input, 1);
		*value = fuzz_number(card->input, 1) % 2
				 ? *value ^ BIT_ULL(fuzz_below(card->input, 64))
				 : fuzz_number(card->input, 8);
		card->tainted = true;
		card->lied = true;
	}
	if (offset == OCXL_REG_NSCMA_BLOCKS)
		card->near_request = OCXL_BLOCKS_REQUEST(*value);
	if (offset == OCXL_REG_CHI) {
		card->seen = *value;
		card->answer_open |= card->rings > 0 && card->unanswered && *value & OCXL_CHI_ACRA;
		card->unanswered &= !(*value & OCXL_CHI_ACRA);
	}
	return 0;
}

static inline void set_doorbells(struct hostile *card, u64 bits)
{
	FUZZ_CHECK(!(bits & (OCXL_HCI_AR | OCXL_HCI_FDE)));
	if (bits & OCXL_HCI_ACRW)
		accept_request(card);
	if (bits & OCXL_HCI_CD) {
		card->hci |= OCXL_HCI_CD;
		card->dump_ns = take_due(card);
	}
	if (bits & OCXL_HCI_CHPD)
		card->entries += (u32)fuzz_number(card->input, 1) % 4;
	if (bits & OCXL_HCI_NSCRW)
		card->erase_ns = take_due(card);
}

static inline void write_memory(struct hostile *card, u32 offset, u64 value)
{
	const struct ocxlpmem_mailbox *mailbox = &card->device->mailbox;

	if (is_inside(offset, card->near_request, OCXL_BLOCK_SIZE))
		return;
	/* no other position, above all not the card's answer */
	FUZZ_CHECK(card->device->mailbox_ready);
	if (is_inside(offset, mailbox->request_block, OCXL_BLOCK_SIZE))
		card->request[(offset - mailbox->request_block) / 8] = value;
	else
		FUZZ_CHECK(is_inside(offset, mailbox->data, mailbox->data_size));
}

static inline int hostile_write(void *context, u32 offset, u64 value)
{
	struct hostile *card = context;

	if (offset > card->mmio_size - 8)
		return -EINVAL;
	if (!begin_access(card, offset)) {
		/* retained, but not forgotten by the card */
		card->doubtful += offset == OCXL_REG_CHIC;
		return card->gone == GIVES_ERROR ? -ENXIO : 0;
	}
	switch (offset) {
	case OCXL_REG_CHIC:
		if (value & OCXL_CHI_ACRA) {
			handle_acknowledgement(card);
			card->answer_open = false;
			card->seen &= ~OCXL_CHI_ACRA;
		}
		card->chi &= ~(value & (OCXL_CHI_ACRA | OCXL_CHI_NSCRA | OCXL_CHI_CDA));
		break;
	case OCXL_REG_CHIE:
	case OCXL_REG_CHIEC:
		break;
	case OCXL_REG_HCI:
		set_doorbells(card, value);
		break;
	default:
		FUZZ_CHECK(offset >= OCXL_REG_END);
		write_memory(card, offset, value);
		break;
	}
	return 0;
}

static inline u64 hostile_now(void *context)
{
	return ((struct hostile *)context)->now;
}

static inline int hostile_wait(void *context, u32 microseconds)
{
	struct hostile *card = context;

	FUZZ_CHECK(++card->accesses < ACCESSES_MAX);
	FUZZ_CHECK(microseconds > 0);
	if (microseconds > OCXL_TRANSPORT_SPIN_US)
		microseconds += card->oversleep_us;
	pass_time(card, microseconds * NS_PER_US);
	return card->killed_in && --card->killed_in == 0 ? -EINTR : 0;
}

#endif /* TEST_FUZZ_HOSTILE_CARD_H */

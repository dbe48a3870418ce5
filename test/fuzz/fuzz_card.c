// SPDX-License-Identifier: GPL-2.0-only
/*
 * The emulated card (driver/card). In half of the inputs its host accesses registers in any way,
 * while faults of a scenario are active; in the others the driver uses it correctly, and a small
 * model predicts the answers.
 *
 * 	1 byte: which half; operations
 */
#include "card-check.h"
#include "card-sequence.h"

#define INPUT_SIZE_MAX 768
#define OPERATIONS_MAX 400
#define CAPACITY       (48ULL << 20)

/**
 * struct raw - a card with a host that breaks rules
 * @erased: start of the next piece of an erase
 * @erase_fails_in: pieces until an erase fails; 0: never
 */
struct raw {
	struct fuzz_input *input;
	struct ocxlpmem_card *card;
	u64 now;
	u64 erased;
	u32 erase_fails_in;
	u32 interrupts;
};

static u64 raw_now(void *context)
{
	return ((struct raw *)context)->now;
}

/* only for active and enabled events */
static void raw_interrupt(void *context, unsigned int line, u64 handle)
{
	struct raw *raw = context;
	u64 fatal = OCXL_CHI_CFFS | OCXL_CHI_CHFS;
	u64 bits = raw->card->chi & raw->card->chie;

	FUZZ_CHECK(line < 2);
	FUZZ_CHECK(bits & (line ? fatal : ~fatal));
	raw->interrupts++;
}

static void raw_log(void *context, const char *text)
{
	FUZZ_CHECK(text[0] != '\0' && ((struct raw *)context)->card);
}

/* each byte once, in order */
static int raw_erase(void *context, u64 offset, u64 size)
{
	struct raw *raw = context;
	u64 memory = OCXL_LABEL_AREA_SIZE + raw->card->capacity;

	FUZZ_CHECK(offset == 0 || offset == raw->erased);
	FUZZ_CHECK(size > 0 && offset < memory && size <= memory - offset);
	FUZZ_CHECK(!(raw->card->chi & OCXL_CHI_MA));
	if (raw->erase_fails_in && --raw->erase_fails_in == 0)
		return -EIO;
	raw->erased = offset + size;
	return 0;
}

static u32 pick_offset(struct raw *raw)
{
	static const u32 places[] = {
		OCXL_REG_CHI,	       OCXL_REG_CHIC,
		OCXL_REG_CHIE,	       OCXL_REG_CHIEC,
		OCXL_REG_HCI,	       OCXL_REG_HCIC,
		OCXL_REG_IMA0_OHP,     OCXL_REG_IMA1_CFP,
		OCXL_REG_ACMA_BLOCKS,  OCXL_REG_ACMA_DATA,
		OCXL_REG_FWVER,	       OCXL_REG_FWNEXT,
		OCXL_REG_CCAP0,	       OCXL_REG_NSCMA_BLOCKS,
		OCXL_REG_NSCMA_DATA,   OCXL_REG_CCAP1,
		OCXL_CARD_RESPONSE,    OCXL_CARD_REQUEST,
		OCXL_CARD_NS_RESPONSE, OCXL_CARD_NS_REQUEST,
		OCXL_CARD_DATA,	       OCXL_CARD_MMIO_SIZE - 8,
	};
	u8 choice = (u8)fuzz_number(raw->input, 1);

	if (choice >= 0xF0)
		return (u32)fuzz_edge(raw->input);
	if (choice >= 0xC0)
		return fuzz_below(raw->input, OCXL_CARD_MMIO_SIZE / 8 & 0xFFFF) * 8;
	return places[choice % ARRAY_SIZE(places)] + choice / 64 * 8;
}

/* controller.md holds for it */
static bool keeps_rules(const struct ocxlpmem_card *card)
{
	return !card->dead && !card->broken_assumptions;
}

static bool is_access_result(const struct ocxlpmem_card *card, u32 offset, int rc)
{
	u32 size = ocxlpmem_card_breaks(card, OCXL_ASSUMPTION_BUFFER) ? OCXL_CARD_LARGE_DATA
								      : OCXL_CARD_DATA_SIZE;

	return rc == (offset % 8 == 0 && offset < OCXL_CARD_DATA + size ? 0 : -EINVAL);
}

static void raw_read(struct raw *raw)
{
	u32 offset = pick_offset(raw);
	u64 value = 0x5A5A5A5A5A5A5A5AULL;
	int rc = ocxlpmem_card_read64(raw->card, offset, &value);

	FUZZ_CHECK(is_access_result(raw->card, offset, rc));
	if (rc)
		FUZZ_CHECK(value == 0x5A5A5A5A5A5A5A5AULL);
	else if (raw->card->dead)
		FUZZ_CHECK(value == ~0ULL);
	else if (offset == OCXL_REG_CHI)
		FUZZ_CHECK(value == raw->card->chi);
	else if (keeps_rules(raw->card) &&
		 (offset == OCXL_REG_CHIC || offset == OCXL_REG_CHIEC || offset == OCXL_REG_HCIC))
		FUZZ_CHECK(value == 0);
}

static bool is_host_memory(u32 offset)
{
	return (offset >= OCXL_CARD_REQUEST && offset < OCXL_CARD_REQUEST + OCXL_BLOCK_SIZE) ||
	       (offset >= OCXL_CARD_NS_REQUEST &&
		offset < OCXL_CARD_NS_REQUEST + OCXL_BLOCK_SIZE) ||
	       offset >= OCXL_CARD_DATA;
}

/* only memory that the host may write to is kept */
static void raw_write(struct raw *raw)
{
	u64 response[OCXL_BLOCK_SIZE / 8], near_response[OCXL_BLOCK_SIZE / 8];
	u32 offset = pick_offset(raw);
	u64 value = fuzz_edge(raw->input);
	struct ocxlpmem_card *card = raw->card;
	u64 back = 0;
	int rc;

	memcpy(response, card->response, sizeof(response));
	memcpy(near_response, card->ns_response, sizeof(near_response));
	rc = ocxlpmem_card_write64(card, offset, value);
	FUZZ_CHECK(is_access_result(card, offset, rc));
	if (rc || offset < OCXL_REG_END || !keeps_rules(card))
		return;
	FUZZ_CHECK(memcmp(response, card->response, sizeof(response)) == 0);
	FUZZ_CHECK(memcmp(near_response, card->ns_response, sizeof(near_response)) == 0);
	FUZZ_CHECK(ocxlpmem_card_read64(card, offset, &back) == 0);
	if (is_host_memory(offset))
		FUZZ_CHECK(back == value);
}

static void write_at(struct raw *raw, u32 offset, u64 value)
{
	FUZZ_CHECK(ocxlpmem_card_write64(raw->card, offset, value) == 0);
}

static u64 read_at(struct raw *raw, u32 offset)
{
	u64 value = 0;

	FUZZ_CHECK(ocxlpmem_card_read64(raw->card, offset, &value) == 0);
	return value;
}

/* controller.md 3.1 and 3.4: rules for an answer without faults */
static void check_answer(struct raw *raw, u8 opcode, u16 id)
{
	static const u16 identifiers[OCXL_OPCODE_COUNT] = {
		[OCXL_OPCODE_ERROR_LOG] = OCXL_IDENTIFIER_ERROR_LOG,
		[OCXL_OPCODE_SMART] = OCXL_IDENTIFIER_SMART,
		[OCXL_OPCODE_STATS] = OCXL_IDENTIFIER_STATS,
		[OCXL_OPCODE_DUMP] = OCXL_IDENTIFIER_DUMP,
	};
	u64 response = read_at(raw, OCXL_CARD_RESPONSE);
	u64 header = read_at(raw, OCXL_CARD_DATA);
	u32 at;

	FUZZ_CHECK(OCXL_WORD0_ID(response) == id);
	FUZZ_CHECK(!(response & ~0xFFFF00FFULL));
	for (at = 8; at < OCXL_BLOCK_SIZE; at += 8)
		FUZZ_CHECK(read_at(raw, OCXL_CARD_RESPONSE + at) == 0);
	if (OCXL_WORD0_LOW(response) || opcode >= OCXL_OPCODE_COUNT || !identifiers[opcode])
		return;
	FUZZ_CHECK(OCXL_DATA_IDENTIFIER(header) == identifiers[opcode]);
	FUZZ_CHECK(OCXL_DATA_LENGTH32(header) + OCXL_DATA_HEADER <= OCXL_CARD_DATA_SIZE);
}

/* a complete request, and its answer if that comes at once */
static void raw_request(struct raw *raw)
{
	u8 opcode = (u8)fuzz_below(raw->input, 16);
	u16 id = (u16)fuzz_number(raw->input, 2);
	u64 parameter = fuzz_bit(raw->input) ? fuzz_edge(raw->input) | fuzz_edge(raw->input) << 32
					     : 0;
	bool idle = !raw->card->running && !(raw->card->chi & OCXL_CHI_ACRA);
	u8 choice = (u8)fuzz_number(raw->input, 1);

	if (opcode == 15)
		opcode = choice;
	write_at(raw, OCXL_CARD_REQUEST + OCXL_REQUEST_PARAMETER, parameter);
	write_at(raw, OCXL_CARD_REQUEST, OCXL_REQUEST_WORD0(opcode, id));
	write_at(raw, OCXL_REG_HCI, OCXL_HCI_ACRW);
	if (idle && (raw->card->chi & OCXL_CHI_ACRA) && !raw->card->corrupted &&
	    keeps_rules(raw->card))
		check_answer(raw, opcode, id);
	if (choice % 4)
		write_at(raw, OCXL_REG_CHIC, OCXL_CHI_ACRA);
	if (choice % 4 && keeps_rules(raw->card))
		FUZZ_CHECK(!raw->card->log_delivered);
}

static void raw_near_request(struct raw *raw)
{
	u16 id = (u16)fuzz_number(raw->input, 2);
	u8 opcode = fuzz_below(raw->input, 4) ? OCXL_OPCODE_SECURE_ERASE
					      : (u8)fuzz_number(raw->input, 1);

	raw->erase_fails_in = (u32)fuzz_number(raw->input, 1);
	write_at(raw, OCXL_REG_CHIC, OCXL_CHI_NSCRA);
	write_at(raw, OCXL_CARD_NS_REQUEST, OCXL_REQUEST_WORD0(opcode, id));
	write_at(raw, OCXL_REG_HCI, OCXL_HCI_NSCRW);
}

/* all events in this time, one by one; they come to an end */
static void pass_time(struct raw *raw, u64 ns)
{
	u64 until = raw->now + ns;
	u64 next = ocxlpmem_card_advance(raw->card);
	u32 steps = 0;

	while (next <= until) {
		FUZZ_CHECK(next >= raw->now);
		FUZZ_CHECK(++steps < 1000);
		raw->now = next;
		next = ocxlpmem_card_advance(raw->card);
		check_card(raw->card);
	}
	raw->now = until;
	FUZZ_CHECK(ocxlpmem_card_advance(raw->card) >= until);
}

static void raw_inject(struct raw *raw)
{
	u8 flags = (u8)fuzz_number(raw->input, 1);
	struct ocxlpmem_injection injection = {
		.fatal = flags >= 0xF0,
		.restore = (flags & 8) != 0,
		.has_current = (flags & 1) != 0,
		.has_threshold = (flags & 2) != 0,
		.has_raw = (flags & 4) != 0,
		.attribute = (u8)fuzz_number(raw->input, 1),
		.current_value = (u8)fuzz_number(raw->input, 1),
		.threshold = flags,
		.raw = flags,
	};
	int rc = ocxlpmem_card_inject(raw->card, &injection);

	FUZZ_CHECK(rc == 0 || rc == -ENOENT || (rc == -ENXIO && raw->card->dead));
	ocxlpmem_card_advance(raw->card);
}

static int apply_line(struct raw *raw, const char *text)
{
	char why[64];
	unsigned int line;

	return ocxlpmem_card_apply_scenario(raw->card, text, strlen(text), &line, why, sizeof(why));
}

static void raw_scenario(struct raw *raw)
{
	char text[SCENARIO_LINE_MAX];
	int rc;

	scenario_line(raw->input, text);
	rc = apply_line(raw, text);
	FUZZ_CHECK(rc == 0 || rc == -EINVAL || rc == -ENOSPC);
	/*
	 * a dead card does nothing, and others that break rules are not checked: few inputs are
	 * enough
	 */
	if (fuzz_below(raw->input, 4)) {
		raw->card->dead = false;
		FUZZ_CHECK(apply_line(raw, "break-assumption none\n") == 0);
	}
}

static void raw_operate(struct raw *raw)
{
	switch (fuzz_below(raw->input, 12)) {
	case 0:
	case 1:
		raw_read(raw);
		break;
	case 2:
	case 3:
		raw_write(raw);
		break;
	case 4:
	case 5:
	case 6:
		raw_request(raw);
		break;
	case 7:
	case 8:
		raw_scenario(raw);
		break;
	case 9:
		raw_near_request(raw);
		break;
	case 10:
		raw_inject(raw);
		break;
	default:
		pass_time(raw, fuzz_edge(raw->input) % (100 * OCXL_NS_PER_S));
		if (fuzz_number(raw->input, 1) > 0xF0)
			ocxlpmem_card_resize(raw->card, raw->card->capacity + (16ULL << 20));
		break;
	}
	ocxlpmem_card_advance(raw->card);
	check_card(raw->card);
}

static void fuzz_raw(struct fuzz_input *input)
{
	struct raw raw = { .input = input, .now = 1000 };
	struct ocxlpmem_card_host host = { &raw, raw_now, raw_interrupt, raw_log, raw_erase };
	u32 count;

	raw.card = calloc(1, ocxlpmem_card_size());
	FUZZ_CHECK(raw.card);
	if (fuzz_number(input, 1) == 0xFF)
		host.erase = NULL;
	FUZZ_CHECK(ocxlpmem_card_init(raw.card, &host, 1, CAPACITY) == raw.card);
	for (count = 0; count < OPERATIONS_MAX && input->remaining > 0; count++)
		raw_operate(&raw);
	/* a card can always be replaced */
	raw.card->dead = false;
	raw.card->broken_assumptions = 0;
	write_at(&raw, OCXL_REG_HCI, OCXL_HCI_AR);
	FUZZ_CHECK(!raw.card->running && !raw.card->erasing && !raw.card->chie);
	free(raw.card);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input = { data, size };

	/* short inputs do the same as a longer one, and faster */
	if (size > INPUT_SIZE_MAX)
		return -1;
	if (fuzz_bit(&input))
		fuzz_sequence(&input);
	else
		fuzz_raw(&input);
	return 0;
}

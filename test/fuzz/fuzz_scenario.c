// SPDX-License-Identifier: GPL-2.0-only
/*
 * The scenario language (driver/card/scenario*.c): any text. A refused text changes nothing. A line
 * means the same with its keys in another order, other blanks, and a comment.
 *
 * 	the text; its last byte also sets the room for messages
 */
#include "card-check.h"
#include "card/scenario-parse.h"

#define CAPACITY   (48ULL << 20)
#define LINES_MAX  512
#define TOKENS_MAX 40
#define BEGIN_NS   1000

static u64 now_ns;

static u64 scenario_now(void *context)
{
	FUZZ_CHECK(!context);
	return now_ns;
}

static void scenario_interrupt(void *context, unsigned int line, u64 handle)
{
	FUZZ_CHECK(!context && line < 2);
}

static int scenario_erase(void *context, u64 offset, u64 size)
{
	return context || size > offset + (1ULL << 40) ? -EIO : 0;
}

static const struct ocxlpmem_card_host host = { NULL, scenario_now, scenario_interrupt, NULL,
						scenario_erase };

static struct ocxlpmem_card *make_card(void)
{
	struct ocxlpmem_card *card = calloc(1, ocxlpmem_card_size());

	FUZZ_CHECK(card);
	return ocxlpmem_card_init(card, &host, 1, CAPACITY);
}

/* the tokens of a line, up to the maximum */
static u32 split_line(struct ocxlpmem_token rest, struct ocxlpmem_token tokens[TOKENS_MAX])
{
	u32 count = 0;

	while (count < TOKENS_MAX && ocxlpmem_token_cut(&rest, &tokens[count]))
		count++;
	return count;
}

/* the first word, then the others in reverse order */
static size_t reorder_tokens(const struct ocxlpmem_token tokens[TOKENS_MAX], u32 count, char *text)
{
	static const char comment[] = " \t# 1=2";
	size_t used = 0;
	u32 i;

	for (i = 0; i < count; i++) {
		const struct ocxlpmem_token *token = &tokens[i ? count - i : 0];

		text[used++] = i % 2 ? '\t' : ' ';
		memcpy(text + used, token->text, token->size);
		used += token->size;
	}
	memcpy(text + used, comment, sizeof(comment) - 1);
	return used + sizeof(comment) - 1;
}

static void check_message(int rc, const char *text, size_t size)
{
	size_t i;

	if (!rc || !size)
		return;
	FUZZ_CHECK(strnlen(text, size) < size);
	FUZZ_CHECK(size == 1 || text[0] != '\0');
	for (i = 0; text[i]; i++)
		FUZZ_CHECK(text[i] >= 0x20 && text[i] < 0x7F);
}

/* one line alone */
static void check_line(const struct ocxlpmem_token *line)
{
	static char again[OCXL_SCENARIO_LINE_MAX * 2 + 16];
	struct ocxlpmem_token tokens[TOKENS_MAX];
	struct ocxlpmem_token other = { again, 0 };
	struct ocxlpmem_directive fact, same;
	char text[700] = "";
	struct ocxlpmem_message why = { text, sizeof(text) };
	u32 count;
	int rc = ocxlpmem_scenario_parse_line(line, &fact, &why);

	FUZZ_CHECK(rc == 0 || rc == -EINVAL);
	FUZZ_CHECK((rc == 0) == (text[0] == '\0'));
	check_message(rc, text, sizeof(text));
	if (line->size > OCXL_SCENARIO_LINE_MAX || memchr(line->text, 0, line->size)) {
		FUZZ_CHECK(rc);
		return;
	}
	count = split_line(*line, tokens);
	if (count == 0)
		FUZZ_CHECK(!rc && fact.kind == OCXL_DIRECTIVE_NONE);
	if (count == 0 || count == TOKENS_MAX)
		return;
	FUZZ_CHECK(rc || fact.kind != OCXL_DIRECTIVE_NONE);
	other.size = reorder_tokens(tokens, count, again);
	if (other.size > OCXL_SCENARIO_LINE_MAX)
		return;
	FUZZ_CHECK(ocxlpmem_scenario_parse_line(&other, &same, &why) == rc);
	if (!rc)
		FUZZ_CHECK(memcmp(&fact, &same, sizeof(fact)) == 0);
}

/* the number of lines; a newline at the end begins no other line */
static unsigned int check_lines(const char *text, size_t size)
{
	const char *end = text + size;
	struct ocxlpmem_token line;
	unsigned int count = 0;
	const char *newline;

	while (text < end && count < LINES_MAX) {
		newline = memchr(text, '\n', (size_t)(end - text));
		line.text = text;
		line.size = (size_t)((newline ? newline : end) - text);
		check_line(&line);
		text += line.size + 1;
		count++;
	}
	return count;
}

/* a list that does not fit is cut off */
static void check_keywords(size_t room)
{
	char *text = malloc(room + 1);
	size_t used;

	FUZZ_CHECK(text);
	used = ocxlpmem_card_list_keywords(text, room + 1);
	FUZZ_CHECK(used <= room && strlen(text) == used);
	free(text);
}

/* runs a card with this scenario for some time, with each of its commands */
static void run_card(struct ocxlpmem_card *card)
{
	static const u8 opcodes[] = { OCXL_OPCODE_HEARTBEAT, OCXL_OPCODE_SMART,
				      OCXL_OPCODE_STATS,     OCXL_OPCODE_ERROR_LOG,
				      OCXL_OPCODE_DUMP,	     OCXL_OPCODE_CAPABILITIES };
	u64 value, next;
	u32 i;

	check_card(card);
	for (i = 0; i < 3 * ARRAY_SIZE(opcodes); i++) {
		u8 opcode = opcodes[i % ARRAY_SIZE(opcodes)];

		ocxlpmem_card_write64(card, OCXL_CARD_REQUEST + OCXL_REQUEST_PARAMETER,
				      opcode == OCXL_OPCODE_DUMP ? OCXL_DUMP_REQUEST(i * 8, 0x108)
								 : 0);
		ocxlpmem_card_write64(card, OCXL_CARD_REQUEST, OCXL_REQUEST_WORD0(opcode, i + 1));
		ocxlpmem_card_write64(card, OCXL_REG_HCI, OCXL_HCI_ACRW);
		next = ocxlpmem_card_advance(card);
		now_ns = next == OCXL_NEVER || next < now_ns ? now_ns + 1 : next;
		FUZZ_CHECK(ocxlpmem_card_read64(card, OCXL_REG_CHI, &value) == 0);
		if (value & OCXL_CHI_ACRA)
			ocxlpmem_card_write64(card, OCXL_REG_CHIC, OCXL_CHI_ACRA);
		check_card(card);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t room = size ? data[size - 1] * 3U : 0;
	struct ocxlpmem_card *card, *before;
	unsigned int line = 0, lines;
	char *text, *why;
	int rc;

	now_ns = BEGIN_NS;
	card = make_card();
	before = make_card();
	text = malloc(size ? size : 1);
	why = malloc(room ? room : 1);
	FUZZ_CHECK(text && why);
	if (size)
		memcpy(text, data, size);
	check_keywords(room);
	lines = check_lines(text, size);
	rc = ocxlpmem_card_apply_scenario(card, text, size, &line, why, room);
	FUZZ_CHECK(rc == 0 || rc == -EINVAL || rc == -ENOSPC);
	check_message(rc, why, room);
	if (rc) {
		FUZZ_CHECK(line >= 1 && (line <= lines || lines == LINES_MAX));
		FUZZ_CHECK(memcmp(card, before, ocxlpmem_card_size()) == 0);
	} else {
		run_card(card);
	}
	free(card);
	free(before);
	free(text);
	free(why);
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Registers of the emulated card, interrupts, and what happens by itself
 * (Documentation/protocol/controller.md 1, 2.1 and 7).
 */
#include "model.h"

/* a health request until a scenario says otherwise: the time to its entry, and its data */
#define HEALTH_REQUEST_NS OCXL_NS_PER_MS
#define HEALTH_LOG_DATA	  64
#define HEALTH_LOG_TYPE	  4

#define CHI_FATAL  (OCXL_CHI_CFFS | OCXL_CHI_CHFS)
/* follow from the card's state or stay until a reset; the host cannot clear them */
#define CHI_STICKY (OCXL_CHI_CRDY | OCXL_CHI_MA | CHI_FATAL)

/* controller.md 2.1: revision 0x0110, 150 ns, ready within 5 s, memory within 10 s */
#define CCAP0 (0x0110ULL | 150ULL << 32 | 5ULL << 48 | 10ULL << 52)

size_t ocxlpmem_card_size(void)
{
	return sizeof(struct ocxlpmem_card);
}

u64 ocxlpmem_card_now_ns(const struct ocxlpmem_card *card)
{
	return card->host->now_ns(card->host->context);
}

void ocxlpmem_card_warn(const struct ocxlpmem_card *card, const char *text)
{
	if (card->host->log)
		card->host->log(card->host->context, text);
}

struct ocxlpmem_card *ocxlpmem_card_init(void *memory, const struct ocxlpmem_card_host *host,
					 u64 serial, u64 capacity)
{
	struct ocxlpmem_card *card = memory;

	card->host = host;
	card->serial = serial;
	card->capacity = capacity;
	card->ready_ns = ocxlpmem_card_now_ns(card);
	card->memory_ns = card->ready_ns;
	card->health_ns = OCXL_NEVER;
	card->health_report.after_ns = HEALTH_REQUEST_NS;
	card->health_report.data = HEALTH_LOG_DATA;
	card->answer_ns = OCXL_NEVER;
	card->log_taken = -1;
	card->random = 1;
	memcpy(card->firmware, "V1.00\0\0", sizeof(card->firmware));
	ocxlpmem_card_init_smart(card);
	ocxlpmem_card_init_stats(card);
	ocxlpmem_card_init_dump(card);
	ocxlpmem_card_advance(card);
	return card;
}

void ocxlpmem_card_reset(struct ocxlpmem_card *card)
{
	struct ocxlpmem_stats_change stats = { .freeze = -1 };

	card->chi = 0;
	card->chie = 0;
	ocxlpmem_card_reset_dump(card);
	card->hci = 0;
	card->running = false;
	card->erasing = false;
	card->stopped = false;
	ocxlpmem_card_run_firmware(card);
	card->answer_ns = OCXL_NEVER;
	card->health_ns = OCXL_NEVER;
	card->log_taken = -1;
	stats.given = 1U << OCXL_STAT_RESET_COUNT | 1U << OCXL_STAT_RESET_UPTIME;
	stats.values[OCXL_STAT_RESET_COUNT] =
		ocxlpmem_card_stat_value(card, OCXL_STAT_RESET_COUNT) + 1;
	ocxlpmem_card_change_stats(card, &stats);
	ocxlpmem_card_advance(card);
}

void ocxlpmem_card_stop(struct ocxlpmem_card *card)
{
	card->stopped = true;
	card->health_ns = OCXL_NEVER;
	card->hci &= ~OCXL_HCI_CHPD;
	card->chi &= ~(OCXL_CHI_MA | OCXL_CHI_CRDY);
}

static void interrupt(struct ocxlpmem_card *card, u64 bits)
{
	if (!card->host->interrupt)
		return;
	if (bits & ~CHI_FATAL)
		card->host->interrupt(card->host->context, 0);
	if (bits & CHI_FATAL)
		card->host->interrupt(card->host->context, 1);
}

void ocxlpmem_card_raise_chi(struct ocxlpmem_card *card, u64 bits)
{
	u64 risen = bits & ~card->chi;

	card->chi |= bits;
	if (risen & card->chie)
		interrupt(card, risen & card->chie);
}

static void advance_health_request(struct ocxlpmem_card *card, u64 now)
{
	struct ocxlpmem_log_spec spec = {
		.type = HEALTH_LOG_TYPE,
		.count = 1,
		.data = card->health_report.data,
	};

	if (now < card->health_ns)
		return;
	card->health_ns = OCXL_NEVER;
	card->hci &= ~OCXL_HCI_CHPD;
	ocxlpmem_card_queue_log(card, &spec);
}

u64 ocxlpmem_card_advance(struct ocxlpmem_card *card)
{
	u64 now = ocxlpmem_card_now_ns(card);
	u64 next = card->stopped ? OCXL_NEVER : card->ready_ns;
	u64 erase_ns = ocxlpmem_card_advance_erase(card);

	if (!card->stopped && now >= card->ready_ns) {
		ocxlpmem_card_raise_chi(card, OCXL_CHI_CRDY);
		next = card->memory_ns;
		if (now >= card->memory_ns && !card->erasing) {
			ocxlpmem_card_raise_chi(card, OCXL_CHI_MA);
			next = OCXL_NEVER;
		}
		if (card->erasing)
			next = OCXL_NEVER;
	}
	next = min_t(u64, next, erase_ns);
	advance_health_request(card, now);
	ocxlpmem_card_answer_if_due(card);
	if (ocxlpmem_card_has_due_log(card))
		ocxlpmem_card_raise_chi(card, OCXL_CHI_ELA);
	else
		card->chi &= ~OCXL_CHI_ELA;
	next = min_t(u64, next, card->health_ns);
	next = min_t(u64, next, ocxlpmem_card_next_log_ns(card));
	next = min_t(u64, next, ocxlpmem_card_advance_dump(card));
	return min_t(u64, next, card->running ? card->answer_ns : OCXL_NEVER);
}

static u64 read_register(struct ocxlpmem_card *card, u32 offset)
{
	switch (offset) {
	case OCXL_REG_CHI:
		return card->chi;
	case OCXL_REG_CHIE:
		return card->chie;
	case OCXL_REG_HCI:
		return card->hci;
	case OCXL_REG_CHIC:
	case OCXL_REG_CHIEC:
	case OCXL_REG_HCIC:
		ocxlpmem_card_warn(card, "a write-only register was read");
		return 0;
	case OCXL_REG_IMA0_OHP:
	case OCXL_REG_IMA0_CFP:
	case OCXL_REG_IMA1_OHP:
	case OCXL_REG_IMA1_CFP:
		return card->ima[(offset - OCXL_REG_IMA0_OHP) / 8];
	case OCXL_REG_ACMA_BLOCKS:
		return (u64)OCXL_CARD_REQUEST << 32 | OCXL_CARD_RESPONSE;
	case OCXL_REG_ACMA_DATA:
		return (u64)OCXL_CARD_DATA << 32 | OCXL_CARD_DATA_SIZE;
	case OCXL_REG_NSCMA_BLOCKS:
		return (u64)OCXL_CARD_NS_REQUEST << 32 | OCXL_CARD_NS_RESPONSE;
	case OCXL_REG_NSCMA_DATA:
		return (u64)OCXL_CARD_NS_DATA << 32 | OCXL_CARD_NS_DATA_SIZE;
	case OCXL_REG_FWVER:
		return ocxlpmem_pack_text(card->firmware);
	case OCXL_REG_FWNEXT:
		return ocxlpmem_card_next_firmware(card);
	case OCXL_REG_CCAP0:
		return CCAP0;
	case OCXL_REG_CCAP1:
		return card->dump.max_size;
	default:
		return 0;
	}
}

/* the word of MMIO memory at an offset, NULL where there is none */
static u64 *find_word(struct ocxlpmem_card *card, u32 offset)
{
	if (offset >= OCXL_CARD_DATA)
		return &card->data[(offset - OCXL_CARD_DATA) / 8];
	switch (offset & ~(u32)(OCXL_BLOCK_SIZE - 1)) {
	case OCXL_CARD_REQUEST:
		return &card->request[(offset - OCXL_CARD_REQUEST) / 8];
	case OCXL_CARD_RESPONSE:
		return &card->response[(offset - OCXL_CARD_RESPONSE) / 8];
	case OCXL_CARD_NS_REQUEST:
		return &card->ns_request[(offset - OCXL_CARD_NS_REQUEST) / 8];
	case OCXL_CARD_NS_RESPONSE:
		return &card->ns_response[(offset - OCXL_CARD_NS_RESPONSE) / 8];
	default:
		return NULL;
	}
}

static bool is_offset(u32 offset)
{
	return offset % 8 == 0 && offset < OCXL_CARD_MMIO_SIZE;
}

int ocxlpmem_card_read64(void *context, u32 offset, u64 *value)
{
	struct ocxlpmem_card *card = context;
	const u64 *word;

	if (!is_offset(offset))
		return -EINVAL;
	if (card->dead) {
		*value = ~0ULL;
		return 0;
	}
	if (offset < OCXL_REG_END) {
		ocxlpmem_card_advance(card);
		*value = read_register(card, offset);
		return 0;
	}
	word = find_word(card, offset);
	*value = word ? *word : 0;
	return 0;
}

static void clear_status(struct ocxlpmem_card *card, u64 bits)
{
	u64 cleared = bits & card->chi & ~CHI_STICKY;

	card->chi &= ~cleared;
	if (cleared & OCXL_CHI_ACRA)
		ocxlpmem_card_acknowledged(card);
}

static u64 due_after(const struct ocxlpmem_card *card, u64 after_ns)
{
	return after_ns == OCXL_NEVER ? OCXL_NEVER : ocxlpmem_card_now_ns(card) + after_ns;
}

static void set_doorbells(struct ocxlpmem_card *card, u64 bits)
{
	if (bits & OCXL_HCI_AR) {
		ocxlpmem_card_reset(card);
		return;
	}
	card->hci |= bits & OCXL_HCI_FDE;
	if (bits & OCXL_HCI_CHPD) {
		card->hci |= OCXL_HCI_CHPD;
		card->health_ns = due_after(card, card->health_report.after_ns);
	}
	if (bits & OCXL_HCI_CD)
		ocxlpmem_card_take_dump(card);
	if (bits & OCXL_HCI_CDC)
		ocxlpmem_card_collect_dump(card);
	if (bits & OCXL_HCI_ACRW)
		ocxlpmem_card_accept_request(card);
	if (bits & OCXL_HCI_NSCRW)
		ocxlpmem_card_accept_erase(card);
}

static void write_register(struct ocxlpmem_card *card, u32 offset, u64 value)
{
	u64 enabled = value & OCXL_CHI_ALL & ~card->chie;

	switch (offset) {
	case OCXL_REG_CHIC:
		clear_status(card, value);
		break;
	case OCXL_REG_CHIE:
		card->chie |= enabled;
		if (enabled & card->chi)
			interrupt(card, enabled & card->chi);
		break;
	case OCXL_REG_CHIEC:
		card->chie &= ~value;
		break;
	case OCXL_REG_HCI:
		set_doorbells(card, value);
		break;
	case OCXL_REG_HCIC:
		card->hci &= ~(value & OCXL_HCI_FDE);
		break;
	case OCXL_REG_IMA0_OHP:
	case OCXL_REG_IMA0_CFP:
	case OCXL_REG_IMA1_OHP:
	case OCXL_REG_IMA1_CFP:
		card->ima[(offset - OCXL_REG_IMA0_OHP) / 8] = value;
		break;
	default:
		ocxlpmem_card_warn(card, "a register was written that is read-only");
		break;
	}
}

static bool is_host_memory(const struct ocxlpmem_card *card, const u64 *word)
{
	return word && !(word >= card->response && word < card->response + OCXL_BLOCK_SIZE / 8) &&
	       !(word >= card->ns_response && word < card->ns_response + OCXL_BLOCK_SIZE / 8);
}

int ocxlpmem_card_write64(void *context, u32 offset, u64 value)
{
	struct ocxlpmem_card *card = context;
	u64 *word;

	if (!is_offset(offset))
		return -EINVAL;
	if (card->dead)
		return 0;
	if (offset < OCXL_REG_END) {
		ocxlpmem_card_advance(card);
		write_register(card, offset, value);
		ocxlpmem_card_advance(card);
		return 0;
	}
	word = find_word(card, offset);
	if (is_host_memory(card, word))
		*word = value;
	else
		ocxlpmem_card_warn(card, "a place outside of the blocks was written");
	return 0;
}

u64 ocxlpmem_card_serial(const struct ocxlpmem_card *card)
{
	return card->serial;
}

u32 ocxlpmem_card_timeout_ms(const struct ocxlpmem_card *card, u8 opcode)
{
	return opcode < OCXL_OPCODE_COUNT ? card->timeout_ms[opcode] : 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/* The registers of the emulated card (controller.md 1 and 2.1). */
#include "card.h"
#include "card-state.h"

/* bits of CHI that the host cannot clear: they show a state, or stay until a reset */
#define CHI_STICKY (OCXL_CHI_CRDY | OCXL_CHI_MA | OCXL_CHI_FATAL)

/* controller.md 2.1: revision 0x0110, 150 ns, ready within 5 s, memory within 10 s */
#define CCAP0		(0x0110ULL | 150ULL << 32 | 5ULL << 48 | 10ULL << 52)
/* the bits without a meaning */
#define CCAP0_RESERVED	(0xFFFFULL << 16)
#define CHI_UNDESCRIBED (~(u64)OCXL_CHI_ALL & ~BIT_ULL(63))
/* the driver does not read them; AR is not used */
#define HCI_UNREAD	(OCXL_HCI_NSCRW | OCXL_HCI_AR | OCXL_HCI_CDC | OCXL_HCI_CHPD)

/* without a broken assumption 0 */
static u64 read_write_only(struct ocxlpmem_card *card, u64 broken_value)
{
	ocxlpmem_card_warn(card, "a write-only register was read");
	return ocxlpmem_card_breaks(card, OCXL_ASSUMPTION_CLEAR_REGISTERS) ? broken_value : 0;
}

static u64 read_mailbox_blocks(const struct ocxlpmem_card *card)
{
	if (ocxlpmem_card_breaks(card, OCXL_ASSUMPTION_HALVES))
		return (u64)OCXL_CARD_RESPONSE << 32 | OCXL_CARD_REQUEST;
	return (u64)OCXL_CARD_REQUEST << 32 | OCXL_CARD_RESPONSE;
}

static u32 announced_data_size(const struct ocxlpmem_card *card)
{
	return ocxlpmem_card_breaks(card, OCXL_ASSUMPTION_BUFFER) ? OCXL_CARD_LARGE_DATA
								  : OCXL_CARD_DATA_SIZE;
}

static u64 read_ccap0(const struct ocxlpmem_card *card)
{
	return ocxlpmem_card_breaks(card, OCXL_ASSUMPTION_RESERVED_BITS) ? CCAP0 | CCAP0_RESERVED
									 : CCAP0;
}

static u64 read_chi(struct ocxlpmem_card *card)
{
	u64 chi = card->chi;

	if (ocxlpmem_card_breaks(card, OCXL_ASSUMPTION_READY_AT_WORK) && card->begins_request)
		chi &= ~OCXL_CHI_CRDY;
	card->begins_request = false;
	if (ocxlpmem_card_breaks(card, OCXL_ASSUMPTION_NO_ERASE_ANSWER))
		chi |= OCXL_CHI_NSCRA;
	if (ocxlpmem_card_breaks(card, OCXL_ASSUMPTION_OTHER_STATUS))
		chi |= CHI_UNDESCRIBED;
	return chi;
}

static u64 read_hci(const struct ocxlpmem_card *card)
{
	return ocxlpmem_card_breaks(card, OCXL_ASSUMPTION_OTHER_DOORBELLS) ? card->hci | HCI_UNREAD
									   : card->hci;
}

/* changes with each request, if a scenario says so */
static u64 read_ccap1(const struct ocxlpmem_card *card)
{
	return ocxlpmem_card_breaks(card, OCXL_ASSUMPTION_CONSTANTS)
		       ? card->dump.max_size + (card->commands & 1)
		       : card->dump.max_size;
}

static u64 read_register(struct ocxlpmem_card *card, u32 offset)
{
	switch (offset) {
	case OCXL_REG_CHI:
		return read_chi(card);
	case OCXL_REG_CHIE:
		return ocxlpmem_card_breaks(card, OCXL_ASSUMPTION_ENABLES) ? 0 : card->chie;
	case OCXL_REG_HCI:
		return read_hci(card);
	case OCXL_REG_CHIC:
		return read_write_only(card, card->chi);
	case OCXL_REG_CHIEC:
		return read_write_only(card, card->chie);
	case OCXL_REG_HCIC:
		return read_write_only(card, card->hci);
	case OCXL_REG_IMA0_OHP:
	case OCXL_REG_IMA0_CFP:
	case OCXL_REG_IMA1_OHP:
	case OCXL_REG_IMA1_CFP:
		return card->ima[(offset - OCXL_REG_IMA0_OHP) / 8];
	case OCXL_REG_ACMA_BLOCKS:
		return read_mailbox_blocks(card);
	case OCXL_REG_ACMA_DATA:
		return (u64)OCXL_CARD_DATA << 32 | announced_data_size(card);
	case OCXL_REG_NSCMA_BLOCKS:
		return (u64)OCXL_CARD_NS_REQUEST << 32 | OCXL_CARD_NS_RESPONSE;
	case OCXL_REG_NSCMA_DATA:
		return (u64)OCXL_CARD_NS_DATA << 32 | OCXL_CARD_NS_DATA_SIZE;
	case OCXL_REG_FWVER:
		return ocxlpmem_pack_text(card->firmware);
	case OCXL_REG_FWNEXT:
		return ocxlpmem_card_next_firmware(card);
	case OCXL_REG_CCAP0:
		return read_ccap0(card);
	case OCXL_REG_CSTS:
		return ocxlpmem_card_breaks(card, OCXL_ASSUMPTION_CSTS);
	case OCXL_REG_CCAP1:
		return read_ccap1(card);
	default:
		return 0;
	}
}

/* the word of MMIO memory at an offset, or NULL */
static u64 *find_word(struct ocxlpmem_card *card, u32 offset)
{
	if (offset >= OCXL_CARD_MMIO_SIZE)
		return NULL;
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

static bool is_offset(const struct ocxlpmem_card *card, u32 offset)
{
	return offset % 8 == 0 && offset < OCXL_CARD_DATA + announced_data_size(card);
}

/* text stays as it is */
static u64 in_card_order(const struct ocxlpmem_card *card, u32 offset, u64 value)
{
	if (offset == OCXL_REG_FWVER || !ocxlpmem_card_breaks(card, OCXL_ASSUMPTION_BYTE_ORDER))
		return value;
	return __builtin_bswap64(value);
}

int ocxlpmem_card_read64(void *context, u32 offset, u64 *value)
{
	struct ocxlpmem_card *card = context;
	const u64 *word;

	if (!is_offset(card, offset))
		return -EINVAL;
	if (card->dead) {
		*value = ~0ULL;
		return 0;
	}
	if (offset < OCXL_REG_END) {
		ocxlpmem_card_advance(card);
		*value = in_card_order(card, offset, read_register(card, offset));
		return 0;
	}
	word = find_word(card, offset);
	*value = in_card_order(card, offset, word ? *word : 0);
	return 0;
}

static void forget_answer(struct ocxlpmem_card *card)
{
	if (!ocxlpmem_card_breaks(card, OCXL_ASSUMPTION_ENTRY_GONE))
		ocxlpmem_card_forget_log(card);
	if (!ocxlpmem_card_breaks(card, OCXL_ASSUMPTION_BLOCKS_KEPT))
		return;
	memset(card->request, 0, sizeof(card->request));
	memset(card->response, 0, sizeof(card->response));
}

static void clear_status(struct ocxlpmem_card *card, u64 bits)
{
	u64 cleared = bits & card->chi & ~CHI_STICKY;

	if (ocxlpmem_card_breaks(card, OCXL_ASSUMPTION_ANSWER_CLEARED))
		cleared &= ~OCXL_CHI_ACRA;
	card->chi &= ~cleared;
	if (cleared & OCXL_CHI_ACRA)
		forget_answer(card);
}

static void set_doorbells(struct ocxlpmem_card *card, u64 bits)
{
	if (bits & OCXL_HCI_AR) {
		ocxlpmem_card_reset(card);
		return;
	}
	card->hci |= bits & OCXL_HCI_FDE;
	if (bits & OCXL_HCI_CHPD)
		ocxlpmem_card_request_health_report(card);
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
	switch (offset) {
	case OCXL_REG_CHIC:
		clear_status(card, value);
		break;
	case OCXL_REG_CHIE:
		ocxlpmem_card_enable_chi(card, value);
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
		ocxlpmem_card_warn(card, "a read-only register was written");
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

	if (!is_offset(card, offset))
		return -EINVAL;
	if (card->dead)
		return 0;
	value = in_card_order(card, offset, value);
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
		ocxlpmem_card_warn(card, "an offset outside of the blocks was written");
	return 0;
}

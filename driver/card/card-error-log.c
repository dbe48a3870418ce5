// SPDX-License-Identifier: GPL-2.0-only
/*
 * The error log of the emulated card. The card forgets an entry when its response is acknowledged
 * (controller.md 4.4 and 7). Entries are generated from specifications when
 * they are read, so a million of them need no memory.
 */
#include "card-error-log.h"
#include "card-signals.h"

/* values of an entry that the scenario line does not set: plausible, and the same in every run */
#define DEFAULT_SECONDS	       4442400U
#define DEFAULT_WWID0	       0x6005076000000000ULL
#define DEFAULT_TIMESTAMP_STEP 1000

static int find_due_log(const struct ocxlpmem_card *card)
{
	u64 now = ocxlpmem_card_now_ns(card);
	u32 i;

	for (i = 0; i < card->log_count; i++) {
		if (now >= card->logs[i].due_ns)
			return (int)i;
	}
	return -1;
}

bool ocxlpmem_card_has_due_log(const struct ocxlpmem_card *card)
{
	return find_due_log(card) >= 0;
}

static u64 next_log_ns(const struct ocxlpmem_card *card)
{
	u64 now = ocxlpmem_card_now_ns(card);
	u64 next = OCXL_NEVER;
	u32 i;

	for (i = 0; i < card->log_count; i++) {
		if (card->logs[i].due_ns > now)
			next = min_t(u64, next, card->logs[i].due_ns);
	}
	return next;
}

u64 ocxlpmem_card_advance_log(struct ocxlpmem_card *card)
{
	if (ocxlpmem_card_has_due_log(card))
		ocxlpmem_card_raise_chi(card, OCXL_CHI_ELA);
	else
		card->chi &= ~OCXL_CHI_ELA;
	return next_log_ns(card);
}

static void complete_log_spec(const struct ocxlpmem_card *card, struct ocxlpmem_log_spec *spec)
{
	spec->number = card->log_number + 1;
	spec->due_ns = ocxlpmem_card_due_ns(card, spec->after_ms);
	if (!(spec->given & OCXL_LOG_GIVEN_ID))
		spec->id = (u32)spec->number;
	if (!(spec->given & OCXL_LOG_GIVEN_SECONDS))
		spec->seconds = DEFAULT_SECONDS + (u32)spec->number;
	if (!(spec->given & OCXL_LOG_GIVEN_TIMESTAMP))
		spec->timestamp = spec->number * DEFAULT_TIMESTAMP_STEP;
	if (!(spec->given & OCXL_LOG_GIVEN_WWID)) {
		spec->wwid[0] = DEFAULT_WWID0;
		spec->wwid[1] = card->serial;
	}
	if (!(spec->given & OCXL_LOG_GIVEN_FW))
		memcpy(spec->fw_revision, card->firmware, sizeof(spec->fw_revision));
}

void ocxlpmem_card_queue_log(struct ocxlpmem_card *card, const struct ocxlpmem_log_spec *spec)
{
	struct ocxlpmem_log_spec *queued = &card->logs[card->log_count];

	if (spec->given & OCXL_LOG_GIVEN_NONE) {
		card->log_count = 0;
		card->log_delivered = -1;
		return;
	}
	if (card->log_count == OCXL_LOG_SPECS) {
		ocxlpmem_card_warn(card, "the error log is full, an entry was dropped");
		return;
	}
	*queued = *spec;
	complete_log_spec(card, queued);
	card->log_number += spec->count;
	card->log_count++;
}

void ocxlpmem_card_forget_log(struct ocxlpmem_card *card)
{
	struct ocxlpmem_log_spec *spec;
	u32 index = (u32)card->log_delivered;

	if (card->log_delivered < 0)
		return;
	card->log_delivered = -1;
	spec = &card->logs[index];
	spec->number++;
	spec->id++;
	spec->seconds += !(spec->given & OCXL_LOG_GIVEN_SECONDS);
	spec->timestamp += spec->given & OCXL_LOG_GIVEN_TIMESTAMP ? 0 : DEFAULT_TIMESTAMP_STEP;
	if (--spec->count > 0)
		return;
	card->log_count--;
	memmove(spec, spec + 1, (card->log_count - index) * sizeof(*spec));
}

/* byte i of entry n is n + i, so that tests can tell the data of two entries apart */
static void write_log_data(struct ocxlpmem_card *card, const struct ocxlpmem_log_spec *spec)
{
	u32 words = (spec->data + 7) / 8;
	u64 *to = &card->data[OCXL_ERROR_LOG_FIXED / 8];
	u32 i;

	memset(to, 0, words * sizeof(*to));
	for (i = 0; i < spec->data; i++)
		to[i / 8] |= (u64)(u8)(spec->number + i) << (i % 8 * 8);
}

u8 ocxlpmem_card_answer_error_log(struct ocxlpmem_card *card)
{
	const struct ocxlpmem_log_spec *spec;
	u64 length;
	int index = find_due_log(card);

	if (index < 0) {
		ocxlpmem_card_warn(card, "an error-log entry was requested, but none is available");
		return OCXL_CARD_STATUS_FAILED;
	}
	spec = &card->logs[index];
	length = OCXL_ERROR_LOG_LENGTH_FIXED + spec->data;
	memset(card->data, 0, OCXL_ERROR_LOG_FIXED);
	card->data[0] = (u64)OCXL_IDENTIFIER_ERROR_LOG << 48 | length;
	card->data[OCXL_ERROR_LOG_IDENTITY / 8] = (u64)spec->id << 32 | spec->prc;
	card->data[OCXL_ERROR_LOG_TYPE / 8] = (u64)spec->type << 56 | (u64)spec->actions << 32 |
					      spec->seconds;
	card->data[OCXL_ERROR_LOG_TIMESTAMP / 8] = spec->timestamp;
	card->data[OCXL_ERROR_LOG_WWID0 / 8] = spec->wwid[0];
	card->data[OCXL_ERROR_LOG_WWID1 / 8] = spec->wwid[1];
	card->data[OCXL_ERROR_LOG_FW_REVISION / 8] = ocxlpmem_pack_text(spec->fw_revision);
	write_log_data(card, spec);
	card->log_delivered = index;
	return OCXL_CARD_STATUS_OK;
}

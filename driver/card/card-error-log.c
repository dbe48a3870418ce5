// SPDX-License-Identifier: GPL-2.0-only
/*
 * The error log of the emulated card, and the health reports in it. The card forgets an entry when
 * its response is acknowledged (controller.md 4.4, 6 and 7). Entries are generated from
 * specifications when they are read, so a million of them need no memory.
 */
#include "card-state.h"

/* values of an entry that the scenario line does not set: plausible, and the same in every run */
#define DEFAULT_WWID0	       0x6005076000000000ULL
#define DEFAULT_TIMESTAMP_STEP 1000

void ocxlpmem_card_advance_log(struct ocxlpmem_card *card)
{
	bool announced = card->log_announced == card->log_number;

	card->log_announced = card->log_number;
	if (ocxlpmem_card_breaks(card, OCXL_ASSUMPTION_LOG_LEVEL) &&
	    (announced || card->log_count == 0))
		return;
	if (card->log_count > 0)
		ocxlpmem_card_raise_chi(card, OCXL_CHI_ELA);
	else
		card->chi &= ~OCXL_CHI_ELA;
}

static void complete_log_spec(const struct ocxlpmem_card *card, struct ocxlpmem_log_spec *spec)
{
	spec->number = card->log_number + 1;
	if (!(spec->given & OCXL_LOG_GIVEN_ID))
		spec->id = (u32)spec->number;
	if (!(spec->given & OCXL_LOG_GIVEN_SECONDS))
		spec->seconds = (u32)ocxlpmem_card_stat_value(card, OCXL_STAT_POWER_ON_UPTIME);
	if (!(spec->given & OCXL_LOG_GIVEN_TIMESTAMP))
		spec->timestamp = spec->number * DEFAULT_TIMESTAMP_STEP;
	if (!(spec->given & OCXL_LOG_GIVEN_WWID)) {
		spec->wwid[0] = DEFAULT_WWID0;
		spec->wwid[1] = card->serial;
	}
	if (!(spec->given & OCXL_LOG_GIVEN_FW))
		memcpy(spec->fw_version, card->firmware, sizeof(spec->fw_version));
}

void ocxlpmem_card_queue_log(struct ocxlpmem_card *card, const struct ocxlpmem_log_spec *spec)
{
	struct ocxlpmem_log_spec *queued = &card->logs[card->log_count];

	if (spec->given & OCXL_LOG_GIVEN_NONE) {
		card->log_count = 0;
		card->log_delivered = false;
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
	struct ocxlpmem_log_spec *spec = &card->logs[0];

	if (!card->log_delivered)
		return;
	card->log_delivered = false;
	spec->number++;
	spec->id++;
	spec->timestamp += spec->given & OCXL_LOG_GIVEN_TIMESTAMP ? 0 : DEFAULT_TIMESTAMP_STEP;
	if (--spec->count > 0)
		return;
	card->log_count--;
	memmove(spec, spec + 1, card->log_count * sizeof(*spec));
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
	const struct ocxlpmem_log_spec *spec = &card->logs[0];
	u64 length;

	if (card->log_count == 0) {
		ocxlpmem_card_warn(card, "an error-log entry was requested, but none is available");
		return OCXL_CARD_STATUS_FAILED;
	}
	length = OCXL_ERROR_LOG_LENGTH_FIXED + spec->data;
	memset(card->data, 0, OCXL_ERROR_LOG_FIXED);
	card->data[0] = (u64)OCXL_IDENTIFIER_ERROR_LOG << 48 | length;
	card->data[OCXL_ERROR_LOG_IDENTITY / 8] = (u64)spec->id << 32 | spec->reference_code;
	card->data[OCXL_ERROR_LOG_TYPE / 8] = (u64)spec->type << 56 | (u64)spec->actions << 32 |
					      spec->seconds;
	card->data[OCXL_ERROR_LOG_TIMESTAMP / 8] = spec->timestamp;
	card->data[OCXL_ERROR_LOG_WWID0 / 8] = spec->wwid[0];
	card->data[OCXL_ERROR_LOG_WWID1 / 8] = spec->wwid[1];
	card->data[OCXL_ERROR_LOG_FW_REVISION / 8] = ocxlpmem_pack_text(spec->fw_version);
	write_log_data(card, spec);
	card->log_delivered = true;
	return OCXL_CARD_STATUS_OK;
}

/* until a scenario changes them */
#define DEFAULT_TAKE_MS 1
#define DEFAULT_DATA	64
#define REPORT_LOG_TYPE 4

void ocxlpmem_card_init_health_report(struct ocxlpmem_card *card)
{
	card->health_ns = OCXL_NEVER;
	card->health_report.take_ms = DEFAULT_TAKE_MS;
	card->health_report.data = DEFAULT_DATA;
}

void ocxlpmem_card_change_health_report(struct ocxlpmem_card *card,
					const struct ocxlpmem_health_report *change)
{
	if (change->has_take)
		card->health_report.take_ms = change->take_ms;
	if (change->has_data)
		card->health_report.data = change->data;
}

void ocxlpmem_card_request_health_report(struct ocxlpmem_card *card)
{
	card->hci |= OCXL_HCI_CHPD;
	card->health_ns = ocxlpmem_card_due_ns(card, card->health_report.take_ms);
}

void ocxlpmem_card_cancel_health_report(struct ocxlpmem_card *card)
{
	card->hci &= ~OCXL_HCI_CHPD;
	card->health_ns = OCXL_NEVER;
}

void ocxlpmem_card_advance_health_report(struct ocxlpmem_card *card)
{
	struct ocxlpmem_log_spec spec = {
		.type = REPORT_LOG_TYPE,
		.count = 1,
		.data = card->health_report.data,
	};

	if (ocxlpmem_card_now_ns(card) < card->health_ns)
		return;
	ocxlpmem_card_cancel_health_report(card);
	ocxlpmem_card_queue_log(card, &spec);
}

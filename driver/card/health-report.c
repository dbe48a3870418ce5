// SPDX-License-Identifier: GPL-2.0-only
/*
 * Health reports of the emulated card: doorbell CHPD makes an error-log entry
 * (controller.md 6).
 */
#include "card-state.h"

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

/* SPDX-License-Identifier: GPL-2.0-only */
/* Health reports of the emulated card: doorbell CHPD makes an error-log entry. */
#ifndef OCXL_CARD_HEALTH_REPORT_H
#define OCXL_CARD_HEALTH_REPORT_H

#include "card-state.h"

/** ocxlpmem_card_init_health_report() - defaults until a scenario changes them */
void ocxlpmem_card_init_health_report(struct ocxlpmem_card *card);

/** ocxlpmem_card_change_health_report() - apply a scenario line */
void ocxlpmem_card_change_health_report(struct ocxlpmem_card *card,
					const struct ocxlpmem_health_report *change);

/** ocxlpmem_card_request_health_report() - doorbell CHPD */
void ocxlpmem_card_request_health_report(struct ocxlpmem_card *card);

/** ocxlpmem_card_cancel_health_report() - the requested report never comes */
void ocxlpmem_card_cancel_health_report(struct ocxlpmem_card *card);

/** ocxlpmem_card_advance_health_report() - write the report to the error log if it is due */
void ocxlpmem_card_advance_health_report(struct ocxlpmem_card *card);

#endif /* OCXL_CARD_HEALTH_REPORT_H */

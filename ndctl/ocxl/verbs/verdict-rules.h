/* SPDX-License-Identifier: GPL-2.0-only */
/* Rules of "check": from the conditions of a card to a verdict. They depend on nothing else. */
#ifndef OCXL_VERDICT_RULES_H
#define OCXL_VERDICT_RULES_H

#include <stdbool.h>
#include "ocxl/records/check-record.h"
#include "ocxl/records/smart-record.h"

/* all attributes of an answer, and the other reasons */
#define OCXL_REASONS_MAX (255 + 8)

/* conditions of a card, from whichever source */
#define OCXL_CONDITION_NOT_READY       (1U << 0)
#define OCXL_CONDITION_MEM_UNAVAILABLE (1U << 1)
#define OCXL_CONDITION_ERROR_LOG       (1U << 2)
#define OCXL_CONDITION_DUMP	       (1U << 3)
#define OCXL_CONDITION_HW_FATAL	       (1U << 4)
#define OCXL_CONDITION_FW_FATAL	       (1U << 5)

/**
 * struct ocxl_conditions - evidence for a verdict on one card
 * @state: OCXL_CONDITION_*
 * @heartbeat: text for a heartbeat without a valid answer; NULL: valid, or not supported
 * @smart: text for a SMART request without a valid answer; NULL: valid, or not supported
 * @attributes: of struct ndctl_ocxl_smart_attribute; empty without a valid answer
 */
struct ocxl_conditions {
	unsigned int state;
	const char *heartbeat;
	const char *smart;
	struct ocxl_list attributes;
};

/**
 * struct ocxl_verdict - a verdict and its reasons; contains pointers to itself: never copy it
 * @record: for the renderer
 * @reasons: of @record
 * @messages: of @reasons
 */
struct ocxl_verdict {
	struct ocxl_check_record record;
	struct ocxl_reason_record reasons[OCXL_REASONS_MAX];
	char messages[OCXL_REASONS_MAX][160];
};

/** ocxl_conditions_of_health() - OCXL_CONDITION_* of the health register (CHI) of a card */
unsigned int ocxl_conditions_of_health(uint64_t health_status);

/** ocxl_conditions_of_flags() - OCXL_CONDITION_* of NDCTL_OCXL_FLAG_* */
unsigned int ocxl_conditions_of_flags(unsigned int flags);

/** ocxl_conditions_of_events() - OCXL_CONDITION_* of pending events, bits of OCXL_EVENT_* */
unsigned int ocxl_conditions_of_events(uint64_t pending);

/**
 * ocxl_verdict_derive() - derive a verdict
 * @verdict: zero; receives the verdict and its reasons, the most serious ones first. "failed":
 *	a fatal failure, no valid answer, or life at its threshold; "warning": another failing
 *	attribute, a pending log or dump, or a card that is not ready; otherwise "ok"
 * @conditions: of the card
 */
void ocxl_verdict_derive(struct ocxl_verdict *verdict, const struct ocxl_conditions *conditions);

#endif /* OCXL_VERDICT_RULES_H */

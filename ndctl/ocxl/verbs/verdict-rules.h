/* SPDX-License-Identifier: GPL-2.0-only */
/* The rules of ndctl ocxl check: from what was found to a verdict. Pure. */
#ifndef OCXL_VERDICT_RULES_H
#define OCXL_VERDICT_RULES_H

#include <stdbool.h>
#include "ocxl/records/check-record.h"
#include "ocxl/records/smart-record.h"

/* every attribute that an answer can count, and the reasons that are not attributes */
#define OCXL_REASONS_MAX (255 + 8)

/* what is so of a card, whoever said it */
#define OCXL_CONDITION_NOT_READY       (1U << 0)
#define OCXL_CONDITION_MEM_UNAVAILABLE (1U << 1)
#define OCXL_CONDITION_ERROR_LOG       (1U << 2)
#define OCXL_CONDITION_DUMP	       (1U << 3)
#define OCXL_CONDITION_HW_FATAL	       (1U << 4)
#define OCXL_CONDITION_FW_FATAL	       (1U << 5)

/**
 * struct ocxl_conditions - what was found out about one card
 * @state: OCXL_FINDING_*
 * @heartbeat: message of a heartbeat that was not answered well; NULL: it was
 *	answered, or could not be asked for
 * @smart: the same of SMART
 * @attributes: of struct ndctl_ocxl_smart_attribute; empty when SMART failed
 */
struct ocxl_conditions {
	unsigned int state;
	const char *heartbeat;
	const char *smart;
	struct ocxl_list attributes;
};

/**
 * struct ocxl_verdict - the answer; refers to itself, so it is not copied
 * @record: for the renderer
 * @reasons: of @record
 * @messages: of @reasons
 */
struct ocxl_verdict {
	struct ocxl_check_record record;
	struct ocxl_reason_record reasons[OCXL_REASONS_MAX];
	char messages[OCXL_REASONS_MAX][160];
};

/** ocxl_conditions_of_health() - OCXL_FINDING_* of a health register (CHI) */
unsigned int ocxl_conditions_of_health(uint64_t health_status);

/** ocxl_conditions_of_flags() - OCXL_FINDING_* of NDCTL_OCXL_FLAG_* */
unsigned int ocxl_conditions_of_flags(unsigned int flags);

/**
 * ocxl_verdict_derive() - "failed" for health critical or fatal and for a heartbeat
 * or SMART that was not answered well, "warning" for health non-critical, a
 * pending log or dump and a card that is not ready, else "ok"
 * @verdict: zero before; receives reasons, the gravest first
 */
void ocxl_verdict_derive(struct ocxl_verdict *verdict, const struct ocxl_conditions *conditions);

#endif /* OCXL_VERDICT_RULES_H */

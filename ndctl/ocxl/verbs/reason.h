/* SPDX-License-Identifier: GPL-2.0-only */
/* From a condition of a card to the words and numbers that documents show. */
#ifndef OCXL_REASON_H
#define OCXL_REASON_H

#include "ocxl/records/records.h"

struct ndctl_ocxl_finding;
struct ocxl_failure;

/**
 * ocxl_reason_fill() - describe a condition of a card
 * @reason: filled in; points to @message
 * @message: receives the text
 * @finding: the condition and its numbers
 * @failure: of the command that shows the condition; NULL: other evidence does
 */
void ocxl_reason_fill(struct ocxl_reason_record *reason, char message[OCXL_REASON_MESSAGE_SIZE],
		      const struct ndctl_ocxl_finding *finding, const struct ocxl_failure *failure);

/**
 * ocxl_reason_fill_unanswered() - describe that the state of a card is unknown because of --ignore
 * @reason: filled in; points to @message
 * @message: receives the text
 * @finding: NDCTL_OCXL_CONDITION_NOT_ASKED
 * @ignored: bit n: condition n, which the card has, is ignored
 */
void ocxl_reason_fill_unanswered(struct ocxl_reason_record *reason,
				 char message[OCXL_REASON_MESSAGE_SIZE],
				 const struct ndctl_ocxl_finding *finding, uint64_t ignored);

#endif /* OCXL_REASON_H */

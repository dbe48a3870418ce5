/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The health of a card in the terms of ndctl. */
#ifndef OCXL_HEALTH_H
#define OCXL_HEALTH_H

struct ocxl_answer;

#define OCXL_PERCENTAGE_MAX 100 /* greater percentages mean nothing */

/**
 * struct ocxl_health_evidence - flags of a card, and the end of SMART
 * @flags: OCXL_FLAG_BIT() of each flag; 0 if they could not be read
 * @error: result of SMART, negative errno or 0
 * @status: of the answer, -1 without an answer
 * @answer: the checked answer; used without an @error
 */
struct ocxl_health_evidence {
	unsigned int flags;
	int error;
	int status;
	const struct ocxl_answer *answer;
};

/**
 * ocxl_health_find() - health of a card
 * @evidence: its flags, and the end of SMART
 * @health: receives ND_SMART_*_HEALTH, or 0
 *
 * Return: 0, -ENODATA if the state of the card is unknown.
 */
int ocxl_health_find(const struct ocxl_health_evidence *evidence, unsigned int *health);

#endif /* OCXL_HEALTH_H */

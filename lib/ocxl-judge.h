/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The conditions of one card, found out of evidence. */
#ifndef OCXL_JUDGE_H
#define OCXL_JUDGE_H

#include <stdint.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl-conditions.h"

#define OCXL_MASK_OF(name) (1ULL << NDCTL_OCXL_CONDITION_##name)

/* stands for a missing condition */
#define OCXL_NO_CONDITION (-1)

/**
 * struct ocxl_judgement - what is known of a card, and its conditions
 * @evidence: the caller's, without what other members make invalid: flags that could not be read,
 *	HEARTBEAT of an old driver, attributes without an answer, SMART_NOTIFY with one
 * @tried: bit n: command n, HEARTBEAT or SMART, was tried
 * @commands: [condition]: bit n: command n ended in a way that means the condition
 * @present: bit n: the card has condition n
 */
struct ocxl_judgement {
	struct ndctl_ocxl_evidence evidence;
	unsigned int tried;
	unsigned int commands[OCXL_CONDITION_COUNT];
	uint64_t present;
};

/**
 * ocxl_judge_evidence() - find the conditions of a card
 * @judgement: filled in
 * @evidence: the caller's, not checked
 *
 * Return: 0, or -EINVAL as ndctl_ocxl_judge().
 */
int ocxl_judge_evidence(struct ocxl_judgement *judgement,
			const struct ndctl_ocxl_evidence *evidence);

/**
 * ocxl_judge_attribute() - condition that an attribute means
 * @attribute: one attribute
 *
 * Return: enum ndctl_ocxl_condition, or OCXL_NO_CONDITION.
 */
int ocxl_judge_attribute(const struct ndctl_ocxl_smart_attribute *attribute);

/**
 * ocxl_command_is_answered() - a command was tried and has a good answer
 * @outcome: of the command
 */
bool ocxl_command_is_answered(const struct ndctl_ocxl_outcome *outcome);

#endif /* OCXL_JUDGE_H */

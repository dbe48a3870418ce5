/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The health of a card, for ndctl's own verbs. */
#ifndef OCXL_HEALTH_H
#define OCXL_HEALTH_H

#include "ocxl-files.h"

struct ndctl_cmd;
struct ocxl_answer;

/**
 * struct ocxl_health_evidence - flags of a card, and the end of SMART
 * @properties: as of ocxl_dimm_read_properties()
 * @error: result of SMART, negative errno or 0
 * @status: of the answer, -1 without an answer
 * @answer: the checked answer; used without an @error
 */
struct ocxl_health_evidence {
	struct ocxl_properties properties;
	int error;
	int status;
	const struct ocxl_answer *answer;
};

/**
 * ocxl_health_find() - health of a card
 * @evidence: its flags, and the end of SMART
 * @health: receives ND_SMART_FATAL_HEALTH for hw_fatal and fw_fatal, ND_SMART_CRITICAL_HEALTH for
 *	another critical condition, ND_SMART_NON_CRITICAL_HEALTH for a warning, else 0
 *
 * A card that does not answer may be known to be critical: the status of the answer, its errno or a
 * flag says so.
 *
 * Return: 0, -ENODATA if the state of the card is unknown.
 */
int ocxl_health_find(const struct ocxl_health_evidence *evidence, unsigned int *health);

/**
 * ocxl_health_read() - find the health and the values of SMART, and keep them in the command's state
 * @cmd: a command to SMART whose answer was parsed
 *
 * Without a valid answer, the health may be known from status, errno or flags; nothing else is.
 */
void ocxl_health_read(struct ndctl_cmd *cmd);

#endif /* OCXL_HEALTH_H */

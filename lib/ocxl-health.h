/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The health of a card in the terms of ndctl. */
#ifndef OCXL_HEALTH_H
#define OCXL_HEALTH_H

struct ndctl_cmd;
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
 * @health: as in ocxl_health_read()
 *
 * Return: 0, -ENODATA if the state of the card is unknown.
 */
int ocxl_health_find(const struct ocxl_health_evidence *evidence, unsigned int *health);

/**
 * ocxl_health_read() - health of a card from a SMART command and the sysfs file "flags"
 * @cmd: a command of ocxl_smart_new() that was submitted
 * @health: receives ND_SMART_FATAL_HEALTH for hw_fatal and fw_fatal, ND_SMART_CRITICAL_HEALTH for
 *	another critical condition, ND_SMART_NON_CRITICAL_HEALTH for a warning, else 0. "error_log"
 *	and "dump" alone are no warning here
 *
 * Sends no command. A card that does not answer SMART may be known to be critical: the status of
 * the answer, its errno or a flag says so.
 *
 * Return: 0; the error of the command if the state of the card is unknown; -EINVAL if @cmd is
 * another command, -EIO if it was not submitted.
 */
int ocxl_health_read(struct ndctl_cmd *cmd, unsigned int *health);

#endif /* OCXL_HEALTH_H */

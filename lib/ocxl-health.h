/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The health of a card, for ndctl's own verbs. */
#ifndef OCXL_HEALTH_H
#define OCXL_HEALTH_H

struct ndctl_cmd;
struct ndctl_dimm;
struct ocxl_cmd_state;

/**
 * ocxl_health_find() - health of a card: its verdict by flags and SMART
 * @dimm: an OpenCAPI DIMM
 * @smart: state of a command to SMART whose answer was parsed
 * @health: receives ND_SMART_FATAL_HEALTH for hw_fatal and fw_fatal, ND_SMART_CRITICAL_HEALTH for
 *	another critical condition, ND_SMART_NON_CRITICAL_HEALTH for a warning, else 0
 *
 * Return: 0; -ENODATA if the state of the card is unknown, unless it is known to be critical.
 */
int ocxl_health_find(struct ndctl_dimm *dimm, const struct ocxl_cmd_state *smart,
		     unsigned int *health);

/**
 * ocxl_health_read() - find the health and the values of SMART, and keep them in the command's state
 * @cmd: a command to SMART whose answer was parsed
 *
 * Without a valid answer, the health may be known from status, errno or flags; nothing else is.
 */
void ocxl_health_read(struct ndctl_cmd *cmd);

#endif /* OCXL_HEALTH_H */

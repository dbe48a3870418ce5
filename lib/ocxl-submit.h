/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sends commands. */
#ifndef OCXL_SUBMIT_H
#define OCXL_SUBMIT_H

struct ndctl_cmd;

/**
 * ocxl_cmd_submit_with() - ndctl_cmd_ocxl_submit() with another function that sends
 * @cmd: replaced by a larger command if the answer needs more space
 * @submit: sends a command, sets its status and returns it, as ndctl_cmd_submit() does
 *
 * Return: as ndctl_cmd_ocxl_submit().
 */
int ocxl_cmd_submit_with(struct ndctl_cmd **cmd, int (*submit)(struct ndctl_cmd *cmd));

#endif /* OCXL_SUBMIT_H */

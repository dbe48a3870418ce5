/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The environment in which COMMAND starts: it shows that the cards are emulated.
 */
#ifndef OCXL_EMULATOR_COMMAND_ENVIRONMENT_H
#define OCXL_EMULATOR_COMMAND_ENVIRONMENT_H

/* finds the ndctl beside the emulator, while the working directory is that of the user */
void ocxl_command_find_ndctl(void);

/* makes a link to it in the new /sys, which is the working directory. Return: 0 or -errno */
int ocxl_command_link_ndctl(void);

/**
 * ocxl_command_set_environment() - in the process of COMMAND: set PATH and OCXL_EMULATOR*
 * @card_count: number of cards
 * @control_path: absolute path of the control socket, or NULL
 *
 * ocxl-emulator(1) describes the variables.
 */
void ocxl_command_set_environment(unsigned int card_count, const char *control_path);

/**
 * ocxl_command_prepare_shell() - in the process of COMMAND: prepare it for an interactive shell
 * @arguments: COMMAND and its arguments
 *
 * If COMMAND is bash or sh without arguments, on a terminal: makes its prompt begin with "(ocxl)",
 * and puts it into a process group of its own, in the foreground. The environment must be set.
 *
 * Return: the arguments to execute: @arguments, or static ones that read our file for bash.
 */
char **ocxl_command_prepare_shell(char **arguments);

#endif /* OCXL_EMULATOR_COMMAND_ENVIRONMENT_H */

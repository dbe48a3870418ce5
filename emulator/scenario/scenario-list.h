/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The list of scenarios: ocxl-emulator --list-scenarios.
 */
#ifndef OCXL_EMULATOR_SCENARIO_LIST_H
#define OCXL_EMULATOR_SCENARIO_LIST_H

/**
 * ocxl_scenario_list_print() - print a table of all scenarios that --scenario knows by name
 *
 * Prints an error message for a file that is no scenario, and continues.
 *
 * Return: the status to exit with.
 */
int ocxl_scenario_list_print(void);

#endif /* OCXL_EMULATOR_SCENARIO_LIST_H */

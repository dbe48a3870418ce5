/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The functions that serve wire commands, one per row of OCXL_COMMANDS; private to driver/core
 * (Documentation/protocol/wire.md 4).
 */
#ifndef OCXL_CORE_SERVICES_H
#define OCXL_CORE_SERVICES_H

#include "call.h"

/**
 * ocxlpmem_check_<name>() - check flags, reserved fields and ranges of the input
 * @call: @request is set; the function sets @data_size if data follow the request
 *
 * One function for each command with input.
 *
 * Return: true if the input is valid; false makes the status BAD_INPUT.
 */
#define OCXLPMEM_CHECK(number, NAME, name, ...) \
	bool ocxlpmem_check_##name(struct ocxlpmem_call *call);
OCXL_COMMANDS(OCXL_NO_ROW, OCXLPMEM_CHECK)
#undef OCXLPMEM_CHECK

/**
 * ocxlpmem_service_<name>() - serve a command whose input is valid
 * @call: receives the records of the response, or another @status than OK
 *
 * One function for each command.
 *
 * Return: 0, or the errno of the ioctl.
 */
#define OCXLPMEM_SERVICE(number, NAME, name, ...) \
	int ocxlpmem_service_##name(struct ocxlpmem_call *call);
OCXL_COMMANDS(OCXLPMEM_SERVICE, OCXLPMEM_SERVICE)
#undef OCXLPMEM_SERVICE

#endif /* OCXL_CORE_SERVICES_H */

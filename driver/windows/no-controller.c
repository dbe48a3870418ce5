// SPDX-License-Identifier: GPL-2.0-only
/*
 * The controller of a window that has none: so the driver need not distinguish. Its memory is always
 * available.
 */
#include "../core/registers.h"
#include "no-controller.h"

static int read_nothing(void *context, u32 offset, u64 *value)
{
	switch (offset) {
	case OCXL_REG_CHI:
		*value = OCXL_CHI_CRDY | OCXL_CHI_MA;
		return 0;
	case OCXL_REG_CHIE:
		/* after a restart, they would be 0 */
		*value = OCXL_CHI_ALL;
		return 0;
	default:
		*value = 0;
		return 0;
	}
}

static int write_nothing(void *context, u32 offset, u64 value)
{
	return 0;
}

static u64 address_as_serial(const struct ocxlpmem_controller *controller)
{
	return container_of(controller, struct ocxlpmem_no_controller, controller)->start;
}

static const struct ocxlpmem_controller_ops no_operations = {
	.no_commands = true,
	.serial = address_as_serial,
};

void ocxlpmem_no_controller_init(struct ocxlpmem_no_controller *none, u64 start)
{
	*none = (struct ocxlpmem_no_controller) {
		.controller = {
			.ops = &no_operations,
			.registers = { .read64 = read_nothing, .write64 = write_nothing },
		},
		.start = start,
	};
}

// SPDX-License-Identifier: GPL-2.0-only
/* Prints for each bus whether libndctl takes it for a CXL bus, which no verb of ndctl shows. */
#include <stdio.h>

#include <ndctl/libndctl.h>

int main(void)
{
	struct ndctl_ctx *ctx;
	struct ndctl_bus *bus;

	if (ndctl_new(&ctx) < 0)
		return 1;
	ndctl_bus_foreach(ctx, bus)
		printf("%s%s is CXL\n", ndctl_bus_get_devname(bus),
		       ndctl_bus_has_cxl(bus) ? "" : " not");
	ndctl_unref(ctx);
	return 0;
}

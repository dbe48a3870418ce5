// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Prints the temperature of every OpenCAPI DIMM. Compile it with:
 *
 *	cc smart-temperature.c $(pkg-config --cflags --libs libndctl-ocxl)
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <ndctl/libndctl-ocxl.h>

static int print_temperature(struct ndctl_dimm *dimm)
{
	struct ndctl_cmd *cmd = ndctl_dimm_ocxl_new_smart(dimm);
	struct ndctl_ocxl_smart_attribute temperature;
	int rc = cmd ? ndctl_cmd_ocxl_submit(&cmd) : -errno;

	if (rc == 0)
		rc = ndctl_cmd_ocxl_smart_find_attribute(cmd, 0xC2, &temperature);
	if (rc == 0)
		printf("%s: %" PRIu64 " degrees Celsius%s\n", ndctl_dimm_get_devname(dimm),
		       temperature.raw, temperature.failing ? ", too warm" : "");
	else
		fprintf(stderr, "%s: %s\n", ndctl_dimm_get_devname(dimm), strerror(-rc));
	if (cmd)
		ndctl_cmd_unref(cmd);
	return rc;
}

int main(void)
{
	struct ndctl_ctx *ctx;
	struct ndctl_bus *bus;
	struct ndctl_dimm *dimm;
	int failed = 0;
	int rc = ndctl_new(&ctx);

	if (rc < 0) {
		fprintf(stderr, "libndctl: %s\n", strerror(-rc));
		return 1;
	}
	ndctl_bus_foreach (ctx, bus)
		ndctl_dimm_foreach (bus, dimm)
			if (ndctl_dimm_is_ocxl(dimm) && print_temperature(dimm))
				failed = 1;
	ndctl_unref(ctx);
	return failed;
}

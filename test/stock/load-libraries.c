// SPDX-License-Identifier: GPL-2.0-only
/*
 * load-libraries OTHER OURS: loads two libraries libndctl, the first for all others that follow, as
 * a program does that is linked with it. Prints the DIMMs that OURS finds, and whether it read
 * their health.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <ndctl/libndctl.h>
#include <ndctl/ndctl.h>

static void *load_library(const char *path, int flags)
{
	void *library = dlopen(path, RTLD_NOW | flags);

	if (!library) {
		fprintf(stderr, "%s\n", dlerror());
		exit(1);
	}
	return library;
}

/* the function of this name in OURS */
#define OURS(name) ((__typeof__(name) *)dlsym(ours, #name))

static int read_health(void *ours, struct ndctl_dimm *dimm, unsigned int *health)
{
	struct ndctl_cmd *smart = OURS(ndctl_dimm_cmd_new_smart)(dimm);
	int rc = smart ? OURS(ndctl_cmd_submit_xlat)(smart) : -1;

	if (rc < 0)
		return rc;
	*health = OURS(ndctl_cmd_smart_get_health)(smart);
	OURS(ndctl_cmd_unref)(smart);
	return 0;
}

static int print_bus(void *ours, struct ndctl_bus *bus)
{
	struct ndctl_dimm *dimm;
	unsigned int health;

	for (dimm = OURS(ndctl_dimm_get_first)(bus); dimm; dimm = OURS(ndctl_dimm_get_next)(dimm)) {
		if (read_health(ours, dimm, &health) < 0)
			return 1;
		printf("%s %s health %u\n", OURS(ndctl_dimm_get_devname)(dimm),
		       OURS(ndctl_dimm_get_unique_id)(dimm), health);
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct ndctl_ctx *context;
	struct ndctl_bus *bus;
	void *ours;
	int rc = 0;

	if (argc != 3)
		return 2;
	load_library(argv[1], RTLD_GLOBAL);
	ours = load_library(argv[2], 0);
	if (OURS(ndctl_new)(&context) < 0)
		return 1;
	for (bus = OURS(ndctl_bus_get_first)(context); bus && !rc;
	     bus = OURS(ndctl_bus_get_next)(bus))
		rc = print_bus(ours, bus);
	OURS(ndctl_unref)(context);
	return rc;
}

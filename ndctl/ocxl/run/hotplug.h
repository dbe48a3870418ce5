/* SPDX-License-Identifier: GPL-2.0-only */
/* Which NVDIMMs come and go, as the kernel tells. */
#ifndef OCXL_HOTPLUG_H
#define OCXL_HOTPLUG_H

#include <stdbool.h>

struct ocxl_hotplug;

/**
 * ocxl_hotplug_open() - listen from now on
 *
 * Where udevd runs, a device is told of after its rules: with the permissions of its
 * node. Where the kernel's news cannot be had, nobody tells; everything else works.
 *
 * Return: released by ocxl_hotplug_close(); NULL: nobody will tell.
 */
struct ocxl_hotplug *ocxl_hotplug_open(void);

/** ocxl_hotplug_fd() - readable when something was told; -1 for NULL */
int ocxl_hotplug_fd(const struct ocxl_hotplug *hotplug);

/** ocxl_hotplug_has_changed() - take what was told: did an NVDIMM come or go, or may it have */
bool ocxl_hotplug_has_changed(struct ocxl_hotplug *hotplug);

/** ocxl_hotplug_close() - release; NULL is allowed */
void ocxl_hotplug_close(struct ocxl_hotplug *hotplug);

#endif /* OCXL_HOTPLUG_H */

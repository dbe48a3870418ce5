/* SPDX-License-Identifier: GPL-2.0-only */
/* Which NVDIMMs come and go, as the kernel tells. */
#ifndef OCXL_DEVICES_H
#define OCXL_DEVICES_H

#include <stdbool.h>

struct ocxl_devices;

/**
 * ocxl_devices_open() - listen from now on
 *
 * Where udevd runs, a device is told of after its rules: with the permissions of its
 * node. Where the kernel's news cannot be had, nobody tells; everything else works.
 *
 * Return: released by ocxl_devices_close(); NULL: nobody will tell.
 */
struct ocxl_devices *ocxl_devices_open(void);

/** ocxl_devices_fd() - readable when something was told; -1 for NULL */
int ocxl_devices_fd(const struct ocxl_devices *devices);

/** ocxl_devices_changed() - take what was told: did an NVDIMM come or go, or may it have */
bool ocxl_devices_changed(struct ocxl_devices *devices);

/** ocxl_devices_close() - release; NULL is allowed */
void ocxl_devices_close(struct ocxl_devices *devices);

#endif /* OCXL_DEVICES_H */

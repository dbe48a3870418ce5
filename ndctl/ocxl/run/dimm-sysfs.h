/* SPDX-License-Identifier: GPL-2.0-only */
/* What the verbs ask sysfs themselves, where libndctl would read more. */
#ifndef OCXL_SYSFS_H
#define OCXL_SYSFS_H

#define OCXL_SYSFS_DEVICES "/sys/bus/nd/devices"

/**
 * ocxl_sysfs_bus_of() - the bus of a DIMM
 * @dimm: N of "nmemN"
 * @bus: receives N of "ndbusN"
 *
 * Return: 0; -ENOENT: there is no such DIMM; or what sysfs gave when it was asked, -EINVAL for
 * something else than a bus.
 */
int ocxl_sysfs_bus_of(unsigned int dimm, unsigned int *bus);

#endif /* OCXL_SYSFS_H */

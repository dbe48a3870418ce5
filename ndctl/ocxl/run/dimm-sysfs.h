/* SPDX-License-Identifier: GPL-2.0-only */
/* What the verbs ask sysfs themselves, where libndctl would read more. */
#ifndef OCXL_DIMM_SYSFS_H
#define OCXL_DIMM_SYSFS_H

#define OCXL_DIMM_SYSFS_DEVICES "/sys/bus/nd/devices"

/**
 * ocxl_dimm_sysfs_bus() - the bus of a DIMM
 * @dimm: N of "nmemN"
 * @bus: receives N of "ndbusN"
 *
 * Return: 0; -ENOENT: there is no such DIMM; or what sysfs gave when it was asked, -EINVAL for
 * something else than a bus.
 */
int ocxl_dimm_sysfs_bus(unsigned int dimm, unsigned int *bus);

#endif /* OCXL_DIMM_SYSFS_H */

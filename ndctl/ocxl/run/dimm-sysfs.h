/* SPDX-License-Identifier: GPL-2.0-only */
/* Direct reads of sysfs, where libndctl would read a whole bus. */
#ifndef OCXL_DIMM_SYSFS_H
#define OCXL_DIMM_SYSFS_H

#define OCXL_DIMM_SYSFS_DEVICES "/sys/bus/nd/devices"

/**
 * ocxl_dimm_sysfs_bus() - find the bus of a DIMM
 * @dimm: N of "nmemN"
 * @bus: receives N of "ndbusN"
 *
 * Return: 0; -ENOENT without such a DIMM; -EINVAL if its directory is not below a bus; or another
 * negative errno of readlink().
 */
int ocxl_dimm_sysfs_bus(unsigned int dimm, unsigned int *bus);

#endif /* OCXL_DIMM_SYSFS_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/* Memory as an NVDIMM bus: everything that exists while the driver is bound. */
#ifndef OCXLPMEM_BUS_H
#define OCXLPMEM_BUS_H

#include "pmem.h"

/**
 * ocxlpmem_bus_create() - create a bus and a DIMM; the region follows later
 * @dev: device of the memory
 * @memory: copied
 * @controller: outlives the result, or disappears with
 *	ocxlpmem_connection_cut(). ocxlpmem_connections_lock is held
 *
 * Return: the result or an ERR_PTR: -EBUSY if another driver uses the memory, -ENOMEM, -ENXIO.
 */
struct ocxlpmem *ocxlpmem_bus_create(struct device *dev, const struct ocxlpmem_memory *memory,
				     struct ocxlpmem_controller *controller);

/**
 * ocxlpmem_bus_destroy() - remove everything of ocxlpmem_bus_create()
 * @pmem: no other call for it is running. Waits until its region is not in use
 */
void ocxlpmem_bus_destroy(struct ocxlpmem *pmem);

#endif /* OCXLPMEM_BUS_H */

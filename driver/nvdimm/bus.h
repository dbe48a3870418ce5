/* SPDX-License-Identifier: GPL-2.0-only */
/* Memory as an NVDIMM bus: everything that exists while the driver is bound. */
#ifndef OCXLPMEM_BUS_H
#define OCXLPMEM_BUS_H

#include "pmem.h"

/**
 * ocxlpmem_bus_create() - create a bus and a DIMM; the region follows later
 * @dev: device of the memory
 * @memory: copied
 * @controller: outlives the result, or is replaced with the card's lock held
 * @setup: outlives the result
 *
 * The caller serialises this, ocxlpmem_bus_free() and a replacement of the controller.
 *
 * Return: the result or an ERR_PTR: -EBUSY if another driver uses the memory, -ENOMEM, -ENXIO.
 */
struct ocxlpmem *ocxlpmem_bus_create(struct device *dev, const struct ocxlpmem_memory *memory,
				     struct ocxlpmem_controller *controller,
				     const struct ocxlpmem_setup *setup);

/**
 * ocxlpmem_bus_retire() - remove bus, DIMM and region
 * @pmem: no other call for it is running. Waits until its region is not in use, and until ioctls end
 *
 * Return: 0; -ESHUTDOWN if the system ends before that. Everything that @pmem refers to has to stay then.
 */
int ocxlpmem_bus_retire(struct ocxlpmem *pmem);

/** ocxlpmem_bus_free() - stop to use the controller and the memory, after ocxlpmem_bus_retire() */
void ocxlpmem_bus_free(struct ocxlpmem *pmem);

#endif /* OCXLPMEM_BUS_H */

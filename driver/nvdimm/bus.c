// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory as an NVDIMM bus: label area, card, bus and DIMM are created and removed here. The
 * region follows when the card is ready (card-start.c).
 */
#include <linux/device.h>
#include <linux/ioport.h>
#include <linux/memory_hotplug.h>
#include <linux/module.h>
#include <linux/ndctl.h>
#include <linux/numa.h>
#include <linux/slab.h>
#include "internal.h"

static void set_identity(struct ocxlpmem *pmem)
{
	struct ocxlpmem_controller *controller = pmem->controller;
	u64 id;

	pmem->serial = controller->ops->serial(controller);
	id = pmem->serial;
	if (!id) {
		id = pmem->memory.start | 1;
		dev_notice(pmem->dev, "serial number is 0, using 0x%llx instead\n", id);
	}
	pmem->set.cookie1 = pmem->memory.cookie ? pmem->memory.cookie : id;
	pmem->set.cookie2 = pmem->set.cookie1;
	snprintf(pmem->dimm_id, sizeof(pmem->dimm_id), "%016llx", id);
}

/*
 * A real node, because device-dax needs one to use the memory as system RAM. powerpc knows the node
 * of a card, but not that of an address.
 */
static int find_node(const struct ocxlpmem *pmem)
{
	u64 start = pmem->memory.start;
	int node = dev_to_node(pmem->dev);

	if (node == NUMA_NO_NODE)
		node = phys_to_target_node(start);
	if (node == NUMA_NO_NODE)
		node = memory_add_physaddr_to_nid(start);
	return node == NUMA_NO_NODE ? first_online_node : node;
}

static int flush_probe(struct nvdimm_bus_descriptor *descriptor)
{
	struct ocxlpmem *pmem = container_of(descriptor, struct ocxlpmem, bus_descriptor);

	flush_delayed_work(&pmem->start_work);
	return 0;
}

static int register_bus(struct ocxlpmem *pmem)
{
	pmem->bus_descriptor = (struct nvdimm_bus_descriptor) {
		.provider_name = OCXL_NAME,
		.module = THIS_MODULE,
		.ndctl = ocxlpmem_handle_ioctl,
		.flush_probe = flush_probe,
		.dimm_family_mask = BIT(NVDIMM_FAMILY_OCXL),
	};
	pmem->bus = nvdimm_bus_register(pmem->dev, &pmem->bus_descriptor);
	return pmem->bus ? 0 : -ENOMEM;
}

/*
 * a bus is not unregistered here: libnvdimm would wait for ioctls of all buses, with the caller's
 * locks
 */
static int create_dimm(struct ocxlpmem *pmem)
{
	int rc = register_bus(pmem);

	if (!rc && !ocxlpmem_guard_begin(pmem))
		ocxlpmem_dimm_create(pmem);
	return rc;
}

static void init_parts(struct ocxlpmem *pmem)
{
	ocxlpmem_access_init(pmem);
	ocxlpmem_dimm_init(pmem);
	ocxlpmem_region_init(pmem);
	ocxlpmem_renew_init(pmem);
	ocxlpmem_card_start_init(pmem);
	ocxlpmem_notify_init(pmem);
	ocxlpmem_security_init(pmem);
	set_identity(pmem);
	pmem->node = find_node(pmem);
}

static int create_parts(struct ocxlpmem *pmem)
{
	int rc = ocxlpmem_labels_map(pmem);

	if (rc)
		return rc;
	rc = ocxlpmem_connection_open(pmem);
	if (rc)
		goto close;
	rc = create_dimm(pmem);
	if (!rc)
		return 0;
close:
	ocxlpmem_connection_close(pmem);
	ocxlpmem_labels_unmap(pmem);
	return rc;
}

struct ocxlpmem *ocxlpmem_bus_create(struct device *dev, const struct ocxlpmem_memory *memory,
				     struct ocxlpmem_controller *controller,
				     ocxlpmem_keeps_labels_fn *keeps_labels)
{
	struct ocxlpmem *pmem = kvzalloc(sizeof(*pmem), GFP_KERNEL);
	int rc;

	if (!pmem)
		return ERR_PTR(-ENOMEM);
	pmem->dev = dev;
	pmem->memory = *memory;
	pmem->controller = controller;
	pmem->keeps_labels = keeps_labels;
	pmem->region_blocked = true;
	init_parts(pmem);
	rc = create_parts(pmem);
	if (rc) {
		kvfree(pmem);
		return ERR_PTR(rc);
	}
	ocxlpmem_machine_checks_attach(pmem);
	if (!pmem->dimm)
		return pmem;
	WRITE_ONCE(pmem->region_blocked, false);
	ocxlpmem_kick_start(pmem);
	return pmem;
}

static void stop_work(struct ocxlpmem *pmem)
{
	cancel_delayed_work_sync(&pmem->start_work);
	cancel_delayed_work_sync(&pmem->renew_work);
	ocxlpmem_security_stop(pmem);
}

/* each step can queue work again, until the next step makes that impossible */
void ocxlpmem_bus_retire(struct ocxlpmem *pmem)
{
	stop_work(pmem);
	ocxlpmem_region_close_when_idle(pmem);
	stop_work(pmem);
	ocxlpmem_machine_checks_detach(pmem);
	ocxlpmem_dimm_destroy(pmem);
	ocxlpmem_guard_end(pmem);
	nvdimm_bus_unregister(pmem->bus);
	stop_work(pmem);
}

void ocxlpmem_bus_free(struct ocxlpmem *pmem)
{
	ocxlpmem_connection_close(pmem);
	/* events may have been on the way to queue it before the region was blocked */
	cancel_delayed_work_sync(&pmem->start_work);
	ocxlpmem_labels_unmap(pmem);
	kvfree(pmem);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * A window as an NVDIMM bus: label area, card, bus and DIMM are created and removed here. The
 * region follows when the card is ready (card-start.c).
 */
#include <linux/device.h>
#include <linux/memory_hotplug.h>
#include <linux/module.h>
#include <linux/ndctl.h>
#include <linux/numa.h>
#include <linux/random.h>
#include <linux/slab.h>
#include "card-start.h"
#include "controller-host.h"
#include "core/device.h"
#include "debugfs.h"
#include "device-access.h"
#include "dimm.h"
#include "entry-report.h"
#include "events.h"
#include "ioctl.h"
#include "labels.h"
#include "nvdimm-bus.h"
#include "region.h"
#include "security.h"

/*
 * Cookie of the interleave set of every window without a card. Such a set has one member, which
 * cannot be exchanged with another. So all windows have the same cookie, and labels are valid
 * wherever the window is. Not 0, which libnvdimm refuses for a region with labels.
 */
#define WINDOW_COOKIE 0x6f63786c706d656dULL

static void *pmem_allocate(void *context, size_t size)
{
	return kvmalloc(size, GFP_KERNEL);
}

static void pmem_free(void *context, void *memory)
{
	kvfree(memory);
}

/* the card's lock is held */
static int connect_card(struct ocxlpmem *pmem)
{
	const struct ocxlpmem_controller_ops *ops = pmem->controller->ops;
	struct ocxlpmem_device_setup setup = {
		.serial = pmem->serial,
		.capacity = pmem->window.size - OCXL_LABEL_AREA_SIZE,
		.generation = get_random_u32(),
		.emulated = ops->emulated,
	};
	int rc;

	pmem->controller->pmem = pmem;
	/* the window may have been expanded while the driver was not bound */
	if (ops->resize)
		ops->resize(pmem->controller, setup.capacity);
	rc = ocxlpmem_device_init(&pmem->device, &pmem->transport, &pmem->host, &setup);
	if (rc)
		return rc;
	ocxlpmem_load_timeouts(pmem);
	ocxlpmem_events_changed(pmem);
	return ops->listen ? ops->listen(pmem->controller, true) : 0;
}

static int create_device(struct ocxlpmem *pmem)
{
	int rc;

	pmem->host = (struct ocxlpmem_device_host) {
		.context = pmem,
		.allocate = pmem_allocate,
		.release = pmem_free,
		.changed = ocxlpmem_events_changed,
		.region_bound = ocxlpmem_region_is_bound,
		.entry_taken = ocxlpmem_trace_entry,
		.log = ocxlpmem_write_log,
	};
	ocxlpmem_lock_device(pmem);
	rc = connect_card(pmem);
	ocxlpmem_unlock_device(pmem);
	return rc;
}

static void destroy_device(struct ocxlpmem *pmem)
{
	struct ocxlpmem_controller *controller = pmem->controller;

	ocxlpmem_lock_device(pmem);
	if (controller->ops->listen)
		controller->ops->listen(controller, false);
	/* connects the card again, to disable its interrupts */
	WRITE_ONCE(pmem->disconnected, false);
	ocxlpmem_events_log_retained(pmem);
	ocxlpmem_device_destroy(&pmem->device);
	WRITE_ONCE(pmem->disconnected, true);
	controller->pmem = NULL;
	mutex_unlock(&pmem->lock);
	cancel_delayed_work_sync(&pmem->events_work);
	cancel_delayed_work_sync(&pmem->advance_work);
}

static void set_identity(struct ocxlpmem *pmem)
{
	struct ocxlpmem_controller *controller = pmem->controller;
	u64 id;

	pmem->serial = controller ? controller->ops->serial(controller) : pmem->window.start;
	id = pmem->serial;
	if (!id) {
		id = pmem->window.start | 1;
		dev_notice(pmem->dev, "serial number is 0, using 0x%llx instead\n", id);
	}
	pmem->set.cookie1 = pmem->window.has_card ? id : WINDOW_COOKIE;
	pmem->set.cookie2 = pmem->set.cookie1;
	snprintf(pmem->dimm_id, sizeof(pmem->dimm_id), "%016llx", id);
}

/* a real node, because device-dax needs one to use the memory as system RAM */
static int find_node(u64 start)
{
	int node = phys_to_target_node(start);

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

static void init_parts(struct ocxlpmem *pmem)
{
	ocxlpmem_access_init(pmem);
	ocxlpmem_region_init(pmem);
	ocxlpmem_card_start_init(pmem);
	ocxlpmem_events_init(pmem);
	ocxlpmem_security_init(pmem);
	set_identity(pmem);
	pmem->node = find_node(pmem->window.start);
}

static int create_parts(struct ocxlpmem *pmem)
{
	int rc = ocxlpmem_labels_map(pmem);

	if (rc)
		return rc;
	if (pmem->controller) {
		rc = create_device(pmem);
		if (rc)
			goto destroy;
	}
	rc = register_bus(pmem);
	if (rc)
		goto destroy;
	rc = ocxlpmem_dimm_create(pmem);
	if (!rc)
		return 0;
	nvdimm_bus_unregister(pmem->bus);
destroy:
	if (pmem->controller)
		destroy_device(pmem);
	ocxlpmem_labels_unmap(pmem);
	return rc;
}

struct ocxlpmem *ocxlpmem_bus_create(struct device *dev, const struct ocxlpmem_window *window,
				     struct ocxlpmem_controller *controller)
{
	struct ocxlpmem *pmem = kvzalloc(sizeof(*pmem), GFP_KERNEL);
	int rc;

	if (!pmem)
		return ERR_PTR(-ENOMEM);
	pmem->dev = dev;
	pmem->window = *window;
	pmem->controller = controller;
	pmem->region_blocked = true;
	init_parts(pmem);
	rc = create_parts(pmem);
	if (rc) {
		kvfree(pmem);
		return ERR_PTR(rc);
	}
	ocxlpmem_debugfs_attach(pmem);
	WRITE_ONCE(pmem->region_blocked, false);
	ocxlpmem_kick_start(pmem);
	return pmem;
}

static void stop_work(struct ocxlpmem *pmem)
{
	cancel_delayed_work_sync(&pmem->start_work);
	cancel_delayed_work_sync(&pmem->renew_work);
	if (pmem->controller)
		ocxlpmem_security_stop(pmem);
}

/* each step can queue work again, until the next step makes that impossible */
void ocxlpmem_bus_destroy(struct ocxlpmem *pmem)
{
	ocxlpmem_debugfs_detach(pmem);
	stop_work(pmem);
	ocxlpmem_region_close_when_idle(pmem);
	stop_work(pmem);
	ocxlpmem_dimm_destroy(pmem);
	nvdimm_bus_unregister(pmem->bus);
	stop_work(pmem);
	if (pmem->controller)
		destroy_device(pmem);
	ocxlpmem_labels_unmap(pmem);
	kvfree(pmem);
}

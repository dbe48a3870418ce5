// SPDX-License-Identifier: GPL-2.0-only
/*
 * One window while the driver is bound to it: from its label area and its card to its bus,
 * made and unmade here.
 */
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/memory_hotplug.h>
#include <linux/ndctl.h>
#include <linux/numa.h>
#include <linux/random.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include "ocxlpmem.h"

/*
 * The interleave set of a window is the window: nothing can be in another's place. So all
 * have the same cookie, and labels are good wherever the window is. Never 0, which libnvdimm
 * refuses for a region with labels.
 */
#define WINDOW_COOKIE 0x6f63786c706d656dULL

/* until the next look whether a late answer has been missing for too long */
#define STUCK_LOOK_MS 60001

static int pmem_read64(void *context, u32 offset, u64 *value)
{
	struct ocxl_pmem *pmem = context;
	const struct ocxl_transport *registers = &pmem->controller->registers;

	if (READ_ONCE(pmem->going))
		return -ENXIO;
	return ocxl_read_register(registers, offset, value);
}

static int pmem_write64(void *context, u32 offset, u64 value)
{
	struct ocxl_pmem *pmem = context;
	const struct ocxl_transport *registers = &pmem->controller->registers;

	if (READ_ONCE(pmem->going))
		return -ENXIO;
	return ocxl_write_register(registers, offset, value);
}

static u64 pmem_now_ns(void *context)
{
	return ktime_get_ns();
}

static int pmem_wait_us(void *context, u32 microseconds)
{
	struct ocxl_pmem *pmem = context;

	if (fatal_signal_pending(current))
		return -EINTR;
	if (READ_ONCE(pmem->going))
		return -ENXIO;
	/* fsleep() may sleep twice as long, and a card's latency would not show */
	if (microseconds <= OCXL_TRANSPORT_SPIN_US)
		udelay(microseconds);
	else
		usleep_range(microseconds, microseconds + microseconds / 8);
	return 0;
}

static int pmem_inject(void *context, const struct ocxl_injection *injection)
{
	struct ocxl_pmem *pmem = context;
	const struct ocxl_transport *registers = &pmem->controller->registers;

	if (READ_ONCE(pmem->going))
		return -ENXIO;
	return registers->inject ? registers->inject(registers->context, injection) : -ENOTTY;
}

static void *pmem_allocate(void *context, size_t size)
{
	return kvmalloc(size, GFP_KERNEL);
}

static void pmem_free(void *context, void *memory)
{
	kvfree(memory);
}

void ocxl_pmem_lock(struct ocxl_pmem *pmem)
{
	mutex_lock(&pmem->lock);
}

void ocxl_pmem_unlock(struct ocxl_pmem *pmem)
{
	bool late = pmem->device.mailbox.late && !READ_ONCE(pmem->going);

	if (pmem->controller && pmem->controller->emulated)
		ocxl_emulated_settle(pmem);
	if (late)
		queue_delayed_work(system_unbound_wq, &pmem->events,
				   msecs_to_jiffies(STUCK_LOOK_MS));
	mutex_unlock(&pmem->lock);
}

int ocxl_pmem_health(struct ocxl_pmem *pmem, u64 *health)
{
	int rc = pmem_read64(pmem, OCXL_REG_CHI, health);

	/* a card that dropped off the bus reads as all ones */
	return rc || *health != ~0ULL ? rc : -ENXIO;
}

static int make_device(struct ocxl_pmem *pmem)
{
	struct ocxl_device_setup setup = {
		.serial = pmem->serial,
		.capacity = pmem->window.size - OCXL_LABEL_AREA_SIZE,
		.life = get_random_u32(),
		.emulated = pmem->controller->emulated,
	};
	int rc;

	pmem->transport = (struct ocxl_transport) {
		.context = pmem,
		.read64 = pmem_read64,
		.write64 = pmem_write64,
		.now_ns = pmem_now_ns,
		.wait_us = pmem_wait_us,
		.inject = pmem_inject,
	};
	pmem->host = (struct ocxl_device_host) {
		.context = pmem,
		.allocate = pmem_allocate,
		.release = pmem_free,
		.changed = ocxl_events_changed,
		.region_bound = ocxl_region_is_bound,
	};
	ocxl_pmem_lock(pmem);
	pmem->controller->pmem = pmem;
	/* the window may have grown while nobody was bound to it */
	if (pmem->controller->emulated)
		ocxl_card_resize(pmem->controller->emulated, setup.capacity);
	rc = ocxl_device_init(&pmem->device, &pmem->transport, &pmem->host, &setup);
	/* what a scenario said while nobody was bound */
	if (!rc && pmem->controller->emulated)
		ocxl_emulated_timeouts(pmem);
	if (!rc)
		ocxl_events_changed(pmem);
	if (!rc)
		rc = ocxl_opencapi_listen(pmem->controller, true);
	ocxl_pmem_unlock(pmem);
	return rc;
}

static void take_serial(struct ocxl_pmem *pmem)
{
	struct ocxl_controller *controller = pmem->controller;
	u64 id;

	pmem->serial = pmem->window.start;
	if (controller && controller->emulated)
		pmem->serial = ocxl_card_serial(controller->emulated);
	else if (controller)
		pmem->serial = controller->serial;
	id = pmem->serial;
	if (!id) {
		id = pmem->window.start | 1;
		dev_notice(pmem->dev, "serial number 0: 0x%llx serves instead of it\n", id);
	}
	pmem->set.cookie1 = pmem->window.has_card ? id : WINDOW_COOKIE;
	pmem->set.cookie2 = pmem->set.cookie1;
	snprintf(pmem->dimm_id, sizeof(pmem->dimm_id), "%016llx", id);
}

/* device-dax as system memory needs a real node */
static int node_of(u64 start)
{
	int node = phys_to_target_node(start);

	if (node == NUMA_NO_NODE)
		node = memory_add_physaddr_to_nid(start);
	return node == NUMA_NO_NODE ? first_online_node : node;
}

static int flush_probe(struct nvdimm_bus_descriptor *descriptor)
{
	struct ocxl_pmem *pmem = container_of(descriptor, struct ocxl_pmem, bus_descriptor);

	flush_delayed_work(&pmem->start);
	return 0;
}

static int make_bus(struct ocxl_pmem *pmem)
{
	pmem->bus_descriptor = (struct nvdimm_bus_descriptor) {
		.provider_name = OCXL_NAME,
		.module = THIS_MODULE,
		.ndctl = ocxl_ndctl,
		.flush_probe = flush_probe,
		.dimm_family_mask = BIT(NVDIMM_FAMILY_OCXL),
	};
	pmem->bus = nvdimm_bus_register(pmem->dev, &pmem->bus_descriptor);
	return pmem->bus ? 0 : -ENOMEM;
}

static void init(struct ocxl_pmem *pmem)
{
	ocxl_region_init(pmem);
	mutex_init(&pmem->lock);
	spin_lock_init(&pmem->text_lock);
	ocxl_start_init(pmem);
	ocxl_events_init(pmem);
	ocxl_emulated_init(pmem);
	ocxl_security_init(pmem);
	take_serial(pmem);
	pmem->node = node_of(pmem->window.start);
}

static void stop_work(struct ocxl_pmem *pmem)
{
	cancel_delayed_work_sync(&pmem->start);
	cancel_delayed_work_sync(&pmem->renew);
	if (pmem->controller)
		ocxl_security_stop(pmem);
}

static void free_device(struct ocxl_pmem *pmem)
{
	struct ocxl_controller *controller = pmem->controller;

	ocxl_pmem_lock(pmem);
	ocxl_opencapi_listen(controller, false);
	WRITE_ONCE(pmem->going, false);
	ocxl_events_rescue(pmem);
	ocxl_device_destroy(&pmem->device);
	WRITE_ONCE(pmem->going, true);
	controller->pmem = NULL;
	mutex_unlock(&pmem->lock);
	cancel_delayed_work_sync(&pmem->events);
	cancel_delayed_work_sync(&pmem->clock);
}

static int make_parts(struct ocxl_pmem *pmem)
{
	int rc = ocxl_labels_map(pmem);

	if (rc)
		return rc;
	if (pmem->controller) {
		rc = make_device(pmem);
		if (rc)
			goto free;
	}
	rc = make_bus(pmem);
	if (rc)
		goto free;
	rc = ocxl_region_make_dimm(pmem);
	if (!rc)
		return 0;
	nvdimm_bus_unregister(pmem->bus);
free:
	if (pmem->controller)
		free_device(pmem);
	ocxl_labels_unmap(pmem);
	return rc;
}

struct ocxl_pmem *ocxl_pmem_create(struct device *dev, const struct ocxl_window *window,
				   struct ocxl_controller *controller)
{
	struct ocxl_pmem *pmem = kvzalloc(sizeof(*pmem), GFP_KERNEL);
	int rc;

	if (!pmem)
		return ERR_PTR(-ENOMEM);
	pmem->dev = dev;
	pmem->window = *window;
	pmem->controller = controller;
	pmem->ending = true;
	init(pmem);
	rc = make_parts(pmem);
	if (rc) {
		kvfree(pmem);
		return ERR_PTR(rc);
	}
	ocxl_debugfs_attach(pmem);
	WRITE_ONCE(pmem->ending, false);
	ocxl_start_look(pmem);
	return pmem;
}

void ocxl_pmem_destroy(struct ocxl_pmem *pmem)
{
	ocxl_debugfs_detach(pmem);
	stop_work(pmem);
	ocxl_region_end(pmem);
	stop_work(pmem);
	if (pmem->dimm)
		ocxl_region_end_dimm(pmem);
	nvdimm_bus_unregister(pmem->bus);
	stop_work(pmem);
	if (pmem->controller)
		free_device(pmem);
	ocxl_labels_unmap(pmem);
	kvfree(pmem);
}

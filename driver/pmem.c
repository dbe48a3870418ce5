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
	struct ocxlpmem *pmem = context;
	const struct ocxlpmem_transport *registers = &pmem->controller->registers;

	if (READ_ONCE(pmem->going))
		return -ENXIO;
	return ocxlpmem_read_register(registers, offset, value);
}

static int pmem_write64(void *context, u32 offset, u64 value)
{
	struct ocxlpmem *pmem = context;
	const struct ocxlpmem_transport *registers = &pmem->controller->registers;

	if (READ_ONCE(pmem->going))
		return -ENXIO;
	return ocxlpmem_write_register(registers, offset, value);
}

static u64 pmem_now_ns(void *context)
{
	return ktime_get_ns();
}

static int pmem_wait_us(void *context, u32 microseconds)
{
	struct ocxlpmem *pmem = context;

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

static int pmem_inject(void *context, const struct ocxlpmem_injection *injection)
{
	struct ocxlpmem *pmem = context;
	const struct ocxlpmem_transport *registers = &pmem->controller->registers;

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

void ocxlpmem_lock_device(struct ocxlpmem *pmem)
{
	mutex_lock(&pmem->lock);
}

void ocxlpmem_unlock_device(struct ocxlpmem *pmem)
{
	bool late = pmem->device.mailbox.overdue && !READ_ONCE(pmem->going);

	if (pmem->controller && pmem->controller->emulated)
		ocxlpmem_emulated_settle(pmem);
	if (late)
		queue_delayed_work(system_unbound_wq, &pmem->events,
				   msecs_to_jiffies(STUCK_LOOK_MS));
	mutex_unlock(&pmem->lock);
}

int ocxlpmem_read_card_health(struct ocxlpmem *pmem, u64 *health)
{
	int rc = pmem_read64(pmem, OCXL_REG_CHI, health);

	/* a card that dropped off the bus reads as all ones */
	return rc || *health != ~0ULL ? rc : -ENXIO;
}

static int make_device(struct ocxlpmem *pmem)
{
	struct ocxlpmem_device_setup setup = {
		.serial = pmem->serial,
		.capacity = pmem->window.size - OCXL_LABEL_AREA_SIZE,
		.generation = get_random_u32(),
		.emulated = pmem->controller->emulated,
	};
	int rc;

	pmem->transport = (struct ocxlpmem_transport) {
		.context = pmem,
		.read64 = pmem_read64,
		.write64 = pmem_write64,
		.now_ns = pmem_now_ns,
		.wait_us = pmem_wait_us,
		.inject = pmem_inject,
	};
	pmem->host = (struct ocxlpmem_device_host) {
		.context = pmem,
		.allocate = pmem_allocate,
		.release = pmem_free,
		.changed = ocxlpmem_events_changed,
		.region_bound = ocxlpmem_region_is_bound,
	};
	ocxlpmem_lock_device(pmem);
	pmem->controller->pmem = pmem;
	/* the window may have grown while nobody was bound to it */
	if (pmem->controller->emulated)
		ocxlpmem_card_resize(pmem->controller->emulated, setup.capacity);
	rc = ocxlpmem_device_init(&pmem->device, &pmem->transport, &pmem->host, &setup);
	/* what a scenario said while nobody was bound */
	if (!rc && pmem->controller->emulated)
		ocxlpmem_emulated_timeouts(pmem);
	if (!rc)
		ocxlpmem_events_changed(pmem);
	if (!rc)
		rc = ocxlpmem_opencapi_listen(pmem->controller, true);
	ocxlpmem_unlock_device(pmem);
	return rc;
}

static void take_serial(struct ocxlpmem *pmem)
{
	struct ocxlpmem_controller *controller = pmem->controller;
	u64 id;

	pmem->serial = pmem->window.start;
	if (controller && controller->emulated)
		pmem->serial = ocxlpmem_card_serial(controller->emulated);
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
	struct ocxlpmem *pmem = container_of(descriptor, struct ocxlpmem, bus_descriptor);

	flush_delayed_work(&pmem->start);
	return 0;
}

static int make_bus(struct ocxlpmem *pmem)
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

static void init(struct ocxlpmem *pmem)
{
	ocxlpmem_region_init(pmem);
	mutex_init(&pmem->lock);
	spin_lock_init(&pmem->text_lock);
	ocxlpmem_start_init(pmem);
	ocxlpmem_events_init(pmem);
	ocxlpmem_emulated_init(pmem);
	ocxlpmem_security_init(pmem);
	take_serial(pmem);
	pmem->node = node_of(pmem->window.start);
}

static void stop_work(struct ocxlpmem *pmem)
{
	cancel_delayed_work_sync(&pmem->start);
	cancel_delayed_work_sync(&pmem->renew);
	if (pmem->controller)
		ocxlpmem_security_stop(pmem);
}

static void free_device(struct ocxlpmem *pmem)
{
	struct ocxlpmem_controller *controller = pmem->controller;

	ocxlpmem_lock_device(pmem);
	ocxlpmem_opencapi_listen(controller, false);
	WRITE_ONCE(pmem->going, false);
	ocxlpmem_events_log_retained(pmem);
	ocxlpmem_device_destroy(&pmem->device);
	WRITE_ONCE(pmem->going, true);
	controller->pmem = NULL;
	mutex_unlock(&pmem->lock);
	cancel_delayed_work_sync(&pmem->events);
	cancel_delayed_work_sync(&pmem->clock);
}

static int make_parts(struct ocxlpmem *pmem)
{
	int rc = ocxlpmem_labels_map(pmem);

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
	rc = ocxlpmem_dimm_create(pmem);
	if (!rc)
		return 0;
	nvdimm_bus_unregister(pmem->bus);
free:
	if (pmem->controller)
		free_device(pmem);
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
	pmem->ending = true;
	init(pmem);
	rc = make_parts(pmem);
	if (rc) {
		kvfree(pmem);
		return ERR_PTR(rc);
	}
	ocxlpmem_debugfs_attach(pmem);
	WRITE_ONCE(pmem->ending, false);
	ocxlpmem_start_kick(pmem);
	return pmem;
}

void ocxlpmem_bus_destroy(struct ocxlpmem *pmem)
{
	ocxlpmem_debugfs_detach(pmem);
	stop_work(pmem);
	ocxlpmem_region_close_when_idle(pmem);
	stop_work(pmem);
	if (pmem->dimm)
		ocxlpmem_dimm_destroy(pmem);
	nvdimm_bus_unregister(pmem->bus);
	stop_work(pmem);
	if (pmem->controller)
		free_device(pmem);
	ocxlpmem_labels_unmap(pmem);
	kvfree(pmem);
}

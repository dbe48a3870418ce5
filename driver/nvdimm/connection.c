// SPDX-License-Identifier: GPL-2.0-only
/*
 * The connection of the bound driver to the controller of a card, and what the driver offers to
 * controllers. Error-log entries that nobody has collected when it ends go to the kernel log.
 */
#include <linux/device.h>
#include <linux/lockdep.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "internal.h"

static void *pmem_allocate(void *context, size_t size)
{
	return kvmalloc(size, GFP_KERNEL);
}

static void pmem_free(void *context, void *memory)
{
	kvfree(memory);
}

static int pmem_set_targets(void *context)
{
	struct ocxlpmem *pmem = context;
	const struct ocxlpmem_controller_ops *ops = pmem->controller->ops;

	return ops->set_targets ? ops->set_targets(pmem->controller) : 0;
}

static void load_timeouts(struct ocxlpmem *pmem)
{
	struct ocxlpmem_controller *controller = pmem->controller;
	u8 opcode;

	lockdep_assert_held(&pmem->lock);
	if (!controller->ops->timeout_ms)
		return;
	for (opcode = 0; opcode < OCXL_OPCODE_COUNT; opcode++)
		ocxlpmem_device_set_timeout(&pmem->device, opcode,
					    controller->ops->timeout_ms(controller, opcode));
}

/*
 * Handlers are there before the card can interrupt. An interrupt that arrives
 * earlier was enabled by another driver, and is ignored while there is no device to read.
 */
static int connect_card(struct ocxlpmem *pmem)
{
	const struct ocxlpmem_controller_ops *ops = pmem->controller->ops;
	struct ocxlpmem_device_setup setup = {
		.serial = pmem->serial,
		.capacity = pmem->memory.size - OCXL_LABEL_AREA_SIZE,
		.generation = get_random_u32(),
		.emulated = ops->emulated,
		.no_commands = ops->no_commands,
	};
	int rc;

	lockdep_assert_held(&pmem->lock);
	WRITE_ONCE(pmem->controller->pmem, pmem);
	/* the window may have been expanded while the driver was not bound */
	if (ops->resize)
		ops->resize(pmem->controller, setup.capacity);
	WRITE_ONCE(pmem->disconnected, true);
	rc = ops->listen ? ops->listen(pmem->controller, true) : 0;
	if (rc)
		return rc;
	WRITE_ONCE(pmem->disconnected, false);
	rc = ocxlpmem_device_init(&pmem->device, &pmem->transport, &pmem->host, &setup);
	if (rc)
		return rc;
	load_timeouts(pmem);
	ocxlpmem_notify_changed(pmem);
	return 0;
}

static void handle_interrupt(struct ocxlpmem_controller *controller)
{
	struct ocxlpmem *pmem = READ_ONCE(controller->pmem);

	if (pmem)
		ocxlpmem_notify_interrupt(pmem);
}

static void reload_controller(struct ocxlpmem *pmem)
{
	struct ocxlpmem_controller *controller = pmem->controller;

	/* the interleave set keeps the serial number with which the region was created */
	WRITE_ONCE(pmem->serial, controller->ops->serial(controller));
	pmem->device.setup.serial = pmem->serial;
	load_timeouts(pmem);
	ocxlpmem_device_refresh_health(&pmem->device);
	ocxlpmem_notify_changed(pmem);
}

static int update_controller(struct ocxlpmem_controller *controller, int (*change)(void *context),
			     void *context)
{
	struct ocxlpmem *pmem = controller->pmem;
	int rc;

	ocxlpmem_lock_device(pmem);
	rc = change(context);
	if (!rc)
		reload_controller(pmem);
	ocxlpmem_unlock_device(pmem);
	ocxlpmem_kick_start(pmem);
	return rc;
}

static const struct ocxlpmem_controller_host controller_host = {
	.interrupt = handle_interrupt,
	.update = update_controller,
};

int ocxlpmem_connection_open(struct ocxlpmem *pmem)
{
	int rc;

	pmem->host = (struct ocxlpmem_device_host) {
		.context = pmem,
		.allocate = pmem_allocate,
		.release = pmem_free,
		.changed = ocxlpmem_notify_changed,
		.region_bound = ocxlpmem_region_is_bound,
		.entry_was_read = ocxlpmem_trace_entry,
		.event_raised = ocxlpmem_trace_event,
		.transaction_ended = ocxlpmem_trace_transaction,
		.log = ocxlpmem_write_log,
		.set_targets = pmem_set_targets,
	};
	pmem->controller->host = &controller_host;
	ocxlpmem_lock_device(pmem);
	rc = connect_card(pmem);
	ocxlpmem_unlock_device(pmem);
	return rc;
}

void ocxlpmem_connection_stop_interrupts(struct ocxlpmem_controller *controller)
{
	lockdep_assert_held(&controller->pmem->lock);
	if (controller->ops->listen)
		controller->ops->listen(controller, false);
}

/* bytes of an entry's data that are written to the kernel log */
#define LOGGED_DATA 256

static void log_entry(struct ocxlpmem *pmem, const struct ocxlpmem_retained_entry *retained)
{
	const struct ocxlpmem_error_log_rsp *entry = &retained->entry;
	char prefix[32];

	dev_notice(
		pmem->dev,
		"error log 0x%08x: reference code 0x%08x, type %u, actions 0x%06x, %u s, time 0x%llx, wwid %016llx%016llx, fw %*pE, %u bytes\n",
		entry->log_id, entry->reference_code, entry->error_log_type, entry->action_flags,
		entry->power_on_seconds, entry->card_timestamp, entry->wwid[0], entry->wwid[1],
		(int)strnlen(entry->fw_version, sizeof(entry->fw_version)), entry->fw_version,
		entry->data_length);
	if (!retained->data)
		return;
	snprintf(prefix, sizeof(prefix), OCXL_NAME " 0x%08x: ", entry->log_id);
	print_hex_dump(KERN_NOTICE, prefix, DUMP_PREFIX_OFFSET, 16, 1, retained->data,
		       min_t(u32, entry->data_length, LOGGED_DATA), false);
}

/* all of them, up to OCXL_RETAINED_MAX: they are nowhere else */
static void log_retained(struct ocxlpmem *pmem)
{
	u32 i;

	for (i = 0; i < pmem->device.retained_count; i++)
		log_entry(pmem, &pmem->device.retained[i]);
}

static void close_device(struct ocxlpmem *pmem)
{
	ocxlpmem_lock_device(pmem);
	ocxlpmem_connection_stop_interrupts(pmem->controller);
	/* connects the card again, to disable its interrupts */
	WRITE_ONCE(pmem->disconnected, false);
	log_retained(pmem);
	ocxlpmem_device_destroy(&pmem->device);
	WRITE_ONCE(pmem->disconnected, true);
	WRITE_ONCE(pmem->controller->pmem, NULL);
	mutex_unlock(&pmem->lock);
}

void ocxlpmem_connection_close(struct ocxlpmem *pmem)
{
	close_device(pmem);
	cancel_delayed_work_sync(&pmem->events_work);
	cancel_delayed_work_sync(&pmem->advance_work);
}

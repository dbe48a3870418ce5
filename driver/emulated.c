// SPDX-License-Identifier: GPL-2.0-only
/*
 * Emulated cards: the model of driver/card behind a window. The model outlives the
 * driver's being bound to it, as a card does; while nobody is bound its time stands still.
 */
#include <linux/io.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include "ocxlpmem.h"

static u64 now_ns(void *context)
{
	return ktime_get_ns();
}

static void interrupt(void *context, unsigned int line)
{
	struct ocxl_controller *controller = context;

	if (controller->pmem)
		ocxl_events_interrupt(controller->pmem);
}

static void note(void *context, const char *text)
{
	struct ocxl_controller *controller = context;

	if (controller->pmem)
		dev_dbg(controller->pmem->dev, "emulated card: %s\n", text);
}

/* @offset counts from the first byte of the card's memory, labels included */
static int erase(void *context, u64 offset, u64 size)
{
	struct ocxl_controller *controller = context;
	void *memory = memremap(controller->memory + offset, size, MEMREMAP_WB);

	if (!memory)
		return -ENOMEM;
	memset(memory, 0, size);
	arch_wb_cache_pmem(memory, size);
	memunmap(memory);
	return 0;
}

struct ocxl_controller *ocxl_emulated_create(const struct ocxl_window *window)
{
	struct ocxl_controller *controller = kzalloc(sizeof(*controller), GFP_KERNEL);
	void *memory = vzalloc(ocxl_card_size());

	if (!controller || !memory) {
		kfree(controller);
		vfree(memory);
		return NULL;
	}
	controller->memory = window->start;
	controller->model_host = (struct ocxl_card_host) {
		.context = controller,
		.now_ns = now_ns,
		.interrupt = interrupt,
		.log = note,
		.erase = erase,
	};
	controller->emulated = ocxl_card_init(memory, &controller->model_host, window->start,
					      window->size - OCXL_LABEL_AREA_SIZE);
	controller->registers.context = controller->emulated;
	controller->registers.read64 = ocxl_card_read64;
	controller->registers.write64 = ocxl_card_write64;
	controller->registers.inject = ocxl_card_inject;
	return controller;
}

void ocxl_emulated_destroy(struct ocxl_controller *controller)
{
	if (!controller)
		return;
	vfree(controller->emulated);
	kfree(controller);
}

void ocxl_emulated_settle(struct ocxl_pmem *pmem)
{
	u64 due, now;

	if (READ_ONCE(pmem->going))
		return;
	due = ocxl_card_advance(pmem->controller->emulated);
	if (due == OCXL_NEVER)
		return;
	now = ktime_get_ns();
	mod_delayed_work(system_unbound_wq, &pmem->clock,
			 due > now ? nsecs_to_jiffies(due - now) + 1 : 0);
}

static void tick(struct work_struct *work)
{
	struct ocxl_pmem *pmem = container_of(work, struct ocxl_pmem, clock.work);

	/* time passes when the card is let go */
	ocxl_pmem_lock(pmem);
	ocxl_pmem_unlock(pmem);
}

void ocxl_emulated_init(struct ocxl_pmem *pmem)
{
	INIT_DELAYED_WORK(&pmem->clock, tick);
}

void ocxl_emulated_timeouts(struct ocxl_pmem *pmem)
{
	struct ocxl_card *card = pmem->controller->emulated;
	u8 opcode;

	for (opcode = 0; opcode < OCXL_OPCODE_COUNT; opcode++)
		ocxl_device_timeout(&pmem->device, opcode, ocxl_card_timeout_ms(card, opcode));
}

void ocxl_emulated_refresh(struct ocxl_pmem *pmem)
{
	struct ocxl_card *card = pmem->controller->emulated;

	/* the interleave set keeps the serial number that the region was made with */
	WRITE_ONCE(pmem->serial, ocxl_card_serial(card));
	pmem->device.setup.serial = pmem->serial;
	ocxl_emulated_timeouts(pmem);
	ocxl_device_interrupt(&pmem->device);
	ocxl_events_changed(pmem);
}

// SPDX-License-Identifier: GPL-2.0-only
/* An emulated controller: the model of a card, with what it needs of the kernel. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/io.h>
#include <linux/ktime.h>
#include <linux/libnvdimm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <asm/barrier.h>
#include "emulated.h"

static u64 emulated_now_ns(void *context)
{
	return ktime_get_ns();
}

static void emulated_interrupt(void *context, unsigned int line, u64 handle)
{
	struct ocxlpmem_emulated *emulated = context;

	emulated->controller.host->interrupt(&emulated->controller);
}

/* the driver reads the health again; a serial number and time-outs, with the next write */
static void emulated_changed(void *context)
{
	emulated_interrupt(context, 0, 0);
}

static void emulated_log(void *context, const char *text)
{
	struct ocxlpmem_emulated *emulated = context;

	pr_debug("window at 0x%llx: %s\n", emulated->start, text);
}

static int emulated_erase(void *context, u64 offset, u64 size)
{
	struct ocxlpmem_emulated *emulated = context;
	void *memory = memremap(emulated->start + offset, size, MEMREMAP_WB);

	if (!memory)
		return -ENOMEM;
	memset(memory, 0, size);
	arch_wb_cache_pmem(memory, size);
	/* the zeros must be on the medium before the card reports the end of the erase */
	pmem_wmb();
	memunmap(memory);
	return 0;
}

static u64 emulated_serial(const struct ocxlpmem_controller *controller)
{
	return ocxlpmem_card_serial(ocxlpmem_emulated_of(controller)->card);
}

static u64 advance_emulated(struct ocxlpmem_controller *controller)
{
	return ocxlpmem_card_advance(ocxlpmem_emulated_of(controller)->card);
}

static void resize_emulated(struct ocxlpmem_controller *controller, u64 capacity)
{
	ocxlpmem_card_resize(ocxlpmem_emulated_of(controller)->card, capacity);
}

static u32 emulated_timeout_ms(const struct ocxlpmem_controller *controller, u8 opcode)
{
	return ocxlpmem_card_timeout_ms(ocxlpmem_emulated_of(controller)->card, opcode);
}

static const struct ocxlpmem_controller_ops emulated_operations = {
	.emulated = true,
	.serial = emulated_serial,
	.advance = advance_emulated,
	.resize = resize_emulated,
	.timeout_ms = emulated_timeout_ms,
};

static void init_card(struct ocxlpmem_emulated *emulated, void *memory, u64 size)
{
	emulated->host = (struct ocxlpmem_card_host) {
		.context = emulated,
		.now_ns = emulated_now_ns,
		.interrupt = emulated_interrupt,
		.log = emulated_log,
		.changed = emulated_changed,
		.erase = emulated_erase,
	};
	emulated->card = ocxlpmem_card_init(memory, &emulated->host, emulated->start,
					    size - OCXL_LABEL_AREA_SIZE);
	emulated->controller.ops = &emulated_operations;
	emulated->controller.registers.context = emulated->card;
	emulated->controller.registers.read64 = ocxlpmem_card_read64;
	emulated->controller.registers.write64 = ocxlpmem_card_write64;
	emulated->controller.registers.inject = ocxlpmem_card_inject;
}

struct ocxlpmem_emulated *ocxlpmem_emulated_create(u64 start, u64 size)
{
	struct ocxlpmem_emulated *emulated = kzalloc(sizeof(*emulated), GFP_KERNEL);
	void *memory = vzalloc(ocxlpmem_card_size());

	if (!emulated || !memory) {
		kfree(emulated);
		vfree(memory);
		return NULL;
	}
	emulated->start = start;
	mutex_init(&emulated->message_lock);
	init_card(emulated, memory, size);
	return emulated;
}

void ocxlpmem_emulated_free(struct ocxlpmem_emulated *emulated)
{
	vfree(emulated->card);
	kfree(emulated);
}

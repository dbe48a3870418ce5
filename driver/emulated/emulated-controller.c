// SPDX-License-Identifier: GPL-2.0-only
/*
 * Module ocxlpmem-emulated: the front end for emulated controllers: the model of a card, with what
 * it needs of the kernel, and its debugfs file. Like a real card, an emulated one stays as it is
 * when its window is removed, and a window at the same address gets it again. Meanwhile its time
 * stands still.
 */
#include <linux/auxiliary_bus.h>
#include <linux/completion.h>
#include <linux/debugfs.h>
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/io.h>
#include <linux/ktime.h>
#include <linux/libnvdimm.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>
#include <asm/barrier.h>
#include "../card/scenario.h"
#include "../nvdimm/controller.h"
#include "../version.h"
#include "../windows/front-end.h"

/* bytes of the message about a refused scenario */
#define OCXL_SCENARIO_MESSAGE_MAX 400

/**
 * struct emulated_controller - an emulated controller
 * @node: in the list of all
 * @controller: for the driver
 * @host: callbacks of @card
 * @card: the model
 * @start: physical address of its memory, which an erase clears
 * @message_lock: for @message
 * @message: why the last scenario was refused, with a newline; empty if it was not
 */
struct emulated_controller {
	struct list_head node;
	struct ocxlpmem_controller controller;
	struct ocxlpmem_card_host host;
	struct ocxlpmem_card *card;
	u64 start;
	struct mutex message_lock;
	char message[OCXL_SCENARIO_MESSAGE_MAX];
};

/* only the front end uses it, whose calls the driver serialises */
static LIST_HEAD(all_emulated);

static struct emulated_controller *emulated_of(const struct ocxlpmem_controller *controller)
{
	return container_of(controller, struct emulated_controller, controller);
}

static u64 emulated_now_ns(void *context)
{
	return ktime_get_ns();
}

static void emulated_interrupt(void *context, unsigned int line, u64 handle)
{
	struct emulated_controller *emulated = context;

	emulated->controller.host->interrupt(&emulated->controller);
}

/* the driver reads the health again; a serial number and time-outs, with the next write */
static void emulated_changed(void *context)
{
	emulated_interrupt(context, 0, 0);
}

static void emulated_log(void *context, const char *text)
{
	struct emulated_controller *emulated = context;

	pr_debug("window at 0x%llx: %s\n", emulated->start, text);
}

static int emulated_erase(void *context, u64 offset, u64 size)
{
	struct emulated_controller *emulated = context;
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
	return ocxlpmem_card_serial(emulated_of(controller)->card);
}

static u64 advance_emulated(struct ocxlpmem_controller *controller)
{
	return ocxlpmem_card_advance(emulated_of(controller)->card);
}

static void resize_emulated(struct ocxlpmem_controller *controller, u64 capacity)
{
	ocxlpmem_card_resize(emulated_of(controller)->card, capacity);
}

static u32 emulated_timeout_ms(const struct ocxlpmem_controller *controller, u8 opcode)
{
	return ocxlpmem_card_timeout_ms(emulated_of(controller)->card, opcode);
}

/* bytes of one write */
#define SCENARIO_MAX (64U << 10)

/**
 * struct written_scenario - a write while it is executed
 * @card: the card
 * @text: the written text
 * @size: bytes of @text
 * @line: number of the bad line
 * @message: the error in that line
 */
struct written_scenario {
	struct ocxlpmem_card *card;
	const char *text;
	size_t size;
	unsigned int line;
	char message[OCXL_SCENARIO_MESSAGE_MAX - 32];
};

/* the driver calls this between two commands */
static int apply_scenario(void *context)
{
	struct written_scenario *written = context;

	return ocxlpmem_card_apply_scenario(written->card, written->text, written->size,
					    &written->line, written->message,
					    sizeof(written->message));
}

static void store_message(struct emulated_controller *emulated,
			  const struct written_scenario *written, int rc)
{
	mutex_lock(&emulated->message_lock);
	emulated->message[0] = '\0';
	if (rc)
		scnprintf(emulated->message, sizeof(emulated->message), "line %u: %s\n",
			  written->line, written->message);
	mutex_unlock(&emulated->message_lock);
	if (rc)
		pr_err("window at 0x%llx: scenario refused: line %u: %s\n", emulated->start,
		       written->line, written->message);
}

static int execute_write(struct emulated_controller *emulated, const char *text, size_t size)
{
	struct ocxlpmem_controller *controller = &emulated->controller;
	struct written_scenario written = { .card = emulated->card, .text = text, .size = size };
	int rc = controller->host->update(controller, apply_scenario, &written);

	store_message(emulated, &written, rc);
	return rc;
}

static ssize_t scenario_write(struct file *file, const char __user *buffer, size_t size,
			      loff_t *position)
{
	char *text;
	int rc;

	if (size > SCENARIO_MAX)
		return -E2BIG;
	text = memdup_user_nul(buffer, size);
	if (IS_ERR(text))
		return PTR_ERR(text);
	rc = execute_write(file_inode(file)->i_private, text, size);
	kfree(text);
	return rc ? rc : size;
}

static ssize_t scenario_read(struct file *file, char __user *buffer, size_t size, loff_t *position)
{
	struct emulated_controller *emulated = file_inode(file)->i_private;
	char message[sizeof(emulated->message)];

	mutex_lock(&emulated->message_lock);
	strscpy(message, emulated->message, sizeof(message));
	mutex_unlock(&emulated->message_lock);
	return simple_read_from_buffer(buffer, size, position, message, strlen(message));
}

static const struct file_operations scenario_operations = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = scenario_write,
	.read = scenario_read,
	.llseek = default_llseek,
};

static void add_scenario_file(struct ocxlpmem_controller *controller, struct dentry *directory)
{
	debugfs_create_file("scenario", 0600, directory, emulated_of(controller),
			    &scenario_operations);
}

static const struct ocxlpmem_controller_ops emulated_operations = {
	.owner = THIS_MODULE,
	.emulated = true,
	.serial = emulated_serial,
	.advance = advance_emulated,
	.resize = resize_emulated,
	.timeout_ms = emulated_timeout_ms,
	.add_files = add_scenario_file,
};

static void init_card(struct emulated_controller *emulated, void *memory, u64 size)
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

static struct ocxlpmem_controller *create_emulated(const struct ocxlpmem_window *window)
{
	struct emulated_controller *emulated = kzalloc(sizeof(*emulated), GFP_KERNEL);
	void *memory = vzalloc(ocxlpmem_card_size());

	if (!emulated || !memory) {
		kfree(emulated);
		vfree(memory);
		return NULL;
	}
	emulated->start = window->start;
	mutex_init(&emulated->message_lock);
	init_card(emulated, memory, window->size);
	list_add(&emulated->node, &all_emulated);
	return &emulated->controller;
}

static struct ocxlpmem_controller *get_emulated(const struct ocxlpmem_window *window)
{
	struct emulated_controller *emulated;

	list_for_each_entry(emulated, &all_emulated, node) {
		if (emulated->start == window->start)
			return &emulated->controller;
	}
	return create_emulated(window);
}

static DECLARE_COMPLETION(front_end_released);

static void note_release(struct device *device)
{
	complete(&front_end_released);
}

static struct ocxlpmem_front_end front_end = {
	.device = {
		.name = OCXLPMEM_FRONT_END_NAME,
		.dev = { .parent = &platform_bus, .release = note_release },
	},
	.create = get_emulated,
};

static void release_front_end(void)
{
	auxiliary_device_uninit(&front_end.device);
	wait_for_completion(&front_end_released);
}

static int __init emulated_init(void)
{
	int rc = auxiliary_device_init(&front_end.device);

	if (rc)
		return rc;
	rc = auxiliary_device_add(&front_end.device);
	if (rc)
		release_front_end();
	return rc;
}

static void __exit emulated_exit(void)
{
	struct emulated_controller *emulated, *next;

	auxiliary_device_delete(&front_end.device);
	release_front_end();
	list_for_each_entry_safe(emulated, next, &all_emulated, node) {
		vfree(emulated->card);
		kfree(emulated);
	}
}

module_init(emulated_init);
module_exit(emulated_exit);

MODULE_DESCRIPTION("Emulated OpenCAPI memory controllers for ocxlpmem");
MODULE_AUTHOR("The ndctl-ocxl developers");
MODULE_VERSION(OCXLPMEM_VERSION);
MODULE_LICENSE("GPL");

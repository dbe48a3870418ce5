// SPDX-License-Identifier: GPL-2.0-only
/*
 * The front ends, ocxlpmem-opencapi and ocxlpmem-emulated, and the controllers that windows get of
 * them. The driver is bound to their auxiliary devices. It is linked to neither, so that it can
 * load them while it initialises, for its parameters "map" and "emulate": a module that is linked
 * to ocxlpmem would wait for the end of that.
 */
#include <linux/auxiliary_bus.h>
#include <linux/kmod.h>
#include <linux/lockdep.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/pci.h>
#include "windows.h"

/* those to which the driver is bound; protected by ocxlpmem_windows_lock */
static LIST_HEAD(front_ends);

static bool serves_window(const struct ocxlpmem_front_end *front_end,
			  const struct ocxlpmem_window *window)
{
	const struct pci_dev *pci;

	if (front_end->create)
		return !window->has_card;
	pci = to_pci_dev(front_end->device.dev.parent);
	return window->has_card && pci_domain_nr(pci->bus) == window->domain &&
	       pci->bus->number == window->bus &&
	       pci->devfn == PCI_DEVFN(window->device, window->function);
}

static struct ocxlpmem_front_end *find_front_end(const struct ocxlpmem_window *window)
{
	struct ocxlpmem_front_end *front_end;

	lockdep_assert_held(&ocxlpmem_windows_lock);
	list_for_each_entry(front_end, &front_ends, node) {
		if (serves_window(front_end, window))
			return front_end;
	}
	return NULL;
}

static int map_memory(struct ocxlpmem_front_end *front_end)
{
	int rc = 0;

	if (!front_end)
		return -ENODEV;
	if (!front_end->memory.unmap)
		rc = front_end->map_memory(front_end, &front_end->memory);
	if (!rc && !front_end->memory.size)
		rc = -ENODATA;
	front_end->is_new &= !rc;
	return rc;
}

static const char *memory_error(int rc)
{
	switch (rc) {
	case -ENODEV:
		return "names a card that does not exist";
	case -ENODATA:
		return "names a card without memory";
	case -EOPNOTSUPP:
		return "needs a kernel and firmware that map memory of cards: else add SIZE@START/DDDD:BB:DD.F";
	default:
		return "names a card whose memory cannot be mapped";
	}
}

int ocxlpmem_card_memory_find(void *context, struct ocxlpmem_window *window, char *reason)
{
	struct ocxlpmem_front_end *front_end = find_front_end(window);
	int rc = map_memory(front_end);

	if (rc) {
		scnprintf(reason, OCXL_WINDOW_REASON_MAX, "%s (%d)", memory_error(rc), rc);
		return rc;
	}
	window->start = front_end->memory.start;
	window->size = front_end->memory.size;
	return 0;
}

static void unmap_memory(struct ocxlpmem_card_memory *memory)
{
	if (memory->unmap)
		memory->unmap(memory->mapping);
	memory->unmap = NULL;
}

void ocxlpmem_card_memory_unmap_unused(void)
{
	struct ocxlpmem_front_end *front_end;

	lockdep_assert_held(&ocxlpmem_windows_lock);
	list_for_each_entry(front_end, &front_ends, node)
		unmap_memory(&front_end->memory);
}

void ocxlpmem_card_memory_put(struct ocxlpmem_window_entry *entry)
{
	if (!entry->memory.unmap)
		return;
	unmap_memory(&entry->memory);
	module_put(entry->memory.owner);
	/* the card may be back, and its memory was in use until now */
	ocxlpmem_cards_add();
}

/*
 * The controller of generic memory: so the driver need not distinguish. The memory is always
 * available.
 */

static int read_nothing(void *context, u32 offset, u64 *value)
{
	switch (offset) {
	case OCXL_REG_CHI:
		*value = OCXL_CHI_CRDY | OCXL_CHI_MA;
		return 0;
	case OCXL_REG_CHIE:
		/* after a restart, they would be 0 */
		*value = OCXL_CHI_ALL;
		return 0;
	default:
		*value = 0;
		return 0;
	}
}

static int write_nothing(void *context, u32 offset, u64 value)
{
	return 0;
}

static u64 address_as_serial(const struct ocxlpmem_controller *controller)
{
	return container_of(controller, struct ocxlpmem_window_entry, no_controller)->window.start;
}

static const struct ocxlpmem_controller_ops no_operations = {
	.no_commands = true,
	.serial = address_as_serial,
};

static void init_no_controller(struct ocxlpmem_controller *controller)
{
	controller->ops = &no_operations;
	controller->registers.read64 = read_nothing;
	controller->registers.write64 = write_nothing;
}

int ocxlpmem_controller_get(struct ocxlpmem_window_entry *entry)
{
	struct ocxlpmem_front_end *front_end = find_front_end(&entry->window);
	struct ocxlpmem_controller *found = NULL;

	if (front_end) {
		found = front_end->create ? front_end->create(&entry->window)
					  : front_end->controller;
		if (!found)
			return -ENOMEM;
	}
	/* a module that is being unloaded no longer counts */
	if (found && try_module_get(found->ops->owner)) {
		entry->controller = found;
		front_end->is_new = false;
		swap(entry->memory, front_end->memory);
		if (entry->memory.unmap)
			__module_get(entry->memory.owner);
		return 0;
	}
	if (entry->window.has_card)
		return -ENODEV;
	init_no_controller(&entry->no_controller);
	entry->controller = &entry->no_controller;
	return 0;
}

void ocxlpmem_controller_put(struct ocxlpmem_window_entry *entry)
{
	if (entry->controller)
		module_put(entry->controller->ops->owner);
	entry->controller = NULL;
}

static struct ocxlpmem_front_end *front_end_of(struct auxiliary_device *device)
{
	return container_of(device, struct ocxlpmem_front_end, device);
}

static char *card_memory = "auto";
module_param(card_memory, charp, 0444);
MODULE_PARM_DESC(card_memory,
		 "auto: cards that are found become windows (default); off: only with add or map");

/* the text that adds a card, empty unless it is new; false: there are not so many */
static bool format_new_card(unsigned int number, char *text, size_t size)
{
	struct ocxlpmem_front_end *front_end;
	bool found = false;

	mutex_lock(&ocxlpmem_windows_lock);
	list_for_each_entry(front_end, &front_ends, node) {
		found = number-- == 0;
		if (!found)
			continue;
		text[0] = '\0';
		if (front_end->is_new)
			scnprintf(text, size, "@%s", dev_name(front_end->device.dev.parent));
		break;
	}
	mutex_unlock(&ocxlpmem_windows_lock);
	return found;
}

/*
 * Not while a card is probed: the PCI bus may be locked then. Nor does the removal of a card wait
 * for this, which needs that lock.
 */
static void add_work(struct work_struct *work)
{
	char text[OCXL_WINDOW_TEXT_MAX];
	unsigned int i;

	for (i = 0; format_new_card(i, text, sizeof(text)); i++)
		ocxlpmem_windows_write(OCXL_WINDOW_ADD, text);
}

static DECLARE_WORK(cards_work, add_work);

/* not before "map" on load is executed, which would remove these windows */
static bool adds_cards;

void ocxlpmem_cards_add(void)
{
	if (READ_ONCE(adds_cards))
		ocxlpmem_windows_queue_work(&cards_work);
}

void ocxlpmem_cards_begin(void)
{
	WRITE_ONCE(adds_cards, true);
	ocxlpmem_cards_add();
}

static int probe_front_end(struct auxiliary_device *device, const struct auxiliary_device_id *id)
{
	struct ocxlpmem_front_end *front_end = front_end_of(device);

	mutex_lock(&ocxlpmem_windows_lock);
	front_end->is_new = front_end->controller && sysfs_streq(card_memory, "auto");
	list_add_tail(&front_end->node, &front_ends);
	mutex_unlock(&ocxlpmem_windows_lock);
	ocxlpmem_cards_add();
	return 0;
}

/* ends a flush of the caches: the PCI core waits, and the card may be switched off after this */
static void note_unplugged(const struct ocxlpmem_front_end *front_end)
{
	struct ocxlpmem_window_entry *entry;

	mutex_lock(&ocxlpmem_connections_lock);
	list_for_each_entry(entry, &ocxlpmem_claimed_windows, claimed_node) {
		if (entry->pmem && serves_window(front_end, &entry->window))
			WRITE_ONCE(entry->pmem->card_gone, true);
	}
	mutex_unlock(&ocxlpmem_connections_lock);
}

static void remove_front_end(struct auxiliary_device *device)
{
	struct ocxlpmem_front_end *front_end = front_end_of(device);

	mutex_lock(&ocxlpmem_windows_lock);
	list_del(&front_end->node);
	mutex_unlock(&ocxlpmem_windows_lock);
	if (front_end->controller)
		ocxlpmem_windows_remove_controller(front_end->controller, front_end->is_unplugged);
	if (front_end->is_unplugged)
		note_unplugged(front_end);
	/* add_work() counts those before a card, and may have left one out */
	ocxlpmem_cards_add();
}

static const struct auxiliary_device_id front_end_ids[] = {
	{ .name = "ocxlpmem_opencapi." OCXLPMEM_FRONT_END_NAME },
	{ .name = "ocxlpmem_emulated." OCXLPMEM_FRONT_END_NAME },
	{},
};

/* udev loads ocxlpmem for a card; after ocxlpmem-emulated, users load it with parameters */
MODULE_ALIAS(AUXILIARY_MODULE_PREFIX "ocxlpmem_opencapi." OCXLPMEM_FRONT_END_NAME);

static struct auxiliary_driver front_end_driver = {
	.id_table = front_end_ids,
	.probe = probe_front_end,
	.remove = remove_front_end,
	.driver = {
		.probe_type = PROBE_FORCE_SYNCHRONOUS,
		.suppress_bind_attrs = true,
	},
};

static void load_emulated(void)
{
	const struct ocxlpmem_window without_card = {};

	request_module("ocxlpmem-emulated");
	mutex_lock(&ocxlpmem_windows_lock);
	if (!find_front_end(&without_card))
		pr_notice("emulate=1: without ocxlpmem-emulated, windows have no controller\n");
	mutex_unlock(&ocxlpmem_windows_lock);
}

int ocxlpmem_front_ends_init(bool request_emulated)
{
	int rc;

	if (!sysfs_streq(card_memory, "auto") && !sysfs_streq(card_memory, "off")) {
		pr_err("card_memory: '%s' is neither auto nor off\n", card_memory);
		return -EINVAL;
	}
	rc = auxiliary_driver_register(&front_end_driver);
	if (!rc && request_emulated)
		load_emulated();
	return rc;
}

void ocxlpmem_front_ends_exit(void)
{
	auxiliary_driver_unregister(&front_end_driver);
}

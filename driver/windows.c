// SPDX-License-Identifier: GPL-2.0-only
/*
 * The windows there are, one platform device each, and what a write to map, add or remove
 * does to them (Documentation/protocol/windows.md).
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/device.h>
#include <linux/idr.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include "compat.h"
#include "ocxlpmem.h"

/**
 * struct slot - one window, whether the driver is bound to it or not
 * @node: in the list, in address order
 * @window: where it is; changes with the device lock held
 * @pdev: its platform device
 * @pmem: NULL while this driver is not bound to it; changes with the device lock held
 * @controller: NULL for generic memory
 * @rc: what probe said
 * @gone: not to be bound any more
 * @fresh: made by this write
 * @held: device lock and region are held by this write
 * @claims: of its disks while @held
 */
struct slot {
	struct list_head node;
	struct ocxlpmem_window window;
	struct platform_device *pdev;
	struct ocxlpmem *pmem;
	struct ocxlpmem_controller *controller;
	int rc;
	bool gone;
	bool fresh;
	bool held;
	struct ocxlpmem_claims claims;
};

static DEFINE_MUTEX(lock);
static LIST_HEAD(slots);
/* what this write removed, until no region is held any more */
static LIST_HEAD(ended);
static DEFINE_IDA(numbers);
/* between init and exit: a parameter can be written before the one and during the other */
static bool open;

static struct slot *slot_of(struct platform_device *pdev)
{
	return *(struct slot **)dev_get_platdata(&pdev->dev);
}

/* driver_override binds any device: what it carries is not for us */
static bool is_ours(const struct platform_device *pdev)
{
	return !strcmp(pdev->name, OCXL_NAME) && dev_get_platdata(&pdev->dev);
}

static int probe(struct platform_device *pdev)
{
	struct ocxlpmem *pmem;
	struct slot *slot;

	if (!is_ours(pdev))
		return -ENODEV;
	slot = slot_of(pdev);
	if (slot->gone)
		return -ENODEV;
	pmem = ocxlpmem_bus_create(&pdev->dev, &slot->window, slot->controller);
	slot->rc = PTR_ERR_OR_ZERO(pmem);
	if (slot->rc)
		return slot->rc;
	slot->pmem = pmem;
	return 0;
}

static void remove(struct platform_device *pdev)
{
	struct slot *slot = slot_of(pdev);

	ocxlpmem_bus_destroy(slot->pmem);
	slot->pmem = NULL;
}

static struct platform_driver driver = {
	.probe = probe,
	.OCXL_PLATFORM_REMOVE = remove,
	.driver = {
		.name = OCXL_NAME,
		.probe_type = PROBE_FORCE_SYNCHRONOUS,
	},
};

static struct slot *find_slot(u64 start)
{
	struct slot *slot;

	list_for_each_entry(slot, &slots, node) {
		if (slot->window.start == start)
			return slot;
	}
	return NULL;
}

static int make_controller(struct slot *slot)
{
	if (slot->window.has_card) {
		slot->controller = ocxlpmem_opencapi_find(&slot->window);
		return slot->controller ? 0 : -ENODEV;
	}
	if (!ocxlpmem_param_emulate)
		return 0;
	slot->controller = ocxlpmem_emulated_create(&slot->window);
	return slot->controller ? 0 : -ENOMEM;
}

static void free_slot(struct slot *slot)
{
	if (!slot->window.has_card)
		ocxlpmem_emulated_destroy(slot->controller);
	kfree(slot);
}

static int register_device(struct slot *slot)
{
	struct platform_device_info info = {
		.name = OCXL_NAME,
		.data = &slot,
		.size_data = sizeof(slot),
	};
	int number = ida_alloc(&numbers, GFP_KERNEL);

	if (number < 0)
		return number;
	info.id = number;
	slot->rc = -ENODEV;
	slot->pdev = platform_device_register_full(&info);
	if (IS_ERR(slot->pdev)) {
		ida_free(&numbers, number);
		return PTR_ERR(slot->pdev);
	}
	return 0;
}

static void unregister_device(struct slot *slot)
{
	int number = slot->pdev->id;

	platform_device_unregister(slot->pdev);
	ida_free(&numbers, number);
}

static void insert_slot(struct slot *slot)
{
	struct slot *other;

	list_for_each_entry(other, &slots, node) {
		if (other->window.start > slot->window.start)
			break;
	}
	list_add_tail(&slot->node, &other->node);
}

static int create(const struct ocxlpmem_window *window)
{
	struct slot *slot = kzalloc(sizeof(*slot), GFP_KERNEL);
	int rc;

	if (!slot)
		return -ENOMEM;
	slot->window = *window;
	slot->fresh = true;
	ocxlpmem_claims_init(&slot->claims);
	rc = make_controller(slot);
	if (!rc)
		rc = register_device(slot);
	if (rc)
		goto free;
	rc = slot->rc;
	if (rc) {
		unregister_device(slot);
		goto free;
	}
	insert_slot(slot);
	return 0;
free:
	free_slot(slot);
	return rc;
}

/* held or not; whoever binds it by hand finds it gone */
static void destroy(struct slot *slot)
{
	list_del(&slot->node);
	unregister_device(slot);
	free_slot(slot);
}

static int refuse_foreign(struct slot *slot)
{
	strscpy(slot->claims.why, "another driver is bound to it", sizeof(slot->claims.why));
	return -EBUSY;
}

static int hold(struct slot *slot)
{
	int rc = 0;

	/* an unbinding waits for whoever uses the window, and nobody shall wait for that */
	if (!device_trylock(&slot->pdev->dev)) {
		strscpy(slot->claims.why, "it is being bound or unbound", sizeof(slot->claims.why));
		return -EBUSY;
	}
	if (slot->pmem)
		rc = ocxlpmem_region_claim(slot->pmem, &slot->claims, &lock);
	else if (slot->pdev->dev.driver)
		rc = refuse_foreign(slot);
	slot->held = !rc;
	if (rc)
		device_unlock(&slot->pdev->dev);
	return rc;
}

static void release(struct slot *slot)
{
	if (!slot->held)
		return;
	slot->held = false;
	if (slot->pmem)
		ocxlpmem_region_unclaim(slot->pmem, &slot->claims);
	device_unlock(&slot->pdev->dev);
}

/* a window that was unbound by hand has no region; its size is all there is to change */
static int expand(struct slot *slot, u64 size)
{
	u64 old = slot->window.size;
	int rc = 0;

	slot->window.size = size;
	if (slot->pmem)
		rc = ocxlpmem_region_resize(slot->pmem, &slot->claims, size);
	if (rc)
		slot->window.size = old;
	return rc;
}

/*
 * Held: nobody uses it, so this cannot fail. Its device goes later: that waits for work of
 * the window, which may want a region that is held.
 */
static void end(struct slot *slot)
{
	if (slot->pmem)
		ocxlpmem_region_close(slot->pmem);
	slot->gone = true;
	release(slot);
	list_move(&slot->node, &ended);
}

static void destroy_ended(void)
{
	struct slot *slot, *next;

	list_for_each_entry_safe(slot, next, &ended, node)
		destroy(slot);
}

static void complain(const struct ocxlpmem_window *window, const char *what, int rc)
{
	char text[OCXL_WINDOW_TEXT_MAX];

	ocxlpmem_window_format(window, text, sizeof(text));
	pr_err("%s %s: %d\n", text, what, rc);
}

static void complain_in_use(const struct slot *slot, int rc)
{
	char text[OCXL_WINDOW_TEXT_MAX];

	ocxlpmem_window_format(&slot->window, text, sizeof(text));
	pr_err("%s is in use: %s (%d)\n", text, slot->claims.why, rc);
}

/* everything that will change is held before anything does */
static int hold_all(const struct ocxlpmem_window_plan *plan)
{
	struct slot *slot;
	u32 i;
	int rc;

	for (i = 0; i < plan->count; i++) {
		const struct ocxlpmem_window_step *step = &plan->step[i];

		if (step->action == OCXL_WINDOW_CREATE)
			continue;
		slot = find_slot(step->window.start);
		rc = hold(slot);
		if (rc) {
			complain_in_use(slot, rc);
			return rc;
		}
	}
	return 0;
}

static void release_all(void)
{
	struct slot *slot;

	list_for_each_entry(slot, &slots, node) {
		release(slot);
		slot->fresh = false;
	}
}

static int do_step(const struct ocxlpmem_window_step *step)
{
	int rc = 0;

	switch (step->action) {
	case OCXL_WINDOW_CREATE:
		rc = create(&step->window);
		if (rc)
			complain(&step->window, "could not be created", rc);
		break;
	case OCXL_WINDOW_EXPAND:
		rc = expand(find_slot(step->window.start), step->window.size);
		if (rc)
			complain(&step->window, "could not be expanded", rc);
		break;
	case OCXL_WINDOW_DELETE:
		end(find_slot(step->window.start));
		break;
	}
	return rc;
}

/* what this write created goes again, unless somebody uses it already */
static void roll_back(void)
{
	struct slot *slot, *next;
	int rc;

	list_for_each_entry_safe(slot, next, &slots, node) {
		if (!slot->fresh)
			continue;
		rc = hold(slot);
		if (rc)
			complain_in_use(slot, rc);
		else
			end(slot);
	}
}

static void list_windows(struct ocxlpmem_windows *windows)
{
	struct slot *slot;

	windows->count = 0;
	list_for_each_entry(slot, &slots, node)
		ocxlpmem_windows_insert(windows, &slot->window);
}

/* what a write works with: too large for the stack */
struct work {
	struct ocxlpmem_windows existing;
	struct ocxlpmem_window_plan plan;
	char why[OCXL_WINDOW_MESSAGE_MAX];
	char text[OCXL_WINDOWS_MAX * OCXL_WINDOW_TEXT_MAX];
};

static int format_windows(const struct ocxlpmem_windows *windows, char *text, size_t size)
{
	int used = 0;
	u32 i;

	text[0] = '\0';
	for (i = 0; i < windows->count; i++) {
		if (i > 0)
			used += scnprintf(text + used, size - used, ",");
		used += ocxlpmem_window_format(&windows->window[i], text + used, size - used);
	}
	return used;
}

static int apply(struct work *work)
{
	u32 i;
	int rc = hold_all(&work->plan);

	for (i = 0; i < work->plan.count && !rc; i++) {
		rc = do_step(&work->plan.step[i]);
		if (!rc)
			continue;
		roll_back();
		list_windows(&work->existing);
		format_windows(&work->existing, work->text, sizeof(work->text));
		pr_err("windows that stand now: %s\n", work->text);
	}
	release_all();
	destroy_ended();
	return rc;
}

static int plan_and_apply(struct work *work, enum ocxlpmem_window_operation verb, const char *text)
{
	static const char *const names[] = {
		[OCXL_WINDOW_MAP] = "map",
		[OCXL_WINDOW_ADD] = "add",
		[OCXL_WINDOW_REMOVE] = "remove",
	};
	int rc;

	list_windows(&work->existing);
	rc = ocxlpmem_window_plan(&work->plan, verb, text, strlen(text), &work->existing,
				  &ocxlpmem_window_host, work->why);
	if (rc) {
		pr_err("%s: %s\n", names[verb], work->why);
		return rc;
	}
	return apply(work);
}

int ocxlpmem_windows_write(enum ocxlpmem_window_operation verb, const char *text)
{
	struct work *work = kvzalloc(sizeof(*work), GFP_KERNEL);
	int rc = -ENODEV;

	if (!work)
		return -ENOMEM;
	mutex_lock(&lock);
	if (open)
		rc = plan_and_apply(work, verb, text);
	mutex_unlock(&lock);
	kvfree(work);
	return rc;
}

int ocxlpmem_windows_read(char *text, size_t size)
{
	struct ocxlpmem_windows *windows = kvzalloc(sizeof(*windows), GFP_KERNEL);
	int used;

	if (!windows)
		return -ENOMEM;
	mutex_lock(&lock);
	list_windows(windows);
	mutex_unlock(&lock);
	used = format_windows(windows, text, size);
	used += scnprintf(text + used, size - used, "\n");
	kvfree(windows);
	return used;
}

void ocxlpmem_windows_remove_controller(struct ocxlpmem_controller *controller)
{
	struct slot *slot, *next;

	mutex_lock(&lock);
	list_for_each_entry_safe(slot, next, &slots, node) {
		if (slot->controller == controller)
			destroy(slot);
	}
	mutex_unlock(&lock);
}

int ocxlpmem_windows_init(void)
{
	int rc = platform_driver_register(&driver);

	if (rc)
		return rc;
	mutex_lock(&lock);
	open = true;
	mutex_unlock(&lock);
	return 0;
}

void ocxlpmem_windows_exit(void)
{
	struct slot *slot, *next;

	mutex_lock(&lock);
	open = false;
	list_for_each_entry_safe(slot, next, &slots, node)
		destroy(slot);
	mutex_unlock(&lock);
	platform_driver_unregister(&driver);
	ida_destroy(&numbers);
}

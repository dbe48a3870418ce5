// SPDX-License-Identifier: GPL-2.0-only
/* The registered front ends, and the controllers that windows get of them. */
#include <linux/errno.h>
#include <linux/kmod.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include "controllers.h"

static DEFINE_MUTEX(ocxlpmem_controllers_lock);

/**
 * struct registration - a registered front end
 * @ops: NULL: none
 * @host: the functions that it may call
 */
struct registration {
	const struct ocxlpmem_controller_ops *ops;
	const struct ocxlpmem_controller_host *host;
};

/* the front end with operation @find, for windows that name a card */
static struct registration finder;
/* the front end with operation @create, for all other windows */
static struct registration creator;

int ocxlpmem_controllers_add(const struct ocxlpmem_controller_ops *ops,
			     const struct ocxlpmem_controller_host *host)
{
	struct registration *place = ops->find ? &finder : &creator;
	int rc = 0;

	mutex_lock(&ocxlpmem_controllers_lock);
	if (place->ops)
		rc = place->ops == ops ? -EEXIST : -EBUSY;
	else
		*place = (struct registration) { ops, host };
	mutex_unlock(&ocxlpmem_controllers_lock);
	return rc;
}

void ocxlpmem_controllers_remove(const struct ocxlpmem_controller_ops *ops)
{
	mutex_lock(&ocxlpmem_controllers_lock);
	if (finder.ops == ops)
		finder.ops = NULL;
	if (creator.ops == ops)
		creator.ops = NULL;
	mutex_unlock(&ocxlpmem_controllers_lock);
}

/* without @ops also if its module is being unloaded */
static struct registration get_front_end(bool for_card)
{
	struct registration front_end;

	mutex_lock(&ocxlpmem_controllers_lock);
	front_end = for_card ? finder : creator;
	if (front_end.ops && !try_module_get(front_end.ops->owner))
		front_end.ops = NULL;
	mutex_unlock(&ocxlpmem_controllers_lock);
	return front_end;
}

int ocxlpmem_controller_get(const struct ocxlpmem_window *window,
			    struct ocxlpmem_controller **controller)
{
	struct registration front_end = get_front_end(window->has_card);
	const struct ocxlpmem_controller_ops *ops = front_end.ops;

	*controller = NULL;
	if (!ops)
		return window->has_card ? -ENODEV : 0;
	*controller = window->has_card ? ops->find(window, front_end.host) : ops->create(window);
	if (!*controller) {
		module_put(ops->owner);
		return window->has_card ? -ENODEV : -ENOMEM;
	}
	(*controller)->ops = ops;
	(*controller)->host = front_end.host;
	return 0;
}

void ocxlpmem_controller_put(struct ocxlpmem_controller *controller)
{
	const struct ocxlpmem_controller_ops *ops;

	if (!controller)
		return;
	ops = controller->ops;
	ops->release(controller);
	module_put(ops->owner);
}

bool ocxlpmem_controller_exists(const struct ocxlpmem_window *window)
{
	struct registration front_end = get_front_end(true);
	bool exists;

	if (!front_end.ops) {
		request_module("ocxlpmem-opencapi");
		front_end = get_front_end(true);
	}
	if (!front_end.ops)
		return false;
	exists = front_end.ops->find(window, NULL);
	module_put(front_end.ops->owner);
	return exists;
}

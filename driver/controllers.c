// SPDX-License-Identifier: GPL-2.0-only
/* The registered front ends, and the controllers that windows get of them. */
#include <linux/errno.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include "controller-host.h"
#include "controllers.h"

static DEFINE_MUTEX(ocxlpmem_controllers_lock);
/* the front end with operation @find, for windows that name a card; NULL */
static const struct ocxlpmem_controller_ops *finder;
/* the front end with operation @create, for all other windows; NULL */
static const struct ocxlpmem_controller_ops *creator;

int ocxlpmem_controllers_add(const struct ocxlpmem_controller_ops *ops)
{
	const struct ocxlpmem_controller_ops **place = ops->find ? &finder : &creator;
	int rc = 0;

	mutex_lock(&ocxlpmem_controllers_lock);
	if (*place)
		rc = *place == ops ? -EEXIST : -EBUSY;
	else
		*place = ops;
	mutex_unlock(&ocxlpmem_controllers_lock);
	return rc;
}

void ocxlpmem_controllers_remove(const struct ocxlpmem_controller_ops *ops)
{
	mutex_lock(&ocxlpmem_controllers_lock);
	if (finder == ops)
		finder = NULL;
	if (creator == ops)
		creator = NULL;
	mutex_unlock(&ocxlpmem_controllers_lock);
}

/* NULL also if its module is being unloaded */
static const struct ocxlpmem_controller_ops *get_front_end(bool for_card)
{
	const struct ocxlpmem_controller_ops *ops;

	mutex_lock(&ocxlpmem_controllers_lock);
	ops = for_card ? finder : creator;
	if (ops && !try_module_get(ops->owner))
		ops = NULL;
	mutex_unlock(&ocxlpmem_controllers_lock);
	return ops;
}

int ocxlpmem_controller_get(const struct ocxlpmem_window *window,
			    struct ocxlpmem_controller **controller)
{
	const struct ocxlpmem_controller_ops *ops = get_front_end(window->has_card);

	*controller = NULL;
	if (!ops)
		return window->has_card ? -ENODEV : 0;
	*controller = window->has_card ? ops->find(window) : ops->create(window);
	if (!*controller) {
		module_put(ops->owner);
		return window->has_card ? -ENODEV : -ENOMEM;
	}
	(*controller)->ops = ops;
	(*controller)->host = &ocxlpmem_controller_host;
	return 0;
}

void ocxlpmem_controller_put(struct ocxlpmem_controller *controller)
{
	const struct ocxlpmem_controller_ops *ops;

	if (!controller)
		return;
	ops = controller->ops;
	if (ops->destroy)
		ops->destroy(controller);
	module_put(ops->owner);
}

bool ocxlpmem_controller_exists(const struct ocxlpmem_window *window)
{
	const struct ocxlpmem_controller_ops *ops = get_front_end(true);
	bool exists;

	if (!ops)
		return false;
	exists = ops->find(window);
	module_put(ops->owner);
	return exists;
}

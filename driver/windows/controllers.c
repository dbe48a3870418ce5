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
 * @front_end: NULL: none
 * @host: the functions that it may call
 */
struct registration {
	const struct ocxlpmem_front_end *front_end;
	const struct ocxlpmem_controller_host *host;
};

/* the front end with operation @find, for windows that name a card */
static struct registration finder;
/* the front end with operation @create, for all other windows */
static struct registration creator;

int ocxlpmem_controllers_add(const struct ocxlpmem_front_end *front_end,
			     const struct ocxlpmem_controller_host *host)
{
	struct registration *place = front_end->find ? &finder : &creator;
	int rc = 0;

	mutex_lock(&ocxlpmem_controllers_lock);
	if (place->front_end)
		rc = place->front_end == front_end ? -EEXIST : -EBUSY;
	else
		*place = (struct registration) { front_end, host };
	mutex_unlock(&ocxlpmem_controllers_lock);
	return rc;
}

void ocxlpmem_controllers_remove(const struct ocxlpmem_front_end *front_end)
{
	mutex_lock(&ocxlpmem_controllers_lock);
	if (finder.front_end == front_end)
		finder.front_end = NULL;
	if (creator.front_end == front_end)
		creator.front_end = NULL;
	mutex_unlock(&ocxlpmem_controllers_lock);
}

/* without @front_end also if its module is being unloaded */
static struct registration get_front_end(bool for_card)
{
	struct registration found;

	mutex_lock(&ocxlpmem_controllers_lock);
	found = for_card ? finder : creator;
	if (found.front_end && !try_module_get(found.front_end->owner))
		found.front_end = NULL;
	mutex_unlock(&ocxlpmem_controllers_lock);
	return found;
}

int ocxlpmem_controller_get(const struct ocxlpmem_window *window,
			    struct ocxlpmem_controller **controller,
			    const struct ocxlpmem_front_end **origin)
{
	struct registration found = get_front_end(window->has_card);
	const struct ocxlpmem_front_end *front_end = found.front_end;

	*controller = NULL;
	if (!front_end)
		return window->has_card ? -ENODEV : 0;
	*controller = window->has_card ? front_end->find(window, found.host)
				       : front_end->create(window);
	if (!*controller) {
		module_put(front_end->owner);
		return window->has_card ? -ENODEV : -ENOMEM;
	}
	*origin = front_end;
	(*controller)->host = found.host;
	return 0;
}

void ocxlpmem_controller_put(struct ocxlpmem_controller *controller,
			     const struct ocxlpmem_front_end *origin)
{
	if (!controller)
		return;
	origin->release(controller);
	module_put(origin->owner);
}

bool ocxlpmem_controller_exists(const struct ocxlpmem_window *window)
{
	struct registration found = get_front_end(true);
	bool exists;

	if (!found.front_end) {
		request_module("ocxlpmem-opencapi");
		found = get_front_end(true);
	}
	if (!found.front_end)
		return false;
	exists = found.front_end->find(window, NULL);
	module_put(found.front_end->owner);
	return exists;
}

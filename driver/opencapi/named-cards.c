// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cards that windows name. The kernel cannot map the memory of a card, so its window comes from the
 * parameters of ocxlpmem, which name the card.
 *
 * The module does not use a symbol of ocxlpmem, which looks for the one that this module exports.
 */
#include <linux/completion.h>
#include <linux/kmod.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/pci.h>
#include "../version.h"
#include "../windows/front-end.h"
#include "opencapi.h"

/* for the list, and for the host of each controller */
static DEFINE_MUTEX(ocxlpmem_opencapi_lock);
static LIST_HEAD(opencapi_cards);

static bool is_card_of_window(const struct ocxlpmem_opencapi *card,
			      const struct ocxlpmem_window *window)
{
	return pci_domain_nr(card->pci->bus) == window->domain &&
	       card->pci->bus->number == window->bus &&
	       card->pci->devfn == PCI_DEVFN(window->device, window->function);
}

static struct ocxlpmem_controller *find_card(const struct ocxlpmem_window *window,
					     const struct ocxlpmem_controller_host *host)
{
	struct ocxlpmem_named_card *named, *found = NULL;

	mutex_lock(&ocxlpmem_opencapi_lock);
	list_for_each_entry(named, &opencapi_cards, node) {
		if (!named->leaving && is_card_of_window(&named->card, window))
			found = named;
	}
	if (found && host) {
		found->card.controller.host = host;
		reinit_completion(&found->unused);
	}
	mutex_unlock(&ocxlpmem_opencapi_lock);
	return found ? &found->card.controller : NULL;
}

static void release_card(struct ocxlpmem_controller *controller)
{
	struct ocxlpmem_named_card *named =
		container_of(controller, struct ocxlpmem_named_card, card.controller);

	mutex_lock(&ocxlpmem_opencapi_lock);
	controller->host = NULL;
	complete_all(&named->unused);
	mutex_unlock(&ocxlpmem_opencapi_lock);
}

void ocxlpmem_card_begin_use(struct ocxlpmem_named_card *named)
{
	init_completion(&named->unused);
	complete_all(&named->unused);
	mutex_lock(&ocxlpmem_opencapi_lock);
	list_add_tail(&named->node, &opencapi_cards);
	mutex_unlock(&ocxlpmem_opencapi_lock);
	/* does not wait: ocxlpmem may be waiting for the end of this module's initialisation */
	request_module_nowait("ocxlpmem");
}

/* if the driver is being unloaded, it removes the window itself */
void ocxlpmem_card_end_use(struct ocxlpmem_named_card *named)
{
	const struct ocxlpmem_controller_host *host;
	bool has_owner;

	mutex_lock(&ocxlpmem_opencapi_lock);
	named->leaving = true;
	host = named->card.controller.host;
	has_owner = host && try_module_get(host->owner);
	mutex_unlock(&ocxlpmem_opencapi_lock);
	if (has_owner) {
		host->remove(&named->card.controller);
		module_put(host->owner);
	}
	wait_for_completion(&named->unused);
	mutex_lock(&ocxlpmem_opencapi_lock);
	list_del(&named->node);
	mutex_unlock(&ocxlpmem_opencapi_lock);
}

const struct ocxlpmem_front_end ocxlpmem_opencapi_controllers = {
	.owner = THIS_MODULE,
	.find = find_card,
	.release = release_card,
};
OCXL_EXPORT_SYMBOL(ocxlpmem_opencapi_controllers);

MODULE_DESCRIPTION("OpenCAPI cards for ocxlpmem");
MODULE_AUTHOR("The ndctl-ocxl developers");
MODULE_VERSION(OCXLPMEM_VERSION);
MODULE_LICENSE("GPL");

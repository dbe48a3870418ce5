// SPDX-License-Identifier: GPL-2.0-only
/*
 * Module ocxl for tests: the core of the kernel's ocxl on a mock of the OpenCAPI bus. Its cards are
 * in slots of a PCI bus, where QEMU has functions with a memory BAR 2.
 */
#include <linux/module.h>
#include "mock-card.h"

#define STATE_SIZE (1UL << 20)

static unsigned int domain, bus;
module_param(domain, uint, 0400);
module_param(bus, uint, 0400);
MODULE_PARM_DESC(domain, "PCI domain of the cards");
MODULE_PARM_DESC(bus, "PCI bus of the cards");

static unsigned int slots[OCXL_MOCK_CARDS];
static unsigned int slot_count;
module_param_array(slots, uint, &slot_count, 0400);
MODULE_PARM_DESC(slots, "slots of the cards");

static unsigned long memory[OCXL_MOCK_CARDS];
module_param_array(memory, ulong, NULL, 0400);
MODULE_PARM_DESC(memory, "addresses of the cards' memory, 128 MiB each, which an erase clears");

static unsigned long state;
module_param(state, ulong, 0400);
MODULE_PARM_DESC(state,
		 "address of memory for the cards' registers, 1 MiB each, to outlive the kernel");

static struct ocxl_mock_card *cards[OCXL_MOCK_CARDS];

struct ocxl_mock_card *ocxl_mock_card_at(unsigned int slot)
{
	unsigned int i;

	for (i = 0; i < slot_count; i++) {
		if (cards[i] && cards[i]->slot == slot)
			return cards[i];
	}
	return NULL;
}

static void destroy_cards(void)
{
	unsigned int i;

	for (i = 0; i < slot_count; i++)
		ocxl_mock_card_destroy(cards[i]);
}

static int __init ocxl_mock_init(void)
{
	unsigned int i;
	int rc = 0;

	for (i = 0; i < slot_count && !rc; i++) {
		cards[i] = ocxl_mock_card_create(slots[i], memory[i],
						 state ? state + i * STATE_SIZE : 0);
		rc = cards[i] ? 0 : -ENOMEM;
	}
	if (!rc)
		rc = ocxl_mock_config_space_attach(domain, bus);
	if (rc)
		goto destroy;
	rc = ocxl_mock_unplugged_attach();
	if (rc)
		goto detach;
	for (i = 0; i < slot_count; i++)
		ocxl_mock_files_create(cards[i]);
	return 0;
detach:
	ocxl_mock_config_space_detach();
destroy:
	destroy_cards();
	return rc;
}

static void __exit ocxl_mock_exit(void)
{
	ocxl_mock_files_remove();
	ocxl_mock_flush_detach();
	ocxl_mock_unplugged_detach();
	ocxl_mock_config_space_detach();
	destroy_cards();
}

module_init(ocxl_mock_init);
module_exit(ocxl_mock_exit);

MODULE_DESCRIPTION("Mock of the OpenCAPI bus, with the core of the kernel's ocxl");
MODULE_AUTHOR("The ndctl-ocxl developers");
MODULE_LICENSE("GPL");

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Emulated cards as DIMMs of the driver, which is a part of this module. Their memory is that of
 * vmalloc(), at an address for which test/iomap.c returns it. Only one module may use test/iomap.c,
 * which does not check that: do not load nfit_test or ndtest as well.
 */
#include <linux/debugfs.h>
#include <linux/err.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/sizes.h>
#include <linux/vmalloc.h>
#include "nvdimm-bus.h"
#include "../test/nfit_test.h"
#include "../watermark.h"
#include "emulated/scenario-file.h"

#define TEST_NAME	  "ocxlpmem_test"
#define TEST_CARDS	  2
/* the memory of a card, with the label area */
#define TEST_MEMORY_SIZE  SZ_128M
/* behind the range of nfit_test; test/iomap.c redirects all accesses, whatever is there */
#define TEST_MEMORY_START 0x200000000ULL

/**
 * struct test_card - a card, which exists as long as the module
 * @memory: its memory, for test/iomap.c
 * @emulated: its controller
 * @device: the device to which the driver is bound
 * @pmem: the bound driver
 * @directory: in debugfs, while the driver is bound
 */
struct test_card {
	struct nfit_test_resource memory;
	struct ocxlpmem_emulated *emulated;
	struct platform_device *device;
	struct ocxlpmem *pmem;
	struct dentry *directory;
};

static struct test_card cards[TEST_CARDS];

/* the address is physical, or that of the buffer */
static bool has_address(const struct nfit_test_resource *memory, resource_size_t address)
{
	unsigned long buffer = (unsigned long)memory->buf;

	return (address >= memory->res.start && address <= memory->res.end) ||
	       (address >= buffer && address - buffer < TEST_MEMORY_SIZE);
}

static struct nfit_test_resource *find_memory(resource_size_t address)
{
	int i;

	for (i = 0; i < TEST_CARDS; i++)
		if (has_address(&cards[i].memory, address))
			return &cards[i].memory;
	return NULL;
}

/* without its own answer, test/iomap.c asks the firmware of the machine */
static union acpi_object *evaluate_no_dsm(acpi_handle handle, const guid_t *guid, u64 revision,
					  u64 function, union acpi_object *arguments)
{
	return ERR_PTR(-ENXIO);
}

static int test_probe(struct platform_device *device)
{
	struct ocxlpmem_controller *controller;
	struct ocxlpmem_memory memory = {};
	struct test_card *card;

	/* a device of another driver, by driver_override */
	if (device->id < 0 || device->id >= TEST_CARDS || cards[device->id].device != device)
		return -ENODEV;
	card = &cards[device->id];
	controller = &card->emulated->controller;
	memory.start = card->memory.res.start;
	memory.size = resource_size(&card->memory.res);
	card->pmem = ocxlpmem_bus_create(&device->dev, &memory, controller);
	if (IS_ERR(card->pmem))
		return PTR_ERR(card->pmem);
	card->directory = debugfs_create_dir(dev_name(&device->dev), NULL);
	ocxlpmem_scenario_add_file(controller, card->directory);
	return 0;
}

static void test_remove(struct platform_device *device)
{
	struct test_card *card = &cards[device->id];

	debugfs_remove(card->directory);
	ocxlpmem_bus_destroy(card->pmem);
}

static struct platform_driver test_driver = {
	.probe = test_probe,
	.remove = test_remove,
	.driver = { .name = TEST_NAME },
};

static int create_card(struct test_card *card, int number)
{
	struct nfit_test_resource *memory = &card->memory;

	memory->res.start = TEST_MEMORY_START + number * TEST_MEMORY_SIZE;
	memory->res.end = memory->res.start + TEST_MEMORY_SIZE - 1;
	memory->res.flags = IORESOURCE_MEM;
	INIT_LIST_HEAD(&memory->requests);
	spin_lock_init(&memory->lock);
	memory->buf = vzalloc(TEST_MEMORY_SIZE);
	card->emulated = ocxlpmem_emulated_create(memory->res.start, TEST_MEMORY_SIZE);
	if (!memory->buf || !card->emulated)
		return -ENOMEM;
	card->device = platform_device_register_simple(TEST_NAME, number, NULL, 0);
	return PTR_ERR_OR_ZERO(card->device);
}

/* also cards that were created in part, or not at all */
static void free_cards(void)
{
	int i;

	for (i = 0; i < TEST_CARDS; i++) {
		platform_device_unregister(cards[i].device);
		if (cards[i].emulated)
			ocxlpmem_emulated_free(cards[i].emulated);
		vfree(cards[i].memory.buf);
	}
}

static int __init test_init(void)
{
	int rc = 0, i;

	/* of the modules of this directory: the kernel's own do not have these functions */
	libnvdimm_test();
	pmem_test();
	for (i = 0; i < TEST_CARDS && !rc; i++)
		rc = create_card(&cards[i], i);
	if (rc)
		goto free;
	nfit_test_setup(find_memory, evaluate_no_dsm);
	rc = platform_driver_register(&test_driver);
	if (!rc)
		return 0;
	nfit_test_teardown();
free:
	free_cards();
	return rc;
}

static void __exit test_exit(void)
{
	platform_driver_unregister(&test_driver);
	nfit_test_teardown();
	free_cards();
}

module_init(test_init);
module_exit(test_exit);
MODULE_DESCRIPTION("OpenCAPI persistent memory with emulated cards");
MODULE_LICENSE("GPL");

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The memory of a card. The ocxl core lets it appear in the address space of the host, and says where;
 * the driver makes an NVDIMM of it.
 */
#include <linux/err.h>
#include <linux/ioport.h>
#include <linux/module.h>
#include <linux/ndctl.h>
#include <linux/pci.h>
#include <misc/ocxl.h>
#include "../nvdimm/bus.h"
#include "../nvdimm/controller-host.h"
#include "../nvdimm/ioctl.h"
#include "../nvdimm/machine-checks.h"
#include "../nvdimm/security.h"
#include "../nvdimm/sysfs.h"
#include "cards.h"

static struct attribute *dimm_attributes[] = {
	&ocxlpmem_serial_attribute.attr,
	&ocxlpmem_fw_version_attribute.attr,
	&ocxlpmem_cmd_mask_attribute.attr,
	&ocxlpmem_flags_attribute.attr,
	NULL,
};

static const struct attribute_group dimm_attribute_group = {
	.name = OCXL_NAME,
	.attrs = dimm_attributes,
};

static const struct attribute_group *dimm_groups[] = {
	&dimm_attribute_group,
	NULL,
};

static const struct ocxlpmem_setup card_setup = {
	.ioctl = ocxlpmem_handle_ioctl,
	.commands = BIT(ND_CMD_CALL),
	.security = &ocxlpmem_security_ops,
	.groups = dimm_groups,
	.renews = true,
};

static const struct ocxlpmem_controller_host card_host = {
	.interrupt = ocxlpmem_controller_interrupt,
};

/* closing the function releases the memory again */
static const struct resource *map_memory(struct ocxlpmem_opencapi *card)
{
	int rc = ocxl_afu_map_lpc_mem(card->afu);
	const struct resource *range;

	if (rc)
		return ERR_PTR(rc);
	range = ocxl_afu_lpc_mem(card->afu);
	/* an AFU without memory has no start */
	if (!range->start || resource_size(range) <= OCXL_LABEL_AREA_SIZE) {
		dev_err(&card->pci->dev, "no memory behind the label area\n");
		return ERR_PTR(-ENXIO);
	}
	return range;
}

int ocxlpmem_card_begin_use(struct ocxlpmem_opencapi *card)
{
	const struct resource *range = map_memory(card);
	struct ocxlpmem_memory memory;

	if (IS_ERR(range))
		return PTR_ERR(range);
	memory.start = range->start;
	memory.size = resource_size(range);
	card->controller.host = &card_host;
	return PTR_ERR_OR_ZERO(
		ocxlpmem_bus_create(&card->pci->dev, &memory, &card->controller, &card_setup));
}

int ocxlpmem_card_end_use(struct ocxlpmem_opencapi *card)
{
	struct ocxlpmem *pmem = card->controller.pmem;
	int rc;

	rc = ocxlpmem_bus_retire(pmem);
	if (!rc)
		ocxlpmem_bus_free(pmem);
	return rc;
}

static int __init ocxlpmem_init(void)
{
	int rc;

	ocxlpmem_machine_checks_init();
	rc = ocxlpmem_opencapi_register();
	if (rc)
		ocxlpmem_machine_checks_exit();
	return rc;
}

static void __exit ocxlpmem_exit(void)
{
	ocxlpmem_opencapi_unregister();
	ocxlpmem_machine_checks_exit();
}

module_init(ocxlpmem_init);
module_exit(ocxlpmem_exit);

MODULE_DESCRIPTION("OpenCAPI persistent memory");
MODULE_LICENSE("GPL");

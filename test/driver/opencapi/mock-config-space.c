// SPDX-License-Identifier: GPL-2.0-only
/*
 * The PCI configuration space of the cards. QEMU's functions have other ids, and no serial number;
 * this file puts those of a card in front of them. After "remove" and "rescan" of a function the
 * kernel sees a card.
 */
#include "core/registers.h"
#include "mock-card.h"

/* 1014:0625 */
#define CARD_ID		0x06251014U
/* the capability with the serial number, the only one */
#define SERIAL_POSITION 0x100
#define SERIAL_HEADER	(PCI_EXT_CAP_ID_DSN | 1U << 16)

static struct pci_bus *mock_bus;
static struct pci_ops *original_ops;
static struct pci_ops mock_ops;

static bool is_mocked(unsigned int devfn)
{
	return ocxl_mock_card_at(PCI_SLOT(devfn)) && PCI_FUNC(devfn) < OCXL_MOCK_FUNCTIONS;
}

/* as most cards, function 0 has the serial number */
static u32 extended_word(unsigned int devfn, int where)
{
	u64 serial = ocxlpmem_card_serial(ocxl_mock_card_at(PCI_SLOT(devfn))->model);

	if (PCI_FUNC(devfn) > 0)
		return 0;
	switch (where) {
	case SERIAL_POSITION:
		return SERIAL_HEADER;
	case SERIAL_POSITION + 4:
		return (u32)serial;
	case SERIAL_POSITION + 8:
		return (u32)(serial >> 32);
	default:
		return 0;
	}
}

static int mock_read(struct pci_bus *bus, unsigned int devfn, int where, int size, u32 *value)
{
	u32 word;

	if (!is_mocked(devfn) || (where >= 4 && where < PCI_CFG_SPACE_SIZE))
		return original_ops->read(bus, devfn, where, size, value);
	word = where < 4 ? CARD_ID : extended_word(devfn, where & ~3);
	word >>= where % 4 * 8;
	*value = size < 4 ? word & ((1U << size * 8) - 1) : word;
	return PCIBIOS_SUCCESSFUL;
}

int ocxl_mock_config_space_attach(unsigned int domain, unsigned int bus)
{
	mock_bus = pci_find_bus(domain, bus);
	if (!mock_bus)
		return -ENODEV;
	original_ops = mock_bus->ops;
	mock_ops = *original_ops;
	mock_ops.read = mock_read;
	pci_bus_set_ops(mock_bus, &mock_ops);
	return 0;
}

void ocxl_mock_config_space_detach(void)
{
	pci_bus_set_ops(mock_bus, original_ops);
}

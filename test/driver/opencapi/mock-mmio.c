// SPDX-License-Identifier: GPL-2.0-only
/* In place of the kernel's mmio.c: accesses to the registers of a card. */
#include "core/registers.h"
#include "mock-card.h"

/*
 * -EINVAL for an offset out of range, as in the kernel; -ENXIO where the kernel would crash;
 * -EIO for the access that has to fail
 */
static int check_access(struct ocxl_afu *afu, size_t offset, enum ocxl_endian endian)
{
	if (WARN(!afu->global_mmio_ptr, "a register is accessed after its function was closed\n"))
		return -ENXIO;
	if (WARN(endian != OCXL_LITTLE_ENDIAN, "a register is accessed in another byte order\n"))
		return -EINVAL;
	if (offset > afu->config.global_mmio_size - 8)
		return -EINVAL;
	return ocxl_mock_access(ocxl_mock_card_of_afu(afu));
}

int ocxl_global_mmio_read64(struct ocxl_afu *afu, size_t offset, enum ocxl_endian endian, u64 *val)
{
	int rc = check_access(afu, offset, endian);

	return rc ? rc : ocxl_mock_card_read64(ocxl_mock_card_of_afu(afu), offset, val);
}
EXPORT_SYMBOL_GPL(ocxl_global_mmio_read64);

int ocxl_global_mmio_write64(struct ocxl_afu *afu, size_t offset, enum ocxl_endian endian, u64 val)
{
	int rc = check_access(afu, offset, endian);

	return rc ? rc : ocxl_mock_card_write64(ocxl_mock_card_of_afu(afu), offset, val);
}
EXPORT_SYMBOL_GPL(ocxl_global_mmio_write64);

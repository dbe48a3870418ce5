/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How the core reaches a card: the emulated one (driver/card) or the global
 * MMIO area of an OpenCAPI AFU. Everything above sees these operations only.
 */
#ifndef OCXL_CORE_TRANSPORT_H
#define OCXL_CORE_TRANSPORT_H

#include "port.h"

/* a wait so long or shorter is spun: a sleep takes longer, and would hide what a card takes */
#define OCXL_TRANSPORT_SPIN_US 2

/**
 * struct ocxlpmem_injection - a change to what an emulated card says of itself (wire.md 4.18)
 * @attribute: identifier of a SMART attribute; not used with @fatal
 * @fatal: the fatal state of the hardware instead of an attribute
 * @restore: as it was before
 * @has_current: @current_value is to be said
 * @has_threshold: @threshold is
 * @has_raw: @raw is
 * @current_value: normalised value
 * @threshold: of @current_value, of @raw for temperature and life
 * @raw: raw value
 */
struct ocxlpmem_injection {
	u8 attribute;
	bool fatal;
	bool restore;
	bool has_current;
	bool has_threshold;
	bool has_raw;
	u8 current_value;
	u8 threshold;
	u64 raw;
};

/**
 * struct ocxlpmem_transport - access to one card's registers, and to time
 * @context: handed to every operation
 * @read64: read one 64-bit little-endian register as a number in the host's
 *	order. 0, -EINVAL for an offset that is not a multiple of 8 or lies
 *	outside, -ENXIO when the card is gone
 * @write64: write one; same results
 * @now_ns: a monotonic clock, nanoseconds
 * @wait_us: sleep about that many microseconds, spin up to OCXL_TRANSPORT_SPIN_US.
 *	0, or -EINTR when the caller is to give up (its process is being killed);
 *	never called in atomic context
 * @inject: the back door of an emulated card, NULL for a real one. 0, -ENOENT for an
 *	attribute that the card does not have, -ENXIO when the card is gone
 *
 * The caller serialises calls for one card; nothing here locks.
 */
struct ocxlpmem_transport {
	void *context;
	int (*read64)(void *context, u32 offset, u64 *value);
	int (*write64)(void *context, u32 offset, u64 value);
	u64 (*now_ns)(void *context);
	int (*wait_us)(void *context, u32 microseconds);
	int (*inject)(void *context, const struct ocxlpmem_injection *injection);
};

/* registers of the card, errors as above */
static inline int ocxlpmem_read_register(const struct ocxlpmem_transport *transport, u32 offset,
					 u64 *value)
{
	return transport->read64(transport->context, offset, value);
}

static inline int ocxlpmem_write_register(const struct ocxlpmem_transport *transport, u32 offset,
					  u64 value)
{
	return transport->write64(transport->context, offset, value);
}

#endif /* OCXL_CORE_TRANSPORT_H */

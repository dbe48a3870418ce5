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
 * struct ocxl_transport - access to one card's registers, and to time
 * @context: handed to every operation
 * @read64: read one 64-bit little-endian register as a number in the host's
 *	order. 0, -EINVAL for an offset that is not a multiple of 8 or lies
 *	outside, -ENXIO when the card is gone
 * @write64: write one; same results
 * @now_ns: a monotonic clock, nanoseconds
 * @wait_us: sleep about that many microseconds, spin up to OCXL_TRANSPORT_SPIN_US.
 *	0, or -EINTR when the caller is to give up (its process is being killed);
 *	never called in atomic context
 *
 * The caller serialises calls for one card; nothing here locks.
 */
struct ocxl_transport {
	void *context;
	int (*read64)(void *context, u32 offset, u64 *value);
	int (*write64)(void *context, u32 offset, u64 value);
	u64 (*now_ns)(void *context);
	int (*wait_us)(void *context, u32 microseconds);
};

#endif /* OCXL_CORE_TRANSPORT_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How the core reaches a card: the global MMIO area of an OpenCAPI AFU, or a model of it.
 * Everything above this header uses these operations only.
 */
#ifndef OCXL_CORE_TRANSPORT_H
#define OCXL_CORE_TRANSPORT_H

#include "registers.h"

/* a time of @now_ns that never comes */
#define OCXL_NEVER (~0ULL)

/* microseconds: waits up to this length spin, because a sleep takes longer than that */
#define OCXL_TRANSPORT_SPIN_US 2

/**
 * struct ocxlpmem_injection - a change of what an emulated card reports (wire.md 4.18)
 * @attribute: identifier of a SMART attribute; unused with @fatal
 * @fatal: change the fatal state of the hardware instead of an attribute
 * @restore: undo earlier changes
 * @has_current: @current_value is valid
 * @has_threshold: @threshold is valid
 * @has_raw: @raw is valid
 * @current_value: normalised value
 * @threshold: limit of @current_value; for temperature and life remaining, limit of @raw
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
 * struct ocxlpmem_transport - access to the registers of one card, and to time
 * @context: passed to every operation
 * @read64: read a 64-bit little-endian register as a number in host order. Returns 0,
 *	-EINVAL if the offset is no multiple of 8 or outside of the MMIO area, or -ENXIO if the
 *	card is gone
 * @write64: write a register; results as for @read64
 * @now_ns: monotonic clock in nanoseconds
 * @wait_us: sleep for about that many microseconds; spin up to OCXL_TRANSPORT_SPIN_US.
 *	Returns 0, or -EINTR if the calling process is being killed. Never called in atomic
 *	context
 * @inject: change what an emulated card reports; NULL for a real card. Returns 0, -ENOENT if
 *	the card does not have the attribute, or -ENXIO if the card is gone
 *
 * Calls for one card are serialised by the caller; nothing here locks.
 */
struct ocxlpmem_transport {
	void *context;
	int (*read64)(void *context, u32 offset, u64 *value);
	int (*write64)(void *context, u32 offset, u64 value);
	u64 (*now_ns)(void *context);
	int (*wait_us)(void *context, u32 microseconds);
	int (*inject)(void *context, const struct ocxlpmem_injection *injection);
};

static inline int ocxlpmem_write_register(const struct ocxlpmem_transport *transport, u32 offset,
					  u64 value)
{
	return transport->write64(transport->context, offset, value);
}

static inline u64 ocxlpmem_now_ns(const struct ocxlpmem_transport *transport)
{
	return transport->now_ns(transport->context);
}

/**
 * ocxlpmem_read_health() - read register CHI
 * @transport: how to reach the card
 * @health: receives the register
 *
 * Return: 0, the error of the transport, or -ENXIO with @health set to OCXL_CHI_GONE.
 */
static inline int ocxlpmem_read_health(const struct ocxlpmem_transport *transport, u64 *health)
{
	int rc = transport->read64(transport->context, OCXL_REG_CHI, health);

	return rc || *health != OCXL_CHI_GONE ? rc : -ENXIO;
}

/**
 * ocxlpmem_read_register() - read a register or a word of a block
 * @transport: how to reach the card
 * @offset: its offset
 * @value: receives the value
 *
 * All ones may be a value of the card, or the card is gone: then CHI has all ones, too.
 *
 * Return: 0, the error of the transport, or -ENXIO if the card is gone.
 */
static inline int ocxlpmem_read_register(const struct ocxlpmem_transport *transport, u32 offset,
					 u64 *value)
{
	u64 health;
	int rc = transport->read64(transport->context, offset, value);

	return rc || *value != ~0ULL ? rc : ocxlpmem_read_health(transport, &health);
}

#endif /* OCXL_CORE_TRANSPORT_H */

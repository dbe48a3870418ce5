/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Near-storage secure erase: its own mailbox, polled
 * (Documentation/protocol/controller.md 4.9).
 */
#ifndef OCXL_CORE_ERASE_H
#define OCXL_CORE_ERASE_H

#include "device.h"

/**
 * struct ocxlpmem_erase - the erase of one card; zeroed at first
 * @running: one was started and is not known to be over
 * @last_id: id of the last request; 0 is never used
 * @response_block: offset in MMIO of the 64-byte response block
 * @since_ns: when it was started
 * @restarts: of the controller, when it was started
 */
struct ocxlpmem_erase {
	bool running;
	u16 last_id;
	u32 response_block;
	u64 since_ns;
	u32 restarts;
};

/**
 * struct ocxlpmem_erase_result - what an erase came to
 * @status: OCXL_STATUS_*
 * @pages_erased: accessible pages erased
 * @pages: accessible pages attempted
 * @defective_erased: defective pages erased
 * @defective: defective pages attempted
 */
struct ocxlpmem_erase_result {
	u8 status;
	u64 pages_erased;
	u64 pages;
	u64 defective_erased;
	u64 defective;
};

/**
 * ocxlpmem_erase_start() - ask the card to erase all of its memory
 * @device: the caller holds the card's lock
 * @erase: of that device
 * @status: OK when it runs now; BLOCKED when one runs already; NOT_READY, FATAL, or
 *	BAD_RESPONSE for a card that names no place for the request
 *
 * Return: 0 with @status set, or the transport's error.
 */
int ocxlpmem_erase_start(struct ocxlpmem_device *device, struct ocxlpmem_erase *erase, u8 *status);

/**
 * ocxlpmem_erase_poll() - is it over
 * @device: the caller holds the card's lock; device->erase_failed is set when it is over
 * @erase: running
 * @result: filled when it is over
 *
 * A card that does not answer within 24 hours has failed with TIMEOUT.
 *
 * Return: 0 when it is over, -EBUSY while it runs, or the transport's error, which ends it as
 * failed. erase->running is false unless it is -EBUSY.
 */
int ocxlpmem_erase_poll(struct ocxlpmem_device *device, struct ocxlpmem_erase *erase,
			struct ocxlpmem_erase_result *result);

#endif /* OCXL_CORE_ERASE_H */

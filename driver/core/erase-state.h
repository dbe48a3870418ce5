/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Near-storage secure erase. It has a mailbox of its own, which is polled
 * (controller.md 4.9).
 */
#ifndef OCXL_CORE_ERASE_H
#define OCXL_CORE_ERASE_H

#include "device-state.h"

/**
 * struct ocxlpmem_erase - the erase of one card; zeroed at first
 * @running: an erase was started and is not known to have ended
 * @last_id: id of the last request; 0 is never used
 * @response_block: offset in MMIO of the 64-byte response block
 * @since_ns: when the erase was started
 * @restarts: ocxlpmem_device.restarts when the erase was started
 */
struct ocxlpmem_erase {
	bool running;
	u16 last_id;
	u32 response_block;
	u64 since_ns;
	u32 restarts;
};

/**
 * struct ocxlpmem_erase_result - result of an erase
 * @status: OCXLPMEM_STATUS_*
 * @pages_erased: accessible pages that were erased
 * @pages: accessible pages that the card tried to erase
 * @defective_erased: defective pages that were erased
 * @defective: defective pages that the card tried to erase
 */
struct ocxlpmem_erase_result {
	u8 status;
	u64 pages_erased;
	u64 pages;
	u64 defective_erased;
	u64 defective;
};

/**
 * ocxlpmem_erase_start() - start to erase all memory of the card
 * @device: the caller holds the card's lock
 * @erase: erase of that device
 * @status: receives OK if the erase runs; BLOCKED if one runs already; NOT_READY, FATAL; or
 *	BAD_RESPONSE if the offsets of the request and response block are invalid
 *
 * Return: 0 with @status set, or the error of the transport.
 */
int ocxlpmem_erase_start(struct ocxlpmem_device *device, struct ocxlpmem_erase *erase, u8 *status);

/**
 * ocxlpmem_erase_poll() - has the erase ended
 * @device: the caller holds the card's lock; device->erase_failed is set when the erase ends
 * @erase: running
 * @result: filled when the erase has ended
 *
 * An erase that takes more than 24 hours fails with OCXLPMEM_STATUS_TIMEOUT; one during which the controller
 * fails fatally or restarts, without an answer, with OCXLPMEM_STATUS_FAILED.
 *
 * Return: 0 if the erase has ended, -EBUSY while it runs, or the error of the transport, with
 * which the erase has failed. erase->running stays true with -EBUSY only.
 */
int ocxlpmem_erase_poll(struct ocxlpmem_device *device, struct ocxlpmem_erase *erase,
			struct ocxlpmem_erase_result *result);

#endif /* OCXL_CORE_ERASE_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/* Error-log entries in stale responses of the mailbox. */
#ifndef OCXL_CORE_ERROR_LOG_H
#define OCXL_CORE_ERROR_LOG_H

#include "device-state.h"

/**
 * ocxlpmem_error_log_save_stale() - retain the error-log entry of a stale response
 * @mailbox: the response is in its data buffer, not acknowledged
 * @opcode: of the request; OCXL_OPCODE_COUNT if it is not known
 * @context: struct ocxlpmem_device
 *
 * Responses without an entry are ignored.
 *
 * Return: 0, -ENOMEM if there is no memory for the entry or 64 are retained already, or the error
 * of the transport.
 */
int ocxlpmem_error_log_save_stale(struct ocxlpmem_mailbox *mailbox, u8 opcode, void *context);

#endif /* OCXL_CORE_ERROR_LOG_H */

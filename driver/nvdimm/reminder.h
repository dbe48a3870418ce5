/* SPDX-License-Identifier: GPL-2.0-only */
/* Repeated messages of a long wait. */
#ifndef OCXLPMEM_REMINDER_H
#define OCXLPMEM_REMINDER_H

#include <linux/jiffies.h>
#include <linux/types.h>

/* milliseconds between two messages */
#define OCXL_REMINDER_MS 10000

/**
 * ocxlpmem_is_reminder_due() - is it time for the next message
 * @due: in jiffies; when the result is true, set to the time of the message after this one
 */
static inline bool ocxlpmem_is_reminder_due(unsigned long *due)
{
	if (time_before(jiffies, *due))
		return false;
	*due = jiffies + msecs_to_jiffies(OCXL_REMINDER_MS);
	return true;
}

#endif /* OCXLPMEM_REMINDER_H */

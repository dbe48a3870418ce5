// SPDX-License-Identifier: GPL-2.0-only
/* Access to a card: its lock, its registers, and the work that waits for it. */
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/lockdep.h>
#include <linux/sched/signal.h>
#include "internal.h"

static int pmem_read64(void *context, u32 offset, u64 *value)
{
	struct ocxlpmem *pmem = context;
	const struct ocxlpmem_transport *registers = &pmem->controller->registers;

	if (READ_ONCE(pmem->disconnected))
		return -ENXIO;
	/* not ocxlpmem_read_register(): the caller looks for all ones */
	return registers->read64(registers->context, offset, value);
}

static int pmem_write64(void *context, u32 offset, u64 value)
{
	struct ocxlpmem *pmem = context;

	if (READ_ONCE(pmem->disconnected))
		return -ENXIO;
	return ocxlpmem_write_register(&pmem->controller->registers, offset, value);
}

static u64 pmem_now_ns(void *context)
{
	return ktime_get_ns();
}

static int pmem_wait_us(void *context, u32 microseconds)
{
	struct ocxlpmem *pmem = context;

	if (fatal_signal_pending(current))
		return -EINTR;
	if (READ_ONCE(pmem->disconnected))
		return -ENXIO;
	/* not fsleep(): it may sleep twice as long, which would hide the latency of the card */
	if (microseconds <= OCXL_TRANSPORT_SPIN_US)
		udelay(microseconds);
	else
		usleep_range(microseconds, microseconds + microseconds / 8);
	return 0;
}

static int pmem_inject(void *context, const struct ocxlpmem_injection *injection)
{
	struct ocxlpmem *pmem = context;
	const struct ocxlpmem_transport *registers = &pmem->controller->registers;

	if (READ_ONCE(pmem->disconnected))
		return -ENXIO;
	return registers->inject ? registers->inject(registers->context, injection) : -ENOTTY;
}

void ocxlpmem_lock_device(struct ocxlpmem *pmem)
{
	mutex_lock(&pmem->lock);
}

static u64 advance_controller(struct ocxlpmem_controller *controller)
{
	return controller->ops->advance ? controller->ops->advance(controller) : OCXL_NEVER;
}

void ocxlpmem_unlock_device(struct ocxlpmem *pmem)
{
	u64 due_ns = OCXL_NEVER;
	u64 now_ns;

	lockdep_assert_held(&pmem->lock);
	if (!READ_ONCE(pmem->disconnected))
		due_ns = min(advance_controller(pmem->controller),
			     ocxlpmem_device_next_check_ns(&pmem->device));
	if (due_ns != OCXL_NEVER) {
		now_ns = ktime_get_ns();
		mod_delayed_work(system_long_wq, &pmem->advance_work,
				 due_ns > now_ns ? nsecs_to_jiffies(due_ns - now_ns) + 1 : 0);
	}
	mutex_unlock(&pmem->lock);
}

static void advance_work(struct work_struct *work)
{
	struct ocxlpmem *pmem = container_of(work, struct ocxlpmem, advance_work.work);

	ocxlpmem_lock_device(pmem);
	if (ktime_get_ns() >= ocxlpmem_device_next_check_ns(&pmem->device))
		ocxlpmem_device_refresh_health(&pmem->device);
	/* unlocking lets the controller do what has become due */
	ocxlpmem_unlock_device(pmem);
}

void ocxlpmem_kick_start(struct ocxlpmem *pmem)
{
	if (!READ_ONCE(pmem->region) && !READ_ONCE(pmem->region_blocked))
		mod_delayed_work(system_long_wq, &pmem->start_work, 0);
}

bool ocxlpmem_is_reminder_due(unsigned long *due)
{
	if (time_before(jiffies, *due))
		return false;
	*due = jiffies + msecs_to_jiffies(OCXL_REMINDER_MS);
	return true;
}

void ocxlpmem_access_init(struct ocxlpmem *pmem)
{
	mutex_init(&pmem->lock);
	INIT_DELAYED_WORK(&pmem->advance_work, advance_work);
	pmem->transport = (struct ocxlpmem_transport) {
		.context = pmem,
		.read64 = pmem_read64,
		.write64 = pmem_write64,
		.now_ns = pmem_now_ns,
		.wait_us = pmem_wait_us,
		.inject = pmem_inject,
	};
}

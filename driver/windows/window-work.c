// SPDX-License-Identifier: GPL-2.0-only
/* Work on windows that may wait for an ioctl. */
#include <linux/atomic.h>
#include <linux/errno.h>
#include <linux/jiffies.h>
#include <linux/wait.h>
#include <linux/workqueue.h>
#include "../nvdimm/pmem.h"
#include "window-work.h"

/* the work takes some milliseconds, unless an ioctl waits */
#define LONGEST_WAIT_MS 5000

struct workqueue_struct *ocxlpmem_window_queue;
static atomic_t begun = ATOMIC_INIT(0);
static DECLARE_WAIT_QUEUE_HEAD(all_ended);

void ocxlpmem_window_work_begin(void)
{
	atomic_inc(&begun);
}

void ocxlpmem_window_work_end(void)
{
	if (atomic_dec_and_test(&begun))
		wake_up_all(&all_ended);
}

void ocxlpmem_window_work_wait(void)
{
	wait_event_timeout(all_ended, !atomic_read(&begun), msecs_to_jiffies(LONGEST_WAIT_MS));
}

int ocxlpmem_window_work_init(void)
{
	ocxlpmem_window_queue = alloc_workqueue(OCXL_NAME, WQ_UNBOUND, 0);
	return ocxlpmem_window_queue ? 0 : -ENOMEM;
}

void ocxlpmem_window_work_exit(void)
{
	destroy_workqueue(ocxlpmem_window_queue);
}

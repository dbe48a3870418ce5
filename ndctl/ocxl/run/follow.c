// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <libudev.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <ndctl/libndctl.h>
#include "ocxl/base/memory.h"
#include "ocxl/base/wait.h"
#include "ocxl/base/error.h"
#include "ocxl/output/output.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/run/exit-status.h"
#include "ocxl/run/follow-dimm.h"
#include "ocxl/run/run.h"
#include "ocxl/run/result-sink.h"
#include "ocxl/dimms/select.h"
#include "ocxl/dimms/omitted-dimms.h"
#include "ocxl/verb.h"
#include "ocxl/run/query.h"

/* pauses before DIMMs that libndctl omitted are searched again */
#define SEARCH_MIN_NS (5 * OCXL_SECOND_NS)
#define SEARCH_MAX_NS (60 * OCXL_SECOND_NS)
/* descriptors of poll() before those of the DIMMs */
enum { FD_OUTPUT, FD_MONITOR, FD_DONE, FDS_BEFORE_DIMMS };

/* one run of --follow */
struct follow {
	const struct ocxl_repeat *repeat;
	/* the DIMMs that are there, and those that are gone but not yet reported as gone */
	struct ocxl_followed **dimms;
	size_t count;
	struct pollfd *fds; /* FDS_BEFORE_DIMMS, then one for each DIMM */
	struct udev *udev;
	struct udev_monitor *monitor; /* NULL: notifications are not available */
	bool had_dimm; /* there was a DIMM that could continue */
	size_t omitted_count; /* DIMMs that libndctl omitted in the last search */
	/* until the next search because of them; 0 if @omitted_count is 0 */
	uint64_t pause_ns;
	uint64_t search_ns; /* time of that search, by ocxl_clock_now_ns() */
};

/* ---- notifications of NVDIMMs that are added or removed ---- */

/*
 * If udevd runs, a notification comes after its rules, when the device node has its permissions;
 * otherwise it comes from the kernel. Return: NULL if notifications are not available.
 */
static struct udev_monitor *open_monitor(struct udev *udev)
{
	/* the test of libudev for udevd; without udevd its notifications never come */
	const char *source = access("/run/udev/control", F_OK) ? "kernel" : "udev";
	struct udev_monitor *monitor = udev_monitor_new_from_netlink(udev, source);

	/* the kernel drops notifications of other devices */
	if (monitor &&
	    udev_monitor_filter_add_match_subsystem_devtype(monitor, "nd", "nvdimm") >= 0 &&
	    udev_monitor_enable_receiving(monitor) >= 0)
		return monitor;
	udev_monitor_unref(monitor);
	return NULL;
}

/* also if notifications were lost, because the socket's buffer was full */
static bool has_notifications(struct udev_monitor *monitor)
{
	struct udev_device *device;
	bool changed = false;

	for (;;) {
		errno = 0;
		device = udev_monitor_receive_device(monitor);
		if (!device)
			return changed || errno == ENOBUFS;
		udev_device_unref(device);
		changed = true;
	}
}

/* ---- all DIMMs ---- */

/* without --limit the run also waits for DIMMs that are added, unless no DIMM ever answered */
static bool is_over(struct follow *follow)
{
	bool alive = follow->omitted_count;
	size_t i;

	for (i = 0; i < follow->count; i++) {
		const struct ocxl_followed *followed = follow->dimms[i];

		if (!ocxl_followed_may_continue(follow->repeat, followed))
			continue;
		alive = true;
		follow->had_dimm |= !followed->querying;
	}
	return !alive && (!follow->had_dimm || follow->repeat->options->limit);
}

/* the exit status depends on the last query of each DIMM */
static void count_last_result(const struct follow *follow, const struct ocxl_followed *followed)
{
	ocxl_run_totals_add(follow->repeat->totals, followed->state.last_result,
			    followed->worker->dimm.named);
}

/* release DIMMs that were reported as gone */
static void remove_gone(struct follow *follow)
{
	size_t i, kept = 0;

	for (i = 0; i < follow->count; i++) {
		struct ocxl_followed *followed = follow->dimms[i];

		if (followed->gone && !followed->querying && !followed->due) {
			count_last_result(follow, followed);
			ocxl_followed_free(followed);
		} else {
			follow->dimms[kept++] = followed;
		}
	}
	follow->count = kept;
}

static void start_due_queries(struct follow *follow)
{
	size_t i;

	for (i = 0; i < follow->count; i++) {
		struct ocxl_followed *followed = follow->dimms[i];

		if (!followed->due || followed->querying)
			continue;
		followed->due = false;
		followed->querying = true;
		ocxl_worker_start(followed->worker);
		ocxl_followed_notice_end(follow->repeat, followed);
	}
}

static struct ocxl_followed *find_dimm(const struct follow *follow, const struct ocxl_dimm *dimm)
{
	size_t i;

	for (i = 0; i < follow->count; i++) {
		if (ocxl_followed_is_same(follow->dimms[i], dimm))
			return follow->dimms[i];
	}
	return NULL;
}

static bool is_found(const struct ocxl_followed *followed, const struct ocxl_dimm_list *found)
{
	size_t i;

	for (i = 0; i < found->count; i++) {
		if (ocxl_followed_is_same(followed, &found->dimms[i]))
			return true;
	}
	/* a DIMM that libndctl omitted is still there, and is still queried */
	return ocxl_omitted_dimms_has(&found->omitted,
				      ndctl_dimm_get_id(followed->worker->dimm.ndctl));
}

/* each search makes every DIMM due, so pauses grow */
static void schedule_search(struct follow *follow, const struct ocxl_dimm_list *found)
{
	follow->omitted_count = found->omitted.count;
	follow->search_ns = OCXL_WAIT_FOREVER;
	if (!follow->omitted_count) {
		follow->pause_ns = 0;
		return;
	}
	follow->pause_ns = ocxl_wait_next_pause(follow->pause_ns, SEARCH_MIN_NS, SEARCH_MAX_NS);
	follow->search_ns = ocxl_clock_now_ns() + follow->pause_ns;
}

/* known DIMMs keep their state; those that were not found are queried once more, to report that */
static void update_dimms(struct follow *follow, const struct ocxl_dimm_list *found)
{
	size_t i, count = follow->count + found->count + 1;
	struct ocxl_followed *followed;

	follow->dimms = xrealloc(follow->dimms, count * sizeof(*follow->dimms));
	follow->fds = xrealloc(follow->fds, (FDS_BEFORE_DIMMS + count) * sizeof(*follow->fds));
	for (i = 0; i < follow->count; i++) {
		followed = follow->dimms[i];
		if (is_found(followed, found))
			continue;
		followed->gone = true;
		ocxl_followed_mark_due(follow->repeat, followed);
	}
	for (i = 0; i < found->count; i++) {
		followed = find_dimm(follow, &found->dimms[i]);
		if (followed)
			ocxl_followed_replace(follow->repeat, followed, &found->dimms[i]);
		else
			follow->dimms[follow->count++] =
				ocxl_followed_new(follow->repeat, &found->dimms[i]);
	}
}

/* a context of libndctl keeps the DIMMs of its first search, so a new one is needed */
static int search_dimms(struct follow *follow)
{
	const struct ocxl_repeat *repeat = follow->repeat;
	struct ocxl_dimm_list found = { 0 };
	struct ndctl_ctx *ctx;
	int rc;

	if (ndctl_new(&ctx))
		die("out of memory");
	rc = ocxl_select_dimms_again(&found, ctx, repeat->options, repeat->verb->sysfs);
	if (!rc && !follow->omitted_count)
		ocxl_dimm_list_report_omitted(&found, repeat->options);
	if (!rc) {
		schedule_search(follow, &found);
		update_dimms(follow, &found);
	}
	ocxl_dimm_list_release(&found);
	/* the DIMMs hold references */
	ndctl_unref(ctx);
	return rc;
}

static uint64_t prepare_wait(struct follow *follow)
{
	uint64_t deadline = follow->search_ns;
	struct pollfd *fds = follow->fds;
	size_t i;

	memset(fds, 0, (FDS_BEFORE_DIMMS + follow->count) * sizeof(*fds));
	fds[FD_OUTPUT].fd = ocxl_output_poll_fd(follow->repeat->sink->output);
	fds[FD_MONITOR].fd = follow->monitor ? udev_monitor_get_fd(follow->monitor) : -1;
	fds[FD_MONITOR].events = POLLIN;
	fds[FD_DONE].fd = follow->repeat->workers->done_fd;
	fds[FD_DONE].events = POLLIN;
	for (i = 0; i < follow->count; i++) {
		const struct ocxl_followed *followed = follow->dimms[i];

		fds[FDS_BEFORE_DIMMS + i].fd = ocxl_followed_poll_fd(follow->repeat, followed);
		fds[FDS_BEFORE_DIMMS + i].events = POLLPRI;
		if (!followed->querying && followed->retry_ns < deadline)
			deadline = followed->retry_ns;
	}
	return deadline;
}

static void handle_changes(struct follow *follow, uint64_t now)
{
	eventfd_t written;
	size_t i;

	/* before the loop: a query that ends meanwhile writes again */
	eventfd_read(follow->repeat->workers->done_fd, &written);
	for (i = 0; i < follow->count; i++) {
		struct ocxl_followed *followed = follow->dimms[i];

		if (!followed->querying &&
		    (follow->fds[FDS_BEFORE_DIMMS + i].revents || followed->retry_ns <= now))
			followed->due |= ocxl_followed_read_flags(follow->repeat, followed) ||
					 followed->retry_ns <= now;
		ocxl_followed_notice_end(follow->repeat, followed);
	}
}

static int wait_for_change(struct follow *follow)
{
	struct ocxl_workers *workers = follow->repeat->workers;
	uint64_t deadline = prepare_wait(follow);
	int rc = ocxl_workers_wait_for_fds(workers, follow->fds, FDS_BEFORE_DIMMS + follow->count,
					   deadline);
	/* poll() says whether the time has come; emulated cards may have a clock of their own */
	uint64_t now = rc ? ocxl_clock_now_ns() : deadline;

	if (rc < 0)
		return rc;
	if (follow->fds[FD_OUTPUT].revents)
		return ocxl_result_sink_fail(follow->repeat->sink, -EPIPE);
	handle_changes(follow, now);
	if (workers->rc)
		return workers->rc;
	if (follow->fds[FD_MONITOR].revents && has_notifications(follow->monitor))
		return search_dimms(follow);
	return follow->search_ns <= now ? search_dimms(follow) : 0;
}

static int follow_dimms(struct follow *follow)
{
	int rc;

	do {
		start_due_queries(follow);
		if (is_over(follow))
			return 0;
		rc = wait_for_change(follow);
		remove_gone(follow);
	} while (!rc);
	return rc;
}

static void release_all(struct follow *follow)
{
	size_t i;

	for (i = 0; i < follow->count; i++)
		ocxl_followed_free(follow->dimms[i]);
	free(follow->dimms);
	free(follow->fds);
	udev_monitor_unref(follow->monitor);
	udev_unref(follow->udev);
}

int ocxl_follow_run(const struct ocxl_repeat *repeat)
{
	struct follow follow = { .repeat = repeat };
	size_t i;
	int rc;

	if (!repeat->dimm_list->count) {
		repeat->totals->failed += repeat->dimm_list->omitted.count;
		return 0;
	}
	/* first, so that no DIMM added from now on is missed */
	follow.udev = udev_new();
	follow.monitor = open_monitor(follow.udev);
	schedule_search(&follow, repeat->dimm_list);
	rc = ocxl_workers_open_done_fd(repeat->workers);
	if (!rc) {
		update_dimms(&follow, repeat->dimm_list);
		rc = follow_dimms(&follow);
	}
	ocxl_workers_finish(repeat->workers);
	if (repeat->workers->abandoned)
		return -EINTR;
	for (i = 0; !rc && i < follow.count; i++)
		count_last_result(&follow, follow.dimms[i]);
	repeat->totals->failed += follow.omitted_count;
	release_all(&follow);
	return rc;
}

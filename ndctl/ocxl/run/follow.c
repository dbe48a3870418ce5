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
#include "ocxl/base/safe-text.h"
#include "ocxl/output/output.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/run/exit-status.h"
#include "ocxl/run/run.h"
#include "ocxl/run/result-sink.h"
#include "ocxl/dimms/select.h"
#include "ocxl/dimms/omitted-dimms.h"
#include "ocxl/verb.h"
#include "ocxl/run/query.h"

/* pauses before a DIMM that failed is queried again */
#define RETRY_MIN_NS  OCXL_SECOND_NS
#define RETRY_MAX_NS  (60 * OCXL_SECOND_NS)
/* pauses before DIMMs that libndctl omitted are searched again */
#define SEARCH_MIN_NS (5 * OCXL_SECOND_NS)
#define SEARCH_MAX_NS (60 * OCXL_SECOND_NS)
#define FLAGS_SIZE    256
/* descriptors of poll() before those of the DIMMs */
enum { FD_OUTPUT, FD_MONITOR, FD_DONE, FDS_BEFORE_DIMMS };

/* a DIMM that --follow waits for */
struct followed {
	/* queries the DIMM; worker->dimm holds a reference to the context of libndctl */
	struct ocxl_worker *worker;
	struct ocxl_dimm_state state;
	/*
	 * with @has_newer: the same card in a newer context; replaces the DIMM of @worker as soon
	 * as that is idle
	 */
	struct ocxl_dimm newer;
	bool has_newer;
	bool querying; /* @worker was started, and its end was not yet noticed */
	bool due; /* to be queried as soon as @worker is idle */
	bool unreadable; /* "flags" cannot be read, so that only @retry_ns leads to a query */
	bool gone; /* was removed; queried once more, to report that */
	uint64_t pause_ns; /* until the next query after a failure; 0: there was no failure */
	uint64_t retry_ns; /* time of the next query without a change, by ocxl_clock_now_ns() */
};

/* one run of --follow */
struct follow {
	const struct ocxl_repeat *repeat;
	/* the DIMMs that are there, and those that are gone but not yet reported as gone */
	struct followed **dimms;
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

/* ---- one DIMM ---- */

static bool has_reached_limit(const struct follow *follow, const struct followed *followed)
{
	uint64_t limit = follow->repeat->options->limit;

	return limit && followed->state.shown >= limit;
}

static bool may_continue(const struct follow *follow, const struct followed *followed)
{
	return followed->querying || (ocxl_dimm_state_may_succeed(&followed->state) &&
				      !has_reached_limit(follow, followed));
}

/* during a query, the worker counts the entries */
static void mark_due(const struct follow *follow, struct followed *followed)
{
	followed->due = followed->querying || !has_reached_limit(follow, followed);
}

/* the strings of a DIMM belong to its context of libndctl */
static struct followed *new_followed(const struct follow *follow, const struct ocxl_dimm *dimm)
{
	struct followed *followed = ocxl_alloc_zeroed(1, sizeof(*followed));

	followed->worker = ocxl_worker_new(follow->repeat->workers, dimm);
	ndctl_ref(ndctl_dimm_get_ctx(dimm->ndctl));
	followed->worker->dimm.state = &followed->state;
	followed->due = true;
	followed->retry_ns = OCXL_WAIT_FOREVER;
	return followed;
}

static void free_followed(struct followed *followed)
{
	if (followed->has_newer)
		ndctl_unref(ndctl_dimm_get_ctx(followed->newer.ndctl));
	ndctl_unref(ndctl_dimm_get_ctx(followed->worker->dimm.ndctl));
	ocxl_worker_free(followed->worker);
	free(followed);
}

/* the same card under the same name, and still there */
static bool is_same(const struct followed *followed, const struct ocxl_dimm *dimm)
{
	const struct ocxl_dimm *own = &followed->worker->dimm;

	return !followed->gone && own->serial == dimm->serial && !strcmp(own->dev, dimm->dev);
}

static void switch_to_newer(const struct follow *follow, struct followed *followed)
{
	struct ocxl_worker *worker = followed->worker;

	if (!followed->has_newer || followed->querying)
		return;
	ndctl_unref(ndctl_dimm_get_ctx(worker->dimm.ndctl));
	worker->dimm = followed->newer;
	worker->dimm.worker = worker;
	worker->dimm.state = &followed->state;
	followed->has_newer = false;
	followed->unreadable = false;
	followed->pause_ns = 0;
	mark_due(follow, followed);
}

static void replace_dimm(const struct follow *follow, struct followed *followed,
			 const struct ocxl_dimm *dimm)
{
	if (followed->has_newer)
		ndctl_unref(ndctl_dimm_get_ctx(followed->newer.ndctl));
	followed->newer = *dimm;
	ndctl_ref(ndctl_dimm_get_ctx(dimm->ndctl));
	followed->has_newer = true;
	switch_to_newer(follow, followed);
}

static void schedule_retry(const struct follow *follow, struct followed *followed)
{
	followed->retry_ns = OCXL_WAIT_FOREVER;
	if ((!*followed->state.reported && !followed->unreadable) ||
	    !may_continue(follow, followed)) {
		followed->pause_ns = 0;
		return;
	}
	followed->pause_ns = ocxl_wait_next_pause(followed->pause_ns, RETRY_MIN_NS, RETRY_MAX_NS);
	followed->retry_ns = ocxl_clock_now_ns() + followed->pause_ns;
}

static void notice_end(const struct follow *follow, struct followed *followed)
{
	if (!followed->querying || ocxl_worker_is_busy(followed->worker))
		return;
	followed->querying = false;
	if (has_reached_limit(follow, followed))
		followed->due = false;
	schedule_retry(follow, followed);
	switch_to_newer(follow, followed);
}

static int choose_poll_fd(const struct follow *follow, const struct followed *followed)
{
	if (followed->querying || followed->unreadable || !may_continue(follow, followed))
		return -1;
	return ndctl_dimm_get_health_eventfd(followed->worker->dimm.ndctl);
}

/* does "flags" require a query; also true if it cannot be read, or the last query failed */
static bool read_flags(const struct follow *follow, struct followed *followed)
{
	uint64_t wanted = follow->repeat->verb->follow_flag, flags;
	struct ndctl_dimm *dimm = followed->worker->dimm.ndctl;
	int fd = ndctl_dimm_get_health_eventfd(dimm), rc;
	char text[FLAGS_SIZE];

	/* first: the next poll() notices what changes from now on */
	followed->unreadable = fd < 0 || pread(fd, text, sizeof(text), 0) < 0;
	rc = ndctl_dimm_ocxl_read_flags(dimm, &flags);
	if (rc && rc != -EPROTONOSUPPORT)
		followed->unreadable = true;
	return followed->unreadable || !wanted || *followed->state.reported || flags & wanted;
}

/* ---- all DIMMs ---- */

/* without --limit the run also waits for DIMMs that are added, unless no DIMM ever answered */
static bool is_over(struct follow *follow)
{
	bool alive = follow->omitted_count;
	size_t i;

	for (i = 0; i < follow->count; i++) {
		const struct followed *followed = follow->dimms[i];

		if (!may_continue(follow, followed))
			continue;
		alive = true;
		follow->had_dimm |= !followed->querying;
	}
	return !alive && (!follow->had_dimm || follow->repeat->options->limit);
}

/* the exit status depends on the last query of each DIMM */
static void count_last_result(const struct follow *follow, const struct followed *followed)
{
	ocxl_run_totals_add(follow->repeat->totals, followed->state.last_result,
			    followed->worker->dimm.named);
}

/* release DIMMs that were reported as gone */
static void remove_gone(struct follow *follow)
{
	size_t i, kept = 0;

	for (i = 0; i < follow->count; i++) {
		struct followed *followed = follow->dimms[i];

		if (followed->gone && !followed->querying && !followed->due) {
			count_last_result(follow, followed);
			free_followed(followed);
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
		struct followed *followed = follow->dimms[i];

		if (!followed->due || followed->querying)
			continue;
		followed->due = false;
		followed->querying = true;
		ocxl_worker_start(followed->worker);
		notice_end(follow, followed);
	}
}

static struct followed *find_dimm(const struct follow *follow, const struct ocxl_dimm *dimm)
{
	size_t i;

	for (i = 0; i < follow->count; i++) {
		if (is_same(follow->dimms[i], dimm))
			return follow->dimms[i];
	}
	return NULL;
}

static bool is_found(const struct followed *followed, const struct ocxl_dimm_list *found)
{
	size_t i;

	for (i = 0; i < found->count; i++) {
		if (is_same(followed, &found->dimms[i]))
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
	struct followed *followed;

	follow->dimms = xrealloc(follow->dimms, count * sizeof(*follow->dimms));
	follow->fds = xrealloc(follow->fds, (FDS_BEFORE_DIMMS + count) * sizeof(*follow->fds));
	for (i = 0; i < follow->count; i++) {
		followed = follow->dimms[i];
		if (is_found(followed, found))
			continue;
		followed->gone = true;
		mark_due(follow, followed);
	}
	for (i = 0; i < found->count; i++) {
		followed = find_dimm(follow, &found->dimms[i]);
		if (followed)
			replace_dimm(follow, followed, &found->dimms[i]);
		else
			follow->dimms[follow->count++] = new_followed(follow, &found->dimms[i]);
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
		const struct followed *followed = follow->dimms[i];

		fds[FDS_BEFORE_DIMMS + i].fd = choose_poll_fd(follow, followed);
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
		struct followed *followed = follow->dimms[i];

		if (!followed->querying &&
		    (follow->fds[FDS_BEFORE_DIMMS + i].revents || followed->retry_ns <= now))
			followed->due |= read_flags(follow, followed) || followed->retry_ns <= now;
		notice_end(follow, followed);
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
		free_followed(follow->dimms[i]);
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

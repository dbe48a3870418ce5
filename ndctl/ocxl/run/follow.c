// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <syslog.h>
#include <unistd.h>
#include <ndctl/libndctl.h>
#include "ocxl/base/clock.h"
#include "ocxl/base/error.h"
#include "ocxl/base/wait.h"
#include "ocxl/output/output.h"
#include "ocxl/run/follow-dimm.h"
#include "ocxl/run/hotplug.h"
#include "ocxl/run/options.h"
#include "ocxl/run/repeat.h"
#include "ocxl/run/result-sink.h"
#include "ocxl/run/select.h"
#include "ocxl/run/undiscovered.h"
#include "ocxl/run/verb.h"

/* after a signal: time for requests that only have to acknowledge what was written */
#define GRACE_MS     500
/* pauses before DIMMs that libndctl failed to discover are searched again */
#define PAUSE_MIN_NS (5 * OCXL_SECOND_NS)
#define PAUSE_MAX_NS (60 * OCXL_SECOND_NS)
/* descriptors of poll() before those of the DIMMs */
enum { FD_OUTPUT, FD_HOTPLUG, FD_DONE, FDS_BEFORE_DIMMS };

/**
 * struct follow - one run of --follow
 * @repeat: the run
 * @dimms: the DIMMs that are there, and those that are gone but not yet reported as gone
 * @count: of @dimms
 * @fds: FDS_BEFORE_DIMMS, then one for each DIMM
 * @hotplug: notifications; NULL: not available
 * @done_fd: eventfd, written when a request has ended
 * @had_dimm: there was a DIMM that could continue
 * @undiscovered_count: DIMMs that libndctl failed to discover in the last search
 * @pause_ns: until the next search because of them; 0 if @undiscovered_count is 0
 * @search_ns: time of that search, by ocxl_clock_now_ns()
 */
struct follow {
	const struct ocxl_repeat *repeat;
	struct ocxl_follow_dimm **dimms;
	size_t count;
	struct pollfd *fds;
	struct ocxl_hotplug *hotplug;
	int done_fd;
	bool had_dimm;
	size_t undiscovered_count;
	uint64_t pause_ns;
	uint64_t search_ns;
};

static bool is_any_busy(const struct follow *follow)
{
	size_t i;

	for (i = 0; i < follow->count; i++) {
		if (follow->dimms[i]->busy)
			return true;
	}
	return false;
}

/* without --limit the run also waits for DIMMs that are added, unless no DIMM ever answered */
static bool is_over(struct follow *follow)
{
	bool alive = follow->undiscovered_count;
	size_t i;

	for (i = 0; i < follow->count; i++) {
		const struct ocxl_follow_dimm *followed = follow->dimms[i];

		if (!ocxl_follow_dimm_may_continue(followed))
			continue;
		alive = true;
		follow->had_dimm |= !followed->busy;
	}
	return !alive && (!follow->had_dimm || follow->repeat->options->limit);
}

/* the exit status depends on the last request of each DIMM */
static void count_outcome(const struct follow *follow, const struct ocxl_follow_dimm *followed)
{
	ocxl_outcomes_add(follow->repeat->outcomes, followed->state.outcome, followed->dimm.named);
}

/* release DIMMs that were reported as gone */
static void remove_gone(struct follow *follow)
{
	size_t i, kept = 0;

	for (i = 0; i < follow->count; i++) {
		struct ocxl_follow_dimm *followed = follow->dimms[i];

		if (followed->gone && !followed->busy && !followed->due) {
			count_outcome(follow, followed);
			ocxl_follow_dimm_free(followed);
		} else {
			follow->dimms[kept++] = followed;
		}
	}
	follow->count = kept;
}

/* Return: 0, or the error of the first request that failed the run */
static int collect_requests(struct follow *follow)
{
	eventfd_t written;
	int rc = 0;
	size_t i;

	/* before the loop: a request that ends after it writes again */
	eventfd_read(follow->done_fd, &written);
	for (i = 0; i < follow->count; i++) {
		struct ocxl_follow_dimm *followed = follow->dimms[i];

		if (ocxl_follow_dimm_collect(followed) && !rc)
			rc = followed->rc;
	}
	return rc;
}

static void start_due_requests(struct follow *follow)
{
	size_t i;

	for (i = 0; i < follow->count; i++) {
		struct ocxl_follow_dimm *followed = follow->dimms[i];

		if (followed->due && !followed->busy)
			ocxl_follow_dimm_start(followed);
	}
}

static struct ndctl_ctx *new_context(const struct ocxl_options *options)
{
	struct ndctl_ctx *ctx;

	if (ndctl_new(&ctx))
		return NULL;
	if (!options->verbose && !getenv("NDCTL_LOG"))
		ndctl_set_log_priority(ctx, LOG_CRIT);
	return ctx;
}

static struct ocxl_follow_dimm *find_dimm(const struct follow *follow, const struct ocxl_dimm *dimm)
{
	size_t i;

	for (i = 0; i < follow->count; i++) {
		if (ocxl_follow_dimm_matches(follow->dimms[i], dimm))
			return follow->dimms[i];
	}
	return NULL;
}

static bool is_found(const struct ocxl_follow_dimm *followed, const struct ocxl_dimm_list *found)
{
	size_t i;

	for (i = 0; i < found->count; i++) {
		if (ocxl_follow_dimm_matches(followed, &found->dimms[i]))
			return true;
	}
	return false;
}

/* a DIMM that libndctl failed to discover is still there, and is still asked */
static bool is_undiscovered(const struct ocxl_follow_dimm *followed,
			    const struct ocxl_dimm_list *found)
{
	return ocxl_undiscovered_has(&found->undiscovered, ndctl_dimm_get_id(followed->dimm.ndctl));
}

/* each search makes every DIMM due, so pauses grow */
static void schedule_search(struct follow *follow, const struct ocxl_dimm_list *found)
{
	follow->undiscovered_count = found->undiscovered.count;
	follow->search_ns = OCXL_WAIT_FOREVER;
	if (!follow->undiscovered_count) {
		follow->pause_ns = 0;
		return;
	}
	follow->pause_ns = ocxl_wait_next_pause(follow->pause_ns, PAUSE_MIN_NS, PAUSE_MAX_NS);
	follow->search_ns = ocxl_clock_now_ns() + follow->pause_ns;
}

static int grow_arrays(struct follow *follow, size_t more)
{
	size_t count = follow->count + more + 1;
	struct ocxl_follow_dimm **dimms = reallocarray(follow->dimms, count, sizeof(*dimms));
	struct pollfd *fds;

	if (!dimms)
		return -ENOMEM;
	follow->dimms = dimms;
	fds = reallocarray(follow->fds, FDS_BEFORE_DIMMS + count, sizeof(*fds));
	if (!fds)
		return -ENOMEM;
	follow->fds = fds;
	return 0;
}

/* known DIMMs keep their state; those that were not found are asked again, and report it */
static int update_dimms(struct follow *follow, const struct ocxl_dimm_list *found)
{
	struct ocxl_follow_dimm *followed;
	int rc = grow_arrays(follow, found->count);
	size_t i;

	for (i = 0; !rc && i < follow->count; i++) {
		followed = follow->dimms[i];
		if (is_found(followed, found) || is_undiscovered(followed, found))
			continue;
		followed->gone = true;
		ocxl_follow_dimm_mark_due(followed);
	}
	for (i = 0; !rc && i < found->count; i++) {
		followed = find_dimm(follow, &found->dimms[i]);
		if (followed) {
			ocxl_follow_dimm_replace(followed, &found->dimms[i]);
			continue;
		}
		followed = ocxl_follow_dimm_new(follow->repeat, &found->dimms[i], follow->done_fd);
		if (followed)
			follow->dimms[follow->count++] = followed;
		else
			rc = -ENOMEM;
	}
	return rc;
}

/* a context of libndctl keeps the DIMMs of its first search, so a new one is needed */
static int search_dimms(struct follow *follow)
{
	const struct ocxl_repeat *repeat = follow->repeat;
	struct ndctl_ctx *ctx = new_context(repeat->options);
	struct ocxl_dimm_list found = { 0 };
	int rc = -ENOMEM;

	if (!ctx)
		return rc;
	rc = ocxl_select_dimms_again(&found, ctx, repeat->options, repeat->verb->sysfs);
	if (!rc && !follow->undiscovered_count)
		ocxl_dimm_list_report_undiscovered(&found, repeat->options);
	if (!rc) {
		schedule_search(follow, &found);
		rc = update_dimms(follow, &found);
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
	fds[FD_HOTPLUG].fd = ocxl_hotplug_fd(follow->hotplug);
	fds[FD_HOTPLUG].events = POLLIN;
	fds[FD_DONE].fd = follow->done_fd;
	fds[FD_DONE].events = POLLIN;
	for (i = 0; i < follow->count; i++) {
		const struct ocxl_follow_dimm *followed = follow->dimms[i];

		fds[FDS_BEFORE_DIMMS + i].fd = ocxl_follow_dimm_poll_fd(followed);
		fds[FDS_BEFORE_DIMMS + i].events = POLLPRI;
		if (!followed->busy && followed->retry_ns < deadline)
			deadline = followed->retry_ns;
	}
	return deadline;
}

static int wait_for_change(struct follow *follow)
{
	struct ocxl_result_sink *sink = follow->repeat->sink;
	uint64_t deadline = prepare_wait(follow);
	int rc = ocxl_wait_for_fds(follow->fds, FDS_BEFORE_DIMMS + follow->count, deadline);
	uint64_t now = ocxl_clock_now_ns();
	size_t i;

	if (rc < 0)
		return rc;
	if (follow->fds[FD_OUTPUT].revents) {
		ocxl_result_sink_lock(sink);
		return ocxl_result_sink_unlock(sink, -EPIPE);
	}
	for (i = 0; i < follow->count; i++) {
		struct ocxl_follow_dimm *followed = follow->dimms[i];

		if (!followed->busy &&
		    (follow->fds[FDS_BEFORE_DIMMS + i].revents || followed->retry_ns <= now))
			ocxl_follow_dimm_handle_change(followed);
	}
	if (follow->fds[FD_HOTPLUG].revents && ocxl_hotplug_has_changed(follow->hotplug))
		return search_dimms(follow);
	return follow->search_ns <= now ? search_dimms(follow) : 0;
}

static int follow_dimms(struct follow *follow)
{
	int rc;

	do {
		start_due_requests(follow);
		if (is_over(follow))
			return 0;
		rc = wait_for_change(follow);
		if (!rc)
			rc = collect_requests(follow);
		remove_gone(follow);
	} while (!rc);
	return rc;
}

/*
 * Wait for requests that are under way. After a signal, wait only for a short time, because a
 * card may not answer: data of threads that still run is kept, and they write nothing.
 */
static void finish_requests(struct follow *follow)
{
	struct pollfd done = { .fd = follow->done_fd, .events = POLLIN };

	while (is_any_busy(follow) && ocxl_wait_for_fds(&done, 1, OCXL_WAIT_FOREVER) > 0)
		collect_requests(follow);
	while (is_any_busy(follow) && poll(&done, 1, GRACE_MS) > 0)
		collect_requests(follow);
	if (is_any_busy(follow))
		ocxl_result_sink_close(follow->repeat->sink);
}

static void release_all(struct follow *follow)
{
	size_t i;

	for (i = 0; i < follow->count; i++)
		ocxl_follow_dimm_free(follow->dimms[i]);
	free(follow->dimms);
	free(follow->fds);
	ocxl_hotplug_close(follow->hotplug);
	if (follow->done_fd >= 0)
		close(follow->done_fd);
}

int ocxl_follow_run(const struct ocxl_repeat *repeat)
{
	struct follow follow = { .repeat = repeat };
	size_t i;
	int rc;

	if (!repeat->dimm_list->count) {
		repeat->outcomes->failed += repeat->dimm_list->undiscovered.count;
		return 0;
	}
	/* first, so that no DIMM added from now on is missed */
	follow.hotplug = ocxl_hotplug_open();
	schedule_search(&follow, repeat->dimm_list);
	follow.done_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	rc = follow.done_fd < 0 ? -errno : update_dimms(&follow, repeat->dimm_list);
	if (!rc)
		rc = follow_dimms(&follow);
	finish_requests(&follow);
	if (is_any_busy(&follow))
		return -EINTR;
	for (i = 0; !rc && i < follow.count; i++)
		count_outcome(&follow, follow.dimms[i]);
	repeat->outcomes->failed += follow.undiscovered_count;
	release_all(&follow);
	return rc;
}

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

/* so long a signal that asks to stop waits for those who only have to acknowledge */
#define GRACE_MS    500
/* DIMMs that libndctl left out are looked for again, at first soon */
#define PAUSE_MIN_S 5
#define PAUSE_MAX_S 60
/* entries of poll() in front of those of the DIMMs */
#define OUTPUT	    0
#define DEVICES	    1
#define BELL	    2
#define OWN	    3

/**
 * struct follower - one run of --follow
 * @repeat: what it is made of
 * @dimms: those that are there, and those that are gone but not asked for the last time
 * @count: how many
 * @fds: OWN, then one a DIMM
 * @hotplug: news of those that come and go; NULL: nobody tells
 * @bell: rings when a DIMM was asked
 * @begun: there was a DIMM to wait for
 * @lacking: how many DIMMs libndctl left out when it was asked last
 * @pause_s: how long it is left alone because of them
 * @look_ns: when it is asked again whatever happens
 */
struct follower {
	const struct ocxl_repeat *repeat;
	struct ocxl_follow_dimm **dimms;
	size_t count;
	struct pollfd *fds;
	struct ocxl_hotplug *hotplug;
	int bell;
	bool begun;
	size_t lacking;
	unsigned int pause_s;
	uint64_t look_ns;
};

static bool is_any_busy(const struct follower *follower)
{
	size_t i;

	for (i = 0; i < follower->count; i++) {
		if (follower->dimms[i]->busy)
			return true;
	}
	return false;
}

/* from the start nobody to wait for, or nobody below --limit any more */
static bool is_over(struct follower *follower)
{
	bool alive = follower->lacking;
	size_t i;

	for (i = 0; i < follower->count; i++) {
		const struct ocxl_follow_dimm *followed = follower->dimms[i];

		if (!ocxl_follow_dimm_may_continue(followed))
			continue;
		alive = true;
		follower->begun |= !followed->busy;
	}
	return !alive && (!follower->begun || follower->repeat->options->limit);
}

/* how it went last is what counts */
static void account(const struct follower *follower, const struct ocxl_follow_dimm *followed)
{
	ocxl_outcomes_add(follower->repeat->outcomes, followed->state.outcome,
			  followed->dimm.named);
}

/* who is gone and has said so */
static void forget_gone(struct follower *follower)
{
	size_t i, kept = 0;

	for (i = 0; i < follower->count; i++) {
		struct ocxl_follow_dimm *followed = follower->dimms[i];

		if (followed->gone && !followed->busy && !followed->marked) {
			account(follower, followed);
			ocxl_follow_dimm_free(followed);
		} else {
			follower->dimms[kept++] = followed;
		}
	}
	follower->count = kept;
}

/* what those who were asked came to */
static int reap(struct follower *follower)
{
	eventfd_t rings;
	int rc = 0;
	size_t i;

	/* before the look: who comes after it rings again */
	eventfd_read(follower->bell, &rings);
	for (i = 0; i < follower->count; i++) {
		struct ocxl_follow_dimm *followed = follower->dimms[i];

		if (ocxl_follow_dimm_collect(followed) && !rc)
			rc = followed->rc;
	}
	return rc;
}

static void ask_marked(struct follower *follower)
{
	size_t i;

	for (i = 0; i < follower->count; i++) {
		struct ocxl_follow_dimm *followed = follower->dimms[i];

		if (followed->marked && !followed->busy)
			ocxl_follow_dimm_start(followed);
	}
}

static struct ndctl_ctx *new_library(const struct ocxl_options *options)
{
	struct ndctl_ctx *ctx;

	if (ndctl_new(&ctx))
		return NULL;
	if (!options->verbose && !getenv("NDCTL_LOG"))
		ndctl_set_log_priority(ctx, LOG_CRIT);
	return ctx;
}

static struct ocxl_follow_dimm *find(const struct follower *follower, const struct ocxl_dimm *dimm)
{
	size_t i;

	for (i = 0; i < follower->count; i++) {
		if (ocxl_follow_dimm_matches(follower->dimms[i], dimm))
			return follower->dimms[i];
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

/* who was left out may be there still, and his log is asked for as before */
static bool is_left_out(const struct ocxl_follow_dimm *followed, const struct ocxl_dimm_list *found)
{
	return ocxl_undiscovered_has(&found->undiscovered, ndctl_dimm_get_id(followed->dimm.ndctl));
}

/* a look costs each DIMM a question, so it is taken more and more seldom */
static void schedule_look(struct follower *follower, const struct ocxl_dimm_list *found)
{
	follower->lacking = found->undiscovered.count;
	follower->look_ns = OCXL_WAIT_FOREVER;
	if (!follower->lacking) {
		follower->pause_s = 0;
		return;
	}
	follower->pause_s = follower->pause_s ? 2 * follower->pause_s : PAUSE_MIN_S;
	if (follower->pause_s > PAUSE_MAX_S)
		follower->pause_s = PAUSE_MAX_S;
	follower->look_ns = ocxl_clock_now_ns() + follower->pause_s * OCXL_SECOND_NS;
}

/* room for as many more */
static int make_room(struct follower *follower, size_t more)
{
	size_t count = follower->count + more + 1;
	struct ocxl_follow_dimm **dimms = reallocarray(follower->dimms, count, sizeof(*dimms));
	struct pollfd *fds;

	if (!dimms)
		return -ENOMEM;
	follower->dimms = dimms;
	fds = reallocarray(follower->fds, OWN + count, sizeof(*fds));
	if (!fds)
		return -ENOMEM;
	follower->fds = fds;
	return 0;
}

/* each goes on where it was, if it was there; who is not there any more says so himself */
static int take_over(struct follower *follower, const struct ocxl_dimm_list *found)
{
	struct ocxl_follow_dimm *followed;
	int rc = make_room(follower, found->count);
	size_t i;

	for (i = 0; !rc && i < follower->count; i++) {
		followed = follower->dimms[i];
		if (is_found(followed, found) || is_left_out(followed, found))
			continue;
		followed->gone = true;
		ocxl_follow_dimm_mark_due(followed);
	}
	for (i = 0; !rc && i < found->count; i++) {
		followed = find(follower, &found->dimms[i]);
		if (followed) {
			ocxl_follow_dimm_replace(followed, &found->dimms[i]);
			continue;
		}
		followed = ocxl_follow_dimm_new(follower->repeat, &found->dimms[i], follower->bell);
		if (followed)
			follower->dimms[follower->count++] = followed;
		else
			rc = -ENOMEM;
	}
	return rc;
}

/* the library knows what was there when it was asked first, so another one is asked */
static int look_again(struct follower *follower)
{
	const struct ocxl_repeat *repeat = follower->repeat;
	struct ndctl_ctx *ctx = new_library(repeat->options);
	struct ocxl_dimm_list found = { 0 };
	int rc = -ENOMEM;

	if (!ctx)
		return rc;
	rc = ocxl_select_dimms_again(&found, ctx, repeat->options, repeat->verb->sysfs);
	if (!rc && !follower->lacking)
		ocxl_dimm_list_report_undiscovered(&found, repeat->options);
	if (!rc) {
		schedule_look(follower, &found);
		rc = take_over(follower, &found);
	}
	ocxl_dimm_list_release(&found);
	/* the DIMMs keep it */
	ndctl_unref(ctx);
	return rc;
}

static uint64_t prepare_wait(struct follower *follower)
{
	uint64_t deadline = follower->look_ns;
	struct pollfd *fds = follower->fds;
	size_t i;

	memset(fds, 0, (OWN + follower->count) * sizeof(*fds));
	fds[OUTPUT].fd = ocxl_output_poll_fd(follower->repeat->sink->output);
	fds[DEVICES].fd = ocxl_hotplug_fd(follower->hotplug);
	fds[DEVICES].events = POLLIN;
	fds[BELL].fd = follower->bell;
	fds[BELL].events = POLLIN;
	for (i = 0; i < follower->count; i++) {
		const struct ocxl_follow_dimm *followed = follower->dimms[i];

		fds[OWN + i].fd = ocxl_follow_dimm_poll_fd(followed);
		fds[OWN + i].events = POLLPRI;
		if (!followed->busy && followed->retry_ns < deadline)
			deadline = followed->retry_ns;
	}
	return deadline;
}

static int wait_for_news(struct follower *follower)
{
	struct ocxl_result_sink *sink = follower->repeat->sink;
	uint64_t deadline = prepare_wait(follower);
	int rc = ocxl_wait_for_fds(follower->fds, OWN + follower->count, deadline);
	uint64_t now = ocxl_clock_now_ns();
	size_t i;

	if (rc < 0)
		return rc;
	if (follower->fds[OUTPUT].revents) {
		ocxl_result_sink_lock(sink);
		return ocxl_result_sink_unlock(sink, -EPIPE);
	}
	for (i = 0; i < follower->count; i++) {
		struct ocxl_follow_dimm *followed = follower->dimms[i];

		if (!followed->busy &&
		    (follower->fds[OWN + i].revents || followed->retry_ns <= now))
			ocxl_follow_dimm_handle_change(followed);
	}
	if (follower->fds[DEVICES].revents && ocxl_hotplug_has_changed(follower->hotplug))
		return look_again(follower);
	return follower->look_ns <= now ? look_again(follower) : 0;
}

static int follow(struct follower *follower)
{
	int rc;

	do {
		ask_marked(follower);
		if (is_over(follower))
			return 0;
		rc = wait_for_news(follower);
		if (!rc)
			rc = reap(follower);
		forget_gone(follower);
	} while (!rc);
	return rc;
}

/*
 * The end of those who are being asked. A signal does not wait for a card that does not
 * answer: then some may still be at work, and keep what they work with.
 */
static void settle(struct follower *follower)
{
	struct pollfd bell = { .fd = follower->bell, .events = POLLIN };

	while (is_any_busy(follower) && ocxl_wait_for_fds(&bell, 1, OCXL_WAIT_FOREVER) > 0)
		reap(follower);
	while (is_any_busy(follower) && poll(&bell, 1, GRACE_MS) > 0)
		reap(follower);
	if (is_any_busy(follower))
		ocxl_result_sink_close(follower->repeat->sink);
}

static void release(struct follower *follower)
{
	size_t i;

	for (i = 0; i < follower->count; i++)
		ocxl_follow_dimm_free(follower->dimms[i]);
	free(follower->dimms);
	free(follower->fds);
	ocxl_hotplug_close(follower->hotplug);
	if (follower->bell >= 0)
		close(follower->bell);
}

int ocxl_follow_run(const struct ocxl_repeat *repeat)
{
	struct follower follower = { .repeat = repeat };
	size_t i;
	int rc;

	if (!repeat->dimm_list->count) {
		repeat->outcomes->failed += repeat->dimm_list->undiscovered.count;
		return 0;
	}
	/* first of all: whoever comes from now on is told of */
	follower.hotplug = ocxl_hotplug_open();
	schedule_look(&follower, repeat->dimm_list);
	follower.bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	rc = follower.bell < 0 ? -errno : take_over(&follower, repeat->dimm_list);
	if (!rc)
		rc = follow(&follower);
	settle(&follower);
	if (is_any_busy(&follower))
		return -EINTR;
	for (i = 0; !rc && i < follower.count; i++)
		account(&follower, follower.dimms[i]);
	repeat->outcomes->failed += follower.lacking;
	release(&follower);
	return rc;
}

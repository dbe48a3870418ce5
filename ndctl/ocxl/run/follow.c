// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <syslog.h>
#include <unistd.h>
#include <ndctl/libndctl.h>
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
#define SECOND_NS   UINT64_C(1000000000)
/* entries of poll() in front of those of the DIMMs */
#define OUTPUT	    0
#define DEVICES	    1
#define BELL	    2
#define OWN	    3

/**
 * struct follower - one run of --follow
 * @rounds: what it is made of
 * @dimms: those that are there, and those that are gone but not asked for the last time
 * @count: how many
 * @fds: OWN, then one a DIMM
 * @devices: news of those that come and go; NULL: nobody tells
 * @bell: rings when a DIMM was asked
 * @begun: there was a DIMM to wait for
 * @lacking: how many DIMMs libndctl left out when it was asked last
 * @pause_s: how long it is left alone because of them
 * @look_ns: when it is asked again whatever happens
 */
struct follower {
	const struct ocxl_rounds *rounds;
	struct ocxl_followed **dimms;
	size_t count;
	struct pollfd *fds;
	struct ocxl_devices *devices;
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
		const struct ocxl_followed *followed = follower->dimms[i];

		if (!ocxl_followed_is_alive(followed))
			continue;
		alive = true;
		follower->begun |= !followed->busy;
	}
	return !alive && (!follower->begun || follower->rounds->options->limit);
}

/* how it went last is what counts */
static void account(const struct follower *follower, const struct ocxl_followed *followed)
{
	ocxl_tally_add(follower->rounds->tally, followed->position.outcome, followed->target.named);
}

/* who is gone and has said so */
static void forget_gone(struct follower *follower)
{
	size_t i, kept = 0;

	for (i = 0; i < follower->count; i++) {
		struct ocxl_followed *followed = follower->dimms[i];

		if (followed->gone && !followed->busy && !followed->marked) {
			account(follower, followed);
			ocxl_followed_free(followed);
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
		struct ocxl_followed *followed = follower->dimms[i];

		if (ocxl_followed_reap(followed) && !rc)
			rc = followed->rc;
	}
	return rc;
}

static void ask_marked(struct follower *follower)
{
	size_t i;

	for (i = 0; i < follower->count; i++) {
		struct ocxl_followed *followed = follower->dimms[i];

		if (followed->marked && !followed->busy)
			ocxl_followed_ask(followed);
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

static struct ocxl_followed *find(const struct follower *follower, const struct ocxl_target *target)
{
	size_t i;

	for (i = 0; i < follower->count; i++) {
		if (ocxl_followed_is(follower->dimms[i], target))
			return follower->dimms[i];
	}
	return NULL;
}

static bool is_found(const struct ocxl_followed *followed, const struct ocxl_selection *found)
{
	size_t i;

	for (i = 0; i < found->count; i++) {
		if (ocxl_followed_is(followed, &found->targets[i]))
			return true;
	}
	return false;
}

/* who was left out may be there still, and his log is asked for as before */
static bool is_left_out(const struct ocxl_followed *followed, const struct ocxl_selection *found)
{
	return ocxl_roll_has(&found->left_out, ndctl_dimm_get_id(followed->target.dimm));
}

/* a look costs each DIMM a question, so it is taken more and more seldom */
static void schedule_look(struct follower *follower, const struct ocxl_selection *found)
{
	follower->lacking = found->left_out.count;
	follower->look_ns = OCXL_WAIT_FOREVER;
	if (!follower->lacking) {
		follower->pause_s = 0;
		return;
	}
	follower->pause_s = follower->pause_s ? 2 * follower->pause_s : PAUSE_MIN_S;
	if (follower->pause_s > PAUSE_MAX_S)
		follower->pause_s = PAUSE_MAX_S;
	follower->look_ns = ocxl_wait_now() + follower->pause_s * SECOND_NS;
}

/* room for as many more */
static int make_room(struct follower *follower, size_t more)
{
	size_t count = follower->count + more + 1;
	struct ocxl_followed **dimms = reallocarray(follower->dimms, count, sizeof(*dimms));
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
static int take_over(struct follower *follower, const struct ocxl_selection *found)
{
	struct ocxl_followed *followed;
	int rc = make_room(follower, found->count);
	size_t i;

	for (i = 0; !rc && i < follower->count; i++) {
		followed = follower->dimms[i];
		if (is_found(followed, found) || is_left_out(followed, found))
			continue;
		followed->gone = true;
		ocxl_followed_mark(followed);
	}
	for (i = 0; !rc && i < found->count; i++) {
		followed = find(follower, &found->targets[i]);
		if (followed) {
			ocxl_followed_renew(followed, &found->targets[i]);
			continue;
		}
		followed = ocxl_followed_new(follower->rounds, &found->targets[i], follower->bell);
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
	const struct ocxl_rounds *rounds = follower->rounds;
	struct ndctl_ctx *ctx = new_library(rounds->options);
	struct ocxl_selection found = { 0 };
	int rc = -ENOMEM;

	if (!ctx)
		return rc;
	rc = ocxl_select_again(&found, ctx, rounds->options, rounds->verb->sysfs);
	if (!rc && !follower->lacking)
		ocxl_selection_report_left_out(&found, rounds->options);
	if (!rc) {
		schedule_look(follower, &found);
		rc = take_over(follower, &found);
	}
	ocxl_selection_release(&found);
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
	fds[OUTPUT].fd = ocxl_output_poll_fd(follower->rounds->sink->output);
	fds[DEVICES].fd = ocxl_devices_fd(follower->devices);
	fds[DEVICES].events = POLLIN;
	fds[BELL].fd = follower->bell;
	fds[BELL].events = POLLIN;
	for (i = 0; i < follower->count; i++) {
		const struct ocxl_followed *followed = follower->dimms[i];

		fds[OWN + i].fd = ocxl_followed_fd(followed);
		fds[OWN + i].events = POLLPRI;
		if (!followed->busy && followed->retry_ns < deadline)
			deadline = followed->retry_ns;
	}
	return deadline;
}

static int wait_for_news(struct follower *follower)
{
	struct ocxl_sink *sink = follower->rounds->sink;
	uint64_t deadline = prepare_wait(follower);
	int rc = ocxl_wait(follower->fds, OWN + follower->count, deadline);
	uint64_t now = ocxl_wait_now();
	size_t i;

	if (rc < 0)
		return rc;
	if (follower->fds[OUTPUT].revents) {
		ocxl_sink_lock(sink);
		return ocxl_sink_unlock(sink, -EPIPE);
	}
	for (i = 0; i < follower->count; i++) {
		struct ocxl_followed *followed = follower->dimms[i];

		if (!followed->busy &&
		    (follower->fds[OWN + i].revents || followed->retry_ns <= now))
			ocxl_followed_heard(followed);
	}
	if (follower->fds[DEVICES].revents && ocxl_devices_changed(follower->devices))
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

	while (is_any_busy(follower) && ocxl_wait(&bell, 1, OCXL_WAIT_FOREVER) > 0)
		reap(follower);
	while (is_any_busy(follower) && poll(&bell, 1, GRACE_MS) > 0)
		reap(follower);
	if (is_any_busy(follower))
		ocxl_sink_close(follower->rounds->sink);
}

static void release(struct follower *follower)
{
	size_t i;

	for (i = 0; i < follower->count; i++)
		ocxl_followed_free(follower->dimms[i]);
	free(follower->dimms);
	free(follower->fds);
	ocxl_devices_close(follower->devices);
	if (follower->bell >= 0)
		close(follower->bell);
}

int ocxl_follow(const struct ocxl_rounds *rounds)
{
	struct follower follower = { .rounds = rounds };
	size_t i;
	int rc;

	if (!rounds->selection->count) {
		rounds->tally->failed += rounds->selection->left_out.count;
		return 0;
	}
	/* first of all: whoever comes from now on is told of */
	follower.devices = ocxl_devices_open();
	schedule_look(&follower, rounds->selection);
	follower.bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	rc = follower.bell < 0 ? -errno : take_over(&follower, rounds->selection);
	if (!rc)
		rc = follow(&follower);
	settle(&follower);
	if (is_any_busy(&follower))
		return -EINTR;
	for (i = 0; !rc && i < follower.count; i++)
		account(&follower, follower.dimms[i]);
	rounds->tally->failed += follower.lacking;
	release(&follower);
	return rc;
}

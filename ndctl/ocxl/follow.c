// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>
#include <ndctl/libndctl.h>
#include "devices.h"
#include "position.h"
#include "rounds.h"
#include "stop.h"
#include "wait.h"

#define SECOND_NS   UINT64_C(1000000000)
/* a DIMM that failed is asked again, at first soon */
#define PAUSE_MIN_S 1
#define PAUSE_MAX_S 60
#define FLAGS_SIZE  256
/* entries of poll() in front of those of the DIMMs */
#define OUTPUT	    0
#define DEVICES	    1
#define OWN	    2

/**
 * struct followed - a DIMM that is waited for
 * @marked: is asked in the next round
 * @deaf: its "flags" cannot be read, so there is nothing to wait for
 * @pause_s: how long it was left alone after its last failure; 0: there was none
 * @retry_ns: when it is asked whatever happens
 */
struct followed {
	bool marked;
	bool deaf;
	unsigned int pause_s;
	uint64_t retry_ns;
};

/**
 * struct follower - one run of --follow
 * @rounds: what it is made of; its selection is replaced when devices come and go
 * @ctx: library that the selection is of; NULL: that of the caller
 * @positions: one a DIMM
 * @followed: one a DIMM
 * @fds: OWN, then one a DIMM
 * @devices: news of those that come and go; NULL: nobody tells
 */
struct follower {
	const struct ocxl_rounds *rounds;
	struct ndctl_ctx *ctx;
	struct ocxl_position *positions;
	struct followed *followed;
	struct pollfd *fds;
	struct ocxl_devices *devices;
};

static bool is_finished(const struct follower *follower, size_t index)
{
	uint64_t limit = follower->rounds->options->limit;

	return limit && follower->positions[index].shown >= limit;
}

static bool is_alive(const struct follower *follower, size_t index)
{
	return ocxl_position_is_hopeful(&follower->positions[index]) &&
	       !is_finished(follower, index);
}

static bool is_any_alive(const struct follower *follower)
{
	size_t i;

	for (i = 0; i < follower->rounds->selection->count; i++) {
		if (is_alive(follower, i))
			return true;
	}
	return false;
}

static void mark_all(struct follower *follower)
{
	size_t i;

	for (i = 0; i < follower->rounds->selection->count; i++)
		follower->followed[i].marked = !is_finished(follower, i);
}

/* who failed gets another try; who did well is waited for */
static void schedule(struct follower *follower, size_t index)
{
	const struct ocxl_position *position = &follower->positions[index];
	struct followed *followed = &follower->followed[index];

	followed->marked = false;
	followed->retry_ns = OCXL_WAIT_FOREVER;
	if ((!*position->said && !followed->deaf) || !is_alive(follower, index)) {
		followed->pause_s = 0;
		return;
	}
	followed->pause_s = followed->pause_s ? 2 * followed->pause_s : PAUSE_MIN_S;
	if (followed->pause_s > PAUSE_MAX_S)
		followed->pause_s = PAUSE_MAX_S;
	followed->retry_ns = ocxl_wait_now() + followed->pause_s * SECOND_NS;
}

static int ask_marked(struct follower *follower)
{
	const struct ocxl_rounds *rounds = follower->rounds;
	const struct ocxl_selection *all = rounds->selection;
	struct ocxl_selection part = { 0 };
	size_t i;
	int rc;

	part.targets = calloc(all->count + 1, sizeof(*part.targets));
	if (!part.targets)
		return -ENOMEM;
	for (i = 0; i < all->count; i++) {
		if (follower->followed[i].marked)
			part.targets[part.count++] = all->targets[i];
	}
	rounds->document->time = time(NULL);
	rc = part.count ? rounds->ask(rounds->context, &part) : 0;
	/* a thread may still be asking one of them */
	if (ocxl_stop_requested())
		return rc ? rc : -EINTR;
	free(part.targets);
	for (i = 0; i < all->count; i++) {
		if (follower->followed[i].marked)
			schedule(follower, i);
	}
	return rc;
}

static bool has_word(const char *text, const char *word)
{
	size_t size = strlen(word);

	for (text += strspn(text, " \n"); *text; text += strspn(text, " \n")) {
		size_t count = strcspn(text, " \n");

		if (count == size && !memcmp(text, word, size))
			return true;
		text += count;
	}
	return false;
}

/*
 * Read "flags", so that the next change is told again: always before the card is
 * asked, so that what happens in between is not missed. Is there anything to ask?
 */
static bool hear(struct follower *follower, size_t index)
{
	const struct ocxl_target *target = &follower->rounds->selection->targets[index];
	const char *word = follower->rounds->verb->follow_word;
	int fd = ndctl_dimm_get_health_eventfd(target->dimm);
	char text[FLAGS_SIZE];
	ssize_t size = fd < 0 ? -1 : pread(fd, text, sizeof(text) - 1, 0);

	follower->followed[index].deaf = size < 0;
	if (size < 0 || !word || *target->position->said)
		return true;
	text[size] = '\0';
	return has_word(text, word);
}

static uint64_t prepare_wait(struct follower *follower)
{
	const struct ocxl_selection *selection = follower->rounds->selection;
	uint64_t deadline = OCXL_WAIT_FOREVER;
	size_t i;

	for (i = 0; i < selection->count; i++) {
		const struct followed *followed = &follower->followed[i];
		struct pollfd *fd = &follower->fds[OWN + i];

		fd->events = POLLPRI;
		fd->fd = -1;
		if (!followed->deaf && is_alive(follower, i))
			fd->fd = ndctl_dimm_get_health_eventfd(selection->targets[i].dimm);
		if (followed->retry_ns < deadline)
			deadline = followed->retry_ns;
	}
	return deadline;
}

static void mark_ready(struct follower *follower)
{
	uint64_t now = ocxl_wait_now();
	size_t i;

	for (i = 0; i < follower->rounds->selection->count; i++) {
		struct followed *followed = &follower->followed[i];
		const struct pollfd *fd = &follower->fds[OWN + i];
		bool due = followed->retry_ns <= now;

		if (due || (fd->fd >= 0 && fd->revents))
			followed->marked = hear(follower, i) || due;
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

/* where it was with the same card under the same name; who is gone is accounted for */
static void carry_over(struct follower *follower, struct ocxl_selection *to)
{
	const struct ocxl_selection *from = follower->rounds->selection;
	size_t i, j;

	for (i = 0; i < from->count; i++) {
		const struct ocxl_target *old = &from->targets[i];

		for (j = 0; j < to->count; j++) {
			if (old->serial == to->targets[j].serial &&
			    !strcmp(old->dev, to->targets[j].dev))
				break;
		}
		if (j < to->count)
			*to->targets[j].position = *old->position;
		else
			ocxl_tally_add(follower->rounds->tally, old->position->outcome, old->named);
	}
}

static int make_room(struct follower *follower, const struct ocxl_selection *selection)
{
	free(follower->followed);
	free(follower->fds);
	follower->followed = calloc(selection->count + 1, sizeof(*follower->followed));
	follower->fds = calloc(selection->count + OWN, sizeof(*follower->fds));
	if (!follower->followed || !follower->fds)
		return -ENOMEM;
	follower->fds[OUTPUT].fd = ocxl_output_reader(follower->rounds->sink->output);
	follower->fds[DEVICES].fd = ocxl_devices_fd(follower->devices);
	follower->fds[DEVICES].events = POLLIN;
	return 0;
}

/* the library knows what was there when it was asked first, so another one is asked */
static int find_devices(struct follower *follower)
{
	const struct ocxl_rounds *rounds = follower->rounds;
	struct ndctl_ctx *ctx = new_library(rounds->options);
	struct ocxl_selection found = { 0 };
	struct ocxl_position *positions;
	int rc = ctx ? ocxl_select_again(&found, ctx, rounds->options, rounds->verb->sysfs)
		     : -ENOMEM;

	positions = rc ? NULL : ocxl_position_attach(&found);
	if (!positions || make_room(follower, &found)) {
		free(positions);
		ocxl_selection_release(&found);
		if (ctx)
			ndctl_unref(ctx);
		return rc ? rc : -ENOMEM;
	}
	carry_over(follower, &found);
	ocxl_selection_release(rounds->selection);
	*rounds->selection = found;
	free(follower->positions);
	follower->positions = positions;
	if (follower->ctx)
		ndctl_unref(follower->ctx);
	follower->ctx = ctx;
	return 0;
}

/* those that are gone say so when they are asked, while their names are still known */
static int look_again(struct follower *follower)
{
	int rc;

	mark_all(follower);
	rc = ask_marked(follower);
	if (!rc)
		rc = find_devices(follower);
	if (!rc)
		mark_all(follower);
	return rc;
}

static int wait_for_news(struct follower *follower)
{
	struct ocxl_sink *sink = follower->rounds->sink;
	uint64_t deadline = prepare_wait(follower);
	int rc = ocxl_wait(follower->fds, OWN + follower->rounds->selection->count, deadline);

	if (rc < 0)
		return rc;
	if (follower->fds[OUTPUT].revents) {
		ocxl_sink_lock(sink);
		return ocxl_sink_unlock(sink, -EPIPE);
	}
	if (follower->fds[DEVICES].revents && ocxl_devices_changed(follower->devices))
		return look_again(follower);
	mark_ready(follower);
	return 0;
}

static int follow(struct follower *follower)
{
	bool limit = follower->rounds->options->limit != 0;
	int rc;

	mark_all(follower);
	rc = ask_marked(follower);
	if (rc || !is_any_alive(follower))
		return rc;
	do {
		rc = wait_for_news(follower);
		if (!rc)
			rc = ask_marked(follower);
	} while (!rc && (!limit || is_any_alive(follower)));
	return rc;
}

static void count_outcomes(const struct follower *follower)
{
	const struct ocxl_selection *selection = follower->rounds->selection;
	size_t i;

	for (i = 0; i < selection->count; i++)
		ocxl_tally_add(follower->rounds->tally, follower->positions[i].outcome,
			       selection->targets[i].named);
}

static void release(struct follower *follower)
{
	ocxl_devices_close(follower->devices);
	free(follower->fds);
	free(follower->followed);
	free(follower->positions);
	if (follower->ctx)
		ndctl_unref(follower->ctx);
}

int ocxl_follow(const struct ocxl_rounds *rounds)
{
	struct follower follower = { .rounds = rounds };
	int rc = -ENOMEM;

	if (!rounds->selection->count)
		return 0;
	/* first of all: whoever comes from now on is told of */
	follower.devices = ocxl_devices_open();
	follower.positions = ocxl_position_attach(rounds->selection);
	if (follower.positions && !make_room(&follower, rounds->selection))
		rc = follow(&follower);
	/* threads that are still at work keep what they work with */
	if (ocxl_stop_requested())
		return rc;
	if (!rc)
		count_outcomes(&follower);
	release(&follower);
	return rc;
}

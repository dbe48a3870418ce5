// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <ndctl/libndctl.h>
#include "ocxl/base/signals.h"
#include "ocxl/base/wait.h"
#include "ocxl/run/dimm-state.h"
#include "ocxl/run/follow-dimm.h"
#include "ocxl/run/options.h"
#include "ocxl/run/repeat.h"
#include "ocxl/run/select.h"
#include "ocxl/run/verb.h"

#define SECOND_NS   UINT64_C(1000000000)
/* a DIMM that failed is asked again, at first soon */
#define PAUSE_MIN_S 1
#define PAUSE_MAX_S 60
#define FLAGS_SIZE  256

/* the names of a target are its library's */
static void keep(struct ocxl_target *to, const struct ocxl_target *target)
{
	*to = *target;
	ndctl_ref(ndctl_dimm_get_ctx(to->dimm));
}

static void let_go(struct ocxl_target *target)
{
	ndctl_unref(ndctl_dimm_get_ctx(target->dimm));
}

struct ocxl_followed *ocxl_followed_new(const struct ocxl_rounds *rounds,
					const struct ocxl_target *target, int bell)
{
	struct ocxl_followed *followed = calloc(1, sizeof(*followed));

	if (!followed)
		return NULL;
	followed->rounds = rounds;
	keep(&followed->target, target);
	followed->target.position = &followed->position;
	followed->selection.targets = &followed->target;
	followed->selection.count = 1;
	followed->bell = bell;
	followed->marked = true;
	followed->retry_ns = OCXL_WAIT_FOREVER;
	return followed;
}

void ocxl_followed_free(struct ocxl_followed *followed)
{
	if (!followed)
		return;
	if (followed->has_newer)
		let_go(&followed->newer);
	let_go(&followed->target);
	free(followed);
}

bool ocxl_followed_is(const struct ocxl_followed *followed, const struct ocxl_target *target)
{
	return !followed->gone && followed->target.serial == target->serial &&
	       !strcmp(followed->target.dev, target->dev);
}

static void take_newer(struct ocxl_followed *followed)
{
	if (!followed->has_newer)
		return;
	let_go(&followed->target);
	followed->target = followed->newer;
	followed->target.position = &followed->position;
	followed->has_newer = false;
	followed->deaf = false;
	followed->pause_s = 0;
	ocxl_followed_mark(followed);
}

void ocxl_followed_renew(struct ocxl_followed *followed, const struct ocxl_target *target)
{
	if (followed->has_newer)
		let_go(&followed->newer);
	keep(&followed->newer, target);
	followed->has_newer = true;
	if (!followed->busy)
		take_newer(followed);
}

static bool is_finished(const struct ocxl_followed *followed)
{
	uint64_t limit = followed->rounds->options->limit;

	return limit && followed->position.shown >= limit;
}

bool ocxl_followed_is_alive(const struct ocxl_followed *followed)
{
	return followed->busy ||
	       (ocxl_position_is_hopeful(&followed->position) && !is_finished(followed));
}

void ocxl_followed_mark(struct ocxl_followed *followed)
{
	/* while it is asked, how many it has shown is not known */
	followed->marked = followed->busy || !is_finished(followed);
}

static void *ask(void *argument)
{
	struct ocxl_followed *followed = argument;
	const struct ocxl_rounds *rounds = followed->rounds;

	followed->rc = rounds->ask(rounds->context, &followed->selection);
	__atomic_store_n(&followed->done, true, __ATOMIC_RELEASE);
	eventfd_write(followed->bell, 1);
	return NULL;
}

void ocxl_followed_ask(struct ocxl_followed *followed)
{
	sigset_t unblocked;

	followed->marked = false;
	followed->done = false;
	followed->busy = true;
	/* signals are for the thread that waits */
	ocxl_stop_block(&unblocked);
	followed->threaded = !pthread_create(&followed->thread, NULL, ask, followed);
	ocxl_stop_unblock(&unblocked);
	if (!followed->threaded)
		ask(followed);
}

static void schedule(struct ocxl_followed *followed)
{
	followed->retry_ns = OCXL_WAIT_FOREVER;
	if ((!*followed->position.said && !followed->deaf) || !ocxl_followed_is_alive(followed)) {
		followed->pause_s = 0;
		return;
	}
	followed->pause_s = followed->pause_s ? 2 * followed->pause_s : PAUSE_MIN_S;
	if (followed->pause_s > PAUSE_MAX_S)
		followed->pause_s = PAUSE_MAX_S;
	followed->retry_ns = ocxl_wait_now() + followed->pause_s * SECOND_NS;
}

bool ocxl_followed_reap(struct ocxl_followed *followed)
{
	if (!followed->busy || !__atomic_load_n(&followed->done, __ATOMIC_ACQUIRE))
		return false;
	if (followed->threaded)
		pthread_join(followed->thread, NULL);
	followed->busy = false;
	if (is_finished(followed))
		followed->marked = false;
	schedule(followed);
	take_newer(followed);
	return true;
}

int ocxl_followed_fd(const struct ocxl_followed *followed)
{
	if (followed->busy || followed->deaf || !ocxl_followed_is_alive(followed))
		return -1;
	return ndctl_dimm_get_health_eventfd(followed->target.dimm);
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

/* is there anything to ask */
static bool hear(struct ocxl_followed *followed)
{
	const char *word = followed->rounds->verb->follow_word;
	int fd = ndctl_dimm_get_health_eventfd(followed->target.dimm);
	char text[FLAGS_SIZE];
	ssize_t size = fd < 0 ? -1 : pread(fd, text, sizeof(text) - 1, 0);

	followed->deaf = size < 0;
	if (size < 0 || !word || *followed->position.said)
		return true;
	text[size] = '\0';
	return has_word(text, word);
}

void ocxl_followed_heard(struct ocxl_followed *followed)
{
	bool due = followed->retry_ns <= ocxl_wait_now();

	if (hear(followed) || due)
		followed->marked = true;
}

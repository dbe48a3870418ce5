// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <ndctl/libndctl.h>
#include "ocxl/base/clock.h"
#include "ocxl/base/signals.h"
#include "ocxl/base/wait.h"
#include "ocxl/run/dimm-state.h"
#include "ocxl/run/follow-dimm.h"
#include "ocxl/run/options.h"
#include "ocxl/run/repeat.h"
#include "ocxl/run/select.h"
#include "ocxl/run/verb.h"

/* pauses before a DIMM that failed is asked again */
#define PAUSE_MIN_NS OCXL_SECOND_NS
#define PAUSE_MAX_NS (60 * OCXL_SECOND_NS)
#define FLAGS_SIZE   256

/* the strings of a DIMM belong to its context of libndctl */
static void copy_dimm(struct ocxl_dimm *to, const struct ocxl_dimm *dimm)
{
	*to = *dimm;
	ndctl_ref(ndctl_dimm_get_ctx(to->ndctl));
}

static void release_dimm(struct ocxl_dimm *dimm)
{
	ndctl_unref(ndctl_dimm_get_ctx(dimm->ndctl));
}

struct ocxl_follow_dimm *ocxl_follow_dimm_new(const struct ocxl_repeat *repeat,
					      const struct ocxl_dimm *dimm, int done_fd)
{
	struct ocxl_follow_dimm *followed = calloc(1, sizeof(*followed));

	if (!followed)
		return NULL;
	followed->repeat = repeat;
	copy_dimm(&followed->dimm, dimm);
	followed->dimm.state = &followed->state;
	followed->dimm_list.dimms = &followed->dimm;
	followed->dimm_list.count = 1;
	followed->done_fd = done_fd;
	followed->due = true;
	followed->retry_ns = OCXL_WAIT_FOREVER;
	return followed;
}

bool ocxl_follow_dimm_matches(const struct ocxl_follow_dimm *followed, const struct ocxl_dimm *dimm)
{
	return !followed->gone && followed->dimm.serial == dimm->serial &&
	       !strcmp(followed->dimm.dev, dimm->dev);
}

static void switch_to_newer(struct ocxl_follow_dimm *followed)
{
	if (!followed->has_newer)
		return;
	release_dimm(&followed->dimm);
	followed->dimm = followed->newer;
	followed->dimm.state = &followed->state;
	followed->has_newer = false;
	followed->unreadable = false;
	followed->pause_ns = 0;
	ocxl_follow_dimm_mark_due(followed);
}

void ocxl_follow_dimm_free(struct ocxl_follow_dimm *followed)
{
	if (!followed)
		return;
	switch_to_newer(followed);
	release_dimm(&followed->dimm);
	free(followed);
}

void ocxl_follow_dimm_replace(struct ocxl_follow_dimm *followed, const struct ocxl_dimm *dimm)
{
	if (followed->has_newer)
		release_dimm(&followed->newer);
	copy_dimm(&followed->newer, dimm);
	followed->has_newer = true;
	if (!followed->busy)
		switch_to_newer(followed);
}

static bool has_reached_limit(const struct ocxl_follow_dimm *followed)
{
	uint64_t limit = followed->repeat->options->limit;

	return limit && followed->state.shown >= limit;
}

bool ocxl_follow_dimm_may_continue(const struct ocxl_follow_dimm *followed)
{
	return followed->busy ||
	       (ocxl_dimm_state_may_succeed(&followed->state) && !has_reached_limit(followed));
}

void ocxl_follow_dimm_mark_due(struct ocxl_follow_dimm *followed)
{
	/* while it is busy, the thread counts the entries */
	followed->due = followed->busy || !has_reached_limit(followed);
}

static void *fetch_in_thread(void *argument)
{
	struct ocxl_follow_dimm *followed = argument;
	const struct ocxl_repeat *repeat = followed->repeat;

	followed->rc = repeat->fetch_list(repeat->context, &followed->dimm_list);
	__atomic_store_n(&followed->done, true, __ATOMIC_RELEASE);
	eventfd_write(followed->done_fd, 1);
	return NULL;
}

void ocxl_follow_dimm_start(struct ocxl_follow_dimm *followed)
{
	sigset_t unblocked;

	followed->due = false;
	followed->done = false;
	followed->busy = true;
	/* the main thread receives the signals */
	ocxl_signals_block(&unblocked);
	followed->threaded = !pthread_create(&followed->thread, NULL, fetch_in_thread, followed);
	ocxl_signals_unblock(&unblocked);
	if (!followed->threaded)
		fetch_in_thread(followed);
}

static void schedule_retry(struct ocxl_follow_dimm *followed)
{
	followed->retry_ns = OCXL_WAIT_FOREVER;
	if ((!*followed->state.reported && !followed->unreadable) ||
	    !ocxl_follow_dimm_may_continue(followed)) {
		followed->pause_ns = 0;
		return;
	}
	followed->pause_ns = ocxl_wait_next_pause(followed->pause_ns, PAUSE_MIN_NS, PAUSE_MAX_NS);
	followed->retry_ns = ocxl_clock_now_ns() + followed->pause_ns;
}

bool ocxl_follow_dimm_collect(struct ocxl_follow_dimm *followed)
{
	if (!followed->busy || !__atomic_load_n(&followed->done, __ATOMIC_ACQUIRE))
		return false;
	if (followed->threaded)
		pthread_join(followed->thread, NULL);
	followed->busy = false;
	if (has_reached_limit(followed))
		followed->due = false;
	schedule_retry(followed);
	switch_to_newer(followed);
	return true;
}

int ocxl_follow_dimm_poll_fd(const struct ocxl_follow_dimm *followed)
{
	if (followed->busy || followed->unreadable || !ocxl_follow_dimm_may_continue(followed))
		return -1;
	return ndctl_dimm_get_health_eventfd(followed->dimm.ndctl);
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

/* does "flags" ask for a request; also true if it cannot be read or the last request failed */
static bool read_flags(struct ocxl_follow_dimm *followed)
{
	const char *word = followed->repeat->verb->follow_word;
	int fd = ndctl_dimm_get_health_eventfd(followed->dimm.ndctl);
	char text[FLAGS_SIZE];
	ssize_t size = fd < 0 ? -1 : pread(fd, text, sizeof(text) - 1, 0);

	followed->unreadable = size < 0;
	if (size < 0 || !word || *followed->state.reported)
		return true;
	text[size] = '\0';
	return has_word(text, word);
}

void ocxl_follow_dimm_handle_change(struct ocxl_follow_dimm *followed)
{
	bool retry = followed->retry_ns <= ocxl_clock_now_ns();

	if (read_flags(followed) || retry)
		followed->due = true;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The clock of a card: the machine's, or a virtual one.
 */
#include <pthread.h>
#include <time.h>
#include "cards/card-clock.h"

#define SECOND_NS 1000000000ULL
/* how often a thread looks whether its reason to wait has ended */
#define LOOK_NS	  50000000L

/**
 * struct virtual_time - what all virtual clocks share
 * @lock: protects all clocks
 * @changed: a clock may move, or a request was released
 * @passed_ns: the sum of all advances
 * @limits: calls that wait until a virtual time
 * @is_chosen: the clocks are virtual
 */
static struct {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	u64 passed_ns;
	struct ocxl_virtual_limit *limits;
	bool is_chosen;
} virtual_time = { .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER };

u64 ocxl_monotonic_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (u64)now.tv_sec * SECOND_NS + (u64)now.tv_nsec;
}

void ocxl_card_clock_choose(bool is_virtual)
{
	virtual_time.is_chosen = is_virtual;
}

bool ocxl_card_clock_is_virtual(void)
{
	return virtual_time.is_chosen;
}

void ocxl_card_clock_init(struct ocxl_card_clock *clock)
{
	clock->now_ns = ocxl_monotonic_ns();
	clock->until_ns = clock->now_ns;
	clock->stopped_by = OCXL_OPCODE_NONE;
}

u64 ocxl_card_clock_now_ns(struct ocxl_card_clock *clock)
{
	u64 now_ns;

	if (!virtual_time.is_chosen)
		return ocxl_monotonic_ns();
	pthread_mutex_lock(&virtual_time.lock);
	now_ns = clock->now_ns;
	pthread_mutex_unlock(&virtual_time.lock);
	return now_ns;
}

static bool is_held(const struct ocxl_card_clock *clock, u8 opcode)
{
	return opcode < 32 && (clock->held & ~clock->passing) >> opcode & 1;
}

static void wait_for_change(void)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += LOOK_NS;
	until.tv_sec += until.tv_nsec / (long)SECOND_NS;
	until.tv_nsec %= (long)SECOND_NS;
	pthread_cond_timedwait(&virtual_time.changed, &virtual_time.lock, &until);
}

/* with the lock, which is released while @has_ended looks. Return: 0 or -EINTR */
static int wait_while_held(struct ocxl_card_clock *clock, u8 opcode, u64 end_ns,
			   bool (*has_ended)(void *context), void *context)
{
	bool ended = false;

	clock->stopped_by = opcode;
	while (is_held(clock, opcode) && clock->now_ns < end_ns && !ended) {
		if (clock->now_ns < clock->until_ns) {
			clock->now_ns = min_t(u64, clock->until_ns, end_ns);
			continue;
		}
		wait_for_change();
		pthread_mutex_unlock(&virtual_time.lock);
		ended = has_ended && has_ended(context);
		pthread_mutex_lock(&virtual_time.lock);
	}
	clock->stopped_by = OCXL_OPCODE_NONE;
	return ended ? -EINTR : 0;
}

int ocxl_card_clock_wait(struct ocxl_card_clock *clock, u8 opcode, u64 wait_ns,
			 bool (*has_ended)(void *context), void *context)
{
	u64 end_ns;
	int rc = 0;

	pthread_mutex_lock(&virtual_time.lock);
	end_ns = clock->now_ns + wait_ns;
	if (is_held(clock, opcode))
		rc = wait_while_held(clock, opcode, end_ns, has_ended, context);
	else
		clock->now_ns = end_ns;
	pthread_mutex_unlock(&virtual_time.lock);
	return rc;
}

/* with the lock */
static void set_held(struct ocxl_card_clock *clock, u32 held, u32 passing)
{
	clock->held = held;
	clock->passing = passing;
	/* the driver continues, also if its thread has not done so yet */
	if (clock->stopped_by < 32 && !is_held(clock, clock->stopped_by))
		clock->stopped_by = OCXL_OPCODE_NONE;
	pthread_cond_broadcast(&virtual_time.changed);
}

void ocxl_card_clock_hold(struct ocxl_card_clock *clock, u32 opcodes, bool hold)
{
	pthread_mutex_lock(&virtual_time.lock);
	set_held(clock, hold ? clock->held | opcodes : clock->held & ~opcodes,
		 clock->passing & ~opcodes);
	pthread_mutex_unlock(&virtual_time.lock);
}

void ocxl_card_clock_hold_next(struct ocxl_card_clock *clock, u32 opcodes)
{
	pthread_mutex_lock(&virtual_time.lock);
	set_held(clock, clock->held | opcodes, clock->passing | opcodes);
	pthread_mutex_unlock(&virtual_time.lock);
}

void ocxl_card_clock_begin_request(struct ocxl_card_clock *clock)
{
	pthread_mutex_lock(&virtual_time.lock);
	clock->passing = 0;
	pthread_mutex_unlock(&virtual_time.lock);
}

bool ocxl_card_clock_holds(struct ocxl_card_clock *clock, u8 opcode)
{
	bool holds;

	if (!virtual_time.is_chosen)
		return false;
	pthread_mutex_lock(&virtual_time.lock);
	holds = is_held(clock, opcode);
	pthread_mutex_unlock(&virtual_time.lock);
	return holds;
}

u8 ocxl_card_clock_stopped_by(struct ocxl_card_clock *clock)
{
	u8 opcode;

	pthread_mutex_lock(&virtual_time.lock);
	opcode = clock->stopped_by;
	pthread_mutex_unlock(&virtual_time.lock);
	return opcode;
}

void ocxl_card_clock_advance(struct ocxl_card_clock *clock, u64 ns)
{
	pthread_mutex_lock(&virtual_time.lock);
	clock->until_ns = max_t(u64, clock->until_ns, clock->now_ns) + ns;
	pthread_cond_broadcast(&virtual_time.changed);
	pthread_mutex_unlock(&virtual_time.lock);
}

bool ocxl_card_clock_has_arrived(struct ocxl_card_clock *clock)
{
	bool has_arrived;

	pthread_mutex_lock(&virtual_time.lock);
	has_arrived = clock->now_ns >= clock->until_ns;
	pthread_mutex_unlock(&virtual_time.lock);
	return has_arrived;
}

bool ocxl_card_clock_step(struct ocxl_card_clock *clock, u64 event_ns)
{
	bool moves;

	pthread_mutex_lock(&virtual_time.lock);
	moves = clock->now_ns < clock->until_ns;
	if (moves)
		clock->now_ns = event_ns > clock->now_ns ? min_t(u64, event_ns, clock->until_ns)
							 : clock->until_ns;
	pthread_mutex_unlock(&virtual_time.lock);
	return moves;
}

void ocxl_virtual_limit_begin(struct ocxl_virtual_limit *limit, u64 ns)
{
	pthread_mutex_lock(&virtual_time.lock);
	limit->end_ns = virtual_time.passed_ns + ns;
	limit->next = virtual_time.limits;
	virtual_time.limits = limit;
	pthread_mutex_unlock(&virtual_time.lock);
}

void ocxl_virtual_limit_end(const struct ocxl_virtual_limit *limit)
{
	struct ocxl_virtual_limit **link = &virtual_time.limits;

	pthread_mutex_lock(&virtual_time.lock);
	while (*link != limit)
		link = &(*link)->next;
	*link = limit->next;
	pthread_cond_broadcast(&virtual_time.changed);
	pthread_mutex_unlock(&virtual_time.lock);
}

unsigned int ocxl_virtual_limit_count(void)
{
	const struct ocxl_virtual_limit *limit;
	unsigned int count = 0;

	pthread_mutex_lock(&virtual_time.lock);
	for (limit = virtual_time.limits; limit; limit = limit->next)
		count++;
	pthread_mutex_unlock(&virtual_time.lock);
	return count;
}

/* with the lock */
static bool has_passed_limit(void)
{
	const struct ocxl_virtual_limit *limit = virtual_time.limits;

	while (limit && limit->end_ns > virtual_time.passed_ns)
		limit = limit->next;
	return limit != NULL;
}

u64 ocxl_virtual_time_passed_ns(void)
{
	u64 passed_ns;

	pthread_mutex_lock(&virtual_time.lock);
	passed_ns = virtual_time.passed_ns;
	pthread_mutex_unlock(&virtual_time.lock);
	return passed_ns;
}

u64 ocxl_program_time_ns(void)
{
	return virtual_time.is_chosen ? ocxl_virtual_time_passed_ns() : ocxl_monotonic_ns();
}

void ocxl_virtual_time_pass(u64 ns)
{
	pthread_mutex_lock(&virtual_time.lock);
	virtual_time.passed_ns += ns;
	while (has_passed_limit())
		wait_for_change();
	pthread_mutex_unlock(&virtual_time.lock);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Windows: what a write to map, add or remove amounts to
 * (Documentation/protocol/windows.md). Everything is checked before the first step.
 */
#include "window.h"

/**
 * struct planning - a plan in the making
 * @plan: so far
 * @existing: the windows there are
 * @host: what the planner cannot know
 * @why: where a message goes
 */
struct planning {
	struct ocxlpmem_window_plan *plan;
	const struct ocxlpmem_windows *existing;
	const struct ocxlpmem_window_host *host;
	char *why;
};

int ocxlpmem_windows_find(const struct ocxlpmem_windows *windows, u64 start)
{
	u32 i;

	for (i = 0; i < windows->count; i++) {
		if (windows->window[i].start == start)
			return (int)i;
	}
	return -1;
}

void ocxlpmem_windows_insert(struct ocxlpmem_windows *windows, const struct ocxlpmem_window *window)
{
	u32 i = windows->count++;

	for (; i > 0 && windows->window[i - 1].start > window->start; i--)
		windows->window[i] = windows->window[i - 1];
	windows->window[i] = *window;
}

static int refuse(const struct planning *planning, const struct ocxlpmem_window *window, int rc,
		  const char *reason)
{
	char text[OCXL_WINDOW_TEXT_MAX];

	ocxlpmem_window_format(window, text, sizeof(text));
	scnprintf(planning->why, OCXL_WINDOW_MESSAGE_MAX, "%s %s", text, reason);
	return rc;
}

static int refuse_for(const struct planning *planning, const struct ocxlpmem_window *window, int rc,
		      const char *reason, const struct ocxlpmem_window *other)
{
	char text[OCXL_WINDOW_TEXT_MAX];
	char sentence[OCXL_WINDOW_TEXT_MAX + 40];

	ocxlpmem_window_format(other, text, sizeof(text));
	scnprintf(sentence, sizeof(sentence), "%s %s", reason, text);
	return refuse(planning, window, rc, sentence);
}

static bool same_card(const struct ocxlpmem_window *one, const struct ocxlpmem_window *other)
{
	return one->has_card == other->has_card && one->domain == other->domain &&
	       one->bus == other->bus && one->device == other->device &&
	       one->function == other->function;
}

static u64 last_of(const struct ocxlpmem_window *window)
{
	return window->start + (window->size - 1);
}

static int check_others(const struct planning *planning, const struct ocxlpmem_window *window)
{
	u32 i;

	for (i = 0; i < planning->existing->count; i++) {
		const struct ocxlpmem_window *other = &planning->existing->window[i];

		if (other->start == window->start)
			continue;
		if (window->start <= last_of(other) && other->start <= last_of(window))
			return refuse_for(planning, window, -EEXIST, "overlaps", other);
		if (window->has_card && same_card(window, other))
			return refuse_for(planning, window, -EEXIST, "names the card of", other);
	}
	return 0;
}

static int check_range(const struct planning *planning, const struct ocxlpmem_window *window,
		       u64 start, u64 size)
{
	const struct ocxlpmem_window_host *host = planning->host;

	if (host->is_addressable && !host->is_addressable(host->context, start, size))
		return refuse(planning, window, -EINVAL, "is beyond what the kernel can address");
	if (host->is_ram && host->is_ram(host->context, start, size))
		return refuse(planning, window, -EBUSY, "is used by the kernel as System RAM");
	if (host->is_claimed && host->is_claimed(host->context, start, size))
		return refuse(planning, window, -EBUSY, "has memory that another driver uses");
	return 0;
}

static int check_host(const struct planning *planning, const struct ocxlpmem_window *window)
{
	const struct ocxlpmem_window_host *host = planning->host;

	if (window->has_card && (!host->has_card || !host->has_card(host->context, window)))
		return refuse(planning, window, -ENODEV, "names a card that is not there");
	return check_range(planning, window, window->start, window->size);
}

static void add_step(const struct planning *planning, enum ocxlpmem_window_action action,
		     const struct ocxlpmem_window *window)
{
	struct ocxlpmem_window_step *step = &planning->plan->step[planning->plan->count++];

	step->action = action;
	step->window = *window;
}

static int plan_known(const struct planning *planning, const struct ocxlpmem_window *window,
		      const struct ocxlpmem_window *known)
{
	struct ocxlpmem_window grown = *known;
	int rc;

	/* without a card the window is meant that is there, whosever it is */
	if (window->has_card && !same_card(window, known))
		return refuse_for(planning, window, -EINVAL, "names another card than", known);
	if (window->size < known->size)
		return refuse_for(planning, window, -EINVAL, "would shrink", known);
	if (window->size == known->size)
		return 0;
	rc = check_others(planning, window);
	if (rc)
		return rc;
	/* only what is new: namespaces in its old part may serve as memory */
	rc = check_range(planning, window, known->start + known->size, window->size - known->size);
	if (rc)
		return rc;
	grown.size = window->size;
	add_step(planning, OCXL_WINDOW_EXPAND, &grown);
	return 0;
}

static int plan_wanted(const struct planning *planning, const struct ocxlpmem_window *window)
{
	int known = ocxlpmem_windows_find(planning->existing, window->start);
	int rc;

	if (known >= 0)
		return plan_known(planning, window, &planning->existing->window[known]);
	rc = check_others(planning, window);
	if (!rc)
		rc = check_host(planning, window);
	if (!rc)
		add_step(planning, OCXL_WINDOW_CREATE, window);
	return rc;
}

static int plan_remove(const struct planning *planning, const struct ocxlpmem_window *window)
{
	int at = ocxlpmem_windows_find(planning->existing, window->start);
	const struct ocxlpmem_window *known = at < 0 ? NULL : &planning->existing->window[at];

	if (!known || known->size != window->size ||
	    (window->has_card && !same_card(window, known)))
		return refuse(planning, window, -ENOENT, "is not there");
	add_step(planning, OCXL_WINDOW_DELETE, known);
	return 0;
}

static void plan_rest(const struct planning *planning)
{
	u32 i;

	for (i = 0; i < planning->existing->count; i++) {
		const struct ocxlpmem_window *window = &planning->existing->window[i];

		if (ocxlpmem_windows_find(&planning->plan->wanted, window->start) < 0)
			add_step(planning, OCXL_WINDOW_DELETE, window);
	}
}

static bool is_before(const struct ocxlpmem_window_step *one,
		      const struct ocxlpmem_window_step *other)
{
	return one->action < other->action;
}

/* stable: within one action the order of addresses stays */
static void sort_steps(struct ocxlpmem_window_plan *plan)
{
	struct ocxlpmem_window_step step;
	u32 i, to;

	for (i = 1; i < plan->count; i++) {
		step = plan->step[i];
		for (to = i; to > 0 && is_before(&step, &plan->step[to - 1]); to--)
			plan->step[to] = plan->step[to - 1];
		plan->step[to] = step;
	}
}

/* how many there are in the end, and while what goes is still there */
static int check_count(const struct planning *planning)
{
	u32 count = planning->existing->count;
	u32 i;

	for (i = 0; i < planning->plan->count; i++)
		count += planning->plan->step[i].action == OCXL_WINDOW_CREATE;
	if (count <= OCXL_WINDOWS_MAX)
		return 0;
	scnprintf(planning->why, OCXL_WINDOW_MESSAGE_MAX, "more than %u windows", OCXL_WINDOWS_MAX);
	return -ENOSPC;
}

int ocxlpmem_window_plan(struct ocxlpmem_window_plan *plan, enum ocxlpmem_window_operation verb,
			 const char *text, size_t size, const struct ocxlpmem_windows *existing,
			 const struct ocxlpmem_window_host *host, char *why)
{
	struct planning planning = { plan, existing, host, why };
	u32 i;
	int rc;

	plan->count = 0;
	rc = ocxlpmem_windows_parse(&plan->wanted, text, size, why);
	for (i = 0; i < plan->wanted.count && !rc; i++)
		rc = verb == OCXL_WINDOW_REMOVE ? plan_remove(&planning, &plan->wanted.window[i])
						: plan_wanted(&planning, &plan->wanted.window[i]);
	if (!rc)
		rc = check_count(&planning);
	if (rc)
		return rc;
	if (verb == OCXL_WINDOW_MAP)
		plan_rest(&planning);
	sort_steps(plan);
	return 0;
}

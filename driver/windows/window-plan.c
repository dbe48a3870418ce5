// SPDX-License-Identifier: GPL-2.0-only
/*
 * Plans what a write to map, add or remove changes (windows.md). All checks
 * are done before the first step.
 */
#include "window-plan.h"

/**
 * struct planning - arguments of ocxlpmem_window_plan()
 * @plan: the plan so far
 * @existing: the existing windows
 * @host: checks of the environment
 * @message: receives the reason of an error
 */
struct planning {
	struct ocxlpmem_window_plan *plan;
	const struct ocxlpmem_windows *existing;
	const struct ocxlpmem_window_host *host;
	char *message;
};

static const struct ocxlpmem_window *find_window(const struct ocxlpmem_windows *windows, u64 start)
{
	int index = ocxlpmem_windows_find(windows, start);

	return index < 0 ? NULL : &windows->window[index];
}

static int refuse_window(const struct planning *planning, const struct ocxlpmem_window *window,
			 int rc, const char *reason)
{
	char text[OCXL_WINDOW_TEXT_MAX];

	ocxlpmem_window_format(window, text, sizeof(text));
	scnprintf(planning->message, OCXL_WINDOW_MESSAGE_MAX, "%s %s", text, reason);
	return rc;
}

static int refuse_because_of(const struct planning *planning, const struct ocxlpmem_window *window,
			     int rc, const char *reason, const struct ocxlpmem_window *other)
{
	char text[OCXL_WINDOW_TEXT_MAX];
	char sentence[OCXL_WINDOW_TEXT_MAX + 40];

	ocxlpmem_window_format(other, text, sizeof(text));
	scnprintf(sentence, sizeof(sentence), "%s %s", reason, text);
	return refuse_window(planning, window, rc, sentence);
}

static int check_existing(const struct planning *planning, const struct ocxlpmem_window *window)
{
	u32 i;

	for (i = 0; i < planning->existing->count; i++) {
		const struct ocxlpmem_window *other = &planning->existing->window[i];

		if (other->start == window->start)
			continue;
		if (ocxlpmem_windows_overlap(window, other))
			return refuse_because_of(planning, window, -EEXIST, "overlaps", other);
		if (ocxlpmem_windows_share_card(window, other))
			return refuse_because_of(planning, window, -EEXIST, "names the card of",
						 other);
	}
	return 0;
}

static int check_memory(const struct planning *planning, const struct ocxlpmem_window *window,
			u64 start, u64 size)
{
	const struct ocxlpmem_window_host *host = planning->host;
	char reason[OCXL_WINDOW_REASON_MAX];
	int rc;

	if (host->is_addressable && !host->is_addressable(host->context, start, size))
		return refuse_window(planning, window, -EINVAL,
				     "is beyond what the kernel can address");
	if (host->is_ram && host->is_ram(host->context, start, size))
		return refuse_window(
			planning, window, -EBUSY,
			"is used by the kernel as System RAM: reserve it with memmap=SIZE$START");
	rc = host->check ? host->check(host->context, window, start, size, reason) : 0;
	return rc ? refuse_window(planning, window, rc, reason) : 0;
}

/* before a check of its range: the card may have other memory */
static int check_card(const struct planning *planning, const struct ocxlpmem_window *window)
{
	struct ocxlpmem_window memory = *window;
	char reason[OCXL_WINDOW_REASON_MAX];
	int rc;

	if (!window->has_card)
		return 0;
	rc = planning->host->find_card(planning->host->context, &memory, reason);
	if (rc == -EOPNOTSUPP)
		return 0;
	if (rc)
		return refuse_window(planning, window, rc, reason);
	if (window->start == memory.start && window->size <= memory.size)
		return 0;
	return refuse_because_of(planning, window, -ENXIO,
				 "is not in the memory of the card:", &memory);
}

static void append_step(const struct planning *planning, enum ocxlpmem_window_action action,
			const struct ocxlpmem_window *window)
{
	struct ocxlpmem_window_step *step = &planning->plan->step[planning->plan->count++];

	step->action = action;
	step->window = *window;
}

static int plan_expansion(const struct planning *planning, const struct ocxlpmem_window *window,
			  const struct ocxlpmem_window *known)
{
	struct ocxlpmem_window grown = *known;
	int rc;

	/* text without a card means the existing window, whatever its card is */
	if (window->has_card && !ocxlpmem_windows_share_card(window, known))
		return refuse_because_of(planning, window, -EINVAL, "names another card than",
					 known);
	if (window->size < known->size)
		return refuse_because_of(planning, window, -EINVAL, "would shrink", known);
	if (window->size == known->size)
		return 0;
	grown.size = window->size;
	grown.unlabeled = window->unlabeled;
	rc = check_existing(planning, window);
	if (!rc)
		rc = check_card(planning, &grown);
	/* only the added range: namespaces in the old one may be used as System RAM */
	if (!rc)
		rc = check_memory(planning, window, known->start + known->size,
				  window->size - known->size);
	if (!rc)
		append_step(planning, OCXL_WINDOW_EXPAND, &grown);
	return rc;
}

static int plan_wanted(const struct planning *planning, const struct ocxlpmem_window *window)
{
	const struct ocxlpmem_window *known = find_window(planning->existing, window->start);
	int rc;

	if (known)
		return plan_expansion(planning, window, known);
	rc = check_existing(planning, window);
	if (!rc)
		rc = check_card(planning, window);
	if (!rc)
		rc = check_memory(planning, window, window->start, window->size);
	if (!rc)
		append_step(planning, OCXL_WINDOW_CREATE, window);
	return rc;
}

static int plan_remove(const struct planning *planning, const struct ocxlpmem_window *window)
{
	const struct ocxlpmem_window *known = find_window(planning->existing, window->start);

	if (!known || known->size != window->size ||
	    (window->has_card && !ocxlpmem_windows_share_card(window, known)))
		return refuse_window(planning, window, -ENOENT, "does not exist");
	append_step(planning, OCXL_WINDOW_DELETE, known);
	return 0;
}

static void plan_unnamed_deletions(const struct planning *planning)
{
	u32 i;

	for (i = 0; i < planning->existing->count; i++) {
		const struct ocxlpmem_window *window = &planning->existing->window[i];

		if (!find_window(&planning->plan->wanted, window->start))
			append_step(planning, OCXL_WINDOW_DELETE, window);
	}
}

static int compare_steps(const void *one, const void *other)
{
	const struct ocxlpmem_window_step *first = one, *second = other;

	if (first->action != second->action)
		return first->action < second->action ? -1 : 1;
	return first->window.start < second->window.start ? -1 : 1;
}

/* counts the windows that exist before the first one is deleted */
static int check_count(const struct planning *planning)
{
	u32 count = planning->existing->count;
	u32 i;

	for (i = 0; i < planning->plan->count; i++)
		count += planning->plan->step[i].action == OCXL_WINDOW_CREATE;
	if (count <= OCXL_WINDOWS_MAX)
		return 0;
	scnprintf(planning->message, OCXL_WINDOW_MESSAGE_MAX, "more than %u windows",
		  OCXL_WINDOWS_MAX);
	return -ENOSPC;
}

/* find_card of the host while windows are removed: the window of the card, whatever the card has */
static int find_window_of_card(void *context, struct ocxlpmem_window *window, char *reason)
{
	const struct ocxlpmem_windows *existing = context;
	u32 i;

	for (i = 0; i < existing->count; i++) {
		if (!ocxlpmem_windows_share_card(&existing->window[i], window))
			continue;
		*window = existing->window[i];
		return 0;
	}
	scnprintf(reason, OCXL_WINDOW_REASON_MAX, "has no window");
	return -ENOENT;
}

static int parse_wanted(const struct planning *planning, enum ocxlpmem_window_operation operation,
			const char *text, size_t size)
{
	const struct ocxlpmem_window_host existing = {
		.context = (void *)planning->existing,
		.find_card = find_window_of_card,
	};

	return ocxlpmem_windows_parse(&planning->plan->wanted, text, size,
				      operation == OCXL_WINDOW_REMOVE ? &existing : planning->host,
				      planning->message);
}

int ocxlpmem_window_plan(struct ocxlpmem_window_plan *plan,
			 enum ocxlpmem_window_operation operation, const char *text, size_t size,
			 const struct ocxlpmem_windows *existing,
			 const struct ocxlpmem_window_host *host, char *message)
{
	struct planning planning = { plan, existing, host, message };
	u32 i;
	int rc;

	plan->count = 0;
	rc = parse_wanted(&planning, operation, text, size);
	for (i = 0; i < plan->wanted.count && !rc; i++)
		rc = operation == OCXL_WINDOW_REMOVE
			     ? plan_remove(&planning, &plan->wanted.window[i])
			     : plan_wanted(&planning, &plan->wanted.window[i]);
	if (!rc)
		rc = check_count(&planning);
	if (rc)
		return rc;
	if (operation == OCXL_WINDOW_MAP)
		plan_unnamed_deletions(&planning);
	sort(plan->step, plan->count, sizeof(plan->step[0]), compare_steps, NULL);
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * driver/windows/window-plan.c and window-text.c: texts that are written to map, add and remove,
 * one after the other, on a machine with System RAM, claimed memory and cards. Accepted operations
 * are executed and compared with Documentation/protocol/windows.md.
 *
 * 	kind of the machine; lines: their first byte selects the parameter
 */
#include "choice.h"
#include "windows/window-plan.h"

#define LINES_MAX 24

/**
 * struct machine - the machine around the windows
 * @kind: from the input: which functions of the host exist
 * @ram_end: end of System RAM
 * @claimed, @claimed_end: memory of another driver
 * @end: end of the kernel's addresses; 0: 64 bits
 * @windows: existing windows
 */
struct machine {
	u8 kind;
	u64 ram_end;
	u64 claimed;
	u64 claimed_end;
	u64 end;
	struct ocxlpmem_windows windows;
};

static struct ocxlpmem_window_plan plan;

static u64 last_of(u64 start, u64 size)
{
	return start + (size - 1);
}

static bool is_ram(void *context, u64 start, u64 size)
{
	const struct machine *machine = context;

	FUZZ_CHECK(size > 0 && last_of(start, size) >= start);
	return start < machine->ram_end;
}

static bool is_claimed(void *context, u64 start, u64 size)
{
	const struct machine *machine = context;

	return start < machine->claimed_end && last_of(start, size) >= machine->claimed;
}

static int check_unclaimed(void *context, const struct ocxlpmem_window *window, u64 start, u64 size,
			   char *reason)
{
	FUZZ_CHECK(start >= window->start &&
		   last_of(start, size) == last_of(window->start, window->size));
	if (!is_claimed(context, start, size))
		return 0;
	memset(reason, 'x', OCXL_WINDOW_REASON_MAX - 1);
	reason[OCXL_WINDOW_REASON_MAX - 1] = '\0';
	return -EBUSY;
}

static bool is_addressable(void *context, u64 start, u64 size)
{
	const struct machine *machine = context;

	return !machine->end || last_of(start, size) < machine->end;
}

static bool has_card(const struct ocxlpmem_window *window)
{
	return window->bus % 4 != 3;
}

/* only functions from 4 on tell where their memory is: 48 MiB for each device */
static int find_card(void *context, struct ocxlpmem_window *window, char *reason)
{
	FUZZ_CHECK(context && window->has_card);
	FUZZ_CHECK(window->device < 32 && window->function < 8);
	memset(reason, 'x', OCXL_WINDOW_REASON_MAX - 1);
	reason[OCXL_WINDOW_REASON_MAX - 1] = '\0';
	if (!has_card(window))
		return -ENODEV;
	if (window->function < 4)
		return -EOPNOTSUPP;
	window->start = (u64)window->device * (48ULL << 20);
	window->size = 48ULL << 20;
	return 0;
}

static struct ocxlpmem_window_host host_of(struct machine *machine)
{
	struct ocxlpmem_window_host host = { machine, is_ram, check_unclaimed, is_addressable,
					     find_card };

	if (machine->kind & 0x10)
		host.is_ram = NULL;
	if (machine->kind & 0x20)
		host.check = NULL;
	if (machine->kind & 0x40)
		host.is_addressable = NULL;
	return host;
}

/* windows.md 1 and 2: rules for each window, and for all of them */
static void check_windows(const struct ocxlpmem_windows *windows)
{
	u32 i, other;

	FUZZ_CHECK(windows->count <= OCXL_WINDOWS_MAX);
	for (i = 0; i < windows->count; i++) {
		const struct ocxlpmem_window *window = &windows->window[i];

		FUZZ_CHECK(window->start % (16 << 20) == 0 && window->size % (16 << 20) == 0);
		FUZZ_CHECK(window->size > 32 << 20);
		FUZZ_CHECK(last_of(window->start, window->size) > window->start);
		if (i > 0)
			FUZZ_CHECK(last_of(window[-1].start, window[-1].size) < window->start);
		for (other = 0; other < i && window->has_card; other++)
			FUZZ_CHECK(!windows->window[other].has_card ||
				   memcmp(&windows->window[other].domain, &window->domain,
					  sizeof(*window) -
						  offsetof(struct ocxlpmem_window, domain)) != 0);
	}
}

static bool is_same(const struct ocxlpmem_window *one, const struct ocxlpmem_window *other)
{
	return one->start == other->start && one->size == other->size &&
	       one->has_card == other->has_card && one->domain == other->domain &&
	       one->bus == other->bus && one->device == other->device &&
	       one->function == other->function;
}

/* the text of parameter map, written back, changes nothing */
static void check_round_trip(const struct ocxlpmem_windows *windows)
{
	static char text[OCXL_WINDOWS_MAX * OCXL_WINDOW_TEXT_MAX];
	struct ocxlpmem_windows again;
	char why[OCXL_WINDOW_MESSAGE_MAX] = "";
	char item[OCXL_WINDOW_TEXT_MAX];
	size_t used = 0;
	u32 i;
	int length;

	for (i = 0; i < windows->count; i++) {
		length = ocxlpmem_window_format(&windows->window[i], item, sizeof(item));
		FUZZ_CHECK(length > 0 && length < OCXL_WINDOW_TEXT_MAX - 1);
		FUZZ_CHECK(strlen(item) == (size_t)length);
		text[used] = ',';
		used += i > 0;
		memcpy(text + used, item, (size_t)length);
		used += (size_t)length;
	}
	FUZZ_CHECK(ocxlpmem_windows_parse(&again, text, used, NULL, why) == 0);
	FUZZ_CHECK(again.count == windows->count && why[0] == '\0');
	for (i = 0; i < again.count; i++)
		FUZZ_CHECK(is_same(&again.window[i], &windows->window[i]));
}

static void check_new(struct machine *machine, const struct ocxlpmem_window_host *host, u64 start,
		      u64 size)
{
	FUZZ_CHECK(!host->is_ram || !is_ram(machine, start, size));
	FUZZ_CHECK(!host->check || !is_claimed(machine, start, size));
	FUZZ_CHECK(!host->is_addressable || is_addressable(machine, start, size));
}

static void remove_at(struct ocxlpmem_windows *windows, u32 at)
{
	windows->count--;
	memmove(&windows->window[at], &windows->window[at + 1],
		(windows->count - at) * sizeof(windows->window[0]));
}

/* executes a step as the driver would; its preconditions hold */
static void obey_step(struct machine *machine, const struct ocxlpmem_window_host *host,
		      const struct ocxlpmem_window_step *step)
{
	struct ocxlpmem_windows *windows = &machine->windows;
	const struct ocxlpmem_window *window = &step->window;
	int at = ocxlpmem_windows_find(windows, window->start);

	if (step->action == OCXL_WINDOW_CREATE) {
		FUZZ_CHECK(at < 0 && windows->count < OCXL_WINDOWS_MAX);
		FUZZ_CHECK(!window->has_card || has_card(window));
		check_new(machine, host, window->start, window->size);
		ocxlpmem_windows_insert(windows, window);
		return;
	}
	FUZZ_CHECK(at >= 0);
	if (step->action == OCXL_WINDOW_EXPAND) {
		struct ocxlpmem_window *known = &windows->window[at];

		FUZZ_CHECK(window->size > known->size);
		check_new(machine, host, known->start + known->size, window->size - known->size);
		known->size = window->size;
		FUZZ_CHECK(is_same(known, window));
		return;
	}
	FUZZ_CHECK(step->action == OCXL_WINDOW_DELETE);
	FUZZ_CHECK(is_same(window, &windows->window[at]));
	remove_at(windows, (u32)at);
}

/* each wanted window exists as wanted, each removed one is gone */
static void check_result(const struct machine *machine, enum ocxlpmem_window_operation verb)
{
	u32 i;
	int at;

	if (verb == OCXL_WINDOW_MAP)
		FUZZ_CHECK(machine->windows.count == plan.wanted.count);
	for (i = 0; i < plan.wanted.count; i++) {
		at = ocxlpmem_windows_find(&machine->windows, plan.wanted.window[i].start);
		FUZZ_CHECK((at < 0) == (verb == OCXL_WINDOW_REMOVE));
		if (at >= 0)
			FUZZ_CHECK(machine->windows.window[at].size == plan.wanted.window[i].size);
	}
}

static void check_why(int rc, const char *why)
{
	size_t length = strnlen(why, OCXL_WINDOW_MESSAGE_MAX);
	size_t i;

	FUZZ_CHECK(length < OCXL_WINDOW_MESSAGE_MAX && (rc != 0) == (length > 0));
	FUZZ_CHECK(!rc || rc == -EINVAL || rc == -EEXIST || rc == -EBUSY || rc == -ENOENT ||
		   rc == -ENODEV || rc == -ENOSPC || rc == -ENXIO || rc == -EOPNOTSUPP);
	for (i = 0; i < length; i++)
		FUZZ_CHECK(why[i] >= 0x20 && why[i] < 0x7F);
}

static void write_line(struct machine *machine, enum ocxlpmem_window_operation verb,
		       const char *text, size_t size)
{
	struct ocxlpmem_window_host host = host_of(machine);
	char *why = calloc(1, OCXL_WINDOW_MESSAGE_MAX);
	u32 action = OCXL_WINDOW_CREATE;
	u32 i;
	int rc;

	FUZZ_CHECK(why);
	rc = ocxlpmem_window_plan(&plan, verb, text, size, &machine->windows, &host, why);
	check_why(rc, why);
	free(why);
	if (rc)
		return;
	check_windows(&plan.wanted);
	check_round_trip(&plan.wanted);
	for (i = 0; i < plan.count; i++) {
		FUZZ_CHECK(plan.step[i].action >= action);
		action = plan.step[i].action;
		obey_step(machine, &host, &plan.step[i]);
		check_windows(&machine->windows);
	}
	check_result(machine, verb);
	check_round_trip(&machine->windows);
	/* a repetition changes nothing */
	if (verb == OCXL_WINDOW_REMOVE)
		return;
	why = calloc(1, OCXL_WINDOW_MESSAGE_MAX);
	FUZZ_CHECK(why);
	FUZZ_CHECK(!ocxlpmem_window_plan(&plan, verb, text, size, &machine->windows, &host, why));
	FUZZ_CHECK(plan.count == 0);
	free(why);
}

/* copies a text into memory of exactly its size, not terminated, like a kernel's buffer */
static void write_copy(struct machine *machine, enum ocxlpmem_window_operation verb, const u8 *text,
		       size_t size)
{
	char *copy = malloc(size ? size : 1);

	FUZZ_CHECK(copy);
	memcpy(copy, text, size);
	write_line(machine, verb, copy, size);
	free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct machine machine;
	struct fuzz_input input = { data, size };
	const u8 *end;
	size_t length;
	u32 line;
	u8 verb;

	memset(&machine, 0, sizeof(machine));
	machine.kind = (u8)fuzz_number(&input, 1);
	machine.ram_end = (u64)(machine.kind & 3) << 30;
	machine.claimed = 64ULL << 30;
	machine.claimed_end = 65ULL << 30;
	machine.end = machine.kind & 4 ? 0 : 1ULL << 46;
	for (line = 0; line < LINES_MAX && input.remaining > 0; line++) {
		verb = (u8)fuzz_number(&input, 1);
		end = input.remaining ? memchr(input.next, ';', input.remaining) : NULL;
		length = end ? (size_t)(end - input.next) : input.remaining;
		write_copy(&machine, verb % 3, input.next, length);
		length += end != NULL;
		input.next += length;
		input.remaining -= length;
	}
	return 0;
}

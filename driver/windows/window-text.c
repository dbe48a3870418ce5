// SPDX-License-Identifier: GPL-2.0-only
/*
 * Windows as text: size@start, size@start/DDDD:BB:DD.F, size@start/unlabeled or @DDDD:BB:DD.F,
 * separated by commas (windows.md).
 */
#include "window-plan.h"

/* bytes of malformed text that a message shows */
#define QUOTE_MAX 32

/* text that is not parsed yet */
struct rest {
	const char *at;
	size_t size;
};

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void trim_space(struct rest *rest)
{
	while (rest->size > 0 && is_space(rest->at[0])) {
		rest->at++;
		rest->size--;
	}
	while (rest->size > 0 && is_space(rest->at[rest->size - 1]))
		rest->size--;
}

static void skip_bytes(struct rest *rest, size_t count)
{
	rest->at += count;
	rest->size -= count;
}

static bool take_char(struct rest *rest, char c)
{
	if (rest->size == 0 || rest->at[0] != c)
		return false;
	skip_bytes(rest, 1);
	return true;
}

/* at least one digit; fails if the value exceeds 64 bits */
static bool take_digits(struct rest *rest, u32 base, u64 *value)
{
	size_t digits = 0;
	u64 limit = div_u64(~0ULL, base);
	int digit;

	*value = 0;
	while (rest->size > 0) {
		digit = ocxlpmem_hex_digit(rest->at[0]);
		if (digit < 0 || digit >= (int)base)
			break;
		if (*value > limit || *value * base > ~0ULL - (u64)digit)
			return false;
		*value = *value * base + (u64)digit;
		digits++;
		skip_bytes(rest, 1);
	}
	return digits > 0;
}

static u32 suffix_shift(char suffix)
{
	switch (suffix) {
	case 'k':
	case 'K':
		return 10;
	case 'm':
	case 'M':
		return 20;
	case 'g':
	case 'G':
		return 30;
	case 't':
	case 'T':
		return 40;
	case 'p':
	case 'P':
		return 50;
	case 'e':
	case 'E':
		return 60;
	default:
		return 0;
	}
}

/* decimal, or hexadecimal with 0x; with or without a suffix */
static bool take_number(struct rest *rest, u64 *value)
{
	u32 base = 10;
	u32 shift;

	if (rest->size > 1 && rest->at[0] == '0' && (rest->at[1] | 0x20) == 'x') {
		base = 16;
		skip_bytes(rest, 2);
	}
	if (!take_digits(rest, base, value))
		return false;
	shift = rest->size > 0 ? suffix_shift(rest->at[0]) : 0;
	if (shift == 0)
		return true;
	skip_bytes(rest, 1);
	if (*value > ~0ULL >> shift)
		return false;
	*value <<= shift;
	return true;
}

static bool take_hex(struct rest *rest, size_t digits, u64 max, u64 *value)
{
	struct rest part = { rest->at, digits };

	if (rest->size < digits || !take_digits(&part, 16, value) || part.size > 0)
		return false;
	skip_bytes(rest, digits);
	return *value <= max;
}

/* DDDD:BB:DD.F */
static bool take_card(struct rest *rest, struct ocxlpmem_window *window)
{
	u64 domain, bus, device, function;

	if (!take_hex(rest, 4, 0xFFFF, &domain) || !take_char(rest, ':') ||
	    !take_hex(rest, 2, 0xFF, &bus) || !take_char(rest, ':') ||
	    !take_hex(rest, 2, 0x1F, &device) || !take_char(rest, '.') ||
	    !take_hex(rest, 1, 0x7, &function))
		return false;
	window->has_card = true;
	window->domain = (u16)domain;
	window->bus = (u8)bus;
	window->device = (u8)device;
	window->function = (u8)function;
	return true;
}

static bool take_word(struct rest *rest, const char *word)
{
	size_t length = strlen(word);

	if (rest->size < length || memcmp(rest->at, word, length) != 0)
		return false;
	skip_bytes(rest, length);
	return true;
}

static bool take_window(struct rest *rest, struct ocxlpmem_window *window)
{
	memset(window, 0, sizeof(*window));
	if (take_char(rest, '@'))
		return take_card(rest, window) && rest->size == 0;
	if (!take_number(rest, &window->size) || !take_char(rest, '@') ||
	    !take_number(rest, &window->start))
		return false;
	if (take_char(rest, '/')) {
		window->unlabeled = take_word(rest, "unlabeled");
		if (!window->unlabeled && !take_card(rest, window))
			return false;
	}
	return rest->size == 0;
}

static int refuse_text(const struct rest *item, char *message)
{
	char quote[QUOTE_MAX + 1];
	size_t shown = min_t(size_t, item->size, QUOTE_MAX);
	size_t i;

	for (i = 0; i < shown; i++)
		quote[i] = item->at[i] < 0x20 || item->at[i] > 0x7E ? '?' : item->at[i];
	quote[shown] = '\0';
	scnprintf(
		message, OCXL_WINDOW_MESSAGE_MAX,
		"'%s%s' is not a window: SIZE@START, with /DDDD:BB:DD.F or /unlabeled, or @DDDD:BB:DD.F",
		quote, shown < item->size ? "..." : "");
	return -EINVAL;
}

static const char *find_fault(const struct ocxlpmem_window *window)
{
	if (window->size == 0)
		return "has size 0";
	if (window->start > ~0ULL - (window->size - 1))
		return "reaches past the end of the address space";
	if (window->start % OCXL_WINDOW_UNIT != 0 || window->size % OCXL_WINDOW_UNIT != 0)
		return "does not start and end at a multiple of 16M";
	if (window->size <= OCXL_WINDOW_SIZE_MIN)
		return "is not larger than 32M";
	return NULL;
}

bool ocxlpmem_windows_share_card(const struct ocxlpmem_window *one,
				 const struct ocxlpmem_window *other)
{
	return one->has_card && other->has_card && one->domain == other->domain &&
	       one->bus == other->bus && one->device == other->device &&
	       one->function == other->function;
}

bool ocxlpmem_windows_overlap(const struct ocxlpmem_window *one,
			      const struct ocxlpmem_window *other)
{
	return one->start <= other->start + (other->size - 1) &&
	       other->start <= one->start + (one->size - 1);
}

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

/* how a window of the same text conflicts with this one, or NULL */
static const char *find_conflict(const struct ocxlpmem_windows *windows,
				 const struct ocxlpmem_window *window,
				 const struct ocxlpmem_window **other)
{
	u32 i;

	for (i = 0; i < windows->count; i++) {
		*other = &windows->window[i];
		if (ocxlpmem_windows_overlap(*other, window))
			return "overlaps";
		if (ocxlpmem_windows_share_card(*other, window))
			return "names the same card as";
	}
	return NULL;
}

static int add_window(struct ocxlpmem_windows *windows, const struct ocxlpmem_window *window,
		      char *message)
{
	char text[OCXL_WINDOW_TEXT_MAX], other_text[OCXL_WINDOW_TEXT_MAX];
	const struct ocxlpmem_window *other;
	const char *fault = find_fault(window);

	ocxlpmem_window_format(window, text, sizeof(text));
	if (fault) {
		scnprintf(message, OCXL_WINDOW_MESSAGE_MAX, "%s %s", text, fault);
		return -EINVAL;
	}
	fault = find_conflict(windows, window, &other);
	if (fault) {
		ocxlpmem_window_format(other, other_text, sizeof(other_text));
		scnprintf(message, OCXL_WINDOW_MESSAGE_MAX, "%s %s %s in the same write", text,
			  fault, other_text);
		return -EEXIST;
	}
	if (windows->count == OCXL_WINDOWS_MAX) {
		scnprintf(message, OCXL_WINDOW_MESSAGE_MAX, "more than %u windows",
			  OCXL_WINDOWS_MAX);
		return -ENOSPC;
	}
	ocxlpmem_windows_insert(windows, window);
	return 0;
}

static struct rest cut_at_comma(struct rest *rest)
{
	struct rest item = *rest;
	size_t length = 0;

	while (length < rest->size && rest->at[length] != ',')
		length++;
	item.size = length;
	skip_bytes(rest, length);
	return item;
}

static int find_card(const struct ocxlpmem_window_host *host, struct ocxlpmem_window *window,
		     const struct rest *item, char *message)
{
	char reason[OCXL_WINDOW_REASON_MAX];
	int rc = host->find_card(host->context, window, reason);

	if (rc)
		scnprintf(message, OCXL_WINDOW_MESSAGE_MAX, "%.*s %s", (int)item->size, item->at,
			  reason);
	return rc;
}

int ocxlpmem_windows_parse(struct ocxlpmem_windows *windows, const char *text, size_t size,
			   const struct ocxlpmem_window_host *host, char *message)
{
	struct rest rest = { text, size };
	struct ocxlpmem_window window;
	struct rest item, left;
	int rc = 0;

	windows->count = 0;
	trim_space(&rest);
	if (rest.size == 0)
		return 0;
	do {
		item = cut_at_comma(&rest);
		left = item;
		if (!take_window(&left, &window))
			return refuse_text(&item, message);
		if (item.at[0] == '@')
			rc = find_card(host, &window, &item, message);
		if (!rc)
			rc = add_window(windows, &window, message);
	} while (!rc && take_char(&rest, ','));
	return rc;
}

static const struct {
	u32 shift;
	char suffix;
} units[] = { { 60, 'E' }, { 50, 'P' }, { 40, 'T' }, { 30, 'G' }, { 20, 'M' }, { 10, 'K' } };

int ocxlpmem_window_format(const struct ocxlpmem_window *window, char *text, size_t size)
{
	u64 number = window->size;
	char suffix[2] = "";
	int used;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(units) && number > 0; i++) {
		if ((number & ((1ULL << units[i].shift) - 1)) == 0) {
			number >>= units[i].shift;
			suffix[0] = units[i].suffix;
			break;
		}
	}
	used = scnprintf(text, size, "%llu%s@0x%llx", (unsigned long long)number, suffix,
			 (unsigned long long)window->start);
	if (window->has_card)
		used += scnprintf(text + used, size - (size_t)used, "/%04x:%02x:%02x.%x",
				  window->domain, window->bus, window->device, window->function);
	return used;
}

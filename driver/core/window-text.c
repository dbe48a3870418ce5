// SPDX-License-Identifier: GPL-2.0-only
/*
 * Windows as text: nn@ss or nn@ss/DDDD:BB:DD.F, several with commas
 * (Documentation/protocol/windows.md).
 */
#include "window.h"

/* bytes of a malformed window that a message shows */
#define QUOTE_MAX 32

/* what is left of the text of one window */
struct rest {
	const char *at;
	size_t size;
};

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void trim(struct rest *rest)
{
	while (rest->size > 0 && is_space(rest->at[0])) {
		rest->at++;
		rest->size--;
	}
	while (rest->size > 0 && is_space(rest->at[rest->size - 1]))
		rest->size--;
}

static void skip(struct rest *rest, size_t count)
{
	rest->at += count;
	rest->size -= count;
}

static bool take_char(struct rest *rest, char c)
{
	if (rest->size == 0 || rest->at[0] != c)
		return false;
	skip(rest, 1);
	return true;
}

static u32 digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return (u32)(c - '0');
	if (c >= 'a' && c <= 'f')
		return (u32)(c - 'a') + 10;
	if (c >= 'A' && c <= 'F')
		return (u32)(c - 'A') + 10;
	return 16;
}

/* at least one digit, nothing past 64 bits */
static bool take_digits(struct rest *rest, u32 base, u64 *value)
{
	size_t digits = 0;
	u64 limit = div_u64(~0ULL, base);
	u32 digit;

	*value = 0;
	while (rest->size > 0) {
		digit = digit_of(rest->at[0]);
		if (digit >= base)
			break;
		if (*value > limit || *value * base > ~0ULL - digit)
			return false;
		*value = *value * base + digit;
		digits++;
		skip(rest, 1);
	}
	return digits > 0;
}

static u32 shift_of(char suffix)
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
	default:
		return 0;
	}
}

/* decimal or 0x, with a suffix or without */
static bool take_number(struct rest *rest, u64 *value)
{
	u32 base = 10;
	u32 shift;

	if (rest->size > 1 && rest->at[0] == '0' && (rest->at[1] | 0x20) == 'x') {
		base = 16;
		skip(rest, 2);
	}
	if (!take_digits(rest, base, value))
		return false;
	shift = rest->size > 0 ? shift_of(rest->at[0]) : 0;
	if (shift == 0)
		return true;
	skip(rest, 1);
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
	skip(rest, digits);
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

static bool take_window(struct rest *rest, struct ocxlpmem_window *window)
{
	memset(window, 0, sizeof(*window));
	if (!take_number(rest, &window->size) || !take_char(rest, '@') ||
	    !take_number(rest, &window->start))
		return false;
	if (take_char(rest, '/') && !take_card(rest, window))
		return false;
	return rest->size == 0;
}

static int refuse_text(const struct rest *item, char *why)
{
	char quote[QUOTE_MAX + 1];
	size_t shown = min_t(size_t, item->size, QUOTE_MAX);
	size_t i;

	for (i = 0; i < shown; i++)
		quote[i] = item->at[i] < 0x20 || item->at[i] > 0x7E ? '?' : item->at[i];
	quote[shown] = '\0';
	scnprintf(why, OCXL_WINDOW_MESSAGE_MAX,
		  "'%s%s' is not a window: nn@ss or nn@ss/DDDD:BB:DD.F", quote,
		  shown < item->size ? "..." : "");
	return -EINVAL;
}

static const char *judge(const struct ocxlpmem_window *window)
{
	if (window->size == 0)
		return "has no size";
	if (window->start > ~0ULL - (window->size - 1))
		return "reaches past the end of the address space";
	if (window->start % OCXL_WINDOW_UNIT != 0 || window->size % OCXL_WINDOW_UNIT != 0)
		return "does not start and end at a multiple of 16M";
	if (window->size <= OCXL_WINDOW_SIZE_MIN)
		return "is not larger than 32M";
	return NULL;
}

static bool same_card(const struct ocxlpmem_window *one, const struct ocxlpmem_window *other)
{
	return one->has_card && other->has_card && one->domain == other->domain &&
	       one->bus == other->bus && one->device == other->device &&
	       one->function == other->function;
}

static bool overlap(const struct ocxlpmem_window *one, const struct ocxlpmem_window *other)
{
	return one->start <= other->start + (other->size - 1) &&
	       other->start <= one->start + (one->size - 1);
}

/* a window of the same write that is in the way of this one, or NULL */
static const char *find_rival(const struct ocxlpmem_windows *windows,
			      const struct ocxlpmem_window *window,
			      const struct ocxlpmem_window **rival)
{
	u32 i;

	for (i = 0; i < windows->count; i++) {
		*rival = &windows->window[i];
		if (overlap(*rival, window))
			return "overlaps";
		if (same_card(*rival, window))
			return "names the same card as";
	}
	return NULL;
}

static int add_window(struct ocxlpmem_windows *windows, const struct ocxlpmem_window *window,
		      char *why)
{
	char text[OCXL_WINDOW_TEXT_MAX], other[OCXL_WINDOW_TEXT_MAX];
	const struct ocxlpmem_window *rival;
	const char *fault = judge(window);

	ocxlpmem_window_format(window, text, sizeof(text));
	if (fault) {
		scnprintf(why, OCXL_WINDOW_MESSAGE_MAX, "%s %s", text, fault);
		return -EINVAL;
	}
	fault = find_rival(windows, window, &rival);
	if (fault) {
		ocxlpmem_window_format(rival, other, sizeof(other));
		scnprintf(why, OCXL_WINDOW_MESSAGE_MAX, "%s %s %s in the same write", text, fault,
			  other);
		return -EEXIST;
	}
	if (windows->count == OCXL_WINDOWS_MAX) {
		scnprintf(why, OCXL_WINDOW_MESSAGE_MAX, "more than %u windows", OCXL_WINDOWS_MAX);
		return -ENOSPC;
	}
	ocxlpmem_windows_insert(windows, window);
	return 0;
}

static struct rest cut_item(struct rest *rest)
{
	struct rest item = *rest;
	size_t length = 0;

	while (length < rest->size && rest->at[length] != ',')
		length++;
	item.size = length;
	skip(rest, length);
	return item;
}

int ocxlpmem_windows_parse(struct ocxlpmem_windows *windows, const char *text, size_t size,
			   char *why)
{
	struct rest rest = { text, size };
	struct ocxlpmem_window window;
	struct rest item, left;
	int rc;

	windows->count = 0;
	trim(&rest);
	if (rest.size == 0)
		return 0;
	do {
		item = cut_item(&rest);
		left = item;
		if (!take_window(&left, &window))
			return refuse_text(&item, why);
		rc = add_window(windows, &window, why);
		if (rc)
			return rc;
	} while (take_char(&rest, ','));
	return 0;
}

static const struct {
	u32 shift;
	char suffix;
} units[] = { { 40, 'T' }, { 30, 'G' }, { 20, 'M' }, { 10, 'K' } };

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

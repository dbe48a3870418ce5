// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <ccan/array_size/array_size.h>
#include <ndctl/libndctl-ocxl-conditions.h>
#include "ocxl-private.h"
#include "ocxl/base/error.h"
#include "ocxl/options/option-value.h"
#include "ocxl/base/names.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/verb.h"

int ocxl_option_value_number(const char *word, uint64_t least, uint64_t most, uint64_t *number)
{
	uint64_t sum = 0;
	unsigned int digit;
	bool overflow = false;
	const char *p;

	if (!*word)
		return -EINVAL;
	for (p = word; *p; p++) {
		if (*p < '0' || *p > '9')
			return -EINVAL;
		digit = *p - '0';
		if (sum > (UINT64_MAX - digit) / 10)
			overflow = true;
		else
			sum = sum * 10 + digit;
	}
	if (overflow || sum < least || sum > most)
		return -ERANGE;
	*number = sum;
	return 0;
}

int ocxl_option_value_milliseconds(const char *word, uint64_t least, uint64_t most,
				   uint64_t *milliseconds)
{
	size_t whole = strcspn(word, ".");
	const char *decimals = word[whole] ? word + whole + 1 : "000";
	size_t count = strlen(decimals);
	char digits[32];

	if (!whole || !count || count > 3 || whole > sizeof(digits) - 4)
		return -EINVAL;
	memcpy(digits, word, whole);
	memset(digits + whole, '0', 3);
	memcpy(digits + whole, decimals, count);
	digits[whole + 3] = '\0';
	return ocxl_option_value_number(digits, least, most, milliseconds);
}

int ocxl_option_value_keep_free(const char *word, struct ocxl_free_reserve *reserve)
{
	size_t length = strlen(word);
	char digits[4];

	reserve->percent = length && word[length - 1] == '%';
	if (!reserve->percent)
		return ocxl_option_value_number(word, 0, UINT64_MAX, &reserve->amount);
	if (length > sizeof(digits))
		return -ERANGE;
	memcpy(digits, word, length - 1);
	digits[length - 1] = '\0';
	return ocxl_option_value_number(digits, 0, 99, &reserve->amount);
}

/* @tm: local; a day that the month does not have would become one of the next month */
static time_t convert_local(struct tm *tm)
{
	int day = tm->tm_mday;
	time_t time;

	tm->tm_isdst = -1;
	time = mktime(tm);
	return tm->tm_mday == day ? time : -1;
}

static time_t convert_offset(struct tm *tm)
{
	long offset = tm->tm_gmtoff;
	int day = tm->tm_mday;
	time_t time = timegm(tm);

	return tm->tm_mday == day ? time - offset : -1;
}

static time_t parse_date(const char *word)
{
	struct tm tm = { 0 };
	const char *end = strptime(word, "%Y-%m-%d", &tm);

	if (end && *end == 'T')
		end = strptime(end, "T%H:%M", &tm);
	if (end && *end == ':')
		end = strptime(end, ":%S", &tm);
	if (end && !*end)
		return convert_local(&tm);
	end = end ? strptime(end, "%z", &tm) : NULL;
	return end && !*end ? convert_offset(&tm) : -1;
}

/* "-2h" */
static time_t parse_ago(const char *word, time_t now)
{
	static const struct {
		char letter;
		time_t seconds;
	} units[] = { { 'm', 60 }, { 'h', 60 * 60 }, { 'd', 24 * 60 * 60 } };
	size_t i, digits = strspn(word + 1, "0123456789");

	for (i = 0; i < ARRAY_SIZE(units) && digits && digits < 8; i++) {
		if (word[digits + 1] == units[i].letter && !word[digits + 2])
			return now - (time_t)strtoul(word + 1, NULL, 10) * units[i].seconds;
	}
	return -1;
}

static time_t find_midnight(time_t now, int days_ago)
{
	struct tm tm;

	if (!localtime_r(&now, &tm))
		return -1;
	tm.tm_hour = tm.tm_min = tm.tm_sec = 0;
	tm.tm_mday -= days_ago;
	tm.tm_isdst = -1;
	return mktime(&tm);
}

int ocxl_option_value_time(const char *word, time_t now, uint64_t *seconds)
{
	time_t time;

	if (*word == '-')
		time = parse_ago(word, now);
	else if (!strcmp(word, "today") || !strcmp(word, "yesterday"))
		time = find_midnight(now, *word == 'y');
	else
		time = parse_date(word);
	if (time < 1)
		return -EINVAL;
	*seconds = (uint64_t)time;
	return 0;
}

/* the last one only for verbs with a verdict */
static const struct {
	const char *word;
	enum ocxl_format format;
} formats[] = {
	{ "json", OCXL_FORMAT_JSON },
	{ "ndjson", OCXL_FORMAT_NDJSON },
	{ "table", OCXL_FORMAT_TABLE },
	{ "nagios", OCXL_FORMAT_NAGIOS },
};

int ocxl_option_value_format(const char *word, enum ocxl_format *format)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(formats); i++) {
		if (!strcmp(word, formats[i].word)) {
			*format = formats[i].format;
			return 0;
		}
	}
	return -EINVAL;
}

const char *ocxl_option_value_format_word(unsigned int index, bool verdict)
{
	return index < ARRAY_SIZE(formats) - !verdict ? formats[index].word : NULL;
}

bool ocxl_option_value_names_dimm(const char *word, const char *dev, uint64_t serial)
{
	uint64_t number;

	if (!strcmp(word, "all") || !strcmp(word, dev))
		return true;
	return !ocxl_option_value_number(word, 1, UINT64_MAX, &number) && number == serial;
}

static bool is_name(const char *word, size_t size, const char *name)
{
	return strlen(name) == size && !memcmp(word, name, size);
}

bool ocxl_option_value_names_bus(const char *words, const char *dev, const char *provider,
				 unsigned int id)
{
	char word[16];
	uint64_t value;
	size_t size;

	for (;; words += size) {
		words += strspn(words, " ");
		size = strcspn(words, " ");
		if (!size)
			return false;
		if (is_name(words, size, "all") || is_name(words, size, dev) ||
		    is_name(words, size, provider))
			return true;
		if (size >= sizeof(word))
			continue;
		memcpy(word, words, size);
		word[size] = '\0';
		if (!ocxl_option_value_number(word, 0, UINT32_MAX, &value) && value == id)
			return true;
	}
}

/* more than all names together */
#define NAMES_SIZE 512

uint64_t ocxl_option_conditions_ignorable(void)
{
	return ~(1ULL << NDCTL_OCXL_CONDITION_HEALTH_UNREADABLE);
}

uint64_t ocxl_option_conditions_kept(void)
{
	uint64_t kept = 0;
	unsigned int condition;

	for (condition = 0; ndctl_ocxl_condition_id_name(condition); condition++) {
		if (ocxl_condition_id_kept_bit(condition))
			kept |= 1ULL << condition;
	}
	return kept;
}

/* Return: bit of the condition; 0: there is no such condition */
static uint64_t find_condition(const char *word, size_t length)
{
	const char *name;
	unsigned int condition;

	for (condition = 0; (name = ndctl_ocxl_condition_id_name(condition)); condition++) {
		if (strlen(name) == length && !memcmp(name, word, length))
			return 1ULL << condition;
	}
	return 0;
}

static int refuse_word(const struct ocxl_verb *verb, const char *option, const char *word,
		       size_t length, uint64_t allowed)
{
	char known[NAMES_SIZE] = "";
	const char *name;
	unsigned int condition;

	for (condition = 0; (name = ndctl_ocxl_condition_id_name(condition)); condition++) {
		if (allowed >> condition & 1)
			ocxl_error_append_name(known, sizeof(known), "", name);
	}
	return ocxl_error_usage(verb->name, "--%s: '%.*s': allowed are %s", option,
				length < 64 ? (int)length : 64, word, known);
}

int ocxl_option_conditions_parse(const struct ocxl_verb *verb, const char *option,
				 const char *words, uint64_t allowed, uint64_t *conditions)
{
	uint64_t condition;
	size_t length;

	*conditions = 0;
	for (;;) {
		length = strcspn(words, ",");
		condition = find_condition(words, length) & allowed;
		if (!condition)
			return refuse_word(verb, option, words, length, allowed);
		*conditions |= condition;
		if (!words[length])
			return 0;
		words += length + 1;
	}
}

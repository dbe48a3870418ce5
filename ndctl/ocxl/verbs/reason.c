// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl/base/error.h"
#include "ocxl/base/failure.h"
#include "ocxl/verbs/reason.h"

/* longest sentence with numbers */
#define SENTENCE_SIZE 128

static const char *__attribute__((format(printf, 2, 3)))
format_sentence(char sentence[SENTENCE_SIZE], const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(sentence, SENTENCE_SIZE, format, arguments);
	va_end(arguments);
	return sentence;
}

/* Return: @sentence, or the constant summary of the condition */
static const char *describe_condition(const struct ndctl_ocxl_finding *finding,
				      char sentence[SENTENCE_SIZE])
{
	const uint64_t value = finding->value, threshold = finding->threshold;

	switch (finding->has_value ? (int)finding->condition : -1) {
	case NDCTL_OCXL_CONDITION_LIFE_REMAINING:
	case NDCTL_OCXL_CONDITION_LIFE_REMAINING_LOW:
		return format_sentence(sentence,
				       "%" PRIu64
				       " %% of its life remains, the threshold is %" PRIu64 " %%.",
				       value, threshold);
	case NDCTL_OCXL_CONDITION_TEMPERATURE:
	case NDCTL_OCXL_CONDITION_TEMPERATURE_NEAR:
		return format_sentence(sentence,
				       "%" PRIu64 " degrees Celsius, the threshold is %" PRIu64 ".",
				       value, threshold);
	case NDCTL_OCXL_CONDITION_ATTRIBUTE:
		return format_sentence(sentence,
				       "SMART attribute 0x%02X is failing: current %" PRIu64
				       ", threshold %" PRIu64 ".",
				       (unsigned int)finding->attribute, value, threshold);
	case NDCTL_OCXL_CONDITION_CRITICAL_RESOURCES:
		return format_sentence(sentence,
				       "%" PRIu64
				       " %% of the controller's critical resources are in use.",
				       value);
	default:
		return ndctl_ocxl_condition_summary(finding->condition);
	}
}

static bool is_overdue(const struct ndctl_ocxl_finding *finding)
{
	return finding->severity != ndctl_ocxl_condition_get_severity(finding->condition, false);
}

/* the table says how to wait; an overdue condition has lasted too long for that */
static const char *find_advice(const struct ndctl_ocxl_finding *finding)
{
	if (!is_overdue(finding))
		return ndctl_ocxl_condition_advice(finding->condition);
	if (finding->condition == NDCTL_OCXL_CONDITION_NOT_READY)
		return "This takes longer than the card allows: reset the card.";
	return "This takes longer than the card allows: read the error log and reset the card.";
}

static void format_message(char message[OCXL_REASON_MESSAGE_SIZE],
			   const struct ndctl_ocxl_finding *finding,
			   const struct ocxl_failure *failure)
{
	char sentence[SENTENCE_SIZE];

	if (failure)
		snprintf(message, OCXL_REASON_MESSAGE_SIZE, "%s", failure->message);
	else
		snprintf(message, OCXL_REASON_MESSAGE_SIZE, "%s %s",
			 describe_condition(finding, sentence), find_advice(finding));
}

void ocxl_reason_fill(struct ocxl_reason_record *reason, char message[OCXL_REASON_MESSAGE_SIZE],
		      const struct ndctl_ocxl_finding *finding, const struct ocxl_failure *failure)
{
	format_message(message, finding, failure);
	*reason = (struct ocxl_reason_record) {
		.name = ndctl_ocxl_condition_name(finding->condition),
		.severity = ndctl_ocxl_severity_name(finding->severity),
		.message = message,
		.value = finding->value,
		.threshold = finding->threshold,
		.unit = finding->unit,
		.attribute = (unsigned int)finding->attribute,
	};
	if (finding->has_value)
		reason->present |= 1ULL << OCXL_REASON_HAS_VALUE;
	if (finding->has_threshold)
		reason->present |= 1ULL << OCXL_REASON_HAS_THRESHOLD;
	if (finding->attribute >= 0)
		reason->present |= 1ULL << OCXL_REASON_HAS_ATTRIBUTE;
}

void ocxl_reason_fill_unanswered(struct ocxl_reason_record *reason,
				 char message[OCXL_REASON_MESSAGE_SIZE],
				 const struct ndctl_ocxl_finding *finding, uint64_t ignored)
{
	struct ocxl_failure failure;
	char names[SENTENCE_SIZE] = "";
	unsigned int condition;

	for (condition = 0; ndctl_ocxl_condition_name(condition); condition++) {
		if (ignored >> condition & 1)
			ocxl_error_append_name(names, sizeof(names), "",
					       ndctl_ocxl_condition_name(condition));
	}
	snprintf(failure.message, sizeof(failure.message),
		 "The card answered neither HEARTBEAT nor SMART, and --ignore leaves out what was "
		 "found: %s. Its health is unknown.",
		 names);
	ocxl_reason_fill(reason, message, finding, &failure);
}

// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * From evidence about a card to its conditions: first each condition by itself, then the rules
 * about conditions that exclude others, then the list with its order and numbers.
 */
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <uapi/nvdimm/ocxlpmem.h>
#include "ocxl-conditions.h"

#define MASK_OF(name) (1ULL << NDCTL_OCXL_CONDITION_##name)

/* stands for a missing condition */
#define NO_CONDITION (-1)

/**
 * struct judgement - what is known of a card, and its conditions
 * @evidence: the caller's, without what other members make invalid: flags that could not be read,
 *	HEARTBEAT of an old driver, attributes if SMART was not answered, SMART_NOTIFY if it was
 * @tried: bit n: command n, HEARTBEAT or SMART, was tried
 * @commands: [condition]: bit n: command n ended in a way that means the condition
 * @present: bit n: the card has condition n
 */
struct judgement {
	struct ndctl_ocxl_evidence evidence;
	unsigned int tried;
	unsigned int commands[OCXL_CONDITION_COUNT];
	uint64_t present;
};

#define COMMAND_BIT(name) (1U << OCXLPMEM_CMD_##name)
#define FATAL_FLAGS	  (NDCTL_OCXL_FLAG_HW_FATAL | NDCTL_OCXL_FLAG_FW_FATAL)

OCXLPMEM_ASSERT(OCXL_CONDITION_COUNT <= 64);

static bool is_answered(const struct ndctl_ocxl_outcome *outcome)
{
	return outcome->asked && outcome->error == 0 && outcome->status <= OCXLPMEM_STATUS_OK;
}

static bool is_plausible(const struct ndctl_ocxl_smart_attribute *attribute)
{
	return ocxlpmem_smart_is_plausible(attribute->id, attribute->raw);
}

/* hours never fail */
static bool are_all_plausible(const struct ndctl_ocxl_evidence *evidence)
{
	const struct ndctl_ocxl_smart_attribute *one = evidence->attributes;
	size_t i;

	for (i = 0; i < evidence->attribute_count; i++, one++) {
		if (!is_plausible(one) && one->id != OCXLPMEM_SMART_POWER_ON_HOURS)
			return false;
	}
	return true;
}

/* The controller is starting, was shut down, or is busy with an erase or another task. */
static bool cannot_answer_smart(const struct ndctl_ocxl_evidence *evidence)
{
	return evidence->flags & (NDCTL_OCXL_FLAG_NOT_READY | NDCTL_OCXL_FLAG_SHUT_DOWN) ||
	       evidence->smart.status == OCXLPMEM_STATUS_NOT_READY ||
	       evidence->smart.status == OCXLPMEM_STATUS_BLOCKED;
}

/* Copy the evidence, and clear what other members make invalid. */
static int copy_evidence(struct ndctl_ocxl_evidence *copy,
			 const struct ndctl_ocxl_evidence *evidence)
{
	if (!evidence)
		return -EINVAL;
	*copy = *evidence;
	if (!copy->has_flags)
		copy->flags = 0;
	if (copy->old_driver) {
		copy->heartbeat.asked = false;
		/* This driver returns errors as status 0. */
		if (copy->smart.error && copy->smart.status == OCXLPMEM_STATUS_OK)
			copy->smart.status = -1;
	}
	if (!is_answered(&copy->smart))
		copy->attribute_count = 0;
	if (copy->attribute_count > OCXLPMEM_SMART_ATTRIBUTES_MAX)
		return -EINVAL;
	if (copy->attribute_count > 0 && !copy->attributes)
		return -EINVAL;
	/*
	 * The attributes say more: which ones are failing, and now. Without them, the flag says
	 * what was, and only the next answer whether it lasts.
	 */
	if (is_answered(&copy->smart) ? are_all_plausible(copy) : cannot_answer_smart(copy))
		copy->flags &= ~NDCTL_OCXL_FLAG_SMART_NOTIFY;
	return 0;
}

/* Condition of a status without a valid answer. BLOCKED is judged with the other command. */
static int judge_status(int status, uint64_t flags)
{
	switch (status) {
	case OCXLPMEM_STATUS_TIMEOUT:
		return NDCTL_OCXL_CONDITION_NOT_RESPONDING;
	case OCXLPMEM_STATUS_NOT_READY:
		return flags & NDCTL_OCXL_FLAG_SHUT_DOWN ? NDCTL_OCXL_CONDITION_SHUT_DOWN
							 : NDCTL_OCXL_CONDITION_NOT_READY;
	case OCXLPMEM_STATUS_MEM_UNAVAILABLE:
		return NDCTL_OCXL_CONDITION_MEM_UNAVAILABLE;
	case OCXLPMEM_STATUS_FATAL:
		return flags & FATAL_FLAGS ? NO_CONDITION : NDCTL_OCXL_CONDITION_COMMAND_FAILED;
	case OCXLPMEM_STATUS_BLOCKED:
		return NO_CONDITION;
	case OCXLPMEM_STATUS_NOT_PERMITTED:
	case OCXLPMEM_STATUS_DEBUG_BLOCKED:
	case OCXLPMEM_STATUS_BAD_OPCODE:
	case OCXLPMEM_STATUS_BAD_REQUEST_PARM:
	case OCXLPMEM_STATUS_BAD_DATA_PARM:
	case OCXLPMEM_STATUS_BAD_INPUT:
		return NDCTL_OCXL_CONDITION_HEALTH_UNREADABLE;
	default:
		/* also OK, with an answer that the library refused */
		return NDCTL_OCXL_CONDITION_COMMAND_FAILED;
	}
}

static int judge_outcome(const struct ndctl_ocxl_outcome *outcome, uint64_t flags)
{
	if (is_answered(outcome))
		return NO_CONDITION;
	if (outcome->status >= 0)
		return judge_status(outcome->status, flags);
	if (outcome->error == -ENXIO || outcome->error == -ENODEV)
		return NDCTL_OCXL_CONDITION_GONE;
	return NDCTL_OCXL_CONDITION_HEALTH_UNREADABLE;
}

static void add_command(struct judgement *judgement, const struct ndctl_ocxl_outcome *outcome,
			unsigned int bit)
{
	int condition;

	if (!outcome->asked)
		return;
	judgement->tried |= bit;
	condition = judge_outcome(outcome, judgement->evidence.flags);
	if (condition != NO_CONDITION)
		judgement->commands[condition] |= bit;
}

static bool is_blocked(const struct ndctl_ocxl_outcome *outcome)
{
	return !outcome->asked || outcome->status == OCXLPMEM_STATUS_BLOCKED;
}

static void judge_commands(struct judgement *judgement)
{
	const struct ndctl_ocxl_evidence *evidence = &judgement->evidence;
	unsigned int *gone = &judgement->commands[NDCTL_OCXL_CONDITION_GONE];
	unsigned int *unreadable = &judgement->commands[NDCTL_OCXL_CONDITION_HEALTH_UNREADABLE];

	add_command(judgement, &evidence->heartbeat, COMMAND_BIT(HEARTBEAT));
	add_command(judgement, &evidence->smart, COMMAND_BIT(SMART));
	if (is_blocked(&evidence->heartbeat) && is_blocked(&evidence->smart))
		*unreadable |= judgement->tried;
	/* "gone" only if no command found a card, and "flags", which would say so, is missing */
	if (*gone != judgement->tried || evidence->has_flags ||
	    ocxl_evidence_has_failed(evidence->flags_error)) {
		*unreadable |= *gone;
		*gone = 0;
	}
	/* an answer that tells nothing about the card */
	if (is_answered(&evidence->smart) && evidence->attribute_count == 0)
		*unreadable |= COMMAND_BIT(SMART);
}

static bool is_named_by_a_row(uint8_t attribute)
{
	unsigned int i;

	for (i = 0; attribute != OCXL_ANY_ATTRIBUTE && i < OCXL_CONDITION_COUNT; i++) {
		if (ocxl_conditions[i].judge && ocxl_conditions[i].attribute == attribute)
			return true;
	}
	return false;
}

static bool is_about(const struct ocxl_condition *row,
		     const struct ndctl_ocxl_smart_attribute *attribute)
{
	if (row->attribute == OCXL_ANY_ATTRIBUTE)
		return !is_named_by_a_row(attribute->id);
	return row->attribute == attribute->id;
}

static bool has_condition(const struct ocxl_condition *row,
			  const struct ndctl_ocxl_smart_attribute *attribute)
{
	return row->judge && is_plausible(attribute) && is_about(row, attribute) &&
	       row->judge(attribute);
}

static bool is_measured(const struct ndctl_ocxl_evidence *evidence,
			const struct ocxl_condition *row, uint64_t *value, uint64_t *threshold)
{
	return row->measure && is_answered(&evidence->stats) &&
	       row->measure(evidence, value, threshold);
}

static bool is_present(const struct judgement *judgement, unsigned int id)
{
	const struct ndctl_ocxl_evidence *evidence = &judgement->evidence;
	const struct ocxl_condition *row = &ocxl_conditions[id];
	uint64_t value, threshold;
	size_t i;

	if (judgement->commands[id] || evidence->flags & row->flags)
		return true;
	for (i = 0; row->judge && i < evidence->attribute_count; i++) {
		if (has_condition(row, &evidence->attributes[i]))
			return true;
	}
	return is_measured(evidence, row, &value, &threshold);
}

/* Each condition for itself. */
static uint64_t find_conditions(const struct judgement *judgement)
{
	uint64_t present = 0;
	unsigned int i;
	int error;

	for (i = 0; i < OCXL_CONDITION_COUNT; i++) {
		if (is_present(judgement, i))
			present |= 1ULL << i;
	}
	if (judgement->tried == 0 || ocxl_evidence_find_failed_file(&judgement->evidence, &error))
		present |= MASK_OF(HEALTH_UNREADABLE);
	return present;
}

static uint64_t kept_conditions(void)
{
	uint64_t kept = 0;
	unsigned int i;

	for (i = 0; i < OCXL_CONDITION_COUNT; i++) {
		if (ocxl_conditions[i].kept_bit)
			kept |= 1ULL << i;
	}
	return kept;
}

/* Registers of a card that is gone read all ones, so that all its bits seem to be set. */
static uint64_t drop_consequences(uint64_t present)
{
	if (present & MASK_OF(GONE))
		present &= MASK_OF(GONE) | kept_conditions();
	if (present & MASK_OF(SHUT_DOWN))
		present &= ~MASK_OF(NOT_READY);
	if (present & (MASK_OF(NOT_READY) | MASK_OF(SHUT_DOWN)))
		present &= ~MASK_OF(MEM_UNAVAILABLE);
	return present;
}

static int judge_evidence(struct judgement *judgement, const struct ndctl_ocxl_evidence *evidence)
{
	int rc;

	memset(judgement, 0, sizeof(*judgement));
	rc = copy_evidence(&judgement->evidence, evidence);
	if (rc)
		return rc;
	judge_commands(judgement);
	judgement->present = drop_consequences(find_conditions(judgement));
	return 0;
}

static bool has_threshold(const struct ndctl_ocxl_smart_attribute *attribute)
{
	return attribute->threshold &&
	       ocxlpmem_smart_is_plausible(attribute->id, attribute->threshold);
}

static bool can_judge(const struct ndctl_ocxl_evidence *evidence, const struct ocxl_condition *row)
{
	const struct ndctl_ocxl_smart_attribute *one = evidence->attributes;
	size_t i;

	if (row->attribute == OCXL_ANY_ATTRIBUTE)
		return evidence->attribute_count > 0;
	for (i = 0; i < evidence->attribute_count; i++, one++) {
		if (is_about(row, one) && is_plausible(one) &&
		    (!row->needs_threshold || has_threshold(one)))
			return true;
	}
	return false;
}

static bool is_ruled_out(const struct judgement *judgement, unsigned int condition)
{
	const struct ndctl_ocxl_evidence *evidence = &judgement->evidence;
	const struct ocxl_condition *row = &ocxl_conditions[condition];
	bool reported = evidence->has_flags && !evidence->flags_error && row->flags != 0;

	/* Of a card that is gone, only the kept conditions are known: the driver has them. */
	if (judgement->present & MASK_OF(GONE))
		return row->kept_bit && reported;
	switch (row->source) {
	case OCXL_SOURCE_COMMANDS:
		return (judgement->tried &
			~judgement->commands[NDCTL_OCXL_CONDITION_HEALTH_UNREADABLE]) != 0;
	case OCXL_SOURCE_ATTRIBUTES:
		return can_judge(evidence, row);
	case OCXL_SOURCE_STATISTICS:
		return is_answered(&evidence->stats);
	default:
		return reported;
	}
}

OCXL_EXPORT uint64_t ocxl_not_checked(const struct ndctl_ocxl_evidence *evidence)
{
	struct judgement judgement;
	uint64_t unknown = 0;
	unsigned int i;

	if (judge_evidence(&judgement, evidence))
		return UINT64_MAX;
	for (i = 0; i < OCXL_CONDITION_COUNT; i++) {
		if (!is_ruled_out(&judgement, i))
			unknown |= 1ULL << i;
	}
	/* this condition is about evidence itself */
	return unknown & ~judgement.present & ~MASK_OF(HEALTH_UNREADABLE);
}

OCXL_EXPORT bool ndctl_ocxl_is_checked(const struct ndctl_ocxl_evidence *evidence,
				       unsigned int condition)
{
	return condition < OCXL_CONDITION_COUNT && !(ocxl_not_checked(evidence) >> condition & 1);
}

/* ---- the list: order and numbers ---- */

OCXLPMEM_ASSERT(OCXLPMEM_SMART_ATTRIBUTES_MAX + OCXL_CONDITION_COUNT <= NDCTL_OCXL_CONDITIONS_MAX);

/**
 * struct output - where conditions go
 * @conditions: the caller's
 * @capacity: elements of @conditions
 * @count: conditions so far that did fit
 * @found: there was one
 */
struct output {
	struct ndctl_ocxl_condition *conditions;
	size_t capacity;
	size_t count;
	bool found;
};

static void append_condition(struct output *output, const struct ndctl_ocxl_condition *condition)
{
	if (output->count < output->capacity)
		output->conditions[output->count++] = *condition;
	output->found = true;
}

static void set_numbers(struct ndctl_ocxl_condition *condition, uint64_t value, uint64_t threshold)
{
	condition->has_value = true;
	condition->has_threshold = true;
	condition->value = value;
	condition->threshold = threshold;
	condition->unit = ocxl_conditions[condition->id].unit;
}

/* Return: was an attribute found that has the condition */
static bool add_attributes(struct output *output, const struct ndctl_ocxl_evidence *evidence,
			   struct ndctl_ocxl_condition *condition)
{
	const struct ocxl_condition *row = &ocxl_conditions[condition->id];
	const struct ndctl_ocxl_smart_attribute *one = evidence->attributes;
	bool found = false;
	size_t i;

	for (i = 0; row->judge && i < evidence->attribute_count; i++, one++) {
		if (!has_condition(row, one))
			continue;
		condition->attribute = one->id;
		set_numbers(condition,
			    row->attribute == OCXL_ANY_ATTRIBUTE ? one->current : one->raw,
			    one->threshold);
		append_condition(output, condition);
		found = true;
	}
	return found;
}

static void set_command(struct ndctl_ocxl_condition *condition, const char *name,
			const struct ndctl_ocxl_outcome *outcome)
{
	condition->evidence = outcome->status < 0 && ocxl_error_is_of_node(outcome->error)
				      ? "the device node"
				      : name;
	/* a good answer, but without any attribute */
	condition->error = outcome->error ? outcome->error : -ENODATA;
	condition->status = outcome->status;
}

/* The first evidence that failed; a file before a command, because commands may depend on it. */
static void set_evidence(struct ndctl_ocxl_condition *condition, const struct judgement *judgement)
{
	const struct ndctl_ocxl_evidence *evidence = &judgement->evidence;
	int error;
	const char *file = ocxl_evidence_find_failed_file(evidence, &error);

	if (file && condition->id == NDCTL_OCXL_CONDITION_HEALTH_UNREADABLE) {
		condition->evidence = file;
		condition->error = error;
	} else if (condition->commands & COMMAND_BIT(HEARTBEAT)) {
		set_command(condition, "HEARTBEAT", &evidence->heartbeat);
	} else if (condition->commands & COMMAND_BIT(SMART)) {
		set_command(condition, "SMART", &evidence->smart);
	}
}

static void add_condition(struct output *output, const struct judgement *judgement,
			  enum ndctl_ocxl_condition_id id, enum ndctl_ocxl_severity severity)
{
	const struct ndctl_ocxl_evidence *evidence = &judgement->evidence;
	const struct ocxl_condition *row = &ocxl_conditions[id];
	struct ndctl_ocxl_condition condition = {
		.id = id,
		.severity = severity,
		.commands = judgement->commands[id],
		.attribute = -1,
		.status = -1,
	};
	uint64_t value, threshold;

	if (add_attributes(output, evidence, &condition))
		return;
	set_evidence(&condition, judgement);
	condition.explained = row->explained && judgement->present >> row->explained_by & 1;
	if (is_measured(evidence, row, &value, &threshold))
		set_numbers(&condition, value, threshold);
	append_condition(output, &condition);
}

static void add_conditions(struct output *output, const struct judgement *judgement,
			   enum ndctl_ocxl_severity severity)
{
	unsigned int i;
	bool overdue;

	for (i = 0; judgement->present >> i; i++) {
		if (!(judgement->present >> i & 1))
			continue;
		overdue = (judgement->evidence.flags & ocxl_conditions[i].overdue) != 0;
		if (ocxl_condition_id_severity(i, overdue) == severity)
			add_condition(output, judgement, i, severity);
	}
}

OCXL_EXPORT enum ndctl_ocxl_severity ndctl_ocxl_judge(const struct ndctl_ocxl_evidence *evidence,
						      struct ndctl_ocxl_condition *conditions,
						      size_t capacity, size_t *count)
{
	struct output output = { .conditions = conditions, .capacity = conditions ? capacity : 0 };
	enum ndctl_ocxl_severity severity, worst = NDCTL_OCXL_SEVERITY_OK;
	struct judgement judgement;

	if (count)
		*count = 0;
	if (judge_evidence(&judgement, evidence))
		return NDCTL_OCXL_SEVERITY_UNKNOWN;
	for (severity = NDCTL_OCXL_SEVERITY_CRITICAL; severity > NDCTL_OCXL_SEVERITY_OK;
	     severity--) {
		add_conditions(&output, &judgement, severity);
		if (output.found && !worst)
			worst = severity;
	}
	if (count)
		*count = output.count;
	return worst;
}

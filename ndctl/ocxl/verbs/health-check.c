// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <ndctl/libndctl-ocxl.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl/base/memory.h"
#include "ocxl/base/names.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/dimms/select.h"
#include "ocxl/run/result.h"
#include "ocxl/run/query.h"
#include "ocxl/verbs/health-check.h"
#include "ocxl/verbs/verbs.h"

/* conditions that explain why a card did not answer HEARTBEAT or SMART */
#define UNANSWERED                                                                             \
	(1ULL << NDCTL_OCXL_CONDITION_GONE | 1ULL << NDCTL_OCXL_CONDITION_NOT_RESPONDING |     \
	 1ULL << NDCTL_OCXL_CONDITION_COMMAND_FAILED | 1ULL << NDCTL_OCXL_CONDITION_HW_FATAL | \
	 1ULL << NDCTL_OCXL_CONDITION_FW_FATAL | 1ULL << NDCTL_OCXL_CONDITION_NOT_READY |      \
	 1ULL << NDCTL_OCXL_CONDITION_MEM_UNAVAILABLE |                                        \
	 1ULL << NDCTL_OCXL_CONDITION_HEALTH_UNREADABLE | 1ULL << NDCTL_OCXL_CONDITION_SHUT_DOWN)

/* commands whose answers are evidence */
#define JUDGED \
	(1ULL << OCXLPMEM_CMD_HEARTBEAT | 1ULL << OCXLPMEM_CMD_SMART | 1ULL << OCXLPMEM_CMD_STATS)

bool ocxl_health_check_is_answered(const struct ocxl_command *command)
{
	return command->number && !command->rc;
}

static bool is_timed_out(const struct ocxl_command *command)
{
	return command->number && command->wire_status == OCXLPMEM_STATUS_TIMEOUT;
}

bool ocxl_health_check_has_timed_out(const struct ocxl_health_check *check)
{
	return is_timed_out(&check->heartbeat_command) || is_timed_out(&check->smart_command) ||
	       is_timed_out(&check->stats_command);
}

void ocxl_health_check_begin(struct ocxl_health_check *check, const struct ocxl_dimm *dimm)
{
	check->collection = ocxl_collection_new(dimm->ndctl, &dimm->evidence, JUDGED);
	if (!check->collection)
		die("out of memory");
}

/* also by the collection, as far as it judges the card by the command */
static void read_answer(struct ocxl_health_check *check, struct ocxl_command *command)
{
	ocxl_collection_add(check->collection, command->number, command->cmd, command->rc);
	if (!command->rc && command->number == OCXLPMEM_CMD_CAPABILITIES)
		command->rc = ndctl_cmd_ocxl_get_capabilities(command->cmd, &check->capabilities);
	if (!command->rc && command->number == OCXLPMEM_CMD_STATS)
		command->rc = ndctl_cmd_ocxl_get_stats(command->cmd, &check->stats);
}

static void send_command(struct ocxl_health_check *check, struct ocxl_command *command,
			 const struct ocxl_dimm *dimm, struct ndctl_cmd *cmd, unsigned int number)
{
	ocxl_worker_send(command, dimm, cmd, number);
	read_answer(check, command);
	ocxl_command_release(command);
}

/* the constructors of libndctl refuse commands that the driver lacks */
void ocxl_health_check_read(struct ocxl_health_check *check, const struct ocxl_dimm *dimm,
			    unsigned int command)
{
	struct ndctl_dimm *ndctl = dimm->ndctl;

	switch (command) {
	case OCXLPMEM_CMD_CAPABILITIES:
		send_command(check, &check->capabilities_command, dimm,
			     ndctl_dimm_ocxl_cmd_new_capabilities(ndctl), command);
		break;
	case OCXLPMEM_CMD_HEARTBEAT:
		send_command(check, &check->heartbeat_command, dimm,
			     ndctl_dimm_ocxl_cmd_new_heartbeat(ndctl), command);
		break;
	case OCXLPMEM_CMD_SMART:
		send_command(check, &check->smart_command, dimm,
			     ndctl_dimm_ocxl_cmd_new_smart(ndctl), command);
		break;
	case OCXLPMEM_CMD_STATS:
		send_command(check, &check->stats_command, dimm,
			     ndctl_dimm_ocxl_cmd_new_stats(ndctl), command);
		break;
	}
}

static struct ocxl_command *find_command(struct ocxl_health_check *check, unsigned int number)
{
	switch (number) {
	case OCXLPMEM_CMD_HEARTBEAT:
		return &check->heartbeat_command;
	case OCXLPMEM_CMD_SMART:
		return &check->smart_command;
	default:
		return &check->stats_command;
	}
}

void ocxl_health_check_read_health(struct ocxl_health_check *check, const struct ocxl_dimm *dimm)
{
	struct ndctl_cmd *cmd;
	unsigned int number;

	while ((number = ocxl_collection_next(check->collection, &cmd)))
		send_command(check, find_command(check, number), dimm, cmd, number);
}

/* a command that was not sent, or not answered, before the end of a time limit has failed */
static void add_unfinished(struct ocxl_health_check *check, const struct ocxl_command *command,
			   const struct ndctl_ocxl_outcome *outcome)
{
	if (command->number && !outcome->asked)
		ocxl_collection_add(check->collection, command->number, NULL, command->rc);
}

static void finish_collection(struct ocxl_health_check *check)
{
	const struct ndctl_ocxl_evidence *evidence =
		ndctl_ocxl_collection_get_evidence(check->collection);

	check->evidence = evidence;
	add_unfinished(check, &check->heartbeat_command, &evidence->heartbeat);
	add_unfinished(check, &check->smart_command, &evidence->smart);
	add_unfinished(check, &check->stats_command, &evidence->stats);
	if (!ocxl_health_check_is_answered(&check->smart_command))
		return;
	ocxl_smart_summarize(&check->smart, evidence->attributes, evidence->attribute_count);
	/* for the caller, an answer without any attribute is a failure, too */
	if (!evidence->attribute_count)
		check->smart_command.rc = -ENODATA;
}

/* HEARTBEAT and SMART, as far as they were sent and failed: bit n is command n */
static uint64_t get_failed_commands(const struct ocxl_health_check *check)
{
	uint64_t failed = 0;

	if (check->heartbeat_command.number && check->heartbeat_command.rc)
		failed |= 1ULL << OCXLPMEM_CMD_HEARTBEAT;
	if (check->smart_command.number && check->smart_command.rc)
		failed |= 1ULL << OCXLPMEM_CMD_SMART;
	return failed;
}

/* an old driver has no HEARTBEAT */
static bool is_all_answered(const struct ocxl_health_check *check)
{
	return ocxl_health_check_is_answered(&check->smart_command) &&
	       (ocxl_health_check_is_answered(&check->heartbeat_command) ||
		check->evidence->old_driver);
}

/* behind the conditions that are as bad or worse */
static void insert_condition(struct ocxl_health_check *check, struct ndctl_ocxl_condition condition)
{
	size_t i = check->condition_count++;

	for (; i > 0 && check->conditions[i - 1].severity < condition.severity; i--)
		check->conditions[i] = check->conditions[i - 1];
	check->conditions[i] = condition;
}

/* a card that did not answer is not "ok" because the conditions that explain it are ignored */
static void add_unanswered(struct ocxl_health_check *check, uint64_t kept, uint64_t dropped)
{
	const enum ndctl_ocxl_condition_id id = NDCTL_OCXL_CONDITION_HEALTH_UNREADABLE;

	if (kept & UNANSWERED || !(dropped & UNANSWERED) || is_all_answered(check))
		return;
	check->unanswered = dropped & UNANSWERED;
	insert_condition(check, (struct ndctl_ocxl_condition) {
					.id = id,
					.severity = ocxl_condition_id_severity(id, false),
					.commands = get_failed_commands(check),
					.attribute = -1,
					.status = -1,
				});
}

static void drop_ignored(struct ocxl_health_check *check, uint64_t ignored)
{
	uint64_t kept = 0, dropped = 0;
	size_t i, count = 0;

	for (i = 0; i < check->condition_count; i++) {
		uint64_t condition = 1ULL << check->conditions[i].id;

		if (ignored & condition) {
			dropped |= condition;
		} else {
			kept |= condition;
			check->conditions[count++] = check->conditions[i];
		}
	}
	check->condition_count = count;
	add_unanswered(check, kept, dropped);
}

void ocxl_health_check_judge(struct ocxl_health_check *check, const struct ocxl_dimm *dimm,
			     const struct ocxl_options *options)
{
	size_t i;

	finish_collection(check);
	ndctl_ocxl_judge(check->evidence, check->conditions, NDCTL_OCXL_CONDITIONS_MAX,
			 &check->condition_count);
	drop_ignored(check, options->ignored);
	check->severity = check->condition_count ? check->conditions[0].severity
						 : NDCTL_OCXL_SEVERITY_OK;
	for (i = 0; i < check->condition_count; i++)
		ocxl_condition_fill(&check->records[i], &check->texts[i], &check->conditions[i],
				    dimm->dev, check->unanswered);
	check->record = (struct ocxl_check_record) {
		.verdict = ndctl_ocxl_severity_name(check->severity),
		.conditions = { check->records, check->condition_count },
		.not_checked = ocxl_not_checked(check->evidence) & ~options->ignored,
	};
}

const struct ndctl_ocxl_condition *ocxl_health_check_find(const struct ocxl_health_check *check,
							  unsigned int condition)
{
	size_t i;

	for (i = 0; i < check->condition_count; i++) {
		if (check->conditions[i].id == condition)
			return &check->conditions[i];
	}
	return NULL;
}

void ocxl_health_check_release(struct ocxl_health_check *check)
{
	ndctl_ocxl_collection_free(check->collection);
}

/* HEARTBEAT and SMART, each as a bit of @commands */
static const char *name_commands(uint64_t commands)
{
	switch (commands) {
	case 1ULL << OCXLPMEM_CMD_HEARTBEAT:
		return "HEARTBEAT";
	case 1ULL << OCXLPMEM_CMD_SMART:
		return "SMART";
	default:
		return "HEARTBEAT and SMART";
	}
}

/* the state of a card is unknown because of --ignore */
static void describe_unanswered(struct ocxl_condition_texts *texts, uint64_t commands,
				uint64_t ignored)
{
	char names[OCXL_NAME_LIST_SIZE];

	ocxl_name_list(names, ocxl_condition_names, ignored);
	snprintf(texts->message, sizeof(texts->message),
		 "The card did not answer %s, and --ignore leaves out what was found: %.200s. "
		 "Its health is unknown.",
		 name_commands(commands), names);
	snprintf(texts->action, sizeof(texts->action), "Run the command without --ignore.");
}

void ocxl_condition_fill(struct ocxl_condition_record *record, struct ocxl_condition_texts *texts,
			 const struct ndctl_ocxl_condition *condition, const char *dev,
			 uint64_t unanswered)
{
	ndctl_ocxl_condition_message(condition, texts->message, sizeof(texts->message));
	ndctl_ocxl_condition_action(condition, dev, texts->action, sizeof(texts->action));
	if (condition->id == NDCTL_OCXL_CONDITION_HEALTH_UNREADABLE && unanswered)
		describe_unanswered(texts, condition->commands, unanswered);
	*record = (struct ocxl_condition_record) {
		.name = ndctl_ocxl_condition_id_name(condition->id),
		.severity = ndctl_ocxl_severity_name(condition->severity),
		.message = texts->message,
		.action = texts->action,
		.value = condition->value,
		.threshold = condition->threshold,
		.unit = condition->unit,
		.attribute = (unsigned int)condition->attribute,
	};
	if (condition->has_value)
		record->present |= 1ULL << OCXL_CONDITION_HAS_VALUE;
	if (condition->has_threshold)
		record->present |= 1ULL << OCXL_CONDITION_HAS_THRESHOLD;
	if (condition->attribute >= 0)
		record->present |= 1ULL << OCXL_CONDITION_HAS_ATTRIBUTE;
}

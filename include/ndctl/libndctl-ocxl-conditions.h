/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libndctl: OpenCAPI persistent memory, conditions of a card and the verdict on it. A part of
 * <ndctl/libndctl-ocxl.h>.
 *
 * A condition is a state of a card that may need action. All programs of this project judge a card
 * with ndctl_ocxl_judge(), so all verdicts agree.
 *
 * The functions of this header send no command, allocate nothing and keep no state. Any thread may
 * call them at any time.
 */
#ifndef _LIBNDCTL_OCXL_CONDITIONS_H_
#define _LIBNDCTL_OCXL_CONDITIONS_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct ndctl_ocxl_smart_attribute;

/**
 * enum ndctl_ocxl_severity - severity of a condition, verdict on a card
 * @NDCTL_OCXL_SEVERITY_OK: no condition
 * @NDCTL_OCXL_SEVERITY_WARNING: the card works, somebody should act soon
 * @NDCTL_OCXL_SEVERITY_UNKNOWN: the state of the card could not be read
 * @NDCTL_OCXL_SEVERITY_CRITICAL: data or the card are at risk, somebody must act now
 *
 * A greater value is worse. The verdict on several cards is the greatest verdict. Metrics have the
 * same numbers.
 *
 * The state of all cards is completely known only if no condition has the severity unknown,
 * ndctl_ocxl_is_checked() is true for each condition, and ndctl_ocxl_count_missing_dimms() is 0.
 */
enum ndctl_ocxl_severity {
	NDCTL_OCXL_SEVERITY_OK,
	NDCTL_OCXL_SEVERITY_WARNING,
	NDCTL_OCXL_SEVERITY_UNKNOWN,
	NDCTL_OCXL_SEVERITY_CRITICAL,
};

/*
 * bits of the conditions that are kept until they are cleared by
 * ndctl_dimm_ocxl_cmd_new_clear_conditions(), or the driver is unbound
 */
#define NDCTL_OCXL_KEPT_DATA_LOSS	      (1U << 0)
#define NDCTL_OCXL_KEPT_REPLACEMENT_REQUESTED (1U << 1)
#define NDCTL_OCXL_KEPT_PREDICTIVE_FAILURE    (1U << 2)

/* limits of conditions with numbers */
#define NDCTL_OCXL_LIFE_MARGIN	      5 /* life_remaining_low: percentage points above the threshold */
#define NDCTL_OCXL_TEMPERATURE_MARGIN 5 /* temperature_near: degrees Celsius below the threshold */
#define NDCTL_OCXL_RESOURCES_LIMIT    90 /* critical_resources: from here on, in percent */
#define NDCTL_OCXL_PERCENTAGE_MAX     100 /* greater percentages give no condition */

/* bytes of the longest message or action, with the name of a DIMM and the terminating NUL */
#define NDCTL_OCXL_TEXT_SIZE 512

/* ndctl_ocxl_judge() never returns more conditions */
#define NDCTL_OCXL_CONDITIONS_MAX 320

/**
 * enum ndctl_ocxl_condition_id - conditions of a card, from 0 without a gap
 *
 * A number never changes, and new ones go to the end. Conditions of one severity have this order in
 * a verdict. To list all of them:
 *
 *	for (id = 0; ndctl_ocxl_condition_id_name(id); id++)
 */
enum ndctl_ocxl_condition_id {
	NDCTL_OCXL_CONDITION_GONE = 0, /* the card has disappeared from the bus */
	NDCTL_OCXL_CONDITION_NOT_RESPONDING = 1, /* the controller does not answer in time */
	NDCTL_OCXL_CONDITION_COMMAND_FAILED = 2, /* a command failed, or its answer is damaged */
	NDCTL_OCXL_CONDITION_HW_FATAL = 3, /* fatal hardware failure */
	NDCTL_OCXL_CONDITION_FW_FATAL = 4, /* fatal firmware failure */
	NDCTL_OCXL_CONDITION_NOT_READY = 5, /* the controller is not ready */
	NDCTL_OCXL_CONDITION_MEM_UNAVAILABLE = 6, /* only the memory is not available */
	NDCTL_OCXL_CONDITION_DATA_LOSS = 7, /* the card has reported a loss of data */
	NDCTL_OCXL_CONDITION_REPLACEMENT_REQUESTED = 8, /* the card has requested its replacement */
	NDCTL_OCXL_CONDITION_PREDICTIVE_FAILURE = 9, /* the card has predicted a failure */
	NDCTL_OCXL_CONDITION_LIFE_REMAINING = 10, /* the life is at or below its threshold */
	NDCTL_OCXL_CONDITION_LIFE_REMAINING_LOW = 11, /* the life is near its threshold */
	NDCTL_OCXL_CONDITION_TEMPERATURE = 12, /* the temperature is at or above its threshold */
	NDCTL_OCXL_CONDITION_TEMPERATURE_NEAR = 13, /* the temperature is near its threshold */
	NDCTL_OCXL_CONDITION_ATTRIBUTE_FAILING = 14, /* a SMART attribute is failing */
	NDCTL_OCXL_CONDITION_CRITICAL_RESOURCES = 15, /* resources are nearly used up */
	NDCTL_OCXL_CONDITION_ERASE_FAILED = 16, /* the last erase failed */
	NDCTL_OCXL_CONDITION_ERROR_LOG_PENDING = 17, /* the error log has uncollected entries */
	NDCTL_OCXL_CONDITION_DUMP_PENDING = 18, /* a dump waits to be collected */
	NDCTL_OCXL_CONDITION_HEALTH_UNREADABLE = 19, /* the health could not be read */
	NDCTL_OCXL_CONDITION_SHUT_DOWN = 20, /* the controller was shut down */
	NDCTL_OCXL_CONDITION_FW_UPDATE_INCOMPLETE = 21, /* a firmware update was not completed */
};

/**
 * ndctl_ocxl_condition_id_name() - name of a condition
 * @condition: any number, also one of a newer header
 *
 * Return: "gone", ...; NULL for a number without a condition.
 */
const char *ndctl_ocxl_condition_id_name(unsigned int condition);

/**
 * ndctl_ocxl_severity_name() - name of a severity
 * @severity: any number
 *
 * Return: "ok", "warning", "unknown" or "critical"; NULL for another number.
 */
const char *ndctl_ocxl_severity_name(unsigned int severity);

/* ---- the verdict ---- */

/**
 * struct ndctl_ocxl_outcome - how a command ended
 * @asked: the caller wanted to send the command; also true when the constructor failed, for example
 *	with ENOTTY because the driver lacks the command, or when no time was left: then @error is
 *	-ECANCELED and @status is -1
 * @error: 0, or the negative errno of the constructor or of ndctl_cmd_ocxl_submit()
 * @status: as ndctl_cmd_ocxl_get_status(): status of the answer, -1 without an answer
 * @reserved: zero, room to grow
 *
 * All zero: the command was not sent. @error and @status count only when @asked is true.
 */
struct ndctl_ocxl_outcome {
	bool asked;
	int error;
	int status;
	uint64_t reserved;
};

/**
 * struct ndctl_ocxl_evidence - what is known about one card
 * @old_driver: the driver is the posted one, without the file cmd_mask (wire.md 4). SMART is then
 *	the only command, and @heartbeat is ignored. An answer that the library refused gives
 *	NDCTL_OCXL_CONDITION_HEALTH_UNREADABLE, because such a driver returns errors as status 0
 * @has_flags: @flags could be read
 * @flags: NDCTL_OCXL_FLAG_*
 * @heartbeat: HEARTBEAT
 * @smart: SMART
 * @attributes: in the card's order; belong to the caller, or to the collection. Read only when
 *	SMART was answered
 * @attribute_count: 0 to 255; a collection has 0 when SMART was not answered
 * @stats: STATS
 * @critical_resource_utilization_percentage: of STATS, not limited to 100. Read only when STATS was
 *	answered
 * @flags_error: 0, or the negative errno with which some or all flags could not be read. -ENOENT:
 *	the evidence is absent, because an older driver does not have the file
 * @cmd_mask_error: the same for the commands of the driver
 * @serial_error: the same for the serial number, but -ENOENT is a failure: each driver has the
 *	number
 * @reserved: zero, room to grow
 *
 * Evidence is read, absent or failed:
 *
 * * absent - the driver or the card does not have it. No condition; ndctl_ocxl_is_checked() is
 *   false for the conditions that it could show
 * * failed - it could not be read, or SMART has no attribute. Unless the card is gone, it gives
 *   NDCTL_OCXL_CONDITION_HEALTH_UNREADABLE, or the condition that the status of HEARTBEAT or SMART
 *   means. A failed STATS gives no condition: NDCTL_OCXL_CONDITION_CRITICAL_RESOURCES is not
 *   checked. Nor does NDCTL_OCXL_STATUS_BLOCKED of one of the two, if the other one was answered
 *
 * ndctl_dimm_ocxl_collect() collects all of it. To fill in the struct yourself, begin with all
 * zero, and set what is known. A command that was not tried gives no condition;
 * NDCTL_OCXL_CONDITION_HEALTH_UNREADABLE if neither HEARTBEAT nor SMART was tried, unless the card
 * is gone.
 */
struct ndctl_ocxl_evidence {
	bool old_driver;
	bool has_flags;
	uint64_t flags;
	struct ndctl_ocxl_outcome heartbeat;
	struct ndctl_ocxl_outcome smart;
	const struct ndctl_ocxl_smart_attribute *attributes;
	size_t attribute_count;
	struct ndctl_ocxl_outcome stats;
	unsigned int critical_resource_utilization_percentage;
	int flags_error;
	int cmd_mask_error;
	int serial_error;
	uint64_t reserved[8];
};

/**
 * struct ndctl_ocxl_condition - one condition of a card, with its numbers
 * @id: one of enum ndctl_ocxl_condition_id, or a number of a newer library
 * @severity: of this condition now, one of enum ndctl_ocxl_severity; an overdue condition is
 *	critical
 * @commands: bit n: command n, enum ndctl_ocxl_command, failed in a way that means this condition.
 *	0: a flag, a SMART attribute, a statistic or an unreadable file shows it, or no command
 *	was tried
 * @attribute: identifier of the SMART attribute, -1 for none
 * @has_value: @value is valid
 * @has_threshold: @threshold is valid
 * @explained: for NDCTL_OCXL_CONDITION_ERROR_LOG_PENDING: the card also has
 *	NDCTL_OCXL_CONDITION_DATA_LOSS, so an entry that reports a loss of data was read
 * @value: the measured value, in @unit: @raw of temperature and life, @current of another attribute
 * @threshold: limit of @value
 * @unit: "Cel" (degree Celsius), "%", or NULL for a number without a unit; constant
 * @evidence: the first evidence whose failure means this condition: "HEARTBEAT" or "SMART", if
 *	@commands has one of them; of NDCTL_OCXL_CONDITION_HEALTH_UNREADABLE, also "flags",
 *	"cmd_mask", "serial" or "the device node"; constant. NULL otherwise
 * @error: negative errno with which @evidence failed; -ENODATA: SMART has no attribute
 * @status: status of the answer with which @evidence failed; -1 without an answer
 * @reserved: zero, room to grow
 */
struct ndctl_ocxl_condition {
	uint32_t id;
	uint32_t severity;
	uint64_t commands;
	int attribute;
	bool has_value;
	bool has_threshold;
	bool explained;
	uint64_t value;
	uint64_t threshold;
	const char *unit;
	const char *evidence;
	int error;
	int status;
	uint64_t reserved[4];
};

/**
 * ndctl_ocxl_judge() - verdict on a card, and its conditions
 * @evidence: what is known about the card
 * @conditions: receives the conditions, the worst first; then in the order of enum
 *	ndctl_ocxl_condition_id, attributes in the card's order. NULL when @capacity is 0
 * @capacity: elements of @conditions. NDCTL_OCXL_CONDITIONS_MAX is always enough; otherwise the
 *	last conditions are missing
 * @count: receives the number of elements of @conditions that were set, at most @capacity; NULL is
 *	allowed
 *
 * NDCTL_OCXL_CONDITION_ATTRIBUTE_FAILING occurs once for each attribute, a condition of temperature
 * or life once for each such attribute of the card, any other condition at most once.
 * NDCTL_OCXL_CONDITION_SHUT_DOWN and NOT_READY hide MEM_UNAVAILABLE; SHUT_DOWN hides NOT_READY. A
 * card that is gone has only NDCTL_OCXL_CONDITION_GONE and those of NDCTL_OCXL_KEPT_*.
 *
 * Return: the severity of the worst condition, whatever @capacity is; "ok" without a condition, but
 * see enum ndctl_ocxl_severity. NDCTL_OCXL_SEVERITY_UNKNOWN without conditions if @evidence is
 * NULL, or if SMART was answered, and @attributes is NULL with @attribute_count above 0, or
 * @attribute_count is above 255.
 */
enum ndctl_ocxl_severity ndctl_ocxl_judge(const struct ndctl_ocxl_evidence *evidence,
					  struct ndctl_ocxl_condition *conditions, size_t capacity,
					  size_t *count);

/**
 * ndctl_ocxl_is_checked() - is there evidence for or against a condition
 * @evidence: as of ndctl_ocxl_judge()
 * @condition: any number
 *
 * A condition is not checked if the flags that show it could not be read, if SMART or STATS was not
 * answered, or if SMART has no temperature or life within its range, or no threshold of the
 * temperature. Gone, not responding and command failed are not checked if HEARTBEAT and SMART
 * were not sent, or were refused (for example with BLOCKED). When a card is gone, only gone,
 * health unreadable and the conditions that are kept until cleared are checked.
 *
 * Entries of the error log that the driver has not read yet may show data loss, a requested
 * replacement or a predicted failure. See NDCTL_OCXL_CONDITION_ERROR_LOG_PENDING.
 *
 * Return: true if the card is known to have the condition, or not to have it; false for a number
 * without a condition, and if @evidence is not valid.
 */
bool ndctl_ocxl_is_checked(const struct ndctl_ocxl_evidence *evidence, unsigned int condition);

/**
 * ndctl_ocxl_condition_message() - what a condition of a card is, in words and with its numbers
 * @condition: as of ndctl_ocxl_judge()
 * @text: receives text without a newline, cut off at its end and terminated with NUL; NULL
 *	is allowed. Empty on an error
 * @size: bytes of @text. NDCTL_OCXL_TEXT_SIZE is always enough
 *
 * Return: bytes of the whole text without the NUL, as snprintf(); -EINVAL for NULL, and for a
 * number without a condition.
 */
int ndctl_ocxl_condition_message(const struct ndctl_ocxl_condition *condition, char *text,
				 size_t size);

/**
 * ndctl_ocxl_condition_action() - what to do about a condition of a card
 * @condition: as of ndctl_ocxl_judge()
 * @devname: name of the DIMM for commands, as of ndctl_dimm_get_devname()
 * @text: as of ndctl_ocxl_condition_message(). Commands stand between single quotes
 * @size: as of ndctl_ocxl_condition_message()
 *
 * Return: as ndctl_ocxl_condition_message().
 */
int ndctl_ocxl_condition_action(const struct ndctl_ocxl_condition *condition, const char *devname,
				char *text, size_t size);

#ifdef __cplusplus
}
#endif

#endif /* _LIBNDCTL_OCXL_CONDITIONS_H_ */

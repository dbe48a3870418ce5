// SPDX-License-Identifier: GPL-2.0-only
/*
 * The verdict on a card: any evidence gives sorted conditions, which agree with the list of
 * conditions that were not checked. Also looks up any condition.
 *
 * 	switches, masks and flags, three outcomes, utilization, number of attributes, attributes;
 * 	condition to look up; three errors of files
 */
#include <errno.h>
#include <string.h>
#include <ccan/array_size/array_size.h>
#include <ndctl/libndctl-ocxl.h>
#include "fuzz.h"

/* switches */
enum switches {
	OLD_DRIVER = 0x01,
	HAS_FLAGS = 0x02,
	NO_ATTRIBUTES = 0x04, /* a null pointer, whatever the number */
	TOO_MANY = 0x10, /* more attributes than are allowed */
};

static struct ndctl_ocxl_smart_attribute attributes[256];

static int find_error(uint8_t number)
{
	static const int errors[] = { 0,	-ENXIO,	 -ENODEV,   -ENOTTY, -ETIMEDOUT,
				      -EIO,	-EINVAL, -EBADMSG,  -EBADF,  -EPROTONOSUPPORT,
				      -ENODATA, -EPROTO, -EMSGSIZE, -EACCES, -EPERM,
				      -ENOENT,	-EISDIR, -ELOOP };

	return errors[number % ARRAY_SIZE(errors)];
}

static struct ndctl_ocxl_outcome take_outcome(struct fuzz_input *input)
{
	uint8_t kind = (uint8_t)fuzz_number(input, 1);

	return (struct ndctl_ocxl_outcome) {
		.asked = kind & 0x80,
		.error = find_error(kind & 0x7f),
		.status = (int)fuzz_number(input, 1) - 1,
	};
}

static void take_attributes(struct fuzz_input *input, size_t count)
{
	size_t i;

	memset(attributes, 0, sizeof(attributes));
	for (i = 0; i < count && input->remaining > 0; i++) {
		attributes[i].id = (uint8_t)fuzz_number(input, 1);
		attributes[i].failing = fuzz_number(input, 1) & 1;
		attributes[i].threshold = (uint8_t)fuzz_number(input, 1);
		attributes[i].current = (uint8_t)fuzz_number(input, 1);
		attributes[i].raw = fuzz_number(input, 2);
	}
}

static void take_evidence(struct ndctl_ocxl_evidence *evidence, struct fuzz_input *input)
{
	uint8_t switches = (uint8_t)fuzz_number(input, 1);

	*evidence = (struct ndctl_ocxl_evidence) {
		.old_driver = switches & OLD_DRIVER,
		.has_flags = switches & HAS_FLAGS,
		.attributes = switches & NO_ATTRIBUTES ? NULL : attributes,
	};
	evidence->cmd_mask = fuzz_number(input, 4);
	evidence->flags = (unsigned int)fuzz_number(input, 4);
	evidence->heartbeat = take_outcome(input);
	evidence->smart = take_outcome(input);
	evidence->stats = take_outcome(input);
	evidence->critical_resource_utilization_percentage = (unsigned int)fuzz_number(input, 1);
	evidence->attribute_count = (size_t)fuzz_number(input, 1);
	if (switches & TOO_MANY)
		evidence->attribute_count = ARRAY_SIZE(attributes);
	take_attributes(input, evidence->attribute_count);
}

static void take_file_errors(struct ndctl_ocxl_evidence *evidence, struct fuzz_input *input)
{
	evidence->flags_error = find_error((uint8_t)fuzz_number(input, 1));
	evidence->cmd_mask_error = find_error((uint8_t)fuzz_number(input, 1));
	evidence->serial_error = find_error((uint8_t)fuzz_number(input, 1));
}

/* A shorter space has the beginning of the same text. */
static void check_text(const struct ndctl_ocxl_condition *condition)
{
	char whole[512], *part;
	int length = ndctl_ocxl_condition_text(condition, "nmem0", whole, sizeof(whole));
	size_t size;

	FUZZ_CHECK(length > 0 && (size_t)length == strlen(whole) && !strpbrk(whole, "{}"));
	for (size = 0; size <= (size_t)length; size += 31) {
		part = malloc(size + 1);
		FUZZ_CHECK(part);
		FUZZ_CHECK(ndctl_ocxl_condition_text(condition, "nmem0", size ? part : NULL,
						     size) == length);
		FUZZ_CHECK(size == 0 ||
			   (strlen(part) == size - 1 && !memcmp(part, whole, size - 1)));
		free(part);
	}
}

static void check_findings(const struct ndctl_ocxl_condition *conditions, size_t count,
			   uint64_t not_checked)
{
	enum ndctl_ocxl_severity worst = ndctl_ocxl_conditions_worst(conditions, count);
	size_t i;

	FUZZ_CHECK(count > 0 || worst == NDCTL_OCXL_SEVERITY_OK);
	for (i = 0; i < count; i++) {
		FUZZ_CHECK(ndctl_ocxl_condition_name(conditions[i].id));
		FUZZ_CHECK(ndctl_ocxl_severity_name(conditions[i].severity));
		FUZZ_CHECK(conditions[i].severity != NDCTL_OCXL_SEVERITY_OK);
		FUZZ_CHECK(conditions[i].severity <= (i ? conditions[i - 1].severity : worst));
		FUZZ_CHECK(!(not_checked >> conditions[i].id & 1));
		FUZZ_CHECK(!conditions[i].has_threshold || conditions[i].has_value);
		check_text(&conditions[i]);
	}
}

/* A file that could not be read is not ok, whatever else was found out. */
static void check_file_errors(const struct ndctl_ocxl_evidence *evidence, int count)
{
	if (ndctl_ocxl_evidence_has_failed(evidence->flags_error) ||
	    ndctl_ocxl_evidence_has_failed(evidence->cmd_mask_error) || evidence->serial_error)
		FUZZ_CHECK(count != 0);
}

static void judge(const struct ndctl_ocxl_evidence *evidence)
{
	struct ndctl_ocxl_condition *conditions =
		calloc(NDCTL_OCXL_CONDITIONS_MAX, sizeof(*conditions));
	int count = ndctl_ocxl_judge(evidence, conditions, NDCTL_OCXL_CONDITIONS_MAX);
	uint64_t not_checked = ndctl_ocxl_not_checked(evidence);

	FUZZ_CHECK(conditions);
	FUZZ_CHECK(ndctl_ocxl_judge(evidence, NULL, 0) == count);
	FUZZ_CHECK(ndctl_ocxl_judge(evidence, NULL, 1) == -EINVAL);
	FUZZ_CHECK(ndctl_ocxl_judge(evidence, conditions, 1) == count);
	FUZZ_CHECK(count == -EINVAL || (count >= 0 && count <= NDCTL_OCXL_CONDITIONS_MAX));
	FUZZ_CHECK((count < 0) == (not_checked == UINT64_MAX));
	check_file_errors(evidence, count);
	if (count >= 0)
		check_findings(conditions, (size_t)count, not_checked);
	free(conditions);
}

/* The functions of a condition agree on which numbers are conditions. */
static void look_up_condition(unsigned int id)
{
	const char *name = ndctl_ocxl_condition_name(id);
	const struct ndctl_ocxl_condition condition = { .id = id };
	bool known = name;

	FUZZ_CHECK(known == (ndctl_ocxl_condition_summary(id) != NULL));
	FUZZ_CHECK(known == (ndctl_ocxl_condition_advice(id) != NULL));
	FUZZ_CHECK(ndctl_ocxl_condition_find(name) == (known ? (int)id : -ENOENT));
	FUZZ_CHECK(ndctl_ocxl_condition_get_severity(id, false) <=
		   ndctl_ocxl_condition_get_severity(id, true));
	FUZZ_CHECK(ndctl_ocxl_condition_get_flags(id) == 0 || known);
	FUZZ_CHECK(ndctl_ocxl_condition_get_kept_bit(id) == 0 || known);
	FUZZ_CHECK((ndctl_ocxl_condition_text(&condition, "nmem0", NULL, 0) == -EINVAL) == !known);
	FUZZ_CHECK(ndctl_ocxl_condition_find("") == -ENOENT);
	FUZZ_CHECK((id <= NDCTL_OCXL_SEVERITY_CRITICAL) == (ndctl_ocxl_severity_name(id) != NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input = { .next = data, .remaining = size };
	struct ndctl_ocxl_evidence evidence;
	unsigned int condition;

	take_evidence(&evidence, &input);
	condition = (unsigned int)fuzz_number(&input, 1);
	take_file_errors(&evidence, &input);
	judge(&evidence);
	FUZZ_CHECK(ndctl_ocxl_judge(NULL, NULL, 0) == -EINVAL);
	look_up_condition(condition);
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <ndctl/libndctl-ocxl.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl-private.h"
#include "ocxl/base/memory.h"
#include "ocxl/output/output.h"
#include "ocxl/records/records.h"
#include "ocxl/options/ocxl-options.h"
#include "ocxl/run/result-sink.h"
#include "ocxl/run/result.h"
#include "ocxl/dimms/select.h"
#include "ocxl/run/query.h"
#include "ocxl/verbs/verbs.h"

struct smart_payload {
	struct ocxl_smart_summary_record summary; /* its list points to @attributes */
	struct ndctl_ocxl_smart_attribute *attributes;
	struct ocxl_command command; /* --raw writes its answer */
};

/* if a card lists an attribute twice, the first one with a valid value counts */
static void set_summary_value(struct ocxl_smart_summary_record *summary, unsigned int bit,
			      uint64_t *value, uint64_t raw)
{
	if (summary->present & 1ULL << bit)
		return;
	summary->present |= 1ULL << bit;
	*value = raw;
}

static void add_to_summary(struct ocxl_smart_summary_record *summary,
			   const struct ndctl_ocxl_smart_attribute *attribute)
{
	if (!ocxl_smart_is_plausible(attribute->id, attribute->raw))
		return;
	if (attribute->id == OCXLPMEM_SMART_TEMPERATURE)
		set_summary_value(summary, OCXL_SMART_HAS_TEMPERATURE,
				  &summary->temperature_celsius, attribute->raw);
	else if (attribute->id == OCXLPMEM_SMART_LIFE_REMAINING)
		set_summary_value(summary, OCXL_SMART_HAS_LIFE, &summary->life_remaining_percentage,
				  attribute->raw);
	else if (attribute->id == OCXLPMEM_SMART_POWER_ON_HOURS)
		set_summary_value(summary, OCXL_SMART_HAS_HOURS, &summary->power_on_hours,
				  attribute->raw);
}

void ocxl_smart_summarize(struct ocxl_smart_summary_record *summary,
			  const struct ndctl_ocxl_smart_attribute *attributes, size_t count)
{
	size_t i;

	summary->attributes.records = attributes;
	summary->attributes.count = count;
	for (i = 0; i < count; i++)
		add_to_summary(summary, &attributes[i]);
}

static void copy_attributes(struct smart_payload *payload)
{
	struct ndctl_cmd *cmd = payload->command.cmd;
	struct ndctl_ocxl_smart_attribute attribute;
	unsigned int i, count = 0;

	while (!ndctl_cmd_ocxl_get_smart_attribute(cmd, count, &attribute))
		count++;
	payload->attributes = ocxl_alloc_zeroed((size_t)count + 1, sizeof(attribute));
	for (i = 0; i < count; i++)
		ndctl_cmd_ocxl_get_smart_attribute(cmd, i, &payload->attributes[i]);
	ocxl_smart_summarize(&payload->summary, payload->attributes, count);
}

static void fetch_smart(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
			struct ocxl_result *result)
{
	struct smart_payload *payload = ocxl_result_alloc_payload(result, sizeof(*payload));
	struct ocxl_command *command = &payload->command;

	ocxl_worker_send(command, dimm, ndctl_dimm_ocxl_cmd_new_smart(dimm->ndctl),
			 OCXLPMEM_CMD_SMART);
	if (command->rc) {
		ocxl_result_add_failed_command(result, command);
		return;
	}
	copy_attributes(payload);
	ocxl_result_add_section(result, NULL, &ocxl_smart_summary_record, &payload->summary);
}

static void release_smart(void *data)
{
	struct smart_payload *payload = data;

	free(payload->attributes);
	ocxl_command_release(&payload->command);
}

static int write_raw_smart(struct ocxl_result_sink *sink, struct ocxl_result *result)
{
	struct smart_payload *payload = result->payload;
	const void *answer;
	size_t size;

	if (result->failure_count)
		return 0;
	answer = ocxl_cmd_get_output(payload->command.cmd, &size);
	return ocxl_output_write(sink->output, answer, size);
}

const struct ocxl_verb ocxl_verb_read_smart = {
	.name = "read-smart",
	.summary = "show the SMART attributes",
	.key = "smart",
	.needs = OCXL_NEEDS(OCXLPMEM_CMD_SMART),
	.options = OCXL_HAS_RAW,
	.mode = 0644,
	.fetch = fetch_smart,
	.release = release_smart,
	.raw = write_raw_smart,
};

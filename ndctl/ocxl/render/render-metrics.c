// SPDX-License-Identifier: GPL-2.0-only
/*
 * Prometheus text, format 0.0.4. The format requires that the samples of a family are together, but
 * DIMMs come one after the other. So the samples are collected, and written at the end.
 */
#include <ccan/array_size/array_size.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <ocxl-version.h>
#include "ocxl/base/memory.h"
#include "ocxl/base/safe-text.h"
#include "ocxl/records/records.h"
#include "ocxl/render/render-metrics.h"

/* the identifier of a SMART attribute is one byte */
#define ATTRIBUTES 256
/* maximum length of label values: names of DIMMs, constant words, firmware version */
#define LABEL_MAX  32

static const struct ocxl_field *find_field(const struct ocxl_record *record, const char *key)
{
	const struct ocxl_field *field = record->fields;

	while (field->key && strcmp(field->key, key))
		field++;
	return field;
}

/* metrics are integers or truth values; false: the value is unknown */
static bool get_number(const struct ocxl_field *field, const void *data, uint64_t *number)
{
	union ocxl_value value;
	bool known = ocxl_field_get(field, data, &value);

	*number = field->type == OCXL_FIELD_BOOL ? value.truth : value.number;
	return known;
}

static void write_label(FILE *out, const char *name, const void *bytes, size_t size)
{
	char text[OCXL_TEXT_LABEL_SIZE(LABEL_MAX)];

	ocxl_text_escape_label(text, bytes, size < LABEL_MAX ? size : LABEL_MAX);
	fprintf(out, "%s=\"%s\"", name, text);
}

static void write_word(FILE *out, const char *name, const char *word)
{
	fputc(',', out);
	write_label(out, name, word, strlen(word));
}

static void begin_sample(FILE *out, const struct ocxl_metric *metric,
			 const struct ocxl_element *element)
{
	fprintf(out, OCXL_METRIC_PREFIX "%s{", metric->name);
	write_label(out, "dimm", element->dev, strlen(element->dev));
	/* to Prometheus, an empty label is the same as no label */
	fputs(",serial=\"", out);
	if (element->has_serial)
		fprintf(out, "%" PRIu64, element->serial);
	/* it has no character that must be escaped */
	fprintf(out, "\",card=\"%s\"", element->card ? element->card : "");
}

static void end_sample(FILE *out, const struct ocxl_metric *metric, uint64_t value)
{
	char text[OCXL_TEXT_DECIMAL_SIZE];

	ocxl_text_format_decimal(text, value, metric->decimals);
	fprintf(out, "} %s\n", text);
}

static void write_field(FILE *out, const struct ocxl_metric *metric,
			const struct ocxl_element *element, const void *data)
{
	const struct ocxl_field *field = find_field(metric->record, metric->key);
	uint64_t number;

	if (!get_number(field, data, &number) || (metric->maximum && number > metric->maximum))
		return;
	begin_sample(out, metric, element);
	end_sample(out, metric, number);
}

static void write_location(FILE *out, const struct ndctl_ocxl_location *location)
{
	if (location->pci_address[0])
		write_word(out, "pci_address", location->pci_address);
	if (location->slot[0])
		write_word(out, "slot", location->slot);
	if (location->has_numa_node)
		fprintf(out, ",numa_node=\"%u\"", location->numa_node);
}

/* the labels are the information; unknown ones are omitted */
static void write_info(FILE *out, const struct ocxl_metric *metric,
		       const struct ocxl_element *element, const void *data)
{
	const struct ocxl_info_record *info = data;
	union ocxl_value text;
	bool version = ocxl_field_get(find_field(metric->record, "fw_version"), data, &text);
	bool capabilities = info->present & 1ULL << OCXL_INFO_HAS_CAPABILITIES;

	if (!version && !capabilities)
		return;
	begin_sample(out, metric, element);
	if (version) {
		fputc(',', out);
		write_label(out, "fw_version", text.bytes.start, text.bytes.size);
	}
	if (capabilities) {
		fprintf(out, ",interface_revision=\"0x%x\"", info->capabilities.interface_revision);
		write_word(out, "emulated", info->capabilities.emulated ? "true" : "false");
	}
	write_location(out, &info->location);
	end_sample(out, metric, 1);
}

/*
 * A duplicate series would make the whole text invalid, for all cards. So only the first of several
 * attributes with the same identifier counts.
 */
static void write_attributes(FILE *out, const struct ocxl_metric *metric,
			     const struct ocxl_element *element, const void *data)
{
	const struct ocxl_smart_summary_record *smart = data;
	const struct ndctl_ocxl_smart_attribute *attributes = smart->attributes.records;
	const struct ocxl_field *field = find_field(&ocxl_smart_attribute_record, metric->key);
	bool seen[ATTRIBUTES] = { false };
	uint64_t number;
	size_t i;

	for (i = 0; i < smart->attributes.count; i++) {
		unsigned int id = attributes[i].id;

		if (seen[id] || !get_number(field, &attributes[i], &number))
			continue;
		seen[id] = true;
		begin_sample(out, metric, element);
		fprintf(out, ",attribute=\"0x%02x\"", id);
		write_word(out, "name", ocxl_name_or_unknown(ocxl_attribute_names, id));
		end_sample(out, metric, number);
	}
}

static void write_events(FILE *out, const struct ocxl_metric *metric,
			 const struct ocxl_element *element, const void *data)
{
	const struct ocxl_field *field = find_field(metric->record, metric->key);
	const char *label = strcmp(metric->key, "entries") ? "event" : "type";
	const struct ocxl_name *name;
	union ocxl_value value;

	if (!ocxl_field_get(field, data, &value))
		return;
	for (name = field->names; name->name; name++) {
		begin_sample(out, metric, element);
		write_word(out, label, name->name);
		end_sample(out, metric, value.numbers[name->number]);
	}
}

static bool is_repeated(const struct ocxl_condition_record *conditions, size_t i)
{
	size_t j;

	for (j = 0; j < i; j++)
		if (!strcmp(conditions[i].name, conditions[j].name))
			return true;
	return false;
}

/* several SMART attributes may be conditions with the same name: one series */
static void write_conditions(FILE *out, const struct ocxl_metric *metric,
			     const struct ocxl_element *element, const void *data)
{
	const struct ocxl_check_record *check = data;
	const struct ocxl_condition_record *conditions = check->conditions.records;
	size_t i;

	for (i = 0; i < check->conditions.count; i++) {
		if (is_repeated(conditions, i))
			continue;
		begin_sample(out, metric, element);
		write_word(out, "condition", conditions[i].name);
		write_word(out, "severity", conditions[i].severity);
		end_sample(out, metric, 1);
	}
}

static void write_severity(FILE *out, const struct ocxl_metric *metric,
			   const struct ocxl_element *element, const void *data)
{
	const struct ocxl_check_record *check = data;

	begin_sample(out, metric, element);
	end_sample(out, metric, ocxl_severity_number(check->verdict));
}

static void write_not_checked(FILE *out, const struct ocxl_metric *metric,
			      const struct ocxl_element *element, const void *data)
{
	const struct ocxl_check_record *check = data;

	begin_sample(out, metric, element);
	end_sample(out, metric, (uint64_t)__builtin_popcountll(check->not_checked));
}

#define SCRAPE(member) .record = &ocxl_metrics_record, .key = (member)
#define INFO(member)   .record = &ocxl_info_record, .key = (member)
#define SMART(member)  .record = &ocxl_smart_summary_record, .key = (member)
#define CHECK(member)  .record = &ocxl_check_record, .key = (member)
#define STATS(member)  .record = &ocxl_stats_record, .key = (member)
#define EVENTS(member) .record = &ocxl_events_record, .key = (member)
/* unit of the integer in the record */
#define PERCENT	       .decimals = 2, .maximum = 100
#define MICROSECOND    .decimals = 6
#define NANOSECOND     .decimals = 9
#define COUNTER	       .counter = true

const struct ocxl_metric ocxl_metric_table[] = {
	{ "up", "Whether the controller answered in this run", SCRAPE("up") },
	{ "info", "Identity of the card, in its labels", INFO(NULL), .write_samples = write_info },
	{ "condition", "Condition of the card, one series for each that the card has", CHECK(NULL),
	  .write_samples = write_conditions },
	{ "severity", "Verdict on the card: 0 ok, 1 warning, 2 unknown, 3 critical", CHECK(NULL),
	  .write_samples = write_severity },
	{ "conditions_not_checked", "Number of conditions that could not be checked", CHECK(NULL),
	  .write_samples = write_not_checked },
	{ "ready", "Whether the controller is ready", SCRAPE("ready") },
	{ "memory_available", "Whether the memory can be used", SCRAPE("memory_available") },
	{ "temperature_celsius", "Temperature of the media", SMART("temperature_celsius") },
	{ "life_remaining_ratio", "Life that remains, 1 when new",
	  SCRAPE("life_remaining_percentage"), PERCENT },
	{ "smart_current", "Normalized value of a SMART attribute", SMART("current"),
	  .write_samples = write_attributes },
	{ "smart_threshold", "Threshold of a SMART attribute, 0 for none", SMART("threshold"),
	  .write_samples = write_attributes },
	{ "smart_worst", "Worst value of a SMART attribute so far", SMART("worst"),
	  .write_samples = write_attributes },
	{ "smart_raw", "Raw value of a SMART attribute", SMART("raw"),
	  .write_samples = write_attributes },
	{ "smart_failing", "Whether a SMART attribute is at or beyond its threshold",
	  SMART("failing"), .write_samples = write_attributes },
	{ "critical_resource_utilization_ratio", "Share of critical resources in use",
	  STATS("critical_resource_utilization_percentage"), PERCENT },
	{ "start_time_seconds", "Time of the last reset of the controller, since 1970",
	  SCRAPE("start_time_seconds") },
	{ "capacity_bytes", "Size of the memory, labels not counted", INFO("capacity_bytes") },
	{ "scrape_duration_seconds", "Time that it took to ask the card", SCRAPE("duration_us"),
	  MICROSECOND },
	{ "power_on_seconds_total", "Time that the card was powered on", COUNTER,
	  STATS("power_on_uptime_seconds") },
	{ "resets_total", "Resets of the controller", COUNTER, STATS("reset_count") },
	{ "host_loads_total", "Loads by the host", COUNTER, STATS("host_load_count") },
	{ "host_stores_total", "Stores by the host", COUNTER, STATS("host_store_count") },
	{ "host_load_seconds_total", "Time spent on loads by the host", COUNTER,
	  STATS("host_load_duration_ns"), NANOSECOND },
	{ "host_store_seconds_total", "Time spent on stores by the host", COUNTER,
	  STATS("host_store_duration_ns"), NANOSECOND },
	{ "media_reads_total", "Reads of the media", COUNTER, STATS("media_read_count") },
	{ "media_writes_total", "Writes to the media", COUNTER, STATS("media_write_count") },
	{ "media_read_seconds_total", "Time spent on reads of the media", COUNTER,
	  STATS("media_read_duration_ns"), NANOSECOND },
	{ "media_write_seconds_total", "Time spent on writes to the media", COUNTER,
	  STATS("media_write_duration_ns"), NANOSECOND },
	{ "cache_read_hits_total", "Loads that the cache of the card served", COUNTER,
	  STATS("cache_read_hit_count") },
	{ "cache_write_hits_total", "Stores that the cache of the card took", COUNTER,
	  STATS("cache_write_hit_count") },
	{ "fast_writes_total", "Fast writes", COUNTER, STATS("fast_write_count") },
	{ "events_total", "How often an event happened since the driver was bound", COUNTER,
	  EVENTS("counts"), .write_samples = write_events },
	{ "error_log_entries_total", "Error-log entries read from the card", COUNTER,
	  EVENTS("entries"), .write_samples = write_events },
	{ .name = NULL },
};

/* complete lines; none without a section of the family's record. The caller checks @out */
static void write_samples(FILE *out, const struct ocxl_metric *metric,
			  const struct ocxl_element *element)
{
	const void *data = ocxl_element_find(element, metric->record);

	if (data && metric->write_samples)
		metric->write_samples(out, metric, element, data);
	else if (data)
		write_field(out, metric, element, data);
}

/* ---- the document ---- */

/* room for the longest labels, and their sample */
#define LABELS_SIZE 256
#define SAMPLE_SIZE (LABELS_SIZE + 64)

struct metrics {
	struct ocxl_render render;
	struct ocxl_text_buffer *families; /* samples of the rows of ocxl_metric_table */
};

static size_t count_families(void)
{
	size_t count = 0;

	while (ocxl_metric_table[count].name)
		count++;
	return count;
}

static struct ocxl_text_buffer *get_families(struct ocxl_render *render)
{
	return ((struct metrics *)render)->families;
}

static void open_metrics(struct ocxl_render *render)
{
	struct metrics *metrics = (struct metrics *)render;
	size_t i, count = count_families();

	metrics->families = ocxl_alloc_zeroed(count, sizeof(*metrics->families));
	for (i = 0; i < count; i++)
		ocxl_text_buffer_open(&metrics->families[i]);
}

static void end_dimm_metrics(struct ocxl_render *render, const struct ocxl_element *element)
{
	struct ocxl_text_buffer *families = get_families(render);
	size_t i;

	for (i = 0; ocxl_metric_table[i].name; i++) {
		errno = 0;
		write_samples(families[i].out, &ocxl_metric_table[i], element);
		ocxl_check_memory();
	}
}

static void write_family(struct ocxl_render *render, const char *name, const char *help,
			 const char *type, const char *samples)
{
	ocxl_render_write(render, "# HELP " OCXL_METRIC_PREFIX, name, " ", help,
			  "\n# TYPE " OCXL_METRIC_PREFIX, name, " ", type, "\n", samples);
}

/* ---- the host: each family has one sample and no label of a DIMM ---- */

static void write_host_family(struct ocxl_render *render, const char *name, const char *help,
			      const char *labels, uint64_t value)
{
	char sample[SAMPLE_SIZE];

	snprintf(sample, sizeof(sample), OCXL_METRIC_PREFIX "%s%s %" PRIu64 "\n", name, labels,
		 value);
	write_family(render, name, help, "gauge", sample);
}

/* the labels are the information; an unknown version is omitted */
static void write_build_info(struct ocxl_render *render, const struct ocxl_host_record *host)
{
	char driver[OCXL_TEXT_LABEL_SIZE(LABEL_MAX)];
	char labels[LABELS_SIZE];
	size_t length = strnlen(host->driver_version, LABEL_MAX);

	ocxl_text_escape_label(driver, host->driver_version, length);
	snprintf(labels, sizeof(labels),
		 "{version=\"" OCXL_VERSION "\",ndctl=\"" OCXL_NDCTL_VERSION "\"%s%s%s}",
		 length ? ",driver=\"" : "", driver, length ? "\"" : "");
	write_host_family(render, "build_info", "Versions of programs, in its labels", labels, 1);
}

static void write_host(struct ocxl_render *render, const struct ocxl_host_record *host,
		       int exit_status)
{
	const struct {
		const char *name;
		const char *help;
		uint64_t value;
	} families[] = {
		{ "dimms", "Number of DIMMs that the last run covered", render->dimms },
		{ "driver_loaded", "Whether the driver ocxlpmem is loaded",
		  host->driver_loaded || render->dimms },
		{ "last_run_timestamp_seconds", "End of the last run", (uint64_t)time(NULL) },
		{ "last_run_exit_status", "Exit status of the last run without --output",
		  (uint64_t)exit_status },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(families); i++)
		write_host_family(render, families[i].name, families[i].help, "",
				  families[i].value);
	write_build_info(render, host);
}

/* a family without samples is omitted */
static void finish_metrics(struct ocxl_render *render, int exit_status)
{
	struct ocxl_text_buffer *families = get_families(render);
	const struct ocxl_metric *metric;

	for (metric = ocxl_metric_table; metric->name; metric++, families++) {
		ocxl_text_buffer_complete(families);
		if (families->size)
			write_family(render, metric->name, metric->help,
				     metric->counter ? "counter" : "gauge", families->text);
	}
	if (render->document->host_record)
		write_host(render, render->document->host_record, exit_status);
}

static void close_metrics(struct ocxl_render *render)
{
	struct ocxl_text_buffer *families = get_families(render);
	size_t i;

	for (i = 0; families && ocxl_metric_table[i].name; i++)
		ocxl_text_buffer_free(&families[i]);
	free(families);
}

const struct ocxl_render_ops ocxl_render_metrics_ops = {
	.size = sizeof(struct metrics),
	.open = open_metrics,
	.end_dimm = end_dimm_metrics,
	.finish = finish_metrics,
	.close = close_metrics,
};

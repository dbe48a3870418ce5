/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The list of verbs. A verb declares a function for other verbs here, or in its own header if it
 * also has types for them.
 */
#ifndef OCXL_VERBS_H
#define OCXL_VERBS_H

#include "ocxl/records/records.h"
#include "ocxl/verb.h"

struct ndctl_ocxl_capabilities;
struct ndctl_ocxl_stats;
struct ocxl_command;
struct ocxl_dimm;
struct ocxl_options;
struct ocxl_result;

/* VERB(name) stands for ocxl_verb_<name>. Help and completion show the verbs in this order. */
#define OCXL_VERBS(VERB)       \
	VERB(info)             \
	VERB(check)            \
	VERB(clear_conditions) \
	VERB(read_smart)       \
	VERB(read_error_log)   \
	VERB(heartbeat)        \
	VERB(read_stats)       \
	VERB(read_dump)        \
	VERB(events)           \
	VERB(request_health)   \
	VERB(shutdown)         \
	VERB(metrics)          \
	VERB(report)

#define OCXL_DECLARE_VERB(name) extern const struct ocxl_verb ocxl_verb_##name;
OCXL_VERBS(OCXL_DECLARE_VERB)
#undef OCXL_DECLARE_VERB

/* all verbs, ended by NULL */
extern const struct ocxl_verb *const ocxl_verbs[];

/*
 * Functions named _read query a DIMM. They fill in the answer if rc of @command is 0; the caller
 * releases the command, except that of ocxl_events_read().
 */

/* @capabilities: replace the values of sysfs; NULL: the card did not answer */
void ocxl_info_fill(struct ocxl_info_record *record, const struct ocxl_dimm *dimm,
		    const struct ndctl_ocxl_capabilities *capabilities);

/* @summary: zero before; its list points to @attributes */
void ocxl_smart_summarize(struct ocxl_smart_summary_record *summary,
			  const struct ndctl_ocxl_smart_attribute *attributes, size_t count);

void ocxl_stats_read(struct ocxl_command *command, struct ndctl_ocxl_stats *stats,
		     const struct ocxl_dimm *dimm);

void ocxl_stats_fill(struct ocxl_stats_record *record, const struct ndctl_ocxl_stats *stats);

/* @record: must stay in its place */
void ocxl_events_read(struct ocxl_command *command, struct ocxl_events_record *record,
		      const struct ocxl_dimm *dimm);

/* describe host, kernel and driver */
void ocxl_host_describe(struct ocxl_host_record *record);

/* add the section with events, or the failure of @command */
void ocxl_events_add(const struct ocxl_command *command, const struct ocxl_events_record *record,
		     struct ocxl_result *result);

#endif /* OCXL_VERBS_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/* The list of verbs. Each verb has a file with its struct ocxl_verb at the end. */
#ifndef OCXL_VERBS_H
#define OCXL_VERBS_H

#include "ocxl/run/verb.h"

/* VERB(name) stands for ocxl_verb_<name>. Help and completion show the verbs in this order. */
#define OCXL_VERBS(VERB)     \
	VERB(info)           \
	VERB(check)          \
	VERB(acknowledge)    \
	VERB(read_smart)     \
	VERB(read_error_log) \
	VERB(heartbeat)      \
	VERB(read_stats)     \
	VERB(read_dump)      \
	VERB(events)         \
	VERB(request_health) \
	VERB(shutdown)       \
	VERB(metrics)        \
	VERB(report)

#define OCXL_DECLARE_VERB(name) extern const struct ocxl_verb ocxl_verb_##name;
OCXL_VERBS(OCXL_DECLARE_VERB)
#undef OCXL_DECLARE_VERB

/* all verbs, ended by NULL */
extern const struct ocxl_verb *const ocxl_verbs[];

#endif /* OCXL_VERBS_H */

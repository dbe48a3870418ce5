/* SPDX-License-Identifier: GPL-2.0-only */
/* Messages of a run on standard error: about DIMMs that failed or are missing. */
#ifndef OCXL_MESSAGES_H
#define OCXL_MESSAGES_H

#include <stdbool.h>
#include <stddef.h>
#include "ocxl/base/failure.h"
#include "ocxl/render/render.h"

struct ocxl_dimm_list;
struct ocxl_result;

/* a message about one DIMM */
struct ocxl_failure_message {
	const char *dev; /* name of the DIMM; NULL: no message */
	struct ocxl_command_failure failure; /* the command, and why it failed */
};

/* messages of a run; the first three members are set at the start, the others are zero then */
struct ocxl_messages {
	const char *verb; /* its name */
	const char *bus; /* of --bus, or NULL */
	/* no messages about DIMMs that failed, and about a host without DIMMs */
	bool suppressed;
	struct ocxl_failure_message *deferred; /* to print after the document */
	size_t count;
	/* the first DIMM that lacks the command and was not selected by name */
	struct ocxl_failure_message unsupported;
	char missing[OCXL_DOCUMENT_LINE_SIZE]; /* why a DIMM is missing; empty: none is */
};

/*
 * add the failures of a DIMM
 * @defer: print them after the document; otherwise now
 */
void ocxl_messages_add_failures(struct ocxl_messages *messages, const struct ocxl_result *result,
				bool defer);

/* print and release the deferred messages */
void ocxl_messages_print_deferred(struct ocxl_messages *messages);

/* print why no DIMM supports the command */
void ocxl_messages_print_unsupported(const struct ocxl_messages *messages);

/*
 * describe why a DIMM is missing, for the document and for ocxl_messages_print_missing()
 * @list: the DIMMs of the run
 * @document: has the numbers of cards that are expected and found
 */
void ocxl_messages_describe_missing(struct ocxl_messages *messages,
				    const struct ocxl_dimm_list *list,
				    const struct ocxl_document *document);

/* print why a DIMM is missing, unless ocxl_select_dimms() has printed it; parameters as above */
void ocxl_messages_print_missing(const struct ocxl_messages *messages,
				 const struct ocxl_dimm_list *list,
				 const struct ocxl_document *document);

#endif /* OCXL_MESSAGES_H */

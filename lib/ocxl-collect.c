// SPDX-License-Identifier: LGPL-2.1-or-later
/* What is known about one card: which command comes next, and what its answer means. */
#include <errno.h>
#include <stdlib.h>
#include <time.h>
#include <ccan/array_size/array_size.h>
#include <lib/private.h>
#include <uapi/nvdimm/ocxlpmem.h>
#include "ocxl-cmd.h"
#include "ocxl-private.h"

/* a record of an answer that is no evidence */
enum extra { STATS, CAPABILITIES, EVENTS, EXTRAS };

/**
 * struct ndctl_ocxl_collection - what is known about a card
 * @dimm: the card
 * @unsent: bit n: command n is still to be sent
 * @current: command for which an answer is expected; 0: none
 * @cmd: the object of @current, only to be compared: it belongs to the caller
 * @is_complete: the parts that are read last are there
 * @serial: serial number before the first command; @evidence has the error if it is not known
 * @evidence: known so far; points to @attributes
 * @attributes: of SMART
 * @errors: of @stats, @capabilities and @events: 0, or negative errno
 */
struct ndctl_ocxl_collection {
	struct ndctl_dimm *dimm;
	uint64_t unsent;
	unsigned int current;
	const struct ndctl_cmd *cmd;
	bool is_complete;
	uint64_t serial;
	struct ndctl_ocxl_evidence evidence;
	struct ndctl_ocxl_smart_attribute attributes[OCXLPMEM_SMART_ATTRIBUTES_MAX];
	int errors[EXTRAS];
	struct ndctl_ocxl_stats stats;
	struct ndctl_ocxl_capabilities capabilities;
	struct ndctl_ocxl_events events;
	struct ndctl_ocxl_location location;
	char card_name[OCXL_CARD_NAME_SIZE];
};

/* in the order in which they are sent */
static const struct {
	unsigned int number;
	struct ndctl_cmd *(*construct)(struct ndctl_dimm *dimm);
} commands[] = {
	{ OCXLPMEM_CMD_HEARTBEAT, ndctl_dimm_ocxl_cmd_new_heartbeat },
	{ OCXLPMEM_CMD_SMART, ndctl_dimm_ocxl_cmd_new_smart },
	{ OCXLPMEM_CMD_STATS, ndctl_dimm_ocxl_cmd_new_stats },
	{ OCXLPMEM_CMD_CAPABILITIES, ndctl_dimm_ocxl_cmd_new_capabilities },
	{ OCXLPMEM_CMD_EVENTS, ndctl_dimm_ocxl_cmd_new_events },
};

OCXL_EXPORT struct ndctl_ocxl_collection *
ocxl_collection_new(struct ndctl_dimm *dimm, const struct ndctl_ocxl_evidence *properties,
		    uint64_t wanted)
{
	struct ndctl_ocxl_collection *collection;
	size_t i;

	if (!ndctl_dimm_is_ocxl(dimm)) {
		errno = ENODEV;
		return NULL;
	}
	collection = calloc(1, sizeof(*collection));
	if (!collection)
		return NULL;
	collection->dimm = dimm;
	collection->evidence = *properties;
	for (i = 0; i < EXTRAS; i++)
		collection->errors[i] = -ECANCELED;
	/* with an unknown mask, the driver may have a command that was not sent */
	if (!(properties->flags & NDCTL_OCXL_FLAG_GONE) && !properties->cmd_mask_error)
		collection->unsent = wanted;
	return collection;
}

OCXL_EXPORT unsigned int ocxl_collection_next(struct ndctl_ocxl_collection *collection,
					      struct ndctl_cmd **cmd)
{
	size_t i;

	*cmd = NULL;
	for (i = 0; i < ARRAY_SIZE(commands); i++) {
		if (!(collection->unsent >> commands[i].number & 1))
			continue;
		collection->unsent &= ~(1ULL << commands[i].number);
		*cmd = commands[i].construct(collection->dimm);
		return commands[i].number;
	}
	return 0;
}

static void add_attributes(struct ndctl_ocxl_collection *collection, struct ndctl_cmd *cmd)
{
	struct ndctl_ocxl_evidence *evidence = &collection->evidence;
	size_t count = 0;

	while (count < ARRAY_SIZE(collection->attributes) &&
	       !ndctl_cmd_ocxl_get_smart_attribute(cmd, count, &collection->attributes[count]))
		count++;
	evidence->attributes = collection->attributes;
	evidence->attribute_count = count;
}

static struct ndctl_ocxl_outcome *find_outcome(struct ndctl_ocxl_evidence *evidence,
					       unsigned int command)
{
	switch (command) {
	case OCXLPMEM_CMD_HEARTBEAT:
		return &evidence->heartbeat;
	case OCXLPMEM_CMD_SMART:
		return &evidence->smart;
	case OCXLPMEM_CMD_STATS:
		return &evidence->stats;
	default:
		return NULL;
	}
}

static void add_record(struct ndctl_ocxl_collection *collection, unsigned int command,
		       struct ndctl_cmd *cmd, int error)
{
	int *errors = collection->errors;

	switch (command) {
	case OCXLPMEM_CMD_SMART:
		if (!error)
			add_attributes(collection, cmd);
		break;
	case OCXLPMEM_CMD_STATS:
		errors[STATS] = error ? error : ndctl_cmd_ocxl_get_stats(cmd, &collection->stats);
		break;
	case OCXLPMEM_CMD_CAPABILITIES:
		errors[CAPABILITIES] =
			error ? error
			      : ndctl_cmd_ocxl_get_capabilities(cmd, &collection->capabilities);
		break;
	case OCXLPMEM_CMD_EVENTS:
		errors[EVENTS] = error ? error
				       : ndctl_cmd_ocxl_get_events(cmd, &collection->events);
		break;
	}
}

/* the card may have disappeared since its flags were read */
static void read_flags_again(struct ndctl_ocxl_collection *collection)
{
	struct ndctl_ocxl_evidence *evidence = &collection->evidence;
	int serial_error = evidence->serial_error;

	ocxl_dimm_read_properties(collection->dimm, evidence);
	evidence->serial_error = serial_error;
	if (evidence->flags & NDCTL_OCXL_FLAG_GONE)
		collection->unsent = 0;
}

OCXL_EXPORT void ocxl_collection_add(struct ndctl_ocxl_collection *collection, unsigned int command,
				     struct ndctl_cmd *cmd, int error)
{
	struct ndctl_ocxl_evidence *evidence = &collection->evidence;
	struct ndctl_ocxl_outcome *outcome = find_outcome(evidence, command);
	int status = cmd ? ndctl_cmd_ocxl_get_status(cmd) : -1;

	collection->unsent &= ~(1ULL << command);
	add_record(collection, command, cmd, error);
	/* the next command would probably end in another time-out */
	if (status == OCXLPMEM_STATUS_TIMEOUT)
		collection->unsent = 0;
	if (error == -ENXIO || error == -ENODEV)
		read_flags_again(collection);
	if (!outcome)
		return;
	*outcome = (struct ndctl_ocxl_outcome) { .asked = true, .error = error, .status = status };
	if (command == OCXLPMEM_CMD_STATS && !error) {
		outcome->error = collection->errors[STATS];
		evidence->critical_resource_utilization_percentage =
			collection->stats.critical_resource_utilization_percentage;
	}
}

OCXL_EXPORT struct ndctl_ocxl_collection *ndctl_dimm_ocxl_collection_new(struct ndctl_dimm *dimm)
{
	struct ndctl_ocxl_evidence properties = { 0 };
	struct ndctl_ocxl_collection *collection;
	uint64_t serial, wanted = 0;
	size_t i;
	int rc = ndctl_dimm_ocxl_read_serial(dimm, &serial);

	for (i = 0; i < ARRAY_SIZE(commands); i++)
		wanted |= 1ULL << commands[i].number;
	if (ndctl_dimm_is_ocxl(dimm))
		ocxl_dimm_read_properties(dimm, &properties);
	collection = ocxl_collection_new(dimm, &properties, wanted);
	if (!collection)
		return NULL;
	collection->serial = serial;
	collection->evidence.serial_error = rc;
	return collection;
}

/* the answers are of two cards: nothing is known about either of them */
static int discard_answers(struct ndctl_ocxl_collection *collection)
{
	size_t i;

	collection->serial = 0;
	collection->evidence = (struct ndctl_ocxl_evidence) { .serial_error = -ESTALE };
	for (i = 0; i < EXTRAS; i++)
		collection->errors[i] = -ESTALE;
	collection->location = (struct ndctl_ocxl_location) { 0 };
	collection->card_name[0] = '\0';
	return -ESTALE;
}

/* 0; -ESTALE if the commands may have been answered by another card */
static int finish_collection(struct ndctl_ocxl_collection *collection)
{
	struct ndctl_dimm *dimm = collection->dimm;
	int *error = &collection->evidence.serial_error;
	uint64_t serial;

	if (collection->is_complete)
		return 0;
	if (*error == -ESTALE)
		return -ESTALE;
	ndctl_dimm_ocxl_read_location(dimm, &collection->location);
	ocxl_dimm_read_card_name(dimm, collection->location.slot, collection->card_name);
	if (!*error)
		*error = ndctl_dimm_ocxl_read_serial(dimm, &serial);
	if (*error)
		collection->serial = 0;
	else if (serial != collection->serial)
		return discard_answers(collection);
	collection->is_complete = true;
	return 0;
}

OCXL_EXPORT int ndctl_ocxl_collection_next_cmd(struct ndctl_ocxl_collection *collection,
					       struct ndctl_cmd **cmd)
{
	*cmd = NULL;
	if (!collection)
		return -EINVAL;
	/* the caller has forgotten the last command: it is not known how that ended */
	if (collection->current)
		ocxl_collection_add(collection, collection->current, NULL, -ECANCELED);
	while ((collection->current = ocxl_collection_next(collection, cmd))) {
		collection->cmd = *cmd;
		if (*cmd)
			return 1;
		ocxl_collection_add(collection, collection->current, NULL, -errno);
	}
	return finish_collection(collection);
}

OCXL_EXPORT int ndctl_ocxl_collection_add_answer(struct ndctl_ocxl_collection *collection,
						 struct ndctl_cmd *cmd, int error)
{
	if (!collection || !collection->current ||
	    !ocxl_cmd_is_expected(collection->cmd, cmd, error))
		return -EINVAL;
	ocxl_collection_add(collection, collection->current, cmd, error);
	collection->current = 0;
	/* the caller no longer waits */
	if (!cmd && error == -ETIMEDOUT)
		collection->unsent = 0;
	return 0;
}

static uint64_t get_milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* a signal that interrupts the command ends nothing */
static int submit_in_time(struct ndctl_cmd *cmd, uint64_t start, unsigned int begin_ms)
{
	int rc;

	do {
		if (begin_ms && get_milliseconds() - start >= begin_ms)
			return -ECANCELED;
		rc = ndctl_cmd_ocxl_submit(cmd);
	} while (rc == -EINTR);
	return rc;
}

OCXL_EXPORT int ndctl_dimm_ocxl_collect(struct ndctl_dimm *dimm, unsigned int begin_ms,
					struct ndctl_ocxl_collection **collection)
{
	uint64_t start = get_milliseconds();
	struct ndctl_cmd *cmd;
	int rc;

	*collection = ndctl_dimm_ocxl_collection_new(dimm);
	if (!*collection)
		return -errno;
	while ((rc = ndctl_ocxl_collection_next_cmd(*collection, &cmd)) > 0) {
		rc = submit_in_time(cmd, start, begin_ms);
		ndctl_ocxl_collection_add_answer(*collection, cmd, rc);
		ndctl_cmd_unref(cmd);
	}
	if (!rc)
		return 0;
	ndctl_ocxl_collection_free(*collection);
	*collection = NULL;
	return rc;
}

OCXL_EXPORT const struct ndctl_ocxl_evidence *
ndctl_ocxl_collection_get_evidence(const struct ndctl_ocxl_collection *collection)
{
	return collection ? &collection->evidence : NULL;
}

OCXL_EXPORT int ndctl_ocxl_collection_get_serial(const struct ndctl_ocxl_collection *collection,
						 uint64_t *serial)
{
	*serial = collection ? collection->serial : 0;
	if (!collection)
		return -EINVAL;
	return collection->evidence.serial_error;
}

OCXL_EXPORT const char *
ndctl_ocxl_collection_get_card_name(const struct ndctl_ocxl_collection *collection)
{
	return collection ? collection->card_name : NULL;
}

OCXL_EXPORT const struct ndctl_ocxl_location *
ndctl_ocxl_collection_get_location(const struct ndctl_ocxl_collection *collection)
{
	return collection ? &collection->location : NULL;
}

/* a getter of a record of an answer */
#define EXTRA_GETTER(member, index)                                        \
	OCXL_EXPORT int ndctl_ocxl_collection_get_##member(                \
		const struct ndctl_ocxl_collection *collection,            \
		struct ndctl_ocxl_##member *record)                        \
	{                                                                  \
		int rc = collection ? collection->errors[index] : -EINVAL; \
                                                                           \
		if (!rc)                                                   \
			*record = collection->member;                      \
		return rc;                                                 \
	}

EXTRA_GETTER(stats, STATS)
EXTRA_GETTER(capabilities, CAPABILITIES)
EXTRA_GETTER(events, EVENTS)

OCXL_EXPORT void ndctl_ocxl_collection_free(struct ndctl_ocxl_collection *collection)
{
	free(collection);
}

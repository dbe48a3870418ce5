// SPDX-License-Identifier: LGPL-2.1-or-later
/* Evidence of a card and its error log: which command comes next, and what its answer means. */
#include <errno.h>
#include <stdlib.h>
#include <time.h>
#include <ccan/array_size/array_size.h>
#include <lib/private.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl-cmd.h"
#include "ocxl-dimm.h"

/**
 * struct ndctl_ocxl_collection - evidence of a card while it is collected
 * @dimm: the card
 * @unsent: bit n: command n is still to be sent
 * @evidence: known so far; points to @attributes
 * @attributes: of SMART
 */
struct ndctl_ocxl_collection {
	struct ndctl_dimm *dimm;
	unsigned int unsent;
	struct ndctl_ocxl_evidence evidence;
	struct ndctl_ocxl_smart_attribute attributes[OCXLPMEM_SMART_ATTRIBUTES_MAX];
};

/* in the order in which they are sent */
static const struct {
	unsigned int number;
	struct ndctl_cmd *(*construct)(struct ndctl_dimm *dimm);
} commands[] = {
	{ OCXLPMEM_CMD_HEARTBEAT, ndctl_dimm_ocxl_cmd_new_heartbeat },
	{ OCXLPMEM_CMD_SMART, ndctl_dimm_ocxl_cmd_new_smart },
	{ OCXLPMEM_CMD_STATS, ndctl_dimm_ocxl_cmd_new_stats },
};

static void take_properties(struct ndctl_ocxl_collection *collection,
			    const struct ndctl_ocxl_evidence *properties)
{
	struct ndctl_ocxl_evidence *evidence = &collection->evidence;
	size_t i;

	if (properties)
		*evidence = *properties;
	else
		ndctl_dimm_ocxl_read_properties(collection->dimm, evidence);
	/* with an unknown mask, the driver may have a command that was not sent */
	if (evidence->flags & NDCTL_OCXL_FLAG_GONE || evidence->cmd_mask_error)
		return;
	for (i = 0; i < ARRAY_SIZE(commands); i++)
		collection->unsent |= 1U << commands[i].number;
}

NDCTL_EXPORT struct ndctl_ocxl_collection *
ndctl_dimm_ocxl_collection_new(struct ndctl_dimm *dimm,
			       const struct ndctl_ocxl_evidence *properties)
{
	struct ndctl_ocxl_collection *collection;

	if (!ndctl_dimm_is_ocxl(dimm)) {
		errno = ENODEV;
		return NULL;
	}
	collection = calloc(1, sizeof(*collection));
	if (!collection)
		return NULL;
	collection->dimm = dimm;
	take_properties(collection, properties);
	return collection;
}

NDCTL_EXPORT unsigned int ndctl_ocxl_collection_next(struct ndctl_ocxl_collection *collection,
						     struct ndctl_cmd **cmd)
{
	size_t i;

	*cmd = NULL;
	for (i = 0; i < ARRAY_SIZE(commands); i++) {
		if (!(collection->unsent >> commands[i].number & 1))
			continue;
		collection->unsent &= ~(1U << commands[i].number);
		*cmd = commands[i].construct(collection->dimm);
		return commands[i].number;
	}
	return 0;
}

static void add_attributes(struct ndctl_ocxl_collection *collection, struct ndctl_cmd *cmd)
{
	struct ndctl_ocxl_evidence *evidence = &collection->evidence;
	struct ndctl_ocxl_smart_attribute *next = collection->attributes;
	unsigned int i, count = ndctl_cmd_ocxl_smart_get_count(cmd);

	for (i = 0; i < count && i < ARRAY_SIZE(collection->attributes); i++) {
		if (!ndctl_cmd_ocxl_get_smart_attribute(cmd, i, next))
			next++;
	}
	evidence->attributes = collection->attributes;
	evidence->attribute_count = next - collection->attributes;
}

static void add_stats(struct ndctl_ocxl_collection *collection, struct ndctl_cmd *cmd)
{
	struct ndctl_ocxl_evidence *evidence = &collection->evidence;
	struct ndctl_ocxl_stats stats;

	evidence->stats.error = ndctl_cmd_ocxl_get_stats(cmd, &stats);
	if (!evidence->stats.error)
		evidence->critical_resource_utilization_percentage =
			stats.critical_resource_utilization_percentage;
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

NDCTL_EXPORT void ndctl_ocxl_collection_add(struct ndctl_ocxl_collection *collection,
					    unsigned int command, struct ndctl_cmd *cmd, int error)
{
	struct ndctl_ocxl_outcome *outcome = find_outcome(&collection->evidence, command);

	if (!outcome)
		return;
	*outcome = (struct ndctl_ocxl_outcome) {
		.asked = true,
		.error = error,
		.status = cmd ? ndctl_cmd_ocxl_get_status(cmd) : -1,
	};
	collection->unsent &= ~(1U << command);
	if (cmd && !error && command == OCXLPMEM_CMD_SMART)
		add_attributes(collection, cmd);
	if (cmd && !error && command == OCXLPMEM_CMD_STATS)
		add_stats(collection, cmd);
	/* the next command would probably end in another time-out */
	if (outcome->status == OCXLPMEM_STATUS_TIMEOUT)
		collection->unsent = 0;
	/* the card may have disappeared since its flags were read */
	if ((error == -ENXIO || error == -ENODEV) && command != OCXLPMEM_CMD_STATS)
		ndctl_dimm_ocxl_read_properties(collection->dimm, &collection->evidence);
}

static uint64_t get_milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* @before: serial number before the first command; @error: with which it could not be read, or 0 */
static void set_serial(struct ndctl_ocxl_collection *collection, uint64_t before, int error)
{
	struct ndctl_ocxl_evidence *evidence = &collection->evidence;

	if (!error)
		error = ndctl_dimm_ocxl_read_serial(collection->dimm, &evidence->serial);
	/* what was collected may be of one card or of the other */
	if (!error && evidence->serial != before)
		error = -ESTALE;
	if (!error)
		return;
	evidence->serial = 0;
	evidence->serial_error = error;
}

NDCTL_EXPORT struct ndctl_ocxl_collection *ndctl_dimm_ocxl_collect(struct ndctl_dimm *dimm,
								   unsigned int timeout_ms)
{
	struct ndctl_ocxl_collection *collection = ndctl_dimm_ocxl_collection_new(dimm, NULL);
	uint64_t start = get_milliseconds(), serial;
	struct ndctl_cmd *cmd;
	unsigned int command;
	int rc, serial_error;

	if (!collection)
		return NULL;
	serial_error = ndctl_dimm_ocxl_read_serial(dimm, &serial);
	while ((command = ndctl_ocxl_collection_next(collection, &cmd))) {
		rc = cmd ? -EINTR : -errno;
		while (rc == -EINTR)
			rc = timeout_ms && get_milliseconds() - start >= timeout_ms
				     ? -ETIMEDOUT
				     : ndctl_cmd_ocxl_submit(&cmd);
		ndctl_ocxl_collection_add(collection, command, cmd, rc);
		ndctl_cmd_unref(cmd);
	}
	set_serial(collection, serial, serial_error);
	return collection;
}

NDCTL_EXPORT const struct ndctl_ocxl_evidence *
ndctl_ocxl_collection_get_evidence(const struct ndctl_ocxl_collection *collection)
{
	return &collection->evidence;
}

NDCTL_EXPORT void ndctl_ocxl_collection_free(struct ndctl_ocxl_collection *collection)
{
	free(collection);
}

/**
 * struct ndctl_ocxl_error_log_reader - reads the error log of a card
 * @dimm: the card
 * @serial: its serial number; 0: unknown
 * @cursor: of the last entry; 0: none
 * @restarts: how often the log was begun again since two entries followed each other
 * @cmd: of ndctl_ocxl_error_log_reader_next(): has the last entry; or NULL
 */
struct ndctl_ocxl_error_log_reader {
	struct ndctl_dimm *dimm;
	uint64_t serial;
	uint64_t cursor;
	unsigned int restarts;
	struct ndctl_cmd *cmd;
};

/* a driver that never accepts a cursor would give its first entry for ever */
#define RESTARTS_MAX 3

NDCTL_EXPORT struct ndctl_ocxl_error_log_reader *
ndctl_dimm_ocxl_error_log_reader_new(struct ndctl_dimm *dimm, uint64_t cursor, uint64_t serial)
{
	struct ndctl_ocxl_error_log_reader *reader;

	if (!ndctl_dimm_is_ocxl(dimm)) {
		errno = ENODEV;
		return NULL;
	}
	reader = calloc(1, sizeof(*reader));
	if (!reader)
		return NULL;
	reader->dimm = dimm;
	reader->cursor = cursor;
	reader->serial = serial;
	return reader;
}

/* for the caller, these two tell of the cursor: an ioctl or a file that fails with them does not */
static int replace_own_errors(int error)
{
	return error == -ERESTART || error == -ESTALE ? -EIO : error;
}

/* the card may be replaced at any time, and a DIMM of the same name then belongs to another one */
static int check_serial(const struct ndctl_ocxl_error_log_reader *reader)
{
	uint64_t serial;
	int rc;

	if (!reader->serial)
		return 0;
	rc = ndctl_dimm_ocxl_read_serial(reader->dimm, &serial);
	if (rc)
		return replace_own_errors(rc);
	return serial == reader->serial ? 0 : -ESTALE;
}

NDCTL_EXPORT struct ndctl_cmd *
ndctl_ocxl_error_log_reader_next_cmd(struct ndctl_ocxl_error_log_reader *reader, bool acknowledge)
{
	bool acknowledges = acknowledge && reader->cursor;
	int rc = acknowledges ? check_serial(reader) : 0;

	if (!rc)
		return ndctl_dimm_ocxl_cmd_new_error_log(reader->dimm, reader->cursor, acknowledges,
							 0);
	errno = -rc;
	return NULL;
}

/* the driver does not know the cursor: it was bound anew, perhaps to another card */
static int begin_again(struct ndctl_ocxl_error_log_reader *reader)
{
	int rc = check_serial(reader);

	reader->cursor = 0;
	if (rc)
		return rc;
	return reader->restarts++ < RESTARTS_MAX ? -ERESTART : -EPROTO;
}

NDCTL_EXPORT int ndctl_ocxl_error_log_reader_add_answer(struct ndctl_ocxl_error_log_reader *reader,
							struct ndctl_cmd *cmd, int error,
							struct ndctl_ocxl_error_log *entry)
{
	/* without a command, it is an error of ndctl_ocxl_error_log_reader_next_cmd() */
	int rc = cmd ? replace_own_errors(error) : error;

	if (reader->cursor && cmd && ndctl_cmd_ocxl_get_status(cmd) == OCXLPMEM_STATUS_NO_ENTRY)
		return begin_again(reader);
	if (!rc)
		rc = check_serial(reader);
	if (rc)
		return rc;
	rc = ndctl_cmd_ocxl_get_error_log(cmd, entry);
	if (rc)
		return rc == -ENOENT ? 0 : rc;
	if (reader->cursor)
		reader->restarts = 0;
	reader->cursor = entry->cursor;
	return 1;
}

NDCTL_EXPORT int ndctl_ocxl_error_log_reader_next(struct ndctl_ocxl_error_log_reader *reader,
						  bool acknowledge,
						  struct ndctl_ocxl_error_log *entry)
{
	int rc;

	do {
		ndctl_cmd_unref(reader->cmd);
		reader->cmd = ndctl_ocxl_error_log_reader_next_cmd(reader, acknowledge);
		rc = reader->cmd ? ndctl_cmd_ocxl_submit(&reader->cmd) : -errno;
		rc = ndctl_ocxl_error_log_reader_add_answer(reader, reader->cmd, rc, entry);
	} while (rc == -ERESTART);
	return rc;
}

NDCTL_EXPORT void ndctl_ocxl_error_log_reader_free(struct ndctl_ocxl_error_log_reader *reader)
{
	if (!reader)
		return;
	ndctl_cmd_unref(reader->cmd);
	free(reader);
}

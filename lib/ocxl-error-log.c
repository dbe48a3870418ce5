// SPDX-License-Identifier: LGPL-2.1-or-later
/* Reads the error log of a card: which command comes next, and what its answer means. */
#include <errno.h>
#include <stdlib.h>
#include <lib/private.h>
#include <uapi/nvdimm/ocxlpmem.h>
#include "ocxl-cmd.h"
#include "ocxl-private.h"

/**
 * struct ndctl_ocxl_error_log_reader - reads the error log of a card
 * @dimm: the card
 * @serial: its serial number; 0: unknown
 * @cursor: of the last entry; 0: none
 * @restarts: how often the log was begun again since two entries followed each other
 * @cmd: of ndctl_ocxl_error_log_reader_next(): has the last entry; or NULL
 * @expected: the command whose answer is expected, only to be compared: it belongs to the caller
 * @replaced: another card was found
 */
struct ndctl_ocxl_error_log_reader {
	struct ndctl_dimm *dimm;
	uint64_t serial;
	uint64_t cursor;
	unsigned int restarts;
	struct ndctl_cmd *cmd;
	const struct ndctl_cmd *expected;
	bool replaced;
};

/* a driver that never accepts a cursor would give its first entry for ever */
#define RESTARTS_MAX 3

OCXL_EXPORT struct ndctl_ocxl_error_log_reader *
ocxl_error_log_reader_new(struct ndctl_dimm *dimm, uint64_t cursor, uint64_t serial)
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

OCXL_EXPORT struct ndctl_ocxl_error_log_reader *
ndctl_dimm_ocxl_error_log_reader_new(struct ndctl_dimm *dimm)
{
	uint64_t serial;
	int rc = ndctl_dimm_ocxl_read_serial(dimm, &serial);

	/* a number that will never be readable keeps nobody from the entries */
	if (rc == -ENODEV || rc == -ENOMEM || rc == -EMFILE || rc == -ENFILE) {
		errno = -rc;
		return NULL;
	}
	return ocxl_error_log_reader_new(dimm, 0, serial);
}

/* for the caller, these two tell of the cursor: an ioctl or a file that fails with them does not */
static int replace_own_errors(int error)
{
	return error == -ERESTART || error == -ESTALE ? -EIO : error;
}

/* the card may be replaced at any time, and a DIMM of the same name then belongs to another one */
static int check_serial(struct ndctl_ocxl_error_log_reader *reader)
{
	uint64_t serial;
	int rc;

	if (reader->replaced)
		return -ESTALE;
	if (!reader->serial)
		return 0;
	rc = ndctl_dimm_ocxl_read_serial(reader->dimm, &serial);
	if (rc)
		return replace_own_errors(rc);
	reader->replaced = serial != reader->serial;
	return reader->replaced ? -ESTALE : 0;
}

OCXL_EXPORT int ndctl_ocxl_error_log_reader_next_cmd(struct ndctl_ocxl_error_log_reader *reader,
						     bool acknowledge, struct ndctl_cmd **cmd)
{
	bool acknowledges = acknowledge && reader && reader->cursor;
	int rc;

	*cmd = NULL;
	if (!reader)
		return -EINVAL;
	rc = acknowledges || reader->replaced ? check_serial(reader) : 0;
	if (rc)
		return rc;
	*cmd = ndctl_dimm_ocxl_cmd_new_error_log(reader->dimm, reader->cursor, acknowledges, 0);
	reader->expected = *cmd;
	return *cmd ? 1 : -errno;
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

OCXL_EXPORT int ndctl_ocxl_error_log_reader_add_answer(struct ndctl_ocxl_error_log_reader *reader,
						       struct ndctl_cmd *cmd, int error,
						       struct ndctl_ocxl_error_log *entry)
{
	int rc = replace_own_errors(error);

	if (!reader || !ocxl_cmd_is_expected(reader->expected, cmd, error))
		return -EINVAL;
	reader->expected = NULL;
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
	entry->serial = reader->serial;
	return 1;
}

OCXL_EXPORT int ndctl_ocxl_error_log_reader_next(struct ndctl_ocxl_error_log_reader *reader,
						 bool acknowledge,
						 struct ndctl_ocxl_error_log *entry)
{
	int rc;

	if (!reader)
		return -EINVAL;
	do {
		ndctl_cmd_unref(reader->cmd);
		rc = ndctl_ocxl_error_log_reader_next_cmd(reader, acknowledge, &reader->cmd);
		if (rc < 0)
			return rc;
		rc = ndctl_cmd_ocxl_submit(reader->cmd);
		rc = ndctl_ocxl_error_log_reader_add_answer(reader, reader->cmd, rc, entry);
	} while (rc == -ERESTART);
	return rc;
}

OCXL_EXPORT void ndctl_ocxl_error_log_reader_free(struct ndctl_ocxl_error_log_reader *reader)
{
	if (!reader)
		return;
	ndctl_cmd_unref(reader->cmd);
	free(reader);
}

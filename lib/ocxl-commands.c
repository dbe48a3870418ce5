// SPDX-License-Identifier: LGPL-2.1-or-later
/* Constructors and getters of the public headers. */
#include <errno.h>
#include <lib/private.h>
#include <ndctl/libndctl-ocxl.h>
#include "ocxl-dimm.h"
#include "ocxl-envelope.h"
#include "ocxl-firmware.h"
#include "ocxl-payload-firmware.h"
#include "ocxl-records.h"

/* @rc: result of the function that built @request */
static struct ndctl_cmd *new_checked(struct ndctl_dimm *dimm, int rc,
				     const struct ocxl_request *request)
{
	if (ndctl_dimm_is_ocxl(dimm))
		return ocxl_cmd_new_built(dimm, rc, request);
	errno = rc ? -rc : ENODEV;
	return NULL;
}

static struct ndctl_cmd *new_plain(struct ndctl_dimm *dimm, uint32_t command)
{
	struct ocxl_request request;

	return new_checked(dimm, ocxl_build_plain(&request, command), &request);
}

/* a constructor for each command without input */
#define PLAIN_CONSTRUCTOR(number, NAME, name, ...)                                         \
	NDCTL_EXPORT struct ndctl_cmd *ndctl_dimm_ocxl_new_##name(struct ndctl_dimm *dimm) \
	{                                                                                  \
		return new_plain(dimm, OCXL_CMD_##NAME);                                   \
	}
OCXL_COMMANDS(PLAIN_CONSTRUCTOR, OCXL_NO_ROW)

NDCTL_EXPORT struct ndctl_cmd *ndctl_dimm_ocxl_new_error_log(struct ndctl_dimm *dimm,
							     uint64_t cursor, bool acknowledge,
							     size_t data_space)
{
	struct ocxl_request request;

	ocxl_build_error_log(&request, cursor, acknowledge, data_space);
	return new_checked(dimm, 0, &request);
}

NDCTL_EXPORT struct ndctl_cmd *
ndctl_dimm_ocxl_new_smart_inject(struct ndctl_dimm *dimm,
				 const struct ndctl_ocxl_smart_injection *injection)
{
	const struct ocxl_smart_inject_req wire = {
		.attribute = injection->id,
		.flags = injection->flags,
		.current_value = injection->current_value,
		.threshold = injection->threshold,
		.raw = injection->raw,
	};
	struct ocxl_request request;

	ocxl_build_smart_inject(&request, &wire);
	return new_checked(dimm, 0, &request);
}

NDCTL_EXPORT struct ndctl_cmd *ndctl_dimm_ocxl_new_clear_latched(struct ndctl_dimm *dimm,
								 uint64_t mask, uint64_t seen)
{
	struct ocxl_request request;

	ocxl_build_clear_latched(&request, mask, seen);
	return new_checked(dimm, 0, &request);
}

NDCTL_EXPORT struct ndctl_cmd *ndctl_dimm_ocxl_new_dump_take(struct ndctl_dimm *dimm,
							     bool start_new)
{
	struct ocxl_request request;

	ocxl_build_dump_take(&request, start_new);
	return new_checked(dimm, 0, &request);
}

NDCTL_EXPORT struct ndctl_cmd *ndctl_dimm_ocxl_new_dump_read(struct ndctl_dimm *dimm,
							     uint32_t offset, uint32_t length)
{
	struct ocxl_request request;

	return new_checked(dimm, ocxl_build_dump_read(&request, offset, length), &request);
}

NDCTL_EXPORT struct ndctl_cmd *ndctl_dimm_ocxl_new_fw_send(struct ndctl_dimm *dimm,
							   uint32_t context, uint32_t offset,
							   const void *data, uint32_t length)
{
	struct ocxl_request request;
	int rc = ocxl_build_fw_send(&request, context, offset, data, length);

	return new_checked(dimm, rc, &request);
}

NDCTL_EXPORT struct ndctl_cmd *ndctl_dimm_ocxl_new_fw_finish(struct ndctl_dimm *dimm,
							     uint32_t context, bool abort)
{
	struct ocxl_request request;

	ocxl_build_fw_finish(&request, context, abort);
	return new_checked(dimm, 0, &request);
}

NDCTL_EXPORT struct ndctl_cmd *ndctl_dimm_ocxl_new_fw_query(struct ndctl_dimm *dimm,
							    uint32_t context)
{
	struct ocxl_request request;

	ocxl_build_fw_query(&request, context);
	return new_checked(dimm, 0, &request);
}

NDCTL_EXPORT unsigned int ndctl_cmd_ocxl_smart_get_count(struct ndctl_cmd *cmd)
{
	const struct ocxl_answer *answer;
	int rc = ocxl_cmd_get_answer(cmd, OCXL_CMD_SMART, &answer);

	if (rc == 0)
		return answer->count;
	errno = -rc;
	return 0;
}

NDCTL_EXPORT int ndctl_cmd_ocxl_smart_get_attribute(struct ndctl_cmd *cmd, unsigned int index,
						    struct ndctl_ocxl_smart_attribute *attribute)
{
	const struct ocxl_answer *answer;
	int rc = ocxl_cmd_get_answer(cmd, OCXL_CMD_SMART, &answer);

	return rc ? rc : ocxl_parse_smart(answer, index, attribute);
}

NDCTL_EXPORT int ndctl_cmd_ocxl_smart_find_attribute(struct ndctl_cmd *cmd, uint8_t id,
						     struct ndctl_ocxl_smart_attribute *attribute)
{
	struct ocxl_smart_attribute wire;
	const struct ocxl_answer *answer;
	int rc = ocxl_cmd_get_answer(cmd, OCXL_CMD_SMART, &answer);

	if (!rc)
		rc = ocxl_find_attribute(answer, id, &wire);
	if (!rc)
		ocxl_parse_attribute(&wire, attribute);
	return rc;
}

/* a getter for each answer with one record */
#define RECORD_GETTER(name, NAME, type)                                                          \
	NDCTL_EXPORT int ndctl_cmd_ocxl_##name##_get(struct ndctl_cmd *cmd, struct type *record) \
	{                                                                                        \
		const struct ocxl_answer *answer;                                                \
		int rc = ocxl_cmd_get_answer(cmd, OCXL_CMD_##NAME, &answer);                     \
                                                                                                 \
		return rc ? rc : ocxl_parse_##name(answer, record);                              \
	}
OCXL_RECORDS(RECORD_GETTER)

NDCTL_EXPORT int ndctl_cmd_ocxl_fw_start_get(struct ndctl_cmd *cmd, uint32_t *context)
{
	return ocxl_fw_read_context(cmd, context);
}

// SPDX-License-Identifier: GPL-2.0-only
#include <ndctl/libndctl-ocxl.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl/records/records.h"
#include "ocxl/run/command.h"
#include "ocxl/run/result.h"
#include "ocxl/run/select.h"
#include "ocxl/run/worker.h"
#include "ocxl/verbs/verbs.h"

static void fetch_shutdown(const struct ocxl_dimm *dimm, const struct ocxl_options *options,
			   struct ocxl_result *result)
{
	struct ocxl_shutdown_record *record = ocxl_result_alloc_payload(result, sizeof(*record));
	struct ocxl_command command;

	if (!record)
		return;
	ocxl_worker_send(&command, dimm, ndctl_dimm_ocxl_new_shutdown(dimm->ndctl),
			 OCXL_CMD_SHUTDOWN);
	if (command.rc) {
		ocxl_result_add_failure(result, &command);
	} else {
		record->requested = true;
		ocxl_result_add_section(result, "shutdown", &ocxl_shutdown_record, record);
	}
	ocxl_command_release(&command);
}

const struct ocxl_verb ocxl_verb_shutdown = {
	.name = "shutdown",
	.summary = "flush and stop the controller",
	.key = "shutdown",
	.needs = OCXL_NEEDS(OCXL_CMD_SHUTDOWN),
	.mode = 0644,
	.named = true,
	.changes = true,
	.fetch = fetch_shutdown,
};

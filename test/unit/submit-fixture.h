/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ndctl_cmd_submit() of the test, in place of libndctl's: a fake driver answers. */
#ifndef TEST_SUBMIT_FIXTURE_H
#define TEST_SUBMIT_FIXTURE_H

#include <lib/private.h>
#include "fakes.h"

/* result of an ioctl; may write the envelope */
static int (*fixture_ioctl)(struct ndctl_cmd *cmd);

/* the end of libndctl's */
static inline int fixture_finish(struct ndctl_cmd *cmd, int rc)
{
	cmd->status = rc;
	return cmd->dimm->ops->cmd_done(cmd, rc);
}

static inline int fixture_submit(struct ndctl_cmd *cmd)
{
	return fixture_finish(cmd, fixture_ioctl(cmd));
}
UNIT_FAKE(ndctl_cmd_submit, fixture_submit)

#endif /* TEST_SUBMIT_FIXTURE_H */

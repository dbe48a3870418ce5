/* SPDX-License-Identifier: GPL-2.0-only */
/* Asking a card how it is: shared by check and report. */
#ifndef OCXL_CHECK_H
#define OCXL_CHECK_H

#include <ndctl/libndctl-ocxl.h>
#include "ocxl/base/failure.h"
#include "ocxl/run/command.h"
#include "ocxl/verbs/smart.h"
#include "ocxl/verbs/verdict-rules.h"

struct ocxl_options;
struct ocxl_target;

/**
 * struct ocxl_examination - the three commands of a check, and the verdict
 * @capabilities: valid when its exchange went well
 * @smart: the same
 * @asked_capabilities: rc and status of the command; rc is -ENOTTY when it is not there
 * @asked_heartbeat: the same
 * @asked_smart: the same
 * @heartbeat_failure: words for a heartbeat that failed
 * @smart_failure: words for a SMART that failed
 * @verdict: valid after ocxl_examination_judge()
 */
struct ocxl_examination {
	struct ndctl_ocxl_capabilities capabilities;
	struct ocxl_smart smart;
	struct ocxl_exchange asked_capabilities;
	struct ocxl_exchange asked_heartbeat;
	struct ocxl_exchange asked_smart;
	struct ocxl_failure heartbeat_failure;
	struct ocxl_failure smart_failure;
	struct ocxl_verdict verdict;
};

/** ocxl_examination_ask() - send what the DIMM has of the three commands */
void ocxl_examination_ask(struct ocxl_examination *examination, const struct ocxl_target *target,
			  const struct ocxl_options *options);

/**
 * ocxl_examination_judge() - come to a verdict
 *
 * Return: true with a verdict; false when a command failed as an ioctl or
 * because of the rights of who asked, which says nothing about the card.
 */
bool ocxl_examination_judge(struct ocxl_examination *examination, const struct ocxl_target *target);

/** ocxl_examination_is_bad_news() - is the verdict one for the exit status */
bool ocxl_examination_is_bad_news(const struct ocxl_examination *examination, bool strict);

/** ocxl_examination_release() - free what the answers needed */
void ocxl_examination_release(struct ocxl_examination *examination);

#endif /* OCXL_CHECK_H */

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
struct ocxl_dimm;

/**
 * struct ocxl_health_check - the three commands of a check, and the verdict
 * @capabilities: valid when its exchange went well
 * @smart: the same
 * @asked_capabilities: rc and status of the command; rc is -ENOTTY when it is not there
 * @asked_heartbeat: the same
 * @asked_smart: the same
 * @heartbeat_failure: words for a heartbeat that failed
 * @smart_failure: words for a SMART that failed
 * @verdict: valid after ocxl_health_check_derive_verdict()
 */
struct ocxl_health_check {
	struct ndctl_ocxl_capabilities capabilities;
	struct ocxl_smart smart;
	struct ocxl_command asked_capabilities;
	struct ocxl_command asked_heartbeat;
	struct ocxl_command asked_smart;
	struct ocxl_failure heartbeat_failure;
	struct ocxl_failure smart_failure;
	struct ocxl_verdict verdict;
};

/** ocxl_health_check_read() - send what the DIMM has of the three commands */
void ocxl_health_check_read(struct ocxl_health_check *check, const struct ocxl_dimm *dimm,
			    const struct ocxl_options *options);

/**
 * ocxl_health_check_derive_verdict() - come to a verdict
 *
 * Return: true with a verdict; false when a command failed as an ioctl or
 * because of the rights of who asked, which says nothing about the card.
 */
bool ocxl_health_check_derive_verdict(struct ocxl_health_check *check,
				      const struct ocxl_dimm *dimm);

/** ocxl_health_check_is_unhealthy() - is the verdict one for the exit status */
bool ocxl_health_check_is_unhealthy(const struct ocxl_health_check *check, bool strict);

/** ocxl_health_check_release() - free what the answers needed */
void ocxl_health_check_release(struct ocxl_health_check *check);

#endif /* OCXL_CHECK_H */

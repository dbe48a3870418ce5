// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * SMART injection in ndctl's terms (wire.md 4.18).
 *
 * "ndctl inject-smart" does not look at the result of the threshold setters, and submits
 * after a refused injection when it is told to end all of them. So a refused command is
 * also one that changes nothing and fails when it is submitted.
 */
#include <errno.h>
#include <lib/private.h>
#include <ndctl/libndctl-ocxl.h>
#include <uapi/nvdimm/ocxlpmem.h>
#include "ocxl-cmd.h"
#include "ocxl-dimm.h"
#include "ocxl-inject.h"

/* ndctl's temperatures: sixteenths of a degree in 15 bits, the 16th is the sign */
#define SIXTEENTHS    16
#define NEGATIVE      (1U << 15)
#define THRESHOLD_MAX 0xff

/*
 * All of them, although most are refused: ndctl passes in silence over what is not
 * supported, and the user would believe that it was done.
 */
int ocxl_inject_supported(struct ndctl_dimm *dimm)
{
	if (!ocxl_dimm_has_command(dimm, OCXL_CMD_SMART_INJECT))
		return -EIO;
	return ND_SMART_INJECT_SPARES_REMAINING | ND_SMART_INJECT_MEDIA_TEMPERATURE |
	       ND_SMART_INJECT_CTRL_TEMPERATURE | ND_SMART_INJECT_HEALTH_STATE |
	       ND_SMART_INJECT_UNCLEAN_SHUTDOWN;
}

struct ndctl_cmd *ocxl_inject_new(struct ndctl_dimm *dimm)
{
	/* nothing yet, which the driver refuses */
	const struct ndctl_ocxl_smart_injection nothing = { .flags = 0 };

	return ndctl_dimm_ocxl_new_smart_inject(dimm, &nothing);
}

/* whole degrees; the card has neither signs nor fractions */
static int degrees_of(unsigned int value, unsigned int most, unsigned int *degrees)
{
	if (value >= NEGATIVE)
		return -ERANGE;
	if (value % SIXTEENTHS != 0)
		return -EINVAL;
	*degrees = value / SIXTEENTHS;
	return *degrees > most ? -ERANGE : 0;
}

int ocxl_inject_media_temperature(struct ndctl_cmd *cmd, bool enable, unsigned int value)
{
	struct ndctl_ocxl_smart_injection injection = {
		.id = OCXL_SMART_TEMPERATURE,
		.flags = enable ? NDCTL_OCXL_INJECT_RAW : NDCTL_OCXL_INJECT_RESTORE,
	};
	unsigned int degrees = 0;
	int rc = enable ? degrees_of(value, NEGATIVE, &degrees) : 0;

	if (rc)
		return ocxl_cmd_refuse(cmd, rc);
	injection.raw = degrees;
	return ocxl_cmd_set_injection(cmd, &injection);
}

int ocxl_inject_fatal(struct ndctl_cmd *cmd, bool enable)
{
	const struct ndctl_ocxl_smart_injection injection = {
		.flags = NDCTL_OCXL_INJECT_HARDWARE_FATAL |
			 (enable ? 0 : NDCTL_OCXL_INJECT_RESTORE),
	};

	return ocxl_cmd_set_injection(cmd, &injection);
}

int ocxl_inject_other(struct ndctl_cmd *cmd, bool enable)
{
	/* an attribute that no card has: as it was before, it always is */
	const struct ndctl_ocxl_smart_injection nothing = { .flags = NDCTL_OCXL_INJECT_RESTORE };

	return enable ? ocxl_cmd_refuse(cmd, -EOPNOTSUPP) : ocxl_cmd_set_injection(cmd, &nothing);
}

int ocxl_inject_other_value(struct ndctl_cmd *cmd, bool enable, unsigned int value)
{
	return ocxl_inject_other(cmd, enable);
}

/* the threshold as it is; a card without one has none to set */
struct ndctl_cmd *ocxl_inject_new_threshold(struct ndctl_cmd *thresholds)
{
	struct ndctl_ocxl_smart_injection injection = { .id = OCXL_SMART_TEMPERATURE,
							.flags = NDCTL_OCXL_INJECT_THRESHOLD };
	struct ndctl_ocxl_smart_attribute attribute;
	int rc =
		ndctl_cmd_ocxl_smart_find_attribute(thresholds, OCXL_SMART_TEMPERATURE, &attribute);

	if (rc) {
		errno = -rc;
		return NULL;
	}
	injection.threshold = attribute.threshold;
	return ndctl_dimm_ocxl_new_smart_inject(thresholds->dimm, &injection);
}

int ocxl_inject_set_temperature_threshold(struct ndctl_cmd *cmd, unsigned int value)
{
	struct ndctl_ocxl_smart_injection injection = { .id = OCXL_SMART_TEMPERATURE,
							.flags = NDCTL_OCXL_INJECT_THRESHOLD };
	unsigned int degrees;
	int rc = degrees_of(value, THRESHOLD_MAX, &degrees);

	if (rc)
		return ocxl_cmd_refuse(cmd, rc);
	injection.threshold = (uint8_t)degrees;
	return ocxl_cmd_set_injection(cmd, &injection);
}

/* an alarm is a threshold that is not 0; there is no switch beside it */
int ocxl_inject_set_alarm_control(struct ndctl_cmd *cmd, unsigned int alarms)
{
	return ocxl_cmd_refuse(cmd, -EOPNOTSUPP);
}

int ocxl_inject_set_other_threshold(struct ndctl_cmd *cmd, unsigned int value)
{
	return ocxl_cmd_refuse(cmd, -EOPNOTSUPP);
}

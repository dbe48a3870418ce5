// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Operations for "ndctl inject-smart" (wire.md 4.18).
 *
 * "ndctl inject-smart" ignores the results of the threshold setters, and with
 * --uninject-all it submits a command although an injection was refused. Therefore a refused
 * command also changes nothing and fails when it is submitted.
 */
#include <errno.h>
#include <lib/private.h>
#include <ndctl/libndctl-ocxl.h>
#include <uapi/nvdimm/ocxlpmem.h>
#include "ocxl-dimm.h"
#include "ocxl-envelope.h"
#include "ocxl-inject.h"

/* a temperature of ndctl is a number of 15 bits; this bit is the sign */
#define TEMPERATURE_SIGN (1U << 15)
#define THRESHOLD_MAX	 0xff

/*
 * All injections are supported, although most of them are refused: ndctl silently skips an
 * injection that is not supported, and the user would believe that it was done.
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
	/* no flags yet, which the driver refuses */
	const struct ndctl_ocxl_smart_injection nothing = { .flags = 0 };

	return ndctl_dimm_ocxl_new_smart_inject(dimm, &nothing);
}

/* does not change a refused command: it must fail when it is submitted */
static int set_injection(struct ndctl_cmd *cmd, const struct ndctl_ocxl_smart_injection *injection)
{
	struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);

	if (!state || state->request.command != OCXL_CMD_SMART_INJECT)
		return -EINVAL;
	if (state->error)
		return state->error;
	ocxl_build_smart_inject(&state->request, injection);
	ocxl_cmd_write_envelope(cmd);
	return 0;
}

static int refuse_injection(struct ndctl_cmd *cmd, int error, const char *reason)
{
	/* no flags, which the driver refuses */
	const struct ndctl_ocxl_smart_injection nothing = { .flags = 0 };
	int rc = set_injection(cmd, &nothing);

	if (rc)
		return rc;
	ocxl_dimm_dbg(cmd->dimm, "injection refused: %s", reason);
	ocxl_cmd_get_state(cmd)->error = error;
	return error;
}

/* the card has whole degrees and no sign */
static int decode_temperature(unsigned int value, unsigned int most, unsigned int *degrees)
{
	if (value >= TEMPERATURE_SIGN)
		return -ERANGE;
	*degrees = (unsigned int)ndctl_decode_smart_temperature(value);
	if (ndctl_encode_smart_temperature(*degrees) != value)
		return -EINVAL;
	return *degrees > most ? -ERANGE : 0;
}

static int refuse_temperature(struct ndctl_cmd *cmd, int error)
{
	return refuse_injection(cmd, error,
				error == -ERANGE ? "the temperature is negative or too high"
						 : "the temperature is not a whole number");
}

int ocxl_inject_media_temperature(struct ndctl_cmd *cmd, bool enable, unsigned int value)
{
	struct ndctl_ocxl_smart_injection injection = {
		.id = OCXL_SMART_TEMPERATURE,
		.flags = enable ? NDCTL_OCXL_INJECT_RAW : NDCTL_OCXL_INJECT_RESTORE,
	};
	unsigned int degrees = 0;
	int rc = enable ? decode_temperature(value, TEMPERATURE_SIGN, &degrees) : 0;

	if (rc)
		return refuse_temperature(cmd, rc);
	injection.raw = degrees;
	return set_injection(cmd, &injection);
}

int ocxl_inject_fatal(struct ndctl_cmd *cmd, bool enable)
{
	const struct ndctl_ocxl_smart_injection injection = {
		.flags = NDCTL_OCXL_INJECT_HARDWARE_FATAL |
			 (enable ? 0 : NDCTL_OCXL_INJECT_RESTORE),
	};

	return set_injection(cmd, &injection);
}

int ocxl_inject_unsupported(struct ndctl_cmd *cmd, bool enable)
{
	/* restoring attribute 0, which no card has, always succeeds and changes nothing */
	const struct ndctl_ocxl_smart_injection nothing = { .flags = NDCTL_OCXL_INJECT_RESTORE };

	if (!enable)
		return set_injection(cmd, &nothing);
	return refuse_injection(cmd, -EOPNOTSUPP, "cards have no such property");
}

int ocxl_inject_unsupported_value(struct ndctl_cmd *cmd, bool enable, unsigned int value)
{
	return ocxl_inject_unsupported(cmd, enable);
}

/* the command begins with the present threshold; a card without a temperature has none */
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
	int rc = decode_temperature(value, THRESHOLD_MAX, &degrees);

	if (rc)
		return refuse_temperature(cmd, rc);
	injection.threshold = (uint8_t)degrees;
	return set_injection(cmd, &injection);
}

int ocxl_inject_set_alarm_control(struct ndctl_cmd *cmd, unsigned int alarms)
{
	return refuse_injection(cmd, -EOPNOTSUPP, "an alarm is enabled by its threshold only");
}

int ocxl_inject_set_unsupported_threshold(struct ndctl_cmd *cmd, unsigned int value)
{
	return refuse_injection(cmd, -EOPNOTSUPP, "cards have no such threshold");
}

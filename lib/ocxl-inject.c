// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * "ndctl inject-smart" with injections and thresholds (wire.md 4.18).
 *
 * It ignores the results of the threshold setters, and with --uninject-all it submits a command
 * although an injection was refused. Therefore a refused command also changes nothing and fails
 * when it is submitted.
 */
#include <errno.h>
#include <limits.h>
#include <lib/private.h>
#include "ocxl-ops.h"
#include "ocxl-sysfs.h"

/* a temperature of ndctl is a number of 15 bits; this bit is the sign */
#define TEMPERATURE_SIGN (1U << 15)
#define THRESHOLD_MAX	 0xff

/*
 * Injections that are called supported, although they are refused: ndctl skips an injection that
 * is not supported without a message, and the user would believe that it was done.
 */
#define REFUSED                                                                \
	(ND_SMART_INJECT_SPARES_REMAINING | ND_SMART_INJECT_CTRL_TEMPERATURE | \
	 ND_SMART_INJECT_UNCLEAN_SHUTDOWN)

/* has no flags, which the driver refuses */
static const struct ocxlpmem_smart_inject_req no_injection;

int ocxl_inject_supported(struct ndctl_dimm *dimm)
{
	if (!ocxl_dimm_has_command(dimm, OCXLPMEM_CMD_SMART_INJECT))
		return -EIO;
	return ND_SMART_INJECT_MEDIA_TEMPERATURE | ND_SMART_INJECT_HEALTH_STATE | REFUSED;
}

void ocxl_build_smart_inject(struct ocxl_request *request,
			     const struct ocxlpmem_smart_inject_req *injection)
{
	ocxl_build_request(request, OCXLPMEM_CMD_SMART_INJECT);
	request->in.smart_inject = *injection;
}

static struct ndctl_cmd *new_injection(struct ndctl_dimm *dimm,
				       const struct ocxlpmem_smart_inject_req *injection)
{
	struct ocxl_request request;

	ocxl_build_smart_inject(&request, injection);
	return ocxl_cmd_new(dimm, &request);
}

struct ndctl_cmd *ocxl_inject_new(struct ndctl_dimm *dimm)
{
	return new_injection(dimm, &no_injection);
}

/* does not change a refused command: it must fail when it is submitted */
static int set_injection(struct ndctl_cmd *cmd, const struct ocxlpmem_smart_inject_req *injection)
{
	struct ocxl_cmd_state *state = ocxl_cmd_get_state(cmd);

	if (!state || state->request.command != OCXLPMEM_CMD_SMART_INJECT)
		return -EINVAL;
	if (state->error)
		return state->error;
	ocxl_build_smart_inject(&state->request, injection);
	ocxl_cmd_write_envelope(cmd);
	return 0;
}

static int refuse_injection(struct ndctl_cmd *cmd, int error, const char *reason)
{
	int rc = set_injection(cmd, &no_injection);

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

int ocxl_inject_unsupported(struct ndctl_cmd *cmd, bool enable)
{
	/* restoring attribute 0, which no card has, always succeeds and changes nothing */
	const struct ocxlpmem_smart_inject_req nothing = { .flags = OCXLPMEM_SMART_INJECT_RESTORE };

	if (!enable)
		return set_injection(cmd, &nothing);
	return refuse_injection(cmd, -EOPNOTSUPP, "cards have no such property");
}

int ocxl_inject_unsupported_value(struct ndctl_cmd *cmd, bool enable, unsigned int value)
{
	return ocxl_inject_unsupported(cmd, enable);
}

int ocxl_inject_media_temperature(struct ndctl_cmd *cmd, bool enable, unsigned int value)
{
	struct ocxlpmem_smart_inject_req injection = {
		.attribute = OCXLPMEM_SMART_TEMPERATURE,
		.flags = enable ? OCXLPMEM_SMART_INJECT_RAW : OCXLPMEM_SMART_INJECT_RESTORE,
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
	const struct ocxlpmem_smart_inject_req injection = {
		.flags = OCXLPMEM_SMART_INJECT_HARDWARE_FATAL |
			 (enable ? 0 : OCXLPMEM_SMART_INJECT_RESTORE),
	};

	return set_injection(cmd, &injection);
}

struct ndctl_cmd *ocxl_threshold_new(struct ndctl_dimm *dimm)
{
	return ocxl_cmd_new_plain(dimm, OCXLPMEM_CMD_SMART);
}

static int read_threshold(struct ndctl_cmd *cmd, unsigned int *threshold)
{
	struct ocxlpmem_smart_attribute attribute;
	const struct ocxl_answer *answer;
	int rc = ocxl_cmd_get_answer(cmd, OCXLPMEM_CMD_SMART, &answer);

	if (!rc)
		rc = ocxl_find_attribute(answer, OCXLPMEM_SMART_TEMPERATURE, &attribute);
	if (!rc)
		*threshold = OCXL_SMART_FIELD(&attribute, THRESHOLD);
	return rc;
}

unsigned int ocxl_threshold_get_alarm_control(struct ndctl_cmd *cmd)
{
	unsigned int threshold;
	int rc = read_threshold(cmd, &threshold);

	if (rc)
		errno = -rc;
	if (rc || threshold == 0 ||
	    !ocxlpmem_smart_is_plausible(OCXLPMEM_SMART_TEMPERATURE, threshold))
		return 0;
	return ND_SMART_TEMP_TRIP;
}

unsigned int ocxl_threshold_get_temperature(struct ndctl_cmd *cmd)
{
	unsigned int threshold;
	int rc = read_threshold(cmd, &threshold);

	if (rc == 0)
		return ndctl_encode_smart_temperature(threshold);
	errno = -rc;
	return UINT_MAX;
}

struct ndctl_cmd *ocxl_threshold_new_set(struct ndctl_cmd *thresholds)
{
	struct ocxlpmem_smart_inject_req injection = { .attribute = OCXLPMEM_SMART_TEMPERATURE,
						       .flags = OCXLPMEM_SMART_INJECT_THRESHOLD };
	unsigned int threshold;
	int rc = read_threshold(thresholds, &threshold);

	if (rc) {
		errno = -rc;
		return NULL;
	}
	injection.threshold = (uint8_t)threshold;
	return new_injection(thresholds->dimm, &injection);
}

int ocxl_threshold_set_temperature(struct ndctl_cmd *cmd, unsigned int value)
{
	struct ocxlpmem_smart_inject_req injection = { .attribute = OCXLPMEM_SMART_TEMPERATURE,
						       .flags = OCXLPMEM_SMART_INJECT_THRESHOLD };
	unsigned int degrees;
	int rc = decode_temperature(value, THRESHOLD_MAX, &degrees);

	if (rc)
		return refuse_temperature(cmd, rc);
	injection.threshold = (uint8_t)degrees;
	return set_injection(cmd, &injection);
}

int ocxl_threshold_set_alarm_control(struct ndctl_cmd *cmd, unsigned int alarms)
{
	return refuse_injection(cmd, -EOPNOTSUPP, "an alarm is enabled by its threshold only");
}

int ocxl_threshold_set_unsupported(struct ndctl_cmd *cmd, unsigned int value)
{
	return refuse_injection(cmd, -EOPNOTSUPP, "cards have no such threshold");
}

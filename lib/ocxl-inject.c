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
#include <uapi/nvdimm/ocxlpmem.h>
#include "ocxl-dimm.h"
#include "ocxl-envelope.h"
#include "ocxl-inject.h"

/* a temperature of ndctl is a number of 15 bits; this bit is the sign */
#define TEMPERATURE_SIGN (1U << 15)

/*
 * Injections that are called supported, although they are refused: ndctl silently skips an
 * injection that is not supported, and the user would believe that it was done.
 */
#define REFUSED                                                                \
	(ND_SMART_INJECT_SPARES_REMAINING | ND_SMART_INJECT_CTRL_TEMPERATURE | \
	 ND_SMART_INJECT_UNCLEAN_SHUTDOWN)

int ocxl_inject_supported(struct ndctl_dimm *dimm)
{
	int supported = ND_SMART_INJECT_MEDIA_TEMPERATURE | ND_SMART_INJECT_HEALTH_STATE;

	supported |= REFUSED;
	return ocxl_dimm_has_command(dimm, OCXL_CMD_SMART_INJECT) ? supported : -EIO;
}

struct ndctl_cmd *ocxl_inject_new_with(struct ndctl_dimm *dimm,
				       const struct ocxl_smart_inject_req *injection)
{
	struct ocxl_request request;

	ocxl_build_smart_inject(&request, injection);
	return ocxl_cmd_new(dimm, &request);
}

struct ndctl_cmd *ocxl_inject_new(struct ndctl_dimm *dimm)
{
	/* no flags yet, which the driver refuses */
	const struct ocxl_smart_inject_req nothing = { .flags = 0 };

	return ocxl_inject_new_with(dimm, &nothing);
}

/* does not change a refused command: it must fail when it is submitted */
int ocxl_inject_set(struct ndctl_cmd *cmd, const struct ocxl_smart_inject_req *injection)
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

int ocxl_inject_refuse(struct ndctl_cmd *cmd, int error, const char *reason)
{
	/* no flags, which the driver refuses */
	const struct ocxl_smart_inject_req nothing = { .flags = 0 };
	int rc = ocxl_inject_set(cmd, &nothing);

	if (rc)
		return rc;
	ocxl_dimm_dbg(cmd->dimm, "injection refused: %s", reason);
	ocxl_cmd_get_state(cmd)->error = error;
	return error;
}

/* the card has whole degrees and no sign */
int ocxl_inject_decode_temperature(unsigned int value, unsigned int most, unsigned int *degrees)
{
	if (value >= TEMPERATURE_SIGN)
		return -ERANGE;
	*degrees = (unsigned int)ndctl_decode_smart_temperature(value);
	if (ndctl_encode_smart_temperature(*degrees) != value)
		return -EINVAL;
	return *degrees > most ? -ERANGE : 0;
}

int ocxl_inject_refuse_temperature(struct ndctl_cmd *cmd, int error)
{
	return ocxl_inject_refuse(cmd, error,
				  error == -ERANGE ? "the temperature is negative or too high"
						   : "the temperature is not a whole number");
}

int ocxl_inject_unsupported(struct ndctl_cmd *cmd, bool enable)
{
	/* restoring attribute 0, which no card has, always succeeds and changes nothing */
	const struct ocxl_smart_inject_req nothing = { .flags = OCXL_SMART_INJECT_RESTORE };

	if (!enable)
		return ocxl_inject_set(cmd, &nothing);
	return ocxl_inject_refuse(cmd, -EOPNOTSUPP, "cards have no such property");
}

int ocxl_inject_unsupported_value(struct ndctl_cmd *cmd, bool enable, unsigned int value)
{
	return ocxl_inject_unsupported(cmd, enable);
}

int ocxl_inject_media_temperature(struct ndctl_cmd *cmd, bool enable, unsigned int value)
{
	struct ocxl_smart_inject_req injection = {
		.attribute = OCXL_SMART_TEMPERATURE,
		.flags = enable ? OCXL_SMART_INJECT_RAW : OCXL_SMART_INJECT_RESTORE,
	};
	unsigned int degrees = 0;
	int rc = enable ? ocxl_inject_decode_temperature(value, TEMPERATURE_SIGN, &degrees) : 0;

	if (rc)
		return ocxl_inject_refuse_temperature(cmd, rc);
	injection.raw = degrees;
	return ocxl_inject_set(cmd, &injection);
}

int ocxl_inject_fatal(struct ndctl_cmd *cmd, bool enable)
{
	const struct ocxl_smart_inject_req injection = {
		.flags = OCXL_SMART_INJECT_HARDWARE_FATAL |
			 (enable ? 0 : OCXL_SMART_INJECT_RESTORE),
	};

	return ocxl_inject_set(cmd, &injection);
}

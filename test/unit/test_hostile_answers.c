// SPDX-License-Identifier: LGPL-2.1-or-later
/* Every getter, with commands whose envelope a driver has overwritten with random bytes. */
#include <lib/private.h>
#include <ndctl/libndctl-ocxl.h>
#include "unit.h"
#include "bus-fixture.h"
#include "submit-fixture.h"
#include "ocxl-cmd.h"
#include "ocxl-dimm.h"

static struct ndctl_dimm dimm;

/* xorshift: the same bytes in every run, so that a failure is repeatable */
static uint64_t random_64(void)
{
	static uint64_t seed = UINT64_C(0xD1B54A32D192ED03);

	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

static struct ndctl_cmd *new_any(unsigned int kind)
{
	switch (kind % 7) {
	case 0:
		return ndctl_dimm_ocxl_new_smart(&dimm);
	case 1:
		return ndctl_dimm_ocxl_new_error_log(&dimm, random_64() % 4, true, 64);
	case 2:
		return ndctl_dimm_ocxl_new_heartbeat(&dimm);
	case 3:
		return ndctl_dimm_ocxl_new_stats(&dimm);
	case 4:
		return ndctl_dimm_ocxl_new_capabilities(&dimm);
	case 5:
		return ndctl_dimm_ocxl_new_events(&dimm);
	default:
		return ocxl_dimm_ops->new_smart_threshold(&dimm);
	}
}

/* As far as the ioctl writes; sometimes few bytes, so that lengths are nearly right. */
static int scribble(struct ndctl_cmd *cmd)
{
	uint8_t *bytes = (uint8_t *)cmd->cmd_buf;
	size_t in, out, size, i;
	bool sparse = random_64() % 4 != 0;

	ndctl_cmd_ocxl_get_sizes(cmd, &in, &out);
	size = (cmd->type == ND_CMD_CALL ? 64 : 144) + in + out;
	for (i = 0; i < size; i++)
		if (!sparse || random_64() % 64 == 0)
			bytes[i] = (uint8_t)random_64();
	return random_64() % 8 ? 0 : (int)(random_64() % 5) - 2;
}

static void read_all(struct ndctl_cmd *cmd)
{
	const struct ndctl_dimm_ops *ops = ocxl_dimm_ops;
	struct ndctl_ocxl_smart_attribute attribute;
	struct ndctl_ocxl_capabilities capabilities;
	struct ndctl_ocxl_error_log entry;
	struct ndctl_ocxl_events events;
	struct ndctl_ocxl_stats stats;
	const uint8_t *answer;
	size_t size, in, out;
	unsigned int i;

	for (i = 0; ndctl_cmd_ocxl_smart_get_attribute(cmd, i, &attribute) == 0; i++)
		;
	assert_int_equal(i, ndctl_cmd_ocxl_smart_get_count(cmd));
	if (ndctl_cmd_ocxl_error_log_get(cmd, &entry) == 0 && entry.data_length > 0)
		assert_true(entry.data[entry.data_length - 1] + 1 > 0);
	ndctl_cmd_ocxl_stats_get(cmd, &stats);
	ndctl_cmd_ocxl_capabilities_get(cmd, &capabilities);
	ndctl_cmd_ocxl_events_get(cmd, &events);
	ndctl_cmd_ocxl_get_sizes(cmd, &in, &out);
	answer = ndctl_cmd_ocxl_get_answer(cmd, &size);
	assert_true(size <= out);
	if (answer)
		assert_true(answer[size - 1] + 1 > 0);
	ops->smart_get_flags(cmd);
	ops->smart_get_health(cmd);
	ops->smart_get_media_temperature(cmd);
	ops->smart_get_alarm_flags(cmd);
	ops->smart_get_life_used(cmd);
	ops->smart_threshold_get_alarm_control(cmd);
	ops->smart_threshold_get_media_temperature(cmd);
	ops->xlat_firmware_status(cmd);
	assert_range(ndctl_cmd_ocxl_get_status(cmd) + 1, 0, 256);
}

static void hostile(const struct ocxl_driver *driver, unsigned long wire_mask)
{
	unsigned int i;

	fixture_ioctl = scribble;
	dimm = (struct ndctl_dimm) {
		.bus = &fixture_bus,
		.ops = ocxl_dimm_ops,
		.ocxl_driver = driver,
		.nfit_dsm_mask = wire_mask,
		.dimm_path = (char *)"/nonexistent",
	};
	for (i = 0; i < 1400; i++) {
		struct ndctl_cmd *cmd = new_any(i);

		if (!cmd)
			continue;
		ndctl_cmd_submit(cmd);
		read_all(cmd);
		ndctl_cmd_ocxl_submit(&cmd);
		read_all(cmd);
		ndctl_cmd_unref(cmd);
	}
}

UNIT_TEST(test_call_envelope)
{
	hostile(NULL, OCXLPMEM_CMD_MASK);
}

UNIT_TEST(test_vendor_envelope)
{
	hostile(&ocxl_vendor_driver, OCXLPMEM_CMD_MASK);
}

UNIT_TEST(test_old_driver)
{
	hostile(&ocxl_posted_driver, 1UL << OCXLPMEM_CMD_SMART);
}

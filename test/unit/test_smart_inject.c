// SPDX-License-Identifier: GPL-2.0-only
/* SMART_INJECT: the checks of the driver, and the effect on an emulated card (wire.md 4.18). */
#include "card-fixture.h"
#include "core/service.h"

#define CURRENT	  OCXLPMEM_SMART_INJECT_CURRENT
#define THRESHOLD OCXLPMEM_SMART_INJECT_THRESHOLD
#define RAW	  OCXLPMEM_SMART_INJECT_RAW
#define RESTORE	  OCXLPMEM_SMART_INJECT_RESTORE
#define FATAL	  OCXLPMEM_SMART_INJECT_HARDWARE_FATAL

static struct answer answer;

static int set_up_injection(void **state)
{
	int rc = fixture_setup(state);
	struct fixture *f = *state;

	f->caller.admin = true;
	f->transport.inject = fixture_inject;
	return rc;
}

static u8 send_injection(struct fixture *f, const struct ocxlpmem_smart_inject_req *request)
{
	send_sized(f, OCXLPMEM_CMD_SMART_INJECT, request, sizeof(*request), 8, &answer);
	assert_int_equal(answer.rc, 0);
	assert_int_equal(answer.header.count, 0);
	assert_int_equal(answer.fw_size, 8);
	return answer.header.status;
}

static u8 inject_raw(struct fixture *f, u8 attribute, u64 raw)
{
	const struct ocxlpmem_smart_inject_req request = { .attribute = attribute,
							   .flags = RAW,
							   .raw = raw };

	return send_injection(f, &request);
}

static u8 inject_flags(struct fixture *f, u8 attribute, u8 flags)
{
	const struct ocxlpmem_smart_inject_req request = { .attribute = attribute, .flags = flags };

	return send_injection(f, &request);
}

/* the first attribute with this identifier in a new SMART answer */
static struct ocxlpmem_smart_attribute smart_of(struct fixture *f, u8 id)
{
	struct ocxlpmem_smart_attribute attribute = { 0 };
	u32 i;

	send_command(f, OCXLPMEM_CMD_SMART, &answer);
	assert_int_equal(answer.header.status, 0);
	for (i = 0; i < answer.header.count; i++) {
		memcpy(&attribute, answer.payload + 8 + i * sizeof(attribute), sizeof(attribute));
		if (attribute.fields >> OCXLPMEM_SMART_ID_SHIFT == id)
			return attribute;
	}
	fail_msg("no attribute 0x%x", id);
	return attribute;
}

static u8 field_of(struct ocxlpmem_smart_attribute attribute, u32 shift)
{
	return (u8)(attribute.fields >> shift);
}

#define CASE(name) UNIT_TEST_ON(name, struct fixture *f, set_up_injection, fixture_teardown)

CASE(test_values_are_said_until_restored)
{
	const struct ocxlpmem_smart_attribute before = smart_of(f, 0xC2);
	const struct ocxlpmem_smart_inject_req both = { .attribute = 0xC2,
							.flags = CURRENT | THRESHOLD,
							.current_value = 0xFF,
							.threshold = 0xFE,
							.raw = 1 };
	struct ocxlpmem_smart_attribute found;

	assert_int_equal(send_injection(f, &both), 0);
	found = smart_of(f, 0xC2);
	assert_int_equal(field_of(found, OCXLPMEM_SMART_CURRENT_SHIFT), 0xFF);
	assert_int_equal(field_of(found, OCXLPMEM_SMART_THRESHOLD_SHIFT), 0xFE);
	/* moves with the temperature */
	assert_int_equal(field_of(found, OCXLPMEM_SMART_WORST_SHIFT), 0xFF);
	assert_true(found.raw == before.raw);
	/* accumulates */
	assert_int_equal(inject_raw(f, 0xC2, ~0ULL), 0);
	found = smart_of(f, 0xC2);
	assert_int_equal(field_of(found, OCXLPMEM_SMART_CURRENT_SHIFT), 0xFF);
	assert_true(found.raw == ~0ULL);
	assert_int_equal(inject_flags(f, 0xC2, RESTORE), 0);
	found = smart_of(f, 0xC2);
	assert_memory_equal(&found, &before, sizeof(found));
	/* again: nothing to restore */
	assert_int_equal(inject_flags(f, 0xC2, RESTORE), 0);
}

CASE(test_one_attribute_alone)
{
	const struct ocxlpmem_smart_attribute life = smart_of(f, 0xCA);
	struct ocxlpmem_smart_attribute found;

	assert_int_equal(inject_raw(f, 0xC2, 90), 0);
	found = smart_of(f, 0xCA);
	assert_memory_equal(&found, &life, sizeof(found));
	assert_int_equal(inject_flags(f, 0xCA, RESTORE), 0);
	assert_true(smart_of(f, 0xC2).raw == 90);
}

CASE(test_hides_what_a_scenario_says)
{
	assert_int_equal(inject_raw(f, 0xC2, 90), 0);
	apply_scenario(f, "smart 0xC2 raw=50 threshold=60");
	assert_true(smart_of(f, 0xC2).raw == 90);
	assert_int_equal(field_of(smart_of(f, 0xC2), OCXLPMEM_SMART_THRESHOLD_SHIFT), 60);
	assert_int_equal(inject_flags(f, 0xC2, RESTORE), 0);
	assert_true(smart_of(f, 0xC2).raw == 50);
}

CASE(test_power_on_hours_stand_still)
{
	assert_int_equal(inject_raw(f, 0x09, 7), 0);
	f->now += 10 * 3600 * 1000 * MS;
	assert_true(smart_of(f, 0x09).raw == 7);
	assert_int_equal(inject_flags(f, 0x09, RESTORE), 0);
	assert_true(smart_of(f, 0x09).raw >= 10);
}

CASE(test_threshold_raises_the_notification)
{
	assert_int_equal(inject_raw(f, 0xC2, 70), 0);
	smart_of(f, 0xC2);
	assert_string_equal(flags_of(f), "smart_notify\n");
	assert_int_equal(inject_flags(f, 0xC2, RESTORE), 0);
	smart_of(f, 0xC2);
	assert_string_equal(flags_of(f), "\n");
}

CASE(test_attribute_that_is_not_there)
{
	assert_int_equal(inject_raw(f, 0x55, 1), OCXLPMEM_STATUS_BAD_REQUEST_PARM);
	assert_int_equal(inject_flags(f, 0x55, RESTORE), 0);
	send_command(f, OCXLPMEM_CMD_SMART, &answer);
	assert_int_equal(answer.header.count, 3);
	/* the value before the injection is not known to it */
	apply_scenario(f, "smart 0x55 raw=9");
	assert_true(smart_of(f, 0x55).raw == 9);
}

CASE(test_fatal_and_back)
{
	u32 changes;

	assert_int_equal(inject_flags(f, 0, FATAL), 0);
	assert_string_equal(flags_of(f), "hw_fatal\n");
	assert_int_equal(status_after(f, OCXLPMEM_CMD_SMART), OCXLPMEM_STATUS_FATAL);
	assert_int_equal(f->device.event_count[OCXLPMEM_EVENT_HARDWARE_FATAL], 1);
	assert_int_equal(f->interrupts[1], 1);
	/* a second time changes nothing */
	assert_int_equal(inject_flags(f, 0, FATAL), 0);
	assert_int_equal(f->device.event_count[OCXLPMEM_EVENT_HARDWARE_FATAL], 1);
	changes = f->changes;
	assert_int_equal(inject_flags(f, 0, FATAL | RESTORE), 0);
	assert_true(f->changes > changes);
	assert_string_equal(flags_of(f), "\n");
	assert_int_equal(status_after(f, OCXLPMEM_CMD_SMART), 0);
	assert_int_equal(inject_flags(f, 0, FATAL | RESTORE), 0);
}

/* the end of the hardware's failure does not end the firmware's */
CASE(test_other_fatal_state_stays)
{
	apply_scenario(f, "fatal fw");
	assert_int_equal(inject_flags(f, 0, FATAL), 0);
	assert_int_equal(inject_flags(f, 0, FATAL | RESTORE), 0);
	assert_string_equal(flags_of(f), "fw_fatal\n");
}

CASE(test_every_combination_of_flags)
{
	u32 flags;

	for (flags = 0; flags < 256; flags++) {
		bool values = flags != 0 && flags <= (CURRENT | THRESHOLD | RAW);
		bool good = values || flags == RESTORE || flags == FATAL ||
			    flags == (FATAL | RESTORE);

		assert_int_equal(inject_flags(f, 0xC2, (u8)flags),
				 good ? 0 : OCXLPMEM_STATUS_BAD_INPUT);
	}
}

CASE(test_refused_changes_nothing)
{
	const struct ocxlpmem_smart_attribute before = smart_of(f, 0xC2);
	struct ocxlpmem_smart_inject_req request = { .attribute = 0xC2, .flags = RAW, .raw = 1 };
	struct ocxlpmem_smart_attribute found;
	u32 i;

	for (i = 0; i < sizeof(request.reserved); i++) {
		request.reserved[i] = 0x80;
		assert_int_equal(send_injection(f, &request), OCXLPMEM_STATUS_BAD_INPUT);
		request.reserved[i] = 0;
	}
	f->caller.admin = false;
	assert_int_equal(send_injection(f, &request), OCXLPMEM_STATUS_NOT_PERMITTED);
	assert_int_equal(inject_flags(f, 0, FATAL), OCXLPMEM_STATUS_NOT_PERMITTED);
	/* rights are checked before the input */
	assert_int_equal(inject_flags(f, 0, 0), OCXLPMEM_STATUS_NOT_PERMITTED);
	found = smart_of(f, 0xC2);
	assert_memory_equal(&found, &before, sizeof(found));
	assert_string_equal(flags_of(f), "\n");
}

CASE(test_sizes_of_the_request)
{
	const struct ocxlpmem_smart_inject_req request = { .attribute = 0xC2,
							   .flags = RAW,
							   .raw = 77 };
	u8 longer[24] = { 0 };
	int envelope;

	memcpy(longer, &request, sizeof(request));
	for (envelope = 0; envelope < 2; envelope++) {
		f->vendor = envelope;
		send_sized(f, OCXLPMEM_CMD_SMART_INJECT, longer, 24, 8, &answer);
		assert_int_equal(answer.header.status, 0);
		assert_true(smart_of(f, 0xC2).raw == 77);
		/* missing bytes are zero */
		send_sized(f, OCXLPMEM_CMD_SMART_INJECT, longer, 8, 8, &answer);
		assert_int_equal(answer.header.status, 0);
		assert_true(smart_of(f, 0xC2).raw == 0);
		send_sized(f, OCXLPMEM_CMD_SMART_INJECT, longer, 0, 8, &answer);
		assert_int_equal(answer.header.status, OCXLPMEM_STATUS_BAD_INPUT);
		send_sized(f, OCXLPMEM_CMD_SMART_INJECT, longer, 15, 8, &answer);
		assert_int_equal(answer.rc, -EINVAL);
		send_sized(f, OCXLPMEM_CMD_SMART_INJECT, longer, 16, 7, &answer);
		assert_int_equal(answer.rc, -EINVAL);
		send_sized(f, OCXLPMEM_CMD_SMART_INJECT, longer, 16, 16, &answer);
		assert_int_equal(answer.header.status, 0);
		assert_int_equal(answer.fw_size, 8);
		longer[23] = 1;
		send_sized(f, OCXLPMEM_CMD_SMART_INJECT, longer, 24, 8, &answer);
		assert_int_equal(answer.header.status, OCXLPMEM_STATUS_BAD_INPUT);
		longer[23] = 0;
	}
}

CASE(test_works_without_the_mailbox)
{
	apply_scenario(f, "ready never");
	assert_int_equal(inject_raw(f, 0xC2, 90), 0);
	apply_scenario(f, "ready now\nfatal hw");
	assert_int_equal(inject_raw(f, 0xC2, 91), 0);
	assert_int_equal(f->rings, 0);
	apply_scenario(f, "dead");
	send_sized(f, OCXLPMEM_CMD_SMART_INJECT, NULL, 0, 8, &answer);
	assert_int_equal(answer.header.status, OCXLPMEM_STATUS_BAD_INPUT);
}

CASE(test_a_card_that_is_gone)
{
	const struct ocxlpmem_smart_inject_req request = { .flags = FATAL };

	apply_scenario(f, "dead");
	send_sized(f, OCXLPMEM_CMD_SMART_INJECT, &request, sizeof(request), 8, &answer);
	assert_int_equal(answer.rc, -ENXIO);
}

CASE(test_a_real_card_does_not_have_it)
{
	const struct ocxlpmem_smart_inject_req request = { .flags = FATAL };

	assert_int_equal(ocxlpmem_command_mask(false) >> OCXLPMEM_CMD_SMART_INJECT & 1, 0);
	assert_int_equal(ocxlpmem_command_mask(true) >> OCXLPMEM_CMD_SMART_INJECT & 1, 1);
	/* an emulated card without the function refuses it */
	f->transport.inject = NULL;
	send_sized(f, OCXLPMEM_CMD_SMART_INJECT, &request, sizeof(request), 8, &answer);
	assert_int_equal(answer.rc, -ENOTTY);
	assert_string_equal(flags_of(f), "\n");
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* An emulated card and a device on it, with a clock that only the test advances. */
#ifndef OCXL_TEST_CARD_FIXTURE_H
#define OCXL_TEST_CARD_FIXTURE_H

#include "unit.h"
#include "core/device.h"
#include "card/scenario.h"

#define SERIAL	   0x1122334455667788ULL
#define CAPACITY   (1ULL << 30)
#define GENERATION 0x1234
#define MS	   1000000ULL

struct fixture {
	u64 now;
	struct ocxlpmem_card_host card_host;
	struct ocxlpmem_card *card;
	struct ocxlpmem_transport transport;
	struct ocxlpmem_device_host device_host;
	struct ocxlpmem_device device;
	struct ocxlpmem_caller caller;
	/* misbehaviour */
	bool vendor; /* envelope */
	bool killed; /* wait_us returns -EINTR */
	u32 fail_offset; /* reading or writing this register fails with -ENXIO; 0: none */
	int allocations_left; /* -1: no limit */
	u32 forge_at; /* after this number of reads, CHI has ACRA without a reason; 0: never */
	u32 look_ns; /* duration of a read of CHI */
	u32 wake_us; /* a sleep takes longer by this time */
	const char *meanwhile; /* a scenario that begins during a wait, at meanwhile_ns */
	u64 meanwhile_ns;
	/* counters */
	u32 waits;
	u32 longest_wait;
	u32 spun_us;
	u32 rings;
	u32 changes;
	u32 changes_of_scenarios;
	u32 interrupts[2];
	u32 complaints;
	u32 allocated;
	u64 last_chic;
};

/* answer of the last call */
struct answer {
	int rc;
	struct ocxlpmem_rsp_header header;
	u32 fw_size;
	u8 payload[80 * 1024]; /* with the header */
};

static inline void apply_scenario(struct fixture *f, const char *text);

static inline u64 fixture_now(void *context)
{
	struct fixture *f = context;

	return f->now;
}

static inline int fixture_wait(void *context, u32 microseconds)
{
	struct fixture *f = context;

	f->waits++;
	f->longest_wait = max_t(u32, f->longest_wait, microseconds);
	f->now += microseconds * 1000ULL;
	if (microseconds <= OCXL_TRANSPORT_SPIN_US)
		f->spun_us += microseconds;
	else
		f->now += f->wake_us * 1000ULL;
	if (f->meanwhile && f->now >= f->meanwhile_ns) {
		const char *text = f->meanwhile;

		f->meanwhile = NULL;
		apply_scenario(f, text);
	}
	return f->killed ? -EINTR : 0;
}

static inline int fixture_read(void *context, u32 offset, u64 *value)
{
	struct fixture *f = context;
	int rc;

	if (f->fail_offset && f->fail_offset == offset)
		return -ENXIO;
	rc = ocxlpmem_card_read64(f->card, offset, value);
	if (offset == OCXL_REG_CHI)
		f->now += f->look_ns;
	if (offset == OCXL_REG_CHI && f->forge_at && --f->forge_at == 0)
		*value |= OCXL_CHI_ACRA;
	return rc;
}

static inline int fixture_write(void *context, u32 offset, u64 value)
{
	struct fixture *f = context;

	if (f->fail_offset && f->fail_offset == offset)
		return -ENXIO;
	if (offset == OCXL_REG_HCI && value & OCXL_HCI_ACRW)
		f->rings++;
	if (offset == OCXL_REG_CHIC)
		f->last_chic = value;
	return ocxlpmem_card_write64(f->card, offset, value);
}

static inline int fixture_inject(void *context, const struct ocxlpmem_injection *injection)
{
	struct fixture *f = context;

	return ocxlpmem_card_inject(f->card, injection);
}

static inline void *fixture_allocate(void *context, size_t size)
{
	struct fixture *f = context;

	if (f->allocations_left == 0)
		return NULL;
	if (f->allocations_left > 0)
		f->allocations_left--;
	f->allocated++;
	return malloc(size);
}

static inline void fixture_release(void *context, void *memory)
{
	struct fixture *f = context;

	if (memory)
		f->allocated--;
	free(memory);
}

static inline void fixture_changed(void *context)
{
	struct fixture *f = context;

	f->changes++;
}

static inline void fixture_interrupt(void *context, unsigned int line, u64 handle)
{
	struct fixture *f = context;

	f->interrupts[line]++;
}

static inline void fixture_log(void *context, const char *text)
{
	struct fixture *f = context;

	(void)text;
	f->complaints++;
}

static inline void fixture_scenario_changed(void *context)
{
	struct fixture *f = context;

	f->changes_of_scenarios++;
}

static inline void fixture_bind(struct fixture *f, u32 life)
{
	struct ocxlpmem_device_setup setup = {
		.serial = SERIAL,
		.capacity = CAPACITY,
		.generation = life,
		.emulated = true,
	};

	assert_int_equal(ocxlpmem_device_init(&f->device, &f->transport, &f->device_host, &setup),
			 0);
}

static inline int fixture_setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	f->now = 1000;
	f->allocations_left = -1;
	f->card_host =
		(struct ocxlpmem_card_host) { f,	   fixture_now, fixture_interrupt,
					      fixture_log, NULL,	fixture_scenario_changed };
	f->card = ocxlpmem_card_init(calloc(1, ocxlpmem_card_size()), &f->card_host, SERIAL,
				     CAPACITY);
	f->transport = (struct ocxlpmem_transport) { f, fixture_read, fixture_write, fixture_now,
						     fixture_wait };
	f->device_host = (struct ocxlpmem_device_host) { f, fixture_allocate, fixture_release,
							 fixture_changed };
	fixture_bind(f, GENERATION);
	*state = f;
	return 0;
}

static inline int fixture_teardown(void **state)
{
	struct fixture *f = *state;
	u32 left;

	ocxlpmem_device_destroy(&f->device);
	left = f->allocated;
	free(f->card);
	free(f);
	return left ? -1 : 0;
}

static inline void apply_scenario(struct fixture *f, const char *text)
{
	unsigned int line = 0;
	char why[600] = "";
	int rc = ocxlpmem_card_apply_scenario(f->card, text, strlen(text), &line, why, sizeof(why));

	if (rc)
		fail_msg("line %u: %s", line, why);
}

/* the call envelope; buffers have exactly the given size, for the sanitizers */
static inline void send_call(struct fixture *f, struct nd_cmd_pkg *package, const void *input,
			     struct answer *answer)
{
	size_t size = sizeof(*package) + package->nd_size_in + package->nd_size_out;
	u8 *buffer = malloc(size);

	memset(buffer, 0xA5, size);
	memcpy(buffer, package, sizeof(*package));
	if (input)
		memcpy(buffer + sizeof(*package), input, package->nd_size_in);
	answer->rc = ocxlpmem_device_handle_call(&f->device, &f->caller, buffer, size);
	memcpy(package, buffer, sizeof(*package));
	memcpy(answer->payload, buffer + size - package->nd_size_out, package->nd_size_out);
	free(buffer);
}

static inline void send_vendor(struct fixture *f, struct nd_cmd_pkg *package, const void *input,
			       struct answer *answer)
{
	u32 in_length = sizeof(*package) + package->nd_size_in;
	u32 out_length = sizeof(*package) + package->nd_size_out;
	u32 words[2] = { OCXLPMEM_VENDOR_OPCODE, in_length };
	u32 tail[2] = { 0xFFFFFFFF, out_length };
	size_t size = 16 + in_length + out_length;
	u8 *buffer = malloc(size);

	memset(buffer, 0xA5, size);
	memcpy(buffer, words, 8);
	memcpy(buffer + 8, package, sizeof(*package));
	if (input)
		memcpy(buffer + 8 + sizeof(*package), input, package->nd_size_in);
	memcpy(buffer + 8 + in_length, tail, 8);
	answer->rc = ocxlpmem_device_handle_vendor(&f->device, &f->caller, buffer, size);
	memcpy(tail, buffer + 8 + in_length, 8);
	if (!answer->rc) {
		assert_int_equal(tail[0], 0);
		memcpy(package, buffer + 16 + in_length, sizeof(*package));
	}
	memcpy(answer->payload, buffer + size - package->nd_size_out, package->nd_size_out);
	free(buffer);
}

static inline void send_sized(struct fixture *f, u64 command, const void *input, u32 size_in,
			      u32 size_out, struct answer *answer)
{
	struct nd_cmd_pkg package = {
		.nd_family = NVDIMM_FAMILY_OCXL,
		.nd_command = command,
		.nd_size_in = size_in,
		.nd_size_out = size_out,
	};

	memset(answer, 0, sizeof(*answer));
	assert_range(size_out, 0, sizeof(answer->payload));
	if (f->vendor)
		send_vendor(f, &package, input, answer);
	else
		send_call(f, &package, input, answer);
	answer->fw_size = package.nd_fw_size;
	memcpy(&answer->header, answer->payload, sizeof(answer->header));
}

static inline void send_command(struct fixture *f, u64 command, struct answer *answer)
{
	send_sized(f, command, NULL, 0, 8192, answer);
}

static inline u8 status_after(struct fixture *f, u64 command)
{
	static struct answer answer;

	send_command(f, command, &answer);
	assert_int_equal(answer.rc, 0);
	if (answer.header.status) {
		assert_int_equal(answer.header.count, 0);
		assert_int_equal(answer.fw_size, 8);
	}
	return answer.header.status;
}

/* reads the entry after a cursor; returns its status, and the entry in @entry */
static inline u8 read_entry(struct fixture *f, u64 cursor, u32 flags,
			    struct ocxlpmem_error_log_rsp *entry, struct answer *answer)
{
	struct ocxlpmem_error_log_req request = { .flags = flags, .cursor = cursor };

	send_sized(f, OCXLPMEM_CMD_ERROR_LOG, &request, sizeof(request), 66000, answer);
	assert_int_equal(answer->rc, 0);
	memset(entry, 0, sizeof(*entry));
	if (answer->header.count)
		memcpy(entry, answer->payload + 8, sizeof(*entry));
	return answer->header.status;
}

static inline const char *flags_of(struct fixture *f)
{
	static char text[OCXL_FLAGS_TEXT_SIZE];

	assert_true(ocxlpmem_device_format_flags(&f->device, text, sizeof(text)) > 0);
	return text;
}

static inline u64 chi_of(struct fixture *f)
{
	u64 chi = 0;

	assert_int_equal(ocxlpmem_card_read64(f->card, OCXL_REG_CHI, &chi), 0);
	return chi;
}

#define FIXTURE_TEST(name) UNIT_TEST_ON(name, struct fixture *f, fixture_setup, fixture_teardown)

#endif /* OCXL_TEST_CARD_FIXTURE_H */

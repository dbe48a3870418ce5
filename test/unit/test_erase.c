// SPDX-License-Identifier: GPL-2.0-only
/* Secure erase: the driver's side and the emulated card's, with memory of the test. */
#include "unit.h"
#include "card/scenario.h"
#include "core/device.h"

#define CAPACITY (32U << 20)
#define MEMORY	 (OCXL_LABEL_AREA_SIZE + CAPACITY)
/* bytes of the card that one byte of world.memory stands for */
#define LINE	 64U
#define LINES	 (MEMORY / LINE)

static struct {
	void *card;
	struct ocxlpmem_card_host card_host;
	struct ocxlpmem_transport transport;
	struct ocxlpmem_device_host host;
	struct ocxlpmem_device device;
	struct ocxlpmem_erase erase;
	struct ocxlpmem_erase_result result;
	u8 *memory;
	u64 now;
	bool broken;
	u8 status;
} world;

static u64 now_ns(void *context)
{
	return world.now;
}

static int wait_us(void *context, u32 microseconds)
{
	world.now += microseconds * 1000ULL;
	return 0;
}

static int clear_memory(void *context, u64 offset, u64 size)
{
	if (world.broken && offset > 0)
		return -EIO;
	assert_true(offset <= MEMORY && size <= MEMORY - offset);
	assert_int_equal(offset % LINE, 0);
	assert_int_equal(size % LINE, 0);
	memset(world.memory + offset / LINE, 0, size / LINE);
	return 0;
}

static void *allocate_memory(void *context, size_t size)
{
	return malloc(size);
}

static void release_memory(void *context, void *memory)
{
	free(memory);
}

static int create_card(void **state)
{
	struct ocxlpmem_device_setup setup = { .serial = 1,
					       .capacity = CAPACITY,
					       .emulated = true };
	void *memory = calloc(1, ocxlpmem_card_size());

	memset(&world, 0, sizeof(world));
	world.now = 1000000000;
	world.card_host = (struct ocxlpmem_card_host) { .now_ns = now_ns, .erase = clear_memory };
	world.memory = malloc(LINES);
	if (!memory || !world.memory)
		return -1;
	memset(world.memory, 0xA5, LINES);
	world.card = ocxlpmem_card_init(memory, &world.card_host, 1, CAPACITY);
	world.transport = (struct ocxlpmem_transport) {
		.context = world.card,
		.read64 = ocxlpmem_card_read64,
		.write64 = ocxlpmem_card_write64,
		.now_ns = now_ns,
		.wait_us = wait_us,
	};
	world.host = (struct ocxlpmem_device_host) { .allocate = allocate_memory,
						     .release = release_memory };
	return ocxlpmem_device_init(&world.device, &world.transport, &world.host, &setup);
}

static int destroy_card(void **state)
{
	ocxlpmem_device_destroy(&world.device);
	free(world.memory);
	free(world.card);
	return 0;
}

static void apply_scenario(const char *line)
{
	unsigned int number;
	char why[200];

	assert_int_equal(ocxlpmem_card_apply_scenario(world.card, line, strlen(line), &number, why,
						      sizeof(why)),
			 0);
}

static u8 start_erase(void)
{
	assert_int_equal(ocxlpmem_erase_start(&world.device, &world.erase, &world.status), 0);
	return world.status;
}

static int poll_erase(void)
{
	return ocxlpmem_erase_poll(&world.device, &world.erase, &world.result);
}

static u8 finish_erase(void)
{
	u32 looks;

	for (looks = 0; looks < 1000 && poll_erase() == -EBUSY; looks++)
		world.now += 1000000;
	assert_false(world.erase.running);
	return world.result.status;
}

static bool has_memory(void)
{
	return (world.device.health & OCXL_CHI_MA) != 0;
}

static u8 send_heartbeat(void)
{
	u64 call[(sizeof(struct nd_cmd_pkg) + sizeof(struct ocxlpmem_rsp_header)) / 8] = { 0 };
	struct nd_cmd_pkg *package = (struct nd_cmd_pkg *)call;
	struct ocxlpmem_caller caller = { .admin = true };
	struct ocxlpmem_rsp_header answer;

	package->nd_family = NVDIMM_FAMILY_OCXL;
	package->nd_command = OCXLPMEM_CMD_HEARTBEAT;
	package->nd_size_out = sizeof(answer);
	assert_int_equal(ocxlpmem_device_handle_call(&world.device, &caller, call, sizeof(call)),
			 0);
	memcpy(&answer, (u8 *)call + sizeof(*package), sizeof(answer));
	return answer.status;
}

#define IN_WORLD(name) UNIT_TEST_WITH(name, create_card, destroy_card)

IN_WORLD(test_erase_clears_everything)
{
	u32 i;

	assert_int_equal(start_erase(), OCXLPMEM_STATUS_OK);
	assert_true(world.erase.running);
	assert_int_equal(poll_erase(), -EBUSY);
	assert_false(has_memory());
	assert_int_equal(send_heartbeat(), OCXLPMEM_STATUS_BLOCKED);
	assert_int_equal(finish_erase(), OCXLPMEM_STATUS_OK);
	for (i = 0; i < LINES; i++)
		assert_int_equal(world.memory[i], 0);
	assert_int_equal(world.result.pages_erased, world.result.pages);
	assert_int_equal(world.result.pages, MEMORY >> 16);
	assert_true(has_memory());
	assert_false(world.device.erase_failed);
	assert_int_equal(send_heartbeat(), OCXLPMEM_STATUS_OK);
}

/* a card whose NSCRA says that the second mailbox is free, or that it works */
static int read_with_nscra(void *context, u32 offset, u64 *value)
{
	int rc = ocxlpmem_card_read64(context, offset, value);

	if (!rc && offset == OCXL_REG_CHI && !(*value & OCXL_CHI_MA))
		*value |= OCXL_CHI_NSCRA;
	return rc;
}

IN_WORLD(test_erase_with_nscra_set_before_the_answer)
{
	world.transport.read64 = read_with_nscra;
	assert_int_equal(start_erase(), OCXLPMEM_STATUS_OK);
	assert_int_equal(poll_erase(), -EBUSY);
	assert_true(world.erase.running);
	assert_int_equal(finish_erase(), OCXLPMEM_STATUS_OK);
	assert_int_equal(world.memory[LINES - 1], 0);
	/* the answer to the erase before it does not count either */
	assert_int_equal(start_erase(), OCXLPMEM_STATUS_OK);
	assert_int_equal(poll_erase(), -EBUSY);
	assert_int_equal(finish_erase(), OCXLPMEM_STATUS_OK);
}

static int read_with_nscrw(void *context, u32 offset, u64 *value)
{
	int rc = ocxlpmem_card_read64(context, offset, value);

	if (!rc && offset == OCXL_REG_HCI)
		*value |= OCXL_HCI_NSCRW;
	return rc;
}

IN_WORLD(test_erase_with_nscrw_always_set)
{
	world.transport.read64 = read_with_nscrw;
	assert_int_equal(start_erase(), OCXLPMEM_STATUS_OK);
	assert_int_equal(start_erase(), OCXLPMEM_STATUS_BLOCKED);
	assert_int_equal(finish_erase(), OCXLPMEM_STATUS_OK);
}

IN_WORLD(test_erase_twice)
{
	assert_int_equal(start_erase(), OCXLPMEM_STATUS_OK);
	assert_int_equal(start_erase(), OCXLPMEM_STATUS_BLOCKED);
	assert_int_equal(finish_erase(), OCXLPMEM_STATUS_OK);
	assert_int_equal(start_erase(), OCXLPMEM_STATUS_OK);
	assert_int_equal(finish_erase(), OCXLPMEM_STATUS_OK);
}

IN_WORLD(test_request_ids_are_never_zero)
{
	assert_int_equal(start_erase(), OCXLPMEM_STATUS_OK);
	assert_int_equal(world.erase.last_id, 1);
	assert_int_equal(finish_erase(), OCXLPMEM_STATUS_OK);
	assert_int_equal(start_erase(), OCXLPMEM_STATUS_OK);
	assert_int_equal(world.erase.last_id, 2);
	assert_int_equal(finish_erase(), OCXLPMEM_STATUS_OK);
	world.erase.last_id = UINT16_MAX;
	assert_int_equal(start_erase(), OCXLPMEM_STATUS_OK);
	assert_int_equal(world.erase.last_id, 1);
	assert_int_equal(finish_erase(), OCXLPMEM_STATUS_OK);
}

IN_WORLD(test_erase_refused)
{
	apply_scenario("fatal hw");
	assert_int_equal(start_erase(), OCXLPMEM_STATUS_FATAL);
	apply_scenario("health chfs clear");
	apply_scenario("memory never");
	assert_int_equal(start_erase(), OCXLPMEM_STATUS_BLOCKED);
	apply_scenario("ready never");
	assert_int_equal(start_erase(), OCXLPMEM_STATUS_NOT_READY);
	assert_false(world.erase.running);
	assert_int_equal(world.memory[0], 0xA5);
}

IN_WORLD(test_erase_fails)
{
	apply_scenario("fault op=0x20 status=0xFF");
	assert_int_equal(start_erase(), OCXLPMEM_STATUS_OK);
	assert_int_equal(finish_erase(), OCXLPMEM_STATUS_FAILED);
	assert_true(world.device.erase_failed);
	assert_int_equal(world.result.pages_erased, 0);
	assert_int_equal(world.memory[0], 0xA5);
	/* the status stays until the next erase */
	assert_int_equal(start_erase(), OCXLPMEM_STATUS_OK);
	assert_false(world.device.erase_failed);
	assert_int_equal(finish_erase(), OCXLPMEM_STATUS_OK);
}

IN_WORLD(test_erase_medium_fails)
{
	world.broken = true;
	assert_int_equal(start_erase(), OCXLPMEM_STATUS_OK);
	assert_int_equal(finish_erase(), OCXLPMEM_STATUS_FAILED);
	assert_true(world.result.pages_erased < world.result.pages);
	assert_true(world.device.erase_failed);
}

IN_WORLD(test_erase_takes_its_time)
{
	apply_scenario("latency op=erase us=500000");
	assert_int_equal(start_erase(), OCXLPMEM_STATUS_OK);
	world.now += 400000000;
	assert_int_equal(poll_erase(), -EBUSY);
	assert_int_equal(finish_erase(), OCXLPMEM_STATUS_OK);
}

IN_WORLD(test_erase_never_ends)
{
	apply_scenario("fault op=erase timeout");
	assert_int_equal(start_erase(), OCXLPMEM_STATUS_OK);
	world.now += 23ULL * 3600 * 1000000000;
	assert_int_equal(poll_erase(), -EBUSY);
	world.now += 2ULL * 3600 * 1000000000;
	assert_int_equal(finish_erase(), OCXLPMEM_STATUS_TIMEOUT);
	assert_true(world.device.erase_failed);
}

/* after a reset of the controller no erase runs: the driver does not wait a day for an answer */
IN_WORLD(test_erase_ends_with_a_reset)
{
	assert_int_equal(start_erase(), OCXLPMEM_STATUS_OK);
	assert_int_equal(poll_erase(), -EBUSY);
	apply_scenario("reset ms=5");
	/* until the memory is available, the erase may go on */
	assert_int_equal(poll_erase(), -EBUSY);
	world.now += 10000000;
	assert_int_equal(poll_erase(), 0);
	assert_int_equal(world.result.status, OCXLPMEM_STATUS_FAILED);
	assert_true(world.device.erase_failed);
	assert_int_equal(start_erase(), OCXLPMEM_STATUS_OK);
	assert_int_equal(finish_erase(), OCXLPMEM_STATUS_OK);
	assert_false(world.device.erase_failed);
}

/* no public source says that CRDY becomes clear only by a reset */
IN_WORLD(test_erase_while_the_ready_bit_is_clear)
{
	apply_scenario("latency op=erase us=20000");
	assert_int_equal(start_erase(), OCXLPMEM_STATUS_OK);
	apply_scenario("ready-after ms=5");
	assert_int_equal(poll_erase(), -EBUSY);
	assert_int_equal(world.device.restarts, 1);
	world.now += 10000000;
	assert_int_equal(poll_erase(), -EBUSY);
	assert_int_equal(finish_erase(), OCXLPMEM_STATUS_OK);
	assert_false(world.device.erase_failed);
}

/* a controller that failed does not erase: not after a restart, nor while the erase runs */
IN_WORLD(test_erase_ends_with_a_fatal_failure)
{
	apply_scenario("fault op=erase timeout");
	assert_int_equal(start_erase(), OCXLPMEM_STATUS_OK);
	apply_scenario("reset ms=60000");
	assert_int_equal(poll_erase(), -EBUSY);
	apply_scenario("fatal hw");
	assert_int_equal(finish_erase(), OCXLPMEM_STATUS_FAILED);
	apply_scenario("health chfs clear\nready now\nmemory now\nfault op=erase timeout");
	assert_int_equal(start_erase(), OCXLPMEM_STATUS_OK);
	assert_int_equal(poll_erase(), -EBUSY);
	apply_scenario("fatal fw");
	assert_int_equal(poll_erase(), 0);
	assert_int_equal(world.result.status, OCXLPMEM_STATUS_FAILED);
	assert_true(world.device.erase_failed);
	assert_false(world.erase.running);
}

/* its answer counts nevertheless */
IN_WORLD(test_erase_answers_after_a_fatal_failure)
{
	assert_int_equal(start_erase(), OCXLPMEM_STATUS_OK);
	while (!(world.device.health & OCXL_CHI_NSCRA))
		assert_int_equal(ocxlpmem_device_refresh_health(&world.device), 0);
	apply_scenario("fatal hw");
	assert_int_equal(poll_erase(), 0);
	assert_int_equal(world.result.status, OCXLPMEM_STATUS_OK);
	assert_false(world.device.erase_failed);
}

IN_WORLD(test_erase_unknown_to_card)
{
	world.card_host.erase = NULL;
	assert_int_equal(start_erase(), OCXLPMEM_STATUS_OK);
	assert_int_equal(finish_erase(), OCXLPMEM_STATUS_BAD_OPCODE);
	assert_true(has_memory());
}

IN_WORLD(test_erase_dead_card)
{
	assert_int_equal(start_erase(), OCXLPMEM_STATUS_OK);
	apply_scenario("dead");
	assert_int_equal(poll_erase(), -ENXIO);
	assert_false(world.erase.running);
	assert_true(world.device.erase_failed);
}

/* a card that only has registers: the offsets of the blocks, and memory that is available */
#define RESPONSE_BLOCK 0x340
static u64 erase_blocks;
static bool has_response;

static int read_blocks(void *context, u32 offset, u64 *value)
{
	*value = 0;
	if (offset == OCXL_REG_CHI)
		*value = OCXL_CHI_CRDY | OCXL_CHI_MA | (has_response ? OCXL_CHI_NSCRA : 0);
	else if (offset == OCXL_REG_NSCMA_BLOCKS)
		*value = erase_blocks;
	else if (has_response && offset >= RESPONSE_BLOCK)
		*value = offset == RESPONSE_BLOCK ? (u64)world.erase.last_id << 16 : offset;
	return 0;
}

static int ignore_write(void *context, u32 offset, u64 value)
{
	return 0;
}

static u8 started_with_blocks(u32 request, u32 response)
{
	erase_blocks = (u64)request << 32 | response;
	world.erase.running = false;
	return start_erase();
}

IN_WORLD(test_erase_refuses_bad_blocks)
{
	world.transport.read64 = read_blocks;
	world.transport.write64 = ignore_write;
	assert_int_equal(started_with_blocks(0x300, 0x340), OCXLPMEM_STATUS_OK);
	assert_int_equal(started_with_blocks(0x340, 0x300), OCXLPMEM_STATUS_OK);
	assert_int_equal(started_with_blocks(0x300, 0x300), OCXLPMEM_STATUS_BAD_RESPONSE);
	assert_int_equal(started_with_blocks(0x300, 0x338), OCXLPMEM_STATUS_BAD_RESPONSE);
	assert_int_equal(started_with_blocks(0x338, 0x300), OCXLPMEM_STATUS_BAD_RESPONSE);
	assert_int_equal(started_with_blocks(0x304, 0x400), OCXLPMEM_STATUS_BAD_RESPONSE);
	assert_int_equal(started_with_blocks(0x400, 0x304), OCXLPMEM_STATUS_BAD_RESPONSE);
}

/* each counter has the value of its own offset */
IN_WORLD(test_erase_reads_each_counter)
{
	world.transport.read64 = read_blocks;
	world.transport.write64 = ignore_write;
	assert_int_equal(started_with_blocks(0x300, RESPONSE_BLOCK), OCXLPMEM_STATUS_OK);
	has_response = true;
	assert_int_equal(poll_erase(), 0);
	has_response = false;
	assert_int_equal(world.result.pages_erased, RESPONSE_BLOCK + 0x20);
	assert_int_equal(world.result.pages, RESPONSE_BLOCK + 0x28);
	assert_int_equal(world.result.defective_erased, RESPONSE_BLOCK + 0x30);
	assert_int_equal(world.result.defective, RESPONSE_BLOCK + 0x38);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit tests of the admin mailbox, as the kernel compiles it, with a card that answers each request
 * when its doorbell rings. The module has its own copy of the mailbox, because ocxlpmem exports none
 * of its functions.
 */
#include <kunit/test.h>
#include <linux/module.h>
#include "../core/mailbox-wait.c"
#include "../core/mailbox.c"

/* offsets in the MMIO area of the card */
#define REQUEST	  0x200
#define RESPONSE  0x300
#define DATA	  0x400
#define DATA_SIZE 0x100
#define MMIO_SIZE 0x500

/**
 * struct test_card - a card with a mailbox
 * @words: its registers and blocks
 * @now_ns: its clock, which stands still except during waits
 * @status: of the next response
 * @silent: no response comes
 */
struct test_card {
	u64 words[MMIO_SIZE / 8];
	u64 now_ns;
	u8 status;
	bool silent;
};

/**
 * struct mailbox_test - memory of a test
 * @card: the card
 * @transport: to it
 * @mailbox: under test
 */
struct mailbox_test {
	struct test_card card;
	struct ocxlpmem_transport transport;
	struct ocxlpmem_mailbox mailbox;
};

static void answer_request(struct test_card *card)
{
	card->words[RESPONSE / 8] =
		OCXL_REQUEST_WORD0(card->status, OCXL_WORD0_ID(card->words[REQUEST / 8]));
	card->words[OCXL_REG_CHI / 8] |= OCXL_CHI_ACRA;
}

static int card_read64(void *context, u32 offset, u64 *value)
{
	struct test_card *card = context;

	if (offset % 8 || offset >= MMIO_SIZE)
		return -EINVAL;
	*value = card->words[offset / 8];
	return 0;
}

static int card_write64(void *context, u32 offset, u64 value)
{
	struct test_card *card = context;

	if (offset % 8 || offset >= MMIO_SIZE)
		return -EINVAL;
	if (offset == OCXL_REG_CHIC)
		card->words[OCXL_REG_CHI / 8] &= ~value;
	else if (offset == OCXL_REG_HCI && value == OCXL_HCI_ACRW && !card->silent)
		answer_request(card);
	else if (offset != OCXL_REG_HCI)
		card->words[offset / 8] = value;
	return 0;
}

static u64 card_now_ns(void *context)
{
	return ((struct test_card *)context)->now_ns;
}

static int card_wait_us(void *context, u32 microseconds)
{
	((struct test_card *)context)->now_ns += microseconds * 1000ULL;
	return 0;
}

static int begin_mailbox_test(struct kunit *test)
{
	struct mailbox_test *data = kunit_kzalloc(test, sizeof(*data), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, data);
	test->priv = data;
	data->card.words[OCXL_REG_CHI / 8] = OCXL_CHI_CRDY;
	data->card.words[OCXL_REG_ACMA_BLOCKS / 8] = (u64)REQUEST << 32 | RESPONSE;
	data->card.words[OCXL_REG_ACMA_DATA / 8] = (u64)DATA << 32 | DATA_SIZE;
	data->transport = (struct ocxlpmem_transport) {
		.context = &data->card,
		.read64 = card_read64,
		.write64 = card_write64,
		.now_ns = card_now_ns,
		.wait_us = card_wait_us,
	};
	return ocxlpmem_mailbox_init(&data->mailbox, &data->transport);
}

/* the wire status */
static u8 run_heartbeat(struct kunit *test)
{
	struct mailbox_test *data = test->priv;
	u8 status = 0xEE;

	KUNIT_EXPECT_EQ(test,
			ocxlpmem_mailbox_run(&data->mailbox, OCXL_OPCODE_HEARTBEAT, 0, &status), 0);
	if (status == OCXLPMEM_STATUS_OK)
		KUNIT_EXPECT_EQ(test, ocxlpmem_mailbox_acknowledge(&data->mailbox), 0);
	return status;
}

static void test_answered_request(struct kunit *test)
{
	struct mailbox_test *data = test->priv;

	KUNIT_EXPECT_EQ(test, run_heartbeat(test), OCXLPMEM_STATUS_OK);
	KUNIT_EXPECT_EQ(test, data->card.words[OCXL_REG_CHI / 8], OCXL_CHI_CRDY);
	data->card.status = 0x21;
	KUNIT_EXPECT_EQ(test, run_heartbeat(test), 0x21);
	KUNIT_EXPECT_EQ(test, data->card.words[OCXL_REG_CHI / 8], OCXL_CHI_CRDY);
}

static void test_request_ids_skip_zero(struct kunit *test)
{
	struct mailbox_test *data = test->priv;

	data->mailbox.last_id = 0xFFFF;
	KUNIT_EXPECT_EQ(test, run_heartbeat(test), OCXLPMEM_STATUS_OK);
	KUNIT_EXPECT_EQ(test, data->mailbox.last_id, 1);
}

/* the late response is not that of the next request */
static void test_late_response(struct kunit *test)
{
	struct mailbox_test *data = test->priv;

	data->card.silent = true;
	KUNIT_EXPECT_EQ(test, run_heartbeat(test), OCXLPMEM_STATUS_TIMEOUT);
	KUNIT_EXPECT_TRUE(test, data->mailbox.overdue);
	KUNIT_EXPECT_EQ(test, run_heartbeat(test), OCXLPMEM_STATUS_TIMEOUT);
	answer_request(&data->card);
	data->card.silent = false;
	data->card.status = 0x21;
	KUNIT_EXPECT_EQ(test, run_heartbeat(test), 0x21);
	KUNIT_EXPECT_FALSE(test, data->mailbox.overdue);
}

static void test_data_buffer_has_an_end(struct kunit *test)
{
	struct mailbox_test *data = test->priv;
	u8 bytes[16] = { 1, 2, 3 };
	u8 read[3] = { 0 };

	KUNIT_EXPECT_EQ(test, ocxlpmem_mailbox_write(&data->mailbox, 0, bytes, sizeof(bytes)), 0);
	KUNIT_EXPECT_EQ(test, ocxlpmem_mailbox_read(&data->mailbox, 0, read, sizeof(read)), 0);
	KUNIT_EXPECT_EQ(test, memcmp(read, bytes, sizeof(read)), 0);
	KUNIT_EXPECT_EQ(test, ocxlpmem_mailbox_read(&data->mailbox, DATA_SIZE - 8, bytes, 16),
			-EINVAL);
	KUNIT_EXPECT_EQ(test, ocxlpmem_mailbox_write(&data->mailbox, DATA_SIZE, bytes, 8), -EINVAL);
}

static struct kunit_case mailbox_cases[] = {
	KUNIT_CASE(test_answered_request),
	KUNIT_CASE(test_request_ids_skip_zero),
	KUNIT_CASE(test_late_response),
	KUNIT_CASE(test_data_buffer_has_an_end),
	{},
};

static struct kunit_suite mailbox_suite = {
	.name = "ocxlpmem-mailbox",
	.init = begin_mailbox_test,
	.test_cases = mailbox_cases,
};
kunit_test_suite(mailbox_suite);

/* of the module with all tests */
MODULE_DESCRIPTION("KUnit tests of ocxlpmem");
MODULE_LICENSE("GPL");

// SPDX-License-Identifier: GPL-2.0-only
/* Evidence for the open questions: the text, and cards that break an assumption. */
#include "card-fixture.h"
#include "core/device.h"

static char text[OCXL_FIRST_CONTACT_SIZE];

static const char *read_text(struct fixture *f)
{
	size_t size = ocxlpmem_first_contact_write(&f->device, text, sizeof(text));

	assert_int_equal(size, strlen(text));
	return text;
}

static void assert_has(struct fixture *f, const char *line)
{
	const char *found = strstr(read_text(f), line);

	if (!found)
		fail_msg("no '%s' in:\n%s", line, text);
}

FIXTURE_TEST(test_write_sends_one_heartbeat)
{
	read_text(f);
	assert_int_equal(f->rings, 1);
	assert_non_null(strstr(text, "before chi 0x50\n"));
	assert_non_null(strstr(text, " 0x300 0x10000\n"));
	assert_non_null(strstr(text, "\nheartbeat 0 0x0\n"));
	assert_non_null(strstr(text, "\nafter response0 0x10000\n"));
	/* no more than the words of a block */
	assert_non_null(strstr(text, "\nafter response7 "));
	assert_null(strstr(text, "\nafter response8 "));
	/* targets of interrupts */
	assert_null(strstr(text, " 0x40 "));
	assert_null(strstr(text, "ohp"));
}

FIXTURE_TEST(test_write_leaves_the_transport)
{
	read_text(f);
	assert_ptr_equal(f->device.transport, &f->transport);
	assert_ptr_equal(f->device.mailbox.transport, &f->transport);
	/* the next request has the next id */
	assert_has(f, " 0x300 0x20000\n");
	assert_has(f, "\nafter response0 0x30000\n");
}

FIXTURE_TEST(test_write_ends_at_the_size)
{
	size_t size;

	for (size = 0; size < 4096; size += 61) {
		memset(text, 'x', sizeof(text));
		assert_true(ocxlpmem_first_contact_write(&f->device, text, size) <= size);
		assert_int_equal(text[size], 'x');
	}
}

FIXTURE_TEST(test_write_without_a_ready_controller)
{
	apply_scenario(f, "ready never");
	assert_has(f, "\nheartbeat 0 0x81\n");
	assert_int_equal(f->rings, 0);
}

FIXTURE_TEST(test_write_of_a_card_that_is_gone)
{
	apply_scenario(f, "dead");
	assert_has(f, "before chi 0xffffffffffffffff\n");
	assert_non_null(strstr(text, "heartbeat -6 "));
}

FIXTURE_TEST(test_write_with_a_register_that_cannot_be_read)
{
	f->fail_offset = OCXL_REG_ACMA_BLOCKS;
	assert_has(f, "\nheartbeat -6 0x0\n");
	assert_null(strstr(text, " acma_blocks "));
	assert_int_equal(f->rings, 0);
}

FIXTURE_TEST(test_polls_are_one_line)
{
	const char *status;
	u32 count = 0;

	apply_scenario(f, "latency op=heartbeat us=50000");
	for (status = read_text(f); (status = strstr(status, "\nstatus ")); status++)
		count++;
	assert_true(f->waits > 20);
	assert_int_equal(count, 3);
}

FIXTURE_TEST(test_broken_assumptions)
{
	static const struct {
		const char *line;
		const char *shown;
	} rows[] = {
		{ "break-assumption 1", "\nafter acma_blocks 0x20000000300\n" },
		{ "break-assumption 3", "\nbefore chic 0x50\n" },
		{ "break-assumption 4", "\nafter hci 0x1\n" },
		{ "break-assumption 5", " 0x50 0x1\n" },
		{ "break-assumption 10", "\nafter response7 0x5a5a5a5a5a5a5a5a\n" },
		{ "break-assumption 12", "\nbefore ccap0 0xa50096ffff0110\n" },
		{ "break-assumption 14", "\nbefore acma_data 0x100000018000\n" },
		{ "break-assumption 21", "\nbefore csts 0x1\n" },
		{ "break-assumption 22", "before chi 0x5000000000000000\n" },
		{ "break-assumption 24", "\nafter request0 0x0\n" },
		{ "break-assumption 25", "\nbefore chie 0x0\n" },
		{ "break-assumption 26", "\nafter chi 0x51\n" },
		{ "break-assumption 27", " 0x40 0x0\n" },
		{ "break-assumption 30", "before chi 0x52\n" },
		{ "break-assumption 31", "before chi 0x7ffffffffffffc5c\n" },
		{ "break-assumption 32", "\nbefore hci 0x66\n" },
		{ "break-assumption 33", " ccap1 0x100001\n" },
	};
	size_t i;

	apply_scenario(f, "latency op=heartbeat us=500");
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		apply_scenario(f, rows[i].line);
		assert_has(f, rows[i].shown);
		apply_scenario(f, "break-assumption none");
		assert_null(strstr(read_text(f), rows[i].shown));
	}
}

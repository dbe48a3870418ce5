// SPDX-License-Identifier: GPL-2.0-only
/* Scenario lines, valid and invalid: all or none are applied, and messages name the mistake. */
#include "card-fixture.h"
#include "card/scenario-parse.h"

static char why[1024];
static unsigned int bad_line;

static int try_scenario(struct fixture *f, const char *text)
{
	char *exact = malloc(strlen(text) + 1);
	int rc;

	/* not terminated, so that a sanitizer detects a read behind the end */
	exact = realloc(exact, strlen(text) ? strlen(text) : 1);
	memcpy(exact, text, strlen(text));
	why[0] = '\0';
	bad_line = 0;
	rc = ocxlpmem_card_apply_scenario(f->card, exact, strlen(text), &bad_line, why,
					  sizeof(why));
	free(exact);
	return rc;
}

static const char *const good[] = {
	"",
	"\n\n\n",
	"# a comment",
	"   \t # an indented one\r\n",
	"serial 0",
	"serial 18446744073709551615",
	"serial 0XfFfFfFfFfFfFfFfF # the largest",
	"fw V",
	"fw V1.02.34",
	"fw \\x00\\xFF\\x0a\\\\\\x7f\\x20\\x23=",
	"fw a=b",
	"ready-after ms=0",
	"ready-after ms=86400000",
	"ready now\nready never",
	"memory-after ms=5\nmemory now\nmemory never",
	"smart 0xC2 current=45 threshold=70 raw=45",
	"smart 5 worst=0 flags=0xFFFF raw=0xFFFFFFFFFFFFFFFF",
	"smart current=1 255",
	"smart 0xC2 remove",
	"smart fill count=4095",
	"error-log",
	"error-log type=255 reference_code=4294967295 id=0xFFFFFFFF actions=0xFFFFFF "
	"seconds=4294967295 timestamp=0xFFFFFFFFFFFFFFFF wwid=1 fw=12345678 data=65456 "
	"count=1000000 after-ms=1",
	"error-log wwid=0xFFFFFFFFFFFFFFFF:18446744073709551615",
	"error-log none",
	"stats frozen",
	"stats running host_load_count=5",
	"fault op=5 status=0x20 times=3",
	"fault op=0 timeout",
	"fault op=capabilities timeout late-ms=1 times=always",
	"fault times=4294967294 status=255 op=heartbeat",
	"fault op=8 none",
	"latency op=4 us=500",
	"timeout op=error-log ms=5000",
	"corrupt op=5 identifier",
	"corrupt op=heartbeat id times=always",
	"corrupt op=dump random",
	"fatal hw",
	"fatal fw",
	"health cda set\nhealth cffs set\nhealth chfs clear",
	"dump size=0",
	"dump size=64M after-ms=86400000 take-ms=0 max=4095M piece=65512 resize=1G at=0x10K",
	"dump never\ndump none",
	"fw-update refuse=start next=V1.03 size=64K",
	"fw-update refuse=none silent size=0",
	"fw-update refuse-at=4294967295",
	"fw-update busy\nfw-update busy times=always",
	"reset\nreset ms=86400000",
	"answer",
	"dead",
	"break-assumption 1",
	"break-assumption 34",
	"break-assumption unsourced",
	"break-assumption none",
};

UNIT_TEST(test_good_lines)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(good); i++) {
		void *mine;

		fixture_setup(&mine);
		if (try_scenario(mine, good[i]))
			fail_msg("\"%s\" line %u: %s", good[i], bad_line, why);
		fixture_teardown(&mine);
	}
}

static const struct {
	const char *text;
	const char *why;
} bad[] = {
	{ "foo", "unknown keyword \"foo\"; allowed: serial, fw, ready-after, ready, " },
	{ "Serial 5", "unknown keyword \"Serial\"" },
	{ "\x1b[31m", "unknown keyword \"?[31m\"" },
	{ "serial", "serial: the number is missing" },
	{ "serial x", "serial: \"x\" is wrong; allowed: 0 to 18446744073709551615, decimal or 0x" },
	{ "serial -1", "serial: \"-1\" is wrong" },
	{ "serial +1", "serial: \"+1\" is wrong" },
	{ "serial 0x", "serial: \"0x\" is wrong" },
	{ "serial 5k", "serial: \"5k\" is wrong" },
	{ "serial 18446744073709551616", "serial: \"18446744073709551616\" is wrong" },
	{ "serial 0x10000000000000000", "is wrong" },
	{ "serial 99999999999999999999999999999999999999999999999999", "\"999" },
	{ "serial 5 6", "serial: \"6\": N is given twice" },
	{ "serial n=5", "serial: unknown \"n=5\"; allowed: N" },
	{ "fw", "fw: the text is missing" },
	{ "fw 123456789", "fw: \"123456789\" is wrong; allowed: 1 to 8 bytes, \\xNN for any byte" },
	{ "fw \\x4", "fw: \"\\x4\" is wrong" },
	{ "fw \\xg0", "is wrong" },
	{ "fw \\n", "is wrong" },
	{ "fw a\\", "is wrong" },
	{ "fw V1 V2", "fw: \"V2\": TEXT is given twice" },
	{ "ready", "ready: give one of now, never" },
	{ "ready now never", "ready: give one of now, never" },
	{ "ready soon", "ready: unknown \"soon\"; allowed: now, never" },
	{ "ready now=1", "ready: unknown \"now=1\"" },
	{ "ready-after", "ready-after: ms= is missing" },
	{ "ready-after ms", "ready-after: unknown \"ms\"; allowed: ms=" },
	{ "ready-after ms=", "ready-after: \"ms=\" is wrong; allowed: 0 to 86400000" },
	{ "ready-after ms=86400001", "is wrong; allowed: 0 to 86400000" },
	{ "ready-after ms=1 ms=1", "\"ms=1\": ms is given twice" },
	{ "ready-after 500", "ready-after: unknown \"500\"" },
	{ "memory-after", "memory-after: ms= is missing" },
	{ "smart", "smart: the identifier of the attribute is missing" },
	{ "smart current=5", "smart: the identifier of the attribute is missing" },
	{ "smart 0xC2", "smart: no value is given" },
	{ "smart 256 raw=1", "smart: \"256\" is wrong; allowed: 0 to 255" },
	{ "smart 0xC2 threshold=256", "smart: \"threshold=256\" is wrong; allowed: 0 to 255" },
	{ "smart 0xC2 flags=65536", "is wrong; allowed: 0 to 65535" },
	{ "smart 0xC2 raw=0x1FFFFFFFFFFFFFFFF", "is wrong" },
	{ "smart 0xC2 remove raw=1", "smart: remove takes no values" },
	{ "smart 0xC2 temp=1", "smart: unknown \"temp=1\"; allowed: ID, current=, threshold=" },
	{ "smart warmth raw=1",
	  "smart: \"warmth\" is wrong; allowed: 0 to 255, decimal or 0x, or power_on_hours" },
	{ "smart fill", "smart: fill takes count= and nothing else" },
	{ "smart fill count=4096", "is wrong; allowed: 0 to 4095" },
	{ "smart fill count=3 raw=1", "smart: fill takes count= and nothing else" },
	{ "smart 3 count=1", "smart: fill takes count= and nothing else" },
	{ "error-log typ=2",
	  "error-log: unknown \"typ=2\"; allowed: type=, reference_code=, id=, actions=, "
	  "seconds=, timestamp=, wwid=, fw=, data=, count=, none, after-ms=" },
	{ "error-log type=256", "is wrong; allowed: 0 to 255" },
	{ "error-log reference_code=4294967296", "is wrong; allowed: 0 to 4294967295" },
	{ "error-log actions=0x1000000", "is wrong; allowed: 0 to 16777215" },
	{ "error-log data=65457", "is wrong; allowed: 0 to 65456" },
	{ "error-log count=0", "is wrong; allowed: 1 to 1000000" },
	{ "error-log count=1000001", "is wrong" },
	{ "error-log wwid=1:", "or two such with a colon" },
	{ "error-log wwid=:1", "is wrong" },
	{ "error-log wwid=1:2:3", "is wrong" },
	{ "error-log fw=", "is wrong; allowed: 1 to 8 bytes" },
	{ "error-log type=data_loss actions=replace",
	  "error-log: only entries of type=general have actions" },
	{ "error-log actions=dump,reset type=1",
	  "error-log: only entries of type=general have actions" },
	{ "timeout op=erase ms=5", "timeout: the time limit of erase cannot be changed" },
	{ "corrupt op=erase id", "corrupt: erase has no answer that can be corrupted" },
	{ "error-log none count=1", "error-log: none takes no values" },
	{ "error-log type=0 none", "error-log: none takes no values" },
	{ "error-log junk", "error-log: unknown \"junk\"" },
	{ "stats", "stats: no value is given" },
	{ "stats frozen running", "stats: give one of frozen, running" },
	{ "stats life_remaining=256", "is wrong; allowed: 0 to 255" },
	{ "stats reset_count=4294967296", "is wrong" },
	{ "stats loads=1", "stats: unknown \"loads=1\"; allowed: reset_count=, reset_uptime=" },
	{ "fault", "fault: op= is missing" },
	{ "fault op=5", "fault: give one of status=, timeout, none" },
	{ "fault op=31 timeout",
	  "fault: \"op=31\" is wrong; allowed: heartbeat (0), shutdown (1)" },
	{ "fault op=Smat timeout", "fault: \"op=Smat\" is wrong" },
	{ "fault op=5 status=0", "is wrong; allowed: 1 to 255" },
	{ "fault op=5 status=256", "is wrong" },
	{ "fault op=5 status=1 timeout", "fault: give one of status=, timeout, none" },
	{ "fault op=5 status=1 late-ms=5", "fault: late-ms= goes with timeout only" },
	{ "fault op=5 none times=2", "fault: none takes no times=" },
	{ "fault op=5 timeout times=0",
	  "is wrong; allowed: 1 to 4294967294, decimal or 0x, or always" },
	{ "fault op=5 timeout times=4294967295", "is wrong" },
	{ "fault op=5 timeout times=never", "is wrong" },
	{ "fault op=5 timeout timeout", "timeout is given twice" },
	{ "latency op=4", "latency: us= is missing" },
	{ "latency us=4", "latency: op= is missing" },
	{ "latency op=4 ms=1", "latency: unknown \"ms=1\"; allowed: op=, us=" },
	{ "timeout op=4", "timeout: ms= is missing" },
	{ "timeout ms=4", "timeout: op= is missing" },
	{ "corrupt id", "corrupt: op= is missing" },
	{ "corrupt op=5", "corrupt: give one of identifier, length, id, short, long, random" },
	{ "corrupt op=5 id length", "corrupt: give one of identifier" },
	{ "corrupt op=0 length",
	  "corrupt: this op answers without data, only id can be corrupted" },
	{ "fatal", "fatal: give one of hw, fw" },
	{ "fatal hw fw", "fatal: give one of hw, fw" },
	{ "fatal sw", "fatal: unknown \"sw\"; allowed: hw, fw" },
	{ "health set", "health: the name of a bit is missing" },
	{ "health off set",
	  "health: \"off\" is wrong; allowed: cda, cffs, chfs, dump, fw_fatal, hw_fatal" },
	{ "health cda", "health: give one of set, clear" },
	{ "health cda set clear", "health: give one of set, clear" },
	{ "health ela set", "health: \"ela\" is wrong" },
	{ "answer now", "answer: unknown \"now\"; allowed: after-ms=" },
	{ "dead 1", "dead: unknown \"1\"" },
	{ "break-assumption", "break-assumption: give a number, unsourced or none" },
	{ "break-assumption 1 none", "break-assumption: give a number, unsourced or none" },
	{ "break-assumption 1 unsourced", "break-assumption: give a number, unsourced or none" },
	{ "break-assumption 2",
	  "break-assumption: the number must be one of: 1 3 4 5 7 10 12 14 21 22 "
	  "24 25 26 27 28 30 31 32 33 34" },
	{ "break-assumption 64", "allowed: 0 to 63" },
	{ "dump", "dump: no value is given" },
	{ "dump size=1T",
	  "dump: \"size=1T\" is wrong; allowed: 0 to 4294967295, decimal or 0x, with or "
	  "without K, M or G" },
	{ "dump size=4G", "dump: \"size=4G\" is wrong" },
	{ "dump size=4294967296", "is wrong" },
	{ "dump size=99999999999999999999G", "is wrong" },
	{ "dump size=0xFFFFFFFFFFFFFFFFK", "is wrong" },
	{ "dump size=K", "is wrong" },
	{ "dump size=1k", "is wrong" },
	{ "dump size=1KK", "is wrong" },
	{ "dump size=-1M", "is wrong" },
	{ "dump size=1 none", "dump: give one of size=, none" },
	{ "dump after-ms=5", "dump: no value is given" },
	{ "dump take-ms=5 never", "dump: give one of take-ms=, never" },
	{ "dump resize=5", "dump: resize= and at= go together" },
	{ "dump size=5 at=5", "dump: resize= and at= go together" },
	{ "dump piece=12", "dump: piece= is a multiple of 8" },
	{ "dump piece=0", "dump: \"piece=0\" is wrong; allowed: 8 to 65512" },
	{ "dump piece=65520", "is wrong" },
	{ "dump length=5", "dump: unknown \"length=5\"; allowed: size=, take-ms=, never" },
	{ "fw-update", "fw-update: no value is given" },
	{ "fw-update refuse=begin", "fw-update: refuse= is one of start, middle, finish, none" },
	{ "fw-update refuse=startle", "refuse= is one of start" },
	{ "fw-update refuse=start refuse-at=8", "fw-update: give one of refuse=, refuse-at=" },
	{ "fw-update refuse-at=4294967296", "is wrong" },
	{ "fw-update next=V1 silent", "fw-update: give one of next=, silent" },
	{ "fw-update next=123456789", "is wrong; allowed: 1 to 8 bytes" },
	{ "fw-update size=12", "fw-update: size= is a multiple of 8" },
	{ "fw-update size=4G", "is wrong" },
	{ "fw-update busy next=V1", "fw-update: busy takes times= and nothing else" },
	{ "fw-update times=2", "fw-update: times= goes with busy only" },
	{ "fw-update busy times=0", "is wrong; allowed: 1 to 4294967294" },
	{ "fw-update version=1", "fw-update: unknown \"version=1\"; allowed: refuse=, refuse-at=" },
	{ "reset ms=0", "reset: \"ms=0\" is wrong; allowed: 1 to 86400000" },
	{ "reset now", "reset: unknown \"now\"; allowed: ms=" },
	{ "erase ms=5", "erase: the emulated card does not support this yet" },
};

FIXTURE_TEST(test_bad_lines)
{
	char text[256];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		assert_int_equal(try_scenario(f, bad[i].text), -EINVAL);
		if (!strstr(why, bad[i].why))
			fail_msg("\"%s\": got \"%s\", not \"%s\"", bad[i].text, why, bad[i].why);
		assert_int_equal(bad_line, 1);
		snprintf(text, sizeof(text), "serial 77\n# x\n\n%s\nserial 78\n", bad[i].text);
		assert_int_equal(try_scenario(f, text), -EINVAL);
		assert_int_equal(bad_line, 4);
		/* no line of an invalid text is applied */
		assert_true(ocxlpmem_card_serial(f->card) == SERIAL);
	}
}

FIXTURE_TEST(test_message_in_any_room)
{
	char small[64];
	unsigned int line;
	size_t size;

	for (size = 0; size < sizeof(small); size++) {
		memset(small, 0x55, sizeof(small));
		assert_int_equal(ocxlpmem_card_apply_scenario(f->card, "foo", 3, &line, small,
							      size),
				 -EINVAL);
		assert_int_equal(small[size], 0x55);
		if (size)
			assert_non_null(memchr(small, 0, size));
	}
}

FIXTURE_TEST(test_nul_bytes_and_long_lines)
{
	static char text[OCXL_SCENARIO_LINE_MAX + 64];
	unsigned int line;

	assert_int_equal(ocxlpmem_card_apply_scenario(f->card, "dead\0", 5, &line, why,
						      sizeof(why)),
			 -EINVAL);
	assert_string_equal(why, "the line holds a NUL byte");
	memset(text, ' ', sizeof(text));
	memcpy(text, "serial 5", 8);
	text[OCXL_SCENARIO_LINE_MAX] = '\n';
	assert_int_equal(ocxlpmem_card_apply_scenario(f->card, text, sizeof(text), &line, why,
						      sizeof(why)),
			 0);
	assert_true(ocxlpmem_card_serial(f->card) == 5);
	text[OCXL_SCENARIO_LINE_MAX] = ' ';
	text[OCXL_SCENARIO_LINE_MAX + 1] = '\n';
	assert_int_equal(ocxlpmem_card_apply_scenario(f->card, text, sizeof(text), &line, why,
						      sizeof(why)),
			 -EINVAL);
	assert_string_equal(why, "the line has 1001 bytes; allowed: 1000");
	assert_int_equal(line, 1);
}

FIXTURE_TEST(test_queues_have_an_end)
{
	static char text[16384];
	int i;

	for (i = 0; i < 64; i++)
		assert_int_equal(try_scenario(f, "error-log"), 0);
	assert_int_equal(try_scenario(f, "serial 9\nerror-log"), -ENOSPC);
	assert_int_equal(bad_line, 2);
	assert_string_equal(why, "error-log: the card's queue is full; allowed: 64 lines waiting");
	assert_true(ocxlpmem_card_serial(f->card) == SERIAL);
	for (i = 0; i < 64; i++)
		strcat(text, "fault op=1 timeout\n");
	assert_int_equal(try_scenario(f, text), 0);
	assert_int_equal(try_scenario(f, "corrupt op=5 id"), -ENOSPC);
	assert_string_equal(why, "too many fault and corrupt lines; allowed: 64 waiting");
	assert_int_equal(try_scenario(f, "fault op=1 none"), 0);
	assert_int_equal(try_scenario(f, "corrupt op=5 id"), 0);
	assert_int_equal(try_scenario(f, text), -ENOSPC);
	assert_int_equal(bad_line, 64);
	for (i = 0; i < 64; i++)
		assert_int_equal(try_scenario(f, "error-log after-ms=1000"), 0);
	assert_int_equal(try_scenario(f, "serial 9 after-ms=1"), -ENOSPC);
	assert_string_equal(why, "too many lines with after-ms; allowed: 64 waiting");
	assert_int_equal(try_scenario(f, "error-log none"), 0);
	assert_int_equal(try_scenario(f, "serial 9 after-ms=1"), 0);
}

/* pairs of the same meaning */
static const char *const named[] = {
	"error-log actions=dump,replace",
	"error-log actions=0xC00000",
	"fault op=error_log timeout",
	"fault op=4 timeout",
	"fault op=Smart status=BLOCKED",
	"fault op=5 status=0x21",
	"fault op=0 status=mem-unavailable",
	"fault op=0 status=0x20",
	"health hw_fatal set",
	"health chfs set",
	"stats power_on_uptime_seconds=5 host_load_duration_ns=6",
	"stats power_on_uptime=5 host_load_duration=6",
};

FIXTURE_TEST(test_names)
{
	struct ocxlpmem_directive directive[2];
	struct ocxlpmem_message message = { why, sizeof(why) };
	struct ocxlpmem_token token;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(named); i++) {
		token = (struct ocxlpmem_token) { named[i], strlen(named[i]) };
		if (ocxlpmem_scenario_parse_line(&token, &directive[i % 2], &message))
			fail_msg("\"%s\": %s", named[i], why);
		if (i % 2)
			assert_memory_equal(&directive[0], &directive[1], sizeof(directive[0]));
	}
}

/* the lists of the wire header, whose names the library prints */
#define ATTRIBUTE(id, name) { "smart " #name " raw=1", id },
#define TYPE(number, name)  { "error-log type=" #name, number },
#define ACTION(mask, name)  { "error-log actions=" #name, mask },
#define NAMES_OF_WIRE                 \
	OCXLPMEM_SMART_IDS(ATTRIBUTE) \
	OCXLPMEM_ERROR_LOG_TYPES(TYPE) OCXLPMEM_ERROR_LOG_ACTIONS(ACTION)

static const struct {
	const char *line;
	u32 value;
} values[] = {
	NAMES_OF_WIRE { "fault op=0 status=mem_unavailable", OCXLPMEM_STATUS_MEM_UNAVAILABLE },
	{ "fault op=0 status=blocked", OCXLPMEM_STATUS_BLOCKED },
	{ "fault op=0 status=bad_opcode", OCXLPMEM_STATUS_BAD_OPCODE },
	{ "fault op=0 status=bad_request_parm", OCXLPMEM_STATUS_BAD_REQUEST_PARM },
	{ "fault op=0 status=bad_data_parm", OCXLPMEM_STATUS_BAD_DATA_PARM },
	{ "fault op=0 status=debug_blocked", OCXLPMEM_STATUS_DEBUG_BLOCKED },
	{ "fault op=0 status=failed", OCXLPMEM_STATUS_FAILED },
};

static u32 named_value(const struct ocxlpmem_directive *directive)
{
	switch (directive->kind) {
	case OCXL_DIRECTIVE_SMART:
		return directive->smart.id;
	case OCXL_DIRECTIVE_FAULT:
		return directive->fault.status;
	default:
		return directive->log.actions ? directive->log.actions : directive->log.type;
	}
}

FIXTURE_TEST(test_values_of_names)
{
	struct ocxlpmem_directive directive;
	struct ocxlpmem_message message = { why, sizeof(why) };
	struct ocxlpmem_token token;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(values); i++) {
		token = (struct ocxlpmem_token) { values[i].line, strlen(values[i].line) };
		if (ocxlpmem_scenario_parse_line(&token, &directive, &message))
			fail_msg("\"%s\": %s", values[i].line, why);
		assert_int_equal(named_value(&directive), values[i].value);
	}
	assert_int_equal(try_scenario(f, "error-log actions=dump,"), -EINVAL);
	assert_int_equal(try_scenario(f, "error-log actions=,dump"), -EINVAL);
	assert_int_equal(try_scenario(f, "error-log actions=dump,dmp"), -EINVAL);
	assert_string_equal(
		why, "error-log: \"actions=dump,dmp\" is wrong; allowed: 0 to 16777215, decimal or "
		     "0x, or reset, check_firmware, replace, dump with commas between them");
}

/* each keyword takes after-ms; a line that is not due changes nothing */
FIXTURE_TEST(test_lines_that_wait)
{
	u64 start = f->now;

	assert_int_equal(
		try_scenario(f, "serial 9 after-ms=20\nserial 8 after-ms=10\nserial 7 after-ms=20"),
		0);
	assert_true(ocxlpmem_card_serial(f->card) == SERIAL);
	assert_true(ocxlpmem_card_advance(f->card) == start + 10 * MS);
	/* not a nanosecond too early */
	f->now = start + 10 * MS - 1;
	assert_true(ocxlpmem_card_advance(f->card) == start + 10 * MS);
	assert_true(ocxlpmem_card_serial(f->card) == SERIAL);
	assert_int_equal(f->changes_of_scenarios, 0);
	f->now = start + 10 * MS;
	assert_true(ocxlpmem_card_advance(f->card) == start + 20 * MS);
	assert_true(ocxlpmem_card_serial(f->card) == 8);
	assert_int_equal(f->changes_of_scenarios, 1);
	f->now = start + 20 * MS - 1;
	assert_true(ocxlpmem_card_advance(f->card) == start + 20 * MS);
	assert_true(ocxlpmem_card_serial(f->card) == 8);
	f->now = start + 20 * MS;
	assert_true(ocxlpmem_card_advance(f->card) == ~0ULL);
	assert_true(ocxlpmem_card_serial(f->card) == 7);
	/* all that is overdue, in its order */
	assert_int_equal(
		try_scenario(f, "dead after-ms=3\nfatal hw after-ms=2\nreset ms=5 after-ms=1"), 0);
	f->now += 3 * MS;
	ocxlpmem_card_advance(f->card);
	assert_true(f->card->dead);
	assert_true(f->card->chi == OCXL_CHI_CHFS);
}

FIXTURE_TEST(test_every_keyword_can_wait)
{
	char line[OCXL_SCENARIO_LINE_MAX + 1];
	struct ocxlpmem_directive directive;
	struct ocxlpmem_message message = { why, sizeof(why) };
	struct ocxlpmem_token token = { line, 0 };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(good); i++) {
		if (!good[i][0] || strpbrk(good[i], "\n#") || strstr(good[i], "after-ms"))
			continue;
		token.size = (size_t)snprintf(line, sizeof(line), "%s after-ms=7", good[i]);
		if (ocxlpmem_scenario_parse_line(&token, &directive, &message))
			fail_msg("\"%s\": %s", line, why);
		assert_true(directive.delay_ms == 7);
	}
	assert_int_equal(try_scenario(f, "dead after-ms=5 after-ms=6"), -EINVAL);
	assert_string_equal(why, "dead: \"after-ms=6\": after-ms is given twice");
	assert_int_equal(try_scenario(f, "dead after-ms=86400001"), -EINVAL);
	assert_int_equal(try_scenario(f, "dead after-ms=0"), 0);
	assert_true(f->card->dead);
}

FIXTURE_TEST(test_last_line_needs_no_newline)
{
	assert_int_equal(try_scenario(f, "serial 1\nserial 2"), 0);
	assert_true(ocxlpmem_card_serial(f->card) == 2);
	assert_int_equal(try_scenario(f, "serial 3\r\nfw X\r\n"), 0);
	assert_true(ocxlpmem_card_serial(f->card) == 3);
}

/* random bytes in each place: no crash, and a text is applied completely or not at all */
FIXTURE_TEST(test_random_bytes)
{
	static const char alphabet[] = "serialfwtxomp=#:\\ \n\t0123456789-\0\xff";
	unsigned int seed = 1;
	char text[80];
	int round;
	size_t i;

	for (round = 0; round < 20000; round++) {
		size_t size = (size_t)round % sizeof(text);

		for (i = 0; i < size; i++) {
			seed = seed * 1103515245 + 12345;
			text[i] = alphabet[(seed >> 16) % (sizeof(alphabet) - 1)];
		}
		ocxlpmem_card_apply_scenario(f->card, text, size, &bad_line, why, sizeof(why));
	}
}

UNIT_TEST(test_token_numbers)
{
	static const struct {
		const char *text;
		int rc;
		u64 value;
	} rows[] = {
		{ "0", 0, 0 },
		{ "007", 0, 7 },
		{ "0x0", 0, 0 },
		{ "0xffffffffffffffff", 0, ~0ULL },
		{ "0x00000000000000000001", 0, 1 },
		{ "18446744073709551615", 0, ~0ULL },
		{ "18446744073709551616", -ERANGE, 0 },
		{ "18446744073709551620", -ERANGE, 0 },
		{ "184467440737095516150", -ERANGE, 0 },
		{ "0x10000000000000000", -ERANGE, 0 },
		{ "", -EINVAL, 0 },
		{ "x", -EINVAL, 0 },
		{ "0x", -EINVAL, 0 },
		{ "1 ", -EINVAL, 0 },
		{ "0b1", -EINVAL, 0 },
		{ "1e3", -EINVAL, 0 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		struct ocxlpmem_token token = { rows[i].text, strlen(rows[i].text) };
		u64 value = 0;

		assert_int_equal(ocxlpmem_token_parse_number(&token, &value), rows[i].rc);
		if (!rows[i].rc)
			assert_true(value == rows[i].value);
	}
}

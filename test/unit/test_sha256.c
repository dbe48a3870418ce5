// SPDX-License-Identifier: GPL-2.0-only
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>
#include "ocxl/output/sha256.h"
#include "ocxl/base/safe-text.h"

/* of the examples in FIPS 180-4, and of no bytes */
#define OF_NOTHING "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define OF_ABC	   "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define LONG	   "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
#define OF_LONG	   "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"

static void check_digest(struct ocxl_sha256 *sha256, const char *expected)
{
	char text[OCXL_TEXT_HEX_SIZE(SHA256_DIGEST_SIZE)];
	uint8_t digest[SHA256_DIGEST_SIZE];

	ocxl_sha256_digest(sha256, digest);
	ocxl_text_format_hex(text, digest, sizeof(digest));
	assert_string_equal(text, expected);
}

/* after a digest, the next hash begins */
static void test_known_sums(void **state)
{
	struct ocxl_sha256 sha256;

	assert_int_equal(ocxl_sha256_open(&sha256), 0);
	check_digest(&sha256, OF_NOTHING);
	ocxl_sha256_update(&sha256, "abc", 3);
	check_digest(&sha256, OF_ABC);
	ocxl_sha256_update(&sha256, LONG, strlen(LONG));
	check_digest(&sha256, OF_LONG);
}

static void test_pieces(void **state)
{
	struct ocxl_sha256 sha256;
	size_t i;

	assert_int_equal(ocxl_sha256_open(&sha256), 0);
	for (i = 0; i < strlen(LONG); i++)
		ocxl_sha256_update(&sha256, &LONG[i], 1);
	check_digest(&sha256, OF_LONG);
}

/* two hashes do not influence each other, although they share the library */
static void test_two_at_a_time(void **state)
{
	struct ocxl_sha256 first, second;

	assert_int_equal(ocxl_sha256_open(&first), 0);
	assert_int_equal(ocxl_sha256_open(&second), 0);
	ocxl_sha256_update(&first, "abc", 3);
	ocxl_sha256_update(&second, LONG, strlen(LONG));
	check_digest(&first, OF_ABC);
	check_digest(&second, OF_LONG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known_sums),
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_two_at_a_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

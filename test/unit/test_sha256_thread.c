// SPDX-License-Identifier: GPL-2.0-only
/* SHA-256 in a thread, or without one when it cannot be created. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <errno.h>
#include <dlfcn.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <ccan/array_size/array_size.h>
#include <cmocka.h>
#include "ocxl/output/sha256-thread.h"
#include "ocxl/base/safe-text.h"

#define PIECE_MAX (3 * OCXL_SHA256_THREAD_BATCH + 7)

#define OF_NOTHING "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define OF_ABC	   "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
/* number of letters "a" */
#define LONG	   (8U << 20)
#define OF_LONG	   "ad97f87076920684e2ca66fc44e5d322797dc9d64706b174e51b5d0828937043"
#define OF_SMALL   "0379854ae435b4c82999632f674694ce1f98103f645f44ba68c901a83a2b00fd"
#define OF_MILLION "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"

typedef int create_function(pthread_t *thread, const pthread_attr_t *attributes,
			    void *(*work)(void *), void *argument);

static bool refused;
static unsigned int threads;
static sigset_t mask_of_thread;

/* replaces the function of the C library */
int pthread_create(pthread_t *restrict thread, const pthread_attr_t *restrict attributes,
		   void *(*work)(void *), void *restrict argument)
{
	create_function *create = (create_function *)dlsym(RTLD_NEXT, "pthread_create");

	if (refused)
		return EAGAIN;
	threads++;
	pthread_sigmask(SIG_BLOCK, NULL, &mask_of_thread);
	return create(thread, attributes, work, argument);
}

static void assert_digest(struct ocxl_sha256_thread *hash, const char *wanted)
{
	uint8_t digest[SHA256_DIGEST_SIZE];
	char text[OCXL_TEXT_HEX_SIZE(SHA256_DIGEST_SIZE)];

	ocxl_sha256_thread_digest(hash, digest);
	ocxl_text_format_hex(text, digest, sizeof(digest));
	assert_string_equal(text, wanted);
}

static int with_thread(void **state)
{
	refused = false;
	threads = 0;
	return 0;
}

static int without_thread(void **state)
{
	refused = true;
	threads = 0;
	return 0;
}

static void test_nothing(void **state)
{
	struct ocxl_sha256_thread hash;

	assert_int_equal(ocxl_sha256_thread_init(&hash), 0);
	assert_digest(&hash, OF_NOTHING);
	ocxl_sha256_thread_release(&hash);
	/* without data no thread is created */
	assert_int_equal(threads, 0);
}

static void test_again(void **state)
{
	struct ocxl_sha256_thread hash;

	assert_int_equal(ocxl_sha256_thread_init(&hash), 0);
	ocxl_sha256_thread_add(&hash, "abc", 3);
	assert_digest(&hash, OF_ABC);
	assert_digest(&hash, OF_NOTHING);
	ocxl_sha256_thread_add(&hash, "ab", 2);
	ocxl_sha256_thread_add(&hash, "", 0);
	ocxl_sha256_thread_add(&hash, "c", 1);
	assert_digest(&hash, OF_ABC);
	ocxl_sha256_thread_release(&hash);
}

/* the caller may overwrite bytes after it added them */
static void add(struct ocxl_sha256_thread *hash, size_t size, size_t left)
{
	static char piece[PIECE_MAX];

	while (left > 0) {
		size_t count = size < left ? size : left;

		memset(piece, 'a', count);
		ocxl_sha256_thread_add(hash, piece, count);
		memset(piece, 'x', count);
		left -= count;
	}
}

static void test_pieces(void **state)
{
	static const size_t sizes[] = { 65512,
					8,
					OCXL_SHA256_THREAD_BATCH - 1,
					OCXL_SHA256_THREAD_BATCH,
					65511,
					OCXL_SHA256_THREAD_BATCH + 1,
					PIECE_MAX };
	struct ocxl_sha256_thread hash;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		assert_int_equal(ocxl_sha256_thread_init(&hash), 0);
		add(&hash, sizes[i], 1000000);
		assert_digest(&hash, OF_MILLION);
		add(&hash, sizes[i], LONG);
		assert_digest(&hash, OF_LONG);
		ocxl_sha256_thread_release(&hash);
	}
	/* one thread for each hash, not for each batch */
	assert_int_equal(threads, refused ? 0 : i);
}

static void test_small(void **state)
{
	struct ocxl_sha256_thread hash;

	assert_int_equal(ocxl_sha256_thread_init(&hash), 0);
	add(&hash, 65512, OCXL_SHA256_THREAD_BATCH - 1);
	assert_digest(&hash, OF_SMALL);
	/* less than a batch needs no thread */
	assert_int_equal(threads, 0);
	ocxl_sha256_thread_release(&hash);
}

/* each batch is hashed once, either by the thread or by the caller */
static void test_pauses_between_batches(void **state)
{
	static const unsigned int pauses_us[] = { 0, 20, 50, 100, 200, 500 };
	struct ocxl_sha256_thread hash;
	size_t i, left;

	for (i = 0; i < ARRAY_SIZE(pauses_us); i++) {
		assert_int_equal(ocxl_sha256_thread_init(&hash), 0);
		for (left = LONG; left > 0; left -= OCXL_SHA256_THREAD_BATCH) {
			add(&hash, OCXL_SHA256_THREAD_BATCH, OCXL_SHA256_THREAD_BATCH);
			usleep(pauses_us[i]);
		}
		assert_digest(&hash, OF_LONG);
		ocxl_sha256_thread_release(&hash);
	}
}

static void test_release_under_way(void **state)
{
	struct ocxl_sha256_thread hash;
	unsigned int i;

	for (i = 0; i < 100; i++) {
		assert_int_equal(ocxl_sha256_thread_init(&hash), 0);
		add(&hash, PIECE_MAX, OCXL_SHA256_THREAD_BATCH + i % 2);
		ocxl_sha256_thread_release(&hash);
	}
}

/* signals must interrupt the main thread, so the new thread blocks them */
static void test_signals(void **state)
{
	static const int stop[] = { SIGINT, SIGTERM, SIGHUP };
	struct ocxl_sha256_thread hash;
	sigset_t after;
	size_t i;

	assert_int_equal(ocxl_sha256_thread_init(&hash), 0);
	add(&hash, PIECE_MAX, OCXL_SHA256_THREAD_BATCH);
	pthread_sigmask(SIG_BLOCK, NULL, &after);
	ocxl_sha256_thread_release(&hash);
	for (i = 0; i < ARRAY_SIZE(stop); i++) {
		assert_true(sigismember(&mask_of_thread, stop[i]));
		assert_false(sigismember(&after, stop[i]));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_nothing, with_thread),
		cmocka_unit_test_setup(test_again, with_thread),
		cmocka_unit_test_setup(test_pieces, with_thread),
		cmocka_unit_test_setup(test_small, with_thread),
		cmocka_unit_test_setup(test_pauses_between_batches, with_thread),
		cmocka_unit_test_setup(test_release_under_way, with_thread),
		cmocka_unit_test_setup(test_signals, with_thread),
		{ "test_again_without_thread", test_again, without_thread, NULL, NULL },
		{ "test_pieces_without_thread", test_pieces, without_thread, NULL, NULL },
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

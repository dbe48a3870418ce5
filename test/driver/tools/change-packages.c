// SPDX-License-Identifier: GPL-2.0-only
/*
 * "change-packages NODE ENVELOPE SEED SECONDS": sends packages whose words change while the kernel
 * works with them: the sizes that it has checked are not those that it copies. The envelope is
 * "call" or "vendor". Opens the node again when it has disappeared. Prints the number of ioctls and
 * of those that succeeded; the exit status is 1 after a result that no driver may give.
 */
#include <inttypes.h>
#include <pthread.h>
#include <stddef.h>
#include "../../emulator/envelope.h"

/* as many bytes as changed sizes may name: the kernel may write there */
#define ARENA_SIZE  (16U << 20)
#define WORDS_MAX   40
/* of sizes */
#define VALID_SIZES 8

/* Sizes whose sum may overflow, but not to 0: libnvdimm has a warning for that. */
static const uint32_t sizes[] = { 0,	8,     16,	   64,	       104,	  4096,
				  9008, 65536, 0xFFFFFFC8, 0x7FFFFFE8, 0x80000010 };

static uint32_t *arena;
static volatile unsigned int words;
/* word of nd_size_in; nd_size_out is the next one */
static unsigned int first_size;
static volatile bool ended;

/* xorshift; each thread has its own state */
static uint32_t random_below(uint64_t *state, uint32_t limit)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (uint32_t)(*state >> 33) % limit;
}

/* mostly the sizes, because everything else makes the package wrong */
static void *change_words(void *context)
{
	uint64_t state = *(uint64_t *)context;
	uint32_t *word;
	uint32_t count;

	while (!ended) {
		word = &arena[first_size + random_below(&state, 2)];
		count = VALID_SIZES;
		if (random_below(&state, 16) == 0) {
			word = &arena[random_below(&state, words)];
			count = ARRAY_SIZE(sizes);
		}
		__atomic_store_n(word, sizes[random_below(&state, count)], __ATOMIC_RELAXED);
	}
	return NULL;
}

/* Return: result of the ioctl, or -errno */
static int send_package(int fd, bool vendor, uint64_t *state)
{
	struct envelope envelope;
	uint64_t *input;
	int rc;

	make_envelope(&envelope, vendor, (int)random_below(state, 20), 8 * random_below(state, 5),
		      sizes[random_below(state, VALID_SIZES)]);
	input = (void *)envelope.input;
	*input = random_below(state, 4);
	memcpy(arena, envelope.memory + GUARD, envelope.size);
	/* the headers and the input */
	words = 16 + random_below(state, WORDS_MAX - 16);
	rc = ioctl(fd, vendor ? ND_IOCTL_VENDOR : ND_IOCTL_CALL, arena);
	rc = rc < 0 ? -errno : rc;
	free(envelope.memory);
	return rc;
}

static bool is_allowed(int rc)
{
	static const int errors[] = { EINVAL, ENOTTY, EFAULT, ENOMEM, EPERM, EBUSY, ENXIO, ENODEV };
	unsigned int i;

	for (i = 0; rc < 0 && i < ARRAY_SIZE(errors); i++) {
		if (-rc == errors[i])
			return true;
	}
	return rc == 0;
}

static int send_packages(const char *node, bool vendor, uint64_t *state, int seconds)
{
	long long end = now_ms() + seconds * 1000LL;
	unsigned int sent = 0;
	unsigned int good = 0;
	unsigned int bad = 0;
	int fd = -1;
	int rc;

	while (now_ms() < end) {
		if (fd < 0)
			fd = open(node, O_RDWR | O_CLOEXEC);
		if (fd < 0) {
			usleep(1000); /* until the DIMM is back */
			continue;
		}
		rc = send_package(fd, vendor, state);
		sent++;
		good += rc == 0;
		if (!is_allowed(rc)) {
			printf("# rc %d\n", rc);
			bad++;
		}
		if (rc == -ENXIO || rc == -ENODEV) {
			close(fd);
			fd = -1;
		}
	}
	printf("sent=%u good=%u\n", sent, good);
	return bad != 0;
}

int main(int argc, char **argv)
{
	uint64_t state, other;
	pthread_t changer;
	int status;

	if (argc != 5)
		return 2;
	state = strtoull(argv[3], NULL, 0) * 2654435761U + 1;
	other = state + 1;
	arena = aligned_alloc(4096, ARENA_SIZE);
	if (!arena)
		return 1;
	memset(arena, 0, ARENA_SIZE);
	words = WORDS_MAX;
	first_size = offsetof(struct nd_cmd_pkg, nd_size_in) / 4;
	if (!strcmp(argv[2], "vendor"))
		first_size += sizeof(struct nd_cmd_vendor_hdr) / 4;
	if (pthread_create(&changer, NULL, change_words, &other))
		return 1;
	status = send_packages(argv[1], !strcmp(argv[2], "vendor"), &state, atoi(argv[4]));
	ended = true;
	pthread_join(changer, NULL);
	return status;
}

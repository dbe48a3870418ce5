// SPDX-License-Identifier: GPL-2.0-only
/*
 * Packages to /dev/nmemN, correct and wrong. The envelope is "call" or "vendor".
 *
 * 	wire one NODE ENVELOPE COMMAND ROOM [WORD...]	one command; input words of 64 bits
 * 	wire sizes NODE ENVELOPE COMMAND...		each with every size of input and output
 * 	wire random NODE ENVELOPE SEED COUNT		random packages
 * 	wire hammer NODE ENVELOPE SECONDS		commands, whether the card is there or not
 * 	wire labels NODE				accesses inside and outside of the area
 * 	wire label-write NODE				one; prints its result
 * 	wire function NODE FAMILY NUMBER		a package of any family without data; prints its result
 * 	wire clear NODE ADDRESS LENGTH			ND_CMD_CLEAR_ERROR to a bus; prints its result
 */
#include <inttypes.h>
#include <signal.h>
#include <sys/mman.h>
#include "../../emulator/envelope.h"

#define LABEL_AREA (16U << 20)
#define LABEL_MAX  (64U << 10)

static int open_node(const char *node)
{
	int fd = open(node, O_RDWR | O_CLOEXEC);

	if (fd < 0)
		fprintf(stderr, "%s: %s\n", node, strerror(errno));
	return fd;
}

static bool is_vendor(const char *envelope)
{
	return !strcmp(envelope, "vendor");
}

/* prints one line: rc, and fields of the answer */
static int send_command(int fd, bool vendor, char **argument)
{
	struct envelope envelope;
	unsigned int words = 0;
	uint64_t word;
	int rc;

	while (argument[2 + words])
		words++;
	make_envelope(&envelope, vendor, atoi(argument[0]), words * 8,
		      (unsigned int)strtoul(argument[1], NULL, 0));
	for (unsigned int i = 0; i < words; i++) {
		word = strtoull(argument[2 + i], NULL, 0);
		memcpy(envelope.input + i * 8, &word, 8);
	}
	rc = submit_envelope(fd, &envelope);
	if (rc)
		printf("rc=%s\n", rc < 0 ? strerrorname_np(-rc) : "positive");
	else
		printf("rc=0 status=0x%02x count=%u needed=%u\n", envelope.output[1],
		       envelope.output[0], envelope.package->nd_fw_size);
	return !guards_are_intact(&envelope);
}

static const unsigned int rooms[] = { 8, 16, 24, 56, 64, 80, 104, 112, 4096, 4104, 32768, 65536 };
static const unsigned int inputs[] = { 0, 8, 16, 24, 64, 4096, 32768, 65536 };

/* unwritten output is zero, and the sizes in the answer are right */
static bool is_sane(const struct envelope *envelope, unsigned int room)
{
	unsigned int needed = envelope->package->nd_fw_size;

	if (!guards_are_intact(envelope) || needed < 8)
		return false;
	if (envelope->output[1] != 0 && (needed != 8 || envelope->output[0] != 0))
		return false;
	for (unsigned int i = needed; i < room; i++) {
		if (envelope->output[i])
			return false;
	}
	return true;
}

static bool every_room(int fd, bool vendor, int command, unsigned int input)
{
	struct envelope envelope;
	bool good = true;
	int rc;

	for (unsigned int i = 0; i < ARRAY_SIZE(rooms); i++) {
		make_envelope(&envelope, vendor, command, input, rooms[i]);
		rc = submit_envelope(fd, &envelope);
		if (rc || !is_sane(&envelope, rooms[i])) {
			printf("# input %u room %u: rc %d needed %u status 0x%02x\n", input,
			       rooms[i], rc, envelope.package->nd_fw_size, envelope.output[1]);
			good = false;
		}
		free(envelope.memory);
	}
	return good;
}

static int every_size(int fd, bool vendor, char **command)
{
	bool good;
	int rc;

	for (; *command; command++) {
		good = true;
		for (unsigned int i = 0; i < ARRAY_SIZE(inputs); i++)
			good &= every_room(fd, vendor, atoi(*command), inputs[i]);
		good &= call_plain(fd, vendor, atoi(*command), 7) == -EINVAL;
		good &= call_plain(fd, vendor, atoi(*command), 0) == -EINVAL;
		tap_ok(good, "command %s", *command);
	}
	tap_equal(call_plain(fd, vendor, 0, 64), -ENOTTY, "command 0");
	/* libnvdimm takes a call of this number for a label write */
	rc = call_plain(fd, vendor, 6, 64);
	tap_ok(rc == -ENOTTY || (!vendor && rc == -EBUSY), "command 6");
	tap_equal(call_plain(fd, vendor, 63, 64), -ENOTTY, "command 63");
	tap_equal(call_plain(fd, vendor, 1000, 64), -ENOTTY, "command 1000");
	return tap_done();
}

/* xorshift: the same sequence on every machine */
static uint64_t state;

static uint64_t random_word(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static unsigned int random_below(unsigned int limit)
{
	return (unsigned int)(random_word() >> 33) % limit;
}

static unsigned int any_size(void)
{
	static const unsigned int sizes[] = { 0,
					      4,
					      7,
					      8,
					      16,
					      24,
					      56,
					      64,
					      80,
					      104,
					      4096,
					      65536,
					      4088,
					      9000,
					      32768,
					      1 << 20,
					      (4 << 20) - 64,
					      4 << 20 };

	return random_below(4) ? sizes[random_below(ARRAY_SIZE(sizes))] : random_below(512);
}

/* wrong sizes on purpose; a sum that overflows to zero causes a warning of libnvdimm */
static uint32_t wrong_size(void)
{
	static const uint32_t sizes[] = {
		0xFFFFFFC8, 0xFFFFFFFC, 0x80000000, 0x7FFFFFF8, 1, 7, 63
	};

	return sizes[random_below(ARRAY_SIZE(sizes))];
}

static void spoil_envelope(struct envelope *envelope)
{
	struct nd_cmd_pkg *package = (void *)(envelope->input - sizeof(*package));
	uint32_t size = wrong_size();
	uint64_t word;

	switch (random_below(9)) {
	case 0:
		package->nd_family = random_below(10);
		break;
	case 1:
		package->nd_command = random_word();
		break;
	case 2:
		package->nd_reserved2[random_below(9)] = (uint32_t)random_word();
		break;
	case 3:
		package->nd_size_in = size;
		break;
	case 4:
		package->nd_size_out = size;
		break;
	case 5:
		if (envelope->vendor)
			memcpy((unsigned char *)package - 4, &size, 4);
		break;
	case 6:
		word = random_word();
		memcpy((unsigned char *)package + 8 * random_below(8), &word, 8);
		/* not the value for which libnvdimm warns, see above */
		if (64 + package->nd_size_in + package->nd_size_out == 0)
			package->nd_size_in = 8;
		break;
	default:
		break;
	}
}

static bool is_known(int error)
{
	static const int known[] = {
		0, EINVAL, ENOTTY, EFAULT, ENOMEM, EPERM, EBUSY, ENXIO, ENODEV
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(known); i++) {
		if (error == known[i])
			return true;
	}
	return false;
}

static void fill_input(unsigned char *input, unsigned int size)
{
	uint64_t word;

	for (unsigned int i = 0; i + 8 <= size && i < 256; i += 8) {
		word = random_below(3) ? random_below(3) : random_word();
		memcpy(input + i, &word, 8);
	}
}

/*
 * As much memory behind an envelope as its wrong sizes may name: the kernel may write there. Guards
 * count only if the sizes did not change.
 */
static unsigned char arena[16U << 20];

static uint64_t sizes_of(const unsigned char *memory, bool vendor)
{
	const struct nd_cmd_pkg *package = (const void *)(memory + GUARD + (vendor ? 8 : 0));

	return (uint64_t)package->nd_size_in << 32 | package->nd_size_out;
}

static int submit_spoilt(int fd, struct envelope *envelope, bool *outside)
{
	uint64_t sizes = sizes_of(envelope->memory, envelope->vendor);
	struct envelope copy = *envelope;
	int rc;

	spoil_envelope(envelope);
	copy.memory = arena;
	memcpy(arena, envelope->memory, envelope->size + GUARD);
	memset(arena + envelope->size + GUARD, GUARD_BYTE, GUARD);
	rc = submit_envelope(fd, &copy);
	*outside = sizes_of(envelope->memory, envelope->vendor) == sizes &&
		   !guards_are_intact(&copy);
	return rc;
}

static int send_random_packages(int fd, bool vendor, unsigned int seed, int count)
{
	struct envelope envelope;
	unsigned int results[256] = { 0 };
	bool outside;
	int rc;

	state = seed * 2654435761U + 1;
	for (int i = 0; i < count; i++) {
		unsigned int input = any_size();

		make_envelope(&envelope, vendor, (int)random_below(20), input, any_size());
		fill_input(envelope.input, input);
		rc = submit_spoilt(fd, &envelope, &outside);
		if (!is_known(-rc))
			tap_ok(false, "package %d of seed %u: rc %d", i, seed, rc);
		if (outside)
			tap_ok(false, "package %d of seed %u: written outside", i, seed);
		results[(unsigned char)-rc]++;
		free(envelope.memory);
	}
	for (int error = 0; error < 256; error++) {
		if (results[error])
			printf("# %s: %u\n", error ? strerrorname_np(error) : "0", results[error]);
	}
	tap_ok(results[0] > 0, "%d packages, %u answered", count, results[0]);
	return tap_done();
}

/* any result is accepted, except one that no driver may give */
static int hammer_node(const char *node, bool vendor, int seconds)
{
	/* HEARTBEAT, SMART, and CLEAR_CONDITIONS, which needs the driver only */
	static const int commands[] = { 3, 1, 19 };
	long long end = now_ms() + seconds * 1000LL;
	unsigned int answered = 0;
	unsigned int refused = 0;
	int fd = -1;
	int rc;

	while (now_ms() < end) {
		if (fd < 0)
			fd = open(node, O_RDWR | O_CLOEXEC);
		rc = fd < 0 ? -errno
			    : call_plain(fd, vendor, commands[answered % ARRAY_SIZE(commands)],
					 4096);
		if (rc >= 0) {
			answered++;
			continue;
		}
		refused++;
		if (fd >= 0)
			close(fd);
		fd = -1;
		usleep(1000); /* until the DIMM is back */
	}
	printf("answered=%u refused=%u\n", answered, refused);
	return 0;
}

static int access_labels(int fd, bool set, uint32_t offset, uint32_t length)
{
	size_t size = sizeof(struct nd_cmd_set_config_hdr) + LABEL_MAX + 4096;
	struct nd_cmd_set_config_hdr *command = calloc(1, size);
	int rc;

	if (!command)
		exit(1);
	command->in_offset = offset;
	command->in_length = length;
	rc = ioctl(fd, set ? ND_IOCTL_SET_CONFIG_DATA : ND_IOCTL_GET_CONFIG_DATA, command);
	if (rc < 0)
		rc = -errno;
	free(command);
	return rc;
}

static int test_labels(int fd)
{
	struct nd_cmd_get_config_size size = { 0 };

	tap_equal(ioctl(fd, ND_IOCTL_GET_CONFIG_SIZE, &size), 0, "size");
	tap_equal(size.config_size, LABEL_AREA, "16 MiB");
	tap_equal(size.max_xfer, LABEL_MAX, "64 KiB at most");
	tap_equal(access_labels(fd, false, 0, LABEL_MAX), 0, "as much as one command may read");
	tap_equal(access_labels(fd, false, 0, LABEL_MAX + 1), -EINVAL, "more than that");
	tap_equal(access_labels(fd, false, LABEL_AREA - 16, 16), 0, "the end");
	tap_equal(access_labels(fd, false, LABEL_AREA - 16, 17), -EINVAL, "past the end");
	tap_equal(access_labels(fd, false, LABEL_AREA, 1), -EINVAL, "from the end");
	tap_equal(access_labels(fd, false, 0xFFFFFFF0, 0x20), -EINVAL, "wrapping");
	tap_equal(access_labels(fd, true, LABEL_AREA - 16, 16), 0, "write: the end");
	tap_equal(access_labels(fd, true, LABEL_AREA - 16, 17), -EINVAL, "write: past the end");
	tap_equal(access_labels(fd, true, 0xFFFFFFF0, 0x20), -EINVAL, "write: wrapping");
	return tap_done();
}

static int print_result(int rc)
{
	printf("rc=%s\n", rc < 0 ? strerrorname_np(-rc) : "0");
	return 0;
}

static int call_function(int fd, unsigned int family, int number)
{
	struct envelope envelope;

	make_envelope(&envelope, false, number, 0, 8);
	envelope.package->nd_family = family;
	return submit_envelope(fd, &envelope);
}

static int clear_errors(int fd, const char *address, const char *length)
{
	struct nd_cmd_clear_error command = { .address = strtoull(address, NULL, 0),
					      .length = strtoull(length, NULL, 0) };

	return ioctl(fd, ND_IOCTL_CLEAR_ERROR, &command) < 0 ? -errno : 0;
}

int main(int argc, char **argv)
{
	const char *what = argc > 2 ? argv[1] : "";
	bool vendor = argc > 3 && is_vendor(argv[3]);
	int fd;

	if (!strcmp(what, "hammer") && argc == 5)
		return hammer_node(argv[2], vendor, atoi(argv[4]));
	fd = argc > 2 ? open_node(argv[2]) : -1;
	if (fd < 0)
		return 2;
	if (!strcmp(what, "one") && argc > 5)
		return send_command(fd, vendor, argv + 4);
	if (!strcmp(what, "sizes") && argc > 4)
		return every_size(fd, vendor, argv + 4);
	if (!strcmp(what, "random") && argc == 6)
		return send_random_packages(fd, vendor, (unsigned int)strtoul(argv[4], NULL, 0),
					    atoi(argv[5]));
	if (!strcmp(what, "labels"))
		return test_labels(fd);
	if (!strcmp(what, "label-write"))
		return print_result(access_labels(fd, true, 0, 4096));
	if (!strcmp(what, "function") && argc == 5)
		return print_result(call_function(fd, (unsigned int)atoi(argv[3]), atoi(argv[4])));
	if (!strcmp(what, "clear") && argc == 5)
		return print_result(clear_errors(fd, argv[3], argv[4]));
	fprintf(stderr, "wire: see the head of its source\n");
	return 2;
}

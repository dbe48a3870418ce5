// SPDX-License-Identifier: GPL-2.0-only
/*
 * driver/windows/window-labels.c, compiled without its headers: labels that somebody else writes,
 * also while the driver reads them.
 *
 *	flags, size of the window in MiB, size and bytes of a command that writes labels; then
 *	pieces of the label area, each with the number of reads before it is written, its kind,
 *	place, size and bytes
 */
#include <endian.h>
#include "choice.h"
#include "core/registers.h"

/* what the kernel's headers declare */
#define le32_to_cpu(value)		       le32toh(value)
#define le64_to_cpu(value)		       le64toh(value)
#define BIT(number)			       (1U << (number))
#define max(a, b)			       max_t(u64, a, b)
#define min(a, b)			       min_t(u64, a, b)
#define GFP_KERNEL			       0
#define kvmalloc(size, flags)		       malloc(size)
#define kvfree(memory)			       free(memory)
#define lockdep_assert_held(lock)	       ((void)(lock))
#define dev_warn_ratelimited(dev, format, ...) ((void)(dev), warned = true)
#define ocxlpmem_lock_device(pmem)	       ((pmem)->lock++)
#define ocxlpmem_unlock_device(pmem)	       ((pmem)->lock--)
#define swap(a, b)                           \
	do {                                 \
		__typeof__(a) swapped = (a); \
		(a) = (b);                   \
		(b) = swapped;               \
	} while (0)

struct ocxlpmem_memory {
	u64 start;
	u64 size;
	bool on_card;
};

struct ocxlpmem {
	void *dev;
	void *labels;
	int lock;
	struct ocxlpmem_memory memory;
};

struct nd_cmd_set_config_hdr {
	u32 in_offset;
	u32 in_length;
	u8 in_buf[];
};

#define PIECES_MAX 16

/**
 * struct piece - bytes of the label area
 * @reads: they are written before the read with this number
 * @is_index: completed as an index block
 * @at: their place
 * @size: their number
 * @bytes: from the input
 */
struct piece {
	u32 reads;
	bool is_index;
	u32 at;
	size_t size;
	u8 *bytes;
};

/* allocated once; zeros between two inputs */
static u8 *area;
static struct piece pieces[PIECES_MAX];
static u32 piece_count;
static u32 reads;
static bool warned;

static u64 nd_fletcher64(const void *bytes, size_t size, bool is_little)
{
	u32 word, low = 0;
	u64 high = 0;
	size_t i;

	for (i = 0; i < size / sizeof(word); i++) {
		memcpy(&word, (const u8 *)bytes + i * sizeof(word), sizeof(word));
		low += is_little ? le32toh(word) : word;
		high += low;
	}
	return high << 32 | low;
}

/*
 * UEFI specification, "Label Index Block Definitions"; a size beyond 32 bits is cut, to deceive
 * code that cuts it
 */
static void complete_index(u32 at)
{
	u64 own_offset = htole64(at), own_size, checksum = 0;

	memcpy(area + at, "NAMESPACE_INDEX", 16);
	memcpy(area + at + 24, &own_offset, sizeof(own_offset));
	memcpy(&own_size, area + at + 32, sizeof(own_size));
	memcpy(area + at + 64, &checksum, sizeof(checksum));
	checksum = nd_fletcher64(area + at, min_t(u32, (u32)le64toh(own_size), 64U << 10), true);
	checksum = htole64(checksum);
	memcpy(area + at + 64, &checksum, sizeof(checksum));
}

static void write_pieces(void)
{
	const struct piece *piece;

	for (piece = pieces; piece < pieces + piece_count; piece++) {
		if (piece->reads != reads)
			continue;
		memcpy(area + piece->at, piece->bytes, piece->size);
		if (piece->is_index)
			complete_index(piece->at);
	}
	reads++;
}

static unsigned long copy_mc_to_kernel(void *to, const void *from, size_t size)
{
	write_pieces();
	memcpy(to, from, size);
	return 0;
}

static void *memchr_inv(const void *bytes, int byte, size_t size)
{
	const u8 *at = bytes;

	for (; size > 0; size--, at++) {
		if (*at != (u8)byte)
			return (void *)(uintptr_t)at;
	}
	return NULL;
}

u64 ocxlpmem_labels_described_size(const void *labels);
void ocxlpmem_window_warn_of_labels(struct ocxlpmem *pmem);
bool ocxlpmem_window_keeps_labels(struct ocxlpmem *pmem,
				  const struct nd_cmd_set_config_hdr *command, size_t size);
#include "window-labels-without-headers.h"

static void clear_pieces(void)
{
	const struct piece *piece;

	while (piece_count > 0) {
		piece = &pieces[--piece_count];
		memset(area + piece->at, 0, max_t(size_t, piece->size, sizeof(struct label_index)));
		free(piece->bytes);
	}
}

static void take_piece(struct fuzz_input *input)
{
	struct piece *piece = &pieces[piece_count++];
	u32 kind;

	piece->reads = (u32)fuzz_number(input, 1);
	kind = fuzz_below(input, 8);
	piece->is_index = kind & 4;
	piece->at = index_offsets[kind % ARRAY_SIZE(index_offsets)];
	if (kind % 4 == 3)
		piece->at = (u32)fuzz_number(input, 3) % (OCXL_LABEL_AREA_SIZE - (128U << 10));
	piece->size = fuzz_number(input, 2);
	piece->bytes = fuzz_copy(input, &piece->size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input = { data, size };
	struct ocxlpmem pmem = { .memory.on_card = fuzz_bit(&input) };
	size_t command_size;
	u64 described;
	u8 *command;
	bool keeps;

	pmem.memory.size = fuzz_number(&input, 2) << 20;
	pmem.memory.start = 1ULL << 40;
	command_size = fuzz_number(&input, 1);
	command = fuzz_copy(&input, &command_size);
	if (!area)
		area = calloc(1, OCXL_LABEL_AREA_SIZE);
	FUZZ_CHECK(area);
	pmem.labels = area;
	reads = 0;
	while (piece_count < PIECES_MAX && input.remaining > 0)
		take_piece(&input);
	warned = false;
	keeps = ocxlpmem_window_keeps_labels(&pmem, (void *)command, command_size);
	FUZZ_CHECK(keeps == warned);
	/* as before the region is registered */
	ocxlpmem_window_keeps_labels(&pmem, NULL, 0);
	described = ocxlpmem_labels_described_size(area);
	FUZZ_CHECK(described == 0 || described >= OCXL_LABEL_AREA_SIZE);
	FUZZ_CHECK(pmem.lock == 0);
	clear_pieces();
	free(command);
	return 0;
}

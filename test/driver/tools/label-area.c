// SPDX-License-Identifier: GPL-2.0-only
/*
 * label-area COOKIE [SLOT UUID NAME ADDRESS SIZE]...
 *
 * Prints the start of a label area of 16 MiB with these namespaces. Written after the specification
 * of NVDIMM labels 1.2 (UEFI 2.7, 13.19), independent of the kernel's and ndctl's code, so that it
 * tests both. The second of the two index blocks is the newer one; the first has no labels.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define AREA_SIZE      (16U << 20)
#define LABEL_SIZE     256U
#define ALIGNMENT      256U /* of index blocks */
#define INDEX_FIXED    72U /* bytes of an index block before its bits */
#define INDEX_CHECKSUM 64
#define LABEL_CHECKSUM 248

static unsigned char area[AREA_SIZE];
static uint32_t slots;
static uint32_t index_size;

/* lowest byte first */
static void put_number(unsigned char *at, uint64_t value, unsigned int bytes)
{
	for (unsigned int i = 0; i < bytes; i++)
		at[i] = (unsigned char)(value >> 8 * i);
}

/* Fletcher's sum of 32-bit words */
static void write_checksum(unsigned char *block, uint32_t size, uint32_t checksum)
{
	uint32_t low = 0;
	uint32_t high = 0;

	for (uint32_t i = 0; i < size; i += 4) {
		low += block[i] | block[i + 1] << 8 | block[i + 2] << 16 |
		       (uint32_t)block[i + 3] << 24;
		high += low;
	}
	put_number(block + checksum, low, 4);
	put_number(block + checksum + 4, high, 4);
}

/* as many labels as fit behind two index blocks with a bit for each */
static void count_slots(void)
{
	uint32_t used;

	slots = AREA_SIZE / LABEL_SIZE + 1;
	do {
		slots--;
		used = INDEX_FIXED + (slots + 7) / 8;
		index_size = (used + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	} while (slots * LABEL_SIZE + 2 * index_size > AREA_SIZE);
}

/* all slots are free */
static void write_index(uint32_t number, uint32_t sequence)
{
	unsigned char *block = area + number * index_size;

	memcpy(block, "NAMESPACE_INDEX", 16);
	put_number(block + 19, 1, 1); /* labels of 128 << 1 bytes */
	put_number(block + 20, sequence, 4);
	put_number(block + 24, number * index_size, 8);
	put_number(block + 32, index_size, 8);
	put_number(block + 40, (1 - number) * index_size, 8);
	put_number(block + 48, 2 * index_size, 8);
	put_number(block + 56, slots, 4);
	put_number(block + 60, 1, 2);
	put_number(block + 62, 2, 2);
	for (uint32_t slot = 0; slot < slots; slot++)
		block[INDEX_FIXED + slot / 8] |= (unsigned char)(1 << slot % 8);
}

static void put_uuid(unsigned char *at, const char *text)
{
	unsigned int byte;

	for (int i = 0; i < 16; i++) {
		text += *text == '-';
		if (sscanf(text, "%2x", &byte) != 1)
			exit(2);
		at[i] = (unsigned char)byte;
		text += 2;
	}
}

/* a namespace in one piece, on one DIMM, of an unknown type */
static uint32_t write_label(uint64_t cookie, char **argument)
{
	uint32_t slot = (uint32_t)strtoul(argument[0], NULL, 0);
	unsigned char *index = area + index_size;
	unsigned char *label = area + 2 * index_size + slot * LABEL_SIZE;

	if (slot >= slots || strlen(argument[2]) > 63)
		exit(2);
	index[INDEX_FIXED + slot / 8] &= (unsigned char)~(1 << slot % 8);
	put_uuid(label, argument[1]);
	memcpy(label + 16, argument[2], strlen(argument[2]));
	put_number(label + 84, 1, 2); /* number of its labels */
	put_number(label + 88, cookie, 8);
	put_number(label + 104, strtoull(argument[3], NULL, 0), 8);
	put_number(label + 112, strtoull(argument[4], NULL, 0), 8);
	put_number(label + 120, slot, 4);
	write_checksum(label, LABEL_SIZE, LABEL_CHECKSUM);
	return slot;
}

int main(int argc, char **argv)
{
	uint64_t cookie;
	size_t size;
	uint32_t slot;

	if (argc < 2 || (argc - 2) % 5 != 0)
		return 2;
	cookie = strtoull(argv[1], NULL, 0);
	count_slots();
	size = 2 * index_size;
	write_index(0, 1);
	write_index(1, 2);
	for (int i = 2; i < argc; i += 5) {
		slot = write_label(cookie, argv + i);
		if (size < 2 * index_size + (slot + 1) * LABEL_SIZE)
			size = 2 * index_size + (slot + 1) * LABEL_SIZE;
	}
	write_checksum(area, index_size, INDEX_CHECKSUM);
	write_checksum(area + index_size, index_size, INDEX_CHECKSUM);
	return fwrite(area, 1, size, stdout) != size;
}

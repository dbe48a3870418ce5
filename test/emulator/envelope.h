/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Commands in the two envelopes, without libndctl.
 */
#ifndef OCXL_TEST_ENVELOPE_H
#define OCXL_TEST_ENVELOPE_H

#include <fcntl.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <linux/ndctl.h>
#include <nvdimm/ocxlpmem.h>
#include "tap.h"

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

#define GUARD	   64
#define GUARD_BYTE 0xA5

/**
 * struct envelope - a command in either envelope, between two guards
 * @memory: from malloc()
 * @size: bytes between the guards
 * @vendor: vendor envelope, otherwise call
 * @package: header of the answer
 * @input: input of the command
 * @output: answer of the command
 */
struct envelope {
	unsigned char *memory;
	size_t size;
	bool vendor;
	struct nd_cmd_pkg *package;
	unsigned char *input;
	unsigned char *output;
};

static inline struct nd_cmd_pkg *put_package(unsigned char *at, int command, unsigned int in,
					     unsigned int out)
{
	struct nd_cmd_pkg *package = (void *)at;

	memset(package, 0, sizeof(*package));
	package->nd_family = NVDIMM_FAMILY_OCXL;
	package->nd_command = (uint64_t)command;
	package->nd_size_in = in;
	package->nd_size_out = out;
	return package;
}

static inline void put_vendor(struct envelope *envelope, unsigned char *at, int command,
			      unsigned int in, unsigned int out)
{
	unsigned int word[2] = { OCXLPMEM_VENDOR_OPCODE,
				 (unsigned int)sizeof(struct nd_cmd_pkg) + in };

	memcpy(at, word, sizeof(word));
	put_package(at + 8, command, in, out);
	envelope->input = at + 8 + sizeof(struct nd_cmd_pkg);
	word[0] = 0;
	word[1] = (unsigned int)sizeof(struct nd_cmd_pkg) + out;
	memcpy(envelope->input + in, word, sizeof(word));
	envelope->package = (void *)(envelope->input + in + 8);
	envelope->output = envelope->input + in + 8 + sizeof(struct nd_cmd_pkg);
}

/** make_envelope() - allocate a command; fills the input with 0, the output with GUARD_BYTE */
static inline void make_envelope(struct envelope *envelope, bool vendor, int command,
				 unsigned int in, unsigned int out)
{
	size_t package = sizeof(struct nd_cmd_pkg);
	unsigned char *at;

	envelope->vendor = vendor;
	envelope->size = package + in + out + (vendor ? 16 + package : 0);
	envelope->memory = malloc(envelope->size + 2 * GUARD);
	if (!envelope->memory)
		exit(1);
	memset(envelope->memory, GUARD_BYTE, envelope->size + 2 * GUARD);
	at = envelope->memory + GUARD;
	if (vendor) {
		put_vendor(envelope, at, command, in, out);
	} else {
		envelope->package = put_package(at, command, in, out);
		envelope->input = at + package;
		envelope->output = at + package + in;
	}
	memset(envelope->input, 0, in);
}

/** submit_envelope() - issue the ioctl. Return: its result, or -errno */
static inline int submit_envelope(int fd, struct envelope *envelope)
{
	int rc = ioctl(fd, envelope->vendor ? ND_IOCTL_VENDOR : ND_IOCTL_CALL,
		       envelope->memory + GUARD);

	return rc < 0 ? -errno : rc;
}

/** guards_are_intact() - did the ioctl write only between the guards? */
static inline bool guards_are_intact(const struct envelope *envelope)
{
	const unsigned char *after = envelope->memory + GUARD + envelope->size;
	int i;

	for (i = 0; i < GUARD; i++) {
		if (envelope->memory[i] != GUARD_BYTE || after[i] != GUARD_BYTE)
			return false;
	}
	return true;
}

/** call_plain() - issue a command without input. Return: status of the answer, or -errno */
static inline int call_plain(int fd, bool vendor, int command, unsigned int out)
{
	struct envelope envelope;
	int rc;

	make_envelope(&envelope, vendor, command, 0, out);
	rc = submit_envelope(fd, &envelope);
	if (rc == 0)
		rc = envelope.output[1];
	free(envelope.memory);
	return rc;
}

#endif /* OCXL_TEST_ENVELOPE_H */

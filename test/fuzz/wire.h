/* SPDX-License-Identifier: GPL-2.0-only */
/* The length of an honest driver's answer, for targets that make up answers (wire.md 2 and 4). */
#ifndef TEST_FUZZ_WIRE_H
#define TEST_FUZZ_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <uapi/nvdimm/ocxlpmem.h>

#define FUZZ_HEADER sizeof(struct ocxlpmem_rsp_header)

/**
 * fuzz_record_size() - size of a record in the answer to @command; 0: no record
 */
static inline size_t fuzz_record_size(uint32_t command)
{
#define FUZZ_RECORD_SIZE(number, name, rights, state, opcode, answer, ...) \
	[number] = OCXLPMEM_RECORD_SIZE_##answer,
	static const size_t sizes[] = { OCXLPMEM_COMMANDS(FUZZ_RECORD_SIZE, FUZZ_RECORD_SIZE) };

	return command <= OCXLPMEM_CMD_MAX ? sizes[command] : 0;
}

/**
 * fuzz_exact_length() - nd_fw_size that agrees with an answer's own fields
 * @command: OCXLPMEM_CMD_*
 * @bytes: the answer, header first
 * @size: number of its bytes
 */
static inline size_t fuzz_exact_length(uint32_t command, const uint8_t *bytes, size_t size)
{
	size_t fixed = FUZZ_HEADER + (size > 0 ? bytes[0] : 0) * fuzz_record_size(command);
	size_t field = FUZZ_HEADER;
	uint32_t data = 0;

	if (command == OCXLPMEM_CMD_ERROR_LOG)
		field += offsetof(struct ocxlpmem_error_log_rsp, data_length);
	else if (command == OCXLPMEM_CMD_DUMP_READ)
		field += offsetof(struct ocxlpmem_dump_read_rsp, length);
	else
		return fixed;
	if (fixed > FUZZ_HEADER && size >= fixed)
		memcpy(&data, bytes + field, sizeof(data));
	return fixed + ((size_t)data + 7) / 8 * 8;
}

#endif /* TEST_FUZZ_WIRE_H */

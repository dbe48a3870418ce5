/* SPDX-License-Identifier: GPL-2.0-only */
/* A wire command and the fields of its input, from few bytes of a fuzzer's input. */
#ifndef TEST_FUZZ_COMMAND_CHOICE_H
#define TEST_FUZZ_COMMAND_CHOICE_H

#include "choice.h"
#include "wire-request.h"

/**
 * pick_command() - a number of a command, useful ones more often
 */
static inline u64 pick_command(struct fuzz_input *input)
{
	static const u8 often[] = { OCXLPMEM_CMD_ERROR_LOG, OCXLPMEM_CMD_SMART,
				    OCXLPMEM_CMD_DUMP_READ, OCXLPMEM_CMD_FW_SEND,
				    OCXLPMEM_CMD_STATS,	    OCXLPMEM_CMD_FW_START,
				    OCXLPMEM_CMD_HEARTBEAT };
	u32 choice = fuzz_below(input, 32);

	return choice < OCXLPMEM_CMD_END ? choice : often[choice % ARRAY_SIZE(often)];
}

/**
 * pick_fields() - fields of its input that are useful in the driver's state
 */
static inline void pick_fields(struct fuzz_input *input, const struct ocxlpmem_device *device,
			       u64 command, u32 fields[4])
{
	bool has_fields = wire_is_command(command, true) && wire_commands[command].input;
	u8 choice = has_fields ? (u8)fuzz_number(input, 1) : 0;
	u64 cursor = 0;

	memset(fields, 0, 16);
	switch (command) {
	case OCXLPMEM_CMD_ERROR_LOG:
		if (choice >= 0x40 && device->retained_count > 0)
			cursor = device->retained[choice / 2 % device->retained_count].entry.cursor;
		if (choice >= 0xE0)
			cursor = device->next_cursor + choice / 2 % 4 - 2;
		fields[0] = choice % 2;
		fields[2] = (u32)cursor;
		fields[3] = (u32)(cursor >> 32);
		break;
	case OCXLPMEM_CMD_DUMP_TAKE:
		fields[0] = choice % 2;
		break;
	case OCXLPMEM_CMD_DUMP_READ:
		fields[0] = choice % 2 ? (u32)fuzz_edge(input) & ~7U : 0;
		fields[1] = choice % 4 == 2 ? (u32)fuzz_edge(input) & ~7U : 8U * choice + 8;
		break;
	case OCXLPMEM_CMD_FW_SEND:
		fields[0] = device->firmware.context;
		fields[1] = (u32)device->firmware.sent;
		break;
	case OCXLPMEM_CMD_FW_FINISH:
		fields[0] = choice % 4 == 3 ? 0 : device->firmware.context;
		fields[1] = choice % 2;
		break;
	case OCXLPMEM_CMD_FW_QUERY:
		fields[0] = device->firmware.context;
		break;
	case OCXLPMEM_CMD_CLEAR_CONDITIONS:
		fields[0] = choice % 8;
		fields[2] = (u32)wire_count_entries(device) + choice / 8 % 4 - 1;
		break;
	default:
		if (has_fields)
			fields[0] = (u32)fuzz_number(input, 4);
		break;
	}
}

#endif /* TEST_FUZZ_COMMAND_CHOICE_H */

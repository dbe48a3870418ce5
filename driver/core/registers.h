/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Registers, mailbox blocks and data layouts of the card
 * (controller.md; each group names its section).
 * Bit 0 is the least significant. All registers are 64 bits wide, little-endian.
 */
#ifndef OCXL_CORE_REGISTERS_H
#define OCXL_CORE_REGISTERS_H

#include "port.h"

/* controller.md 1.2: global MMIO map */
#define OCXL_REG_CHI	      0x000 /* controller to host: status and events */
#define OCXL_REG_CHIC	      0x008 /* write 1 clears the bit in CHI */
#define OCXL_REG_CHIE	      0x010 /* interrupt enable: write 1 sets */
#define OCXL_REG_CHIEC	      0x018 /* interrupt enable: write 1 clears */
#define OCXL_REG_HCI	      0x020 /* host to controller: doorbells, write 1 sets */
#define OCXL_REG_HCIC	      0x028 /* write 1 clears the bit in HCI */
#define OCXL_REG_IMA0_OHP     0x040
#define OCXL_REG_IMA0_CFP     0x048
#define OCXL_REG_IMA1_OHP     0x050
#define OCXL_REG_IMA1_CFP     0x058
#define OCXL_REG_ACMA_BLOCKS  0x100 /* 63:32 request block, 31:0 response block */
#define OCXL_REG_ACMA_DATA    0x108 /* 63:32 data buffer, 31:0 its size in bytes */
#define OCXL_REG_NSCMA_BLOCKS 0x120
#define OCXL_REG_NSCMA_DATA   0x128
#define OCXL_REG_CSTS	      0x140 /* bits not public */
#define OCXL_REG_FWVER	      0x148 /* 8 ASCII bytes in memory order */
#define OCXL_REG_FWNEXT	      0x150 /* emulated cards only: 8 bytes as in FWVER, or 0 */
#define OCXL_REG_CCAP0	      0x160
#define OCXL_REG_CCAP1	      0x168
#define OCXL_REG_END	      0x170 /* the blocks of the mailboxes lie behind this offset */

/* controller.md 1.3: CHI, CHIC, CHIE, CHIEC */
#define OCXL_CHI_ACRA  BIT_ULL(0) /* admin command response available */
#define OCXL_CHI_NSCRA BIT_ULL(1) /* near-storage command response available */
#define OCXL_CHI_CRDY  BIT_ULL(4) /* controller ready */
#define OCXL_CHI_CFFS  BIT_ULL(5) /* controller firmware fatal status */
#define OCXL_CHI_MA    BIT_ULL(6) /* memory available */
#define OCXL_CHI_ELA   BIT_ULL(7) /* error log available */
#define OCXL_CHI_CDA   BIT_ULL(8) /* controller dump available */
#define OCXL_CHI_CHFS  BIT_ULL(9) /* controller hardware fatal status */
#define OCXL_CHI_ALL   0x3F3ULL
/* value of CHI when the card has dropped off its bus: every register reads as all ones */
#define OCXL_CHI_GONE  (~0ULL)

/* controller.md 1.4: HCI, HCIC */
#define OCXL_HCI_ACRW  BIT_ULL(0) /* admin command request written */
#define OCXL_HCI_NSCRW BIT_ULL(1) /* near-storage command request written */
#define OCXL_HCI_AR    BIT_ULL(2) /* AFU reset */
#define OCXL_HCI_FDE   BIT_ULL(3) /* firmware debug enable */
#define OCXL_HCI_CD    BIT_ULL(4) /* take a controller dump */
#define OCXL_HCI_CDC   BIT_ULL(5) /* controller dump collected */
#define OCXL_HCI_CHPD  BIT_ULL(6) /* request health and performance data */

/* controller.md 1.2: halves of ACMA_BLOCKS and ACMA_DATA; first-named field is the high half */
#define OCXL_BLOCKS_REQUEST(value)  ((u32)FIELD_GET(GENMASK_ULL(63, 32), value))
#define OCXL_BLOCKS_RESPONSE(value) ((u32)FIELD_GET(GENMASK_ULL(31, 0), value))
#define OCXL_DATA_OFFSET(value)	    ((u32)FIELD_GET(GENMASK_ULL(63, 32), value))
#define OCXL_DATA_SIZE(value)	    ((u32)FIELD_GET(GENMASK_ULL(31, 0), value))

/* controller.md 2.1 */
#define OCXL_CCAP0_REVISION(value)	    ((u16)FIELD_GET(GENMASK_ULL(15, 0), value))
#define OCXL_CCAP0_READ_LATENCY(value)	    ((u16)FIELD_GET(GENMASK_ULL(47, 32), value)) /* ns */
#define OCXL_CCAP0_READINESS_TIMEOUT(value) ((u8)FIELD_GET(GENMASK_ULL(51, 48), value)) /* s */
#define OCXL_CCAP0_MEMORY_TIMEOUT(value)    ((u16)FIELD_GET(GENMASK_ULL(63, 52), value)) /* s */
#define OCXL_CCAP1_MAX_DUMP(value)	    ((u32)FIELD_GET(GENMASK_ULL(31, 0), value)) /* bytes */

/* controller.md 3.1: request and response block, 64 bytes each */
#define OCXL_BLOCK_SIZE		       64
#define OCXL_REQUEST_WORD0(opcode, id) ((u64)(u8)(opcode) | (u64)(u16)(id) << 16)
#define OCXL_WORD0_LOW(value)	       ((u8)FIELD_GET(GENMASK_ULL(7, 0), value)) /* opcode/status */
#define OCXL_WORD0_ID(value)	       ((u16)FIELD_GET(GENMASK_ULL(31, 16), value))
#define OCXL_REQUEST_PARAMETER	       0x08 /* offset of the first parameter word */

/* controller.md 3.3: status codes of the card */
#define OCXL_CARD_STATUS_OK		  0x00
#define OCXL_CARD_STATUS_MEM_UNAVAILABLE  0x20
#define OCXL_CARD_STATUS_BLOCKED	  0x21
#define OCXL_CARD_STATUS_BAD_OPCODE	  0x50
#define OCXL_CARD_STATUS_BAD_REQUEST_PARM 0x51
#define OCXL_CARD_STATUS_BAD_DATA_PARM	  0x52
#define OCXL_CARD_STATUS_DEBUG_BLOCKED	  0x70
#define OCXL_CARD_STATUS_FAILED		  0xFF

/*
 * controller.md 3.2: opcodes of the admin mailbox, in ascending order:
 *
 *	OPCODE(number, NAME, name, ms, has_data)
 *
 * The number is OCXL_OPCODE_<NAME>, "name" its name in texts, "ms" its time limit, and
 * "has_data" says whether the data buffer has a header and data in its answer.
 */
#define OCXL_OPCODES(OPCODE)                            \
	OPCODE(0, HEARTBEAT, "heartbeat", 100, false)   \
	OPCODE(1, SHUTDOWN, "shutdown", 1000, false)    \
	OPCODE(2, FW_UPDATE, "fw-update", 16000, false) \
	OPCODE(3, FW_DEBUG, "fw-debug", 1000, false)    \
	OPCODE(4, ERROR_LOG, "error-log", 2000, true)   \
	OPCODE(5, SMART, "smart", 100, true)            \
	OPCODE(6, STATS, "stats", 100, true)            \
	OPCODE(7, DUMP, "dump", 1000, true)             \
	OPCODE(8, CAPABILITIES, "capabilities", 1000, false)

#define OCXL_OPCODE_ROW(number, NAME, ...) OCXL_OPCODE_##NAME = (number),
enum { OCXL_OPCODES(OCXL_OPCODE_ROW) OCXL_OPCODE_COUNT };
#undef OCXL_OPCODE_ROW

/* of commands that the driver serves from registers or memory */
#define OCXL_OPCODE_NONE 0xFF

/* controller.md 4.9: the only opcode of the near-storage mailbox */
#define OCXL_OPCODE_SECURE_ERASE 0x20

/* controller.md 3.4: first word of the data buffer */
#define OCXL_IDENTIFIER_ERROR_LOG   0x454C /* "EL" */
#define OCXL_IDENTIFIER_DUMP	    0x4344 /* "CD" */
#define OCXL_IDENTIFIER_STATS	    0x4353 /* "CS" */
#define OCXL_IDENTIFIER_SMART	    0x534D /* "SM" */
#define OCXL_DATA_IDENTIFIER(value) ((u16)FIELD_GET(GENMASK_ULL(63, 48), value))
#define OCXL_DATA_LENGTH16(value)   ((u32)FIELD_GET(GENMASK_ULL(15, 0), value)) /* EL, CD */
#define OCXL_DATA_LENGTH32(value)   ((u32)FIELD_GET(GENMASK_ULL(31, 0), value)) /* CS, SM */
#define OCXL_DATA_HEADER	    8 /* bytes; lengths count what follows it */

/* controller.md 4.2: a piece of a firmware image; parameter 63:32 offset, 31:0 bytes */
#define OCXL_FW_PIECE_MAX	    32768
#define OCXL_FW_PIECE_OFFSET(value) ((u32)FIELD_GET(GENMASK_ULL(63, 32), value))
#define OCXL_FW_PIECE_LENGTH(value) ((u32)FIELD_GET(GENMASK_ULL(31, 0), value))

/* controller.md 4.4: an error-log entry; offsets from the start of the data buffer */
#define OCXL_ERROR_LOG_IDENTITY	    0x08 /* 63:32 log identifier, 31:0 program reference code */
#define OCXL_ERROR_LOG_TYPE	    0x10 /* 63:56 type, 55:32 action flags, 31:0 power-on seconds */
#define OCXL_ERROR_LOG_TIMESTAMP    0x18
#define OCXL_ERROR_LOG_WWID0	    0x20
#define OCXL_ERROR_LOG_WWID1	    0x28
#define OCXL_ERROR_LOG_FW_REVISION  0x30 /* 8 ASCII bytes in memory order */
#define OCXL_ERROR_LOG_FIXED	    0x48 /* bytes before the opaque data, header included */
#define OCXL_ERROR_LOG_LENGTH_MAX   0xFFF0 /* of the 16-bit length field */
#define OCXL_ERROR_LOG_LENGTH_FIXED (OCXL_ERROR_LOG_FIXED - OCXL_DATA_HEADER)
#define OCXL_ERROR_LOG_DATA_MAX	    (OCXL_ERROR_LOG_LENGTH_MAX - OCXL_ERROR_LOG_LENGTH_FIXED)

/* controller.md 4.7: a piece of a dump; the request names the capacity, header included */
#define OCXL_DUMP_REQUEST(offset, capacity) (((u64)(u32)(offset) << 32) | (u32)(capacity))
#define OCXL_DUMP_REQUEST_OFFSET(value)	    ((u32)FIELD_GET(GENMASK_ULL(63, 32), value))
#define OCXL_DUMP_REQUEST_CAPACITY(value)   ((u32)FIELD_GET(GENMASK_ULL(31, 0), value))
#define OCXL_DUMP_CAPACITY_MAX		    0xFFF0 /* of the 16-bit length field */
#define OCXL_DUMP_PIECE_MAX		    (OCXL_DUMP_CAPACITY_MAX - OCXL_DATA_HEADER)

/* controller.md 4.5: a SMART attribute */
#define OCXL_SMART_ATTRIBUTE_SIZE 16

/* controller.md 4.6: statistics */
#define OCXL_STATS_LENGTH		0x140
#define OCXL_STATS_SIZE			0x148 /* OCXL_STATS_LENGTH and the header */
#define OCXL_STATS_BLOCK1		0x08
#define OCXL_STATS_BLOCK1_LENGTH	0x38
#define OCXL_STATS_RESETS		0x10 /* 63:32 reset count, 31:0 seconds since the last */
#define OCXL_STATS_POWER		0x18 /* 63:32 seconds of power, 7:0 life left in percent */
#define OCXL_STATS_BLOCK2		0x48
#define OCXL_STATS_BLOCK2_LENGTH	0xF8
#define OCXL_STATS_UTILIZATION		0x50 /* 7:0 percent */
#define OCXL_STATS_HOST_LOADS		0x58
#define OCXL_STATS_HOST_STORES		0x60
#define OCXL_STATS_HOST_LOAD_DURATION	0x68
#define OCXL_STATS_HOST_STORE_DURATION	0x70
#define OCXL_STATS_MEDIA_READS		0x98
#define OCXL_STATS_MEDIA_WRITES		0xA0
#define OCXL_STATS_MEDIA_READ_DURATION	0xA8
#define OCXL_STATS_MEDIA_WRITE_DURATION 0xB0
#define OCXL_STATS_CACHE_READ_HITS	0xD8
#define OCXL_STATS_CACHE_WRITE_HITS	0xE0
#define OCXL_STATS_FAST_WRITES		0xE8
#define OCXL_STATS_BLOCK_ID(value)	((u8)FIELD_GET(GENMASK_ULL(63, 56), value))
#define OCXL_STATS_BLOCK_LENGTH(value)	((u32)FIELD_GET(GENMASK_ULL(31, 0), value))

/* controller.md 2.4: label area, at the lowest address of the card's memory */
#define OCXL_LABEL_AREA_SIZE (16U << 20)

/**
 * ocxlpmem_is_mmio_range() - can a block or buffer of the card lie there
 * @offset: offset in MMIO, as the card gives it
 * @size: bytes
 *
 * Return: true if the range is aligned to 8 bytes, behind the registers and within 32 bits.
 */
static inline bool ocxlpmem_is_mmio_range(u32 offset, u32 size)
{
	return offset % 8 == 0 && offset >= OCXL_REG_END && (u64)offset + size <= ~0U;
}

/** ocxlpmem_pack_text() - 8 bytes of text in memory order, as in FWVER, as a register value */
static inline u64 ocxlpmem_pack_text(const void *text)
{
	const u8 *bytes = text;
	u64 word = 0;
	u32 i;

	for (i = 0; i < 8; i++)
		word |= (u64)bytes[i] << (i * 8);
	return word;
}

/** ocxlpmem_unpack_text() - the reverse of ocxlpmem_pack_text() */
static inline void ocxlpmem_unpack_text(u64 word, void *text)
{
	u8 *bytes = text;
	u32 i;

	for (i = 0; i < 8; i++)
		bytes[i] = (u8)(word >> (i * 8));
}

#endif /* OCXL_CORE_REGISTERS_H */

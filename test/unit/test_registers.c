// SPDX-License-Identifier: GPL-2.0-only
/*
 * The numbers of registers.h, compared with Documentation/protocol/controller.md. The emulated card
 * and the driver share the header, so a wrong number would show in no other test.
 */
#include "unit.h"
#include "core/registers.h"

struct pin {
	const char *name;
	u64 is;
	u64 wanted;
};

#define PIN(name, wanted) #name, OCXL_##name, wanted

static const struct pin pins[] = {
	/* 1.2 */
	{ PIN(REG_CHI, 0x000) },
	{ PIN(REG_CHIC, 0x008) },
	{ PIN(REG_CHIE, 0x010) },
	{ PIN(REG_CHIEC, 0x018) },
	{ PIN(REG_HCI, 0x020) },
	{ PIN(REG_HCIC, 0x028) },
	{ PIN(REG_IMA0_OHP, 0x040) },
	{ PIN(REG_IMA0_CFP, 0x048) },
	{ PIN(REG_IMA1_OHP, 0x050) },
	{ PIN(REG_IMA1_CFP, 0x058) },
	{ PIN(REG_ACMA_BLOCKS, 0x100) },
	{ PIN(REG_ACMA_DATA, 0x108) },
	{ PIN(REG_NSCMA_BLOCKS, 0x120) },
	{ PIN(REG_NSCMA_DATA, 0x128) },
	{ PIN(REG_CSTS, 0x140) },
	{ PIN(REG_FWVER, 0x148) },
	{ PIN(REG_CCAP0, 0x160) },
	{ PIN(REG_CCAP1, 0x168) },
	{ PIN(BLOCKS_REQUEST(0x1111222233334444), 0x11112222) },
	{ PIN(BLOCKS_RESPONSE(0x1111222233334444), 0x33334444) },
	{ PIN(DATA_OFFSET(0x1111222233334444), 0x11112222) },
	{ PIN(DATA_SIZE(0x1111222233334444), 0x33334444) },
	/* 1.3 and 1.4 */
	{ PIN(CHI_ACRA, 1 << 0) },
	{ PIN(CHI_NSCRA, 1 << 1) },
	{ PIN(CHI_CRDY, 1 << 4) },
	{ PIN(CHI_CFFS, 1 << 5) },
	{ PIN(CHI_MA, 1 << 6) },
	{ PIN(CHI_ELA, 1 << 7) },
	{ PIN(CHI_CDA, 1 << 8) },
	{ PIN(CHI_CHFS, 1 << 9) },
	{ PIN(CHI_ALL, 0x3F3) },
	{ PIN(HCI_ACRW, 1 << 0) },
	{ PIN(HCI_NSCRW, 1 << 1) },
	{ PIN(HCI_AR, 1 << 2) },
	{ PIN(HCI_FDE, 1 << 3) },
	{ PIN(HCI_CD, 1 << 4) },
	{ PIN(HCI_CDC, 1 << 5) },
	{ PIN(HCI_CHPD, 1 << 6) },
	/* 2.1 */
	{ PIN(CCAP0_REVISION(0x123456789ABCDEF0), 0xDEF0) },
	{ PIN(CCAP0_READ_LATENCY(0x123456789ABCDEF0), 0x5678) },
	{ PIN(CCAP0_READINESS_TIMEOUT(0x123456789ABCDEF0), 0x4) },
	{ PIN(CCAP0_MEMORY_TIMEOUT(0x123456789ABCDEF0), 0x123) },
	{ PIN(CCAP1_MAX_DUMP(0x123456789ABCDEF0), 0x9ABCDEF0) },
	/* 3 */
	{ PIN(BLOCK_SIZE, 64) },
	{ PIN(REQUEST_WORD0(0x12, 0x3456), 0x34560012) },
	{ PIN(WORD0_LOW(0x123456789ABCDEF0), 0xF0) },
	{ PIN(WORD0_ID(0x123456789ABCDEF0), 0x9ABC) },
	{ PIN(REQUEST_PARAMETER, 0x08) },
	{ PIN(CARD_STATUS_BLOCKED, 0x21) },
	{ PIN(CARD_STATUS_BAD_OPCODE, 0x50) },
	{ PIN(CARD_STATUS_BAD_REQUEST_PARM, 0x51) },
	{ PIN(CARD_STATUS_FAILED, 0xFF) },
	{ PIN(OPCODE_HEARTBEAT, 0) },
	{ PIN(OPCODE_SHUTDOWN, 1) },
	{ PIN(OPCODE_FW_UPDATE, 2) },
	{ PIN(OPCODE_FW_DEBUG, 3) },
	{ PIN(OPCODE_ERROR_LOG, 4) },
	{ PIN(OPCODE_SMART, 5) },
	{ PIN(OPCODE_STATS, 6) },
	{ PIN(OPCODE_DUMP, 7) },
	{ PIN(OPCODE_CAPABILITIES, 8) },
	{ PIN(OPCODE_SECURE_ERASE, 0x20) },
	{ PIN(IDENTIFIER_ERROR_LOG, 0x454C) },
	{ PIN(IDENTIFIER_DUMP, 0x4344) },
	{ PIN(IDENTIFIER_STATS, 0x4353) },
	{ PIN(IDENTIFIER_SMART, 0x534D) },
	{ PIN(DATA_IDENTIFIER(0x123456789ABCDEF0), 0x1234) },
	{ PIN(DATA_LENGTH16(0x123456789ABCDEF0), 0xDEF0) },
	{ PIN(DATA_LENGTH32(0x123456789ABCDEF0), 0x9ABCDEF0) },
	/* 4.4 and 4.5 */
	{ PIN(ERROR_LOG_IDENTITY, 0x08) },
	{ PIN(ERROR_LOG_TYPE, 0x10) },
	{ PIN(ERROR_LOG_TIMESTAMP, 0x18) },
	{ PIN(ERROR_LOG_WWID0, 0x20) },
	{ PIN(ERROR_LOG_WWID1, 0x28) },
	{ PIN(ERROR_LOG_FW_REVISION, 0x30) },
	{ PIN(ERROR_LOG_FIXED, 0x48) },
	{ PIN(SMART_ATTRIBUTE_SIZE, 16) },
	/* 4.6 */
	{ PIN(STATS_LENGTH, 0x140) },
	{ PIN(STATS_BLOCK1, 0x08) },
	{ PIN(STATS_BLOCK1_LENGTH, 0x38) },
	{ PIN(STATS_RESETS, 0x10) },
	{ PIN(STATS_POWER, 0x18) },
	{ PIN(STATS_BLOCK2, 0x48) },
	{ PIN(STATS_BLOCK2_LENGTH, 0xF8) },
	{ PIN(STATS_UTILIZATION, 0x50) },
	{ PIN(STATS_HOST_LOADS, 0x58) },
	{ PIN(STATS_HOST_STORES, 0x60) },
	{ PIN(STATS_HOST_LOAD_DURATION, 0x68) },
	{ PIN(STATS_HOST_STORE_DURATION, 0x70) },
	{ PIN(STATS_MEDIA_READS, 0x98) },
	{ PIN(STATS_MEDIA_WRITES, 0xA0) },
	{ PIN(STATS_MEDIA_READ_DURATION, 0xA8) },
	{ PIN(STATS_MEDIA_WRITE_DURATION, 0xB0) },
	{ PIN(STATS_CACHE_READ_HITS, 0xD8) },
	{ PIN(STATS_CACHE_WRITE_HITS, 0xE0) },
	{ PIN(STATS_FAST_WRITES, 0xE8) },
	{ PIN(STATS_BLOCK_ID(0x123456789ABCDEF0), 0x12) },
	{ PIN(STATS_BLOCK_LENGTH(0x123456789ABCDEF0), 0x9ABCDEF0) },
	/* 2.4 */
	{ PIN(LABEL_AREA_SIZE, 16 << 20) },
};

UNIT_TEST(test_registers_as_documented)
{
	u32 opcodes = 0;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(pins); i++) {
		opcodes += !strncmp(pins[i].name, "OPCODE_", strlen("OPCODE_"));
		if (pins[i].is != pins[i].wanted)
			fail_msg("OCXL_%s is 0x%llx, documented 0x%llx", pins[i].name,
				 (unsigned long long)pins[i].is,
				 (unsigned long long)pins[i].wanted);
	}
	/* each opcode of the admin mailbox, and that of the other mailbox */
	assert_int_equal(opcodes, OCXL_OPCODE_COUNT + 1);
}

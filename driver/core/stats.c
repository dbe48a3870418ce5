// SPDX-License-Identifier: GPL-2.0-only
/*
 * Wire command STATS (Documentation/protocol/wire.md 4.4, controller.md 4.6).
 */
#include "services.h"

#define STATS_WORDS (OCXL_STATS_SIZE / 8)

static int read_stats_words(struct ocxlpmem_mailbox *mailbox, u64 words[STATS_WORDS])
{
	u32 i;
	int rc;

	for (i = 0; i < STATS_WORDS; i++) {
		rc = ocxlpmem_mailbox_read64(mailbox, i * 8, &words[i]);
		if (rc)
			return rc;
	}
	return 0;
}

static bool is_stats_block(u64 word, u8 id, u32 length)
{
	return OCXL_STATS_BLOCK_ID(word) == id && OCXL_STATS_BLOCK_LENGTH(word) == length;
}

static bool is_stats_response(const u64 words[STATS_WORDS])
{
	return OCXL_DATA_LENGTH32(words[0]) == OCXL_STATS_LENGTH &&
	       is_stats_block(words[OCXL_STATS_BLOCK1 / 8], 1, OCXL_STATS_BLOCK1_LENGTH) &&
	       is_stats_block(words[OCXL_STATS_BLOCK2 / 8], 2, OCXL_STATS_BLOCK2_LENGTH);
}

static void add_stats(struct ocxlpmem_call *call, const u64 words[STATS_WORDS])
{
	struct ocxl_stats_rsp stats = {
		.reset_count = (u32)OCXL_FIELD(words[OCXL_STATS_RESETS / 8], 63, 32),
		.reset_uptime = (u32)OCXL_FIELD(words[OCXL_STATS_RESETS / 8], 31, 0),
		.power_on_uptime = (u32)OCXL_FIELD(words[OCXL_STATS_POWER / 8], 63, 32),
		.life_remaining = (u8)OCXL_FIELD(words[OCXL_STATS_POWER / 8], 7, 0),
		.critical_resource_utilization =
			(u8)OCXL_FIELD(words[OCXL_STATS_UTILIZATION / 8], 7, 0),
		.host_load_count = words[OCXL_STATS_HOST_LOADS / 8],
		.host_store_count = words[OCXL_STATS_HOST_STORES / 8],
		.host_load_duration = words[OCXL_STATS_HOST_LOAD_DURATION / 8],
		.host_store_duration = words[OCXL_STATS_HOST_STORE_DURATION / 8],
		.media_read_count = words[OCXL_STATS_MEDIA_READS / 8],
		.media_write_count = words[OCXL_STATS_MEDIA_WRITES / 8],
		.media_read_duration = words[OCXL_STATS_MEDIA_READ_DURATION / 8],
		.media_write_duration = words[OCXL_STATS_MEDIA_WRITE_DURATION / 8],
		.cache_read_hit_count = words[OCXL_STATS_CACHE_READ_HITS / 8],
		.cache_write_hit_count = words[OCXL_STATS_CACHE_WRITE_HITS / 8],
		.fast_write_count = words[OCXL_STATS_FAST_WRITES / 8],
	};

	ocxlpmem_call_add_record(call, &stats);
}

int ocxlpmem_service_stats(struct ocxlpmem_call *call)
{
	u64 words[STATS_WORDS];
	u64 header;
	int rc;

	rc = ocxlpmem_call_fetch_data(call, 0, OCXL_IDENTIFIER_STATS, &header);
	if (rc || call->status != OCXL_STATUS_OK)
		return rc;
	rc = read_stats_words(&call->device->mailbox, words);
	/* -EINVAL: the data buffer is too small for the response */
	if (rc == -EINVAL || (!rc && !is_stats_response(words))) {
		call->status = OCXL_STATUS_BAD_RESPONSE;
		rc = 0;
	} else if (!rc) {
		add_stats(call, words);
	}
	return ocxlpmem_call_acknowledge(call, rc);
}

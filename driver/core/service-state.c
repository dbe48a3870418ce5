// SPDX-License-Identifier: GPL-2.0-only
/*
 * Wire commands HEARTBEAT, REQUEST_HEALTH, STATS and SHUTDOWN, and CAPABILITIES, which only reads
 * registers: so it works on a card that is starting or has failed (wire.md
 * 4.3 to 4.5, 4.7, 4.16; controller.md 2.1, 4.1, 4.6, 6).
 */
#include "service.h"

int ocxlpmem_service_heartbeat(struct ocxlpmem_call *call)
{
	int rc = ocxlpmem_mailbox_run(&call->device->mailbox, call->opcode, 0, &call->status);

	if (rc || call->status != OCXLPMEM_STATUS_OK)
		return rc;
	return ocxlpmem_call_acknowledge(call, 0);
}

int ocxlpmem_service_request_health(struct ocxlpmem_call *call)
{
	const struct ocxlpmem_transport *transport = call->device->transport;

	return ocxlpmem_write_register(transport, OCXL_REG_HCI, OCXL_HCI_CHPD);
}

enum { CSTS, FWVER, CCAP0, CCAP1, DATA, REGISTER_COUNT };

static const u32 register_offsets[REGISTER_COUNT] = {
	[CSTS] = OCXL_REG_CSTS,	  [FWVER] = OCXL_REG_FWVER,    [CCAP0] = OCXL_REG_CCAP0,
	[CCAP1] = OCXL_REG_CCAP1, [DATA] = OCXL_REG_ACMA_DATA,
};

static int read_capability_registers(const struct ocxlpmem_transport *transport,
				     u64 values[REGISTER_COUNT])
{
	u32 i;
	int rc;

	for (i = 0; i < REGISTER_COUNT; i++) {
		rc = ocxlpmem_read_register(transport, register_offsets[i], &values[i]);
		if (rc)
			return rc;
	}
	return 0;
}

static void add_capabilities(struct ocxlpmem_call *call, const u64 values[REGISTER_COUNT])
{
	const struct ocxlpmem_device *device = call->device;
	struct ocxlpmem_capabilities_rsp capabilities = {
		.cmd_mask = device->cmd_mask,
		.serial = device->setup.serial,
		.capacity = device->setup.capacity,
		.label_area_size = OCXL_LABEL_AREA_SIZE,
		.health_status = device->health,
		.controller_status = values[CSTS],
		.max_dump_size = OCXL_CCAP1_MAX_DUMP(values[CCAP1]),
		.max_data_size = OCXL_DATA_SIZE(values[DATA]),
		.interface_revision = OCXL_CCAP0_REVISION(values[CCAP0]),
		.read_latency = OCXL_CCAP0_READ_LATENCY(values[CCAP0]),
		.memory_available_timeout = OCXL_CCAP0_MEMORY_TIMEOUT(values[CCAP0]),
		.readiness_timeout = OCXL_CCAP0_READINESS_TIMEOUT(values[CCAP0]),
		.flags = device->setup.emulated ? OCXLPMEM_CAPABILITY_EMULATED : 0,
	};

	ocxlpmem_unpack_text(values[FWVER], capabilities.fw_version);
	ocxlpmem_call_add_record(call, &capabilities);
}

int ocxlpmem_service_capabilities(struct ocxlpmem_call *call)
{
	u64 values[REGISTER_COUNT];
	int rc;

	rc = ocxlpmem_device_refresh_health(call->device);
	if (!rc)
		rc = read_capability_registers(call->device->transport, values);
	if (!rc)
		add_capabilities(call, values);
	return rc;
}

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
	struct ocxlpmem_stats_rsp stats = {
		.reset_count = (u32)FIELD_GET(GENMASK_ULL(63, 32), words[OCXL_STATS_RESETS / 8]),
		.reset_uptime = (u32)FIELD_GET(GENMASK_ULL(31, 0), words[OCXL_STATS_RESETS / 8]),
		.power_on_uptime = (u32)FIELD_GET(GENMASK_ULL(63, 32), words[OCXL_STATS_POWER / 8]),
		.life_remaining = (u8)FIELD_GET(GENMASK_ULL(7, 0), words[OCXL_STATS_POWER / 8]),
		.critical_resource_utilization =
			(u8)FIELD_GET(GENMASK_ULL(7, 0), words[OCXL_STATS_UTILIZATION / 8]),
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
	if (rc || call->status != OCXLPMEM_STATUS_OK)
		return rc;
	rc = read_stats_words(&call->device->mailbox, words);
	/* -EINVAL: the data buffer is too small for the response */
	if (rc == -EINVAL || (!rc && !is_stats_response(words))) {
		call->status = OCXLPMEM_STATUS_BAD_RESPONSE;
		rc = 0;
	} else if (!rc) {
		add_stats(call, words);
	}
	return ocxlpmem_call_acknowledge(call, rc);
}

/* a stopped controller takes its memory away, so the region must not be in use */
static bool is_region_bound(const struct ocxlpmem_device *device)
{
	return device->host->region_bound && device->host->region_bound(device->host->context);
}

int ocxlpmem_service_shutdown(struct ocxlpmem_call *call)
{
	struct ocxlpmem_device *device = call->device;
	int rc;

	if (is_region_bound(device)) {
		call->status = OCXLPMEM_STATUS_BLOCKED;
		return 0;
	}
	rc = ocxlpmem_mailbox_run(&device->mailbox, call->opcode, 0, &call->status);
	if (rc || call->status != OCXLPMEM_STATUS_OK)
		return rc;
	device->shut_down = true;
	rc = ocxlpmem_call_acknowledge(call, 0);
	/* wakes pollers, as CRDY is clear now. Errors are ignored: the card may have left */
	ocxlpmem_device_refresh_health(device);
	return rc;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Registers of a card, and accesses of a heartbeat, as text (controller.md
 * 7). The heartbeat goes through a transport that records, so that it is exactly what the driver
 * always sends.
 */
#include "device.h"

/* the longest line, with room for its numbers */
#define LINE_MAX	128
/* accesses that are written; a heartbeat has some 20 */
#define ACCESSES_MAX	64
#define WORDS_PER_BLOCK (OCXL_BLOCK_SIZE / 8)
/* a call without data for the card, and its response */
#define CALL_WORDS	((sizeof(struct nd_cmd_pkg) + sizeof(struct ocxlpmem_rsp_header)) / 8)

/**
 * struct access_recorder - the transport of a heartbeat that is recorded
 * @transport: passes each access on to @original
 * @original: transport of the device
 * @text: receives the lines
 * @size: bytes of @text
 * @used: bytes written
 * @began_ns: when the heartbeat began
 * @accesses: number of recorded accesses
 * @last_chi: CHI in the last line "status"
 * @last_hci: HCI in the last line "status"
 * @has_status: there was such a line, and no write after it
 */
struct access_recorder {
	struct ocxlpmem_transport transport;
	const struct ocxlpmem_transport *original;
	char *text;
	size_t size;
	size_t used;
	u64 began_ns;
	u32 accesses;
	u64 last_chi;
	u64 last_hci;
	bool has_status;
};

static u64 recorder_elapsed_ns(const struct access_recorder *recorder)
{
	return ocxlpmem_now_ns(recorder->original) - recorder->began_ns;
}

static void record_access(struct access_recorder *recorder, const char *kind, u64 first, u64 second)
{
	if (recorder->accesses++ >= ACCESSES_MAX || recorder->used + LINE_MAX > recorder->size)
		return;
	recorder->used += scnprintf(recorder->text + recorder->used,
				    recorder->size - recorder->used, "%s %llu 0x%llx 0x%llx\n",
				    kind, (unsigned long long)recorder_elapsed_ns(recorder),
				    (unsigned long long)first, (unsigned long long)second);
}

/* HCI after each CHI: when the card accepts a request, and when it answers */
static void record_status(struct access_recorder *recorder, u64 chi)
{
	u64 hci;

	if (recorder->original->read64(recorder->original->context, OCXL_REG_HCI, &hci))
		return;
	if (recorder->has_status && chi == recorder->last_chi && hci == recorder->last_hci)
		return;
	recorder->has_status = true;
	recorder->last_chi = chi;
	recorder->last_hci = hci;
	record_access(recorder, "status", chi, hci);
}

static int recording_read64(void *context, u32 offset, u64 *value)
{
	struct access_recorder *recorder = context;
	int rc = recorder->original->read64(recorder->original->context, offset, value);

	if (rc)
		return rc;
	if (offset == OCXL_REG_CHI)
		record_status(recorder, *value);
	else
		record_access(recorder, "read", offset, *value);
	return 0;
}

static int recording_write64(void *context, u32 offset, u64 value)
{
	struct access_recorder *recorder = context;

	record_access(recorder, "write", offset, value);
	/* the next status counts even if nothing has changed */
	recorder->has_status = false;
	return ocxlpmem_write_register(recorder->original, offset, value);
}

static u64 recording_now_ns(void *context)
{
	struct access_recorder *recorder = context;

	return ocxlpmem_now_ns(recorder->original);
}

static int recording_wait_us(void *context, u32 microseconds)
{
	struct access_recorder *recorder = context;

	return recorder->original->wait_us(recorder->original->context, microseconds);
}

static void write_value(struct access_recorder *recorder, const char *when, const char *name,
			u64 value)
{
	if (recorder->used + LINE_MAX > recorder->size)
		return;
	recorder->used += scnprintf(recorder->text + recorder->used,
				    recorder->size - recorder->used, "%s %s 0x%llx\n", when, name,
				    (unsigned long long)value);
}

static void write_register_value(struct access_recorder *recorder, const char *when,
				 const char *name, u32 offset)
{
	u64 value;

	if (!recorder->original->read64(recorder->original->context, offset, &value))
		write_value(recorder, when, name, value);
}

static void write_registers(struct access_recorder *recorder, const char *when)
{
	static const struct {
		const char *name;
		u32 offset;
	} registers[] = {
		{ "chi", OCXL_REG_CHI },
		{ "chic", OCXL_REG_CHIC },
		{ "chie", OCXL_REG_CHIE },
		{ "chiec", OCXL_REG_CHIEC },
		{ "hci", OCXL_REG_HCI },
		{ "hcic", OCXL_REG_HCIC },
		{ "acma_blocks", OCXL_REG_ACMA_BLOCKS },
		{ "acma_data", OCXL_REG_ACMA_DATA },
		{ "nscma_blocks", OCXL_REG_NSCMA_BLOCKS },
		{ "nscma_data", OCXL_REG_NSCMA_DATA },
		{ "csts", OCXL_REG_CSTS },
		{ "fwver", OCXL_REG_FWVER },
		{ "ccap0", OCXL_REG_CCAP0 },
		{ "ccap1", OCXL_REG_CCAP1 },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(registers); i++)
		write_register_value(recorder, when, registers[i].name, registers[i].offset);
}

static void write_block(struct access_recorder *recorder, const char *when, const char *block,
			u32 offset)
{
	char name[32];
	u32 word;

	if (!ocxlpmem_is_mmio_range(offset, OCXL_BLOCK_SIZE))
		return;
	for (word = 0; word < WORDS_PER_BLOCK; word++) {
		scnprintf(name, sizeof(name), "%s%u", block, word);
		write_register_value(recorder, when, name, offset + word * 8);
	}
}

static void write_state(struct access_recorder *recorder, const char *when)
{
	u64 blocks;

	write_registers(recorder, when);
	if (ocxlpmem_read_register(recorder->original, OCXL_REG_ACMA_BLOCKS, &blocks))
		return;
	write_block(recorder, when, "request", OCXL_BLOCKS_REQUEST(blocks));
	write_block(recorder, when, "response", OCXL_BLOCKS_RESPONSE(blocks));
}

static void send_recorded_heartbeat(struct ocxlpmem_device *device,
				    struct access_recorder *recorder)
{
	struct ocxlpmem_caller caller = { 0 };
	struct ocxlpmem_rsp_header response;
	u64 call[CALL_WORDS] = { 0 };
	struct nd_cmd_pkg *package = (struct nd_cmd_pkg *)call;
	int rc;

	package->nd_family = NVDIMM_FAMILY_OCXL;
	package->nd_command = OCXLPMEM_CMD_HEARTBEAT;
	package->nd_size_out = sizeof(response);

	device->transport = &recorder->transport;
	device->mailbox.transport = &recorder->transport;
	rc = ocxlpmem_device_handle_call(device, &caller, call, sizeof(call));
	memcpy(&response, package->nd_payload, sizeof(response));
	device->transport = recorder->original;
	device->mailbox.transport = recorder->original;
	if (recorder->used + LINE_MAX <= recorder->size)
		recorder->used += scnprintf(recorder->text + recorder->used,
					    recorder->size - recorder->used, "heartbeat %d 0x%x\n",
					    rc, response.status);
}

size_t ocxlpmem_first_contact_write(struct ocxlpmem_device *device, char *text, size_t size)
{
	struct access_recorder recorder = {
		.transport = {
			.context = &recorder,
			.read64 = recording_read64,
			.write64 = recording_write64,
			.now_ns = recording_now_ns,
			.wait_us = recording_wait_us,
		},
		.original = device->transport,
		.text = text,
		.size = size,
	};

	if (size > 0)
		text[0] = '\0';
	write_state(&recorder, "before");
	recorder.began_ns = ocxlpmem_now_ns(device->transport);
	send_recorded_heartbeat(device, &recorder);
	write_state(&recorder, "after");
	return recorder.used;
}

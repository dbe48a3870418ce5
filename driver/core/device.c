// SPDX-License-Identifier: GPL-2.0-only
/*
 * One card as the driver sees it: start, end, health, events, and what sysfs says
 * of it (Documentation/protocol/wire.md 4.17 and 5).
 */
#include "command.h"
#include "poll.h"

/*
 * The posted driver enabled the first four. A card that raises the others too
 * spares its pollers a wait; one that does not loses nothing.
 */
#define INTERRUPTS \
	(OCXL_CHI_ELA | OCXL_CHI_CDA | OCXL_CHI_CFFS | OCXL_CHI_CHFS | OCXL_CHI_CRDY | OCXL_CHI_MA)

#define FLAG_NAME(number, NAME, name) [number] = #name,
static const char *const flag_names[OCXL_FLAG_COUNT] = { OCXL_FLAGS(FLAG_NAME) };

static const u64 event_bits[OCXL_EVENT_COUNT] = {
	[OCXL_EVENT_DUMP] = OCXL_CHI_CDA,
	[OCXL_EVENT_ERROR_LOG] = OCXL_CHI_ELA,
	[OCXL_EVENT_HARDWARE_FATAL] = OCXL_CHI_CHFS,
	[OCXL_EVENT_FIRMWARE_FATAL] = OCXL_CHI_CFFS,
	[OCXL_EVENT_MEMORY_AVAILABLE] = OCXL_CHI_MA,
};

static u64 raised_events(const struct ocxlpmem_device *device)
{
	u64 raised = 0;
	u32 event;

	for (event = 0; event < OCXL_EVENT_COUNT; event++) {
		if (device->health & event_bits[event])
			raised |= OCXL_BIT(event);
	}
	if (device->smart_failing)
		raised |= OCXL_BIT(OCXL_EVENT_SMART_NOTIFY);
	if (device->erase_failed)
		raised |= OCXL_BIT(OCXL_EVENT_ERASE_FAILED);
	return raised;
}

/* evidence waits on the card, or here for somebody to acknowledge it */
static bool has_error_log(const struct ocxlpmem_device *device, u64 health)
{
	return (health & OCXL_CHI_ELA) || device->retained_count > 0;
}

/* a late answer that has come is no longer missing, although nobody took it yet */
static bool is_stuck(const struct ocxlpmem_device *device, u64 health)
{
	return ocxlpmem_mailbox_is_stuck(&device->mailbox) && !(health & OCXL_CHI_ACRA);
}

static u32 words_of(const struct ocxlpmem_device *device, u64 health)
{
	bool words[OCXL_FLAG_COUNT] = {
		[OCXL_FLAG_NOT_READY] = !(health & OCXL_CHI_CRDY),
		[OCXL_FLAG_MEM_UNAVAILABLE] = !(health & OCXL_CHI_MA),
		[OCXL_FLAG_ERROR_LOG] = has_error_log(device, health),
		[OCXL_FLAG_DUMP] = (health & OCXL_CHI_CDA) != 0,
		[OCXL_FLAG_SMART_NOTIFY] = device->smart_failing,
		[OCXL_FLAG_HW_FATAL] = (health & OCXL_CHI_CHFS) != 0,
		[OCXL_FLAG_FW_FATAL] = (health & OCXL_CHI_CFFS) != 0,
		[OCXL_FLAG_ERASE_FAILED] = device->erase_failed,
		[OCXL_FLAG_MAILBOX_STUCK] = is_stuck(device, health),
	};
	u32 mask = 0;
	u32 word;

	for (word = 0; word < OCXL_FLAG_COUNT; word++)
		mask |= (u32)words[word] << word;
	return mask;
}

void ocxlpmem_device_update_events(struct ocxlpmem_device *device)
{
	u64 raised = raised_events(device);
	u64 began = raised & ~device->raised;
	u64 pending = raised;
	u32 words = words_of(device, device->health);
	u32 event;
	bool news;

	for (event = 0; event < OCXL_EVENT_COUNT; event++) {
		if (began & OCXL_BIT(event))
			device->event_count[event]++;
	}
	if (has_error_log(device, device->health))
		pending |= OCXL_BIT(OCXL_EVENT_ERROR_LOG);
	news = began || pending != device->pending || words != device->flag_words;
	device->raised = raised;
	device->pending = pending;
	device->flag_words = words;
	if (news && device->host->changed)
		device->host->changed(device->host->context);
}

/*
 * The controller is not ready any more. If it was reset, it has forgotten its enables and
 * every request, and its blocks may lie elsewhere afterwards. An answer that comes all the
 * same is one that nobody waits for, which the mailbox can deal with.
 */
static int start_anew(struct ocxlpmem_device *device)
{
	device->restarts++;
	device->mailbox_ready = false;
	ocxlpmem_mailbox_abandon_overdue(&device->mailbox);
	device->dump_asked = false;
	ocxlpmem_firmware_restarted(device);
	return ocxlpmem_write_register(device->transport, OCXL_REG_CHIE, INTERRUPTS);
}

/* pollers hear of that as well, once: their next question tells them */
static void note_gone(struct ocxlpmem_device *device, bool gone)
{
	bool news = device->gone != gone;

	device->gone = gone;
	if (news && device->host->changed)
		device->host->changed(device->host->context);
}

int ocxlpmem_device_refresh_health(struct ocxlpmem_device *device)
{
	u64 health;
	int rc = ocxlpmem_read_health(device->transport, &health);

	note_gone(device, rc != 0);
	if (rc)
		return rc;
	/* or was not ready for a while, as somebody saw who waited for an answer */
	if (device->health & (~health | device->mailbox.chi_seen_clear) & OCXL_CHI_CRDY)
		rc = start_anew(device);
	device->mailbox.chi_seen_clear = 0;
	/* what was tried after a failure, before it was ready, it may never have seen */
	if (~device->health & health & OCXL_CHI_CRDY)
		ocxlpmem_mailbox_presume_lost(&device->mailbox);
	device->health = health;
	ocxlpmem_device_update_events(device);
	return rc;
}

int ocxlpmem_device_init(struct ocxlpmem_device *device, const struct ocxlpmem_transport *transport,
			 const struct ocxlpmem_device_host *host,
			 const struct ocxlpmem_device_setup *setup)
{
	memset(device, 0, sizeof(*device));
	device->transport = transport;
	device->host = host;
	device->setup = *setup;
	/* the mailbox tells the time from here on, its blocks are read when first needed */
	device->mailbox.transport = transport;
	device->mailbox.save_stale = ocxlpmem_error_log_save_stale;
	device->mailbox.save_stale_context = device;
	device->cmd_mask = ocxlpmem_command_mask(setup->emulated);
	device->next_cursor = ((u64)setup->generation << 32) | 1;
	device->firmware.last_context = setup->generation;
	return ocxlpmem_write_register(device->transport, OCXL_REG_CHIE, INTERRUPTS);
}

void ocxlpmem_device_destroy(struct ocxlpmem_device *device)
{
	u32 i;

	/* a card that is gone cannot be told, and need not be */
	ocxlpmem_write_register(device->transport, OCXL_REG_CHIEC, OCXL_CHI_ALL);
	for (i = 0; i < device->retained_count; i++)
		device->host->release(device->host->context, device->retained[i].data);
	device->host->release(device->host->context, device->spare_buffer);
	device->retained_count = 0;
	device->spare_buffer = NULL;
}

void ocxlpmem_device_set_timeout(struct ocxlpmem_device *device, u8 opcode, u32 milliseconds)
{
	if (opcode < OCXL_OPCODE_COUNT)
		device->mailbox.timeout_ms[opcode] = milliseconds;
}

int ocxlpmem_device_format_flags(struct ocxlpmem_device *device, char *text, size_t size)
{
	size_t used = 0;
	u64 health;
	u32 words;
	u32 word;
	int rc;

	rc = ocxlpmem_read_health(device->transport, &health);
	if (rc)
		return rc;
	words = words_of(device, health);
	for (word = 0; word < OCXL_FLAG_COUNT; word++) {
		if (words & OCXL_BIT(word))
			used += scnprintf(text + used, size - used, "%s%s", used > 0 ? " " : "",
					  flag_names[word]);
	}
	used += scnprintf(text + used, size - used, "\n");
	return (int)used;
}

int ocxlpmem_device_read_fw_version(struct ocxlpmem_device *device, char version[8])
{
	u64 word;
	u32 i;
	int rc;

	rc = ocxlpmem_read_register(device->transport, OCXL_REG_FWVER, &word);
	if (rc)
		return rc;
	for (i = 0; i < 8; i++)
		version[i] = (char)(word >> (i * 8));
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Health of a card: register CHI, the events that follow from it, the words of the sysfs file
 * "flags", and restarts of the controller (Documentation/protocol/wire.md 4.17 and 5).
 */
#include "device-health.h"

#define FLAG_NAME(number, NAME, name) [number] = #name,
static const char *const flag_names[OCXL_FLAG_COUNT] = { OCXL_FLAGS(FLAG_NAME) };

static const u64 chi_of_event[OCXL_EVENT_COUNT] = {
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
		if (device->health & chi_of_event[event])
			raised |= OCXL_BIT(event);
	}
	if (device->smart_failing)
		raised |= OCXL_BIT(OCXL_EVENT_SMART_NOTIFY);
	if (device->erase_failed)
		raised |= OCXL_BIT(OCXL_EVENT_ERASE_FAILED);
	return raised;
}

/* entries are on the card, or retained here until a reader acknowledges them */
static bool has_error_log(const struct ocxlpmem_device *device, u64 health)
{
	return (health & OCXL_CHI_ELA) || device->retained_count > 0;
}

/* if ACRA is set, the overdue response has come, although nobody has read it yet */
static bool is_mailbox_stuck(const struct ocxlpmem_device *device, u64 health)
{
	return ocxlpmem_mailbox_is_stuck(&device->mailbox) && !(health & OCXL_CHI_ACRA);
}

static u32 current_flag_words(const struct ocxlpmem_device *device, u64 health)
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
		[OCXL_FLAG_MAILBOX_STUCK] = is_mailbox_stuck(device, health),
	};
	u32 mask = 0;
	u32 word;

	for (word = 0; word < OCXL_FLAG_COUNT; word++)
		mask |= (u32)words[word] << word;
	return mask;
}

static void wake_pollers(struct ocxlpmem_device *device)
{
	if (device->host->changed)
		device->host->changed(device->host->context);
}

void ocxlpmem_device_update_events(struct ocxlpmem_device *device)
{
	u64 raised = raised_events(device);
	u64 began = raised & ~device->raised;
	u64 pending = raised;
	u32 words = current_flag_words(device, device->health);
	u32 event;
	bool changed;

	for (event = 0; event < OCXL_EVENT_COUNT; event++) {
		if (began & OCXL_BIT(event))
			device->event_count[event]++;
	}
	if (has_error_log(device, device->health))
		pending |= OCXL_BIT(OCXL_EVENT_ERROR_LOG);
	changed = began || pending != device->pending || words != device->flag_words;
	device->raised = raised;
	device->pending = pending;
	device->flag_words = words;
	if (changed)
		wake_pollers(device);
}

/* the image is gone, or it is now running */
static void end_firmware_update(struct ocxlpmem_firmware_update *update)
{
	if (update->running)
		update->state = OCXL_FW_STATE_FAILED;
	else if (update->state == OCXL_FW_STATE_STAGED)
		update->state = OCXL_FW_STATE_IDLE;
	update->running = false;
}

/*
 * The controller lost CRDY. After a reset it has forgotten its interrupt enables and all requests,
 * and its blocks may have moved. If a response comes nevertheless, the mailbox treats it as stale.
 */
static int handle_restart(struct ocxlpmem_device *device)
{
	device->restarts++;
	device->mailbox_ready = false;
	ocxlpmem_mailbox_abandon_overdue(&device->mailbox);
	device->dump_requested = false;
	end_firmware_update(&device->firmware);
	return ocxlpmem_write_register(device->transport, OCXL_REG_CHIE, OCXL_CHI_INTERRUPTS);
}

/* wakes pollers once when the card disappears or returns: their next read fails, or works again */
static void set_gone(struct ocxlpmem_device *device, bool gone)
{
	bool changed = device->gone != gone;

	device->gone = gone;
	if (changed)
		wake_pollers(device);
}

int ocxlpmem_device_refresh_health(struct ocxlpmem_device *device)
{
	u64 health;
	int rc = ocxlpmem_read_health(device->transport, &health);

	set_gone(device, rc != 0);
	if (rc)
		return rc;
	/* CRDY is clear now, or was seen clear while a command waited for its response */
	if (device->health & (~health | device->mailbox.chi_seen_clear) & OCXL_CHI_CRDY)
		rc = handle_restart(device);
	device->mailbox.chi_seen_clear = 0;
	/* it may have missed a request that was sent before it was ready, after a fatal failure */
	if (~device->health & health & OCXL_CHI_CRDY)
		ocxlpmem_mailbox_presume_lost(&device->mailbox);
	device->health = health;
	ocxlpmem_device_update_events(device);
	return rc;
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
	words = current_flag_words(device, health);
	for (word = 0; word < OCXL_FLAG_COUNT; word++) {
		if (words & OCXL_BIT(word))
			used += scnprintf(text + used, size - used, "%s%s", used > 0 ? " " : "",
					  flag_names[word]);
	}
	used += scnprintf(text + used, size - used, "\n");
	return (int)used;
}

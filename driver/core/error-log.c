// SPDX-License-Identifier: GPL-2.0-only
/*
 * Wire command ERROR_LOG. The card forgets an entry at the acknowledge of its
 * answer, so the driver holds entries until a reader says that they are safe
 * (Documentation/protocol/wire.md 4.2, controller.md 4.4).
 *
 * Nothing is asked of the card before there is room for what it will forget: a
 * slot of the hold and device->spare_buffer. Both stay there through a time-out, for
 * the late answer.
 */
#include "command.h"

bool ocxlpmem_check_error_log(struct ocxlpmem_call *call)
{
	const struct ocxl_error_log_req *request = &call->request.error_log;

	return request->reserved == 0 && !(request->flags & ~OCXL_ERROR_LOG_ACKNOWLEDGE);
}

/* 0 is the start; a cursor of another life or of the future names nothing */
static bool is_issued(const struct ocxlpmem_device *device, u64 cursor)
{
	return cursor == 0 ||
	       (cursor > ((u64)device->setup.generation << 32) && cursor < device->next_cursor);
}

static const struct ocxlpmem_retained_entry *find_after(const struct ocxlpmem_device *device,
							u64 cursor)
{
	u32 i;

	for (i = 0; i < device->retained_count; i++) {
		if (device->retained[i].entry.cursor > cursor)
			return &device->retained[i];
	}
	return NULL;
}

static void drop_through(struct ocxlpmem_device *device, u64 cursor)
{
	u32 dropped = 0;

	while (dropped < device->retained_count &&
	       device->retained[dropped].entry.cursor <= cursor) {
		device->host->release(device->host->context, device->retained[dropped].data);
		dropped++;
	}
	if (dropped == 0)
		return;
	device->retained_count -= dropped;
	memmove(device->retained, device->retained + dropped,
		device->retained_count * sizeof(device->retained[0]));
	ocxlpmem_device_update_events(device);
}

static int reserve_room(struct ocxlpmem_device *device)
{
	if (!device->spare_buffer)
		device->spare_buffer =
			device->host->allocate(device->host->context, OCXL_ERROR_LOG_DATA_MAX);
	return device->spare_buffer ? 0 : -ENOMEM;
}

static bool has_room(struct ocxlpmem_device *device)
{
	return device->retained_count < OCXL_RETAINED_MAX && reserve_room(device) == 0;
}

static int read_fixed(struct ocxlpmem_mailbox *mailbox, struct ocxl_error_log_rsp *entry)
{
	u64 words[OCXL_ERROR_LOG_FIXED / 8];
	u32 i;
	int rc;

	for (i = 0; i < ARRAY_SIZE(words); i++) {
		rc = ocxlpmem_mailbox_read64(mailbox, i * 8, &words[i]);
		if (rc)
			return rc;
	}
	memset(entry, 0, sizeof(*entry));
	entry->log_identifier = (u32)OCXL_FIELD(words[OCXL_ERROR_LOG_IDENTITY / 8], 63, 32);
	entry->program_reference_code = (u32)OCXL_FIELD(words[OCXL_ERROR_LOG_IDENTITY / 8], 31, 0);
	entry->error_log_type = (u8)OCXL_FIELD(words[OCXL_ERROR_LOG_TYPE / 8], 63, 56);
	if (entry->error_log_type == OCXL_ERROR_LOG_GENERAL)
		entry->action_flags = (u32)OCXL_FIELD(words[OCXL_ERROR_LOG_TYPE / 8], 55, 32);
	entry->power_on_seconds = (u32)OCXL_FIELD(words[OCXL_ERROR_LOG_TYPE / 8], 31, 0);
	entry->timestamp = words[OCXL_ERROR_LOG_TIMESTAMP / 8];
	entry->wwid[0] = words[OCXL_ERROR_LOG_WWID0 / 8];
	entry->wwid[1] = words[OCXL_ERROR_LOG_WWID1 / 8];
	return ocxlpmem_mailbox_read(mailbox, OCXL_ERROR_LOG_FW_REVISION, entry->fw_revision,
				     sizeof(entry->fw_revision));
}

static bool is_length(const struct ocxlpmem_mailbox *mailbox, u32 length)
{
	return length >= OCXL_ERROR_LOG_LENGTH_FIXED && length <= OCXL_ERROR_LOG_LENGTH_MAX &&
	       length + OCXL_DATA_HEADER <= mailbox->data_size;
}

/* the spare room itself becomes the entry's when memory has run out meanwhile */
static u8 *keep_data(struct ocxlpmem_device *device, u32 size)
{
	u8 *data;

	if (size == 0)
		return NULL;
	data = device->host->allocate(device->host->context, size);
	if (data) {
		memcpy(data, device->spare_buffer, size);
		return data;
	}
	data = device->spare_buffer;
	device->spare_buffer = NULL;
	return data;
}

/* data buffer -> hold; there is a slot and device->spare_buffer */
static int take_entry(struct ocxlpmem_device *device, u32 length)
{
	struct ocxlpmem_retained_entry *held = &device->retained[device->retained_count];
	u32 size = length - OCXL_ERROR_LOG_LENGTH_FIXED;
	int rc;

	rc = read_fixed(&device->mailbox, &held->entry);
	if (!rc)
		rc = ocxlpmem_mailbox_read(&device->mailbox, OCXL_ERROR_LOG_FIXED,
					   device->spare_buffer, size);
	if (rc)
		return rc;
	held->entry.data_length = size;
	held->entry.cursor = device->next_cursor++;
	held->data = keep_data(device, size);
	device->retained_count++;
	return 0;
}

/* was the entry in the data buffer taken before: cards number and time them */
static int is_held(struct ocxlpmem_device *device, bool *held)
{
	struct ocxl_error_log_rsp entry;
	int rc = read_fixed(&device->mailbox, &entry);
	u32 i;

	*held = false;
	for (i = 0; !rc && !*held && i < device->retained_count; i++) {
		entry.cursor = device->retained[i].entry.cursor;
		entry.data_length = device->retained[i].entry.data_length;
		*held = memcmp(&entry, &device->retained[i].entry, sizeof(entry)) == 0;
	}
	return rc;
}

int ocxlpmem_error_log_save_stale(struct ocxlpmem_mailbox *mailbox, u8 opcode, void *context)
{
	struct ocxlpmem_device *device = context;
	bool held;
	u32 length;
	u64 header;
	int rc;

	/* when nobody knows what was asked, the data tell; an entry said twice is not one lost */
	if (opcode != OCXL_OPCODE_ERROR_LOG && opcode != OCXL_OPCODE_COUNT)
		return 0;
	rc = ocxlpmem_mailbox_read64(mailbox, 0, &header);
	if (rc)
		return rc == -EINVAL ? 0 : rc;
	length = OCXL_DATA_LENGTH16(header);
	if (OCXL_DATA_IDENTIFIER(header) != OCXL_IDENTIFIER_ERROR_LOG ||
	    !is_length(mailbox, length))
		return 0;
	/* of those that were given up not all have their slots; it stays on the card until one is free */
	if (device->retained_count == OCXL_RETAINED_MAX) {
		rc = is_held(device, &held);
		return rc ? rc : held ? 0 : -ENOMEM;
	}
	rc = reserve_room(device);
	return rc ? rc : take_entry(device, length);
}

static int ask_card(struct ocxlpmem_call *call)
{
	struct ocxlpmem_device *device = call->device;
	u32 length;
	u64 header;
	int rc;

	rc = ocxlpmem_call_fetch_data(call, 0, OCXL_IDENTIFIER_ERROR_LOG, &header);
	if (rc || call->status != OCXL_STATUS_OK)
		return rc;
	/* an answer out of turn took the room; this one stays on the card, unacknowledged */
	if (!has_room(device))
		return -ENOMEM;
	length = OCXL_DATA_LENGTH16(header);
	if (is_length(&device->mailbox, length))
		rc = take_entry(device, length);
	else
		call->status = OCXL_STATUS_BAD_RESPONSE;
	/* what could not be read is not said to have been: the next one who settles tries again */
	return rc ? rc : ocxlpmem_call_acknowledge(call, 0);
}

/* what an earlier request left behind comes first: it may be the entry that is wanted */
static int settle(struct ocxlpmem_call *call)
{
	struct ocxlpmem_device *device = call->device;
	int rc;

	rc = ocxlpmem_call_prepare(call, true);
	if (rc || call->status != OCXL_STATUS_OK)
		return rc;
	rc = reserve_room(device);
	if (rc)
		return rc;
	rc = ocxlpmem_mailbox_drain(&device->mailbox, OCXL_OPCODE_ERROR_LOG, &call->status);
	if (rc || call->status != OCXL_STATUS_OK)
		return rc;
	/* the controller may have been reset meanwhile: its blocks may lie elsewhere now */
	return ocxlpmem_call_prepare(call, true);
}

static int fetch_after(struct ocxlpmem_call *call, u64 cursor)
{
	struct ocxlpmem_device *device = call->device;
	int rc;

	rc = settle(call);
	if (rc || call->status != OCXL_STATUS_OK)
		return rc;
	if (find_after(device, cursor) || !(device->health & OCXL_CHI_ELA))
		return 0;
	if (device->retained_count == OCXL_RETAINED_MAX) {
		call->status = OCXL_STATUS_HOLD_FULL;
		return 0;
	}
	rc = ask_card(call);
	if (rc)
		return rc;
	return ocxlpmem_device_refresh_health(device);
}

int ocxlpmem_service_error_log(struct ocxlpmem_call *call)
{
	struct ocxlpmem_device *device = call->device;
	const struct ocxlpmem_retained_entry *held;
	const struct ocxl_error_log_req *request = &call->request.error_log;
	int rc = 0;

	if (!is_issued(device, request->cursor)) {
		call->status = OCXL_STATUS_NO_ENTRY;
		return 0;
	}
	if (request->flags & OCXL_ERROR_LOG_ACKNOWLEDGE)
		drop_through(device, request->cursor);
	if (!find_after(device, request->cursor))
		rc = fetch_after(call, request->cursor);
	if (rc || call->status != OCXL_STATUS_OK)
		return rc;
	held = find_after(device, request->cursor);
	if (held) {
		ocxlpmem_call_add_record(call, &held->entry);
		if (held->data)
			ocxlpmem_call_add_data(call, held->data, held->entry.data_length);
	}
	return 0;
}

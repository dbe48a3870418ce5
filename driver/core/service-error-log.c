// SPDX-License-Identifier: GPL-2.0-only
/*
 * Wire command ERROR_LOG. The card forgets an entry when its response is acknowledged, so the
 * driver retains entries until a reader acknowledges them (wire.md 4.2,
 * controller.md 4.4).
 *
 * The driver asks the card for an entry only when it has memory for it: a free element of
 * device->retained, and device->spare_buffer. If the request times out, both stay free for the
 * overdue response.
 */
#include "service.h"

bool ocxlpmem_check_error_log(struct ocxlpmem_call *call)
{
	const struct ocxlpmem_error_log_req *request = &call->request.error_log;

	return request->reserved == 0 && !(request->flags & ~OCXLPMEM_ERROR_LOG_ACKNOWLEDGE);
}

/* 0 is the start; cursors of another generation or behind the last entry are unknown */
static bool is_known_cursor(const struct ocxlpmem_device *device, u64 cursor)
{
	return cursor == 0 ||
	       (cursor > ((u64)device->setup.generation << 32) && cursor < device->next_cursor);
}

static const struct ocxlpmem_retained_entry *
find_retained_after(const struct ocxlpmem_device *device, u64 cursor)
{
	u32 i;

	for (i = 0; i < device->retained_count; i++) {
		if (device->retained[i].entry.cursor > cursor)
			return &device->retained[i];
	}
	return NULL;
}

static void acknowledge_through(struct ocxlpmem_device *device, u64 cursor)
{
	u32 released = 0;

	while (released < device->retained_count &&
	       device->retained[released].entry.cursor <= cursor) {
		device->host->release(device->host->context, device->retained[released].data);
		released++;
	}
	if (released == 0)
		return;
	device->retained_count -= released;
	memmove(device->retained, device->retained + released,
		device->retained_count * sizeof(device->retained[0]));
	ocxlpmem_device_update_events(device);
}

static int reserve_spare_buffer(struct ocxlpmem_device *device)
{
	if (!device->spare_buffer)
		device->spare_buffer =
			device->host->allocate(device->host->context, OCXL_ERROR_LOG_DATA_MAX);
	return device->spare_buffer ? 0 : -ENOMEM;
}

static bool can_retain_entry(struct ocxlpmem_device *device)
{
	return device->retained_count < OCXL_RETAINED_MAX && reserve_spare_buffer(device) == 0;
}

static int read_entry_header(struct ocxlpmem_mailbox *mailbox, struct ocxlpmem_error_log_rsp *entry)
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
	entry->log_id = (u32)FIELD_GET(GENMASK_ULL(63, 32), words[OCXL_ERROR_LOG_IDENTITY / 8]);
	entry->reference_code =
		(u32)FIELD_GET(GENMASK_ULL(31, 0), words[OCXL_ERROR_LOG_IDENTITY / 8]);
	entry->error_log_type = (u8)FIELD_GET(GENMASK_ULL(63, 56), words[OCXL_ERROR_LOG_TYPE / 8]);
	if (entry->error_log_type == OCXLPMEM_ERROR_LOG_GENERAL)
		entry->action_flags =
			(u32)FIELD_GET(GENMASK_ULL(55, 32), words[OCXL_ERROR_LOG_TYPE / 8]);
	entry->power_on_seconds =
		(u32)FIELD_GET(GENMASK_ULL(31, 0), words[OCXL_ERROR_LOG_TYPE / 8]);
	entry->card_timestamp = words[OCXL_ERROR_LOG_TIMESTAMP / 8];
	entry->wwid[0] = words[OCXL_ERROR_LOG_WWID0 / 8];
	entry->wwid[1] = words[OCXL_ERROR_LOG_WWID1 / 8];
	return ocxlpmem_mailbox_read(mailbox, OCXL_ERROR_LOG_FW_REVISION, entry->fw_version,
				     sizeof(entry->fw_version));
}

static bool is_valid_entry_length(const struct ocxlpmem_mailbox *mailbox, u32 length)
{
	return length >= OCXL_ERROR_LOG_LENGTH_FIXED && length <= OCXL_ERROR_LOG_LENGTH_MAX &&
	       length + OCXL_DATA_HEADER <= mailbox->data_size;
}

/* copies the data out of the spare buffer; without memory the entry gets the spare buffer itself */
static u8 *copy_spare_buffer(struct ocxlpmem_device *device, u32 size)
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

/* retains the entry in the data buffer; can_retain_entry() was true */
static int retain_entry(struct ocxlpmem_device *device, u32 length)
{
	struct ocxlpmem_retained_entry *retained = &device->retained[device->retained_count];
	u32 size = length - OCXL_ERROR_LOG_LENGTH_FIXED;
	int rc;

	rc = read_entry_header(&device->mailbox, &retained->entry);
	if (!rc)
		rc = ocxlpmem_mailbox_read(&device->mailbox, OCXL_ERROR_LOG_FIXED,
					   device->spare_buffer, size);
	if (rc)
		return rc;
	retained->entry.data_length = size;
	retained->entry.cursor = device->next_cursor++;
	retained->data = copy_spare_buffer(device, size);
	device->retained_count++;
	ocxlpmem_kept_conditions_add_entry(device, &retained->entry);
	return 0;
}

/* is the entry in the data buffer retained already; number and time stamp make entries unique */
static int check_retained(struct ocxlpmem_device *device, bool *is_retained)
{
	struct ocxlpmem_error_log_rsp entry;
	int rc = read_entry_header(&device->mailbox, &entry);
	u32 i;

	*is_retained = false;
	for (i = 0; !rc && !*is_retained && i < device->retained_count; i++) {
		entry.cursor = device->retained[i].entry.cursor;
		entry.data_length = device->retained[i].entry.data_length;
		*is_retained = memcmp(&entry, &device->retained[i].entry, sizeof(entry)) == 0;
	}
	return rc;
}

int ocxlpmem_error_log_save_stale(struct ocxlpmem_mailbox *mailbox, u8 opcode, void *context)
{
	struct ocxlpmem_device *device = context;
	bool is_retained;
	u32 length;
	u64 header;
	int rc;

	/* if the opcode is unknown, the data tell; better an entry twice than an entry lost */
	if (opcode != OCXL_OPCODE_ERROR_LOG && opcode != OCXL_OPCODE_COUNT)
		return 0;
	rc = ocxlpmem_mailbox_read64(mailbox, 0, &header);
	if (rc)
		return rc == -EINVAL ? 0 : rc;
	length = OCXL_DATA_LENGTH16(header);
	if (OCXL_DATA_IDENTIFIER(header) != OCXL_IDENTIFIER_ERROR_LOG ||
	    !is_valid_entry_length(mailbox, length))
		return 0;
	/* abandoned requests reserve no space: the entry stays on the card until there is some */
	if (device->retained_count == OCXL_RETAINED_MAX) {
		rc = check_retained(device, &is_retained);
		return rc ? rc : is_retained ? 0 : -ENOMEM;
	}
	rc = reserve_spare_buffer(device);
	return rc ? rc : retain_entry(device, length);
}

/* status that a card may return for "there is no entry"; each other status has a known meaning */
static bool is_refusal(u8 status)
{
	return status == OCXLPMEM_STATUS_FAILED || status == OCXLPMEM_STATUS_BAD_REQUEST_PARM ||
	       status == OCXLPMEM_STATUS_BAD_DATA_PARM;
}

static int fetch_entry(struct ocxlpmem_call *call)
{
	struct ocxlpmem_device *device = call->device;
	u32 length;
	u64 header;
	int rc;

	rc = ocxlpmem_call_fetch_data(call, 0, OCXL_IDENTIFIER_ERROR_LOG, &header);
	if (rc || call->status != OCXLPMEM_STATUS_OK)
		return rc;
	/* a stale response took the space; this entry stays on the card, unacknowledged */
	if (!can_retain_entry(device))
		return -ENOMEM;
	length = OCXL_DATA_LENGTH16(header);
	if (is_valid_entry_length(&device->mailbox, length))
		rc = retain_entry(device, length);
	else
		call->status = OCXLPMEM_STATUS_BAD_RESPONSE;
	/* after an error leave it unacknowledged; the next drain retries */
	return rc ? rc : ocxlpmem_call_acknowledge(call, 0);
}

/*
 * The card has refused to give an entry. No public source says that ELA is a level: it may stay set
 * after the last entry. So it is cleared after an entry that the reader has got. A level is set
 * again at once: the reader gets the refusal. Else the log is empty, unless an entry came before
 * ELA was cleared.
 */
static int handle_refusal(struct ocxlpmem_call *call, u64 cursor)
{
	struct ocxlpmem_device *device = call->device;
	int rc;

	if (!cursor)
		return 0;
	rc = ocxlpmem_write_register(device->transport, OCXL_REG_CHIC, OCXL_CHI_ELA);
	if (!rc)
		rc = ocxlpmem_device_refresh_health(device);
	if (rc || (device->health & OCXL_CHI_ELA))
		return rc;
	call->status = OCXLPMEM_STATUS_OK;
	rc = fetch_entry(call);
	if (is_refusal(call->status))
		call->status = OCXLPMEM_STATUS_OK;
	return rc;
}

/* an overdue response may hold the wanted entry */
static int drain_mailbox(struct ocxlpmem_call *call)
{
	struct ocxlpmem_device *device = call->device;
	int rc;

	rc = ocxlpmem_call_prepare(call, true);
	if (rc || call->status != OCXLPMEM_STATUS_OK)
		return rc;
	rc = reserve_spare_buffer(device);
	if (rc)
		return rc;
	rc = ocxlpmem_mailbox_drain(&device->mailbox, OCXL_OPCODE_ERROR_LOG, &call->status);
	if (rc || call->status != OCXLPMEM_STATUS_OK)
		return rc;
	/* the controller may have restarted meanwhile and moved its blocks */
	return ocxlpmem_call_prepare(call, true);
}

static int fetch_entry_after(struct ocxlpmem_call *call, u64 cursor)
{
	struct ocxlpmem_device *device = call->device;
	int rc;

	rc = drain_mailbox(call);
	if (rc || call->status != OCXLPMEM_STATUS_OK)
		return rc;
	if (find_retained_after(device, cursor) || !(device->health & OCXL_CHI_ELA))
		return 0;
	if (device->retained_count == OCXL_RETAINED_MAX) {
		call->status = OCXLPMEM_STATUS_HOLD_FULL;
		return 0;
	}
	rc = fetch_entry(call);
	if (!rc && is_refusal(call->status))
		rc = handle_refusal(call, cursor);
	if (rc)
		return rc;
	return ocxlpmem_device_refresh_health(device);
}

int ocxlpmem_service_error_log(struct ocxlpmem_call *call)
{
	struct ocxlpmem_device *device = call->device;
	const struct ocxlpmem_retained_entry *retained;
	const struct ocxlpmem_error_log_req *request = &call->request.error_log;
	int rc = 0;

	if (!is_known_cursor(device, request->cursor)) {
		call->status = OCXLPMEM_STATUS_NO_ENTRY;
		return 0;
	}
	if (request->flags & OCXLPMEM_ERROR_LOG_ACKNOWLEDGE)
		acknowledge_through(device, request->cursor);
	if (!find_retained_after(device, request->cursor))
		rc = fetch_entry_after(call, request->cursor);
	if (rc || call->status != OCXLPMEM_STATUS_OK)
		return rc;
	retained = find_retained_after(device, request->cursor);
	if (retained) {
		ocxlpmem_call_add_record(call, &retained->entry);
		if (retained->data)
			ocxlpmem_call_add_data(call, retained->data, retained->entry.data_length);
	}
	return 0;
}

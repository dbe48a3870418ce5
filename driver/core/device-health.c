// SPDX-License-Identifier: GPL-2.0-only
/*
 * Health of a card: register CHI, the words of the sysfs file "flags", events, restarts of the
 * controller, and what takes longer than the card allows (wire.md 4.17 and 5, controller.md 2.1).
 */
#include "service.h"

#define NS_PER_S 1000000000ULL

static void update_clock(struct ocxlpmem_overdue_clock *clock, bool is_awaited, bool restarted,
			 u64 now_ns, u32 limit_s)
{
	if (!is_awaited) {
		clock->since_ns = OCXL_NEVER;
	} else if (clock->since_ns == OCXL_NEVER || restarted) {
		clock->since_ns = now_ns;
		clock->limit_ns = limit_s * NS_PER_S;
	}
}

void ocxlpmem_overdue_update(struct ocxlpmem_device *device, u64 health, bool restarted)
{
	bool is_ready = (health & OCXL_CHI_CRDY) != 0;
	bool awaits_memory = is_ready && !(health & OCXL_CHI_MA) && !device->erasing;
	u64 now_ns = ocxlpmem_now_ns(device->transport);
	u64 ccap0 = 0;

	if ((!is_ready || awaits_memory) &&
	    ocxlpmem_read_register(device->transport, OCXL_REG_CCAP0, &ccap0))
		ccap0 = 0;
	update_clock(&device->ready_clock, !is_ready && !device->shut_down, restarted, now_ns,
		     OCXL_CCAP0_READINESS_TIMEOUT(ccap0));
	update_clock(&device->memory_clock, awaits_memory, restarted, now_ns,
		     OCXL_CCAP0_MEMORY_TIMEOUT(ccap0));
}

static u64 overdue_ns(const struct ocxlpmem_overdue_clock *clock)
{
	if (clock->since_ns == OCXL_NEVER || clock->limit_ns == 0)
		return OCXL_NEVER;
	return clock->since_ns + clock->limit_ns;
}

static const u64 chi_of_event[OCXLPMEM_EVENT_COUNT] = {
	[OCXLPMEM_EVENT_DUMP] = OCXL_CHI_CDA,
	[OCXLPMEM_EVENT_ERROR_LOG] = OCXL_CHI_ELA,
	[OCXLPMEM_EVENT_HARDWARE_FATAL] = OCXL_CHI_CHFS,
	[OCXLPMEM_EVENT_FIRMWARE_FATAL] = OCXL_CHI_CFFS,
	[OCXLPMEM_EVENT_MEMORY_AVAILABLE] = OCXL_CHI_MA,
};

static u64 raised_events(const struct ocxlpmem_device *device)
{
	u64 raised = 0;
	u32 event;

	for (event = 0; event < OCXLPMEM_EVENT_COUNT; event++) {
		if (device->health & chi_of_event[event])
			raised |= BIT_ULL(event);
	}
	if (device->smart_failing)
		raised |= BIT_ULL(OCXLPMEM_EVENT_SMART_NOTIFY);
	if (device->erase_failed)
		raised |= BIT_ULL(OCXLPMEM_EVENT_ERASE_FAILED);
	return raised;
}

static bool has_error_log(const struct ocxlpmem_device *device, u64 health)
{
	return (health & OCXL_CHI_ELA) || device->retained_count > 0;
}

static void count_event(struct ocxlpmem_device *device, u32 event)
{
	const struct ocxlpmem_device_host *host = device->host;

	device->event_count[event]++;
	if (host->event_raised)
		host->event_raised(host->context, event, device->event_count[event]);
}

static bool count_events(struct ocxlpmem_device *device)
{
	u64 raised = raised_events(device);
	u64 began = raised & ~device->raised;
	u64 pending = raised;
	u32 event;
	bool changed;

	for (event = 0; event < OCXLPMEM_EVENT_COUNT; event++) {
		if (began & BIT_ULL(event))
			count_event(device, event);
	}
	if (has_error_log(device, device->health))
		pending |= BIT_ULL(OCXLPMEM_EVENT_ERROR_LOG);
	changed = began || pending != device->pending;
	device->raised = raised;
	device->pending = pending;
	return changed;
}

/*
 * Longer than a program needs between two pieces, also if other commands have the card meanwhile
 * (wire.md 5)
 */
#define FW_QUIET_NS (60 * 1000000000ULL)

#define FLAG_NAME(flag, name) [flag] = #name,
static const char *const flag_names[OCXLPMEM_FLAG_COUNT] = { OCXLPMEM_FLAGS(FLAG_NAME) };

/* each flag has a word */
#define FLAG_BIT(flag, name) | (1U << (flag))
OCXLPMEM_ASSERT((0U OCXLPMEM_FLAGS(FLAG_BIT)) == (1U << OCXLPMEM_FLAG_COUNT) - 1);

/* all words, each with a space or the newline behind it */
#define FLAG_SIZE(flag, name) sizeof(#name) +
OCXLPMEM_ASSERT(OCXLPMEM_FLAGS(FLAG_SIZE) 0 < OCXL_FLAGS_TEXT_SIZE);

/* if ACRA is set, the overdue response has come, but was not read yet */
static bool is_mailbox_stuck(const struct ocxlpmem_device *device, u64 health, u64 now_ns)
{
	return now_ns >= ocxlpmem_mailbox_stuck_ns(&device->mailbox) && !(health & OCXL_CHI_ACRA);
}

/* when an image is incomplete: at once after an abort, later if a running update sends nothing */
static u64 fw_incomplete_ns(const struct ocxlpmem_firmware_update *update)
{
	if (!update->partial)
		return OCXL_NEVER;
	return update->running ? update->active_ns + FW_QUIET_NS : 0;
}

static bool is_overdue(const struct ocxlpmem_overdue_clock *clock, u64 now_ns)
{
	return now_ns >= overdue_ns(clock);
}

static u32 kept_flag_words(const struct ocxlpmem_device *device)
{
#define KEPT_WORD(kept, flag, name) (device->kept_conditions & (kept) ? 1U << (flag) : 0) |
	return (u32)(OCXLPMEM_KEPT_CONDITIONS(KEPT_WORD) 0);
}

/* an unread answer after the time limit, with CRDY clear, is that of a shutdown that succeeded */
static bool has_shut_down_late(const struct ocxlpmem_device *device, u64 health)
{
	const struct ocxlpmem_mailbox *mailbox = &device->mailbox;

	return mailbox->overdue && mailbox->overdue_opcode == OCXL_OPCODE_SHUTDOWN &&
	       (health & (OCXL_CHI_ACRA | OCXL_CHI_CRDY)) == OCXL_CHI_ACRA;
}

static bool is_shut_down(const struct ocxlpmem_device *device, u64 health)
{
	return (device->shut_down && !(health & OCXL_CHI_CRDY)) ||
	       has_shut_down_late(device, health);
}

/* @health may be newer than device->health and the clocks: a clock counts while its bit is clear */
static u32 current_flag_words(const struct ocxlpmem_device *device, u64 health)
{
	u64 now_ns = ocxlpmem_now_ns(device->transport);
	bool is_ready = (health & OCXL_CHI_CRDY) != 0;
	bool has_memory = (health & OCXL_CHI_MA) != 0;
	bool words[OCXLPMEM_FLAG_COUNT] = {
		[OCXLPMEM_FLAG_NOT_READY] = !is_ready,
		[OCXLPMEM_FLAG_MEM_UNAVAILABLE] = !has_memory,
		[OCXLPMEM_FLAG_ERROR_LOG] = has_error_log(device, health),
		[OCXLPMEM_FLAG_DUMP] = (health & OCXL_CHI_CDA) != 0,
		[OCXLPMEM_FLAG_SMART_NOTIFY] = device->smart_failing,
		[OCXLPMEM_FLAG_HW_FATAL] = (health & OCXL_CHI_CHFS) != 0,
		[OCXLPMEM_FLAG_FW_FATAL] = (health & OCXL_CHI_CFFS) != 0,
		[OCXLPMEM_FLAG_ERASE_FAILED] = device->erase_failed,
		[OCXLPMEM_FLAG_MAILBOX_STUCK] = is_mailbox_stuck(device, health, now_ns),
		[OCXLPMEM_FLAG_NOT_READY_OVERDUE] = !is_ready &&
						    is_overdue(&device->ready_clock, now_ns),
		[OCXLPMEM_FLAG_MEM_UNAVAILABLE_OVERDUE] = is_ready && !has_memory &&
							  is_overdue(&device->memory_clock, now_ns),
		[OCXLPMEM_FLAG_SHUT_DOWN] = is_shut_down(device, health),
		[OCXLPMEM_FLAG_FW_UPDATE_INCOMPLETE] = now_ns >=
						       fw_incomplete_ns(&device->firmware),
	};
	u32 mask = kept_flag_words(device);
	u32 word;

	if (health == OCXL_CHI_GONE)
		return mask | (u32)BIT_ULL(OCXLPMEM_FLAG_GONE);
	for (word = 0; word < OCXLPMEM_FLAG_COUNT; word++)
		mask |= (u32)words[word] << word;
	return mask;
}

static void wake_pollers(struct ocxlpmem_device *device)
{
	if (device->host->changed)
		device->host->changed(device->host->context);
}

/* true if anything changed */
static bool update_state(struct ocxlpmem_device *device)
{
	bool changed;
	u32 words;

	/* before the words are computed, so that a word that becomes due in between is noticed */
	device->checked_ns = ocxlpmem_now_ns(device->transport);
	words = current_flag_words(device, device->gone ? OCXL_CHI_GONE : device->health);
	changed = words != device->flag_words;
	device->flag_words = words;
	changed |= count_events(device);
	return changed;
}

void ocxlpmem_device_update_events(struct ocxlpmem_device *device)
{
	if (update_state(device))
		wake_pollers(device);
}

/* the image is gone, or it is now running */
static void end_firmware_update(struct ocxlpmem_firmware_update *update)
{
	if (update->running)
		update->state = OCXLPMEM_FW_STATE_FAILED;
	else if (update->state == OCXLPMEM_FW_STATE_STAGED)
		update->state = OCXLPMEM_FW_STATE_IDLE;
	update->running = false;
	update->partial = false;
}

int ocxlpmem_device_enable_interrupts(struct ocxlpmem_device *device)
{
	const struct ocxlpmem_device_host *host = device->host;
	int rc = host->set_targets ? host->set_targets(host->context) : 0;
	u64 enabled;

	if (!rc)
		rc = ocxlpmem_write_register(device->transport, OCXL_REG_CHIE, OCXL_CHI_INTERRUPTS);
	if (rc)
		return rc;
	/* no public source says that CHIE can be read */
	device->shows_enables =
		!device->transport->read64(device->transport->context, OCXL_REG_CHIE, &enabled) &&
		(enabled & OCXL_CHI_INTERRUPTS);
	return 0;
}

/*
 * The controller was reset. It has forgotten its interrupt enables with their targets and all
 * requests, and its blocks may have moved. A response that comes nevertheless is stale.
 */
static int handle_restart(struct ocxlpmem_device *device)
{
	device->restarts++;
	device->mailbox_ready = false;
	ocxlpmem_mailbox_abandon_overdue(&device->mailbox);
	device->dump_requested = false;
	/* from now on it may be overdue that the memory is not available */
	device->erasing = false;
	end_firmware_update(&device->firmware);
	return ocxlpmem_device_enable_interrupts(device);
}

/* also wakes pollers when reading CHI begins to fail, or works again */
static void set_reachability(struct ocxlpmem_device *device, bool unreachable, bool gone)
{
	bool changed = device->unreachable != unreachable;

	if (gone && !device->gone && device->host->log)
		device->host->log(device->host->context, true,
				  "the card has disappeared: its registers read as ones");
	device->unreachable = unreachable;
	device->gone = gone;
	if (update_state(device) || changed)
		wake_pollers(device);
}

/*
 * A reset between two reads of CHI leaves no other trace. Interrupt handlers disable bits as long
 * as they are set, so this says nothing if all are, nor on a card whose CHIE cannot be read.
 */
static bool has_forgotten_enables(const struct ocxlpmem_device *device, u64 health)
{
	u64 enabled;

	if (!device->shows_enables || !(OCXL_CHI_INTERRUPTS & ~(health | device->health)))
		return false;
	if (device->transport->read64(device->transport->context, OCXL_REG_CHIE, &enabled))
		return false;
	return !(enabled & OCXL_CHI_INTERRUPTS);
}

/* CRDY is clear, or was clear while a command waited for its response, or the card was gone */
static bool has_restarted(const struct ocxlpmem_device *device, u64 health)
{
	u64 seen_clear = ~health | device->mailbox.seen_clear;

	return (device->health & seen_clear & OCXL_CHI_CRDY) || device->gone ||
	       has_forgotten_enables(device, health);
}

/* After a shutdown, CRDY becomes clear once. Each other sign of a restart is a reset. */
static void update_shut_down(struct ocxlpmem_device *device, u64 health, bool restarted)
{
	bool starts = (~device->health & health & OCXL_CHI_CRDY) != 0;
	bool stops = (device->health & ~health & OCXL_CHI_CRDY) != 0;

	if (has_shut_down_late(device, health))
		device->shut_down = true;
	else if (starts || (restarted && !stops))
		device->shut_down = false;
}

static int evaluate_health(struct ocxlpmem_device *device, u64 health)
{
	bool restarted = has_restarted(device, health);
	int rc;

	update_shut_down(device, health, restarted);
	rc = restarted ? handle_restart(device) : 0;
	device->mailbox.seen_clear = 0;
	/* after a fatal failure, it may have missed a request sent before it was ready */
	if (~device->health & health & OCXL_CHI_CRDY)
		ocxlpmem_mailbox_presume_lost(&device->mailbox);
	ocxlpmem_overdue_update(device, health, restarted);
	device->health = health;
	set_reachability(device, false, false);
	return rc;
}

int ocxlpmem_device_refresh_health(struct ocxlpmem_device *device)
{
	u64 health = 0;
	int rc = ocxlpmem_read_health(device->transport, &health);

	if (!rc)
		return evaluate_health(device, health);
	set_reachability(device, true, health == OCXL_CHI_GONE);
	return rc;
}

int ocxlpmem_device_format_flags(struct ocxlpmem_device *device, char *text, size_t size)
{
	size_t used = 0;
	u64 health = 0;
	u32 words;
	u32 word;
	int rc;

	rc = ocxlpmem_read_health(device->transport, &health);
	if (rc && health != OCXL_CHI_GONE)
		return rc;
	words = current_flag_words(device, health);
	for (word = 0; word < OCXLPMEM_FLAG_COUNT; word++) {
		if (words & BIT_ULL(word))
			used += scnprintf(text + used, size - used, "%s%s", used > 0 ? " " : "",
					  flag_names[word]);
	}
	used += scnprintf(text + used, size - used, "\n");
	return (int)used;
}

/* what was due before the last check was part of it */
static u64 unless_checked(const struct ocxlpmem_device *device, u64 due_ns)
{
	return due_ns > device->checked_ns ? due_ns : OCXL_NEVER;
}

u64 ocxlpmem_device_next_check_ns(const struct ocxlpmem_device *device)
{
	u64 next_ns, due_ns;

	if (device->unreachable)
		return OCXL_NEVER;
	next_ns = unless_checked(device, overdue_ns(&device->ready_clock));
	due_ns = unless_checked(device, overdue_ns(&device->memory_clock));
	next_ns = min_t(u64, next_ns, due_ns);
	due_ns = unless_checked(device, fw_incomplete_ns(&device->firmware));
	next_ns = min_t(u64, next_ns, due_ns);
	due_ns = unless_checked(device, ocxlpmem_mailbox_stuck_ns(&device->mailbox));
	return min_t(u64, next_ns, due_ns);
}

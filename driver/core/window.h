/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Windows: from the text of the module parameters map, add and remove to a list
 * of steps, or to an error that changes nothing (Documentation/protocol/windows.md).
 * Pure: what only the kernel knows is asked through struct ocxlpmem_window_host.
 */
#ifndef OCXL_CORE_WINDOW_H
#define OCXL_CORE_WINDOW_H

#include "port.h"

/* start and size are multiples of this; the label area takes as much */
#define OCXL_WINDOW_UNIT	(16ULL << 20)
/* a window has to be larger than label area and smallest namespace together */
#define OCXL_WINDOW_SIZE_MIN	(32ULL << 20)
/* windows in all */
#define OCXL_WINDOWS_MAX	64
/* bytes that the text of one window takes at most, comma included */
#define OCXL_WINDOW_TEXT_MAX	64
/* bytes that a message takes at most */
#define OCXL_WINDOW_MESSAGE_MAX 160

/**
 * struct ocxlpmem_window - one range of physical memory, and whose it is
 * @start: physical address of its first byte
 * @size: bytes
 * @has_card: a card was named
 * @domain: of that card
 * @bus: of that card
 * @device: of that card
 * @function: of that card
 */
struct ocxlpmem_window {
	u64 start;
	u64 size;
	bool has_card;
	u16 domain;
	u8 bus;
	u8 device;
	u8 function;
};

/**
 * struct ocxlpmem_windows - windows in address order, none overlapping another
 * @window: the array
 * @count: how many of them
 */
struct ocxlpmem_windows {
	struct ocxlpmem_window window[OCXL_WINDOWS_MAX];
	u32 count;
};

enum ocxlpmem_window_operation {
	OCXL_WINDOW_MAP, /* these and no others */
	OCXL_WINDOW_ADD, /* these too */
	OCXL_WINDOW_REMOVE, /* these no more */
};

enum ocxlpmem_window_action {
	OCXL_WINDOW_CREATE,
	OCXL_WINDOW_EXPAND,
	OCXL_WINDOW_DELETE,
};

/**
 * struct ocxlpmem_window_step - one thing to do
 * @action: what
 * @window: as it will be; for OCXL_WINDOW_DELETE as it is
 */
struct ocxlpmem_window_step {
	enum ocxlpmem_window_action action;
	struct ocxlpmem_window window;
};

/**
 * struct ocxlpmem_window_plan - what a write amounts to
 * @wanted: the windows that the text names
 * @step: what is to be done; what creates comes first, what deletes last, so that
 *	whatever fails on the way can be taken back
 * @count: steps
 */
struct ocxlpmem_window_plan {
	struct ocxlpmem_windows wanted;
	struct ocxlpmem_window_step step[2 * OCXL_WINDOWS_MAX];
	u32 count;
};

/**
 * struct ocxlpmem_window_host - what the planner cannot know
 * @context: handed to every operation
 * @is_ram: does the kernel use any byte of this range as System RAM. May be NULL
 * @is_claimed: has a driver claimed any byte of this range. May be NULL, then none has
 * @is_addressable: can the kernel address all of this range. May be NULL, then it can
 * @has_card: is the card there that a window names. May be NULL, then no card is
 */
struct ocxlpmem_window_host {
	void *context;
	bool (*is_ram)(void *context, u64 start, u64 size);
	bool (*is_claimed)(void *context, u64 start, u64 size);
	bool (*is_addressable)(void *context, u64 start, u64 size);
	bool (*has_card)(void *context, const struct ocxlpmem_window *window);
};

/**
 * ocxlpmem_window_plan() - what a write to a module parameter amounts to
 * @plan: filled; only valid on success
 * @verb: which parameter
 * @text: windows, separated by commas; white space around the whole is ignored
 * @size: bytes of @text
 * @existing: the windows there are
 * @host: what the planner cannot know
 * @why: on error receives what is wrong, terminated, OCXL_WINDOW_MESSAGE_MAX bytes
 *
 * Return: 0, -EINVAL (malformed, zero, wrapping, unaligned, not addressable, too small,
 * shrinking, another card), -EEXIST (overlap, or a card named twice), -EBUSY (System RAM,
 * or claimed), -ENOENT (nothing to remove there), -ENODEV (no such card), -ENOSPC (more than
 * OCXL_WINDOWS_MAX windows).
 */
int ocxlpmem_window_plan(struct ocxlpmem_window_plan *plan, enum ocxlpmem_window_operation verb,
			 const char *text, size_t size, const struct ocxlpmem_windows *existing,
			 const struct ocxlpmem_window_host *host, char *why);

/**
 * ocxlpmem_window_format() - a window as it is written
 * @window: what
 * @text: receives it, terminated
 * @size: bytes of @text, OCXL_WINDOW_TEXT_MAX suffice
 *
 * Return: bytes written without the NUL.
 */
int ocxlpmem_window_format(const struct ocxlpmem_window *window, char *text, size_t size);

/**
 * ocxlpmem_windows_insert() - add a window, in address order
 * @windows: has room, and nothing that overlaps @window
 * @window: copied
 */
void ocxlpmem_windows_insert(struct ocxlpmem_windows *windows,
			     const struct ocxlpmem_window *window);

/**
 * ocxlpmem_windows_find() - the window that starts there
 * @windows: where to look
 * @start: physical address
 *
 * Return: its index, or -1.
 */
int ocxlpmem_windows_find(const struct ocxlpmem_windows *windows, u64 start);

/**
 * ocxlpmem_windows_parse() - text to windows; the first half of ocxlpmem_window_plan()
 * @windows: filled, in address order
 * @text: as for ocxlpmem_window_plan()
 * @size: bytes of @text
 * @why: as for ocxlpmem_window_plan()
 *
 * Return: as ocxlpmem_window_plan(): -EINVAL, -EEXIST or -ENOSPC.
 */
int ocxlpmem_windows_parse(struct ocxlpmem_windows *windows, const char *text, size_t size,
			   char *why);

#endif /* OCXL_CORE_WINDOW_H */

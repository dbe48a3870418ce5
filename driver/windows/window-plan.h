/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Windows of physical memory: their text in the module parameters map, add and remove, and what a
 * write to one of these changes: a list of steps, or an error and no change (windows.md). Checks
 * that only the kernel can do are in struct ocxlpmem_window_host.
 */
#ifndef OCXLPMEM_WINDOW_PLAN_H
#define OCXLPMEM_WINDOW_PLAN_H

#include "../core/port.h"

/* start and size are multiples of this; the label area has this size */
#define OCXL_WINDOW_UNIT	(16ULL << 20)
/* a window must be larger than the label area and the smallest namespace together */
#define OCXL_WINDOW_SIZE_MIN	(32ULL << 20)
#define OCXL_WINDOWS_MAX	64
/* bytes of the text of one window, comma included */
#define OCXL_WINDOW_TEXT_MAX	64
/* bytes of an error message, and of the part of it that gives the reason */
#define OCXL_WINDOW_MESSAGE_MAX 192
#define OCXL_WINDOW_REASON_MAX	128

/**
 * struct ocxlpmem_window - a range of physical memory, and the card that it belongs to
 * @start: physical address of the first byte
 * @size: bytes
 * @has_card: the text named a card
 * @domain: PCI domain of the card
 * @bus: PCI bus of the card
 * @device: PCI device of the card
 * @function: PCI function of the card
 * @unlabeled: the text said that no labels describe the memory yet; of a write only
 */
struct ocxlpmem_window {
	u64 start;
	u64 size;
	bool has_card;
	u16 domain;
	u8 bus;
	u8 device;
	u8 function;
	bool unlabeled;
};

/**
 * struct ocxlpmem_windows - windows in address order that do not overlap
 * @window: the windows
 * @count: number of windows
 */
struct ocxlpmem_windows {
	struct ocxlpmem_window window[OCXL_WINDOWS_MAX];
	u32 count;
};

/**
 * struct ocxlpmem_window_host - checks that depend on the environment
 * @context: passed to every operation
 * @is_ram: does the kernel use a byte of this range as System RAM. NULL: it does not
 * @check: can this range be claimed for a window: 0; or -EBUSY or -ENXIO, and why not, in @reason
 *	of OCXL_WINDOW_REASON_MAX bytes. NULL: it can
 * @is_addressable: can the kernel map all of this range. NULL: it can
 * @find_card: set start and size of a window to those of the memory of the card that it names: 0;
 *	-EOPNOTSUPP if only the administrator knows them; or -ENODEV, or the error of mapping the
 *	memory. @reason as above
 */
struct ocxlpmem_window_host {
	void *context;
	bool (*is_ram)(void *context, u64 start, u64 size);
	int (*check)(void *context, const struct ocxlpmem_window *window, u64 start, u64 size,
		     char *reason);
	bool (*is_addressable)(void *context, u64 start, u64 size);
	int (*find_card)(void *context, struct ocxlpmem_window *window, char *reason);
};

/**
 * ocxlpmem_windows_parse() - text to windows
 * @windows: filled, in address order
 * @text: windows separated by commas; white space before the first and after the last is ignored
 * @size: bytes of @text
 * @host: its operation find_card gives windows that the text names by their card alone their place
 * @message: on error receives the reason, terminated; OCXL_WINDOW_MESSAGE_MAX bytes
 *
 * Return: 0; -EINVAL for text that is no window, and for windows that are empty, unaligned, too
 * small or reach past the end of the address space; -EEXIST for windows that overlap or name the
 * same card; -ENOSPC for more than OCXL_WINDOWS_MAX windows; or the error of @host.
 */
int ocxlpmem_windows_parse(struct ocxlpmem_windows *windows, const char *text, size_t size,
			   const struct ocxlpmem_window_host *host, char *message);

/**
 * ocxlpmem_window_format() - a window as text
 * @window: the window
 * @text: receives the text, terminated
 * @size: bytes of @text; OCXL_WINDOW_TEXT_MAX are enough
 *
 * Return: bytes written without the NUL.
 */
int ocxlpmem_window_format(const struct ocxlpmem_window *window, char *text, size_t size);

/**
 * ocxlpmem_windows_insert() - insert a window in address order
 * @windows: has space for it, and no window that overlaps it
 * @window: copied
 */
void ocxlpmem_windows_insert(struct ocxlpmem_windows *windows,
			     const struct ocxlpmem_window *window);

/**
 * ocxlpmem_windows_find() - the window that starts at an address
 * @windows: windows to search
 * @start: physical address
 *
 * Return: its index, or -1.
 */
int ocxlpmem_windows_find(const struct ocxlpmem_windows *windows, u64 start);

/** ocxlpmem_windows_share_card() - do two windows name the same card */
bool ocxlpmem_windows_share_card(const struct ocxlpmem_window *one,
				 const struct ocxlpmem_window *other);

/** ocxlpmem_windows_overlap() - do two windows have an address in common */
bool ocxlpmem_windows_overlap(const struct ocxlpmem_window *one,
			      const struct ocxlpmem_window *other);

enum ocxlpmem_window_operation {
	OCXL_WINDOW_MAP, /* exactly these windows */
	OCXL_WINDOW_ADD, /* these windows, besides the existing ones */
	OCXL_WINDOW_REMOVE, /* the existing windows without these */
};

enum ocxlpmem_window_action {
	OCXL_WINDOW_CREATE,
	OCXL_WINDOW_EXPAND,
	OCXL_WINDOW_DELETE,
};

/**
 * struct ocxlpmem_window_step - one change
 * @action: kind of change
 * @window: the window after the change; for OCXL_WINDOW_DELETE, before it
 */
struct ocxlpmem_window_step {
	enum ocxlpmem_window_action action;
	struct ocxlpmem_window window;
};

/**
 * struct ocxlpmem_window_plan - the changes that a write makes
 * @wanted: the windows in the text
 * @step: steps in the order of their execution. Windows are created first and deleted last:
 *	only a creation can be undone when a later step fails
 * @count: number of steps
 */
struct ocxlpmem_window_plan {
	struct ocxlpmem_windows wanted;
	struct ocxlpmem_window_step step[2 * OCXL_WINDOWS_MAX];
	u32 count;
};

/**
 * ocxlpmem_window_plan() - plan what a write to a module parameter changes
 * @plan: filled; valid only if the result is 0
 * @operation: the parameter
 * @text: text written to it, see ocxlpmem_windows_parse()
 * @size: bytes of @text
 * @existing: the existing windows
 * @host: checks of the environment
 * @message: on error receives the reason, terminated; OCXL_WINDOW_MESSAGE_MAX bytes
 *
 * Return: 0; an error of ocxlpmem_windows_parse(); -EINVAL for windows that cannot be addressed,
 * would shrink or name another card; -EEXIST for windows that overlap an existing one or name its
 * card; -EBUSY for System RAM and claimed memory; -ENXIO for memory that is not there, or not that
 * of the card; -ENOENT if a window to remove does not exist, or a card in its text has none;
 * -ENOSPC for more than OCXL_WINDOWS_MAX windows; or the error of @host for a card.
 */
int ocxlpmem_window_plan(struct ocxlpmem_window_plan *plan,
			 enum ocxlpmem_window_operation operation, const char *text, size_t size,
			 const struct ocxlpmem_windows *existing,
			 const struct ocxlpmem_window_host *host, char *message);

#endif /* OCXLPMEM_WINDOW_PLAN_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Windows of physical memory, and their text in the module parameters map, add and remove
 * (windows.md).
 */
#ifndef OCXLPMEM_WINDOW_TEXT_H
#define OCXLPMEM_WINDOW_TEXT_H

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
 * struct ocxlpmem_windows - windows in address order that do not overlap
 * @window: the windows
 * @count: number of windows
 */
struct ocxlpmem_windows {
	struct ocxlpmem_window window[OCXL_WINDOWS_MAX];
	u32 count;
};

/**
 * ocxlpmem_windows_parse() - text to windows
 * @windows: filled, in address order
 * @text: windows separated by commas; white space before the first and after the last is ignored
 * @size: bytes of @text
 * @message: on error receives the reason, terminated; OCXL_WINDOW_MESSAGE_MAX bytes
 *
 * Return: 0; -EINVAL for text that is no window, and for windows that are empty, unaligned, too
 * small or reach past the end of the address space; -EEXIST for windows that overlap or name the
 * same card; -ENOSPC for more than OCXL_WINDOWS_MAX windows.
 */
int ocxlpmem_windows_parse(struct ocxlpmem_windows *windows, const char *text, size_t size,
			   char *message);

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

#endif /* OCXLPMEM_WINDOW_TEXT_H */

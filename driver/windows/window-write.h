/* SPDX-License-Identifier: GPL-2.0-only */
/* Reads and writes of the module parameters map, add and remove. */
#ifndef OCXLPMEM_WINDOW_WRITE_H
#define OCXLPMEM_WINDOW_WRITE_H

#include "window-plan.h"

/**
 * ocxlpmem_windows_write() - execute a write to a parameter
 * @operation: the parameter
 * @text: the text written to it
 *
 * Return: 0; an error of ocxlpmem_window_plan(); -EBUSY for a window in use; -ENODEV while the
 * module is being unloaded; or the error of a step. Then the steps before it are undone, or the log
 * names the windows that exist.
 */
int ocxlpmem_windows_write(enum ocxlpmem_window_operation operation, const char *text);

/**
 * ocxlpmem_windows_read() - all windows as text, with a newline
 * @text: receives the text, terminated
 * @size: bytes of @text
 *
 * Return: bytes written without the NUL, or -ENOMEM.
 */
int ocxlpmem_windows_read(char *text, size_t size);

#endif /* OCXLPMEM_WINDOW_WRITE_H */

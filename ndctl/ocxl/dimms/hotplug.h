/* SPDX-License-Identifier: GPL-2.0-only */
/* Notifications of NVDIMMs that are added or removed. */
#ifndef OCXL_HOTPLUG_H
#define OCXL_HOTPLUG_H

#include <stdbool.h>

struct ocxl_hotplug;

/*
 * subscribe to notifications
 * If udevd runs, a notification comes after its rules, when the device node has its permissions;
 * otherwise it comes from the kernel.
 * Return: release with ocxl_hotplug_close(). NULL if notifications are not available; all other
 * functions accept that.
 */
struct ocxl_hotplug *ocxl_hotplug_open(void);

/* descriptor that is readable when a notification arrived; -1 for NULL */
int ocxl_hotplug_fd(const struct ocxl_hotplug *hotplug);

/*
 * read all notifications
 * @hotplug: not NULL
 * Return: true if an NVDIMM was added or removed, or if notifications were lost.
 */
bool ocxl_hotplug_has_changed(struct ocxl_hotplug *hotplug);

/* unsubscribe; NULL is allowed */
void ocxl_hotplug_close(struct ocxl_hotplug *hotplug);

#endif /* OCXL_HOTPLUG_H */

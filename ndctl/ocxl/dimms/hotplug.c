// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <libudev.h>
#include <stdlib.h>
#include <unistd.h>
#include "ocxl/base/memory.h"
#include "ocxl/dimms/hotplug.h"

struct ocxl_hotplug {
	struct udev *udev;
	struct udev_monitor *monitor;
};

static bool start_monitor(struct ocxl_hotplug *hotplug)
{
	/* the test of libudev for udevd; without udevd its notifications never come */
	const char *source = access("/run/udev/control", F_OK) ? "kernel" : "udev";

	hotplug->udev = udev_new();
	if (hotplug->udev)
		hotplug->monitor = udev_monitor_new_from_netlink(hotplug->udev, source);
	/* the kernel drops notifications of other devices */
	return hotplug->monitor &&
	       udev_monitor_filter_add_match_subsystem_devtype(hotplug->monitor, "nd", "nvdimm") >=
		       0 &&
	       udev_monitor_enable_receiving(hotplug->monitor) >= 0;
}

struct ocxl_hotplug *ocxl_hotplug_open(void)
{
	struct ocxl_hotplug *hotplug = ocxl_alloc_zeroed(1, sizeof(*hotplug));

	if (start_monitor(hotplug))
		return hotplug;
	ocxl_hotplug_close(hotplug);
	return NULL;
}

int ocxl_hotplug_fd(const struct ocxl_hotplug *hotplug)
{
	return hotplug ? udev_monitor_get_fd(hotplug->monitor) : -1;
}

bool ocxl_hotplug_has_changed(struct ocxl_hotplug *hotplug)
{
	struct udev_device *device;
	bool changed = false;

	for (;;) {
		errno = 0;
		device = udev_monitor_receive_device(hotplug->monitor);
		if (!device)
			break;
		udev_device_unref(device);
		changed = true;
	}
	/* the socket buffer was full: notifications were lost */
	return changed || errno == ENOBUFS;
}

void ocxl_hotplug_close(struct ocxl_hotplug *hotplug)
{
	if (!hotplug)
		return;
	udev_monitor_unref(hotplug->monitor);
	udev_unref(hotplug->udev);
	free(hotplug);
}

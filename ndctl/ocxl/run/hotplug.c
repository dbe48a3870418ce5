// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <libudev.h>
#include <stdlib.h>
#include <unistd.h>
#include "ocxl/run/hotplug.h"

struct ocxl_devices {
	struct udev *udev;
	struct udev_monitor *monitor;
};

static int listen_to(struct ocxl_devices *devices)
{
	/* as libudev finds out; the news of an udevd that does not run never comes */
	const char *source = access("/run/udev/control", F_OK) ? "kernel" : "udev";

	devices->udev = udev_new();
	if (!devices->udev)
		return -ENOMEM;
	devices->monitor = udev_monitor_new_from_netlink(devices->udev, source);
	if (!devices->monitor)
		return -ENOMEM;
	/* the kernel filters: what other devices do wakes nobody here */
	if (udev_monitor_filter_add_match_subsystem_devtype(devices->monitor, "nd", "nvdimm") < 0)
		return -EIO;
	return udev_monitor_enable_receiving(devices->monitor) < 0 ? -EIO : 0;
}

struct ocxl_devices *ocxl_devices_open(void)
{
	struct ocxl_devices *devices = calloc(1, sizeof(*devices));

	if (devices && listen_to(devices)) {
		ocxl_devices_close(devices);
		return NULL;
	}
	return devices;
}

int ocxl_devices_fd(const struct ocxl_devices *devices)
{
	return devices ? udev_monitor_get_fd(devices->monitor) : -1;
}

bool ocxl_devices_changed(struct ocxl_devices *devices)
{
	struct udev_device *device;
	bool changed = false;

	for (;;) {
		errno = 0;
		device = udev_monitor_receive_device(devices->monitor);
		if (!device)
			break;
		udev_device_unref(device);
		changed = true;
	}
	/* more was told than fits: some of it is lost */
	return changed || errno == ENOBUFS;
}

void ocxl_devices_close(struct ocxl_devices *devices)
{
	if (!devices)
		return;
	udev_monitor_unref(devices->monitor);
	udev_unref(devices->udev);
	free(devices);
}

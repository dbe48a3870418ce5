/* SPDX-License-Identifier: GPL-2.0-only */
/* The families of "ndctl ocxl metrics" about the host: each has one sample and no label of a DIMM. */
#ifndef OCXL_HOST_METRICS_H
#define OCXL_HOST_METRICS_H

#include <stdbool.h>
#include <stdint.h>

struct ocxl_render;

#define OCXL_HOST_VERSION_SIZE 32

/**
 * struct ocxl_host - the host, and this run on it
 * @dimm_count: number of DIMMs that the run covers
 * @driver_loaded: the driver ocxlpmem is loaded
 * @driver_version: of the driver; empty when it is unknown
 * @last_run: when the run ended, in seconds since 1970
 */
struct ocxl_host {
	uint64_t dimm_count;
	bool driver_loaded;
	char driver_version[OCXL_HOST_VERSION_SIZE];
	uint64_t last_run;
};

/**
 * ocxl_host_metrics_write() - write all families
 * @render: an open document
 * @host: their values
 * @exit_status: of the run
 *
 * Return: 0 or a negative errno.
 */
int ocxl_host_metrics_write(struct ocxl_render *render, const struct ocxl_host *host,
			    int exit_status);

#endif /* OCXL_HOST_METRICS_H */

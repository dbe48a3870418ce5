/* SPDX-License-Identifier: GPL-2.0-only */
/* What "metrics" and "report" show of the host, with and without a DIMM. */
#ifndef OCXL_HOST_H
#define OCXL_HOST_H

struct ocxl_dimm_list;
struct ocxl_host;
struct ocxl_host_record;
struct ocxl_result_sink;

/*
 * read the values of the host
 * @host: receives them; now is the end of the run
 */
void ocxl_host_read(struct ocxl_host *host, const struct ocxl_dimm_list *list);

/* describe host, kernel and driver */
void ocxl_host_describe(struct ocxl_host_record *record);

/* as complete() of struct ocxl_verb */
int ocxl_host_complete_metrics(struct ocxl_result_sink *sink, const struct ocxl_dimm_list *list);

#endif /* OCXL_HOST_H */

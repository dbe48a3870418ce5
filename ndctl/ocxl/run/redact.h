/* SPDX-License-Identifier: GPL-2.0-only */
/* Replace what identifies cards and the host, for --redact. */
#ifndef OCXL_REDACT_H
#define OCXL_REDACT_H

struct ndctl_ocxl_error_log;
struct ocxl_dimm;
struct ocxl_dimm_list;
struct ocxl_host_record;

/**
 * ocxl_redact_dimms() - replace serial numbers and slots
 * @list: after the selection. Each serial number becomes the number of its first DIMM, counted from
 *	1, so that the same serial number stays the same one. A DIMM without one stays without
 */
void ocxl_redact_dimms(struct ocxl_dimm_list *list);

/**
 * ocxl_redact_entry() - replace what can contain the serial number of an error-log entry's card
 * @entry: gets a WWID made of the replaced serial number; its data must not be shown
 * @dimm: its DIMM, after ocxl_redact_dimms()
 */
void ocxl_redact_entry(struct ndctl_ocxl_error_log *entry, const struct ocxl_dimm *dimm);

/** ocxl_redact_host() - replace the name of the host */
void ocxl_redact_host(struct ocxl_host_record *host);

#endif /* OCXL_REDACT_H */

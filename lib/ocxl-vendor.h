/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The envelope of ND_CMD_VENDOR (wire.md 1), for libnvdimm without this family. */
#ifndef OCXL_VENDOR_H
#define OCXL_VENDOR_H

#include <stdbool.h>
#include <ndctl/ndctl.h>
#include "ocxl-layout.h"
#include "ocxl-payload.h"

/* bytes of the longer envelope, without input and answer */
#define OCXL_OVERHEAD                                                           \
	(sizeof(struct nd_cmd_vendor_hdr) + sizeof(struct nd_cmd_vendor_tail) + \
	 2 * sizeof(struct nd_cmd_pkg))

/**
 * ocxl_vendor_change_layout() - make room for the parts around the packages
 * @layout: offsets of a call, changed
 */
void ocxl_vendor_change_layout(struct ocxl_layout *layout);

/**
 * ocxl_vendor_write() - write the parts around the packages
 * @bytes: the envelope, zero
 * @layout: offsets in it
 * @request: the request
 */
void ocxl_vendor_write(uint8_t *bytes, const struct ocxl_layout *layout,
		       const struct ocxl_request *request);

/**
 * ocxl_vendor_is_valid() - has the driver answered with a package
 * @bytes: the envelope after the ioctl
 * @layout: offsets in it
 * @request: the request
 */
bool ocxl_vendor_is_valid(const uint8_t *bytes, const struct ocxl_layout *layout,
			  const struct ocxl_request *request);

#endif /* OCXL_VENDOR_H */

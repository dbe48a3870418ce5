/* SPDX-License-Identifier: GPL-2.0-only */
/* The interrupts of a card on the OpenCAPI bus. */
#ifndef OCXLPMEM_OPENCAPI_H
#define OCXLPMEM_OPENCAPI_H

#include "afu.h"

/** ocxlpmem_interrupts_init() - a card without interrupts */
void ocxlpmem_interrupts_init(struct ocxlpmem_opencapi *card);

/** ocxlpmem_interrupts_listen() - operation listen of struct ocxlpmem_controller_ops */
int ocxlpmem_interrupts_listen(struct ocxlpmem_controller *controller, bool on);

/** ocxlpmem_interrupts_set_targets() - operation set_targets of struct ocxlpmem_controller_ops */
int ocxlpmem_interrupts_set_targets(struct ocxlpmem_controller *controller);

/** ocxlpmem_interrupts_rearm() - operation rearm of struct ocxlpmem_controller_ops */
bool ocxlpmem_interrupts_rearm(struct ocxlpmem_controller *controller);

#endif /* OCXLPMEM_OPENCAPI_H */

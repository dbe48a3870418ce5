/* SPDX-License-Identifier: GPL-2.0-only */
/* Uncorrectable memory errors, which machine checks report. */
#ifndef OCXLPMEM_MACHINE_CHECKS_H
#define OCXLPMEM_MACHINE_CHECKS_H

#include "pmem.h"

/** ocxlpmem_machine_checks_init() - listen to machine checks */
void ocxlpmem_machine_checks_init(void);

/** ocxlpmem_machine_checks_exit() - the reverse of ocxlpmem_machine_checks_init() */
void ocxlpmem_machine_checks_exit(void);

/** ocxlpmem_machine_checks_attach() - report machine checks in this memory to its bus from now on */
void ocxlpmem_machine_checks_attach(struct ocxlpmem *pmem);

/**
 * ocxlpmem_machine_checks_detach() - the reverse of ocxlpmem_machine_checks_attach()
 * @pmem: attached; its bus exists. Waits for a report
 */
void ocxlpmem_machine_checks_detach(struct ocxlpmem *pmem);

#endif /* OCXLPMEM_MACHINE_CHECKS_H */

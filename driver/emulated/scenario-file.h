/* SPDX-License-Identifier: GPL-2.0-only */
/* The debugfs file "scenario" of an emulated controller. */
#ifndef OCXLPMEM_SCENARIO_FILE_H
#define OCXLPMEM_SCENARIO_FILE_H

#include "emulated.h"

/** ocxlpmem_scenario_add_file() - operation add_files of struct ocxlpmem_front_end */
void ocxlpmem_scenario_add_file(struct ocxlpmem_controller *controller, struct dentry *directory);

#endif /* OCXLPMEM_SCENARIO_FILE_H */

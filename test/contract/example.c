// SPDX-License-Identifier: GPL-2.0-only
#include "example.h"

/* accepted: callers do not see it */
struct ndctl_dimm {
	int inner[1 + CHANGE];
};

int ndctl_dimm_ocxl_example(struct ndctl_dimm *dimm, struct ndctl_ocxl_example *example)
{
	return dimm->inner[0] + (int)example->count;
}

int ndctl_ocxl_judge(const struct ndctl_ocxl_evidence *evidence)
{
	return evidence->kind;
}

#if CHANGE == 4
void ndctl_ocxl_other(void)
{
}
#elif CHANGE != 5
int ndctl_ocxl_other(void)
{
	return 0;
}
#endif

#if CHANGE == 6
int ndctl_ocxl_new(void)
{
	return 0;
}
#endif

#if CHANGE == 7
int ndctl_stock(int argument)
{
	return argument;
}
#else
int ndctl_stock(void)
{
	return 0;
}
#endif

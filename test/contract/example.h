/* SPDX-License-Identifier: GPL-2.0-only */
/* A small library. CHANGE selects a change that must be reported, or must be accepted. */
#ifndef EXAMPLE_H
#define EXAMPLE_H

#ifndef CHANGE
#define CHANGE 0
#endif

struct ndctl_dimm;

struct ndctl_ocxl_example {
#if CHANGE == 1 /* reported: a field in the middle */
	int before;
#endif
#if CHANGE == 2 /* reported: a wider field */
	unsigned long long count;
#else
	unsigned int count;
#endif
#if CHANGE == 3 /* reported: less room for callers */
	int after;
#endif
};

enum ndctl_ocxl_kind {
	NDCTL_OCXL_KIND_FIRST,
#if CHANGE == 8 /* accepted: one more; layout.py compares values, not types */
	NDCTL_OCXL_KIND_SECOND,
#endif
};

struct ndctl_ocxl_evidence {
	enum ndctl_ocxl_kind kind;
#if CHANGE == 9 /* reported: to be looked at, then recorded */
	unsigned int named;
	unsigned int reserved[3];
#else
	unsigned int reserved[4];
#endif
};

int ndctl_ocxl_judge(const struct ndctl_ocxl_evidence *evidence);
int ndctl_dimm_ocxl_example(struct ndctl_dimm *dimm, struct ndctl_ocxl_example *example);
#if CHANGE == 4 /* reported: another result type */
void ndctl_ocxl_other(void);
#elif CHANGE != 5 /* reported: removed */
int ndctl_ocxl_other(void);
#endif
#if CHANGE == 6 /* accepted: one more */
int ndctl_ocxl_new(void);
#endif
#if CHANGE == 7 /* not our function */
int ndctl_stock(int argument);
#else
int ndctl_stock(void);
#endif

#endif /* EXAMPLE_H */

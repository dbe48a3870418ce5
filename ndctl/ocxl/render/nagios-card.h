/* SPDX-License-Identifier: GPL-2.0-only */
/* What a monitoring plug-in says about one DIMM. */
#ifndef OCXL_NAGIOS_CARD_H
#define OCXL_NAGIOS_CARD_H

#include "ocxl/render/render.h"

/* the order of the DIMMs */
enum ocxl_nagios_rank {
	OCXL_NAGIOS_CRITICAL,
	OCXL_NAGIOS_UNKNOWN,
	OCXL_NAGIOS_WARNING,
	OCXL_NAGIOS_OTHER,
};

struct ocxl_nagios_card {
	enum ocxl_nagios_rank rank;
	bool examined; /* it has a verdict */
	bool well; /* the verdict "ok" */
	struct ocxl_text_buffer
		summary; /* for the first line, ended by "; "; empty if it is well */
	struct ocxl_text_buffer details; /* lines */
	/* performance data, a space before each value */
	struct ocxl_text_buffer data;
};

/*
 * describe a DIMM
 * @card: all zero; release with ocxl_nagios_card_release(), also when @render has failed
 * @label: names the values of the performance data
 */
void ocxl_nagios_card_init(struct ocxl_nagios_card *card, struct ocxl_render *render,
			   const struct ocxl_element *element, const char *label);

void ocxl_nagios_card_release(struct ocxl_nagios_card *card);

#endif /* OCXL_NAGIOS_CARD_H */

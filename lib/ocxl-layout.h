/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where the parts of a command are. */
#ifndef OCXL_LAYOUT_H
#define OCXL_LAYOUT_H

#include <stddef.h>

/**
 * struct ocxl_layout - offsets in an envelope
 * @package: package of the request
 * @input: input
 * @answer_package: package of the answer; in a call the package of the request
 * @output: answer
 * @end: size of the envelope
 */
struct ocxl_layout {
	size_t package;
	size_t input;
	size_t answer_package;
	size_t output;
	size_t end;
};

#endif /* OCXL_LAYOUT_H */

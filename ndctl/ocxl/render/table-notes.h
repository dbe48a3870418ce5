/* SPDX-License-Identifier: GPL-2.0-only */
/* What tables say below their rows: what is empty, cut off, or failed. */
#ifndef OCXL_TABLE_NOTES_H
#define OCXL_TABLE_NOTES_H

#include <stdio.h>
#include "ocxl/render/render.h"

/**
 * ocxl_note_dimm() - lines about one DIMM, if there is anything to say
 * @notes: where to
 * @empty: no item of its stream came
 * @color: an error stands out
 *
 * Why, in a sentence, is what messages on standard error are for.
 */
void ocxl_note_dimm(FILE *notes, const struct ocxl_element *element, bool empty, bool color);

#endif /* OCXL_TABLE_NOTES_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/* The name of a dump in a directory: "<name of the card>-<UTC time>.dump". */
#ifndef OCXL_DUMP_FILE_H
#define OCXL_DUMP_FILE_H

struct ocxl_dimm;

/* Return: a name that no file in @directory has; the caller frees it. */
char *ocxl_dump_file_name(const char *directory, const struct ocxl_dimm *dimm);

#endif /* OCXL_DUMP_FILE_H */

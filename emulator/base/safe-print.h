/* SPDX-License-Identifier: GPL-2.0-only */
/* Bytes of files, sockets and the command line on a terminal. */
#ifndef OCXL_EMULATOR_SAFE_PRINT_H
#define OCXL_EMULATOR_SAFE_PRINT_H

#include <stdio.h>

/**
 * ocxl_print_safely() - print foreign bytes: nothing that a terminal obeys
 * @out: standard output or standard error
 * @text: the bytes
 * @size: number of bytes
 *
 * Bytes other than printable ASCII become \xNN.
 *
 * Return: number of columns.
 */
int ocxl_print_safely(FILE *out, const char *text, size_t size);

/* a message on standard error, which begins with the name of the program and is one line */
__attribute__((format(printf, 1, 2))) void ocxl_print_error(const char *format, ...);

#endif /* OCXL_EMULATOR_SAFE_PRINT_H */

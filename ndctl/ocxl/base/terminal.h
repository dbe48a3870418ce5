/* SPDX-License-Identifier: GPL-2.0-only */
/* Properties of a terminal. */
#ifndef OCXL_TERMINAL_H
#define OCXL_TERMINAL_H

/**
 * ocxl_terminal_width() - width of a terminal
 * @fd: descriptor of the terminal
 *
 * Return: number of columns; 80 if it is unknown.
 */
unsigned int ocxl_terminal_width(int fd);

/**
 * ocxl_terminal_height() - height of a terminal
 * @fd: descriptor of the terminal
 *
 * Return: number of lines; 24 if it is unknown.
 */
unsigned int ocxl_terminal_height(int fd);

#endif /* OCXL_TERMINAL_H */

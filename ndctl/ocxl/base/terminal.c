// SPDX-License-Identifier: GPL-2.0-only
#include <sys/ioctl.h>
#include "ocxl/base/terminal.h"

#define DEFAULT_WIDTH  80
#define DEFAULT_HEIGHT 24

unsigned int ocxl_terminal_width(int fd)
{
	struct winsize size;

	if (ioctl(fd, TIOCGWINSZ, &size) || !size.ws_col)
		return DEFAULT_WIDTH;
	return size.ws_col;
}

unsigned int ocxl_terminal_height(int fd)
{
	struct winsize size;

	if (ioctl(fd, TIOCGWINSZ, &size) || !size.ws_row)
		return DEFAULT_HEIGHT;
	return size.ws_row;
}

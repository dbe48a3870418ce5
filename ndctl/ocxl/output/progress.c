// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "ocxl/base/wait.h"
#include "ocxl/output/progress.h"

#define NS_PER_S 1000000000U
#define DRAW_NS	 (NS_PER_S / 10)
#define MIB	 1048576.0

/* "nmem0: dump: 28.8 of at most 64.0 MiB, 120.3 MiB/s"; a dump may end before @most bytes */
size_t ocxl_progress_format(char line[OCXL_PROGRESS_SIZE], const char *title, uint64_t done,
			    uint64_t most, uint64_t elapsed_ns, size_t columns)
{
	char limit[48] = "", rate[48] = "";

	if (most)
		snprintf(limit, sizeof(limit), " of at most %.1f", most / MIB);
	if (done && elapsed_ns)
		snprintf(rate, sizeof(rate), ", %.1f MiB/s",
			 done / MIB / ((double)elapsed_ns / NS_PER_S));
	snprintf(line, OCXL_PROGRESS_SIZE, "%.60s: %.1f%s MiB%s", title, done / MIB, limit, rate);
	/* one free column: some terminals wrap a full line */
	if (columns && strlen(line) >= columns)
		line[columns - 1] = '\0';
	return strlen(line);
}

void ocxl_progress_init(struct ocxl_progress *progress, const char *title, bool wanted)
{
	memset(progress, 0, sizeof(*progress));
	snprintf(progress->title, sizeof(progress->title), "%s", title);
	progress->shown = wanted && isatty(STDERR_FILENO);
	progress->start_ns = ocxl_clock_now_ns();
	progress->drawn_ns = progress->start_ns;
}

/* spaces overwrite the rest of the previous line: a dumb terminal has no escape sequences */
static void draw_line(struct ocxl_progress *progress, const char *line)
{
	size_t length = strlen(line);
	size_t rest = progress->width > length ? progress->width - length : 0;

	fprintf(stderr, "\r%s%*s", line, (int)rest, "");
	progress->width = length;
}

static bool is_redraw_due(struct ocxl_progress *progress)
{
	uint64_t now = ocxl_clock_now_ns();

	if (!progress->shown || now - progress->drawn_ns < DRAW_NS)
		return false;
	progress->drawn_ns = now;
	return true;
}

void ocxl_progress_show_waiting(struct ocxl_progress *progress)
{
	char line[OCXL_PROGRESS_SIZE];

	if (!is_redraw_due(progress))
		return;
	snprintf(line, sizeof(line), "%s: being taken, %" PRIu64 " s", progress->title,
		 (progress->drawn_ns - progress->start_ns) / NS_PER_S);
	draw_line(progress, line);
}

void ocxl_progress_start_transfer(struct ocxl_progress *progress)
{
	progress->start_ns = ocxl_clock_now_ns();
	/* the rate of the first microseconds is not meaningful */
	progress->drawn_ns = progress->start_ns;
}

void ocxl_progress_update(struct ocxl_progress *progress, uint64_t done, uint64_t most)
{
	char line[OCXL_PROGRESS_SIZE];

	if (!is_redraw_due(progress))
		return;
	ocxl_progress_format(line, progress->title, done, most,
			     progress->drawn_ns - progress->start_ns,
			     ocxl_terminal_width(STDERR_FILENO));
	draw_line(progress, line);
}

void ocxl_progress_clear(struct ocxl_progress *progress)
{
	if (progress->width)
		fprintf(stderr, "\r%*s\r", (int)progress->width, "");
	progress->width = 0;
}

#define DEFAULT_WIDTH  80
#define DEFAULT_HEIGHT 24

unsigned int ocxl_terminal_width(int fd)
{
	struct winsize size;

	if (ioctl(fd, TIOCGWINSZ, &size) || !size.ws_col)
		return DEFAULT_WIDTH;
	return size.ws_col;
}

unsigned int ocxl_terminal_width_of_reader(void)
{
	const char *columns = getenv("COLUMNS");
	unsigned long width;
	char *end;

	if (!columns || *columns < '0' || *columns > '9')
		return 0;
	width = strtoul(columns, &end, 10);
	return *end || width > INT_MAX ? 0 : (unsigned int)width;
}

unsigned int ocxl_terminal_height(int fd)
{
	struct winsize size;

	if (ioctl(fd, TIOCGWINSZ, &size) || !size.ws_row)
		return DEFAULT_HEIGHT;
	return size.ws_row;
}

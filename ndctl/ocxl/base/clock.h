/* SPDX-License-Identifier: GPL-2.0-only */
/* The monotonic clock. */
#ifndef OCXL_CLOCK_H
#define OCXL_CLOCK_H

#include <stdint.h>
#include <time.h>

#define OCXL_SECOND_NS	    UINT64_C(1000000000)
#define OCXL_MILLISECOND_NS UINT64_C(1000000)

/** ocxl_clock_now_ns() - nanoseconds of CLOCK_MONOTONIC; async-signal-safe */
static inline uint64_t ocxl_clock_now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * OCXL_SECOND_NS + now.tv_nsec;
}

#endif /* OCXL_CLOCK_H */

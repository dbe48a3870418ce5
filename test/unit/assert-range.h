/* SPDX-License-Identifier: GPL-2.0-only */
/* cmocka 2 deprecates assert_in_range(), and cmocka 1 has no other function for it. */
#ifndef TEST_ASSERT_RANGE_H
#define TEST_ASSERT_RANGE_H

#include <stdint.h>

/**
 * assert_range() - fail unless @least <= @value <= @most; a negative number is a large one
 */
#define assert_range(value, least, most)                                                      \
	do {                                                                                  \
		const uintmax_t value_ = (value), least_ = (least), most_ = (most);           \
                                                                                              \
		if (value_ < least_ || value_ > most_)                                        \
			fail_msg("%s is %ju, not %ju to %ju", #value, value_, least_, most_); \
	} while (0)

#endif /* TEST_ASSERT_RANGE_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/* Lines of scenarios, most of them valid. */
#ifndef TEST_FUZZ_SCENARIO_LINE_H
#define TEST_FUZZ_SCENARIO_LINE_H

#include "choice.h"

#define SCENARIO_LINE_MAX 160

/* # is a number of any size, ? one below 16 */
static const char *const scenario_lines[] = {
	"error-log id=# data=# count=?",
	"error-log type=? after-ms=# fw=\\x0?",
	"error-log wwid=#:# timestamp=# seconds=# actions=# reference_code=#",
	"fault op=? timeout",
	"fault op=? timeout late-ms=# times=?",
	"fault op=? status=# times=always",
	"fault op=? none",
	"fault op=erase status=#",
	"fault op=erase timeout late-ms=#",
	"corrupt op=? id",
	"corrupt op=4 identifier",
	"corrupt op=4 short",
	"corrupt op=4 long",
	"corrupt op=5 length times=always",
	"corrupt op=6 random",
	"corrupt op=7 short",
	"corrupt op=7 long",
	"corrupt op=7 length",
	"latency op=? us=#",
	"latency op=erase us=#",
	"timeout op=? ms=#",
	"smart # current=? threshold=? worst=? flags=#",
	"smart # raw=#",
	"smart # remove",
	"smart fill count=#",
	"dump size=# after-ms=#",
	"dump size=1?K piece=8",
	"dump take-ms=# piece=65512 max=#",
	"dump never",
	"dump none",
	"dump resize=# at=#",
	"fw V?",
	"fw-update busy times=?",
	"fw-update refuse-at=#",
	"fw-update refuse=start",
	"fw-update refuse=middle",
	"fw-update refuse=finish",
	"fw-update refuse=none size=1?K",
	"fw-update next=V?",
	"fw-update silent size=0",
	"reset ms=#",
	"break-assumption #",
	"break-assumption 1?",
	"break-assumption none",
	"serial #",
	"ready now",
	"ready never",
	"ready-after ms=#",
	"memory now",
	"memory never",
	"memory-after ms=#",
	"stats frozen host_load_count=#",
	"stats running reset_count=# life_remaining=?",
	"fatal hw",
	"fatal fw",
	"health cda set",
	"health cda clear",
	"error-log none",
	"health chfs clear",
	"health-report take-ms=# data=#",
	"health-report never",
	"answer",
	"dead",
};

/**
 * scenario_line() - writes one of them into @text, terminated
 */
static inline void scenario_line(struct fuzz_input *input, char text[SCENARIO_LINE_MAX])
{
	const char *line = scenario_lines[fuzz_below(input, ARRAY_SIZE(scenario_lines))];
	size_t used = 0;

	for (; *line; line++) {
		if (*line == '#')
			used += (size_t)scnprintf(text + used, SCENARIO_LINE_MAX - used, "%llu",
						  (unsigned long long)fuzz_edge(input));
		else if (*line == '?')
			used += (size_t)scnprintf(text + used, SCENARIO_LINE_MAX - used, "%u",
						  fuzz_below(input, 10));
		else if (used < SCENARIO_LINE_MAX - 1)
			text[used++] = *line;
	}
	text[used] = '\0';
}

#endif /* TEST_FUZZ_SCENARIO_LINE_H */

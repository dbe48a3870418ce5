// SPDX-License-Identifier: GPL-2.0-only
/*
 * Statistics of the emulated card: they advance with time and with the number of commands
 * (controller.md 4.6).
 */
#include "card-state.h"

/**
 * struct stat_field - position of a field and how it advances
 * @offset: offset in the data buffer
 * @shift: lowest bit in the word there
 * @max: largest value
 * @start: value at power-on
 * @per_second: increase per second
 * @per_command: increase per command
 */
struct stat_field {
	u32 offset;
	u32 shift;
	u64 max;
	u64 start;
	u32 per_second;
	u32 per_command;
};

#define U8_MAX_VALUE  0xFFULL
#define U32_MAX_VALUE 0xFFFFFFFFULL
#define U64_MAX_VALUE 0xFFFFFFFFFFFFFFFFULL

static const struct stat_field stat_fields[OCXL_STAT_COUNT] = {
	[OCXL_STAT_RESET_COUNT] = { OCXL_STATS_RESETS, 32, U32_MAX_VALUE, 7, 0, 0 },
	[OCXL_STAT_RESET_UPTIME] = { OCXL_STATS_RESETS, 0, U32_MAX_VALUE, 0, 1, 0 },
	[OCXL_STAT_POWER_ON_UPTIME] = { OCXL_STATS_POWER, 32, U32_MAX_VALUE, 4442400, 1, 0 },
	[OCXL_STAT_LIFE_REMAINING] = { OCXL_STATS_POWER, 0, U8_MAX_VALUE, 98, 0, 0 },
	[OCXL_STAT_UTILIZATION] = { OCXL_STATS_UTILIZATION, 0, U8_MAX_VALUE, 3, 0, 0 },
	[OCXL_STAT_HOST_LOADS] = { OCXL_STATS_HOST_LOADS, 0, U64_MAX_VALUE, 1000000, 2000, 10 },
	[OCXL_STAT_HOST_STORES] = { OCXL_STATS_HOST_STORES, 0, U64_MAX_VALUE, 500000, 1000, 8 },
	[OCXL_STAT_HOST_LOAD_DURATION] = { OCXL_STATS_HOST_LOAD_DURATION, 0, U64_MAX_VALUE,
					   300000000, 600000, 3000 },
	[OCXL_STAT_HOST_STORE_DURATION] = { OCXL_STATS_HOST_STORE_DURATION, 0, U64_MAX_VALUE,
					    100000000, 200000, 1600 },
	[OCXL_STAT_MEDIA_READS] = { OCXL_STATS_MEDIA_READS, 0, U64_MAX_VALUE, 400000, 800, 2 },
	[OCXL_STAT_MEDIA_WRITES] = { OCXL_STATS_MEDIA_WRITES, 0, U64_MAX_VALUE, 200000, 400, 1 },
	[OCXL_STAT_MEDIA_READ_DURATION] = { OCXL_STATS_MEDIA_READ_DURATION, 0, U64_MAX_VALUE,
					    60000000, 120000, 300 },
	[OCXL_STAT_MEDIA_WRITE_DURATION] = { OCXL_STATS_MEDIA_WRITE_DURATION, 0, U64_MAX_VALUE,
					     80000000, 160000, 400 },
	[OCXL_STAT_CACHE_READ_HITS] = { OCXL_STATS_CACHE_READ_HITS, 0, U64_MAX_VALUE, 600000, 1200,
					8 },
	[OCXL_STAT_CACHE_WRITE_HITS] = { OCXL_STATS_CACHE_WRITE_HITS, 0, U64_MAX_VALUE, 300000, 600,
					 7 },
	[OCXL_STAT_FAST_WRITES] = { OCXL_STATS_FAST_WRITES, 0, U64_MAX_VALUE, 250000, 500, 6 },
};

u64 ocxlpmem_card_stat_value(const struct ocxlpmem_card *card, enum ocxlpmem_stat stat)
{
	const struct ocxlpmem_stat_base *base = &card->stats[stat];
	const struct stat_field *field = &stat_fields[stat];
	u64 elapsed_ms, value;

	if (card->frozen)
		return base->value;
	elapsed_ms = div_u64(ocxlpmem_card_now_ns(card) - base->since_ns, (u32)OCXL_NS_PER_MS);
	value = base->value + div_u64(elapsed_ms * field->per_second, 1000) +
		(card->commands - base->since_commands) * field->per_command;
	return value & field->max;
}

static void set_stat(struct ocxlpmem_card *card, enum ocxlpmem_stat stat, u64 value)
{
	card->stats[stat].value = value & stat_fields[stat].max;
	card->stats[stat].since_ns = ocxlpmem_card_now_ns(card);
	card->stats[stat].since_commands = card->commands;
}

bool ocxlpmem_card_set_power_on_hours(struct ocxlpmem_card *card, u64 hours)
{
	if (hours > U32_MAX_VALUE / 3600)
		return false;
	set_stat(card, OCXL_STAT_POWER_ON_UPTIME, hours * 3600);
	return true;
}

void ocxlpmem_card_set_life(struct ocxlpmem_card *card, u64 life)
{
	set_stat(card, OCXL_STAT_LIFE_REMAINING, min_t(u64, life, U8_MAX_VALUE));
}

void ocxlpmem_card_init_stats(struct ocxlpmem_card *card)
{
	u32 stat;

	for (stat = 0; stat < OCXL_STAT_COUNT; stat++)
		set_stat(card, stat, stat_fields[stat].start);
}

/* frozen fields keep the value that was set last, so that a test knows all of them */
void ocxlpmem_card_change_stats(struct ocxlpmem_card *card,
				const struct ocxlpmem_stats_change *change)
{
	u32 stat;

	if (change->freeze == 0) {
		for (stat = 0; card->frozen && stat < OCXL_STAT_COUNT; stat++)
			set_stat(card, stat, card->stats[stat].value);
	}
	if (change->freeze >= 0)
		card->frozen = change->freeze > 0;
	for (stat = 0; stat < OCXL_STAT_COUNT; stat++) {
		if (change->given & 1U << stat)
			set_stat(card, stat, change->values[stat]);
	}
	if (change->given & 1U << OCXL_STAT_POWER_ON_UPTIME)
		card->hours_given = false;
}

u8 ocxlpmem_card_answer_stats(struct ocxlpmem_card *card)
{
	u32 stat;

	memset(card->data, 0, OCXL_STATS_SIZE);
	card->data[0] = (u64)OCXL_IDENTIFIER_STATS << 48 | OCXL_STATS_LENGTH;
	card->data[OCXL_STATS_BLOCK1 / 8] = 1ULL << 56 | OCXL_STATS_BLOCK1_LENGTH;
	card->data[OCXL_STATS_BLOCK2 / 8] = 2ULL << 56 | OCXL_STATS_BLOCK2_LENGTH;
	for (stat = 0; stat < OCXL_STAT_COUNT; stat++)
		card->data[stat_fields[stat].offset / 8] |= ocxlpmem_card_stat_value(card, stat)
							    << stat_fields[stat].shift;
	return OCXL_CARD_STATUS_OK;
}

void ocxlpmem_card_count_reset(struct ocxlpmem_card *card)
{
	u64 resets = ocxlpmem_card_stat_value(card, OCXL_STAT_RESET_COUNT);

	set_stat(card, OCXL_STAT_RESET_COUNT, resets + 1);
	set_stat(card, OCXL_STAT_RESET_UPTIME, 0);
}

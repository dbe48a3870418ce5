// SPDX-License-Identifier: GPL-2.0-only
/*
 * SMART attributes of the emulated card (controller.md 4.5).
 */
#include "card-state.h"

#define SHIFT_ID	56
#define SHIFT_FLAGS	40
#define SHIFT_CURRENT	32
#define SHIFT_THRESHOLD 24
#define SHIFT_WORST	16

static u64 make_fields(u64 id, u64 flags, u64 current_value, u64 threshold, u64 worst)
{
	return id << SHIFT_ID | flags << SHIFT_FLAGS | current_value << SHIFT_CURRENT |
	       threshold << SHIFT_THRESHOLD | worst << SHIFT_WORST;
}

static u8 attribute_id(const struct ocxlpmem_card_attribute *attribute)
{
	return (u8)(attribute->fields >> SHIFT_ID);
}

void ocxlpmem_card_init_smart(struct ocxlpmem_card *card)
{
	const struct ocxlpmem_card_attribute healthy[] = {
		{ make_fields(OCXL_ATTRIBUTE_POWER_ON_HOURS, 0x0032, 100, 0, 100), 0 },
		{ make_fields(OCXL_ATTRIBUTE_TEMPERATURE, 0x0022, 35, 70, 41), 35 },
		{ make_fields(OCXL_ATTRIBUTE_LIFE_REMAINING, 0x0013, 98, 10, 98), 98 },
	};

	memcpy(card->attributes, healthy, sizeof(healthy));
	card->attribute_count = ARRAY_SIZE(healthy);
}

static struct ocxlpmem_card_attribute *find_attribute(struct ocxlpmem_card *card, u8 id)
{
	u32 i;

	for (i = 0; i < card->attribute_count; i++) {
		if (attribute_id(&card->attributes[i]) == id)
			return &card->attributes[i];
	}
	return NULL;
}

static void remove_attribute(struct ocxlpmem_card *card, u8 id)
{
	struct ocxlpmem_card_attribute *attribute = find_attribute(card, id);
	u32 index;

	if (!attribute)
		return;
	index = (u32)(attribute - card->attributes);
	card->attribute_count--;
	memmove(attribute, attribute + 1, (card->attribute_count - index) * sizeof(*attribute));
}

static struct ocxlpmem_card_attribute *add_attribute(struct ocxlpmem_card *card, u8 id)
{
	struct ocxlpmem_card_attribute *attribute = &card->attributes[card->attribute_count++];

	attribute->fields = make_fields(id, 0, 100, 0, 100);
	attribute->raw = 0;
	return attribute;
}

static u64 replace_field(u64 fields, u32 shift, u64 mask, u64 value)
{
	return (fields & ~(mask << shift)) | value << shift;
}

/* attributes whose normalised value is the raw one */
static bool follows_raw(u8 id)
{
	return id == OCXL_ATTRIBUTE_TEMPERATURE || id == OCXL_ATTRIBUTE_LIFE_REMAINING;
}

static u8 find_worst(u8 id, u8 worst, u8 current_value)
{
	if (id == OCXL_ATTRIBUTE_TEMPERATURE)
		return max_t(u8, worst, current_value);
	return min_t(u8, worst, current_value);
}

/* values do not contradict each other: "current" moves with "raw", and "worst" with both */
static u64 move_fields(u64 fields, bool raw_given, u64 raw, bool current_given, bool worst_given)
{
	u8 id = (u8)(fields >> SHIFT_ID);
	u8 worst = (u8)(fields >> SHIFT_WORST);

	if (raw_given && !current_given && follows_raw(id))
		fields = replace_field(fields, SHIFT_CURRENT, 0xFF, min_t(u64, raw, 0xFF));
	if ((raw_given || current_given) && !worst_given)
		fields = replace_field(fields, SHIFT_WORST, 0xFF,
				       find_worst(id, worst, (u8)(fields >> SHIFT_CURRENT)));
	return fields;
}

/* the statistics have the same time and the same life */
static void set_raw(struct ocxlpmem_card *card, struct ocxlpmem_card_attribute *attribute, u64 raw)
{
	u8 id = attribute_id(attribute);

	attribute->raw = raw;
	if (id == OCXL_ATTRIBUTE_POWER_ON_HOURS)
		card->hours_given = !ocxlpmem_card_set_power_on_hours(card, raw);
	if (id == OCXL_ATTRIBUTE_LIFE_REMAINING)
		ocxlpmem_card_set_life(card, raw);
}

void ocxlpmem_card_change_smart(struct ocxlpmem_card *card,
				const struct ocxlpmem_smart_change *change)
{
	struct ocxlpmem_card_attribute *attribute;
	u64 *fields;

	if (change->given & OCXL_SMART_GIVEN_FILL) {
		card->fill = change->fill;
		return;
	}
	if (change->given & OCXL_SMART_GIVEN_REMOVE) {
		remove_attribute(card, change->id);
		return;
	}
	attribute = find_attribute(card, change->id);
	if (!attribute)
		attribute = add_attribute(card, change->id);
	fields = &attribute->fields;
	if (change->given & OCXL_SMART_GIVEN_FLAGS)
		*fields = replace_field(*fields, SHIFT_FLAGS, 0xFFFF, change->flags);
	if (change->given & OCXL_SMART_GIVEN_CURRENT)
		*fields = replace_field(*fields, SHIFT_CURRENT, 0xFF, change->current_value);
	if (change->given & OCXL_SMART_GIVEN_THRESHOLD)
		*fields = replace_field(*fields, SHIFT_THRESHOLD, 0xFF, change->threshold);
	if (change->given & OCXL_SMART_GIVEN_WORST)
		*fields = replace_field(*fields, SHIFT_WORST, 0xFF, change->worst);
	if (change->given & OCXL_SMART_GIVEN_RAW)
		set_raw(card, attribute, change->raw);
	*fields = move_fields(*fields, change->given & OCXL_SMART_GIVEN_RAW, change->raw,
			      change->given & OCXL_SMART_GIVEN_CURRENT,
			      change->given & OCXL_SMART_GIVEN_WORST);
}

void ocxlpmem_card_move_life(struct ocxlpmem_card *card, u64 life)
{
	const struct ocxlpmem_smart_change change = {
		.given = OCXL_SMART_GIVEN_RAW,
		.id = OCXL_ATTRIBUTE_LIFE_REMAINING,
		.raw = life,
	};

	if (find_attribute(card, change.id))
		ocxlpmem_card_change_smart(card, &change);
}

/* power-on hours are those of the statistics, unless a scenario sets more than these can count */
static u64 raw_value(const struct ocxlpmem_card *card,
		     const struct ocxlpmem_card_attribute *attribute)
{
	if (attribute_id(attribute) != OCXL_ATTRIBUTE_POWER_ON_HOURS || card->hours_given)
		return attribute->raw;
	return div_u64(ocxlpmem_card_stat_value(card, OCXL_STAT_POWER_ON_UPTIME), 3600);
}

/* later changes of an attribute keep the values that they do not set */
static void merge_injection(struct ocxlpmem_injection *injected,
			    const struct ocxlpmem_injection *injection)
{
	if (injection->has_current) {
		injected->has_current = true;
		injected->current_value = injection->current_value;
	}
	if (injection->has_threshold) {
		injected->has_threshold = true;
		injected->threshold = injection->threshold;
	}
	if (injection->has_raw) {
		injected->has_raw = true;
		injected->raw = injection->raw;
	}
}

int ocxlpmem_card_inject_smart(struct ocxlpmem_card *card,
			       const struct ocxlpmem_injection *injection)
{
	struct ocxlpmem_injection *injected = &card->injected[injection->attribute];

	if (injection->restore) {
		memset(injected, 0, sizeof(*injected));
		return 0;
	}
	if (!find_attribute(card, injection->attribute))
		return -ENOENT;
	merge_injection(injected, injection);
	return 0;
}

/* injected values override real ones */
static void write_attribute(struct ocxlpmem_card *card,
			    const struct ocxlpmem_card_attribute *attribute, u64 *to)
{
	const struct ocxlpmem_injection *injected = &card->injected[attribute_id(attribute)];

	to[0] = attribute->fields;
	to[1] = injected->has_raw ? injected->raw : raw_value(card, attribute);
	if (injected->has_current)
		to[0] = replace_field(to[0], SHIFT_CURRENT, 0xFF, injected->current_value);
	to[0] = move_fields(to[0], injected->has_raw, injected->raw, injected->has_current, false);
	if (injected->has_threshold)
		to[0] = replace_field(to[0], SHIFT_THRESHOLD, 0xFF, injected->threshold);
}

/* identifiers without an attribute, from 1 on and 0 last; only 0 if all are used */
static u32 list_free_ids(const struct ocxlpmem_card *card, u8 ids[OCXL_CARD_ATTRIBUTES])
{
	bool used[OCXL_CARD_ATTRIBUTES] = { false };
	u32 count = 0;
	u32 i;

	for (i = 0; i < card->attribute_count; i++)
		used[attribute_id(&card->attributes[i])] = true;
	for (i = 1; i <= OCXL_CARD_ATTRIBUTES; i++) {
		if (!used[i % OCXL_CARD_ATTRIBUTES])
			ids[count++] = (u8)i;
	}
	if (count == 0)
		ids[count++] = 0;
	return count;
}

/* generated attributes, with each unused identifier in turn */
static void write_generated(const struct ocxlpmem_card *card, u32 total, u64 *to)
{
	u8 ids[OCXL_CARD_ATTRIBUTES];
	u32 count = list_free_ids(card, ids);
	u32 i;

	for (i = card->attribute_count; i < total; i++) {
		*to++ = make_fields(ids[(i - card->attribute_count) % count], 0, 100, 0, 100);
		*to++ = i;
	}
}

u8 ocxlpmem_card_answer_smart(struct ocxlpmem_card *card)
{
	u64 *to = &card->data[OCXL_DATA_HEADER / 8];
	u32 total = max_t(u32, card->attribute_count, card->fill);
	u32 i;

	card->data[0] = (u64)OCXL_IDENTIFIER_SMART << 48 | (u64)total * OCXL_SMART_ATTRIBUTE_SIZE;
	for (i = 0; i < card->attribute_count; i++) {
		write_attribute(card, &card->attributes[i], to);
		to += 2;
	}
	if (total > card->attribute_count)
		write_generated(card, total, to);
	return OCXL_CARD_STATUS_OK;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* Words that a user typed, turned into values; no I/O, no messages. */
#ifndef OCXL_OPTION_VALUE_H
#define OCXL_OPTION_VALUE_H

#include <stdbool.h>
#include <stdint.h>
#include "ocxl/render/render.h"

/**
 * ocxl_option_value_number() - a decimal number without sign, space or suffix
 * @word: what was typed
 * @least: smallest that is allowed
 * @most: largest that is allowed
 * @number: receives it
 *
 * Return: 0, -EINVAL for anything but digits, -ERANGE outside of the bounds.
 */
int ocxl_option_value_number(const char *word, uint64_t least, uint64_t most, uint64_t *number);

/**
 * ocxl_option_value_milliseconds() - seconds with up to three decimals: "2", "0.25"
 * @word: what was typed
 * @least: smallest that is allowed, in milliseconds
 * @most: largest that is allowed, in milliseconds
 * @milliseconds: receives it
 *
 * Return: as ocxl_option_value_number().
 */
int ocxl_option_value_milliseconds(const char *word, uint64_t least, uint64_t most,
				   uint64_t *milliseconds);

/** ocxl_option_value_format() - "json", "ndjson" or "table"; -EINVAL for anything else */
int ocxl_option_value_format(const char *word, enum ocxl_format *format);

/**
 * ocxl_option_value_names_dimm() - does @word mean this DIMM
 * @word: "nmem0", a serial number in decimal, or "all"
 * @dev: the DIMM's name
 * @serial: its serial number; 0 when it has none
 */
bool ocxl_option_value_names_dimm(const char *word, const char *dev, uint64_t serial);

/**
 * ocxl_option_value_names_bus() - does @words mean this bus, by ndctl's rules
 * @words: names separated by spaces: "ndbus0", a provider, a number, or "all"
 * @dev: the bus's name
 * @provider: its provider
 * @id: its number
 */
bool ocxl_option_value_names_bus(const char *words, const char *dev, const char *provider,
				 unsigned int id);

#endif /* OCXL_OPTION_VALUE_H */

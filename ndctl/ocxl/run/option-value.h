/* SPDX-License-Identifier: GPL-2.0-only */
/* Convert words of the command line to values. Nothing is read or printed here. */
#ifndef OCXL_OPTION_VALUE_H
#define OCXL_OPTION_VALUE_H

#include <stdbool.h>
#include <stdint.h>
#include "ocxl/output/keep-free.h"
#include "ocxl/render/render.h"

/**
 * ocxl_option_value_number() - parse a decimal number without sign, space or suffix
 * @word: of the command line
 * @least: smallest allowed number
 * @most: largest allowed number
 * @number: receives it
 *
 * Return: 0; -EINVAL if a character is not a digit; -ERANGE outside of the limits.
 */
int ocxl_option_value_number(const char *word, uint64_t least, uint64_t most, uint64_t *number);

/**
 * ocxl_option_value_milliseconds() - parse seconds with up to three decimals: "2", "0.25"
 * @word: of the command line
 * @least: smallest allowed value in milliseconds
 * @most: largest allowed value in milliseconds
 * @milliseconds: receives it
 *
 * Return: as ocxl_option_value_number().
 */
int ocxl_option_value_milliseconds(const char *word, uint64_t least, uint64_t most,
				   uint64_t *milliseconds);

/**
 * ocxl_option_value_keep_free() - parse the space that stays free: "1048576" bytes, "5%"
 * @word: of the command line
 * @keep_free: receives it
 *
 * Return: 0; -EINVAL for another form; -ERANGE above 99 %, or for a number above 64 bits.
 */
int ocxl_option_value_keep_free(const char *word, struct ocxl_keep_free *keep_free);

/**
 * ocxl_option_value_format() - parse a format of documents
 * @word: "json", "ndjson" or "table"
 * @format: receives it
 *
 * Return: 0, or -EINVAL for another word.
 */
int ocxl_option_value_format(const char *word, enum ocxl_format *format);

/**
 * ocxl_option_value_names_dimm() - does a word name this DIMM
 * @word: "nmem0", a serial number in decimal, or "all"
 * @dev: name of the DIMM
 * @serial: serial number of the DIMM; 0: it has none
 *
 * To util_dimm_filter() of ndctl a number is the N of "nmemN"; here it is a serial number.
 */
bool ocxl_option_value_names_dimm(const char *word, const char *dev, uint64_t serial);

/**
 * ocxl_option_value_names_bus() - does the value of --bus name this bus
 * @words: names separated by spaces: "ndbus0", a provider, a number, or "all"
 * @dev: name of the bus
 * @provider: provider of the bus
 * @id: number of the bus
 *
 * The rules are those of util_bus_filter() of ndctl, which takes a struct ndctl_bus. A bus that
 * libndctl failed to read has none.
 */
bool ocxl_option_value_names_bus(const char *words, const char *dev, const char *provider,
				 unsigned int id);

#endif /* OCXL_OPTION_VALUE_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/* Convert words of the command line to values. Nothing is read or printed here. */
#ifndef OCXL_OPTION_VALUE_H
#define OCXL_OPTION_VALUE_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>
#include "ocxl/output/file-io.h"
#include "ocxl/base/names.h"

struct ocxl_verb;

/*
 * parse a decimal number without sign, space or suffix
 * @number: receives it
 * Return: 0; -EINVAL if a character is not a digit; -ERANGE outside of the limits.
 */
int ocxl_option_value_number(const char *word, uint64_t least, uint64_t most, uint64_t *number);

/*
 * parse seconds with up to three decimals: "2", "0.25"
 * @milliseconds: receives it
 * Return: as ocxl_option_value_number().
 */
int ocxl_option_value_milliseconds(const char *word, uint64_t least, uint64_t most,
				   uint64_t *milliseconds);

/*
 * parse the space that stays free: "1048576" bytes, "5%"
 * @reserve: receives it
 * Return: 0; -EINVAL for another form; -ERANGE above 99 %, or for a number above 64 bits.
 */
int ocxl_option_value_keep_free(const char *word, struct ocxl_free_reserve *reserve);

/*
 * parse a time: "2026-11-20", with "T06:15" or "T06:15:00" behind it, and "Z" or an offset behind
 * that; "today", "yesterday"; "-30m", "-2h", "-3d". Days begin at 0:00. Times without an offset are
 * local
 * @seconds: receives it, since 1970, at least 1
 * Return: 0, or -EINVAL.
 */
int ocxl_option_value_time(const char *word, time_t now, uint64_t *seconds);

/*
 * parse a format of documents
 * @format: receives it
 * Return: 0, or -EINVAL for another word.
 */
int ocxl_option_value_format(const char *word, enum ocxl_format *format);

/* the words of formats; NULL behind the last one. @verdict: the verb has a verdict */
const char *ocxl_option_value_format_word(unsigned int index, bool verdict);

/*
 * does a word name this DIMM
 * @serial: serial number of the DIMM; 0: it has none
 * To util_dimm_filter() of ndctl a number is the N of "nmemN"; here it is a serial number.
 */
bool ocxl_option_value_names_dimm(const char *word, const char *dev, uint64_t serial);

/*
 * does the value of --bus name this bus
 * @words: names separated by spaces: "ndbus0", a provider, a number, or "all"
 * The rules are those of util_bus_filter() of ndctl. That function needs a struct ndctl_bus, which
 * does not exist for a bus that libndctl failed to read.
 */
bool ocxl_option_value_names_bus(const char *words, const char *dev, const char *provider,
				 unsigned int id);

/* conditions that --ignore may name: a card that was not queried may be in any state */
uint64_t ocxl_option_conditions_ignorable(void);

/* bit n: condition n lasts until it is acknowledged */
uint64_t ocxl_option_conditions_kept(void);

/*
 * convert a list of names
 * @conditions: receives bit n for each condition n of the list
 * Return: 0, or the exit status after a message with all allowed names.
 */
int ocxl_option_conditions_parse(const struct ocxl_verb *verb, const char *option,
				 const char *words, uint64_t allowed, uint64_t *conditions);

#endif /* OCXL_OPTION_VALUE_H */

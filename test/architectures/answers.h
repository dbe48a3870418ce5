/* SPDX-License-Identifier: GPL-2.0-only */
/* Interface between the library's side and the card's side of test/architectures/answers. */
#ifndef TEST_ANSWERS_H
#define TEST_ANSWERS_H

#include <stdbool.h>
#include <stddef.h>

struct answers_card;

/**
 * answers_card_new() - make a card that has received no command; its clock stands still
 */
struct answers_card *answers_card_new(void);

/**
 * answers_card_tell() - apply lines of a scenario; ends the program when one is wrong
 */
void answers_card_tell(struct answers_card *card, const char *scenario);

/**
 * answers_card_wait() - advance the clock
 */
void answers_card_wait(struct answers_card *card, unsigned int milliseconds);

/**
 * answers_card_send() - process an ioctl
 * @envelope: buffer of libndctl
 * @size: its size in bytes
 * @vendor: it is the envelope of ND_CMD_VENDOR
 *
 * Return: 0 or a negative errno.
 */
int answers_card_send(struct answers_card *card, void *envelope, size_t size, bool vendor);

/**
 * answers_card_free() - free the card; NULL is allowed
 */
void answers_card_free(struct answers_card *card);

#endif /* TEST_ANSWERS_H */

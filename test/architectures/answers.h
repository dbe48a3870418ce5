/* SPDX-License-Identifier: GPL-2.0-only */
/* Between the library's side of test/architectures/answers and the card's. */
#ifndef TEST_ANSWERS_H
#define TEST_ANSWERS_H

#include <stdbool.h>
#include <stddef.h>

struct answers_card;

/** answers_card_new() - a card that has not been asked yet; its clock stands still */
struct answers_card *answers_card_new(void);

/** answers_card_tell() - lines of a scenario; the program ends when one makes no sense */
void answers_card_tell(struct answers_card *card, const char *scenario);

/** answers_card_wait() - let time pass */
void answers_card_wait(struct answers_card *card, unsigned int milliseconds);

/**
 * answers_card_send() - what an ioctl would do
 * @envelope: as libndctl has made it
 * @size: bytes of it
 * @vendor: it is that of ND_CMD_VENDOR
 *
 * Return: 0 or a negative errno.
 */
int answers_card_send(struct answers_card *card, void *envelope, size_t size, bool vendor);

/** answers_card_free() - NULL is allowed */
void answers_card_free(struct answers_card *card);

#endif /* TEST_ANSWERS_H */

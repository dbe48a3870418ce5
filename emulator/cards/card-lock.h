/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The lock of a card, and the thread that runs events of cards that nobody uses.
 */
#ifndef OCXL_EMULATOR_CARD_LOCK_H
#define OCXL_EMULATOR_CARD_LOCK_H

#include "cards/emulated-card.h"

/**
 * ocxl_emulated_card_lock() - wait for the card and lock it
 * @card: the card
 *
 * Threads take turns: one that has just released the card does not get it again before those that
 * wait already.
 */
void ocxl_emulated_card_lock(struct ocxl_emulated_card *card);

/**
 * ocxl_emulated_card_lock_unless() - wait for the card and lock it, unless the reason to do so ends
 * @card: the card
 * @has_ended: looks whether it has; called every 50 ms
 * @context: for @has_ended
 *
 * Return: whether the card is locked.
 */
bool ocxl_emulated_card_lock_unless(struct ocxl_emulated_card *card,
				    bool (*has_ended)(void *context), void *context);

/**
 * ocxl_emulated_card_lock_unless_stopped() - wait for the card and lock it, unless the driver waits
 * for a held request
 * @card: the card
 *
 * Return: whether the card is locked.
 */
bool ocxl_emulated_card_lock_unless_stopped(struct ocxl_emulated_card *card);

/**
 * ocxl_emulated_card_unlock() - run due events, call @card->updated, release the lock
 * @card: the caller holds the lock
 */
void ocxl_emulated_card_unlock(struct ocxl_emulated_card *card);

/**
 * ocxl_emulated_cards_advance() - let virtual time pass
 * @cards: the cards
 * @ns: this time, in nanoseconds
 *
 * Returns when the clocks have moved, and all that became due has happened. Where the driver waits
 * for a request that is held, its thread does that.
 */
void ocxl_emulated_cards_advance(struct ocxl_emulated_cards *cards, u64 ns);

/**
 * ocxl_emulated_card_release() - answer requests that were held
 * @card: the card
 * @opcodes: mask of bits
 * @holds_next: hold later requests
 *
 * Returns when the card has answered, or the driver waits for another request that is held.
 */
void ocxl_emulated_card_release(struct ocxl_emulated_card *card, u32 opcodes, bool holds_next);

/**
 * ocxl_event_thread_start() - start the thread that runs events when they are due
 * @cards: must outlive the thread, which never ends
 *
 * A virtual clock needs no thread: what moves it, runs the events.
 *
 * Return: 0 or -errno.
 */
int ocxl_event_thread_start(struct ocxl_emulated_cards *cards);

#endif /* OCXL_EMULATOR_CARD_LOCK_H */

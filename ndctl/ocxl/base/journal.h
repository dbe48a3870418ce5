/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Priorities of lines for systemd's journal. A line that begins with "<4>" has priority 4
 * (sd-daemon(3)); the journal removes these characters.
 */
#ifndef OCXL_JOURNAL_H
#define OCXL_JOURNAL_H

#include <stdbool.h>
/* LOG_CRIT to LOG_INFO */
#include <syslog.h>

/* characters of a priority */
#define OCXL_JOURNAL_PREFIX_LENGTH 3

/**
 * ocxl_journal_is_connected() - is a descriptor connected to the journal
 * @fd: the descriptor
 *
 * systemd sets JOURNAL_STREAM to the device and inode numbers of the stream. The descriptor may
 * have been redirected since.
 */
bool ocxl_journal_is_connected(int fd);

/**
 * ocxl_journal_format_prefix() - a priority in front of a line
 * @prefix: receives OCXL_JOURNAL_PREFIX_LENGTH characters and a NUL
 * @priority: LOG_EMERG to LOG_DEBUG
 */
void ocxl_journal_format_prefix(char prefix[OCXL_JOURNAL_PREFIX_LENGTH + 1], int priority);

#endif /* OCXL_JOURNAL_H */

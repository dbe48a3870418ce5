// SPDX-License-Identifier: GPL-2.0-only
/* Texts of failed commands: for each errno, wire status and command the cause and the remedy. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <ndctl/libndctl-ocxl.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl/base/error-code.h"
#include "ocxl/base/failure.h"
#include "ocxl/base/names.h"
#include "ocxl/lazy/lazy-library.h"

/* "the capabilities request" */
#define PHRASE_SIZE 64

/*
 * Commands that messages do not call by their names in ocxl_command_names: their label, and how
 * a sentence goes on after "did not answer" when it is not "the <label> request"
 */
static const struct {
	const char *label;
	const char *phrase;
} command_words[] = {
	[OCXL_CMD_SMART] = { .label = "SMART" },
	[OCXL_CMD_ERROR_LOG] = { "error log", "the error-log request" },
	[OCXL_CMD_HEARTBEAT] = { "heartbeat", "a heartbeat" },
	[OCXL_CMD_STATS] = { .label = "statistics" },
	[OCXL_CMD_REQUEST_HEALTH] = { "health report", "the request for a health report" },
	[OCXL_CMD_DUMP_TAKE] = { "dump", "the request for a dump" },
	[OCXL_CMD_DUMP_READ] = { "dump", "the request for a piece of the dump" },
	[OCXL_CMD_DUMP_RELEASE] = { "dump", "the release of the dump" },
};

static const struct {
	int number;
	const char *name;
	const char *text; /* with one %s: the DIMM's name in /dev */
} errnos[] = {
	{ EPERM, "EPERM",
	  "permission denied on /dev/%s: run as root or join the group that owns it" },
	{ EACCES, "EACCES",
	  "permission denied on /dev/%s: run as root or join the group that owns it" },
	{ ENOENT, "ENOENT", "/dev/%s is not there: wait for udev, or see the kernel log" },
	{ EINTR, "EINTR", "interrupted before /dev/%s answered: run it again" },
	{ EIO, "EIO", "/dev/%s gave no valid answer: see the kernel log" },
	{ ENXIO, "ENXIO", "the card behind /dev/%s is gone: see the kernel log" },
	{ ENODEV, "ENODEV", "the card behind /dev/%s is gone: see the kernel log" },
	{ EAGAIN, "EAGAIN", "/dev/%s is not ready: try again later" },
	{ EBUSY, "EBUSY", "/dev/%s is busy: try again later" },
	{ EINVAL, "EINVAL", "the driver of /dev/%s refused the request: update driver or tool" },
	{ EFAULT, "EFAULT", "the driver of /dev/%s refused the request: update driver or tool" },
	{ ENOTTY, "ENOTTY", "the driver of /dev/%s does not have this command: update the driver" },
	{ EOPNOTSUPP, "EOPNOTSUPP", "/dev/%s does not have this command" },
	{ ENOMEM, "ENOMEM", "out of memory while asking /dev/%s: free some and run it again" },
	{ ENOBUFS, "ENOBUFS", "out of room while asking /dev/%s" },
	{ ENFILE, "ENFILE", "too many open files for /dev/%s: close some and run it again" },
	{ EMFILE, "EMFILE",
	  "too many open files for /dev/%s: use fewer --jobs, or raise ulimit -n" },
	{ EPROTO, "EPROTO", "the answer of /dev/%s contradicts itself: update driver or tool" },
	{ EMSGSIZE, "EMSGSIZE", "the answer of /dev/%s is larger than any real one" },
	{ ETIMEDOUT, "ETIMEDOUT",
	  "/dev/%s gave no answer within the 1.8 s of a report: try again later" },
	{ ECANCELED, "ECANCELED",
	  "/dev/%s was not asked: what was asked before took too long: try again later" },
	{ ENODATA, "ENODATA", "/dev/%s has nothing of that kind" },
	{ EBADMSG, "EBADMSG", "the card behind /dev/%s refused the data" },
	{ ELIBACC, "ELIBACC",
	  "nothing was asked of /dev/%s: the library " OCXL_LIBRARY_NETTLE
	  " is missing: install it" },
};

/* what to do about a status; the library says what it means */
static const struct {
	int wire_status;
	const char *advice;
} advices[] = {
	{ OCXL_STATUS_MEM_UNAVAILABLE, "wait until the medium is ready" },
	{ OCXL_STATUS_BLOCKED, "try again when it is over" },
	{ OCXL_STATUS_BAD_OPCODE, "the card's firmware is too old for it" },
	{ OCXL_STATUS_DEBUG_BLOCKED, "the card does not permit it" },
	{ OCXL_STATUS_TIMEOUT, "try again, and see the kernel log" },
	{ OCXL_STATUS_NOT_READY, "wait, or reset the card if it was shut down" },
	{ OCXL_STATUS_NO_ENTRY, "run it again from the start" },
	{ OCXL_STATUS_BAD_RESPONSE, "try again, and see the kernel log" },
	{ OCXL_STATUS_BAD_INPUT, "update driver or tool" },
	{ OCXL_STATUS_NOT_PERMITTED, "run as root" },
	{ OCXL_STATUS_FATAL, "save the data, read the error log, replace the card" },
	{ OCXL_STATUS_HOLD_FULL, "drain the log with ndctl ocxl read-error-log" },
	{ OCXL_STATUS_FAILED, "see the card's error log" },
};

/* where one command has more to say than the lists above; status -1: no answer came */
static const struct {
	unsigned int command;
	int number;
	int wire_status;
	const char *text;
} special[] = {
	{ OCXL_CMD_REQUEST_HEALTH, ETIMEDOUT, -1,
	  "the controller sent no report in time: try again with a longer --timeout" },
	{ OCXL_CMD_DUMP_TAKE, ENOENT, -1, "the card has no dump: have it take one with --new" },
	{ OCXL_CMD_DUMP_TAKE, ETIMEDOUT, -1,
	  "the dump was not ready in time: try again with a longer --timeout and without --new" },
	{ OCXL_CMD_DUMP_READ, ENOENT, OCXL_STATUS_NO_ENTRY,
	  "the dump has gone while it was read: somebody released it or took another one: run "
	  "it again" },
	{ OCXL_CMD_DUMP_READ, ENODATA, -1,
	  "the dump is empty: it was not released: take another one with --new" },
	{ OCXL_CMD_DUMP_READ, EPROTO, -1,
	  "the dump changed while it was read: it was not released: run it again" },
	{ OCXL_CMD_DUMP_READ, EPROTO, OCXL_STATUS_BAD_RESPONSE,
	  "the controller's answer is damaged, or its dump is larger than it may be: it was not "
	  "released: run it again, and see the kernel log" },
	{ OCXL_CMD_DUMP_READ, EMSGSIZE, -1,
	  "the dump has no end: it was not released: take another one with --new" },
	{ OCXL_CMD_DUMP_RELEASE, ENOENT, OCXL_STATUS_NO_ENTRY,
	  "the file is complete, but the dump had gone before it could be released" },
	{ OCXL_CMD_SHUTDOWN, EBUSY, OCXL_STATUS_BLOCKED,
	  "its region is enabled, or another task of the card is in the way: use ndctl "
	  "disable-region, or wait for that task, then try again" },
};

/* what files fail with, and cards do not */
static const struct {
	int number;
	const char *name;
} file_errnos[] = {
	{ ENOSPC, "ENOSPC" },
	{ EDQUOT, "EDQUOT" },
	{ EFBIG, "EFBIG" },
	{ EROFS, "EROFS" },
	{ EISDIR, "EISDIR" },
	{ ENOTDIR, "ENOTDIR" },
	{ EPIPE, "EPIPE" },
	{ EBADF, "EBADF" },
	{ ENAMETOOLONG, "ENAMETOOLONG" },
	{ ELOOP, "ELOOP" },
	{ ETXTBSY, "ETXTBSY" },
	{ OCXL_ERROR_FOREIGN_FILE, "EACCES" },
	{ OCXL_ERROR_BLOCK_DEVICE, "ENOTSUP" },
	{ OCXL_ERROR_HARD_LINK, "EACCES" },
};

#define ARRAY_COUNT(array) (sizeof(array) / sizeof((array)[0]))

const char *ocxl_failure_command_label(unsigned int command)
{
	const char *name = ocxl_name_find(ocxl_command_names, command);

	if (command < ARRAY_COUNT(command_words) && command_words[command].label)
		return command_words[command].label;
	return name ? name : "command";
}

/* writes to @text only if it has to */
static const char *command_phrase(unsigned int command, char *text, size_t size)
{
	if (command < ARRAY_COUNT(command_words) && command_words[command].phrase)
		return command_words[command].phrase;
	snprintf(text, size, "the %s request", ocxl_failure_command_label(command));
	return text;
}

bool ocxl_failure_is_permission(int rc, int wire_status)
{
	if (wire_status > 0)
		return wire_status == OCXL_STATUS_NOT_PERMITTED ||
		       wire_status == OCXL_STATUS_DEBUG_BLOCKED;
	return rc == -EPERM || rc == -EACCES;
}

static const char *status_advice(int wire_status)
{
	size_t i;

	for (i = 0; i < ARRAY_COUNT(advices); i++) {
		if (advices[i].wire_status == wire_status)
			return advices[i].advice;
	}
	return "see the card's error log";
}

static void describe_status(struct ocxl_failure *failure, unsigned int command, int wire_status)
{
	const char *text = ndctl_ocxl_status_text(wire_status);
	const char *advice = status_advice(wire_status);
	char buffer[PHRASE_SIZE];
	const char *phrase = command_phrase(command, buffer, sizeof(buffer));

	if (wire_status == OCXL_STATUS_TIMEOUT)
		snprintf(failure->message, sizeof(failure->message),
			 "the controller did not answer %s in time: %s", phrase, advice);
	else if (ndctl_ocxl_status_name(wire_status) && text)
		snprintf(failure->message, sizeof(failure->message), "%s: %s", text, advice);
	else
		snprintf(failure->message, sizeof(failure->message),
			 "the controller answered %s with status 0x%02x, which has no name: %s",
			 phrase, (unsigned int)wire_status, advice);
}

static void describe_errno(struct ocxl_failure *failure, const char *dev, int number)
{
	size_t i;

	for (i = 0; i < ARRAY_COUNT(errnos); i++) {
		if (errnos[i].number == number) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
			snprintf(failure->message, sizeof(failure->message), errnos[i].text, dev);
#pragma GCC diagnostic pop
			return;
		}
	}
	snprintf(failure->message, sizeof(failure->message), "/dev/%s: %s", dev, strerror(number));
}

static const char *errno_name(int number)
{
	size_t i;

	for (i = 0; i < ARRAY_COUNT(errnos); i++) {
		if (errnos[i].number == number)
			return errnos[i].name;
	}
	for (i = 0; i < ARRAY_COUNT(file_errnos); i++) {
		if (file_errnos[i].number == number)
			return file_errnos[i].name;
	}
	return "EIO";
}

const char *ocxl_failure_output_reason(int rc)
{
	switch (rc) {
	case -OCXL_ERROR_FOREIGN_FILE:
		return "another user has put it into a directory that everybody may write to";
	case -OCXL_ERROR_HARD_LINK:
		return "it has a second name, and everybody may write to its directory";
	case -OCXL_ERROR_BLOCK_DEVICE:
		return "it is a block device: name a file";
	default:
		return strerror(-rc);
	}
}

static const char *find_special(unsigned int command, int number, int wire_status)
{
	size_t i;

	for (i = 0; i < ARRAY_COUNT(special); i++) {
		if (special[i].command == command && special[i].number == number &&
		    special[i].wire_status == wire_status)
			return special[i].text;
	}
	return NULL;
}

void ocxl_failure_describe(struct ocxl_failure *failure, const char *dev, unsigned int command,
			   int rc, int wire_status)
{
	const char *text = find_special(command, -rc, wire_status);

	failure->name = errno_name(-rc);
	failure->wire_status = wire_status;
	if (text) {
		snprintf(failure->message, sizeof(failure->message), "%s", text);
		return;
	}
	/* an answer that says OK and fails nevertheless: the errno knows more */
	if (wire_status > 0)
		describe_status(failure, command, wire_status);
	else
		describe_errno(failure, dev, -rc);
}

void ocxl_failure_describe_output(struct ocxl_failure *failure, const char *name, int rc)
{
	failure->name = errno_name(-rc);
	failure->wire_status = -1;
	snprintf(failure->message, sizeof(failure->message),
		 "cannot write to %.120s: %s: nothing was released", name,
		 ocxl_failure_output_reason(rc));
}

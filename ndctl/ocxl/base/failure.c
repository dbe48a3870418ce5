// SPDX-License-Identifier: GPL-2.0-only
/* For each errno, wire status and command the cause of a failure and what to do about it. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <ccan/array_size/array_size.h>
#include <ndctl/libndctl-ocxl.h>
#include <nvdimm/ocxlpmem.h>
#include "ocxl-private.h"
#include "ocxl/base/failure.h"

#define PERMISSION_DENIED "permission denied on /dev/%s: run as root or join the group that owns it"
#define NO_CARD		  "no card answers behind /dev/%s: see the kernel log"
#define REQUEST_REFUSED	  "the driver of /dev/%s refused the request: update the driver or ndctl-ocxl"

/* size of "the capabilities request" and of the longest advice */
#define PHRASE_SIZE 64

/*
 * @label begins a message. @phrase follows "did not answer"; by default it is "the <label>
 * request".
 */
static const struct {
	const char *label;
	const char *phrase;
} command_words[] = {
	[OCXLPMEM_CMD_SMART] = { .label = "SMART" },
	[OCXLPMEM_CMD_ERROR_LOG] = { "error log", "the error-log request" },
	[OCXLPMEM_CMD_HEARTBEAT] = { "heartbeat", "a heartbeat" },
	[OCXLPMEM_CMD_STATS] = { .label = "statistics" },
	[OCXLPMEM_CMD_CAPABILITIES] = { .label = "capabilities" },
	[OCXLPMEM_CMD_REQUEST_HEALTH] = { "health report", "the request for a health report" },
	[OCXLPMEM_CMD_DUMP_TAKE] = { "dump", "the request for a dump" },
	[OCXLPMEM_CMD_DUMP_READ] = { "dump", "the request for a piece of the dump" },
	[OCXLPMEM_CMD_DUMP_RELEASE] = { "dump", "the release of the dump" },
	[OCXLPMEM_CMD_FW_INFO] = { .label = "fw info" },
	[OCXLPMEM_CMD_FW_START] = { .label = "fw start" },
	[OCXLPMEM_CMD_FW_SEND] = { .label = "fw send" },
	[OCXLPMEM_CMD_FW_FINISH] = { .label = "fw finish" },
	[OCXLPMEM_CMD_FW_QUERY] = { .label = "fw query" },
	[OCXLPMEM_CMD_SHUTDOWN] = { .label = "shutdown" },
	[OCXLPMEM_CMD_EVENTS] = { .label = "events" },
	[OCXLPMEM_CMD_SMART_INJECT] = { .label = "smart inject" },
	[OCXLPMEM_CMD_CLEAR_CONDITIONS] = { "clear-conditions", "the request to clear conditions" },
};
/* a new command without a row does not compile */
OCXLPMEM_ASSERT(ARRAY_SIZE(command_words) == OCXLPMEM_CMD_END);

/* each text has one %s: the DIMM's name */
static const struct {
	int number;
	const char *text;
} errno_texts[] = {
	{ EPERM, PERMISSION_DENIED },
	{ EACCES, PERMISSION_DENIED },
	{ ENOENT, "/dev/%s does not exist: wait for udev, or see the kernel log" },
	{ EINTR, "a signal interrupted the request to /dev/%s: run the command again" },
	{ EIO, "/dev/%s gave no valid answer: see the kernel log" },
	{ ENXIO, NO_CARD },
	{ ENODEV, NO_CARD },
	{ EAGAIN, "/dev/%s is not ready: try again later" },
	{ EBUSY, "/dev/%s is busy: try again later" },
	{ EINVAL, REQUEST_REFUSED },
	{ EFAULT, REQUEST_REFUSED },
	{ ENOTTY, "the driver of /dev/%s does not support this command: update the driver" },
	{ EOPNOTSUPP, "the card behind /dev/%s does not support this command" },
	{ ENOMEM, "not enough memory for the request to /dev/%s: free some and try again" },
	{ ENOBUFS, "no buffer is free for the request to /dev/%s: try again later" },
	{ ENFILE, "the system has too many open files for /dev/%s: close some and try again" },
	{ EMFILE, "too many open files for /dev/%s: use fewer --jobs, or raise ulimit -n" },
	{ EPROTO, "the answer of /dev/%s is inconsistent: update the driver or ndctl-ocxl" },
	{ EMSGSIZE, "the answer of /dev/%s is larger than 1 MiB: update the driver or ndctl-ocxl" },
	{ ETIMEDOUT, "/dev/%s did not answer in time: try again later" },
	{ ECANCELED,
	  "/dev/%s got no request, because an earlier one took too long: try again later" },
	{ ENODATA, "/dev/%s has no such data" },
	{ ESTALE, "another card is behind /dev/%s now: name it, or run the command again" },
	{ EBADF, "/dev/%s is not the device of this DIMM: see which file a container has there" },
	{ ESHUTDOWN,
	  "the controller was shut down, and only a reset starts it: see 'ndctl ocxl check %s'" },
	{ EBADMSG, "the card behind /dev/%s refused the data" },
};

/*
 * The library has the meaning of a status, this table has what to do about a request. The action
 * for a card depends on its conditions, which "check" lists.
 */
static const struct {
	int wire_status;
	const char *advice;
} status_advices[] = {
	{ OCXLPMEM_STATUS_BLOCKED, "try again when it has ended" },
	{ OCXLPMEM_STATUS_BAD_OPCODE, "the card's firmware is too old for it" },
	{ OCXLPMEM_STATUS_BAD_REQUEST_PARM, "update the driver or ndctl-ocxl" },
	{ OCXLPMEM_STATUS_BAD_DATA_PARM, "update the driver or ndctl-ocxl" },
	{ OCXLPMEM_STATUS_DEBUG_BLOCKED, "the card does not permit it" },
	{ OCXLPMEM_STATUS_NO_ENTRY, "run the command again" },
	{ OCXLPMEM_STATUS_BAD_INPUT, "update the driver or ndctl-ocxl" },
	{ OCXLPMEM_STATUS_NOT_PERMITTED, "run as root" },
};

/*
 * Texts of single commands, which replace those above; status -1: there was no answer. One may have
 * a
 * %s for the DIMM.
 */
static const struct {
	unsigned int command;
	int number;
	int wire_status;
	const char *text;
} command_texts[] = {
	{ OCXLPMEM_CMD_SMART, ENODATA, OCXLPMEM_STATUS_OK,
	  "the answer of the card lists no attribute: update its firmware" },
	{ OCXLPMEM_CMD_ERROR_LOG, EPROTO, OCXLPMEM_STATUS_NO_ENTRY,
	  "the driver gives the same entry again and again, and refuses to go on: update the driver" },
	{ OCXLPMEM_CMD_REQUEST_HEALTH, ETIMEDOUT, -1,
	  "the controller sent no report in time: try again with a longer --timeout" },
	{ OCXLPMEM_CMD_DUMP_TAKE, ENODATA, -1, "the card has no dump: request one with --new" },
	{ OCXLPMEM_CMD_DUMP_TAKE, EPROTO, -1,
	  "the driver reports an unknown state of the dump: update ndctl-ocxl" },
	{ OCXLPMEM_CMD_DUMP_TAKE, ETIMEDOUT, -1,
	  "the dump was not ready in time: try again with a longer --timeout and without --new" },
	{ OCXLPMEM_CMD_DUMP_READ, ENOENT, OCXLPMEM_STATUS_NO_ENTRY,
	  "the dump disappeared while it was read, because it was released or replaced: run the "
	  "command again without --new" },
	{ OCXLPMEM_CMD_DUMP_READ, ETIMEDOUT, -1,
	  "the driver did not answer in time, and the dump was not released: try again with a "
	  "longer --timeout and without --new" },
	{ OCXLPMEM_CMD_DUMP_READ, EBADMSG, -1,
	  "the dump is empty and was not released: request another one with --new" },
	{ OCXLPMEM_CMD_DUMP_READ, EPROTO, -1,
	  "the dump changed while it was read and was not released: run the command again without "
	  "--new" },
	{ OCXLPMEM_CMD_DUMP_READ, EPROTO, OCXLPMEM_STATUS_OK,
	  "the dump is larger than the card's largest one and was not released: update the driver" },
	{ OCXLPMEM_CMD_DUMP_READ, EPROTO, OCXLPMEM_STATUS_BAD_RESPONSE,
	  "the controller's answer is damaged, or its dump is too large; the dump was not "
	  "released: run the command again without --new, and see the kernel log" },
	{ OCXLPMEM_CMD_DUMP_READ, EFBIG, -1,
	  "the dump is larger than 4 GiB and was not released: request another one with --new" },
	{ OCXLPMEM_CMD_DUMP_RELEASE, ENOENT, OCXLPMEM_STATUS_NO_ENTRY,
	  "the file is complete; the card had already dropped the dump when ndctl released it" },
	{ OCXLPMEM_CMD_DUMP_RELEASE, ETIMEDOUT, -1,
	  "the file is complete; the driver did not answer in time when ndctl released the dump" },
	{ OCXLPMEM_CMD_CLEAR_CONDITIONS, ENOTEMPTY, -1,
	  "the error log may have entries to collect, and nothing was cleared: collect them with "
	  "'ndctl ocxl read-error-log %s --collect=FILE', or use --force" },
	{ OCXLPMEM_CMD_CLEAR_CONDITIONS, EBUSY, OCXLPMEM_STATUS_BLOCKED,
	  "the driver read another entry meanwhile, and nothing was cleared: look at the error "
	  "log, then try again" },
	{ OCXLPMEM_CMD_SHUTDOWN, EBUSY, OCXLPMEM_STATUS_BLOCKED,
	  "its region is enabled, or the card runs another task: use ndctl disable-region, or "
	  "wait for that task, then try again" },
};

const char *ocxl_failure_command_label(unsigned int command)
{
	if (command < ARRAY_SIZE(command_words) && command_words[command].label)
		return command_words[command].label;
	return "command";
}

/* Return: @buffer, or a constant phrase */
static const char *format_command_phrase(unsigned int command, char buffer[PHRASE_SIZE])
{
	if (command < ARRAY_SIZE(command_words) && command_words[command].phrase)
		return command_words[command].phrase;
	snprintf(buffer, PHRASE_SIZE, "the %s request", ocxl_failure_command_label(command));
	return buffer;
}

bool ocxl_failure_is_permission(int rc, int wire_status)
{
	if (wire_status > 0)
		return wire_status == OCXLPMEM_STATUS_NOT_PERMITTED ||
		       wire_status == OCXLPMEM_STATUS_DEBUG_BLOCKED;
	return rc == -EPERM || rc == -EACCES;
}

/* Return: @buffer, or constant text */
static const char *find_status_advice(int wire_status, const char *dev, char buffer[PHRASE_SIZE])
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(status_advices); i++) {
		if (status_advices[i].wire_status == wire_status)
			return status_advices[i].advice;
	}
	snprintf(buffer, PHRASE_SIZE, "see 'ndctl ocxl check %s'", dev);
	return buffer;
}

static const char *find_command_text(unsigned int command, int number, int wire_status)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(command_texts); i++) {
		if (command_texts[i].command == command && command_texts[i].number == number &&
		    command_texts[i].wire_status == wire_status)
			return command_texts[i].text;
	}
	return NULL;
}

static void describe_status(struct ocxl_failure *failure, const char *dev, unsigned int command,
			    int wire_status)
{
	const char *text = ocxl_status_text(wire_status);
	char advice_buffer[PHRASE_SIZE], phrase_buffer[PHRASE_SIZE];
	const char *advice = find_status_advice(wire_status, dev, advice_buffer);
	const char *phrase = format_command_phrase(command, phrase_buffer);

	if (wire_status == OCXLPMEM_STATUS_TIMEOUT)
		snprintf(failure->message, sizeof(failure->message),
			 "the controller did not answer %s in time: %s", phrase, advice);
	else if (ndctl_ocxl_status_name(wire_status) && text)
		snprintf(failure->message, sizeof(failure->message), "%s: %s", text, advice);
	else
		snprintf(failure->message, sizeof(failure->message),
			 "the controller answered %s with the unknown status 0x%02x: %s", phrase,
			 (unsigned int)wire_status, advice);
}

/* @text: of a table, with at most one %s */
static void format_text(struct ocxl_failure *failure, const char *text, const char *dev)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	snprintf(failure->message, sizeof(failure->message), text, dev);
#pragma GCC diagnostic pop
}

static void describe_errno(struct ocxl_failure *failure, const char *dev, int number)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(errno_texts); i++) {
		if (errno_texts[i].number == number) {
			format_text(failure, errno_texts[i].text, dev);
			return;
		}
	}
	snprintf(failure->message, sizeof(failure->message), "/dev/%s: %s", dev, strerror(number));
}

/* documents have the name of an errno; those of enum ocxl_error_code get the nearest one */
static const char *find_errno_name(int number)
{
	const char *name = strerrorname_np(number);

	switch (number) {
	case OCXL_ERROR_FOREIGN_FILE:
	case OCXL_ERROR_FOREIGN_LINK:
	case OCXL_ERROR_HARD_LINK:
		return "EACCES";
	case OCXL_ERROR_BLOCK_DEVICE:
	case OCXL_ERROR_MOUNT_POINT:
		return "ENOTSUP";
	case OCXL_ERROR_FILE_EXISTS:
		return "EEXIST";
	case OCXL_ERROR_FREE_RESERVE:
		return "ENOSPC";
	default:
		return name ? name : "EIO";
	}
}

const char *ocxl_failure_output_reason(int rc)
{
	switch (rc) {
	case -OCXL_ERROR_FOREIGN_FILE:
		return "another user owns it, in a directory that other users may write to";
	case -OCXL_ERROR_FOREIGN_LINK:
		return "another user may have placed it or a link in its path";
	case -OCXL_ERROR_HARD_LINK:
		return "it has several hard links, in a directory that other users may write to";
	case -OCXL_ERROR_BLOCK_DEVICE:
		return "it is a block device: name a file";
	case -OCXL_ERROR_MOUNT_POINT:
		return "it is mounted there, so it cannot be rotated: mount its directory";
	case -OCXL_ERROR_FREE_RESERVE:
		return "its file system has less free space than --keep-free";
	case -EBUSY:
		return "other programs rename or remove it all the time";
	case -OCXL_ERROR_FILE_EXISTS:
		return "it exists: name another file, or use --force";
	default:
		return strerror(-rc);
	}
}

void ocxl_failure_describe(struct ocxl_failure *failure, const char *dev, unsigned int command,
			   int rc, int wire_status)
{
	const char *text = find_command_text(command, -rc, wire_status);

	failure->name = find_errno_name(-rc);
	failure->wire_status = wire_status;
	if (text)
		format_text(failure, text, dev);
	else if (wire_status > 0 && rc != -ESHUTDOWN)
		describe_status(failure, dev, command, wire_status);
	else
		/* also with status 0: the library refused the answer for another reason */
		describe_errno(failure, dev, -rc);
}

void ocxl_failure_describe_unreadable(struct ocxl_failure *failure, const char *name, int rc)
{
	failure->name = find_errno_name(-rc);
	failure->wire_status = -1;
	snprintf(failure->message, sizeof(failure->message), "cannot read %s in sysfs: %s", name,
		 ocxl_evidence_error_text(rc));
}

void ocxl_failure_describe_omitted(struct ocxl_failure *failure)
{
	*failure = (struct ocxl_failure) {
		.name = "EAGAIN",
		.wire_status = -1,
		.message = OCXL_FAILURE_OMITTED "run the command again",
	};
}

void ocxl_failure_describe_output(struct ocxl_failure *failure, const char *name, int rc)
{
	failure->name = find_errno_name(-rc);
	failure->wire_status = -1;
	/* with --keep-free, earlier entries of this run are stored and acknowledged */
	snprintf(failure->message, sizeof(failure->message), "cannot write to %.120s: %s%s", name,
		 ocxl_failure_output_reason(rc),
		 rc == -OCXL_ERROR_FREE_RESERVE ? "" : ": nothing was released");
}

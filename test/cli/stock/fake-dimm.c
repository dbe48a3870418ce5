// SPDX-License-Identifier: GPL-2.0-only
/*
 * Preloaded into ndctl: two DIMMs that answer as $FAKE_FIRMWARE says, for defects of stock verbs
 * that patches/ndctl mends. $FAKE_IMAGE is the image, which begins with "begin". $FAKE_SYSLOG is a
 * file for messages to syslog. A command that is released twice, used after its release or never
 * released ends the program with a message.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include <ccan/array_size/array_size.h>
#include <ndctl/libndctl.h>
#include <ndctl/ndctl.h>

struct ndctl_cmd {
	enum {
		KIND_INFO,
		KIND_START,
		KIND_SEND,
		KIND_FINISH,
		KIND_QUERY,
		KIND_ABORT,
		KIND_INJECT,
		KIND_READ
	} kind;
	int references;
};

static struct ndctl_cmd commands[64];
static unsigned int used, pauses;
static char a_bus, dimms[2];

static void exit_with_message(const char *what)
{
	fprintf(stderr, "fake-dimm: %s\n", what);
	_exit(99);
}

static struct ndctl_cmd *new_command(int kind)
{
	if (used == ARRAY_SIZE(commands))
		exit_with_message("too many commands");
	commands[used].kind = kind;
	commands[used].references = 1;
	return &commands[used++];
}

static struct ndctl_cmd *after_start(struct ndctl_cmd *start, int kind)
{
	if (!start || start->kind != KIND_START || start->references != 1)
		exit_with_message("no start command");
	return new_command(kind);
}

/* Is the word @what in $FAKE_FIRMWARE? */
static int firmware_says(const char *what)
{
	const char *words = getenv("FAKE_FIRMWARE");

	return words && strstr(words, what);
}

static void __attribute__((destructor)) look_for_leaks(void)
{
	unsigned int i;

	for (i = 0; i < used; i++)
		if (commands[i].references)
			exit_with_message("a command was not released");
}

struct ndctl_bus *ndctl_bus_get_first(struct ndctl_ctx *ctx)
{
	return firmware_says("no-bus") ? NULL : (void *)&a_bus;
}

struct ndctl_bus *ndctl_bus_get_next(struct ndctl_bus *bus)
{
	return NULL;
}

void vsyslog(int priority, const char *format, va_list args)
{
	FILE *file = fopen(getenv("FAKE_SYSLOG"), "a");

	if (!file)
		exit_with_message("no $FAKE_SYSLOG");
	vfprintf(file, format, args);
	fclose(file);
}

void syslog(int priority, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsyslog(priority, format, args);
	va_end(args);
}

/* what ndctl calls instead if it was compiled with _FORTIFY_SOURCE */
void __vsyslog_chk(int priority, int flag, const char *format, va_list args);
void __vsyslog_chk(int priority, int flag, const char *format, va_list args)
{
	vsyslog(priority, format, args);
}

void __syslog_chk(int priority, int flag, const char *format, ...);
void __syslog_chk(int priority, int flag, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsyslog(priority, format, args);
	va_end(args);
}

int ndctl_bus_get_scrub_state(struct ndctl_bus *bus)
{
	return 0;
}

struct ndctl_dimm *ndctl_dimm_get_first(struct ndctl_bus *bus)
{
	return (void *)&dimms[0];
}

struct ndctl_dimm *ndctl_dimm_get_next(struct ndctl_dimm *dimm)
{
	return dimm == (void *)&dimms[0] ? (void *)&dimms[1] : NULL;
}

struct ndctl_bus *ndctl_dimm_get_bus(struct ndctl_dimm *dimm)
{
	return (void *)&a_bus;
}

unsigned int ndctl_dimm_get_id(struct ndctl_dimm *dimm)
{
	return (char *)dimm - dimms;
}

const char *ndctl_dimm_get_devname(struct ndctl_dimm *dimm)
{
	return ndctl_dimm_get_id(dimm) ? "nmem1" : "nmem0";
}

int ndctl_dimm_fw_update_supported(struct ndctl_dimm *dimm)
{
	return 0;
}

struct ndctl_cmd *ndctl_dimm_cmd_new_fw_get_info(struct ndctl_dimm *dimm)
{
	return new_command(KIND_INFO);
}

struct ndctl_cmd *ndctl_dimm_cmd_new_fw_start_update(struct ndctl_dimm *dimm)
{
	return new_command(KIND_START);
}

struct ndctl_cmd *ndctl_dimm_cmd_new_fw_send(struct ndctl_cmd *start, unsigned int offset,
					     unsigned int len, void *data)
{
	if (offset == 0 && strncmp(data, "begin", strlen("begin")) != 0)
		exit_with_message("the upload does not begin at the start of the image");
	return after_start(start, KIND_SEND);
}

struct ndctl_cmd *ndctl_dimm_cmd_new_fw_finish(struct ndctl_cmd *start)
{
	return after_start(start, KIND_FINISH);
}

struct ndctl_cmd *ndctl_dimm_cmd_new_fw_abort(struct ndctl_cmd *start)
{
	return after_start(start, KIND_ABORT);
}

struct ndctl_cmd *ndctl_dimm_cmd_new_fw_finish_query(struct ndctl_cmd *start)
{
	return after_start(start, KIND_QUERY);
}

unsigned int ndctl_cmd_fw_info_get_storage_size(struct ndctl_cmd *cmd)
{
	return 1 << 20;
}

unsigned int ndctl_cmd_fw_info_get_max_send_len(struct ndctl_cmd *cmd)
{
	return 4096;
}

/* 2.5 s */
unsigned int ndctl_cmd_fw_info_get_query_interval(struct ndctl_cmd *cmd)
{
	return 2500000;
}

int nanosleep(const struct timespec *time, struct timespec *left)
{
	if (time->tv_sec != 2 || time->tv_nsec != 500000000)
		exit_with_message("the pause before a query has another length");
	pauses++;
	return 0;
}

unsigned int ndctl_cmd_fw_info_get_max_query_time(struct ndctl_cmd *cmd)
{
	return 1;
}

unsigned long long ndctl_cmd_fw_info_get_run_version(struct ndctl_cmd *cmd)
{
	return 1;
}

unsigned int ndctl_cmd_fw_start_get_context(struct ndctl_cmd *cmd)
{
	return 1;
}

/* The answer of the query shows that an update continued after a refusal. */
enum ND_FW_STATUS ndctl_cmd_fw_xlat_firmware_status(struct ndctl_cmd *cmd)
{
	switch (cmd->kind) {
	case KIND_START:
		return firmware_says("busy") ? FW_EBUSY : FW_SUCCESS;
	case KIND_SEND:
		if (firmware_says("image-changes"))
			utimensat(AT_FDCWD, getenv("FAKE_IMAGE"), NULL, 0);
		return firmware_says("send-fails") ? FW_EINVAL_CTX : FW_SUCCESS;
	case KIND_FINISH:
		if (firmware_says("refused"))
			return FW_EBADFW;
		return firmware_says("finish-later") ? FW_ERETRY : FW_SUCCESS;
	case KIND_QUERY:
		if (firmware_says("query-later") && pauses < 2)
			return FW_EBUSY;
		return firmware_says("query-refuses") ? FW_EBADFW : FW_SUCCESS;
	case KIND_ABORT:
		return FW_ABORTED;
	case KIND_INFO:
	case KIND_INJECT:
	case KIND_READ:
		break;
	}
	return FW_SUCCESS;
}

unsigned long long ndctl_cmd_fw_fquery_get_fw_rev(struct ndctl_cmd *cmd)
{
	exit_with_message("the update went through");
	return 0;
}

int ndctl_cmd_submit(struct ndctl_cmd *cmd)
{
	if (cmd->references != 1)
		exit_with_message("a command was used after its release");
	return 0;
}

int ndctl_cmd_submit_xlat(struct ndctl_cmd *cmd)
{
	return ndctl_cmd_submit(cmd);
}

void ndctl_cmd_unref(struct ndctl_cmd *cmd)
{
	if (cmd && --cmd->references < 0)
		exit_with_message("a command was released twice");
}

struct ndctl_cmd *ndctl_dimm_read_label_extent(struct ndctl_dimm *dimm, unsigned int len,
					       unsigned int offset)
{
	return new_command(KIND_READ);
}

/* the provider has answered, with a status that is not 0 */
ssize_t ndctl_cmd_cfg_read_get_size(struct ndctl_cmd *cmd)
{
	return -EINVAL;
}

int ndctl_dimm_smart_inject_supported(struct ndctl_dimm *dimm)
{
	return ND_SMART_INJECT_MEDIA_TEMPERATURE | ND_SMART_INJECT_HEALTH_STATE;
}

struct ndctl_cmd *ndctl_dimm_cmd_new_smart_inject(struct ndctl_dimm *dimm)
{
	return new_command(KIND_INJECT);
}

int ndctl_cmd_smart_inject_media_temperature(struct ndctl_cmd *cmd, bool enable, unsigned int mtemp)
{
	return 0;
}

int ndctl_cmd_smart_inject_fatal(struct ndctl_cmd *cmd, bool enable)
{
	return 0;
}

/* inject-smart calls this after the injection; its later output does not matter. */
void ndctl_dimm_refresh_flags(struct ndctl_dimm *dimm)
{
	look_for_leaks();
	_exit(0);
}

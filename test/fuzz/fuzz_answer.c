// SPDX-License-Identifier: GPL-2.0-only
/*
 * The library, used from outside: a DIMM with sysfs files of any content, and a driver that answers
 * anything. Commands of the public API and of stock ndctl's operations are made, submitted, read
 * with every getter, and used to make other commands.
 *
 * 	kind of the DIMM, its files or its masks; for each command: which, parameters, answers
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>
#include <ccan/array_size/array_size.h>
#include <lib/private.h>
#include <ndctl/libndctl-ocxl.h>
#include "fuzz.h"
#include "getters.h"
#include "ocxl-cmd.h"
#include "ocxl-dimm.h"
#include "ocxl-outside.h"
#include "wire.h"

#define COMMANDS_MAX	8
/* an answer that doubles from 8 bytes to a mebibyte */
#define SUBMISSIONS_MAX 24

/* the first byte */
enum kind {
	FROM_SYSFS = 0x01, /* masks and texts come from files */
	VENDOR = 0x02,
	OLD_DRIVER = 0x04,
	FEW_COMMANDS = 0x08,
	STRANGER = 0x10, /* a DIMM of another family */
	LONG_PATH = 0x20,
};

/* how a submission is answered */
enum answer_kind { HONEST, SCRIBBLED, PATCHED, REFUSED, ANSWER_KINDS };

static const char *const files[] = { "serial", "fw_version", "cmd_mask", "envelope", "flags" };
#define FILES ARRAY_SIZE(files)

static char directory[PATH_MAX];
static struct ndctl_ctx *ctx;
static struct ndctl_bus bus;
static struct ndctl_dimm dimm;
static struct fuzz_input input;
static unsigned int submissions;
static bool unreadable, has_node = true;

static void ignore_message(struct log_ctx *context, int priority, const char *file, int line,
			   const char *function, const char *format, va_list arguments)
{
}

static void path_of(char path[PATH_MAX], const char *name)
{
	FUZZ_CHECK(snprintf(path, PATH_MAX, "%s/ocxlpmem/%s", directory, name) < PATH_MAX);
}

static void remove_files(void)
{
	char path[PATH_MAX];
	size_t i;

	for (i = 0; i < FILES; i++) {
		path_of(path, files[i]);
		remove(path);
	}
}

static void remove_directory(void)
{
	char path[PATH_MAX];

	remove_files();
	path_of(path, "");
	rmdir(path);
	rmdir(directory);
	ndctl_unref(ctx);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *place = getenv("TMPDIR");
	char path[PATH_MAX];

	snprintf(directory, sizeof(directory), "%s/ocxl-fuzz-XXXXXX", place ? place : "/tmp");
	FUZZ_CHECK(mkdtemp(directory));
	path_of(path, "");
	FUZZ_CHECK(mkdir(path, 0700) == 0);
	FUZZ_CHECK(ndctl_new(&ctx) == 0);
	/* ndctl_set_log_fn() calls it as a function of another type, which clang 17 and later report */
	ctx->ctx.log_fn = ignore_message;
	bus.ctx = ctx;
	atexit(remove_directory);
	return 0;
}

/* ---- the DIMM ---- */

/* A file of any content, a directory, or no file. */
static void put_file(const char *name)
{
	char path[PATH_MAX];
	char *text;
	int fd;

	path_of(path, name);
	switch (fuzz_number(&input, 1) % 8) {
	case 0:
		return;
	case 7:
		/* it can be opened, and not read */
		FUZZ_CHECK(mkdir(path, 0700) == 0);
		unreadable = true;
		return;
	}
	text = fuzz_text(&input, 300);
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	FUZZ_CHECK(fd >= 0);
	FUZZ_CHECK(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	close(fd);
	free(text);
}

static void check_texts(void)
{
	unsigned int flags, bit;
	char version[9];

	memset(version, 'x', sizeof(version));
	ndctl_dimm_ocxl_read_fw_version(&dimm, version);
	FUZZ_CHECK(version[8] == '\0');
	ndctl_dimm_ocxl_read_flags(&dimm, &flags);
	for (bit = 0; bit < 32; bit++)
		FUZZ_CHECK(!(flags & 1U << bit) || ndctl_ocxl_flag_name(1U << bit));
	if (dimm.unique_id) {
		FUZZ_CHECK(strspn(dimm.unique_id, "0123456789") == strlen(dimm.unique_id));
		FUZZ_CHECK(ndctl_dimm_ocxl_get_serial(&dimm) == strtoull(dimm.unique_id, NULL, 10));
	} else {
		FUZZ_CHECK(ndctl_dimm_ocxl_get_serial(&dimm) == 0);
	}
}

/* A path that is too long has no files: a DIMM of our family without commands. */
static void check_long_path(void)
{
	static char deep[PATH_MAX];
	char *path = dimm.dimm_path;
	unsigned int flags;

	memset(deep, 'a', sizeof(deep) - 1);
	dimm.dimm_path = deep;
	FUZZ_CHECK(!ocxl_dimm_match(deep));
	FUZZ_CHECK(ndctl_dimm_ocxl_read_flags(&dimm, &flags) == -ENAMETOOLONG && flags == 0);
	dimm.dimm_path = path;
}

/* Every function refuses a DIMM of another family. */
static void check_stranger(void)
{
	struct ndctl_dimm_ops *ops = dimm.ops;
	unsigned int flags = 1;
	char version[9];

	dimm.ops = NULL;
	FUZZ_CHECK(!ndctl_dimm_is_ocxl(&dimm) && !ndctl_dimm_is_ocxl(NULL));
	FUZZ_CHECK(ndctl_dimm_ocxl_get_serial(&dimm) == 0);
	FUZZ_CHECK(ndctl_dimm_ocxl_get_cmd_mask(&dimm) == 0);
	FUZZ_CHECK(!ndctl_dimm_ocxl_get_envelope(&dimm));
	FUZZ_CHECK(!ndctl_dimm_ocxl_has_old_driver(&dimm));
	FUZZ_CHECK(ndctl_dimm_ocxl_read_flags(&dimm, &flags) == -ENODEV && flags == 0);
	FUZZ_CHECK(ndctl_dimm_ocxl_read_fw_version(&dimm, version) == -ENODEV && !*version);
	FUZZ_CHECK(!ocxl_parse_flags(&dimm, "not_ready"));
	errno = 0;
	FUZZ_CHECK(!ndctl_dimm_ocxl_new_smart(&dimm) && errno == ENODEV);
	dimm.ops = ops;
}

/* false: a file exists and cannot be read, so the DIMM would not be added */
static bool add_dimm(uint8_t kind)
{
	const unsigned long both = 1UL << ND_CMD_CALL | 1UL << ND_CMD_VENDOR;
	size_t i;
	int rc;

	dimm = (struct ndctl_dimm) {
		.bus = &bus,
		/* no node has this number */
		.id = UINT_MAX,
		.dimm_path = directory,
		.serial = UINT_MAX,
		.nfit_dsm_mask = ULONG_MAX,
		.cmd_mask = both | 1UL << ND_CMD_GET_CONFIG_SIZE,
		.health_eventfd = -1,
	};
	unreadable = false;
	for (i = 0; i < FILES && (kind & FROM_SYSFS); i++)
		put_file(files[i]);
	FUZZ_CHECK(ocxl_dimm_match(directory));
	rc = ocxl_outside_add_dimm(&dimm, directory);
	if (rc) {
		FUZZ_CHECK(rc == -EISDIR && unreadable);
		return false;
	}
	FUZZ_CHECK(dimm.cmd_family == NVDIMM_FAMILY_OCXL && ndctl_dimm_is_ocxl(&dimm));
	check_texts();
	/* exactly one envelope */
	FUZZ_CHECK((dimm.cmd_mask & both) != 0 && (dimm.cmd_mask & both) != both);
	FUZZ_CHECK(!strcmp(ndctl_dimm_ocxl_get_envelope(&dimm),
			   dimm.cmd_mask & 1UL << ND_CMD_CALL ? "call" : "vendor"));
	if (kind & STRANGER)
		check_stranger();
	if (kind & LONG_PATH)
		check_long_path();
	if (kind & FROM_SYSFS)
		return true;
	dimm.cmd_mask = 1UL << (kind & VENDOR ? ND_CMD_VENDOR : ND_CMD_CALL);
	dimm.ocxl_driver = kind & VENDOR ? &ocxl_vendor_driver : NULL;
	dimm.nfit_dsm_mask = kind & FEW_COMMANDS ? (unsigned long)fuzz_number(&input, 4)
						 : OCXLPMEM_CMD_MASK;
	if (kind & OLD_DRIVER) {
		dimm.cmd_mask = 1UL << ND_CMD_CALL;
		dimm.ocxl_driver = &ocxl_posted_driver;
		dimm.nfit_dsm_mask = 1UL << OCXLPMEM_CMD_SMART;
	}
	return true;
}

static void release_dimm(void)
{
	free(dimm.bus_prefix);
	free(dimm.unique_id);
	if (dimm.health_eventfd >= 0)
		close(dimm.health_eventfd);
}

/* ---- the driver ---- */

/* The library sends well-formed packages, whatever the last answer left in the memory. */
static void check_envelope(struct ndctl_cmd *cmd, const struct envelope *envelope)
{
	struct nd_cmd_vendor_tail tail;
	struct nd_cmd_vendor_hdr header;
	struct nd_cmd_pkg package;

	FUZZ_CHECK(envelope->size <= OCXLPMEM_ENVELOPE_MAX);
	FUZZ_CHECK(envelope->in % 8 == 0 && envelope->out % 8 == 0);
	memcpy(&package, envelope->package, PACKAGE);
	FUZZ_CHECK(package.nd_family == NVDIMM_FAMILY_OCXL);
	FUZZ_CHECK(package.nd_command == ndctl_cmd_ocxl_get_command(cmd));
	FUZZ_CHECK(package.nd_size_in == envelope->in && package.nd_size_out == envelope->out);
	FUZZ_CHECK(package.nd_fw_size == 0);
	/* all zero, as in the first submission */
	FUZZ_CHECK(envelope->output[0] == 0);
	FUZZ_CHECK(memcmp(envelope->output, envelope->output + 1, envelope->out - 1) == 0);
	FUZZ_CHECK(ocxl_dimm_has_command(&dimm, (uint32_t)package.nd_command));
	if (cmd->type != ND_CMD_VENDOR)
		return;
	memcpy(&header, envelope->bytes, sizeof(header));
	memcpy(&tail, envelope->answer - sizeof(tail), sizeof(tail));
	FUZZ_CHECK(header.opcode == OCXLPMEM_VENDOR_OPCODE);
	FUZZ_CHECK(header.in_length == PACKAGE + envelope->in);
	FUZZ_CHECK(tail.out_length == PACKAGE + envelope->out && tail.status == 0);
}

/* count, status, length; records and data */
static void answer_honestly(struct ndctl_cmd *cmd, const struct envelope *envelope, bool exact)
{
	size_t size = (size_t)fuzz_number(&input, 2);
	uint8_t *bytes = fuzz_copy(&input, &size);
	uint32_t length = (uint32_t)size;
	struct nd_cmd_pkg package;

	memcpy(envelope->output, bytes, size < envelope->out ? size : envelope->out);
	if (exact)
		length = (uint32_t)fuzz_exact_length(ndctl_cmd_ocxl_get_command(cmd),
						     envelope->output, envelope->out);
	memcpy(&package, envelope->package, PACKAGE);
	package.nd_fw_size = length;
	memcpy(envelope->answer, &package, PACKAGE);
	free(bytes);
}

/* As an ioctl: fills the envelope and returns a result. */
static int answer_ioctl(struct ndctl_cmd *cmd)
{
	struct envelope envelope = envelope_of(cmd);
	uint8_t kind = (uint8_t)fuzz_number(&input, 1);
	unsigned int patches;
	int rc = 0;

	FUZZ_CHECK(++submissions <= SUBMISSIONS_MAX);
	check_envelope(cmd, &envelope);
	switch (kind % ANSWER_KINDS) {
	case SCRIBBLED:
		fuzz_take(&input, envelope.bytes, envelope.size < 512 ? envelope.size : 512);
		break;
	case PATCHED:
		answer_honestly(cmd, &envelope, true);
		for (patches = 0; patches < 3; patches++)
			envelope.bytes[fuzz_number(&input, 2) % envelope.size] ^=
				(uint8_t)fuzz_number(&input, 1);
		break;
	case REFUSED:
		rc = (int8_t)fuzz_number(&input, 1);
		break;
	default:
		answer_honestly(cmd, &envelope, kind & 0x80);
		break;
	}
	/* stock libndctl requests the status for its debug message */
	cmd->get_firmware_status(cmd);
	return rc;
}

typedef int submit_function(struct ndctl_cmd *cmd);

/* In place of libndctl's function, which is called without a node. */
int ndctl_cmd_submit(struct ndctl_cmd *cmd)
{
	submit_function *original = (submit_function *)dlsym(RTLD_NEXT, "ndctl_cmd_submit");

	if (!has_node)
		return original(cmd);
	cmd->status = answer_ioctl(cmd);
	return cmd->dimm->ops->cmd_done(cmd, cmd->status);
}

/* ---- commands ---- */

/* The image is freed after the command was made. */
static struct ndctl_cmd *new_send(struct ndctl_cmd *start, uint64_t number)
{
	uint32_t offset = (uint32_t)number, length = (uint32_t)(number >> 32) % 130;
	struct ndctl_cmd *cmd;
	uint8_t *image;

	/* as large as an answer may be, or larger; no envelope has room for it */
	if (number >> 61 == 7)
		length = OCXLPMEM_ANSWER_MAX + (length & 8);
	image = calloc(1, length + 1);
	FUZZ_CHECK(image);
	memset(image, (int)number, length);
	cmd = start ? dimm.ops->new_fw_send(start, offset, length, image)
		    : ndctl_dimm_ocxl_new_fw_send(&dimm, (uint32_t)number, offset, image, length);
	free(image);
	return cmd;
}

static struct ndctl_cmd *new_injection(uint64_t number)
{
	struct ndctl_ocxl_smart_injection injection = { 0 };

	injection.id = (uint8_t)number;
	injection.flags = (uint8_t)(number >> 8);
	injection.threshold = (uint8_t)(number >> 16);
	injection.current_value = (uint8_t)(number >> 24);
	injection.raw = number;
	return ndctl_dimm_ocxl_new_smart_inject(&dimm, &injection);
}

/*
 * Other bytes are folded onto the commands that there were when the corpus was made. A new command
 * gets the next number, and FOLDED_COMMANDS stays: all other bytes of the corpus keep their meaning.
 */
#define FOLDED_COMMANDS 21

static struct ndctl_cmd *new_command(uint8_t which, uint64_t number)
{
	switch (which) {
	case 0:
		return ndctl_dimm_ocxl_new_smart(&dimm);
	case 1:
		return ndctl_dimm_ocxl_new_error_log(
			&dimm, number, number >> 63,
			number >> 61 == 7 ? SIZE_MAX : (size_t)(number >> 40 & 0xffff));
	case 2:
		return ndctl_dimm_ocxl_new_heartbeat(&dimm);
	case 3:
		return ndctl_dimm_ocxl_new_stats(&dimm);
	case 4:
		return ndctl_dimm_ocxl_new_capabilities(&dimm);
	case 5:
		return ndctl_dimm_ocxl_new_request_health(&dimm);
	case 6:
		return ndctl_dimm_ocxl_new_shutdown(&dimm);
	case 7:
		return new_injection(number);
	case 8:
		return ndctl_dimm_ocxl_new_dump_take(&dimm, number & 1);
	case 9:
		return ndctl_dimm_ocxl_new_dump_read(&dimm, (uint32_t)number,
						     (uint32_t)(number >> 32));
	case 10:
		return ndctl_dimm_ocxl_new_dump_release(&dimm);
	case 11:
		return ndctl_dimm_ocxl_new_fw_info(&dimm);
	case 12:
		return ndctl_dimm_ocxl_new_fw_start(&dimm);
	case 13:
		return new_send(NULL, number);
	case 14:
		return ndctl_dimm_ocxl_new_fw_finish(&dimm, (uint32_t)number, number >> 63);
	case 15:
		return ndctl_dimm_ocxl_new_fw_query(&dimm, (uint32_t)number);
	case 16:
		return ndctl_dimm_ocxl_new_events(&dimm);
	case 17:
		return ndctl_dimm_cmd_new_smart_threshold(&dimm);
	case 18:
		return ndctl_dimm_cmd_new_smart_inject(&dimm);
	case 19:
		return ndctl_dimm_cmd_new_smart(&dimm);
	case 20:
		return ndctl_dimm_ocxl_new_clear_latched(&dimm, number & 7, number >> 3);
	default:
		return new_command(which % FOLDED_COMMANDS, number);
	}
}

/* Commands that stock ndctl makes from an answered command. */
static struct ndctl_cmd *new_child(struct ndctl_cmd *parent, uint8_t which, uint64_t number)
{
	switch (which % 6) {
	case 0:
		return new_send(parent, number);
	case 1:
		return ndctl_dimm_cmd_new_fw_finish(parent);
	case 2:
		return ndctl_dimm_cmd_new_fw_abort(parent);
	case 3:
		return ndctl_dimm_cmd_new_fw_finish_query(parent);
	case 4:
		return ndctl_dimm_cmd_new_smart_set_threshold(parent);
	default:
		return NULL;
	}
}

/* Setters of an injection; other commands refuse them. */
static void change(struct ndctl_cmd *cmd, uint64_t number)
{
	bool ours = ndctl_cmd_ocxl_get_command(cmd) == OCXLPMEM_CMD_SMART_INJECT;
	unsigned int value = (unsigned int)(number >> 8) & 0xffff;
	int rc;

	switch (number % 8) {
	case 0:
		rc = ndctl_cmd_smart_inject_media_temperature(cmd, number >> 63, value);
		break;
	case 1:
		rc = ndctl_cmd_smart_inject_fatal(cmd, number >> 63);
		break;
	case 2:
		rc = ndctl_cmd_smart_inject_unsafe_shutdown(cmd, number >> 63);
		break;
	case 3:
		rc = ndctl_cmd_smart_inject_spares(cmd, number >> 63, value);
		break;
	case 4:
		rc = ndctl_cmd_smart_threshold_set_media_temperature(cmd, value);
		break;
	case 5:
		rc = ndctl_cmd_smart_threshold_set_alarm_control(cmd, value);
		break;
	case 6:
		rc = ndctl_cmd_smart_threshold_set_spares(cmd, value);
		break;
	default:
		return;
	}
	FUZZ_CHECK(ours || rc == -EINVAL || rc == -ERANGE || rc == -EOPNOTSUPP);
}

/*
 * Makes a command, changes it, reads it before it is submitted, submits it twice, reads it. The
 * caller releases it.
 */
static struct ndctl_cmd *use(struct ndctl_cmd *cmd, uint64_t number)
{
	int rc;

	if (!cmd)
		return NULL;
	FUZZ_CHECK(ocxl_cmd_get_state(cmd) && ndctl_cmd_ocxl_get_status(cmd) == -1);
	change(cmd, number);
	change(cmd, number >> 4);
	read_all(cmd);
	submissions = 0;
	rc = ndctl_cmd_ocxl_submit(&cmd);
	FUZZ_CHECK(rc != 0 || ndctl_cmd_ocxl_get_status(cmd) == 0);
	read_all(cmd);
	submissions = 0;
	/* again, over the rest of the first answer */
	if (number >> 62 & 1)
		ndctl_cmd_ocxl_submit(&cmd);
	read_all(cmd);
	return cmd;
}

/* A label command of the same DIMM is not ours; getters refuse it. */
static void use_other(void)
{
	struct ndctl_cmd *cmd = ndctl_dimm_cmd_new_cfg_size(&dimm), *none = NULL;
	struct ndctl_ocxl_stats stats;
	size_t in, out;

	FUZZ_CHECK(ndctl_cmd_ocxl_submit(&none) == -EINVAL && !ocxl_cmd_get_state(NULL));
	if (!cmd)
		return;
	FUZZ_CHECK(!ocxl_cmd_get_state(cmd) && ndctl_cmd_ocxl_submit(&cmd) == -EINVAL);
	FUZZ_CHECK(ndctl_cmd_ocxl_get_status(cmd) == -1 && ndctl_cmd_ocxl_get_fw_size(cmd) == 0);
	FUZZ_CHECK(!ndctl_cmd_ocxl_get_answer(cmd, &out) && out == 0);
	ndctl_cmd_ocxl_get_sizes(cmd, &in, &out);
	FUZZ_CHECK(in == 0 && out == 0 && ndctl_cmd_ocxl_get_command(cmd) == 0);
	FUZZ_CHECK(ndctl_cmd_ocxl_stats_get(cmd, &stats) == -EINVAL);
	FUZZ_CHECK(dimm.ops->xlat_firmware_status(cmd) == 0);
	FUZZ_CHECK(ndctl_cmd_smart_get_health(cmd) == UINT_MAX);
	ndctl_cmd_unref(cmd);
}

/* Without a node no command is sent. */
static void use_without_node(void)
{
	struct ndctl_cmd *cmd = ndctl_dimm_ocxl_new_heartbeat(&dimm);

	if (!cmd)
		return;
	has_node = false;
	FUZZ_CHECK(ndctl_cmd_ocxl_submit(&cmd) == -ENOENT);
	has_node = true;
	FUZZ_CHECK(ndctl_cmd_ocxl_get_status(cmd) == -1);
	ndctl_cmd_unref(cmd);
}

static void use_dimm(void)
{
	struct ndctl_cmd *cmd, *child;
	unsigned int commands;

	use_other();
	use_without_node();
	FUZZ_CHECK((ndctl_dimm_fw_update_supported(&dimm) == 0) ==
		   ((ndctl_dimm_ocxl_get_cmd_mask(&dimm) >> OCXLPMEM_CMD_FW_INFO & 0x1f) == 0x1f));
	FUZZ_CHECK((ndctl_dimm_smart_inject_supported(&dimm) > 0) ==
		   ocxl_dimm_has_command(&dimm, OCXLPMEM_CMD_SMART_INJECT));
	for (commands = 0; commands < COMMANDS_MAX && input.remaining > 0; commands++) {
		uint8_t which = (uint8_t)fuzz_number(&input, 1);
		uint64_t number = fuzz_number(&input, 8);

		dimm.ops->cmd_is_supported(&dimm, (int8_t)which);
		cmd = use(new_command(which, number), number);
		if (!cmd)
			continue;
		child = use(new_child(cmd, (uint8_t)fuzz_number(&input, 1), number), number);
		if (child)
			ndctl_cmd_unref(child);
		ndctl_cmd_unref(cmd);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t kind;

	input = (struct fuzz_input) { .next = data, .remaining = size };
	kind = (uint8_t)fuzz_number(&input, 1);
	if (add_dimm(kind))
		use_dimm();
	release_dimm();
	if (kind & FROM_SYSFS)
		remove_files();
	return 0;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* A DIMM with sysfs files of any content, and a driver that answers anything. */
#ifndef TEST_FUZZ_HOSTILE_DRIVER_H
#define TEST_FUZZ_HOSTILE_DRIVER_H

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
#include "wire.h"
#include "ocxl-private.h"

/* an answer that doubles from 8 bytes to a mebibyte */
#define SUBMISSIONS_MAX 24
/* submissions after which EINTR becomes EIO: no caller is interrupted forever */
#define INTERRUPTS_MAX	8

/* the first byte */
enum kind {
	FROM_SYSFS = 0x01, /* masks and texts come from files */
	VENDOR = 0x02,
	OLD_DRIVER = 0x04,
	FEW_COMMANDS = 0x08,
	STRANGER = 0x10, /* a DIMM of another family */
	LONG_PATH = 0x20,
	COLLECTED = 0x40, /* instead of single commands */
	HAS_NODE = 0x80, /* errors of the ioctl stay as they are, as with a device node */
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
static unsigned int submissions, submissions_max = SUBMISSIONS_MAX;
static bool replaces_submit = true, has_node;

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
	/*
	 * ndctl_set_log_fn() calls it as a function of another type, which clang 17 and later
	 * report
	 */
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
		return;
	}
	text = fuzz_text(&input, 300);
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	FUZZ_CHECK(fd >= 0);
	FUZZ_CHECK(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	close(fd);
	free(text);
}

/* what one function could read, another one does not refuse */
static void check_properties(uint64_t flags)
{
	struct ndctl_ocxl_evidence evidence = { 0 };
	int controller = ndctl_dimm_ocxl_probe_controller(&dimm);
	uint64_t serial;

	FUZZ_CHECK(ocxl_dimm_read_properties(&dimm, &evidence) == 0);
	FUZZ_CHECK(evidence.flags == flags);
	FUZZ_CHECK(evidence.has_flags || flags == 0);
	FUZZ_CHECK(controller <= 1 && (controller == 1 || dimm.ocxl_cmd_mask == 0));
	if (ndctl_dimm_ocxl_read_serial(&dimm, &serial))
		FUZZ_CHECK(serial == 0 && (evidence.serial_error || dimm.unique_id));
	else
		FUZZ_CHECK(!dimm.unique_id || ocxl_dimm_get_serial(&dimm) == serial);
}

static void check_texts(void)
{
	unsigned int bit;
	uint64_t flags;
	char version[9];

	memset(version, 'x', sizeof(version));
	ndctl_dimm_ocxl_read_fw_version(&dimm, version);
	FUZZ_CHECK(version[8] == '\0');
	ndctl_dimm_ocxl_read_flags(&dimm, &flags);
	for (bit = 0; bit < 64; bit++)
		FUZZ_CHECK(!(flags >> bit & 1) || ocxl_flag_name(bit));
	check_properties(flags);
	FUZZ_CHECK(ocxl_dimm_has_old_driver(&dimm) == (dimm.ocxl_driver == &ocxl_posted_driver));
	if (dimm.unique_id) {
		FUZZ_CHECK(strspn(dimm.unique_id, "0123456789") == strlen(dimm.unique_id));
		FUZZ_CHECK(ocxl_dimm_get_serial(&dimm) == strtoull(dimm.unique_id, NULL, 10));
	} else {
		FUZZ_CHECK(ocxl_dimm_get_serial(&dimm) == 0);
	}
}

/* A path that is too long has no files: a DIMM of our family without commands. */
static void check_long_path(void)
{
	static char deep[PATH_MAX];
	char *path = dimm.dimm_path;
	uint64_t flags;

	memset(deep, 'a', sizeof(deep) - 1);
	dimm.dimm_path = deep;
	FUZZ_CHECK(!ocxl_dimm_match(deep));
	FUZZ_CHECK(ndctl_dimm_ocxl_read_flags(&dimm, &flags) == -ENAMETOOLONG && flags == 0);
	dimm.dimm_path = path;
}

/* Every function refuses a DIMM of another family. */
static void check_stranger(void)
{
	unsigned long family = dimm.cmd_family;
	struct ndctl_ocxl_evidence evidence;
	struct ndctl_ocxl_collection *collection;
	uint64_t flags = 1, serial = 1;
	char version[9];

	dimm.cmd_family = NVDIMM_FAMILY_INTEL;
	FUZZ_CHECK(!ndctl_dimm_is_ocxl(&dimm) && !ndctl_dimm_is_ocxl(NULL));
	FUZZ_CHECK(ocxl_dimm_get_serial(&dimm) == 0);
	FUZZ_CHECK(ocxl_dimm_get_cmd_mask(&dimm) == 0);
	FUZZ_CHECK(!ocxl_dimm_get_envelope(&dimm));
	FUZZ_CHECK(!ocxl_dimm_has_old_driver(&dimm));
	FUZZ_CHECK(ndctl_dimm_ocxl_read_flags(&dimm, &flags) == -ENODEV && flags == 0);
	FUZZ_CHECK(ndctl_dimm_ocxl_read_fw_version(&dimm, version) == -ENODEV && !*version);
	FUZZ_CHECK(!ocxl_refresh_flags(&dimm));
	errno = 0;
	FUZZ_CHECK(!ndctl_dimm_ocxl_cmd_new_smart(&dimm) && errno == ENODEV);
	FUZZ_CHECK(ndctl_dimm_ocxl_read_serial(&dimm, &serial) == -ENODEV && serial == 0);
	FUZZ_CHECK(ocxl_dimm_read_properties(&dimm, &evidence) == -ENODEV);
	FUZZ_CHECK(ndctl_dimm_ocxl_probe_controller(&dimm) == -ENODEV);
	FUZZ_CHECK(ndctl_dimm_ocxl_has_command(&dimm, OCXLPMEM_CMD_SMART) == -ENODEV);
	FUZZ_CHECK(ndctl_dimm_ocxl_collect(&dimm, 0, &collection) == -ENODEV && !collection);
	errno = 0;
	FUZZ_CHECK(!ndctl_dimm_ocxl_error_log_reader_new(&dimm) && errno == ENODEV);
	dimm.cmd_family = family;
}

static void add_dimm(uint8_t kind)
{
	const unsigned long both = 1UL << ND_CMD_CALL | 1UL << ND_CMD_VENDOR;
	size_t i;

	dimm = (struct ndctl_dimm) {
		.bus = &bus,
		/* no node has this number */
		.id = UINT_MAX,
		.dimm_path = directory,
		.serial = UINT_MAX,
		.ocxl_cmd_mask = ULONG_MAX,
		.cmd_mask = both | 1UL << ND_CMD_GET_CONFIG_SIZE,
		.health_eventfd = -1,
	};
	has_node = kind & HAS_NODE;
	for (i = 0; i < FILES && (kind & FROM_SYSFS); i++)
		put_file(files[i]);
	FUZZ_CHECK(ocxl_dimm_match(directory));
	/* what cannot be read becomes evidence */
	FUZZ_CHECK(ocxl_add_dimm(&dimm, directory) == 0);
	FUZZ_CHECK(dimm.cmd_family == NVDIMM_FAMILY_OCXL && ndctl_dimm_is_ocxl(&dimm));
	check_texts();
	/* exactly one envelope */
	FUZZ_CHECK((dimm.cmd_mask & both) != 0 && (dimm.cmd_mask & both) != both);
	FUZZ_CHECK(!strcmp(ocxl_dimm_get_envelope(&dimm),
			   dimm.cmd_mask & 1UL << ND_CMD_CALL ? "call" : "vendor"));
	if (kind & STRANGER)
		check_stranger();
	if (kind & LONG_PATH)
		check_long_path();
	if (kind & FROM_SYSFS)
		return;
	dimm.cmd_mask = 1UL << (kind & VENDOR ? ND_CMD_VENDOR : ND_CMD_CALL);
	dimm.ocxl_driver = kind & VENDOR ? &ocxl_vendor_driver : NULL;
	dimm.ocxl_cmd_mask = kind & FEW_COMMANDS ? (unsigned long)fuzz_number(&input, 4)
						 : OCXLPMEM_CMD_MASK;
	if (kind & OLD_DRIVER) {
		dimm.cmd_mask = 1UL << ND_CMD_CALL;
		dimm.ocxl_driver = &ocxl_posted_driver;
		dimm.ocxl_cmd_mask = 1UL << OCXLPMEM_CMD_SMART;
	}
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
	FUZZ_CHECK(package.nd_command == ocxl_cmd_get_state(cmd)->request.command);
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
		length = (uint32_t)fuzz_exact_length(ocxl_cmd_get_state(cmd)->request.command,
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

	FUZZ_CHECK(++submissions <= submissions_max);
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
		if (rc == -EINTR && submissions > INTERRUPTS_MAX)
			rc = -EIO;
		break;
	default:
		answer_honestly(cmd, &envelope, kind & 0x80);
		break;
	}
	/* stock libndctl requests the status for its debug message */
	cmd->get_firmware_status(cmd);
	return rc;
}

int __wrap_ocxl_dimm_correct_error(struct ndctl_dimm *device, int error);
int __real_ocxl_dimm_correct_error(struct ndctl_dimm *device, int error);

int __wrap_ocxl_dimm_correct_error(struct ndctl_dimm *device, int error)
{
	return has_node ? error : __real_ocxl_dimm_correct_error(device, error);
}

typedef int submit_function(struct ndctl_cmd *cmd);

/* In place of libndctl's function, which is called without a node. */
int ndctl_cmd_submit(struct ndctl_cmd *cmd)
{
	submit_function *original = (submit_function *)dlsym(RTLD_NEXT, "ndctl_cmd_submit");

	if (!replaces_submit)
		return original(cmd);
	cmd->status = answer_ioctl(cmd);
	return cmd->dimm->ops->cmd_done(cmd, cmd->status);
}

#endif /* TEST_FUZZ_HOSTILE_DRIVER_H */

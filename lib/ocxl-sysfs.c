// SPDX-License-Identifier: LGPL-2.1-or-later
/* Files and the device node of an OpenCAPI DIMM (wire.md 5). */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <ccan/array_size/array_size.h>
#include <lib/private.h>
#include <uapi/nvdimm/ocxlpmem.h>
#include "ocxl-driver.h"
#include "ocxl-private.h"
#include "ocxl-sysfs.h"

#define GROUP "ocxlpmem"

OCXL_EXPORT bool ndctl_dimm_is_ocxl(struct ndctl_dimm *dimm)
{
	return dimm && dimm->cmd_family == NVDIMM_FAMILY_OCXL;
}

#define NAME_OF(flag, name) [flag] = #name,
static const char *const flag_names[] = { OCXLPMEM_FLAGS(NAME_OF) };

const char *ocxl_flag_name(unsigned int position)
{
	return position < ARRAY_SIZE(flag_names) ? flag_names[position] : NULL;
}

bool ocxl_dimm_has_command(struct ndctl_dimm *dimm, uint32_t command)
{
	return command < 64 && (dimm->ocxl_cmd_mask >> command & 1) != 0;
}

static uint64_t find_flag(const char *word, size_t length)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(flag_names); i++)
		if (strlen(flag_names[i]) == length && memcmp(flag_names[i], word, length) == 0)
			return 1ULL << i;
	return 0;
}

uint64_t ocxl_parse_flag_words(const char *text, bool *has_unknown)
{
	uint64_t flags = 0, flag;
	size_t length;

	*has_unknown = false;
	/*
	 * if the file is rewritten in place, the rest of a longer old line may follow the first one
	 */
	for (; *text != '\0' && *text != '\n'; text += length + (text[length] == ' ')) {
		length = strcspn(text, " \n");
		flag = find_flag(text, length);
		flags |= flag;
		*has_unknown |= length > 0 && flag == 0;
	}
	return flags;
}

int ocxl_dimm_open(const char *dimm_base, const char *name)
{
	char path[PATH_MAX];

	if (snprintf(path, sizeof(path), "%s/%s", dimm_base, name) < (int)sizeof(path))
		return open(path, O_RDONLY | O_CLOEXEC);
	errno = ENAMETOOLONG;
	return -1;
}

bool ocxl_dimm_match(const char *dimm_base)
{
	char path[PATH_MAX];

	if (snprintf(path, sizeof(path), "%s/" GROUP, dimm_base) >= (int)sizeof(path))
		return false;
	return access(path, F_OK) == 0;
}

int ocxl_read_line(int fd, char text[OCXL_ATTRIBUTE_SIZE])
{
	ssize_t length = pread(fd, text, OCXL_ATTRIBUTE_SIZE - 1, 0);
	int rc = length < 0 ? -errno : 0;

	/*
	 * a kernel ends each of these files with a newline, and writes no NUL: this is another file
	 */
	if (!rc && (!memchr(text, '\n', length) || memchr(text, '\0', length)))
		rc = -EBADMSG;
	text[rc ? 0 : length] = '\0';
	text[strcspn(text, "\n")] = '\0';
	return rc;
}

int ocxl_dimm_read_attribute(struct ndctl_dimm *dimm, const char *dimm_base, const char *name,
			     char text[OCXL_ATTRIBUTE_SIZE])
{
	int fd = ocxl_dimm_open(dimm_base, name);
	int rc = fd < 0 ? -errno : ocxl_read_line(fd, text);

	if (fd < 0)
		text[0] = '\0';
	else
		close(fd);
	/* the file of a DIMM that has disappeared meanwhile, not one that the driver lacks */
	if (rc == -ENOENT && !ocxl_dimm_match(dimm_base))
		rc = -ENODEV;
	if (rc)
		ocxl_dimm_dbg(dimm, "failed to read %s: %s", name, strerror(-rc));
	return rc;
}

int ocxl_dimm_read_number(struct ndctl_dimm *dimm, const char *dimm_base, const char *name,
			  int base, uint64_t *number)
{
	char text[OCXL_ATTRIBUTE_SIZE], *end;
	int rc = ocxl_dimm_read_attribute(dimm, dimm_base, name, text);

	*number = 0;
	if (rc)
		return rc;
	errno = 0;
	*number = strtoull(text, &end, base);
	/* strtoull() accepts signs and blanks, which sysfs never writes */
	if (*text >= '0' && *text <= '9' && errno == 0 && *end == '\0')
		return 0;
	*number = 0;
	ocxl_dimm_dbg(dimm, "sysfs file %s refused: not a number", name);
	return -EBADMSG;
}

OCXL_EXPORT int ndctl_dimm_ocxl_read_flags(struct ndctl_dimm *dimm, uint64_t *flags)
{
	char text[OCXL_ATTRIBUTE_SIZE];
	bool has_unknown = false;
	int rc = -ENODEV;

	if (ndctl_dimm_is_ocxl(dimm))
		rc = ocxl_dimm_read_attribute(dimm, dimm->dimm_path, GROUP "/flags", text);
	*flags = rc ? 0 : ocxl_parse_flag_words(text, &has_unknown);
	return has_unknown ? -EPROTONOSUPPORT : rc;
}

OCXL_EXPORT uint64_t ocxl_dimm_get_serial(struct ndctl_dimm *dimm)
{
	if (!ndctl_dimm_is_ocxl(dimm) || !dimm->unique_id)
		return 0;
	return strtoull(dimm->unique_id, NULL, 10);
}

OCXL_EXPORT int ndctl_dimm_ocxl_read_serial(struct ndctl_dimm *dimm, uint64_t *serial)
{
	*serial = 0;
	if (!ndctl_dimm_is_ocxl(dimm))
		return -ENODEV;
	return ocxl_dimm_read_number(dimm, dimm->dimm_path, "ocxlpmem/serial", 10, serial);
}

OCXL_EXPORT uint64_t ocxl_dimm_get_cmd_mask(struct ndctl_dimm *dimm)
{
	return ndctl_dimm_is_ocxl(dimm) ? dimm->ocxl_cmd_mask : 0;
}

OCXL_EXPORT bool ocxl_dimm_has_old_driver(struct ndctl_dimm *dimm)
{
	return ndctl_dimm_is_ocxl(dimm) && dimm->ocxl_driver && dimm->ocxl_driver->loses_errors;
}

OCXL_EXPORT const char *ocxl_dimm_get_envelope(struct ndctl_dimm *dimm)
{
	if (!ndctl_dimm_is_ocxl(dimm))
		return NULL;
	return dimm->ocxl_driver && dimm->ocxl_driver->type == ND_CMD_VENDOR ? "vendor" : "call";
}

OCXL_EXPORT int ndctl_dimm_ocxl_read_fw_version(struct ndctl_dimm *dimm,
						char version[NDCTL_OCXL_FW_VERSION_SIZE])
{
	char text[OCXL_ATTRIBUTE_SIZE];
	int rc;

	memset(version, 0, NDCTL_OCXL_FW_VERSION_SIZE);
	if (!ndctl_dimm_is_ocxl(dimm))
		return -ENODEV;
	rc = ocxl_dimm_read_attribute(dimm, dimm->dimm_path, "ocxlpmem/fw_version", text);
	if (rc == 0)
		memcpy(version, text, strnlen(text, NDCTL_OCXL_FW_VERSION_SIZE - 1));
	return rc;
}

/* what could not be read when the DIMM was added may be readable now */
static int read_missing_command_mask(struct ndctl_dimm *dimm)
{
	uint64_t mask;
	int rc = 0;

	if (dimm->ocxl_cmd_mask != 0)
		return 0;
	rc = ocxl_dimm_read_number(dimm, dimm->dimm_path, GROUP "/cmd_mask", 16, &mask);
	dimm->ocxl_cmd_mask = mask;
	return rc;
}

/* what was read when the DIMM was added does not change: only what is missing is read again */
static int read_missing_serial(struct ndctl_dimm *dimm)
{
	uint64_t serial;

	return dimm->unique_id ? 0 : ndctl_dimm_ocxl_read_serial(dimm, &serial);
}

OCXL_EXPORT int ocxl_dimm_read_properties(struct ndctl_dimm *dimm,
					  struct ndctl_ocxl_evidence *evidence)
{
	if (!ndctl_dimm_is_ocxl(dimm))
		return -ENODEV;
	evidence->flags_error = ndctl_dimm_ocxl_read_flags(dimm, &evidence->flags);
	evidence->has_flags = !evidence->flags_error || evidence->flags_error == -EPROTONOSUPPORT;
	evidence->cmd_mask_error = read_missing_command_mask(dimm);
	evidence->old_driver = ocxl_dimm_has_old_driver(dimm);
	evidence->serial_error = read_missing_serial(dimm);
	return 0;
}

OCXL_EXPORT int ndctl_dimm_ocxl_has_command(struct ndctl_dimm *dimm, unsigned int command)
{
	int rc = ndctl_dimm_is_ocxl(dimm) ? read_missing_command_mask(dimm) : -ENODEV;

	return rc ? rc : ocxl_dimm_has_command(dimm, command);
}

OCXL_EXPORT int ndctl_dimm_ocxl_probe_controller(struct ndctl_dimm *dimm)
{
	char version[OCXL_ATTRIBUTE_SIZE];
	int rc = ndctl_dimm_is_ocxl(dimm) ? read_missing_command_mask(dimm) : -ENODEV;

	if (rc || dimm->ocxl_cmd_mask != 0)
		return rc ? rc : 1;
	rc = ocxl_dimm_read_attribute(dimm, dimm->dimm_path, GROUP "/fw_version", version);
	return rc ? rc : version[0] != '\0';
}

/* ---- the device node ---- */

static bool is_device_of(int fd, struct ndctl_dimm *dimm)
{
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISCHR(st.st_mode) &&
	       major(st.st_rdev) == ndctl_dimm_get_major(dimm) &&
	       minor(st.st_rdev) == ndctl_dimm_get_minor(dimm);
}

int ocxl_dimm_correct_error(struct ndctl_dimm *dimm, int error)
{
	char path[sizeof("/dev/nmem") + 3 * sizeof(unsigned int)];
	bool is_device;
	int fd;

	if (error != -ENXIO && error != -ENODEV)
		return error;
	snprintf(path, sizeof(path), "/dev/nmem%u", ndctl_dimm_get_id(dimm));
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return -EBADF;
	is_device = is_device_of(fd, dimm);
	close(fd);
	return is_device ? error : -EBADF;
}

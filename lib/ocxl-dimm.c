// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * OpenCAPI DIMMs in sysfs (wire.md 5). struct ndctl_dimm has no field for private data, so
 * three of its fields have a meaning of their own in OpenCAPI DIMMs:
 *
 *	unique_id	serial number in decimal, which ndctl prints as "id"
 *	nfit_dsm_mask	commands of the driver; OLD_DRIVER if it has no file cmd_mask
 *	cmd_mask	the bit of ND_CMD_CALL or ND_CMD_VENDOR is set: the envelope to use
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <lib/private.h>
#include <ndctl/libndctl-ocxl.h>
#include <uapi/nvdimm/ocxlpmem.h>
#include "ocxl-dimm.h"
#include "ocxl-hook.h"
#include "ocxl-names.h"

#define GROUP	       "ocxlpmem"
#define ATTRIBUTE_SIZE 256
/* the value of nfit_dsm_mask that ndctl uses for "unknown" */
#define OLD_DRIVER     ULONG_MAX

/*
 * Reads the first line of a file of the group. On an error, @text is empty. The errno matters, so
 * ndctl's sysfs_read_attr() is not used: it logs before it reads errno.
 */
static int read_attribute(struct ndctl_dimm *dimm, const char *dimm_base, const char *name,
			  char text[ATTRIBUTE_SIZE])
{
	char path[PATH_MAX];
	ssize_t length;
	int fd, rc;

	*text = '\0';
	if (snprintf(path, sizeof(path), "%s/" GROUP "/%s", dimm_base, name) >= (int)sizeof(path))
		return -ENAMETOOLONG;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	length = fd < 0 ? -1 : read(fd, text, ATTRIBUTE_SIZE - 1);
	rc = length < 0 ? -errno : 0;
	if (fd >= 0)
		close(fd);
	if (rc)
		ocxl_dimm_dbg(dimm, "failed to read %s: %s", path, strerror(-rc));
	else
		text[length] = '\0';
	text[strcspn(text, "\n")] = '\0';
	return rc;
}

static int read_number(struct ndctl_dimm *dimm, const char *dimm_base, const char *name, int base,
		       uint64_t *number)
{
	char text[ATTRIBUTE_SIZE], *end;
	int rc = read_attribute(dimm, dimm_base, name, text);

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
	return -EINVAL;
}

bool ocxl_dimm_match(const char *dimm_base)
{
	char path[PATH_MAX];

	if (snprintf(path, sizeof(path), "%s/" GROUP, dimm_base) >= (int)sizeof(path))
		return false;
	return access(path, F_OK) == 0;
}

/*
 * A property is unknown if its file does not exist, is not for this user or is not valid. Other
 * errors, such as a lack of descriptors, must fail: a card without its properties would look like
 * a window without a controller.
 */
static bool is_unknown(int rc)
{
	return rc == -ENOENT || rc == -EACCES || rc == -EINVAL;
}

static int add_serial(struct ndctl_dimm *dimm, const char *dimm_base)
{
	uint64_t serial;
	int rc = read_number(dimm, dimm_base, "serial", 10, &serial);

	if (rc)
		return is_unknown(rc) ? 0 : rc;
	if (asprintf(&dimm->unique_id, "%" PRIu64, serial) < 0) {
		dimm->unique_id = NULL;
		return -ENOMEM;
	}
	/* for libndctl, UINT_MAX means "no serial number" */
	if (serial < UINT_MAX)
		dimm->serial = (unsigned int)serial;
	return 0;
}

static int add_command_mask(struct ndctl_dimm *dimm, const char *dimm_base)
{
	uint64_t mask;
	int rc = read_number(dimm, dimm_base, "cmd_mask", 16, &mask);

	if (rc && !is_unknown(rc))
		return rc;
	/* only a missing file means an old driver; an invalid one has no commands */
	if (rc == -ENOENT)
		dimm->nfit_dsm_mask = OLD_DRIVER;
	else
		dimm->nfit_dsm_mask = (unsigned long)mask & (OLD_DRIVER >> 1);
	return 0;
}

static int add_envelope(struct ndctl_dimm *dimm, const char *dimm_base)
{
	char text[ATTRIBUTE_SIZE];
	int rc = read_attribute(dimm, dimm_base, "envelope", text);

	if (rc && !is_unknown(rc))
		return rc;
	dimm->cmd_mask &= ~((1UL << ND_CMD_CALL) | (1UL << ND_CMD_VENDOR));
	dimm->cmd_mask |= 1UL << (strcmp(text, "vendor") == 0 ? ND_CMD_VENDOR : ND_CMD_CALL);
	return 0;
}

static int open_file(const char *dimm_base, const char *name)
{
	char path[PATH_MAX];

	if (snprintf(path, sizeof(path), "%s/%s", dimm_base, name) >= (int)sizeof(path))
		return -1;
	return open(path, O_RDONLY | O_CLOEXEC);
}

/* The file remains open, because ndctl monitor polls it. */
static void add_flags(struct ndctl_dimm *dimm, const char *dimm_base)
{
	char text[ATTRIBUTE_SIZE];
	ssize_t length;

	dimm->health_eventfd = open_file(dimm_base, GROUP "/flags");
	if (dimm->health_eventfd < 0) {
		/*
		 * The driver is the posted one. If a DIMM has no descriptor to read and poll,
		 * ndctl monitor ignores all DIMMs. Every DIMM has libnvdimm's file "state",
		 * which never changes, so monitor checks this DIMM with -p only.
		 */
		if (errno == ENOENT)
			dimm->health_eventfd = open_file(dimm_base, "state");
		return;
	}
	length = pread(dimm->health_eventfd, text, sizeof(text) - 1, 0);
	if (length < 0)
		return;
	text[length] = '\0';
	ocxl_parse_flags(dimm, text);
}

int ocxl_add_dimm(struct ndctl_dimm *dimm, const char *dimm_base)
{
	int rc;

	dimm->bus_prefix = strdup(GROUP);
	if (!dimm->bus_prefix)
		return -ENOMEM;
	dimm->cmd_family = NVDIMM_FAMILY_OCXL;
	dimm->ops = ocxl_dimm_ops;
	rc = add_serial(dimm, dimm_base);
	if (!rc)
		rc = add_command_mask(dimm, dimm_base);
	if (!rc)
		rc = add_envelope(dimm, dimm_base);
	if (rc)
		return rc;
	add_flags(dimm, dimm_base);
	return 0;
}

bool ocxl_parse_flags(struct ndctl_dimm *dimm, const char *buf)
{
	const unsigned int map = NDCTL_OCXL_FLAG_NOT_READY | NDCTL_OCXL_FLAG_MEM_UNAVAILABLE;
	const unsigned int smart = NDCTL_OCXL_FLAG_SMART_NOTIFY | NDCTL_OCXL_FLAG_HW_FATAL |
				   NDCTL_OCXL_FLAG_FW_FATAL;
	unsigned int flags;

	if (!ndctl_dimm_is_ocxl(dimm))
		return false;
	flags = ocxl_parse_flag_words(buf);
	dimm->flags.f_map = (flags & map) != 0;
	dimm->flags.f_smart = (flags & smart) != 0;
	return true;
}

bool ocxl_dimm_has_command(struct ndctl_dimm *dimm, uint32_t command)
{
	return command < 64 && (ndctl_dimm_ocxl_get_cmd_mask(dimm) >> command & 1) != 0;
}

NDCTL_EXPORT bool ndctl_dimm_is_ocxl(struct ndctl_dimm *dimm)
{
	return dimm && dimm->ops == ocxl_dimm_ops;
}

NDCTL_EXPORT uint64_t ndctl_dimm_ocxl_get_serial(struct ndctl_dimm *dimm)
{
	if (!ndctl_dimm_is_ocxl(dimm) || !dimm->unique_id)
		return 0;
	return strtoull(dimm->unique_id, NULL, 10);
}

NDCTL_EXPORT bool ndctl_dimm_ocxl_has_old_driver(struct ndctl_dimm *dimm)
{
	return ndctl_dimm_is_ocxl(dimm) && dimm->nfit_dsm_mask == OLD_DRIVER;
}

NDCTL_EXPORT uint64_t ndctl_dimm_ocxl_get_cmd_mask(struct ndctl_dimm *dimm)
{
	if (!ndctl_dimm_is_ocxl(dimm))
		return 0;
	return ndctl_dimm_ocxl_has_old_driver(dimm) ? 1U << OCXL_CMD_SMART : dimm->nfit_dsm_mask;
}

NDCTL_EXPORT const char *ndctl_dimm_ocxl_get_envelope(struct ndctl_dimm *dimm)
{
	if (!ndctl_dimm_is_ocxl(dimm))
		return NULL;
	return dimm->cmd_mask & (1UL << ND_CMD_CALL) ? "call" : "vendor";
}

NDCTL_EXPORT int ndctl_dimm_ocxl_read_fw_version(struct ndctl_dimm *dimm, char version[9])
{
	char text[ATTRIBUTE_SIZE];
	int rc;

	memset(version, 0, 9);
	if (!ndctl_dimm_is_ocxl(dimm))
		return -ENODEV;
	rc = read_attribute(dimm, dimm->dimm_path, "fw_version", text);
	if (rc == 0)
		memcpy(version, text, strnlen(text, 8));
	return rc;
}

NDCTL_EXPORT int ndctl_dimm_ocxl_read_flags(struct ndctl_dimm *dimm, unsigned int *flags)
{
	char text[ATTRIBUTE_SIZE];
	int rc;

	*flags = 0;
	if (!ndctl_dimm_is_ocxl(dimm))
		return -ENODEV;
	rc = read_attribute(dimm, dimm->dimm_path, "flags", text);
	if (rc == 0)
		*flags = ocxl_parse_flag_words(text);
	return rc;
}

// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * OpenCAPI DIMMs in sysfs (wire.md 5). In struct ndctl_dimm of such a DIMM:
 *
 *	unique_id	serial number in decimal, which ndctl prints as "id"
 *	nfit_dsm_mask	commands of the driver, as for DIMMs of other families; OLD_DRIVER if it
 *			has no file cmd_mask
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
#include <uapi/nvdimm/ocxlpmem.h>
#include "ocxl-dimm.h"
#include "ocxl-hook.h"
#include "ocxl-names.h"

#define GROUP "ocxlpmem"

/* the value of nfit_dsm_mask that ndctl uses for "unknown" */
#define OLD_DRIVER ULONG_MAX

static int open_file(const char *dimm_base, const char *name)
{
	char path[PATH_MAX];

	if (snprintf(path, sizeof(path), "%s/%s", dimm_base, name) < (int)sizeof(path))
		return open(path, O_RDONLY | O_CLOEXEC);
	errno = ENAMETOOLONG;
	return -1;
}

/*
 * The errno matters, so ndctl's sysfs_read_attr() is not used: it logs before it reads errno.
 */
int ocxl_dimm_read_attribute(struct ndctl_dimm *dimm, const char *dimm_base, const char *name,
			     char text[OCXL_ATTRIBUTE_SIZE])
{
	int rc, fd = open_file(dimm_base, name);
	ssize_t length = fd < 0 ? -1 : read(fd, text, OCXL_ATTRIBUTE_SIZE - 1);

	rc = length < 0 ? -errno : 0;
	if (fd >= 0)
		close(fd);
	if (rc)
		ocxl_dimm_dbg(dimm, "failed to read %s: %s", name, strerror(-rc));
	text[rc ? 0 : length] = '\0';
	text[strcspn(text, "\n")] = '\0';
	return rc;
}

static int read_number(struct ndctl_dimm *dimm, const char *dimm_base, const char *name, int base,
		       uint64_t *number)
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
	int rc = read_number(dimm, dimm_base, GROUP "/serial", 10, &serial);

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
	int rc = read_number(dimm, dimm_base, GROUP "/cmd_mask", 16, &mask);

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
	char text[OCXL_ATTRIBUTE_SIZE];
	int rc = ocxl_dimm_read_attribute(dimm, dimm_base, GROUP "/envelope", text);

	if (rc && !is_unknown(rc))
		return rc;
	dimm->cmd_mask &= ~((1UL << ND_CMD_CALL) | (1UL << ND_CMD_VENDOR));
	dimm->cmd_mask |= 1UL << (strcmp(text, "vendor") == 0 ? ND_CMD_VENDOR : ND_CMD_CALL);
	return 0;
}

/* The file remains open, because ndctl monitor polls it. */
static void add_flags(struct ndctl_dimm *dimm, const char *dimm_base)
{
	char text[OCXL_ATTRIBUTE_SIZE];
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
	const unsigned int map = OCXL_FLAG_BIT(NOT_READY) | OCXL_FLAG_BIT(MEM_UNAVAILABLE);
	const unsigned int smart = OCXL_FLAG_BIT(SMART_NOTIFY) | OCXL_FLAG_BIT(HW_FATAL) |
				   OCXL_FLAG_BIT(FW_FATAL);
	unsigned int flags;

	if (dimm->ops != ocxl_dimm_ops)
		return false;
	flags = ocxl_parse_flag_words(buf);
	dimm->flags.f_map = (flags & map) != 0;
	dimm->flags.f_smart = (flags & smart) != 0;
	return true;
}

int ocxl_dimm_read_flags(struct ndctl_dimm *dimm, unsigned int *flags)
{
	char text[OCXL_ATTRIBUTE_SIZE];
	int rc = ocxl_dimm_read_attribute(dimm, dimm->dimm_path, GROUP "/flags", text);

	*flags = rc ? 0 : ocxl_parse_flag_words(text);
	return rc;
}

bool ocxl_dimm_has_old_driver(struct ndctl_dimm *dimm)
{
	return dimm->nfit_dsm_mask == OLD_DRIVER;
}

uint64_t ocxl_dimm_get_commands(struct ndctl_dimm *dimm)
{
	return ocxl_dimm_has_old_driver(dimm) ? 1U << OCXL_CMD_SMART : dimm->nfit_dsm_mask;
}

bool ocxl_dimm_has_command(struct ndctl_dimm *dimm, uint32_t command)
{
	return command < 64 && (ocxl_dimm_get_commands(dimm) >> command & 1) != 0;
}

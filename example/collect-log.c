// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * collect-log FILE: appends the entries of all error logs to FILE, and acknowledges each entry when
 * it is on the medium. Exit status:
 * 0: all logs are empty
 * 1: a log may not be empty
 * 2: there is no card, or the driver cannot read the log of a card
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <ndctl/libndctl-ocxl.h>

/*
 * what is acknowledged is gone: an agent that needs more than this stores all members, also the
 * data
 */
static int store_entry(const char *path, const struct ndctl_ocxl_error_log *entry)
{
	char line[128];
	int size = snprintf(line, sizeof(line),
			    "%" PRIu64 " %" PRIu64 " type %u, log 0x%08" PRIx32
			    ", code 0x%08" PRIx32 "\n",
			    entry->serial, entry->cursor, entry->type, entry->log_id,
			    entry->reference_code);

	return ndctl_ocxl_error_log_append(path, S_IRUSR | S_IWUSR, line, (size_t)size);
}

/* Return: 0 when the log is empty, or a negative errno; -ENOTTY if the driver cannot read it */
static int collect_log(const char *path, struct ndctl_dimm *dimm)
{
	struct ndctl_ocxl_error_log_reader *reader;
	struct ndctl_ocxl_error_log entry;
	int rc;

	reader = ndctl_dimm_ocxl_error_log_reader_new(dimm);
	rc = reader ? 0 : -errno;
	while (!rc) {
		do {
			rc = ndctl_ocxl_error_log_reader_next(reader, true, &entry);
		} while (rc == -EINTR);
		if (rc <= 0)
			break;
		rc = store_entry(path, &entry);
	}
	ndctl_ocxl_error_log_reader_free(reader);
	return rc;
}

/* Return: the exit status for one DIMM */
static int collect_from_dimm(const char *path, struct ndctl_dimm *dimm)
{
	const char *dev = ndctl_dimm_get_devname(dimm);
	int rc = ndctl_dimm_ocxl_probe_controller(dimm);

	if (rc > 0)
		rc = collect_log(path, dimm);
	if (rc == -ENOTTY)
		fprintf(stderr, "%s: the driver cannot read the error log\n", dev);
	else if (rc)
		fprintf(stderr, "%s: %s\n", dev, strerror(-rc));
	return rc == -ENOTTY ? 2 : rc != 0;
}

/* Return: the exit status */
static int collect_all(const char *path, struct ndctl_ctx *ctx)
{
	struct ndctl_bus *bus;
	struct ndctl_dimm *dimm;
	int cards = 0, failed = 0, unsupported = 0, missing;

	ndctl_ocxl_card_foreach(ctx, bus, dimm) {
		int status = collect_from_dimm(path, dimm);

		cards++;
		failed |= status == 1;
		unsupported |= status == 2;
	}
	missing = ndctl_ocxl_count_missing_dimms(ctx);
	if (missing < 0)
		fprintf(stderr, "cannot list the cards: %s\n", strerror(-missing));
	else if (missing)
		fprintf(stderr, "%d card(s) could not be opened\n", missing);
	else if (!cards)
		fprintf(stderr, "no OpenCAPI memory card: is the driver ocxlpmem loaded?\n");
	if (failed || missing)
		return 1;
	return unsupported || !cards ? 2 : 0;
}

int main(int argc, char **argv)
{
	struct ndctl_ctx *ctx;
	int status;

	if (argc != 2) {
		fprintf(stderr, "usage: collect-log FILE\n");
		return 2;
	}
	status = ndctl_new(&ctx);
	if (status < 0) {
		fprintf(stderr, "libndctl: %s\n", strerror(-status));
		return 1;
	}
	status = collect_all(argv[1], ctx);
	ndctl_unref(ctx);
	return status;
}

// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * collect-log FILE: appends the entries of all error logs to FILE, and acknowledges each entry when it
 * is on the medium. Exit status: 0: all logs are empty; 1: a log is not empty, or there is no card.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <ndctl/libndctl-ocxl.h>

static int store_entry(const char *path, uint64_t serial, const struct ndctl_ocxl_error_log *entry)
{
	char line[128];
	int size = snprintf(line, sizeof(line),
			    "%" PRIu64 " %" PRIu64 " type %u, log 0x%08" PRIx32
			    ", code 0x%08" PRIx32 "\n",
			    serial, entry->cursor, entry->type, entry->log_id,
			    entry->reference_code);

	return ndctl_ocxl_store_lines(path, S_IRUSR | S_IWUSR, line, (size_t)size);
}

/* Return: 0 when the log is empty, or a negative errno */
static int collect_log(const char *path, struct ndctl_dimm *dimm)
{
	struct ndctl_ocxl_error_log_reader *reader;
	struct ndctl_ocxl_error_log entry;
	uint64_t serial;
	int rc = ndctl_dimm_ocxl_read_serial(dimm, &serial);

	if (rc)
		return rc;
	reader = ndctl_dimm_ocxl_error_log_reader_new(dimm, 0, serial);
	rc = reader ? 0 : -errno;
	while (!rc) {
		do {
			rc = ndctl_ocxl_error_log_reader_next(reader, true, &entry);
		} while (rc == -EINTR);
		if (rc <= 0)
			break;
		rc = store_entry(path, serial, &entry);
	}
	ndctl_ocxl_error_log_reader_free(reader);
	return rc;
}

int main(int argc, char **argv)
{
	struct ndctl_ctx *ctx;
	struct ndctl_bus *bus;
	struct ndctl_dimm *dimm;
	int rc, cards = 0, failed = 0, missing;

	if (argc != 2 || ndctl_new(&ctx) < 0) {
		fprintf(stderr, "usage: collect-log FILE\n");
		return 2;
	}
	ndctl_bus_foreach(ctx, bus)
		ndctl_dimm_foreach(bus, dimm) {
			if (!ndctl_dimm_is_ocxl(dimm))
				continue;
			cards++;
			rc = collect_log(argv[1], dimm);
			/* a window without a controller has no log */
			if (rc && rc != -ENOTTY) {
				fprintf(stderr, "%s: %s\n", ndctl_dimm_get_devname(dimm),
					strerror(-rc));
				failed = 1;
			}
		}
	missing = ndctl_ocxl_count_missing_dimms(ctx);
	if (missing < 0)
		fprintf(stderr, "cannot list the cards: %s\n", strerror(-missing));
	else if (missing)
		fprintf(stderr, "%d card(s) could not be opened\n", missing);
	else if (!cards)
		fprintf(stderr, "no OpenCAPI memory card: is the driver ocxlpmem loaded?\n");
	ndctl_unref(ctx);
	return failed || missing || !cards;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * growth-client: a program that was built against the headers of 0.3.0, and uses each struct and
 * getter. It prints what it finds, and fails if the library writes behind a struct.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ndctl/libndctl-ocxl.h>

#define GUARD 0xa5

/* a struct of this program's size, with bytes behind it that a larger one would overwrite */
#define GUARDED(type)                      \
	union {                            \
		struct type record;        \
		struct {                   \
			struct type same;  \
			uint8_t bytes[64]; \
		} guard;                   \
	}

static void check_guard(const char *name, const uint8_t *bytes, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++) {
		if (bytes[i] == GUARD)
			continue;
		fprintf(stderr, "the library writes behind struct %s\n", name);
		exit(1);
	}
}

#define BEGIN(guarded)	   memset(&(guarded), GUARD, sizeof(guarded))
#define END(name, guarded) check_guard(name, (guarded).guard.bytes, sizeof((guarded).guard.bytes))

static struct ndctl_cmd *submit_and_print(const char *name, struct ndctl_cmd *cmd)
{
	int rc = cmd ? ndctl_cmd_ocxl_submit(cmd) : -errno;

	printf("%s: %d, status %d\n", name, rc, cmd ? ndctl_cmd_ocxl_get_status(cmd) : -1);
	return cmd;
}

static void read_commands(struct ndctl_dimm *dimm)
{
	GUARDED(ndctl_ocxl_smart_attribute) attribute;
	GUARDED(ndctl_ocxl_capabilities) capabilities;
	GUARDED(ndctl_ocxl_dump_piece) piece;
	GUARDED(ndctl_ocxl_events) events;
	GUARDED(ndctl_ocxl_stats) stats;
	GUARDED(ndctl_ocxl_dump) dump;
	struct ndctl_cmd *cmd = submit_and_print("smart", ndctl_dimm_ocxl_cmd_new_smart(dimm));

	BEGIN(attribute);
	printf("%d %u\n", ndctl_cmd_ocxl_get_smart_attribute(cmd, 0, &attribute.record),
	       attribute.record.id);
	END("smart_attribute", attribute);
	ndctl_cmd_unref(cmd);
	ndctl_cmd_unref(submit_and_print("heartbeat", ndctl_dimm_ocxl_cmd_new_heartbeat(dimm)));
	cmd = submit_and_print("capabilities", ndctl_dimm_ocxl_cmd_new_capabilities(dimm));
	BEGIN(capabilities);
	printf("%d %s\n", ndctl_cmd_ocxl_get_capabilities(cmd, &capabilities.record),
	       capabilities.record.fw_version);
	END("capabilities", capabilities);
	ndctl_cmd_unref(cmd);
	cmd = submit_and_print("events", ndctl_dimm_ocxl_cmd_new_events(dimm));
	BEGIN(events);
	printf("%d %" PRIu64 " %" PRIu64 "\n", ndctl_cmd_ocxl_get_events(cmd, &events.record),
	       events.record.pending, events.record.other_entries);
	END("events", events);
	ndctl_cmd_unref(submit_and_print("clear_conditions",
					 ndctl_dimm_ocxl_cmd_new_clear_conditions(dimm, 0,
										  &events.record)));
	ndctl_cmd_unref(cmd);
	cmd = submit_and_print("stats", ndctl_dimm_ocxl_cmd_new_stats(dimm));
	BEGIN(stats);
	printf("%d %" PRIu32 "\n", ndctl_cmd_ocxl_get_stats(cmd, &stats.record),
	       stats.record.reset_count);
	END("stats", stats);
	ndctl_cmd_unref(cmd);
	ndctl_cmd_unref(
		submit_and_print("request_health", ndctl_dimm_ocxl_cmd_new_request_health(dimm)));
	ndctl_cmd_unref(submit_and_print("dump_take", ndctl_dimm_ocxl_cmd_new_dump_take(dimm)));
	cmd = submit_and_print("dump_state", ndctl_dimm_ocxl_cmd_new_dump_state(dimm));
	BEGIN(dump);
	printf("%d %" PRIu64 "\n", ndctl_cmd_ocxl_get_dump(cmd, &dump.record),
	       dump.record.max_size_bytes);
	END("dump", dump);
	ndctl_cmd_unref(cmd);
	cmd = submit_and_print("dump_read", ndctl_dimm_ocxl_cmd_new_dump_read(dimm, 0, 64));
	BEGIN(piece);
	printf("%d\n", ndctl_cmd_ocxl_get_dump_piece(cmd, &piece.record));
	END("dump_piece", piece);
	ndctl_cmd_unref(cmd);
	ndctl_cmd_unref(
		submit_and_print("dump_release", ndctl_dimm_ocxl_cmd_new_dump_release(dimm)));
}

static void read_log(struct ndctl_dimm *dimm)
{
	struct ndctl_ocxl_error_log_reader *reader = ndctl_dimm_ocxl_error_log_reader_new(dimm);
	GUARDED(ndctl_ocxl_error_log) entry;
	struct ndctl_cmd *cmd;
	unsigned int bit;
	int rc;

	BEGIN(entry);
	rc = ndctl_ocxl_error_log_reader_next(reader, false, &entry.record);
	printf("error_log: %d %s serial %" PRIu64, rc,
	       ndctl_ocxl_error_log_type_name(entry.record.type), entry.record.serial);
	for (bit = 0; bit < 32; bit++)
		if (entry.record.action_flags >> bit & 1)
			printf(" %s", ndctl_ocxl_error_log_action_name(bit));
	rc = ndctl_ocxl_error_log_reader_next_cmd(reader, true, &cmd);
	if (rc > 0)
		rc = ndctl_cmd_ocxl_submit(cmd);
	rc = ndctl_ocxl_error_log_reader_add_answer(reader, cmd, rc, &entry.record);
	printf(", then %d\n", rc);
	END("error_log", entry);
	ndctl_cmd_unref(cmd);
	ndctl_ocxl_error_log_reader_free(reader);
	cmd = submit_and_print("error_log", ndctl_dimm_ocxl_cmd_new_error_log(dimm, 0, false, 0));
	printf("%d\n", ndctl_cmd_ocxl_get_error_log(cmd, &entry.record));
	ndctl_cmd_unref(cmd);
}

static void print_conditions(const struct ndctl_ocxl_evidence *evidence)
{
	GUARDED(ndctl_ocxl_condition) condition;
	char message[256], action[512];
	size_t count;

	BEGIN(condition);
	printf("%s",
	       ndctl_ocxl_severity_name(ndctl_ocxl_judge(evidence, &condition.record, 1, &count)));
	END("condition", condition);
	if (count) {
		ndctl_ocxl_condition_message(&condition.record, message, sizeof(message));
		ndctl_ocxl_condition_action(&condition.record, "nmem0", action, sizeof(action));
		printf(" %s: %s %s", ndctl_ocxl_condition_id_name(condition.record.id), message,
		       action);
	}
	printf(" %d\n", ndctl_ocxl_is_checked(evidence, NDCTL_OCXL_CONDITION_TEMPERATURE));
}

/* a word of a later version in the file, and a flag that this program does not know */
static void judge_later_flag(void)
{
	GUARDED(ndctl_ocxl_evidence) evidence;

	BEGIN(evidence);
	evidence.record = (struct ndctl_ocxl_evidence) {
		.has_flags = true,
		.flags = 1ULL << 40,
		.heartbeat = { .asked = true },
		.smart = { .asked = true },
		.attributes = &(struct ndctl_ocxl_smart_attribute) { .id = 0x55 },
		.attribute_count = 1,
	};
	printf("later flag: ");
	print_conditions(&evidence.record);
	END("evidence", evidence);
}

static void print_collection(struct ndctl_dimm *dimm)
{
	GUARDED(ndctl_ocxl_capabilities) capabilities;
	GUARDED(ndctl_ocxl_location) location;
	GUARDED(ndctl_ocxl_events) events;
	GUARDED(ndctl_ocxl_stats) stats;
	struct ndctl_ocxl_collection *collection;
	struct ndctl_cmd *cmd;
	uint64_t serial, flags;
	char version[NDCTL_OCXL_FW_VERSION_SIZE];
	int rc = ndctl_dimm_ocxl_collect(dimm, 0, &collection);

	printf("collect: %d\n", rc);
	print_conditions(ndctl_ocxl_collection_get_evidence(collection));
	BEGIN(stats);
	BEGIN(events);
	BEGIN(location);
	BEGIN(capabilities);
	printf("%d %d %d %d %s %s\n", ndctl_ocxl_collection_get_stats(collection, &stats.record),
	       ndctl_ocxl_collection_get_capabilities(collection, &capabilities.record),
	       ndctl_ocxl_collection_get_events(collection, &events.record),
	       ndctl_ocxl_collection_get_serial(collection, &serial),
	       ndctl_ocxl_collection_get_card_name(collection),
	       ndctl_ocxl_collection_get_location(collection)->pci_address);
	rc = ndctl_dimm_ocxl_read_location(dimm, &location.record);
	printf("location %d %s\n", rc, location.record.pci_address);
	END("stats", stats);
	END("events", events);
	END("location", location);
	END("capabilities", capabilities);
	ndctl_ocxl_collection_free(collection);
	collection = ndctl_dimm_ocxl_collection_new(dimm);
	while (ndctl_ocxl_collection_next_cmd(collection, &cmd) > 0) {
		ndctl_ocxl_collection_add_answer(collection, cmd, ndctl_cmd_ocxl_submit(cmd));
		ndctl_cmd_unref(cmd);
	}
	print_conditions(ndctl_ocxl_collection_get_evidence(collection));
	ndctl_ocxl_collection_free(collection);
	printf("%d %d", ndctl_dimm_ocxl_probe_controller(dimm),
	       ndctl_dimm_ocxl_has_command(dimm, NDCTL_OCXL_COMMAND_STATS));
	printf(" %d", ndctl_dimm_ocxl_read_flags(dimm, &flags));
	printf(" %" PRIu64, flags);
	printf(" %d", ndctl_dimm_ocxl_read_fw_version(dimm, version));
	printf(" %s\n", version);
}

int main(int argc, char **argv)
{
	struct ndctl_ctx *ctx;
	struct ndctl_bus *bus;
	struct ndctl_dimm *dimm;

	if (ndctl_new(&ctx))
		return 1;
	ndctl_bus_foreach(ctx, bus)
		ndctl_dimm_foreach(bus, dimm) {
			if (!ndctl_dimm_is_ocxl(dimm))
				continue;
			print_collection(dimm);
			read_commands(dimm);
			read_log(dimm);
			ndctl_cmd_unref(submit_and_print("shutdown",
							 ndctl_dimm_ocxl_cmd_new_shutdown(dimm)));
		}
	printf("missing: %d\n", ndctl_ocxl_count_missing_dimms(ctx));
	judge_later_flag();
	printf("%s %s %s %s\n", ndctl_ocxl_command_name(NDCTL_OCXL_COMMAND_SMART),
	       ndctl_ocxl_event_name(NDCTL_OCXL_EVENT_DUMP),
	       ndctl_ocxl_status_name(NDCTL_OCXL_STATUS_TIMEOUT),
	       ndctl_ocxl_smart_id_name(NDCTL_OCXL_SMART_TEMPERATURE));
	printf("type 6: %s\n", ndctl_ocxl_error_log_type_name(6) ?: "unknown");
	if (argc > 1)
		printf("append: %d\n", ndctl_ocxl_error_log_append(argv[1], 0600, "{}\n", 3));
	ndctl_unref(ctx);
	return 0;
}

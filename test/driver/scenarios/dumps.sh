# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Dumps through a kernel, in addition to the case "read-dump": large ones, killed readers, windows
# that are removed during a read.

# SHA-256 of the first dump of 16 MiB of a card with serial number 4711
SUM=421d1ef7c7b3784bc772d823175e7891d959042c6e1b9edb87da4178edcf26f6

# card_with_dump LINE...: the region is disabled, so that the window can be removed
card_with_dump()
{
	load map=$W1,$W2
	wait_for has_regions 2
	ndctl disable-region all
	card nmem0 'serial 4711' 'dump size=16M' "$@"
	trace ocxlpmem_mailbox
}

# start_reader FILE: in the background, until it has read some pieces; its process is READER
start_reader()
{
	ndctl ocxl read-dump -o "$1" nmem0 >"$1.json" 2>"$1.err" &
	READER=$!
	wait_for has_pieces 3
}

has_pieces()
{
	[ "$(requests dump)" -ge "$1" ]
}

# a killed reader leaves the dump on the card, and no file
scenario_large_dump_outlives_a_killed_reader()
{
	card_with_dump 'latency op=dump us=50000'
	mkdir -p /tmp/dumps
	cd /tmp/dumps
	start_reader first
	kill -KILL $READER
	wait $READER || :
	[ ! -e first ] || die "a dump that was read in part has its name"
	has_flag nmem0 dump || die "the dump is gone"
	card nmem0 'latency op=dump us=0'
	ndctl ocxl read-dump -o whole nmem0 >whole.json
	check_equal "$(sha256sum <whole)" "$SUM  -" "the whole dump"
	grep -q '"dump_bytes":16777216' whole.json || die "$(cat whole.json)"
	has_no_flag nmem0 dump
	fails ndctl ocxl read-dump -o again nmem0 >/dev/null 2>&1
	cd /
	rm -r /tmp/dumps
}

# reader_failed FILE: with a message, and without a file
reader_failed()
{
	local status=0
	wait $READER || status=$?
	[ $status -eq 1 ] || die "status of the reader: $status"
	grep -q '"status":"error"' "$1.json" || die "$(cat "$1.json" "$1.err")"
	[ ! -e "$1" ] || die "a dump that was read in part has its name"
}

scenario_window_removed_while_its_dump_is_read()
{
	card_with_dump 'latency op=dump us=50000'
	start_reader /tmp/removed
	set_parameter remove $W1
	check_equal "$(windows)" $W2 "windows"
	reader_failed /tmp/removed
	heartbeat nmem1
}

scenario_module_unloaded_while_a_dump_is_read()
{
	card_with_dump 'latency op=dump us=50000'
	start_reader /tmp/unloaded
	modprobe -r ocxlpmem
	[ ! -d $PARAMETERS ]
	reader_failed /tmp/unloaded
}

# the next driver finds the dump of a card that stayed
scenario_dump_of_a_window_that_returns()
{
	card_with_dump 'latency op=dump us=50000'
	start_reader /tmp/removed
	set_parameter remove $W1
	reader_failed /tmp/removed
	set_parameter add $W1
	wait_for has_flag nmem0 dump
	card nmem0 'latency op=dump us=0'
	ndctl ocxl read-dump -o - nmem0 >/tmp/whole
	check_equal "$(sha256sum </tmp/whole)" "$SUM  -" "the whole dump"
}

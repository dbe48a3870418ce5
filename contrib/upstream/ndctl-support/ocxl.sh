#!/bin/bash -Ex
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC1091,SC2034,SC2317,SC2329
# Health, injection, events and firmware of an emulated OpenCAPI DIMM.
#
# The DIMM is the one of ndtest, or another one that accepts injections. No
# real DIMM does.

rc=77
dimm=""
monitor_pid=""
work=""
module=""

. "$(dirname "$0")"/common

trap 'err $LINENO cleanup' ERR

cleanup()
{
	[ -z "$monitor_pid" ] || kill "$monitor_pid" || true
	monitor_pid=""
	[ -z "$work" ] || rm -rf "$work"
	if [ -n "$module" ]; then
		$NDCTL disable-region -b ndtest.0 all || true
		$NDCTL disable-region -b ndtest.1 all || true
		modprobe -r "$module" || true
	fi
}

# only emulated DIMMs have the command for injections, number 18
find_dimm()
{
	local mask

	for mask in /sys/bus/nd/devices/nmem*/ocxlpmem/cmd_mask; do
		[ -r "$mask" ] || continue
		if (( ($(cat "$mask") >> 18) & 1 )); then
			dimm="$(basename "$(dirname "$(dirname "$mask")")")"
			return
		fi
	done
}

# get FILTER: one value of the health of the DIMM
get()
{
	$NDCTL list -D -d "$dimm" -H | jq -r ".[0].health.$1"
}

inject()
{
	$NDCTL inject-smart "$dimm" "$@"
}

test_list()
{
	$NDCTL list -D | jq -e "map(select(.dev == \"$dimm\")) | length == 1"
	$NDCTL list -D -d "$dimm" | jq -e '.[0].id | tonumber > 0'
	[ "$(get health_state)" = "ok" ]
	[ "$(get alarm_temperature)" = "false" ]
	$NDCTL list -D -d "$dimm" -H |
		jq -e '.[0].health.life_used_percentage <= 100'
}

test_temperature()
{
	local before

	before="$(get temperature_celsius)"
	inject --media-temperature=42
	[ "$(get temperature_celsius | cut -d. -f1)" = "42" ]
	[ "$(get health_state)" = "ok" ]
	inject --media-temperature=200
	[ "$(get health_state)" = "critical" ]
	[ "$(get alarm_temperature)" = "true" ]
	inject --media-temperature-uninject
	[ "$(get temperature_celsius)" = "$before" ]
	[ "$(get health_state)" = "ok" ]

	# the controller has no sign
	if inject --media-temperature=-3; then false; fi
	[ "$(get temperature_celsius)" = "$before" ]
}

test_fatal()
{
	inject --fatal
	[ "$(get health_state)" = "fatal" ]
	inject --fatal-uninject
	[ "$(get health_state)" = "ok" ]
	inject --fatal --media-temperature=42
	inject --uninject-all
	[ "$(get health_state)" = "ok" ]
}

# waits until a command succeeds
wait_for()
{
	local i

	for ((i = 0; i < 200; i++)); do
		if "$@"; then return; fi
		sleep 0.1
	done
	false
}

is_waiting()
{
	find "/proc/$monitor_pid/fd" -lname '*eventpoll*' | grep -q .
}

test_monitor()
{
	$NDCTL monitor -l "$work/log" -d "$dimm" &
	monitor_pid=$!
	wait_for is_waiting
	sleep 1
	inject --fatal
	wait_for grep -q '^{' "$work/log"
	kill "$monitor_pid"
	wait "$monitor_pid" || true
	monitor_pid=""
	grep '^{' "$work/log" | head -n 1 |
		jq -e ".dimm.dev == \"$dimm\" and .dimm.health.health_state == \"fatal\""
	inject --fatal-uninject
}

test_firmware()
{
	local filter=".[0].firmware"
	local before

	before="$($NDCTL list -D -d "$dimm" -F | jq "$filter.current_version")"
	# the DIMM of ndtest has no firmware
	if [ "$before" = "null" ] && [ -n "$module" ]; then return; fi
	[ "$before" != "null" ]

	# several pieces; the new firmware runs after a reset, which ndctl cannot do
	head -c 100000 /dev/zero > "$work/image"
	$NDCTL update-firmware -f "$work/image" "$dimm" |
		jq -e ".[0].dev == \"$dimm\""
	$NDCTL list -D -d "$dimm" -F |
		jq -e "$filter.current_version == $before"

	# the last piece is no multiple of 8 bytes: the update is aborted,
	# and does not block the next one
	head -c 100003 /dev/zero > "$work/image"
	if $NDCTL update-firmware -f "$work/image" "$dimm"; then false; fi
	head -c 100000 /dev/zero > "$work/image"
	$NDCTL update-firmware -f "$work/image" "$dimm"
}

check_prereq "jq"

find_dimm
if [ -z "$dimm" ] && modprobe ndtest; then
	module="ndtest"
	find_dimm
fi
if [ -z "$dimm" ]; then
	cleanup
	do_skip "ndtest has no OpenCAPI DIMM"
fi
rc=1
work="$(mktemp -d)"

inject --uninject-all
test_list
test_temperature
test_fatal
test_monitor
test_firmware
cleanup
exit 0

# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# The procedures of ndctl-ocxl-card(7): their commands run as printed, in this order.

# commands_of SECTION: a line each
commands_of()
{
	awk -v section="$1" '$0 == section { found = 1 } found && /^SEE ALSO$/ { exit }
		found && $0 != section && /^[A-Z][A-Z ,]+$/ { exit }
		found && /^# / { print substr($0, 3) }' Documentation/ndctl/ndctl-ocxl-card.txt
}

# run COMMAND: as printed; its output is in the file "said"
run()
{
	eval "$1" >"$work/said" 2>&1 </dev/null
}

# run_command COMMAND: after an erase, the DIMM is registered anew: the page says to repeat what comes too early
run_command()
{
	case $1 in
	'ndctl ocxl check nmem1 -u') wait_for run "$1" ;;
	*) run "$1" || die "$1: $(cat "$work/said")" ;;
	esac
}

# prints PATTERN: the last command did
prints()
{
	grep -qE -- "$1" "$work/said" || die "$command: no '$1' in: $(cat "$work/said")"
}

# an erase of a card that was shut down
erase_is_refused()
{
	! ndctl sanitize-dimm --overwrite nmem1 2>&1 | grep -q 'issued for 1 nmem'
}

# without reading the log: a command of the page does that
erase_is_logged()
{
	dmesg | grep -q ' ocxlpmem.1: erased: '
}

# instead of power: the driver starts again, without the window of the card, and with new cards
start_without_card()
{
	unload
	check_equal "$("$TOOLS/use-memory" count $((128 << 20)) 0x68000000)" 0 "bytes that are not zero after the erase"
	without_emulated
	load map=$W1
	wait_for has_regions 1
}

scenario_replace_a_card()
{
	local work=/tmp/procedure command
	local -a commands
	load map=$W1,$W2
	wait_for has_regions 2
	make_labels
	check_equal "$(namespace fsdax 96M region1)" pmem1 "device"
	mount_new pmem1
	echo treasure >/mnt/file
	card nmem1 'error-log type=2 reference_code=0x1234 data=64'
	card nmem1 'dump size=64K'
	mapfile -t commands < <(commands_of 'REPLACE A CARD, OR SEND IT BACK')
	[ ${#commands[@]} -ge 21 ] || die "the page has ${#commands[@]} commands"
	rm -rf $work
	mkdir -p $work /var/lib/prometheus/node-exporter
	cd $work || exit
	for command in "${commands[@]}"; do
		case $command in
		'cd '*/parameters) start_without_card ;;
		"dmesg | grep 'erase'"*) wait_for erase_is_logged ;;
		# of a card on the OpenCAPI bus; this one is emulated
		"dmesg | grep 'add: @'") continue ;;
		# the page names a card, which this machine does not have
		'echo '*G@0x*/*' >add') command="echo $W2 >add" ;;
		esac
		run_command "$command"
		case $command in
		'cat '*/map) prints "^$W1,$W2$" ;;
		"echo $W2 >add") wait_for has_regions 2 ;;
		'ndctl ocxl info nmem1 -uv')
			prints 'Used by +region region1$'
			prints '^ +block_device pmem1$'
			prints '^ +mount_point /mnt$'
			;;
		'ndctl ocxl read-error-log '*) grep -q 0x1234 nmem1-log.ndjson || die "the log has no entry" ;;
		'ndctl ocxl read-dump '*--new) test -s nmem1.dump ;;
		'ndctl ocxl read-dump '*) test -s nmem1-old.dump ;;
		'ndctl sanitize-dimm '*) prints 'issued for 1 nmem' ;;
		"dmesg | grep 'erase'"*) prints ' ocxlpmem.1: erased: 2048 of 2048 pages, 0 of 0 defective ones' ;;
		'ndctl ocxl shutdown '*)
			prints 'nmem1 yes'
			erase_is_refused || die "a card that was shut down can be erased"
			;;
		'ndctl ocxl check nmem1 -u')
			! grep -q erase_failed $work/said || die "the erase failed"
			;;
		esac
	done
	grep -q '^ndctl_ocxl_retired{card="[0-9]*"} 1$' /var/lib/prometheus/node-exporter/retired.prom ||
		die "no card was retired"
	cd /
	unload
}

# power_cycle DIMM: a line of the scenario takes the place of power
power_cycle()
{
	card "$1" reset
	wait_for has_no_flag "$1" not_ready
	wait_for has_no_flag "$1" mem_unavailable
}

scenario_reset_a_card()
{
	local work=/tmp/procedure command
	local -a commands
	load map=$W1,$W2
	wait_for has_regions 2
	mkdir -p $work
	mapfile -t commands < <(commands_of 'RESET A CARD')
	[ ${#commands[@]} -eq 6 ] || die "the page has ${#commands[@]} commands"
	cd $work || exit
	for command in "${commands[@]}"; do
		case $command in
		'ndctl ocxl check '*)
			ndctl disable-region region1
			ndctl ocxl shutdown nmem1
			run_command "$command"
			prints ' shut_down '
			power_cycle nmem1
			run_command "$command"
			prints '^nmem1 .* ok '
			;;
		'ndctl ocxl read-stats '*)
			run_command "$command"
			prints 'Time since reset +[0-9]+ s$'
			;;
		*) run_command "$command" ;;
		esac
	done
	cd /
	unload
}

scenario_update_the_firmware_of_a_card()
{
	local work=/tmp/procedure command
	local -a commands
	load map=$W1,$W2
	wait_for has_regions 2
	card nmem1 'fw-update next=V9.87'
	mapfile -t commands < <(commands_of 'UPDATE THE FIRMWARE')
	[ ${#commands[@]} -eq 4 ] || die "the page has ${#commands[@]} commands"
	mkdir -p $work
	cd $work || exit
	printf 'V9.87\0\0\0%4096s' '' >image
	run_command "${commands[0]}"
	run_command "${commands[1]}"
	prints 'V1.00, next V9.87'
	power_cycle nmem1
	run_command "${commands[2]}"
	prints ' V9.87 '
	run_command "${commands[3]}"
	cd /
	unload
}

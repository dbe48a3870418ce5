# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2016 # what is in single quotes is for the machine
# Cards on the mock of the OpenCAPI bus that live on when the kernel ends: their registers are in memory
# that no kernel uses.

# The second kernel finds the card as the first one has left it: it does not interrupt at the addresses
# of the first kernel, and its memory is available and unchanged, although a file system was mounted. The mock
# poisons the memory if the first kernel closes a function of the card. The memory is still mapped.
scenario_card_after_kexec()
{
	# shellcheck disable=SC2154 # machine and work are test/driver/run's
	"${machine[@]}" -x "$work" '
		set -euE -o pipefail
		trap "echo \"line \$LINENO: \$BASH_COMMAND\" >&2" ERR
		. /x/settings
		. test/driver/lib.sh
		. test/driver/opencapi.sh
		MOCK_STATE=0x70000000
		CARD_MEMORY=auto
		kernel=$(dirname "$(readlink -f "$STAGE/image")")/vmlinuz
		if [ ! -e /x/second ]; then
			load
			wait_for has_regions 2
			event_arrives nmem0
			register ohp0 >/x/target
			make_labels nmem0
			mount_new "$(namespace fsdax 64M)" -o dax
			echo treasure >/mnt/file
			sync
			touch /x/second
			"$TOOLS/start-kernel" "$kernel" "$STAGE/initramfs" "$(cat /proc/cmdline)"
		fi
		modprobe ocxl slots=8,9 memory=0x60000000,0x68000000 "state=$MOCK_STATE"
		check_equal "$(register ohp0)" "$(cat /x/target)" "target that the first kernel has left"
		check_equal "$(register chie)" 0x0 "enabled interrupts"
		check_equal "$(cat $CARD/mapped_size)" $((128 << 20)) "bytes that are mapped for the first kernel"
		echo "error-log type=0 reference_code=0x1 data=8" >$MOCK/8/scenario
		load
		wait_for has_regions 2
		log_says "slot 8: released the memory of an earlier kernel"
		wait_for has_flag nmem0 error_log
		ndctl ocxl read-error-log --acknowledge nmem0 >/dev/null
		event_arrives nmem0
		remount pmem0
		check_equal "$(cat /mnt/file)" treasure "data"'
	[ -e "$work/second" ]
}

# Cards are windows with the same namespaces after a restart.
scenario_windows_of_cards_after_a_restart()
{
	local memory
	memory=$(mktemp "$work/memory.XXXXXX")
	truncate -s 2176M "$memory"
	"${machine[@]}" -r "$memory" -x "$work" '
		set -eu -o pipefail
		. test/driver/lib.sh
		. test/driver/opencapi.sh
		MOCK_STATE=0x70000000
		CARD_MEMORY=auto
		load
		wait_for has_regions 2
		make_labels
		mount_new "$(namespace fsdax 64M region0)" -o dax
		echo treasure >/mnt/file
		namespace devdax 64M region1
		umount /mnt
		namespaces >/x/namespaces'
	"${machine[@]}" -r "$memory" -x "$work" '
		set -eu -o pipefail
		. test/driver/lib.sh
		. test/driver/opencapi.sh
		MOCK_STATE=0x70000000
		CARD_MEMORY=auto
		load
		wait_for has_regions 2
		check_equal "$(windows)" "$C1,$C2" "windows"
		check_equal "$(namespaces)" "$(cat /x/namespaces)" "namespaces"
		remount pmem0
		check_equal "$(cat /mnt/file)" treasure "data"
		umount /mnt'
}

# By default, no command is sent to a card when the machine is switched off.
scenario_cards_at_power_off()
{
	local memory
	memory=$(mktemp "$work/memory.XXXXXX")
	truncate -s 2176M "$memory"
	"${machine[@]}" -r "$memory" -x "$work" '
		set -eu -o pipefail
		. test/driver/lib.sh
		. test/driver/opencapi.sh
		MOCK_STATE=0x70000000
		begin_on_card
		heartbeat nmem0
		register request >/x/last'
	"${machine[@]}" -r "$memory" -x "$work" '
		set -eu -o pipefail
		. test/driver/lib.sh
		. test/driver/opencapi.sh
		modprobe ocxl slots=8,9 state=0x70000000
		check_equal "$(register request)" "$(cat /x/last)" "the last request"
		check_equal "$(register chie)" 0x0 "enabled interrupts"
		check_equal $(($(register chi) & 0x50)) 80 "CRDY and MA"'
}

# With the parameter, the first card learns that it loses its power, after the request that it executes, and has the time
# that it needs: it has answered, and is no longer ready. The second one keeps its unread entry.
scenario_cards_are_shut_down_at_power_off()
{
	local memory
	memory=$(mktemp "$work/memory.XXXXXX")
	truncate -s 2176M "$memory"
	"${machine[@]}" -r "$memory" -x "$work" '
		set -eu -o pipefail
		. test/driver/lib.sh
		. test/driver/opencapi.sh
		MOCK_STATE=0x70000000
		load "map=$W1,$W2"
		echo Y >/sys/module/ocxlpmem_opencapi/parameters/shutdown_at_power_off
		wait_for has_regions 2
		heartbeat nmem0
		card nmem0 "latency op=shutdown us=500000" "latency op=fw-update us=8000000"
		card nmem1 "error-log type=0 data=8" "latency op=error-log us=2000000"
		{ printf "V1.03\0\0\0" && head -c 99992 /dev/zero; } >/tmp/image
		ndctl update-firmware -f /tmp/image nmem0 &
		ndctl ocxl read-error-log nmem1 &
		wait_for grep -q "^request .*0002$" $MOCK/8/registers
		wait_for grep -q "^request .*0004$" $MOCK/9/registers
		kill -KILL $(jobs -p)
		wait_for grep -q "^chi 0xd1$" $MOCK/9/registers'
	"${machine[@]}" -r "$memory" -x "$work" '
		set -eu -o pipefail
		. test/driver/lib.sh
		. test/driver/opencapi.sh
		modprobe ocxl slots=8,9 state=0x70000000
		check_equal "$(register chie)" 0x0 "enabled interrupts"
		check_equal "$(register chi)" 0x1 "state of the card"
		check_equal "$(register request)" 0xffff0001 "the last request, which is SHUTDOWN"
		grep -q "^chi 0xd1$" $MOCK/9/registers'
}

# The machine ends, although a removal waits for an ioctl
scenario_power_off_while_a_removal_waits()
{
	"${machine[@]}" -x "$work" '
		set -eu -o pipefail
		. test/driver/lib.sh
		. test/driver/scenarios/absent-memory.sh
		load map=$W1
		wait_for has_regions 1
		start_absent_call first read nmem0
		(echo $W1 >$PARAMETERS/remove) &
		wait_for says_that_it_waits ocxlpmem.0'
	grep -q 'reboot: Power down' "$work/console"
}

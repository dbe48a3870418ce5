# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Cards that are not ready, fatal failures; removing and unloading during commands.

# a window whose card has this scenario when the driver gets it
begin_with()
{
	load map=$W1
	wait_for has_regions 1
	card nmem0 "$@"
	add_again $W1
}

scenario_remove_and_add()
{
	load map=$W1
	wait_for has_regions 1
	card nmem0 'smart 0xC2 raw=41'
	set_parameter remove $W1
	check_equal "$(dimms)" "" "DIMMs"
	set_parameter add $W1
	wait_for has_regions 1
	ndctl list -DH | grep -q '"temperature_celsius":41' || die "the card is another one"
	[ ! -e /sys/bus/platform/drivers/ocxlpmem/unbind ] || die "the driver can be unbound from a window"
}

scenario_not_ready_for_seconds()
{
	begin_with 'ready never' 'memory never'
	has_flag nmem0 not_ready
	check_equal "$(regions)" "" "regions of a card that is not ready"
	check_equal "$(one nmem0 3 8)" "rc=0 status=0x81 count=0 needed=8" "heartbeat"
	# ends, although the card does not become ready
	ndctl list -BDR >/dev/null
	has_flag nmem0 not_ready
	card nmem0 'ready-after ms=1000' 'memory-after ms=2000'
	wait_for has_regions 1
	has_no_flag nmem0 not_ready
	has_no_flag nmem0 mem_unavailable
	heartbeat nmem0
}

scenario_never_ready()
{
	begin_with 'ready never'
	has_flag nmem0 not_ready
	ndctl list -BDRH >/dev/null
	fails log_says 'controller not ready'
	one nmem0 5 80 | grep -q status=0x00
	# after the time in its registers
	wait_for log_says 'controller not ready after 5 s'
	set_parameter map ""
	check_equal "$(dimms)" "" "DIMMs"
	modprobe -r ocxlpmem
}

scenario_fatal_while_mounted()
{
	load map=$W1
	wait_for has_regions 1
	make_labels
	mount_new "$(namespace fsdax 64M)" -o dax
	echo treasure >/mnt/file
	sync
	card nmem0 'fatal hw'
	wait_for has_flag nmem0 hw_fatal
	check_equal "$(cat /mnt/file)" treasure "data"
	check_equal "$(one nmem0 1 4088)" "rc=0 status=0x86 count=0 needed=8" "a command"
	one nmem0 5 4088 | grep -q 'status=0x00' || die "capabilities come from registers"
	echo more >>/mnt/file
	sync
	check_equal "$(tail -n 1 /mnt/file)" more "data that was written afterwards"
	umount /mnt
	ndctl disable-region all
	ndctl read-labels -s 4096 nmem0 >/dev/null || die "labels are not readable"
	check_equal "$("$TOOLS/wire" label-write /dev/nmem0)" rc=EIO "a label write"
	modprobe -r ocxlpmem
}

# start_stuck_command [COMMAND...]: runs COMMAND, then sends in the background a command that gets
# no answer for half a minute
start_stuck_command()
{
	load map=$W1
	wait_for has_regions 1
	# not the heartbeat: the driver sends one when it is bound, and would wait as well
	card nmem0 'timeout op=smart ms=30000' 'fault op=smart timeout'
	"$@"
	"$TOOLS/wire" one /dev/nmem0 "$(envelope)" 1 4088 >/tmp/answer &
	STUCK=$!
	wait_for waits_in_driver $STUCK
}

# the window was removed at once, and the caller has an error before its time-out
not_stuck()
{
	wait "$STUCK" || :
	grep -qE 'rc=(ENXIO|ENODEV)' /tmp/answer || die "answer: $(cat /tmp/answer)"
}

scenario_unload_during_a_timeout()
{
	start_stuck_command ndctl disable-region all
	modprobe -r ocxlpmem
	not_stuck
	[ ! -d $PARAMETERS ]
}

# libnvdimm deletes the enabled region with a lock that the command holds
scenario_remove_during_a_timeout()
{
	start_stuck_command
	set_parameter remove $W1
	not_stuck
	check_equal "$(dimms)" "" "DIMMs"
	check_equal "$(windows)" "" "windows"
}

scenario_unload_with_an_open_node()
{
	load map=$W1
	wait_for has_regions 1
	exec 7<>/dev/nmem0
	unload
	[ ! -d $PARAMETERS ]
	exec 7>&-
}

# rmmod fails, the region stays
scenario_unload_while_a_region_is_enabled()
{
	load map=$W1
	wait_for has_regions 1
	fails modprobe -r ocxlpmem 2>/tmp/said
	grep -q 'in use' /tmp/said
	has_regions 1
	heartbeat nmem0
}

scenario_serial_number_zero()
{
	begin_with 'serial 0'
	wait_for has_regions 1
	check_equal "$(cat $DEVICES/nmem0/ocxlpmem/serial)" 0 "serial number"
	log_says 'serial number is 0, using 0x60000001 instead' || die "not in the kernel log"
	make_labels
	[ -n "$(namespace raw 16M)" ] || die "no namespace"
}

# devices that root binds by force
scenario_devices_of_another_kind_are_refused()
{
	local device
	load map=$W1
	wait_for has_regions 1
	for device in /sys/bus/platform/devices/*; do
		[ -e "$device/driver" ] || [ ! -e "$device/driver_override" ] || break
	done
	echo ocxlpmem >"$device/driver_override"
	echo "${device##*/}" >/sys/bus/platform/drivers_probe 2>/dev/null || :
	[ ! -e "$device/driver" ] || die "the driver is bound to $device"
	echo >"$device/driver_override"
	heartbeat nmem0
}

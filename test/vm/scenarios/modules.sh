# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# The two modules: ocxlpmem makes DIMMs of windows, ocxlpmem-emulated gives them controllers. They
# load in any order, and the second one takes over unused windows.

EMULATED=/sys/module/ocxlpmem_emulated

# insert MODULE [PARAMETER...]: with insmod, without modprobe's dependencies, except ocxl: ocxlpmem is
# linked to it, and unload() removes it when nothing else uses it
insert()
{
	local module=$1
	shift
	modprobe -q ocxl || :
	insmod "/lib/modules/$(uname -r)/updates/$module.ko" "$@"
}

# begin_by_hand: neither module is loaded
begin_by_hand()
{
	[ ! -d $PARAMETERS ] || die "ocxlpmem is loaded"
	[ ! -d $EMULATED ] || die "ocxlpmem-emulated is loaded"
}

# is_emulated DIMM, is_generic DIMM
is_emulated()
{
	[ -e "$(debug_of "$1")/scenario" ] && [ "$(cat "$DEVICES/$1/ocxlpmem/cmd_mask")" != 0x0 ]
}

is_generic()
{
	[ "$(cat "$DEVICES/$1/ocxlpmem/cmd_mask")" = 0x0 ] && [ ! -e "$(debug_of "$1")" ]
}

# dimm_at ADDRESS: the DIMM of the window at this address; regions are labelled with addresses
dimm_at()
{
	local region resource
	resource=$(printf '0x%x' $(($1 + (16 << 20))))
	for region in $(regions); do
		[ "$(cat "$DEVICES/$region/resource")" != "$resource" ] ||
			cut -d , -f 1 "$DEVICES/$region/mapping0"
	done
}

# namespaces_are UUIDS: the enabled ones
namespaces_are()
{
	[ "$(namespaces)" = "$1" ]
}

# users_of_emulated: number of windows with a controller of that module
users_of_emulated()
{
	cat $EMULATED/refcnt
}

scenario_modprobe_loads_both_modules()
{
	modprobe ocxlpmem emulate=1 map=$W1,$W2
	[ -d $EMULATED ] || die "ocxlpmem-emulated is not loaded"
	within 5 has_regions 2
	is_emulated nmem0
	is_emulated nmem1
	check_equal "$(users_of_emulated)" 2 "references to ocxlpmem-emulated"
	heartbeat nmem0
	unload
	check_equal "$(users_of_emulated)" 0 "references after ocxlpmem was unloaded"
}

scenario_modprobe_without_emulate_loads_one_module()
{
	modprobe ocxlpmem map=$W1
	within 5 has_regions 1
	[ ! -d $EMULATED ] || die "ocxlpmem-emulated is loaded"
	is_generic nmem0
}

scenario_insmod_of_the_driver_first()
{
	begin_by_hand
	insert ocxlpmem map=$W1,$W2
	within 5 has_regions 2
	is_generic nmem0
	insert ocxlpmem-emulated
	# done when insmod returns
	is_emulated nmem0
	is_emulated nmem1
	within 5 has_regions 2
	check_equal "$(windows)" "$W1,$W2" "windows"
	heartbeat nmem0
	heartbeat nmem1
}

scenario_insmod_of_the_driver_last()
{
	begin_by_hand
	insert ocxlpmem-emulated
	insert ocxlpmem map=$W1
	is_emulated nmem0
	within 5 has_regions 1
	heartbeat nmem0
	# and again, after another module was unloaded
	unload
	insert ocxlpmem map=$W2
	is_emulated nmem0
}

# each may miss the other one while both are being loaded
scenario_insmod_of_both_at_once()
{
	local i driver
	begin_by_hand
	for i in {1..10}; do
		insert ocxlpmem map=$W1 &
		driver=$!
		insert ocxlpmem-emulated
		wait $driver
		is_emulated nmem0 || die "round $i: no controller"
		within 5 has_regions 1
		unload
		without_emulated
	done
}

# The driver requests the other module in vain, logs that, and works without it.
scenario_emulate_without_the_other_module()
{
	begin_by_hand
	echo /bin/false >/proc/sys/kernel/modprobe
	insert ocxlpmem emulate=1 map=$W1
	echo /sbin/modprobe >/proc/sys/kernel/modprobe
	log_says 'windows have no controller until ocxlpmem-emulated is loaded' || die "not in the log"
	within 5 has_regions 1
	is_generic nmem0
	insert ocxlpmem-emulated
	is_emulated nmem0
	within 5 has_regions 1
}

# namespaces and data are back, as after an expansion
scenario_idle_windows_are_taken_over()
{
	local before
	load emulate=0 map=$W1,$W2
	within 5 has_regions 2
	make_labels
	mount_new "$(namespace fsdax 64M region0)" -o dax
	echo treasure >/mnt/file
	umount /mnt
	namespace devdax 32M region1 >/dev/null
	before=$(namespaces)
	ndctl disable-namespace "$(ndctl list -N -r region1 | sed -n 's/.*"dev":"\([^"]*\)".*/\1/p')" >/dev/null
	modprobe ocxlpmem-emulated
	within 5 has_regions 2
	is_emulated "$(dimm_at 0x60000000)"
	is_emulated "$(dimm_at 0x68000000)"
	within 5 namespaces_are "$before"
	remount pmem0
	check_equal "$(cat /mnt/file)" treasure "data"
	umount /mnt
}

scenario_windows_in_use_keep_no_controller()
{
	local dimm
	load emulate=0 map=$W1,$W2
	within 5 has_regions 2
	make_labels
	mount_new "$(namespace fsdax 64M region0)" -o dax
	echo treasure >/mnt/file
	truncate -s 2M /mnt/mapped
	use_file map /mnt/mapped
	read_log
	modprobe ocxlpmem-emulated
	log_says "ocxlpmem: $W1 stays without a controller: pmem0 is mounted or claimed" ||
		die "the log does not name the window that is in use"
	! log_says "$W2 stays" || die "the log names the other window"
	within 5 has_regions 2
	dimm=$(dimm_at 0x60000000)
	is_generic "$dimm"
	is_emulated "$(dimm_at 0x68000000)"
	check_equal "$(cat /mnt/file)" treasure "data"
	check_equal "$(users_of_emulated)" 1 "references to ocxlpmem-emulated"
	let_go
	umount /mnt
	# it is not taken over later; a new window is
	is_generic "$dimm"
	set_parameter remove $W1
	set_parameter add $W1
	within 5 has_regions 2
	is_emulated "$(dimm_at 0x60000000)"
	remount pmem0
	check_equal "$(cat /mnt/file)" treasure "data"
	umount /mnt
}

scenario_later_windows_get_a_controller()
{
	load emulate=0 map=$W1
	within 5 has_regions 1
	modprobe ocxlpmem-emulated
	set_parameter add $W2,$W3
	within 5 has_regions 3
	for dimm in $(dimms); do
		is_emulated "$dimm"
		heartbeat "$dimm"
	done
	check_equal "$(users_of_emulated)" 3 "references to ocxlpmem-emulated"
}

scenario_unbound_window_is_taken_over()
{
	local driver=/sys/bus/platform/drivers/ocxlpmem
	load emulate=0 map=$W1
	within 5 has_regions 1
	echo ocxlpmem.0 >$driver/unbind
	modprobe ocxlpmem-emulated
	# still unbound, as the administrator wants it
	check_equal "$(dimms)" "" "DIMMs"
	echo ocxlpmem.0 >$driver/bind
	within 5 has_regions 1
	is_emulated nmem0
	heartbeat nmem0
}

scenario_emulated_module_with_windows_stays()
{
	load map=$W1,$W2
	within 5 has_regions 2
	fails modprobe -r ocxlpmem-emulated 2>/tmp/said
	grep -q 'in use' /tmp/said
	set_parameter remove $W1
	fails rmmod ocxlpmem_emulated 2>/tmp/said
	grep -q 'in use' /tmp/said
	heartbeat "$(dimm_at 0x68000000)"
	# an unbound window keeps its card as well
	echo ocxlpmem.1 >/sys/bus/platform/drivers/ocxlpmem/unbind
	fails rmmod ocxlpmem_emulated 2>/tmp/said
	set_parameter map ""
	modprobe -r ocxlpmem-emulated
	[ ! -d $EMULATED ] || die "ocxlpmem-emulated is loaded"
	# from now on windows are generic memory
	set_parameter map $W1
	within 5 has_regions 1
	is_generic nmem0
	# until it is loaded again
	modprobe ocxlpmem-emulated
	is_emulated nmem0
}

# a window that could not be created holds no reference
scenario_refused_windows_hold_no_reference()
{
	load map=$W1
	within 5 has_regions 1
	refused "File exists" add 64M@0x60000000,$W1 "overlaps"
	refused "Device or resource busy" add 64M@0x10000000 "System RAM"
	check_equal "$(users_of_emulated)" 1 "references to ocxlpmem-emulated"
}

# while commands, scenarios and windows come and go
scenario_module_comes_and_goes_while_windows_do()
{
	local i busy
	load emulate=0 map=$W1
	within 5 has_regions 1
	set +e
	while :; do
		echo "$W1,$W2" >$PARAMETERS/map
		echo "$W2" >$PARAMETERS/map
		for dimm in $(dimms); do
			"$TOOLS/wire" one "/dev/$dimm" vendor 3 8
		done
	done >/dev/null 2>&1 &
	busy=$!
	set -e
	for i in {1..15}; do
		modprobe ocxlpmem-emulated
		modprobe -r ocxlpmem-emulated || :
		echo "smart 0xC2 raw=$i" | tee /sys/kernel/debug/ocxlpmem/ndbus*/scenario || :
	done >/dev/null 2>&1
	kill $busy
	wait $busy 2>/dev/null || :
	set_parameter map ""
	modprobe -r ocxlpmem
	without_emulated
}

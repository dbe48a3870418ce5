# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# The two modules: ocxlpmem makes DIMMs of windows, ocxlpmem-emulated gives new windows controllers.

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

# users_of_emulated: number of windows with a controller of that module
users_of_emulated()
{
	cat $EMULATED/refcnt
}

scenario_modprobe_loads_both_modules()
{
	modprobe ocxlpmem emulate=1 map=$W1,$W2
	[ -d $EMULATED ] || die "ocxlpmem-emulated is not loaded"
	wait_for has_regions 2
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
	wait_for has_regions 1
	[ ! -d $EMULATED ] || die "ocxlpmem-emulated is loaded"
	is_generic nmem0
}

# a window that exists stays as it is until it is created again
scenario_insmod_of_the_driver_first()
{
	begin_by_hand
	insert ocxlpmem map=$W1
	wait_for has_regions 1
	insert ocxlpmem-emulated
	is_generic nmem0
	set_parameter add $W2,$W3
	wait_for has_regions 3
	is_emulated "$(dimm_at 0x68000000)"
	is_emulated "$(dimm_at 0x70000000)"
	check_equal "$(users_of_emulated)" 2 "references to ocxlpmem-emulated"
	set_parameter remove $W1
	set_parameter add $W1
	wait_for has_regions 3
	is_emulated "$(dimm_at 0x60000000)"
	heartbeat "$(dimm_at 0x60000000)"
}

scenario_insmod_of_the_driver_last()
{
	begin_by_hand
	insert ocxlpmem-emulated
	insert ocxlpmem map=$W1
	is_emulated nmem0
	wait_for has_regions 1
	heartbeat nmem0
	# and again, after another module was unloaded
	unload
	insert ocxlpmem map=$W2
	is_emulated nmem0
}

# The driver requests the other module in vain, logs that, and works without it.
scenario_emulate_without_the_other_module()
{
	begin_by_hand
	echo /bin/false >/proc/sys/kernel/modprobe
	insert ocxlpmem emulate=1 map=$W1
	echo /sbin/modprobe >/proc/sys/kernel/modprobe
	log_says 'without ocxlpmem-emulated, windows have no controller' || die "not in the log"
	wait_for has_regions 1
	is_generic nmem0
}

scenario_emulated_module_with_windows_stays()
{
	load map=$W1,$W2
	wait_for has_regions 2
	fails modprobe -r ocxlpmem-emulated 2>/tmp/said
	grep -q 'in use' /tmp/said
	set_parameter remove $W1
	fails rmmod ocxlpmem_emulated 2>/tmp/said
	grep -q 'in use' /tmp/said
	heartbeat "$(dimm_at 0x68000000)"
	set_parameter map ""
	modprobe -r ocxlpmem-emulated
	[ ! -d $EMULATED ] || die "ocxlpmem-emulated is loaded"
	# from now on windows are generic memory
	set_parameter map $W1
	wait_for has_regions 1
	is_generic nmem0
}

# a window that could not be created holds no reference
scenario_refused_windows_hold_no_reference()
{
	load map=$W1
	wait_for has_regions 1
	refused "File exists" add 64M@0x60000000,$W1 "overlaps"
	refused "Device or resource busy" add 64M@0x10000000 "System RAM"
	check_equal "$(users_of_emulated)" 1 "references to ocxlpmem-emulated"
}

# while commands, scenarios and windows come and go
scenario_module_comes_and_goes_while_windows_do()
{
	local i busy
	load emulate=0 map=$W1
	wait_for has_regions 1
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

# Both remove the same windows, one of which is being expanded.
scenario_windows_are_removed_while_the_module_is_unloaded()
{
	local i adder writer
	for i in {1..10}; do
		load emulate=0 map=$W1,$W2,$W3
		wait_for has_regions 3
		ndctl disable-region all >/dev/null
		{ echo 144M@0x70000000 >$PARAMETERS/add; } 2>/dev/null &
		adder=$!
		{ echo >$PARAMETERS/map; } 2>/dev/null &
		writer=$!
		# until the expanded region is enabled, and afterwards
		until rmmod ocxlpmem 2>/dev/null; do
			ndctl disable-region all >/dev/null 2>&1 || :
		done
		wait_for is_gone $adder
		wait_for is_gone $writer
		[ ! -d $PARAMETERS ]
	done
}

# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Windows: map=, add= and remove=, on load and later; refused values, and their messages.

scenario_load_without_windows()
{
	load
	check_equal "$(windows)" "" "no window"
	check_equal "$(dimms)" "" "no DIMM"
	modprobe -r ocxlpmem
}

scenario_load_one_window()
{
	load map=$W1
	wait_for has_regions 1
	check_equal "$(windows)" "$W1" "windows"
	check_equal "$(cat $DEVICES/ndbus0/provider)" ocxlpmem "provider"
	check_equal "$(cat $DEVICES/region0/size)" $((112 << 20)) "size without the label area"
	check_equal "$(cat $DEVICES/region0/resource)" 0x61000000 "where it begins"
	check_equal "$(cat $DEVICES/nmem0/ocxlpmem/serial)" $((BASE)) "serial number"
	unload
}

# list_values KEY: its values in the output of ndctl list, in order
list_values()
{
	sed -n "s/^ *\"$1\":\"\{0,1\}\([^\",]*\).*/\1/p" /tmp/list | paste -sd ' '
}

# lists BUS ID DIMM SIZE FREE MODE DISK
lists()
{
	local size usable
	ndctl list -BDRN -b "$1" >/tmp/list
	check_equal "$(list_values provider)" ocxlpmem "provider of $1"
	check_equal "$(list_values id)" "$2" "id of the DIMM, its serial number"
	check_equal "$(list_values dimm)" "$3" "DIMM of the region"
	check_equal "$(list_values available_size)" "$5" "what is free"
	check_equal "$(list_values offset)" $((16 << 20)) "begin of the mapping, behind the labels"
	check_equal "$(list_values mode) $(list_values blockdev)" "$6 $7" "namespace"
	read -r size usable < <(list_values size)
	check_equal "$size" "$4" "size"
	# the mode takes less than an eighth
	((usable < $4 - $5 && 8 * usable > 7 * ($4 - $5))) || die "$usable bytes can be used"
}

scenario_ndctl_lists_windows()
{
	load map=$W1,192M@0x68000000
	wait_for has_regions 2
	make_labels
	namespace fsdax 32M region0 >/dev/null
	namespace sector 64M region1 >/dev/null
	lists ndbus0 $((BASE)) nmem0 $((112 << 20)) $((80 << 20)) fsdax pmem0
	lists ndbus1 $((0x68000000)) nmem1 $((176 << 20)) $((112 << 20)) sector pmem1s
}

scenario_load_three_windows()
{
	# in any order, decimal and hexadecimal; read back in order of address
	load map=$W3,$W1,$((128 << 20))@$((0x68000000))
	wait_for has_regions 3
	check_equal "$(windows)" "$W1,$W2,$W3" "windows"
	check_equal "$(dimms | wc -l)" 3 "DIMMs"
	check_equal "$(ndctl list -D | grep -c '"dev"')" 3 "ndctl list -D"
	unload
}

scenario_load_generic_window()
{
	load emulate=0 map=$W1
	wait_for has_regions 1
	check_equal "$(cat $DEVICES/nmem0/ocxlpmem/cmd_mask)" 0x0 "no commands"
	check_equal "$(flags nmem0)" "" "flags"
	check_equal "$("$TOOLS/wire" one /dev/nmem0 vendor 3 8)" rc=ENOTTY "a command"
	# erase is not available either
	[ ! -e $DEVICES/nmem0/security ] || die "security of a window without a controller"
	[ ! -e /sys/kernel/debug/ocxlpmem/ndbus0 ] || die "debugfs of a window without a controller"
	make_labels
	[ -n "$(namespace fsdax 32M)" ] || die "no namespace"
	unload
}

# refused_on_load ERRNO-TEXT LOG-PATTERN PARAMETER...: no window stays, not even a valid one
refused_on_load()
{
	local text=$1 pattern=$2 said
	shift 2
	read_log
	said=$(load "$@" 2>&1) && die "$* was taken"
	[[ $said = *": $text" ]] || die "$*: '$said', wanted '$text'"
	[ ! -d $PARAMETERS ] || die "the module is there after $*"
	check_equal "$(dimms)" "" "DIMMs after $*"
	read_log
	find_driver_lines
	check_equal ${#OURS[@]} 1 "lines in the log about $*"
	[[ ${OURS[0]} =~ $pattern ]] || die "$*: the log says '${OURS[0]}'"
}

scenario_load_with_a_bad_window()
{
	# the first load of a module may log additional lines
	load
	modprobe -r ocxlpmem
	refused_on_load "Invalid argument" "map: 'rubbish' is not a window" map=rubbish
	refused_on_load "Invalid argument" "map: 32M@0x70000000 is not larger" map=$W1,32M@0x70000000
	refused_on_load "Device or resource busy" "64M@0x10000000 is used by the kernel as System RAM" \
		map=$W1,64M@0x10000000
	# modprobe would take EEXIST for a loaded module
	refused_on_load "Device or resource busy" "$W1 overlaps $W1 in the same write" map=$W1,$W2,$W1
	refused_on_load "No such device" "names a card that does not exist" map=$W1/0000:7f:00.0
}

scenario_add_and_remove_on_load_are_ignored()
{
	load add=$W1 remove=$W2 map=$W3
	check_equal "$(windows)" $W3 "windows"
	check_equal "$(cat $PARAMETERS/add)$(cat $PARAMETERS/remove)" "" "add and remove read as nothing"
}

# one of each error, through each file; test/unit/test_window.c has every rule
scenario_refused_windows()
{
	load map=$W1
	refused "Invalid argument" add rubbish "ocxlpmem: add: 'rubbish' is not a window"
	refused "Invalid argument" map rubbish "ocxlpmem: map: 'rubbish' is not a window"
	refused "Invalid argument" add "$W2,32M@0x70000000" "32M@0x70000000 is not larger"
	refused "Invalid argument" map 64M@0x60000000 "map: 64M@0x60000000 would shrink $W1"
	refused "File exists" add 64M@0x61000000 "64M@0x61000000 overlaps $W1"
	refused "No such device" add $W2/0000:7f:00.0 "names a card that does not exist"
	refused "No such file or directory" remove $W2 "remove: $W2 does not exist"
	has_regions 1
}

# beyond the addresses of any processor
scenario_window_beyond_addressable_memory()
{
	load map=$W1
	refused "Invalid argument" add 128M@0xfffffffff8000000 "beyond what the kernel can address"
	refused "Invalid argument" add 128M@0x1000000000000000 "beyond what the kernel can address"
	refused "Invalid argument" add 0xfffffff0000000@0x60000000 "beyond what the kernel can address"
	check_equal "$(dimms)" nmem0 "DIMMs"
}

# A part of it belongs to firmware or to a BAR without a driver, so no driver could claim all of it.
scenario_half_described_window()
{
	local start
	case $(uname -m) in
	x86_64) start=0xff000000 ;;
	ppc64le) start=0x200080000000 ;;
	esac
	load map=$W1
	wait_for has_regions 1
	refused "Device or resource busy" add "$W2,48M@$start" "add: 48M@$start .*resource.* /proc/iomem"
	has_regions 1
}

# Nothing is behind these addresses: beyond all memory, in the hole of HyperTransport, in an unused part of a bus.
# Other processors do not describe their memory, and stop at such an access.
scenario_window_without_memory()
{
	local start
	[ "$(uname -m)" = x86_64 ] || return 0
	load map=$W1
	wait_for has_regions 1
	for start in 0x1000000000 0xfd00000000; do
		refused "No such device or address" add "$W2,64M@$start" "64M@$start: no memory answers at"
	done
	refused "No such device or address" map "$W1,64M@0xc0000000" "add|map: .* to no BAR of a device"
	check_equal "$(dimms)" nmem0 "DIMMs"
	# the test of the memory changes nothing
	"$TOOLS/use-memory" zero $((16 << 20)) 0x68000000
	set_parameter add $W2
	set_parameter map ""
	check_equal "$("$TOOLS/use-memory" count $((16 << 20)) 0x68000000)" 0 "bytes that changed"
}

scenario_map_given_twice()
{
	load map=$W2 map=$W1
	wait_for has_regions 2
	check_equal "$(windows)" "$W1,$W2" "windows"
	unload
	refused_on_load "Device or resource busy" "$W1 overlaps $W1 in the same write" map=$W1 map=$W1
}

# memory that a driver has claimed, from its first address on, in steps of 16 MiB: a device of this
# machine
claimed_range()
{
	local first
	first=$(sed -n 's/^ *\([0-9a-f]*\)-[0-9a-f]* : virtio.*/\1/p' /proc/iomem | head -n 1)
	[ -n "$first" ] || die "no driver has claimed memory"
	echo $((0x$first & ~0xffffff))
}

# Its labels would be written beside it, and a namespace could never be enabled.
scenario_memory_of_another_driver_is_refused()
{
	local claimed text
	load map=$W1
	wait_for has_regions 1
	claimed=$(claimed_range)
	for text in 48M@$((claimed - (32 << 20))) 48M@$((claimed - (16 << 20))) 48M@$claimed; do
		refused "Device or resource busy" add "$text" "add: 48M@.* has memory that another driver uses"
	done
	refused "Device or resource busy" map "$W1,$W2,48M@$((claimed - (32 << 20)))" "another driver uses"
	has_regions 1
	check_equal "$(dimms)" nmem0 "DIMMs"
	heartbeat nmem0
}

# Claims of its own namespaces do not matter: it grows while one is enabled and idle
scenario_window_with_own_claims_grows()
{
	load map=$W1
	wait_for has_regions 1
	make_labels
	namespace fsdax 64M >/dev/null
	grep -q 'namespace0.0' /proc/iomem || die "no claim: $(cat /proc/iomem)"
	set_parameter add 192M@0x60000000
	check_equal "$(windows)" 192M@0x60000000 "windows"
	wait_for has_regions 1
}

scenario_system_ram_is_refused()
{
	load map=$W2
	wait_for has_regions 1
	refused "Device or resource busy" add 128M@0x10000000 "System RAM"
	refused "Device or resource busy" add 64M@0x5e000000 "System RAM"
	refused "Device or resource busy" map "$W2,256M@0x50000000" "System RAM"
	has_regions 1
}

scenario_add_and_remove()
{
	load
	set_parameter add "$W1,$W3"
	wait_for has_regions 2
	set_parameter add "  $W2  "
	wait_for has_regions 3
	set_parameter remove "$W1,$W3"
	check_equal "$(windows)" $W2 "windows"
	has_regions 1
	set_parameter remove $W2
	check_equal "$(dimms)" "" "DIMMs"
	modprobe -r ocxlpmem
}

scenario_map_sets_all_windows()
{
	load map=$W1,$W2
	wait_for has_regions 2
	local before
	before=$(readlink -f $DEVICES/nmem1)
	set_parameter map $W2,$W3
	check_equal "$(windows)" "$W2,$W3" "windows"
	check_equal "$(readlink -f $DEVICES/nmem1)" "$before" "what is named stays untouched"
	# one is new, one larger, one is removed
	set_parameter map "192M@0x70000000,$W1"
	check_equal "$(windows)" "$W1,192M@0x70000000" "windows"
	set_parameter map ""
	check_equal "$(windows)" "" "none is left"
	check_equal "$(dimms)" "" "DIMMs"
	modprobe -r ocxlpmem
}

# PCI devices are plugged and unplugged while the driver examines the pages of a window.
scenario_removal_takes_no_lock_of_pci()
{
	load map=$W1
	wait_for has_regions 1
	begin_trace pci_lock_rescan_remove
	set_parameter remove $W1
	check_equal "$(count_calls pci_lock_rescan_remove)" 0 "locks for a removal"
	set_parameter add $W1
	check_equal "$(count_calls pci_lock_rescan_remove)" 1 "locks for a new window"
	end_trace
}

scenario_add_and_remove_at_once()
{
	local i
	load emulate=0
	for i in 1 2 3 4 5 6 7 8 9 10; do
		set_parameter add "$W1,$W2,$W3"
		set_parameter map "$W2"
		set_parameter map ""
	done
	check_equal "$(dimms)" "" "DIMMs"
	modprobe -r ocxlpmem
}

scenario_idle_window_comes_back()
{
	local before
	load map=$W1
	wait_for has_regions 1
	make_labels
	mount_new "$(namespace fsdax 64M)"
	echo treasure >/mnt/file
	umount /mnt
	namespace sector 32M >/dev/null
	before=$(namespaces)
	check_equal "$(wc -l <<<"$before")" 2 "namespaces"
	set_parameter remove $W1
	check_equal "$(dimms)" "" "DIMMs"
	set_parameter add $W1
	wait_for has_regions 1
	check_equal "$(namespaces)" "$before" "namespaces"
	remount pmem0 -o dax
	check_equal "$(cat /mnt/file)" treasure "data"
	umount /mnt
	unload
}

# a window whose card has this serial number when the driver gets it
known_as()
{
	load map="$1"
	wait_for has_regions 1
	card nmem0 'serial 4711'
	add_again "$1"
	wait_for has_regions 1
	check_equal "$(cat $DEVICES/nmem0/ocxlpmem/serial)" 4711 "serial number"
}

# the same contents at another address: addresses in labels count from the window's start
scenario_moved_window()
{
	local before
	known_as $W1
	make_labels
	namespace raw 16M >/dev/null
	namespace sector 32M >/dev/null
	before=$(namespaces)
	check_equal "$(wc -l <<<"$before")" 2 "namespaces"
	unload
	"$TOOLS/use-memory" copy $((128 << 20)) 0x60000000 0x68000000
	known_as $W2
	check_equal "$(namespaces)" "$before" "namespaces"
}

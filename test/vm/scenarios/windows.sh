# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Windows: map=, add=, remove=, on load and later; what is refused, and how.

scenario_load_without_windows()
{
	load
	same "$(windows)" "" "no window"
	same "$(dimms)" "" "no DIMM"
	modprobe -r ocxlpmem
}

scenario_load_one_window()
{
	load map=$W1
	within 5 has_regions 1
	same "$(windows)" "$W1" "windows"
	same "$(cat $DEVICES/ndbus0/provider)" ocxlpmem "provider"
	same "$(cat $DEVICES/region0/size)" $((112 << 20)) "size without the label area"
	same "$(cat $DEVICES/region0/resource)" 0x61000000 "where it begins"
	same "$(ndctl list -B | grep -c ocxlpmem)" 1 "ndctl list -B"
	unload
}

scenario_load_three_windows()
{
	# in any order, decimal and hexadecimal; read back in order of address
	load map=$W3,$W1,$((128 << 20))@$((0x68000000))
	within 5 has_regions 3
	same "$(windows)" "$W1,$W2,$W3" "windows"
	same "$(dimms | wc -l)" 3 "DIMMs"
	same "$(ndctl list -D | grep -c '"dev"')" 3 "ndctl list -D"
	unload
}

scenario_load_generic_window()
{
	load emulate=0 map=$W1
	within 5 has_regions 1
	same "$(cat $DEVICES/nmem0/ocxlpmem/cmd_mask)" 0x0 "no commands"
	same "$(flags nmem0)" "" "flags"
	labelled
	[ -n "$(namespace fsdax 32M)" ] || die "no namespace"
	unload
}

# nothing stays, not even what was good of it
scenario_load_with_a_bad_window()
{
	local bad
	for bad in rubbish 64M@0x10000000 $W1,$W2,$W1 $W1,32M@0x70000000; do
		# modprobe takes -EEXIST for a module that is there already
		load map=$bad || :
		[ ! -d $PARAMETERS ] || die "map=$bad was taken"
		news
		ours
		[ ${#OURS[@]} -eq 1 ] || die "nothing in the log about map=$bad"
	done
	same "$(dimms)" "" "DIMMs"
	fails load envelope=pigeon
}

scenario_add_and_remove_on_load_are_ignored()
{
	load add=$W1 remove=$W2 map=$W3
	same "$(windows)" $W3 "windows"
	same "$(cat $PARAMETERS/add)$(cat $PARAMETERS/remove)" "" "add and remove read as nothing"
}

scenario_malformed_windows()
{
	local text
	load map=$W1
	for text in rubbish 128M @0x68000000 128M@ 128Q@0x68000000 "128M @0x68000000" 128M@0x68000000, \
		,128M@0x68000000 -128M@0x68000000 128M@-1 128M@0x68000000@1 128M@0x68000000/ \
		128M@0x68000000/0000:00:00 99999999999999999999@0x68000000 128M@0xfffffffffffffffff \
		99999999999T@0x68000000 0x@0x68000000 "$W2,,$W3"; do
		refused "Invalid argument" add "$text"
	done
	refused "Invalid argument" map rubbish
	refused "Invalid argument" remove rubbish
	same "$(dimms | wc -l)" 1 "DIMMs"
}

scenario_windows_that_cannot_be()
{
	local text
	load map=$W1
	# nothing, wrapping, unaligned, too small
	for text in 0@0x68000000 128M@0xfffffffffffff000 129M@0x68000000 \
		128M@0x68100000 128M@0x68000001 32M@0x68000000 16M@0x68000000 4K@0x68000000; do
		refused "Invalid argument" add "$text"
	done
	# one bad among good ones, at either end
	refused "Invalid argument" add "$W2,32M@0x70000000"
	refused "Invalid argument" add "32M@0x70000000,$W2"
	refused "No such device" add "$W2/0000:7f:00.0"
	has_regions 1
}

# beyond what any processor can address
scenario_window_at_the_end_of_the_world()
{
	load map=$W1
	fails set_parameter add 128M@0xfffffffff8000000
	fails set_parameter add 128M@0x1000000000000000
	same "$(windows)" $W1 "windows"
	same "$(dimms)" nmem0 "DIMMs"
}

scenario_system_ram_is_refused()
{
	load map=$W2
	within 5 has_regions 1
	refused "Device or resource busy" add 128M@0x10000000 "System RAM"
	refused "Device or resource busy" add 64M@0x5e000000 "System RAM"
	refused "Device or resource busy" map "$W2,256M@0x50000000" "System RAM"
	has_regions 1
}

scenario_overlapping_windows()
{
	load map=$W2
	refused "File exists" add 128M@0x61000000 "$W2"
	refused "File exists" add 64M@0x6a000000
	refused "File exists" add 256M@0x60000000
	refused "File exists" add 64M@0x70000000,64M@0x73000000
	refused "File exists" add 64M@0x70000000,64M@0x70000000
	# even one that would go in the same write
	refused "File exists" map 128M@0x61000000
	# the neighbours are none
	set_parameter add "$W1,$W3"
	same "$(windows)" "$W1,$W2,$W3" "windows"
}

scenario_shrinking_is_refused()
{
	load map=$W1
	refused "Invalid argument" add 64M@0x60000000
	refused "Invalid argument" map 64M@0x60000000
	set_parameter add $W1
	same "$(windows)" $W1 "the same size"
}

scenario_remove_what_is_not_there()
{
	load map=$W1
	refused "No such file or directory" remove $W2
	refused "No such file or directory" remove 64M@0x60000000
	refused "No such file or directory" remove $W1,$W2
	refused "Invalid argument" remove rubbish
}

scenario_add_and_remove()
{
	load
	set_parameter add "$W1,$W3"
	within 5 has_regions 2
	set_parameter add "  $W2  "
	within 5 has_regions 3
	set_parameter remove "$W1,$W3"
	same "$(windows)" $W2 "windows"
	has_regions 1
	set_parameter remove $W2
	same "$(dimms)" "" "DIMMs"
	modprobe -r ocxlpmem
}

scenario_map_is_the_wanted_set()
{
	load map=$W1,$W2
	within 5 has_regions 2
	local before
	before=$(readlink -f $DEVICES/nmem1)
	set_parameter map $W2,$W3
	same "$(windows)" "$W2,$W3" "windows"
	same "$(readlink -f $DEVICES/nmem1)" "$before" "what is named stays untouched"
	set_parameter map ""
	same "$(windows)" "" "none is left"
	same "$(dimms)" "" "DIMMs"
	modprobe -r ocxlpmem
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
	same "$(dimms)" "" "DIMMs"
	modprobe -r ocxlpmem
}

scenario_idle_window_comes_back()
{
	local before
	load map=$W1
	within 5 has_regions 1
	labelled
	mounted "$(namespace fsdax 64M)"
	echo treasure >/mnt/file
	umount /mnt
	namespace sector 32M >/dev/null
	before=$(namespaces)
	same "$(wc -l <<<"$before")" 2 "namespaces"
	set_parameter remove $W1
	same "$(dimms)" "" "DIMMs"
	set_parameter add $W1
	within 5 has_regions 1
	same "$(namespaces)" "$before" "namespaces"
	mount -o dax /dev/pmem0 /mnt
	same "$(cat /mnt/file)" treasure "data"
	umount /mnt
	unload
}

# a card of this serial number in a window that was bound before it had it
known_as()
{
	load map="$1"
	within 5 has_regions 1
	card nmem0 'serial 4711'
	echo ocxlpmem.0 >/sys/bus/platform/drivers/ocxlpmem/unbind
	echo ocxlpmem.0 >/sys/bus/platform/drivers/ocxlpmem/bind
	within 5 has_regions 1
	same "$(cat $DEVICES/nmem0/ocxlpmem/serial)" 4711 "serial number"
}

# the same content elsewhere: addresses in the labels count from the window's beginning
scenario_window_that_moved()
{
	local before
	known_as $W1
	labelled
	namespace raw 16M >/dev/null
	namespace sector 32M >/dev/null
	before=$(namespaces)
	same "$(wc -l <<<"$before")" 2 "namespaces"
	unload
	"$TOOLS/hold" copy $((128 << 20)) 0x60000000 0x68000000
	known_as $W2
	same "$(namespaces)" "$before" "namespaces"
}

# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2016 # what is in single quotes is for the machine
# Memory that outlives a machine, and memory that two machines share. These scenarios run on the
# host; "machine" is an array, the command that starts one; work is a directory of the scenario.

# shellcheck disable=SC2154 # machine and work are test/driver/run's
boot()
{
	"${machine[@]}" "$@"
}

# make_memory SIZE: a file in memory, because a disk would be slow; $memory is its name, and it
# disappears with this scenario
make_memory()
{
	local directory=/dev/shm room
	room=$(df --output=avail /dev/shm | tail -n 1)
	[ "$room" -gt $((2 << 20)) ] || directory=$work
	memory=$(mktemp "$directory/ocxl-memory.XXXXXX")
	trap 'rm -f "$memory"' EXIT
	truncate -s "$1" "$memory"
}

# Machines end like after a power failure: with the module loaded and a file system mounted. The
# first one has emulated cards, the second one has not, and has to find the same data.
scenario_power_loss_keeps_files()
{
	make_memory 2176M
	boot -r "$memory" -x "$work" '
		set -eu -o pipefail
		. test/driver/lib.sh
		load map=$W1,$W2
		wait_for has_regions 2
		make_labels
		mount_new "$(namespace fsdax 64M region0)" -o dax
		head -c 2M /dev/urandom >/mnt/random
		md5sum /mnt/random >/x/sum
		namespaces >/x/before
		sync'
	boot -r "$memory" -x "$work" '
		set -eu -o pipefail
		. test/driver/lib.sh
		load emulate=0 map=$W1,$W2
		wait_for has_regions 2
		check_equal "$(namespaces)" "$(cat /x/before)" namespaces
		remount pmem0 -o dax
		md5sum -c /x/sum'
}

scenario_power_loss_keeps_namespaces()
{
	make_memory 2176M
	boot -r "$memory" -x "$work" '
		set -eu -o pipefail
		. test/driver/lib.sh
		load map=$W1,$W2
		wait_for has_regions 2
		make_labels
		namespace sector 32M region0
		namespace devdax 64M region1
		namespace raw 16M region1
		ndctl list -N >/x/before
		[ $(grep -c uuid /x/before) -eq 3 ]'
	boot -r "$memory" -x "$work" '
		set -eu -o pipefail
		. test/driver/lib.sh
		load map=$W1,$W2
		wait_for has_regions 2
		ndctl list -N | diff /x/before -'
}

# The name of a disabled namespace is a number, seven times. Each new name writes labels and index blocks. Numbers of finished
# writes are in /x/requests, the last one of earlier machines in /x/acknowledged.
numbered_name='
	set -eu -o pipefail
	. test/driver/lib.sh
	name_of()
	{
		printf "%08d" $1 $1 $1 $1 $1 $1 $1
	}
	load map=$W1
	wait_for has_regions 1
	if [ ! -e /x/namespaces ]; then
		head -c 2M /dev/urandom >/x/random
		make_labels
		mount_new "$(namespace fsdax 48M)"
		cp /x/random /mnt/random
		umount /mnt
		"$TOOLS/use-memory" write /dev/"$(namespace devdax 32M)" </x/random
		ndctl create-namespace -m raw -s 16M -n "$(name_of 0)" >/dev/null
		namespaces >/x/namespaces
		echo 0 >/x/acknowledged
	fi
	check_equal "$(namespaces)" "$(cat /x/namespaces)" "namespaces"
	remount pmem0
	cmp /x/random /mnt/random
	wait_for test -c /dev/dax0.1
	"$TOOLS/use-memory" read /dev/dax0.1 | cmp /x/random -
	renamed=$(dirname "$(grep -l "^0" $DEVICES/namespace0.*/alt_name)")
	ndctl disable-namespace "${renamed##*/}"
	name=$(cat "$renamed/alt_name")
	number=$((10#${name:0:8}))
	check_equal "$name" "$(name_of $number)" "name"
	acknowledged=$(cat /x/acknowledged)
	echo "$acknowledged acknowledged, $number found" >>/x/found
	((number == acknowledged || number == acknowledged + 1)) || die "another name than the last two"
	rename_on_and_on()
	{
		while :; do
			number=$((number + 1))
			name_of $number >"$renamed/alt_name"
			echo $number >&3
		done 3>>/x/requests
	}'

# The power fails while labels are written. POWER_CUTS=n is the number of failures (2); SEED=n repeats their times.
scenario_power_fails_during_label_writes()
{
	local cuts=${POWER_CUTS:-2} number script acknowledged=0 wanted
	RANDOM=${SEED:-$$}
	echo "seed ${SEED:-$$}"
	make_memory 2176M
	for ((number = 1; number <= cuts; number++)); do
		rm -f "$work/requests"
		boot -r "$memory" -x "$work" "$numbered_name"'
			rename_on_and_on' >"$work/last.output" 2>&1 &
		script=$!
		wanted=$((acknowledged + RANDOM % 20 + 3))
		acknowledged=$(test/driver/power-failure cut "$work" $wanted 0.00$((RANDOM % 10))) ||
			{ cat "$work/last.output"; return 1; }
		wait $script || :
		echo "$acknowledged" >"$work/acknowledged"
	done
	boot -r "$memory" -x "$work" "$numbered_name"
	cat "$work/found"
}

# the window of a machine's shared-memory BAR, found with the PCI device
shared_window='
	set -eu -o pipefail
	. test/driver/lib.sh
	attach()
	{
		ivshmem=$(find_shared_memory)
		read -r start end flags < <(sed -n 3p $ivshmem/resource)
		echo 1 >$ivshmem/enable
		[ -d $PARAMETERS ] || load emulate=${emulate:-0}
		set_parameter add $((end - start + 1))@$start/unlabeled || return
		wait_for has_regions 1
	}'

# The device behind a window is unplugged while the window is mounted, and its driver of emulated cards is there or not.
scenario_shared_memory_is_unplugged()
{
	make_memory 128M
	boot -s "$memory" -x "$work" "$shared_window"'
		for emulate in 0 1; do
			attach
			range=$(printf %x-%x $start $end)
			window=128M@$(printf 0x%x $start)
			if [ $emulate = 0 ]; then
				# its memory is not decoded
				echo 0 >$ivshmem/enable
				set_parameter map ""
				printf "\0" | dd of=$ivshmem/config bs=1 seek=4 conv=notrunc status=none
				refused "No such device or address" add $window/unlabeled "$window: no memory answers at"
				attach
			fi
			make_labels
			mount_new "$(namespace fsdax 64M)"
			dimm=$(dimms)
			read_log
			echo 1 >$ivshmem/remove
			check_equal "$(windows)" "" "windows"
			wait_for has_flag $dimm gone
			wait_for log_says "$window: its memory is gone; it is removed when .*: pmem0 is mounted"
			# nobody else gets the addresses
			[[ $(grep -c "$range" /proc/iomem) = 1 ]] || die "$(cat /proc/iomem)"
			grep -q "$range : ocxlpmem" /proc/iomem
			refused "Device or resource busy" add $window "overlaps a window that is being removed"
			umount /mnt
			wait_for test ! -e $DEVICES/$dimm
			fails grep -q ocxlpmem /proc/iomem
			fails log_says "nonexistent resource"
			# while it is not in use
			echo 1 >/sys/bus/pci/rescan
			attach
			echo 1 >$ivshmem/remove
			check_equal "$(windows)" "" "windows"
			fails grep -q ocxlpmem /proc/iomem
			check_equal "$(dimms)" "" "DIMMs"
			echo 1 >/sys/bus/pci/rescan
			modprobe -r ocxlpmem
		done'
}

# The firmware reserves a part of the BAR, and the window is this part.
scenario_reserved_shared_memory_is_unplugged()
{
	make_memory 128M
	boot -s "$memory" -x "$work" "$shared_window"'
		attach
		printf "0x%x\n" $((start + (64 << 20))) >/x/reserved'
	boot -s "$memory" -x "$work" -a "memmap=64M\$$(<"$work/reserved")" "$shared_window"'
		ivshmem=$(find_shared_memory)
		echo 1 >$ivshmem/enable
		window=64M@$(</x/reserved)
		modprobe ocxlpmem map=$window
		wait_for has_regions 1
		make_labels
		mount_new "$(namespace fsdax 32M)"
		echo 1 >$ivshmem/remove
		check_equal "$(windows)" "" "windows"
		refused "Device or resource busy" add $window "overlaps a window that is being removed"
		umount /mnt
		wait_for test ! -e $DEVICES/nmem0
		fails grep -q ocxlpmem /proc/iomem
		fails log_says "nonexistent resource"
		modprobe -r ocxlpmem'
}

# Memory behind the end of a window may belong to another program, although the window has labels.
scenario_window_grows_in_shared_memory()
{
	make_memory 256M
	boot -s "$memory" -x "$work" "$shared_window"'
		attach
		start=$(printf 0x%x $start)
		set_parameter map ""
		set_parameter add 128M@$start/unlabeled
		wait_for has_regions 1
		make_labels
		namespace raw 64M
		refused "No data available" add 256M@$start "no labels describe this memory of a PCI device.* add 256M@$start/unlabeled"
		set_parameter add 256M@$start/unlabeled
		wait_for has_regions 1
		namespace raw 128M
		set_parameter map ""
		# labels describe a part of what it grows by
		set_parameter add 128M@$start
		set_parameter add 256M@$start
		check_equal "$(windows)" "256M@$start" "windows"'
}

# A window with labels is added without a write, which another machine might notice: the second machine cannot write. Nor
# can it find out whether memory without labels answers.
scenario_shared_memory_is_not_written()
{
	make_memory 128M
	boot -s "$memory" -x "$work" "$shared_window"'
		attach
		make_labels
		namespace raw 32M
		namespaces >/x/namespaces'
	chmod a-w "$memory"
	boot -s "$memory" -x "$work" "$shared_window"'
		attach
		namespaces | cmp - /x/namespaces'
	chmod u+w "$memory"
	truncate -s 0 "$memory"
	truncate -s 128M "$memory"
	chmod a-w "$memory"
	boot -s "$memory" -x "$work" "$shared_window"'
		if attach; then
			# it may consist of registers, and is not tested: so it is on ppc64le
			[ $((flags & 0x2000)) -eq 0 ] || die "a prefetchable BAR was not tested"
		else
			log_says "no memory answers at"
		fi'
}

# Both boot at the same time; the second one continues when the first one has written labels. The first one keeps its
# namespaces enabled.
scenario_two_machines_share_a_window()
{
	local other
	make_memory 128M
	mkdir -p "$work/a" "$work/b"
	head -c 2M /dev/urandom >"$work/a/random"
	boot -s "$memory" -x "$work/a" "$shared_window"'
		attach
		make_labels
		namespace raw 32M >/tmp/name
		ndctl create-namespace -m devdax --map=mem -s 32M >/dev/null
		"$TOOLS/use-memory" write /dev/dax0.1 </x/random
		namespaces >/x/namespaces
		touch /x/ready
		# now the other machine writes, and this one reads
		until [ -e /x/go ]; do pass_time 0.1; done
		dd if=/dev/$(cat /tmp/name) iflag=direct bs=4096 count=1 status=none | head -c 5 >/x/seen
		"$TOOLS/use-memory" read /dev/dax0.1 >/x/read' \
		>"$work/a.output" 2>&1 &
	other=$!
	boot -s "$memory" -x "$work/b" "$shared_window"'
		until [ -e /x/go ]; do pass_time 0.1; done
		attach
		namespaces >/x/namespaces
		wait_for test -b /dev/pmem0
		wait_for test -c /dev/dax0.1
		"$TOOLS/use-memory" read /dev/dax0.1 >/x/read
		echo hello again | "$TOOLS/use-memory" write /dev/dax0.1
		echo hello | dd of=/dev/pmem0 bs=4096 count=1 conv=sync oflag=direct status=none
		touch /x/written' >"$work/b.output" 2>&1 &
	if wait_for_file "$work/a/ready"; then
		touch "$work/b/go"
	fi
	if wait_for_file "$work/b/written"; then
		touch "$work/a/go"
	fi
	wait $other || check_machine a
	wait $! || check_machine b
	cmp "$work/a/namespaces" "$work/b/namespaces"
	[ "$(cat "$work/a/seen")" = hello ]
	cmp "$work/a/random" "$work/b/read"
	[ "$(head -n 1 "$work/a/read")" = "hello again" ]
}

# wait_for_file FILE: until a machine has written it, as long as both run
wait_for_file()
{
	until [ -e "$1" ]; do
		[ "$(jobs -pr | wc -l)" -eq 2 ] || return 1
		# until the next look
		sleep 0.05
	done
}

# check_machine MACHINE: prints its output when it failed; the other one would wait without end
check_machine()
{
	jobs -pr | xargs -r kill
	cat "$work/$1.output"
	return 1
}

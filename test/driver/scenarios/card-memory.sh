# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# The memory of cards in the kernel's ocxl (patches/linux/ocxl), with a mock of OPAL. The mock writes a warning into the
# kernel log if memory is mapped twice or unmapped twice; so the scenario fails.
# shellcheck source=test/driver/opencapi.sh disable=SC1091
. test/driver/opencapi.sh

scenario_memory_of_a_link_is_mapped_once()
{
	load_cards
	describe_memory 0 0 0
	fails map_memory 1
	describe_memory $((16 << 20)) $((64 << 20)) $((32 << 20))
	local mapping="67108864@0x61000000 33554432@0x65000000 "
	map_memory 1
	check_memory "$mapping" $((112 << 20))
	map_memory 2
	check_memory "$mapping$mapping" $((112 << 20))
	map_memory 1
	check_memory "$mapping" $((112 << 20))
	map_memory 0
	check_memory "" 0
}

# in use, for example by a file system
scenario_memory_outlives_its_function()
{
	load_cards
	describe_memory 0 $((64 << 20)) 0
	map_memory 1
	unplug_function "${CARDS[0]}"
	check_memory "67108864@0x60000000 0@0x0 " $((64 << 20))
	# the card comes back with less memory, and with more than OPAL has mapped
	describe_memory 0 $((32 << 20)) 0
	map_memory 2
	check_memory "67108864@0x60000000 0@0x0 33554432@0x60000000 0@0x0 " $((64 << 20))
	map_memory 1
	describe_memory 0 $((96 << 20)) 0
	fails map_memory 2
	wait_for log_says "the mapped range of the link ends at 0x4000000"
	map_memory 0
	check_memory "" 0
	map_memory 1
	check_memory "100663296@0x60000000 0@0x0 " $((96 << 20))
	map_memory 0
}

scenario_refused_memory()
{
	load_cards
	# larger than what OPAL has
	describe_memory $((64 << 20)) $((128 << 20)) 0
	fails map_memory 1
	# beyond 64 bits: the AFU is not configured
	describe_memory 0xffffffffffff0000 $((64 << 20)) 0
	wait_for log_says "AFU 0 has memory beyond the end of the address space"
	describe_memory 0 $((64 << 20)) 0
	# EBUSY, EOPNOTSUPP, ERANGE
	for errno in 16 95 34; do
		echo $errno >$CARD/refusal
		fails map_memory 1
		check_memory "" 0
	done
	echo 0 >$CARD/refusal
	map_memory 1
	check_memory "67108864@0x60000000 0@0x0 " $((64 << 20))
	map_memory 0
}

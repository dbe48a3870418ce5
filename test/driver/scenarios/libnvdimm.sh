# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Defects of libnvdimm that patches/linux mends, with a provider that has nothing of ours. These
# scenarios fail on machines with an unpatched libnvdimm.
TARGET=/sys/module/nvdimm_target/parameters

# the module is in use as long as a part of the bus has a driver
unload_target()
{
	echo bus >$TARGET/delete
	rmmod nvdimm-target
}

# load_target: its DIMM is in DIMM
load_target()
{
	# of a scenario that failed
	[ ! -d $TARGET ] || unload_target
	modprobe nvdimm-target
	DIMM=$(dimms)
	wait_for test -c "/dev/$DIMM"
}

# check_test TEST RESULT...: of target-ioctls, a line for each command
check_test()
{
	local test=$1
	shift
	load_target
	check_equal "$("$TOOLS/target-ioctls" "/dev/$DIMM" "$test")" "$(printf '%s\n' "$@")" "$test"
	unload_target
}

scenario_lengths_that_wrap_are_refused()
{
	check_test lengths "Bad address" "Bad address"
}

scenario_changed_lengths_are_refused()
{
	check_test in_length "Invalid argument"
	check_test out_length "Invalid argument"
}

scenario_changed_family_is_refused()
{
	check_test family "Invalid argument"
}

scenario_provider_is_asked_about_the_command()
{
	check_test functions success success success
}

scenario_no_command_reaches_a_deleted_dimm()
{
	check_test dimm "No such device or address"
}

scenario_bus_goes_during_a_command()
{
	check_test bus success
}

# 6 is the number of ND_CMD_SET_CONFIG_DATA, and a function in the family of Intel only. The driver has no function 6.
scenario_function_of_another_family_is_no_label_write()
{
	load map=$W1
	wait_for has_regions 1
	check_equal "$("$TOOLS/wire" label-write /dev/nmem0)" rc=EBUSY "a label write"
	check_equal "$("$TOOLS/wire" function /dev/nmem0 6 6)" rc=ENOTTY "function 6"
}

# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Defects of libnvdimm that contrib/kernel/*.patch mends, with a provider that has nothing of ours. These
# scenarios fail on machines with an unpatched libnvdimm.
TARGET=/sys/module/nvdimm_target/parameters

# the module is in use as long as a part of the bus has a driver
unload_target()
{
	delete bus
	rmmod nvdimm-target
}

# load_target: its DIMM is in DIMM
load_target()
{
	# of a scenario that failed
	[ ! -d $TARGET ] || unload_target
	modprobe nvdimm-target
	DIMM=$(dimms)
	within 10 test -c "/dev/$DIMM"
}

delete()
{
	echo "$1" >$TARGET/delete
}

# start_absent_command: in the background, until the kernel waits for a page of its caller, before
# libnvdimm calls the provider
start_absent_command()
{
	rm -f /tmp/absent /tmp/absent.in
	mkfifo /tmp/absent.in
	exec {CALLER_IN}<>/tmp/absent.in
	"$TOOLS/absent-memory" read "/dev/$DIMM" vendor <&"$CALLER_IN" >/tmp/absent &
	CALLER=$!
	within 10 grep -qs waiting /tmp/absent
}

give_page()
{
	echo >&"$CALLER_IN"
}

has_ended()
{
	! kill -0 "$1"
}

scenario_lengths_that_wrap_are_refused()
{
	load_target
	check_equal "$("$TOOLS/wrap-lengths" "/dev/$DIMM" | xargs)" "EFAULT EFAULT" "results"
	unload_target
}

# change_word WORD: of a command, while libnvdimm copies it
change_word()
{
	"$TOOLS/absent-memory" change "/dev/$DIMM" "$1"
}

scenario_changed_lengths_are_refused()
{
	load_target
	check_equal "$(change_word in_length) $(change_word out_length)" "rc=EINVAL rc=EINVAL" "results"
	unload_target
}

scenario_changed_family_is_refused()
{
	load_target
	check_equal "$(change_word family)" rc=EINVAL "the command whose family changed"
	unload_target
}

# with the numbers of ND_CMD_SMART, ND_CMD_SET_CONFIG_DATA and ND_CMD_CALL, of the family of the provider
scenario_provider_is_asked_about_the_command()
{
	local number
	load_target
	for number in 1 6 10; do
		check_equal "$("$TOOLS/wire" function "/dev/$DIMM" 5 $number)" rc=0 "function $number"
	done
	unload_target
}

# 6 is the number of ND_CMD_SET_CONFIG_DATA, and a function in the family of Intel only. The driver has no function 6.
scenario_function_of_another_family_is_no_label_write()
{
	load map=$W1
	within 5 has_regions 1
	check_equal "$("$TOOLS/wire" label-write /dev/nmem0)" rc=EBUSY "a label write"
	check_equal "$("$TOOLS/wire" function /dev/nmem0 6 6)" rc=ENOTTY "function 6"
}

scenario_no_command_reaches_a_deleted_dimm()
{
	load_target
	start_absent_command
	delete dimm
	give_page
	within 10 has_ended $CALLER
	check_equal "$(tail -n 1 /tmp/absent)" rc=ENXIO "the command whose DIMM was deleted"
	unload_target
}

scenario_bus_goes_during_a_command()
{
	local deleter
	load_target
	start_absent_command
	delete bus &
	deleter=$!
	# until it waits for the command
	sleep 1
	kill -0 $deleter || die "it did not wait for the command"
	give_page
	within 10 has_ended $CALLER
	within 10 has_ended $deleter
	check_equal "$(tail -n 1 /tmp/absent)" rc=0 "the command that ran"
	unload_target
}

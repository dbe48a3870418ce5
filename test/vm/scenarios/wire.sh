# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Wire commands: every one through each envelope, sizes, rubbish, rights.

# the numbers in cmd_mask
commands()
{
	local mask n
	mask=$(cat $DEVICES/nmem0/ocxlpmem/cmd_mask)
	for n in {1..63}; do
		[ $((mask >> n & 1)) -eq 0 ] || echo "$n"
	done
}

# the envelopes that this kernel lets through
envelopes()
{
	echo vendor
	[ "$(envelope)" = vendor ] || echo call
}

scenario_envelope_of_this_kernel()
{
	local wanted=vendor
	load map=$W1
	[ ! -e /lib/modules/"$(uname -r)"/updates/libnvdimm.ko ] || wanted=call
	same "$(envelope)" $wanted "the file envelope"
	unload
	load map=$W1 envelope=vendor
	same "$(envelope)" vendor "after envelope=vendor"
	ndctl ocxl heartbeat
	unload
	load map=$W1 envelope=call
	same "$(envelope)" call "after envelope=call"
	if [ $wanted = call ]; then
		ndctl ocxl heartbeat
	else
		fails ndctl ocxl heartbeat
	fi
}

scenario_every_command_in_every_size()
{
	local envelope
	load map=$W1
	within 5 has_regions 1
	card nmem0 'error-log type=0 prc=0x1234 data=512'
	for envelope in $(envelopes); do
		# shellcheck disable=SC2046 # one word for each
		"$TOOLS/wire" sizes /dev/nmem0 "$envelope" $(commands)
	done
	# none of it cost the card its head
	heartbeat nmem0
}

scenario_random_packages()
{
	local envelope seed=${SEED:-$RANDOM}
	echo "SEED=$seed"
	load map=$W1,$W2
	within 5 has_regions 2
	for envelope in $(envelopes); do
		"$TOOLS/wire" random /dev/nmem0 "$envelope" $seed 4000
	done
	heartbeat nmem0
	heartbeat nmem1
}

# as an nmem node that its owner gave away
scenario_rights()
{
	load map=$W1
	within 5 has_regions 1
	chmod 666 /dev/nmem0
	as_user()
	{
		setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps=-all --bounding-set=-all "$@"
	}
	as_user "$TOOLS/wire" one /dev/nmem0 "$(envelope)" 3 8 | grep -q 'rc=0 status=0x00'
	local n privileged
	privileged=" 12 13 14 16 18 "
	for n in $(commands); do
		[[ $privileged = *" $n "* ]] || continue
		as_user "$TOOLS/wire" one /dev/nmem0 "$(envelope)" "$n" 4096 |
			grep -q 'rc=0 status=0x85' || die "command $n is for everybody"
	done
	same "$(as_user cat $DEVICES/nmem0/ocxlpmem/flags)" "" "flags"
	chmod 400 /dev/nmem0
	fails as_user "$TOOLS/wire" one /dev/nmem0 vendor 3 8
	fails as_user sh -c "echo >$PARAMETERS/map"
}

scenario_timeout_then_late_answer()
{
	load map=$W1
	within 5 has_regions 1
	card nmem0 'timeout op=heartbeat ms=200' 'fault op=heartbeat timeout late-ms=500'
	same "$(one nmem0 3 8)" "rc=0 status=0x80 count=0 needed=8" "no answer in time"
	# the late one comes meanwhile, and is nobody's
	sleep 0.7
	same "$(one nmem0 1 4088)" "rc=0 status=0x00 count=3 needed=56" "the next command"
	heartbeat nmem0
}

scenario_traps_of_the_card()
{
	local trap
	load map=$W1
	within 5 has_regions 1
	for trap in identifier length id; do
		card nmem0 "corrupt op=smart $trap" 'timeout op=smart ms=200'
		one nmem0 1 4088 | grep -qE 'rc=0 status=0x8[03] count=0' || die "$trap was believed"
		within 5 grep -q 'status=0x00 count=3' <(one nmem0 1 4088)
	done
	card nmem0 'dead'
	same "$(one nmem0 1 4088)" "rc=ENXIO" "a card that is gone"
	card nmem0 'health cda set' 2>/dev/null || :
}

# what another reader was given is there until somebody has it safe
scenario_error_log_is_held()
{
	local first
	load map=$W1
	within 5 has_regions 1
	card nmem0 'error-log type=0 prc=0x1 id=0x11 data=64' 'error-log type=0 prc=0x2 id=0x12 data=64'
	first=$(ndctl ocxl read-error-log --peek -f json | grep -c '"log_identifier"' || :)
	# killed while it reads
	timeout -s KILL 0.05 ndctl ocxl read-error-log --peek >/dev/null || :
	same "$(ndctl ocxl read-error-log --peek -f json | grep -c '"log_identifier"' || :)" "$first" \
		"entries after a killed reader"
	has_flag nmem0 error_log || die "flags do not say error_log"
	unload
	log_says 'error log 0x0*11' || die "the first entry is not in the kernel log"
	log_says 'error log 0x0*12' || die "the second entry is not in the kernel log"
}

scenario_heartbeat_takes_what_the_card_takes()
{
	load map=$W1
	within 5 has_regions 1
	card nmem0 'latency op=heartbeat us=1000'
	one nmem0 3 8 >/dev/null
	one nmem0 3 8 >/dev/null
	cat "$(debug_of nmem0)/timing"
	grep -qE '^heartbeat count=[0-9]+ last_ns=[0-9]+ min_ns=[0-9]+ max_ns=[0-9]+$' \
		"$(debug_of nmem0)/timing"
}

# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# The units of contrib/systemd as installed, with a real systemd, journal and udev, in their own
# machine. Copied to /usr/local: services do not see home directories, in which the project may be.

LOG=/var/log/ndctl-ocxl/error-log.ndjson
SERVICE=ndctl-ocxl-error-log.service
METRICS=/var/lib/prometheus/node-exporter/ndctl-ocxl.prom
# files of root's, which a hostile user would like to change
VICTIMS=/etc/victims
# refusals in an attack
ATTACKS=${OCXL_STORM:-1}
REFUSAL='another user may have placed it or a link in its path'

installed()
{
	local parts
	parts=$BUILD/subprojects/ndctl-$(scripts/ndctl-version)
	[ ! -d /usr/local/lib/systemd ] || return 0
	mkdir -p /usr/local/lib/{ndctl-ocxl,systemd/system,udev/rules.d} /run/systemd/system/$SERVICE.d
	cp "$parts/ndctl/ndctl" /usr/local/bin/
	cp -d "$parts"/{ndctl,daxctl,cxl}/lib/lib*.so.*[0-9] /usr/local/lib/ndctl-ocxl/
	cp contrib/systemd/*.{target,timer} "$BUILD"/contrib/*.service /usr/local/lib/systemd/system/
	cp contrib/udev/91-ndctl-ocxl.rules /usr/local/lib/udev/rules.d/
	cp contrib/logrotate/ndctl-ocxl /run/logrotate
	# restarting after ten seconds would work as well, and take longer
	printf '[Service]\nRestartSec=1\n' >/run/systemd/system/$SERVICE.d/soon.conf
	systemctl daemon-reload
	udevadm control --reload
	systemctl --quiet enable $SERVICE
}

# begin [PARAMETER...]: like the start of a machine. The module is last: udev has to start the
# enabled units.
begin()
{
	installed
	trap end EXIT
	rm -rf "${LOG%/*}" /run/logrotate.state
	MADE=0
	ATTACKER=
	SINCE=$(journalctl -n 0 --show-cursor | sed -n 's/^-- cursor: //p')
	[ $# -eq 0 ] || load "$@"
}

end()
{
	local status=$?
	systemctl stop 'ndctl-ocxl-*'
	! mountpoint -q "${LOG%/*}" || umount "${LOG%/*}"
	end_failed_attack
	[ $status -eq 0 ] || journalctl --after-cursor="$SINCE" -o short | grep -v '{' | tail -n 40
}

# its process is MAIN; starts no program, because each takes time here
running()
{
	local name processes=/sys/fs/cgroup/system.slice/$SERVICE/cgroup.procs
	[ -e $processes ] && read -r MAIN <$processes && read -r name </proc/"$MAIN"/comm &&
		[ "$name" = ndctl ]
}

is_the_same()
{
	local before=$1
	running && [ "$MAIN" = "$before" ]
}

# it has ended without a failure, and was not started again; systemd forgets the exit status of such a unit
nobody_there()
{
	[ "$(systemctl show -p ActiveState -p NRestarts -p Result $SERVICE | sort | paste -sd ' ')" = \
		'ActiveState=inactive NRestarts=0 Result=success' ]
}

# raise COUNT [DIMM...]: adds entries to each log, numbered from 1 on
raise()
{
	local count=$1 dimm
	shift
	for dimm in "${@:-nmem0}"; do
		card "$dimm" "error-log type=1 id=$((MADE + 1)) data=64 count=$count"
	done
	MADE=$((MADE + count))
}

# ids DIMM: of the entries in a log on standard input, a line each. A full disk may leave a part of a
# line, which readers skip
ids()
{
	jq -rR --arg dimm "$1" 'fromjson? | select(.dev == $dimm and .error_log) | .error_log.log_id' |
		while read -r id; do echo $((id)); done
}

in_files()
{
	local file
	for file in "$LOG"*; do
		zcat -f "$file"
		# behind an incomplete last line
		echo
	done | ids "$1"
}

sync_journal()
{
	journalctl --sync
}

# each_once FOUND WHAT: the entries 1 to $MADE, in order
each_once()
{
	check_equal "$(sort -n <<<"$1" | paste -sd ' ')" "$(seq -s ' ' "$MADE")" "$2"
}

# arrived DIMM: all entries are in files, and acknowledged
arrived()
{
	has_no_flag "$1" error_log && [ "$(in_files "$1" | sort -nu | wc -l)" -eq "$MADE" ]
}

# scripts/check-systemd-units runs "systemd-analyze" on the units.
scenario_units_collect_the_log()
{
	local dimm
	begin
	systemctl start $SERVICE
	wait_for nobody_there
	load map=$W1,$W2
	wait_for running
	raise 5 nmem0 nmem1
	for dimm in nmem0 nmem1; do
		wait_for arrived $dimm
		each_once "$(in_files $dimm)" "entries of $dimm in the file"
	done
	check_equal "$(stat -c %a "${LOG%/*}" "$LOG" | paste -sd ' ')" "750 600" "modes"
	check_equal "$(systemctl show -P NRestarts $SERVICE)" 0 "restarts"
}

# The log is renamed and compressed repeatedly while entries come.
scenario_units_rotate_the_log()
{
	local i main
	begin map=$W1
	wait_for running
	main=$MAIN
	for i in {1..8}; do
		raise 12
		logrotate -f -s /run/logrotate.state /run/logrotate
	done
	raise 1
	wait_for arrived nmem0
	each_once "$(in_files nmem0 | sort -nu)" "entries in ${i} rotations, those that are there twice once"
	ls "$LOG".*.gz >/dev/null
	is_the_same "$main" || die "another process"
}

# An entry may be there twice; none is lost.
scenario_units_restart_the_killed()
{
	local i
	begin map=$W1
	for i in {1..3}; do
		wait_for running
		raise 15
		kill -KILL "$MAIN"
		wait_for test ! -e "/proc/$MAIN"
		raise 5
	done
	wait_for arrived nmem0
	each_once "$(in_files nmem0 | sort -nu)" "entries, those that are there twice once"
}

# DIMMs disappear and appear; one process handles all. A stopped unit is started by the next DIMM.
scenario_units_find_new_dimms()
{
	local main
	begin map=$W1,$W2
	wait_for running
	main=$MAIN
	wait_for has_regions 2
	ndctl disable-region all >/dev/null
	set_parameter remove $W2
	set_parameter add $W3
	wait_for has_regions 1
	raise 3 nmem0 "$(dimms | tail -n 1)"
	wait_for arrived nmem0
	wait_for arrived "$(dimms | tail -n 1)"
	is_the_same "$main" || die "another process"
	systemctl stop $SERVICE
	set_parameter add $W2
	wait_for running
}

# Entries that do not fit stay on the card.
scenario_units_wait_for_room()
{
	local saved
	begin
	mkdir -p "${LOG%/*}"
	mount -t tmpfs -o size=16k full "${LOG%/*}"
	load map=$W1
	raise 60
	wait_for restarted
	has_flag nmem0 error_log || die "everything was taken off the card"
	saved=$(in_files nmem0 | sort -nu | wc -l)
	[ "$saved" -lt 60 ] || die "everything had room"
	mount -o remount,size=4m full "${LOG%/*}"
	wait_for arrived nmem0
	each_once "$(in_files nmem0)" "entries"
}

restarted()
{
	[ "$(systemctl show -P NRestarts $SERVICE)" -ge 2 ]
}

metrics_are_done()
{
	[ "$(systemctl show -P ActiveState ndctl-ocxl-metrics.service)" = inactive ]
}

# metrics_directory OWNER: of the collector of node_exporter, empty
metrics_directory()
{
	rm -rf "${METRICS%/*}"
	mkdir -p ${METRICS%/*}
	chown "$1" ${METRICS%/*}
}

# several times in a few seconds
run_metrics()
{
	systemctl reset-failed ndctl-ocxl-metrics.service 2>/dev/null || :
	systemctl start ndctl-ocxl-metrics.service
}

# lines of the service in the journal
metrics_journal()
{
	sync_journal
	# with "-u", journalctl would skip the first line after the cursor
	journalctl --after-cursor="$SINCE" -q -o json |
		jq -r 'select([._SYSTEMD_UNIT, .UNIT] | index("ndctl-ocxl-metrics.service")) |
			.MESSAGE'
}

# the user of node_exporter owns the directory: the service has only the right to write there
scenario_units_write_metrics()
{
	begin map=$W1,$W2
	metrics_directory prometheus
	systemctl start ndctl-ocxl-metrics.timer
	wait_for test -s $METRICS
	check_equal "$(setpriv --reuid prometheus --clear-groups grep -c '^ndctl_ocxl_up{.*} 1$' $METRICS)" 2 \
		"DIMMs that are up, as the user of node_exporter reads them"
	promtool check metrics <$METRICS
	wait_for metrics_are_done
	check_equal "$(stat -c '%U %a' $METRICS)" "root 644" "owner and mode of the file"
	check_equal "$(metrics_journal)" "" "what the journal has of it"
}

# The file tells what failed; the journal gets nothing in each run, and the service does not fail.
scenario_units_write_metrics_of_failures()
{
	begin map=$W1
	metrics_directory root
	card nmem0 'fault op=5 status=0xff times=always'
	run_metrics
	run_metrics
	grep -qx 'ndctl_ocxl_last_run_exit_status 1' $METRICS
	card nmem0 'fault op=5 none'
	wait_for has_regions 1
	ndctl disable-region all >/dev/null
	set_parameter remove $W1
	run_metrics
	grep -qx 'ndctl_ocxl_dimms 0' $METRICS
	check_equal "$(metrics_journal)" "" "what the journal has of it"
}

# The user of node_exporter replaces the file, or the directory, by a link.
scenario_units_follow_no_planted_link()
{
	begin map=$W1
	metrics_directory prometheus
	echo victim >/etc/victim
	setpriv --reuid prometheus --clear-groups ln -s /etc/victim $METRICS
	! run_metrics || die "the service succeeds, although it wrote no file"
	metrics_journal | grep -F "$REFUSAL"
	chown prometheus /var/lib/prometheus
	rm -rf "${METRICS%/*}"
	setpriv --reuid prometheus --clear-groups ln -s /etc ${METRICS%/*}
	! run_metrics || die "the service succeeds, although it wrote no file"
	check_equal "$(metrics_journal | grep -cF "$REFUSAL")" 2 "a message for each run that wrote nothing"
	[ ! -e /etc/ndctl-ocxl.prom ] || die "written elsewhere"
	check_equal "$(cat /etc/victim)" victim "the target of the link"
	rm -rf /etc/victim "${METRICS%/*}"
	chown root /var/lib/prometheus
}

# begin_attack DIRECTORY NAME...: the user of node_exporter, who owns DIRECTORY and the one above,
# replaces NAME and DIRECTORY by links to files of root's, and by other files, until end_attack
begin_attack()
{
	local name
	rm -rf "$1" $VICTIMS
	mkdir -p "$1" $VICTIMS
	for name in "${@:2}"; do
		echo "root's" >"$VICTIMS/$name"
		chmod 600 "$VICTIMS/$name"
	done
	chown prometheus "$1" "${1%/*}"
	describe_victims >/tmp/victims
	setpriv --reuid prometheus --clear-groups "$TOOLS/plant" "$1" $VICTIMS "${@:2}" &
	ATTACKER=$!
}

describe_victims()
{
	find $VICTIMS -printf '%p %U %m %s %T@ %C@\n' | sort
	md5sum $VICTIMS/*
}

# end_attack DIRECTORY: nothing of root's has changed; DIRECTORY is empty
end_attack()
{
	kill $ATTACKER
	wait $ATTACKER
	ATTACKER=
	check_equal "$(describe_victims)" "$(cat /tmp/victims)" "files of root's"
	[ ! -L "$1" ]
	rm -rf "${1:?}"
	mkdir "$1"
	chown prometheus "$1"
}

# override UNIT LINE...: lines for its section [Service]
override()
{
	mkdir -p "/run/systemd/system/$1.d"
	printf '%s\n' '[Service]' "${@:2}" >"/run/systemd/system/$1.d/attack.conf"
	systemctl daemon-reload
}

# of a scenario that has failed during the attack, or after it
end_failed_attack()
{
	[ -z "$ATTACKER" ] || kill $ATTACKER
	! ls /run/systemd/system/ndctl-ocxl-*.service.d/attack.conf 2>/dev/null || {
		rm -f /run/systemd/system/ndctl-ocxl-*.service.d/attack.conf
		systemctl daemon-reload
	}
}

no_override()
{
	rm -f "/run/systemd/system/$1.d/attack.conf"
	systemctl daemon-reload
}

scenario_units_write_metrics_under_attack()
{
	local directory=${METRICS%/*} i
	begin map=$W1
	mkdir -p $VICTIMS
	override ndctl-ocxl-metrics.service TimeoutStartSec=20s ReadWritePaths=$VICTIMS
	begin_attack "$directory" ndctl-ocxl.prom
	for i in $(seq $((ATTACKS * 20))); do
		# systemd itself may refuse the directory that has just become a link
		run_metrics || :
		[ "$(systemctl show -P Result ndctl-ocxl-metrics.service)" != timeout ] || die "run $i hung"
		[ "$(metrics_journal | grep -cF "$REFUSAL")" -lt "$ATTACKS" ] || break
	done
	end_attack "$directory"
	metrics_journal | grep -F "$REFUSAL"
	run_metrics
	grep -q '^ndctl_ocxl_up{.*} 1$' $METRICS
	no_override ndctl-ocxl-metrics.service
	rm -rf "$directory" $VICTIMS
	chown root /var/lib/prometheus
}

# refuses_entries COUNT: it has refused to write new entries this number of times
refuses_entries()
{
	raise 1
	sync_journal
	[ "$(journalctl --after-cursor="$SINCE" -u $SERVICE -o cat | grep -cF "$REFUSAL")" -ge "$1" ]
}

# A log in a directory of that user: the unit has to have the right to write there.
scenario_units_collect_the_log_under_attack()
{
	local directory=/var/lib/hostile/log i
	begin
	override $SERVICE ExecStart= LogsDirectory= PrivateUsers=no CapabilityBoundingSet=CAP_DAC_OVERRIDE \
		"ReadWritePaths=${directory%/*} $VICTIMS" \
		"ExecStart=/usr/local/bin/ndctl ocxl read-error-log --follow --collect=$directory/error-log"
	begin_attack "$directory" error-log
	load map=$W1
	for i in $(seq "$ATTACKS"); do
		wait_for refuses_entries "$i"
	done
	end_attack "$directory"
	raise 5
	wait_for has_no_flag nmem0 error_log
	check_equal "$(ids nmem0 <$directory/error-log | tail -n 5 | paste -sd ' ')" \
		"$(seq -s ' ' $((MADE - 4)) "$MADE")" "entries after the attack in the log"
	no_override $SERVICE
	rm -rf "${directory%/*}" $VICTIMS
}

# In an image for all hosts, the first DIMM starts the timer.
scenario_units_start_the_timer_with_a_dimm()
{
	begin
	metrics_directory root
	systemctl --quiet add-wants ndctl-ocxl@.target ndctl-ocxl-metrics.timer
	! systemctl -q is-active ndctl-ocxl-metrics.timer
	load map=$W1
	wait_for test -s $METRICS
	rm /etc/systemd/system/ndctl-ocxl@.target.wants/ndctl-ocxl-metrics.timer
	systemctl daemon-reload
}

# A shell instead of the program, with the same restrictions.
# shellcheck disable=SC2016 # for that shell
scenario_units_restrict_the_service()
{
	local tried='
		try() { if "$@"; then echo "$1 $2 went through"; fi; }
		write() { : >"$1"; }
		try write /etc/probe
		try write /root/probe
		try write /sys/module/ocxlpmem/parameters/remove
		try write /proc/sys/kernel/panic
		try write /sys/fs/cgroup/cgroup.procs
		try read -r -n 1 </dev/kmsg
		try read -r -n 1 </dev/mem
		try write /dev/ndctl0
		try exec 3<>/dev/tcp/127.0.0.1/1
		try mount -t tmpfs tmpfs /tmp
		try chown 1 /var/log/ndctl-ocxl
		exec 3<>/dev/nmem0 && write /var/log/ndctl-ocxl/probe && echo "rest held"'
	begin map=$W1
	wait_for running
	echo "$tried" >/usr/local/bin/probe
	sed -e "s|^ExecStart=.*|ExecStart=/bin/bash /usr/local/bin/probe|" -e '/^Restart/d' \
		-e 's/^Type=.*/Type=oneshot/' /usr/local/lib/systemd/system/$SERVICE >/run/systemd/system/probe.service
	systemctl daemon-reload
	systemctl start probe.service
	sync_journal
	check_equal "$(journalctl --after-cursor="$SINCE" -u probe.service -o cat | grep -E 'went through|rest held')" \
		"rest held" "what a shell can do in there"
	[ -e "${LOG%/*}/probe" ]
}

# in_journal COUNT MATCH...: this number of entries with these fields since STARTED, because journalctl
# skips the first one after a cursor
in_journal()
{
	sync_journal
	[ "$(journalctl --since="@$STARTED" -q -o cat "${@:2}" | wc -l)" -eq "$1" ]
}

# The unit of integrations.md, which starts before there is a log.
scenario_units_fill_the_journal()
{
	local serial unit=ndctl-ocxl-journal.service
	begin
	STARTED=$EPOCHSECONDS
	awk -v RS='```' '/\nExecStart=.*journal/' Documentation/integrations.md | sed -e 1d \
		-e "s|/usr/share/ndctl-ocxl|$PWD/contrib|; s|^\(ExecStart=[^ ]*\).*|\1 $LOG 1|" >/run/systemd/system/$unit
	systemctl daemon-reload
	systemctl start $unit
	load map=$W1
	serial=$(<"$DEVICES/nmem0/ocxlpmem/serial")
	wait_for running
	raise 3
	wait_for in_journal 3 OCXL_SERIAL="$serial" OCXL_TYPE=predictive_failure
	check_equal "$(journalctl --since="@$STARTED" -o json OCXL_LOG_ID=0x2 |
		jq -c '[.OCXL_DIMM, .OCXL_REFERENCE_CODE, .PRIORITY, .SYSLOG_IDENTIFIER]')" \
		'["nmem0","0x0","4","ndctl-ocxl"]' "fields of an entry"
	card nmem0 'fatal hw'
	wait_for in_journal 1 OCXL_SERIAL="$serial" OCXL_CONDITION=hw_fatal OCXL_SEVERITY=critical
	systemctl stop $unit
	rm /run/systemd/system/$unit
}

# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# The units of contrib/systemd as installed, with a real systemd, journal and udev, in their own
# machine. Copied to /usr/local: services do not see home directories, in which the project may be.

LOG=/var/log/ndctl-ocxl/error-log.ndjson
SERVICE=ndctl-ocxl-error-log.service
METRICS=/var/lib/prometheus/node-exporter/ndctl-ocxl.prom

installed()
{
	local parts=$BUILD/subprojects/ndctl-81
	[ ! -d /usr/local/lib/systemd ] || return 0
	mkdir -p /usr/local/lib/{ndctl-ocxl,systemd/system,udev/rules.d} /run/systemd/system/$SERVICE.d
	cp "$parts/ndctl/ndctl" /usr/local/bin/
	cp -d "$parts"/{ndctl,daxctl,cxl}/lib/lib*.so.*[0-9] /usr/local/lib/ndctl-ocxl/
	cp contrib/systemd/*.{target,timer} "$BUILD"/contrib/systemd/*.service /usr/local/lib/systemd/system/
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
	SINCE=$(journalctl -n 0 --show-cursor | sed -n 's/^-- cursor: //p')
	[ $# -eq 0 ] || load "$@"
}

end()
{
	local status=$?
	systemctl stop 'ndctl-ocxl-*'
	! mountpoint -q "${LOG%/*}" || umount "${LOG%/*}"
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

# it has ended, and was not started again
nobody_there()
{
	[ "$(systemctl show -p ActiveState -p ExecMainStatus -p NRestarts $SERVICE | sort | paste -sd ' ')" = \
		'ActiveState=failed ExecMainStatus=2 NRestarts=0' ]
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

# ids DIMM: of the entries in a log on standard input, a line each
ids()
{
	jq -r --arg dimm "$1" 'select(.dev == $dimm and .error_log) | .error_log.log_id' |
		while read -r id; do echo $((id)); done
}

in_files()
{
	local file
	for file in "$LOG"*; do
		zcat -f "$file"
	done | ids "$1"
}

in_journal()
{
	sync_journal
	journalctl --after-cursor="$SINCE" -u $SERVICE -o cat | grep '^{' | ids "$1"
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
	within 20 nobody_there
	load map=$W1,$W2
	within 20 running
	raise 5 nmem0 nmem1
	for dimm in nmem0 nmem1; do
		within 20 arrived $dimm
		each_once "$(in_files $dimm)" "entries of $dimm in the file"
		each_once "$(in_journal $dimm)" "entries of $dimm in the journal"
	done
	check_equal "$(stat -c %a "${LOG%/*}" "$LOG" | paste -sd ' ')" "750 600" "modes"
	check_equal "$(systemctl show -P NRestarts $SERVICE)" 0 "restarts"
}

# The log is renamed and compressed repeatedly while entries come.
scenario_units_rotate_the_log()
{
	local i main
	begin map=$W1
	within 20 running
	main=$MAIN
	for i in {1..8}; do
		raise 12
		logrotate -f -s /run/logrotate.state /run/logrotate
	done
	raise 1
	within 20 arrived nmem0
	each_once "$(in_files nmem0)" "entries in ${i} rotations"
	each_once "$(in_journal nmem0)" "entries in the journal"
	ls "$LOG".*.gz >/dev/null
	is_the_same "$main" || die "another process"
}

# An entry may be there twice; none is lost.
scenario_units_restart_the_killed()
{
	local i
	begin map=$W1
	for i in {1..3}; do
		within 20 running
		raise 15
		kill -KILL "$MAIN"
		within 10 test ! -e "/proc/$MAIN"
		raise 5
	done
	within 30 arrived nmem0
	each_once "$(in_files nmem0 | sort -nu)" "entries, those that are there twice once"
	each_once "$(in_journal nmem0 | sort -nu)" "those in the journal"
}

# DIMMs disappear and appear; one process handles all. A stopped unit is started by the next DIMM.
scenario_units_find_new_dimms()
{
	local main
	begin map=$W1,$W2
	within 20 running
	main=$MAIN
	within 5 has_regions 2
	ndctl disable-region all >/dev/null
	set_parameter remove $W2
	set_parameter add $W3
	within 5 has_regions 1
	raise 3 nmem0 "$(dimms | tail -n 1)"
	within 20 arrived nmem0
	within 20 arrived "$(dimms | tail -n 1)"
	is_the_same "$main" || die "another process"
	systemctl stop $SERVICE
	set_parameter add $W2
	within 20 running
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
	within 20 running
	within 20 restarted
	has_flag nmem0 error_log || die "everything was taken off the card"
	saved=$(in_files nmem0 | sort -nu | wc -l)
	[ "$saved" -lt 60 ] || die "everything had room"
	mount -o remount,size=4m full "${LOG%/*}"
	within 20 arrived nmem0
	each_once "$(in_files nmem0)" "entries"
}

restarted()
{
	sleep 0.5
	[ "$(systemctl show -P NRestarts $SERVICE)" -ge 2 ]
}

metrics_are_done()
{
	[ "$(systemctl show -P ActiveState ndctl-ocxl-metrics.service)" = inactive ]
}

scenario_units_write_metrics()
{
	begin map=$W1,$W2
	mkdir -p ${METRICS%/*}
	rm -f $METRICS
	systemctl start ndctl-ocxl-metrics.timer
	within 30 test -s $METRICS
	check_equal "$(setpriv --reuid prometheus --clear-groups grep -c '^ndctl_ocxl_up{.*} 1$' $METRICS)" 2 \
		"DIMMs that are up, as the user of node_exporter reads them"
	promtool check metrics <$METRICS
	within 10 metrics_are_done
	sync_journal
	check_equal "$(journalctl --after-cursor="$SINCE" -u ndctl-ocxl-metrics.service -q -o cat)" "" \
		"what the journal has of it"
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
	within 20 running
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

# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Shared by the tests in the small Debian.

export DEBIAN_FRONTEND=noninteractive
list=/etc/apt/sources.list.d/packages.list

fail()
{
	echo "in-debian: $*" >&2
	exit 1
}

apt()
{
	if ! apt-get -qq -y --no-install-recommends -o Dpkg::Use-Pty=0 -o APT::Sandbox::User=root "$@" \
		>/tmp/apt.log 2>&1 </dev/null; then
		tail -n 15 /tmp/apt.log >&2
		fail "apt-get $* failed"
	fi
}

# every file that a package could leave behind, and the contents of /etc
listing()
{
	find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /tmp -o -path /packages \
		-o -path /project -o -path /var/cache -o -path /var/lib/apt \) -prune -o \
		-regextype egrep ! -regex '/var/lib/dpkg/([a-z-]+|triggers(/.*)?)' \
		! \( -path '/var/log/*' -type f \) ! -path /etc/ld.so.cache -printf '%y %m %U:%G %p %l\n' | sort
	find /etc -type f ! -path /etc/ld.so.cache -exec sha256sum {} + | sort -k 2
}

# version PACKAGE
version()
{
	dpkg-query -W -f '${Version}' "$1"
}

# offer_ours: makes our packages available to apt
offer_ours()
{
	echo 'deb [trusted=yes] file:/packages ./' >"$list"
	apt update -o Dir::Etc::sourcelist=sources.list.d/packages.list -o Dir::Etc::sourceparts=- \
		-o APT::Get::List-Cleanup=0
}

# hide_ours: apt knows the distribution's packages alone
hide_ours()
{
	rm -f "$list"
}

# check_left: everything is as listed in /tmp/before
check_left()
{
	hide_ours
	listing >/tmp/after
	diff /tmp/before /tmp/after >/tmp/left || fail "left behind, or taken away: $(cat /tmp/left)"
}

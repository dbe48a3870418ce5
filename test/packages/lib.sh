# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# What the tests of the packages share.

fail()
{
	echo "packages: $*" >&2
	exit 1
}

# as_root COMMAND...: root is for the root directory that packages are installed into, and for nothing
# of this machine
as_root()
{
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	else
		sudo -n "$@"
	fi
}

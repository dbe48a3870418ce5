# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# Shared by the tests of the packages.

fail()
{
	echo "packages: $*" >&2
	exit 1
}

# as_root COMMAND...: only for the root directory that packages are installed into; changes nothing on
# this machine. Status 77 when neither root nor sudo is there: the test is skipped.
as_root()
{
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	elif sudo -n true 2>/dev/null; then
		sudo -n "$@"
	else
		echo 'only root, or sudo without a password, can make a root directory' >&2
		exit 77
	fi
}

# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Series for the kernel, as they would be posted. The script that includes this sets base, the directory of a kernel,
# and work, a directory for this script alone.

# apply_series SERIES...: one after the other, to the files of the kernel that they change, in $work/linux
apply_series()
{
	local series name signer='Ada Check <series@localhost>'
	rm -rf "${work:?}"
	mkdir -p "$work/exchange" "$work/linux/include/uapi/linux"
	# shellcheck disable=SC2154 # of the script that includes this
	cp -r "$base"/source/{drivers,tools} "$work/linux/"
	cp "$base/source/include/uapi/linux/ndctl.h" "$work/linux/include/uapi/linux/"
	export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
	for name in AUTHOR COMMITTER; do
		export "GIT_${name}_NAME=series" "GIT_${name}_EMAIL=series@localhost"
	done
	git -C "$work/linux" init -q
	git -C "$work/linux" add -A -f
	git -C "$work/linux" commit -q -m base
	for series; do
		contrib/upstream/generate --sign-off "$signer" --maintainer "$signer" "$series" \
			"$work/patches/$series" >"$work/log"
		rm "$work/patches/$series"/0000-*.patch
		git -C "$work/linux" am -q --exclude=MAINTAINERS "$work/patches/$series"/*.patch
	done
}

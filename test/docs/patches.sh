#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The patches for other projects are mails that "git am" takes, in the order in which the build applies them.
unset CDPATH
source=$(cd "${OCXL_SOURCE:-$(dirname "$0")/../..}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# ignore the git configuration of this machine
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_COMMITTER_NAME=test GIT_COMMITTER_EMAIL=test@example.org

# shellcheck source=test/tap.sh disable=SC1091
. "$source/test/tap.sh"
cd "$source" || exit 1

# is_mail FILE: it has an author, a subject and a message, and nobody has signed it yet
is_mail()
{
	git mailinfo "$work/message" "$work/diff" <"$1" >"$work/head" &&
		grep -q '^Author: .' "$work/head" && grep -q '^Subject: .' "$work/head" &&
		[ -s "$work/message" ] && [ -s "$work/diff" ] && ! grep '^Signed-off-by:' "$work/message"
}

# listed_patches VERSION: those of ndctl that its wrap file lists
listed_patches()
{
	OCXL_NDCTL=$1 scripts/ndctl-version diff_files | sed -n 's,^ *ndctl/\([^,]*\),\1,p' | tr -d ,
}

# unpack_release VERSION: into a git repository
unpack_release()
{
	local tree=$work/$1 archive
	archive=subprojects/packagecache/$(OCXL_NDCTL=$1 scripts/ndctl-version source_filename)
	mkdir "$tree" && tar -xf "$archive" -C "$tree" --strip-components=1 || return
	git -C "$tree" init -q && git -C "$tree" add -A -f &&
		git -C "$tree" commit -q -m base --author='test <test@example.org>'
}

# takes VERSION FILE...: "git am" applies these patches to the release alone
takes()
{
	local tree=$work/$1 base
	shift
	base=$(git -C "$tree" rev-list --max-parents=0 HEAD)
	git -C "$tree" reset -q --hard "$base" && git -C "$tree" am -q "${@/#/$source/patches/ndctl/}"
}

# list_series: the rows of the table in upstream.md, each a name and numbers
list_series()
{
	awk -F ' *[|] *' '/^\| series of/ { found = $2 ~ "patches/ndctl" } found && $3 ~ /^[0-9]/ { gsub(",", "", $3); print $2 ": " $3 }' \
		Documentation/upstream.md
}

for file in patches/*.patch patches/*/*.patch; do
	passes "$file is a mail" is_mail "$file"
done
version=$(scripts/ndctl-version)
scripts/fetch-ndctl --archive
passes "ndctl $version is there" unpack_release "$version"
mapfile -t files < <(listed_patches "$version")
passes "ndctl $version takes its patches" takes "$version" "${files[@]}"
while IFS=: read -r name numbers; do
	files=()
	for number in $numbers; do
		files+=("$(cd patches/ndctl && printf '%s\n' "$(printf %04d "$number")"-*)")
	done
	passes "ndctl $version takes the series \"$name\" alone" takes "$version" "${files[@]}"
	printf '%s\n' "${files[@]}" >>"$work/series"
done < <(list_series)
passes "each patch of ndctl is in one series" test "$(sort "$work/series")" = "$(cd patches/ndctl && ls -- *.patch)"
for version in "$version" $(scripts/ndctl-version --others); do
	passes "the patches of ndctl $version are in order" test "$(listed_patches "$version")" = "$(listed_patches "$version" | sort)"
	listed_patches "$version" >>"$work/listed"
done
passes "each patch of ndctl is in a wrap file" test "$(sort -u "$work/listed")" = "$(cd patches/ndctl && ls -- *.patch)"
tap_plan

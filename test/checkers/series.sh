#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# contrib/upstream/generate refuses what a maintainer would refuse.
source=$(cd "${OCXL_SOURCE:-$(dirname "$0")/../..}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# shellcheck source=test/tap.sh disable=SC1091
. "$source/test/tap.sh"

export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_DIR=$work/none

# make_tree: the parts of the sources that the series "ndctl-fixes" needs
make_tree()
{
	rm -rf "$work/tree"
	mkdir -p "$work/tree/contrib"
	cp -a "$source/contrib/upstream" "$work/tree/contrib/"
	ln -s "$source"/{lib,scripts,subprojects,meson.build,meson_options.txt} "$work/tree/"
	cd "$work/tree/contrib/upstream/ndctl-fixes" || exit 1
}

# refuses TEXT COMMAND...: the command changes the series; the generator prints TEXT
refuses()
{
	local text=$1
	shift
	make_tree
	"$@"
	fails_with "generate: $text" "$text" ../generate --sign-off "$signer" ndctl-fixes "$work/out"
}

add_long_patch()
{
	printf '%s\n' 'patch long' 'copy lib/ocxl-payload.c ndctl/lib/' >>series
	sed '/^---$/,$d' key-options.patch >long.txt
}

signer='Ada Lovelace <ada@example.org>'
make_tree
passes "generate: the tree" ../generate --sign-off "$signer" ndctl-fixes "$work/out"
fails_with "generate: nobody signs" "git has no user.name" ../generate ndctl-fixes "$work/out"
fails_with "generate: a group signs" "is no person" ../generate --sign-off 'The developers <a@b>' ndctl-fixes "$work/out"

refuses "a fix has a line 'Fixes:" sed -i '/^Fixes:/d' cxl-bus.patch
refuses "a fix has a line 'Fixes:" sed -i 's/^Fixes: fb9f6c12efeb/Fixes: fb9f6c/' cxl-bus.patch
refuses "one with more than 400 needs a 'reason'" add_long_patch
refuses "no such patch adds more than 400 lines" sed -i '/^prefix/a reason key-options for no reason' series
refuses "'hook patch' has no meaning upstream" sed -i '3a The hook patch has it.' cxl-bus.patch
refuses "'driver/core' has no meaning upstream" sed -i '3a See driver/core/mailbox.c.' cxl-bus.patch
refuses "'ndctl-ocxl 0' has no meaning upstream" sed -i '3a As in ndctl-ocxl 0.1.0.' cover.txt

make_tree
add_long_patch
echo 'reason long it is a test' >>series
passes "generate: a long patch with a reason" ../generate --sign-off "$signer" ndctl-fixes "$work/out"

tap_plan

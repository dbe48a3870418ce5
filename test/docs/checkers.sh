#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Each checker reports a mistake that is put into a copy of the tree: one for each checker, all in the same copy.
# scripts/check runs them on the tree itself, which has none.
unset CDPATH
source=$(cd "${OCXL_SOURCE:-$(dirname "$0")/../..}" && pwd)
build=${OCXL_BUILD:-$source/build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# shellcheck source=test/tap.sh disable=SC1091
. "$source/test/tap.sh"

mkdir "$work/tree"
tar -C "$source" -c --exclude='./build*' --exclude=./.git --exclude="./subprojects/ndctl-*/*" \
	--exclude=./subprojects/packagecache --exclude=__pycache__ --exclude=./test/fuzz/corpus . |
	tar -C "$work/tree" -x
cd "$work/tree" || exit 1

# finds CHECKER TEXT [ARGUMENT...]: it fails, and TEXT is in its output
finds()
{
	fails_with "check-$1 finds a mistake" "$2" "scripts/check-$1" "${@:3}"
}

sed -i '0,/^#include/s||#include "../driver/core/device.h"\n#include|' lib/ocxl-cmd.c
finds layers "lib/ocxl-cmd.c:"
mkdir "$work/objects"
(cd "$build" && find . -name '*.o' -print0 | tar --null -T - -c) | tar -C "$work/objects" -x
echo 'int ocxl_lonely(void) { return 0; }' |
	cc -x c -c -o "$work/objects/libocxl-lib.a.p/lib_lonely.c.o" -
finds layers "lib_lonely.c: ocxl_lonely is global" "$work/objects"

sed -i '/SPDX/d' lib/ocxl-conditions.c
finds style "lib/ocxl-conditions.c:1: no SPDX"
sed -i '/^unset CDPATH$/d' scripts/demo
finds style "scripts/demo:1: 'cd' without a line 'unset CDPATH'"
sed -i '/SIGCHLD/d' example/agent.py
finds style "example/agent.py:1: children without"
sed -i 's/collect_from_dimm/collect/' example/collect-log.c
finds style "collect() has a one-word name"

# in two parts, because check-format reads this file as well
echo "The card re""cieves it." >>Documentation/hidden.md
finds format "Documentation/hidden.md:1: re""cieves ==> receives" Documentation/hidden.md

sed -i '/^--strict/,/^$/d' Documentation/ndctl/ndctl-ocxl-check.txt
finds docs "option --strict is missing" "$build"
sed -i '/^| .OcxlMissing/s/ 20 / 10 /' Documentation/alerts.md
finds docs "row | \`OcxlMissing\` | critical | 20 | 10 | 10 | is missing" "$build"
sed -i '3s|.*|[packages](packaging.md)|' Documentation/status.md
finds docs "status.md: links to packaging.md, which is not installed beside it" "$build"
sed -i '/^### 4.17 EVENTS$/d' Documentation/protocol/wire.md
finds docs "section 17 EVENTS is missing" "$build"

sed -i 's/run: make check/run: make checks/' .github/workflows/check.yml
finds workflows "has no target 'checks'"

sed -i '1i struct ocxlpmem_lost_rsp 8' test/docs/contract/good/wire
finds contract "ocxlpmem_lost_rsp is gone" --wire

tap_plan

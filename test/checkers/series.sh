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
	ln -s "$source"/{.clang-format,lib,scripts,subprojects,meson.build,meson_options.txt} "$work/tree/"
	cd "$work/tree/contrib/upstream/ndctl-fixes" || exit 1
}

signer='Ada Lovelace <ada@example.org>'
generate=(../generate --sign-off "$signer" ndctl-fixes "$work/out")

make_tree
passes "generate: the tree" "${generate[@]}"
fails_with "generate: nobody signs" "git has no user.name" ../generate ndctl-fixes "$work/out"
fails_with "generate: a group signs" "is no person" ../generate --sign-off 'The developers <a@b>' ndctl-fixes "$work/out"

sed -i '/^Fixes:/d' inject-smart-reference.patch
fails_with "generate: a fix without Fixes:" "inject-smart-reference: a fix has a line 'Fixes:" "${generate[@]}"
make_tree
sed -i 's/^Fixes: 1e6caf869ff5/Fixes: 1e6caf8/' inject-smart-reference.patch
fails_with "generate: a short hash" "inject-smart-reference: a fix has a line 'Fixes:" "${generate[@]}"

make_tree
echo 'patch missing.patch' >>series
fails_with "generate: a patch without a file" "missing.patch" "${generate[@]}"
make_tree
echo 'drop lib/ocxl-cmd.c' >>series
fails_with "generate: an unknown statement" "not understood: drop lib/ocxl-cmd.c" "${generate[@]}"
make_tree
sed -i '/cxl-bus/d' series
fails_with "generate: a patch that is not in the series" "cxl-bus.patch is in no patch" "${generate[@]}"

make_tree
yes "of a message" | head -n 8000 | sed -i '3r /dev/stdin' cxl-bus.patch
fails_with "generate: a mail that lists refuse" "bytes; lists refuse mails above" "${generate[@]}"

# whole files: a source whose header comes later
mkdir -p "$work/ours"
make_tree
ln -s "$work/ours" "$work/tree/ours"
echo '#include "later.h"' >"$work/ours/first.c"
echo 'int later;' >"$work/ours/later.h"
sed -e 's/^Fixes:.*/Fixes: 0123456789ab ("a subject")/' -e '/^---$/,$d' key-options.patch | tee first.patch >second.patch
printf '%s\n' 'patch first.patch' 'copy ours/first.c lib/first.c' 'patch second.patch' 'copy ours/later.h lib/later.h' >>series
fails_with "generate: a header of a later patch" "lib/first.c includes later.h of a later patch" "${generate[@]}"
rm second.patch
sed -i '/second/d' series
passes "generate: whole files" "${generate[@]}"
# shellcheck disable=SC2012 # names without spaces
last=$(ls "$work"/out/*.patch | tail -n 1)
grep -qx '+#include "later.h"' "$last" && grep -qx 'new file mode 100644' "$last"
tap_result $? "generate: the patch adds the whole file"

# a file that a later patch changes: the first patch adds it without the change, with broken lines
make_tree
ln -s "$work/ours" "$work/tree/ours"
long="int $(printf 'a%.0s' {1..40})(int b, int $(printf 'c%.0s' {1..40}));"
printf '%s\n' 'int first;' "$long" 'int second;' >"$work/ours/both.c"
sed -e 's/^Fixes:.*/Fixes: 0123456789ab ("a subject")/' -e '/^---$/,$d' key-options.patch >first.patch
{
	cat first.patch
	printf '%s\n' --- '--- a/lib/both.c' '+++ b/lib/both.c' '@@ -1,2 +1,3 @@' ' int first;' " $long" '+int second;'
} >second.patch
printf '%s\n' 'columns 80' 'patch first.patch' 'copy ours/both.c lib/both.c' 'patch second.patch' >>series
passes "generate: a file that a later patch changes" "${generate[@]}"
cat "$work"/out/*.patch >"$work/all"
[ "$(grep -c '^+int second;$' "$work/all")" -eq 1 ] && grep -qx '@@ -0,0 +1,3 @@' "$work/all" &&
	grep -qx '@@ -1,3 +1,4 @@' "$work/all" && ! grep -qxF "+$long" "$work/all"
tap_result $? "generate: the first patch has no later change, and no long line"
sed -i '/second/d' "$work/ours/both.c"
fails_with "generate: our file does not have the later change" "generate: patch: " "${generate[@]}"

# files that become one: a function of the header that only they call, and one that nobody calls
make_tree
ln -s "$work/ours" "$work/tree/ours"
cat >"$work/ours/low.h" <<'END'
// SPDX-License-Identifier: GPL-2.0
/* adds one */
int add_one(int number);
int add_two(int number);
END
cat >"$work/ours/low.c" <<'END'
// SPDX-License-Identifier: GPL-2.0
#include "low.h"

int add_one(int number)
{
	return number + 1;
}

int add_two(int number)
{
	return number + 2;
}
END
printf '%s\n' '// SPDX-License-Identifier: GPL-2.0' '#include "low.h"' 'int high = add_one(1);' >"$work/ours/high.c"
printf '%s\n' '#include "low.h"' 'int other;' >"$work/ours/other.c"
sed -e 's/^Fixes:.*/Fixes: 0123456789ab ("a subject")/' -e '/^---$/,$d' key-options.patch | tee first.patch >second.patch
printf '%s\n' 'what the series lacks' --- '--- a/lib/high.c' '+++ b/lib/high.c' '@@ -3 +3 @@' '-int upstream = add_one(1);' \
	'+int high = add_one(1);' >without.patch
printf '%s\n' 'without without.patch' 'patch first.patch' 'join lib/one.h ours/low.h' 'join lib/one.c ours/low.c' \
	'copy ours/other.c lib/other.c' 'patch second.patch' 'join lib/one.c ours/low.c ours/high.c' >>series
passes "generate: files that become one" "${generate[@]}"
cat "$work"/out/*.patch >"$work/all"
grep -A1 -x '+/\* adds one \*/' "$work/all" | grep -qx '+static int add_one(int number)' && ! grep -q add_two "$work/all" &&
	[ "$(grep -cx '+#include "one.h"' "$work/all")" -eq 2 ] && grep -qx '+int upstream = add_one(1);' "$work/all"
tap_result $? "generate: one source without unused functions, one header"

# our header for user space: plain numbers, which are those of our lists, and the lists for a driver
make_tree
ln -s "$source/include" "$work/tree/"
sed -e 's/^Fixes:.*/Fixes: 0123456789ab ("a subject")/' -e '/^---$/,$d' key-options.patch >first.patch
printf '%s\n' 'patch first.patch' 'plain include/uapi/nvdimm/ocxlpmem.h lib/plain.h' \
	'lists include/uapi/nvdimm/ocxlpmem.h lib/lists.h' >>series
passes "generate: a header with lists" "${generate[@]}"
for name in plain lists; do
	sed -nE "/^\\+\\+\\+ b\\/lib\\/$name\\.h/,/^diff /s/^\\+([^+].*|)$/\\1/p" "$work"/out/*.patch >"$work/$name.h"
done
{
	echo '#include <nvdimm/ocxlpmem.h>'
	sed -nE 's/^\t(OCXLPMEM_\w+) = (.*[0-9A-F]),?$/_Static_assert(\1 == (\2), "\1");/p' "$work/plain.h"
} >"$work/numbers.c"
compile=("${CC:-cc}" -fsyntax-only -Wall -Wextra -Werror)
[ "$(grep -c '^_Static' "$work/numbers.c")" -gt 40 ] && "${compile[@]}" -I"$source/include/uapi" "$work/numbers.c"
tap_result $? "generate: numbers of a header are those of the lists"
"${compile[@]}" -std=c90 -pedantic -x c "$work/plain.h" && ! grep -qE '##|__inline__|assert' "$work/plain.h"
tap_result $? "generate: a header has no macros of lists, functions and assertions"
grep -qF '	PLAIN(OCXLPMEM_CMD_SMART, SMART, smart, ' "$work/lists.h" && ! grep -qE '[A-Z]\([0-9]+, [A-Z]' "$work/lists.h" &&
	grep -q '^static inline int ocxlpmem_smart_is_plausible' "$work/lists.h" &&
	grep -qx 'OCXLPMEM_ASSERT_SIZE(ocxlpmem_rsp_header, 8);' "$work/lists.h"
tap_result $? "generate: the lists name the numbers, beside functions and assertions"

# Mistakes that are found when all patches are there: all of them at once.
make_tree
sed -i '3a The hook patch has it, for driver/core/mailbox.c.' cxl-bus.patch
sed -i '3a See test/cli.' health-eventfd.patch
sed -i '3a As in ndctl-ocxl 0.1.0.' cover.txt
version=$(sed -n "s/^ *version : '\(.*\)',/\1/p" "$source/meson.build")
sed -i "3a As in $version." inject-smart-reference.patch
"${generate[@]}" >"$work/output" 2>&1
result=$?

# as the generator has ended
print_output()
{
	cat "$work/output"
	return $result
}

for text in "'hook patch' has no meaning upstream" "'test/cli' has no meaning upstream" \
	"'ndctl-ocxl 0' has no meaning upstream" "'$version' has no meaning upstream"; do
	fails_with "generate: $text" "$text" print_output
done
tap_result "$(find "$work/out" -name '*.patch' | wc -l)" "generate: no patches are left that it refuses"

tap_plan

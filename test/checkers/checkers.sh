#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Each checker passes the tree, and fails in the words that are expected when the tree has
# what it looks for. A checker that cannot fail is a comment.
source=$(cd "${OCXL_SOURCE:-$(dirname "$0")/../..}" && pwd)
build=${OCXL_BUILD:-$source/build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

number=0
result()
{
	number=$((number + 1))
	echo "$1 $number - $2"
}

mkdir "$work/clean"
tar -C "$source" -c --exclude='./build*' --exclude=./.git --exclude=./subprojects/ndctl-81 \
	--exclude=./subprojects/packagecache --exclude=__pycache__ --exclude=./test/fuzz/corpus . |
	tar -C "$work/clean" -x

# fresh: the sources in $work/tree, to spoil: files may be replaced there, and not written to
fresh()
{
	rm -rf "$work/tree"
	cp -al "$work/clean" "$work/tree"
	cd "$work/tree" || exit 1
}

# append FILE: standard input behind it
append()
{
	cat "$1" - >"$1.longer"
	mv "$1.longer" "$1"
}

# passes NAME COMMAND...
passes()
{
	local name=$1 output
	shift
	if output=$("$@" 2>&1); then
		result ok "$name"
	else
		result "not ok" "$name"
		printf '%s\n' "$output" | head -n 20 | sed 's/^/# /'
	fi
}

# finds NAME TEXT COMMAND...: status 1, and one line has TEXT
finds()
{
	local name=$1 text=$2 output status
	shift 2
	output=$("$@" 2>&1)
	status=$?
	if [ $status = 1 ] && printf '%s\n' "$output" | grep -qF -- "$text"; then
		result ok "$name"
	else
		result "not ok" "$name"
		printf '%s\n' "status $status, wanted: $text" "$output" | head -n 20 | sed 's/^/# /'
	fi
}

# arrow FILE INCLUDE TEXT: an include that points back
arrow()
{
	fresh
	sed -i "0,/^#include/s||#include $2\n#include|" "$1"
	finds "check-layers: $1 includes $2" "$1:" scripts/check-layers
}

fresh
passes "check-layers: the tree" scripts/check-layers
arrow lib/ocxl-payload.c '"../ndctl/ocxl/records/field.h"'
arrow lib/ocxl-payload.c '"../driver/core/device.h"'
arrow driver/card/card.c '"core/mailbox.h"'
arrow driver/card/card.c '<nvdimm/ocxlpmem.h>'
arrow driver/core/mailbox.c '"card/card.h"'
arrow driver/core/mailbox.c '<stdlib.h>'
arrow driver/core/mailbox.c '<ndctl/libndctl.h>'
arrow ndctl/ocxl/render/render.c '<ndctl/libndctl-ocxl.h>'
arrow ndctl/ocxl/render/render.c '<nvdimm/ocxlpmem.h>'
arrow ndctl/ocxl/verbs/info.c '<lib/private.h>'
arrow ndctl/ocxl/verbs/info.c '"../../lib/ocxl-payload.h"'
arrow ndctl/ocxl/base/wait.c '"ocxl/output/output.h"'
arrow ndctl/ocxl/output/output.c '"ocxl/render/render.h"'
arrow ndctl/ocxl/render/render.c '"ocxl/run/run.h"'
arrow ndctl/ocxl/run/run.c '"ocxl/verbs/verbs.h"'
arrow ndctl/ocxl/run/command.c '"ocxl/run/deadline.h"'
arrow include/uapi/nvdimm/ocxlpmem.h '<ndctl/libndctl.h>'
arrow emulator/cards/emulated-card.c '"../lib/ocxl-payload.h"'
arrow emulator/cards/emulated-card.c '"trees/sysfs-tree.h"'
arrow emulator/trees/sysfs-update.c '"syscalls/poll-flags.h"'
arrow emulator/syscalls/seccomp-listener.c '"syscalls/nested-emulators.h"'
arrow emulator/scenario/scenario-apply.c '"process/launcher.h"'

fresh
passes "check-style: the tree" scripts/check-style
sed -i '/SPDX/d' lib/ocxl-status.c
finds "check-style: no licence" "lib/ocxl-status.c:1: no SPDX" scripts/check-style
fresh
sed -i '1s/.*/\/\/ SPDX-License-Identifier: Beerware/' lib/ocxl-status.c
finds "check-style: a licence without a text" "lib/ocxl-status.c:1: licence Beerware" \
	scripts/check-style
fresh
{
	printf 'static int far_too_long(void)\n{\n'
	yes '	;' | head -n 59
	echo '}'
} | append lib/ocxl-status.c
finds "check-style: a long function" "far_too_long has 61 lines, 60 at most" scripts/check-style
fresh
sed -i '/^faults()/,/^}/{/^{/r /dev/stdin
}' test/vm/scenarios/storms.sh < <(yes '	:' | head -n 60)
finds "check-style: a function too long for any reason" "faults has" scripts/check-style
fresh
yes '/* */' | head -n 500 | append lib/ocxl-status.c
finds "check-style: a long file" "lib/ocxl-status.c:1: " scripts/check-style

fresh
passes "check-spelling: the tree" scripts/check-spelling
# in two parts, for the checker of this file
echo "The card re""cieves it." >>Documentation/new.md
finds "check-spelling: a wrong word" "Documentation/new.md:1: re""cieves ==> receives" \
	scripts/check-spelling

fresh
passes "check-names: the tree" scripts/check-names
printf 'static int show(void)\n{\n\treturn 0;\n}\n' | append ndctl/ocxl/output/output.c
finds "check-names: one word" "show() is one word" scripts/check-names
fresh
sed -i 's|^STRICT = \[|&"driver/",|' scripts/check-names
printf 'static int module_state;\n' >driver/first.c
printf 'static DEFINE_MUTEX(module_state);\n' >driver/second.c
finds "check-names: two static symbols" "driver/second.c: static module_state is in driver/first.c as well" \
	scripts/check-names

fresh
passes "check-language: the tree" scripts/check-language
for text in 'What is read here is kept.' 'Whoever reads this waits.' 'The log is no more.'; do
	fresh
	printf '\n%s\n' "$text" | append Documentation/ndctl/ndctl-ocxl-info.txt
	finds "check-language: $text" "Documentation/ndctl/ndctl-ocxl-info.txt:" scripts/check-language
done

fresh
passes "check-architecture: the tree" scripts/check-architecture
# the first function and the last file of the tables
# shellcheck disable=SC2016 # Markdown
{
	read -r file function < <(sed -nE 's/^\| `([^`]+)` \|[^|]*`(\w+)\(\)`.*/\1 \2/p' Documentation/architecture.md)
	moved=$(sed -nE 's/^\| `([^`]+)` \|.*/\1/p' Documentation/architecture.md | tail -n 1)
}
sed -i "s/\b$function(/renamed(/" "$file"
mv "$moved" moved
sed -i 's/the emulated card, scenarios/the emulated card/; s/emulator -> core/emulator -> card/' \
	Documentation/architecture.dot
for text in "$file has no function $function()" "no file $moved" \
	"text the emulated card, scenarios is not in" "line or box emulator->card of"; do
	finds "check-architecture: $text" "$text" scripts/check-architecture
done

# docs NAME TEXT SED-SCRIPT FILE: the file is spoilt by the script
docs()
{
	fresh
	sed -i "$3" "$4"
	finds "check-docs: $1" "$2" scripts/check-docs "$build"
}

fresh
passes "check-docs: the tree" scripts/check-docs "$build"
fresh
rm Documentation/ndctl/ndctl-ocxl-heartbeat.txt
finds "check-docs: no page" "ndctl-ocxl-heartbeat.txt: there is no such page" \
	scripts/check-docs "$build"
fresh
sed 's/heartbeat/lullaby/g' Documentation/ndctl/ndctl-ocxl-heartbeat.txt \
	>Documentation/ndctl/ndctl-ocxl-lullaby.txt
finds "check-docs: a page without a verb" "page ndctl-ocxl-lullaby" scripts/check-docs "$build"
docs "an option that the page lacks" "option --strict is missing" \
	'/^--strict/,/^$/d' Documentation/ndctl/ndctl-ocxl-check.txt
docs "an option that the program lacks" "option --lenient is not in" \
	's/^--strict::/--strict::\n\tx\n\n--lenient::/' Documentation/ndctl/ndctl-ocxl-check.txt
docs "a short option" "--bus: short form" 's/^-b::/-B::/' Documentation/ndctl/ocxl-options.txt
docs "a key that the page lacks" "key controller_status is missing" \
	'/^controller_status::/d' Documentation/ndctl/ndctl-ocxl-info.txt
docs "a metric that the page lacks" "metric fast_writes_total is missing" \
	'/^fast_writes_total::/d' Documentation/ndctl/ndctl-ocxl-metrics.txt
docs "a verb that the schema lacks" "verb events is missing" \
	'0,/"events",$/s//"eventz",/' Documentation/schema/ndctl-ocxl.json
docs "a verb without news" "ndctl ocxl check" 's/ndctl ocxl check/ndctl ocxl/' NEWS.md
docs "a verb without its cost" "the table of costs lacks request-health" \
	'/^| .request-health./d' Documentation/agents.md
docs "the completion and an option with a value" "option with a value --jobs is missing" \
	's/ | --jobs | --limit / | --limit /' contrib/bash-completion/ndctl-ocxl
docs "a section that is not there" "wire.md has no section 4.77" \
	's/wire.md 4.1)/wire.md 4.77)/' include/uapi/nvdimm/ocxlpmem.h
docs "a link to nowhere" "links to NOWHERE.md" 's/(NEWS.md)/(NOWHERE.md)/' README.md
fresh
echo 'Nobody reads this.' >Documentation/hidden.md
finds "check-docs: a page that nobody finds" "Documentation/hidden.md: no link from README.md leads here" \
	scripts/check-docs "$build"
docs "an option of the emulator" "option --cards is missing" \
	'/^--cards=::/,/^$/d' Documentation/ndctl/ocxl-emulator.txt

echo "1..$number"

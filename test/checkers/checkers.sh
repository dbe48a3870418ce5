#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Each checker accepts the tree, and reports each mistake that is put into a copy of it.
source=$(cd "${OCXL_SOURCE:-$(dirname "$0")/../..}" && pwd)
build=${OCXL_BUILD:-$source/build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# shellcheck source=test/tap.sh disable=SC1091
. "$source/test/tap.sh"

mkdir "$work/clean"
tar -C "$source" -c --exclude='./build*' --exclude=./.git --exclude="./subprojects/ndctl-*/*" \
	--exclude=./subprojects/packagecache --exclude=__pycache__ --exclude=./test/fuzz/corpus . |
	tar -C "$work/clean" -x

# make_tree: a new copy of the sources in $work/tree, with hard links: files may be replaced, but
# not changed in place
make_tree()
{
	rm -rf "$work/tree"
	cp -al "$work/clean" "$work/tree"
	cd "$work/tree" || exit 1
}

# append FILE: standard input, to a copy of the file
append()
{
	cat "$1" - >"$1.longer"
	mv "$1.longer" "$1"
}

# check_include FILE INCLUDE [TEXT]: an include that points back; TEXT is in the finding
check_include()
{
	make_tree
	sed -i "0,/^#include/s||#include $2\n#include|" "$1"
	fails_with "check-layers: $1 includes $2" "${3-$1:}" scripts/check-layers
}

make_tree
passes "check-layers: the tree" scripts/check-layers
check_include lib/ocxl-cmd.c '"../ndctl/ocxl/records/field.h"'
check_include lib/ocxl-cmd.c '"../driver/core/device.h"'
check_include lib/ocxl-cmd.c '"ocxl-dimm.h"'
check_include lib/ocxl-dimm.c '"ocxl-outside.h"'

# check_call FILE FUNCTION: a call that points back, with a declaration of its own
check_call()
{
	make_tree
	printf 'void %s(void);\nstatic void call_back(void)\n{\n\t%s();\n}\n' "$2" "$2" | append "$1"
	fails_with "check-layers: $1 calls $2" "may not call $2()" scripts/check-layers
}

check_call lib/ocxl-cmd.c ocxl_health_find
check_call lib/ocxl-change.c ocxl_parse_smart
check_call lib/ocxl-judge.c ocxl_health_find
make_tree
touch lib/ocxl-new.c
fails_with "check-layers: a source of lib without a row" "lib/ocxl-new.c:1: has no row" scripts/check-layers
check_include driver/card/card.c '"core/mailbox.h"'
check_include driver/card/card.c '<nvdimm/ocxlpmem.h>'
check_include driver/core/mailbox.c '"card/card.h"'
check_include driver/core/call.c '"wire-command.h"' 'includes itself: driver/core/'
check_include driver/nvdimm/region.c '"card/card.h"'
check_include driver/nvdimm/region.c '"emulated/emulated.h"'
check_include driver/emulated/emulated-controller.c '"../nvdimm/pmem.h"'
check_include driver/windows/windows.c '"../card/card.h"'
check_include driver/opencapi/afu.c '"../windows/windows.h"'
check_include driver/card/card-signals.c '"card.h"' 'includes itself: driver/card/'
check_include driver/core/mailbox.c '<stdlib.h>'
check_include driver/core/mailbox.c '<ndctl/libndctl.h>'
check_include ndctl/ocxl/render/render.c '<ndctl/libndctl-ocxl.h>'
check_include ndctl/ocxl/render/render.c '<nvdimm/ocxlpmem.h>'
check_include ndctl/ocxl/verbs/info.c '<lib/private.h>'
check_include ndctl/ocxl/verbs/info.c '"../../lib/ocxl-cmd.h"'
check_include ndctl/ocxl/base/wait.c '"ocxl/output/output.h"'
check_include ndctl/ocxl/output/output.c '"ocxl/render/render.h"'
check_include ndctl/ocxl/render/render.c '"ocxl/run/run.h"'
check_include ndctl/ocxl/run/run.c '"ocxl/verbs/verbs.h"'
check_include ndctl/ocxl/run/command.c '"ocxl/run/worker.h"' 'includes itself: '
check_include include/uapi/nvdimm/ocxlpmem.h '<ndctl/libndctl.h>'
check_include emulator/cards/emulated-card.c '"../lib/ocxl-cmd.h"'
check_include emulator/cards/emulated-card.c '"trees/sysfs-tree.h"'
check_include emulator/trees/sysfs-update.c '"syscalls/poll-flags.h"'
check_include emulator/syscalls/seccomp-listener.c '"syscalls/dimm-ioctl.h"' 'includes itself: emulator/'
check_include emulator/scenario/scenario-apply.c '"process/launcher.h"'

make_tree
passes "check-style: the tree" scripts/check-style
sed -i '/SPDX/d' lib/ocxl-conditions.c
fails_with "check-style: no licence" "lib/ocxl-conditions.c:1: no SPDX" scripts/check-style
make_tree
sed -i '1s/.*/\/\/ SPDX-License-Identifier: Beerware/' lib/ocxl-conditions.c
fails_with "check-style: a licence without a text" "lib/ocxl-conditions.c:1: licence Beerware" \
	scripts/check-style
make_tree
{
	printf 'static int far_too_long(void)\n{\n'
	yes '	;' | head -n 59
	echo '}'
} | append lib/ocxl-conditions.c
fails_with "check-style: a long function" "far_too_long has 61 lines, 60 at most" scripts/check-style
make_tree
sed -i '/^faults()/,/^}/{/^{/r /dev/stdin
}' test/vm/scenarios/storms.sh < <(yes '	:' | head -n 60)
fails_with "check-style: a function too long for any reason" "faults has" scripts/check-style
make_tree
yes '/* */' | head -n 500 | append lib/ocxl-conditions.c
fails_with "check-style: a long file" "lib/ocxl-conditions.c:1: " scripts/check-style

make_tree
passes "check-spelling: the tree" scripts/check-spelling
# in two parts, because check-spelling reads this file as well
echo "The card re""cieves it." >>Documentation/new.md
fails_with "check-spelling: a wrong word" "Documentation/new.md:1: re""cieves ==> receives" \
	scripts/check-spelling

make_tree
passes "check-names: the tree" scripts/check-names
printf 'static int show(void)\n{\n\treturn 0;\n}\n' | append ndctl/ocxl/output/output.c
fails_with "check-names: one word" "show() is one word" scripts/check-names
make_tree
printf 'static int module_state;\n' >driver/first.c
printf 'static DEFINE_MUTEX(module_state);\n' >driver/second.c
fails_with "check-names: two static symbols" "driver/second.c: static module_state is in driver/first.c as well" \
	scripts/check-names
make_tree
for file in first second; do
	printf 'void %s_use(void)\n{\n\tstatic int module_state;\n}\n' $file >driver/$file.c
done
fails_with "check-names: two in functions" "driver/second.c: static module_state is in driver/first.c as well" \
	scripts/check-names

make_tree
passes "check-language: the tree" scripts/check-language
for text in 'What is read here is kept.' 'Whoever reads this waits.' 'The log is no more.'; do
	make_tree
	printf '\n%s\n' "$text" | append Documentation/ndctl/ndctl-ocxl-info.txt
	fails_with "check-language: $text" "Documentation/ndctl/ndctl-ocxl-info.txt:" scripts/check-language
done
make_tree
# a string in two parts
printf 'static const char text[] = "the card is "\n\t"no more";\n' | append lib/ocxl-conditions.c
sed -i '/"description": /{s/"description": "/&Whoever reads this: /;:rest;n;b rest}' Documentation/schema/ndctl-ocxl.json
echo 'The log is no more.' | append contrib/upstream/kernel-driver/cover.txt
sed -i '2s/$/, which is so/' contrib/upstream/ndctl-fixes/cxl-bus.patch
for text in "lib/ocxl-conditions.c:" "Documentation/schema/ndctl-ocxl.json:" "contrib/upstream/kernel-driver/cover.txt:" \
	"contrib/upstream/ndctl-fixes/cxl-bus.patch:"; do
	fails_with "check-language: $text" "$text" scripts/check-language
done

make_tree
passes "check-architecture: the tree" scripts/check-architecture
# the first function and the last file of the tables
# shellcheck disable=SC2016 # Markdown
{
	read -r file function < <(sed -nE 's/^\| `([^`]+)` \|[^|]*`(\w+)\(\)`.*/\1 \2/p' Documentation/architecture.md)
	moved=$(sed -nE 's/^\| `([^`]+)` \|.*/\1/p' Documentation/architecture.md | tail -n 1)
}
sed -i "s/\b$function(/renamed(/" "$file"
mv "$moved" moved
sed -i 's/emulator -> core/emulator -> card/' Documentation/architecture.dot
for text in "$file has no function $function()" "no file $moved" \
	"was drawn from another Documentation/architecture.dot"; do
	fails_with "check-architecture: $text" "$text" scripts/check-architecture
done

# check_conditions TEXT SED-SCRIPT FILE: the script makes a mistake in the file
check_conditions()
{
	make_tree
	sed -i "$2" "$3"
	fails_with "check-conditions: $1" "$3: $1" scripts/check-conditions
}

make_tree
passes "check-conditions: the tree" scripts/check-conditions
check_conditions "condition dump is missing" '/^|dump |/d' Documentation/ndctl/ndctl-ocxl-check.txt
check_conditions "lost is not a condition" 's/^|gone |/|lost |/' Documentation/ndctl/ndctl-ocxl-check.txt
check_conditions "condition silent: 'warning: " 's/^|silent |critical/|silent |warning/' \
	Documentation/ndctl/ndctl-ocxl-check.txt
check_conditions "condition replace: 'critical: " 's/^|replace |critical, latched/|replace |critical/' \
	Documentation/ndctl/ndctl-ocxl-check.txt
check_conditions "condition temperature is missing" '/^| .temperature. | Improve/d' Documentation/agents.md
check_conditions "condition not_ready: 'warning: " '/^|not_ready |/s/, critical when overdue//' \
	Documentation/ndctl/ndctl-ocxl-check.txt
check_conditions "condition not_asked is missing" 's/"not_asked"/"lost"/' \
	Documentation/schema/ndctl-ocxl.json
check_conditions "severity unknown has no alert" 's/{severity="unknown"}/{severity="unsure"}/' \
	contrib/prometheus/ndctl-ocxl.rules.yml
check_conditions "the alert for severity critical has severity warning" \
	'/alert: OcxlCritical/,/annotations/s/severity: critical/severity: warning/' \
	contrib/prometheus/ndctl-ocxl.rules.yml
check_conditions "lost is not a condition" 's/"gone|/"lost|/' contrib/prometheus/ndctl-ocxl.rules.yml
check_conditions "condition erase_failed with severity warning has no test" '/erase_failed/d' \
	test/prometheus/rules.test.yml
check_conditions "dumps is not a condition" 's/|dump\\"/|dumps\\"/' contrib/grafana/ndctl-ocxl.json
check_conditions "fw_fata is not a condition" 's/|fw_fatal\\"/|fw_fata\\"/' \
	contrib/grafana/ndctl-ocxl-host.json
make_tree
sed -i 's/CONDITION(18, DUMP, dump, WARNING/CONDITION(18, DUMP, dump, CRITICAL/' \
	include/ndctl/libndctl-ocxl-conditions.h
for file in Documentation/ndctl/ndctl-ocxl-check.txt test/prometheus/rules.test.yml; do
	fails_with "check-conditions: another severity" "$file: " scripts/check-conditions
done

# check_docs NAME TEXT SED-SCRIPT FILE: the script makes a mistake in the file
check_docs()
{
	make_tree
	sed -i "$3" "$4"
	fails_with "check-docs: $1" "$2" scripts/check-docs "$build"
}

make_tree
passes "check-docs: the tree" scripts/check-docs "$build"
make_tree
rm Documentation/ndctl/ndctl-ocxl-heartbeat.txt
fails_with "check-docs: no page" "ndctl-ocxl-heartbeat.txt: there is no such page" \
	scripts/check-docs "$build"
make_tree
sed 's/heartbeat/lullaby/g' Documentation/ndctl/ndctl-ocxl-heartbeat.txt \
	>Documentation/ndctl/ndctl-ocxl-lullaby.txt
fails_with "check-docs: a page without a verb" "page ndctl-ocxl-lullaby" scripts/check-docs "$build"
check_docs "an option that the page lacks" "option --strict is missing" \
	'/^--strict/,/^$/d' Documentation/ndctl/ndctl-ocxl-check.txt
check_docs "an option that the program lacks" "option --lenient is not in" \
	's/^--strict::/--strict::\n\tx\n\n--lenient::/' Documentation/ndctl/ndctl-ocxl-check.txt
check_docs "a short option" "--bus: short form" 's/^-b::/-B::/' Documentation/ndctl/ocxl-options.txt
check_docs "a key that the page lacks" "key controller_status is missing" \
	'/^controller_status::/d' Documentation/ndctl/ndctl-ocxl-info.txt
check_docs "a metric that the page lacks" "metric fast_writes_total is missing" \
	'/^fast_writes_total::/d' Documentation/ndctl/ndctl-ocxl-metrics.txt
check_docs "a verb that the schema lacks" "verb events is missing" \
	'0,/"events",$/s//"eventz",/' Documentation/schema/ndctl-ocxl.json
check_docs "a SMART attribute that the schema lacks" "SMART attribute life_left is missing" \
	's/LIFE_REMAINING, life_remaining)/LIFE_REMAINING, life_left)/' include/uapi/nvdimm/ocxlpmem.h
check_docs "a SMART attribute with another number" "rule for SMART attribute 203 life_remaining is missing" \
	's/ATTRIBUTE(0xCA,/ATTRIBUTE(0xCB,/' include/uapi/nvdimm/ocxlpmem.h
check_docs "a verb without news" "ndctl ocxl check" 's/ndctl ocxl check/ndctl ocxl/' NEWS.md
check_docs "a verb without its cost" "the table of costs lacks request-health" \
	'/^| .request-health./d' Documentation/agents.md
check_docs "the completion and an option with a value" "option with a value --jobs is missing" \
	's/|--jobs|--limit/|--limit/' contrib/bash-completion/ndctl-ocxl
check_docs "a section that is not there" "wire.md has no section 4.77" \
	's/wire.md 4.1)/wire.md 4.77)/' include/uapi/nvdimm/ocxlpmem.h
check_docs "a link to nowhere" "links to NOWHERE.md" 's/(NEWS.md)/(NOWHERE.md)/' README.md
check_docs "a link to a page that is not installed" "integrations.md: links to packaging.md, which is not installed" \
	's/(alerts.md)/(packaging.md)/' Documentation/integrations.md
check_docs "a package that another one needs" "emulator.md: package cxl is missing" \
	's/{ndctl,cxl,/{ndctl,/' Documentation/emulator.md
make_tree
echo 'Nobody reads this.' >Documentation/hidden.md
fails_with "check-docs: a page that nobody finds" "Documentation/hidden.md: no link from README.md leads here" \
	scripts/check-docs "$build"
check_docs "an option of the emulator" "option --cards is missing" \
	'/^--cards=::/,/^$/d' Documentation/ndctl/ocxl-emulator.txt
check_docs "a word of scenarios" "cards of the scenario is missing" \
	'/^cards N::/,/^$/d' Documentation/ndctl/ocxl-emulator.txt
check_docs "a variable of the emulator" "variable OCXL_EMULATOR_CONTROL is missing" \
	'/^OCXL_EMULATOR_CONTROL::/,/^$/d' Documentation/ndctl/ocxl-emulator.txt

# check_workflows TEXT SED-SCRIPT FILE: the script makes a mistake in the file; with the parser that
# the sources have installed
check_workflows()
{
	make_tree
	sed -i "$2" ".github/workflows/$3"
	fails_with "check-workflows: $1" "$1" "$source/scripts/check-workflows" "$PWD/.github/workflows"
}

# it is skipped without npm and without a network
workflows=0
"$source/scripts/check-workflows" >/dev/null 2>&1 || workflows=$?
if [ $workflows -ne 77 ]; then
	tap_result $workflows "check-workflows: the tree"
	check_workflows "Unexpected value 'pull_reqest'" 's/pull_request/pull_reqest/' quick.yml
	check_workflows "Unexpected value 'fail-fst'" 's/fail-fast/fail-fst/' nightly.yml
	check_workflows "Unrecognized named-value: 'matrx'" 's/{ matrix.image }}$/{ matrx.image }}/' nightly.yml
	check_workflows "has no target 'quik'" 's/run: make quick/run: make quik/' quick.yml
	check_workflows "runs no target of the Makefile" '/run: make/d' quick.yml
	check_workflows "name this action by its commit" 's/@[0-9a-f]*  #.*/@v4/' quick.yml
	check_workflows "wrong indentation" 's/^  quick:/   quick:/' quick.yml
fi

tap_plan

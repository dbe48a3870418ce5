#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The storm of packages in virtual machines (test/vm/scenarios/storms.sh) uses every fault that a
# scenario can describe. A new keyword without a line there fails.
source=$(cd "${OCXL_SOURCE:-$(dirname "$0")/../..}" && pwd)
build=${OCXL_BUILD:-$source/build}
# shellcheck source=test/vm/scenarios/storms.sh disable=SC1091
. "$source/test/vm/scenarios/storms.sh"
faults | "$build/test/checkers/storm-keywords"

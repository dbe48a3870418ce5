#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Each trouble that a scenario has a word for is in the storm of packages in virtual machines
# (test/vm/scenarios/storms.sh): a new word without one fails.
source=$(cd "${OCXL_SOURCE:-$(dirname "$0")/../..}" && pwd)
build=${OCXL_BUILD:-$source/build}
# shellcheck source=test/vm/scenarios/storms.sh disable=SC1091
. "$source/test/vm/scenarios/storms.sh"
faults | "$build/test/checkers/storm-words"

# SPDX-License-Identifier: GPL-2.0-only
# A thin layer over meson and the scripts; "make help" lists what there is.

prefix ?= /usr/local
DESTDIR ?=
# more options for meson, for example MESON_OPTIONS=-Dwerror=false
MESON_OPTIONS ?=

default_prefix := /usr/local

SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c

# one at a time; ninja says that it has nothing to do even when told to be quiet
compile = flock $(1)/.options ninja -C $(1) --quiet | { grep -vx 'ninja: no work to do.' || :; }

.PHONY: all tested demo quick check series check-series check-long check-driver check-cocci fuzz check-vm check-upstream check-debug-kernel vm bench bench-fleet pictures install release dist package clean distclean help

all:
	@scripts/configure build $(default_prefix) $(MESON_OPTIONS)
	@$(call compile,build)

# with what the tests are made of, as "make check" has it; for those below that need it
tested:
	@scripts/configure build $(default_prefix) -Dtests=enabled -Ddocs=enabled $(MESON_OPTIONS)
	@$(call compile,build)

demo:
	@scripts/setup build
	@$(MAKE) --no-print-directory all
	@scripts/demo

# For the inner loop, at most three minutes: build, unit and functional tests, quick checkers.
quick:
	@scripts/setup test
	@scripts/check --quick

check:
	@scripts/setup vm
	@scripts/check

# Patches for the projects that this one extends. SERIES=directory SIGN_OFF='Name <address>'
SERIES ?= build-series
SIGN_OFF ?=
series:
	@scripts/setup series
	@for name in ndctl kernel; do \
		contrib/upstream/generate $(if $(SIGN_OFF),--sign-off '$(SIGN_OFF)') $$name '$(SERIES)'/$$name || exit; \
	done

# Each of them builds, with the whole source of the kernel, and passes the functional tests; minutes.
check-series:
	@scripts/setup slow
	@scripts/check-series --all

# The same a thousand times: fuzzing, failures of every allocation and system call, kills, storms.
# LONG="fuzz killed" for some of it; hours.
check-long:
	@scripts/setup slow
	@$(MAKE) --no-print-directory tested
	@test/long/run $(LONG)

# As long as one likes: FUZZ_SECONDS=600 for each target, FUZZ="codec output" for some of them.
FUZZ_SECONDS ?= 60
fuzz:
	@scripts/setup test
	@test/fuzz/run -t $(FUZZ_SECONDS) $(FUZZ)

# The kernel module, compiled for kernels that are downloaded: warnings, sparse, checkpatch.
check-driver:
	@scripts/setup vm
	@scripts/check-driver

# The same under coccinelle, with the kernel's rules; minutes. COCCI_RULES="free/ null/"
check-cocci:
	@scripts/setup slow
	@scripts/check-cocci $(COCCI_RULES)

# The kernel module in virtual machines; VM_MACHINES="-m 6.1-stock" for one of them.
check-vm:
	@scripts/setup vm
	@$(MAKE) --no-print-directory tested
	@test/vm/run $(VM_MACHINES)

# The tests of ndctl itself in a virtual machine, with pristine ndctl and with ours.
check-upstream:
	@scripts/setup slow
	@$(MAKE) --no-print-directory tested
	@test/vm/upstream $(UPSTREAM_TESTS)

# The kernel module on kernels that watch it; builds two of them, once.
check-debug-kernel:
	@scripts/setup slow
	@$(MAKE) --no-print-directory tested
	@test/vm/debug-kernel $(DEBUG_OPTIONS)

# Two emulated cards in one of them; the machine ends with the shell.
vm:
	@scripts/setup vm
	@$(MAKE) --no-print-directory all
	@test/vm/machine $(VM_OPTIONS) -i 'modprobe ocxlpmem emulate=1 map=128M@0x60000000,128M@0x68000000; exec bash -i' || :

bench:
	@scripts/setup slow
	@$(MAKE) --no-print-directory tested
	@test/bench/run
	@test/bench/verbs
	@test/bench/instructions
	@test/bench/machine
	@test/bench/scale $(BENCH_OPTIONS)
	@test/bench/peers $(BENCH_OPTIONS)

# The picture of the layers, Documentation/architecture.svg of architecture.dot. That of the demo is
# drawn by scripts/record-demo, those of the benchmarks by "make bench".
pictures:
	@scripts/setup slow
	@scripts/draw-architecture

# A thousand hosts for a Prometheus; ten minutes. Writes the figures into Documentation/fleet.md.
bench-fleet:
	@scripts/setup vm
	@$(MAKE) --no-print-directory tested
	@test/bench/fleet --write

# In a build directory of its own: ndctl has its prefix compiled in.
install:
	@scripts/configure build-install '$(prefix)' -Dwerror=false -Dstrip=true -Dstock-docs=true -Ddocs=enabled \
		-Dtests=disabled $(MESON_OPTIONS)
	@$(call compile,build-install)
	@DESTDIR="$$(test -z '$(DESTDIR)' || realpath -ms '$(DESTDIR)')" meson install -C build-install --no-rebuild --quiet

# The source archive, in build-dist/: the same wherever and whenever it is made of the same files.
dist:
	@scripts/setup package
	@scripts/build-archive

# Debian packages, in build-packages/made/: Documentation/packaging.md
package:
	@scripts/setup package
	@scripts/build-packages

# Everything that a machine can do of Documentation/releasing.md; stops at the first that fails.
release:
	@scripts/release

clean:
	@rm -rf build build-[!v]* build-vm/stage build-vm/check build-vm/driver build-vm/libnvdimm build-vm/tools* build-vm/ndctl-*

distclean: clean
	@rm -rf build-vm subprojects/ndctl-81 subprojects/packagecache subprojects/.ndctl-*

help:
	@echo 'make            builds; build/bin/ndctl and build/bin/ocxl-emulator run from the tree'
	@echo 'make demo       installs what building needs, builds, shows two emulated cards'
	@echo 'make quick      unit and functional tests and quick checkers, at most three minutes'
	@echo 'make check      installs what testing needs, runs every test'
	@echo 'make check-long    the thousands: fuzzing, failures, kills, storms; hours'
	@echo 'make series        patches for ndctl and the kernel, into build-series/'
	@echo 'make check-series  builds each of them, with the source of the kernel; minutes'
	@echo 'make check-driver  compiles the kernel module for two kernels, with sparse and checkpatch'
	@echo 'make check-cocci   looks for mistakes in it with the rules of the kernel'
	@echo 'make fuzz       fuzzes; FUZZ_SECONDS=60 each, FUZZ="codec output"'
	@echo 'make check-vm   runs the kernel module in virtual machines'
	@echo 'make check-upstream      the tests of ndctl itself, with pristine ndctl and with ours'
	@echo 'make check-debug-kernel  the kernel module on kernels with KASAN, lockdep, kmemleak'
	@echo 'make vm         a shell in such a machine, with two emulated cards'
	@echo 'make bench      measures, prints medians; BENCH_OPTIONS=--write for Documentation/performance.md'
	@echo 'make pictures   draws the picture of the layers, Documentation/architecture.svg, anew'
	@echo 'make bench-fleet  what a thousand hosts cost a Prometheus; ten minutes'
	@echo 'make install    DESTDIR= prefix=$(prefix)'
	@echo 'make dist       the source archive'
	@echo 'make package    Debian packages'
	@echo 'make release    checks, makes and tags a release'
	@echo 'make clean      removes the build directories'
	@echo 'make distclean  removes the fetched sources of ndctl as well'

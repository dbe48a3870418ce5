# SPDX-License-Identifier: GPL-2.0-only
# A thin layer over meson and the scripts. "make help" lists the targets.

prefix ?= /usr/local
DESTDIR ?=
# more options for meson, for example MESON_OPTIONS=-Dwerror=false
MESON_OPTIONS ?=
# the version of ndctl: make NDCTL=85
ifdef NDCTL
export OCXL_NDCTL := $(NDCTL)
endif

default_prefix := /usr/local
# meson writes the names of one installation; "make install" adds those of earlier ones
install_log := build-install/meson-logs/install-log.txt
absolute = $(shell test -z '$(1)' || realpath -ms '$(1)')

# with CDPATH, "cd" prints the directory, or enters another one
unexport CDPATH

SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c

# One ninja at a time, also in scripts/configure; it prints "no work to do" even with --quiet.
compile = flock $(1) ninja -C $(1) --quiet | { grep -vx 'ninja: no work to do.' || :; }

.PHONY: all docs docs-update tested demo quick check check-long check-driver check-cocci fuzz check-vm check-upstream check-debug-kernel vm bench pictures install uninstall release dist package clean distclean help

all:
	@scripts/configure build $(default_prefix) $(MESON_OPTIONS)
	@$(call compile,build)

# With the tests, as "make check" builds; other targets need it.
tested:
	@scripts/configure build $(default_prefix) -Dtests=enabled -Ddocs=enabled $(MESON_OPTIONS)
	@$(call compile,build)

demo:
	@scripts/setup build
	@$(MAKE) --no-print-directory all
	@scripts/demo

# All pages and guides as HTML, in build-docs/html/. Compiles nothing.
docs:
	@scripts/setup docs
	@scripts/configure build-docs $(default_prefix) -Ddocs=enabled -Dtests=disabled $(MESON_OPTIONS)
	@flock build-docs ninja -C build-docs --quiet Documentation/ndctl/ocxlpmem.4 | { grep -vx 'ninja: no work to do.' || :; }
	@scripts/build-docs

# The JSON schema and ocxl-fields.txt, printed from the tables of fields in ndctl/ocxl/records. Its own
# build has no pages: that of a new verb includes what this writes.
docs-update:
	@scripts/configure build-fields $(default_prefix) -Dtests=enabled -Ddocs=disabled $(MESON_OPTIONS)
	@flock build-fields ninja -C build-fields --quiet test/docs/print-fields | { grep -vx 'ninja: no work to do.' || :; }
	@scripts/update-docs build-fields/test/docs/print-fields
	@scripts/update-alerts

# For the inner loop: build, unit and functional tests, quick checkers.
quick:
	@scripts/setup test
	@scripts/check --quick

check:
	@scripts/setup vm
	@scripts/check

# Tests that "make check" leaves out, and the random tests many times: hours. LONG="fuzz killed"
# runs some of them.
check-long:
	@scripts/setup slow
	@$(MAKE) --no-print-directory tested
	@test/night/run $(LONG)

# FUZZ_SECONDS=600 for each target, FUZZ="answer output" for some of them.
FUZZ_SECONDS ?= 60
fuzz:
	@scripts/setup slow
	@test/fuzz/run -t $(FUZZ_SECONDS) $(FUZZ)

# Compiles the kernel module for downloaded kernels, with warnings, sparse and checkpatch.
check-driver:
	@scripts/setup slow
	@scripts/check-driver

# Checks it with coccinelle and the kernel's rules. Minutes. COCCI_RULES="free/ null/"
check-cocci:
	@scripts/setup slow
	@scripts/check-cocci $(COCCI_RULES)

# Tests the kernel module in virtual machines; VM_MACHINES="-m 6.1-stock" uses one of them.
check-vm:
	@scripts/setup slow
	@$(MAKE) --no-print-directory tested
	@test/driver/run -a $(VM_MACHINES)

# Runs ndctl's own tests in a virtual machine, with pristine ndctl and with ours.
check-upstream:
	@scripts/setup slow
	@$(MAKE) --no-print-directory tested
	@test/driver/upstream $(UPSTREAM_TESTS)

# Tests the kernel module on kernels with KASAN, lockdep and kmemleak; builds two of them, once.
check-debug-kernel:
	@scripts/setup slow
	@$(MAKE) --no-print-directory tested
	@test/driver/debug-kernel $(DEBUG_OPTIONS)

# A shell in a virtual machine with two emulated cards. The machine ends with the shell.
vm:
	@scripts/setup vm
	@$(MAKE) --no-print-directory all
	@test/driver/machine $(VM_OPTIONS) -i 'modprobe ocxlpmem emulate=1 map=128M@0x60000000,128M@0x68000000; exec bash -i' || :

bench:
	@scripts/setup slow
	@$(MAKE) --no-print-directory tested
	@test/night/bench/run
	@test/night/bench/instructions
	@test/night/bench/scale $(BENCH_OPTIONS)
	@test/night/bench/peers $(BENCH_OPTIONS)

# Draws Documentation/architecture.svg. scripts/record-demo draws the demo.
pictures:
	@scripts/setup slow
	@scripts/draw-architecture

# In its own build directory: the prefix is compiled into ndctl.
install:
	@scripts/configure build-install '$(prefix)' -Dwerror=false -Dstrip=true -Dstock-docs=true -Ddocs=enabled \
		-Dtests=disabled $(MESON_OPTIONS)
	@$(call compile,build-install)
	@cp -f $(install_log) $(install_log).old 2>/dev/null || :
	@DESTDIR='$(call absolute,$(DESTDIR))' meson install -C build-install --no-rebuild --quiet
	@cat $(install_log).old >>$(install_log) 2>/dev/null || :

# What was installed from this tree; prefix= and DESTDIR= as for "make install".
uninstall:
	@scripts/uninstall build-install '$(prefix)' '$(call absolute,$(DESTDIR))'

# The source archive, in build-dist/. The same files give the same archive.
dist:
	@scripts/setup package
	@scripts/build-archive

# Debian packages, in build-packages/made/: Documentation/packaging.md
package:
	@scripts/setup package
	@scripts/build-packages

# Step 10 of Documentation/releasing.md. Stops at the first failure.
release:
	@scripts/release

clean:
	@rm -rf build build-[!v]* build-vm/stage build-vm/check build-vm/driver build-vm/libnvdimm build-vm/tools* build-vm/ndctl-*

distclean: clean
	@rm -rf build-vm subprojects/ndctl-*/ subprojects/packagecache subprojects/.ndctl-* subprojects/.wraplock

help:
	@echo 'make            builds; build/bin/ndctl and build/bin/ocxl-emulator run from the tree'
	@echo 'make demo       installs the packages for a build, builds, shows two emulated cards'
	@echo 'make tested     builds with the tests, for "meson test -C build" and the programs in test/'
	@echo 'make quick      builds, runs unit and functional tests and quick checkers; 90 seconds'
	@echo 'make check      installs the packages for the tests, runs those that decide; ten minutes'
	@echo 'make docs       writes all pages and guides as HTML, in build-docs/html/'
	@echo 'make docs-update  writes the schema, and parts of pages and alerts, from the tables'
	@echo 'make install    installs; prefix=$(prefix) DESTDIR='
	@echo 'make uninstall  removes what "make install" installed; the same prefix= DESTDIR='
	@echo 'make NDCTL=85   builds with this version of ndctl; works with all targets'
	@echo 'make clean      removes the build directories'
	@echo 'make distclean  removes the downloads as well'
	@echo
	@echo 'Parts of "make check", and more:'
	@echo 'make fuzz                fuzzes; FUZZ_SECONDS=60 each, FUZZ="answer output"'
	@echo 'make check-driver        compiles the kernel module, with sparse and checkpatch'
	@echo 'make check-vm            tests the kernel module in virtual machines'
	@echo 'make check-cocci         checks the kernel module with coccinelle; minutes'
	@echo 'make check-debug-kernel  tests it on kernels with KASAN, lockdep and kmemleak'
	@echo 'make check-upstream      runs the tests of ndctl itself, with pristine ndctl and with ours'
	@echo 'make check-long          tests that "make check" leaves out; hours'
	@echo 'make vm                  opens a shell in a virtual machine with two emulated cards'
	@echo
	@echo 'Benchmarks and pictures:'
	@echo 'make bench     measures, prints medians; BENCH_OPTIONS=--write for performance.md'
	@echo 'make pictures  draws Documentation/architecture.svg'
	@echo
	@echo 'Releases:'
	@echo 'make dist     makes the source archive'
	@echo 'make package  makes Debian packages'
	@echo 'make release  tests, makes everything above, sets the tag'

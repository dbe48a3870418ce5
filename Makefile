# SPDX-License-Identifier: GPL-2.0-only
# A thin layer over meson and the scripts; "make help" lists what there is.

prefix ?= /usr/local
DESTDIR ?=
# more options for meson, for example MESON_OPTIONS=-Dwerror=false
MESON_OPTIONS ?=

default_prefix := /usr/local

SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c

# ninja says that it has nothing to do even when told to be quiet
compile = ninja -C $(1) --quiet | { grep -vx 'ninja: no work to do.' || :; }

.PHONY: all demo check bench install clean distclean help

all:
	@scripts/configure build $(default_prefix) $(MESON_OPTIONS)
	@$(call compile,build)

demo:
	@scripts/setup build
	@$(MAKE) --no-print-directory all
	@scripts/demo

check:
	@scripts/setup test
	@scripts/check

bench: all
	@test/bench/run

# In a build directory of its own: ndctl has its prefix compiled in.
install:
	@scripts/configure build-install $(prefix) -Dwerror=false -Dstrip=true -Dstock-docs=true -Ddocs=enabled \
		-Dtests=disabled $(MESON_OPTIONS)
	@$(call compile,build-install)
	@DESTDIR=$(DESTDIR) meson install -C build-install --no-rebuild --quiet

clean:
	@rm -rf build build-*

distclean: clean
	@rm -rf subprojects/ndctl-81 subprojects/packagecache subprojects/.ndctl-*

help:
	@echo 'make            builds; build/bin/ndctl and build/bin/ocxl-emulator run from the tree'
	@echo 'make demo       installs what building needs, builds, shows two emulated cards'
	@echo 'make check      installs what testing needs, runs every test'
	@echo 'make bench      measures, prints medians'
	@echo 'make install    DESTDIR= prefix=$(prefix)'
	@echo 'make clean      removes the build directories'
	@echo 'make distclean  removes the fetched sources of ndctl as well'

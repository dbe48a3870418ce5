#!/bin/bash -eu
# SPDX-License-Identifier: GPL-2.0-only
# test/fuzz/build.sh
#
# For continuous fuzzing services such as OSS-Fuzz: puts each target into $OUT, with its corpus, its
# dictionary and the libraries that it needs. $CC, $CFLAGS and $LIB_FUZZING_ENGINE set compiler and
# engine; $WORK is for temporary files. project.yaml and Dockerfile belong to it.
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
build=${WORK:-$root}/build-fuzz-service
engine=${LIB_FUZZING_ENGINE:--fsanitize=fuzzer}
# an engine that is an archive is C++
[[ $engine != *.a ]] || engine=$engine,-lc++

# the libraries are beside the programs
# shellcheck disable=SC2016 # for the loader
export LDFLAGS="${LDFLAGS-} "'-Wl,-rpath,$ORIGIN/lib'
scripts/configure "$build" /usr/local -Dtests=disabled -Ddocs=disabled -Dfuzz=enabled \
	-Db_lundef=false "-Dfuzz-engine=$engine"
ninja -C "$build" --quiet fuzz-programs

mkdir -p "$OUT/lib"
for program in "$build"/test/fuzz/fuzz_*; do
	[ -f "$program" ] || continue
	name=$(basename "$program")
	target=${name#fuzz_}
	cp "$program" "$OUT/$name"
	test/fuzz/corpus.py unpack "$target" "$build/corpus/$target"
	(cd "$build/corpus/$target" && python3 -m zipfile -c "$OUT/${name}_seed_corpus.zip" ./*)
	[ ! -f "test/fuzz/$target.dict" ] || cp "test/fuzz/$target.dict" "$OUT/$name.dict"
	# without the libraries of every machine with a C library
	ldd "$program" | awk '$2 == "=>" && $3 ~ /^\// { print $3 }' |
		grep -vE '/(libc|libm|libdl|librt|libpthread|libgcc_s|ld-linux[^/]*)\.so' |
		xargs -r cp -Lut "$OUT/lib"
done

# libraries that are loaded at run time
sed -nE 's/^#define OCXL_SONAME_SMARTCOLS +"(.*)"$/\1/p' lib/lazy/lazy-table.h | while read -r name; do
	cp -Lt "$OUT/lib" "$(ldconfig -p | awk -v name="$name" '$1 == name { print $NF; exit }')"
done

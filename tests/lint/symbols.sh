#!/bin/sh
# The shared library exports what the public headers declare: no more, so
# that nothing internal is relied on, and no less.
set -eu
library=${CIRCLET_LIBRARY:-.libs/libcirclet.so}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

nm -D --defined-only "$library" | awk '{ print $3 }' | grep -v '^_' |
    sort > "$scratch/exported"
cat "${srcdir:-.}"/lib/circlet/*.h lib/circlet/version.h |
    sed 's:/\*.*\*/::' | tr '\n' ' ' | sed 's:/\*[^*]*\*\+\([^/*][^*]*\*\+\)*/: :g' |
    grep -oE '\bcirclet_[a-z0-9_]+\(' | tr -d '( ' | sort -u |
    grep -vE '_fn$' > "$scratch/declared"
diff "$scratch/declared" "$scratch/exported"

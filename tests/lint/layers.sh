#!/bin/sh
# The directions between the modules, the doors to foreign libraries and the
# other rules of rules.awk hold, and the check finds a planted violation of
# each kind.
set -eu
top=$(cd "${srcdir:-.}" && pwd)
rules=$top/tests/lint/rules.awk

check() { # in the folder $1
    (cd "$1" && grep -rn --include='*.[ch]' '' lib tools) |
        ${AWK:-awk} -f "$rules"
}

check "$top" || { echo 'the sources break a rule' >&2; exit 1; }

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
planted=0

# plant FILE TEXT: a source with this line must be refused.
plant() {
    rm -rf "$scratch/tree"
    mkdir -p "$scratch/tree/lib" "$scratch/tree/tools" \
        "$scratch/tree/$(dirname "$1")"
    printf 'int sound;\n' > "$scratch/tree/tools/sound.c"
    printf '%s\n' "$2" > "$scratch/tree/$1"
    if check "$scratch/tree" > "$scratch/said"; then
        echo "not found in $1: $2" >&2
        exit 1
    fi
    grep -q "^$1:1: " "$scratch/said"
    planted=$((planted + 1))
}

plant lib/geo/a.c '#include "network/network.h"'
plant lib/siting/a.c '#include "city/city.h"'
plant lib/policy/a.c '#include "io/source.h"'
plant lib/network/a.c '#include "reach/search.h"'
plant lib/io/a.c '#include "verify/plan_check.h"'
plant lib/map/a.c '#include "io/city_file.h"'
plant lib/plan/a.c '#include "map/picture.h"'
plant lib/map/a.c '#include "page/page.h"'
plant lib/page/a.c '#include "io/city_file.h"'
plant tools/a.c '#include "base/text.h"'
plant lib/geo/a.c '#include <sqlite3.h>'
plant lib/io/a.c '#include <proj.h>'
plant lib/city/a.c '#include <geos_c.h>'
plant lib/io/a.c '#include <zip.h>'
plant lib/io/a.c '#include <expat.h>'
plant lib/map/a.c '#include <cairo.h>'
plant lib/map/a.c '#include <pango/pangocairo.h>'
plant lib/base/a.c '    x = strtod(text, NULL);'
plant lib/base/a.c '    x = atof(text);'
plant lib/io/a.c '    snprintf(out, 9, "%.3f", x);'
plant tools/a.c '    printf("%g\n", x);'
plant tools/a.c '    printf("%e", x);'
plant lib/io/a.c '    snprintf(out, 9, "%a", x);'
plant lib/base/a.c '    printf("hello");'
plant lib/base/a.c '    fputs("hello", stderr);'
plant lib/base/a.c '    exit(1);'
plant lib/base/a.c '    abort();'
plant lib/base/a.c 'static int counter;'
plant lib/base/a.c '    setlocale(LC_ALL, "");'
plant lib/reach/a.c '    folder = getenv("TMPDIR");'
plant lib/reach/a.c '    file = mkostemp(path, 0);'
plant lib/base/a.c '    map = mmap(NULL, size, 1, 2, file, 0);'
echo "$planted planted violations found"

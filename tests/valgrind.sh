#!/bin/sh
# valgrind.sh: runs the unit tests of the build folder it is started in under
# valgrind; a leak or a bad access fails.
set -eu
failures=0
count=0
for program in tests/unit/test_*; do
    case $program in *.*) continue ;; esac
    [ -x "$program" ] || continue
    # Its own allocator games and valgrind's do not go together.
    case $program in *test_out_of_memory) continue ;; esac
    count=$((count + 1))
    if srcdir=${srcdir:-../..} \
        ./libtool --mode=execute valgrind -q --error-exitcode=9 \
        --leak-check=full --show-leak-kinds=definite \
        --errors-for-leak-kinds=definite "$program" > valgrind.log 2>&1; then
        echo "ok $program"
    else
        cat valgrind.log
        echo "not ok $program"
        failures=$((failures + 1))
    fi
done
[ "$count" -gt 0 ] || { echo "no unit tests here" >&2; exit 1; }
[ "$failures" -eq 0 ]

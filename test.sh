#!/bin/sh
# Installs what is needed (Debian 12), builds and passes the tests.
set -eu
cd "$(dirname "$0")"

sh .ci/packages.sh build test

mkdir -p build/test
log=$PWD/build/test.log
echo "Building into build/test (log: build/test.log)..."
if ! (
    autoreconf -fi &&
        cd build/test &&
        ../../configure --enable-werror --disable-static &&
        make -j"$(nproc)"
) > "$log" 2>&1; then
    tail -n 40 "$log" >&2
    echo "The build failed; the whole log is in $log" >&2
    exit 1
fi
cd build/test
echo "Testing..."
status=0
make -j"$(nproc)" check > check.log 2>&1 || status=$?
if [ "$status" -ne 0 ]; then
    grep -E '^(FAIL|ERROR|XPASS)' check.log || tail -n 40 check.log
    [ ! -f test-suite.log ] || tail -n 200 test-suite.log
fi >&2
grep -E '^SKIP' check.log || true
awk '/^# PASS:/ { p += $3 } /^# SKIP:/ { s += $3 }
    /^# (FAIL|XPASS|ERROR):/ { f += $3 }
    END { printf "%d passed, %d failed, %d skipped\n", p, f, s }' check.log
exit "$status"

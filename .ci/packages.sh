#!/bin/sh
# packages.sh GROUP...: installs those packages of the lists
# packages-GROUP.txt beside this file that are missing (Debian, apt-get).
set -eu
here=$(dirname "$0")

wanted=$(for group in "$@"; do
    sed 's/#.*//' "$here/packages-$group.txt"
done | tr -s ' \t\n' '\n' | sed '/^$/d')

missing=
for package in $wanted; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2> /dev/null |
        grep -qx installed || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get > /dev/null 2>&1; then
    echo "These Debian packages are needed:$missing" >&2
    exit 1
fi
as_root=
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo > /dev/null 2>&1 || {
        echo "As root, run: apt-get install$missing" >&2
        exit 1
    }
    as_root=sudo
fi
echo "Installing:$missing"
log=$(mktemp)
if ! {
    $as_root apt-get update -qq &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
            --no-install-recommends $missing
} > "$log" 2>&1 < /dev/null; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    exit 1
fi
rm -f "$log"

#!/bin/sh
# circlet new: an empty city, private, and never in place of a file.
. "${srcdir:-.}/tests/cli/setup"

expect 0 '' '' circlet new city.gpkg
[ "$(stat -c %a city.gpkg)" = 600 ]
[ "$(head -c 15 city.gpkg)" = 'SQLite format 3' ]
expect 0 '{"city":"two.gpkg"}\n' '' circlet new two.gpkg --json
cmp city.gpkg two.gpkg

unchanged city.gpkg expect 3 '' \
    'circlet new: city.gpkg: exists already\n' circlet new city.gpkg
expect 2 '' "circlet new: too few arguments: CITY
Try 'circlet new --help' for more information.\n" circlet new
expect 2 '' "circlet new: argument 'b' is too many: CITY
Try 'circlet new --help' for more information.\n" circlet new a b
[ ! -e a ]
expect 3 '' 'circlet new: none/city.gpkg: No such file or directory\n' \
    circlet new none/city.gpkg
expect 3 '' 'circlet new: city.gpkg/two.gpkg: Not a directory\n' \
    circlet new city.gpkg/two.gpkg

# A folder that may not be written to, unless one may do everything.
mkdir locked
chmod 500 locked
if ! (: > locked/probe) 2> said; then
    trap 'chmod 700 locked; rm -rf "$scratch"' EXIT
    expect 5 '' \
        'circlet new: locked/city.gpkg: its folder cannot be written to: Permission denied\n' \
        circlet new locked/city.gpkg
fi
chmod 700 locked

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
status=0
circlet new none/city.gpkg 2> said || status=$?
[ "$status" -eq 3 ] || [ "$status" -eq 5 ]
grep -q '^circlet new: none/city.gpkg.*: No such file or directory$' said

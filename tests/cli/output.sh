#!/bin/sh
# What all commands share: help, versions, usage errors, a full disk, closed
# streams, a pipe that nobody reads, Ctrl-C.
. "${srcdir:-.}/tests/cli/setup"

hint="Try 'circlet check --help' for more information.\n"

# ---- help goes to stdout, errors to stderr ----------------------------------

expect_lines 0 'Usage: circlet COMMAND
^  import  *read units
^  130  interrupted' '' circlet --help
circlet --help > help
circlet help > other
cmp help other
for command in new import info check site export; do
    expect_lines 0 "^Usage: circlet $command CITY
^  -j, --json 
^  -q, --quiet 
^  -h, --help 
^Examples:
^  circlet $command " '' circlet "$command" --help
    circlet help "$command" | diff - .out
    # Lines fit a terminal, but those that name a long option.
    awk 'length > 80 { print FILENAME ": " $0; bad = 1 } END { exit bad }' .out
done
expect_lines 0 '^circlet [0-9][0-9]*\.[0-9]' '' circlet --version

expect 2 '' "circlet: a command is missing
Try 'circlet --help' for more information.\n" circlet
expect 2 '' "circlet: unknown command 'plan'
Try 'circlet --help' for more information.\n" circlet plan
expect 2 '' "circlet: unknown command 'plan'
Try 'circlet --help' for more information.\n" circlet help plan
expect 2 '' "circlet check: unknown option '--polcy=x'\n$hint" \
    circlet check city --polcy=x
expect 2 '' "circlet check: unknown option '-z'\n$hint" circlet check city -jz
expect 2 '' "circlet check: option '--p' is ambiguous\n$hint" \
    circlet check city --p x
expect 2 '' "circlet check: option '--policy' needs a value: FILE\n$hint" \
    circlet check city --policy
expect 2 '' "circlet check: option '--json' takes no value\n$hint" \
    circlet check city --json=yes
expect 2 '' "circlet check: option '--policy' is given twice\n$hint" \
    circlet check city --policy a --policy b
expect 2 '' "circlet check: option '--policy' is missing\n$hint" \
    circlet check city
expect 2 '' "circlet check: argument '--policy' is too many: CITY\n$hint" \
    circlet check --policy p -- city --policy
expect 2 '' "circlet check: option '--year' takes a whole number from 1900 to 2200, not '20x0'\n$hint" \
    circlet check city --policy p --year 20x0

# ---- what cannot be written is an error -------------------------------------

circlet new city.gpkg
full() { "$@" > /dev/full; }
closed() { "$@" >&-; }
said='cannot write the output: No space left on device\n'
expect 5 '' "circlet: $said" full circlet --help
expect 5 '' "circlet check: $said" full circlet check --help
expect 5 '' "circlet info: $said" full circlet info city.gpkg
expect 5 '' "circlet info: $said" full circlet info city.gpkg --json
unchanged city.gpkg expect 5 '' \
    'circlet info: cannot write the output: Bad file descriptor\n' \
    closed circlet info city.gpkg

# A reader that went away ends the program without a word.
{
    status=0
    circlet info city.gpkg 2> said || status=$?
    echo "$status" > ended
} | true
[ ! -s said ]

# Text never lands in the city file because a stream was closed.
cp city.gpkg before.gpkg
printf 'id,lon,lat\nx,999,1\na,116,40\n' > people.csv
circlet import city.gpkg people people.csv >&- 2>&- <&- || :
circlet info before.gpkg > before
circlet info city.gpkg > after
grep -q 'nothing is imported yet' before
grep -q '^demand  *1 ' after

# ---- interrupted ------------------------------------------------------------

{
    echo id,lon,lat
    awk 'BEGIN { for (i = 0; i < 300000; i++) print "p" i ",116,40" }'
} > big.csv
cp city.gpkg before.gpkg
# What runs under nohup is not to end with its terminal.
signals=TERM
case $(awk '/^SigIgn:/ { print $2 }' /proc/self/status) in
*[13579bdf]) ;;
*) signals="$signals HUP" ;;
esac
for signal in $signals; do
    "$CIRCLET" import city.gpkg people big.csv > out 2> said &
    child=$!
    # It is at work once there is a copy beside the city.
    tries=0
    until [ -e .city.gpkg.circlet-new ] || [ "$tries" -ge 200 ]; do
        sleep 0.05
        tries=$((tries + 1))
    done
    kill -"$signal" "$child"
    status=0
    wait "$child" || status=$?
    [ "$status" -eq 130 ] || {
        echo "status $status after SIG$signal" >&2
        exit 1
    }
    [ ! -s out ]
    [ "$(cat said)" = 'circlet import: interrupted' ]
    cmp city.gpkg before.gpkg
    [ "$(find . -name '*city.gpkg?*')" = '' ]
done

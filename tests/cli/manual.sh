#!/bin/sh
# Runs every "$ ..." example of the manual in order, in one folder, and
# compares what it shows, if it shows anything, with what comes out (stdout,
# then stderr). A block in which a line is "..." is compared up to there.
. "${srcdir:-.}/tests/cli/setup"

command -v jq > /dev/null 2>&1 || { echo 'jq is not installed' >&2; exit 77; }
LC_ALL=C.UTF-8
mkdir bin work
ln -s "$CIRCLET" bin/circlet
PATH=$scratch/bin:$PATH
cp -R "$srcdir/geodata" work/geodata
chmod -R u+w work
cd work
count=0

# try COMMAND SHOWN: runs the command and compares what is shown of it.
try() {
    count=$((count + 1))
    sh -c "$1" > ../out 2> ../err < /dev/null || :
    cat ../out ../err > ../said
    [ -s "$2" ] || return 0
    if grep -qx -e '\.\.\.' "$2"; then
        lines=$(($(grep -nx -e '\.\.\.' "$2" | cut -d: -f1 | head -n 1) - 1))
        head -n "$lines" "$2" > ../want
        head -n "$lines" ../said > ../got
    else
        cp "$2" ../want
        cp ../said ../got
    fi
    diff -u ../want ../got || { echo "the manual's example: $1" >&2; exit 1; }
}

# Splits the manual into files: NNN.command and NNN.shown.
awk '
function close_shown() {
    # Blank lines at the end of a block belong to the text around it.
    sub(/\n+$/, "\n", shown)
    if (shown ~ /^\n*$/) shown = ""
    if (n) printf "%s", shown > (name ".shown")
    shown = ""
}
/^    \$ / {
    close_shown()
    name = sprintf("../%03d", ++n)
    print substr($0, 7) > (name ".command")
    inside = 1
    next
}
inside && /^    / { shown = shown substr($0, 5) "\n"; next }
inside && /^$/ { shown = shown "\n"; next }
{ if (inside) close_shown(); inside = 0 }
END { if (inside) close_shown() }' "$srcdir/docs/manual.md"

for command in ../*.command; do
    shown=${command%.command}.shown
    [ -e "$shown" ] || : > "$shown"
    # What draws by the hundred takes minutes under a sanitizer; it has tests of
    # its own, which draw less.
    if [ "$(cases 100)" -lt 100 ] && grep -q -e '--draws' "$command"; then
        continue
    fi
    try "$(cat "$command")" "$shown"
done
[ "$count" -ge 8 ] || { echo "only $count examples" >&2; exit 1; }

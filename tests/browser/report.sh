#!/bin/sh
# A report in Chromium, from disk and with the network off: the map is drawn,
# sorting, search and the languages work, no serious fault of accessibility,
# no fault on the console, A4 pages. Needs node, chromium, and the packages
# playwright-core and axe-core where NODE_PATH says:
#   npm install --no-save --no-package-lock playwright-core axe-core
. "${srcdir:-.}/tests/cli/setup"

skip() { echo "$1" >&2; exit 77; }

command -v node > .made || skip 'no node'
command -v "${CHROMIUM:-/usr/bin/chromium}" > .made || skip 'no chromium'
node -e "require('playwright-core'); require.resolve('axe-core')" 2> .made ||
    skip 'no playwright-core and axe-core in NODE_PATH'

sample_town town.gpkg
{
    circlet site town.gpkg --policy "$policy" --plan all
    circlet report town.gpkg --policy "$policy" --plan all -o report.html
} > .made 2>&1 || { cat .made >&2; exit 1; }

node "$srcdir/tests/browser/report.cjs" report.html "$scratch"

# A4, 595 x 842 points, and not one page for each line.
if command -v pdfinfo > .made; then
    pdfinfo report.pdf > pdf.txt
    grep -q 'Page size: *59[45].* x 84[12]' pdf.txt
    pages=$(sed -n 's/^Pages: *//p' pdf.txt)
    [ "$pages" -ge 5 ] && [ "$pages" -le 30 ]
fi

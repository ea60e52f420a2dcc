#!/bin/sh
# .xlsx sheets against openpyxl: 300 seeded random workbooks that it writes
# are imported, and every cell in the city is what openpyxl reads back.
. "${srcdir:-.}/tests/cli/setup"

python=/usr/bin/python3
"$python" -c 'import openpyxl' 2> /dev/null || {
    echo 'no python3-openpyxl' >&2
    exit 77
}
"$python" -c 'import openpyxl as o; o.Workbook().save("empty.xlsx")'
circlet new empty.gpkg
circlet import empty.gpkg sites empty.xlsx 2> said || true
if grep -q 'built without xlsx' said; then
    cat said >&2
    exit 77
fi
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE
"$python" "$srcdir/tests/peer/random_sheets.py" "$CIRCLET" \
    "${XLSX_BOOKS:-300}"

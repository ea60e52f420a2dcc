#!/bin/sh
# No function over 60 lines, no source over 600.
set -eu
cd "${srcdir:-.}"
find lib tools examples -name '*.[ch]' | sort | xargs awk '
FNR == 1 { start = 0 }
FNR == 601 { print FILENAME ": over 600 lines"; bad = 1 }
/^{/ { start = FNR }
/^}/ && start {
    # The line of the brace and the head of the function count as well.
    if (FNR - start + 2 > 60) {
        print FILENAME ":" start ": a function of " FNR - start + 2 " lines"
        bad = 1
    }
    start = 0
}
END { exit bad }'

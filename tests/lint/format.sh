#!/bin/sh
# Every source is as clang-format (of Debian 12) leaves it.
set -eu
command -v clang-format > /dev/null 2>&1 || {
    echo 'clang-format is not installed' >&2
    exit 77
}
case $(clang-format --version) in
*'version 14.'*) ;;
*) echo 'clang-format is not version 14' >&2; exit 77 ;;
esac
cd "${srcdir:-.}"
find lib tools tests examples -name '*.[ch]' -print0 |
    xargs -0 clang-format --dry-run -Werror

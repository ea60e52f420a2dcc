#!/bin/sh
# valgrind.sh: runs the unit tests of the build folder it is started in under
# valgrind, two at a time; a leak or a bad access fails.
set -eu
srcdir=${srcdir:-../..}
export srcdir

if [ "${1:-}" = one ]; then
    log=valgrind-$(basename "$2").log
    if ./libtool --mode=execute valgrind -q --error-exitcode=9 \
        --suppressions="$srcdir/tests/valgrind.supp" --leak-check=full \
        --show-leak-kinds=definite --errors-for-leak-kinds=definite "$2" \
        > "$log" 2>&1; then
        echo "ok $2"
        rm -f "$log"
    else
        cat "$log"
        echo "not ok $2"
        exit 1
    fi
    exit 0
fi

# Left out: what plays with the allocator or with system calls, and what
# computes so much that it takes minutes. The address sanitizer has them all.
for program in tests/unit/test_*; do
    case $program in
    *.* | *_out_of_memory | *_disk_fault | *_container | *_coordinates) ;;
    *_crs_guess | *_street_fit | *_source_crs | *_service_area) ;;
    *_node_order | *_engine | *_crowded_town | *_far_rows | *_density) ;;
    *_crs | *_elevation_file | *_elevation_structures | *_height_window) ;;
    *_capacitated* | *_center | *_lscp* | *_mclp* | *_median* | *_solve_small) ;;
    *_certificate_check | *_hidden_facts | *_fix_applied | *_fix_cheapest) ;;
    *_fix_circle | *_mend | *_mend_ways | *_level_multipliers) ;;
    *_program* | *_import_order | *_even_bounds) ;;
    *_plain_travel | *_limits_check | *_hold_share | *_explain*) ;;
    *_from_plan | *_groups_random | *_phases | *_robust) ;;
    *_metric_plane | *_member_kinds | *_read_halves | *_open_types) ;;
    *_fix_places | *_mend_money) ;;
    *) [ ! -x "$program" ] || echo "$program" ;;
    esac
done > valgrind.list
[ -s valgrind.list ] || { echo "no unit tests here" >&2; exit 1; }
xargs -n 1 -P 2 sh "$srcdir/tests/valgrind.sh" one < valgrind.list

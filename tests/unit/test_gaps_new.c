/* Gaps made from ways of one's own. */
#include "unit.h"

#include <circlet/reach.h>

static const circlet_way_part link_1 = {false, 1, "surface;kerb",
                                        "surface;kerb"};
static const circlet_way_part link_2 = {false, 2, "surface", NULL};
static const circlet_way_part node_1 = {true, 1, NULL, "kerb"};

/* Three origins in two rows: the first two share a link. */
static void gaps_are_listed_and_counted_in_rows(void **state)
{
    const circlet_way_part parts[] = {link_2, link_1, link_1, node_1, node_1};
    const size_t first[] = {0, 2, 4, 5};
    const int64_t weights[] = {1000, 500, 1000};
    const uint32_t rows[] = {0, 0, 1};
    const circlet_gap_query query = {weights, rows, 2};
    circlet_gaps *gaps = NULL;
    circlet_gap gap;
    uint64_t asked, missing;
    uint32_t way[2];

    (void)state;
    assert_ok(circlet_gaps_new(&gaps, 3, first, parts, &query, error));
    assert_int_equal(circlet_gaps_key_count(gaps), 2);
    assert_string_equal(circlet_gaps_key(gaps, 0), "kerb");
    assert_string_equal(circlet_gaps_key(gaps, 1), "surface");
    circlet_gaps_count(gaps, 0, 0, &asked, &missing);
    assert_int_equal(asked, 2); /* the link and the node */
    assert_int_equal(missing, 2);
    circlet_gaps_count(gaps, 0, 1, &asked, &missing);
    assert_int_equal(asked, 2); /* both links */
    assert_int_equal(missing, 1);
    circlet_gaps_count(gaps, 1, 0, &asked, &missing);
    assert_int_equal(asked, 1);
    circlet_gaps_count(gaps, 1, 1, &asked, &missing);
    assert_int_equal(asked, 0);

    assert_int_equal(circlet_gaps_size(gaps), 2);
    gap = circlet_gaps_at(gaps, 0);
    assert_false(gap.is_node);
    assert_int_equal(gap.position, 1);
    assert_int_equal(gap.weight_milli, 1500);
    assert_string_equal(gap.keys, "kerb;surface");
    gap = circlet_gaps_at(gaps, 1);
    assert_true(gap.is_node);
    assert_int_equal(gap.weight_milli, 1500);
    assert_string_equal(gap.keys, "kerb");

    assert_int_equal(circlet_gaps_on_way(gaps, 0, way, 2), 1);
    assert_int_equal(way[0], 0);
    assert_int_equal(circlet_gaps_on_way(gaps, 1, way, 2), 2);
    assert_int_equal(way[0], 0);
    assert_int_equal(way[1], 1);
    assert_int_equal(circlet_gaps_on_way(gaps, 2, way, 2), 1);
    assert_int_equal(way[0], 1);
    circlet_gaps_free(gaps);
}

static void no_ways_make_no_gaps(void **state)
{
    const size_t first[] = {0, 0};
    circlet_gaps *gaps = NULL;

    (void)state;
    assert_ok(circlet_gaps_new(&gaps, 1, first, NULL, NULL, error));
    assert_int_equal(circlet_gaps_size(gaps), 0);
    assert_int_equal(circlet_gaps_key_count(gaps), 0);
    assert_int_equal(circlet_gaps_on_way(gaps, 0, NULL, 0), 0);
    circlet_gaps_free(gaps);
}

static void ways_with_a_fault_are_refused(void **state)
{
    const circlet_way_part twice[] = {link_1, link_2, link_1};
    circlet_way_part other[] = {link_1, link_1};
    const size_t one[] = {0, 3}, two[] = {0, 1, 2}, back[] = {2, 1};
    const uint32_t rows[] = {0, 5};
    const circlet_gap_query query = {NULL, rows, 1};
    circlet_gaps *gaps = NULL;

    (void)state;
    other[1].missing = "kerb";
    assert_fails(circlet_gaps_new(&gaps, 1, one, twice, NULL, error),
                 CIRCLET_E_ARGUMENT, "link 1 stands twice on the way");
    assert_fails(circlet_gaps_new(&gaps, 2, two, other, NULL, error),
                 CIRCLET_E_ARGUMENT, "link 1 has other tags");
    assert_fails(circlet_gaps_new(&gaps, 1, back, twice, NULL, error),
                 CIRCLET_E_ARGUMENT, "ends before it begins");
    assert_fails(circlet_gaps_new(&gaps, 1, one, NULL, NULL, error),
                 CIRCLET_E_ARGUMENT, "are not there");
    assert_fails(circlet_gaps_new(&gaps, 1, NULL, NULL, NULL, error),
                 CIRCLET_E_ARGUMENT, "no beginnings");
    assert_fails(circlet_gaps_new(&gaps, 2, two, other, &query, error),
                 CIRCLET_E_ARGUMENT, "row 5");
    assert_fails(circlet_gaps_new(NULL, 1, one, twice, NULL, error),
                 CIRCLET_E_ARGUMENT, "place");
    assert_null(gaps);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gaps_are_listed_and_counted_in_rows),
        cmocka_unit_test(no_ways_make_no_gaps),
        cmocka_unit_test(ways_with_a_fault_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

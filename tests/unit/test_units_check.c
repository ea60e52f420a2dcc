#include "unit_city.h"

static void check_units(unit_city *city)
{
    const char *const sources[] = {"here/units.csv"};
    int64_t doubtful = 0;

    city->note_count = city->remark_count = 0;
    memset(city->notes, 0, sizeof(city->notes));
    memset(city->remarks, 0, sizeof(city->remarks));
    assert_ok(ci_units_check(&city->import, sources, 1, error));
    assert_ok(ci_db_query_int(&doubtful, city->change.db,
                              "SELECT sum(doubtful) FROM source", error));
    assert_int_equal(doubtful, city->import.counts.doubtful);
}

/* Whether the notes are these, and the remarks have these beginnings. */
static void expect_said(const unit_city *city, const char *const *notes,
                        size_t note_count, const char *const *remarks,
                        size_t remark_count)
{
    for (size_t i = 0; i < note_count; i++)
        assert_string_equal(city->notes[i], notes[i]);
    assert_int_equal(city->note_count, note_count);
    for (size_t i = 0; i < remark_count; i++)
        if (strncmp(city->remarks[i], remarks[i], strlen(remarks[i])) != 0)
            fail_msg("remark is '%s'", city->remarks[i]);
    assert_int_equal(city->remark_count, remark_count);
}

static void expect_silence(void **state, const unit_row *rows, size_t count)
{
    unit_city *city = *state;

    insert_units(city, rows, count);
    check_units(city);
    expect_said(city, NULL, 0, NULL, 0);
}

/* ---- units together ----------------------------------------------------- */

static void sound_units_are_not_talked_about(void **state)
{
    const unit_row rows[] = {
        {"1", "city", NULL, {{0, 0, 20, 10}}, 1, false},
        {"11", "district", "1", {{0, 0, 10, 10}}, 1, false},
        {"12", "district", "1", {{10, 0, 20, 10}}, 1, false},
        {"111", "street", "11", {{0, 0, 10, 4}}, 1, false},
        {"112", "street", "11", {{0, 4, 10, 10}}, 1, false},
        {"121", "street", "12", {{10, 0, 20, 10}}, 1, false},
        {"1111", "community", "111", {{0, 0, 0, 0}}, 0, false},
    };

    expect_silence(state, rows, 7);
}

/* The airport lies in a hole of Shunyi, and its street in Chaoyang's part
 * there. */
static void an_exclave_is_no_fault(void **state)
{
    unit_city *city = *state;
    const unit_row rows[] = {
        {"105", "district", NULL, {{0, 0, 10, 10}, {30, 5, 35, 9}}, 2, false},
        {"113",
         "district",
         NULL,
         {{20, 0, 30, 10}, {35, 0, 40, 10}},
         2,
         false},
        {"1051", "street", "105", {{30, 5, 35, 9}}, 1, false},
        {"1052", "street", "105", {{0, 0, 10, 10}}, 1, false},
        {"1131", "street", "113", {{20, 0, 30, 10}}, 1, false},
        {"1132", "street", "113", {{35, 0, 40, 10}}, 1, false},
    };

    expect_silence(state, rows, 6);
    assert_int_equal(city->import.counts.doubtful, 0);
}

static void areas_that_overlap_or_are_the_same_are_told(void **state)
{
    unit_city *city = *state;
    const unit_row rows[] = {
        {"a", "street", NULL, {{0, 0, 10, 10}}, 1, false},
        {"b", "street", NULL, {{9, 0, 20, 10}}, 1, false},
        {"c", "street", NULL, {{30, 0, 40, 10}}, 1, false},
        {"d", "street", NULL, {{30, 0, 40, 10}}, 1, false},
        {"e", "district", NULL, {{0, 0, 50, 50}}, 1, false},
    };
    char area_m2[CI_NUMBER_SIZE], note[2][CIRCLET_MESSAGE_SIZE];
    const char *const notes[] = {
        note[0], "same_area 5: unit 'd' (Nd) has the same area as unit 'c' "
                 "(Nc)"};
    const char *const remarks[] = {
        "pairs of units with the same area: 1, among them: unit 'd'", note[1]};

    ci_format_fixed(area_m2, box_m2((box){9, 0, 10, 10}), 0);
    snprintf(note[0], sizeof(note[0]),
             "overlap 3: unit 'b' (Nb) overlaps unit 'a' (Na) by %s m2, at "
             "116.009500,40.005000",
             area_m2);
    snprintf(note[1], sizeof(note[1]),
             "pairs of units that overlap: 1, with %s m2 in all, the largest: "
             "unit 'b'",
             area_m2);
    insert_units(city, rows, 5);
    check_units(city);

    expect_said(city, notes, 2, remarks, 2);
    assert_int_equal(city->import.counts.doubtful, 2);
}

static void slivers_are_only_counted(void **state)
{
    unit_city *city = *state;
    const unit_row rows[] = {
        {"e", "district", NULL, {{0, 0, 20, 10}}, 1, false},
        {"a", "street", "e", {{0, 0, 10.005, 10}}, 1, false},
        {"b", "street", "e", {{10, 0, 19.995, 10}}, 1, false},
    };
    /* The overlap of a and b, and what e has beyond b. */
    const char *const remarks[] = {
        "borders that differ by slivers alone, less than 1 m wide or 100 m2 "
        "each: 2, with 9"};

    insert_units(city, rows, 3);
    check_units(city);

    expect_said(city, NULL, 0, remarks, 1);
    assert_int_equal(city->import.counts.doubtful, 0);
}

static void children_out_of_their_parent_and_gaps_are_told(void **state)
{
    unit_city *city = *state;
    const unit_row rows[] = {
        {"e", "district", NULL, {{0, 0, 20, 10}}, 1, false},
        {"a", "street", "e", {{0, 0, 10, 10}}, 1, false},
        {"b", "street", "e", {{14, 0, 25, 10}}, 1, false},
    };
    char out_m2[CI_NUMBER_SIZE], gap_m2[CI_NUMBER_SIZE];
    char note[2][CIRCLET_MESSAGE_SIZE];
    const char *const notes[] = {note[1], note[0]};
    const char *const remarks[] = {
        "units that reach out of their parent: 1, with ",
        "units that those below them do not cover: 1, with "};

    ci_format_fixed(out_m2, box_m2((box){20, 0, 25, 10}), 0);
    ci_format_fixed(gap_m2, box_m2((box){10, 0, 14, 10}), 0);
    snprintf(note[0], sizeof(note[0]),
             "outside_parent 4: %s m2 of unit 'b' (Nb) lie outside its parent "
             "'e' (Ne), at 116.022500,40.005000",
             out_m2);
    snprintf(note[1], sizeof(note[1]),
             "gap 2: %s m2 of unit 'e' (Ne) are covered by none of the units "
             "below it, at 116.012000,40.005000",
             gap_m2);
    insert_units(city, rows, 3);
    check_units(city);

    expect_said(city, notes, 2, remarks, 2);
}

/* A community without an area may be what lies in the gap. */
static void children_without_areas_may_fill_a_gap(void **state)
{
    const unit_row rows[] = {
        {"e", "street", NULL, {{0, 0, 20, 10}}, 1, false},
        {"a", "community", "e", {{0, 0, 10, 10}}, 1, false},
        {"b", "community", "e", {{0, 0, 0, 0}}, 0, false},
    };

    expect_silence(state, rows, 3);
}

static void parents_that_are_missing_are_told(void **state)
{
    unit_city *city = *state;
    const unit_row rows[] = {
        {"a", "district", NULL, {{0, 0, 0, 0}}, 0, false},
        {"b", "street", "a", {{0, 0, 0, 0}}, 0, false},
        {"c", "street", "x", {{0, 0, 0, 0}}, 0, false},
        {"d", "street", NULL, {{0, 0, 0, 0}}, 0, false},
        {"f", "community", NULL, {{0, 0, 0, 0}}, 0, false},
        {"g", "community", "y", {{0, 0, 0, 0}}, 0, false},
    };
    const char *const notes[] = {
        ("unknown_parent 4: unit 'c' (Nc) names the parent 'x', which is not "
         "in the city"),
        "no_parent 5: unit 'd' (Nd) has no parent",
        "no_parent 6: unit 'f' (Nf) has no parent",
        ("unknown_parent 7: unit 'g' (Ng) names the parent 'y', which is not "
         "in the city")};
    const char *const remarks[] = {
        "units without a parent: 2, the first: unit 'd' (Nd) has no parent",
        "2 units name a parent that is not in the city (yet)"};

    insert_units(city, rows, 6);
    check_units(city);

    expect_said(city, notes, 4, remarks, 2);
}

/* Four streets around a square that is of none of them. */
static void ground_that_units_enclose_is_told(void **state)
{
    unit_city *city = *state;
    const unit_row rows[] = {
        {"n", "street", NULL, {{0, 20, 20, 30}}, 1, false},
        {"e", "street", NULL, {{20, 0, 30, 30}}, 1, false},
        {"s", "street", NULL, {{0, 0, 20, 10}}, 1, false},
        {"w", "street", NULL, {{-10, 0, 0, 30}}, 1, false},
    };

    insert_units(city, rows, 4);
    check_units(city);

    assert_int_equal(city->note_count, 1);
    assert_non_null(strstr(city->notes[0], "gap "));
    assert_non_null(
        strstr(city->notes[0], "m2 that are of none of them, in 1 parts"));
}

/* What an earlier import brought is told of only where a unit of this one is
 * concerned. */
static void only_what_this_import_brings_is_told(void **state)
{
    unit_city *city = *state;
    const unit_row rows[] = {
        {"a", "street", NULL, {{0, 0, 10, 10}}, 1, true},
        {"b", "street", NULL, {{5, 0, 15, 10}}, 1, true},
        {"c", "street", NULL, {{40, 0, 50, 10}}, 1, false},
        {"d", "street", NULL, {{14, 0, 20, 10}}, 1, false},
    };

    insert_units(city, rows, 4);
    check_units(city);

    assert_int_equal(city->note_count, 1);
    assert_non_null(strstr(city->notes[0],
                           "overlap 5: unit 'd' (Nd) overlaps unit 'b' (Nb)"));
}

/* ---- against all pairs -------------------------------------------------- */

static bool boxes_overlap(const box *a, const box *b)
{
    return a->west < b->east && b->west < a->east && a->south < b->north &&
           b->south < a->north;
}

static void every_pair_is_looked_at(void **state)
{
    unit_city *city = *state;
    size_t total = 0;

    for (uint64_t seed = 1; seed <= 300; seed++) {
        uint64_t random = seed;
        unit_row rows[10];
        char codes[10][4];
        size_t expected = 0, found = 0;

        assert_ok(ci_db_run(city->change.db, "DELETE FROM unit", error));
        for (size_t i = 0; i < 10; i++) {
            box b = {.west = unit_random_below(&random, 30),
                     .south = unit_random_below(&random, 20)};

            b.east = b.west + 1 + unit_random_below(&random, i ? 6 : 60);
            b.north = b.south + 1 + unit_random_below(&random, 6);
            snprintf(codes[i], sizeof(codes[i]), "%u",
                     unit_random_below(&random, 10));
            codes[i][1] = (char)('a' + i);
            codes[i][2] = '\0';
            rows[i] = (unit_row){
                codes[i],
                unit_random_below(&random, 3) ? "street" : "district",
                NULL,
                {b},
                1,
                false};
            for (size_t j = 0; j < i; j++)
                expected +=
                    strcmp(rows[i].level, rows[j].level) == 0 &&
                    boxes_overlap(&rows[i].boxes[0], &rows[j].boxes[0]);
        }
        insert_units(city, rows, 10);
        check_units(city);
        for (size_t i = 0; i < city->note_count; i++)
            found += strncmp(city->notes[i], "gap ", 4) != 0;
        if (found != expected)
            fail_msg("seed %u: %zu pairs, not %zu", (unsigned)seed, found,
                     expected);
        total += expected;
    }
    assert_true(total > 300);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        city_test(sound_units_are_not_talked_about),
        city_test(an_exclave_is_no_fault),
        city_test(areas_that_overlap_or_are_the_same_are_told),
        city_test(slivers_are_only_counted),
        city_test(children_out_of_their_parent_and_gaps_are_told),
        city_test(children_without_areas_may_fill_a_gap),
        city_test(parents_that_are_missing_are_told),
        city_test(ground_that_units_enclose_is_told),
        city_test(only_what_this_import_brings_is_told),
        city_test(every_pair_is_looked_at),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

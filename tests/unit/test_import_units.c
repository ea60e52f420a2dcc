#include <math.h>

#include "unit_city.h"

/* ---- one area ----------------------------------------------------------- */

static void an_invalid_area_is_repaired_and_told(void **state)
{
    const circlet_point tie[] = {
        {116, 40}, {116.01, 40.01}, {116.01, 40}, {116, 40.01}, {116, 40}};
    const circlet_ring ring = {5, false};
    const circlet_area area = {tie, &ring, 1};
    ci_unit_verdict verdict = {.is_noted = false};
    ci_geometry repaired = {0};
    ci_buffer reason = {0};
    circlet_area made;
    char now[CI_NUMBER_SIZE];

    (void)state;
    for (int again = 0; again < 2; again++) {
        reason.size = 0;
        assert_ok(
            ci_unit_repair_area(&verdict, &repaired, &reason, &area, error));
        assert_true(verdict.is_noted);
        assert_int_equal(verdict.outcome, CIRCLET_ROW_REPAIRED);
        assert_string_equal(verdict.kind, "invalid_area");
        assert_int_equal(repaired.type, CI_GEOMETRY_AREA);
        assert_int_equal(repaired.ring_count, 2);
        assert_int_equal(repaired.point_count, 8);
    }
    made = ci_geometry_area(&repaired);
    ci_format_fixed(now, ci_geodesic_area_m2(&made), 1);
    assert_non_null(strstr(reason.text,
                           "ring crosses itself or another ring at "
                           "116.005000 40.005000: its area is now "));
    assert_non_null(strstr(reason.text, now));
    /* What is filled may grow, as any geometry. */
    assert_true(ci_geometry_add_point(&repaired, tie[0]));
    ci_geometry_free(&repaired);
    ci_buffer_free(&reason);
}

static void a_valid_area_is_not_touched(void **state)
{
    ci_geometry square = {0}, repaired = {0};
    ci_unit_verdict verdict = {.is_noted = true};
    ci_buffer reason = {0};
    circlet_area area;

    (void)state;
    add_box(&square, (box){0, 0, 1, 1});
    area = ci_geometry_area(&square);
    assert_ok(ci_unit_repair_area(&verdict, &repaired, &reason, &area, error));
    assert_false(verdict.is_noted);
    assert_int_equal(repaired.ring_count, 0);
    assert_int_equal(reason.size, 0);
    ci_geometry_free(&square);
}

static void an_area_of_which_nothing_is_left_is_refused(void **state)
{
    const circlet_point line[] = {
        {116, 40}, {116.01, 40.01}, {116.005, 40.005}, {116, 40}};
    const circlet_ring ring = {4, false};
    const circlet_area area = {line, &ring, 1};
    ci_unit_verdict verdict = {.is_noted = false};
    ci_geometry repaired = {0};
    ci_buffer reason = {0};

    (void)state;
    assert_ok(ci_unit_repair_area(&verdict, &repaired, &reason, &area, error));
    assert_true(verdict.is_noted);
    assert_int_equal(verdict.outcome, CIRCLET_ROW_REFUSED);
    assert_string_equal(verdict.kind, "invalid_area");
    assert_string_equal(reason.text, "the area encloses nothing");
    ci_buffer_free(&reason);
}

/* ---- two rows of a unit ------------------------------------------------- */

static const unit_row chaoyang = {"105", "district", NULL, {{0, 0, 10, 10}},
                                  1,     false};

/* Offers another row of the code with this area. */
static ci_unit_verdict offer(unit_city *city, ci_unit_twin twin, box b,
                             char said[CIRCLET_MESSAGE_SIZE])
{
    ci_unit_verdict verdict = {.is_noted = false};
    ci_geometry geometry = {0};
    ci_buffer reason = {0};

    if (b.east > b.west)
        add_box(&geometry, b);
    twin.geometry = &geometry;
    assert_ok(ci_unit_merge(&verdict, &reason, &city->import, &twin, error));
    assert_true(verdict.is_noted);
    snprintf(said, CIRCLET_MESSAGE_SIZE, "%s", reason.text);
    ci_geometry_free(&geometry);
    ci_buffer_free(&reason);
    return verdict;
}

static size_t stored_rings(unit_city *city, double *area_m2)
{
    ci_statement *find = NULL;
    ci_geometry geometry = {0};
    circlet_area area;
    int32_t srs_id = 0;
    bool has_row = false;
    size_t count;

    assert_ok(ci_db_prepare(&find, city->change.db,
                            "SELECT geom FROM unit WHERE code = '105'",
                            error));
    assert_ok(ci_statement_step(find, &has_row, error));
    assert_true(has_row);
    assert_ok(ci_container_read(&geometry, &srs_id, find, 0, error));
    area = ci_geometry_area(&geometry);
    *area_m2 = ci_geodesic_area_m2(&area);
    count = geometry.ring_count;
    ci_geometry_free(&geometry);
    ci_statement_free(find);
    return count;
}

static void an_exclave_is_merged(void **state)
{
    unit_city *city = *state;
    const box airport = {30, 30, 34, 34};
    ci_unit_twin twin = {.code = "105",
                         .name = "N105",
                         .level = "district",
                         .source = city->source};
    char said[CIRCLET_MESSAGE_SIZE];
    ci_unit_verdict verdict;
    double area_m2;

    insert_units(city, &chaoyang, 1);
    verdict = offer(city, twin, airport, said);
    assert_int_equal(verdict.outcome, CIRCLET_ROW_REPAIRED);
    assert_string_equal(verdict.kind, "merged");
    assert_string_equal(said, "a further part of unit '105': merged with row "
                              "2, whose other values it has now");
    assert_int_equal(stored_rings(city, &area_m2), 2);
    assert_true(fabs(area_m2 - box_m2(chaoyang.boxes[0]) - box_m2(airport)) <
                1e-6);
    /* The same part once more, and again when names are not given. */
    verdict = offer(city, twin, airport, said);
    assert_int_equal(verdict.outcome, CIRCLET_ROW_REFUSED);
    assert_string_equal(verdict.kind, "duplicate");
    assert_string_equal(said,
                        "code '105' stands in row 2 already, with this area");
    twin.name = twin.level = NULL;
    verdict = offer(city, twin, (box){40, 40, 44, 44}, said);
    assert_string_equal(verdict.kind, "merged");
    assert_int_equal(stored_rings(city, &area_m2), 3);
}

static void parts_that_touch_or_overlap_become_one(void **state)
{
    unit_city *city = *state;
    const ci_unit_twin twin = {.code = "105", .source = city->source};
    char said[CIRCLET_MESSAGE_SIZE], expected[96], common[CI_NUMBER_SIZE];
    double area_m2;

    insert_units(city, &chaoyang, 1);
    assert_string_equal(offer(city, twin, (box){10, 0, 12, 10}, said).kind,
                        "merged");
    assert_null(strstr(said, "in common"));
    assert_int_equal(stored_rings(city, &area_m2), 1);
    assert_true(fabs(area_m2 - box_m2((box){0, 0, 12, 10})) < 1e-2);
    assert_string_equal(offer(city, twin, (box){11, 0, 15, 10}, said).kind,
                        "merged");
    ci_format_fixed(common, box_m2((box){11, 0, 12, 10}), 1);
    snprintf(expected, sizeof(expected), "; the two had %s m2 in common",
             common);
    if (!strstr(said, expected))
        fail_msg("said '%s', not '%s'", said, expected);
    assert_int_equal(stored_rings(city, &area_m2), 1);
    assert_true(fabs(area_m2 - box_m2((box){0, 0, 15, 10})) < 1e-1);
}

static void what_contradicts_is_a_duplicate(void **state)
{
    unit_city *city = *state;
    const box other = {30, 30, 34, 34};
    const ci_unit_twin same = {.code = "105",
                               .name = "N105",
                               .level = "district",
                               .source = city->source};
    ci_unit_twin twin = same;
    char said[CIRCLET_MESSAGE_SIZE];
    double area_m2;

    insert_units(city, &chaoyang, 1);
    twin.name = "Shunyi";
    assert_string_equal(offer(city, twin, other, said).kind, "duplicate");
    assert_string_equal(said, "code '105' stands in row 2 already, with the "
                              "name 'N105' instead of 'Shunyi'");
    twin = same;
    twin.level = "street";
    assert_string_equal(offer(city, twin, other, said).kind, "duplicate");
    assert_string_equal(said, "code '105' stands in row 2 already, with the "
                              "level district instead of street");
    twin = same;
    twin.source = city->source + 1;
    assert_string_equal(offer(city, twin, other, said).kind, "duplicate");
    assert_string_equal(said, "code '105' stands in units.csv, row 2 already");
    assert_string_equal(offer(city, same, (box){0, 0, 0, 0}, said).kind,
                        "duplicate");
    assert_string_equal(said, "code '105' stands in row 2 already");
    assert_int_equal(stored_rings(city, &area_m2), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        city_test(an_invalid_area_is_repaired_and_told),
        city_test(a_valid_area_is_not_touched),
        city_test(an_area_of_which_nothing_is_left_is_refused),
        city_test(an_exclave_is_merged),
        city_test(parts_that_touch_or_overlap_become_one),
        city_test(what_contradicts_is_a_duplicate),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <circlet/io.h>

#include "city_file_fixture.h"
#include "geo/area.h"
#include "io/city_file.h"
#include "io/container.h"
#include "io/unit_places.h"

/* Boxes with whole corners, so that points on borders are drawn, too. */
typedef struct box_unit {
    char code[16];
    int parent; /* -1: none */
    int level; /* 0: city ... 3: community */
    bool has_area;
    circlet_point corners[5];
    circlet_ring ring;
} box_unit;

#define UNITS 12

static const char *const levels[] = {"city", "district", "street",
                                     "community"};

static void draw_units(box_unit *units, uint64_t *seed)
{
    for (int i = 0; i < UNITS; i++) {
        box_unit *unit = &units[i];
        double west = unit_random_below(seed, 8),
               south = unit_random_below(seed, 8);
        double east = west + 1 + unit_random_below(seed, 3);
        double north = south + 1 + unit_random_below(seed, 3);

        *unit =
            (box_unit){.parent = -1, .has_area = unit_random_below(seed, 4)};
        unit->level = i == 0 ? 0 : 1 + (int)unit_random_below(seed, 3);
        snprintf(unit->code, sizeof(unit->code), "u%02d", i);
        for (int p = 0; p < i; p++)
            if (units[p].level < unit->level && unit_random_below(seed, 2))
                unit->parent = p;
        unit->corners[0] = unit->corners[4] = (circlet_point){west, south};
        unit->corners[1] = (circlet_point){east, south};
        unit->corners[2] = (circlet_point){east, north};
        unit->corners[3] = (circlet_point){west, north};
        unit->ring = (circlet_ring){.end = 5};
    }
}

static circlet_area area_of(const box_unit *unit)
{
    circlet_area area = {.points = unit->corners,
                         .rings = &unit->ring,
                         .ring_count = unit->has_area ? 1 : 0};

    return area;
}

static void store_units(const city_folder *f, const box_unit *units)
{
    ci_city_change change = {0};
    ci_statement *insert = NULL;
    ci_buffer blob = {0};

    assert_ok(ci_city_change_begin(&change, f->city, error));
    assert_ok(ci_db_run(change.db, "DELETE FROM unit", error));
    assert_ok(
        ci_db_prepare(&insert, change.db,
                      "INSERT INTO unit (code, name, level, parent_code, "
                      "geom) VALUES (?, 'n', ?, ?, ?)",
                      error));
    for (int i = 0; i < UNITS; i++) {
        circlet_area area = area_of(&units[i]);

        assert_ok(ci_bind_text(insert, 1, units[i].code, error));
        assert_ok(ci_bind_text(insert, 2, levels[units[i].level], error));
        assert_ok(ci_bind_text(
            insert, 3,
            units[i].parent < 0 ? NULL : units[units[i].parent].code, error));
        blob.size = 0;
        ci_container_write_area(change.db, &blob, &area);
        assert_ok(units[i].has_area
                      ? ci_bind_blob(insert, 4, blob.text, blob.size, error)
                      : ci_bind_null(insert, 4, error));
        assert_ok(ci_statement_step(insert, NULL, error));
    }
    ci_buffer_free(&blob);
    ci_statement_free(insert);
    assert_ok(ci_city_change_commit(&change, error));
    ci_city_change_end(&change);
}

/* ---- the same by loops -------------------------------------------------- */

static bool has_point(const box_unit *units, int i, circlet_point at)
{
    circlet_area area = area_of(&units[i]);

    return units[i].has_area && ci_area_has(&area, at);
}

/* The lowest unit, of these the first. */
static int loop_at(const box_unit *units, circlet_point at)
{
    int found = -1;

    for (int i = 0; i < UNITS; i++)
        if (has_point(units, i, at) &&
            (found < 0 || units[i].level > units[found].level))
            found = i;
    return found;
}

static bool is_above(const box_unit *units, int above, int i)
{
    for (; i >= 0; i = units[i].parent)
        if (i == above)
            return true;
    return false;
}

static int with_area(const box_unit *units, int i)
{
    while (i >= 0 && !units[i].has_area)
        i = units[i].parent;
    return i;
}

static bool loop_is_in(const box_unit *units, int i, int there,
                       circlet_point at)
{
    int area = with_area(units, i);

    return is_above(units, i, there) || is_above(units, there, i) ||
           area < 0 || is_above(units, area, there) ||
           has_point(units, area, at);
}

static void compare_at(const ci_unit_places *places, const box_unit *units,
                       circlet_point at)
{
    uint32_t found = ci_unit_places_at(places, at);
    int wanted = loop_at(units, at);

    assert_int_equal(found == CI_NOWHERE, wanted < 0);
    if (wanted < 0)
        return;
    assert_string_equal(ci_unit_places_code(places, found),
                        units[wanted].code);
    for (int i = 0; i < UNITS; i++)
        assert_int_equal(
            ci_unit_places_is_in(
                places, ci_unit_places_find(places, units[i].code), found, at),
            loop_is_in(units, i, wanted, at));
}

static void places_are_those_of_a_loop(void **state)
{
    city_folder *f = *state;
    uint64_t seed = 11;

    for (int round = 0; round < 40; round++) {
        box_unit units[UNITS];
        ci_unit_places *places = NULL;
        ci_db *db = NULL;
        bool are_known = true;

        draw_units(units, &seed);
        store_units(f, units);
        assert_ok(ci_city_file_open(&db, f->city, error));
        assert_ok(ci_unit_places_read(&places, db, error));
        for (int i = 0; i < UNITS; i++)
            are_known = are_known && with_area(units, i) >= 0;
        assert_int_equal(ci_unit_places_are_known(places), are_known);
        assert_int_equal(ci_unit_places_count(places), UNITS);
        assert_int_equal(ci_unit_places_find(places, "none"), CI_NOWHERE);
        for (int i = 0; i < 60; i++)
            compare_at(places, units,
                       (circlet_point){unit_random_below(&seed, 24) / 2.0,
                                       unit_random_below(&seed, 24) / 2.0});
        ci_unit_places_free(places);
        ci_db_close(db);
    }
}

/* A city that a person has edited may have parents that go round. */
static void parents_in_a_circle_end(void **state)
{
    city_folder *f = *state;
    ci_city_change change = {0};
    ci_unit_places *places = NULL;

    assert_ok(ci_city_change_begin(&change, f->city, error));
    assert_ok(ci_db_run(change.db,
                        "INSERT INTO unit (code, name, level, parent_code) "
                        "VALUES ('a', 'A', 'street', 'b'), "
                        "('b', 'B', 'street', 'a')",
                        error));
    assert_ok(ci_unit_places_read(&places, change.db, error));
    assert_false(ci_unit_places_are_known(places));
    assert_true(ci_unit_places_is_in(places, 0, 1, (circlet_point){1, 2}));
    ci_unit_places_free(places);
    ci_city_change_end(&change);
}

#define CITY_TEST(test)                                                       \
    cmocka_unit_test_setup_teardown(test, make_city_folder, remove_city_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CITY_TEST(places_are_those_of_a_loop),
        CITY_TEST(parents_in_a_circle_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

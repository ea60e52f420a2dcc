/* Sums of random cities at every level, and counting everybody again. */
#include "ledger_fixture.h"

/* `units` lists of a level's units, nested in a grid; about a fifth of the
 * ground belongs to no street, and as much of the streets to no community. */
typedef struct random_city {
    circlet_city_builder *builder;
    uint64_t seed;
    bool is_reversed; /* rows are added from the last on */
} random_city;

static void add_random_units(random_city *r)
{
    char code[16], parent[16];

    add_unit(r->builder, "C", CIRCLET_LEVEL_CITY, NULL, 0, 0, 9);
    for (int d = 0; d < 3; d++) {
        snprintf(code, sizeof(code), "D%d", d);
        add_unit(r->builder, code, CIRCLET_LEVEL_DISTRICT, "C", 3 * d, 0, 3);
    }
    for (int s = 0; s < 9; s++) {
        if (unit_random_below(&r->seed, 5) == 0)
            continue;
        snprintf(code, sizeof(code), "S%d", s);
        snprintf(parent, sizeof(parent), "D%d", s / 3);
        add_unit(r->builder, code, CIRCLET_LEVEL_STREET, parent, s, 0, 1);
        if (unit_random_below(&r->seed, 5) == 0)
            continue;
        snprintf(parent, sizeof(parent), "S%d", s);
        snprintf(code, sizeof(code), "V%d", s);
        add_unit(r->builder, code, CIRCLET_LEVEL_COMMUNITY, parent, s, 0, 0.5);
    }
}

static circlet_answer random_answer(uint64_t *seed)
{
    return (circlet_answer)unit_random_below(seed, 3);
}

static double random_place(uint64_t *seed, double limit)
{
    return limit * unit_random_below(seed, 10000) / 10000.0 + 1e-6;
}

static void add_random_person(random_city *r, uint64_t seed, size_t number)
{
    static const char *const kinds[] = {NULL, "visual", "visual;mental",
                                        "hearing;speech", "other"};
    static const char *const needs[] = {NULL, "day_care",
                                        "day_care;residential", "respite"};
    static const char *const aids[] = {NULL, "none", "stick", "sledge"};
    static const char *const households[] = {NULL, "h1", "h2", "h3"};
    char id[16];
    circlet_demand_record person;

    snprintf(id, sizeof(id), "p%04zu", number);
    person = person_at(id, random_place(&seed, 9.5), random_place(&seed, 2));
    person.kind = kinds[unit_random_below(&seed, 5)];
    person.needs = needs[unit_random_below(&seed, 4)];
    person.aid = aids[unit_random_below(&seed, 4)];
    person.household = households[unit_random_below(&seed, 4)];
    person.grade = (int)unit_random_below(&seed, 5);
    person.grade = person.grade == 0 ? -1 : person.grade;
    person.age = (int)unit_random_below(&seed, 100) - 1;
    person.certified = random_answer(&seed);
    person.poor = random_answer(&seed);
    person.is_modelled = unit_random_below(&seed, 4) == 0;
    person.weight_milli = unit_random_below(&seed, 5000);
    add_person(r->builder, person);
}

static void add_random_facility(random_city *r, uint64_t seed, size_t number)
{
    static const char *const types[] = {"warm_home", "day_care_station",
                                        "castle"};
    circlet_service_record service = {"day_care", -1, -1, -1, 0, 0};
    circlet_facility_record facility = circlet_facility_record_unknown();
    char id[16];

    snprintf(id, sizeof(id), "f%04zu", number);
    facility.id = facility.name = id;
    facility.type = types[unit_random_below(&seed, 3)];
    facility.at =
        (circlet_point){random_place(&seed, 9.5), random_place(&seed, 2)};
    if (unit_random_below(&seed, 2) == 0)
        service.places = unit_random_below(&seed, 50);
    if (unit_random_below(&seed, 2) == 0)
        service.beds = unit_random_below(&seed, 50);
    facility.services = &service;
    facility.service_count = 1;
    if (unit_random_below(&seed, 2) == 0)
        facility.measures[CIRCLET_MEASURE_AREA_M2] =
            unit_random_below(&seed, 100000) / 100.0;
    assert_ok(circlet_city_builder_add_facility(r->builder, &facility, error));
}

static circlet_city *make_city(uint64_t seed, bool is_reversed)
{
    random_city r = {NULL, seed, is_reversed};
    circlet_city *city = NULL;
    const size_t people = 60, facilities = 12;

    assert_ok(circlet_city_builder_new(&r.builder, error));
    add_random_units(&r);
    for (size_t i = 0; i < people; i++) {
        size_t number = is_reversed ? people - 1 - i : i;

        add_random_person(&r, seed * 1000 + number, number);
    }
    for (size_t i = 0; i < facilities; i++) {
        size_t number = is_reversed ? facilities - 1 - i : i;

        add_random_facility(&r, seed * 1000 + 500 + number, number);
    }
    assert_ok(circlet_city_builder_finish(&city, r.builder, error));
    circlet_city_builder_free(r.builder);
    return city;
}

/* The rows of a ledger under one parent, or all, add up to a cell. */
static void assert_sum(const circlet_ledger *ledger, const char *parent,
                       size_t column, circlet_ledger_cell whole, uint64_t seed)
{
    int64_t sum = 0, modelled = 0;
    size_t parts = 0;
    bool is_complete = true;

    for (size_t i = 0; i < circlet_ledger_row_count(ledger); i++) {
        const circlet_ledger_row *row = circlet_ledger_row_at(ledger, i);
        circlet_ledger_cell part = circlet_ledger_cell_at(ledger, i, column);

        if (parent &&
            (!row->parent_code || strcmp(row->parent_code, parent) != 0))
            continue;
        sum += part.value_milli;
        modelled += part.modelled_milli;
        is_complete &= part.is_complete;
        parts++;
    }
    if (sum != whole.value_milli || modelled != whole.modelled_milli ||
        (parts > 0 && is_complete != whole.is_complete))
        fail_msg("seed %llu: column %zu of level %s under %s does not add up",
                 (unsigned long long)seed, column,
                 circlet_ledger_level_name(circlet_ledger_level_of(ledger)),
                 parent ? parent : "all");
}

static const circlet_ledger_column *same_column(const circlet_ledger *a,
                                                const circlet_ledger *b,
                                                size_t column)
{
    const circlet_ledger_column *left = circlet_ledger_column_at(a, column);
    const circlet_ledger_column *right = circlet_ledger_column_at(b, column);

    assert_int_equal(left->section, right->section);
    assert_string_equal(left->word, right->word);
    return left;
}

/* Rows under a unit of `upper` add up to it, or to one of its rows of no
 * unit, where they stand under the unit above. */
static void compare_levels(const circlet_ledger *lower,
                           const circlet_ledger *upper, uint64_t seed)
{
    size_t columns = circlet_ledger_column_count(lower);
    size_t all = circlet_ledger_row_count(upper);

    for (size_t c = 0; c < columns; c++) {
        same_column(lower, upper, c);
        assert_sum(lower, NULL, c, circlet_ledger_cell_at(upper, all, c),
                   seed);
        for (size_t i = 0; i < all; i++) {
            const circlet_ledger_row *row = circlet_ledger_row_at(upper, i);

            if (row->code)
                assert_sum(lower, row->code, c,
                           circlet_ledger_cell_at(upper, i, c), seed);
        }
    }
}

static void sums_agree_at_every_level(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        circlet_city *city = make_city(seed, false);
        circlet_ledger *ledgers[5];

        for (int level = 0; level < 5; level++)
            ledgers[level] =
                ledger_of(city, (circlet_ledger_level)level, 2020);
        for (int level = 1; level < 4; level++)
            compare_levels(ledgers[level], ledgers[level - 1], seed);
        compare_levels(ledgers[4], ledgers[3], seed);
        for (int level = 0; level < 5; level++)
            circlet_ledger_free(ledgers[level]);
        circlet_city_free(city);
    }
}

/* What one person adds, counted anew for a row of no other level. */
static int64_t count_again(const circlet_city *city, circlet_unit unit,
                           const char *kind, bool of_modelled)
{
    int64_t sum = 0;
    circlet_level level = circlet_city_unit(city, unit)->level;

    for (size_t i = 0; i < circlet_city_demand_count(city); i++) {
        const circlet_demand_record *person =
            circlet_city_demand(city, (circlet_demand)i);

        if (circlet_city_demand_unit(city, (circlet_demand)i, level) == unit &&
            person->is_modelled == of_modelled &&
            (!kind || (person->kind && circlet_list_has(person->kind, kind))))
            sum += person->weight_milli;
    }
    return sum;
}

static void figures_are_those_of_counting_everybody_again(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        circlet_city *city = make_city(seed, false);
        circlet_ledger *ledger = ledger_of(city, CIRCLET_LEDGER_STREET, 2020);
        size_t all = column_of(ledger, CIRCLET_LEDGER_PEOPLE, "all");
        size_t mental = column_of(ledger, CIRCLET_LEDGER_KIND, "mental");

        for (size_t i = 0; circlet_ledger_row_at(ledger, i) &&
                           circlet_ledger_row_at(ledger, i)->code;
             i++) {
            circlet_unit unit = circlet_city_find_unit(
                city, circlet_ledger_row_at(ledger, i)->code);
            circlet_ledger_cell people =
                circlet_ledger_cell_at(ledger, i, all);

            assert_int_equal(people.value_milli,
                             count_again(city, unit, NULL, false));
            assert_int_equal(people.modelled_milli,
                             count_again(city, unit, NULL, true));
            assert_int_equal(
                circlet_ledger_cell_at(ledger, i, mental).value_milli,
                count_again(city, unit, "mental", false));
        }
        circlet_ledger_free(ledger);
        circlet_city_free(city);
    }
}

static void the_order_of_rows_changes_nothing(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 30; seed++)
        for (int level = 0; level < 5; level++) {
            circlet_city *cities[] = {make_city(seed, false),
                                      make_city(seed, true)};
            circlet_ledger *a =
                ledger_of(cities[0], (circlet_ledger_level)level, 2020);
            circlet_ledger *b =
                ledger_of(cities[1], (circlet_ledger_level)level, 2020);
            size_t rows = circlet_ledger_row_count(a);

            assert_int_equal(rows, circlet_ledger_row_count(b));
            for (size_t i = 0; i <= rows; i++)
                for (size_t c = 0; c < circlet_ledger_column_count(a); c++) {
                    circlet_ledger_cell left = circlet_ledger_cell_at(a, i, c);
                    circlet_ledger_cell right =
                        circlet_ledger_cell_at(b, i, c);

                    same_column(a, b, c);
                    assert_int_equal(left.value_milli, right.value_milli);
                    assert_int_equal(left.modelled_milli,
                                     right.modelled_milli);
                }
            circlet_ledger_free(a);
            circlet_ledger_free(b);
            circlet_city_free(cities[0]);
            circlet_city_free(cities[1]);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_agree_at_every_level),
        cmocka_unit_test(figures_are_those_of_counting_everybody_again),
        cmocka_unit_test(the_order_of_rows_changes_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What must change nothing: the order of rows, and one point for several
 * people in place of several points. */
#include "judge_units.h"

#define MAX_ROWS 64

typedef enum row_kind { UNIT_ROW, PERSON_ROW, FACILITY_ROW } row_kind;

typedef struct row {
    row_kind kind;
    int number;
} row;

typedef struct town {
    uint64_t seed;
    int streets, people, facilities;
} town;

static void add_unit(judge_city *city, int number, uint64_t random)
{
    static const char *const settings[] = {"urban", "plain", "mountain", NULL};
    char code[16];

    if (number == 0) {
        judge_add_unit(city, (judge_unit){"C", CIRCLET_LEVEL_CITY, NULL, 0, 6,
                                          NULL, NULL});
    } else if (number <= 2) {
        snprintf(code, sizeof(code), "D%d", number);
        judge_add_unit(city,
                       (judge_unit){code, CIRCLET_LEVEL_DISTRICT, "C",
                                    3 * number - 3, 3 * number,
                                    number == 1 ? "urban_six" : NULL, NULL});
    } else {
        snprintf(code, sizeof(code), "S%d", number - 3);
        judge_add_unit(city,
                       (judge_unit){code, CIRCLET_LEVEL_STREET,
                                    number - 3 < 3 ? "D1" : "D2", number - 3,
                                    number - 2, NULL,
                                    settings[unit_random_below(&random, 4)]});
    }
}

/* Person `number`, as one point or as two that weigh as much. */
static void add_person(judge_city *city, int number, uint64_t random,
                       bool is_split)
{
    circlet_demand_record person =
        judge_person((int)unit_random_below(&random, 6), 0.1);
    uint32_t weight = 2 + unit_random_below(&random, 300000);
    char id[32];

    person.certified = (circlet_answer)unit_random_below(&random, 3);
    for (int part = 0; part < 1 + is_split; part++) {
        snprintf(id, sizeof(id), "p%d.%d", number, part);
        person.id = id;
        person.weight_milli = !is_split   ? weight
                              : part == 0 ? weight / 3
                                          : weight - weight / 3;
        assert_ok(
            circlet_city_builder_add_demand(city->builder, &person, error));
    }
}

static void add_facility(judge_city *city, int number, uint64_t random)
{
    static const char *const types[] = {"warm_home",
                                        "warm_home",
                                        "mental_day_station",
                                        "rehabilitation_hospital",
                                        "mental_welfare_institution",
                                        "special_welfare_institution",
                                        "elderly_institution"};
    static const char *const services[] = {"mental_welfare", "special_welfare",
                                           "rehabilitation", "mental_care",
                                           "severe_care"};
    circlet_service_record offers[2];
    circlet_facility_record facility =
        judge_facility(types[unit_random_below(&random, 7)],
                       (int)unit_random_below(&random, 6));
    uint32_t first = unit_random_below(&random, 5);
    char id[16];

    snprintf(id, sizeof(id), "f%02d", number);
    facility.id = facility.name = id;
    facility.is_pilot = (circlet_answer)unit_random_below(&random, 3);
    facility.is_reformed = (circlet_answer)unit_random_below(&random, 3);
    facility.is_comprehensive = (circlet_answer)unit_random_below(&random, 3);
    for (int i = 0; i < CIRCLET_MEASURE_COUNT; i++)
        if (unit_random_below(&random, 3))
            facility.measures[i] = unit_random_below(&random, 40);
    for (uint32_t i = 0; i < 2; i++)
        offers[i] = (circlet_service_record){
            services[(first + i) % 5],
            -1,
            (int64_t)unit_random_below(&random, 160) - 10,
            -1,
            0,
            0};
    for (uint32_t i = 0; i < 2; i++)
        if (offers[i].beds < 0)
            offers[i].beds = -1;
    facility.services = offers;
    facility.service_count = unit_random_below(&random, 3);
    assert_ok(
        circlet_city_builder_add_facility(city->builder, &facility, error));
}

/* The rows of a town in the order of `order` (0: as they are numbered). */
static circlet_city *build(const town *all, uint64_t order, bool is_split)
{
    judge_city city = judge_city_new();
    row rows[MAX_ROWS];
    size_t count = 0;

    for (int i = 0; i < all->streets + 3; i++)
        rows[count++] = (row){UNIT_ROW, i};
    for (int i = 0; i < all->people; i++)
        rows[count++] = (row){PERSON_ROW, i};
    for (int i = 0; i < all->facilities; i++)
        rows[count++] = (row){FACILITY_ROW, i};
    for (size_t i = count; order && i > 1; i--) {
        size_t k = unit_random_below(&order, (uint32_t)i);
        row swapped = rows[i - 1];

        rows[i - 1] = rows[k];
        rows[k] = swapped;
    }
    for (size_t i = 0; i < count; i++) {
        uint64_t random = all->seed * 1000 + (uint64_t)rows[i].kind * 100 +
                          (uint64_t)rows[i].number;

        if (rows[i].kind == UNIT_ROW)
            add_unit(&city, rows[i].number, random);
        else if (rows[i].kind == PERSON_ROW)
            add_person(&city, rows[i].number, random, is_split);
        else
            add_facility(&city, rows[i].number, random);
    }
    return judge_finish(&city);
}

static void assert_same_number(double a, double b)
{
    if (isnan(a))
        assert_true(isnan(b));
    else
        assert_near(a, b);
}

static void assert_same(const circlet_finding *a, const circlet_finding *b)
{
    assert_string_equal(a->rule, b->rule);
    assert_string_equal(a->unit, b->unit);
    assert_string_equal(a->subject_id, b->subject_id);
    assert_string_equal(a->text_en, b->text_en);
    assert_string_equal(a->text_zh, b->text_zh);
    assert_int_equal(a->verdict, b->verdict);
    assert_same_number(a->measured, b->measured);
    assert_same_number(a->measured_low, b->measured_low);
    assert_same_number(a->measured_high, b->measured_high);
    assert_same_number(a->shortfall, b->shortfall);
}

static void assert_judged_alike(const circlet_policy *policy,
                                const circlet_city *one,
                                const circlet_city *other, int year)
{
    circlet_findings *a = judge_city_now(policy, one, NULL, year, NULL);
    circlet_findings *b = judge_city_now(policy, other, NULL, year, NULL);

    assert_true(circlet_findings_count(a) > 20);
    assert_int_equal(circlet_findings_count(a), circlet_findings_count(b));
    for (size_t i = 0; i < circlet_findings_count(a); i++)
        assert_same(circlet_findings_at(a, i), circlet_findings_at(b, i));
    circlet_findings_free(a);
    circlet_findings_free(b);
}

static void the_order_of_rows_changes_nothing(void **state)
{
    circlet_policy *policy = judge_policy();

    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        const town all = {seed, 6, 12, 30};
        circlet_city *one = build(&all, 0, false);
        circlet_city *other = build(&all, seed * 7, false);

        assert_judged_alike(policy, one, other, 2018 + (int)(seed % 3));
        circlet_city_free(one);
        circlet_city_free(other);
    }
    circlet_policy_free(policy);
}

static void points_may_be_split(void **state)
{
    circlet_policy *policy = judge_policy();

    (void)state;
    for (uint64_t seed = 101; seed <= 140; seed++) {
        const town all = {seed, 6, 12, 30};
        circlet_city *one = build(&all, 0, false);
        circlet_city *other = build(&all, seed, true);

        assert_judged_alike(policy, one, other, 2018 + (int)(seed % 3));
        circlet_city_free(one);
        circlet_city_free(other);
    }
    circlet_policy_free(policy);
}

/* A rule alone says what it says among all. */
static void a_rule_alone_is_judged_as_among_all(void **state)
{
    static const char *const rules[] = {
        "B-FUNCTION",     "B-DIRECTOR",      "B-PILOT",
        "B-REFORM-BASE",  "A-MENTAL-STAFF",  "A-REHAB-STAFF",
        "A-BEDS-MENTAL",  "A-BEDS-SPECIAL",  "A-BEDS-STAFF",
        "A-REHAB-ASSESS", "A-REHAB-HOSPITAL"};
    circlet_policy *policy = judge_policy_with(
        "    least_beds: 50", "    least_beds: 50\n    nested: "
                              "[mental_welfare, rehabilitation]");

    (void)state;
    for (uint64_t seed = 201; seed <= 215; seed++) {
        const town made = {seed, 6, 12, 30};
        circlet_city *city = build(&made, 0, false);
        circlet_findings *all = judge_city_now(policy, city, NULL, 2020, NULL);

        for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
            circlet_findings *alone =
                judge_city_now(policy, city, NULL, 2020, rules[i]);
            size_t k = 0;

            for (size_t f = 0; f < circlet_findings_count(all); f++)
                if (strcmp(circlet_findings_at(all, f)->rule, rules[i]) == 0)
                    assert_same(circlet_findings_at(all, f),
                                circlet_findings_at(alone, k++));
            assert_int_equal(circlet_findings_count(alone), k);
            assert_true(k > 0);
            circlet_findings_free(alone);
        }
        circlet_findings_free(all);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_order_of_rows_changes_nothing),
        cmocka_unit_test(points_may_be_split),
        cmocka_unit_test(a_rule_alone_is_judged_as_among_all),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

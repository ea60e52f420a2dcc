/* Figures of a ledger, counted by hand. */
#include "ledger_fixture.h"

/* ---- a town ------------------------------------------------------------- */

/* A city of two districts: D1 with the streets S1 (with community C1) and
 * S2 side by side, D2 without any street. */
static void add_units(circlet_city_builder *builder)
{
    add_unit(builder, "C0", CIRCLET_LEVEL_CITY, NULL, 0, 0, 8);
    add_unit(builder, "D1", CIRCLET_LEVEL_DISTRICT, "C0", 0, 0, 4);
    add_unit(builder, "D2", CIRCLET_LEVEL_DISTRICT, "C0", 4, 0, 4);
    add_unit(builder, "S1", CIRCLET_LEVEL_STREET, "D1", 0, 0, 2);
    add_unit(builder, "S2", CIRCLET_LEVEL_STREET, "D1", 2, 0, 2);
    add_unit(builder, "C1", CIRCLET_LEVEL_COMMUNITY, "S1", 0, 0, 1);
}

static void add_people(circlet_city_builder *builder)
{
    circlet_demand_record a = person_at("a", 0.5, 0.5);
    circlet_demand_record b = person_at("b", 1.5, 0.5);
    circlet_demand_record c = person_at("c", 3, 3);
    circlet_demand_record d = person_at("d", 5, 1);
    circlet_demand_record e = person_at("e", 0.2, 0.2);

    a.household = "h1";
    a.kind = "visual;mental";
    a.grade = 1;
    a.birth_year = 2004;
    a.age = 10;
    a.needs = "day_care;rehabilitation";
    a.aid = "stick";
    a.poor = CIRCLET_YES;
    b.household = "h1";
    b.kind = "visual";
    b.grade = 4;
    b.age = 70;
    b.needs = "day_care";
    b.certified = CIRCLET_NO;
    b.weight_milli = 2500;
    c.kind = "hearing";
    c.age = 18;
    d.poor = CIRCLET_NO;
    d.certified = CIRCLET_UNKNOWN;
    d.weight_milli = 12000;
    e.kind = "visual";
    e.is_modelled = true;
    e.weight_milli = 20000;
    add_person(builder, a);
    add_person(builder, b);
    add_person(builder, c);
    add_person(builder, d);
    add_person(builder, e);
}

static void add_facilities(circlet_city_builder *builder)
{
    const circlet_service_record first[] = {{"day_care", 30, -1, 20, 0, 0},
                                            {"mental_care", -1, -1, -1, 0, 0}};
    const circlet_service_record second[] = {{"day_care", 10, -1, -1, 0, 0}};
    circlet_facility_record facility = circlet_facility_record_unknown();

    facility.id = facility.name = "f1";
    facility.type = "warm_home";
    facility.at = (circlet_point){0.5, 0.5};
    facility.services = first;
    facility.service_count = 2;
    facility.measures[CIRCLET_MEASURE_AREA_M2] = 120.5;
    facility.measures[CIRCLET_MEASURE_NURSES] = 2;
    assert_ok(circlet_city_builder_add_facility(builder, &facility, error));
    facility.id = facility.name = "f2";
    facility.at = (circlet_point){5, 1};
    facility.services = second;
    facility.service_count = 1;
    facility.measures[CIRCLET_MEASURE_AREA_M2] = (double)NAN;
    assert_ok(circlet_city_builder_add_facility(builder, &facility, error));
    facility.id = facility.name = "f3"; /* closed before 2020 */
    facility.closed = 20190630;
    assert_ok(circlet_city_builder_add_facility(builder, &facility, error));
}

static circlet_city *town(void)
{
    circlet_city_builder *builder = NULL;
    circlet_city *city = NULL;

    assert_ok(circlet_city_builder_new(&builder, error));
    add_units(builder);
    add_people(builder);
    add_facilities(builder);
    assert_ok(circlet_city_builder_finish(&city, builder, error));
    circlet_city_builder_free(builder);
    return city;
}

/* ---- by hand ------------------------------------------------------------ */

static void people_stand_in_the_row_of_their_unit(void **state)
{
    circlet_city *city = town();
    circlet_ledger *ledger = ledger_of(city, CIRCLET_LEDGER_STREET, 2020);
    size_t all = column_of(ledger, CIRCLET_LEDGER_PEOPLE, "all");
    size_t rest;

    (void)state;
    assert_int_equal(circlet_ledger_row_count(ledger), 4);
    assert_int_equal(figure(ledger, "S1", CIRCLET_LEDGER_PEOPLE, "all"), 3500);
    assert_int_equal(figure(ledger, "S2", CIRCLET_LEDGER_PEOPLE, "all"), 0);
    rest = row_of(ledger, NULL, "D1"); /* c, north of the streets */
    assert_int_equal(circlet_ledger_cell_at(ledger, rest, all).value_milli,
                     1000);
    rest = row_of(ledger, NULL, "D2"); /* d */
    assert_int_equal(circlet_ledger_cell_at(ledger, rest, all).value_milli,
                     12000);
    assert_int_equal(figure(ledger, "total", CIRCLET_LEDGER_PEOPLE, "all"),
                     16500);
    assert_string_equal(circlet_ledger_row_at(ledger, 0)->parent_code, "D1");
    circlet_ledger_free(ledger);
    circlet_city_free(city);
}

static void who_has_two_kinds_counts_in_both_and_once_in_all(void **state)
{
    circlet_city *city = town();
    circlet_ledger *ledger = ledger_of(city, CIRCLET_LEDGER_STREET, 2020);

    (void)state;
    assert_int_equal(figure(ledger, "S1", CIRCLET_LEDGER_KIND, "visual"),
                     3500);
    assert_int_equal(figure(ledger, "S1", CIRCLET_LEDGER_KIND, "mental"),
                     1000);
    assert_int_equal(figure(ledger, "S1", CIRCLET_LEDGER_NEED, "day_care"),
                     3500);
    assert_int_equal(
        figure(ledger, "S1", CIRCLET_LEDGER_NEED, "rehabilitation"), 1000);
    assert_int_equal(figure(ledger, "total", CIRCLET_LEDGER_NEED, "unknown"),
                     13000);
    assert_int_equal(figure(ledger, "total", CIRCLET_LEDGER_KIND, "unknown"),
                     12000);
    circlet_ledger_free(ledger);
    circlet_city_free(city);
}

static void what_people_are_is_counted_word_by_word(void **state)
{
    circlet_city *city = town();
    circlet_ledger *ledger = ledger_of(city, CIRCLET_LEDGER_CITY, 2020);

    (void)state;
    assert_int_equal(figure(ledger, "C0", CIRCLET_LEDGER_GRADE, "1"), 1000);
    assert_int_equal(figure(ledger, "C0", CIRCLET_LEDGER_GRADE, "4"), 2500);
    assert_int_equal(figure(ledger, "C0", CIRCLET_LEDGER_GRADE, "unknown"),
                     13000);
    /* Born in 2004, a is 16 in 2020, whatever the age of the survey. */
    assert_int_equal(figure(ledger, "C0", CIRCLET_LEDGER_AGE, "16-17"), 1000);
    assert_int_equal(figure(ledger, "C0", CIRCLET_LEDGER_AGE, "18-59"), 1000);
    assert_int_equal(figure(ledger, "C0", CIRCLET_LEDGER_AGE, "60+"), 2500);
    assert_int_equal(figure(ledger, "C0", CIRCLET_LEDGER_AGE, "unknown"),
                     12000);
    assert_int_equal(figure(ledger, "C0", CIRCLET_LEDGER_AID, "stick"), 1000);
    assert_int_equal(figure(ledger, "C0", CIRCLET_LEDGER_AID, "unknown"),
                     15500);
    assert_int_equal(figure(ledger, "C0", CIRCLET_LEDGER_CERTIFIED, "yes"),
                     2000);
    assert_int_equal(figure(ledger, "C0", CIRCLET_LEDGER_CERTIFIED, "no"),
                     2500);
    assert_int_equal(figure(ledger, "C0", CIRCLET_LEDGER_CERTIFIED, "unknown"),
                     12000);
    assert_int_equal(figure(ledger, "C0", CIRCLET_LEDGER_POOR, "yes"), 1000);
    assert_int_equal(figure(ledger, "C0", CIRCLET_LEDGER_POOR, "no"), 12000);
    circlet_ledger_free(ledger);
    circlet_city_free(city);
}

static void without_a_year_ages_are_as_given(void **state)
{
    circlet_city *city = town();
    circlet_ledger *ledger = ledger_of(city, CIRCLET_LEDGER_CITY, 0);

    (void)state;
    assert_int_equal(circlet_ledger_year(ledger), 0);
    assert_int_equal(figure(ledger, "C0", CIRCLET_LEDGER_AGE, "7-15"), 1000);
    circlet_ledger_free(ledger);
    circlet_city_free(city);
}

static void modelled_people_stand_apart(void **state)
{
    circlet_city *city = town();
    circlet_ledger *ledger = ledger_of(city, CIRCLET_LEDGER_COMMUNITY, 2020);
    circlet_ledger_cell visual =
        cell(ledger, "C1", CIRCLET_LEDGER_KIND, "visual");

    (void)state;
    assert_true(circlet_ledger_has_modelled(ledger));
    assert_int_equal(visual.value_milli, 1000);
    assert_int_equal(visual.modelled_milli, 20000);
    assert_int_equal(
        cell(ledger, "total", CIRCLET_LEDGER_PEOPLE, "all").modelled_milli,
        20000);
    circlet_ledger_free(ledger);
    circlet_city_free(city);
}

static void few_people_are_internal_up_to_the_threshold(void **state)
{
    circlet_city *city = town();
    circlet_ledger_options options = CIRCLET_LEDGER_OPTIONS_INIT;
    circlet_ledger *ledger = ledger_of(city, CIRCLET_LEDGER_CITY, 2020);

    (void)state;
    assert_int_equal(circlet_ledger_internal_below(ledger), 10);
    assert_true(cell(ledger, "C0", CIRCLET_LEDGER_POOR, "yes").is_internal);
    assert_false(cell(ledger, "C0", CIRCLET_LEDGER_POOR, "no").is_internal);
    assert_false(cell(ledger, "C0", CIRCLET_LEDGER_GRADE, "2").is_internal);
    assert_false(cell(ledger, "C0", CIRCLET_LEDGER_TYPE, "all").is_internal);
    circlet_ledger_free(ledger);
    options.internal_below = 12;
    assert_ok(
        circlet_ledger_compute(&ledger, city, NULL, NULL, &options, error));
    assert_false(cell(ledger, "C0", CIRCLET_LEDGER_POOR, "no").is_internal);
    circlet_ledger_free(ledger);
    options.internal_below = 13;
    assert_ok(
        circlet_ledger_compute(&ledger, city, NULL, NULL, &options, error));
    assert_true(cell(ledger, "C0", CIRCLET_LEDGER_POOR, "no").is_internal);
    circlet_ledger_free(ledger);
    circlet_city_free(city);
}

static void open_facilities_are_added_up(void **state)
{
    circlet_city *city = town();
    circlet_ledger *ledger = ledger_of(city, CIRCLET_LEDGER_DISTRICT, 2020);
    circlet_ledger_cell area;

    (void)state;
    assert_int_equal(figure(ledger, "D1", CIRCLET_LEDGER_TYPE, "warm_home"),
                     1000);
    assert_int_equal(figure(ledger, "total", CIRCLET_LEDGER_TYPE, "all"),
                     2000);
    /* No import has spoken of all types that there may be. */
    assert_false(
        cell(ledger, "total", CIRCLET_LEDGER_TYPE, "all").is_complete);
    assert_int_equal(
        figure(ledger, "total", CIRCLET_LEDGER_SERVICE, "day_care"), 2000);
    assert_int_equal(
        figure(ledger, "total", CIRCLET_LEDGER_PLACES, "day_care"), 40000);
    assert_int_equal(figure(ledger, "total", CIRCLET_LEDGER_STAFF, "nurses"),
                     4000);
    area = cell(ledger, "D1", CIRCLET_LEDGER_AREA, "area_m2");
    assert_int_equal(area.value_milli, 120500);
    assert_true(area.is_known && area.is_complete);
    circlet_ledger_free(ledger);
    circlet_city_free(city);
}

static void what_is_not_known_is_not_zero(void **state)
{
    circlet_city *city = town();
    circlet_ledger *ledger = ledger_of(city, CIRCLET_LEDGER_DISTRICT, 2020);
    circlet_ledger_cell of_d2 =
        cell(ledger, "D2", CIRCLET_LEDGER_AREA, "area_m2");
    circlet_ledger_cell total =
        cell(ledger, "total", CIRCLET_LEDGER_AREA, "area_m2");
    circlet_ledger_cell occupied =
        cell(ledger, "total", CIRCLET_LEDGER_OCCUPIED, "day_care");

    (void)state;
    assert_false(of_d2.is_known || of_d2.is_complete);
    assert_true(total.is_known);
    assert_false(total.is_complete);
    assert_int_equal(total.value_milli, 120500);
    assert_true(occupied.is_known && !occupied.is_complete);
    assert_int_equal(occupied.value_milli, 20000);
    circlet_ledger_free(ledger);
    circlet_city_free(city);
}

static void the_year_says_which_facilities_are_open(void **state)
{
    circlet_city *city = town();
    circlet_ledger *before = ledger_of(city, CIRCLET_LEDGER_CITY, 2018);
    circlet_ledger *after = ledger_of(city, CIRCLET_LEDGER_CITY, 2019);
    circlet_ledger *now = ledger_of(city, CIRCLET_LEDGER_CITY, 0);

    (void)state;
    assert_int_equal(figure(before, "C0", CIRCLET_LEDGER_TYPE, "all"), 3000);
    assert_int_equal(figure(after, "C0", CIRCLET_LEDGER_TYPE, "all"), 2000);
    assert_int_equal(figure(now, "C0", CIRCLET_LEDGER_TYPE, "all"), 2000);
    circlet_ledger_free(before);
    circlet_ledger_free(after);
    circlet_ledger_free(now);
    circlet_city_free(city);
}

static void a_household_in_two_units_has_a_row_in_each(void **state)
{
    circlet_city *city = town();
    circlet_ledger *ledger = ledger_of(city, CIRCLET_LEDGER_HOUSEHOLD, 2020);
    size_t all = column_of(ledger, CIRCLET_LEDGER_PEOPLE, "all");
    size_t row = row_of(ledger, "h1", "C1");

    (void)state;
    assert_int_equal(circlet_ledger_cell_at(ledger, row, all).value_milli,
                     1000);
    row = row_of(ledger, "h1", "S1");
    assert_int_equal(circlet_ledger_cell_at(ledger, row, all).value_milli,
                     2500);
    row = row_of(ledger, NULL, "C1"); /* e, who is modelled */
    assert_int_equal(circlet_ledger_cell_at(ledger, row, all).modelled_milli,
                     20000);
    assert_int_equal(circlet_ledger_row_count(ledger), 5);
    for (size_t c = 0; c < circlet_ledger_column_count(ledger); c++)
        assert_true(circlet_ledger_column_at(ledger, c)->section <
                    CIRCLET_LEDGER_TYPE);
    circlet_ledger_free(ledger);
    circlet_city_free(city);
}

static void bands_of_age_can_be_chosen(void **state)
{
    static const int limits[] = {16, 60}, wrong[] = {18, 18};
    circlet_city *city = town();
    circlet_ledger_options options = CIRCLET_LEDGER_OPTIONS_INIT;
    circlet_ledger *ledger = NULL;

    (void)state;
    options.year = 2020;
    options.age_limits = limits;
    options.age_limit_count = 2;
    assert_ok(
        circlet_ledger_compute(&ledger, city, NULL, NULL, &options, error));
    assert_int_equal(figure(ledger, "C0", CIRCLET_LEDGER_AGE, "0-15"), 0);
    assert_int_equal(figure(ledger, "C0", CIRCLET_LEDGER_AGE, "16-59"), 2000);
    circlet_ledger_free(ledger);
    ledger = NULL;
    options.age_limits = wrong;
    assert_fails(
        circlet_ledger_compute(&ledger, city, NULL, NULL, &options, error),
        CIRCLET_E_ARGUMENT, "age 18 cannot begin a band");
    options.age_limit_count = 31;
    assert_fails(
        circlet_ledger_compute(&ledger, city, NULL, NULL, &options, error),
        CIRCLET_E_ARGUMENT, "31 bands of age are more than 30");
    assert_null(ledger);
    circlet_city_free(city);
}

static void impossible_options_are_refused(void **state)
{
    circlet_city *city = town();
    circlet_ledger_options options = CIRCLET_LEDGER_OPTIONS_INIT;
    circlet_ledger *ledger = NULL;

    (void)state;
    options.level = CIRCLET_LEDGER_FACILITY;
    assert_fails(
        circlet_ledger_compute(&ledger, city, NULL, NULL, &options, error),
        CIRCLET_E_ARGUMENT, "no figures for level 'facility'");
    options.level = CIRCLET_LEDGER_CITY;
    options.internal_below = -1;
    assert_fails(
        circlet_ledger_compute(&ledger, city, NULL, NULL, &options, error),
        CIRCLET_E_ARGUMENT, "a threshold of -1 persons");
    options.internal_below = 0;
    options.year = 10000;
    assert_fails(
        circlet_ledger_compute(&ledger, city, NULL, NULL, &options, error),
        CIRCLET_E_ARGUMENT, "year 10000 is not from 1 to 9999");
    assert_fails(
        circlet_ledger_compute(&ledger, NULL, NULL, NULL, NULL, error),
        CIRCLET_E_ARGUMENT, "a ledger needs a city");
    assert_null(ledger);
    circlet_city_free(city);
}

/* ---- coverage ----------------------------------------------------------- */

static const circlet_ledger_column *covered_column(
    const circlet_ledger *ledger, const char *rule, const char *word,
    size_t *column)
{
    for (*column = 0; *column < circlet_ledger_column_count(ledger);
         ++*column) {
        const circlet_ledger_column *it =
            circlet_ledger_column_at(ledger, *column);

        if (it->rule && strcmp(it->rule, rule) == 0 &&
            strcmp(it->word, word) == 0)
            return it;
    }
    fail_msg("no column %s of %s", word, rule);
    return NULL;
}

/* Street 0 is urban, street 1 in the mountains; the latitude is the time on
 * foot, and a car takes a quarter of it. */
static circlet_city *judged_town(void)
{
    judge_city city = judge_city_new();

    judge_add_street(&city, 0, "urban");
    judge_add_street(&city, 1, "mountain");
    for (int i = 0; i < 3; i++)
        judge_add_person(&city, judge_person(0, 0.9)); /* 15 min */
    judge_add_person(&city, judge_person(0, 0.901));
    judge_add_person(&city, judge_person(1, 0.95));
    judge_add_facility(&city, judge_facility("warm_home", 0));
    return judge_finish(&city);
}

static void coverage_agrees_with_the_findings(void **state)
{
    static const char *const rules[] = {"B-CIRCLE-15", "B-CIRCLE-30",
                                        "B-CIRCLE-30/own"};
    judge_roads roads = {0};
    const circlet_travel travel = judge_travel(&roads);
    circlet_policy *policy = judge_policy();
    circlet_city *city = judged_town();
    circlet_ledger_options options = CIRCLET_LEDGER_OPTIONS_INIT;
    circlet_ledger *ledger = NULL;
    size_t compared = 0;

    (void)state;
    options.level = CIRCLET_LEDGER_STREET;
    assert_ok(circlet_ledger_compute(&ledger, city, policy, &travel, &options,
                                     error));
    assert_int_equal(circlet_ledger_year(ledger), 2020);
    for (size_t i = 0; i < 3; i++) {
        circlet_findings *findings =
            judge_city_now(policy, city, &travel, 2020, rules[i]);
        size_t concerned, covered;

        covered_column(ledger, rules[i], "concerned", &concerned);
        covered_column(ledger, rules[i], "covered", &covered);
        for (size_t k = 0; k < 2; k++) {
            const circlet_finding *finding =
                judge_find(findings, rules[i], k == 0 ? "S0" : "S1");

            if (!finding)
                continue;
            compared++;
            assert_int_equal(
                circlet_ledger_cell_at(ledger, k, concerned).value_milli,
                llround(finding->persons * 1000));
            assert_int_equal(
                circlet_ledger_cell_at(ledger, k, covered).value_milli,
                llround(finding->persons_covered * 1000));
        }
        circlet_findings_free(findings);
    }
    assert_int_equal(compared, 3);
    circlet_ledger_free(ledger);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void coverage_without_streets_is_not_known(void **state)
{
    circlet_policy *policy = judge_policy();
    circlet_city *city = judged_town();
    circlet_ledger_options options = CIRCLET_LEDGER_OPTIONS_INIT;
    circlet_ledger *ledger = NULL;
    size_t concerned, covered;

    (void)state;
    options.level = CIRCLET_LEDGER_STREET;
    assert_ok(
        circlet_ledger_compute(&ledger, city, policy, NULL, &options, error));
    covered_column(ledger, "B-CIRCLE-15", "concerned", &concerned);
    covered_column(ledger, "B-CIRCLE-15", "covered", &covered);
    assert_int_equal(circlet_ledger_cell_at(ledger, 0, concerned).value_milli,
                     4000);
    assert_false(circlet_ledger_cell_at(ledger, 0, covered).is_known);
    assert_true(circlet_ledger_cell_at(ledger, 1, covered).is_known);
    assert_string_equal(circlet_ledger_column_at(ledger, covered)->mode,
                        "own");
    circlet_ledger_free(ledger);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

/* Who offers what does not say so has the services of its type. */
static void the_policy_says_what_types_offer(void **state)
{
    circlet_policy *policy = judge_policy();
    circlet_city *city = judged_town();
    circlet_ledger *ledger = NULL;

    (void)state;
    assert_ok(
        circlet_ledger_compute(&ledger, city, policy, NULL, NULL, error));
    assert_int_equal(
        figure(ledger, "total", CIRCLET_LEDGER_SERVICE, "day_care"), 1000);
    assert_string_equal(
        circlet_ledger_column_at(
            ledger, column_of(ledger, CIRCLET_LEDGER_TYPE, "warm_home"))
            ->title_en,
        "Warm Home");
    circlet_ledger_free(ledger);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void more_than_can_be_added_up_is_refused(void **state)
{
    const circlet_service_record service = {"day_care", INT64_MAX, -1,
                                            -1,         0,         0};
    circlet_facility_record facility = circlet_facility_record_unknown();
    circlet_city_builder *builder = NULL;
    circlet_city *city = NULL;
    circlet_ledger *ledger = NULL;

    (void)state;
    assert_ok(circlet_city_builder_new(&builder, error));
    facility.id = facility.name = "f1";
    facility.type = "warm_home";
    facility.at = (circlet_point){0.5, 0.5};
    facility.services = &service;
    facility.service_count = 1;
    assert_ok(circlet_city_builder_add_facility(builder, &facility, error));
    assert_ok(circlet_city_builder_finish(&city, builder, error));
    assert_fails(
        circlet_ledger_compute(&ledger, city, NULL, NULL, NULL, error),
        CIRCLET_E_DATA, "'f1' has more day_care than a ledger can add up");
    assert_null(ledger);
    circlet_city_builder_free(builder);
    circlet_city_free(city);
}

static void an_empty_city_has_an_empty_ledger(void **state)
{
    circlet_city_builder *builder = NULL;
    circlet_city *city = NULL;

    (void)state;
    assert_ok(circlet_city_builder_new(&builder, error));
    assert_ok(circlet_city_builder_finish(&city, builder, error));
    for (int level = 0; level < 5; level++) {
        circlet_ledger *ledger =
            ledger_of(city, (circlet_ledger_level)level, 0);

        assert_int_equal(circlet_ledger_row_count(ledger), 0);
        assert_int_equal(circlet_ledger_cell_at(ledger, 0, 0).value_milli, 0);
        circlet_ledger_free(ledger);
    }
    circlet_city_builder_free(builder);
    circlet_city_free(city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_stand_in_the_row_of_their_unit),
        cmocka_unit_test(who_has_two_kinds_counts_in_both_and_once_in_all),
        cmocka_unit_test(what_people_are_is_counted_word_by_word),
        cmocka_unit_test(without_a_year_ages_are_as_given),
        cmocka_unit_test(modelled_people_stand_apart),
        cmocka_unit_test(few_people_are_internal_up_to_the_threshold),
        cmocka_unit_test(open_facilities_are_added_up),
        cmocka_unit_test(what_is_not_known_is_not_zero),
        cmocka_unit_test(the_year_says_which_facilities_are_open),
        cmocka_unit_test(a_household_in_two_units_has_a_row_in_each),
        cmocka_unit_test(bands_of_age_can_be_chosen),
        cmocka_unit_test(impossible_options_are_refused),
        cmocka_unit_test(coverage_agrees_with_the_findings),
        cmocka_unit_test(coverage_without_streets_is_not_known),
        cmocka_unit_test(the_policy_says_what_types_offer),
        cmocka_unit_test(more_than_can_be_added_up_is_refused),
        cmocka_unit_test(an_empty_city_has_an_empty_ledger),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "care_town.h"

/* What one town comes to under the day-care rule. */
typedef struct care_case {
    circlet_policy *policy;
    judge_city town;
    care_roads roads;
    circlet_travel travel;
    circlet_city *city;
    circlet_findings *findings;
} care_case;

static care_case *start(circlet_policy *policy)
{
    care_case *c = calloc(1, sizeof(*c));

    assert_non_null(c);
    c->policy = policy;
    c->town = judge_city_new();
    return c;
}

/* Judges in 2020; the finding of a street. */
static const circlet_finding *judge(care_case *c, const char *unit)
{
    judge_say_all(&c->town);
    c->city = judge_finish(&c->town);
    c->travel = care_travel(&c->roads);
    c->findings =
        judge_city_now(c->policy, c->city, &c->travel, 2020, "A-DAYCARE");
    return judge_find(c->findings, "A-DAYCARE", unit);
}

static void end(care_case *c)
{
    circlet_findings_free(c->findings);
    circlet_city_free(c->city);
    circlet_policy_free(c->policy);
    free(c);
}

static double argument(const circlet_finding *finding, const char *name)
{
    for (size_t i = 0; i < finding->argument_count; i++)
        if (strcmp(finding->arguments[i].name, name) == 0)
            return finding->arguments[i].number;
    return (double)NAN;
}

/* 4 people, so many free places, three of four are asked for. */
static void judge_free(int64_t places, int64_t occupied,
                       circlet_verdict wanted, double measured,
                       double shortfall)
{
    care_case *c = start(judge_policy_with("target: 1", "target: 0.75"));
    const circlet_finding *finding;

    judge_add_street(&c->town, 0, "urban");
    care_add(&c->town, care_person(0, 0.4), 4);
    care_add_station(&c->town, 0, places, occupied);
    finding = judge(c, "S0");
    assert_int_equal(finding->verdict, wanted);
    assert_near(finding->measured, measured);
    assert_near(finding->measured_low, measured);
    assert_near(finding->measured_high, measured);
    assert_near(finding->shortfall, shortfall);
    assert_near(finding->persons, 4);
    assert_near(finding->persons_covered, 4 * measured);
    assert_string_equal(finding->mode, "own");
    end(c);
}

/* 4 people, three of whom are asked for, a station of at least so many places
 * of which so many are taken. */
static void what_unknown_places_surely_are_counts(void **state)
{
    static const struct {
        int64_t low, occupied;
        circlet_verdict verdict;
        double measured_low;
    } cases[] = {{4, 0, CIRCLET_VERDICT_PASS, 1},
                 {6, 2, CIRCLET_VERDICT_PASS, 1},
                 {3, 0, CIRCLET_VERDICT_UNDECIDED, 0},
                 {6, 3, CIRCLET_VERDICT_UNDECIDED, 0},
                 {6, -1, CIRCLET_VERDICT_UNDECIDED, 0}};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const circlet_service_record service = {
            "day_care", -1, -1, cases[i].occupied, cases[i].low, 0};
        care_case *c = start(judge_policy_with("target: 1", "target: 0.75"));
        circlet_facility_record station =
            judge_facility("day_care_station", 0);
        const circlet_finding *finding;

        judge_add_street(&c->town, 0, "urban");
        care_add(&c->town, care_person(0, 0.4), 4);
        station.services = &service;
        station.service_count = 1;
        judge_add_facility(&c->town, station);
        finding = judge(c, "S0");
        assert_int_equal(finding->verdict, cases[i].verdict);
        assert_near(finding->measured_low, cases[i].measured_low);
        assert_near(finding->measured_high, 1);
        end(c);
    }
}

static void a_share_exactly_at_the_target_passes(void **state)
{
    (void)state;
    judge_free(5, 0, CIRCLET_VERDICT_PASS, 1, 0);
    judge_free(5, 2, CIRCLET_VERDICT_PASS, 0.75, 0);
    judge_free(5, 3, CIRCLET_VERDICT_FAIL, 0.5, 1);
    judge_free(5, 5, CIRCLET_VERDICT_FAIL, 0, 3);
    judge_free(5, 7, CIRCLET_VERDICT_FAIL, 0, 3);
}

/* 0.9 degrees from the station are 900 s; a person on wheels takes twice as
 * long. */
static void only_places_within_the_circle_count(void **state)
{
    care_case *c = start(judge_policy());
    circlet_demand_record on_wheels = care_person(0, 0.04);
    const circlet_finding *finding;

    (void)state;
    on_wheels.aid = "manual_wheelchair"; /* 460 x 2 s */
    judge_add_street(&c->town, 0, "urban");
    care_add(&c->town, care_person(0, 0.04), 1);
    care_add(&c->town, on_wheels, 1);
    on_wheels.at.lat = 0.05;
    care_add(&c->town, on_wheels, 1);
    care_add_station(&c->town, 0, 9, 0);
    finding = judge(c, "S0");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_FAIL);
    assert_near(finding->persons_covered, 2);
    assert_near(argument(finding, "nowhere"), 1);
    end(c);
}

/*
 * Street 0 has 2 places and 2 people, at 400 s; of street 1 somebody at its
 * border is nearer, at 300 s. Their own station is farther, and has room for
 * one of the two.
 */
static void places_go_to_the_nearest_wherever_they_live(void **state)
{
    care_case *c = start(judge_policy());
    circlet_demand_record beyond = care_person(1, 0.5);
    const circlet_finding *street, *next;

    (void)state;
    judge_add_street(&c->town, 0, "urban");
    judge_add_street(&c->town, 1, "urban");
    care_add(&c->town, care_person(0, 0.1), 2);
    beyond.at.lon = 1.01;
    care_add(&c->town, beyond, 1); /* 490 s and 510 s */
    beyond.at = (circlet_point){1.01, 0.6};
    care_add(&c->town, beyond, 1); /* 590 s and 610 s */
    care_add_station(&c->town, 0, 2, 0);
    care_add_station(&c->town, 1, 1, 0);
    street = judge(c, "S0");
    next = judge_find(c->findings, "A-DAYCARE", "S1");
    assert_near(street->persons_covered, 2);
    assert_near(next->persons_covered, 1);
    assert_near(next->shortfall, 1);
    assert_near(argument(next, "best_alone"), 2);
    assert_non_null(strstr(next->text_en, "at best 2 could be placed if they "
                                          "alone were served"));
    assert_non_null(strstr(next->text_zh, "如仅安排本地人员，最多可安置2人"));
    end(c);
}

static void who_is_nearer_takes_the_place_of_another_street(void **state)
{
    care_case *c = start(judge_policy());
    circlet_demand_record beyond = care_person(1, 0.5);
    circlet_demand_record far = care_person(0, 0.05);
    const circlet_finding *street;

    (void)state;
    judge_add_street(&c->town, 0, "urban");
    judge_add_street(&c->town, 1, "urban");
    care_add(&c->town, care_person(0, 0.99), 2); /* 490 s */
    beyond.at.lon = 1.001; /* 501 s */
    care_add(&c->town, beyond, 1);
    far.at.lon = 0.1; /* 850 s, in the street of the station */
    care_add(&c->town, far, 1);
    care_add_station(&c->town, 0, 3, 0);
    street = judge(c, "S0");
    assert_near(street->persons_covered, 2);
    assert_near(street->shortfall, 1);
    assert_near(judge_find(c->findings, "A-DAYCARE", "S1")->persons_covered,
                1);
    end(c);
}

/* All four ways to be served first, each far off; there is room for them
 * alone. */
static void the_focus_group_is_served_first(void **state)
{
    care_case *c = start(judge_policy());
    circlet_demand_record person = care_person(0, 0.45);
    const circlet_finding *finding;

    (void)state;
    judge_add_street(&c->town, 0, "urban");
    care_add(&c->town, person, 3);
    person = care_person(0, 0.1);
    person.kind = "physical";
    person.grade = 2;
    care_add(&c->town, person, 1);
    person.kind = "mental;hearing";
    person.grade = 3;
    care_add(&c->town, person, 1);
    person = care_person(0, 0.1);
    person.old_carer = CIRCLET_YES;
    care_add(&c->town, person, 1);
    person = care_person(0, 0.1);
    person.household = "two";
    care_add(&c->town, person, 2);
    care_add_station(&c->town, 0, 5, 0);
    finding = judge(c, "S0");
    assert_near(finding->persons, 8);
    assert_near(finding->persons_covered, 5);
    assert_near(argument(finding, "focus"), 5);
    assert_near(argument(finding, "focus_share"), 1);
    end(c);
}

/* The persons of a rule's findings in sum, and those covered; of the city they
 * are its streets' and are not counted twice. */
static void assert_sums(const circlet_findings *findings, double persons,
                        double covered)
{
    for (size_t i = 0; i < circlet_findings_count(findings); i++) {
        const circlet_finding *finding = circlet_findings_at(findings, i);

        assert_int_equal(finding->is_total,
                         finding->level == CIRCLET_LEVEL_CITY);
        if (!circlet_finding_adds_persons(finding))
            continue;
        persons -= finding->persons;
        covered -= finding->persons_covered;
    }
    assert_near(persons, 0);
    assert_near(covered, 0);
}

static void the_best_is_more_than_the_nearest_first_gives(void **state)
{
    care_case *c = start(judge_policy());
    circlet_demand_record person = care_person(0, 0.5);
    circlet_unit_record city = CIRCLET_UNIT_RECORD_INIT;
    const circlet_finding *whole;

    (void)state;
    city.code = "C";
    city.name = "Town";
    city.level = CIRCLET_LEVEL_CITY;
    city.area = (circlet_area){
        (const circlet_point[]){{0, 0}, {2, 0}, {2, 1}, {0, 1}, {0, 0}},
        (const circlet_ring[]){{5, false}}, 1};
    assert_ok(circlet_city_builder_add_unit(c->town.builder, &city, error));
    judge_add_street(&c->town, 0, "urban");
    judge_add_street(&c->town, 1, "urban");
    person.at.lon = 0.9; /* 400 s to the one, 600 s to the other */
    care_add(&c->town, person, 1);
    care_add(&c->town, care_person(0, 0.05), 1); /* 450 s to the one */
    care_add_station(&c->town, 0, 1, 0);
    care_add_station(&c->town, 1, 1, 0);
    whole = judge(c, "C");
    /* Said of the city as advice, so that it does not fail beside them. */
    assert_int_equal(whole->verdict, CIRCLET_VERDICT_ADVICE);
    assert_near(whole->measured, 0.5);
    assert_near(argument(whole, "best"), 2);
    assert_near(whole->persons, 2);
    assert_sums(c->findings, 2, 1);
    assert_int_equal(judge_find(c->findings, "A-DAYCARE", "S0")->verdict,
                     CIRCLET_VERDICT_FAIL);
    end(c);
}

/* ---- what is not known -------------------------------------------------- */

static void unknown_places_make_a_range_and_no_pass(void **state)
{
    static const struct {
        int64_t places, occupied;
        double low, high;
        const char *reason;
        bool is_measured;
    } cases[] = {
        {-1, -1, 0, 1, "places_unknown", false},
        {9, -1, 0, 1, "occupied_unknown", true},
        {1, -1, 0, 0.5, "occupied_unknown", true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        care_case *c = start(judge_policy());
        const circlet_finding *finding;

        judge_add_street(&c->town, 0, "urban");
        care_add(&c->town, care_person(0, 0.4), 2);
        care_add_station(&c->town, 0, cases[i].places, cases[i].occupied);
        finding = judge(c, "S0");
        assert_int_equal(finding->verdict, cases[i].high < 1
                                               ? CIRCLET_VERDICT_FAIL
                                               : CIRCLET_VERDICT_UNDECIDED);
        assert_near(finding->measured_low, cases[i].low);
        assert_near(finding->measured_high, cases[i].high);
        assert_true(isnan(finding->measured) != cases[i].is_measured);
        assert_true(judge_has_reason(finding, cases[i].reason));
        assert_non_null(strstr(finding->text_en, "whatever is true"));
        end(c);
    }
}

/* Room for two, and one more who perhaps asks: it is not certain. With room
 * for all who might come it is, however they travel. */
static void a_range_passes_only_where_there_is_room_for_all(void **state)
{
    (void)state;
    for (int places = 2; places <= 3; places++) {
        care_case *c = start(judge_policy());
        circlet_demand_record person = care_person(0, 0.4);
        const circlet_finding *finding;

        judge_add_street(&c->town, 0, "urban");
        care_add(&c->town, person, 2);
        person.needs = NULL;
        person.aid = NULL;
        care_add(&c->town, person, 1);
        care_add_station(&c->town, 0, places, 0);
        finding = judge(c, "S0");
        assert_int_equal(finding->verdict, places == 3
                                               ? CIRCLET_VERDICT_PASS
                                               : CIRCLET_VERDICT_UNDECIDED);
        assert_true(judge_has_reason(finding, "needs_unknown"));
        end(c);
    }
}

static void what_the_streets_lack_makes_a_range(void **state)
{
    care_case *c = start(judge_policy());
    const circlet_finding *finding;

    (void)state;
    c->roads.best = 0.5;
    c->roads.worst = 2.5;
    judge_add_street(&c->town, 0, "urban");
    care_add(&c->town, care_person(0, 0.1), 1); /* 400 s, 1000 s at worst */
    care_add(&c->town, care_person(0, 0.49), 1);
    care_add_station(&c->town, 0, 5, 0);
    finding = judge(c, "S0");
    assert_near(finding->measured, 1);
    assert_near(finding->measured_low, 0.5);
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_UNDECIDED);
    end(c);
}

static void without_data_nothing_is_measured(void **state)
{
    static const struct {
        const char *setting, *type, *reason;
        double known_west_of;
        bool has_person, has_streets;
    } cases[] = {
        {"urban", "mental_day_station", "type_unknown", 0, true, true},
        {"", "day_care_station", "setting_unknown", 0, true, true},
        {"odd", "day_care_station", "setting_unknown", 0, true, true},
        {"urban", "day_care_station", "no_network", 0.2, true, true},
        {"urban", "day_care_station", "no_network", 0, true, false},
        {"urban", "day_care_station", "people_unknown", 0, false, true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        care_case *c = start(judge_policy());
        const circlet_finding *finding;

        judge_add_street(&c->town, 0,
                         cases[i].setting[0] ? cases[i].setting : NULL);
        if (cases[i].has_person)
            care_add(&c->town, care_person(0, 0.4), 1);
        judge_add_facility(&c->town, judge_facility(cases[i].type, 0));
        c->roads.known_west_of = cases[i].known_west_of;
        c->city = judge_finish(&c->town);
        c->travel = care_travel(&c->roads);
        c->findings = judge_city_now(c->policy, c->city,
                                     cases[i].has_streets ? &c->travel : NULL,
                                     2020, "A-DAYCARE");
        finding = judge_find(c->findings, "A-DAYCARE", "S0");
        assert_int_equal(finding->verdict, CIRCLET_VERDICT_NO_DATA);
        if (!judge_has_reason(finding, cases[i].reason))
            fail_msg("case %zu: %s", i, finding->text_en);
        assert_true(isnan(finding->measured));
        end(c);
    }
}

static void people_at_the_edge_may_have_places_beyond(void **state)
{
    care_case *c = start(judge_policy());
    const circlet_finding *finding;

    (void)state;
    c->roads.edge_lon = 1.2; /* 700 s from street 0 */
    judge_add_street(&c->town, 0, "urban");
    care_add(&c->town, care_person(0, 0.4), 2);
    care_add_station(&c->town, 0, 1, 0);
    finding = judge(c, "S0");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_UNDECIDED);
    assert_near(finding->measured, 0.5);
    assert_near(finding->measured_high, 1);
    assert_true(judge_has_reason(finding, "network_edge"));
    end(c);
}

static void a_street_without_such_people_passes(void **state)
{
    care_case *c = start(judge_policy());
    circlet_demand_record old = care_person(0, 0.4);
    const circlet_finding *finding;

    (void)state;
    old.birth_year = 1960; /* 60 in 2020 */
    judge_add_street(&c->town, 0, "urban");
    care_add(&c->town, old, 1);
    care_add_station(&c->town, 0, 1, 0);
    finding = judge(c, "S0");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_PASS);
    assert_near(finding->required, 0);
    assert_near(finding->persons, 0);
    end(c);
}

static void before_it_is_due_a_shortfall_is_advice(void **state)
{
    static const struct {
        int year;
        circlet_verdict verdict;
    } cases[] = {{2018, CIRCLET_VERDICT_ADVICE},
                 {2019, CIRCLET_VERDICT_ADVICE},
                 {2020, CIRCLET_VERDICT_FAIL},
                 {2021, CIRCLET_VERDICT_FAIL}};
    care_case *c = start(judge_policy());

    (void)state;
    judge_add_street(&c->town, 0, "urban");
    care_add(&c->town, care_person(0, 0.4), 2);
    care_add_station(&c->town, 0, 1, 0);
    assert_non_null(judge(c, "S0"));
    for (size_t i = 0; i < 4; i++) {
        circlet_findings_free(c->findings);
        c->findings = judge_city_now(c->policy, c->city, &c->travel,
                                     cases[i].year, "A-DAYCARE");
        assert_int_equal(circlet_findings_at(c->findings, 0)->verdict,
                         cases[i].verdict);
    }
    circlet_findings_free(c->findings);
    c->findings =
        judge_city_now(c->policy, c->city, &c->travel, 2017, "A-DAYCARE");
    assert_int_equal(circlet_findings_count(c->findings), 0);
    end(c);
}

/* ---- invariance --------------------------------------------------------- */

/* Random towns twice: as they are, and with every point in two parts. */
static void dividing_points_changes_no_finding(void **state)
{
    circlet_policy *policy = judge_policy();

    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        judge_city whole = judge_city_new(), parts = judge_city_new();
        care_roads roads = {0};
        circlet_travel travel = care_travel(&roads);
        circlet_findings *a, *b;
        circlet_city *first, *second;
        uint64_t random = seed;

        for (int k = 0; k < 3; k++) {
            judge_add_street(&whole, k, "urban");
            judge_add_street(&parts, k, "urban");
        }
        for (int i = 0; i < 25; i++) {
            circlet_demand_record person =
                care_person((int)unit_random_below(&random, 3),
                            0.1 + unit_random_below(&random, 8) / 10.0);
            int64_t weight = 2 + unit_random_below(&random, 5000);

            person.old_carer =
                unit_random_below(&random, 4) == 0 ? CIRCLET_YES : CIRCLET_NO;
            person.aid = unit_random_below(&random, 5) == 0 ? NULL : "none";
            person.certified = CIRCLET_NO;
            person.household = "h";
            person.weight_milli = weight;
            judge_add_person(&whole, person);
            person.weight_milli = weight / 3;
            judge_add_person(&parts, person);
            person.weight_milli = weight - weight / 3;
            judge_add_person(&parts, person);
        }
        for (int k = 0; k < 3; k++) {
            int64_t places = unit_random_below(&random, 20);

            care_add_station(&whole, k, places, 0);
            care_add_station(&parts, k, places, 0);
        }
        first = judge_finish(&whole);
        second = judge_finish(&parts);
        a = judge_city_now(policy, first, &travel, 2020, "A-DAYCARE");
        b = judge_city_now(policy, second, &travel, 2020, "A-DAYCARE");
        assert_int_equal(circlet_findings_count(a), 3);
        for (size_t i = 0; i < 3; i++) {
            const circlet_finding *x = circlet_findings_at(a, i);
            const circlet_finding *y = circlet_findings_at(b, i);

            if (strcmp(x->text_en, y->text_en) != 0)
                fail_msg("seed %u: %s / %s", (unsigned)seed, x->text_en,
                         y->text_en);
            assert_near(x->measured, y->measured);
            assert_near(x->measured_low, y->measured_low);
            assert_near(x->measured_high, y->measured_high);
        }
        circlet_findings_free(a);
        circlet_findings_free(b);
        circlet_city_free(first);
        circlet_city_free(second);
    }
    circlet_policy_free(policy);
}

static void a_mode_may_be_asked_for(void **state)
{
    care_case *c = start(judge_policy());
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    const circlet_finding *finding;

    (void)state;
    judge_add_street(&c->town, 0, "urban");
    judge_add_street(&c->town, 1, "urban");
    care_add(&c->town, care_person(0, 0.4), 1);
    care_add_station(&c->town, 1, 1, 0); /* 1100 s on foot, 275 s by car */
    finding = judge(c, "S0");
    assert_near(finding->measured, 0);
    circlet_findings_free(c->findings);
    c->findings = NULL;
    options.mode = "own,drive";
    options.rule = "A-DAYCARE";
    options.unit = "S0";
    assert_ok(circlet_policy_judge(&c->findings, c->policy, c->city,
                                   &c->travel, &options, error));
    assert_int_equal(circlet_findings_count(c->findings), 2);
    assert_near(circlet_findings_at(c->findings, 0)->measured, 0);
    finding = circlet_findings_at(c->findings, 1);
    assert_string_equal(finding->mode, "drive");
    assert_near(finding->measured, 1);
    end(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_share_exactly_at_the_target_passes),
        cmocka_unit_test(what_unknown_places_surely_are_counts),
        cmocka_unit_test(only_places_within_the_circle_count),
        cmocka_unit_test(places_go_to_the_nearest_wherever_they_live),
        cmocka_unit_test(who_is_nearer_takes_the_place_of_another_street),
        cmocka_unit_test(the_focus_group_is_served_first),
        cmocka_unit_test(the_best_is_more_than_the_nearest_first_gives),
        cmocka_unit_test(unknown_places_make_a_range_and_no_pass),
        cmocka_unit_test(a_range_passes_only_where_there_is_room_for_all),
        cmocka_unit_test(what_the_streets_lack_makes_a_range),
        cmocka_unit_test(without_data_nothing_is_measured),
        cmocka_unit_test(people_at_the_edge_may_have_places_beyond),
        cmocka_unit_test(a_street_without_such_people_passes),
        cmocka_unit_test(before_it_is_due_a_shortfall_is_advice),
        cmocka_unit_test(dividing_points_changes_no_finding),
        cmocka_unit_test(a_mode_may_be_asked_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

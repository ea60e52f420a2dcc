#include "judge_city.h"

/* Two streets, a community in the first, and venues and homes in them. A
 * venue is as many seconds from a home as its latitude says; to a city
 * without the facility that the source is asked for there is no way. */

static void add_venue(judge_city *city, const char *id, const char *kind,
                      double lon, double latitude)
{
    circlet_venue_record venue = {
        .id = id, .name = id, .at = {lon, latitude}, .kind = kind};

    assert_ok(circlet_city_builder_add_venue(city->builder, &venue, error));
}

static void add_community(judge_city *city, const char *code,
                          int64_t residents)
{
    const circlet_point ring[] = {
        {0.25, 0.25}, {0.75, 0.25}, {0.75, 0.75}, {0.25, 0.75}, {0.25, 0.25}};
    const circlet_ring rings[] = {{5, false}};
    circlet_unit_record unit = CIRCLET_UNIT_RECORD_INIT;

    unit.code = code;
    unit.name = code;
    unit.level = CIRCLET_LEVEL_COMMUNITY;
    unit.parent_code = "S0";
    unit.residents = residents;
    unit.area = (circlet_area){ring, rings, 1};
    assert_ok(circlet_city_builder_add_unit(city->builder, &unit, error));
}

static void add_home(judge_city *city, circlet_answer is_comprehensive)
{
    circlet_facility_record home = judge_facility("warm_home", 0);

    home.is_comprehensive = is_comprehensive;
    judge_add_facility(city, home);
}

static circlet_findings *judge(const circlet_policy *policy, judge_city *small,
                               circlet_city **city,
                               const circlet_travel *travel, int year)
{
    *city = judge_finish(small);
    return judge_city_now(policy, *city, travel, year, "B-VENUE");
}

static void a_venue_exactly_at_the_limit_passes(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    judge_roads roads = {0};
    circlet_travel travel = judge_travel(&roads);
    const circlet_finding *finding;
    circlet_findings *findings;
    circlet_city *city;

    (void)state;
    judge_add_street(&small, 0, "urban");
    add_venue(&small, "arena", NULL, 0.5, 0.9);
    add_venue(&small, "hotel", NULL, 0.5, 0.900001);
    add_home(&small, CIRCLET_YES);
    findings = judge(policy, &small, &city, &travel, 2020);

    assert_int_equal(circlet_findings_count(findings), 2);
    finding = circlet_findings_at(findings, 0);
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_PASS);
    assert_int_equal(finding->subject, CIRCLET_SUBJECT_VENUE);
    assert_string_equal(finding->subject_id, "arena");
    assert_string_equal(finding->unit, "S0");
    assert_string_equal(finding->mode, "walk");
    assert_string_equal(finding->measured_unit, "minutes");
    assert_near(finding->measured, 15);
    assert_near(finding->required, 15);
    assert_near(finding->shortfall, 0);
    assert_string_equal(finding->text_en,
                        "arena is 15 min from the nearest comprehensive Warm "
                        "Home (walking); at most 15 min are asked for.");
    finding = circlet_findings_at(findings, 1);
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_FAIL);
    assert_near(finding->shortfall, 1);
    assert_string_equal(finding->shortfall_unit, "facilities");
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void a_venue_without_a_home_anywhere_fails(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    judge_roads roads = {0};
    circlet_travel travel = judge_travel(&roads);
    const circlet_finding *finding;
    circlet_findings *findings;
    circlet_city *city;

    (void)state;
    judge_add_street(&small, 0, "urban");
    add_venue(&small, "arena", NULL, 0.5, 0.1);
    add_home(&small, CIRCLET_NO);
    findings = judge(policy, &small, &city, &travel, 2018);

    finding = circlet_findings_at(findings, 0);
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_FAIL);
    assert_true(isnan(finding->measured));
    assert_string_equal(finding->text_en,
                        "arena has no comprehensive Warm Home within 60 min "
                        "(walking); at most 15 min are asked for.");
    assert_string_equal(finding->text_zh,
                        "arena在60分钟内没有综合性示范温馨家园（步行），"
                        "应不超过15分钟。");
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void a_home_that_is_perhaps_comprehensive_leaves_it_open(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    judge_roads roads = {0};
    circlet_travel travel = judge_travel(&roads);
    const circlet_finding *finding;
    circlet_findings *findings;
    circlet_city *city;

    (void)state;
    judge_add_street(&small, 0, "urban");
    add_venue(&small, "arena", NULL, 0.5, 0.1);
    add_venue(&small, "far", NULL, 0.5, 0.95);
    add_home(&small, CIRCLET_UNKNOWN);
    findings = judge(policy, &small, &city, &travel, 2020);

    finding = circlet_findings_at(findings, 0);
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_UNDECIDED);
    assert_true(judge_has_reason(finding, "comprehensive_unknown"));
    assert_true(isnan(finding->measured));
    assert_near(finding->measured_low, 1e5 / 60000);
    assert_true(isnan(finding->measured_high));
    assert_true(isnan(finding->shortfall));
    finding = circlet_findings_at(findings, 1);
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_FAIL);
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

/* With a limit of 500 residents where the home stands. */
static void the_host_has_to_be_large_enough(void **state)
{
    static const struct {
        int64_t residents;
        circlet_verdict verdict;
    } cases[] = {{499, CIRCLET_VERDICT_FAIL},
                 {500, CIRCLET_VERDICT_PASS},
                 {-1, CIRCLET_VERDICT_UNDECIDED}};
    circlet_policy *policy =
        judge_policy_with("host_residents: 0", "host_residents: 500");

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        judge_city small = judge_city_new();
        judge_roads roads = {0};
        circlet_travel travel = judge_travel(&roads);
        const circlet_finding *finding;
        circlet_findings *findings;
        circlet_city *city;

        judge_add_street(&small, 0, "urban");
        add_community(&small, "C0", cases[i].residents);
        add_venue(&small, "arena", NULL, 0.5, 0.1);
        add_home(&small, CIRCLET_YES);
        findings = judge(policy, &small, &city, &travel, 2020);
        finding = circlet_findings_at(findings, 0);
        assert_int_equal(finding->verdict, cases[i].verdict);
        assert_int_equal(judge_has_reason(finding, "host_residents_unknown"),
                         cases[i].residents < 0);
        assert_non_null(strstr(finding->text_en, "at least 500 people live"));
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

static void only_venues_of_the_kinds_count(void **state)
{
    circlet_policy *policy = judge_policy_with(
        "host_residents: 0", "venues: [arena, official_hotel]");
    judge_city small = judge_city_new();
    judge_roads roads = {0};
    circlet_travel travel = judge_travel(&roads);
    const circlet_finding *finding;
    circlet_findings *findings;
    circlet_city *city;

    (void)state;
    judge_add_street(&small, 0, "urban");
    add_venue(&small, "a", "official_hotel", 0.5, 0.1);
    add_venue(&small, "b", "museum", 0.5, 0.1);
    add_venue(&small, "c", NULL, 0.5, 0.1);
    add_home(&small, CIRCLET_YES);
    findings = judge(policy, &small, &city, &travel, 2020);

    assert_int_equal(circlet_findings_count(findings), 2);
    finding = circlet_findings_at(findings, 0);
    assert_string_equal(finding->subject_id, "a");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_PASS);
    finding = circlet_findings_at(findings, 1);
    assert_string_equal(finding->subject_id, "c");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_NO_DATA);
    assert_true(judge_has_reason(finding, "venue_kind_unknown"));
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void what_is_missing_is_no_data(void **state)
{
    static const struct {
        const char *type, *reason;
        bool has_streets, has_venue;
        double known_west_of;
    } cases[] = {
        {"warm_home", "venues_unknown", true, false, 0},
        {"day_care_station", "type_unknown", true, true, 0},
        {"warm_home", "no_network", false, true, 0},
        {"warm_home", "venue_outside_extent", true, true, 0.2},
    };
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        judge_city small = judge_city_new();
        judge_roads roads = {.known_west_of = cases[i].known_west_of};
        circlet_travel travel = judge_travel(&roads);
        const circlet_finding *finding;
        circlet_findings *findings;
        circlet_city *city;

        judge_add_street(&small, 0, "urban");
        if (cases[i].has_venue)
            add_venue(&small, "arena", NULL, 0.5, 0.1);
        judge_add_facility(&small, judge_facility(cases[i].type, 0));
        findings = judge(policy, &small, &city,
                         cases[i].has_streets ? &travel : NULL, 2020);
        assert_int_equal(circlet_findings_count(findings), 1);
        finding = circlet_findings_at(findings, 0);
        assert_int_equal(finding->verdict, CIRCLET_VERDICT_NO_DATA);
        assert_true(judge_has_reason(finding, cases[i].reason));
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

static void a_venue_in_no_unit_is_judged_last_and_without_one(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    judge_roads roads = {0};
    circlet_travel travel = judge_travel(&roads);
    const circlet_finding *finding;
    circlet_findings *findings;
    circlet_city *city;

    (void)state;
    judge_add_street(&small, 0, "urban");
    judge_add_street(&small, 1, "urban");
    add_venue(&small, "a", NULL, 7.5, 0.1);
    add_venue(&small, "b", NULL, 1.5, 0.1);
    add_venue(&small, "c", NULL, 0.5, 0.1);
    add_home(&small, CIRCLET_YES);
    findings = judge(policy, &small, &city, &travel, 2020);

    assert_int_equal(circlet_findings_count(findings), 3);
    assert_string_equal(circlet_findings_at(findings, 0)->subject_id, "c");
    assert_string_equal(circlet_findings_at(findings, 1)->subject_id, "b");
    finding = circlet_findings_at(findings, 2);
    assert_string_equal(finding->subject_id, "a");
    assert_string_equal(finding->unit, "");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_PASS);
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void after_2022_venues_are_no_longer_looked_at(void **state)
{
    static const struct {
        int year;
        size_t findings;
    } cases[] = {{2017, 0}, {2018, 1}, {2022, 1}, {2023, 0}};
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        judge_city small = judge_city_new();
        judge_roads roads = {0};
        circlet_travel travel = judge_travel(&roads);
        circlet_findings *findings;
        circlet_city *city;

        judge_add_street(&small, 0, "urban");
        add_venue(&small, "arena", NULL, 0.5, 0.1);
        add_home(&small, CIRCLET_YES);
        findings = judge(policy, &small, &city, &travel, cases[i].year);
        assert_int_equal(circlet_findings_count(findings), cases[i].findings);
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

/* A source of times with bounds: half the time at best, twice at worst; the
 * edge of the known streets is `edge_ms` away. */
static circlet_status find_bounded(uint32_t *times_ms, circlet_snap *snaps,
                                   const circlet_travel_query *query,
                                   void *user, circlet_error *failure)
{
    double factor = query->bound == CIRCLET_BOUND_MIN   ? 0.5
                    : query->bound == CIRCLET_BOUND_MAX ? 2.0
                                                        : 1.0;
    circlet_point *moved = calloc(query->origin_count, sizeof(*moved));
    circlet_travel_query scaled = *query;
    circlet_status status;

    assert_non_null(moved);
    for (size_t i = 0; i < query->origin_count; i++) {
        moved[i] = query->origins[i];
        moved[i].lat *= factor;
    }
    scaled.origins = moved;
    status = judge_find_nearest(times_ms, snaps, &scaled, user, failure);
    free(moved);
    return status;
}

static circlet_status find_edge(uint32_t *times_ms,
                                const circlet_travel_query *query, void *user,
                                circlet_error *failure)
{
    (void)user;
    (void)failure;
    for (size_t i = 0; i < query->origin_count; i++)
        times_ms[i] = query->origins[i].lon > 1 ? 60000 : CIRCLET_UNREACHED;
    return CIRCLET_OK;
}

static void the_bounds_of_times_decide(void **state)
{
    static const struct {
        double lon, latitude; /* in thousands of seconds */
        circlet_verdict verdict;
        const char *reason;
    } cases[] = {{0.5, 0.45, CIRCLET_VERDICT_PASS, NULL},
                 {0.5, 0.451, CIRCLET_VERDICT_UNDECIDED, "ways_unknown"},
                 {0.5, 0.497, CIRCLET_VERDICT_UNDECIDED, "ways_unknown"},
                 {1.5, 0.45, CIRCLET_VERDICT_PASS, NULL}};
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        judge_city small = judge_city_new();
        judge_roads roads = {0};
        circlet_travel travel = judge_travel(&roads);
        const circlet_finding *finding;
        circlet_findings *findings;
        circlet_city *city;

        travel.find_nearest = find_bounded;
        travel.find_edge = find_edge;
        travel.has_bounds = true;
        judge_add_street(&small, 0, "urban");
        judge_add_street(&small, 1, "urban");
        add_venue(&small, "arena", NULL, cases[i].lon, cases[i].latitude);
        add_home(&small, CIRCLET_YES);
        findings = judge(policy, &small, &city, &travel, 2020);
        finding = circlet_findings_at(findings, 0);
        assert_int_equal(finding->verdict, cases[i].verdict);
        assert_near(finding->measured, cases[i].latitude * 1000 / 60);
        assert_near(finding->measured_low, cases[i].latitude * 500 / 60);
        assert_near(finding->measured_high, cases[i].latitude * 2000 / 60);
        if (cases[i].reason)
            assert_true(judge_has_reason(finding, cases[i].reason));
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

static void a_home_may_lie_beyond_the_known_streets(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    judge_roads roads = {0};
    circlet_travel travel = judge_travel(&roads);
    const circlet_finding *finding;
    circlet_findings *findings;
    circlet_city *city;

    (void)state;
    travel.find_edge = find_edge;
    judge_add_street(&small, 0, "urban");
    judge_add_street(&small, 1, "urban");
    add_venue(&small, "inside", NULL, 0.5, 0.95);
    add_venue(&small, "near the edge", NULL, 1.5, 0.95);
    add_home(&small, CIRCLET_YES);
    findings = judge(policy, &small, &city, &travel, 2020);

    assert_int_equal(circlet_findings_at(findings, 0)->verdict,
                     CIRCLET_VERDICT_FAIL);
    finding = circlet_findings_at(findings, 1);
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_UNDECIDED);
    assert_true(judge_has_reason(finding, "venue_at_edge"));
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_venue_exactly_at_the_limit_passes),
        cmocka_unit_test(a_venue_without_a_home_anywhere_fails),
        cmocka_unit_test(a_home_that_is_perhaps_comprehensive_leaves_it_open),
        cmocka_unit_test(the_host_has_to_be_large_enough),
        cmocka_unit_test(only_venues_of_the_kinds_count),
        cmocka_unit_test(what_is_missing_is_no_data),
        cmocka_unit_test(a_venue_in_no_unit_is_judged_last_and_without_one),
        cmocka_unit_test(after_2022_venues_are_no_longer_looked_at),
        cmocka_unit_test(the_bounds_of_times_decide),
        cmocka_unit_test(a_home_may_lie_beyond_the_known_streets),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

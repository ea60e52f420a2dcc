/*
 * The bounds of a circle rule against all that may be true: who belongs to
 * the group, which mode each person has, how long each way takes, and
 * whether there is a facility beyond the known streets.
 */
#include "judge_city.h"

#include "policy/policy.h"
#include "reach/gap_use.h"

#define PEOPLE 6
#define MODES 4
#define CUTOFF_MS 900000

/* ---- a policy of four modes --------------------------------------------- */

static const char *const modes[MODES] = {"m0", "m1", "m2", "m3"};
static const ci_word words[] = {
    {"home", "家园", "home", "homes"},
    {"people", "残疾人", "person", "people"},
    {"slow_or_fast", "快慢不详", "slow or fast", "slow or fast"},
    {"kerb_unknown", "缺少路缘高度数据", "kerb height is missing", ""},
    {"kerb_place", "过街处", "crossing", "crossings"},
    {"ramp_wheelchair_unknown", "缺少坡道数据", "a ramp is missing", ""},
    {"network_place", "路段和路口", "place", "places"}};
static const ci_group groups[] = {{"people",
                                   {.certified = CIRCLET_YES,
                                    .grade_from = -1,
                                    .grade_to = -1,
                                    .age_from = -1,
                                    .age_to = -1}}};
static const ci_own_mode rows[] = {
    {{.grade_from = -1, .grade_to = 2, .age_from = -1, .age_to = -1},
     0,
     0,
     NULL,
     0},
    {{.grade_from = -1, .grade_to = -1, .age_from = 65, .age_to = -1},
     1,
     2,
     "slow_or_fast",
     1 /* m0 */},
    {CI_CONDITION_INIT, 3, 3, NULL, 0}};
static const ci_facility_type types[] = {
    {"home", {NULL, 0}, {NULL, 0}, {NULL, 0}}};
static ci_rule rules[] = {
    {.id = "C",
     .citation = "test",
     .force = CIRCLET_FORCE_MUST,
     .kind = CI_RULE_CIRCLE,
     .from = 2018,
     .due = -1,
     .until = -1,
     .level = CIRCLET_LEVEL_STREET,
     .facility = {.type = "home", .word = "home"},
     .as.circle = {CUTOFF_MS, CI_MILLION, CI_NO_POSITION}}};
static const circlet_policy policy = {.id = "test",
                                      .default_year = 2020,
                                      .modes = modes,
                                      .mode_count = MODES,
                                      .words = words,
                                      .word_count = 7,
                                      .groups = groups,
                                      .group_count = 1,
                                      .own_modes = rows,
                                      .own_mode_count = 3,
                                      .types = types,
                                      .type_count = 1,
                                      .rules = rules,
                                      .rule_count = 1};

/* ---- a made-up world -----------------------------------------------------
 */

typedef struct world {
    uint32_t times_ms[PEOPLE][MODES][CIRCLET_BOUND_COUNT];
    uint32_t edges_ms[PEOPLE][MODES];
    circlet_snap snaps[PEOPLE];
    circlet_demand_record people[PEOPLE];
    bool has_bounds;
    size_t gap_queries, gap_origins; /* asked for so far */
} world;

/* People stand in a row, so that a place says who it is. */
static circlet_point place_of(size_t person)
{
    return (circlet_point){0.5, (double)(person + 1) / 10};
}

static size_t person_at(circlet_point at)
{
    return (size_t)llround(at.lat * 10) - 1;
}

static size_t mode_of(const char *mode)
{
    return (size_t)(mode[1] - '0');
}

static uint32_t cut(uint32_t time_ms)
{
    return time_ms <= CUTOFF_MS ? time_ms : CIRCLET_UNREACHED;
}

static circlet_status world_nearest(uint32_t *times_ms, circlet_snap *snaps,
                                    const circlet_travel_query *query,
                                    void *user, circlet_error *error)
{
    const world *w = user;

    (void)error;
    assert_true(w->has_bounds || query->bound == CIRCLET_BOUND_NOMINAL);
    assert_true(query->origin_count > 0);
    for (size_t i = 0; i < query->origin_count; i++) {
        size_t person = person_at(query->origins[i]);

        snaps[i] = w->snaps[person];
        times_ms[i] =
            cut(w->times_ms[person][mode_of(query->mode)][query->bound]);
    }
    return CIRCLET_OK;
}

static circlet_status world_edge(uint32_t *times_ms,
                                 const circlet_travel_query *query, void *user,
                                 circlet_error *error)
{
    const world *w = user;

    (void)error;
    for (size_t i = 0; i < query->origin_count; i++)
        times_ms[i] = cut(
            w->edges_ms[person_at(query->origins[i])][mode_of(query->mode)]);
    return CIRCLET_OK;
}

/* Of 13 crossings 4 have no kerb; every way goes up two ramps of which
 * nothing is known; one of two surfaces is missing and has no word; a smell
 * is missing nowhere. */
static circlet_status world_gaps(circlet_gaps **out,
                                 const circlet_travel_query *query,
                                 const circlet_gap_query *gap_query,
                                 void *user, circlet_error *error)
{
    static const char *const keys[] = {"kerb", "ramp:wheelchair", "smell",
                                       "surface"};
    static const uint64_t asked[] = {13, 2, 5, 2}, missing[] = {4, 2, 0, 1};
    world *w = user;
    circlet_gaps *gaps = calloc(1, sizeof(*gaps));

    (void)error;
    assert_non_null(gaps);
    assert_true(query->origin_count > 0);
    assert_int_equal(gap_query->row_count, 1);
    w->gap_queries++;
    w->gap_origins += query->origin_count;
    gaps->keys = calloc(4, sizeof(*gaps->keys));
    gaps->asked = calloc(4, sizeof(*gaps->asked));
    gaps->missing = calloc(4, sizeof(*gaps->missing));
    assert_true(gaps->keys && gaps->asked && gaps->missing);
    gaps->key_count = 4;
    gaps->row_count = 1;
    for (size_t i = 0; i < 4; i++) {
        gaps->keys[i] = keys[i];
        gaps->asked[i] = asked[i];
        gaps->missing[i] = missing[i];
    }
    *out = gaps;
    return CIRCLET_OK;
}

/* Times around the cutoff, at their least, as assumed, at their greatest; a
 * person off every street goes straight at best. */
static void make_times(world *w, size_t person, uint64_t *random)
{
    w->snaps[person] = unit_random_below(random, 6) == 0 ? CIRCLET_SNAP_NO_ROAD
                                                         : CIRCLET_SNAP_TIED;
    for (size_t mode = 0; mode < MODES; mode++) {
        uint32_t *times = w->times_ms[person][mode];
        uint32_t least = 600000 + 1000 * unit_random_below(random, 500);
        uint32_t step = 1000 * unit_random_below(random, 200);

        times[CIRCLET_BOUND_MIN] = least;
        times[CIRCLET_BOUND_NOMINAL] = least + step;
        times[CIRCLET_BOUND_MAX] =
            unit_random_below(random, 8) == 0
                ? CIRCLET_UNREACHED
                : least + step + 1000 * unit_random_below(random, 200);
        if (w->snaps[person] != CIRCLET_SNAP_TIED)
            times[CIRCLET_BOUND_NOMINAL] = times[CIRCLET_BOUND_MAX] =
                CIRCLET_UNREACHED;
        if (!w->has_bounds)
            times[CIRCLET_BOUND_MIN] = times[CIRCLET_BOUND_MAX] =
                times[CIRCLET_BOUND_NOMINAL];
        w->edges_ms[person][mode] =
            unit_random_below(random, 4) == 0 ? 880000 : CIRCLET_UNREACHED;
    }
}

static void make_world(world *w, uint64_t *random)
{
    static const circlet_answer answers[] = {CIRCLET_YES, CIRCLET_YES,
                                             CIRCLET_UNKNOWN, CIRCLET_NO};
    static const int grades[] = {1, 2, 3, 4, -1}, ages[] = {10, 64, 65, -1};

    w->has_bounds = unit_random_below(random, 4) != 0;
    for (size_t i = 0; i < PEOPLE; i++) {
        circlet_demand_record person = CIRCLET_DEMAND_RECORD_INIT;

        person.at = place_of(i);
        person.weight_milli = 1 + unit_random_below(random, 3000);
        person.certified = answers[unit_random_below(random, 4)];
        person.grade = grades[unit_random_below(random, 5)];
        person.age = ages[unit_random_below(random, 4)];
        w->people[i] = person;
        make_times(w, i, random);
    }
}

static circlet_city *make_city(const world *w)
{
    judge_city small = judge_city_new();

    judge_add_street(&small, 0, "urban");
    for (size_t i = 0; i < PEOPLE; i++)
        judge_add_person(&small, w->people[i]);
    judge_add_facility(&small, judge_facility("home", 0));
    return judge_finish(&small);
}

/* ---- the plain truth -----------------------------------------------------
 */

/* What may be true of a person. */
typedef struct outcomes {
    bool absent, covered, uncovered;
} outcomes;

/* Tries every mode that the person may have, every bound, and both answers
 * to what is beyond the edge. */
static outcomes try_all(const world *w, size_t i, bool has_edge)
{
    const circlet_demand_record *person = &w->people[i];
    outcomes out = {.absent = person->certified != CIRCLET_YES};

    if (person->certified == CIRCLET_NO)
        return out;
    for (int grade = 1; grade <= 4; grade++) {
        for (int age = 0; age < 130; age += 5) {
            size_t first = grade <= 2 || age >= 65 ? 0 : 3;
            size_t last = grade <= 2 ? 0 : age >= 65 ? 2 : 3;

            if ((person->grade >= 0 && grade != person->grade) ||
                (person->age >= 0 && (age >= 65) != (person->age >= 65)))
                continue;
            for (size_t mode = first; mode <= last; mode++)
                for (int bound = 0; bound < CIRCLET_BOUND_COUNT; bound++) {
                    bool is_near = w->times_ms[i][mode][bound] <= CUTOFF_MS;
                    bool may_leave =
                        has_edge && w->edges_ms[i][mode] <= CUTOFF_MS;

                    out.covered |= is_near || may_leave;
                    out.uncovered |= !is_near;
                }
        }
    }
    return out;
}

/* The least and the greatest share over all that may be true. */
typedef struct truth {
    double low, high;
    bool all_meet, none_meets;
} truth;

static void add_truth(truth *t, int64_t covered, int64_t all)
{
    double share = all > 0 ? (double)covered / (double)all : 1.0;
    bool meets = covered * CI_MILLION >= all * rules[0].as.circle.target_micro;

    t->low = share < t->low ? share : t->low;
    t->high = share > t->high ? share : t->high;
    t->all_meet &= meets;
    t->none_meets &= !meets;
}

static void combine(truth *t, const world *w, const outcomes *each, size_t i,
                    int64_t covered, int64_t all)
{
    int64_t weight = i < PEOPLE ? w->people[i].weight_milli : 0;

    if (i == PEOPLE) {
        add_truth(t, covered, all);
        return;
    }
    if (each[i].absent)
        combine(t, w, each, i + 1, covered, all);
    if (each[i].covered)
        combine(t, w, each, i + 1, covered + weight, all + weight);
    if (each[i].uncovered)
        combine(t, w, each, i + 1, covered, all + weight);
}

/* The mode that is measured: of the first row that surely holds. */
static size_t nominal_mode(const circlet_demand_record *person)
{
    if (person->grade == 1 || person->grade == 2)
        return 0;
    return person->age >= 65 ? 1 : 3;
}

static double nominal_covered(const world *w)
{
    int64_t covered = 0;

    for (size_t i = 0; i < PEOPLE; i++)
        if (w->people[i].certified != CIRCLET_NO &&
            w->times_ms[i][nominal_mode(&w->people[i])]
                       [CIRCLET_BOUND_NOMINAL] <= CUTOFF_MS)
            covered += w->people[i].weight_milli;
    return (double)covered / 1000;
}

/* ---- the tests ------------------------------------------------------------
 */

static void check_finding(const circlet_finding *finding, const world *w,
                          const truth *t, uint64_t seed)
{
    circlet_verdict wanted = t->all_meet     ? CIRCLET_VERDICT_PASS
                             : t->none_meets ? CIRCLET_VERDICT_FAIL
                                             : CIRCLET_VERDICT_UNDECIDED;

    if (finding->persons == 0) {
        assert_int_equal(finding->verdict, CIRCLET_VERDICT_PASS);
        return;
    }
    assert_near(finding->measured_low, t->low);
    assert_near(finding->measured_high, t->high);
    assert_true(finding->measured_low <= finding->measured &&
                finding->measured <= finding->measured_high);
    assert_near(finding->persons_covered, nominal_covered(w));
    if (finding->verdict != wanted)
        fail_msg("seed %u: %s", (unsigned)seed,
                 circlet_verdict_name(finding->verdict));
    if (wanted == CIRCLET_VERDICT_UNDECIDED)
        assert_true(finding->reason_count > 0);
}

static void findings_bound_all_that_may_be_true(void **state)
{
    size_t verdicts[CIRCLET_VERDICT_COUNT] = {0};

    (void)state;
    for (uint64_t seed = 1; seed <= 600; seed++) {
        uint64_t random = seed;
        world w;
        bool has_edge = seed % 2 == 0;
        circlet_travel travel = {.find_nearest = world_nearest,
                                 .find_edge = has_edge ? world_edge : NULL,
                                 .user = &w};
        truth t = {2.0, -1.0, true, true};
        outcomes each[PEOPLE];
        circlet_findings *findings;
        circlet_city *city;

        make_world(&w, &random);
        travel.has_bounds = w.has_bounds;
        rules[0].as.circle.target_micro =
            250000 * (1 + (int64_t)unit_random_below(&random, 4));
        for (size_t i = 0; i < PEOPLE; i++)
            each[i] = try_all(&w, i, has_edge);
        combine(&t, &w, each, 0, 0, 0);
        city = make_city(&w);

        findings = judge_city_now(&policy, city, &travel, 2020, NULL);

        assert_int_equal(circlet_findings_count(findings), 1);
        check_finding(circlet_findings_at(findings, 0), &w, &t, seed);
        verdicts[circlet_findings_at(findings, 0)->verdict]++;
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    /* The cases are of every kind. */
    assert_true(verdicts[CIRCLET_VERDICT_PASS] > 20);
    assert_true(verdicts[CIRCLET_VERDICT_FAIL] > 20);
    assert_true(verdicts[CIRCLET_VERDICT_UNDECIDED] > 20);
}

/* One person of grade 3 and 30 years, whose ways are given. */
static world lone_world(uint32_t least, uint32_t nominal, uint32_t greatest)
{
    world w = {.has_bounds = true};
    circlet_demand_record person = CIRCLET_DEMAND_RECORD_INIT;

    person.certified = CIRCLET_NO;
    for (size_t i = 0; i < PEOPLE; i++) {
        person.at = place_of(i);
        w.people[i] = person;
        for (size_t mode = 0; mode < MODES; mode++) {
            w.times_ms[i][mode][CIRCLET_BOUND_MIN] = least;
            w.times_ms[i][mode][CIRCLET_BOUND_NOMINAL] = nominal;
            w.times_ms[i][mode][CIRCLET_BOUND_MAX] = greatest;
            w.edges_ms[i][mode] = CIRCLET_UNREACHED;
        }
    }
    w.people[0].certified = CIRCLET_YES;
    w.people[0].grade = 3;
    w.people[0].age = 30;
    return w;
}

/* The verdict about it, a reason that must be there and a part of the
 * sentence (NULL: none). */
static void judge_lone(world *w, circlet_verdict verdict, const char *reason,
                       const char *said)
{
    circlet_travel travel = {.find_nearest = world_nearest,
                             .find_edge = world_edge,
                             .user = w,
                             .has_bounds = true};
    circlet_city *city = make_city(w);
    circlet_findings *findings;
    const circlet_finding *finding;

    rules[0].as.circle.target_micro = CI_MILLION;
    findings = judge_city_now(&policy, city, &travel, 2020, NULL);
    finding = circlet_findings_at(findings, 0);
    assert_int_equal(finding->verdict, verdict);
    assert_int_equal(reason && judge_has_reason(finding, reason),
                     reason != NULL);
    if (said && !strstr(finding->text_en, said))
        fail_msg("'%s' is not in '%s'", said, finding->text_en);
    circlet_findings_free(findings);
    circlet_city_free(city);
}

static void a_way_that_may_take_longer_is_undecided(void **state)
{
    world w = lone_world(800000, 850000, 900001);

    (void)state;
    judge_lone(&w, CIRCLET_VERDICT_UNDECIDED, "tags_unknown",
               "100 % reach a home within 15 min (own), as far as is known "
               "from 0 % to 100 %; undecided: tags_unknown.");
    w = lone_world(800000, 850000, 900000);
    judge_lone(&w, CIRCLET_VERDICT_PASS, NULL, "100 % reach");
}

static void a_way_that_may_be_quicker_is_undecided(void **state)
{
    world w = lone_world(900000, 900001, CIRCLET_UNREACHED);

    (void)state;
    judge_lone(&w, CIRCLET_VERDICT_UNDECIDED, "tags_unknown",
               "0 % reach a home within 15 min (own), as far as is known "
               "from 0 % to 100 %; 1 person does not");
    w = lone_world(900001, 900001, CIRCLET_UNREACHED);
    judge_lone(&w, CIRCLET_VERDICT_FAIL, NULL, "1 person does not");
}

static void the_edge_of_the_known_streets_is_named(void **state)
{
    world w = lone_world(900001, 900001, 900001);

    (void)state;
    w.edges_ms[0][3] = 900000;
    judge_lone(&w, CIRCLET_VERDICT_UNDECIDED, "network_edge", NULL);
    w.edges_ms[0][3] = CIRCLET_UNREACHED;
    w.edges_ms[0][2] = 900000; /* not a mode of theirs */
    judge_lone(&w, CIRCLET_VERDICT_FAIL, NULL, NULL);
}

static void a_home_off_every_street_is_named(void **state)
{
    world w = lone_world(899999, CIRCLET_UNREACHED, CIRCLET_UNREACHED);

    (void)state;
    w.snaps[0] = CIRCLET_SNAP_NO_ROAD;
    judge_lone(&w, CIRCLET_VERDICT_UNDECIDED, "off_street", NULL);
}

static void a_mode_that_is_not_known_is_named(void **state)
{
    world w = lone_world(100000, 100000, 100000);

    (void)state;
    /* On wheels at once, or not: the slow mode is measured. */
    w.people[0].age = 70;
    for (int bound = 0; bound < CIRCLET_BOUND_COUNT; bound++)
        w.times_ms[0][1][bound] = 950000;
    judge_lone(&w, CIRCLET_VERDICT_UNDECIDED, "slow_or_fast",
               "0 % reach a home within 15 min (own), as far as is known "
               "from 0 % to 100 %; 1 person does not; undecided: slow or "
               "fast.");
    /* The row about age perhaps holds. */
    w.people[0].age = -1;
    judge_lone(&w, CIRCLET_VERDICT_UNDECIDED, "age_unknown", "100 % reach");
    /* Of others nothing is said. */
    w.people[0].age = 30;
    judge_lone(&w, CIRCLET_VERDICT_PASS, NULL, "100 % reach");
}

static void what_is_missing_is_named_with_its_share(void **state)
{
    world w = lone_world(800000, 850000, 900001);
    circlet_travel travel = {.find_nearest = world_nearest,
                             .find_gaps = world_gaps,
                             .user = &w,
                             .has_bounds = true};
    circlet_city *city;
    circlet_findings *findings;
    const circlet_finding *finding;

    (void)state;
    w.people[1].certified = CIRCLET_YES; /* whose answer is beyond doubt */
    w.people[1].grade = 4;
    w.people[1].age = 20;
    for (int bound = 0; bound < CIRCLET_BOUND_COUNT; bound++)
        w.times_ms[1][3][bound] = 1000;
    city = make_city(&w);
    rules[0].as.circle.target_micro = CI_MILLION;

    findings = judge_city_now(&policy, city, &travel, 2020, NULL);

    finding = circlet_findings_at(findings, 0);
    assert_int_equal(w.gap_queries, 1);
    assert_int_equal(w.gap_origins, 1);
    assert_int_equal(finding->reason_count, 3);
    assert_string_equal(finding->reasons[0], "kerb_unknown");
    assert_string_equal(finding->reasons[1], "ramp_wheelchair_unknown");
    assert_string_equal(finding->reasons[2], "surface_unknown");
    assert_string_equal(
        finding->text_en,
        "Street 0 has 2 people; 100 % reach a home within 15 min (own), as "
        "far as is known from 50 % to 100 %; kerb height is missing on 30.8 "
        "% of the crossings used, a ramp is missing on 100 % of the "
        "places.");
    assert_string_equal(
        finding->text_zh,
        "Street 0有2名残疾人，其中100%可在15分钟内（own）到达家园（已知"
        "数据所及，最低50%，最高100%）；途经的过街处中30.8%缺少路缘高度数"
        "据，途经的路段和路口中100%缺少坡道数据。");
    circlet_findings_free(findings);

    /* A verdict that holds needs no such question. */
    rules[0].as.circle.target_micro = CI_MILLION / 2;
    findings = judge_city_now(&policy, city, &travel, 2020, NULL);
    assert_int_equal(circlet_findings_at(findings, 0)->verdict,
                     CIRCLET_VERDICT_PASS);
    assert_near(circlet_findings_at(findings, 0)->measured_low, 0.5);
    assert_int_equal(w.gap_queries, 1);
    circlet_findings_free(findings);
    circlet_city_free(city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(findings_bound_all_that_may_be_true),
        cmocka_unit_test(a_way_that_may_take_longer_is_undecided),
        cmocka_unit_test(a_way_that_may_be_quicker_is_undecided),
        cmocka_unit_test(the_edge_of_the_known_streets_is_named),
        cmocka_unit_test(a_home_off_every_street_is_named),
        cmocka_unit_test(a_mode_that_is_not_known_is_named),
        cmocka_unit_test(what_is_missing_is_named_with_its_share),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * Small towns of which something is not known, and all that may be true of
 * them: the figures of each truth lie within the bounds, and where a verdict
 * was given it is that of each truth.
 */
#include "hidden_town.h"

#define EVEN_PEOPLE 14
#define EVEN_MOST 4 /* persons of a row */
#define EVEN_HOMES 5
#define EDGE 3.0 /* longitude; east of it streets are perhaps not known */

typedef struct even_home {
    circlet_point at;
    int64_t beds; /* -1: not known */
} even_home;

typedef struct even_town {
    circlet_demand_record people[EVEN_PEOPLE * EVEN_MOST];
    size_t count;
    even_home homes[EVEN_HOMES + 1];
    size_t home_count;
    bool is_complete; /* there are no other homes */
} even_town;

/* What is known of the ways, or the truth. */
typedef struct even_ways {
    care_roads roads;
    double pace; /* 0: not told */
    uint32_t beyond_ms; /* from the edge to anywhere; 0: there is no way */
} even_ways;

static circlet_status find_within(circlet_od_matrix **out,
                                  const circlet_travel_query *query,
                                  void *user, circlet_error *e)
{
    const even_ways *ways = user;
    size_t *first = calloc(query->origin_count + 1, sizeof(*first));
    circlet_od_entry *entries = calloc(
        query->origin_count * query->destination_count + 1, sizeof(*entries));
    size_t count = 0;
    circlet_status status;

    for (size_t i = 0; i < query->origin_count; i++) {
        circlet_point from = query->origins[i];
        double pace =
            care_pace(query, &ways->roads) * (ways->pace > 0 ? ways->pace : 1);
        uint32_t around_ms =
            care_time(from, (circlet_point){EDGE, from.lat}, pace) +
            ways->beyond_ms;

        for (size_t j = 0; j < query->destination_count; j++) {
            uint32_t time_ms = care_time(from, query->destinations[j], pace);

            if (ways->beyond_ms > 0 && around_ms < time_ms)
                time_ms = around_ms;
            if (time_ms <= query->cutoff_ms)
                entries[count++] = (circlet_od_entry){(uint32_t)j, time_ms};
        }
        first[i + 1] = count;
    }
    status = circlet_od_matrix_new(
        out, query->origin_count, query->destination_count, first, entries, e);
    free(first);
    free(entries);
    return status;
}

static int below_of(uint64_t *random, uint32_t limit)
{
    return (int)unit_random_below(random, limit);
}

static circlet_point anywhere(uint64_t *random)
{
    return (circlet_point){below_of(random, 50) / 10.0 + 0.05,
                           below_of(random, 10) / 10.0 + 0.05};
}

/* Of so many in a hundred something is not known. */
static even_town draw_town(uint64_t *random, uint32_t percent)
{
    even_town town = {.count = 1 + (size_t)below_of(random, EVEN_PEOPLE),
                      .home_count = 1 + (size_t)below_of(random, EVEN_HOMES),
                      .is_complete = below_of(random, 2) || percent == 0};

    for (size_t i = 0; i < town.count; i++) {
        circlet_demand_record *person = &town.people[i];

        *person = care_person(0, 0);
        person->at = anywhere(random);
        person->weight_milli = 1000 * (1 + below_of(random, EVEN_MOST));
        if (below_of(random, 4) == 0) /* less than one, or some and a part */
            person->weight_milli -= 250 * (1 + below_of(random, 3));
        if (unit_random_below(random, 100) < percent)
            person->needs = NULL;
        if (unit_random_below(random, 100) < percent)
            person->aid = NULL;
    }
    for (size_t j = 0; j < town.home_count; j++) {
        town.homes[j].at = anywhere(random);
        town.homes[j].beds = below_of(random, 30);
        if (unit_random_below(random, 400) < percent)
            town.homes[j].beds = -1;
    }
    return town;
}

/* What is not known of a row is not known of each of its persons. */
static void divide_rows(even_town *town)
{
    for (size_t i = 0, count = town->count; i < count; i++) {
        circlet_demand_record *row = &town->people[i];

        if (row->needs && row->aid)
            continue;
        for (; row->weight_milli > 1000; row->weight_milli -= 1000) {
            town->people[town->count] = *row;
            town->people[town->count++].weight_milli = 1000;
        }
    }
}

/* One of the truths. */
static even_town complete(const even_town *known, uint64_t *random,
                          bool has_edge)
{
    static const char *const aids[] = {"none", "manual_wheelchair"};
    static const int64_t beds[] = {0, 1, 40, 5000};
    even_town town = *known;

    divide_rows(&town);
    for (size_t i = 0; i < town.count; i++) {
        if (!town.people[i].needs)
            town.people[i].needs =
                below_of(random, 2) ? "day_care" : "rehabilitation";
        if (!town.people[i].aid)
            town.people[i].aid = aids[below_of(random, 2)];
    }
    for (size_t j = 0; j < town.home_count; j++)
        if (town.homes[j].beds < 0)
            town.homes[j].beds = beds[below_of(random, 4)];
    if (!town.is_complete && has_edge && below_of(random, 2)) {
        town.homes[town.home_count].at =
            (circlet_point){EDGE + 0.1 + below_of(random, 19) / 10.0, 0.5};
        town.homes[town.home_count++].beds = beds[below_of(random, 4)];
    }
    town.is_complete = true;
    return town;
}

static circlet_city *build(const even_town *from)
{
    judge_city town = judge_city_new();

    add_unit(&town, CIRCLET_LEVEL_CITY, "C");
    for (int k = 0; k < 5; k++)
        judge_add_street(&town, k, "urban");
    for (size_t i = 0; i < from->count; i++)
        care_add(&town, from->people[i], 1);
    for (size_t j = 0; j < from->home_count; j++) {
        const circlet_service_record service = {
            "residential", -1, from->homes[j].beds, -1, 0, 0};
        circlet_facility_record home =
            judge_facility("residential_institution", 0);

        home.at = from->homes[j].at;
        home.services = &service;
        home.service_count = 1;
        judge_add_facility(&town, home);
    }
    if (from->is_complete)
        assert_ok(circlet_city_builder_say_complete(
            town.builder, CIRCLET_PART_FACILITIES, error));
    return judge_finish(&town);
}

static circlet_findings *judge(const circlet_policy *policy,
                               const even_town *town, even_ways *ways,
                               circlet_city **city)
{
    circlet_travel travel = care_travel(&ways->roads);

    travel.find_within = find_within;
    travel.user = ways;
    *city = build(town);
    return judge_city_now(policy, *city, &travel, 2020, "A-RESPITE");
}

/* The bounds of a finding against one truth. */
static void compare(const circlet_finding *now, const circlet_finding *truth,
                    uint64_t seed)
{
    const double slack = 1e-9 * fmax(1, fabs(truth->measured));

    if (now->verdict == CIRCLET_VERDICT_NO_DATA)
        return;
    if (isfinite(truth->measured) && truth->persons > 0 &&
        (truth->measured < now->measured_low - slack ||
         truth->measured > now->measured_high + slack))
        fail_msg("seed %u: %s\n  in truth: %s", (unsigned)seed, now->text_en,
                 truth->text_en);
    if (now->verdict != CIRCLET_VERDICT_UNDECIDED &&
        now->verdict != truth->verdict)
        fail_msg("seed %u: %s\n  in truth: %s", (unsigned)seed, now->text_en,
                 truth->text_en);
}

static void judge_truth(const circlet_policy *policy,
                        const circlet_findings *now, const even_town *known,
                        const even_ways *ways, uint64_t *random, uint64_t seed)
{
    bool has_edge = ways->roads.edge_lon > 0;
    even_town town = complete(known, random, has_edge);
    even_ways clear = {.pace = 1};
    circlet_findings *truth;
    circlet_city *city;

    if (ways->roads.best > 0)
        clear.pace =
            ways->roads.best +
            (ways->roads.worst - ways->roads.best) * below_of(random, 5) / 4;
    if (has_edge && below_of(random, 2))
        clear.beyond_ms = 1 + 30000 * (uint32_t)below_of(random, 4);
    truth = judge(policy, &town, &clear, &city);
    for (size_t i = 0; i < circlet_findings_count(now); i++)
        compare(circlet_findings_at(now, i), circlet_findings_at(truth, i),
                seed);
    circlet_findings_free(truth);
    circlet_city_free(city);
}

typedef struct tally {
    size_t passes, advice, failures, open;
} tally;

static void count_verdicts(tally *out, const circlet_findings *findings)
{
    for (size_t i = 0; i < circlet_findings_count(findings); i++)
        switch (circlet_findings_at(findings, i)->verdict) {
        case CIRCLET_VERDICT_PASS:
            out->passes++;
            break;
        case CIRCLET_VERDICT_ADVICE:
            out->advice++;
            break;
        case CIRCLET_VERDICT_FAIL:
            out->failures++;
            break;
        default:
            out->open++;
        }
}

static void judge_town(const circlet_policy *policy, uint64_t seed,
                       uint32_t percent, tally *counts)
{
    uint64_t random = seed * 2654435761u + percent;
    even_town town = draw_town(&random, percent);
    even_ways ways = {.pace = 0};
    circlet_findings *now;
    circlet_city *city;

    if (below_of(&random, 100) < (int)percent) {
        ways.roads.best = 0.8;
        ways.roads.worst = 1.3;
    }
    if (below_of(&random, 200) < (int)percent)
        ways.roads.known_west_of = ways.roads.edge_lon = EDGE;
    now = judge(policy, &town, &ways, &city);
    count_verdicts(counts, now);
    for (int i = 0; i < 12; i++)
        judge_truth(policy, now, &town, &ways, &random, seed);
    circlet_findings_free(now);
    circlet_city_free(city);
}

static void judge_towns(const char *circle)
{
    static const uint32_t percents[] = {0, 8, 25, 60};
    circlet_policy *policy =
        judge_policy_with("{cutoff_min: 30, mode: drive}", circle);
    tally counts = {0};

    for (size_t i = 0; i < 4; i++)
        for (uint64_t seed = 1; seed <= unit_cases(150); seed++)
            judge_town(policy, seed, percents[i], &counts);
    print_message("%zu pass, %zu advice, %zu fail, %zu open\n", counts.passes,
                  counts.advice, counts.failures, counts.open);
    if (unit_tries_all())
        assert_true(counts.passes > 200 && counts.advice > 100 &&
                    counts.failures > 100 && counts.open > 100);
    circlet_policy_free(policy);
}

static void every_truth_lies_within_the_bounds(void **state)
{
    (void)state;
    judge_towns("{cutoff_min: 4, mode: drive}");
}

static void every_truth_of_own_ways_does(void **state)
{
    (void)state;
    judge_towns("{cutoff_min: 16, mode: own}");
}

static void every_truth_with_decay_does(void **state)
{
    (void)state;
    judge_towns("{cutoff_min: 16, mode: own}\n    decay: [{to_min: 5, "
                "weight: 1}, {to_min: 10, weight: 0.4}, {to_min: 14, weight: "
                "0.1}]");
}

/* Nobody says that the near ones must count for more. */
static void every_truth_with_weights_that_rise_does(void **state)
{
    (void)state;
    judge_towns("{cutoff_min: 16, mode: own}\n    decay: [{to_min: 5, "
                "weight: 0.3}, {to_min: 10, weight: 1}, {to_min: 16, weight: "
                "0.5}]");
}

static void where_all_is_known_the_bounds_meet(void **state)
{
    circlet_policy *policy = judge_policy_with("{cutoff_min: 30, mode: drive}",
                                               "{cutoff_min: 16, mode: own}");

    (void)state;
    for (uint64_t seed = 1; seed <= unit_cases(100); seed++) {
        uint64_t random = seed;
        even_town town = draw_town(&random, 0);
        even_ways ways = {.pace = 1};
        circlet_city *city;
        circlet_findings *findings = judge(policy, &town, &ways, &city);

        for (size_t i = 0; i < circlet_findings_count(findings); i++) {
            const circlet_finding *f = circlet_findings_at(findings, i);

            assert_int_not_equal(f->verdict, CIRCLET_VERDICT_UNDECIDED);
            if (!isnan(f->measured))
                assert_true(f->measured_low == f->measured &&
                            f->measured_high == f->measured);
        }
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_truth_lies_within_the_bounds),
        cmocka_unit_test(every_truth_of_own_ways_does),
        cmocka_unit_test(every_truth_with_decay_does),
        cmocka_unit_test(every_truth_with_weights_that_rise_does),
        cmocka_unit_test(where_all_is_known_the_bounds_meet),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

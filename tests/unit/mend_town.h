/*
 * A district of three streets (urban, plain with six villages, mountain) with
 * what is drawn at random: people, facilities, sites and venues, and a few of
 * the rules of the shipped policy. Ways go along the axes: 5 minutes a degree
 * on foot, 4 by car.
 */
#ifndef TESTS_MEND_TOWN_H
#define TESTS_MEND_TOWN_H

#include "plan_fixture.h"

#include <stdio.h>

#include "plan/mend.h"
#include "policy/finding.h"

#include "policy_text.h"

#define TOWN_RULE_MAX 15

/* What a town is drawn for: some things are rare by mere chance. */
typedef enum town_focus {
    TOWN_OF_ALL,
    TOWN_OF_GROUPS, /* homes and sites share two villages */
    TOWN_OF_AREA /* homes that are too small, and none comprehensive */
} town_focus;

typedef struct mend_town {
    town_focus focus;
    bool is_doubtful; /* some of it is not known */
    bool is_cautious; /* it counts what is sure alone */
    circlet_policy policy; /* the shipped one with some of its rules */
    ci_rule rules[TOWN_RULE_MAX];
    circlet_city *city;
} mend_town;

static const char *const town_rules[TOWN_RULE_MAX] = {
    "B-CIRCLE-15",     "B-CIRCLE-30",  "B-HOME-URBAN",   "B-HOME-PLAIN",
    "B-HOME-MOUNTAIN", "B-AREA",       "B-FUNCTION",     "B-VENUE",
    "A-MENTAL-DAY",    "A-ASSISTIVE",  "A-REHAB-ASSESS", "A-BEDS-MENTAL",
    "A-BEDS-SPECIAL",  "A-BEDS-REHAB", "A-BEDS-STAFF"};

static inline uint32_t town_draw(uint64_t *seed, uint32_t below)
{
    return unit_random_below(seed, below);
}

static inline bool town_has(const mend_town *town, const char *rule)
{
    for (size_t i = 0; i < town->policy.rule_count; i++)
        if (strcmp(town->rules[i].id, rule) == 0)
            return true;
    return false;
}

static inline bool is_in_focus(const mend_town *town, const char *rule)
{
    return town->focus == TOWN_OF_GROUPS
               ? strcmp(rule, "B-HOME-PLAIN") == 0
               : town->focus == TOWN_OF_AREA &&
                     (strcmp(rule, "B-AREA") == 0 ||
                      strcmp(rule, "B-HOME-URBAN") == 0);
}

/* Up to six rules, in the policy's order. */
static inline void draw_rules(mend_town *town, const circlet_policy *policy,
                              uint64_t *seed)
{
    uint32_t chance = 20 + town_draw(seed, 20);

    town->policy = *policy;
    town->policy.rules = town->rules;
    town->policy.rule_count = 0;
    for (size_t i = 0; i < policy->rule_count; i++)
        for (size_t k = 0; k < TOWN_RULE_MAX; k++)
            if (strcmp(policy->rules[i].id, town_rules[k]) == 0 &&
                town->policy.rule_count < 6 &&
                (town_draw(seed, 100) < chance ||
                 is_in_focus(town, town_rules[k])))
                town->rules[town->policy.rule_count++] = policy->rules[i];
}

/* ---- the city ----------------------------------------------------------- */

static inline void town_units(circlet_city_builder *builder)
{
    static const char *const settings[] = {"urban", "plain", "mountain"};
    static const char *const codes[] = {"U", "P", "M"};
    circlet_point corners[5];
    circlet_unit_record record = unit("D", CIRCLET_LEVEL_DISTRICT, NULL);

    record.residents = 40000;
    record.area = rectangle(corners, 0, 0, 30, 12);
    add_unit(builder, record);
    for (int i = 0; i < 3; i++) {
        record = unit(codes[i], CIRCLET_LEVEL_STREET, "D");
        record.setting = settings[i];
        record.area = rectangle(corners, 10 * i, 0, 10 * (i + 1), 12);
        add_unit(builder, record);
    }
    for (int v = 0; v < 6; v++) {
        char code[16];

        snprintf(code, sizeof(code), "V%d", v);
        record = unit(code, CIRCLET_LEVEL_COMMUNITY, "P");
        record.kind = "village";
        record.area = rectangle(corners, 10, 2 * v, 20, 2 * (v + 1));
        add_unit(builder, record);
    }
}

static inline circlet_point town_point(const mend_town *town, uint64_t *seed)
{
    if (town->focus == TOWN_OF_GROUPS)
        return (circlet_point){10.5 + town_draw(seed, 10),
                               0.5 + town_draw(seed, 4)};
    if (town->focus == TOWN_OF_AREA)
        return (circlet_point){0.5 + town_draw(seed, 10),
                               0.5 + town_draw(seed, 12)};
    return (circlet_point){0.5 + town_draw(seed, 30),
                           0.5 + town_draw(seed, 12)};
}

static inline void town_people(circlet_city_builder *builder,
                               const mend_town *town, uint64_t *seed)
{
    uint32_t count = 2 + town_draw(seed, 6);

    for (uint32_t i = 0; i < count; i++) {
        char id[16];
        circlet_demand_record record = person(id, 0, 0);

        snprintf(id, sizeof(id), "p%u", i);
        record.at = town_point(town, seed);
        record.weight_milli = 1000 * (1 + town_draw(seed, 900));
        record.aid = "none";
        record.kind = "hearing";
        record.age = 30;
        record.grade = 3;
        if (town->is_doubtful && town_draw(seed, 4) == 0)
            record.aid = NULL;
        if (town->is_doubtful && town_draw(seed, 6) == 0)
            record.certified = CIRCLET_UNKNOWN;
        assert_ok(circlet_city_builder_add_demand(builder, &record, error));
    }
}

static inline circlet_facility_record town_facility(const char *id,
                                                    const char *type,
                                                    const mend_town *town,
                                                    uint64_t *seed)
{
    circlet_facility_record record = circlet_facility_record_unknown();

    record.id = record.name = id;
    record.type = type;
    record.at = town_point(town, seed);
    record.opened = record.closed = -1;
    record.tier = "street";
    record.is_comprehensive = town_draw(seed, 2) ? CIRCLET_YES : CIRCLET_NO;
    if (town->focus == TOWN_OF_AREA)
        record.is_comprehensive = CIRCLET_NO;
    record.measures[CIRCLET_MEASURE_AREA_M2] = 50 * (1 + town_draw(seed, 10));
    if (town->is_doubtful && town_draw(seed, 3) == 0)
        record.is_comprehensive = CIRCLET_UNKNOWN;
    if (town->is_doubtful && town_draw(seed, 3) == 0)
        record.measures[CIRCLET_MEASURE_AREA_M2] = (double)NAN;
    return record;
}

static inline void town_homes(circlet_city_builder *builder,
                              const mend_town *town, uint64_t *seed)
{
    uint32_t count = town_draw(seed, 3);

    for (uint32_t i = 0; i < count; i++) {
        static const char *const names[] = {"warm_home", "mental_care",
                                            "severe_care"};
        circlet_service_record services[3];
        char id[16];
        circlet_facility_record record;

        snprintf(id, sizeof(id), "h%u", i);
        record = town_facility(id, "warm_home", town, seed);
        for (int s = 0; s < 3; s++)
            if (s == 0 || town_draw(seed, 3) == 0)
                services[record.service_count++] =
                    (circlet_service_record){names[s], -1, -1, -1, 0, 0};
        record.services = services;
        assert_ok(circlet_city_builder_add_facility(builder, &record, error));
    }
}

static inline void town_institution(circlet_city_builder *builder,
                                    const char *id, const char *type,
                                    const char *service, int64_t beds,
                                    const mend_town *town, uint64_t *seed)
{
    circlet_facility_record record = town_facility(id, type, town, seed);
    const circlet_service_record own = {service, -1, beds, -1, 0, 0};

    record.services = &own;
    record.service_count = 1;
    if (town_draw(seed, 2)) {
        record.measures[CIRCLET_MEASURE_PHYSICIANS] = town_draw(seed, 9);
        record.measures[CIRCLET_MEASURE_THERAPISTS] = 4 + town_draw(seed, 9);
        record.measures[CIRCLET_MEASURE_NURSES] = 4 + town_draw(seed, 9);
    }
    assert_ok(circlet_city_builder_add_facility(builder, &record, error));
}

static inline void town_institutions(circlet_city_builder *builder,
                                     const mend_town *town, uint64_t *seed)
{
    if (town_draw(seed, 2))
        town_institution(builder, "i0", "elderly_institution", "residential",
                         30 + 10 * town_draw(seed, 14), town, seed);
    if (town_draw(seed, 2))
        town_institution(builder, "i1", "special_welfare_institution",
                         "special_welfare", 10 * (1 + town_draw(seed, 6)),
                         town, seed);
    if (town_draw(seed, 2))
        town_institution(builder, "i2", "rehabilitation_institution",
                         "rehabilitation", 10 * town_draw(seed, 4), town,
                         seed);
}

static inline void town_sites(circlet_city_builder *builder,
                              const mend_town *town, uint64_t *seed)
{
    static const char *const types[] = {
        "warm_home",
        "warm_home",
        "warm_home;mental_day_station",
        "warm_home;assistive_device_station",
        "mental_day_station;assistive_device_station",
        "special_welfare_institution;mental_welfare_institution",
        "rehabilitation_institution;rehabilitation_hospital"};
    uint32_t count = 1 + town_draw(seed, 4);

    for (uint32_t i = 0; i < count; i++) {
        char id[16];
        circlet_site_record record = site(id);

        snprintf(id, sizeof(id), "s%u", i);
        record.at = town_point(town, seed);
        record.types =
            types[town->focus == TOWN_OF_ALL ? town_draw(seed, 7) : 0];
        if (town_draw(seed, 2))
            record.cost_cny = 50000 * town_draw(seed, 20);
        if (town_draw(seed, 3) == 0)
            record.max_area_m2 = 90 + 110 * town_draw(seed, 5);
        assert_ok(circlet_city_builder_add_site(builder, &record, error));
    }
}

static inline void town_venues(circlet_city_builder *builder,
                               const mend_town *town, uint64_t *seed)
{
    uint32_t count = town_draw(seed, 3);

    for (uint32_t i = 0; i < count; i++) {
        char id[16];
        circlet_venue_record record = {.id = id, .name = id};

        snprintf(id, sizeof(id), "w%u", i);
        record.at = town_point(town, seed);
        assert_ok(circlet_city_builder_add_venue(builder, &record, error));
    }
}

static inline void draw_mend_town(mend_town *town,
                                  const circlet_policy *policy, uint64_t seed)
{
    circlet_city_builder *builder = new_builder();

    draw_rules(town, policy, &seed);
    town_units(builder);
    town_people(builder, town, &seed);
    town_homes(builder, town, &seed);
    town_institutions(builder, town, &seed);
    town_sites(builder, town, &seed);
    town_venues(builder, town, &seed);
    assert_ok(circlet_city_builder_say_complete(
        builder, CIRCLET_PART_FACILITIES, error));
    assert_ok(circlet_city_builder_say_complete(builder, CIRCLET_PART_PEOPLE,
                                                error));
    assert_ok(
        circlet_city_builder_say_complete(builder, CIRCLET_PART_UNITS, error));
    town->city = finish(builder);
}

/* ---- how good it is ----------------------------------------------------- */

static const circlet_travel town_travel = {.find_nearest = find_nearest,
                                           .find_within = find_within};

/* Ways that are half as long again at worst, or cannot be gone, and a little
 * shorter at best. */
static inline uint32_t doubtful_time(const circlet_travel_query *query,
                                     size_t origin, size_t destination)
{
    circlet_travel_query far = *query;
    circlet_point a = query->origins[origin],
                  b = query->destinations[destination];
    long doubt = lround(7 * a.lon + 11 * a.lat + 13 * b.lon + 17 * b.lat) % 4;
    uint32_t time_ms;

    far.cutoff_ms = CIRCLET_CUTOFF_MAX;
    time_ms = time_between(&far, origin, destination);
    if (query->bound == CIRCLET_BOUND_MIN)
        time_ms -= time_ms / 8;
    else if (query->bound == CIRCLET_BOUND_MAX && doubt == 0)
        return CIRCLET_UNREACHED;
    else if (query->bound == CIRCLET_BOUND_MAX && doubt == 1)
        time_ms += time_ms / 2;
    return time_ms <= query->cutoff_ms ? time_ms : CIRCLET_UNREACHED;
}

static inline circlet_status find_doubtful_nearest(
    uint32_t *times_ms, circlet_snap *snaps, const circlet_travel_query *query,
    void *user, circlet_error *why)
{
    (void)user;
    (void)why;
    for (size_t i = 0; i < query->origin_count; i++) {
        times_ms[i] = CIRCLET_UNREACHED;
        snaps[i] = CIRCLET_SNAP_TIED;
        for (size_t k = 0; k < query->destination_count; k++)
            if (doubtful_time(query, i, k) < times_ms[i])
                times_ms[i] = doubtful_time(query, i, k);
    }
    return CIRCLET_OK;
}

static inline circlet_status find_doubtful_within(
    circlet_od_matrix **out, const circlet_travel_query *query, void *user,
    circlet_error *why)
{
    size_t all = query->origin_count * query->destination_count, count = 0;
    circlet_od_entry *entries = calloc(all + 1, sizeof(*entries));
    size_t *first = calloc(query->origin_count + 1, sizeof(*first));
    circlet_status status;

    (void)user;
    assert_non_null(entries);
    assert_non_null(first);
    for (size_t i = 0; i < query->origin_count; i++) {
        for (size_t k = 0; k < query->destination_count; k++)
            if (doubtful_time(query, i, k) != CIRCLET_UNREACHED)
                entries[count++] = (circlet_od_entry){
                    (uint32_t)k, doubtful_time(query, i, k)};
        first[i + 1] = count;
    }
    status =
        circlet_od_matrix_new(out, query->origin_count,
                              query->destination_count, first, entries, why);
    free(entries);
    free(first);
    return status;
}

static const circlet_travel doubtful_travel = {
    .find_nearest = find_doubtful_nearest,
    .find_within = find_doubtful_within,
    .has_bounds = true};

static inline const circlet_travel *travel_in(const mend_town *town)
{
    return town->is_doubtful ? &doubtful_travel : &town_travel;
}

typedef struct town_score {
    double must, should; /* persons x share that is missing */
    double must_failures, should_failures; /* findings that buildings mend */
    double cny;
} town_score;

static inline circlet_findings *judge_town(const mend_town *town,
                                           const circlet_city *city)
{
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_findings *findings = NULL;

    options.threads = 1;
    assert_ok(circlet_policy_judge(&findings, &town->policy, city,
                                   travel_in(town), &options, error));
    return findings;
}

/* What a finding lacks at worst, beyond the shortfall that is sure. */
static inline double worst_shortfall(const circlet_findings *findings,
                                     size_t i)
{
    const ci_facts *facts = &findings->facts[i];
    double worst = findings->items[i].shortfall;

    for (size_t f = 0; f < facts->count; f++)
        if (strcmp(facts->items[f].name, "surely") == 0 ||
            strcmp(facts->items[f].name, "more") == 0)
            worst = facts->items[f].number;
    return worst;
}

/* By the words of DESIGN.md, out of what the finding itself says; cautiously
 * what is missing at worst. */
static inline double town_shortfall(const mend_town *town,
                                    const circlet_city *city,
                                    const circlet_findings *findings, size_t i)
{
    const circlet_finding *finding = circlet_findings_at(findings, i);
    double shortfall =
        town->is_cautious ? worst_shortfall(findings, i) : finding->shortfall;
    const ci_rule *rule = find_rule(&town->policy, finding->rule);
    double persons = finding->persons, required = finding->required;

    if (rule->kind == CI_RULE_CIRCLE)
        return town->is_cautious ? finding->persons_low - finding->covered_low
                                 : finding->shortfall;
    if (rule->kind == CI_RULE_NEAR)
        return 1;
    if (rule->kind == CI_RULE_RATIO && rule->as.ratio.is_of_residents)
        persons = (double)circlet_city_unit(
                      city, circlet_city_find_unit(city, finding->unit))
                      ->residents;
    if (rule->kind == CI_RULE_RATIO)
        required *= persons / (double)rule->as.ratio.per;
    return rule->kind == CI_RULE_EACH ? 0 : persons * shortfall / required;
}

static inline town_score score_town(const mend_town *town,
                                    const circlet_city *city)
{
    circlet_findings *findings = judge_town(town, city);
    town_score score = {0, 0, 0, 0, 0};

    for (size_t i = 0; i < circlet_findings_count(findings); i++) {
        const circlet_finding *finding = circlet_findings_at(findings, i);
        bool is_planned =
            ci_mend_is_planned(find_rule(&town->policy, finding->rule));

        if (finding->verdict != CIRCLET_VERDICT_FAIL &&
            !(town->is_cautious &&
              finding->verdict == CIRCLET_VERDICT_UNDECIDED))
            continue;
        if (finding->force == CIRCLET_FORCE_MUST) {
            score.must += town_shortfall(town, city, findings, i);
            score.must_failures += is_planned;
        } else {
            score.should += town_shortfall(town, city, findings, i);
            score.should_failures += is_planned;
        }
    }
    circlet_findings_free(findings);
    return score;
}

/* Of two shortfalls that differ by rounding alone neither is less. */
static inline int compare_levels(double a, double b)
{
    double slack = 1e-3 + 1e-6 * fabs(b);

    return a < b - slack ? -1 : a > b + slack;
}

/* The first level that differs decides. */
static inline int compare_scores(const town_score *a, const town_score *b,
                                 bool with_failures)
{
    const double levels[][2] = {{a->must, b->must},
                                {a->must_failures, b->must_failures},
                                {a->should, b->should},
                                {a->should_failures, b->should_failures},
                                {a->cny, b->cny}};

    for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
        int order = i % 2 == 0 || with_failures
                        ? compare_levels(levels[i][0], levels[i][1])
                        : 0;

        if (order != 0)
            return order;
    }
    return 0;
}

#endif

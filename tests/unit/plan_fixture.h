/*
 * Two streets side by side, a policy with a circle rule for each, and travel
 * in straight lines along the axes: 5 minutes a degree on foot, 4 by car.
 */
#ifndef TESTS_UNIT_PLAN_FIXTURE_H
#define TESTS_UNIT_PLAN_FIXTURE_H

#include "city_fixture.h"

#include <circlet/plan.h>

#include "policy/policy.h"

#define MINUTE_MS UINT32_C(60000)

/* ---- the policy ----------------------------------------------------------
 */

static const char *const plan_modes[] = {"walk", "drive"};
static const char *const urban[] = {"urban"};
static const char *const mountain[] = {"mountain"};
static const char *const no_aid[] = {"none"};

static const ci_word plan_words[] = {
    {"warm_home", "温馨家园", "Warm Home", "Warm Homes"},
    {"people", "残疾人", "people", "people"}};

static const ci_group plan_groups[] = {{"people", CI_CONDITION_INIT}};

/* Nobody has aid "none": everyone goes by the last row, on foot. */
static const ci_own_mode plan_own_modes[] = {
    {{.aids = {no_aid, 1},
      .grade_from = -1,
      .grade_to = -1,
      .age_from = -1,
      .age_to = -1},
     1,
     1,
     NULL,
     0},
    {CI_CONDITION_INIT, 0, 0, NULL, 0}};

static const ci_facility_type plan_types[] = {
    {"warm_home", {NULL, 0}, {NULL, 0}, {NULL, 0}}};

static const circlet_service_record plan_services[] = {
    {"day_care", 20, -1, -1, 0, 0}};

static const ci_catalogue_entry plan_catalogue[] = {
    {.facility = {.type = "warm_home",
                  .opened = -1,
                  .closed = -1,
                  .tier = "street",
                  .is_comprehensive = CIRCLET_YES,
                  .measures = {[CIRCLET_MEASURE_AREA_M2] = 300.0,
                               [CIRCLET_MEASURE_DIRECTORS] = 1.0},
                  .services = plan_services,
                  .service_count = 1},
     .cost_cny = 200000.0}};

static const ci_rule plan_rules[] = {
    {.id = "C15",
     .title_zh = "C15",
     .title_en = "C15",
     .citation = "test",
     .quote = "test",
     .kind = CI_RULE_CIRCLE,
     .force = CIRCLET_FORCE_MUST,
     .from = 2018,
     .due = 2020,
     .until = -1,
     .level = CIRCLET_LEVEL_STREET,
     .settings = {urban, 1},
     .facility = {.type = "warm_home", .word = "warm_home"},
     .as.circle = {15 * MINUTE_MS, CI_MILLION, CI_NO_POSITION}},
    {.id = "C30",
     .title_zh = "C30",
     .title_en = "C30",
     .citation = "test",
     .quote = "test",
     .kind = CI_RULE_CIRCLE,
     .force = CIRCLET_FORCE_MUST,
     .from = 2018,
     .due = 2020,
     .until = -1,
     .level = CIRCLET_LEVEL_STREET,
     .settings = {mountain, 1},
     .facility = {.type = "warm_home", .word = "warm_home"},
     .as.circle = {30 * MINUTE_MS, CI_MILLION, 1}}};

static const char *const plan_settings[] = {"urban", "mountain"};

static const circlet_policy plan_policy = {.id = "test",
                                           .title_zh = "test",
                                           .title_en = "test",
                                           .default_year = 2020,
                                           .modes = plan_modes,
                                           .mode_count = 2,
                                           .words = plan_words,
                                           .word_count = 2,
                                           .groups = plan_groups,
                                           .group_count = 1,
                                           .own_modes = plan_own_modes,
                                           .own_mode_count = 2,
                                           .types = plan_types,
                                           .type_count = 1,
                                           .catalogue = plan_catalogue,
                                           .catalogue_count = 1,
                                           .rules = plan_rules,
                                           .rule_count = 2,
                                           .settings = {plan_settings, 2}};

/* ---- travel ---------------------------------------------------------------
 */

static inline uint32_t time_between(const circlet_travel_query *query,
                                    size_t origin, size_t destination)
{
    circlet_point a = query->origins[origin],
                  b = query->destinations[destination];
    double minutes = strcmp(query->mode, "walk") == 0 ? 5.0 : 4.0;
    double time =
        (fabs(a.lon - b.lon) + fabs(a.lat - b.lat)) * minutes * MINUTE_MS;

    return time <= query->cutoff_ms ? (uint32_t)lround(time)
                                    : CIRCLET_UNREACHED;
}

static inline circlet_status find_nearest(uint32_t *times_ms,
                                          circlet_snap *snaps,
                                          const circlet_travel_query *query,
                                          void *user, circlet_error *error)
{
    (void)user;
    (void)error;
    for (size_t i = 0; i < query->origin_count; i++) {
        times_ms[i] = CIRCLET_UNREACHED;
        snaps[i] = CIRCLET_SNAP_TIED;
        for (size_t k = 0; k < query->destination_count; k++)
            if (time_between(query, i, k) < times_ms[i])
                times_ms[i] = time_between(query, i, k);
    }
    return CIRCLET_OK;
}

static inline circlet_status find_within(circlet_od_matrix **out,
                                         const circlet_travel_query *query,
                                         void *user, circlet_error *error)
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
            if (time_between(query, i, k) != CIRCLET_UNREACHED)
                entries[count++] =
                    (circlet_od_entry){(uint32_t)k, time_between(query, i, k)};
        first[i + 1] = count;
    }
    status =
        circlet_od_matrix_new(out, query->origin_count,
                              query->destination_count, first, entries, error);
    free(entries);
    free(first);
    return status;
}

/* Nothing is known of a corner of street A. */
static inline bool knows(circlet_point at, void *user)
{
    (void)user;
    return !(at.lon > 9.0 && at.lon < 10.0 && at.lat < 1.0);
}

static const circlet_travel plan_travel = {
    .find_nearest = find_nearest, .find_within = find_within, .knows = knows};

/* ---- the city --------------------------------------------------------------
 */

/* Street A (urban) from 0 to 10, street B (mountain) from 10 to 20. */
static inline void add_streets(circlet_city_builder *builder)
{
    circlet_point corners[5];
    circlet_unit_record record = unit("A", CIRCLET_LEVEL_STREET, NULL);

    record.setting = "urban";
    record.area = rectangle(corners, 0.0, 0.0, 10.0, 10.0);
    assert_ok(circlet_city_builder_add_unit(builder, &record, error));
    record = unit("B", CIRCLET_LEVEL_STREET, NULL);
    record.setting = "mountain";
    record.area = rectangle(corners, 10.0, 0.0, 20.0, 10.0);
    assert_ok(circlet_city_builder_add_unit(builder, &record, error));
}

static inline void add_person(circlet_city_builder *builder, const char *id,
                              double lon, double lat, int64_t weight)
{
    circlet_demand_record record = person(id, lon, lat);

    record.weight_milli = weight;
    record.aid = "stick";
    assert_ok(circlet_city_builder_add_demand(builder, &record, error));
}

static inline void add_home(circlet_city_builder *builder, const char *id,
                            double lon, double lat)
{
    circlet_facility_record record = home(id);

    record.at = (circlet_point){lon, lat};
    assert_ok(circlet_city_builder_add_facility(builder, &record, error));
}

static inline void add_site(circlet_city_builder *builder, const char *id,
                            double lon, double lat, const char *types)
{
    circlet_site_record record = site(id);

    record.at = (circlet_point){lon, lat};
    record.types = types;
    assert_ok(circlet_city_builder_add_site(builder, &record, error));
}

/* ---- plans ----------------------------------------------------------------
 */

static inline circlet_plan_options options_for(const char *services,
                                               size_t count)
{
    circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;

    options.name = "p";
    options.services = services;
    options.count = count;
    return options;
}

static inline circlet_plan *compute(const circlet_city *city, size_t count)
{
    circlet_plan_options options = options_for("warm_home", count);
    circlet_plan *plan = NULL;

    assert_ok(circlet_plan_compute(&plan, &plan_policy, city, &plan_travel,
                                   &options, error));
    return plan;
}

static inline circlet_city *apply(const circlet_plan *plan,
                                  const circlet_city *city)
{
    circlet_city *planned = NULL;

    assert_ok(
        circlet_plan_apply(&planned, plan, &plan_policy, city, 0, error));
    return planned;
}

/* Persons covered by a rule, and all that it is about. */
static inline double covered_persons(const circlet_city *city,
                                     const char *rule, double *persons)
{
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_findings *findings = NULL;
    double covered = 0.0;

    *persons = 0.0;
    options.rule = rule;
    assert_ok(circlet_policy_judge(&findings, &plan_policy, city, &plan_travel,
                                   &options, error));
    for (size_t i = 0; i < circlet_findings_count(findings); i++) {
        const circlet_finding *finding = circlet_findings_at(findings, i);

        if (isnan(finding->persons) || isnan(finding->persons_covered))
            continue;
        *persons += finding->persons;
        covered += finding->persons_covered;
    }
    circlet_findings_free(findings);
    return covered;
}

#endif

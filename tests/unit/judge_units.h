/* Units of any level for tests of judging, beside the streets of
 * judge_city.h: each is a rectangle from one longitude to another. */
#ifndef TESTS_JUDGE_UNITS_H
#define TESTS_JUDGE_UNITS_H

#include "judge_city.h"

typedef struct judge_unit {
    const char *code;
    circlet_level level;
    const char *parent;
    int west, east;
    const char *tags, *setting;
} judge_unit;

static inline void judge_add_unit(judge_city *city, judge_unit from)
{
    const circlet_point ring[] = {{from.west, 0},
                                  {from.east, 0},
                                  {from.east, 1},
                                  {from.west, 1},
                                  {from.west, 0}};
    const circlet_ring rings[] = {{5, false}};
    circlet_unit_record unit = CIRCLET_UNIT_RECORD_INIT;

    unit.code = from.code;
    unit.name = from.code;
    unit.level = from.level;
    unit.parent_code = from.parent;
    unit.tags = from.tags;
    unit.setting = from.setting;
    unit.area = (circlet_area){ring, rings, 1};
    assert_ok(circlet_city_builder_add_unit(city->builder, &unit, error));
}

/* District Dk, the square from longitude k to k + 1. */
static inline void judge_add_district(judge_city *city, int k,
                                      const char *tags)
{
    char code[16];

    snprintf(code, sizeof(code), "D%d", k);
    judge_add_unit(city, (judge_unit){code, CIRCLET_LEVEL_DISTRICT, NULL, k,
                                      k + 1, tags, NULL});
}

/* A facility of one service with so many beds; -1: not known. */
static inline void judge_add_beds(judge_city *city, const char *type,
                                  const char *service, int64_t beds, int k)
{
    circlet_facility_record facility = judge_facility(type, k);
    const circlet_service_record record = {service, -1, beds, -1, 0, 0};

    facility.services = &record;
    facility.service_count = 1;
    judge_add_facility(city, facility);
}

/* Judges one rule and frees the city with its findings later. */
typedef struct judged {
    circlet_policy *policy;
    circlet_city *city;
    circlet_findings *findings;
} judged;

static inline judged judge_now(circlet_policy *policy, judge_city *city,
                               int year, const char *rule)
{
    judged out = {policy, judge_finish(city), NULL};

    out.findings = judge_city_now(policy, out.city, NULL, year, rule);
    return out;
}

static inline const circlet_finding *judged_at(const judged *all,
                                               size_t position)
{
    const circlet_finding *finding =
        circlet_findings_at(all->findings, position);

    assert_non_null(finding);
    return finding;
}

/* Leaves the policy, which may judge again. */
static inline void judged_free(judged *all)
{
    circlet_findings_free(all->findings);
    circlet_city_free(all->city);
}

#endif

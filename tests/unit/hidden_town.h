/* Random small cities with facts hidden, and with something changed. */
#ifndef TESTS_HIDDEN_TOWN_H
#define TESTS_HIDDEN_TOWN_H

#include "care_town.h"

#define STREETS 3

/* What is made better in a town. */
typedef struct town_change {
    const char *name; /* the facility that the rest is about; NULL: none */
    bool is_comprehensive;
    const char *services[2]; /* offers these, too */
    double more[CIRCLET_MEASURE_COUNT];
    int pilots, reformed, bases; /* so many Warm Homes become one */
    circlet_facility_record added; /* so many new ones of these */
    int added_count;
} town_change;

typedef struct hiding {
    uint64_t truth; /* the same numbers for both cities */
    uint64_t dice;
    uint32_t percent; /* of the facts are hidden */
} hiding;

static inline bool hides(hiding *h)
{
    return unit_random_below(&h->dice, 100) < h->percent;
}

static inline int64_t below(hiding *h, uint32_t limit)
{
    return (int64_t)unit_random_below(&h->truth, limit);
}

static inline circlet_status nearest(uint32_t *times_ms, circlet_snap *snaps,
                                     const circlet_travel_query *query,
                                     void *user, circlet_error *error)
{
    double pace = care_pace(query, user);

    (void)error;
    for (size_t i = 0; i < query->origin_count; i++) {
        times_ms[i] = CIRCLET_UNREACHED;
        snaps[i] = CIRCLET_SNAP_TIED;
        for (size_t j = 0; j < query->destination_count; j++) {
            uint32_t time_ms =
                care_time(query->origins[i], query->destinations[j], pace);

            if (time_ms <= query->cutoff_ms && time_ms < times_ms[i])
                times_ms[i] = time_ms;
        }
    }
    return CIRCLET_OK;
}

static inline void add_unit(judge_city *town, circlet_level level,
                            const char *code)
{
    const circlet_point ring[] = {
        {0, 0}, {STREETS, 0}, {STREETS, 1}, {0, 1}, {0, 0}};
    const circlet_ring rings[] = {{5, false}};
    circlet_unit_record unit = CIRCLET_UNIT_RECORD_INIT;

    unit.code = unit.name = code;
    unit.level = level;
    unit.tags = "urban_six";
    unit.residents = 4000;
    unit.area = (circlet_area){ring, rings, 1};
    assert_ok(circlet_city_builder_add_unit(town->builder, &unit, error));
}

static inline circlet_point somewhere(hiding *h)
{
    double lon = (double)below(h, 10 * STREETS) / 10 + 0.05;

    return (circlet_point){lon, (double)below(h, 10) / 10 + 0.05};
}

static inline circlet_answer answer(hiding *h)
{
    circlet_answer truth = below(h, 2) ? CIRCLET_YES : CIRCLET_NO;

    return hides(h) ? CIRCLET_UNKNOWN : truth;
}

static inline const char *word(hiding *h, const char *const *words,
                               uint32_t count)
{
    const char *truth = words[below(h, count)];

    return hides(h) ? NULL : truth;
}

static inline void add_person(judge_city *town, hiding *h, int serial)
{
    static const char *const kinds[] = {"hearing", "physical", "mental"};
    static const char *const aids[] = {"none", "none", "manual_wheelchair"};
    static const char *const needs[] = {"day_care", "rehabilitation",
                                        "assistive_device", "residential"};
    circlet_demand_record person = CIRCLET_DEMAND_RECORD_INIT;
    char household[16];
    int grade, year;

    person.at = somewhere(h);
    person.weight_milli = 1000 * (1 + below(h, 60));
    snprintf(household, sizeof(household), "h%d", serial);
    person.household = household;
    person.certified = answer(h);
    person.kind = word(h, kinds, 3);
    grade = 1 + (int)below(h, 4);
    person.grade = hides(h) ? -1 : grade;
    year = 1955 + (int)below(h, 60);
    person.birth_year = hides(h) ? -1 : year;
    person.aid = word(h, aids, 3);
    person.needs = word(h, needs, 4);
    person.received = word(h, needs, 4);
    person.old_carer = answer(h);
    person.poor = answer(h);
    judge_add_person(town, person);
}

static inline int64_t number(hiding *h, uint32_t limit)
{
    int64_t truth = below(h, limit);

    return hides(h) ? -1 : truth;
}

/* Makes a Warm Home one of those that are wanted, if it is not surely. */
static inline void become(circlet_answer *is_one, int *wanted)
{
    if (*is_one == CIRCLET_YES || *wanted == 0)
        return;
    *is_one = CIRCLET_YES;
    --*wanted;
}

static inline void change_facility(circlet_facility_record *facility,
                                   circlet_service_record *services,
                                   town_change *change, size_t position)
{
    char name[16];

    if (strcmp(facility->type, "warm_home") == 0) {
        become(&facility->is_pilot, &change->pilots);
        become(&facility->is_reformed, &change->reformed);
        become(&facility->is_reform_base, &change->bases);
    }
    snprintf(name, sizeof(name), "f%04zu", position);
    if (!change->name || strcmp(change->name, name) != 0)
        return;
    if (change->is_comprehensive)
        facility->is_comprehensive = CIRCLET_YES;
    for (size_t i = 0; i < 2; i++)
        if (change->services[i])
            services[facility->service_count++] = (circlet_service_record){
                change->services[i], -1, -1, -1, 0, 0};
    for (size_t i = 0; i < CIRCLET_MEASURE_COUNT; i++)
        facility->measures[i] += change->more[i];
}

static inline void add_facility(judge_city *town, hiding *h,
                                town_change *change)
{
    static const struct {
        const char *type, *service;
        bool has_beds;
    } types[] = {{"warm_home", "day_care", false},
                 {"warm_home", "mental_care", false},
                 {"day_care_station", "day_care", false},
                 {"mental_day_station", "mental_day", false},
                 {"rehabilitation_hospital", "rehabilitation", true},
                 {"special_welfare_institution", "special_welfare", true},
                 {"residential_institution", "residential", true}};
    size_t t = (size_t)below(h, 7);
    circlet_facility_record facility = judge_facility(types[t].type, 0);
    circlet_service_record services[4] = {{types[t].service, -1, -1, -1, 0, 0},
                                          {"severe_care", -1, -1, -1, 0, 0}};

    facility.at = somewhere(h);
    services[0].places = number(h, 120);
    services[0].occupied = number(h, 40);
    if (types[t].has_beds) {
        services[0].beds = number(h, 120);
        services[0].places = -1;
    }
    facility.services = services;
    facility.service_count = 1 + (t < 2 && below(h, 2));
    facility.tier = hides(h) ? NULL : "street";
    facility.is_comprehensive = answer(h);
    facility.is_pilot = answer(h);
    facility.is_reformed = answer(h);
    facility.is_reform_base = answer(h);
    for (size_t i = 0; i < CIRCLET_MEASURE_COUNT; i++) {
        double truth = i == CIRCLET_MEASURE_AREA_M2 ? (double)below(h, 400)
                                                    : (double)below(h, 20);

        facility.measures[i] = hides(h) ? (double)NAN : truth;
    }
    change_facility(&facility, services, change, town->facilities);
    judge_add_facility(town, facility);
}

static inline circlet_city *make_city(uint64_t seed, uint32_t percent,
                                      const town_change *wanted)
{
    static const char *const settings[] = {"urban", "urban", "mountain"};
    hiding h = {seed, seed ^ 0x9e3779b97f4a7c15u, percent};
    judge_city town = judge_city_new();
    town_change change = wanted ? *wanted : (town_change){.name = NULL};
    int64_t people, facilities;

    add_unit(&town, CIRCLET_LEVEL_CITY, "C");
    add_unit(&town, CIRCLET_LEVEL_DISTRICT, "D");
    for (int k = 0; k < STREETS; k++)
        judge_add_street(&town, k, word(&h, settings, 3));
    people = below(&h, 14);
    facilities = below(&h, 12);
    for (int i = 0; i < people; i++)
        add_person(&town, &h, i);
    for (int i = 0; i < facilities; i++)
        add_facility(&town, &h, &change);
    for (int i = 0; i < change.added_count; i++)
        judge_add_facility(&town, change.added);
    for (int part = 0; part < CIRCLET_PART_COUNT; part++)
        assert_ok(circlet_city_builder_say_complete(
            town.builder, (circlet_part)part, error));
    return judge_finish(&town);
}

typedef enum outcome { IS_OPEN, IS_KEPT, IS_BROKEN } outcome;

static inline outcome outcome_of(const circlet_finding *finding)
{
    switch (finding->verdict) {
    case CIRCLET_VERDICT_PASS:
        return IS_KEPT;
    case CIRCLET_VERDICT_FAIL:
        return IS_BROKEN;
    case CIRCLET_VERDICT_ADVICE:
        return finding->shortfall > 0 ? IS_BROKEN : IS_KEPT;
    default:
        return IS_OPEN;
    }
}

static inline const circlet_finding *find_same(
    const circlet_findings *findings, const circlet_finding *wanted)
{
    for (size_t i = 0; i < circlet_findings_count(findings); i++) {
        const circlet_finding *finding = circlet_findings_at(findings, i);

        if (strcmp(finding->rule, wanted->rule) == 0 &&
            strcmp(finding->unit, wanted->unit) == 0 &&
            strcmp(finding->subject_id, wanted->subject_id) == 0)
            return finding;
    }
    return NULL;
}

#endif

/*
 * Small cities for tests of judging. Street k is the square from longitude
 * k to k + 1; the travel time of a person on foot is written into the
 * latitude: 0.9 is 900 s. Other modes take other multiples of it.
 */
#ifndef TESTS_JUDGE_CITY_H
#define TESTS_JUDGE_CITY_H

#include "unit.h"

#include <math.h>
#include <stdio.h>
#include <unistd.h>

#include <circlet/io.h>

#include "base/text.h"

#define ODD_LATITUDE 0.995 /* people so far north live off every street */

typedef struct judge_city {
    circlet_city_builder *builder;
    size_t people, facilities;
} judge_city;

/* What the made-up source of travel times was asked, and its limits. */
typedef struct judge_roads {
    size_t query_count;
    char modes[256]; /* of the queries, in order */
    double known_west_of; /* longitude; 0: everywhere */
} judge_roads;

static inline circlet_policy *judge_policy(void)
{
    const char *folder = getenv("srcdir");
    circlet_policy *policy = NULL;
    char path[512];

    snprintf(path, sizeof(path), "%s/geodata/policies/beijing-2018.yaml",
             folder ? folder : ".");
    assert_ok(circlet_read_policy(&policy, path, error));
    return policy;
}

/* The policy with one text in its file put in place of another. */
static inline circlet_policy *judge_policy_with(const char *old,
                                                const char *put)
{
    const char *folder = getenv("srcdir");
    char source[512], path[] = "/tmp/circlet-policy-XXXXXX", line[4096];
    circlet_policy *policy = NULL;
    size_t replaced = 0;
    FILE *from, *to;

    snprintf(source, sizeof(source), "%s/geodata/policies/beijing-2018.yaml",
             folder ? folder : ".");
    from = fopen(source, "r");
    to = fdopen(mkstemp(path), "w");
    assert_non_null(from);
    assert_non_null(to);
    while (fgets(line, sizeof(line), from)) {
        char *found = strstr(line, old);

        if (!found) {
            fputs(line, to);
            continue;
        }
        fprintf(to, "%.*s%s%s", (int)(found - line), line, put,
                found + strlen(old));
        replaced++;
    }
    fclose(from);
    fclose(to);
    assert_true(replaced > 0);
    assert_ok(circlet_read_policy(&policy, path, error));
    remove(path);
    return policy;
}

static inline judge_city judge_city_new(void)
{
    judge_city city = {NULL, 0, 0};

    assert_ok(circlet_city_builder_new(&city.builder, error));
    return city;
}

static inline void judge_add_street(judge_city *city, int k,
                                    const char *setting)
{
    char code[16], name[32];
    const circlet_point ring[] = {
        {k, 0}, {k + 1, 0}, {k + 1, 1}, {k, 1}, {k, 0}};
    const circlet_ring rings[] = {{5, false}};
    circlet_unit_record unit = CIRCLET_UNIT_RECORD_INIT;

    snprintf(code, sizeof(code), "S%d", k);
    snprintf(name, sizeof(name), "Street %d", k);
    unit.code = code;
    unit.name = name;
    unit.level = CIRCLET_LEVEL_STREET;
    unit.setting = setting;
    unit.area = (circlet_area){ring, rings, 1};
    assert_ok(circlet_city_builder_add_unit(city->builder, &unit, error));
}

/* A person, or several at one point, in street k: of whom enough is known
 * that they surely walk. */
static inline circlet_demand_record judge_person(int k, double latitude)
{
    circlet_demand_record person = CIRCLET_DEMAND_RECORD_INIT;

    person.at = (circlet_point){k + 0.5, latitude};
    person.aid = "none";
    person.kind = "hearing";
    person.grade = 3;
    person.birth_year = 1980;
    return person;
}

static inline void judge_add_person(judge_city *city,
                                    circlet_demand_record person)
{
    char id[16];

    snprintf(id, sizeof(id), "p%04zu", city->people++);
    person.id = id;
    assert_ok(circlet_city_builder_add_demand(city->builder, &person, error));
}

/* So many people of street k, in thousandths. */
static inline void judge_add_people(judge_city *city, int k, int64_t milli)
{
    circlet_demand_record person = judge_person(k, 0.1);

    person.weight_milli = milli;
    judge_add_person(city, person);
}

static inline circlet_facility_record judge_facility(const char *type, int k)
{
    circlet_facility_record facility = circlet_facility_record_unknown();

    facility.type = type;
    facility.at = (circlet_point){k + 0.5, 0.5};
    return facility;
}

static inline void judge_add_facility(judge_city *city,
                                      circlet_facility_record facility)
{
    char id[16];

    snprintf(id, sizeof(id), "f%04zu", city->facilities++);
    facility.id = id;
    facility.name = id;
    assert_ok(
        circlet_city_builder_add_facility(city->builder, &facility, error));
}

/* The facilities are all there are. */
static inline void judge_say_all(judge_city *city)
{
    assert_ok(circlet_city_builder_say_complete(
        city->builder, CIRCLET_PART_FACILITIES, error));
}

static inline circlet_city *judge_finish(judge_city *city)
{
    circlet_city *finished = NULL;

    assert_ok(circlet_city_builder_finish(&finished, city->builder, error));
    circlet_city_builder_free(city->builder);
    city->builder = NULL;
    return finished;
}

static inline circlet_status judge_find_nearest(
    uint32_t *times_ms, circlet_snap *snaps, const circlet_travel_query *query,
    void *user, circlet_error *error)
{
    judge_roads *roads = user;
    double pace = strstr(query->mode, "wheelchair") ||
                          strcmp(query->mode, "crutches") == 0
                      ? 2.0
                  : strcmp(query->mode, "drive") == 0 ? 0.25
                                                      : 1.0;

    (void)error;
    roads->query_count++;
    strncat(roads->modes, query->mode,
            sizeof(roads->modes) - strlen(roads->modes) - 2);
    strcat(roads->modes, " ");
    for (size_t i = 0; i < query->origin_count; i++) {
        double ms = query->origins[i].lat * 1e6 * pace;

        snaps[i] = query->origins[i].lat > ODD_LATITUDE ? CIRCLET_SNAP_NO_ROAD
                                                        : CIRCLET_SNAP_TIED;
        times_ms[i] = query->destination_count == 0 ||
                              snaps[i] != CIRCLET_SNAP_TIED ||
                              llround(ms) > query->cutoff_ms
                          ? CIRCLET_UNREACHED
                          : (uint32_t)llround(ms);
    }
    return CIRCLET_OK;
}

static inline bool judge_knows(circlet_point at, void *user)
{
    const judge_roads *roads = user;

    return roads->known_west_of == 0 || at.lon < roads->known_west_of;
}

static inline circlet_travel judge_travel(judge_roads *roads)
{
    circlet_travel travel = {.find_nearest = judge_find_nearest,
                             .knows = judge_knows,
                             .user = roads};

    return travel;
}

static inline circlet_findings *judge_city_now(const circlet_policy *policy,
                                               const circlet_city *city,
                                               const circlet_travel *travel,
                                               int year, const char *rule)
{
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_findings *findings = NULL;

    options.year = year;
    options.rule = rule;
    assert_ok(circlet_policy_judge(&findings, policy, city, travel, &options,
                                   error));
    return findings;
}

/* The finding of a rule in a unit; NULL if there is none. */
static inline const circlet_finding *judge_find(
    const circlet_findings *findings, const char *rule, const char *unit)
{
    for (size_t i = 0; i < circlet_findings_count(findings); i++) {
        const circlet_finding *finding = circlet_findings_at(findings, i);

        if (strcmp(finding->rule, rule) == 0 &&
            strcmp(finding->unit, unit) == 0)
            return finding;
    }
    return NULL;
}

static inline bool judge_has_reason(const circlet_finding *finding,
                                    const char *reason)
{
    for (size_t i = 0; i < finding->reason_count; i++)
        if (strcmp(finding->reasons[i], reason) == 0)
            return true;
    return false;
}

static inline void assert_near(double value, double wanted)
{
    char is[CI_NUMBER_SIZE], should_be[CI_NUMBER_SIZE];

    ci_format_double(is, value);
    ci_format_double(should_be, wanted);
    if (!(fabs(value - wanted) < 1e-9))
        fail_msg("%s is not %s", is, should_be);
}

#endif

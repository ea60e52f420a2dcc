/* A township is the square from longitude 0 to 1, its villages strips of it
 * from west to east. A tenth of a degree east or west takes 6 minutes. */
#ifndef TESTS_TOWNSHIP_H
#define TESTS_TOWNSHIP_H

#include "judge_city.h"

#define RULE "B-HOME-PLAIN"
#define MOST 16

typedef struct township {
    judge_city city;
    int villages;
    circlet_policy *policy;
    circlet_city *finished;
    circlet_findings *findings;
} township;

static inline circlet_status find_within(circlet_od_matrix **out,
                                         const circlet_travel_query *query,
                                         void *user, circlet_error *error)
{
    size_t first[MOST + 1] = {0}, count = 0;
    circlet_od_entry entries[MOST * 2 * MOST];

    (void)user;
    assert_string_equal(query->mode, "drive");
    assert_true(query->origin_count <= MOST);
    for (size_t i = 0; i < query->origin_count; i++) {
        for (uint32_t k = 0; k < query->destination_count; k++) {
            double way =
                fabs(query->origins[i].lon - query->destinations[k].lon);
            uint32_t time_ms = (uint32_t)llround(way * 3600000);

            if (time_ms <= query->cutoff_ms)
                entries[count++] = (circlet_od_entry){k, time_ms};
        }
        first[i + 1] = count;
    }
    return circlet_od_matrix_new(out, query->origin_count,
                                 query->destination_count, first, entries,
                                 error);
}

static inline circlet_travel roads(void)
{
    static judge_roads none;
    circlet_travel travel = judge_travel(&none);

    travel.find_within = find_within;
    return travel;
}

static inline double middle(const township *t, int village)
{
    return (village + 0.5) / t->villages;
}

static inline void add_village(township *t, int village, const char *kind,
                               bool has_area)
{
    double west = (double)village / t->villages;
    double east = (double)(village + 1) / t->villages;
    const circlet_point ring[] = {
        {west, 0}, {east, 0}, {east, 1}, {west, 1}, {west, 0}};
    const circlet_ring rings[] = {{5, false}};
    circlet_unit_record unit = CIRCLET_UNIT_RECORD_INIT;
    char code[16], name[32];

    snprintf(code, sizeof(code), "S0%02d", village);
    snprintf(name, sizeof(name), "Village %d", village);
    unit.code = code;
    unit.name = name;
    unit.parent_code = "S0";
    unit.level = CIRCLET_LEVEL_COMMUNITY;
    unit.kind = kind;
    unit.has_point = true;
    unit.point = (circlet_point){middle(t, village), 0.5};
    if (has_area)
        unit.area = (circlet_area){ring, rings, 1};
    assert_ok(circlet_city_builder_add_unit(t->city.builder, &unit, error));
}

/* A plain township whose villages are all there, without people. */
static inline township township_new(int villages)
{
    township t = {.city = judge_city_new(), .villages = villages};

    judge_add_street(&t.city, 0, "plain");
    for (int i = 0; i < villages; i++)
        add_village(&t, i, "village", true);
    return t;
}

static inline void add_people(township *t, int village, int persons)
{
    circlet_demand_record person = judge_person(0, 0.1);

    person.at.lon = middle(t, village);
    person.weight_milli = persons * 1000;
    judge_add_person(&t->city, person);
}

static inline void add_home_at(township *t, double lon, double lat,
                               circlet_answer comprehensive)
{
    circlet_facility_record home = judge_facility("warm_home", 0);

    home.is_comprehensive = comprehensive;
    home.at = (circlet_point){lon, lat};
    judge_add_facility(&t->city, home);
}

static inline void add_home(township *t, int village)
{
    add_home_at(t, middle(t, village), 0.5, CIRCLET_YES);
}

static inline const circlet_finding *judge_with(township *t,
                                                const circlet_travel *travel,
                                                int year)
{
    t->policy = judge_policy();
    t->finished = judge_finish(&t->city);
    t->findings = judge_city_now(t->policy, t->finished, travel, year, RULE);
    assert_int_equal(circlet_findings_count(t->findings), 1);
    return circlet_findings_at(t->findings, 0);
}

static inline const circlet_finding *judge(township *t)
{
    circlet_travel travel = roads();

    return judge_with(t, &travel, 2020);
}

static inline void township_free(township *t)
{
    circlet_findings_free(t->findings);
    circlet_city_free(t->finished);
    circlet_policy_free(t->policy);
}

static inline const circlet_argument *find_argument(
    const circlet_finding *finding, const char *name)
{
    for (size_t i = 0; i < finding->argument_count; i++)
        if (strcmp(finding->arguments[i].name, name) == 0)
            return &finding->arguments[i];
    return NULL;
}

static inline double number(const circlet_finding *finding, const char *name)
{
    const circlet_argument *argument = find_argument(finding, name);

    return argument ? argument->number : -1;
}

#endif

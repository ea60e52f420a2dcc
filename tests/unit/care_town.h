/* Small towns for rules that share places out: streets of judge_city.h, and
 * times that grow with the way along the axes: 0.1 degrees take 100 s. */
#ifndef TESTS_CARE_TOWN_H
#define TESTS_CARE_TOWN_H

#include "judge_city.h"

typedef struct care_roads {
    double known_west_of; /* longitude; 0: everywhere */
    double edge_lon; /* beyond it is nothing known; 0: no edge */
    double best, worst; /* factors of times at the bounds; 0: no bounds */
} care_roads;

static inline double care_pace(const circlet_travel_query *query,
                               const care_roads *roads)
{
    double pace = strstr(query->mode, "wheelchair")   ? 2.0
                  : strcmp(query->mode, "drive") == 0 ? 0.25
                                                      : 1.0;

    if (query->bound == CIRCLET_BOUND_MIN)
        return pace * roads->best;
    return query->bound == CIRCLET_BOUND_MAX ? pace * roads->worst : pace;
}

static inline uint32_t care_time(circlet_point from, circlet_point to,
                                 double pace)
{
    return (uint32_t)llround(
        (fabs(from.lon - to.lon) + fabs(from.lat - to.lat)) * 1e6 * pace);
}

static inline circlet_status care_find_nearest(
    uint32_t *times_ms, circlet_snap *snaps, const circlet_travel_query *query,
    void *user, circlet_error *error)
{
    (void)user;
    (void)error;
    for (size_t i = 0; i < query->origin_count; i++) {
        times_ms[i] = CIRCLET_UNREACHED;
        snaps[i] = CIRCLET_SNAP_TIED;
    }
    return CIRCLET_OK;
}

static inline circlet_status care_find_within(
    circlet_od_matrix **out, const circlet_travel_query *query, void *user,
    circlet_error *error)
{
    size_t *first = calloc(query->origin_count + 1, sizeof(*first));
    circlet_od_entry *entries = calloc(
        query->origin_count * query->destination_count + 1, sizeof(*entries));
    size_t count = 0;
    circlet_status status;

    assert_non_null(first);
    assert_non_null(entries);
    for (size_t i = 0; i < query->origin_count; i++) {
        for (size_t j = 0; j < query->destination_count; j++) {
            uint32_t time_ms =
                care_time(query->origins[i], query->destinations[j],
                          care_pace(query, user));

            if (time_ms <= query->cutoff_ms)
                entries[count++] = (circlet_od_entry){(uint32_t)j, time_ms};
        }
        first[i + 1] = count;
    }
    status =
        circlet_od_matrix_new(out, query->origin_count,
                              query->destination_count, first, entries, error);
    free(first);
    free(entries);
    return status;
}

static inline bool care_knows(circlet_point at, void *user)
{
    const care_roads *roads = user;

    return roads->known_west_of == 0 || at.lon < roads->known_west_of;
}

static inline circlet_status care_find_edge(uint32_t *times_ms,
                                            const circlet_travel_query *query,
                                            void *user, circlet_error *error)
{
    const care_roads *roads = user;

    (void)error;
    for (size_t i = 0; i < query->origin_count; i++) {
        const circlet_point edge = {roads->edge_lon, query->origins[i].lat};

        times_ms[i] =
            roads->edge_lon == 0
                ? CIRCLET_UNREACHED
                : care_time(query->origins[i], edge, care_pace(query, roads));
    }
    return CIRCLET_OK;
}

static inline circlet_travel care_travel(care_roads *roads)
{
    return (circlet_travel){.find_nearest = care_find_nearest,
                            .find_within = care_find_within,
                            .knows = care_knows,
                            .find_edge = care_find_edge,
                            .user = roads,
                            .has_bounds = roads->best > 0};
}

/* Who needs day care, is surely not to be served first, and walks. */
static inline circlet_demand_record care_person(int k, double latitude)
{
    circlet_demand_record person = judge_person(k, latitude);

    person.needs = "day_care";
    person.old_carer = CIRCLET_NO;
    person.household = NULL;
    return person;
}

/* Adds so many people at one place, each of a household of their own unless
 * that is given. */
static inline void care_add(judge_city *town, circlet_demand_record person,
                            int count)
{
    const char *household = person.household;

    for (int i = 0; i < count; i++) {
        char own[24];

        snprintf(own, sizeof(own), "h%zu", town->people);
        person.household = household ? household : own;
        judge_add_person(town, person);
    }
}

/* A station in street k; -1: not known. */
static inline void care_add_station(judge_city *town, int k, int64_t places,
                                    int64_t occupied)
{
    const circlet_service_record service = {"day_care", places, -1,
                                            occupied,   0,      0};
    circlet_facility_record station = judge_facility("day_care_station", k);

    station.services = &service;
    station.service_count = 1;
    judge_add_facility(town, station);
}

#endif

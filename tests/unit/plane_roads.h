/* A source of travel times for tests: one goes along meridians and parallels,
 * 10,000 s a degree on foot, at another pace in other modes. */
#ifndef TESTS_PLANE_ROADS_H
#define TESTS_PLANE_ROADS_H

#include "judge_city.h"

#include "base/error.h"

typedef struct plane_roads {
    double factor; /* on all times */
    double unsure; /* bounds: so much less, and so much more, than 1 */
    double drive; /* pace of a car */
} plane_roads;

static inline double plane_pace(const plane_roads *roads, const char *mode)
{
    if (strstr(mode, "wheelchair") || strcmp(mode, "crutches") == 0)
        return 2;
    return strcmp(mode, "drive") == 0 ? roads->drive : 1;
}

static inline uint32_t plane_ms(const plane_roads *roads, const char *mode,
                                circlet_bound bound, circlet_point a,
                                circlet_point b)
{
    double way = fabs(a.lon - b.lon) + fabs(a.lat - b.lat);
    double doubt = bound == CIRCLET_BOUND_MIN   ? 1 - roads->unsure
                   : bound == CIRCLET_BOUND_MAX ? 1 + roads->unsure
                                                : 1;

    return (uint32_t)llround(way * 1e7 * roads->factor *
                             plane_pace(roads, mode) * doubt);
}

static inline circlet_status plane_find_nearest(
    uint32_t *times_ms, circlet_snap *snaps, const circlet_travel_query *query,
    void *user, circlet_error *error)
{
    (void)error;
    for (size_t i = 0; i < query->origin_count; i++) {
        uint32_t least = CIRCLET_UNREACHED;

        for (size_t k = 0; k < query->destination_count; k++) {
            uint32_t ms = plane_ms(user, query->mode, query->bound,
                                   query->origins[i], query->destinations[k]);

            if (ms <= query->cutoff_ms && ms < least)
                least = ms;
        }
        times_ms[i] = least;
        snaps[i] = CIRCLET_SNAP_TIED;
    }
    return CIRCLET_OK;
}

static inline circlet_status plane_find_within(
    circlet_od_matrix **out, const circlet_travel_query *query, void *user,
    circlet_error *error)
{
    size_t all = query->origin_count * query->destination_count, count = 0;
    size_t *first = calloc(query->origin_count + 1, sizeof(*first));
    circlet_od_entry *entries = calloc(all + 1, sizeof(*entries));
    circlet_status status;

    if (!first || !entries) {
        free(first);
        free(entries);
        return ci_fail_nomem(error);
    }
    for (size_t i = 0; i < query->origin_count; i++) {
        for (size_t k = 0; k < query->destination_count; k++) {
            uint32_t ms = plane_ms(user, query->mode, query->bound,
                                   query->origins[i], query->destinations[k]);

            if (ms <= query->cutoff_ms)
                entries[count++] = (circlet_od_entry){(uint32_t)k, ms};
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

static inline circlet_travel plane_travel(plane_roads *roads)
{
    circlet_travel travel = {.find_nearest = plane_find_nearest,
                             .find_within = plane_find_within,
                             .user = roads,
                             .has_bounds = roads->unsure > 0};

    return travel;
}

#endif

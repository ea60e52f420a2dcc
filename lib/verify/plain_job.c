#include "verify/plain_job.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "geo/geodesic.h"
#include "network/travel_mode.h"

/* A degree of latitude is nowhere shorter. */
#define LEAST_M_PER_LAT 110574.0

/* ---- starting ----------------------------------------------------------- */

static circlet_status check_points(const circlet_point *points, size_t count,
                                   circlet_error *error)
{
    if (count >= UINT32_MAX || (count > 0 && !points))
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "no array of %zu points, or too many", count);
    for (size_t i = 0; i < count; i++)
        if (!(fabs(points[i].lon) <= 180 && fabs(points[i].lat) <= 90))
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "point %zu lies outside the Earth's range", i);
    return CIRCLET_OK;
}

circlet_status ci_plain_job_open(ci_plain_job *job,
                                 circlet_plain_travel *plain,
                                 const circlet_travel_query *query,
                                 circlet_error *error)
{
    circlet_status status;

    if (!query || !query->mode ||
        (unsigned)query->bound >= CIRCLET_BOUND_COUNT ||
        query->cutoff_ms > CIRCLET_CUTOFF_MAX)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a travel query without a mode, with a bound that is "
                       "none or with a cutoff over a day");
    job->plain = plain;
    job->query = query;
    status = check_points(query->origins, query->origin_count, error);
    return status == CIRCLET_OK
               ? ci_plain_travel_aim(&job->times, &job->search, plain,
                                     query->mode, query->bound, error)
               : status;
}

circlet_status ci_plain_job_tie_origins(ci_plain_job *job,
                                        circlet_error *error)
{
    return ci_plain_points_tie(&job->origins, job->plain->snapper, job->times,
                               job->query->origins, job->query->origin_count,
                               error);
}

/* Destinations keep all their ties: what one is tied to is no island. */
circlet_status ci_plain_job_start(ci_plain_job *job,
                                  circlet_plain_travel *plain,
                                  const circlet_travel_query *query,
                                  circlet_error *error)
{
    circlet_status status = ci_plain_job_open(job, plain, query, error);

    if (status == CIRCLET_OK)
        status =
            check_points(query->destinations, query->destination_count, error);
    if (status == CIRCLET_OK)
        status = ci_plain_job_tie_origins(job, error);
    if (status == CIRCLET_OK)
        status = ci_plain_points_tie(&job->destinations, plain->snapper,
                                     job->times, query->destinations,
                                     query->destination_count, error);
    if (status == CIRCLET_OK &&
        (!ci_plain_points_leave_islands(&job->origins, job->times,
                                        &job->destinations,
                                        plain->component_nodes) ||
         !ci_plain_points_sort_by_link(&job->origins, plain->network) ||
         !ci_plain_points_sort_by_link(&job->destinations, plain->network)))
        status = ci_fail_nomem(error);
    return status;
}

void ci_plain_job_end(ci_plain_job *job)
{
    ci_plain_points_clear(&job->origins);
    ci_plain_points_clear(&job->destinations);
}

/* Tells some hundred times; false: stop. */
bool ci_plain_goes_on(const ci_plain_job *job, size_t done, size_t total)
{
    const circlet_progress *progress = &job->query->progress;

    if (!progress->report || (done < total && done % (total / 100 + 1) != 0))
        return true;
    return progress->report("searching",
                            total > 0 ? (double)done / (double)total : 1.0,
                            progress->user);
}

/* ---- without a search --------------------------------------------------- */

uint32_t ci_plain_least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* Along one link only. */
uint32_t ci_plain_between_ms(const ci_plain_job *job, const ci_tie *origin,
                             const ci_tie *destination)
{
    uint64_t ms = (uint64_t)ci_tie_between_ms(job->times, origin, destination);

    ms += (uint64_t)origin->off_road_ms + destination->off_road_ms +
          job->times->boarding_ms;
    return ms <= job->query->cutoff_ms ? (uint32_t)ms : CIRCLET_UNREACHED;
}

/* Straight, at the mode's speed on streets. */
uint32_t ci_plain_straight_ms(const ci_plain_job *job, circlet_point from,
                              circlet_point to)
{
    const circlet_point line[2] = {from, to};
    double speed_mps = job->times->mode->speed_mps;
    double cutoff_ms = job->query->cutoff_ms, ms;

    if (from.lon == to.lon && from.lat == to.lat)
        return 0;
    if (fabs(from.lat - to.lat) * LEAST_M_PER_LAT / speed_mps * 1000 >
        cutoff_ms + 1000)
        return CIRCLET_UNREACHED;
    ms = ci_geodesic_length_m(line, 2) / speed_mps * 1000 +
         job->times->boarding_ms;
    if (ms > cutoff_ms + 1)
        return CIRCLET_UNREACHED;
    return llround(ms) <= (long long)job->query->cutoff_ms
               ? (uint32_t)llround(ms)
               : CIRCLET_UNREACHED;
}

bool ci_plain_goes_straight(const ci_plain_job *job, size_t origin,
                            size_t destination)
{
    return job->query->bound == CIRCLET_BOUND_MIN &&
           (job->origins.snaps[origin] != CIRCLET_SNAP_TIED ||
            job->destinations.snaps[destination] != CIRCLET_SNAP_TIED);
}

/* What answering a travel query starts with: checks, and points tied. */
#ifndef CI_REACH_TRAVEL_JOB_H
#define CI_REACH_TRAVEL_JOB_H

#include "reach/router.h"
#include "reach/tied_points.h"

/* Starts as {0}. */
typedef struct ci_travel_job {
    circlet_router *router;
    const circlet_travel_query *query;
    const circlet_arc_times *times; /* of the query's mode and bound */
    const ci_graph *graph; /* of these times */
    ci_search *search; /* the job's own, lent by the router */
    ci_tied_points origins, destinations;
} ci_travel_job;

/* Checks the query and finds the arc times and their graph. The caller frees
 * the job even on failure. */
circlet_status ci_travel_job_open(ci_travel_job *job, circlet_router *router,
                                  const circlet_travel_query *query,
                                  circlet_error *error);

/* What ties the points of an open job. */
ci_tier ci_travel_job_tier(const ci_travel_job *job);

/* The stage of a job in which points are tied. */
#define CI_TYING "tying points to streets"

/* Opens the job and ties its destinations alone. The caller frees the job
 * even on failure. */
circlet_status ci_travel_job_open_goals(ci_travel_job *job,
                                        circlet_router *router,
                                        const circlet_travel_query *query,
                                        circlet_error *error);

/* Opens the job and ties its points. The caller frees the job even on
 * failure. */
circlet_status ci_travel_job_start(ci_travel_job *job, circlet_router *router,
                                   const circlet_travel_query *query,
                                   circlet_error *error);
void ci_travel_job_free(ci_travel_job *job);

/* Makes the job's search one of journeys to the job's destinations: its
 * times are those from where one comes to a node on. false: no memory. */
bool ci_travel_job_aim(const ci_travel_job *job);

/* Seeds the job's search with the ties of one place of destinations: a
 * journey's time of boarding is counted there. */
void ci_travel_job_seed(const ci_travel_job *job, size_t destination_place);

/* The time of a journey along one link only, off-road parts and boarding
 * included; CIRCLET_UNREACHED if it is over the cutoff. */
uint32_t ci_travel_job_between(const ci_travel_job *job, const ci_tie *origin,
                               const ci_tie *destination);

/* What struct circlet_travel calls; `user` is the router. */
circlet_status ci_find_nearest(uint32_t *times_ms, circlet_snap *snaps,
                               const circlet_travel_query *query, void *user,
                               circlet_error *error);
circlet_status ci_find_within(circlet_od_matrix **out,
                              const circlet_travel_query *query, void *user,
                              circlet_error *error);
circlet_status ci_find_edge(uint32_t *times_ms,
                            const circlet_travel_query *query, void *user,
                            circlet_error *error);
circlet_status ci_find_streets(circlet_point *places, circlet_snap *snaps,
                               const circlet_travel_query *query, void *user,
                               circlet_error *error);
circlet_status ci_find_gaps(circlet_gaps **out,
                            const circlet_travel_query *query,
                            const circlet_gap_query *gap_query, void *user,
                            circlet_error *error);

#endif

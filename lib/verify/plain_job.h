/* A travel query with its points tied, and the ways that need no search. */
#ifndef CI_VERIFY_PLAIN_JOB_H
#define CI_VERIFY_PLAIN_JOB_H

#include "verify/plain_points.h"
#include "verify/plain_travel.h"

/* Starts as {0}. */
typedef struct ci_plain_job {
    circlet_plain_travel *plain;
    const circlet_travel_query *query;
    const circlet_arc_times *times;
    ci_backward_search *search;
    ci_plain_points origins, destinations;
} ci_plain_job;

/* Checks a query, ties its points and makes ready to search. Destinations
 * keep all their ties: what one is tied to is no island. The caller ends the
 * job, after a failure too. */
circlet_status ci_plain_job_start(ci_plain_job *job,
                                  circlet_plain_travel *plain,
                                  const circlet_travel_query *query,
                                  circlet_error *error);

/* The same without destinations, in two steps. */
circlet_status ci_plain_job_open(ci_plain_job *job,
                                 circlet_plain_travel *plain,
                                 const circlet_travel_query *query,
                                 circlet_error *error);
circlet_status ci_plain_job_tie_origins(ci_plain_job *job,
                                        circlet_error *error);

void ci_plain_job_end(ci_plain_job *job);

/* Tells some hundred times; false: stop. */
bool ci_plain_goes_on(const ci_plain_job *job, size_t done, size_t total);

uint32_t ci_plain_least(uint32_t a, uint32_t b);

/* Along one link only; CIRCLET_UNREACHED: there is no such way. */
uint32_t ci_plain_between_ms(const ci_plain_job *job, const ci_tie *origin,
                             const ci_tie *destination);

/* Straight, at the mode's speed on streets. */
uint32_t ci_plain_straight_ms(const ci_plain_job *job, circlet_point from,
                              circlet_point to);

/* Whether one may go straight from an origin to a destination. */
bool ci_plain_goes_straight(const ci_plain_job *job, size_t origin,
                            size_t destination);

#endif

/* The streets from which places are reached, as straight lines. */
#ifndef CI_REACH_SERVICE_AREA_LINES_H
#define CI_REACH_SERVICE_AREA_LINES_H

#include "reach/travel_job.h"

/* A straight piece of a street; the time grows evenly from a to b. */
typedef struct ci_reached_line {
    circlet_point a, b;
    double a_ms, b_ms;
} ci_reached_line;

/* Starts as {0}. */
typedef struct ci_reached_lines {
    ci_reached_line *items;
    size_t count, capacity;
} ci_reached_lines;

/*
 * Searches from the job's destinations and appends, of all streets that a
 * point may be tied to, what lies within the cutoff of the job's query. The
 * caller frees the lines. false: no memory.
 */
bool ci_reached_lines_find(ci_reached_lines *lines, const ci_travel_job *job);

#endif

/* A way from one point to another, step by step. */
#ifndef CI_REACH_PATH_H
#define CI_REACH_PATH_H

#include "reach/way.h"

struct circlet_path {
    circlet_step *steps; /* their texts and arrays: in the arena, or the
                            network's and the mode's */
    size_t step_count, step_capacity;
    uint32_t time_ms;
    double length_m;
    circlet_travel_mode *mode; /* shared */
    ci_arena arena;
};

/* Appends the steps of the quickest way of the only origin of a job to its
 * only destination, found by a search that kept ways. false: no memory. */
bool ci_path_lay(circlet_path *path, const ci_ways *ways,
                 const ci_way_start *start);

/* Appends the steps of one who boards, if that takes time, and goes straight;
 * `time_ms` is for both. false: no memory. */
bool ci_path_lay_straight(circlet_path *path, const ci_travel_job *job,
                          uint32_t time_ms);

#endif

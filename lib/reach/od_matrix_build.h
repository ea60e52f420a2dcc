/* Pairs of places become the rows of a matrix. */
#ifndef CI_REACH_OD_MATRIX_BUILD_H
#define CI_REACH_OD_MATRIX_BUILD_H

#include "reach/od_matrix.h"
#include "reach/od_pairs.h"
#include "reach/travel_job.h"

/* The share of the progress that sorting takes. */
#define CI_OD_SORTING 0.2

typedef struct ci_od_plan {
    const ci_travel_job *job;
    const ci_od_pairs *pairs; /* each once: a row is a place of the job's
                                 origins, a column one of its destinations */
    uint64_t memory_bytes; /* of the entries; beyond that they are a file */
    uint32_t thread_count;
} ci_od_plan;

/* CIRCLET_E_NOMEM, CIRCLET_E_IO, CIRCLET_E_CANCELLED. */
circlet_status ci_od_matrix_build(circlet_od_matrix **out,
                                  const ci_od_plan *plan,
                                  circlet_error *error);

#endif

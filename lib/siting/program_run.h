/* Solving the parts of a covering program, each with its share of work. */
#ifndef CI_SITING_PROGRAM_RUN_H
#define CI_SITING_PROGRAM_RUN_H

#include <stdatomic.h>

#include "siting/program.h"
#include "siting/program_part.h"

typedef struct ci_program_run {
    const ci_program_options *options;
    ci_effort *effort; /* of the whole */
    ci_program_part *parts;
    size_t part_count;

    /* of a round */
    uint64_t *quotas; /* of each part: steps */
    double *seconds; /* of each part; 0: no limit */
    uint32_t *order; /* of parts: the large ones first */
    size_t active; /* in `order` */
    atomic_bool is_cancelled;
} ci_program_run;

/* Solves all parts within `share` (0 to 1) of what is left of the limits.
 * CIRCLET_E_NOMEM. */
circlet_status ci_program_run_go(ci_program_run *run, double share,
                                 circlet_error *error);

#endif

/* One core being solved: plans, bound and tree take turns. */
#ifndef CI_SITING_PROGRAM_PART_H
#define CI_SITING_PROGRAM_PART_H

#include "siting/program_tree.h"
#include "siting/program_walk.h"

typedef struct ci_program_part {
    ci_program_core core;
    const uint8_t *start; /* of each column of the program: whether a plan to
                             start from has it; NULL: there is none */
    ci_program_bound bound;
    ci_program_plan best, trial;
    ci_program_greedy greedy;
    ci_program_walk walk;
    ci_program_trace trace;
    ci_program_tree tree;
    uint32_t rounds; /* of the root's bound so far */
    bool is_made, is_walking;
    bool is_failed; /* no memory */
    bool is_proved; /* nothing is left to find */
    uint64_t work; /* steps taken */
} ci_program_part;

/* Goes on until it is proved or the effort over; the first call makes a plan
 * and a bound whatever the effort. */
void ci_program_part_go(ci_program_part *part, uint64_t seed, bool wants_proof,
                        ci_effort *effort);
void ci_program_part_clear(ci_program_part *part);

/* The least objective that a plan can have; INT64_MAX: there is none. */
int64_t ci_program_part_low(const ci_program_part *part);

#endif

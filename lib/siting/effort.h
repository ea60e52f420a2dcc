/* How long a solver goes on: time, work, gap and cancel in one place. */
#ifndef CI_SITING_EFFORT_H
#define CI_SITING_EFFORT_H

#include <circlet/siting.h>

typedef struct ci_effort {
    circlet_siting_options options; /* read, with its defaults */
    double start_s; /* of the monotonic clock */
    double asked_s; /* when the clock was last looked at */
    uint64_t work; /* steps so far */
    uint64_t look_at; /* the clock at this work */
    uint64_t prepared, prepare_at; /* the same of steps of preparing */
    double gap; /* of the last answer told; 1: none */
    bool is_over;
    circlet_stop stop; /* why, once it is over */
} ci_effort;

/* Reads options and starts the clock. CIRCLET_E_CANCELLED where the caller
 * stops it at once. */
circlet_status ci_effort_start(ci_effort *out,
                               const circlet_siting_options *options,
                               circlet_error *error);

/*
 * Counts elementary steps (an entry of a row or column touched is one);
 * false: the limit of time or work is met, or the caller cancelled. Cheap:
 * the clock and the caller are asked every few million steps. Once false,
 * always false.
 */
bool ci_effort_spend(ci_effort *effort, uint64_t steps);

/*
 * Counts steps of preparing, before which there is no answer: the time limit
 * and the caller end them with CIRCLET_E_CANCELLED, the limit of work does
 * not. Without an effort (NULL) nothing does.
 */
circlet_status ci_effort_prepare(ci_effort *effort, uint64_t steps,
                                 circlet_error *error);

/* Tells the best objective and bound so far; false as above, or when they
 * meet or the gap limit is met. */
bool ci_effort_tell(ci_effort *effort, int64_t objective, int64_t bound);

/* The tree is done, or nothing more can be tried. */
void ci_effort_finish(ci_effort *effort, circlet_stop stop);

/* Seconds that the time limit leaves, above 0; 0: there is none. */
double ci_effort_left_s(const ci_effort *effort);

/* |a - b| / the larger magnitude, 0 if equal. */
double ci_gap(int64_t a, int64_t b);

#endif

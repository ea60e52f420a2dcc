/* Better plans of a core by taking out and putting in, on and on. */
#ifndef CI_SITING_PROGRAM_WALK_H
#define CI_SITING_PROGRAM_WALK_H

#include "siting/program_plan.h"

/* Changes of one trial at most. */
#define CI_PROGRAM_WALK_LOG 256

typedef struct ci_program_walk {
    const ci_program_core *core;
    ci_program_plan plan; /* where it is */
    double *weights; /* of each row: what missing all of it costs; those of
                        hard rows grow while they are short */
    double *starts; /* of each row: where its weight starts */
    double theta; /* what a unit of the budget is worth */
    double growth; /* of the weight of a short row in a step */
    double *scores; /* of each column: what of the weights it saves if it comes
                       in, or what is lost if it goes */
    int64_t *most; /* of each row: the greatest amount of a column */
    uint32_t *list; /* chosen columns */
    uint32_t *place; /* of each column: in `list` */
    size_t count;
    uint64_t *when; /* of each column: its last change */
    uint64_t clock;
    uint64_t quiet; /* steps since the best plan got better */
    ci_random random;
    uint32_t log[CI_PROGRAM_WALK_LOG]; /* columns that a trial changed */
    size_t log_count;
} ci_program_walk;

/* The multipliers say what hard rows weigh at the start. False: no memory,
 * and the caller clears. */
bool ci_program_walk_make(ci_program_walk *out, const ci_program_core *core,
                          uint64_t seed);
void ci_program_walk_clear(ci_program_walk *walk);
void ci_program_walk_start(ci_program_walk *walk, const double *prices,
                           double theta, const ci_program_plan *from);

/*
 * Walks until the effort is over, or `steps` steps brought nothing. `best`
 * becomes each better plan; it need not be feasible at first. True: it got
 * better.
 */
bool ci_program_walk_go(ci_program_walk *walk, ci_program_plan *best,
                        uint64_t steps, int64_t enough, ci_effort *effort);

/* One trial from a feasible plan, in program_ruin.c; true: it got cheaper. */
bool ci_program_walk_ruin(ci_program_walk *walk, ci_effort *effort);

/* Chooses a column whose choice is empty, or takes a chosen one out. */
void ci_program_walk_put(ci_program_walk *walk, uint32_t column,
                         ci_effort *effort);
void ci_program_walk_take(ci_program_walk *walk, uint32_t column,
                          ci_effort *effort);

#endif

/* A run at work: what it shares. */
#ifndef TOOLS_RUN_WORK_H
#define TOOLS_RUN_WORK_H

#include "run_plan.h"
#include "run_state.h"

typedef enum run_outcome {
    RUN_NOT_REACHED = 0,
    RUN_UNCHANGED, /* done before, and all is as it was */
    RUN_DONE, /* or would be done */
    RUN_FAILED
} run_outcome;

/* What became of a step. */
typedef struct run_result {
    run_outcome outcome;
    int status; /* that it exited with */
    const char *reason; /* why it is done; NULL: it is not */
    bool is_due; /* to be done whatever is there */
} run_result;

typedef struct run_work {
    run_plan plan;
    run_state state;
    const char *state_path;
    run_result *results; /* for each step */
    size_t *positions; /* for each city: how many steps that change it are
                          behind */
    const char **pending; /* names of files that a dry run does not write */
    size_t pending_count;
    bool is_dry, overwrites, is_quiet, is_json;
} run_work;

/* What a step depends on, now. */
typedef struct run_need {
    run_digest key, level;
    run_digest *inputs; /* for each path of the step; "-": not there */
    const char *reason; /* why it must be done; NULL: it need not */
} run_need;

/* ---- run_need.c --------------------------------------------------------- */

/* Finds what the step depends on and whether it is to be done. */
circlet_status run_need_find(run_need *out, run_work *work, size_t step,
                             circlet_error *error);
void run_need_free(run_need *need);

/* Whether what the step writes may be replaced: it is as an earlier run left
 * it. CIRCLET_E_ARGUMENT if not. */
circlet_status run_need_check_place(const run_work *work, size_t step,
                                    const run_need *need,
                                    circlet_error *error);

/* ---- run_cities.c ------------------------------------------------------- */

/* Looks at the cities as they are before the first step. */
circlet_status run_cities_start(run_work *work, circlet_error *error);

/* Of the city at `position` in the plan what was done to it. */
run_history *run_cities_history(const run_work *work, size_t city);

/*
 * Brings the cities of the step to where it starts from. `again`: they had
 * to be taken back, so that the steps are to be gone through again.
 */
circlet_status run_cities_prepare(bool *again, run_work *work, size_t step,
                                  circlet_error *error);

/* Notes that the step has changed its city. */
circlet_status run_cities_advance(run_work *work, size_t step,
                                  const run_need *need, circlet_error *error);

/* ---- run_print.c -------------------------------------------------------- */

/*
 * Runs the command of a step and gives its exit status. What it prints goes
 * to the step's file, which is there if the status is 0 or 1, or else to
 * stdout (stderr where stdout is for JSON).
 */
int run_print_to(const run_step *step, bool is_json);

/* ---- run_work.c --------------------------------------------------------- */

/* Makes the folders that a file is to lie in. */
circlet_status run_make_folders(const char *path, circlet_error *error);

/* Does the steps that are to be done; the exit status. */
int run_work_do(run_work *work);

#endif

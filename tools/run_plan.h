/* What a run file asks for: its steps as commands with their arguments. */
#ifndef TOOLS_RUN_PLAN_H
#define TOOLS_RUN_PLAN_H

#include <circlet.h>

#include "option.h"

/* A file that a step reads or writes. */
typedef struct run_path {
    const char *named; /* as the run file names it */
    const char *path;
    bool is_written;
} run_path;

/* A city file that steps work on. */
typedef struct run_city {
    const char *named;
    const char *path;
    bool is_made; /* by a step 'new'; else it was there before */
} run_city;

typedef struct run_step {
    const circlet_run_step *said;
    const command *command;
    arguments given;
    const char *label; /* "import people people.csv", "check > a.json" */
    char words[CIRCLET_DIGEST_SIZE]; /* of what the run file says of it */
    const char *printed_to; /* the file that gets what it prints, or NULL */
    run_path *paths;
    size_t path_count;
    size_t cities[2]; /* positions in the plan */
    size_t city_count;
    bool writes_city; /* the first */
    bool overwrites; /* whatever is in the place of what it writes */
} run_step;

typedef struct run_plan {
    const char *file; /* its path; borrowed */
    circlet_run_file *said;
    const char *folder; /* that names of inputs start from: "" or "a/b/" */
    const char *results; /* that names of results start from */
    run_step *steps;
    size_t step_count;
    run_city *cities;
    size_t city_count;
    char **texts; /* that belong to the plan */
    size_t text_count, text_capacity;
} run_plan;

/*
 * Reads the run file and checks every step against what its command takes.
 * `results` is the folder for results, instead of what the file says; may be
 * NULL. Errors name file, line and column. run_plan_free() in any case.
 */
circlet_status run_plan_read(run_plan *out, const char *path,
                             const char *results, circlet_error *error);
void run_plan_free(run_plan *plan);

/* A text that lives as long as the plan; NULL if memory ran out. */
const char *run_plan_text(run_plan *plan, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* "FILE:LINE:COLUMN: message"; CIRCLET_E_FORMAT. */
circlet_status run_plan_fail(const run_plan *plan, uint32_t line,
                             uint32_t column, circlet_error *error,
                             const char *format, ...)
    __attribute__((format(printf, 5, 6)));

#endif

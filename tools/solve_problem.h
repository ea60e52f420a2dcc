/* The problem that `circlet solve` is asked for: a file and what the command
 * line adds to it. */
#ifndef TOOLS_SOLVE_PROBLEM_H
#define TOOLS_SOLVE_PROBLEM_H

#include <circlet.h>

#include "option.h"

/* Starts as {0}. */
typedef struct solve_problem {
    const arguments *read;
    const char *path;
    circlet_model model;
    circlet_location_format format;
    circlet_location_file *file;
    circlet_location location; /* the file's, limited further */
    circlet_siting_options options;
    int decimals; /* of objective and bound */
    double spacing; /* 0: none */
    bool has_frontier;
    int64_t first, last, step; /* of it, in its unit */

    /* What `location` borrows beside the file's. */
    uint8_t *states;
    uint32_t *cutoffs_ms, *backup, *group_min, *group_max;
    circlet_cover_band *bands;
} solve_problem;

/* Reads what can be read before the file; returns ARGUMENTS_ARE_READ or an
 * exit status. */
int solve_read_options(solve_problem *problem, const arguments *read);

/* Reads the file and adds the limits. An exit status after a message, or
 * ARGUMENTS_ARE_READ. */
int solve_open_problem(solve_problem *problem,
                       const circlet_progress *progress);
void solve_close_problem(solve_problem *problem);

/* Adds what the command line says of sites, groups, cutoffs and targets to
 * the location; as above. */
int solve_add_limits(solve_problem *problem);

/* The part of it that is about demand; the states of sites are set before. */
int solve_add_demand(solve_problem *problem);

/* ---- for these ---------------------------------------------------------- */

/* Longer words of an option's value are cut. */
#define SOLVE_WORD_SIZE 128

/* Says that memory ran out; EXIT_MACHINE. */
int solve_no_memory(const solve_problem *problem);

/* Reads a time above 0 in the file's unit; ARGUMENTS_ARE_READ, or an exit
 * status after a message. */
int solve_read_time(const solve_problem *problem, option_id id,
                    const char *text, uint32_t *out);

/* Splits "NAME=VALUE" at the last '='; NULL: there is none, else the value.
 * A name that is longer than any is cut. */
const char *solve_split(char name[SOLVE_WORD_SIZE], const char *text);

/* Says that an option takes something else; EXIT_USAGE. */
int solve_fail_value(const arguments *read, option_id id, const char *takes,
                     const char *text);

/* Reads a share, such as 0.9 or 90%, in units of 10^-9. */
bool solve_read_share(int64_t *out, const char *text);

/* Whether demand that is not covered counts for nothing. */
bool solve_is_cover(circlet_model model);

/* Whether demand may ask to be covered by several sites. */
bool solve_has_backup(circlet_model model);

#endif

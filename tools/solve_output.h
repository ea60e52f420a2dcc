/* Answers to location problems, for people and programs. */
#ifndef TOOLS_SOLVE_OUTPUT_H
#define TOOLS_SOLVE_OUTPUT_H

#include "json.h"
#include "solve_opinion.h"
#include "solve_problem.h"

/* An answer with what is said of it. */
typedef struct solve_answer {
    const solve_problem *problem;
    const circlet_siting *siting;
    double seconds;
    const solve_opinion *opinion; /* NULL: none was asked for */
} solve_answer;

/* The id of a site, borrowed, and the decimals of weights. */
const char *solve_site_id(const solve_problem *problem, uint32_t site);
int solve_weight_decimals(const solve_problem *problem);

bool solve_print_text(const solve_answer *answer); /* false: no memory */
void solve_print_json(const solve_answer *answer);

bool solve_print_frontier_text(const solve_problem *problem,
                               const circlet_frontier *frontier);
void solve_print_frontier_json(const solve_problem *problem,
                               const circlet_frontier *frontier);

/* The files of --sites-out and --assignment. */
circlet_status solve_write_files(const solve_answer *answer,
                                 circlet_error *error);

#endif

/* A second opinion: a solver of mixed integer programs that is installed. */
#ifndef TOOLS_SOLVE_OPINION_H
#define TOOLS_SOLVE_OPINION_H

#include "solve_problem.h"

/* What a solver says of its answer; it is not believed. */
typedef enum solve_claim {
    SOLVE_CLAIM_NONE, /* it has no answer */
    SOLVE_CLAIM_FEASIBLE,
    SOLVE_CLAIM_OPTIMAL,
    SOLVE_CLAIM_INFEASIBLE
} solve_claim;

/* Starts as {0}. */
typedef struct solve_opinion {
    const char *solver; /* its name; borrowed */
    solve_claim claim;
    double seconds;
    bool has_bound; /* its log states one */
    double bound; /* in the program's units, made ours */
    circlet_siting *judged; /* its sites by our own evaluation; NULL: they
                               are no answer, see `fault` */
    char fault[CIRCLET_MESSAGE_SIZE];
} solve_opinion;

/* "optimal", "feasible", ... */
const char *solve_claim_name(solve_claim claim);

/* Whether the word is a solver that can be asked. */
bool solve_knows_solver(const char *word);

/*
 * Asks a solver, which is found on PATH and gets the answer to start from.
 * It works in a folder that is removed, for `seconds` at most (0: as long
 * as it takes), and is ended when the user interrupts. CIRCLET_E_NOT_FOUND
 * if it is not installed.
 */
circlet_status solve_ask(solve_opinion *out, const char *solver,
                         const solve_problem *problem,
                         const circlet_siting *start, double seconds,
                         circlet_error *error);
void solve_opinion_clear(solve_opinion *opinion);

#endif

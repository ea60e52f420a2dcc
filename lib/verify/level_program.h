/* The covering program of the question that a level's bound comes of, made
 * anew. */
#ifndef CI_VERIFY_LEVEL_PROGRAM_H
#define CI_VERIFY_LEVEL_PROGRAM_H

#include "verify/plan_choice.h"
#include "verify/unit_budgets.h"

/* The levels in their order: the first counts most. */
typedef enum ci_level {
    CI_LEVEL_MUST_SHORTFALL, /* millionths of a person */
    CI_LEVEL_MUST_FAILURES,
    CI_LEVEL_SHOULD_SHORTFALL,
    CI_LEVEL_SHOULD_FAILURES,
    CI_LEVEL_COST, /* yuan */
    CI_LEVEL_COUNT
} ci_level;

/* Starts as {0}. */
typedef struct ci_level_program {
    const ci_rebuilt_program *city;
    const ci_program_certificate *certificate; /* of the level */
    ci_level level;
    ci_program made; /* points to what follows */
    int64_t *values, *prices, *needs, *penalties, *amounts;
    size_t *first;
    uint32_t *rows, *choices;
    uint32_t *copies; /* of each row of the city: the hard one, or
                         CI_PROGRAM_NONE */
    ci_unit_budget *budgets; /* that count */
    size_t budget_count;
    uint32_t budget_row; /* of the first */
    int64_t *dearest; /* of each choice: the price of its dearest column */
    size_t *nothing_columns; /* of each choice: the column "nothing", or
                                SIZE_MAX */
    size_t choice_count;
    size_t *lack_columns; /* of each lack: the column that gives it up, or
                             SIZE_MAX */
} ci_level_program;

/* What a plan comes to at each level; false: no memory. */
bool ci_level_values(int64_t out[CI_LEVEL_COUNT],
                     const ci_rebuilt_program *program,
                     const ci_plan_choice *choice);

/*
 * Makes the program; what it is made of must outlive `out`, which the caller
 * clears, even after a failure. CIRCLET_E_DATA, saying why, if the certificate
 * asks what does not follow from the city; CIRCLET_E_NOMEM.
 */
circlet_status ci_level_program_make(ci_level_program *out,
                                     const ci_rebuilt_program *city,
                                     const ci_program_certificate *certificate,
                                     ci_level level, circlet_error *error);
void ci_level_program_clear(ci_level_program *program);

#endif

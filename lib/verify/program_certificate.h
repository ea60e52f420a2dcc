/* A certificate of a level of a plan that mends all rules, read from its text
 * (docs/plan_certificate.md). */
#ifndef CI_VERIFY_PROGRAM_CERTIFICATE_H
#define CI_VERIFY_PROGRAM_CERTIFICATE_H

#include <circlet/plan.h>

#include "base/arena.h"
#include "base/covering_program.h"

/* What may be done at a place: actions without place and year. */
typedef struct ci_certified_way {
    circlet_plan_action *actions;
    size_t count;
} ci_certified_way;

typedef struct ci_certified_column {
    const char *place; /* id */
    bool is_site; /* else a facility */
    uint32_t way;
} ci_certified_column;

typedef struct ci_program_certificate {
    const char *level;
    int year;
    const char *services, *keep, *forbid; /* lists; "": nothing was said */
    int64_t budget_cny; /* -1: none */
    const char *budgets; /* of units, likewise a list */
    bool is_cautious;
    int64_t max_cost_cny; /* for each person; -1: none */
    int64_t given_count; /* actions that the plan begins with */
    size_t row_count;
    int64_t *dear; /* rows that are left out for what they cost */
    size_t dear_count;
    ci_certified_way *ways;
    size_t way_count;
    ci_certified_column *columns; /* those of a place follow one another */
    size_t column_count;
    int64_t bound; /* of the level */
    bool has_proof; /* else there is nothing of what follows */
    int64_t *needs; /* of each row of the level */
    int64_t *before; /* what a plan comes to at each level before, at most */
    size_t before_count;
    int64_t *times; /* what each of them counts for, then the level itself */
    int64_t unit; /* the level counts in so many */
    bool has_unit_budgets; /* those count in the question */
    size_t more_rows, more_columns; /* of the question, behind those of the
                                       city */
    ci_program_proof proof; /* names are of columns and rows that are there,
                               all else is for who checks it */
    const char *head; /* the text of what all levels have in common */
    size_t head_size;
    ci_arena arena; /* all that is pointed to, but the head */
} ci_program_certificate;

/*
 * Reads a text, which must outlive `out`; the caller clears that in any case.
 * CIRCLET_E_DATA, saying where, if it is no such certificate; CIRCLET_E_NOMEM.
 */
circlet_status ci_program_certificate_read(ci_program_certificate *out,
                                           const char *text,
                                           circlet_error *error);
void ci_program_certificate_clear(ci_program_certificate *certificate);

#endif

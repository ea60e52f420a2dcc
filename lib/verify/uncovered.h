/*
 * Whom the circle rules that a plan works on do not cover yet, and who of
 * them reaches which place: a row is a person under a rule.
 */
#ifndef CI_VERIFY_UNCOVERED_H
#define CI_VERIFY_UNCOVERED_H

#include <circlet/plan.h>

#include "policy/circle.h"

/* All is borrowed. */
typedef struct ci_cover_question {
    const circlet_plan *plan;
    const circlet_policy *policy;
    const circlet_city *city;
    const circlet_travel *travel;
    int year; /* 31 December of it */
    circlet_progress progress;
    bool is_sure; /* who is not surely covered is uncovered: by each possible
                     mode, with streets at their worst */
} ci_cover_question;

typedef struct ci_uncovered_row {
    circlet_demand demand;
    int64_t weight_milli;
    bool is_modelled;
    ci_modes open; /* of the batch's modes: by which nothing is in reach */
    bool is_unknown; /* no street is known around: nothing is sure */
    bool is_covered; /* by an action that was looked at */
} ci_uncovered_row;

/* Starts as {0}. */
typedef struct ci_uncovered {
    ci_cover_question question;
    const char **asked; /* facility types and services that the plan is for */
    size_t asked_count;
    ci_circle_batches *lists; /* of each word asked for */
    ci_circle_batch *batches; /* of all of these, a rule once */
    size_t batch_count;
    ci_uncovered_row *rows;
    size_t row_count, row_capacity;
    size_t *batch_row; /* where the rows of each batch begin, and the end */
} ci_uncovered;

/* Fills `out`, which the caller clears, even after a failure. Rows are in the
 * order of the rules, then travel modes, then persons. Persons around whom no
 * street is known are left out, unless it is asked who surely is covered. */
circlet_status ci_uncovered_find(ci_uncovered *out,
                                 const ci_cover_question *question,
                                 circlet_error *error);
void ci_uncovered_clear(ci_uncovered *uncovered);

/* Leaves the people alone of whom a rule fails where they live, or in a
 * cautious plan may (lacks.h): a plan that mends all rules is for these.
 * CIRCLET_E_NOMEM. */
circlet_status ci_uncovered_keep_lacks(ci_uncovered *uncovered,
                                       const circlet_findings *findings,
                                       circlet_error *error);

/* Takes the rows that reach a place: positions of the places, with times. */
typedef bool (*ci_row_reach_fn)(size_t row, const circlet_od_entry *entries,
                                size_t count, void *user);

/* Where somebody is to get. */
typedef struct ci_reach_goals {
    const circlet_point *places;
    const size_t *owners; /* whose entrance each place is; NULL: its own */
    size_t count;
} ci_reach_goals;

/* Asks who of a batch reaches which of some places within the time of its
 * rule, and calls `take` for each row in order. CIRCLET_E_NOMEM where that
 * gives false. Where it is asked what is sure, an owner has to be reached by
 * each open mode, by whichever entrance: one place stands for it, without a
 * time. */
circlet_status ci_uncovered_reach(const ci_uncovered *uncovered, size_t batch,
                                  const ci_reach_goals *goals,
                                  ci_row_reach_fn take, void *user,
                                  circlet_error *error);

/* Adds to the open modes of the rows of a batch, from `first` on, those in
 * which none of the places is surely reached (sure_cover.c). */
circlet_status ci_sure_cover_find(ci_uncovered *out,
                                  const ci_circle_batch *batch, size_t first,
                                  const circlet_point *places, size_t count,
                                  circlet_error *error);

/* ci_uncovered_reach() of what is sure (sure_cover.c). */
circlet_status ci_sure_cover_reach(const ci_uncovered *uncovered, size_t batch,
                                   const ci_reach_goals *goals,
                                   ci_row_reach_fn take, void *user,
                                   circlet_error *error);

/* The homes of rows; NULL: no memory. The caller frees them. */
circlet_point *ci_uncovered_homes(const ci_uncovered *uncovered, size_t first,
                                  size_t end);

#endif

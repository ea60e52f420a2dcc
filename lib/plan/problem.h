/* A planner's question as a covering problem: who is uncovered, which sites
 * may be built on, which of them reach whom. */
#ifndef CI_PLAN_PROBLEM_H
#define CI_PLAN_PROBLEM_H

#include <circlet/plan.h>

/* What is asked. All is borrowed. */
typedef struct ci_plan_question {
    const circlet_policy *policy;
    const circlet_city *city;
    const circlet_travel *travel;
    const char *name; /* of the plan */
    const char *asked; /* a facility type or service */
    const circlet_facility_record *catalogue; /* what would be built */
    int year;
    bool is_cautious; /* who is not surely covered is uncovered */
} ci_plan_question;

/* A person who is uncovered by a rule. */
typedef struct ci_plan_row {
    const char *rule; /* borrowed from the policy */
    const char *mode; /* likewise */
    circlet_demand demand;
    bool is_in_doubt; /* covered, or reached by a site, as assumed, but by
                         nothing surely; or no street around is known */
} ci_plan_row;

/*
 * Rows are in the order of the policy's rules, then of travel modes, then of
 * persons. A person who is uncovered by two rules has two rows, so the
 * weight covered counts persons once for each rule.
 */
typedef struct ci_plan_problem {
    circlet_site *sites; /* that may be built on, ascending */
    size_t site_count;
    ci_plan_row *rows;
    int64_t *weights; /* of each row, in thousandths */
    size_t row_count;
    circlet_od_matrix *reach; /* from rows to `sites` */
} ci_plan_problem;

/* Fills `out`, which the caller clears. Persons around whom no street is
 * known are left out: nothing can be said about them. */
circlet_status ci_plan_problem_make(ci_plan_problem *out,
                                    const ci_plan_question *question,
                                    const circlet_progress *progress,
                                    circlet_error *error);
void ci_plan_problem_clear(ci_plan_problem *problem);

/* The id of the facility that a plan builds on a site; the caller frees it.
 * NULL: no memory. */
char *ci_plan_facility_id(const char *plan, const char *site);

#endif

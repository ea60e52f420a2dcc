/* What a plan costs: once, and every year by the funds of its policy. */
#ifndef TOOLS_PLAN_FUNDS_H
#define TOOLS_PLAN_FUNDS_H

#include <circlet.h>

#include "json.h"

typedef struct plan_fund_row {
    const char *unit; /* code; NULL: outside every district */
    const char *name;
    double once_cny; /* what the actions cost together; NaN: one's is not
                        known */
    double before[3], after[3]; /* a year: as far as is known, the least and
                                   the most; NaN: not known */
} plan_fund_row;

typedef struct plan_funds {
    plan_fund_row *rows; /* districts, then what lies in none */
    size_t count;
    plan_fund_row total;
    bool has_funds; /* the policy has some */
    circlet_ledger *before, *after;
} plan_funds;

/* Adds it up; what it names is borrowed from the city. `planned` is the city
 * as the plan leaves it. plan_funds_clear() in any case. */
circlet_status plan_funds_find(plan_funds *out, const circlet_plan *plan,
                               const circlet_policy *policy,
                               const circlet_city *city,
                               const circlet_city *planned,
                               const circlet_travel *travel, int year,
                               circlet_error *error);
void plan_funds_clear(plan_funds *funds);

/* The member "funds": an object. */
void plan_funds_write(json *out, const plan_funds *funds);

/* A table on stdout; false if memory ran out. */
bool plan_funds_print(const plan_funds *funds);

#endif

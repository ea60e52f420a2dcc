/* What units may spend, as a certificate says. */
#ifndef CI_VERIFY_UNIT_BUDGETS_H
#define CI_VERIFY_UNIT_BUDGETS_H

#include "verify/rebuilt_program.h"

typedef struct ci_unit_budget {
    circlet_unit unit;
    int64_t cny;
} ci_unit_budget;

/*
 * Reads a list "code=yuan,…" (""; none) of units of a city; the caller frees
 * `*out`. CIRCLET_E_DATA for what is no such list; CIRCLET_E_NOMEM.
 */
circlet_status ci_unit_budgets_read(ci_unit_budget **out, size_t *count,
                                    const char *list, const circlet_city *city,
                                    circlet_error *error);

/* Where an action of a plan spends its money: where it builds or moves to,
 * else where its facility is, or is built by the plan. CIRCLET_NONE: nowhere.
 */
circlet_unit ci_action_unit(const circlet_plan *plan, const circlet_city *city,
                            const circlet_plan_action *action,
                            circlet_level level);

/* What all actions of a plan cost that are paid out of a budget. */
double ci_unit_budget_spent(const ci_unit_budget *budget,
                            const circlet_plan *plan,
                            const circlet_city *city);

/* Whether what is done at a place is paid out of a budget. */
bool ci_unit_budget_pays(const ci_unit_budget *budget,
                         const circlet_city *city, ci_remedy_place place);

#endif

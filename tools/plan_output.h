/* A plan as text for people and as JSON for programs. */
#ifndef TOOLS_PLAN_OUTPUT_H
#define TOOLS_PLAN_OUTPUT_H

#include <circlet.h>

#include "json.h"
#include "plan_course.h"
#include "plan_funds.h"
#include "plan_staff.h"
#include "rule_counts.h"

/* A plan and what comes of it. All is borrowed. */
typedef struct plan_view {
    const circlet_plan *plan;
    const circlet_plan *from; /* that it begins with, or NULL */
    const circlet_policy *policy;
    const circlet_city *city; /* as it is */
    const rule_counts *before; /* of this city; NULL: not known */
    const rule_counts *after; /* with the plan */
    const plan_staff *staff; /* or NULL */
    const plan_funds *funds; /* or NULL */
    const circlet_plan_course *course; /* over years; or NULL */
    const circlet_groups *groups; /* how they fare with it; or NULL */
    const circlet_holding *holding; /* or NULL */
    const circlet_robust_doubt *doubt; /* of that */
} plan_view;

/* Both print on stdout; false if memory ran out. */
void plan_print_json(const plan_view *view);
bool plan_print_text(const plan_view *view);

/* The actions alone: as an array "actions", and as a table on stdout, false
 * if memory ran out. */
void plan_write_actions(json *out, const circlet_plan *plan);
bool plan_print_actions(const circlet_plan *plan, const circlet_city *city,
                        const circlet_policy *policy);

#endif

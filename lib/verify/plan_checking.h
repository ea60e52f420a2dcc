/* A plan while it is verified. */
#ifndef CI_VERIFY_PLAN_CHECKING_H
#define CI_VERIFY_PLAN_CHECKING_H

#include "base/options.h"
#include "base/text.h"
#include "city/plan_record.h"
#include "verify/action_gain.h"
#include "verify/asked_check.h"
#include "verify/bound_check.h"
#include "verify/carried_price.h"
#include "verify/record_check.h"
#include "verify/time_levels.h"
#include "verify/verdict_check.h"
#include "verify/verification.h"
#include "verify/year_verdicts.h"
#include "verify/years_check.h"

/* What is found out of an action. */
typedef struct ci_action_result {
    bool is_done;
    circlet_error why; /* it could not be */
    double price_cny;
} ci_action_result;

/* A plan being checked. */
typedef struct ci_checking {
    const circlet_plan *plan;
    const circlet_policy *policy;
    const circlet_city *city;
    const circlet_travel *travel;
    circlet_verify_options options;
    circlet_verification *out;
    size_t *order; /* in which actions are carried out */
    ci_uncovered uncovered;
    ci_carried_city carried;
    ci_site_reach sites;
    ci_action_gain *gains; /* of each action */
    ci_uncovered assumed; /* of a cautious plan: who is as assumed */
    ci_site_reach assumed_sites;
    ci_action_gain *assumed_gains;
    ci_action_result *results;
    ci_arena arena;
    circlet_city *planned;
    ci_verdict_pair verdicts;
    ci_year_verdicts years; /* of a plan over years: those before */
    ci_time_levels times;
    ci_program_levels programs;
    ci_given_actions given; /* `plan` and `city` are without them, and with */
} ci_checking;

/* ---- action_claims.c ---------------------------------------------------- */

/* What is claimed of an action, and what was found; false: no memory. */
bool ci_action_claims_add(ci_checking *c, size_t position);

#endif

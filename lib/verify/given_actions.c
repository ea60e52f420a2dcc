#include "verify/given_actions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "verify/carried_price.h"

#define KEY ",\"given\":"

/* Of a head of some hundred bytes and lists of sites. */
static const char *head_of(const circlet_plan *plan)
{
    for (size_t i = 0; i < plan->level_count; i++)
        if (plan->levels[i].program_certificate)
            return plan->levels[i].program_certificate;
    return NULL;
}

/* A quote in a text of JSON has a backslash before it: the key is found
 * nowhere else. */
size_t ci_given_actions_count(const circlet_plan *plan)
{
    const char *head = head_of(plan);
    const char *end = head ? strstr(head, ",\"rows\":") : NULL;
    const char *key = end ? strstr(head, KEY) : NULL;
    size_t count = 0;

    if (!key || key > end)
        return 0;
    for (const char *at = key + strlen(KEY);
         *at >= '0' && *at <= '9' && count <= plan->action_count; at++)
        count = 10 * count + (size_t)(*at - '0');
    return count <= plan->action_count ? count : plan->action_count;
}

void ci_given_actions_clear(ci_given_actions *given)
{
    circlet_city_free(given->city);
    ci_carried_city_clear(&given->carried);
    free(given->levels);
    *given = (ci_given_actions){.count = 0};
}

/* ---- claims ------------------------------------------------------------- */

static bool add_carried(circlet_verification *claims, const char *id,
                        const circlet_error *why)
{
    circlet_claim claim = {.what = "carried_out",
                           .subject = id,
                           .claimed = (double)NAN,
                           .found = (double)NAN,
                           .claimed_text = "yes",
                           .found_text = why ? "no" : "yes"};

    if (why) {
        claim.state = CIRCLET_CLAIM_DIFFERS;
        claim.reason = why->message;
    }
    return ci_verification_add(claims, &claim);
}

/* What a planner was told that something costs may be another sum. */
static bool add_price(circlet_verification *claims,
                      const circlet_plan_action *action, double price_cny)
{
    circlet_claim claim = {.what = "cost_cny",
                           .subject = action->id,
                           .claimed = action->cost_cny,
                           .found = price_cny};
    circlet_error why;

    if (!ci_is_same_figure(claim.claimed, claim.found)) {
        (void)ci_fail(&why, CIRCLET_E_DATA,
                      "the cost was given by hand and is not the policy's "
                      "price");
        claim.reason = why.message;
    }
    return ci_verification_add_figure(claims, &claim, CI_FIGURE_MAY_BE);
}

static circlet_status carry_out(ci_given_actions *given,
                                circlet_verification *claims,
                                const circlet_plan_action *action,
                                circlet_error *error)
{
    circlet_error why;
    circlet_status status = ci_carried_city_do(&given->carried, action, &why);
    bool is_added;

    if (status == CIRCLET_E_NOMEM)
        return ci_fail_nomem(error);
    is_added = status ? add_carried(claims, action->id, &why)
                      : add_carried(claims, action->id, NULL) &&
                            add_price(claims, action,
                                      ci_carried_price(given->carried.policy,
                                                       ci_carried_city_find(
                                                           &given->carried,
                                                           action->facility),
                                                       action));
    return is_added ? CIRCLET_OK : ci_fail_nomem(error);
}

/* ---- the rest ----------------------------------------------------------- */

/* Whole yuan stay whole. */
static double without(double all_cny, double given_cny)
{
    double rest = all_cny - given_cny;

    return fabs(rest - round(rest)) < 1e-4 ? round(rest) : rest;
}

static bool make_rest(ci_given_actions *given, const circlet_plan *plan)
{
    double cost_cny = 0;

    given->rest = *plan;
    given->rest.actions += given->count;
    given->rest.action_count -= given->count;
    given->levels = calloc(plan->level_count + 1, sizeof(*given->levels));
    given->rest.levels = given->levels;
    for (size_t i = 0; i < given->count; i++)
        cost_cny +=
            isnan(plan->actions[i].cost_cny) ? 0 : plan->actions[i].cost_cny;
    for (size_t i = 0; given->levels && i < plan->level_count; i++) {
        circlet_plan_level *level = &given->levels[i];

        *level = plan->levels[i];
        if (strcmp(level->name, "cost_cny") != 0)
            continue;
        level->objective = without(level->objective, cost_cny);
        level->bound = without(level->bound, cost_cny);
        level->gap = level->objective > level->bound && level->objective > 0
                         ? (level->objective - level->bound) / level->objective
                         : 0;
    }
    return given->levels != NULL;
}

circlet_status ci_given_actions_do(ci_given_actions *out,
                                   circlet_verification *claims,
                                   const circlet_plan *plan,
                                   const circlet_policy *policy,
                                   const circlet_city *city,
                                   circlet_error *error)
{
    circlet_plan first = *plan;
    size_t *order;
    circlet_status status =
        ci_carried_city_start(&out->carried, city, policy, error);

    out->count = ci_given_actions_count(plan);
    first.action_count = out->count;
    order = ci_carried_order(&first);
    if (!status && (!order || !make_rest(out, plan)))
        status = ci_fail_nomem(error);
    for (size_t i = 0; !status && i < out->count; i++)
        status = carry_out(out, claims, &plan->actions[order[i]], error);
    if (!status)
        status = ci_carried_city_make(&out->city, &out->carried, error);
    free(order);
    return status;
}

/* ---- facilities --------------------------------------------------------- */

const circlet_site_record *ci_given_site(const ci_given_actions *given,
                                         uint32_t facility)
{
    const circlet_site_record *site =
        given && facility < given->carried.count
            ? given->carried.facilities[facility].site
            : NULL;

    return site ? circlet_city_site(given->city, circlet_city_find_site(
                                                     given->city, site->id))
                : NULL;
}

/* Those of the city are in the order in which they were carried. */
void ci_given_actions_tell(const ci_given_actions *given,
                           ci_carried_city *carried)
{
    for (size_t i = 0; given && i < given->carried.count; i++) {
        const ci_carried_facility *from = &given->carried.facilities[i];
        ci_carried_facility *to = &carried->facilities[i];

        to->site = ci_given_site(given, (uint32_t)i);
        to->closed_by = from->closed_by;
        to->moved_by = from->moved_by;
        to->kept_by = from->kept_by;
        to->placed_by = from->placed_by;
    }
}

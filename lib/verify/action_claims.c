/* What a plan claims of its actions. */
#include "verify/plan_checking.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

#define PERSON_MILLI 1000.0

/* What was computed has figures that must be what is found. */
static ci_strictness strictness_of(const ci_checking *c)
{
    return c->plan->level_count > 0 ? CI_FIGURE_MUST_BE : CI_FIGURE_MAY_BE;
}

static bool add_carried(ci_checking *c, size_t position)
{
    const ci_action_result *result = &c->results[position];
    circlet_claim claim = {.what = "carried_out",
                           .subject = c->plan->actions[position].id,
                           .claimed = (double)NAN,
                           .found = (double)NAN,
                           .claimed_text = "yes",
                           .found_text = result->is_done ? "yes" : "no"};

    if (!result->is_done) {
        claim.state = CIRCLET_CLAIM_DIFFERS;
        claim.reason = result->why.message;
    }
    return ci_verification_add(c->out, &claim);
}

static bool add_price(ci_checking *c, size_t position)
{
    const circlet_plan_action *action = &c->plan->actions[position];
    circlet_claim claim = {.what = "cost_cny",
                           .subject = action->id,
                           .claimed = action->cost_cny,
                           .found = c->results[position].price_cny};
    circlet_error why;

    if (strictness_of(c) == CI_FIGURE_MAY_BE &&
        !ci_is_same_figure(claim.claimed, claim.found)) {
        (void)ci_fail(&why, CIRCLET_E_DATA,
                      "the cost was given by hand and is not the policy's "
                      "price");
        claim.reason = why.message;
    }
    return ci_verification_add_figure(c->out, &claim, strictness_of(c));
}

/* By hand it need not be said. */
static bool add_gain(ci_checking *c, const circlet_plan_action *action,
                     const char *what, double claimed, int64_t found_milli)
{
    const circlet_claim claim = {.what = what,
                                 .subject = action->id,
                                 .claimed = claimed,
                                 .found = (double)found_milli / PERSON_MILLI};

    if (isnan(claimed) && strictness_of(c) == CI_FIGURE_MAY_BE)
        return true;
    return ci_verification_add_figure(c->out, &claim, CI_FIGURE_MUST_BE);
}

/* Whether an action newly covers somebody under a rule. */
static bool covers(bool *is_counted, const ci_uncovered *uncovered,
                   const ci_action_gain *gain, const char *rule)
{
    for (size_t i = 0; gain->is_done && i < uncovered->batch_count; i++) {
        if (strcmp(uncovered->batches[i].rule, rule) != 0)
            continue;
        *is_counted = true;
        if (gain->batch_milli[i] > 0)
            return true;
    }
    return false;
}

/* Whether an action gives something to a unit or a venue that may lack it. */
/* What of the rules with lacks the program knows of an action; CIRCLET_UNKNOWN
 * where it knows nothing: of people, of groups, of several facilities of which
 * one counts, and where facilities move, which gives and takes at once. */
static circlet_answer works_on(const ci_checking *c, size_t position,
                               const char *rule)
{
    const ci_program_levels *programs = &c->programs;
    const ci_lacks *lacks = &programs->lacks;

    for (size_t r = 0; programs->is_made && r < lacks->rule_count; r++) {
        const ci_rule *of = lacks->rules[r];

        if (strcmp(of->id, rule) != 0)
            continue;
        if (ci_lacks_are_contested(lacks, r))
            return CIRCLET_UNKNOWN; /* the verdicts say it */
        if (programs->choice.works_on[position * lacks->rule_count + r])
            return CIRCLET_YES;
        return of->kind == CI_RULE_CIRCLE || of->kind == CI_RULE_GROUP_SIZE ||
                       programs->choice.rearranges
                   ? CIRCLET_UNKNOWN
                   : CIRCLET_NO;
    }
    return CIRCLET_UNKNOWN;
}

/* Of a circle rule that somebody must be newly covered by the action: in a
 * cautious plan as assumed where that cannot be sure; of another that it gives
 * something that is missing, or where that is not known that the rule is
 * better kept with the plan, as it is of a year before the last. */
static bool is_mended(const ci_checking *c, size_t position, const char *rule)
{
    circlet_answer works = works_on(c, position, rule);
    bool is_counted = false;

    if (ci_year_verdicts_improve(&c->years, c->plan->actions[position].year,
                                 rule))
        return true;

    if (works != CIRCLET_UNKNOWN)
        return works == CIRCLET_YES;
    return covers(&is_counted, &c->uncovered, &c->gains[position], rule) ||
           (c->plan->is_cautious &&
            covers(&is_counted, &c->assumed, &c->assumed_gains[position],
                   rule)) ||
           (!is_counted && ci_verdict_pair_improves(&c->verdicts, rule));
}

static bool add_mended(ci_checking *c, size_t position, const char *rule,
                       size_t size)
{
    char *name = ci_text_copy_n(rule, size);
    circlet_claim claim = {.what = "mends",
                           .subject = c->plan->actions[position].id,
                           .part = name,
                           .claimed = (double)NAN,
                           .found = (double)NAN,
                           .claimed_text = "yes",
                           .found_text = "yes"};
    bool is_added;

    if (!name)
        return false;
    if (!is_mended(c, position, name)) {
        claim.found_text = "no";
        claim.state = CIRCLET_CLAIM_DIFFERS;
    }
    is_added = ci_verification_add(c->out, &claim);
    free(name);
    return is_added;
}

static bool add_mends(ci_checking *c, size_t position)
{
    const char *at = c->plan->actions[position].mends;

    while (at && *at) {
        size_t size = strcspn(at, ";");

        if (size > 0 && !add_mended(c, position, at, size))
            return false;
        at += size + (at[size] == ';');
    }
    return true;
}

bool ci_action_claims_add(ci_checking *c, size_t position)
{
    const circlet_plan_action *action = &c->plan->actions[position];
    const ci_action_gain *gain = &c->gains[position];

    if (!add_carried(c, position) || !c->results[position].is_done)
        return !c->results[position].is_done;
    return add_price(c, position) &&
           add_gain(c, action, "persons_gained", action->persons_gained,
                    gain->persons_milli) &&
           add_gain(c, action, "persons_modelled", action->persons_modelled,
                    gain->modelled_milli) &&
           add_mends(c, position);
}

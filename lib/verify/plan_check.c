/* circlet_plan_verify(): from a plan's claims to what came of each. */
#include <circlet/verify.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
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

#define PERSON_MILLI 1000.0
#define YEAR_MAX 9999

/* What is found out of an action. */
typedef struct action_result {
    bool is_done;
    circlet_error why; /* it could not be */
    double price_cny;
} action_result;

/* A plan being checked. */
typedef struct checking {
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
    action_result *results;
    ci_arena arena;
    circlet_city *planned;
    ci_verdict_pair verdicts;
    ci_year_verdicts years; /* of a plan over years: those before */
    ci_time_levels times;
    ci_program_levels programs;
    ci_given_actions given; /* `plan` and `city` are without them, and with */
} checking;

/* ---- what is asked ------------------------------------------------------ */

static int year_of(const checking *c)
{
    int year = c->options.year > 0 ? c->options.year : c->plan->year;
    bool is_known = year > 0;

    for (size_t i = 0; !is_known && i < c->plan->action_count; i++)
        if (c->plan->actions[i].year > year)
            year = c->plan->actions[i].year;
    return year > 0 ? year : circlet_policy_default_year(c->policy);
}

static circlet_status check_arguments(checking *c,
                                      const circlet_verify_options *options,
                                      circlet_error *error)
{
    circlet_status status;

    if (!c->plan || !c->policy || !c->city || !c->travel ||
        !c->travel->find_nearest || !c->travel->find_within)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "verifying needs a plan, a policy, a city and travel "
                       "times");
    status = ci_options_read(&c->options, sizeof(c->options), options, error);
    if (status == CIRCLET_OK &&
        (c->options.year < 0 || c->options.year > YEAR_MAX))
        status = ci_fail(error, CIRCLET_E_ARGUMENT,
                         "plan '%s' is judged in the year %d, which is none",
                         c->plan->name, c->options.year);
    c->options.year = status == CIRCLET_OK ? year_of(c) : 0;
    return status;
}

/* ---- carrying out ------------------------------------------------------- */

/* What contradicts is left out, and all others are still looked at. */
static circlet_status carry_out(checking *c, size_t position,
                                circlet_error *error)
{
    const circlet_plan_action *action = &c->plan->actions[position];
    action_result *result = &c->results[position];
    const ci_carried_facility *facility;
    circlet_status status =
        ci_carried_city_do(&c->carried, action, &result->why);

    if (status == CIRCLET_E_NOMEM)
        return ci_fail_nomem(error);
    if (status != CIRCLET_OK)
        return CIRCLET_OK;
    facility = ci_carried_city_find(&c->carried, action->facility);
    result->is_done = true;
    result->price_cny = ci_carried_price(c->policy, facility, action);
    return ci_action_gain_note(&c->gains[position], &c->arena, &c->uncovered,
                               facility) &&
                   (!c->plan->is_cautious ||
                    ci_action_gain_note(&c->assumed_gains[position], &c->arena,
                                        &c->assumed, facility))
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

/* The city is that of the year; what comes after it is only checked. */
static circlet_status carry_all(checking *c, circlet_error *error)
{
    size_t next = 0, count = c->plan->action_count;
    circlet_status status = CIRCLET_OK;

    for (; status == CIRCLET_OK && next < count &&
           c->plan->actions[c->order[next]].year <= c->options.year;
         next++)
        status = carry_out(c, c->order[next], error);
    if (status == CIRCLET_OK)
        status = ci_carried_city_make(&c->planned, &c->carried, error);
    for (; status == CIRCLET_OK && next < count; next++)
        status = carry_out(c, c->order[next], error);
    return status;
}

static circlet_status reserve(checking *c, circlet_error *error)
{
    size_t count = c->plan->action_count;

    c->order = ci_carried_order(c->plan);
    c->gains = calloc(count + 1, sizeof(*c->gains));
    c->assumed_gains = calloc(count + 1, sizeof(*c->assumed_gains));
    c->results = calloc(count + 1, sizeof(*c->results));
    return c->order && c->gains && c->assumed_gains && c->results
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

/* Who is not covered, or, of a cautious plan, not surely; then who is not as
 * assumed. */
static circlet_status find_uncovered(checking *c, circlet_error *error)
{
    ci_cover_question question = {c->plan,
                                  c->policy,
                                  c->city,
                                  c->travel,
                                  c->options.year,
                                  c->options.progress,
                                  c->plan->is_cautious};
    circlet_status status = ci_uncovered_find(&c->uncovered, &question, error);

    question.is_sure = false;
    return status == CIRCLET_OK && c->plan->is_cautious
               ? ci_uncovered_find(&c->assumed, &question, error)
               : status;
}

static circlet_status find_gains(checking *c, circlet_error *error)
{
    size_t count = c->plan->action_count;
    circlet_status status =
        ci_action_gains_count(c->gains, c->order, count, &c->uncovered, error);

    if (status == CIRCLET_OK)
        status = ci_site_reach_find(&c->sites, &c->uncovered, error);
    if (status != CIRCLET_OK || !c->plan->is_cautious)
        return status;
    status = ci_action_gains_count(c->assumed_gains, c->order, count,
                                   &c->assumed, error);
    return status == CIRCLET_OK
               ? ci_site_reach_find(&c->assumed_sites, &c->assumed, error)
               : status;
}

static bool mends_all_rules(const checking *c)
{
    for (size_t i = 0; i < c->plan->level_count; i++)
        if (ci_program_level_is_known(c->plan->levels[i].name))
            return true;
    return false;
}

static circlet_status keep_lacks(checking *c, circlet_error *error)
{
    circlet_status status =
        ci_uncovered_keep_lacks(&c->uncovered, c->verdicts.before, error);

    return status == CIRCLET_OK && c->plan->is_cautious
               ? ci_uncovered_keep_lacks(&c->assumed, c->verdicts.before,
                                         error)
               : status;
}

/* The program of a plan that mends all rules. */
static circlet_status make_programs(checking *c, circlet_error *error)
{
    circlet_judge_options wanted = CIRCLET_JUDGE_OPTIONS_INIT, own;
    ci_judgement judgement = {
        .policy = c->policy, .city = c->city, .travel = c->travel};
    circlet_status status;

    if (!mends_all_rules(c))
        return CIRCLET_OK;
    c->programs.lacks.given = c->given.count > 0 ? &c->given : NULL;
    wanted.year = c->options.year;
    wanted.threads = c->options.threads;
    status = ci_judgement_start(&judgement, &own, &wanted, error);
    return status == CIRCLET_OK
               ? ci_program_levels_make(&c->programs, c->plan, &c->verdicts,
                                        &judgement, error)
               : status;
}

static circlet_status find_out(checking *c, circlet_error *error)
{
    const ci_years_question years = {c->plan, c->policy, c->city, c->travel,
                                     c->options.threads};
    circlet_judge_options judging = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_status status = reserve(c, error);

    judging.year = c->options.year;
    judging.progress = c->options.progress;
    judging.threads = c->options.threads;
    if (status == CIRCLET_OK)
        status = find_uncovered(c, error);
    if (status == CIRCLET_OK)
        status = ci_carried_city_start(&c->carried, c->city, c->policy, error);
    if (status == CIRCLET_OK && c->given.count > 0)
        ci_given_actions_tell(&c->given, &c->carried);
    if (status == CIRCLET_OK)
        status = carry_all(c, error);
    if (status == CIRCLET_OK)
        status = ci_verdict_pair_judge(&c->verdicts, c->policy, c->city,
                                       c->planned, c->travel, &judging, error);
    if (status == CIRCLET_OK)
        status = ci_year_verdicts_judge(&c->years, &years, error);
    if (status == CIRCLET_OK && mends_all_rules(c))
        status = keep_lacks(c, error);
    if (status == CIRCLET_OK)
        status = find_gains(c, error);
    return status == CIRCLET_OK ? make_programs(c, error) : status;
}

/* ---- claims of an action ------------------------------------------------ */

/* What was computed has figures that must be what is found. */
static ci_strictness strictness_of(const checking *c)
{
    return c->plan->level_count > 0 ? CI_FIGURE_MUST_BE : CI_FIGURE_MAY_BE;
}

static bool add_carried(checking *c, size_t position)
{
    const action_result *result = &c->results[position];
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

static bool add_price(checking *c, size_t position)
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
static bool add_gain(checking *c, const circlet_plan_action *action,
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
static circlet_answer works_on(const checking *c, size_t position,
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
static bool is_mended(const checking *c, size_t position, const char *rule)
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

static bool add_mended(checking *c, size_t position, const char *rule,
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

static bool add_mends(checking *c, size_t position)
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

static bool add_action(checking *c, size_t position)
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

/* ---- all claims --------------------------------------------------------- */

static circlet_status add_levels(checking *c, circlet_error *error)
{
    int64_t covered_milli = 0;
    double cost_cny = 0;
    circlet_status status =
        ci_program_limits_tell(c->out, &c->programs, error);

    for (size_t i = 0; i < c->plan->action_count; i++) {
        covered_milli += c->gains[i].persons_milli;
        cost_cny += c->results[i].is_done ? c->results[i].price_cny : 0;
    }
    for (size_t i = 0; status == CIRCLET_OK && i < c->plan->level_count; i++) {
        const circlet_plan_level *level = &c->plan->levels[i];

        if (ci_program_level_is_known(level->name))
            status = ci_program_level_check(c->out, &c->programs, level,
                                            cost_cny, error);
        else if (ci_time_level_is_known(&c->programs, level->name))
            status = ci_time_level_check(c->out, &c->times, &c->programs,
                                         c->planned, level, error);
        else
            status = ci_level_check(c->out, level, covered_milli,
                                    &c->uncovered, &c->sites, error);
    }
    return status;
}

/* Only a plan that was made to cover people says who cannot be. */
static bool tells_impossible(const checking *c)
{
    for (size_t i = 0; i < c->plan->level_count; i++)
        if (strcmp(c->plan->levels[i].name, CI_LEVEL_COVERED) == 0)
            return true;
    return c->plan->impossible_count > 0;
}

static bool add_impossible(checking *c)
{
    if (c->programs.plan)
        return ci_program_left_check(c->out, &c->programs, c->verdicts.after);
    return !tells_impossible(c) ||
           ci_impossible_check(c->out, &c->uncovered, &c->sites, &c->assumed,
                               &c->assumed_sites);
}

/* What is to be found of the plan as it is stored, whatever it claims. */
static bool check_record(checking *c)
{
    const ci_plan_record record = {.plan = c->plan,
                                   .policy = c->policy,
                                   .city = c->city,
                                   .programs = &c->programs,
                                   .times = &c->times,
                                   .uncovered = &c->uncovered,
                                   .gains = c->gains};

    for (size_t i = 0; i < c->plan->action_count; i++)
        if (!ci_action_record_check(c->out, &record, i))
            return false;
    return ci_plan_record_check(c->out, &record);
}

static circlet_status check_years(checking *c, circlet_error *error)
{
    const ci_years_question question = {c->plan, c->policy, c->city, c->travel,
                                        c->options.threads};

    circlet_status status =
        ci_asked_check(c->out, c->plan, c->city, &c->programs, error);

    return status ? status : ci_years_check(c->out, &question, error);
}

static circlet_status add_claims(checking *c, circlet_error *error)
{
    circlet_status status;

    for (size_t i = 0; i < c->plan->action_count; i++)
        if (!add_action(c, i))
            return ci_fail_nomem(error);
    status = add_levels(c, error);
    if (status == CIRCLET_OK &&
        (!add_impossible(c) || !ci_must_rules_check(c->out, &c->verdicts) ||
         !check_record(c)))
        status = ci_fail_nomem(error);
    return status ? status : check_years(c, error);
}

static void clear(checking *c)
{
    ci_program_levels_clear(&c->programs);
    ci_verdict_pair_clear(&c->verdicts);
    ci_year_verdicts_clear(&c->years);
    circlet_city_free(c->planned);
    ci_site_reach_clear(&c->sites);
    ci_carried_city_clear(&c->carried);
    ci_uncovered_clear(&c->uncovered);
    ci_site_reach_clear(&c->assumed_sites);
    ci_uncovered_clear(&c->assumed);
    ci_arena_free(&c->arena);
    circlet_verification_free(c->out);
    ci_given_actions_clear(&c->given);
    free(c->order);
    free(c->gains);
    free(c->assumed_gains);
    free(c->results);
}

/* What a plan begins with is done: all else is of the city then. */
static circlet_status do_given(checking *c, circlet_error *error)
{
    circlet_status status;

    c->out = calloc(1, sizeof(*c->out));
    if (!c->out)
        return ci_fail_nomem(error);
    c->out->persons_step = c->plan->persons_step;
    if (ci_given_actions_count(c->plan) == 0)
        return CIRCLET_OK;
    status = ci_given_actions_do(&c->given, c->out, c->plan, c->policy,
                                 c->city, error);
    if (status == CIRCLET_OK) {
        c->plan = &c->given.rest;
        c->city = c->given.city;
    }
    return status;
}

static circlet_status verify(checking *c,
                             const circlet_verify_options *options,
                             circlet_error *error)
{
    circlet_status status = check_arguments(c, options, error);

    if (status == CIRCLET_OK)
        status = do_given(c, error);
    if (status == CIRCLET_OK)
        status = find_out(c, error);
    return status == CIRCLET_OK ? add_claims(c, error) : status;
}

/* The sites that a plan proposes are there for whoever looks at it. */
circlet_status circlet_plan_verify(circlet_verification **out,
                                   const circlet_plan *plan,
                                   const circlet_policy *policy,
                                   const circlet_city *city,
                                   const circlet_travel *travel,
                                   const circlet_verify_options *options,
                                   circlet_error *error)
{
    checking c = {
        .plan = plan, .policy = policy, .city = city, .travel = travel};
    circlet_city *own = NULL;
    circlet_status status =
        out ? CIRCLET_OK
            : ci_fail(error, CIRCLET_E_ARGUMENT,
                      "verifying needs a place for what comes of it");

    if (status == CIRCLET_OK && plan && city)
        status = ci_plan_site_city(&own, &c.city, plan, error);
    if (status == CIRCLET_OK)
        status = verify(&c, options, error);
    if (status == CIRCLET_OK) {
        *out = c.out;
        c.out = NULL;
    }
    clear(&c);
    circlet_city_free(own);
    return status;
}

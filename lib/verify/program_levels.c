#include "verify/program_levels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "city/plan_record.h"
#include "verify/unit_budgets.h"

/* Of a gap. */
#define ROUNDING_GAP 1e-9

/* Of what is spent of a budget. */
#define ROUNDING_CNY 0.5

/* ---- which levels ------------------------------------------------------- */

const char *const ci_program_level_names[CI_LEVEL_COUNT] = {
    [CI_LEVEL_MUST_SHORTFALL] = "must_shortfall",
    [CI_LEVEL_MUST_FAILURES] = "must_failures",
    [CI_LEVEL_SHOULD_SHORTFALL] = "should_shortfall",
    [CI_LEVEL_SHOULD_FAILURES] = "should_failures",
    [CI_LEVEL_COST] = "cost_cny"};

/* CI_LEVEL_COUNT: it is none of them. */
static ci_level find_level(const char *name)
{
    int level = 0;

    while (level < CI_LEVEL_COUNT &&
           strcmp(ci_program_level_names[level], name) != 0)
        level++;
    return (ci_level)level;
}

bool ci_program_level_is_known(const char *name)
{
    return find_level(name) < CI_LEVEL_COUNT;
}

/* ---- the program -------------------------------------------------------- */

static const char *first_text(const circlet_plan *plan)
{
    for (size_t i = 0; i < circlet_plan_level_count(plan); i++) {
        const circlet_plan_level *level = circlet_plan_level_at(plan, i);

        if (ci_program_level_is_known(level->name) &&
            level->program_certificate)
            return level->program_certificate;
    }
    return NULL;
}

static void say_open(ci_program_levels *out, const char *why)
{
    out->state = CIRCLET_CLAIM_OPEN;
    (void)ci_fail(&out->why, CIRCLET_E_DATA, "%s", ci_translate(why));
}

/* What could have been done as well, or for less. */
static void look_for_better(ci_program_levels *out)
{
    const ci_rebuilt_program *program = &out->program;
    const circlet_city *city = program->lacks->judgement->city;
    const ci_other_remedy *better = ci_rebuilt_find_better(program);
    ci_remedy_place place;

    if (!better) {
        if (program->has_too_many)
            say_open(out, CI_TRANSLATED("a facility can be changed in more "
                                        "ways than are looked at"));
        return;
    }
    place = program->places[better->place];
    out->state = CIRCLET_CLAIM_DIFFERS;
    (void)ci_fail(&out->why, CIRCLET_E_DATA,
                  "the certificate leaves out a way: '%s' of '%s' at '%s'",
                  better->kind, better->what ? better->what : "",
                  place.is_site
                      ? circlet_city_site(city, place.position)->id
                      : circlet_city_facility(city, place.position)->id);
}

static circlet_status make_program(ci_program_levels *out,
                                   const ci_verdict_pair *verdicts,
                                   circlet_error *error)
{
    circlet_status status;

    out->lacks.is_cautious = out->plan->is_cautious;
    out->lacks.is_over_years = circlet_plan_years(out->plan) != NULL;
    status = ci_lacks_find(&out->lacks, &out->judgement, verdicts->before,
                           out->certificate.services, error);
    if (status == CIRCLET_OK)
        status = ci_lacks_add_people(&out->lacks, error);
    if (status != CIRCLET_OK)
        return status;
    status = ci_rebuilt_make(&out->program, &out->lacks, &out->certificate,
                             circlet_plan_name(out->plan), &out->why);
    if (status == CIRCLET_E_DATA) {
        out->state = CIRCLET_CLAIM_DIFFERS;
        return CIRCLET_OK;
    }
    if (status != CIRCLET_OK)
        return status == CIRCLET_E_NOMEM
                   ? ci_fail_nomem(error)
                   : ci_fail(error, status, "%s", out->why.message);
    out->is_made = true;
    look_for_better(out);
    status =
        ci_plan_choice_find(&out->choice, &out->program, out->plan, error);
    if (status == CIRCLET_OK && !ci_judged_levels_take(out, verdicts))
        status = ci_fail_nomem(error);
    return status;
}

/* Whether the certificate is of a plan for the services that this one says. */
static bool is_of_services(ci_program_levels *out)
{
    const char *own = circlet_plan_services(out->plan);
    const char *services = out->certificate.services;

    if (strcmp(own ? own : "", services ? services : "") == 0)
        return true;
    out->state = CIRCLET_CLAIM_DIFFERS;
    (void)ci_fail(&out->why, CIRCLET_E_DATA,
                  "the certificate is of a plan for other services");
    return false;
}

/* The program that the plan says it was made with; false, with the state: it
 * cannot be made. */
static bool read_program(ci_program_levels *out, const char *text,
                         circlet_status *status)
{
    const ci_program_certificate *certificate = &out->certificate;

    *status = ci_program_certificate_read(&out->certificate, text, &out->why);
    if (*status != CIRCLET_OK) {
        out->state = CIRCLET_CLAIM_DIFFERS;
        return false;
    }
    if (certificate->is_cautious != out->plan->is_cautious) {
        out->state = CIRCLET_CLAIM_DIFFERS;
        (void)ci_fail(
            &out->why, CIRCLET_E_DATA, "%s",
            ci_translate(certificate->is_cautious
                             ? CI_TRANSLATED("the certificate is of a "
                                             "cautious plan, and this is none")
                             : CI_TRANSLATED("the certificate is of a plan "
                                             "that is not cautious, and this "
                                             "one is")));
        return false;
    }
    if (!is_of_services(out))
        return false;
    if (certificate->year == out->judgement.year)
        return true;
    out->state = out->plan->year > 0 && out->plan->year != certificate->year
                     ? CIRCLET_CLAIM_DIFFERS
                     : CIRCLET_CLAIM_OPEN;
    (void)ci_fail(&out->why, CIRCLET_E_DATA,
                  "the plan was made for the year %d, and %d is judged",
                  certificate->year, out->judgement.year);
    return false;
}

circlet_status ci_program_levels_make(ci_program_levels *out,
                                      const circlet_plan *plan,
                                      const ci_verdict_pair *verdicts,
                                      const ci_judgement *judgement,
                                      circlet_error *error)
{
    const char *text = first_text(plan);
    circlet_status status = CIRCLET_OK;

    out->plan = plan;
    out->judgement = *judgement;
    out->are_best = true;
    out->first_unsure = CI_LEVEL_COUNT;
    if (!text && plan->persons_step > 0) {
        say_open(out, CI_TRANSLATED("the plan was published without its "
                                    "certificates"));
        return CIRCLET_OK;
    }
    if (!text && plan->has_unread_proofs) {
        say_open(out, CI_TRANSLATED("the certificates were not read with the "
                                    "plan"));
        return CIRCLET_OK;
    }
    if (!text) {
        out->state = CIRCLET_CLAIM_DIFFERS;
        (void)ci_fail(&out->why, CIRCLET_E_DATA,
                      "no certificate is stored with the plan");
        return CIRCLET_OK;
    }
    if (read_program(out, text, &status))
        return make_program(out, verdicts, error);
    return status == CIRCLET_E_NOMEM ? ci_fail_nomem(error) : CIRCLET_OK;
}

void ci_program_levels_clear(ci_program_levels *levels)
{
    ci_plan_choice_clear(&levels->choice);
    ci_rebuilt_clear(&levels->program);
    ci_lacks_clear(&levels->lacks);
    ci_program_certificate_clear(&levels->certificate);
}

/* ---- what was asked for ------------------------------------------------- */

static bool tell_list(circlet_verification *out, const char *what,
                      const char *list)
{
    const circlet_claim claim = {.what = what,
                                 .claimed = (double)NAN,
                                 .found = (double)NAN,
                                 .claimed_text = list,
                                 .found_text = list};

    return !*list || ci_verification_add(out, &claim);
}

/* False, with `why`: the plan as it stands, with what it moves and closes,
 * spends more in a unit. */
static circlet_status check_units(bool *are_kept, circlet_error *why,
                                  const ci_program_levels *levels)
{
    const circlet_city *city = levels->judgement.city;
    ci_unit_budget *budgets = NULL;
    size_t count = 0;
    circlet_status status = ci_unit_budgets_read(
        &budgets, &count, levels->certificate.budgets, city, why);

    *are_kept = !status;
    for (size_t i = 0; *are_kept && i < count; i++) {
        double spent = ci_unit_budget_spent(&budgets[i], levels->plan, city);
        char text[CI_NUMBER_SIZE], budget[CI_NUMBER_SIZE];

        *are_kept = spent <= (double)budgets[i].cny + ROUNDING_CNY;
        ci_format_double(text, spent);
        ci_format_double(budget, (double)budgets[i].cny);
        if (!*are_kept)
            (void)ci_fail(why, CIRCLET_E_DATA,
                          "the plan spends %s CNY in the unit '%s', whose "
                          "budget is %s",
                          text, circlet_city_unit(city, budgets[i].unit)->code,
                          budget);
    }
    free(budgets);
    return status == CIRCLET_E_NOMEM ? status : CIRCLET_OK;
}

static bool tell_units(circlet_verification *out,
                       const ci_program_levels *levels)
{
    const char *list = levels->certificate.budgets;
    circlet_error why;
    bool are_kept;
    circlet_claim claim = {.what = "budgets",
                           .claimed = (double)NAN,
                           .found = (double)NAN,
                           .claimed_text = list,
                           .found_text = list};

    if (!*list)
        return true;
    if (check_units(&are_kept, &why, levels) != CIRCLET_OK)
        return false;
    if (!are_kept) {
        claim.state = CIRCLET_CLAIM_DIFFERS;
        claim.reason = why.message;
    }
    return ci_verification_add(out, &claim);
}

/* Whom it costs too much to cover would have to be solved for anew. */
static bool tell_cap(circlet_verification *out,
                     const ci_program_certificate *certificate)
{
    circlet_error why;
    const circlet_claim cap = {.what = "max_cost_per_person",
                               .claimed = (double)certificate->max_cost_cny,
                               .found = (double)NAN,
                               .state = CIRCLET_CLAIM_OPEN,
                               .reason = why.message};

    (void)ci_fail(&why, CIRCLET_E_UNSUPPORTED,
                  "that it costs more to cover those who are left out is not "
                  "derived: the bounds are of plans that leave them out");
    return certificate->max_cost_cny < 0 || ci_verification_add(out, &cap);
}

/* The bounds are of plans within these. */
circlet_status ci_program_limits_tell(circlet_verification *out,
                                      const ci_program_levels *levels,
                                      circlet_error *error)
{
    const ci_program_certificate *certificate = &levels->certificate;
    circlet_claim budget = {.what = "budget_cny",
                            .claimed = (double)certificate->budget_cny,
                            .found = (double)levels->choice.cost_cny};

    if (!levels->is_made)
        return CIRCLET_OK;
    if (levels->choice.cost_cny > certificate->budget_cny)
        budget.state = CIRCLET_CLAIM_DIFFERS;
    return tell_list(out, "services", certificate->services) &&
                   tell_list(out, "keep", certificate->keep) &&
                   tell_list(out, "forbid", certificate->forbid) &&
                   tell_units(out, levels) && tell_cap(out, certificate) &&
                   (certificate->budget_cny < 0 ||
                    ci_verification_add(out, &budget))
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

/* ---- claims ------------------------------------------------------------- */

static bool add_objective(circlet_verification *out,
                          const ci_program_levels *levels,
                          const circlet_plan_level *level, double objective)
{
    circlet_claim claim = {.what = "objective",
                           .subject = level->name,
                           .claimed = level->objective,
                           .found = objective};

    if (!isnan(objective))
        return ci_verification_add_figure(out, &claim, CI_FIGURE_MUST_BE);
    claim.state = levels->state;
    claim.reason = levels->why.message;
    return ci_verification_add(out, &claim);
}

/* What rounding alone leaves is what the plan says. */
static double gap_of(const circlet_plan_level *level, double objective,
                     double bound)
{
    if (ci_is_same_figure(objective, bound) || objective <= bound)
        return level->gap >= 0 && level->gap < ROUNDING_GAP ? level->gap : 0;
    return (objective - bound) / objective;
}

bool ci_level_claims_add(circlet_verification *out, ci_program_levels *levels,
                         const circlet_plan_level *level, double objective,
                         const ci_level_bound *bound)
{
    bool is_proved = bound->state == CIRCLET_CLAIM_HOLDS;
    double least = is_proved ? bound->bound : level->bound;
    const ci_level_proved proved = {bound->state,
                                    least,
                                    bound->why.message,
                                    objective,
                                    gap_of(level, objective, least),
                                    levels->choice.rearranges,
                                    levels->are_best};
    bool is_best = ci_level_is_best(level, &proved);

    /* What is not proved, and is not said to be the best, need not be. */
    levels->are_best =
        is_best && (is_proved || level->proof == CIRCLET_PROOF_OPTIMAL);
    return add_objective(out, levels, level, objective) &&
           ci_verification_add_bound(out, level, &proved) &&
           (isnan(objective) ||
            ci_verification_add_proof(out, level, &proved));
}

circlet_status ci_program_level_check(circlet_verification *out,
                                      ci_program_levels *levels,
                                      const circlet_plan_level *level,
                                      double cost_cny, circlet_error *error)
{
    ci_level kind = find_level(level->name);
    double objective = (double)NAN;
    ci_level_bound result;
    circlet_status status =
        ci_level_bound_find(&result, levels, level, kind, error);

    if (kind == CI_LEVEL_COST &&
        (levels->choice.rearranges || !levels->is_made))
        objective = cost_cny; /* of moves not whole yuan */
    else if (levels->is_made)
        objective = ci_level_objective(levels, kind);
    if (status != CIRCLET_OK)
        return status;
    return ci_level_claims_add(out, levels, level, objective, &result)
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

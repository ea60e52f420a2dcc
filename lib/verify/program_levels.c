#include "verify/program_levels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "verify/exact_sum.h"
#include "verify/level_proof.h"

#define MILLION 1000000.0

/* Of persons; and of a gap. */
#define ROUNDING 1e-6
#define ROUNDING_GAP 1e-9

/* ---- which levels ------------------------------------------------------- */

static const char *const level_names[CI_LEVEL_COUNT] = {
    [CI_LEVEL_MUST_SHORTFALL] = "must_shortfall",
    [CI_LEVEL_MUST_FAILURES] = "must_failures",
    [CI_LEVEL_SHOULD_SHORTFALL] = "should_shortfall",
    [CI_LEVEL_SHOULD_FAILURES] = "should_failures",
    [CI_LEVEL_COST] = "cost_cny"};

/* CI_LEVEL_COUNT: it is none of them. */
static ci_level find_level(const char *name)
{
    int level = 0;

    while (level < CI_LEVEL_COUNT && strcmp(level_names[level], name) != 0)
        level++;
    return (ci_level)level;
}

bool ci_program_level_is_known(const char *name)
{
    return find_level(name) < CI_LEVEL_COUNT;
}

/* What is missing, in persons. */
static bool is_shortfall(ci_level level)
{
    return level == CI_LEVEL_MUST_SHORTFALL ||
           level == CI_LEVEL_SHOULD_SHORTFALL;
}

static bool is_failures(ci_level level)
{
    return level == CI_LEVEL_MUST_FAILURES ||
           level == CI_LEVEL_SHOULD_FAILURES;
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

/* Moves and closings are tried on the whole plan, which is no program. */
static bool rearranges(const circlet_plan *plan)
{
    for (size_t i = 0; i < circlet_plan_action_count(plan); i++) {
        const char *kind = circlet_plan_action_at(plan, i)->kind;

        if (strcmp(kind, "move") == 0 || strcmp(kind, "close") == 0)
            return true;
    }
    return false;
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
                                   const circlet_findings *findings,
                                   circlet_error *error)
{
    circlet_status status =
        ci_lacks_find(&out->lacks, &out->judgement, findings,
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
    if (status == CIRCLET_OK &&
        !ci_level_values(out->values, &out->program, &out->choice))
        status = ci_fail_nomem(error);
    return status;
}

circlet_status ci_program_levels_make(ci_program_levels *out,
                                      const circlet_plan *plan,
                                      const circlet_findings *findings,
                                      const ci_judgement *judgement,
                                      circlet_error *error)
{
    const char *text = first_text(plan);
    circlet_status status;

    out->plan = plan;
    out->judgement = *judgement;
    if (text && rearranges(plan)) {
        say_open(out, CI_TRANSLATED("the plan moves or closes facilities, "
                                    "which no certificate speaks of"));
        return CIRCLET_OK;
    }
    if (!text) {
        say_open(out, CI_TRANSLATED("no certificate is stored with the plan"));
        return CIRCLET_OK;
    }
    status = ci_program_certificate_read(&out->certificate, text, &out->why);
    if (status == CIRCLET_E_NOMEM)
        return ci_fail_nomem(error);
    if (status != CIRCLET_OK) {
        out->state = CIRCLET_CLAIM_DIFFERS;
        return CIRCLET_OK;
    }
    if (out->certificate.year != judgement->year) {
        out->state = CIRCLET_CLAIM_OPEN;
        (void)ci_fail(&out->why, CIRCLET_E_DATA,
                      "the plan was made for the year %d, and %d is judged",
                      out->certificate.year, judgement->year);
        return CIRCLET_OK;
    }
    return make_program(out, findings, error);
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
                   tell_list(out, "budgets", certificate->budgets) &&
                   (certificate->budget_cny < 0 ||
                    ci_verification_add(out, &budget))
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

/* ---- what is possible --------------------------------------------------- */

/* Nothing is ever below 0: that needs no proof. */
static bool is_trivial(const circlet_plan_level *level)
{
    return level->bound >= 0 && level->bound <= 0;
}

static void take_state(ci_level_bound *out, const ci_program_levels *levels)
{
    out->state = levels->state;
    out->why = levels->why;
}

/* In persons, findings or yuan. */
static double figure_of(ci_level level, int64_t value)
{
    return is_shortfall(level) ? (double)value / MILLION : (double)value;
}

static void keep_bound(ci_program_levels *levels, ci_level level, double bound)
{
    if (level == CI_LEVEL_MUST_SHORTFALL)
        levels->least_must = bound;
    else if (level == CI_LEVEL_SHOULD_SHORTFALL)
        levels->least_should = bound;
}

static circlet_status prove(ci_level_bound *out, ci_program_levels *levels,
                            const circlet_plan_level *level, ci_level kind,
                            circlet_error *error)
{
    double objective = figure_of(kind, levels->values[kind]);
    ci_level_proof proof = {.program = &levels->program,
                            .choice = &levels->choice,
                            .values = levels->values,
                            .level = kind};
    circlet_status status =
        ci_level_proof_check(&proof, &levels->certificate, level, &out->why);

    if (status == CIRCLET_E_NOMEM)
        return ci_fail_nomem(error);
    out->state = status == CIRCLET_OK              ? CIRCLET_CLAIM_HOLDS
                 : status == CIRCLET_E_UNSUPPORTED ? CIRCLET_CLAIM_OPEN
                                                   : CIRCLET_CLAIM_DIFFERS;
    out->bound = figure_of(kind, proof.bound);
    /* The plan itself shows that no bound is above what it reaches. */
    if (out->bound > objective)
        out->bound = objective;
    if (out->state == CIRCLET_CLAIM_HOLDS)
        keep_bound(levels, kind, out->bound);
    return CIRCLET_OK;
}

static int compare_falling(const void *left, const void *right)
{
    const double *a = left, *b = right;

    return (*a < *b) - (*a > *b);
}

static bool is_of(const ci_program_levels *levels, size_t row, ci_level level)
{
    const ci_lacks *lacks = &levels->lacks;

    return (lacks->items[lacks->rows[row].lack].finding->force ==
            CIRCLET_FORCE_MUST) == (level == CI_LEVEL_MUST_FAILURES);
}

/* Where so much is missing at least, so many findings fail: even if those fail
 * that could miss most. NaN: no memory. */
static double least_failures(const ci_program_levels *levels, ci_level level)
{
    double left = level == CI_LEVEL_MUST_FAILURES ? levels->least_must
                                                  : levels->least_should;
    double *most = calloc(levels->lacks.count + 1, sizeof(*most));
    double count = 0;

    for (size_t i = 0; most && i < levels->lacks.row_count; i++)
        if (is_of(levels, i, level))
            most[levels->lacks.rows[i].lack] +=
                (double)levels->program.needs[i] *
                (double)levels->lacks.rows[i].weight / MILLION;
    if (most && levels->lacks.count > 0)
        qsort(most, levels->lacks.count, sizeof(*most), compare_falling);
    /* What rounding alone leaves is nothing. */
    for (size_t i = 0; most && i < levels->lacks.count && left > ROUNDING;
         i++, count++)
        left -= most[i];
    free(most);
    return most ? count : (double)NAN;
}

/* Whether a level without a certificate of its own follows from what is
 * missing. */
static circlet_status bound_failures(ci_level_bound *out,
                                     const ci_program_levels *levels,
                                     const circlet_plan_level *level,
                                     ci_level kind, circlet_error *error)
{
    double least = least_failures(levels, kind);

    if (isnan(least))
        return ci_fail_nomem(error);
    out->bound = level->bound;
    if (level->bound <= least)
        return CIRCLET_OK;
    out->state = CIRCLET_CLAIM_OPEN;
    (void)ci_fail(&out->why, CIRCLET_E_DATA,
                  "no certificate proves more than %lld of this level",
                  (long long)least);
    return CIRCLET_OK;
}

static circlet_status find_bound(ci_level_bound *out,
                                 ci_program_levels *levels,
                                 const circlet_plan_level *level,
                                 ci_level kind, circlet_error *error)
{
    if (!level->program_certificate && is_trivial(level))
        return CIRCLET_OK;
    if (levels->state != CIRCLET_CLAIM_HOLDS) {
        take_state(out, levels);
        return CIRCLET_OK;
    }
    if (level->program_certificate)
        return prove(out, levels, level, kind, error);
    if (is_failures(kind))
        return bound_failures(out, levels, level, kind, error);
    out->state = CIRCLET_CLAIM_OPEN;
    (void)ci_fail(&out->why, CIRCLET_E_DATA,
                  "no certificate is stored with the plan");
    return CIRCLET_OK;
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

bool ci_level_claims_add(circlet_verification *out,
                         const ci_program_levels *levels,
                         const circlet_plan_level *level, double objective,
                         const ci_level_bound *bound)
{
    bool is_proved = bound->state == CIRCLET_CLAIM_HOLDS;
    double least = is_proved ? bound->bound : level->bound;
    const ci_level_proved proved = {bound->state, least, bound->why.message,
                                    objective,
                                    gap_of(level, objective, least)};

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
    ci_level_bound result = {.state = CIRCLET_CLAIM_HOLDS};
    circlet_status status = find_bound(&result, levels, level, kind, error);

    if (levels->is_made)
        objective = figure_of(kind, levels->values[kind]);
    else if (kind == CI_LEVEL_COST)
        objective = cost_cny;
    if (status != CIRCLET_OK)
        return status;
    return ci_level_claims_add(out, levels, level, objective, &result)
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

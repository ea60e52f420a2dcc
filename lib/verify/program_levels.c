#include "verify/program_levels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "verify/exact_sum.h"
#include "verify/level_proof.h"

#define MILLION 1000000.0

/* Of persons. */
#define ROUNDING 1e-6

/* ---- which levels ------------------------------------------------------- */

typedef enum level_kind {
    LEVEL_SHORTFALL, /* what is missing, by the persons whom it is about */
    LEVEL_FAILURES, /* findings that miss something */
    LEVEL_COST
} level_kind;

static const struct {
    const char *name;
    level_kind kind;
    circlet_force force;
} level_kinds[] = {
    {"must_shortfall", LEVEL_SHORTFALL, CIRCLET_FORCE_MUST},
    {"must_failures", LEVEL_FAILURES, CIRCLET_FORCE_MUST},
    {"should_shortfall", LEVEL_SHORTFALL, CIRCLET_FORCE_SHOULD},
    {"should_failures", LEVEL_FAILURES, CIRCLET_FORCE_SHOULD},
    {"cost_cny", LEVEL_COST, CIRCLET_FORCE_MUST},
};

#define LEVEL_KINDS (sizeof(level_kinds) / sizeof(level_kinds[0]))

static size_t kind_of(const char *name)
{
    size_t i = 0;

    while (i < LEVEL_KINDS && strcmp(level_kinds[i].name, name) != 0)
        i++;
    return i;
}

bool ci_program_level_is_known(const char *name)
{
    return kind_of(name) < LEVEL_KINDS;
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
    return ci_plan_choice_find(&out->choice, &out->program, out->plan, error);
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
                   (certificate->budget_cny < 0 ||
                    ci_verification_add(out, &budget))
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

/* ---- what is reached ---------------------------------------------------- */

static bool is_of(const ci_program_levels *levels, size_t row,
                  circlet_force force)
{
    const ci_lacks *lacks = &levels->lacks;

    return (lacks->items[lacks->rows[row].lack].finding->force ==
            CIRCLET_FORCE_MUST) == (force == CIRCLET_FORCE_MUST);
}

static double shortfall_of(const ci_program_levels *levels,
                           circlet_force force)
{
    double sum = 0;

    for (size_t i = 0; i < levels->lacks.row_count; i++)
        if (is_of(levels, i, force))
            sum += (double)(levels->program.needs[i] -
                            levels->choice.attained[i]) *
                   (double)levels->lacks.rows[i].weight / MILLION;
    return sum;
}

/* SIZE_MAX: no memory. */
static size_t count_failures(const ci_program_levels *levels,
                             circlet_force force)
{
    uint8_t *fails = calloc(levels->lacks.count + 1, 1);
    size_t count = 0;

    if (!fails)
        return SIZE_MAX;
    for (size_t i = 0; i < levels->lacks.row_count; i++)
        if (is_of(levels, i, force) &&
            levels->choice.attained[i] < levels->program.needs[i])
            fails[levels->lacks.rows[i].lack] = 1;
    for (size_t i = 0; i < levels->lacks.count; i++)
        count += fails[i];
    free(fails);
    return count;
}

/* NaN: no memory. */
static double reached_by(const ci_program_levels *levels, size_t kind)
{
    circlet_force force = level_kinds[kind].force;
    size_t failures;

    if (level_kinds[kind].kind == LEVEL_COST)
        return (double)levels->choice.cost_cny;
    if (level_kinds[kind].kind == LEVEL_SHORTFALL)
        return shortfall_of(levels, force);
    failures = count_failures(levels, force);
    return failures == SIZE_MAX ? (double)NAN : (double)failures;
}

/* ---- what is possible --------------------------------------------------- */

/* What came of a bound. */
typedef struct bound_result {
    circlet_claim_state state;
    double bound; /* where it holds */
    circlet_error why; /* else */
} bound_result;

/* Nothing is ever below 0: that needs no proof. */
static bool is_trivial(const circlet_plan_level *level)
{
    return level->bound >= 0 && level->bound <= 0;
}

static void take_state(bound_result *out, const ci_program_levels *levels)
{
    out->state = levels->state;
    out->why = levels->why;
}

static circlet_status prove(bound_result *out, ci_program_levels *levels,
                            const circlet_plan_level *level, size_t kind,
                            double objective, circlet_error *error)
{
    ci_level_proof proof = {.program = &levels->program,
                            .choice = &levels->choice,
                            .force = level_kinds[kind].force,
                            .is_of_cost =
                                level_kinds[kind].kind == LEVEL_COST};
    circlet_status status =
        ci_level_proof_check(&proof, &levels->certificate, level, &out->why);

    if (status == CIRCLET_E_NOMEM)
        return ci_fail_nomem(error);
    out->state = status == CIRCLET_OK              ? CIRCLET_CLAIM_HOLDS
                 : status == CIRCLET_E_UNSUPPORTED ? CIRCLET_CLAIM_OPEN
                                                   : CIRCLET_CLAIM_DIFFERS;
    out->bound =
        proof.is_of_cost ? (double)proof.bound : (double)proof.bound / MILLION;
    /* The plan itself shows that no bound is above what it reaches. */
    if (out->bound > objective)
        out->bound = objective;
    if (out->state == CIRCLET_CLAIM_HOLDS && !proof.is_of_cost)
        *(proof.force == CIRCLET_FORCE_MUST ? &levels->least_must
                                            : &levels->least_should) =
            out->bound;
    return CIRCLET_OK;
}

static int compare_falling(const void *left, const void *right)
{
    const double *a = left, *b = right;

    return (*a < *b) - (*a > *b);
}

/* Where so much is missing at least, so many findings fail: even if those fail
 * that could miss most. NaN: no memory. */
static double least_failures(const ci_program_levels *levels,
                             circlet_force force)
{
    double left = force == CIRCLET_FORCE_MUST ? levels->least_must
                                              : levels->least_should;
    double *most = calloc(levels->lacks.count + 1, sizeof(*most));
    double count = 0;

    for (size_t i = 0; most && i < levels->lacks.row_count; i++)
        if (is_of(levels, i, force))
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

static circlet_status bound_failures(bound_result *out,
                                     const ci_program_levels *levels,
                                     const circlet_plan_level *level,
                                     circlet_force force, circlet_error *error)
{
    double least = least_failures(levels, force);

    if (isnan(least))
        return ci_fail_nomem(error);
    out->bound = level->bound;
    if (level->bound <= least)
        return CIRCLET_OK;
    out->state = CIRCLET_CLAIM_OPEN;
    (void)ci_fail(&out->why, CIRCLET_E_DATA,
                  "no certificate proves so high a bound of this level");
    return CIRCLET_OK;
}

static circlet_status find_bound(bound_result *out, ci_program_levels *levels,
                                 const circlet_plan_level *level, size_t kind,
                                 double objective, circlet_error *error)
{
    if (!level->program_certificate && is_trivial(level))
        return CIRCLET_OK;
    if (levels->state != CIRCLET_CLAIM_HOLDS) {
        take_state(out, levels);
        return CIRCLET_OK;
    }
    if (level_kinds[kind].kind == LEVEL_FAILURES)
        return bound_failures(out, levels, level, level_kinds[kind].force,
                              error);
    if (!level->program_certificate) {
        out->state = CIRCLET_CLAIM_OPEN;
        (void)ci_fail(&out->why, CIRCLET_E_DATA,
                      "no certificate is stored with the plan");
        return CIRCLET_OK;
    }
    return prove(out, levels, level, kind, objective, error);
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

static bool add_bound(circlet_verification *out,
                      const circlet_plan_level *level,
                      const bound_result *result)
{
    circlet_claim claim = {.what = "bound",
                           .subject = level->name,
                           .claimed = level->bound,
                           .found = (double)NAN,
                           .state = result->state,
                           .reason = result->why.message};

    if (result->state != CIRCLET_CLAIM_HOLDS)
        return ci_verification_add(out, &claim);
    claim.reason = NULL;
    claim.found = result->bound;
    return ci_verification_add_figure(out, &claim, CI_FIGURE_MUST_BE);
}

static bool add_gap_and_proof(circlet_verification *out,
                              const circlet_plan_level *level,
                              double objective, const bound_result *result)
{
    bool is_proved = result->state == CIRCLET_CLAIM_HOLDS;
    double bound = is_proved ? result->bound : level->bound;
    bool meets = ci_is_same_figure(objective, bound);
    bool says_best = level->proof == CIRCLET_PROOF_OPTIMAL;
    const circlet_claim gap = {.what = "gap",
                               .subject = level->name,
                               .claimed = level->gap,
                               .found = objective > bound && objective > 0
                                            ? (objective - bound) / objective
                                            : 0};
    circlet_claim best = {.what = "proof",
                          .subject = level->name,
                          .claimed = (double)NAN,
                          .found = (double)NAN,
                          .claimed_text = says_best ? "optimal" : "bound",
                          .found_text =
                              is_proved && meets ? "optimal" : "bound"};

    if (says_best && !meets)
        best.state = CIRCLET_CLAIM_DIFFERS;
    else if (says_best && !is_proved)
        best.state = result->state;
    return ci_verification_add_figure(out, &gap, CI_FIGURE_MUST_BE) &&
           ci_verification_add(out, &best);
}

circlet_status ci_program_level_check(circlet_verification *out,
                                      ci_program_levels *levels,
                                      const circlet_plan_level *level,
                                      double cost_cny, circlet_error *error)
{
    size_t kind = kind_of(level->name);
    double objective = (double)NAN;
    bound_result result = {.state = CIRCLET_CLAIM_HOLDS};
    circlet_status status;

    if (levels->is_made)
        objective = reached_by(levels, kind);
    if (levels->is_made && isnan(objective))
        return ci_fail_nomem(error);
    if (level_kinds[kind].kind == LEVEL_COST && isnan(objective))
        objective = cost_cny;
    status = find_bound(&result, levels, level, kind, objective, error);
    if (status != CIRCLET_OK)
        return status;
    return add_objective(out, levels, level, objective) &&
                   add_bound(out, level, &result) &&
                   (isnan(objective) ||
                    add_gap_and_proof(out, level, objective, &result))
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

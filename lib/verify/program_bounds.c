/* Whether the bound of a level of a plan that mends all rules is proved. */
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "city/plan_record.h"
#include "verify/level_proof.h"
#include "verify/program_levels.h"

#define MILLION 1000000.0

/* Of persons. */
#define ROUNDING 1e-6

/* Nothing is ever below 0: that needs no proof. */
static bool is_trivial(const circlet_plan_level *level)
{
    return level->bound >= 0 && level->bound <= 0;
}

static void take_state(ci_level_bound *out, const ci_program_levels *levels)
{
    if (levels->state == CIRCLET_CLAIM_HOLDS)
        return;
    out->state = levels->state;
    out->why = levels->why;
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

static double figure_of(ci_level level, int64_t value)
{
    return is_shortfall(level) ? (double)value / MILLION : (double)value;
}

/* What so much of a row counts for: for a finding its persons by the share
 * that is missing; no less than a millionth of one for each part. */
static double persons_of(const ci_lacks *lacks, size_t row, int64_t missing)
{
    const ci_lack *lack = &lacks->items[lacks->rows[row].lack];

    if (lack->need > 0 && lack->persons_milli * 1000 >= lack->required)
        return (double)missing * (double)lack->persons_milli /
               (double)lack->required / 1000;
    return (double)missing * (double)lacks->rows[row].weight / MILLION;
}

double ci_level_objective(const ci_program_levels *levels, ci_level level)
{
    const ci_lacks *lacks = &levels->lacks;
    double sum = 0;

    if (!is_shortfall(level))
        return (double)levels->values[level];
    for (size_t i = 0; i < lacks->row_count; i++) {
        int64_t missing =
            levels->program.needs[i] - levels->choice.attained[i];
        bool is_must = lacks->items[lacks->rows[i].lack].finding->force ==
                       CIRCLET_FORCE_MUST;

        if (missing > 0 && is_must == (level == CI_LEVEL_MUST_SHORTFALL))
            sum += persons_of(lacks, i, missing);
    }
    sum += level == CI_LEVEL_MUST_SHORTFALL ? levels->more_must
                                            : levels->more_should;
    return sum > 0 ? sum : 0;
}

/* The program counts in whole millionths, rounded down: a bound of that is
 * one of what is told, and one that the plan attains is what it comes to. */
static double bound_of(const ci_program_levels *levels, ci_level level,
                       int64_t bound)
{
    return bound >= levels->values[level] ? ci_level_objective(levels, level)
                                          : figure_of(level, bound);
}

/* The plan itself shows that no bound is above what it reaches. */
static int64_t least_of(int64_t reached, int64_t bound)
{
    return bound < reached ? bound : reached;
}

static void keep_bound(ci_program_levels *levels, ci_level level,
                       int64_t value)
{
    double bound = figure_of(level, value);

    if (level == CI_LEVEL_MUST_SHORTFALL)
        levels->least_must = bound;
    else if (level == CI_LEVEL_SHOULD_SHORTFALL)
        levels->least_should = bound;
}

/* What nothing proves must at least be what the certificate states. */
static void compare_stated(ci_level_bound *out,
                           const circlet_plan_level *level, double stated)
{
    if (ci_is_same_figure(stated, level->bound) ||
        out->state != CIRCLET_CLAIM_OPEN)
        return;
    out->state = CIRCLET_CLAIM_DIFFERS;
    (void)ci_fail(&out->why, CIRCLET_E_DATA,
                  "the certificate is of another bound");
}

static circlet_status prove(ci_level_bound *out, ci_program_levels *levels,
                            const circlet_plan_level *level, ci_level kind,
                            circlet_error *error)
{
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
    out->bound = bound_of(levels, kind, proof.bound);
    if (out->state == CIRCLET_CLAIM_HOLDS)
        keep_bound(levels, kind, least_of(levels->values[kind], proof.bound));
    compare_stated(out, level, out->bound);
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

/* Whether a level that nothing proves follows from what is missing, or from
 * nothing ever being below 0. */
static circlet_status derive(ci_level_bound *out,
                             const ci_program_levels *levels,
                             const circlet_plan_level *level, ci_level kind,
                             circlet_error *error)
{
    double least = 0;

    if (is_failures(kind))
        least = least_failures(levels, kind);
    if (isnan(least))
        return ci_fail_nomem(error);
    if (level->bound >= 0 && level->bound <= least) {
        out->state = CIRCLET_CLAIM_HOLDS;
        out->bound = level->bound;
    }
    return CIRCLET_OK;
}

static void say_missing(ci_level_bound *out, const ci_program_levels *levels,
                        const circlet_plan_level *level)
{
    out->state = levels->plan->has_unread_proofs ? CIRCLET_CLAIM_OPEN
                                                 : CIRCLET_CLAIM_DIFFERS;
    (void)ci_fail(&out->why, CIRCLET_E_DATA,
                  "no certificate of the level '%s' is stored with the plan",
                  level->name);
}

static void say_unsure(ci_level_bound *out)
{
    out->state = CIRCLET_CLAIM_DIFFERS;
    (void)ci_fail(&out->why, CIRCLET_E_DATA,
                  "the rules count otherwise than the certificate, or may: no "
                  "bound follows from it");
}

/* The certificate of the first level has the program of all. */
static bool needs_certificate(const circlet_plan_level *level, ci_level kind)
{
    return kind == CI_LEVEL_MUST_SHORTFALL || !is_trivial(level);
}

circlet_status ci_level_bound_find(ci_level_bound *out,
                                   ci_program_levels *levels,
                                   const circlet_plan_level *level,
                                   ci_level kind, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    *out = (ci_level_bound){.state = CIRCLET_CLAIM_HOLDS};
    if (!level->program_certificate) {
        if (needs_certificate(level, kind))
            say_missing(out, levels, level);
        return CIRCLET_OK;
    }
    if (!levels->is_made) {
        take_state(out, levels);
        return CIRCLET_OK;
    }
    if (kind >= levels->first_unsure && !is_trivial(level)) {
        say_unsure(out);
        return CIRCLET_OK;
    }
    status = prove(out, levels, level, kind, error);
    if (status == CIRCLET_OK && out->state == CIRCLET_CLAIM_OPEN)
        status = derive(out, levels, level, kind, error);
    if (status == CIRCLET_OK && out->state == CIRCLET_CLAIM_HOLDS)
        take_state(out, levels);
    return status;
}

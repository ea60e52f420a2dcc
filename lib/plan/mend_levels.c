/* How good a plan is, and what is left of what fails. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "plan/build_action.h"
#include "plan/mend_actions.h"
#include "plan/mend_proof.h"
#include "plan/mend_times.h"
#include "siting/effort.h"

#define PERSON_MILLI 1000.0
#define MILLION 1000000.0
#define COST_LEVELS 5 /* up to what it costs */

/* ---- levels ------------------------------------------------------------- */

static circlet_plan_level level_of(const char *name, double objective,
                                   double bound, bool is_proved)
{
    double gap = objective > bound && objective > 0
                     ? (objective - bound) / objective
                     : 0;

    return (circlet_plan_level){.name = name,
                                .objective = objective,
                                .bound = bound,
                                .gap = gap,
                                .proof = is_proved ? CIRCLET_PROOF_OPTIMAL
                                                   : CIRCLET_PROOF_BOUND};
}

static void fill_levels(circlet_plan_level *out, const ci_mend_answer *answer)
{
    const ci_mend_score *must = &answer->must, *should = &answer->should;

    out[0] = level_of("must_shortfall", must->shortfall, must->bound,
                      must->is_proved);
    out[0].program_certificate = must->certificate;
    out[1] = level_of("must_failures", (double)must->failures,
                      (double)must->failures_bound, must->are_failures_proved);
    out[1].program_certificate = must->failures_certificate;
    out[2] = level_of("should_shortfall", should->shortfall, should->bound,
                      should->is_proved);
    out[2].program_certificate = should->certificate;
    out[3] =
        level_of("should_failures", (double)should->failures,
                 (double)should->failures_bound, should->are_failures_proved);
    out[3].program_certificate = should->failures_certificate;
    out[4] = level_of("cost_cny", (double)answer->cost_cny,
                      (double)answer->bound_cny, answer->is_cost_proved);
    out[4].program_certificate = answer->cost_certificate;
}

/* No bound holds from a level on. What is 0 cannot be less, and is the least
 * where all before is. */
static void forget_bounds(circlet_plan_level *levels, size_t first,
                          const char *reason)
{
    bool are_proved =
        first == 0 || levels[first - 1].proof == CIRCLET_PROOF_OPTIMAL;

    for (size_t i = first; i < COST_LEVELS; i++) {
        are_proved = are_proved && levels[i].objective <= 0;
        levels[i] =
            level_of(levels[i].name, levels[i].objective, 0, are_proved);
        if (!are_proved)
            levels[i].reason = reason;
    }
}

/* Where a building can be changed in more ways than are looked at, nothing is
 * known of what those could do; nor where the program counts otherwise than
 * the rules do. */
static void forget_unknown(circlet_plan_level *levels, const ci_mend *mend,
                           const ci_mend_answer *answer)
{
    if (answer->should_unsure)
        forget_bounds(levels, 2, answer->should_unsure);
    if (answer->must_unsure)
        forget_bounds(levels, 0, answer->must_unsure);
    if (mend->leaves_ways_out)
        forget_bounds(levels, 0, "ways_left_out");
}

/* Who checks the plan needs the program of the first level, and wants to know
 * of each bound whether anything proves it. */
static circlet_status add_certificate(circlet_plan_level *out, ci_mend *mend,
                                      const ci_mend_program *program,
                                      double unit, circlet_error *error)
{
    const ci_mend_statement statement = {.level = out->name,
                                         .bound = llround(out->bound * unit)};
    char *text = NULL;
    circlet_status status;

    if (out->program_certificate)
        return CIRCLET_OK;
    status = ci_mend_certify(&text, program, &statement, NULL, error);
    if (status)
        return status;
    out->program_certificate = ci_arena_copy(&mend->arena, text);
    free(text);
    return out->program_certificate ? CIRCLET_OK : ci_fail_nomem(error);
}

/* The bounds of plans for the same year that are in no hurry, and what proves
 * them: of a level as long as those before are no worse. */
static void take_proofs(circlet_plan_level *levels,
                        const circlet_plan_level *proved)
{
    bool is_as_good = true, are_proved = true;

    for (size_t i = 0; i < COST_LEVELS; i++) {
        double objective = levels[i].objective;

        are_proved = are_proved && is_as_good &&
                     proved[i].proof == CIRCLET_PROOF_OPTIMAL &&
                     objective <= proved[i].objective;
        levels[i] = level_of(levels[i].name, objective,
                             is_as_good ? proved[i].bound : 0, are_proved);
        levels[i].program_certificate =
            is_as_good || i == 0 ? proved[i].program_certificate : NULL;
        levels[i].reason = proved[i].reason;
        if (!are_proved && !levels[i].reason)
            levels[i].reason = "over_years";
        is_as_good = is_as_good && objective <= proved[i].objective;
    }
}

static circlet_status add_certificates(circlet_plan_level *levels,
                                       ci_mend *mend,
                                       const ci_mend_program *program,
                                       circlet_error *error)
{
    static const double units[COST_LEVELS] = {MILLION, 1, MILLION, 1, 1};
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < COST_LEVELS; i++)
        if (i == 0 || levels[i].bound > 0)
            status =
                add_certificate(&levels[i], mend, program, units[i], error);
    return status;
}

static bool are_all_proved(const circlet_plan_parts *parts)
{
    bool are_proved = true;

    for (size_t i = 0; i < parts->level_count; i++)
        are_proved =
            are_proved && parts->levels[i].proof == CIRCLET_PROOF_OPTIMAL;
    return are_proved;
}

/* The levels with two more. */
static circlet_status append(circlet_plan_parts *parts, ci_mend *mend,
                             const ci_mend_times *planned,
                             const ci_mend_times *least, circlet_error *error)
{
    size_t count = parts->level_count;
    circlet_plan_level *levels =
        ci_arena_take(&mend->arena, (count + 2) * sizeof(*levels));
    bool are_proved = are_all_proved(parts);

    if (!levels)
        return ci_fail_nomem(error);
    memcpy(levels, parts->levels, count * sizeof(*levels));
    are_proved = are_proved && planned->worst <= least->worst;
    levels[count] =
        level_of("mean_time_worst", planned->worst, least->worst, are_proved);
    are_proved = are_proved && planned->all <= least->all;
    levels[count + 1] =
        level_of("mean_time_all", planned->all, least->all, are_proved);
    parts->levels = levels;
    parts->level_count = count + 2;
    return CIRCLET_OK;
}

circlet_status ci_mend_make_times(circlet_plan_parts *parts, ci_mend *mend,
                                  circlet_error *error)
{
    ci_mend_times planned, least;
    circlet_city *city = NULL;
    circlet_status status = ci_mend_carry_out(&city, mend, parts, error);

    if (!status)
        status = ci_mend_measure_times(&planned, &least, mend, city, error);
    circlet_city_free(city);
    return status || isnan(planned.all)
               ? status
               : append(parts, mend, &planned, &least, error);
}

/* ---- what is left ------------------------------------------------------- */

/* Why a row misses something. */
typedef enum left_why {
    LEFT_UNAVOIDABLE, /* nothing gives it */
    LEFT_OUTSIDE, /* no street is known around these people */
    LEFT_IN_DOUBT, /* nothing gives it surely */
    LEFT_DEAR, /* it would cost too much */
    LEFT_MISSING /* something else counted more */
} left_why;

/* Something that a row misses. */
typedef struct left_row {
    size_t slot;
    circlet_unit unit;
    left_why why;
    size_t row;
    int64_t amount;
} left_row;

static int compare_left(const void *left, const void *right)
{
    const left_row *a = left, *b = right;

    if (a->slot != b->slot)
        return a->slot < b->slot ? -1 : 1;
    if (a->unit != b->unit)
        return a->unit < b->unit ? -1 : 1;
    if (a->why != b->why)
        return a->why < b->why ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

static bool is_of_people(const ci_mend *mend, const ci_mend_row *row)
{
    return mend->goals[row->goal].rule->kind == CI_RULE_CIRCLE;
}

/* What nothing gives. What is missing for a finding that only perhaps fails
 * is in doubt; of a venue in doubt that is one, though it has it as
 * assumed. */
static left_row unavoidable_of(const ci_mend *mend,
                               const ci_mend_program *program, size_t row)
{
    const ci_mend_goal *goal = &mend->goals[mend->rows[row].goal];
    bool is_open = goal->finding->verdict == CIRCLET_VERDICT_UNDECIDED;

    if (mend->rows[row].is_outside)
        return (left_row){.why = LEFT_OUTSIDE, .amount = 1};
    if (mend->rows[row].is_in_doubt)
        return (left_row){.why = LEFT_IN_DOUBT, .amount = 1};
    return (left_row){.why = is_open && goal->need > 0 ? LEFT_IN_DOUBT
                                                       : LEFT_UNAVOIDABLE,
                      .amount = program->unavoidable[row]};
}

static size_t find_left(left_row *out, const ci_mend *mend,
                        const ci_mend_program *program,
                        const ci_mend_answer *answer)
{
    size_t count = 0;

    for (size_t i = 0; i < mend->row_count; i++) {
        const ci_mend_row *row = &mend->rows[i];
        const ci_mend_goal *goal = &mend->goals[row->goal];
        circlet_unit unit = is_of_people(mend, row) ? row->street : goal->unit;

        const left_row every[] = {
            unavoidable_of(mend, program, i),
            {.why = LEFT_DEAR, .amount = program->dear[i]},
            {.why = LEFT_MISSING, .amount = answer->missing[i]}};

        for (size_t k = 0; k < sizeof(every) / sizeof(every[0]); k++)
            if (every[k].amount > 0)
                out[count++] = (left_row){goal->slot, unit, every[k].why, i,
                                          every[k].amount};
    }
    if (count > 0)
        qsort(out, count, sizeof(*out), compare_left);
    return count;
}

/* Why it is left. */
static const char *reason_of(const ci_mend *mend, const left_row *left)
{
    bool is_near = mend->goals[mend->rows[left->row].goal].need == 0;

    if (left->why == LEFT_OUTSIDE)
        return "outside_extent";
    if (left->why == LEFT_IN_DOUBT)
        return "in_doubt";
    if (left->why == LEFT_DEAR)
        return "too_dear";
    if (left->why == LEFT_MISSING &&
        mend->goals[mend->rows[left->row].goal].is_contested)
        return "counted_elsewhere";
    if (left->why == LEFT_MISSING && mend->is_late && mend->is_late[left->row])
        return "too_late";
    if (left->why == LEFT_MISSING)
        return ci_mend_has_budget(mend) ? "beyond_budget" : "sites_taken";
    return is_near ? "none_in_reach" : "none_in_unit";
}

static void add_amount(circlet_plan_impossible *out, const ci_mend *mend,
                       const left_row *left, int64_t amount)
{
    const ci_mend_row *row = &mend->rows[left->row];
    const ci_mend_goal *goal = &mend->goals[row->goal];
    double scale = goal->rule->kind == CI_RULE_RATIO ? 1000 : 1;

    if (is_of_people(mend, row)) {
        out->persons += (double)row->weight_milli / PERSON_MILLI;
        out->persons_modelled += (double)row->modelled_milli / PERSON_MILLI;
        out->missing = out->persons;
    } else {
        out->missing += (double)amount / scale;
    }
}

static void start(circlet_plan_impossible *out, const ci_mend *mend,
                  const left_row *left)
{
    const ci_mend_row *row = &mend->rows[left->row];
    const ci_mend_goal *goal = &mend->goals[row->goal];

    *out = (circlet_plan_impossible){
        .rule = goal->rule->id,
        .unit =
            left->unit == CIRCLET_NONE
                ? NULL
                : circlet_city_unit(mend->judgement.city, left->unit)->code,
        .reason = reason_of(mend, left),
        .missing_unit = goal->finding->shortfall_unit};
    if (!is_of_people(mend, row))
        out->persons = out->persons_modelled = (double)NAN;
}

static bool is_together(const left_row *a, const left_row *b)
{
    return a->slot == b->slot && a->unit == b->unit && a->why == b->why;
}

static size_t merge(circlet_plan_impossible *out, const ci_mend *mend,
                    const left_row *left, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; kept++) {
        const left_row *first = &left[i];

        start(&out[kept], mend, first);
        for (; i < count && is_together(first, &left[i]); i++)
            add_amount(&out[kept], mend, &left[i], left[i].amount);
    }
    return kept;
}

/* The travel modes that people are counted by. */
static bool name_modes(circlet_plan_impossible *list, size_t count,
                       ci_mend *mend)
{
    for (size_t i = 0; i < count; i++) {
        list[i].mode =
            ci_plan_modes(&mend->arena, mend->judgement.policy, list[i].rule);
        if (!list[i].mode)
            return false;
    }
    return true;
}

circlet_status ci_mend_make_levels(circlet_plan_parts *out, ci_mend *mend,
                                   const ci_mend_program *program,
                                   const ci_mend_answer *answer,
                                   circlet_error *error)
{
    size_t room = 3 * mend->row_count + 1;
    circlet_plan_level *levels =
        ci_arena_take(&mend->arena, COST_LEVELS * sizeof(*levels));
    circlet_plan_impossible *list =
        ci_arena_take(&mend->arena, room * sizeof(*list));
    left_row *left = calloc(3 * mend->row_count + 1, sizeof(*left));
    circlet_status status;
    size_t count = 0;

    if (!levels || !list || !left) {
        free(left);
        return ci_fail_nomem(error);
    }
    fill_levels(levels, answer);
    forget_unknown(levels, mend, answer);
    status = CIRCLET_OK;
    if (mend->proved)
        take_proofs(levels, mend->proved);
    else
        status = add_certificates(levels, mend, program, error);
    if (status) {
        free(left);
        return status;
    }
    out->level_count = COST_LEVELS;
    out->year = mend->judgement.year;
    count = merge(list, mend, left, find_left(left, mend, program, answer));
    free(left);
    out->is_cautious = mend->options->is_cautious;
    out->services = mend->options->services;
    out->levels = levels;
    out->impossible = list;
    out->impossible_count = count;
    return name_modes(list, count, mend) ? CIRCLET_OK : ci_fail_nomem(error);
}

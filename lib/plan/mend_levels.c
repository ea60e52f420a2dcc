/* How good a plan is, and what is left of what fails. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "plan/build_action.h"
#include "plan/mend_actions.h"
#include "siting/effort.h"

#define PERSON_MILLI 1000.0
#define LEVEL_COUNT 5

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
    out[1] = level_of("must_failures", (double)must->failures, 0,
                      must->failures == 0);
    out[2] = level_of("should_shortfall", should->shortfall, should->bound,
                      must->is_proved && should->is_proved);
    out[3] = level_of("should_failures", (double)should->failures, 0,
                      should->failures == 0);
    out[4] = level_of("cost_cny", (double)answer->cost_cny,
                      (double)answer->bound_cny, answer->is_cost_proved);
}

/* ---- what is left ------------------------------------------------------- */

typedef enum left_kind {
    LEFT_UNAVOIDABLE, /* nothing gives it */
    LEFT_IN_DOUBT, /* nothing gives it surely */
    LEFT_MISSING
} left_kind;

/* Something that a row misses. */
typedef struct left_row {
    size_t slot;
    circlet_unit unit;
    left_kind kind;
    size_t row;
} left_row;

static int compare_left(const void *left, const void *right)
{
    const left_row *a = left, *b = right;

    if (a->slot != b->slot)
        return a->slot < b->slot ? -1 : 1;
    if (a->unit != b->unit)
        return a->unit < b->unit ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

static bool is_of_people(const ci_mend *mend, const ci_mend_row *row)
{
    return mend->goals[row->goal].rule->kind == CI_RULE_CIRCLE;
}

/* What is missing for a finding that only perhaps fails is in doubt. */
static left_kind kind_of_unavoidable(const ci_mend *mend,
                                     const ci_mend_row *row)
{
    const ci_mend_goal *goal = &mend->goals[row->goal];
    bool is_open = goal->finding->verdict == CIRCLET_VERDICT_UNDECIDED;

    return row->is_in_doubt || (is_open && goal->need > 0) ? LEFT_IN_DOUBT
                                                           : LEFT_UNAVOIDABLE;
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

        if (program->unavoidable[i] > 0 || row->is_in_doubt)
            out[count++] = (left_row){goal->slot, unit,
                                      kind_of_unavoidable(mend, row), i};
        if (answer->missing[i] > 0)
            out[count++] = (left_row){goal->slot, unit, LEFT_MISSING, i};
    }
    if (count > 0)
        qsort(out, count, sizeof(*out), compare_left);
    return count;
}

/* Why it is left. */
static const char *reason_of(const ci_mend *mend, const left_row *left)
{
    bool is_near = mend->goals[mend->rows[left->row].goal].need == 0;

    if (left->kind == LEFT_IN_DOUBT)
        return "in_doubt";
    if (left->kind == LEFT_MISSING)
        return mend->options->budget_cny > 0 ? "beyond_budget" : "sites_taken";
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
    return a->slot == b->slot && a->unit == b->unit && a->kind == b->kind;
}

/* Of a venue in doubt one, though it has it as assumed. */
static int64_t amount_of(const ci_mend *mend, const ci_mend_program *program,
                         const ci_mend_answer *answer, const left_row *left)
{
    if (left->kind == LEFT_MISSING)
        return answer->missing[left->row];
    return mend->rows[left->row].is_in_doubt ? 1
                                             : program->unavoidable[left->row];
}

static size_t merge(circlet_plan_impossible *out, const ci_mend *mend,
                    const ci_mend_program *program,
                    const ci_mend_answer *answer, const left_row *left,
                    size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; kept++) {
        const left_row *first = &left[i];

        start(&out[kept], mend, first);
        for (; i < count && is_together(first, &left[i]); i++)
            add_amount(&out[kept], mend, &left[i],
                       amount_of(mend, program, answer, &left[i]));
    }
    return kept;
}

/* ---- what is not planned ------------------------------------------------ */

/* Failures of rules of other kinds: nothing that is built mends them. */
static bool is_not_planned(const ci_mend *mend, const circlet_finding *finding)
{
    const circlet_policy *policy = mend->judgement.policy;

    if (finding->verdict != CIRCLET_VERDICT_FAIL ||
        finding->force == CIRCLET_FORCE_MAY ||
        (mend->options->services && *mend->options->services))
        return false;
    for (size_t i = 0; i < policy->rule_count; i++)
        if (strcmp(policy->rules[i].id, finding->rule) == 0)
            return !ci_mend_is_planned(&policy->rules[i]) ||
                   policy->rules[i].is_variant;
    return false;
}

static size_t add_not_planned(circlet_plan_impossible *out,
                              const ci_mend *mend)
{
    size_t count = 0;

    for (size_t i = 0; i < mend->findings->count; i++) {
        const circlet_finding *finding = &mend->findings->items[i];

        if (is_not_planned(mend, finding))
            out[count++] = (circlet_plan_impossible){
                .rule = finding->rule,
                .unit = finding->unit,
                .persons = (double)NAN,
                .persons_modelled = (double)NAN,
                .missing = finding->shortfall,
                .missing_unit = finding->shortfall_unit,
                .reason = "not_planned"};
    }
    return count;
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
    size_t room = 2 * mend->row_count + mend->findings->count + 1;
    circlet_plan_level *levels =
        ci_arena_take(&mend->arena, LEVEL_COUNT * sizeof(*levels));
    circlet_plan_impossible *list =
        ci_arena_take(&mend->arena, room * sizeof(*list));
    left_row *left = calloc(2 * mend->row_count + 1, sizeof(*left));
    size_t count = 0;

    if (!levels || !list || !left) {
        free(left);
        return ci_fail_nomem(error);
    }
    fill_levels(levels, answer);
    count = merge(list, mend, program, answer, left,
                  find_left(left, mend, program, answer));
    count += add_not_planned(list + count, mend);
    free(left);
    out->is_cautious = mend->options->is_cautious;
    out->levels = levels;
    out->level_count = LEVEL_COUNT;
    out->impossible = list;
    out->impossible_count = count;
    return name_modes(list, count, mend) ? CIRCLET_OK : ci_fail_nomem(error);
}

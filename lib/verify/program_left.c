/* What a plan that mends all rules leaves: what cannot be had, what could be
 * had but is not, and what nothing that is built mends. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "verify/counted.h"
#include "verify/mode_list.h"
#include "verify/program_levels.h"

#define PERSON_MILLI 1000.0

typedef struct leftover {
    const char *rule, *reason;
    const char *unit; /* NULL: in none */
    double persons, modelled; /* NaN: it is not about people */
    double missing;
    const char *missing_unit; /* or NULL */
    bool is_told;
} leftover;

typedef struct leftover_list {
    leftover *items;
    size_t count, capacity;
} leftover_list;

static bool is_same_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool is_about(const leftover *one, const char *rule, const char *unit,
                     const char *reason)
{
    return is_same_text(one->rule, rule) && is_same_text(one->unit, unit) &&
           is_same_text(one->reason, reason);
}

/* The first that the plan has not told of; NULL: there is none. */
static leftover *find_untold(const leftover_list *list,
                             const circlet_plan_impossible *told)
{
    for (size_t i = 0; i < list->count; i++)
        if (!list->items[i].is_told &&
            is_about(&list->items[i], told->rule, told->unit, told->reason))
            return &list->items[i];
    return NULL;
}

/* NULL: there is none. */
static leftover *find_last(const leftover_list *list, const char *rule,
                           const char *unit, const char *reason)
{
    for (size_t i = list->count; i-- > 0;)
        if (is_about(&list->items[i], rule, unit, reason))
            return &list->items[i];
    return NULL;
}

static leftover *add(leftover_list *list, const leftover *one)
{
    leftover *items = ci_array_reserve_one(list->items, list->count,
                                           &list->capacity, sizeof(*items));

    if (!items)
        return NULL;
    list->items = items;
    items[list->count] = *one;
    return &items[list->count++];
}

/* ---- what rows miss ----------------------------------------------------- */

/* Why something is left. */
typedef enum left_why {
    LEFT_IMPOSSIBLE, /* nothing gives it */
    LEFT_OUTSIDE, /* no street is known around these people */
    LEFT_IN_DOUBT, /* nothing gives it surely */
    LEFT_DEAR, /* it would cost too much */
    LEFT_MISSING /* something else counted more */
} left_why;

/* Those of years are the plan's alone: no certificate knows them. */
static bool has_budget(const ci_program_levels *levels)
{
    const char *own = circlet_plan_budgets(levels->plan);

    return levels->certificate.budget_cny > 0 ||
           *levels->certificate.budgets ||
           (circlet_plan_years(levels->plan) && own && *own);
}

/* What a plan over years says is too late is left as it says: who is served by
 * what would be done too late is not worked out anew. */
static bool is_said_late(const ci_program_levels *levels, const char *rule,
                         const char *unit)
{
    const circlet_plan *plan = levels->plan;

    for (size_t i = 0;
         circlet_plan_years(plan) && i < circlet_plan_impossible_count(plan);
         i++) {
        const circlet_plan_impossible *item =
            circlet_plan_impossible_at(plan, i);

        if (item->reason && strcmp(item->reason, "too_late") == 0 &&
            item->rule && strcmp(item->rule, rule) == 0 &&
            (item->unit && unit ? strcmp(item->unit, unit) == 0
                                : item->unit == unit))
            return true;
    }
    return false;
}

static const char *reason_of(const ci_program_levels *levels,
                             const ci_lack *lack, left_why why)
{
    if (why == LEFT_OUTSIDE)
        return "outside_extent";
    if (why == LEFT_IN_DOUBT)
        return "in_doubt";
    if (why == LEFT_DEAR)
        return "too_dear";
    if (why == LEFT_MISSING && lack->is_contested)
        return "counted_elsewhere";
    if (why == LEFT_MISSING)
        return has_budget(levels) ? "beyond_budget" : "sites_taken";
    return lack->need > 0 ? "none_in_unit" : "none_in_reach";
}

/* Rows follow the rules and, but for people, the units: those to be told
 * together are found near the end of the list. */
static bool add_row(leftover_list *list, const ci_program_levels *levels,
                    size_t row, int64_t amount, left_why why)
{
    const ci_lacks *lacks = &levels->lacks;
    const ci_lack_row *of = &lacks->rows[row];
    const ci_lack *lack = &lacks->items[of->lack];
    const ci_rule *rule = ci_lack_rule(lacks, of->lack);
    bool is_of_people = rule->kind == CI_RULE_CIRCLE;
    circlet_unit unit = is_of_people ? of->street : lack->unit;
    const char *code =
        unit == CIRCLET_NONE
            ? NULL
            : circlet_city_unit(lacks->judgement->city, unit)->code;
    const char *reason =
        why == LEFT_MISSING && is_said_late(levels, rule->id, code)
            ? "too_late"
            : reason_of(levels, lack, why);
    leftover *place = find_last(list, rule->id, code, reason);

    if (!place)
        place = add(list,
                    &(leftover){.rule = rule->id,
                                .reason = reason,
                                .unit = code,
                                .missing_unit = lack->finding->shortfall_unit,
                                .persons = is_of_people ? 0 : (double)NAN,
                                .modelled = is_of_people ? 0 : (double)NAN});
    if (!place)
        return false;
    if (is_of_people) {
        place->persons += (double)of->weight_milli / PERSON_MILLI;
        place->modelled += (double)of->modelled_milli / PERSON_MILLI;
        place->missing = place->persons;
    } else {
        place->missing +=
            (double)amount / (rule->kind == CI_RULE_RATIO ? 1000 : 1);
    }
    return true;
}

/* Of what only perhaps fails nothing is impossible: it is in doubt. */
static bool list_row(leftover_list *list, const ci_program_levels *levels,
                     size_t row)
{
    const ci_rebuilt_program *program = &levels->program;
    const ci_lack *lack = &levels->lacks.items[levels->lacks.rows[row].lack];
    int64_t had = program->needs[row] + program->dear[row];
    int64_t none = levels->lacks.rows[row].need - had;
    int64_t left = program->needs[row] - levels->choice.attained[row];
    left_why why = LEFT_IMPOSSIBLE;

    if (program->is_in_doubt[row])
        none = 1;
    if (program->is_in_doubt[row] ||
        (lack->need > 0 &&
         lack->finding->verdict == CIRCLET_VERDICT_UNDECIDED))
        why = LEFT_IN_DOUBT;
    if (levels->lacks.rows[row].is_outside)
        why = LEFT_OUTSIDE;
    return (none <= 0 || add_row(list, levels, row, none, why)) &&
           (program->dear[row] <= 0 ||
            add_row(list, levels, row, program->dear[row], LEFT_DEAR)) &&
           (left <= 0 || add_row(list, levels, row, left, LEFT_MISSING));
}

static bool list_rows(leftover_list *list, const ci_program_levels *levels)
{
    for (size_t i = 0; i < levels->lacks.row_count; i++)
        if (!list_row(list, levels, i))
            return false;
    return true;
}

/* ---- what is not planned ------------------------------------------------ */

static bool is_planned(const circlet_policy *policy, const char *id)
{
    for (size_t i = 0; i < policy->rule_count; i++)
        if (strcmp(policy->rules[i].id, id) == 0)
            return ci_is_of_buildings(&policy->rules[i]) &&
                   !policy->rules[i].is_variant;
    return true;
}

static bool list_findings(leftover_list *list, const ci_program_levels *levels,
                          const circlet_findings *findings)
{
    for (size_t i = 0; i < circlet_findings_count(findings); i++) {
        const circlet_finding *finding = circlet_findings_at(findings, i);

        if (finding->verdict == CIRCLET_VERDICT_FAIL &&
            finding->force != CIRCLET_FORCE_MAY &&
            !*levels->certificate.services &&
            !is_planned(levels->judgement.policy, finding->rule) &&
            !add(list, &(leftover){.rule = finding->rule,
                                   .reason = "not_planned",
                                   .unit = finding->unit,
                                   .persons = (double)NAN,
                                   .modelled = (double)NAN,
                                   .missing = finding->shortfall,
                                   .missing_unit = finding->shortfall_unit}))
            return false;
    }
    return true;
}

/* ---- claims ------------------------------------------------------------- */

static bool add_figure(circlet_verification *out, const char *what,
                       const char *rule, const char *unit, double claimed,
                       double found)
{
    const circlet_claim claim = {.what = what,
                                 .subject = rule,
                                 .part = unit,
                                 .claimed = claimed,
                                 .found = found};

    return ci_verification_add_figure(out, &claim, CI_FIGURE_MUST_BE);
}

/* How it is told: by which modes people are counted, in what the rest is. */
static bool compare_words(circlet_verification *out,
                          const circlet_policy *policy,
                          const circlet_plan_impossible *claimed,
                          const leftover *found)
{
    return ci_words_claim_add(out, "impossible_mode", claimed->rule,
                              claimed->unit, claimed->mode, policy, NULL) &&
           (!found || ci_words_claim_add(out, "impossible_unit", claimed->rule,
                                         claimed->unit, claimed->missing_unit,
                                         NULL, found->missing_unit));
}

/* `claimed` NULL: the plan has no word of it. */
static bool compare(circlet_verification *out,
                    const circlet_plan_impossible *claimed,
                    const leftover *found)
{
    const char *rule = claimed ? claimed->rule : found->rule;
    const char *unit = claimed ? claimed->unit : found->unit;

    return add_figure(out, "impossible_persons", rule, unit,
                      claimed ? claimed->persons : (double)NAN,
                      found ? found->persons : (double)NAN) &&
           add_figure(out, "impossible_modelled", rule, unit,
                      claimed ? claimed->persons_modelled : (double)NAN,
                      found ? found->modelled : (double)NAN) &&
           add_figure(out, "impossible_missing", rule, unit,
                      claimed ? claimed->missing : (double)NAN,
                      found ? found->missing : (double)NAN);
}

static bool add_open(circlet_verification *out,
                     const ci_program_levels *levels,
                     const circlet_plan_impossible *claimed)
{
    const circlet_claim claim = {.what = "impossible_missing",
                                 .subject = claimed->rule,
                                 .part = claimed->unit,
                                 .claimed = claimed->missing,
                                 .found = (double)NAN,
                                 .state = CIRCLET_CLAIM_OPEN,
                                 .reason = levels->why.message};

    return ci_verification_add(out, &claim);
}

static bool compare_all(circlet_verification *out,
                        const ci_program_levels *levels, leftover_list *list)
{
    for (size_t i = 0; i < circlet_plan_impossible_count(levels->plan); i++) {
        const circlet_plan_impossible *claimed =
            circlet_plan_impossible_at(levels->plan, i);
        leftover *found = find_untold(list, claimed);

        if (!levels->is_made) {
            if (!add_open(out, levels, claimed))
                return false;
            continue;
        }
        if (!compare(out, claimed, found) ||
            !compare_words(out, levels->judgement.policy, claimed, found))
            return false;
        if (found)
            found->is_told = true;
    }
    for (size_t i = 0; i < list->count; i++)
        if (!list->items[i].is_told && !compare(out, NULL, &list->items[i]))
            return false;
    return true;
}

bool ci_program_left_check(circlet_verification *out,
                           const ci_program_levels *levels,
                           const circlet_findings *findings)
{
    leftover_list list = {NULL, 0, 0};
    bool is_done =
        !levels->is_made ||
        (list_rows(&list, levels) && list_findings(&list, levels, findings));

    is_done = is_done && compare_all(out, levels, &list);
    free(list.items);
    return is_done;
}

/* What the levels of a plan come to by the verdicts of the city with it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "city/plan_record.h"
#include "verify/program_levels.h"

#define PERSON_MILLI 1000.0

/* So many thousandths may sums of rounded ones be apart. */
#define ROUNDING 2

typedef struct comparing {
    ci_program_levels *levels;
    const ci_verdict_pair *verdicts;
    size_t *twins; /* of each lack: its finding after; SIZE_MAX: none */
    int64_t *uncovered_milli; /* of each lack: who is as the rows have it */
    bool *fails_too; /* each lack: more people are uncovered than that */
} comparing;

/* Beds that counted for a rule may come to count for another. */
static bool is_of_beds(const ci_program_levels *levels,
                       const circlet_finding *finding)
{
    const circlet_policy *policy = levels->judgement.policy;

    for (size_t i = 0; i < policy->rule_count; i++)
        if (strcmp(policy->rules[i].id, finding->rule) == 0)
            return policy->rules[i].kind == CI_RULE_CLASS_COUNT;
    return false;
}

static bool is_must(const ci_program_levels *levels, size_t lack)
{
    return levels->lacks.items[lack].finding->force == CIRCLET_FORCE_MUST;
}

static void say_unsure_from(ci_program_levels *levels, ci_level first,
                            const char *why)
{
    if (first < levels->first_unsure) {
        levels->first_unsure = first;
        levels->why_unsure = why;
    }
}

static void say_unsure(ci_program_levels *levels, size_t lack, const char *why)
{
    say_unsure_from(levels,
                    is_must(levels, lack) ? CI_LEVEL_MUST_SHORTFALL
                                          : CI_LEVEL_SHOULD_SHORTFALL,
                    why);
}

/* Pairs lacks with what is found of them after. */
static bool find_twins(comparing *of)
{
    const ci_lacks *lacks = &of->levels->lacks;
    const ci_verdict_pair *verdicts = of->verdicts;
    size_t before = circlet_findings_count(verdicts->before);
    size_t *after = malloc((before + 1) * sizeof(*after));

    for (size_t i = 0; after && i < before; i++)
        after[i] = SIZE_MAX;
    for (size_t i = 0; after && i < circlet_findings_count(verdicts->after);
         i++)
        if (verdicts->twins[i] != SIZE_MAX)
            after[verdicts->twins[i]] = i;
    for (size_t g = 0; after && g < lacks->count; g++)
        of->twins[g] = after[lacks->items[g].finding -
                             circlet_findings_at(verdicts->before, 0)];
    free(after);
    return after != NULL;
}

/* What moves or closes, or is done for other reasons, is counted by the rows
 * of the program otherwise; what is contested by the verdicts alone. */
static bool is_compared(const ci_program_levels *levels, const ci_lack *lack)
{
    return lack->is_contested ||
           (!levels->choice.rearranges && !levels->choice.has_more &&
            !circlet_plan_years(levels->plan));
}

static void compare_row(comparing *of, size_t row, size_t finding)
{
    ci_program_levels *levels = of->levels;
    const ci_lack_row *of_row = &levels->lacks.rows[row];
    const ci_rule *rule = ci_lack_rule(&levels->lacks, of_row->lack);
    int64_t needs = levels->program.needs[row];
    int64_t none = of_row->need - needs;
    int64_t told = none + needs - levels->choice.attained[row];
    int64_t found =
        ci_lack_missing(&levels->lacks, rule, of->verdicts->after, finding);
    int64_t rounding = rule->kind == CI_RULE_RATIO ? ROUNDING : 0;

    if (found <= told + rounding && found >= told - rounding)
        return;
    found -= none;
    levels->choice.attained[row] = needs - (found > 0 ? found : 0);
    say_unsure(levels, of_row->lack, "judged_otherwise");
}

/* Who is uncovered as the rows have it. */
static void add_up(comparing *of, size_t row)
{
    const ci_program_levels *levels = of->levels;
    const ci_lack_row *people = &levels->lacks.rows[row];

    if (levels->choice.attained[row] < people->need)
        of->uncovered_milli[people->lack] += people->weight_milli;
}

static void compare_people(comparing *of, size_t lack, size_t position)
{
    ci_program_levels *levels = of->levels;
    const circlet_finding *finding =
        circlet_findings_at(of->verdicts->after, position);
    double uncovered = finding->persons - finding->persons_covered;
    double *more =
        is_must(levels, lack) ? &levels->more_must : &levels->more_should;
    int64_t rest =
        uncovered >= 0 && uncovered < 9e12
            ? llround(PERSON_MILLI * uncovered) - of->uncovered_milli[lack]
            : 0;

    if (rest <= 1 && rest >= -1)
        return;
    *more += (double)rest / PERSON_MILLI;
    of->fails_too[lack] = rest > 0;
    say_unsure(levels, lack, "judged_otherwise");
}

static void compare(comparing *of)
{
    ci_program_levels *levels = of->levels;
    const ci_lacks *lacks = &levels->lacks;

    for (size_t g = 0; g < lacks->count; g++)
        if (lacks->items[g].is_contested)
            say_unsure(levels, g, "counted_elsewhere");
    for (size_t i = 0; i < lacks->row_count; i++) {
        const ci_lack *lack = &lacks->items[lacks->rows[i].lack];
        size_t twin = of->twins[lacks->rows[i].lack];

        if (lack->need == 0)
            add_up(of, i);
        else if (twin != SIZE_MAX && is_compared(levels, lack))
            compare_row(of, i, twin);
    }
    for (size_t g = 0; g < lacks->count; g++)
        if (ci_lack_rule(lacks, g)->kind == CI_RULE_CIRCLE &&
            of->twins[g] != SIZE_MAX && !lacks->is_cautious &&
            is_compared(levels, &lacks->items[g]))
            compare_people(of, g, of->twins[g]);
}

/* A finding that fails by its rows is counted there. */
static void count_failures(const comparing *of)
{
    ci_program_levels *levels = of->levels;
    const ci_lacks *lacks = &levels->lacks;

    for (size_t i = 0; i < lacks->row_count; i++)
        if (levels->choice.attained[i] < levels->program.needs[i])
            of->fails_too[lacks->rows[i].lack] = false;
    for (size_t g = 0; g < lacks->count; g++)
        if (of->fails_too[g])
            levels->values[is_must(levels, g) ? CI_LEVEL_MUST_FAILURES
                                              : CI_LEVEL_SHOULD_FAILURES]++;
}

/* ---- what is broken ----------------------------------------------------- */

static void count_broken(ci_program_levels *levels,
                         const circlet_finding *after)
{
    bool of_must = after->force == CIRCLET_FORCE_MUST;
    double *more = of_must ? &levels->more_must : &levels->more_should;

    if (after->persons > 0 && after->required > 0)
        *more += after->persons * after->shortfall / after->required;
    levels->values[of_must ? CI_LEVEL_MUST_FAILURES
                           : CI_LEVEL_SHOULD_FAILURES]++;
    say_unsure_from(
        levels, of_must ? CI_LEVEL_MUST_SHORTFALL : CI_LEVEL_SHOULD_SHORTFALL,
        "counted_elsewhere");
}

/* What passed, or may have, and fails with the plan. */
static void find_broken(comparing *of)
{
    const ci_verdict_pair *verdicts = of->verdicts;
    size_t count = circlet_findings_count(verdicts->after);

    for (size_t i = 0; i < count; i++) {
        const circlet_finding *after = circlet_findings_at(verdicts->after, i);
        circlet_verdict before;

        if (after->verdict != CIRCLET_VERDICT_FAIL ||
            after->force == CIRCLET_FORCE_MAY ||
            verdicts->twins[i] == SIZE_MAX || !is_of_beds(of->levels, after))
            continue;
        before =
            circlet_findings_at(verdicts->before, verdicts->twins[i])->verdict;
        if (before == CIRCLET_VERDICT_PASS ||
            before == CIRCLET_VERDICT_UNDECIDED)
            count_broken(of->levels, after);
    }
}

/* What moves or closes is counted by what it does to the rows. */
static bool may_break(const ci_program_levels *levels)
{
    return !levels->lacks.is_cautious && !levels->choice.rearranges &&
           !circlet_plan_years(levels->plan);
}

bool ci_judged_levels_take(ci_program_levels *levels,
                           const ci_verdict_pair *verdicts)
{
    size_t count = levels->lacks.count + 1;
    comparing of = {.levels = levels, .verdicts = verdicts};
    bool is_done;

    of.twins = calloc(count, sizeof(*of.twins));
    of.uncovered_milli = calloc(count, sizeof(*of.uncovered_milli));
    of.fails_too = calloc(count, sizeof(*of.fails_too));
    is_done =
        of.twins && of.uncovered_milli && of.fails_too && find_twins(&of);
    if (is_done)
        compare(&of);
    is_done = is_done && ci_level_values(levels->values, &levels->program,
                                         &levels->choice);
    if (is_done)
        count_failures(&of);
    if (is_done && may_break(levels))
        find_broken(&of);
    free(of.twins);
    free(of.uncovered_milli);
    free(of.fails_too);
    return is_done;
}

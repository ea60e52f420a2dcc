#include "plan/mend_judged.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/text.h"
#include "plan/finding_map.h"
#include "plan/mend_actions.h"

#define MILLI 1000.0

/* Sums of thousandths, each of them rounded. */
#define ROUNDING 2

typedef struct judging {
    ci_mend *mend;
    ci_mend_program *program;
    ci_mend_answer *answer;
    circlet_city *city; /* with what is chosen done */
    circlet_findings *after;
    int64_t *told_milli; /* of each goal about people: who is uncovered */
    int64_t *more_milli; /* likewise: who is beside these */
    double broken[2]; /* persons x the share that is missing of what is broken,
                         as it was not before: of what must be, else */
    size_t broken_count[2];
    bool has_changed; /* entries were taken out */
    bool is_corrected; /* the answer says something else now */
} judging;

/* ---- the city with the plan --------------------------------------------- */

static bool has_contest(const ci_mend *mend)
{
    for (size_t g = 0; g < mend->goal_count; g++)
        if (mend->goals[g].is_contested)
            return true;
    return false;
}

/* Those that have goals, and those that may come to lose beds to them. */
static void list_rules(ci_buffer *out, const ci_mend *mend)
{
    const circlet_policy *policy = mend->judgement.policy;

    for (size_t i = 0; i < mend->slot_count; i++) {
        ci_buffer_add(out, i > 0 ? "," : "");
        ci_buffer_add(out, mend->slots[i]->id);
    }
    for (size_t i = 0; has_contest(mend) && i < policy->rule_count; i++)
        if (policy->rules[i].kind == CI_RULE_CLASS_COUNT) {
            ci_buffer_add(out, ",");
            ci_buffer_add(out, policy->rules[i].id);
        }
}

static circlet_status judge(judging *of, circlet_error *error)
{
    ci_mend *mend = of->mend;
    circlet_judge_options wanted = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_plan_parts parts = {.year = mend->judgement.year};
    ci_buffer rules = {0};
    circlet_status status =
        ci_mend_make_actions(&parts, mend, of->program, of->answer, error);

    list_rules(&rules, mend);
    if (!status && rules.failed)
        status = ci_fail_nomem(error);
    if (!status)
        status = ci_mend_carry_out(&of->city, mend, &parts, error);
    wanted.year = mend->judgement.year;
    wanted.threads = mend->options->threads;
    wanted.rule = rules.text;
    if (!status)
        status =
            circlet_policy_judge(&of->after, mend->judgement.policy, of->city,
                                 mend->judgement.travel, &wanted, error);
    ci_buffer_free(&rules);
    return status;
}

/* ---- what is missing ---------------------------------------------------- */

static int64_t told_of(const judging *of, size_t row)
{
    return of->program->unavoidable[row] + of->program->dear[row] +
           of->answer->missing[row];
}

/* Who is uncovered as the rows have it. */
static void add_told(judging *of)
{
    const ci_mend *mend = of->mend;

    for (size_t i = 0; i < mend->row_count; i++)
        if (told_of(of, i) > 0)
            of->told_milli[mend->rows[i].goal] += mend->rows[i].weight_milli;
}

static void say_unsure(judging *of, const ci_mend_goal *goal,
                       const char *reason)
{
    const char **unsure = goal->finding->force == CIRCLET_FORCE_MUST
                              ? &of->answer->must_unsure
                              : &of->answer->should_unsure;

    if (!*unsure)
        *unsure = reason;
}

/* The place of the last of the chosen columns that give a row something no
 * longer does. */
static void take_out(judging *of, size_t row)
{
    ci_mend_program *program = of->program;
    size_t place = CI_MEND_NONE;

    for (size_t k = 0; k < of->answer->chosen_count; k++) {
        size_t j = of->answer->chosen[k];

        for (size_t e = program->first[j]; e < program->first[j + 1]; e++)
            if (program->rows[e] == row)
                place = of->mend->columns[j].place;
    }
    for (size_t j = 0; j < of->mend->column_count; j++)
        for (size_t e = program->first[j];
             of->mend->columns[j].place == place && e < program->first[j + 1];
             e++)
            if (program->rows[e] == row) {
                program->amounts[e] = 0;
                of->has_changed = true;
            }
}

/* What is given to others in a unit must not be taken from a rule. */
static void take_out_of_unit(judging *of, circlet_unit unit)
{
    const ci_mend *mend = of->mend;

    for (size_t g = 0; g < mend->goal_count; g++)
        if (mend->goals[g].is_contested && mend->goals[g].unit == unit &&
            mend->goals[g].need > 0)
            take_out(of, mend->row_of_goal[g]);
}

static void compare_unit(judging *of, size_t g, size_t finding)
{
    const ci_mend_goal *goal = &of->mend->goals[g];
    size_t row = of->mend->row_of_goal[g];
    int64_t told = told_of(of, row);
    int64_t found = ci_mend_missing(of->mend, goal->rule, of->after, finding);
    int64_t rounding = goal->rule->kind == CI_RULE_RATIO ? ROUNDING : 0;

    if (goal->is_contested && found > goal->need)
        take_out_of_unit(of, goal->unit);
    else if (goal->is_contested && found > told)
        take_out(of, row);
    if (found <= told + rounding && found >= told - rounding)
        return;
    found -= of->program->unavoidable[row] + of->program->dear[row];
    of->answer->missing[row] = found > 0 ? found : 0;
    of->is_corrected = true;
    say_unsure(of, goal, "judged_otherwise");
}

/* A cautious plan counts the people of whom it is not sure otherwise. */
static void compare_people(judging *of, size_t g,
                           const circlet_finding *finding)
{
    double uncovered = finding->persons - finding->persons_covered;
    int64_t more = uncovered >= 0 && uncovered < 9e12
                       ? llround(uncovered * MILLI) - of->told_milli[g]
                       : 0;

    if (of->mend->options->is_cautious || (more <= 1 && more >= -1))
        return;
    of->more_milli[g] = more;
    of->is_corrected = true;
    say_unsure(of, &of->mend->goals[g], "judged_otherwise");
}

/* ---- what is broken ----------------------------------------------------- */

/* That a rule comes to fail since beds that counted for it count for another
 * now. */
static void count_broken(judging *of, const circlet_finding *finding,
                         const ci_rule *rule)
{
    bool is_other = finding->force != CIRCLET_FORCE_MUST;
    ci_mend_goal goal = {.finding = finding,
                         .rule = rule,
                         .unit = circlet_city_find_unit(
                             of->mend->judgement.city, finding->unit)};

    take_out_of_unit(of, goal.unit);
    of->broken[is_other] +=
        finding->persons > 0 && finding->required > 0
            ? finding->persons * finding->shortfall / finding->required
            : 0;
    of->broken_count[is_other]++;
    of->is_corrected = true;
    say_unsure(of, &goal, "counted_elsewhere");
}

static bool passed(const circlet_finding *before)
{
    return before && (before->verdict == CIRCLET_VERDICT_PASS ||
                      before->verdict == CIRCLET_VERDICT_UNDECIDED);
}

static circlet_status find_broken(judging *of, circlet_error *error)
{
    const ci_mend *mend = of->mend;
    ci_finding_map map;
    bool is_done = ci_finding_map_make(&map, mend->findings);

    for (size_t i = 0; is_done && i < of->after->count; i++) {
        const circlet_finding *finding = &of->after->items[i];
        const ci_rule *rule =
            ci_policy_find_rule(mend->judgement.policy, finding->rule);
        const circlet_finding *before;

        if (!rule || rule->kind != CI_RULE_CLASS_COUNT ||
            finding->verdict != CIRCLET_VERDICT_FAIL ||
            finding->force == CIRCLET_FORCE_MAY)
            continue;
        is_done = ci_finding_map_find(&before, &map, finding);
        if (is_done && passed(before))
            count_broken(of, finding, rule);
    }
    ci_finding_map_clear(&map);
    return is_done ? CIRCLET_OK : ci_fail_nomem(error);
}

static circlet_status compare(judging *of, circlet_error *error)
{
    const ci_mend *mend = of->mend;
    ci_finding_map map;
    bool is_done = ci_finding_map_make(&map, of->after);

    for (size_t g = 0; g < mend->goal_count; g++)
        if (mend->goals[g].is_contested)
            say_unsure(of, &mend->goals[g], "counted_elsewhere");
    for (size_t g = 0; is_done && g < mend->goal_count; g++) {
        const ci_mend_goal *goal = &mend->goals[g];
        const circlet_finding *found;

        is_done = ci_finding_map_find(&found, &map, goal->finding);
        if (!is_done || !found)
            continue;
        if (goal->need > 0)
            compare_unit(of, g, (size_t)(found - of->after->items));
        else if (goal->rule->kind == CI_RULE_CIRCLE)
            compare_people(of, g, found);
    }
    ci_finding_map_clear(&map);
    return is_done ? CIRCLET_OK : ci_fail_nomem(error);
}

/* ---- what the answer says ----------------------------------------------- */

static bool is_of(const ci_mend_goal *goal, bool of_must)
{
    return (goal->finding->force == CIRCLET_FORCE_MUST) == of_must;
}

static void correct(judging *of, const int64_t *got, bool *fails, bool of_must)
{
    const ci_mend *mend = of->mend;
    ci_mend_score *score = of_must ? &of->answer->must : &of->answer->should;

    score->shortfall = ci_mend_program_shortfall(of->program, got, of_must);
    score->failures = 0;
    for (size_t i = 0; i < mend->row_count; i++)
        if (of->answer->missing[i] > 0)
            fails[mend->rows[i].goal] = true;
    for (size_t g = 0; g < mend->goal_count; g++) {
        if (!is_of(&mend->goals[g], of_must))
            continue;
        score->shortfall += (double)of->more_milli[g] / MILLI;
        score->failures += fails[g] || of->more_milli[g] > 0;
    }
    score->shortfall = fmax(score->shortfall + of->broken[!of_must], 0);
    score->failures += of->broken_count[!of_must];
}

static circlet_status correct_all(judging *of, circlet_error *error)
{
    const ci_mend *mend = of->mend;
    int64_t *got = calloc(mend->row_count + 1, sizeof(*got));
    bool *fails = calloc(mend->goal_count + 1, sizeof(*fails));

    for (size_t i = 0; got && i < mend->row_count; i++)
        got[i] = of->program->needs[i] - of->answer->missing[i];
    if (got && fails) {
        correct(of, got, fails, true);
        correct(of, got, fails, false);
    }
    free(got);
    free(fails);
    return got && fails ? CIRCLET_OK : ci_fail_nomem(error);
}

circlet_status ci_mend_judge_answer(bool *has_changed, ci_mend_answer *answer,
                                    ci_mend *mend, ci_mend_program *program,
                                    circlet_error *error)
{
    judging of = {.mend = mend, .program = program, .answer = answer};
    circlet_status status = CIRCLET_OK;

    *has_changed = false;
    if (mend->goal_count == 0)
        return CIRCLET_OK;
    of.told_milli = calloc(mend->goal_count + 1, sizeof(*of.told_milli));
    of.more_milli = calloc(mend->goal_count + 1, sizeof(*of.more_milli));
    if (!of.told_milli || !of.more_milli)
        status = ci_fail_nomem(error);
    if (!status)
        status = judge(&of, error);
    if (!status) {
        add_told(&of);
        status = compare(&of, error);
    }
    if (!status && !mend->options->is_cautious)
        status = find_broken(&of, error);
    *has_changed = of.has_changed;
    if (of.has_changed)
        ci_mend_program_drop_nothings(program);
    else if (!status && of.is_corrected)
        status = correct_all(&of, error);
    circlet_findings_free(of.after);
    circlet_city_free(of.city);
    free(of.told_milli);
    free(of.more_milli);
    return status;
}

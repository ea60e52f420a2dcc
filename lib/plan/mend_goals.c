/* Which findings fail that buildings, and what is done to them, can mend. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "plan/finding_map.h"
#include "plan/mend.h"
#include "policy/circle.h"

#define MILLI 1000.0

/* ---- which rules -------------------------------------------------------- */

/* Staff is engaged, not built. */
static bool is_of_buildings(const ci_ratio *ratio)
{
    return ratio->lower_micro >= 0 &&
           (ratio->amount != CI_AMOUNT_MEASURE ||
            ratio->measure == CIRCLET_MEASURE_AREA_M2);
}

bool ci_mend_is_planned(const ci_rule *rule)
{
    switch (rule->kind) {
    case CI_RULE_CIRCLE:
    case CI_RULE_COUNT:
    case CI_RULE_CLASS_COUNT:
    case CI_RULE_GROUP_SIZE:
    case CI_RULE_NEAR:
        return true;
    case CI_RULE_RATIO:
        return is_of_buildings(&rule->as.ratio);
    default:
        return false;
    }
}

static bool is_word(const char *word, const char *text, size_t size)
{
    return word && strlen(word) == size && strncmp(word, text, size) == 0;
}

static bool is_among(const ci_words *words, const char *text, size_t size)
{
    for (size_t i = 0; i < words->count; i++)
        if (is_word(words->items[i], text, size))
            return true;
    return false;
}

static bool is_about(const ci_rule *rule, const char *word, size_t length)
{
    const ci_selection *selection = &rule->facility;

    return is_word(selection->type, word, length) ||
           is_word(selection->service, word, length) ||
           is_among(&selection->services, word, length) ||
           is_among(&selection->one_of, word, length);
}

/* The first word of a list, without spaces around it; the rest of the list. */
static const char *next_word(const char **word, size_t *length,
                             const char *list)
{
    size_t size = strcspn(list, ";,"), spaces = strspn(list, " ");

    *word = list + (spaces < size ? spaces : size);
    *length = (size_t)(list + size - *word);
    while (*length > 0 && (*word)[*length - 1] == ' ')
        --*length;
    return list + size + (list[size] != '\0');
}

bool ci_mend_is_asked_for(const ci_rule *rule, const char *list)
{
    const char *word;
    size_t length;

    if (!list || !*list)
        return true;
    while (*list) {
        list = next_word(&word, &length, list);
        if (length > 0 && is_about(rule, word, length))
            return true;
    }
    return false;
}

circlet_status ci_mend_check_services(const circlet_policy *policy,
                                      const char *list, circlet_error *error)
{
    while (list && *list) {
        const char *word;
        size_t length;
        bool is_known = false;

        list = next_word(&word, &length, list);
        for (size_t i = 0; i < policy->rule_count && !is_known; i++)
            is_known = ci_mend_is_planned(&policy->rules[i]) &&
                       is_about(&policy->rules[i], word, length);
        if (length > 0 && !is_known)
            return ci_fail(error, CIRCLET_E_NOT_FOUND,
                           "policy '%s' has no rule that what is built can "
                           "mend about '%.*s'",
                           policy->id, (int)length, word);
    }
    return CIRCLET_OK;
}

/* ---- what is missing ---------------------------------------------------- */

/* NaN: it is not said. */
static double fact_of(const circlet_findings *findings, size_t i,
                      const char *name)
{
    const ci_facts *facts = &findings->facts[i];

    for (size_t f = 0; f < facts->count; f++)
        if (strcmp(facts->items[f].name, name) == 0)
            return facts->items[f].number;
    return (double)NAN;
}

/* So much more is surely enough; where that is not said, what is missing. */
static double more_of(const ci_mend *mend, const circlet_findings *findings,
                      size_t i)
{
    double surely = fact_of(findings, i, "surely");
    double more = fact_of(findings, i, "more");

    if (mend->options->is_cautious && !isnan(surely))
        return surely;
    return isnan(more) ? findings->items[i].shortfall : more;
}

static int64_t counted(const ci_rule *rule, double number)
{
    double scaled = rule->kind == CI_RULE_RATIO ? number * MILLI : number;

    return scaled > 0 && scaled < 9e15 ? llround(scaled) : 0;
}

int64_t ci_mend_missing(const ci_mend *mend, const ci_rule *rule,
                        const circlet_findings *findings, size_t position)
{
    return counted(rule, more_of(mend, findings, position));
}

/* The people whom a finding is about; 0: that is not known. */
static double persons_of(const ci_mend *mend, const ci_mend_goal *goal)
{
    double persons = goal->finding->persons;

    if (goal->rule->kind == CI_RULE_RATIO &&
        goal->rule->as.ratio.is_of_residents && goal->unit != CIRCLET_NONE)
        persons = (double)circlet_city_unit(mend->judgement.city, goal->unit)
                      ->residents;
    return persons > 0 && persons < 1e9 ? persons : 0;
}

/* The whole of what is asked for, no less than what is missing. */
static int64_t required_of(const ci_mend_goal *goal, int64_t need)
{
    const ci_rule *rule = goal->rule;
    const ci_ratio *ratio = &rule->as.ratio;
    double required = goal->finding->required;
    int64_t whole;

    if (rule->kind == CI_RULE_RATIO && !ratio->is_of_unit &&
        !ratio->is_rounded_up)
        required *= (double)goal->persons_milli / 1000 / (double)ratio->per;
    whole = isfinite(required) ? counted(rule, required) : 0;
    return whole > need ? whole : need;
}

static bool has_rows_of_its_own(const ci_rule *rule)
{
    return rule->kind == CI_RULE_CIRCLE || rule->kind == CI_RULE_NEAR;
}

/* Whether it is not sure that a finding does not fail: if it did, that would
 * be due, and no waiver would excuse it. */
static bool may_fail(const ci_mend *mend, const circlet_finding *finding,
                     const ci_rule *rule)
{
    const circlet_city *city = mend->judgement.city;
    int year = mend->judgement.year;

    return finding->verdict == CIRCLET_VERDICT_UNDECIDED &&
           !(rule->due >= 0 && year < rule->due) &&
           !circlet_city_find_waiver(
               city, finding->rule,
               circlet_city_find_unit(city, finding->unit), year);
}

/* Whether it would fail if it were due. */
static bool is_early(const ci_mend *mend, const circlet_finding *finding,
                     const ci_rule *rule)
{
    return finding->verdict == CIRCLET_VERDICT_ADVICE && rule->due >= 0 &&
           mend->judgement.year < rule->due;
}

/* Whether something is left of a finding though it does not fail. */
static bool may_lack(const ci_mend *mend, const circlet_finding *finding,
                     const ci_rule *rule)
{
    if (rule->kind == CI_RULE_CIRCLE)
        return finding->verdict != CIRCLET_VERDICT_NO_DATA;
    return mend->aims == CI_MEND_LEFT &&
           finding->verdict == CIRCLET_VERDICT_UNDECIDED &&
           !(rule->kind == CI_RULE_NEAR &&
             finding->measured <= finding->required);
}

/* Who is uncovered counts where a plan began with a circle that fails, though
 * the verdict is open now. */
static bool has_failed(const ci_mend *mend, const ci_finding_map *failed,
                       const circlet_finding *finding, const ci_rule *rule)
{
    const circlet_finding *then = NULL;

    return failed && may_lack(mend, finding, rule) &&
           ci_finding_map_find(&then, failed, finding) && then &&
           then->verdict == CIRCLET_VERDICT_FAIL;
}

static bool is_aim(const ci_mend *mend, const circlet_finding *finding,
                   const ci_rule *rule, const ci_finding_map *failed)
{
    bool fails =
        finding->verdict == CIRCLET_VERDICT_FAIL ||
        (mend->options->is_cautious && may_fail(mend, finding, rule)) ||
        has_failed(mend, failed, finding, rule);

    if (mend->aims == CI_MEND_COVER)
        return rule->kind == CI_RULE_CIRCLE &&
               (fails || is_early(mend, finding, rule));
    return fails;
}

static bool is_goal(const ci_mend *mend, size_t i, const ci_rule **rule,
                    const ci_finding_map *failed)
{
    const circlet_finding *finding = &mend->findings->items[i];

    if (finding->force == CIRCLET_FORCE_MAY)
        return false;
    *rule = ci_policy_find_rule(mend->judgement.policy, finding->rule);
    return *rule && is_aim(mend, finding, *rule, failed) &&
           !(*rule)->is_variant && ci_mend_is_planned(*rule) &&
           ci_mend_is_asked_for(*rule, mend->options->services);
}

static void describe(ci_mend_goal *out, const ci_mend *mend, size_t i,
                     const ci_rule *rule)
{
    const circlet_finding *finding = &mend->findings->items[i];

    *out = (ci_mend_goal){.finding = finding, .rule = rule};
    out->unit = circlet_city_find_unit(mend->judgement.city, finding->unit);
    out->persons_milli = llround(persons_of(mend, out) * MILLI);
    if (has_rows_of_its_own(rule))
        return;
    out->need = ci_mend_missing(mend, rule, mend->findings, i);
    out->required = required_of(out, out->need);
    out->is_contested = ci_mend_is_contested(mend, out);
}

/* ---- by rule and unit --------------------------------------------------- */

static bool has_goal(const ci_mend *mend, const ci_rule *rule)
{
    for (size_t i = 0; i < mend->goal_count; i++)
        if (mend->goals[i].rule == rule)
            return true;
    return false;
}

static bool find_slots(ci_mend *mend)
{
    const circlet_policy *policy = mend->judgement.policy;

    mend->slots = ci_arena_take(&mend->arena, (policy->rule_count + 1) *
                                                  sizeof(const ci_rule *));
    if (!mend->slots)
        return false;
    for (size_t i = 0; i < policy->rule_count; i++) {
        const ci_rule *rule = &policy->rules[i];

        if (!has_goal(mend, rule))
            continue;
        for (size_t g = 0; g < mend->goal_count; g++)
            if (mend->goals[g].rule == rule)
                mend->goals[g].slot = mend->slot_count;
        mend->slots[mend->slot_count++] = rule;
    }
    return true;
}

bool ci_mend_sort_goals(ci_mend *mend)
{
    size_t units = circlet_city_unit_count(mend->judgement.city);
    size_t *next = calloc(units + 1, sizeof(*next));

    free(mend->first_goal);
    free(mend->goals_of_unit);
    mend->first_goal = calloc(units + 1, sizeof(*mend->first_goal));
    mend->goals_of_unit =
        calloc(mend->goal_count + 1, sizeof(*mend->goals_of_unit));
    if (!next || !mend->first_goal || !mend->goals_of_unit) {
        free(next);
        return false;
    }
    for (size_t i = 0; i < mend->goal_count; i++)
        if (mend->goals[i].unit != CIRCLET_NONE)
            mend->first_goal[mend->goals[i].unit + 1]++;
    for (size_t u = 0; u < units; u++) {
        mend->first_goal[u + 1] += mend->first_goal[u];
        next[u] = mend->first_goal[u];
    }
    for (size_t i = 0; i < mend->goal_count; i++)
        if (mend->goals[i].unit != CIRCLET_NONE)
            mend->goals_of_unit[next[mend->goals[i].unit]++] = i;
    free(next);
    return true;
}

/* The members that have a facility of a group-size rule already. */
static bool find_hosts(ci_mend *mend)
{
    const ci_judgement *judgement = &mend->judgement;
    const circlet_city *city = judgement->city;
    size_t units = circlet_city_unit_count(city);

    mend->has_member =
        calloc(units * mend->slot_count + 1, sizeof(*mend->has_member));
    if (!mend->has_member)
        return false;
    for (size_t slot = 0; slot < mend->slot_count; slot++) {
        const ci_rule *rule = mend->slots[slot];

        if (rule->kind != CI_RULE_GROUP_SIZE)
            continue;
        for (size_t i = 0; i < circlet_city_facility_count(city); i++) {
            const circlet_facility_record *facility =
                circlet_city_facility(city, (circlet_facility)i);
            circlet_unit member = circlet_city_facility_unit(
                city, (circlet_facility)i, rule->as.group_size.member_level);

            if (member != CIRCLET_NONE &&
                ci_facility_is_open(facility, judgement->year) &&
                ci_mend_measure(judgement, rule, facility) > 0)
                mend->has_member[member * mend->slot_count + slot] = true;
        }
    }
    return true;
}

static circlet_status judge(ci_mend *mend, circlet_error *error)
{
    const ci_judgement *judgement = &mend->judgement;
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;

    options.year = judgement->year;
    options.threads = judgement->thread_count;
    return circlet_policy_judge(&mend->findings, judgement->policy,
                                judgement->city, judgement->travel, &options,
                                error);
}

static bool list_goals(ci_mend *mend)
{
    ci_finding_map failed = {.map = NULL};
    bool is_listed =
        !mend->failed || ci_finding_map_make(&failed, mend->failed);

    for (size_t i = 0; is_listed && i < mend->findings->count; i++) {
        const ci_rule *rule;

        if (is_goal(mend, i, &rule, mend->failed ? &failed : NULL))
            describe(&mend->goals[mend->goal_count++], mend, i, rule);
    }
    ci_finding_map_clear(&failed);
    return is_listed;
}

circlet_status ci_mend_find_goals(ci_mend *mend, circlet_error *error)
{
    circlet_status status = judge(mend, error);

    if (status != CIRCLET_OK)
        return status;
    mend->goals = calloc(mend->findings->count + 1, sizeof(*mend->goals));
    return mend->goals && list_goals(mend) && find_slots(mend) &&
                   ci_mend_sort_goals(mend) && find_hosts(mend)
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

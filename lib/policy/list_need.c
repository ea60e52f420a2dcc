/* A rule that asks for a list of units by need: it is kept when the list can
 * be made; the finding says how long it is and what stands first. */
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "policy/list.h"
#include "policy/need_list.h"

/* So many units stand in the sentence. */
#define SAID_MAX 3

/* What the items of one unit come to. */
typedef struct need_sum {
    const ci_need_item *first;
    size_t count;
    int64_t people_milli, without_milli, modelled_milli;
    bool lacks_area; /* of some it is not known who lives there */
} need_sum;

static need_sum add_up(const ci_need_list *list, circlet_unit owner)
{
    need_sum sum = {0};

    for (size_t i = 0; i < list->count; i++) {
        const ci_need_item *item = &list->items[i];

        if (item->owner != owner)
            continue;
        if (sum.count++ == 0)
            sum.first = item;
        sum.people_milli += item->people_milli;
        sum.without_milli += item->without_milli;
        sum.modelled_milli += item->modelled_milli;
        sum.lacks_area = sum.lacks_area || !item->is_known;
    }
    return sum;
}

static void say_first(ci_draft *draft, const ci_need_list *list,
                      const need_sum *sum)
{
    static const char *const names[SAID_MAX][2] = {
        {"first", "first_persons"},
        {"second", "second_persons"},
        {"third", "third_persons"}};
    const circlet_city *city = list->judgement->city;

    for (size_t i = 0; i < SAID_MAX && i < sum->count; i++) {
        const ci_need_item *item = &sum->first[i];

        if (!item->is_known || item->without_milli == 0)
            return;
        ci_draft_text(draft, names[i][0],
                      circlet_city_unit(city, item->unit)->name);
        ci_draft_number(draft, names[i][1], CIRCLET_ARGUMENT_PERSONS,
                        (double)item->without_milli / 1000);
    }
}

static void describe(ci_draft *draft, const ci_need_list *list,
                     const need_sum *sum)
{
    const ci_rule *rule = list->rule;
    circlet_finding *finding = &draft->finding;

    finding->sentence = "list_need";
    finding->measured = finding->required = (double)sum->count;
    finding->measured_low = finding->measured_high = (double)sum->count;
    finding->persons = (double)sum->people_milli / 1000;
    finding->persons_covered =
        (double)(sum->people_milli - sum->without_milli) / 1000;
    ci_draft_number(draft, "count", CIRCLET_ARGUMENT_COUNT_OF,
                    (double)sum->count);
    ci_draft_word(draft, "members", rule->as.list.member_word);
    ci_draft_number(draft, "persons", CIRCLET_ARGUMENT_PERSONS,
                    finding->persons);
    ci_draft_word(draft, "group",
                  list->judgement->policy->groups[rule->group].name);
    ci_draft_number(draft, "without", CIRCLET_ARGUMENT_PERSONS,
                    (double)sum->without_milli / 1000);
    ci_draft_word(draft, "facility", rule->facility.word);
    say_first(draft, list, sum);
    if (sum->lacks_area)
        ci_draft_reason(draft, "member_area_unknown");
    ci_draft_modelled(draft, sum->modelled_milli);
}

/* Where there are no such units, and none may be, nothing is asked for. */
static void describe_none(ci_draft *draft, const ci_need_list *list,
                          circlet_unit unit)
{
    if (list->has_open_setting[unit]) {
        ci_draft_no_data(draft, "members_open");
    } else if (list->may_have[unit] != CI_MEMBER_NO) {
        ci_draft_no_data(draft, list->may_have[unit] == CI_MEMBER_YES
                                    ? "no_members"
                                    : "setting_unknown");
    } else {
        draft->finding.required = draft->finding.measured = 0;
        draft->finding.sentence = "list_nothing";
        ci_draft_word(draft, "members", list->rule->as.list.member_word);
    }
}

static void find_missing(ci_draft *draft, const ci_need_list *list)
{
    const ci_judgement *judgement = list->judgement;

    if (!circlet_city_knows_people(judgement->city))
        ci_draft_no_data(draft, "people_unknown");
    if (!ci_selection_is_known(&list->rule->facility, judgement->city,
                               &judgement->types))
        ci_draft_no_data(draft, "type_unknown");
    if (!judgement->travel)
        ci_draft_no_data(draft, "no_network");
}

/* Some unit is perhaps missing from the list, so that it is not known
 * whether it is whole, nor how long. */
static void leave_open(ci_draft *draft)
{
    circlet_finding *finding = &draft->finding;

    ci_draft_reason(draft, "members_open");
    ci_draft_undecided(draft, 0);
    finding->measured = finding->required = (double)NAN;
    finding->measured_high = (double)NAN;
}

static circlet_status judge_unit(const void *state, circlet_unit unit,
                                 bool is_setting_known, circlet_error *error)
{
    const ci_need_list *list = state;
    const ci_judgement *judgement = list->judgement;
    const need_sum sum = add_up(list, unit);
    ci_draft draft;

    ci_draft_start(&draft, list->rule,
                   circlet_city_unit(judgement->city, unit));
    draft.finding.measured_unit = list->rule->as.list.member_word;
    draft.finding.shortfall_unit = list->rule->as.list.member_word;
    if (!is_setting_known)
        ci_draft_no_data(&draft, "setting_unknown");
    else if (sum.count == 0)
        describe_none(&draft, list, unit);
    else if (!list->is_known)
        find_missing(&draft, list);
    else
        describe(&draft, list, &sum);
    if (sum.count > 0 && list->has_open_setting[unit] &&
        draft.finding.verdict == CIRCLET_VERDICT_PASS)
        leave_open(&draft);
    return ci_findings_add(judgement->findings, &draft, judgement->policy,
                           error);
}

circlet_status ci_judge_list_need(const ci_judgement *judgement,
                                  const ci_rule *rule, circlet_error *error)
{
    ci_need_list list = {.judgement = judgement, .rule = rule};
    circlet_status status = ci_need_list_make(&list, error);

    if (!status)
        status = ci_judge_units(judgement, rule, judge_unit, &list, error);
    ci_need_list_clear(&list);
    return status;
}

/* ---- the list itself ---------------------------------------------------- */

struct circlet_need {
    circlet_need_row *rows;
    size_t count;
};

void circlet_need_free(circlet_need *need)
{
    if (!need)
        return;
    free(need->rows);
    free(need);
}

size_t circlet_need_count(const circlet_need *need)
{
    return need->count;
}

const circlet_need_row *circlet_need_at(const circlet_need *need,
                                        size_t position)
{
    return position < need->count ? &need->rows[position] : NULL;
}

static circlet_status add_rows(circlet_need *need, const ci_need_list *list,
                               circlet_error *error)
{
    const circlet_city *city = list->judgement->city;
    circlet_need_row *rows =
        realloc(need->rows, (need->count + list->count + 1) * sizeof(*rows));
    size_t rank = 0;

    if (!rows)
        return ci_fail_nomem(error);
    need->rows = rows;
    for (size_t i = 0; i < list->count; i++) {
        const ci_need_item *item = &list->items[i];

        rank = i > 0 && item->owner == item[-1].owner ? rank + 1 : 1;
        if (!ci_judgement_has(list->judgement, item->owner))
            continue;
        rows[need->count++] = (circlet_need_row){
            .rule = list->rule->id,
            .owner = circlet_city_unit(city, item->owner)->code,
            .unit = circlet_city_unit(city, item->unit)->code,
            .name = circlet_city_unit(city, item->unit)->name,
            .rank = rank,
            .is_known = item->is_known && list->is_known,
            .persons = (double)item->people_milli / 1000,
            .without = (double)item->without_milli / 1000,
            .without_low = (double)item->low_milli / 1000,
            .without_high = (double)item->high_milli / 1000,
            .modelled = (double)item->modelled_milli / 1000};
    }
    return CIRCLET_OK;
}

static circlet_status add_rule(circlet_need *need,
                               const ci_judgement *judgement,
                               const ci_rule *rule, circlet_error *error)
{
    ci_need_list list = {.judgement = judgement, .rule = rule};
    circlet_status status = ci_need_list_make(&list, error);

    if (!status)
        status = add_rows(need, &list, error);
    ci_need_list_clear(&list);
    return status;
}

circlet_status circlet_policy_need(circlet_need **out,
                                   const circlet_policy *policy,
                                   const circlet_city *city,
                                   const circlet_travel *travel,
                                   const circlet_judge_options *options,
                                   circlet_error *error)
{
    ci_judgement judgement = {
        .policy = policy, .city = city, .travel = travel};
    circlet_judge_options own;
    circlet_need *need;
    circlet_status status;

    if (!out)
        return ci_fail(error, CIRCLET_E_ARGUMENT, "no place for a list");
    status = ci_judgement_start(&judgement, &own, options, error);
    if (status)
        return status;
    need = calloc(1, sizeof(*need));
    if (!need)
        return ci_fail_nomem(error);
    for (size_t i = 0; !status && i < policy->rule_count; i++) {
        const ci_rule *rule = &policy->rules[i];

        if (rule->kind == CI_RULE_LIST && rule->as.list.of == CI_LIST_NEED &&
            ci_rule_is_in_force(rule, judgement.year) &&
            (!own.rule || ci_rule_is_listed(own.rule, rule->id)))
            status = add_rule(need, &judgement, rule, error);
    }
    if (status)
        circlet_need_free(need);
    else
        *out = need;
    return status;
}

/* A rule that asks for a list of units by need: it is kept when the list can
 * be made; the finding says how long it is and what stands first. */
#include <math.h>

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
    int64_t sure_milli; /* of the people: surely of the group */
    int64_t low_milli, high_milli; /* of those without */
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
        sum.sure_milli += item->sure_milli;
        sum.low_milli += item->low_milli;
        sum.high_milli += item->high_milli;
        sum.lacks_area = sum.lacks_area || !item->is_known;
    }
    return sum;
}

/* How many are out of reach: a number, or its bounds. */
static void say_without(ci_draft *draft, const char *const names[3],
                        int64_t without_milli, int64_t low_milli,
                        int64_t high_milli)
{
    if (low_milli == high_milli) {
        ci_draft_number(draft, names[0], CIRCLET_ARGUMENT_PERSONS,
                        (double)without_milli / 1000);
        return;
    }
    ci_draft_number(draft, names[1], CIRCLET_ARGUMENT_PERSONS,
                    (double)low_milli / 1000);
    ci_draft_number(draft, names[2], CIRCLET_ARGUMENT_PERSONS,
                    (double)high_milli / 1000);
}

static void say_first(ci_draft *draft, const ci_need_list *list,
                      const need_sum *sum)
{
    static const char *const names[SAID_MAX] = {"first", "second", "third"};
    static const char *const numbers[SAID_MAX][3] = {
        {"first_persons", "first_least", "first_most"},
        {"second_persons", "second_least", "second_most"},
        {"third_persons", "third_least", "third_most"}};
    const circlet_city *city = list->judgement->city;

    for (size_t i = 0; i < SAID_MAX && i < sum->count; i++) {
        const ci_need_item *item = &sum->first[i];

        if (!item->is_known || item->without_milli == 0)
            return;
        ci_draft_text(draft, names[i],
                      circlet_city_unit(city, item->unit)->name);
        say_without(draft, numbers[i], item->without_milli, item->low_milli,
                    item->high_milli);
    }
}

static void describe(ci_draft *draft, const ci_need_list *list,
                     const need_sum *sum)
{
    static const char *const without[] = {"without", "without_least",
                                          "without_most"};
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
    ci_draft_persons(draft, sum->people_milli, sum->sure_milli);
    ci_draft_word(draft, "group",
                  list->judgement->policy->groups[rule->group].name);
    say_without(draft, without, sum->without_milli, sum->low_milli,
                sum->high_milli);
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

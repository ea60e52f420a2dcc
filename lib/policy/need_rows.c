/* The lists that rules ask for, as rows. */
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "policy/list.h"
#include "policy/need_list.h"

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

static circlet_status reserve(circlet_need *need, size_t count,
                              circlet_error *error)
{
    circlet_need_row *rows =
        realloc(need->rows, (need->count + count + 1) * sizeof(*rows));

    if (!rows)
        return ci_fail_nomem(error);
    need->rows = rows;
    return CIRCLET_OK;
}

/* ---- units below, by need ----------------------------------------------- */

static circlet_need_row need_row(const ci_need_list *list,
                                 const ci_need_item *item, size_t rank)
{
    const circlet_city *city = list->judgement->city;

    return (circlet_need_row){
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
        .modelled = (double)item->modelled_milli / 1000,
        .is_sure = true,
        .minutes = (double)NAN};
}

static circlet_status add_need(circlet_need *need,
                               const ci_judgement *judgement,
                               const ci_rule *rule, circlet_error *error)
{
    ci_need_list list = {.judgement = judgement, .rule = rule};
    circlet_status status = ci_need_list_make(&list, error);
    size_t rank = 0;

    if (!status)
        status = reserve(need, list.count, error);
    for (size_t i = 0; !status && i < list.count; i++) {
        const ci_need_item *item = &list.items[i];

        rank = i > 0 && item->owner == item[-1].owner ? rank + 1 : 1;
        if (ci_judgement_has(judgement, item->owner))
            need->rows[need->count++] = need_row(&list, item, rank);
    }
    ci_need_list_clear(&list);
    return status;
}

/* ---- units that may ask for something ----------------------------------- */

/* A listed unit, in the list of the one that it lies in. */
typedef struct owned {
    circlet_unit owner;
    ci_listed item;
} owned;

/* Units are sorted by code, so that their positions are, too. */
static int compare_owned(const void *left, const void *right)
{
    const owned *a = left, *b = right;

    if (a->owner != b->owner)
        return a->owner < b->owner ? -1 : 1;
    if (a->item.is_known != b->item.is_known)
        return a->item.is_known ? -1 : 1;
    if (a->item.people_milli != b->item.people_milli)
        return a->item.people_milli > b->item.people_milli ? -1 : 1;
    return a->item.unit < b->item.unit ? -1 : a->item.unit > b->item.unit;
}

static circlet_need_row listed_row(const ci_judgement *judgement,
                                   const ci_rule *rule, const owned *from,
                                   size_t rank)
{
    const circlet_city *city = judgement->city;
    const ci_listed *item = &from->item;
    bool is_reached = item->half_ms != CIRCLET_UNREACHED;

    return (circlet_need_row){
        .rule = rule->id,
        .owner = circlet_city_unit(city, from->owner)->code,
        .unit = circlet_city_unit(city, item->unit)->code,
        .name = circlet_city_unit(city, item->unit)->name,
        .rank = rank,
        .is_known = item->is_known,
        .persons = (double)item->people_milli / 1000,
        .without = (double)NAN,
        .without_low = (double)NAN,
        .without_high = (double)NAN,
        .modelled = (double)item->modelled_milli / 1000,
        .is_sure = item->is_sure,
        .minutes = is_reached ? item->half_ms / 60000.0 : (double)NAN};
}

/* In the order of the lists; frees nothing of `items`. */
static circlet_status sort_listed(owned **out, const ci_judgement *judgement,
                                  const ci_listed *items, size_t count,
                                  circlet_error *error)
{
    owned *sorted = calloc(count + 1, sizeof(*sorted));

    if (!sorted)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < count; i++) {
        circlet_unit owner =
            circlet_city_unit_parent(judgement->city, items[i].unit);

        sorted[i].owner = owner == CIRCLET_NONE ? items[i].unit : owner;
        sorted[i].item = items[i];
    }
    qsort(sorted, count, sizeof(*sorted), compare_owned);
    *out = sorted;
    return CIRCLET_OK;
}

static circlet_status add_listed(circlet_need *need,
                                 const ci_judgement *judgement,
                                 const ci_rule *rule, circlet_error *error)
{
    ci_listed *items = NULL;
    owned *sorted = NULL;
    size_t count = 0, rank = 0;
    circlet_status status =
        ci_list_units_find(&items, &count, judgement, rule, error);

    if (!status)
        status = sort_listed(&sorted, judgement, items, count, error);
    if (!status)
        status = reserve(need, count, error);
    for (size_t i = 0; !status && i < count; i++) {
        rank = i > 0 && sorted[i].owner == sorted[i - 1].owner ? rank + 1 : 1;
        need->rows[need->count++] =
            listed_row(judgement, rule, &sorted[i], rank);
    }
    free(items);
    free(sorted);
    return status;
}

/* ---- all of them -------------------------------------------------------- */

static circlet_status add_rule(circlet_need *need,
                               const ci_judgement *judgement,
                               const ci_rule *rule, circlet_error *error)
{
    if (rule->kind != CI_RULE_LIST)
        return CIRCLET_OK;
    if (rule->as.list.of == CI_LIST_NEED)
        return add_need(need, judgement, rule, error);
    return rule->as.list.of == CI_LIST_UNITS
               ? add_listed(need, judgement, rule, error)
               : CIRCLET_OK;
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

        if (ci_rule_is_in_force(rule, judgement.year) &&
            (!own.rule || ci_rule_is_listed(own.rule, rule->id)))
            status = add_rule(need, &judgement, rule, error);
    }
    if (status)
        circlet_need_free(need);
    else
        *out = need;
    return status;
}

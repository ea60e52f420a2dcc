#include "policy/need_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "policy/circle_set.h"
#include "policy/circle_words.h"

void ci_need_list_clear(ci_need_list *list)
{
    free(list->items);
    free(list->has_open_setting);
    free(list->may_have);
}

/* The unit of a level that a unit lies in, or is. */
static circlet_unit owner_of(const circlet_city *city, circlet_unit unit,
                             circlet_level level)
{
    while (unit != CIRCLET_NONE &&
           circlet_city_unit(city, unit)->level > level)
        unit = circlet_city_unit_parent(city, unit);
    return unit != CIRCLET_NONE &&
                   circlet_city_unit(city, unit)->level == level
               ? unit
               : CIRCLET_NONE;
}

/* Whether a unit has one of the settings of what is listed. */
static ci_membership setting_holds(const ci_need_list *list, circlet_unit unit)
{
    const ci_judgement *judgement = list->judgement;
    const ci_words *wanted = &list->rule->as.list.member_settings;
    const char *setting = circlet_city_unit_setting(judgement->city, unit);

    if (wanted->count == 0)
        return CI_MEMBER_YES;
    if (!setting || !ci_words_have(&judgement->policy->settings, setting))
        return CI_MEMBER_MAYBE;
    return ci_words_have(wanted, setting) ? CI_MEMBER_YES : CI_MEMBER_NO;
}

static ci_membership kind_holds(const ci_list *list,
                                const circlet_unit_record *unit)
{
    if (!list->member_kind)
        return CI_MEMBER_YES;
    if (!unit->kind)
        return CI_MEMBER_MAYBE;
    return strcmp(unit->kind, list->member_kind) == 0 ? CI_MEMBER_YES
                                                      : CI_MEMBER_NO;
}

static bool has_units_below(const circlet_city *city, circlet_unit unit)
{
    for (size_t i = 0; i < circlet_city_unit_count(city); i++)
        if (circlet_city_unit_parent(city, (circlet_unit)i) == unit)
            return true;
    return false;
}

/* Adds a unit to the list, or notes that one may have been left out. A unit
 * of the rule in which no other lies speaks for itself: its setting is that
 * of the units that are missing. */
static void consider(ci_need_list *list, circlet_unit unit)
{
    const circlet_city *city = list->judgement->city;
    const ci_list *asked = &list->rule->as.list;
    const circlet_unit_record *record = circlet_city_unit(city, unit);
    circlet_unit owner = owner_of(city, unit, list->rule->level);
    ci_membership setting = setting_holds(list, unit), kind;

    if (owner == CIRCLET_NONE ||
        (owner == unit && has_units_below(city, unit)))
        return;
    if (setting > list->may_have[owner])
        list->may_have[owner] = setting;
    if (owner == unit || record->level != asked->member_level)
        return;
    kind = kind_holds(asked, record);
    if (setting == CI_MEMBER_YES && kind == CI_MEMBER_YES)
        list->items[list->count++] =
            (ci_need_item){.unit = unit,
                           .owner = owner,
                           .is_known = record->area.ring_count > 0};
    else if (setting != CI_MEMBER_NO && kind != CI_MEMBER_NO)
        list->has_open_setting[owner] = true;
}

/* ---- the people --------------------------------------------------------- */

static circlet_status count_people(ci_need_item *item,
                                   const ci_circle_set *set,
                                   circlet_error *error)
{
    const ci_circle_run *run = ci_circle_set_of(set, item->unit);
    ci_circle_sums sums;
    circlet_status status;

    if (!run) {
        item->is_known = false; /* there is no circle for its setting */
        return CIRCLET_OK;
    }
    status = ci_circle_add_up(&sums, run, item->unit, error);
    if (status)
        return status;
    item->people_milli = sums.all.all_milli;
    item->sure_milli = sums.sure.all_milli;
    item->modelled_milli = sums.all.modelled_milli;
    item->without_milli = sums.all.all_milli - sums.all.covered_milli;
    item->low_milli = sums.sure.all_milli - sums.sure.high_milli;
    item->high_milli =
        sums.all.all_milli - sums.sure.low_milli - sums.maybe.low_milli;
    return CIRCLET_OK;
}

/* People are counted where the listed units are, whose settings were looked
 * at already. */
static circlet_status count_all(ci_need_list *list, circlet_error *error)
{
    bool lacks_types = ci_selection_lacks_types(
        &list->rule->facility, list->judgement->city, &list->judgement->types);
    ci_rule below = *list->rule;
    ci_circle_set set = {0};
    circlet_status status;

    below.level = list->rule->as.list.member_level;
    status = ci_circle_set_measure(&set, list->judgement, &below,
                                   &list->rule->as.list.circles, error);
    for (size_t i = 0; !status && i < list->count; i++)
        if (list->items[i].is_known) {
            status = count_people(&list->items[i], &set, error);
            if (lacks_types) /* perhaps there is one in everybody's reach */
                list->items[i].low_milli = 0;
        }
    ci_circle_set_clear(&set);
    return status;
}

/* Units are sorted by code, so that their positions are, too. */
static int compare_items(const void *left, const void *right)
{
    const ci_need_item *a = left, *b = right;

    if (a->owner != b->owner)
        return a->owner < b->owner ? -1 : 1;
    if (a->is_known != b->is_known)
        return a->is_known ? -1 : 1;
    if (a->without_milli != b->without_milli)
        return a->without_milli > b->without_milli ? -1 : 1;
    return a->unit < b->unit ? -1 : a->unit > b->unit;
}

circlet_status ci_need_list_make(ci_need_list *list, circlet_error *error)
{
    const ci_judgement *judgement = list->judgement;
    const circlet_city *city = judgement->city;
    size_t count = circlet_city_unit_count(city);
    circlet_status status = CIRCLET_OK;

    list->items = calloc(count + 1, sizeof(*list->items));
    list->has_open_setting =
        calloc(count + 1, sizeof(*list->has_open_setting));
    list->may_have = calloc(count + 1, sizeof(*list->may_have));
    if (!list->items || !list->has_open_setting || !list->may_have)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < count; i++)
        consider(list, (circlet_unit)i);
    list->is_known =
        circlet_city_knows_people(city) && judgement->travel &&
        ci_selection_is_known(&list->rule->facility, city, &judgement->types);
    if (list->is_known)
        status = count_all(list, error);
    qsort(list->items, list->count, sizeof(*list->items), compare_items);
    return status;
}

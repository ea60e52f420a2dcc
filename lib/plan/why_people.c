#include "plan/why_people.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"

#define MILLI 1000.0

const char *ci_why_list_units(const ci_why_words *words, const bool *is_listed)
{
    const circlet_city *city = words->city;
    ci_buffer list = {0};
    const char *kept;

    ci_buffer_add(&list, "");
    for (size_t u = 0; u < circlet_city_unit_count(city); u++) {
        if (!is_listed[u])
            continue;
        ci_buffer_add(&list, list.size > 0 ? ";" : "");
        ci_buffer_add(&list, circlet_city_unit(city, (circlet_unit)u)->code);
    }
    kept = list.failed ? NULL : ci_arena_copy(words->arena, list.text);
    ci_buffer_free(&list);
    return kept;
}

static int compare_times(const void *left, const void *right)
{
    const ci_stranded *a = *(const ci_stranded *const *)left;
    const ci_stranded *b = *(const ci_stranded *const *)right;

    return (a->nearest_ms > b->nearest_ms) - (a->nearest_ms < b->nearest_ms);
}

/* Times say nothing of those who have a site in reach, but not for them. */
static bool has_site(const circlet_plan_impossible *item)
{
    return item->reason && strcmp(item->reason, "sites_taken") == 0;
}

/* The greatest and the weighted median of the times of those who get there. */
static circlet_status sum_times(circlet_plan_impossible *item,
                                const ci_stranded *people, size_t count,
                                circlet_error *error)
{
    const ci_stranded **order = calloc(count + 1, sizeof(const ci_stranded *));
    int64_t all = 0, so_far = 0;
    size_t kept = 0;

    if (!order)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < count; i++) {
        double persons = (double)people[i].weight_milli / MILLI;

        if (!people[i].is_tied && !people[i].is_on_island) {
            item->persons_off_streets += persons;
        } else if (people[i].nearest_ms == CIRCLET_UNREACHED) {
            item->persons_cut_off += persons;
        } else {
            order[kept++] = &people[i];
            all += people[i].weight_milli;
        }
    }
    if (kept > 0)
        qsort(order, kept, sizeof(const ci_stranded *), compare_times);
    for (size_t i = 0; i < kept; i++) {
        item->nearest_s = order[i]->nearest_ms / MILLI;
        if (2 * so_far < all || i == 0)
            item->median_s = item->nearest_s;
        so_far += order[i]->weight_milli;
    }
    free(order);
    return CIRCLET_OK;
}

/* Lists the units of some of the people; NULL: no memory. */
static const char *list_parts(const ci_why_crowd *crowd,
                              const ci_stranded *people, size_t count,
                              bool of_spots)
{
    circlet_unit own = crowd->units[people->item];
    bool *is_listed = calloc(circlet_city_unit_count(crowd->words->city) + 1,
                             sizeof(*is_listed));
    const char *list;

    if (!is_listed)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        circlet_unit part = people[i].part;

        if (part == CIRCLET_NONE && of_spots)
            part = own;
        if (part != CIRCLET_NONE && (!of_spots || people[i].is_spot))
            is_listed[part] = true;
    }
    list = ci_why_list_units(crowd->words, is_listed);
    free(is_listed);
    return list;
}

/* Where only the streets are missing, no site would do. */
static circlet_status change_item(const ci_why_crowd *crowd,
                                  const ci_stranded *people, size_t count,
                                  circlet_error *error)
{
    circlet_plan_impossible *item = &crowd->items[people->item];
    circlet_plan_change *change = &item->change;
    size_t spots = 0;
    circlet_status status;

    for (size_t i = 0; i < count; i++)
        spots += people[i].is_spot;
    if (spots == 0) {
        change->kind = "road";
        change->units = item->parts;
        return CIRCLET_OK;
    }
    status = ci_why_buildings(change, crowd->words->arena, crowd->judgement,
                              crowd->rule, crowd->units[people->item],
                              (int64_t)spots, error);
    if (status || !change->kind)
        return status;
    change->units = list_parts(crowd, people, count, true);
    return change->units ? CIRCLET_OK : ci_fail_nomem(error);
}

/* A venue may want more residents around it than a spot of its own has. */
static bool may_change(const ci_why_crowd *crowd, const ci_stranded *people,
                       size_t count)
{
    const circlet_city *city = crowd->words->city;
    const ci_rule *rule = crowd->rule;

    if (rule->kind != CI_RULE_NEAR || rule->as.near.host_residents <= 0)
        return true;
    for (size_t i = 0; i < count; i++)
        if (people[i].is_spot &&
            (people[i].part == CIRCLET_NONE ||
             circlet_city_unit(city, people[i].part)->residents <
                 rule->as.near.host_residents))
            return false;
    return true;
}

static circlet_status describe(const ci_why_crowd *crowd,
                               const ci_stranded *people, size_t count,
                               circlet_error *error)
{
    circlet_plan_impossible *item = &crowd->items[people->item];
    circlet_status status =
        has_site(item) ? CIRCLET_OK : sum_times(item, people, count, error);

    if (status)
        return status;
    item->parts = list_parts(crowd, people, count, false);
    if (!item->parts)
        return ci_fail_nomem(error);
    return may_change(crowd, people, count)
               ? change_item(crowd, people, count, error)
               : CIRCLET_OK;
}

circlet_status ci_why_people(const ci_why_crowd *crowd, circlet_error *error)
{
    const ci_rule *rule = crowd->rule;
    const ci_stranded_query query = {
        .policy = crowd->judgement->policy,
        .travel = crowd->judgement->travel,
        .doors = crowd->doors,
        .door_count = crowd->door_count,
        .cutoff_ms = rule->kind == CI_RULE_CIRCLE ? rule->as.circle.cutoff_ms
                                                  : rule->as.near.cutoff_ms};
    ci_stranded *people = crowd->people;
    circlet_status status =
        ci_stranded_find_nearest(people, crowd->count, &query, error);

    if (!status)
        status = ci_stranded_find_spots(people, crowd->count, &query, error);
    for (size_t start = 0, end; !status && start < crowd->count; start = end) {
        for (end = start;
             end < crowd->count && people[end].item == people[start].item;)
            end++;
        status = describe(crowd, &people[start], end - start, error);
    }
    return status;
}

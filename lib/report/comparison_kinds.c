/* Who gained and who lost, by the kinds of people. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "report/comparison.h"

/* That of a rule, whose kinds begin at `first`; NULL: no memory. */
static circlet_kind_change *find_kind(circlet_comparison *comparison,
                                      size_t first, const char *rule,
                                      const char *word, size_t size)
{
    circlet_kind_change *items;

    for (size_t i = first; i < comparison->kind_count; i++)
        if (strncmp(comparison->kinds[i].kind, word, size) == 0 &&
            comparison->kinds[i].kind[size] == '\0')
            return &comparison->kinds[i];
    items = ci_array_reserve_one(comparison->kinds, comparison->kind_count,
                                 &comparison->kind_capacity, sizeof(*items));
    if (!items)
        return NULL;
    comparison->kinds = items;
    items += comparison->kind_count;
    *items = (circlet_kind_change){
        .rule = rule, .kind = ci_arena_copy_n(&comparison->arena, word, size)};
    if (!items->kind)
        return NULL;
    comparison->kind_count++;
    return items;
}

/* Counts a person in each of a list of kinds. */
static bool add_kinds(circlet_comparison *comparison, size_t first,
                      const char *rule, const char *list,
                      const ci_cover_part *part)
{
    if (!list || !*list)
        list = "unknown";
    while (*list) {
        size_t size = strcspn(list, ";");
        circlet_kind_change *kind =
            find_kind(comparison, first, rule, list, size);

        if (!kind)
            return false;
        kind->gained_milli += part->gained_milli;
        kind->lost_milli += part->lost_milli;
        list += size + (list[size] == ';');
    }
    return true;
}

static int compare_kinds(const void *left, const void *right)
{
    const circlet_kind_change *a = left, *b = right;

    return strcmp(a->kind, b->kind);
}

static bool add_track(circlet_comparison *comparison, const ci_mix *mix,
                      const ci_cover_track *track, const char *rule)
{
    size_t first = comparison->kind_count;

    for (size_t p = 0; p < mix->people.count; p++) {
        const ci_cover_part part = ci_cover_part_of(mix, track, p);
        const circlet_demand_record *person;

        if (part.gained_milli == 0 && part.lost_milli == 0)
            continue;
        person = circlet_city_demand(mix->after, mix->people.items[p].after);
        if (!add_kinds(comparison, first, rule, person->kind, &part))
            return false;
    }
    if (comparison->kind_count > first)
        qsort(comparison->kinds + first, comparison->kind_count - first,
              sizeof(*comparison->kinds), compare_kinds);
    return true;
}

circlet_status ci_comparison_add_kinds(circlet_comparison *comparison,
                                       const ci_cover_tracks *tracks,
                                       circlet_error *error)
{
    for (size_t i = 0; i < tracks->count; i++)
        if (!add_track(comparison, tracks->mix, &tracks->items[i],
                       comparison->rules[i].rule))
            return ci_fail_nomem(error);
    return CIRCLET_OK;
}

size_t circlet_comparison_kind_count(const circlet_comparison *comparison)
{
    return comparison->kind_count;
}

const circlet_kind_change *circlet_comparison_kind(
    const circlet_comparison *comparison, size_t i)
{
    return i < comparison->kind_count ? &comparison->kinds[i] : NULL;
}

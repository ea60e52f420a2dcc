/* People and their cover, added up. */
#include <stdlib.h>
#include <string.h>

#include "access/coverage.h"
#include "base/error.h"
#include "report/comparison.h"

bool ci_comparison_copy(circlet_comparison *comparison, const char **out,
                        const char *text)
{
    *out = text ? ci_arena_copy(&comparison->arena, text) : NULL;
    return !text || *out;
}

/* ---- one person --------------------------------------------------------- */

static int64_t lesser(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static void describe_stay(ci_cover_part *part, const ci_cover_person *person)
{
    int64_t same = lesser(part->before_milli, part->after_milli);

    part->came_milli = part->after_milli - same;
    part->went_milli = part->before_milli - same;
    part->came_by = CIRCLET_CHANGE_PERSON_ENTERED;
    part->went_by = CIRCLET_CHANGE_PERSON_LEFT;
    if (person->now > person->before)
        part->gained_milli = same;
    else if (person->now < person->before)
        part->lost_milli = same;
}

ci_cover_part ci_cover_part_of(const ci_mix *mix, const ci_cover_track *track,
                               size_t position)
{
    const ci_cover_person *person = &track->people[position];
    const ci_pair *pair = &mix->people.items[position];
    circlet_change_kind reason = (circlet_change_kind)person->reason;
    ci_cover_part part = {.reason = reason,
                          .was_covered = person->before == CI_COVER_YES,
                          .is_covered = person->now == CI_COVER_YES};

    if (person->before != CI_COVER_NONE)
        part.before_milli = ci_mix_weight_before(mix, position);
    if (person->now != CI_COVER_NONE)
        part.after_milli = ci_mix_weight_after(mix, position);
    if (person->before != CI_COVER_NONE && person->now != CI_COVER_NONE) {
        describe_stay(&part, person);
        return part;
    }
    part.came_milli = part.after_milli;
    part.went_milli = part.before_milli;
    part.came_by =
        pair->before == CIRCLET_NONE ? CIRCLET_CHANGE_PERSON_ENTERED : reason;
    part.went_by =
        pair->after == CIRCLET_NONE ? CIRCLET_CHANGE_PERSON_LEFT : reason;
    return part;
}

/* ---- all people --------------------------------------------------------- */

/* Whether every circle rule about them is kept for them. */
static ci_cover worst_cover(const ci_cover_tracks *tracks, size_t position,
                            bool is_after)
{
    ci_cover worst = CI_COVER_NONE;

    for (size_t i = 0; i < tracks->count; i++) {
        const ci_cover_person *person = &tracks->items[i].people[position];
        ci_cover cover = is_after ? person->now : person->before;

        if (tracks->items[i].is_variant || cover == CI_COVER_NONE)
            continue;
        if (worst == CI_COVER_NONE || cover < worst)
            worst = cover;
    }
    return worst;
}

static void add_found_again(circlet_compared_people *people,
                            const ci_cover_tracks *tracks, size_t position,
                            int64_t milli)
{
    const ci_mix *mix = tracks->mix;
    const ci_pair *pair = &mix->people.items[position];
    const circlet_demand_record *a =
        circlet_city_demand(mix->before, pair->before);
    const circlet_demand_record *b =
        circlet_city_demand(mix->after, pair->after);
    ci_cover was = worst_cover(tracks, position, false);
    ci_cover is = worst_cover(tracks, position, true);

    if (!ci_is_same_home(a->at, b->at))
        people->moved_milli += milli;
    if (!ci_is_same_person(a, b, mix->year_after - mix->year_before))
        people->changed_milli += milli;
    if (was == is || was == CI_COVER_NONE || is == CI_COVER_NONE)
        people->unchanged_milli += milli;
    else if (is > was)
        people->gained_milli += milli;
    else
        people->lost_milli += milli;
}

circlet_status ci_comparison_add_people(circlet_comparison *comparison,
                                        const ci_cover_tracks *tracks,
                                        circlet_error *error)
{
    circlet_compared_people *people = &comparison->people;
    const ci_mix *mix = tracks->mix;

    for (size_t i = 0; i < mix->people.count; i++) {
        int64_t was = ci_mix_weight_before(mix, i);
        int64_t is = ci_mix_weight_after(mix, i);
        int64_t same = lesser(was, is);
        const ci_pair *pair = &mix->people.items[i];

        /* Every other sum is a part of these two. */
        if (!ci_add_weight(&people->before_milli, was) ||
            !ci_add_weight(&people->after_milli, is))
            return ci_fail(error, CIRCLET_E_DATA,
                           "the weights of the people add up to more than 64 "
                           "bits hold");
        people->entered_milli += is - same;
        people->left_milli += was - same;
        if (pair->before != CIRCLET_NONE && pair->after != CIRCLET_NONE)
            add_found_again(people, tracks, i, same);
    }
    return CIRCLET_OK;
}

/* ---- the rules ---------------------------------------------------------- */

static void add_before(circlet_cover_change *out, const ci_cover_part *part)
{
    out->people_before_milli += part->before_milli;
    out->went_milli += part->went_milli;
    out->went_by.milli[part->went_by] += part->went_milli;
    if (!part->was_covered)
        return;
    out->covered_before_milli += part->before_milli;
    out->went_covered_milli += part->went_milli;
}

static void add_after(circlet_cover_change *out, const ci_cover_part *part,
                      const ci_cover_person *person)
{
    out->people_after_milli += part->after_milli;
    out->gained_milli += part->gained_milli;
    out->lost_milli += part->lost_milli;
    out->came_milli += part->came_milli;
    out->gained_by.milli[part->reason] += part->gained_milli;
    out->lost_by.milli[part->reason] += part->lost_milli;
    out->came_by.milli[part->came_by] += part->came_milli;
    if (person->was_open || person->is_open)
        out->open_milli += part->gained_milli + part->lost_milli;
    if (!part->is_covered)
        return;
    out->covered_after_milli += part->after_milli;
    out->came_covered_milli += part->came_milli;
}

circlet_status ci_comparison_add_cover(circlet_comparison *comparison,
                                       const ci_cover_tracks *tracks,
                                       circlet_error *error)
{
    comparison->rules = calloc(tracks->count + 1, sizeof(*comparison->rules));
    if (!comparison->rules)
        return ci_fail_nomem(error);
    comparison->rule_count = tracks->count;
    for (size_t i = 0; i < tracks->count; i++) {
        const ci_cover_track *track = &tracks->items[i];
        circlet_cover_change *out = &comparison->rules[i];

        if (!ci_comparison_copy(comparison, &out->rule, track->rule))
            return ci_fail_nomem(error);
        for (size_t p = 0; p < tracks->mix->people.count; p++) {
            ci_cover_part part = ci_cover_part_of(tracks->mix, track, p);

            add_before(out, &part);
            add_after(out, &part, &track->people[p]);
        }
    }
    return CIRCLET_OK;
}

/* ---- units -------------------------------------------------------------- */

/* The units of both cities, each once: first those of the second. */
typedef struct unit_list {
    circlet_cover_change *items;
    uint32_t *of_before; /* where a unit of the first city is */
    size_t count;
} unit_list;

static void unit_list_free(unit_list *list)
{
    free(list->items);
    free(list->of_before);
}

static circlet_status unit_list_make(unit_list *list, const ci_mix *mix,
                                     circlet_error *error)
{
    size_t before = circlet_city_unit_count(mix->before);
    size_t after = circlet_city_unit_count(mix->after);

    list->items = calloc(before + after + 1, sizeof(*list->items));
    list->of_before = calloc(before + 1, sizeof(*list->of_before));
    list->count = after;
    if (!list->items || !list->of_before)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < before; i++) {
        const circlet_unit_record *unit =
            circlet_city_unit(mix->before, (circlet_unit)i);
        circlet_unit found = circlet_city_find_unit(mix->after, unit->code);

        list->of_before[i] =
            found == CIRCLET_NONE ? (uint32_t)list->count++ : found;
        list->items[list->of_before[i]].unit = unit->code;
        list->items[list->of_before[i]].unit_name = unit->name;
    }
    for (size_t i = 0; i < after; i++) {
        const circlet_unit_record *unit =
            circlet_city_unit(mix->after, (circlet_unit)i);

        list->items[i].unit = unit->code;
        list->items[i].unit_name = unit->name;
    }
    return CIRCLET_OK;
}

static void add_track(unit_list *list, const ci_mix *mix,
                      const ci_cover_track *track)
{
    for (size_t p = 0; p < mix->people.count; p++) {
        const ci_cover_person *person = &track->people[p];
        ci_cover_part part = ci_cover_part_of(mix, track, p);

        if (person->unit_before != CIRCLET_NONE)
            add_before(&list->items[list->of_before[person->unit_before]],
                       &part);
        if (person->unit_after != CIRCLET_NONE)
            add_after(&list->items[person->unit_after], &part, person);
    }
}

static bool has_change(const circlet_cover_change *unit)
{
    return unit->gained_milli > 0 || unit->lost_milli > 0 ||
           unit->came_milli > 0 || unit->went_milli > 0;
}

static int compare_units(const void *a, const void *b)
{
    const circlet_cover_change *x = a, *y = b;

    return strcmp(x->unit, y->unit);
}

/* Keeps the units where something changed, with copies of what they are
 * called. */
static circlet_status keep(circlet_comparison *comparison, unit_list *list,
                           const char *rule, circlet_error *error)
{
    circlet_cover_change *grown;
    size_t kept = 0;

    for (size_t i = 0; i < list->count; i++) {
        circlet_cover_change unit = list->items[i];

        if (!has_change(&unit))
            continue;
        if (!ci_comparison_copy(comparison, &unit.unit, unit.unit) ||
            !ci_comparison_copy(comparison, &unit.unit_name, unit.unit_name))
            return ci_fail_nomem(error);
        unit.rule = rule;
        list->items[kept++] = unit;
    }
    if (kept == 0)
        return CIRCLET_OK;
    qsort(list->items, kept, sizeof(*list->items), compare_units);
    grown = realloc(comparison->units,
                    (comparison->unit_count + kept) * sizeof(*grown));
    if (!grown)
        return ci_fail_nomem(error);
    comparison->units = grown;
    memcpy(grown + comparison->unit_count, list->items, kept * sizeof(*grown));
    comparison->unit_count += kept;
    return CIRCLET_OK;
}

circlet_status ci_comparison_add_units(circlet_comparison *comparison,
                                       const ci_cover_tracks *tracks,
                                       circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < tracks->count; i++) {
        unit_list list = {0};

        status = unit_list_make(&list, tracks->mix, error);
        if (!status) {
            add_track(&list, tracks->mix, &tracks->items[i]);
            status = keep(comparison, &list, comparison->rules[i].rule, error);
        }
        unit_list_free(&list);
    }
    return status;
}

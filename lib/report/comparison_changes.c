/* What changed, with what came of it, and for whom. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "report/comparison.h"

/* Who gained and who lost under each rule: by facility, and in a last row by
 * none, of one kind of change. */
typedef struct effect_table {
    int64_t *gained, *lost; /* rows x tracks */
    size_t row_count, track_count;
} effect_table;

static void table_free(effect_table *table)
{
    free(table->gained);
    free(table->lost);
}

static circlet_status table_make(effect_table *table,
                                 const ci_cover_tracks *tracks,
                                 circlet_error *error)
{
    size_t size;

    table->row_count = tracks->mix->facilities.count + 1;
    table->track_count = tracks->count;
    size = table->row_count * (table->track_count + 1);
    table->gained = calloc(size, sizeof(*table->gained));
    table->lost = calloc(size, sizeof(*table->lost));
    return table->gained && table->lost ? CIRCLET_OK : ci_fail_nomem(error);
}

static void table_fill(effect_table *table, const ci_cover_tracks *tracks,
                       circlet_change_kind kind)
{
    size_t size = table->row_count * table->track_count;

    memset(table->gained, 0, size * sizeof(*table->gained));
    memset(table->lost, 0, size * sizeof(*table->lost));
    for (size_t t = 0; t < tracks->count; t++)
        for (size_t p = 0; p < tracks->mix->people.count; p++) {
            const ci_cover_person *person = &tracks->items[t].people[p];
            size_t row = person->facility != CIRCLET_NONE
                             ? person->facility
                             : table->row_count - 1;
            ci_cover_part part;

            if (person->reason != (uint8_t)kind)
                continue;
            part = ci_cover_part_of(tracks->mix, &tracks->items[t], p);
            table->gained[row * table->track_count + t] += part.gained_milli;
            table->lost[row * table->track_count + t] += part.lost_milli;
        }
}

/* The rules under which a row did anything; they belong to the
 * comparison. */
static circlet_status add_effects(circlet_comparison *comparison,
                                  circlet_change *change,
                                  const effect_table *table, size_t row,
                                  circlet_error *error)
{
    circlet_change_effect *effects = ci_arena_take(
        &comparison->arena, (table->track_count + 1) * sizeof(*effects));

    if (!effects)
        return ci_fail_nomem(error);
    for (size_t t = 0; t < table->track_count; t++) {
        int64_t gained = table->gained[row * table->track_count + t];
        int64_t lost = table->lost[row * table->track_count + t];

        if (gained != 0 || lost != 0)
            effects[change->effect_count++] = (circlet_change_effect){
                comparison->rules[t].rule, gained, lost};
    }
    change->effects = change->effect_count > 0 ? effects : NULL;
    return CIRCLET_OK;
}

/* ---- the list ----------------------------------------------------------- */

typedef struct change_list {
    circlet_comparison *comparison;
    size_t capacity;
} change_list;

static circlet_status add(change_list *list, const circlet_change *change,
                          circlet_error *error)
{
    circlet_comparison *comparison = list->comparison;
    circlet_change *grown =
        ci_array_reserve_one(comparison->changes, comparison->change_count,
                             &list->capacity, sizeof(*grown));

    if (!grown)
        return ci_fail_nomem(error);
    comparison->changes = grown;
    grown[comparison->change_count++] = *change;
    return CIRCLET_OK;
}

static circlet_status add_facility(change_list *list, const ci_mix *mix,
                                   const effect_table *table, size_t position,
                                   circlet_change_kind kind,
                                   circlet_error *error)
{
    const ci_pair *pair = &mix->facilities.items[position];
    const circlet_facility_record *facility =
        pair->after != CIRCLET_NONE
            ? circlet_city_facility(mix->after, pair->after)
            : circlet_city_facility(mix->before, pair->before);
    circlet_change change = {.kind = kind, .persons_milli = -1};
    circlet_comparison *comparison = list->comparison;

    if (!ci_comparison_copy(comparison, &change.id, pair->id) ||
        !ci_comparison_copy(comparison, &change.name, facility->name) ||
        !ci_comparison_copy(comparison, &change.type, facility->type))
        return ci_fail_nomem(error);
    if (add_effects(comparison, &change, table, position, error))
        return CIRCLET_E_NOMEM;
    return add(list, &change, error);
}

static bool changes_verdicts(const circlet_comparison *comparison,
                             circlet_change_kind kind)
{
    for (size_t i = 0; i < comparison->verdicts.change_count; i++)
        if (comparison->verdicts.changes[i].reasons >> kind & 1)
            return true;
    return false;
}

static int64_t persons_of(const circlet_compared_people *people,
                          circlet_change_kind kind)
{
    switch (kind) {
    case CIRCLET_CHANGE_PERSON_CHANGED:
        return people->changed_milli;
    case CIRCLET_CHANGE_PERSON_MOVED:
        return people->moved_milli;
    case CIRCLET_CHANGE_PERSON_ENTERED:
        return people->entered_milli;
    case CIRCLET_CHANGE_PERSON_LEFT:
        return people->left_milli;
    default:
        return -1;
    }
}

/* What moved may have had an effect by another change. */
static bool has_effect(const effect_table *table, size_t row)
{
    for (size_t t = 0; t < table->track_count; t++)
        if (table->gained[row * table->track_count + t] != 0 ||
            table->lost[row * table->track_count + t] != 0)
            return true;
    return false;
}

/* Each facility, and then what is not one of them. */
static circlet_status add_kind(change_list *list,
                               const ci_cover_tracks *tracks,
                               const effect_table *table,
                               circlet_change_kind kind, circlet_error *error)
{
    circlet_comparison *comparison = list->comparison;
    circlet_change change = {
        .kind = kind, .persons_milli = persons_of(&comparison->people, kind)};
    circlet_status status = CIRCLET_OK;
    size_t first = comparison->change_count;

    for (size_t i = 0; !status && i < tracks->mix->facilities.count; i++)
        if (tracks->mix->touched[i] == kind || has_effect(table, i))
            status = add_facility(list, tracks->mix, table, i, kind, error);
    if (!status)
        status = add_effects(comparison, &change, table, table->row_count - 1,
                             error);
    if (status)
        return status;
    if (change.effect_count > 0 || change.persons_milli > 0 ||
        (comparison->change_count == first &&
         changes_verdicts(comparison, kind)))
        status = add(list, &change, error);
    return status;
}

circlet_status ci_comparison_add_changes(circlet_comparison *comparison,
                                         const ci_cover_tracks *tracks,
                                         circlet_error *error)
{
    change_list list = {comparison, 0};
    effect_table table = {0};
    circlet_status status = table_make(&table, tracks, error);

    for (int i = CIRCLET_CHANGE_NONE + 1;
         !status && i < CIRCLET_CHANGE_KIND_COUNT; i++) {
        table_fill(&table, tracks, (circlet_change_kind)i);
        status =
            add_kind(&list, tracks, &table, (circlet_change_kind)i, error);
    }
    table_free(&table);
    return status;
}

/* ---- persons ------------------------------------------------------------ */

static int answer_of(uint8_t cover)
{
    return cover == CI_COVER_NONE ? -1 : cover == CI_COVER_YES;
}

static bool describe(circlet_comparison *comparison,
                     circlet_person_change *out, const ci_mix *mix,
                     const ci_cover_person *person, size_t position)
{
    const ci_pair *pair = &mix->people.items[position];
    const circlet_demand_record *a =
        circlet_city_demand(mix->before, pair->before);
    const circlet_demand_record *b =
        circlet_city_demand(mix->after, pair->after);
    const circlet_unit_record *unit =
        person->unit_after != CIRCLET_NONE
            ? circlet_city_unit(mix->after, person->unit_after)
            : circlet_city_unit(mix->before, person->unit_before);
    const char *facility = person->facility != CIRCLET_NONE
                               ? mix->facilities.items[person->facility].id
                               : NULL;

    return ci_comparison_copy(comparison, &out->id_before, a ? a->id : NULL) &&
           ci_comparison_copy(comparison, &out->id_after, b ? b->id : NULL) &&
           ci_comparison_copy(comparison, &out->unit,
                              unit ? unit->code : NULL) &&
           ci_comparison_copy(comparison, &out->facility, facility);
}

static circlet_status add_person(circlet_comparison *comparison,
                                 size_t *capacity,
                                 const ci_cover_tracks *tracks, size_t track,
                                 size_t position, circlet_error *error)
{
    const ci_cover_person *person = &tracks->items[track].people[position];
    ci_cover_part part =
        ci_cover_part_of(tracks->mix, &tracks->items[track], position);
    int64_t changed = part.gained_milli + part.lost_milli;
    circlet_person_change out = {.rule = comparison->rules[track].rule,
                                 .before = answer_of(person->before),
                                 .after = answer_of(person->now),
                                 .is_open =
                                     person->was_open || person->is_open,
                                 .weight_milli = changed,
                                 .reason = part.reason};
    circlet_person_change *grown;

    if (changed == 0 &&
        (person->before == CI_COVER_NONE) != (person->now == CI_COVER_NONE)) {
        out.weight_milli = part.came_milli + part.went_milli;
        out.reason = part.came_milli > 0 ? part.came_by : part.went_by;
    }
    if (out.weight_milli == 0)
        return CIRCLET_OK;
    grown = ci_array_reserve_one(comparison->persons, comparison->person_count,
                                 capacity, sizeof(*grown));
    if (!grown)
        return ci_fail_nomem(error);
    comparison->persons = grown;
    if (!describe(comparison, &out, tracks->mix, person, position))
        return ci_fail_nomem(error);
    grown[comparison->person_count++] = out;
    return CIRCLET_OK;
}

circlet_status ci_comparison_add_persons(circlet_comparison *comparison,
                                         const ci_cover_tracks *tracks,
                                         circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    size_t capacity = 0;

    for (size_t t = 0; t < tracks->count; t++)
        for (size_t p = 0; !status && p < tracks->mix->people.count; p++)
            status = add_person(comparison, &capacity, tracks, t, p, error);
    return status;
}

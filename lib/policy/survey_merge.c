/*
 * The same street stands in the gaps of several rules and modes. All are
 * sorted by place, those of one place joined; then the people are gone
 * through in the city's order, beside the origins of every set, which are in
 * the same order. Once to weigh the places, and once, when these are sorted,
 * to find the first that touches each person.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "policy/survey.h"

/* A gap of a set. */
typedef struct gap_source {
    circlet_gap gap;
    uint32_t set, item;
} gap_source;

typedef struct merging {
    circlet_survey *survey;
    const ci_way_set *sets;
    size_t set_count;
    const circlet_city *city;
    gap_source *sources;
    size_t source_count;
    uint32_t **item_of; /* for each gap of each set, its item */
    uint32_t *place_of; /* of each item, in the sorted list */
    size_t *cursors; /* the next origin of each set */
    uint32_t *way; /* room for the gaps of any way */
    uint32_t *seen; /* the person who came by each item last, plus 1 */
    uint32_t first; /* the first place on a person's ways */
} merging;

/* ---- one item for each place -------------------------------------------- */

static int compare_places(const circlet_gap *a, const circlet_gap *b)
{
    if (a->is_node != b->is_node)
        return a->is_node ? 1 : -1;
    return (a->position > b->position) - (a->position < b->position);
}

static int compare_sources(const void *left, const void *right)
{
    const gap_source *a = left, *b = right;
    int order = compare_places(&a->gap, &b->gap);

    return order ? order : (a->set > b->set) - (a->set < b->set);
}

static void gather(merging *work)
{
    for (uint32_t set = 0; set < work->set_count; set++)
        for (uint32_t i = 0; i < circlet_gaps_size(work->sets[set].gaps); i++)
            work->sources[work->source_count++] =
                (gap_source){circlet_gaps_at(work->sets[set].gaps, i), set, i};
    if (work->source_count > 1)
        qsort(work->sources, work->source_count, sizeof(*work->sources),
              compare_sources);
}

/* Which of two lists divided by ';', sorted by name, goes on with the lesser
 * name: below 0 the left one, above 0 the right one, 0 both. */
static int compare_heads(const char *left, const char *right)
{
    size_t a = strcspn(left, ";"), b = strcspn(right, ";");
    int order = memcmp(left, right, a < b ? a : b);

    if (a == 0 || b == 0)
        return a == 0 ? 1 : -1;
    return order ? order : (a > b) - (a < b);
}

static const char *after_head(const char *list)
{
    list += strcspn(list, ";");
    return *list ? list + 1 : list;
}

/* "kerb;width" and "kerb;surface" make "kerb;surface;width"; NULL: no
 * memory. */
static const char *join_keys(ci_arena *arena, const char *left,
                             const char *right)
{
    ci_buffer text = {0};
    const char *copy = NULL;

    /* Items whose keys found no memory are followed by none. */
    /* NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker) */
    if (strcmp(left, right) == 0)
        return left;
    while (*left || *right) {
        int order = compare_heads(left, right);
        const char *head = order <= 0 ? left : right;

        ci_buffer_add(&text, text.size > 0 ? ";" : "");
        ci_buffer_add_n(&text, head, strcspn(head, ";"));
        if (order <= 0)
            left = after_head(left);
        if (order >= 0)
            right = after_head(right);
    }
    if (!text.failed && text.text)
        copy = ci_arena_copy(arena, text.text);
    ci_buffer_free(&text);
    return copy;
}

/* A new item, or more keys of the last one. */
static bool add_source(merging *work, const gap_source *source)
{
    circlet_survey *survey = work->survey;
    size_t last = survey->count - 1;
    circlet_gap gap = source->gap;

    if (survey->count == 0 ||
        compare_places(&survey->items[last], &gap) != 0) {
        last = survey->count++;
        gap.keys = ci_arena_copy(&survey->arena, gap.keys);
    } else {
        gap.keys =
            join_keys(&survey->arena, survey->items[last].keys, gap.keys);
    }
    gap.weight_milli = 0;
    survey->items[last] = gap;
    work->item_of[source->set][source->item] = (uint32_t)last;
    return gap.keys != NULL;
}

static bool join_sources(merging *work)
{
    gather(work);
    for (size_t i = 0; i < work->source_count; i++)
        if (!add_source(work, &work->sources[i]))
            return false;
    return true;
}

/* ---- person by person --------------------------------------------------- */

typedef void (*visit_fn)(merging *work, circlet_demand person, uint32_t item);

/* Calls `visit` for every gap on all ways of a person. */
static void visit_ways(merging *work, circlet_demand person, visit_fn visit)
{
    for (size_t s = 0; s < work->set_count; s++) {
        const ci_way_set *set = &work->sets[s];
        size_t origin = work->cursors[s], count;

        if (origin == set->count || set->demands[origin] != person)
            continue;
        work->cursors[s]++;
        count = circlet_gaps_on_way(set->gaps, origin, work->way,
                                    circlet_gaps_size(set->gaps));
        for (size_t i = 0; i < count; i++)
            visit(work, person, work->item_of[s][work->way[i]]);
    }
}

static int64_t weight_of(const merging *work, circlet_demand person)
{
    return circlet_city_demand(work->city, person)->weight_milli;
}

static void weigh(merging *work, circlet_demand person, uint32_t item)
{
    if (work->seen[item] == person + 1)
        return;
    work->seen[item] = person + 1;
    work->survey->items[item].weight_milli += weight_of(work, person);
}

static void find_first(merging *work, circlet_demand person, uint32_t item)
{
    (void)person;
    if (work->place_of[item] < work->first)
        work->first = work->place_of[item];
}

static void rewind_sets(merging *work)
{
    for (size_t s = 0; s < work->set_count; s++)
        work->cursors[s] = 0;
}

static void weigh_all(merging *work)
{
    rewind_sets(work);
    for (size_t i = 0; i < circlet_city_demand_count(work->city); i++)
        visit_ways(work, (circlet_demand)i, weigh);
}

/* Sums of whom the first place touches, of whom the first two do ... */
static void sum_touched(merging *work)
{
    int64_t *touched = work->survey->touched_milli;

    rewind_sets(work);
    for (size_t i = 0; i < circlet_city_demand_count(work->city); i++) {
        work->first = UINT32_MAX;
        visit_ways(work, (circlet_demand)i, find_first);
        if (work->first != UINT32_MAX)
            touched[work->first + 1] += weight_of(work, (circlet_demand)i);
    }
    for (size_t i = 0; i < work->survey->count; i++)
        touched[i + 1] += touched[i];
}

/* ---- order -------------------------------------------------------------- */

static int compare_items(const void *left, const void *right)
{
    const gap_source *a = left, *b = right;

    if (a->gap.weight_milli != b->gap.weight_milli)
        return a->gap.weight_milli > b->gap.weight_milli ? -1 : 1;
    return compare_places(&a->gap, &b->gap);
}

/* Sorts the items, in the room of the sources, which are not needed any
 * more, and there are no fewer of them. */
static void sort_items(merging *work)
{
    circlet_survey *survey = work->survey;

    for (uint32_t i = 0; i < survey->count; i++)
        work->sources[i] = (gap_source){survey->items[i], 0, i};
    if (survey->count > 1)
        qsort(work->sources, survey->count, sizeof(*work->sources),
              compare_items);
    for (uint32_t i = 0; i < survey->count; i++) {
        survey->items[i] = work->sources[i].gap;
        work->place_of[work->sources[i].item] = i;
    }
}

/* ---- set up ------------------------------------------------------------- */

static bool reserve(merging *work)
{
    size_t total = 1, longest = 1;

    work->item_of = calloc(work->set_count + 1, sizeof(*work->item_of));
    work->cursors = calloc(work->set_count + 1, sizeof(*work->cursors));
    if (!work->item_of || !work->cursors)
        return false;
    for (size_t s = 0; s < work->set_count; s++) {
        size_t size = circlet_gaps_size(work->sets[s].gaps);

        total += size;
        longest = size > longest ? size : longest;
        work->item_of[s] = calloc(size + 1, sizeof(**work->item_of));
        if (!work->item_of[s])
            return false;
    }
    work->sources = calloc(total, sizeof(*work->sources));
    work->place_of = calloc(total, sizeof(*work->place_of));
    work->seen = calloc(total, sizeof(*work->seen));
    work->way = malloc(longest * sizeof(*work->way));
    work->survey->items = calloc(total, sizeof(*work->survey->items));
    work->survey->touched_milli =
        calloc(total, sizeof(*work->survey->touched_milli));
    return work->sources && work->place_of && work->seen && work->way &&
           work->survey->items && work->survey->touched_milli;
}

static void merging_clear(merging *work)
{
    for (size_t s = 0; work->item_of && s < work->set_count; s++)
        free(work->item_of[s]);
    free(work->item_of);
    free(work->cursors);
    free(work->sources);
    free(work->place_of);
    free(work->seen);
    free(work->way);
}

bool ci_survey_merge(circlet_survey *survey, const ci_way_set *sets,
                     size_t set_count, const circlet_city *city)
{
    merging work = {
        .survey = survey, .sets = sets, .set_count = set_count, .city = city};
    bool is_done = reserve(&work) && join_sources(&work);

    if (is_done) {
        weigh_all(&work);
        sort_items(&work);
        sum_touched(&work);
    }
    merging_clear(&work);
    return is_done;
}

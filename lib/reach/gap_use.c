#include "reach/gap_use.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "network/tag_effect.h"
#include "reach/way_tree.h"

/* The unknowns of a mode, and slopes that are known from heights alone. */
#define KEY_MAX (CI_UNKNOWN_MAX + 1)

/* Which keys of the gaps matter on a part of a way, and which are missing:
 * their positions are bits. */
typedef struct part_keys {
    ci_unknown_mask asked, missing;
    uint32_t row_seen; /* the row that counted it last, plus 1 */
} part_keys;

/* A row with a place whose ways count in it. */
typedef struct row_place {
    uint32_t row, place;
} row_place;

/* What is needed while gaps are counted. */
typedef struct gap_count {
    ci_travel_job job;
    circlet_travel_query query; /* the caller's, at its best */
    const circlet_gap_query *gap_query;
    ci_ways ways;
    ci_way_tree tree;
    int64_t *place_weights;
    row_place *row_places; /* of each origin; by row, then place */
    uint8_t key_of[KEY_MAX]; /* of each bit of a mask */
    part_keys *parts; /* of each part of the tree */
    uint32_t *knot_seen; /* of each knot: the row that counted it last, plus
                            1 */
    circlet_gaps *gaps;
} gap_count;

/* ---- what may be missing ----------------------------------------------- */

/* The bits of a mask that a mode may use, in order, and their keys. */
static size_t list_bits(uint8_t bits[KEY_MAX], const char *names[KEY_MAX],
                        const circlet_arc_times *times)
{
    const circlet_travel_mode *mode = times->mode;
    size_t count = 0;

    for (size_t i = 0; i < mode->link_unknown_count; i++) {
        bits[count] = (uint8_t)count;
        names[count++] = mode->link_unknowns[i].key;
    }
    for (size_t i = 0; i < mode->node_unknown_count; i++) {
        bits[count] = (uint8_t)count;
        names[count++] = mode->node_unknowns[i].key;
    }
    if (times->network->known_height_count > 0) {
        bits[count] = CI_UNKNOWN_MAX;
        names[count++] = CIRCLET_GAP_BY_HEIGHTS;
    }
    return count;
}

static int compare_names(const void *left, const void *right)
{
    const char *const *a = left, *const *b = right;

    return strcmp(*a, *b);
}

static bool name_keys(gap_count *counting)
{
    circlet_gaps *gaps = counting->gaps;
    const char *names[KEY_MAX], *sorted[KEY_MAX];
    uint8_t bits[KEY_MAX];
    size_t count = list_bits(bits, names, counting->job.times);

    memcpy(sorted, names, count * sizeof(sorted[0]));
    if (count > 1)
        qsort(sorted, count, sizeof(sorted[0]), compare_names);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && strcmp(sorted[i], sorted[i - 1]) == 0)
            continue;
        gaps->keys[gaps->key_count] = ci_arena_copy(&gaps->arena, sorted[i]);
        if (!gaps->keys[gaps->key_count])
            return false;
        gaps->key_count++;
    }
    for (size_t i = 0; i < count; i++)
        while (strcmp(gaps->keys[counting->key_of[bits[i]]], names[i]) != 0)
            counting->key_of[bits[i]]++;
    return true;
}

static ci_unknown_mask keys_of(const gap_count *counting,
                               ci_unknown_mask unknowns)
{
    ci_unknown_mask keys = 0;

    for (size_t i = 0; i < KEY_MAX; i++)
        if (unknowns >> i & 1)
            keys |= (ci_unknown_mask)1 << counting->key_of[i];
    return keys;
}

/* ---- set up ------------------------------------------------------------ */

static int compare_row_places(const void *left, const void *right)
{
    const row_place *a = left, *b = right;

    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->place > b->place) - (a->place < b->place);
}

static bool sort_origins(gap_count *counting)
{
    const ci_tied_points *origins = &counting->job.origins;
    size_t count = origins->point_count;

    counting->place_weights =
        calloc(origins->place_count + 1, sizeof(int64_t));
    counting->row_places = malloc((count + 1) * sizeof(row_place));
    if (!counting->place_weights || !counting->row_places)
        return false;
    for (size_t i = 0; i < count; i++) {
        uint32_t place = origins->place_of[i];

        counting->place_weights[place] +=
            ci_gap_weight_of(counting->gap_query, i);
        counting->row_places[i] =
            (row_place){ci_gap_row_of(counting->gap_query, i), place};
    }
    qsort(counting->row_places, count, sizeof(row_place), compare_row_places);
    return true;
}

static bool reserve_gaps(gap_count *counting)
{
    /* An open job has times. */
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference) */
    size_t key_room = KEY_MAX;
    circlet_gaps *gaps = calloc(1, sizeof(*gaps));

    counting->gaps = gaps;
    if (!gaps)
        return false;
    gaps->row_count = ci_gap_row_count_of(counting->gap_query);
    gaps->keys = calloc(key_room, sizeof(char *));
    gaps->asked = calloc(gaps->row_count, key_room * sizeof(uint64_t));
    gaps->missing = calloc(gaps->row_count, key_room * sizeof(uint64_t));
    return gaps->keys && gaps->asked && gaps->missing && name_keys(counting);
}

static bool look_at_parts(gap_count *counting)
{
    const ci_way_tree *tree = &counting->tree;
    const circlet_arc_times *times = counting->job.times;

    counting->parts = calloc(tree->part_count + 1, sizeof(part_keys));
    counting->knot_seen = calloc(tree->knot_count + 1, sizeof(uint32_t));
    if (!counting->parts || !counting->knot_seen)
        return false;
    for (size_t i = 0; i < tree->part_count; i++) {
        const ci_way_part *part = &tree->parts[i];
        ci_unknown_mask asked, missing;

        if (part->is_node)
            ci_node_unknowns(times->network, times->mode, part->position,
                             &asked, &missing);
        else
            ci_link_unknowns(times->network, times->mode, part->position,
                             &asked, &missing);
        counting->parts[i].asked = keys_of(counting, asked);
        counting->parts[i].missing = keys_of(counting, missing);
    }
    return true;
}

static bool set_up(gap_count *counting)
{
    /* The job was started: it has a router. */
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference) */
    ci_search_keep_ways(counting->job.search);
    return sort_origins(counting) && reserve_gaps(counting) &&
           ci_ways_search(&counting->ways, &counting->job) &&
           ci_way_tree_grow(&counting->tree, &counting->ways,
                            counting->place_weights) &&
           look_at_parts(counting);
}

/* ---- count ------------------------------------------------------------- */

static void add_bits(uint64_t *counts, ci_unknown_mask bits)
{
    for (size_t i = 0; i < KEY_MAX; i++)
        if (bits >> i & 1)
            counts[i]++;
}

/* Counts a part in a row where it was not yet. */
static void count_part(gap_count *counting, uint32_t row, uint32_t part)
{
    circlet_gaps *gaps = counting->gaps;
    part_keys *keys;

    if (part == CI_NO_PART || counting->parts[part].row_seen == row + 1)
        return;
    keys = &counting->parts[part];
    keys->row_seen = row + 1;
    add_bits(gaps->asked + row * gaps->key_count, keys->asked);
    /* A kerb at the end of a crossing counts there. */
    add_bits(gaps->missing + row * gaps->key_count,
             keys->missing & keys->asked);
}

/* Goes along a way until it joins one that was counted in the row. */
static void count_way(gap_count *counting, const row_place *one)
{
    const ci_way_tree *tree = &counting->tree;
    const ci_way_entry *entry = &tree->entries[one->place];
    uint32_t knot = entry->knot;

    count_part(counting, one->row, entry->link_part);
    while (knot != CI_NO_PART && counting->knot_seen[knot] != one->row + 1) {
        counting->knot_seen[knot] = one->row + 1;
        count_part(counting, one->row, tree->knots[knot].node_part);
        count_part(counting, one->row, tree->knots[knot].link_part);
        knot = tree->knots[knot].next;
    }
}

/* ---- collect ----------------------------------------------------------- */

/* "kerb;surface"; NULL: no memory. */
static const char *join_keys(circlet_gaps *gaps, ci_unknown_mask keys)
{
    ci_buffer text = {0};
    const char *copy = NULL;

    for (size_t i = 0; i < gaps->key_count; i++) {
        if (!(keys >> i & 1))
            continue;
        ci_buffer_add(&text, text.size > 0 ? ";" : "");
        ci_buffer_add(&text, gaps->keys[i]);
    }
    if (!text.failed && text.text)
        copy = ci_arena_copy(&gaps->arena, text.text);
    ci_buffer_free(&text);
    return copy;
}

/* The parts of the tree that are gaps. */
static bool find_parts(gap_count *counting, ci_found_gap *found, size_t *count)
{
    const ci_way_tree *tree = &counting->tree;
    circlet_gaps *gaps = counting->gaps;

    for (size_t i = 0; i < tree->part_count; i++) {
        const ci_way_part *part = &tree->parts[i];
        ci_unknown_mask missing = counting->parts[i].missing;
        circlet_gap gap = {part->is_node, part->position, NULL,
                           part->weight_milli};

        if (missing == 0 || part->weight_milli == 0)
            continue;
        gap.keys = join_keys(gaps, missing);
        if (!gap.keys)
            return false;
        found[(*count)++] = (ci_found_gap){gap, (uint32_t)i};
    }
    return true;
}

static uint32_t item_of(const uint32_t *item_of_part, uint32_t part)
{
    return part == CI_NO_PART ? CI_NO_GAP : item_of_part[part];
}

/* The ways themselves, of which only the gaps are kept. */
static bool keep_ways(gap_count *counting, const uint32_t *item_of_part)
{
    const ci_way_tree *tree = &counting->tree;
    const ci_tied_points *origins = &counting->job.origins;
    circlet_gaps *gaps = counting->gaps;

    gaps->knots = malloc((tree->knot_count + 1) * sizeof(*gaps->knots));
    gaps->entries =
        malloc((origins->point_count + 1) * sizeof(*gaps->entries));
    if (!gaps->knots || !gaps->entries)
        return false;
    for (size_t i = 0; i < tree->knot_count; i++) {
        const ci_way_knot *knot = &tree->knots[i];

        gaps->knots[i] =
            (ci_gap_knot){item_of(item_of_part, knot->node_part),
                          item_of(item_of_part, knot->link_part), knot->next};
    }
    for (size_t i = 0; i < origins->point_count; i++) {
        const ci_way_entry *entry = &tree->entries[origins->place_of[i]];

        gaps->entries[i] = (ci_gap_entry){
            item_of(item_of_part, entry->link_part), entry->knot};
    }
    gaps->entry_count = origins->point_count;
    return true;
}

static bool lay_out(gap_count *counting, ci_found_gap *found,
                    uint32_t *item_of_part)
{
    size_t count = 0;

    if (!find_parts(counting, found, &count))
        return false;
    for (size_t i = 0; i < counting->tree.part_count; i++)
        item_of_part[i] = CI_NO_GAP;
    if (!ci_gaps_take(counting->gaps, found, count, item_of_part))
        return false;
    return keep_ways(counting, item_of_part);
}

static bool collect(gap_count *counting)
{
    size_t count = counting->tree.part_count + 1;
    ci_found_gap *found = malloc(count * sizeof(*found));
    uint32_t *item_of_part = malloc(count * sizeof(*item_of_part));
    bool is_done =
        found && item_of_part && lay_out(counting, found, item_of_part);

    free(found);
    free(item_of_part);
    return is_done;
}

static bool count_gaps(gap_count *counting)
{
    if (!set_up(counting))
        return false;
    for (size_t i = 0; i < counting->job.origins.point_count; i++)
        count_way(counting, &counting->row_places[i]);
    return collect(counting);
}

static void gap_count_free(gap_count *counting)
{
    ci_travel_job_free(&counting->job);
    ci_ways_free(&counting->ways);
    ci_way_tree_free(&counting->tree);
    free(counting->place_weights);
    free(counting->row_places);
    free(counting->parts);
    free(counting->knot_seen);
    circlet_gaps_free(counting->gaps);
}

static circlet_status start(gap_count *counting, circlet_router *router,
                            const circlet_travel_query *query,
                            circlet_error *error)
{
    circlet_status status;

    if (!query)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a travel query names no mode");
    counting->query = *query;
    counting->query.bound = CIRCLET_BOUND_MIN;
    status =
        ci_travel_job_start(&counting->job, router, &counting->query, error);
    return status ? status
                  : ci_gap_query_check(counting->gap_query,
                                       query->origin_count, error);
}

circlet_status ci_find_gaps(circlet_gaps **out,
                            const circlet_travel_query *query,
                            const circlet_gap_query *gap_query, void *user,
                            circlet_error *error)
{
    gap_count counting = {.gap_query = gap_query};
    circlet_status status = start(&counting, user, query, error);
    ci_stage stage = {&counting.query.progress, "searching", 0.5, 1};

    if (!status && !count_gaps(&counting))
        status = ci_fail_nomem(error);
    if (!status && !ci_stage_goes_on(&stage, 1, 1))
        status = ci_fail(error, CIRCLET_E_CANCELLED, "cancelled");
    if (!status) {
        *out = counting.gaps;
        counting.gaps = NULL;
    }
    gap_count_free(&counting);
    return status;
}

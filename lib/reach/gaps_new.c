/*
 * Gaps of a program's own source of travel times. The parts of all ways are
 * sorted by place, then row, so that equal ones lie side by side.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "reach/gap_use.h"

/* A part of the way of an origin. */
typedef struct used_part {
    const circlet_way_part *part;
    size_t at; /* in the caller's array */
    uint32_t row;
    size_t origin;
} used_part;

typedef struct gap_making {
    circlet_gaps *gaps;
    const circlet_gap_query *query;
    size_t origin_count;
    const size_t *first;
    const circlet_way_part *parts;
    used_part *used; /* sorted */
    size_t used_count;
    uint32_t *place_of; /* of each part: places are numbered as sorted */
    uint32_t *item_of; /* of each place */
    ci_found_gap *found;
    size_t found_count;
} gap_making;

/* ---- the parts, by place ------------------------------------------------ */

static int compare_places(const circlet_way_part *a, const circlet_way_part *b)
{
    if (a->is_node != b->is_node)
        return a->is_node ? 1 : -1;
    return (a->position > b->position) - (a->position < b->position);
}

static int compare_used(const void *left, const void *right)
{
    const used_part *a = left, *b = right;
    int order = compare_places(a->part, b->part);

    if (order)
        return order;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

static bool sort_parts(gap_making *making)
{
    size_t begin = making->first[0];
    size_t count = making->first[making->origin_count] - begin;

    making->used = malloc((count + 1) * sizeof(*making->used));
    making->item_of = malloc((count + 1) * sizeof(*making->item_of));
    making->place_of = malloc((count + 1) * sizeof(*making->place_of));
    making->found = malloc((count + 1) * sizeof(*making->found));
    if (!making->used || !making->item_of || !making->place_of ||
        !making->found)
        return false;
    for (size_t i = 0; i < making->origin_count; i++)
        for (size_t k = making->first[i]; k < making->first[i + 1]; k++)
            making->used[making->used_count++] =
                (used_part){&making->parts[k], k - begin,
                            ci_gap_row_of(making->query, i), i};
    if (count > 1)
        qsort(making->used, count, sizeof(*making->used), compare_used);
    return true;
}

static const char *list_of(const char *list)
{
    return list ? list : "";
}

static circlet_status check_parts(const gap_making *making,
                                  circlet_error *error)
{
    for (size_t i = 1; i < making->used_count; i++) {
        const used_part *a = &making->used[i - 1], *b = &making->used[i];
        const char *kind = b->part->is_node ? "node" : "link";
        unsigned long position = b->part->position;

        if (compare_places(a->part, b->part) != 0)
            continue;
        if (a->origin == b->origin)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "%s %lu stands twice on the way of origin %zu",
                           kind, position, b->origin);
        if (strcmp(list_of(a->part->asked), list_of(b->part->asked)) != 0 ||
            strcmp(list_of(a->part->missing), list_of(b->part->missing)) != 0)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "%s %lu has other tags on the way of origin %zu "
                           "than on that of origin %zu",
                           kind, position, b->origin, a->origin);
    }
    return CIRCLET_OK;
}

/* ---- keys --------------------------------------------------------------- */

static bool has_key(const char *list, const char *key)
{
    size_t size = strlen(key);

    for (; *list; list += *list == ';') {
        size_t length = strcspn(list, ";");

        if (length == size && memcmp(list, key, size) == 0)
            return true;
        list += length;
    }
    return false;
}

static bool knows_key(const circlet_gaps *gaps, const char *key, size_t size)
{
    for (size_t i = 0; i < gaps->key_count; i++)
        if (strlen(gaps->keys[i]) == size &&
            memcmp(gaps->keys[i], key, size) == 0)
            return true;
    return false;
}

static bool add_keys(circlet_gaps *gaps, const char *list)
{
    for (; *list; list += *list == ';') {
        size_t size = strcspn(list, ";");
        const char **keys;

        if (size > 0 && !knows_key(gaps, list, size)) {
            keys = realloc(gaps->keys, (gaps->key_count + 1) * sizeof(*keys));
            if (!keys)
                return false;
            gaps->keys = keys;
            keys[gaps->key_count] = ci_arena_copy_n(&gaps->arena, list, size);
            if (!keys[gaps->key_count])
                return false;
            gaps->key_count++;
        }
        list += size;
    }
    return true;
}

static int compare_names(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static bool find_keys(gap_making *making)
{
    circlet_gaps *gaps = making->gaps;

    for (size_t i = 0; i < making->used_count; i++)
        if (!add_keys(gaps, list_of(making->used[i].part->asked)) ||
            !add_keys(gaps, list_of(making->used[i].part->missing)))
            return false;
    if (gaps->key_count > 1)
        qsort(gaps->keys, gaps->key_count, sizeof(*gaps->keys), compare_names);
    gaps->row_count = ci_gap_row_count_of(making->query);
    gaps->asked =
        calloc(gaps->row_count, (gaps->key_count + 1) * sizeof(uint64_t));
    gaps->missing =
        calloc(gaps->row_count, (gaps->key_count + 1) * sizeof(uint64_t));
    return gaps->asked && gaps->missing;
}

/* Each place once in each row. */
static void count_keys(gap_making *making)
{
    circlet_gaps *gaps = making->gaps;

    for (size_t i = 0; i < making->used_count; i++) {
        const used_part *used = &making->used[i];
        size_t base = used->row * gaps->key_count;

        if (i > 0 &&
            compare_places(making->used[i - 1].part, used->part) == 0 &&
            making->used[i - 1].row == used->row)
            continue;
        for (size_t k = 0; k < gaps->key_count; k++) {
            bool is_missing =
                has_key(list_of(used->part->missing), gaps->keys[k]);

            gaps->missing[base + k] += is_missing;
            gaps->asked[base + k] +=
                is_missing ||
                has_key(list_of(used->part->asked), gaps->keys[k]);
        }
    }
}

/* ---- items -------------------------------------------------------------- */

/* "kerb;surface" in the order of names; NULL: no memory. */
static const char *sort_list(circlet_gaps *gaps, const char *list)
{
    ci_buffer text = {0};
    const char *copy = NULL;

    for (size_t k = 0; k < gaps->key_count; k++)
        if (has_key(list, gaps->keys[k])) {
            ci_buffer_add(&text, text.size > 0 ? ";" : "");
            ci_buffer_add(&text, gaps->keys[k]);
        }
    if (!text.failed)
        copy = ci_arena_copy(&gaps->arena, text.text ? text.text : "");
    ci_buffer_free(&text);
    return copy;
}

/* The place of the parts from `from` up to `end`; a gap unless nothing is
 * missing there. */
static bool add_place(gap_making *making, uint32_t place, size_t from,
                      size_t end)
{
    const circlet_way_part *part = making->used[from].part;
    circlet_gap gap = {part->is_node, part->position, NULL, 0};

    making->item_of[place] = CI_NO_GAP;
    for (size_t i = from; i < end; i++) {
        gap.weight_milli +=
            ci_gap_weight_of(making->query, making->used[i].origin);
        making->place_of[making->used[i].at] = place;
    }
    if (gap.weight_milli == 0 || !*list_of(part->missing))
        return true;
    gap.keys = sort_list(making->gaps, part->missing);
    making->found[making->found_count++] = (ci_found_gap){gap, place};
    return gap.keys != NULL;
}

static bool find_items(gap_making *making)
{
    uint32_t place = 0;
    size_t end;

    for (size_t i = 0; i < making->used_count; i = end) {
        for (end = i + 1; end < making->used_count &&
                          compare_places(making->used[i].part,
                                         making->used[end].part) == 0;)
            end++;
        if (!add_place(making, place++, i, end))
            return false;
    }
    return ci_gaps_take(making->gaps, making->found, making->found_count,
                        making->item_of);
}

/* A knot for each part. */
static bool keep_ways(gap_making *making)
{
    circlet_gaps *gaps = making->gaps;
    size_t begin = making->first[0];

    gaps->knots = malloc((making->used_count + 1) * sizeof(*gaps->knots));
    gaps->entries =
        malloc((making->origin_count + 1) * sizeof(*gaps->entries));
    if (!gaps->knots || !gaps->entries)
        return false;
    for (size_t i = 0; i < making->origin_count; i++) {
        size_t from = making->first[i] - begin;
        size_t end = making->first[i + 1] - begin;

        gaps->entries[i] =
            (ci_gap_entry){CI_NO_GAP, from < end ? (uint32_t)from : CI_NO_GAP};
        for (size_t k = from; k < end; k++)
            gaps->knots[k] =
                (ci_gap_knot){making->item_of[making->place_of[k]], CI_NO_GAP,
                              k + 1 < end ? (uint32_t)k + 1 : CI_NO_GAP};
    }
    gaps->entry_count = making->origin_count;
    return true;
}

/* ---- the call ----------------------------------------------------------- */

static circlet_status check_ways(size_t origin_count, const size_t *first,
                                 const circlet_way_part *parts,
                                 circlet_error *error)
{
    if (!first)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "the ways of gaps have no beginnings");
    for (size_t i = 0; i < origin_count; i++)
        if (first[i] > first[i + 1])
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "the way of origin %zu ends before it begins", i);
    if (first[origin_count] - first[0] >= CI_NO_GAP ||
        (!parts && first[origin_count] > first[0]))
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "%zu parts of ways are too many, or are not there",
                       first[origin_count] - first[0]);
    return CIRCLET_OK;
}

static circlet_status make(gap_making *making, circlet_error *error)
{
    circlet_status status;

    making->gaps = calloc(1, sizeof(*making->gaps));
    if (!making->gaps || !sort_parts(making))
        return ci_fail_nomem(error);
    status = check_parts(making, error);
    if (status)
        return status;
    if (!find_keys(making) || !find_items(making) || !keep_ways(making))
        return ci_fail_nomem(error);
    count_keys(making);
    return CIRCLET_OK;
}

circlet_status circlet_gaps_new(circlet_gaps **out, size_t origin_count,
                                const size_t *first,
                                const circlet_way_part *parts,
                                const circlet_gap_query *query,
                                circlet_error *error)
{
    gap_making making = {.query = query,
                         .origin_count = origin_count,
                         .first = first,
                         .parts = parts};
    circlet_status status = out ? check_ways(origin_count, first, parts, error)
                                : ci_fail(error, CIRCLET_E_ARGUMENT,
                                          "gaps need a place to be put");

    if (!status)
        status = ci_gap_query_check(query, origin_count, error);
    if (!status)
        status = make(&making, error);
    free(making.used);
    free(making.place_of);
    free(making.item_of);
    free(making.found);
    if (status)
        circlet_gaps_free(making.gaps);
    else
        *out = making.gaps;
    return status;
}

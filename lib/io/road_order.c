#include "io/road_order.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/sha256.h"
#include "io/container.h"
#include "network/node_order.h"

#define WORD_SIZE 4 /* bytes of a number in the table and in the hash */

/* Which node is joined to which: node i to heads[first[i]] and so on, in
 * ascending order. */
typedef struct street_lists {
    uint32_t node_count;
    uint32_t *first; /* node_count + 1 */
    uint32_t *heads;
} street_lists;

static void street_lists_free(street_lists *lists)
{
    free(lists->first);
    free(lists->heads);
}

static void put_word(uint8_t *bytes, uint32_t word)
{
    for (int i = 0; i < WORD_SIZE; i++)
        bytes[i] = (uint8_t)(word >> (8 * i));
}

static uint32_t word_at(const uint8_t *bytes)
{
    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
           (uint32_t)bytes[3] << 24;
}

/* Counts, then fills from the end of each list downwards. Ends of link i
 * stand at 2 i and 2 i + 1. */
static void fill_lists(street_lists *lists, const uint32_t *ends,
                       size_t end_count)
{
    for (size_t k = 0; k < end_count; k++)
        lists->first[ends[k]]++;
    for (uint32_t i = 1; i <= lists->node_count; i++)
        lists->first[i] += lists->first[i - 1];
    for (size_t k = end_count; k-- > 0;)
        lists->heads[--lists->first[ends[k]]] = ends[k ^ 1];
}

/* Nodes in ascending order write themselves into the lists of their
 * neighbours. `next` has room for each node. */
static void sort_lists(street_lists *lists, uint32_t *sorted, uint32_t *next)
{
    memcpy(next, lists->first, lists->node_count * sizeof(*next));
    for (uint32_t i = 0; i < lists->node_count; i++)
        for (uint32_t k = lists->first[i]; k < lists->first[i + 1]; k++)
            sorted[next[lists->heads[k]]++] = i;
}

static circlet_status make_lists(street_lists *out, uint32_t node_count,
                                 const uint32_t *ends, size_t end_count,
                                 circlet_error *error)
{
    street_lists lists = {.node_count = node_count};
    uint32_t *sorted = calloc(end_count + 1, sizeof(*sorted));
    uint32_t *next = calloc((size_t)node_count + 1, sizeof(*next));

    lists.first = calloc((size_t)node_count + 1, sizeof(uint32_t));
    lists.heads = calloc(end_count + 1, sizeof(uint32_t));
    if (!sorted || !next || !lists.first || !lists.heads) {
        street_lists_free(&lists);
        free(sorted);
        free(next);
        return ci_fail_nomem(error);
    }
    fill_lists(&lists, ends, end_count);
    sort_lists(&lists, sorted, next);
    free(next);
    free(lists.heads);
    lists.heads = sorted;
    *out = lists;
    return CIRCLET_OK;
}

static void hash_words(ci_sha256 *hash, const uint32_t *words, size_t count)
{
    uint8_t bytes[1024 * WORD_SIZE];
    size_t used = 0;

    for (size_t i = 0; i < count; i++) {
        put_word(bytes + used, words[i]);
        used += WORD_SIZE;
        if (used == sizeof(bytes)) {
            ci_sha256_add(hash, bytes, used);
            used = 0;
        }
    }
    ci_sha256_add(hash, bytes, used);
}

/* Of the streets and of the order itself: a damaged one is not believed. */
static void hash_lists(char out[CI_SHA256_TEXT_SIZE],
                       const street_lists *lists, const uint32_t *ranks)
{
    ci_sha256 hash;

    ci_sha256_start(&hash);
    hash_words(&hash, &lists->node_count, 1);
    hash_words(&hash, lists->first, (size_t)lists->node_count + 1);
    hash_words(&hash, lists->heads, lists->first[lists->node_count]);
    hash_words(&hash, ranks, lists->node_count);
    ci_sha256_finish(out, &hash);
}

/* ---- storing ------------------------------------------------------------ */

typedef struct named_node {
    const char *id;
    uint32_t position;
} named_node;

static int compare_names(const void *left, const void *right)
{
    return strcmp(((const named_node *)left)->id,
                  ((const named_node *)right)->id);
}

/* The points of the nodes in the order of their ids, and their numbers in
 * that order: the order of the bytes, as the city's readers sort. */
static circlet_status sort_nodes(circlet_point *points, uint32_t *numbers,
                                 const ci_roads *roads, circlet_error *error)
{
    named_node *nodes = calloc(roads->node_count + 1, sizeof(*nodes));

    if (!nodes)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < roads->node_count; i++)
        nodes[i] = (named_node){roads->nodes[i].id, (uint32_t)i};
    qsort(nodes, roads->node_count, sizeof(*nodes), compare_names);
    for (size_t i = 0; i < roads->node_count; i++) {
        points[i] = roads->nodes[nodes[i].position].at;
        numbers[nodes[i].position] = (uint32_t)i;
    }
    free(nodes);
    return CIRCLET_OK;
}

static circlet_status list_roads(street_lists *out, const ci_roads *roads,
                                 const uint32_t *numbers, circlet_error *error)
{
    uint32_t *ends = calloc(2 * roads->link_count + 1, sizeof(*ends));
    circlet_status status;

    if (!ends)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < roads->link_count; i++) {
        ends[2 * i] = numbers[roads->links[i].from];
        ends[2 * i + 1] = numbers[roads->links[i].to];
    }
    status = make_lists(out, (uint32_t)roads->node_count, ends,
                        2 * roads->link_count, error);
    free(ends);
    return status;
}

static circlet_status insert_order(ci_import *import, const char *topology,
                                   const uint32_t *ranks, size_t count,
                                   circlet_error *error)
{
    uint8_t *bytes = malloc(count * WORD_SIZE + 1);
    ci_statement *insert = NULL;
    circlet_status status;

    if (!bytes)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < count; i++)
        put_word(bytes + i * WORD_SIZE, ranks[i]);
    status = ci_db_prepare(
        &insert, import->db,
        "INSERT INTO road_order (topology, ranks) VALUES (?, ?)", error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(insert, 1, topology, error);
    if (status == CIRCLET_OK)
        status = ci_bind_blob(insert, 2, bytes, count * WORD_SIZE, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(insert, NULL, error);
    ci_statement_free(insert);
    free(bytes);
    return status;
}

/* `numbers` becomes the ranks. */
static circlet_status order_roads(ci_import *import, const ci_roads *roads,
                                  circlet_point *points, uint32_t *numbers,
                                  circlet_error *error)
{
    char topology[CI_SHA256_TEXT_SIZE];
    street_lists lists = {0};
    circlet_status status = sort_nodes(points, numbers, roads, error);

    if (status == CIRCLET_OK)
        status = list_roads(&lists, roads, numbers, error);
    if (status == CIRCLET_OK) {
        const ci_order_input input = {
            .node_count = lists.node_count,
            .first = lists.first,
            .heads = lists.heads,
            .points = points,
            .progress = import->options.progress,
        };

        status = ci_node_order_find(numbers, &input, error);
    }
    if (status == CIRCLET_OK)
        hash_lists(topology, &lists, numbers);
    if (status == CIRCLET_OK)
        status =
            insert_order(import, topology, numbers, roads->node_count, error);
    street_lists_free(&lists);
    return status;
}

static circlet_status has_table(bool *out, ci_db *db, circlet_error *error)
{
    return ci_db_has_row(out, db,
                         "SELECT 1 FROM sqlite_master WHERE type = 'table' "
                         "AND name = ?",
                         "road_order", error);
}

circlet_status ci_road_order_store(ci_import *import, const ci_roads *roads,
                                   circlet_error *error)
{
    circlet_point *points = NULL;
    uint32_t *numbers = NULL;
    bool has_room = false;
    circlet_status status = has_table(&has_room, import->db, error);

    if (status != CIRCLET_OK || !has_room)
        return status;
    status = ci_db_run(import->db, "DELETE FROM road_order", error);
    points = calloc(roads->node_count + 1, sizeof(*points));
    numbers = calloc(roads->node_count + 1, sizeof(*numbers));
    if (status == CIRCLET_OK)
        status = points && numbers
                     ? order_roads(import, roads, points, numbers, error)
                     : ci_fail_nomem(error);
    free(points);
    free(numbers);
    if (status == CIRCLET_OK)
        status = ci_container_touch_table(import->db, "road_order", error);
    return status;
}

/* ---- reading ------------------------------------------------------------ */

static circlet_status hash_builder(char out[CI_SHA256_TEXT_SIZE],
                                   const circlet_network_builder *builder,
                                   const uint32_t *ranks, circlet_error *error)
{
    uint32_t *ends = calloc(2 * builder->link_count + 1, sizeof(*ends));
    street_lists lists = {0};
    circlet_status status;

    if (!ends)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < builder->link_count; i++) {
        ends[2 * i] = builder->links[i].from;
        ends[2 * i + 1] = builder->links[i].to;
    }
    status = make_lists(&lists, (uint32_t)builder->node_count, ends,
                        2 * builder->link_count, error);
    free(ends);
    if (status != CIRCLET_OK)
        return status;
    hash_lists(out, &lists, ranks);
    street_lists_free(&lists);
    return CIRCLET_OK;
}

/* The ranks in a row, if each is there once; else *out is as it was. */
static circlet_status copy_ranks(uint32_t **out, const uint8_t *bytes,
                                 size_t count, circlet_error *error)
{
    uint32_t *ranks = calloc(count + 1, sizeof(*ranks));
    bool *is_taken = calloc(count + 1, sizeof(*is_taken));
    bool is_order = ranks && is_taken;
    bool has_memory = is_order;

    for (size_t i = 0; i < count && is_order; i++) {
        ranks[i] = word_at(bytes + i * WORD_SIZE);
        is_order = ranks[i] < count && !is_taken[ranks[i]];
        if (is_order)
            is_taken[ranks[i]] = true;
    }
    free(is_taken);
    if (is_order)
        *out = ranks;
    else
        free(ranks);
    return has_memory ? CIRCLET_OK : ci_fail_nomem(error);
}

/* Of what the row says nothing is believed that is not so. */
static circlet_status take_row(circlet_network_builder *builder,
                               ci_statement *row, circlet_error *error)
{
    char topology[CI_SHA256_TEXT_SIZE];
    const char *said = ci_column_text(row, 0);
    size_t size = 0;
    const void *bytes = ci_column_blob(row, 1, &size);
    uint32_t *ranks = NULL;
    circlet_status status;

    if (!said || !bytes || size / WORD_SIZE != builder->node_count ||
        size % WORD_SIZE != 0)
        return CIRCLET_OK;
    status = copy_ranks(&ranks, bytes, builder->node_count, error);
    if (status != CIRCLET_OK || !ranks)
        return status;
    status = hash_builder(topology, builder, ranks, error);
    if (status == CIRCLET_OK && strcmp(topology, said) == 0)
        builder->order = ranks;
    else
        free(ranks);
    return status;
}

circlet_status ci_road_order_read(circlet_network_builder *builder, ci_db *db,
                                  circlet_error *error)
{
    ci_statement *rows = NULL;
    bool has_row = false;
    circlet_error why = {CIRCLET_OK, ""};
    circlet_status status = has_table(&has_row, db, &why);

    if (status == CIRCLET_OK && has_row)
        status = ci_db_prepare(
            &rows, db,
            "SELECT topology, ranks FROM road_order ORDER BY fid LIMIT 1",
            &why);
    if (status == CIRCLET_OK && has_row)
        status = ci_statement_step(rows, &has_row, &why);
    if (status == CIRCLET_OK && has_row)
        status = take_row(builder, rows, &why);
    ci_statement_free(rows);
    /* A table that is not as it should be: the city has no order. */
    if (status != CIRCLET_E_NOMEM && status != CIRCLET_E_IO)
        return CIRCLET_OK;
    if (error)
        *error = why;
    return status;
}

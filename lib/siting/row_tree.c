/*
 * Neighbours are found by sorting: under a random order of the sites two
 * rows that share most sites begin alike with great probability (min-wise
 * hashing; A. Broder, On the resemblance and containment of documents,
 * 1997), so that they stand next to each other when rows are sorted by
 * their first sites. A few such orders give the edges of which the least
 * spanning tree is taken (J. Kruskal, On the shortest spanning subtree of a
 * graph, 1956).
 */
#include "siting/row_tree.h"

#include <stdlib.h>
#include <string.h>

#include "base/random.h"

/* Orders of the sites that are tried, and sites of a row that are looked at
 * in each. */
#define ORDERS 3
#define KEY_SITES 24

#define RANK_MAX UINT16_MAX

typedef struct row_edge {
    uint32_t a, b; /* nodes */
    uint32_t difference; /* in sites */
} row_edge;

typedef struct row_key {
    uint64_t head; /* the first four ranks */
    uint32_t row;
    uint32_t count; /* ranks that there are */
} row_key;

typedef struct job {
    const ci_cover *cover;
    ci_row_tree *tree;
    ci_effort *effort;
    uint32_t *order; /* of the sites */
    uint16_t *ranks; /* KEY_SITES of each row */
    row_key *keys;
    row_edge *edges, *sorted;
    size_t edge_count;
    uint32_t *leader; /* of each node: union-find */
    uint32_t *links; /* 2 ends of each tree edge, in lists by node */
    size_t *link_first;
    uint32_t *stack;
    uint32_t *stamp; /* of each site */
} job;

static size_t row_length(const ci_cover *cover, uint32_t row)
{
    return cover->row_first[row + 1] - cover->row_first[row];
}

/* ---- edges ------------------------------------------------------------- */

static void shuffle_sites(job *work, ci_random *random)
{
    size_t count = work->cover->site_count;

    for (size_t i = 0; i < count; i++)
        work->order[i] = (uint32_t)i;
    for (size_t i = count; i > 1; i--) {
        size_t other = (size_t)ci_random_below(random, i);
        uint32_t moved = work->order[i - 1];

        work->order[i - 1] = work->order[other];
        work->order[other] = moved;
    }
}

/* The first sites of each row under the order: by columns, without sorting
 * any row. */
static bool fill_keys(job *work)
{
    const ci_cover *cover = work->cover;

    for (size_t row = 0; row < cover->row_count; row++)
        work->keys[row] = (row_key){0, (uint32_t)row, 0};
    for (size_t i = 0; i < cover->site_count; i++) {
        uint32_t site = work->order[i];
        uint16_t rank = i < RANK_MAX ? (uint16_t)i : RANK_MAX;

        for (size_t k = cover->site_first[site];
             k < cover->site_first[site + 1]; k++) {
            row_key *key = &work->keys[ci_cover_row(cover, k)];

            if (key->count < KEY_SITES)
                work->ranks[(size_t)key->row * KEY_SITES + key->count++] =
                    rank;
        }
        if (!ci_effort_spend(work->effort, cover->site_first[site + 1] -
                                               cover->site_first[site]))
            return false;
    }
    for (size_t row = 0; row < cover->row_count; row++) {
        row_key *key = &work->keys[row];
        const uint16_t *ranks = &work->ranks[row * KEY_SITES];

        for (size_t k = key->count; k < KEY_SITES; k++)
            work->ranks[row * KEY_SITES + k] = RANK_MAX;
        for (size_t k = 0; k < 4; k++)
            key->head = key->head << 16 | ranks[k];
    }
    return ci_effort_spend(work->effort, 8 * cover->row_count);
}

/* Sorts keys by head, 16 bits at a time; equal ones keep their order. */
static void sort_by_head(row_key *keys, row_key *room, size_t count)
{
    for (int shift = 0; shift < 64; shift += 16) {
        size_t starts[2][257] = {{0}};
        row_key *from = keys, *to = room;

        /* Two passes of 8 bits, so that the keys end where they began. */
        for (int half = 0; half < 2; half++) {
            size_t *start = starts[half];
            int bits = shift + 8 * half;
            row_key *other = from;

            for (size_t i = 0; i < count; i++)
                start[(from[i].head >> bits & 255) + 1]++;
            for (size_t b = 0; b < 256; b++)
                start[b + 1] += start[b];
            for (size_t i = 0; i < count; i++)
                to[start[from[i].head >> bits & 255]++] = from[i];
            from = to;
            to = other;
        }
    }
}

static int compare_ranks(const job *work, const row_key *a, const row_key *b)
{
    const uint16_t *x = &work->ranks[(size_t)a->row * KEY_SITES];
    const uint16_t *y = &work->ranks[(size_t)b->row * KEY_SITES];

    for (size_t k = 4; k < KEY_SITES; k++)
        if (x[k] != y[k])
            return x[k] < y[k] ? -1 : 1;
    return a->row < b->row ? -1 : 1;
}

/* Keys with the same head: by insertion, where they are few, else halved
 * and merged. */
static void sort_tail(const job *work, row_key *keys, row_key *room,
                      size_t count)
{
    size_t half = count / 2, i = 0, k = half, filled = 0;

    if (count < 2)
        return;
    sort_tail(work, keys, room, half);
    sort_tail(work, keys + half, room, count - half);
    while (i < half && k < count)
        room[filled++] = compare_ranks(work, &keys[i], &keys[k]) < 0
                             ? keys[i++]
                             : keys[k++];
    while (i < half)
        room[filled++] = keys[i++];
    memcpy(keys, room, filled * sizeof(*keys));
}

static void sort_keys(job *work)
{
    size_t count = work->cover->row_count, from = 0;
    row_key *room = work->keys + count;

    sort_by_head(work->keys, room, count);
    while (from < count) {
        size_t end = from + 1;

        while (end < count && work->keys[end].head == work->keys[from].head)
            end++;
        sort_tail(work, work->keys + from, room, end - from);
        from = end;
    }
}

/* Sites in one of both rows alone. */
static uint32_t difference_of(const ci_cover *cover, uint32_t a, uint32_t b)
{
    size_t i = cover->row_first[a], i_end = cover->row_first[a + 1];
    size_t k = cover->row_first[b], k_end = cover->row_first[b + 1];
    size_t shared = 0, length = i_end - i + k_end - k;

    while (i < i_end && k < k_end) {
        uint32_t x = ci_cover_site(cover, i), y = ci_cover_site(cover, k);

        shared += x == y;
        i += x <= y;
        k += y <= x;
    }
    return (uint32_t)(length - 2 * shared);
}

static bool add_edges(job *work)
{
    const ci_cover *cover = work->cover;

    sort_keys(work);
    for (size_t i = 0; i + 1 < cover->row_count; i++) {
        uint32_t a = work->keys[i].row, b = work->keys[i + 1].row;

        work->edges[work->edge_count++] =
            (row_edge){a + 1, b + 1, difference_of(cover, a, b)};
        if (!ci_effort_spend(work->effort, row_length(cover, a)))
            return false;
    }
    return true;
}

/* ---- tree -------------------------------------------------------------- */

/* By difference, equal ones as they were found. */
static bool sort_edges(job *work)
{
    size_t most = 2 * work->cover->site_count + 2;
    size_t *starts = calloc(most + 1, sizeof(*starts));

    if (!starts)
        return false;
    for (size_t i = 0; i < work->edge_count; i++)
        starts[work->edges[i].difference + 1]++;
    for (size_t d = 0; d < most; d++)
        starts[d + 1] += starts[d];
    for (size_t i = 0; i < work->edge_count; i++)
        work->sorted[starts[work->edges[i].difference]++] = work->edges[i];
    free(starts);
    return true;
}

static uint32_t leader_of(uint32_t *leader, uint32_t node)
{
    while (leader[node] != node) {
        leader[node] = leader[leader[node]];
        node = leader[node];
    }
    return node;
}

/* Keeps the edges of the tree, at the front of `sorted`. */
static size_t keep_tree(job *work)
{
    size_t kept = 0;

    for (size_t i = 0; i < work->tree->node_count; i++)
        work->leader[i] = (uint32_t)i;
    for (size_t i = 0; i < work->edge_count; i++) {
        uint32_t a = leader_of(work->leader, work->sorted[i].a);
        uint32_t b = leader_of(work->leader, work->sorted[i].b);

        if (a == b)
            continue;
        work->leader[a > b ? a : b] = a > b ? b : a;
        work->sorted[kept++] = work->sorted[i];
    }
    return kept;
}

static void link_nodes(job *work, size_t kept)
{
    size_t *first = work->link_first;
    size_t nodes = work->tree->node_count;

    for (size_t i = 0; i < kept; i++) {
        first[work->sorted[i].a + 1]++;
        first[work->sorted[i].b + 1]++;
    }
    for (size_t i = 0; i < nodes; i++)
        first[i + 1] += first[i];
    for (size_t i = 0; i < kept; i++) {
        work->links[first[work->sorted[i].a]++] = work->sorted[i].b;
        work->links[first[work->sorted[i].b]++] = work->sorted[i].a;
    }
    memmove(first + 1, first, nodes * sizeof(*first));
    first[0] = 0;
}

/* Numbers the nodes depth first, so that most children follow their parent
 * at once. */
static void number_nodes(job *work)
{
    ci_row_tree *tree = work->tree;
    uint32_t *number = work->leader; /* of each old node, once it is known */
    size_t depth = 1, count = 0;

    for (size_t i = 0; i < tree->node_count; i++)
        number[i] = UINT32_MAX;
    work->stack[0] = 0;
    work->stack[1] = 0;
    while (depth > 0) {
        uint32_t node = work->stack[2 * --depth];
        uint32_t from = work->stack[2 * depth + 1];

        number[node] = (uint32_t)count;
        tree->row_of[count] = node > 0 ? node - 1 : UINT32_MAX;
        tree->parent[count] = from;
        for (size_t k = work->link_first[node]; k < work->link_first[node + 1];
             k++) {
            if (number[work->links[k]] != UINT32_MAX)
                continue;
            work->stack[2 * depth] = work->links[k];
            work->stack[2 * depth++ + 1] = (uint32_t)count;
        }
        count++;
    }
}

/* ---- steps ------------------------------------------------------------- */

static void write_steps(job *work, uint32_t node, uint32_t *filled)
{
    const ci_cover *cover = work->cover;
    ci_row_tree *tree = work->tree;
    uint32_t row = tree->row_of[node];
    uint32_t before = tree->row_of[tree->parent[node]];

    if (before != UINT32_MAX)
        for (size_t k = cover->row_first[before];
             k < cover->row_first[before + 1]; k++)
            work->stamp[ci_cover_site(cover, k)] = node;
    for (size_t k = cover->row_first[row]; k < cover->row_first[row + 1];
         k++) {
        uint32_t site = ci_cover_site(cover, k);

        if (work->stamp[site] == node)
            work->stamp[site] = 0;
        else
            tree->steps[(*filled)++] = 2 * site;
    }
    if (before == UINT32_MAX)
        return;
    for (size_t k = cover->row_first[before]; k < cover->row_first[before + 1];
         k++)
        if (work->stamp[ci_cover_site(cover, k)] == node)
            tree->steps[(*filled)++] = 2 * ci_cover_site(cover, k) + 1;
}

static bool fill_steps(job *work, size_t kept)
{
    ci_row_tree *tree = work->tree;
    size_t total = 0;
    uint32_t filled = 0;

    for (size_t i = 0; i < kept; i++)
        total += work->sorted[i].difference;
    if (total >= UINT32_MAX)
        return false;
    tree->steps = calloc(total + 1, sizeof(*tree->steps));
    if (!tree->steps)
        return false;
    memset(work->stamp, 0, work->cover->site_count * sizeof(*work->stamp));
    for (size_t node = 1; node < tree->node_count; node++) {
        tree->first[node] = filled;
        write_steps(work, (uint32_t)node, &filled);
    }
    tree->first[tree->node_count] = filled;
    return true;
}

static bool work_make(job *work)
{
    size_t rows = work->cover->row_count, nodes = rows + 1;

    work->order = calloc(work->cover->site_count + 1, sizeof(*work->order));
    work->stamp = calloc(work->cover->site_count + 1, sizeof(*work->stamp));
    work->ranks = calloc(rows * KEY_SITES + 1, sizeof(*work->ranks));
    work->keys = calloc(2 * rows + 1, sizeof(*work->keys));
    work->edges = calloc((ORDERS + 1) * nodes, sizeof(*work->edges));
    work->sorted = calloc((ORDERS + 1) * nodes, sizeof(*work->sorted));
    work->leader = calloc(nodes, sizeof(*work->leader));
    work->links = calloc(2 * nodes, sizeof(*work->links));
    work->link_first = calloc(nodes + 1, sizeof(*work->link_first));
    work->stack = calloc(2 * nodes, sizeof(*work->stack));
    return work->order && work->stamp && work->ranks && work->keys &&
           work->edges && work->sorted && work->leader && work->links &&
           work->link_first && work->stack;
}

static void work_clear(job *work)
{
    free(work->order);
    free(work->stamp);
    free(work->ranks);
    free(work->keys);
    free(work->edges);
    free(work->sorted);
    free(work->leader);
    free(work->links);
    free(work->link_first);
    free(work->stack);
}

static bool build(job *work)
{
    const ci_cover *cover = work->cover;
    ci_random random = ci_random_start(0, "row tree");
    size_t kept;

    if (!work_make(work))
        return false;
    for (int i = 0; i < ORDERS; i++) {
        shuffle_sites(work, &random);
        if (!fill_keys(work) || !add_edges(work))
            return false;
    }
    for (size_t row = 0; row < cover->row_count; row++)
        work->edges[work->edge_count++] = (row_edge){
            0, (uint32_t)row + 1, (uint32_t)row_length(cover, (uint32_t)row)};
    if (!sort_edges(work))
        return false;
    kept = keep_tree(work);
    link_nodes(work, kept);
    number_nodes(work);
    return fill_steps(work, kept);
}

bool ci_row_tree_make(ci_row_tree *out, const ci_cover *cover,
                      ci_effort *effort)
{
    size_t nodes = cover->row_count + 1;
    ci_row_tree tree = {.site_count = cover->site_count, .node_count = nodes};
    job work = {.cover = cover, .tree = &tree, .effort = effort};
    bool is_made;

    tree.row_of = calloc(nodes, sizeof(*tree.row_of));
    tree.parent = calloc(nodes, sizeof(*tree.parent));
    tree.first = calloc(nodes + 1, sizeof(*tree.first));
    tree.flows = calloc(nodes, sizeof(*tree.flows));
    tree.signed_values =
        calloc(2 * cover->site_count + 1, sizeof(*tree.signed_values));
    is_made = tree.row_of && tree.parent && tree.first && tree.flows &&
              tree.signed_values && build(&work);
    work_clear(&work);
    if (!is_made) {
        ci_row_tree_clear(&tree);
        return false;
    }
    *out = tree;
    return true;
}

void ci_row_tree_clear(ci_row_tree *tree)
{
    free(tree->row_of);
    free(tree->parent);
    free(tree->first);
    free(tree->steps);
    free(tree->signed_values);
    free(tree->flows);
}

size_t ci_row_tree_size(const ci_row_tree *tree)
{
    return tree->node_count + tree->first[tree->node_count];
}

void ci_row_tree_sum(ci_row_tree *tree, const double *values, double *sums)
{
    const uint32_t *steps = tree->steps, *first = tree->first;
    double *both = tree->signed_values;

    for (size_t site = 0; site < tree->site_count; site++) {
        both[2 * site] = values[site];
        both[2 * site + 1] = -values[site];
    }
    sums[0] = 0;
    for (size_t node = 1; node < tree->node_count; node++) {
        /* Two sums, so that an addition need not wait for the last one. */
        double sum = sums[tree->parent[node]], other = 0;
        uint32_t k = first[node], end = first[node + 1];

        for (; k + 1 < end; k += 2) {
            sum += both[steps[k]];
            other += both[steps[k + 1]];
        }
        if (k < end)
            sum += both[steps[k]];
        sums[node] = sum + other;
    }
}

void ci_row_tree_total(ci_row_tree *tree, const double *values, double *totals)
{
    const uint32_t *steps = tree->steps, *first = tree->first;
    double *both = tree->signed_values, *flows = tree->flows;

    memset(both, 0, 2 * tree->site_count * sizeof(*both));
    memcpy(flows, values, tree->node_count * sizeof(*flows));
    for (size_t node = tree->node_count; node-- > 1;) {
        double flow = flows[node];

        for (uint32_t k = first[node]; k < first[node + 1]; k++)
            both[steps[k]] += flow;
        flows[tree->parent[node]] += flow;
    }
    for (size_t site = 0; site < tree->site_count; site++)
        totals[site] = both[2 * site] - both[2 * site + 1];
}

void ci_row_tree_total_exact(ci_row_tree *tree, const int64_t *values,
                             int64_t *totals)
{
    const uint32_t *steps = tree->steps, *first = tree->first;
    /* Sums wrap on the way; what is left of them does not. */
    uint64_t *both = (uint64_t *)(void *)tree->signed_values;
    uint64_t *flows = (uint64_t *)(void *)tree->flows;

    for (size_t i = 0; i < 2 * tree->site_count; i++)
        both[i] = 0;
    for (size_t node = 0; node < tree->node_count; node++)
        flows[node] = (uint64_t)values[node];
    for (size_t node = tree->node_count; node-- > 1;) {
        uint64_t flow = flows[node];

        for (uint32_t k = first[node]; k < first[node + 1]; k++)
            both[steps[k]] += flow;
        flows[tree->parent[node]] += flow;
    }
    for (size_t site = 0; site < tree->site_count; site++)
        totals[site] = (int64_t)(both[2 * site] - both[2 * site + 1]);
}

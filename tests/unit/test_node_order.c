#include "network/node_order.h"

#include "unit.h"

/* Streets to be ordered, and what elimination makes of them. */
typedef struct streets {
    uint32_t node_count, link_count;
    uint32_t *ends; /* two of each link */
    circlet_point *points;
    uint32_t *first, *heads;
    uint32_t *rank;
} streets;

static void *take(size_t count, size_t size)
{
    void *room = calloc(count + 1, size);

    assert_non_null(room);
    return room;
}

static void start(streets *s, uint32_t node_count, uint32_t link_limit)
{
    memset(s, 0, sizeof(*s));
    s->node_count = node_count;
    s->ends = take(2 * (size_t)link_limit, sizeof(uint32_t));
    s->points = take(node_count, sizeof(circlet_point));
    s->rank = take(node_count, sizeof(uint32_t));
}

static void finish(streets *s)
{
    free(s->ends);
    free(s->points);
    free(s->first);
    free(s->heads);
    free(s->rank);
}

static void join(streets *s, uint32_t a, uint32_t b)
{
    s->ends[2 * s->link_count] = a;
    s->ends[2 * s->link_count++ + 1] = b;
}

static ci_order_input input_of(streets *s)
{
    free(s->first);
    free(s->heads);
    s->first = take(s->node_count + 1, sizeof(uint32_t));
    s->heads = take(2 * (size_t)s->link_count, sizeof(uint32_t));
    for (uint32_t k = 0; k < 2 * s->link_count; k++)
        s->first[s->ends[k]]++;
    for (uint32_t i = 1; i <= s->node_count; i++)
        s->first[i] += s->first[i - 1];
    for (uint32_t k = 2 * s->link_count; k-- > 0;)
        s->heads[--s->first[s->ends[k]]] = s->ends[k ^ 1];
    return (ci_order_input){.node_count = s->node_count,
                            .first = s->first,
                            .heads = s->heads,
                            .points = s->points,
                            .thread_count = 1};
}

static void check_is_permutation(const streets *s)
{
    bool *is_there = take(s->node_count, sizeof(*is_there));

    for (uint32_t i = 0; i < s->node_count; i++) {
        assert_true(s->rank[i] < s->node_count);
        assert_false(is_there[s->rank[i]]);
        is_there[s->rank[i]] = true;
    }
    free(is_there);
}

static void order(streets *s)
{
    ci_order_input input = input_of(s);

    memset(s->rank, 0xff, s->node_count * sizeof(*s->rank));
    assert_ok(ci_node_order_find(s->rank, &input, error));
    check_is_permutation(s);
}

static int compare(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

    return (a > b) - (a < b);
}

static uint32_t keep_once(uint32_t *items, uint32_t count)
{
    uint32_t kept = 0;

    qsort(items, count, sizeof(*items), compare);
    for (uint32_t i = 0; i < count; i++)
        if (kept == 0 || items[kept - 1] != items[i])
            items[kept++] = items[i];
    return kept;
}

/* Arcs that plain elimination ends with, and the longest way up its tree. */
static uint64_t fill_of(const streets *s, uint32_t *deepest)
{
    uint32_t **up = take(s->node_count, sizeof(*up));
    uint32_t *count = take(s->node_count, sizeof(*count));
    uint32_t *depth = take(s->node_count, sizeof(*depth));
    uint64_t arcs = 0;

    for (uint32_t i = 0; i < s->node_count; i++) {
        uint32_t r = s->rank[i];

        up[r] = take(s->first[i + 1] - s->first[i], sizeof(uint32_t));
        for (uint32_t k = s->first[i]; k < s->first[i + 1]; k++)
            if (s->rank[s->heads[k]] > r)
                up[r][count[r]++] = s->rank[s->heads[k]];
    }
    for (uint32_t r = 0; r < s->node_count; r++) {
        uint32_t parent;

        arcs += count[r] = keep_once(up[r], count[r]);
        if (count[r] < 2)
            continue;
        parent = up[r][0];
        up[parent] =
            realloc(up[parent], (count[parent] + count[r]) * sizeof(uint32_t));
        assert_non_null(up[parent]);
        for (uint32_t k = 1; k < count[r]; k++)
            up[parent][count[parent]++] = up[r][k];
    }
    *deepest = 0;
    for (uint32_t r = s->node_count; r-- > 0;) {
        depth[r] = count[r] > 0 ? depth[up[r][0]] + 1 : 1;
        *deepest = depth[r] > *deepest ? depth[r] : *deepest;
        free(up[r]);
    }
    free(up);
    free(count);
    free(depth);
    return arcs;
}

/* ---- networks ----------------------------------------------------------- */

static void make_grid(streets *s, uint32_t side)
{
    start(s, side * side, 2 * side * side);
    for (uint32_t i = 0; i < side * side; i++) {
        s->points[i] =
            (circlet_point){116 + 0.001 * (i % side), 40 + 0.001 * (i / side)};
        if (i % side + 1 < side)
            join(s, i, i + 1);
        if (i / side + 1 < side)
            join(s, i, i + side);
    }
}

/* Random links, most of them between near nodes; loops, parallels, nodes
 * without links and several components are among them. */
static void make_random(streets *s, uint32_t nodes, uint32_t links,
                        uint64_t *seed)
{
    bool is_one_place = unit_random_below(seed, 8) == 0;

    start(s, nodes, links);
    for (uint32_t i = 0; i < nodes; i++)
        s->points[i] =
            is_one_place
                ? (circlet_point){116, 40}
                : (circlet_point){116 + 1e-4 * i,
                                  40 + 1e-4 * unit_random_below(seed, 50)};
    for (uint32_t i = 0; i < links && nodes > 0; i++) {
        uint32_t a = unit_random_below(seed, nodes);
        uint32_t far = unit_random_below(seed, 20) == 0 ? nodes : 5;
        uint32_t b = a + unit_random_below(seed, far);

        join(s, a, b < nodes ? b : nodes - 1);
    }
}

/* ---- tests -------------------------------------------------------------- */

static void every_node_has_a_rank_of_its_own(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < unit_cases(400); seed++) {
        uint64_t random = seed;
        uint32_t nodes = unit_random_below(&random, 200);
        streets s;

        make_random(&s, nodes, unit_random_below(&random, 3 * nodes + 1),
                    &random);
        order(&s);
        finish(&s);
    }
}

static void small_networks_come_apart(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < unit_cases(20); seed++) {
        uint64_t random = seed;
        uint32_t nodes = 1000 + unit_random_below(&random, 3000);
        streets s;

        make_random(&s, nodes, nodes + unit_random_below(&random, nodes),
                    &random);
        order(&s);
        finish(&s);
    }
}

/* A grid of k x k nodes: George, Nested Dissection of a Regular Finite
 * Element Mesh, 1973: 31/4 k² log2 k in the leading term for nine-point
 * stars; the bound below is three quarters of it. */
static void grids_fill_little(void **state)
{
    static const uint32_t sides[] = {16, 32, 64, 128};

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        uint32_t side = sides[i], levels = (uint32_t)i + 4, deepest;
        uint64_t arcs;
        streets s;

        make_grid(&s, side);
        order(&s);
        arcs = fill_of(&s, &deepest);
        if (arcs * 16 > (uint64_t)93 * side * side * levels ||
            deepest > 5 * side)
            fail_msg("a grid of %u: %llu arcs, depth %u", side,
                     (unsigned long long)arcs, deepest);
        finish(&s);
    }
}

static void the_order_is_the_same_for_all_threads(void **state)
{
    static const uint32_t threads[] = {2, 3, 4, 0};
    uint64_t seed = 5;
    streets s;
    uint32_t *want;

    (void)state;
    make_grid(&s, 160);
    /* Neither straight nor whole. */
    for (uint32_t i = 0; i < s.node_count; i++)
        s.points[i].lon += 1e-6 * unit_random_below(&seed, 900);
    for (uint32_t k = 0; k < s.link_count; k++)
        if (unit_random_below(&seed, 12) == 0)
            s.ends[2 * k] = s.ends[2 * k + 1];
    order(&s);
    want = take(s.node_count, sizeof(*want));
    memcpy(want, s.rank, s.node_count * sizeof(*want));
    for (size_t i = 0; i < 4; i++) {
        ci_order_input input = input_of(&s);

        input.thread_count = threads[i];
        assert_ok(ci_node_order_find(s.rank, &input, error));
        assert_memory_equal(s.rank, want, s.node_count * sizeof(*want));
    }
    free(want);
    finish(&s);
}

static void another_seed_gives_another_order(void **state)
{
    streets s;
    uint32_t *first;
    ci_order_input input;

    (void)state;
    make_grid(&s, 40);
    order(&s);
    first = take(s.node_count, sizeof(*first));
    memcpy(first, s.rank, s.node_count * sizeof(*first));
    input = input_of(&s);
    input.seed = 99;
    assert_ok(ci_node_order_find(s.rank, &input, error));
    check_is_permutation(&s);
    assert_memory_not_equal(first, s.rank, s.node_count * sizeof(*first));
    free(first);
    finish(&s);
}

static void trees_and_chains_fill_nothing(void **state)
{
    uint64_t seed = 3;
    uint32_t deepest;
    streets s;

    (void)state;
    start(&s, 5000, 5000);
    for (uint32_t i = 1; i < 5000; i++)
        join(&s, i, unit_random_below(&seed, i));
    order(&s);
    assert_int_equal(fill_of(&s, &deepest), 4999);
    finish(&s);

    /* A ring: each of its nodes leaves one new street, and no long way. */
    start(&s, 4096, 4096);
    for (uint32_t i = 0; i < 4096; i++)
        join(&s, i, (i + 1) % 4096);
    order(&s);
    assert_int_equal(fill_of(&s, &deepest), 2 * 4096 - 3);
    assert_true(deepest < 60);
    finish(&s);
}

/* The thread sanitizer makes of seconds minutes. */
#ifdef __SANITIZE_THREAD__
#define HUB_COUNT 5000
#else
#define HUB_COUNT 100000
#endif

static void hubs_take_no_long_time(void **state)
{
    const uint32_t count = (uint32_t)unit_cases(HUB_COUNT);
    uint32_t deepest;
    streets s;

    (void)state;
    start(&s, count, 2 * count);
    for (uint32_t i = 2; i < count; i++) {
        s.points[i] = (circlet_point){1e-4 * (i % 300), 1e-4 * (i / 300)};
        join(&s, 0, i);
        join(&s, i, 1);
    }
    order(&s);
    assert_true(fill_of(&s, &deepest) <= 2 * count);
    finish(&s);
}

/* Where all know each other there are no sides. */
static void what_cannot_be_parted_is_ordered(void **state)
{
    uint32_t deepest;
    streets s;

    (void)state;
    start(&s, 150, 150 * 150);
    for (uint32_t i = 0; i < 150; i++)
        for (uint32_t j = 0; j <= i; j++)
            join(&s, i, j);
    order(&s);
    assert_int_equal(fill_of(&s, &deepest), 150 * 149 / 2);
    finish(&s);
}

static void nothing_and_one_node_are_ordered(void **state)
{
    streets s;

    (void)state;
    start(&s, 0, 0);
    order(&s);
    finish(&s);
    start(&s, 1, 1);
    join(&s, 0, 0);
    order(&s);
    assert_int_equal(s.rank[0], 0);
    finish(&s);
}

typedef struct listener {
    uint32_t calls, allowed;
    double last;
} listener;

static bool listen(const char *stage, double fraction, void *user)
{
    listener *l = user;

    assert_string_equal(stage, "ordering streets");
    assert_true(fraction >= l->last && fraction <= 1);
    l->last = fraction;
    return ++l->calls <= l->allowed;
}

static void progress_is_told_and_may_cancel(void **state)
{
    listener all = {0, UINT32_MAX, 0};
    ci_order_input input;
    streets s;

    (void)state;
    make_grid(&s, 150);
    input = input_of(&s);
    input.progress = (circlet_progress){listen, &all};
    assert_ok(ci_node_order_find(s.rank, &input, error));
    assert_true(all.calls >= 10 && all.calls <= 101 && all.last == 1);
    for (uint32_t allowed = 0; allowed < all.calls; allowed += 9) {
        listener some = {0, allowed, 0};

        memset(s.rank, 0x55, s.node_count * sizeof(*s.rank));
        input.progress.user = &some;
        assert_fails(ci_node_order_find(s.rank, &input, error),
                     CIRCLET_E_CANCELLED, "cancelled");
        assert_int_equal(some.calls, allowed + 1);
        assert_int_equal(s.rank[0], 0x55555555);
    }
    finish(&s);
}

static void progress_of_hardly_any_work_is_told_too(void **state)
{
    listener all = {0, UINT32_MAX, 0};
    ci_order_input input;
    streets s;

    (void)state;
    start(&s, 2, 1);
    join(&s, 0, 1);
    input = input_of(&s);
    input.progress = (circlet_progress){listen, &all};
    assert_ok(ci_node_order_find(s.rank, &input, error));
    assert_true(all.calls >= 1 && all.last == 1);
    finish(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_node_has_a_rank_of_its_own),
        cmocka_unit_test(small_networks_come_apart),
        cmocka_unit_test(grids_fill_little),
        cmocka_unit_test(the_order_is_the_same_for_all_threads),
        cmocka_unit_test(another_seed_gives_another_order),
        cmocka_unit_test(trees_and_chains_fill_nothing),
        cmocka_unit_test(hubs_take_no_long_time),
        cmocka_unit_test(what_cannot_be_parted_is_ordered),
        cmocka_unit_test(nothing_and_one_node_are_ordered),
        cmocka_unit_test(progress_is_told_and_may_cancel),
        cmocka_unit_test(progress_of_hardly_any_work_is_told_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

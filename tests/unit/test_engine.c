/* Near rows, far rows and the choice between them, by any number of threads,
 * agree with a textbook search. */
#include <stdatomic.h>
#include <stdio.h>

#include "random_rows.h"
#include "reach/engine.h"

#define CASES 400

static const circlet_progress no_progress = {NULL, NULL};

static ci_engine_options options_of(ci_engine_choice choice, uint32_t threads,
                                    ci_lane_set lanes)
{
    return (ci_engine_options){.thread_count = threads,
                               .choice = choice,
                               .lanes = lanes,
                               .stage = {&no_progress, "searching", 0, 1}};
}

/* ---- what is taken -------------------------------------------------------
 */

typedef struct taken_rows {
    uint32_t times_ms[ROWS_PLACES][ROWS_PLACES];
    atomic_int taken[ROWS_PLACES];
    atomic_bool is_twice; /* a target came twice, or is none */
    size_t target_count;
    uint32_t stop_at; /* this source is refused; UINT32_MAX: none */
    uint32_t next; /* the source that comes next, if they come in order */
    bool is_out_of_order;
} taken_rows;

static taken_rows *new_taken(size_t target_count)
{
    taken_rows *taken = calloc(1, sizeof(*taken));

    assert_non_null(taken);
    taken->target_count = target_count;
    taken->stop_at = UINT32_MAX;
    memset(taken->times_ms, 0xff, sizeof(taken->times_ms));
    return taken;
}

static bool take(void *user, uint32_t worker, uint32_t source,
                 const circlet_od_entry *entries, size_t count)
{
    taken_rows *taken = user;
    uint32_t *row = taken->times_ms[source];

    (void)worker;
    atomic_fetch_add(&taken->taken[source], 1);
    for (size_t i = 0; i < count; i++) {
        uint32_t target = entries[i].destination;

        if (target >= taken->target_count || row[target] != CIRCLET_UNREACHED)
            atomic_store(&taken->is_twice, true);
        else
            row[target] = entries[i].time_ms;
    }
    return source != taken->stop_at;
}

static bool take_in_order(void *user, uint32_t worker, uint32_t source,
                          const circlet_od_entry *entries, size_t count)
{
    taken_rows *taken = user;

    taken->is_out_of_order |= worker != 0 || source != taken->next;
    taken->next = source + 1;
    return take(user, worker, source, entries, count);
}

static void assert_rows(const taken_rows *taken, const random_rows *rows,
                        uint64_t seed, const char *what)
{
    uint32_t row[ROWS_PLACES];

    assert_false(taken->is_twice);
    assert_false(taken->is_out_of_order);
    for (size_t i = 0; i < rows->query.sources.place_count; i++) {
        assert_int_equal(taken->taken[i], 1);
        textbook_row(row, rows, i);
        for (size_t t = 0; t < rows->query.targets.place_count; t++)
            if (taken->times_ms[i][t] != row[t])
                fail_msg("seed %llu, %s: from %zu to %zu: %u, not %u",
                         (unsigned long long)seed, what, i, t,
                         (unsigned)taken->times_ms[i][t], (unsigned)row[t]);
    }
}

static void check_rows(ci_engine *engine, const random_rows *rows,
                       const ci_engine_options *options, uint64_t seed,
                       const char *what)
{
    taken_rows *any = new_taken(rows->query.targets.place_count);
    taken_rows *ordered = new_taken(rows->query.targets.place_count);

    assert_ok(ci_engine_rows(engine, &rows->query, options, take, any, error));
    assert_rows(any, rows, seed, what);
    assert_ok(ci_engine_rows_in_order(engine, &rows->query, options,
                                      take_in_order, ordered, error));
    assert_rows(ordered, rows, seed, what);

    free(any);
    free(ordered);
}

/* ---- tests ---------------------------------------------------------------
 */

static void all_choices_agree_with_the_textbook(void **state)
{
    static const char *const names[] = {"auto", "near", "far"};

    (void)state;
    for (uint64_t seed = 1; seed <= CASES; seed++) {
        random_rows rows;
        uint64_t random = seed;
        ci_engine *engine;

        random_rows_make(&rows, &random);
        engine = ci_engine_new(rows.graph, NULL);
        assert_non_null(engine);
        for (int choice = CI_ENGINE_AUTO; choice <= CI_ENGINE_FAR; choice++) {
            ci_engine_options options =
                options_of((ci_engine_choice)choice, 1 + (uint32_t)seed % 3,
                           CI_LANES_BASELINE);

            check_rows(engine, &rows, &options, seed, names[choice]);
        }
        ci_engine_free(engine);
        ci_graph_free(rows.graph);
    }
}

static void any_number_of_threads_gives_the_same(void **state)
{
    static const uint32_t counts[] = {1, 2, 4, 16, CI_LANES + 1};

    (void)state;
    for (uint64_t seed = 1001; seed <= 1020; seed++)
        for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
            random_rows rows;
            uint64_t random = seed;
            ci_engine_options near =
                options_of(CI_ENGINE_NEAR, counts[i], CI_LANES_BASELINE);
            ci_engine_options far =
                options_of(CI_ENGINE_FAR, counts[i], CI_LANES_BASELINE);
            ci_engine *engine;

            random_rows_make(&rows, &random);
            engine = ci_engine_new(rows.graph, NULL);
            assert_non_null(engine);
            check_rows(engine, &rows, &near, seed, "near");
            check_rows(engine, &rows, &far, seed, "far");
            ci_engine_free(engine);
            ci_graph_free(rows.graph);
        }
}

static void any_lane_set_gives_the_same(void **state)
{
    (void)state;
    for (uint64_t seed = 2001; seed <= 2050; seed++)
        for (int lanes = 0; lanes <= (int)ci_lanes_best(); lanes++) {
            random_rows rows;
            uint64_t random = seed;
            ci_engine_options far =
                options_of(CI_ENGINE_FAR, 2, (ci_lane_set)lanes);
            ci_engine *engine;

            random_rows_make(&rows, &random);
            engine = ci_engine_new(rows.graph, NULL);
            assert_non_null(engine);
            check_rows(engine, &rows, &far, seed, "far");
            ci_engine_free(engine);
            ci_graph_free(rows.graph);
        }
}

static void an_order_of_ones_own_is_used(void **state)
{
    (void)state;
    for (uint64_t seed = 3001; seed <= 3050; seed++) {
        random_rows rows;
        uint64_t random = seed;
        uint32_t rank[ROWS_NODES];
        ci_engine_options far =
            options_of(CI_ENGINE_FAR, 1, CI_LANES_BASELINE);
        ci_engine *engine;

        random_rows_make(&rows, &random);
        for (uint32_t i = 0; i < rows.node_count; i++) {
            uint32_t k = unit_random_below(&random, i + 1);

            rank[i] = rank[k];
            rank[k] = i;
        }
        engine = ci_engine_new(rows.graph, rank);
        assert_non_null(engine);
        check_rows(engine, &rows, &far, seed, "far");
        ci_engine_free(engine);
        ci_graph_free(rows.graph);
    }
}

/* ---- a graph that cannot be parted ----------------------------------------
 */

#define TANGLE_NODES 1500
#define TANGLE_ARCS (8 * TANGLE_NODES)

typedef struct tangle {
    uint32_t tails[TANGLE_ARCS], heads[TANGLE_ARCS], times_ms[TANGLE_ARCS];
    size_t first[TANGLE_NODES + 1];
    ci_port ports[TANGLE_NODES];
    ci_graph *graph;
    ci_rows_query query;
} tangle;

/* Arcs between any two nodes: every node is a source and a target. */
static tangle *make_tangle(void)
{
    tangle *made = calloc(1, sizeof(*made));
    uint64_t random = 11;

    assert_non_null(made);
    for (size_t i = 0; i < TANGLE_ARCS; i++) {
        made->tails[i] = unit_random_below(&random, TANGLE_NODES);
        made->heads[i] = unit_random_below(&random, TANGLE_NODES);
        made->times_ms[i] = unit_random_below(&random, 100000);
    }
    for (uint32_t i = 0; i < TANGLE_NODES; i++) {
        made->first[i + 1] = i + 1;
        made->ports[i] = (ci_port){i, 0};
    }
    made->graph = ci_graph_from_arcs(TANGLE_NODES, made->tails, made->heads,
                                     made->times_ms, TANGLE_ARCS);
    assert_non_null(made->graph);
    made->query =
        (ci_rows_query){.graph = made->graph,
                        .sources = {TANGLE_NODES, made->first, made->ports},
                        .targets = {TANGLE_NODES, made->first, made->ports},
                        .cutoff_ms = CIRCLET_CUTOFF_MAX};
    return made;
}

/* Sums that differ if any time does, most likely. */
typedef struct row_sums {
    uint64_t sums[TANGLE_NODES];
} row_sums;

static bool sum_row(void *user, uint32_t worker, uint32_t source,
                    const circlet_od_entry *entries, size_t count)
{
    row_sums *all = user;

    (void)worker;
    for (size_t i = 0; i < count; i++) {
        uint64_t mixed =
            (uint64_t)entries[i].destination << 32 | entries[i].time_ms;

        all->sums[source] += unit_random(&mixed);
    }
    return true;
}

static void where_a_hierarchy_does_not_pay_there_is_a_search(void **state)
{
    tangle *made = make_tangle();
    ci_engine *engine = ci_engine_new(made->graph, NULL);
    static row_sums near, other;
    ci_engine_options options =
        options_of(CI_ENGINE_NEAR, 2, CI_LANES_BASELINE);

    (void)state;
    assert_non_null(engine);
    assert_ok(
        ci_engine_rows(engine, &made->query, &options, sum_row, &near, error));
    /* Once to find out, once in the knowledge. */
    options.choice = CI_ENGINE_AUTO;
    for (int i = 0; i < 2; i++) {
        memset(&other, 0, sizeof(other));
        assert_ok(ci_engine_rows(engine, &made->query, &options, sum_row,
                                 &other, error));
        assert_memory_equal(&near, &other, sizeof(near));
    }
    ci_engine_free(engine);
    ci_graph_free(made->graph);
    free(made);
}

/* ---- stops ---------------------------------------------------------------
 */

static bool stop_at_once(const char *stage, double fraction, void *user)
{
    int *asked = user;

    (void)stage;
    (void)fraction;
    ++*asked;
    return false;
}

/* A case with more than one batch of sources. */
static void make_large(random_rows *rows)
{
    uint64_t seed = 1;

    for (;; seed++) {
        uint64_t random = seed;

        random_rows_make(rows, &random);
        if (rows->query.sources.place_count > 3 * CI_LANES)
            return;
        ci_graph_free(rows->graph);
    }
}

static void whoever_takes_a_row_may_stop(void **state)
{
    random_rows rows;
    ci_engine *engine;

    (void)state;
    make_large(&rows);
    engine = ci_engine_new(rows.graph, NULL);
    assert_non_null(engine);
    for (int choice = CI_ENGINE_AUTO; choice <= CI_ENGINE_FAR; choice++) {
        ci_engine_options options =
            options_of((ci_engine_choice)choice, 2, CI_LANES_BASELINE);
        taken_rows *any = new_taken(rows.query.targets.place_count);
        taken_rows *ordered = new_taken(rows.query.targets.place_count);

        any->stop_at = ordered->stop_at = 5;
        assert_fails(
            ci_engine_rows(engine, &rows.query, &options, take, any, error),
            CIRCLET_E_CANCELLED, "cancelled");
        assert_fails(ci_engine_rows_in_order(engine, &rows.query, &options,
                                             take_in_order, ordered, error),
                     CIRCLET_E_CANCELLED, "cancelled");
        assert_int_equal(ordered->next, 6);
        free(any);
        free(ordered);
    }
    ci_engine_free(engine);
    ci_graph_free(rows.graph);
}

static void progress_may_stop(void **state)
{
    random_rows rows;
    int asked = 0;
    const circlet_progress progress = {stop_at_once, &asked};
    taken_rows *taken;
    ci_engine_options options =
        options_of(CI_ENGINE_NEAR, 2, CI_LANES_BASELINE);
    ci_engine *engine;

    (void)state;
    make_large(&rows);
    taken = new_taken(rows.query.targets.place_count);
    engine = ci_engine_new(rows.graph, NULL);
    assert_non_null(engine);
    options.stage.progress = &progress;

    assert_fails(
        ci_engine_rows(engine, &rows.query, &options, take, taken, error),
        CIRCLET_E_CANCELLED, "cancelled");

    assert_int_equal(asked, 1);
    free(taken);
    ci_engine_free(engine);
    ci_graph_free(rows.graph);
}

typedef struct heard_progress {
    double last;
    size_t count;
    bool fell;
} heard_progress;

static bool hear(const char *stage, double fraction, void *user)
{
    heard_progress *heard = user;

    (void)stage;
    heard->fell |= fraction < heard->last;
    heard->last = fraction;
    heard->count++;
    return true;
}

static void progress_rises_to_its_end(void **state)
{
    random_rows rows;
    ci_engine *engine;

    (void)state;
    make_large(&rows);
    engine = ci_engine_new(rows.graph, NULL);
    assert_non_null(engine);
    for (uint32_t threads = 1; threads <= 4; threads++) {
        heard_progress heard = {0, 0, false};
        const circlet_progress progress = {hear, &heard};
        taken_rows *taken = new_taken(rows.query.targets.place_count);
        ci_engine_options options =
            options_of(CI_ENGINE_NEAR, threads, CI_LANES_BASELINE);

        options.stage = (ci_stage){&progress, "searching", 0.25, 0.75};
        assert_ok(
            ci_engine_rows(engine, &rows.query, &options, take, taken, error));
        assert_false(heard.fell);
        assert_true(heard.last == 0.75);
        assert_in_range(heard.count, 1, 100);
        free(taken);
    }
    ci_engine_free(engine);
    ci_graph_free(rows.graph);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_choices_agree_with_the_textbook),
        cmocka_unit_test(any_number_of_threads_gives_the_same),
        cmocka_unit_test(any_lane_set_gives_the_same),
        cmocka_unit_test(an_order_of_ones_own_is_used),
        cmocka_unit_test(where_a_hierarchy_does_not_pay_there_is_a_search),
        cmocka_unit_test(whoever_takes_a_row_may_stop),
        cmocka_unit_test(progress_may_stop),
        cmocka_unit_test(progress_rises_to_its_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

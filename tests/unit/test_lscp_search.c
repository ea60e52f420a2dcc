#include <circlet/siting.h>

#include "siting/lscp.h"
#include "siting/lscp_climb.h"
#include "siting/lscp_narrow.h"
#include "siting/lscp_swap.h"
#include "unit.h"

#define SITES_MAX 12
#define BLOCKS_MAX 12

/* A seeded covering problem of few sites and whatever looks for its plans. */
typedef struct riddle {
    size_t rows, sites;
    uint32_t covers[32]; /* of each row: its sites as bits */
    int64_t costs[SITES_MAX];
    circlet_od_matrix *reach;
    ci_side side;
    ci_lscp_core core;
    ci_lscp_plan plan;
    ci_effort effort;
    uint8_t decided[SITES_MAX];
} riddle;

static void draw_rows(riddle *out, uint64_t *seed)
{
    for (size_t i = 0; i < out->rows; i++) {
        out->covers[i] = UINT32_C(1)
                         << unit_random_below(seed, (uint32_t)out->sites);
        for (size_t j = 0; j < out->sites; j++)
            if (unit_random_below(seed, 4) == 0)
                out->covers[i] |= UINT32_C(1) << j;
    }
}

static void make_core(riddle *out)
{
    ci_lscp_size size = {out->rows, out->sites, 0, false};
    size_t entry = 0;

    for (size_t i = 0; i < out->rows; i++)
        size.entries += (size_t)__builtin_popcount(out->covers[i]);
    assert_true(ci_lscp_core_make(&out->core, size));
    for (size_t i = 0; i < out->rows; i++) {
        for (uint32_t j = 0; j < out->sites; j++)
            if (out->covers[i] >> j & 1)
                out->core.row_sites[entry++] = j;
        out->core.row_first[i + 1] = entry;
        out->core.row_names[i] = (uint32_t)i;
        out->core.needs[i] = 1;
    }
    ci_lscp_name_sites(&out->core, &out->side);
    ci_lscp_core_turn(&out->core);
}

static void make_riddle(riddle *out, uint64_t seed, uint32_t dearest)
{
    circlet_location location = CIRCLET_LOCATION_INIT;
    const size_t first[] = {0, 0};

    memset(out, 0, sizeof(*out));
    out->sites = 6 + unit_random_below(&seed, SITES_MAX - 5);
    out->rows = 4 + unit_random_below(&seed, 28);
    draw_rows(out, &seed);
    for (size_t j = 0; j < out->sites; j++)
        out->costs[j] = 1 + unit_random_below(&seed, dearest);
    out->costs[0] = 1; /* the common divisor */
    assert_ok(
        circlet_od_matrix_new(&out->reach, 1, out->sites, first, NULL, error));
    location.reach = out->reach;
    location.costs = out->costs;
    assert_ok(ci_side_make(&out->side, &location, error));
    make_core(out);
    assert_true(ci_lscp_plan_make(&out->plan, &out->core, &out->side, false,
                                  INT64_C(1) << 30));
    assert_ok(ci_effort_start(&out->effort, NULL, error));
    memset(out->decided, CI_OPEN, sizeof(out->decided));
}

static void clear_riddle(riddle *of)
{
    ci_lscp_plan_clear(&of->plan);
    ci_lscp_core_clear(&of->core);
    ci_side_clear(&of->side);
    circlet_od_matrix_free(of->reach);
}

static int64_t cost_of(const riddle *of, uint32_t open)
{
    int64_t cost = 0;

    for (size_t j = 0; j < of->sites; j++)
        cost += open >> j & 1 ? of->costs[j] : 0;
    return cost;
}

static bool covers_all(const riddle *of, uint32_t open)
{
    for (size_t i = 0; i < of->rows; i++)
        if (!(of->covers[i] & open))
            return false;
    return true;
}

static int64_t enumerate(const riddle *of)
{
    int64_t best = INT64_MAX;

    for (uint32_t open = 0; open < UINT32_C(1) << of->sites; open++)
        if (cost_of(of, open) < best && covers_all(of, open))
            best = cost_of(of, open);
    return best;
}

static void check_plan(const riddle *of, uint64_t seed)
{
    int64_t best = enumerate(of);
    uint32_t open = 0;

    assert_true(of->plan.has_plan);
    for (size_t j = 0; j < of->sites; j++)
        open |= (uint32_t)of->plan.is_chosen[j] << j;
    assert_true(covers_all(of, open));
    assert_int_equal(cost_of(of, open), of->plan.limit);
    if (of->plan.limit != best)
        fail_msg("seed %llu: a plan of %lld is not the best, %lld",
                 (unsigned long long)seed, (long long)of->plan.limit,
                 (long long)best);
}

/* ---- local search ------------------------------------------------------ */

static void exchanges_find_the_fewest_sites_of_small_problems(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 300; seed++) {
        riddle of;
        ci_lscp_swap *swap;

        make_riddle(&of, seed, 1);
        assert_true(ci_lscp_swap_suits(&of.plan, &of.core));
        swap =
            ci_lscp_swap_new(&of.plan, &of.core, of.decided, seed, &of.effort);
        assert_non_null(swap);
        for (int slice = 0; slice < 10; slice++)
            ci_lscp_swap_go_on(swap, 5000, -1);
        check_plan(&of, seed);
        ci_lscp_swap_free(swap);
        clear_riddle(&of);
    }
}

static void exchanges_end_when_the_plan_is_good_enough(void **state)
{
    riddle of;
    ci_lscp_swap *swap;
    uint64_t work;

    (void)state;
    make_riddle(&of, 1, 1);
    swap = ci_lscp_swap_new(&of.plan, &of.core, of.decided, 1, &of.effort);
    assert_non_null(swap);
    ci_lscp_swap_go_on(swap, 1000000, enumerate(&of));
    check_plan(&of, 1);
    work = of.effort.work;
    assert_true(work < 1000000);
    ci_lscp_swap_go_on(swap, 1000000, enumerate(&of));
    assert_int_equal(of.effort.work, work);
    ci_lscp_swap_free(swap);
    clear_riddle(&of);
}

static void exchanges_need_equal_costs_and_single_needs(void **state)
{
    riddle of;

    (void)state;
    make_riddle(&of, 2, 1);
    of.core.needs[1] = 2;
    assert_false(ci_lscp_swap_suits(&of.plan, &of.core));
    of.core.needs[1] = 1;
    of.core.costs[1] = 2;
    assert_false(ci_lscp_swap_suits(&of.plan, &of.core));
    of.core.costs[1] = 1;
    of.plan.is_sided = true;
    assert_false(ci_lscp_swap_suits(&of.plan, &of.core));
    of.plan.is_sided = false;
    assert_true(ci_lscp_swap_suits(&of.plan, &of.core));
    clear_riddle(&of);
}

/* Where a dear site goes, more than one cheap site may have to come. */
static void the_climb_finds_the_cheapest_cover_of_small_problems(void **state)
{
    (void)state;
    for (uint64_t seed = 1000; seed < 1300; seed++) {
        riddle of;
        ci_lscp_climb *climb;

        make_riddle(&of, seed, 4);
        climb = ci_lscp_climb_new(&of.plan, &of.core, of.decided, seed,
                                  &of.effort);
        assert_non_null(climb);
        ci_lscp_climb_go_on(climb, 50000, -1);
        check_plan(&of, seed);
        ci_lscp_climb_free(climb);
        clear_riddle(&of);
    }
}

/* ---- wide cores -------------------------------------------------------- */

#define WIDE_ROWS 12
#define WIDE_SITES 400

static void make_wide(ci_lscp_core *out, double *reduced, uint64_t seed)
{
    ci_lscp_size size = {WIDE_ROWS, WIDE_SITES, 0, false};
    size_t entry = 0;

    size.entries = WIDE_ROWS * WIDE_SITES;
    assert_true(ci_lscp_core_make(out, size));
    for (size_t i = 0; i < WIDE_ROWS; i++) {
        out->needs[i] = 1 + (uint32_t)i % 2;
        /* The last row has few sites. */
        for (uint32_t j = 0; j < WIDE_SITES; j++)
            if (i + 1 < WIDE_ROWS ? unit_random_below(&seed, 3) == 0 : j < 4)
                out->row_sites[entry++] = j;
        out->row_first[i + 1] = entry;
    }
    out->entry_count = entry;
    for (uint32_t j = 0; j < WIDE_SITES; j++) {
        out->costs[j] = 1;
        out->site_names[j] = j;
        reduced[j] =
            (double)unit_random_below(&seed, 1000) + (j < 4 ? 5000.0 : 0.0);
    }
    ci_lscp_core_turn(out);
}

static size_t count_below(const double *reduced, double limit)
{
    size_t count = 0;

    for (size_t j = 0; j < WIDE_SITES; j++)
        count += reduced[j] < limit;
    return count;
}

static void a_narrow_core_keeps_the_cheap_sites_and_some_of_each_row(
    void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 100; seed++) {
        double reduced[WIDE_SITES];
        uint8_t stays[WIDE_SITES] = {0};
        ci_lscp_core core, narrow;
        ci_lscp_marks marks;

        make_wide(&core, reduced, seed);
        assert_true(ci_lscp_is_wide(&core));
        assert_true(ci_lscp_marks_make(&marks, &core));
        assert_true(ci_lscp_narrow(&narrow, &core, reduced, &marks));

        assert_int_equal(narrow.row_count, WIDE_ROWS);
        assert_true(narrow.site_count <= 4 * WIDE_ROWS + 7 * WIDE_ROWS);
        assert_false(ci_lscp_is_wide(&narrow));
        for (size_t j = 0; j < narrow.site_count; j++)
            stays[narrow.site_names[j]] = 1;
        for (size_t j = 0; j < WIDE_SITES; j++)
            if (core.site_first[j] < core.site_first[j + 1] &&
                count_below(reduced, reduced[j] + 0.5) <= 4 * WIDE_ROWS)
                assert_true(stays[j]);
        for (size_t i = 0; i < WIDE_ROWS; i++)
            assert_true(narrow.row_first[i + 1] - narrow.row_first[i] >=
                        (i + 1 < WIDE_ROWS ? narrow.needs[i] + 5 : 4));
        ci_lscp_marks_clear(&marks);
        ci_lscp_core_clear(&narrow);
        ci_lscp_core_clear(&core);
    }
}

/* ---- parts ------------------------------------------------------------- */

/* Blocks of points with two sites each (covers of the edges of a graph), the
 * sites of all blocks in turn: what falls apart does not stand together. */
typedef struct blocks {
    size_t count, sites; /* blocks, sites of each */
    size_t edge_count;
    uint32_t ends[BLOCKS_MAX * 40][2]; /* sites */
    int64_t costs[BLOCKS_MAX * SITES_MAX];
    circlet_od_matrix *reach;
} blocks;

static void add_edge(blocks *of, size_t block, uint32_t a, uint32_t b)
{
    uint32_t x = (uint32_t)(a * of->count + block);
    uint32_t y = (uint32_t)(b * of->count + block);

    of->ends[of->edge_count][0] = x < y ? x : y;
    of->ends[of->edge_count++][1] = x < y ? y : x;
}

static void make_blocks_matrix(blocks *of)
{
    size_t first[BLOCKS_MAX * 40 + 1] = {0};
    circlet_od_entry entries[BLOCKS_MAX * 80];

    for (size_t i = 0; i < of->edge_count; i++) {
        entries[2 * i] = (circlet_od_entry){of->ends[i][0], 1};
        entries[2 * i + 1] = (circlet_od_entry){of->ends[i][1], 1};
        first[i + 1] = 2 * i + 2;
    }
    assert_ok(circlet_od_matrix_new(&of->reach, of->edge_count,
                                    of->count * of->sites, first, entries,
                                    error));
}

/* Odd circles with chords; their prices leave a gap in each block. */
static void make_blocks(blocks *out, uint64_t seed, uint32_t dearest)
{
    memset(out, 0, sizeof(*out));
    out->count = 2 + unit_random_below(&seed, 4);
    out->sites = 5 + 2 * unit_random_below(&seed, 3);
    for (size_t block = 0; block < out->count; block++) {
        for (uint32_t a = 0; a < out->sites; a++)
            add_edge(out, block, a, (a + 1) % (uint32_t)out->sites);
        for (uint32_t k = unit_random_below(&seed, 8); k > 0; k--) {
            uint32_t a = unit_random_below(&seed, (uint32_t)out->sites - 2);

            add_edge(out, block, a, a + 2);
        }
    }
    for (size_t j = 0; j < out->count * out->sites; j++)
        out->costs[j] = 1 + unit_random_below(&seed, dearest);
    make_blocks_matrix(out);
}

static int64_t enumerate_block(const blocks *of, size_t block)
{
    int64_t best = INT64_MAX;

    for (uint32_t open = 0; open < UINT32_C(1) << of->sites; open++) {
        int64_t cost = 0;
        bool is_cover = true;

        for (size_t j = 0; j < of->sites; j++)
            cost += open >> j & 1 ? of->costs[j * of->count + block] : 0;
        for (size_t i = 0; i < of->edge_count && is_cover; i++)
            is_cover = of->ends[i][0] % of->count != block ||
                       (open >> of->ends[i][0] / of->count & 1) ||
                       (open >> of->ends[i][1] / of->count & 1);
        if (is_cover && cost < best)
            best = cost;
    }
    return best;
}

static circlet_siting *solve_blocks(const blocks *of, bool wants_certificate)
{
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_siting *siting = NULL;

    location.reach = of->reach;
    location.costs = of->costs;
    options.wants_certificate = wants_certificate;
    assert_ok(circlet_solve_lscp(&siting, &location, &options, error));
    assert_int_equal(circlet_siting_proof(siting), CIRCLET_PROOF_OPTIMAL);
    if (wants_certificate)
        assert_ok(circlet_certificate_check(circlet_siting_certificate(siting),
                                            &location, error));
    return siting;
}

static void parts_add_up_to_the_whole(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 200; seed++) {
        blocks of;
        int64_t best = 0;

        make_blocks(&of, seed, seed % 2 ? 1 : 5);
        for (size_t block = 0; block < of.count; block++)
            best += enumerate_block(&of, block);
        for (int wants = 0; wants < 2; wants++) {
            circlet_siting *siting = solve_blocks(&of, wants);

            if (circlet_siting_objective(siting) != best)
                fail_msg("seed %llu: %lld is not %lld",
                         (unsigned long long)seed,
                         (long long)circlet_siting_objective(siting),
                         (long long)best);
            assert_int_equal(circlet_siting_bound(siting), best);
            circlet_siting_free(siting);
        }
        circlet_od_matrix_free(of.reach);
    }
}

/* Twelve circles of seven: prices reach 42, all need 48. A tree of the whole
 * would have to lift each circle in each leaf of the others. */
static void the_bound_of_each_part_is_rounded_up(void **state)
{
    blocks of = {.count = BLOCKS_MAX, .sites = 7};
    circlet_siting *siting;

    (void)state;
    for (size_t j = 0; j < of.count * of.sites; j++)
        of.costs[j] = 1;
    for (size_t block = 0; block < of.count; block++)
        for (uint32_t a = 0; a < of.sites; a++)
            add_edge(&of, block, a, (a + 1) % 7);
    make_blocks_matrix(&of);
    siting = solve_blocks(&of, false);

    assert_int_equal(circlet_siting_objective(siting), 48);
    assert_int_equal(circlet_siting_bound(siting), 48);
    assert_true(circlet_siting_get_report(siting).root_bound <= 43);
    assert_true(circlet_siting_get_report(siting).nodes < 100);
    circlet_siting_free(siting);
    circlet_od_matrix_free(of.reach);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exchanges_find_the_fewest_sites_of_small_problems),
        cmocka_unit_test(exchanges_end_when_the_plan_is_good_enough),
        cmocka_unit_test(exchanges_need_equal_costs_and_single_needs),
        cmocka_unit_test(the_climb_finds_the_cheapest_cover_of_small_problems),
        cmocka_unit_test(
            a_narrow_core_keeps_the_cheap_sites_and_some_of_each_row),
        cmocka_unit_test(parts_add_up_to_the_whole),
        cmocka_unit_test(the_bound_of_each_part_is_rounded_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "graph_riddle.h"

#include "reach/sweep_plan.h"

#define CASE_COUNT 24

/* A plan with the ranks it was asked for, and found needed. */
typedef struct planned {
    graph_riddle riddle;
    ci_hierarchy *hierarchy;
    const ci_upper_arcs *arcs;
    bool *is_asked, *is_needed;
    ci_sweep_plan plan;
} planned;

static void make(planned *made, uint64_t seed)
{
    bool is_against;
    uint32_t n, one_of;

    riddle_make(&made->riddle, seed, 600);
    n = made->riddle.node_count;
    one_of = 1 + unit_random_below(&made->riddle.state, 20);
    is_against = unit_random_below(&made->riddle.state, 2) == 1;
    made->hierarchy = ci_hierarchy_new(made->riddle.graph, made->riddle.rank);
    made->is_asked = calloc(n, sizeof(bool));
    made->is_needed = calloc(n, sizeof(bool));
    assert_non_null(made->hierarchy);
    assert_non_null(made->is_asked);
    assert_non_null(made->is_needed);
    made->arcs = is_against ? &made->hierarchy->up : &made->hierarchy->down;
    for (uint32_t r = 0; r < n; r++)
        made->is_asked[r] = made->is_needed[r] =
            unit_random_below(&made->riddle.state, one_of) == 0;
    assert_true(ci_sweep_plan_make(&made->plan, made->hierarchy, is_against,
                                   made->is_needed));
}

static void forget(planned *made)
{
    ci_sweep_plan_clear(&made->plan);
    ci_hierarchy_free(made->hierarchy);
    free(made->is_asked);
    free(made->is_needed);
    riddle_free(&made->riddle);
}

/* Whether b lies in block a, or is it. */
static bool holds(const ci_sweep_plan *plan, uint32_t a, uint32_t b)
{
    return b >= a && b < plan->blocks[a].next;
}

static void what_is_asked_for_and_leads_there_has_a_position(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= CASE_COUNT; seed++) {
        planned made;
        uint32_t count = 0;

        make(&made, seed);
        for (uint32_t r = 0; r < made.riddle.node_count; r++) {
            assert_int_equal(made.plan.position[r] != CI_NO_POSITION,
                             made.is_asked[r]);
            count += made.is_asked[r];
            for (size_t a = made.arcs->first[r];
                 made.is_asked[r] && a < made.arcs->first[r + 1]; a++)
                made.is_asked[made.arcs->arcs[a].rank] = true;
        }
        assert_int_equal(made.plan.position_count, count);
        forget(&made);
    }
}

static void check_arcs(const planned *made, uint32_t rank)
{
    const ci_sweep_plan *plan = &made->plan;
    uint32_t p = plan->position[rank];
    uint32_t at = plan->arc_first[p];
    size_t a = made->arcs->first[rank];

    for (; a < made->arcs->first[rank + 1]; a++, at++) {
        assert_int_equal(plan->arcs[at].from,
                         plan->position[made->arcs->arcs[a].rank]);
        assert_true(plan->arcs[at].from < p);
        assert_int_equal(plan->arcs[at].time_ms, made->arcs->arcs[a].time_ms);
    }
    assert_int_equal(plan->arc_first[p + 1] % 2, 0);
    if (plan->arc_first[p + 1] > at) {
        assert_int_equal(plan->arc_first[p + 1], at + 1);
        assert_memory_equal(&plan->arcs[at], &plan->arcs[at - 1],
                            sizeof(*plan->arcs));
    }
}

static void arcs_come_from_earlier_positions(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= CASE_COUNT; seed++) {
        planned made;

        make(&made, seed);
        for (uint32_t r = 0; r < made.riddle.node_count; r++)
            if (made.plan.position[r] != CI_NO_POSITION)
                check_arcs(&made, r);
        forget(&made);
    }
}

static void check_blocks(const ci_sweep_plan *plan)
{
    uint32_t at = 0;

    assert_int_equal(plan->blocks[0].parent, 0);
    assert_int_equal(plan->blocks[0].next, plan->block_count);
    for (uint32_t b = 0; b < plan->block_count; b++) {
        const ci_sweep_block *block = &plan->blocks[b];

        assert_int_equal(block->first, at);
        for (; at < block->end; at++)
            assert_int_equal(plan->block_of[at], b);
        if (b > 0)
            assert_true(block->parent < b &&
                        holds(plan, block->parent, block->next - 1));
        assert_in_range(block->next, b + 1, plan->block_count);
    }
    assert_int_equal(at, plan->position_count);
}

static void blocks_hold_all_positions_and_lie_within_one_another(void **state)
{
    uint32_t most = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= CASE_COUNT; seed++) {
        planned made;

        make(&made, seed);
        check_blocks(&made.plan);
        most = made.plan.block_count > most ? made.plan.block_count : most;
        forget(&made);
    }
    assert_true(most > 2);
}

static bool is_on_border(const ci_sweep_plan *plan, uint32_t b,
                         uint32_t position)
{
    for (uint32_t i = plan->blocks[b].border_first;
         i < plan->blocks[b].border_end; i++)
        if (plan->border[i] == position)
            return true;
    return false;
}

static void a_block_is_entered_over_its_border_alone(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= CASE_COUNT; seed++) {
        planned made;
        const ci_sweep_plan *plan = &made.plan;

        make(&made, seed);
        for (uint32_t p = 0; p < plan->position_count; p++)
            for (uint32_t a = plan->arc_first[p]; a < plan->arc_first[p + 1];
                 a++) {
                uint32_t from = plan->arcs[a].from, b = plan->block_of[p];

                for (; !holds(plan, b, plan->block_of[from]);
                     b = plan->blocks[b].parent)
                    assert_true(is_on_border(plan, b, from));
            }
        for (uint32_t b = 0; b < plan->block_count; b++)
            for (uint32_t i = plan->blocks[b].border_first;
                 i < plan->blocks[b].border_end; i++)
                assert_true(holds(plan, plan->block_of[plan->border[i]],
                                  plan->blocks[b].parent));
        forget(&made);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_asked_for_and_leads_there_has_a_position),
        cmocka_unit_test(arcs_come_from_earlier_positions),
        cmocka_unit_test(blocks_hold_all_positions_and_lie_within_one_another),
        cmocka_unit_test(a_block_is_entered_over_its_border_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The gains of exchanges, kept while sites come and go, against sums made
 * anew. */
#include "unit.h"

#include <stdbool.h>

#include "siting/median_search.h"

#define SITES 9
#define POINTS 14

typedef struct town {
    circlet_location location;
    int64_t weights[POINTS], costs[SITES];
    uint8_t states[SITES];
    uint32_t groups[SITES], group_max[2], apart[2];
    ci_side side;
    ci_effort effort;
    ci_median_lists lists;
    ci_median_search search;
    const int64_t *opening;
} town;

static void make_town(town *out, uint64_t *seed)
{
    size_t first[POINTS + 1] = {0};
    circlet_od_entry entries[POINTS * SITES];
    circlet_od_matrix *matrix;

    *out = (town){.location = CIRCLET_LOCATION_INIT};
    for (size_t i = 0; i < POINTS; i++) {
        out->weights[i] = unit_random_below(seed, 4);
        first[i + 1] = first[i];
        for (uint32_t j = 0; j < SITES; j++)
            if (unit_random_below(seed, 4) > 0)
                entries[first[i + 1]++] =
                    (circlet_od_entry){j, unit_random_below(seed, 9)};
    }
    for (size_t j = 0; j < SITES; j++) {
        out->costs[j] = unit_random_below(seed, 6);
        out->states[j] = unit_random_below(seed, 8) == 0
                             ? (uint8_t)(1 + unit_random_below(seed, 3))
                             : CIRCLET_SITE_FREE;
        out->groups[j] = unit_random_below(seed, 2);
    }
    out->apart[0] = unit_random_below(seed, SITES);
    out->apart[1] = (out->apart[0] + 1) % SITES;
    out->group_max[0] = 2 + unit_random_below(seed, 3);
    out->group_max[1] = SITES;
    assert_ok(
        circlet_od_matrix_new(&matrix, POINTS, SITES, first, entries, error));
    out->location.reach = matrix;
    out->location.weights = out->weights;
    out->location.costs = out->costs;
    if (unit_random_below(seed, 2) == 0)
        out->opening = out->costs;
}

static bool start_town(town *out, uint64_t *seed)
{
    circlet_location *location = &out->location;
    ci_choice choice;

    location->states = out->states;
    location->has_p = true;
    location->p = 4;
    if (unit_random_below(seed, 2) == 0) {
        location->groups = out->groups;
        location->group_count = 2;
        location->group_max = out->group_max;
        location->apart = out->apart;
        location->apart_count = 1;
    }
    assert_ok(ci_effort_start(&out->effort, NULL, error));
    if (ci_side_make(&out->side, location, NULL) != CIRCLET_OK)
        return false;
    assert_ok(ci_median_lists_make(&out->lists, location, &out->side,
                                   &out->effort, error));
    out->opening = out->opening ? out->side.costs : NULL;
    assert_true(ci_median_search_make(&out->search, &out->lists, &out->side,
                                      out->opening, 4, NULL, &out->effort));
    assert_true(ci_choice_make(&choice, &out->side));
    ci_median_search_start(&out->search, &choice);
    ci_choice_clear(&choice);
    return true;
}

static void clear_town(town *each)
{
    ci_median_search_clear(&each->search);
    ci_median_lists_clear(&each->lists);
    ci_side_clear(&each->side);
    circlet_od_matrix_free((circlet_od_matrix *)each->location.reach);
}

/* The objective with `out` gone and `in` come, by looking at all. */
static int64_t objective_with(const town *each, uint32_t out, uint32_t in)
{
    uint8_t is_chosen[SITES];
    int64_t sum = 0;

    memcpy(is_chosen, each->search.choice.is_chosen, SITES);
    if (out != CI_MEDIAN_NONE)
        is_chosen[out] = 0;
    if (in != CI_MEDIAN_NONE)
        is_chosen[in] = 1;
    for (size_t j = 0; each->opening && j < SITES; j++)
        if (is_chosen[j])
            sum += each->opening[j];
    return sum + ci_median_cost(&each->lists, is_chosen);
}

/* Whether the limits allow a move; `out` and `in` may be none. */
static bool is_allowed(const town *each, uint32_t out, uint32_t in)
{
    const ci_choice *choice = &each->search.choice;

    if (out == CI_MEDIAN_NONE)
        return ci_choice_may_add(choice, in);
    if (in == CI_MEDIAN_NONE)
        return ci_choice_may_drop(choice, out);
    return ci_choice_may_swap(choice, out, in);
}

static uint32_t site_or_none(uint32_t i)
{
    return i < SITES ? i : CI_MEDIAN_NONE;
}

/* Every profit is what it says, and none passes the best. */
static void check_profits(town *each)
{
    int64_t now = objective_with(each, CI_MEDIAN_NONE, CI_MEDIAN_NONE);
    int64_t best = 0;
    ci_median_move move;

    assert_int_equal(each->search.objective, now);
    for (uint32_t i = 0; i <= SITES; i++)
        for (uint32_t k = 0; k <= SITES; k++) {
            uint32_t out = site_or_none(i), in = site_or_none(k);
            int64_t profit;

            if ((i == SITES && k == SITES) || !is_allowed(each, out, in))
                continue;
            profit = ci_median_search_profit(&each->search, out, in);
            assert_int_equal(profit, now - objective_with(each, out, in));
            best = profit > best ? profit : best;
        }
    assert_int_equal(ci_median_search_best(&each->search, &move), best > 0);
    assert_int_equal(move.profit, best);
    if (best > 0)
        assert_true(is_allowed(each, move.out, move.in));
}

static void profits_stay_right_while_sites_come_and_go(void **state)
{
    size_t moves = 0;

    (void)state;
    for (uint64_t seed = 0; seed < 600; seed++) {
        uint64_t random = seed;
        town each;

        make_town(&each, &random);
        if (start_town(&each, &random)) {
            for (size_t i = 0; i < 100; i++) {
                uint32_t out =
                    site_or_none(unit_random_below(&random, SITES + 1));
                uint32_t in =
                    site_or_none(unit_random_below(&random, SITES + 1));

                check_profits(&each);
                if ((out == CI_MEDIAN_NONE && in == CI_MEDIAN_NONE) ||
                    !is_allowed(&each, out, in))
                    continue;
                ci_median_search_move(
                    &each.search,
                    (ci_median_move){
                        out, in,
                        ci_median_search_profit(&each.search, out, in)});
                moves++;
            }
        }
        clear_town(&each);
    }
    assert_true(moves > 2000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(profits_stay_right_while_sites_come_and_go),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

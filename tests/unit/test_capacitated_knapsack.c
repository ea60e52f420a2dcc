/* Knapsacks against all subsets. */
#include "unit.h"

#include <stdbool.h>

#include "siting/capacitated_knapsack.h"

#define CASES 6000
#define ITEMS_MAX 12

static size_t draw_items(uint64_t *seed, ci_knapsack_item *items)
{
    size_t count = unit_random_below(seed, ITEMS_MAX + 1);
    uint32_t most = 1 + unit_random_below(seed, 60);
    uint32_t profits = unit_random_below(seed, 2) == 0 ? 30 : 1000000;

    for (size_t i = 0; i < count; i++) {
        int64_t profit = 1 + unit_random_below(seed, profits);
        int64_t load = 1 + unit_random_below(seed, most);

        items[i] = (ci_knapsack_item){.profit = profit,
                                      .load = load,
                                      .ratio = (double)profit / (double)load,
                                      .visit = i};
    }
    return count;
}

static int64_t best_subset(const ci_knapsack_item *items, size_t count,
                           int64_t capacity)
{
    int64_t best = 0;

    for (uint32_t set = 0; set >> count == 0; set++) {
        int64_t profit = 0, load = 0;

        for (size_t i = 0; i < count; i++)
            if (set >> i & 1) {
                profit += items[i].profit;
                load += items[i].load;
            }
        if (load <= capacity && profit > best)
            best = profit;
    }
    return best;
}

/* Items that do not fit alone are left out by the caller. */
static size_t keep_fitting(ci_knapsack_item *items, size_t count,
                           int64_t capacity)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        if (items[i].load <= capacity)
            items[kept++] = items[i];
    return kept;
}

static void whole_items_give_the_most(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= CASES; seed++) {
        uint64_t draws = seed;
        ci_knapsack_item items[ITEMS_MAX];
        size_t count = draw_items(&draws, items);
        int64_t capacity = unit_random_below(&draws, 150), price, best, found;
        int64_t profit = 0, load = 0;
        bool is_exact;

        count = keep_fitting(items, count, capacity);
        best = best_subset(items, count, capacity);
        found = ci_knapsack_whole(items, count, capacity, 100000, &price,
                                  &is_exact);
        assert_true(is_exact);
        assert_int_equal(found, best);
        for (size_t i = 0; i < count; i++) {
            profit += items[i].is_taken ? items[i].profit : 0;
            load += items[i].is_taken ? items[i].load : 0;
        }
        assert_int_equal(profit, best);
        assert_true(load <= capacity);
    }
}

static void the_limit_is_what_its_price_says(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= CASES; seed++) {
        uint64_t draws = seed * 3;
        ci_knapsack_item items[ITEMS_MAX];
        size_t count = draw_items(&draws, items), whole;
        int64_t capacity = unit_random_below(&draws, 150), price, room, limit;
        int64_t by_price, load = 0;

        limit =
            ci_knapsack_limit(items, count, capacity, &price, &whole, &room);
        by_price = capacity * price;
        for (size_t i = 0; i < count; i++) {
            int64_t more = items[i].profit - price * items[i].load;

            by_price += more > 0 ? more : 0;
            load += i < whole ? items[i].load : 0;
        }
        assert_int_equal(limit, by_price);
        assert_true(limit >= best_subset(items, count, capacity));
        assert_int_equal(room, capacity - load);
        assert_true(whole == count || items[whole].load > room);
    }
}

static void split_items_with_whole_ratios_reach_the_limit(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= CASES; seed++) {
        uint64_t draws = seed * 5;
        ci_knapsack_item items[ITEMS_MAX];
        size_t count = draw_items(&draws, items), whole;
        int64_t capacity = unit_random_below(&draws, 150), price, room, limit;
        int64_t profit = 0;

        for (size_t i = 0; i < count; i++) {
            int64_t ratio = 1 + unit_random_below(&draws, 20);

            items[i].profit = ratio * items[i].load;
            items[i].ratio = (double)ratio;
        }
        limit =
            ci_knapsack_limit(items, count, capacity, &price, &whole, &room);
        for (size_t i = 0; i < whole; i++)
            profit += items[i].profit;
        if (whole < count)
            profit += items[whole].profit / items[whole].load * room;
        assert_int_equal(profit, limit);
    }
}

static void too_few_steps_leave_an_upper_limit(void **state)
{
    size_t cut = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= CASES; seed++) {
        uint64_t draws = seed * 7;
        ci_knapsack_item items[ITEMS_MAX];
        size_t count = draw_items(&draws, items);
        int64_t capacity = 60 + unit_random_below(&draws, 90), price, best;
        bool is_exact;

        best = best_subset(items, count, capacity);
        assert_true(ci_knapsack_whole(items, count, capacity, 2, &price,
                                      &is_exact) >= best);
        cut += !is_exact;
    }
    assert_true(cut > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_items_give_the_most),
        cmocka_unit_test(the_limit_is_what_its_price_says),
        cmocka_unit_test(split_items_with_whole_ratios_reach_the_limit),
        cmocka_unit_test(too_few_steps_leave_an_upper_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

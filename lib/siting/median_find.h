/* Good plans for median problems: greedy, interchange, iterated search. */
#ifndef CI_SITING_MEDIAN_FIND_H
#define CI_SITING_MEDIAN_FIND_H

#include "base/random.h"
#include "siting/median_search.h"

/* The best plan so far. */
typedef struct ci_median_plan {
    ci_choice choice;
    int64_t objective;
} ci_median_plan;

/*
 * Adds sites to a choice as long as that gains, the most first, or the most
 * a unit of cost where the budget binds; then what the groups' minima need.
 * *is_proved: there is no choice at all. False: none was found, or memory
 * ran out (then *is_proved is false).
 */
bool ci_median_greedy(ci_choice *choice, const ci_median_lists *lists,
                      const int64_t *costs, ci_effort *effort,
                      bool *is_proved);

/* What a site alone saves of the clients' caps, for each site. */
void ci_median_savings(int64_t *savings, const ci_median_lists *lists);

/* Makes the best moves as long as they gain; then keeps the choice if it is
 * better than the plan. True: the plan became better. */
bool ci_median_descend(ci_median_search *search, ci_median_plan *plan);

/*
 * Rounds of iterated local search from where the search is (H. Lourenço, O.
 * Martin and T. Stützle, Iterated local search, 2003): some random exchanges
 * near each other, then a descent, taken back if that ends higher. True: the
 * plan became better.
 */
bool ci_median_wander(ci_median_search *search, ci_median_plan *plan,
                      size_t rounds, ci_random *random);

#endif

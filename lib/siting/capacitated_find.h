/* Good plans with capacities: greedy, and exchanges of sites. */
#ifndef CI_SITING_CAPACITATED_FIND_H
#define CI_SITING_CAPACITATED_FIND_H

#include "base/random.h"
#include "siting/capacitated_pack.h"

/* The best plan so far. */
typedef struct ci_capacitated_plan {
    ci_choice choice;
    int64_t cost; /* INT64_MAX: none */
    ci_capacitated_part *parts; /* by client, then site */
    size_t part_count, part_room;
} ci_capacitated_plan;

/* What is known of a choice: it costs so much or more. */
typedef struct ci_capacitated_memory {
    uint64_t hash;
    int64_t least;
} ci_capacitated_memory;

typedef struct ci_capacitated_find {
    const ci_capacitated *problem;
    ci_effort *effort;
    ci_capacitated_flow flow;
    ci_capacitated_pack pack; /* of whole demand */
    ci_capacitated_plan plan;
    int64_t relaxed; /* the least cost of split demand that was met */
    ci_choice choice; /* where the search is */
    int64_t cost;
    ci_choice trial; /* scratch */
    ci_capacitated_memory *memory;
    ci_random random;
    int64_t *room; /* scratch, of each site */
    size_t patience; /* vain steps until the search leaps */
    size_t vain;
    bool has_no_memory;
} ci_capacitated_find;

/* False: no memory. The caller clears `out`. */
bool ci_capacitated_find_make(ci_capacitated_find *out,
                              const ci_capacitated *problem,
                              ci_effort *effort);
void ci_capacitated_find_clear(ci_capacitated_find *find);

/*
 * A first plan: the sites of `find->choice`, what the groups' minima need,
 * and greedily more. False: no choice was found; *is_proved: there is none.
 */
bool ci_capacitated_find_first(ci_capacitated_find *find, bool *is_proved);

/* Adds what the groups' minima need and, greedily, sites that gain. */
bool ci_capacitated_greedy(ci_capacitated_find *find, ci_choice *choice,
                           bool *is_proved);

/* Tries a choice of sites, made to obey the limits: sites are left out, and
 * those of the greatest values added. True: the plan became better. */
bool ci_capacitated_find_try(ci_capacitated_find *find,
                             const uint8_t *is_chosen, const int64_t *values);

/* Local search by exchanges near each other, with leaps from the best plan
 * (H. Lourenço, O. Martin and T. Stützle, Iterated local search, 2003), for
 * about so many steps. */
void ci_capacitated_find_wander(ci_capacitated_find *find, uint64_t steps);

/* What a choice costs, INT64_MAX if it is `limit` or more; the plan becomes
 * it if it is better. */
int64_t ci_capacitated_find_cost(ci_capacitated_find *find,
                                 const ci_choice *choice, int64_t limit);

/* Offers an assignment of whole clients (CI_CAPACITATED_NONE: unserved). */
void ci_capacitated_find_offer(ci_capacitated_find *find,
                               const ci_choice *choice,
                               const uint32_t *site_of);

/* What a client would offer at the best for its service by the last flow:
 * for a unit of its weight, for all of it where it is served whole; in units
 * of 1 / 2^shift. */
int64_t ci_capacitated_find_price(const ci_capacitated_find *find,
                                  size_t client, unsigned shift);

/* What a bound may reach: the plan, or little more than split demand costs
 * where whole demand is far above it. */
int64_t ci_capacitated_find_aim(const ci_capacitated_find *find);

#endif

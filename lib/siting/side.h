/*
 * The side constraints of a choice of sites, the same for every model: how
 * many, what they cost, so many of each group, pairs that stay apart.
 */
#ifndef CI_SITING_SIDE_H
#define CI_SITING_SIDE_H

#include <circlet/location.h>

/* What a search has decided of a site. */
#define CI_OPEN 2 /* nothing yet */
#define CI_OUT 0
#define CI_IN 1

typedef struct ci_side {
    size_t site_count;
    uint8_t *states; /* circlet_site_state; free sites that a fixed or existing
                        one keeps away are forbidden here */
    uint8_t *is_kept_away; /* 1 of these; NULL: there are no pairs */
    int64_t *costs; /* 0 of existing sites */
    size_t p; /* sites beside the existing ones at most; at most as many as
                 are free or fixed */
    int64_t budget; /* INT64_MAX: none */
    uint32_t *groups; /* NULL: there are none, or their limits bind nothing */
    size_t group_count;
    uint32_t *group_min, *group_max; /* beside the existing ones */
    size_t *apart_first; /* site_count + 1; into `apart`; NULL: no pairs */
    uint32_t *apart; /* of each site, ascending; both ways */
    bool is_plain; /* states and p alone bind */
} ci_side;

/*
 * Reads and checks the sites and limits of a location. Contradictions that
 * show at once are CIRCLET_E_INFEASIBLE, naming them; a choice may still be
 * impossible (ci_choice_complete() finds out). The caller clears `out`.
 */
circlet_status ci_side_make(ci_side *out, const circlet_location *location,
                            circlet_error *error);
void ci_side_clear(ci_side *side);

/* Whether a site may ever be chosen or is open. */
static inline bool ci_side_serves(const ci_side *side, size_t site)
{
    return side->states[site] != CIRCLET_SITE_FORBIDDEN;
}

/* Whether the caller offers a site: what no such site reaches is out of
 * reach; what spacing alone leaves without a site is not served. */
static inline bool ci_side_offers(const ci_side *side, size_t site)
{
    return ci_side_serves(side, site) ||
           (side->is_kept_away && side->is_kept_away[site]);
}

/* ---- a choice that changes --------------------------------------------- */

typedef struct ci_ranked_site {
    int64_t key;
    uint32_t site;
} ci_ranked_site;

typedef struct ci_choice {
    const ci_side *side;
    uint8_t *is_chosen; /* existing sites too */
    size_t count; /* without the existing ones */
    int64_t cost;
    uint32_t *group_counts; /* without the existing ones */
    uint32_t *blocked; /* of each site: chosen sites that it must be apart
                          from */
    size_t missing; /* sites still needed for the groups' minima */
    ci_ranked_site *ranked; /* scratch of a completion; NULL: no groups */
} ci_choice;

/* The existing and the fixed sites. False: no memory. */
bool ci_choice_make(ci_choice *out, const ci_side *side);
void ci_choice_clear(ci_choice *choice);

/* Back to the existing and the fixed sites. */
void ci_choice_reset(ci_choice *choice);
bool ci_choice_copy(ci_choice *to,
                    const ci_choice *from); /* both made; true */

void ci_choice_add(ci_choice *choice, uint32_t site);
void ci_choice_drop(ci_choice *choice, uint32_t site);

/* Whether the limits allow it: p, budget, the group's maximum, spacing, and
 * room for what the groups' minima still need. Constant time. */
bool ci_choice_may_add(const ci_choice *choice, uint32_t site);
bool ci_choice_may_drop(const ci_choice *choice, uint32_t site);
bool ci_choice_may_swap(const ci_choice *choice, uint32_t out, uint32_t in);

/* Whether nothing is missing and no limit is passed. */
bool ci_choice_is_allowed(const ci_choice *choice);

/*
 * Adds sites until nothing is missing, those of the greatest value first
 * (NULL: the cheapest first); where that leads nowhere it searches,
 * at most `steps` steps. False: no choice was found; *is_proved then tells
 * whether there is none.
 */
bool ci_choice_complete(ci_choice *choice, const int64_t *values, size_t steps,
                        bool *is_proved);

/* ---- the best choice for given values ---------------------------------- */

typedef struct ci_most {
    const ci_side *side;
    uint8_t *status; /* scratch: CI_OPEN, CI_IN or CI_OUT of each site */
    uint32_t *order;
    int64_t *keys;
    ci_ranked_site *ranked;
    uint32_t *group_need, *group_room;
} ci_most;

bool ci_most_make(ci_most *out, const ci_side *side); /* false: no memory */
void ci_most_clear(ci_most *most);

/*
 * An upper limit of the sum of values over all choices that keep the limits
 * (spacing aside) and `decided` (CI_OPEN, CI_IN, CI_OUT of each site; NULL:
 * all open): exact for p and groups; the budget is priced at `*theta`, in
 * units of value per unit of cost. With `is_free` the price is first made
 * the best one (few passes) and written to *theta; without a budget *theta
 * is 0. Existing sites are always in, fixed sites too. `picked` (NULL: not
 * wanted) becomes the choice at that price, without regard to the budget.
 * False: no choice keeps the limits. Values may be negative: such sites are
 * picked only where a minimum or a decision asks for it. Values must stay
 * below 2^62 in sum.
 */
bool ci_most_find(ci_most *most, const int64_t *values, const uint8_t *decided,
                  int64_t *theta, bool is_free, int64_t *value,
                  uint8_t *picked);

#endif

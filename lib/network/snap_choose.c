#include "network/snap_choose.h"

#include <math.h>

#include "network/snap_use.h"

/* The links to choose from. */
typedef struct question {
    const ci_snap_choice *choice;
    const ci_near_link *near;
    size_t count;
} question;

/* Metres to the nearest link with all these bits; INFINITY: there is none. */
static double nearest_m(const question *q, unsigned bits)
{
    const uint8_t *uses = q->choice->uses;
    double best_m = INFINITY;

    for (size_t i = 0; i < q->count; i++)
        if ((uses[q->near[i].link] & bits) == bits &&
            q->near[i].distance_m < best_m)
            best_m = q->near[i].distance_m;
    return best_m;
}

/* That of streets on no island, else of any. */
static double nearest_open_m(const question *q, circlet_bound bound)
{
    double main_m = nearest_m(q, CI_USE_MAIN << bound);

    return main_m < INFINITY ? main_m : nearest_m(q, CI_USE_OPEN << bound);
}

/*
 * How far ties may go. Whatever the map does not say, let T be the streets
 * that are truly open, and d(T) metres to the nearest of them on no island,
 * else to the nearest: ties go to d(T) + spread. T holds all that is open at
 * max and lies within what is open at min; a component of T lies within one
 * at min, and one at max within one of T.
 *
 * If a street near is open at max on no island, m metres off, it is so in
 * every T: d(T) <= m, and no street that T has on no island is nearer than
 * such a one at min. Else, if none near is on no island even at min, d(T) is
 * the nearest in T: between the nearest open at min and at max. Else it may
 * be anything from the nearest open at min to the limit.
 *
 * So the reach at max is the least and that at min the greatest that any T
 * gives, and the nominal one lies between. As the open streets lie within
 * each other, too, the ties at max are among those of any T, and these among
 * those at min.
 */
static double reach_m(const question *q)
{
    circlet_bound bound = q->choice->bound;
    double surely_m, perhaps_m, from_m;

    if (bound == CIRCLET_BOUND_NOMINAL)
        return nearest_open_m(q, bound) + q->choice->spread_m;
    surely_m = nearest_m(q, CI_USE_MAIN << CIRCLET_BOUND_MAX);
    perhaps_m = nearest_m(q, CI_USE_MAIN << CIRCLET_BOUND_MIN);
    if (surely_m < INFINITY)
        from_m = bound == CIRCLET_BOUND_MAX ? perhaps_m : surely_m;
    else if (bound == CIRCLET_BOUND_MAX)
        from_m = nearest_m(q, CI_USE_OPEN << CIRCLET_BOUND_MIN);
    else if (perhaps_m == INFINITY)
        from_m = nearest_m(q, CI_USE_OPEN << CIRCLET_BOUND_MAX);
    else
        from_m = INFINITY; /* all within the limit */
    return from_m + q->choice->spread_m;
}

static uint32_t off_road_ms(const ci_snap_choice *choice, double distance_m)
{
    double ms = distance_m * choice->detour / choice->off_road_mps * 1000;

    return ms < CIRCLET_TIME_MAX ? (uint32_t)llround(ms) : CIRCLET_TIME_MAX;
}

size_t ci_snap_choose(ci_tie *ties, const ci_snap_choice *choice,
                      const ci_near_link *near, size_t count)
{
    const question q = {choice, near, count};
    double limit_m = reach_m(&q);
    size_t chosen = 0;

    for (size_t i = 0; i < count; i++)
        if (near[i].distance_m <= limit_m &&
            (choice->uses[near[i].link] & CI_USE_OPEN << choice->bound))
            ties[chosen++] = (ci_tie){near[i].fraction, near[i].link,
                                      off_road_ms(choice, near[i].distance_m)};
    return chosen;
}

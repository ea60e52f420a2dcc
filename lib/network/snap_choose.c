#include "network/snap_choose.h"

#include <math.h>

#include "base/rounding.h"
#include "network/snap_use.h"

/* What a bound asks about: of these bits, of which each link has any, the
 * nearest. */
enum { SURE, PERHAPS, OPEN, ASKED };

typedef struct asked {
    unsigned bits[ASKED];
    double nearest_m[ASKED]; /* INFINITY: there is none */
} asked;

/* Streets on no island come first. Of the nominal bound nothing else is
 * asked, else see reach_m(). */
static asked asked_of(circlet_bound bound)
{
    unsigned other =
        bound == CIRCLET_BOUND_MIN ? CIRCLET_BOUND_MAX : CIRCLET_BOUND_MIN;

    if (bound == CIRCLET_BOUND_NOMINAL)
        return (asked){{CI_USE_MAIN << bound, 0, CI_USE_OPEN << bound},
                       {INFINITY, INFINITY, INFINITY}};
    return (asked){{CI_USE_MAIN << CIRCLET_BOUND_MAX,
                    CI_USE_MAIN << CIRCLET_BOUND_MIN, CI_USE_OPEN << other},
                   {INFINITY, INFINITY, INFINITY}};
}

static void find_nearest(asked *to, const uint8_t *uses,
                         const ci_near_link *near, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        unsigned has = uses[near[i].link];

        for (int k = 0; k < ASKED; k++)
            if ((has & to->bits[k]) && near[i].distance_m < to->nearest_m[k])
                to->nearest_m[k] = near[i].distance_m;
    }
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
static double reach_m(const asked *found, circlet_bound bound)
{
    const double *nearest_m = found->nearest_m;

    if (bound == CIRCLET_BOUND_NOMINAL)
        return nearest_m[SURE] < INFINITY ? nearest_m[SURE] : nearest_m[OPEN];
    if (nearest_m[SURE] < INFINITY)
        return nearest_m[bound == CIRCLET_BOUND_MAX ? PERHAPS : SURE];
    if (bound == CIRCLET_BOUND_MAX || nearest_m[PERHAPS] == INFINITY)
        return nearest_m[OPEN];
    return INFINITY; /* all within the limit */
}

static uint32_t off_road_ms(const ci_snap_choice *choice, double distance_m)
{
    double ms = distance_m * choice->detour / choice->off_road_mps * 1000;

    return ms < CIRCLET_TIME_MAX ? ci_round_up_half(ms) : CIRCLET_TIME_MAX;
}

size_t ci_snap_choose(ci_tie *ties, const ci_snap_choice *choice,
                      const ci_near_link *near, size_t count)
{
    asked found = asked_of(choice->bound);
    unsigned open = CI_USE_OPEN << choice->bound;
    double limit_m;
    size_t chosen = 0;

    find_nearest(&found, choice->uses, near, count);
    limit_m = reach_m(&found, choice->bound) + choice->spread_m;
    for (size_t i = 0; i < count; i++)
        if (near[i].distance_m <= limit_m &&
            (choice->uses[near[i].link] & open))
            ties[chosen++] = (ci_tie){near[i].fraction, near[i].link,
                                      off_road_ms(choice, near[i].distance_m)};
    return chosen;
}

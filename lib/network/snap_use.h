/* Which links points may be tied to, mode by mode and at every bound. */
#ifndef CI_NETWORK_SNAP_USE_H
#define CI_NETWORK_SNAP_USE_H

#include "network/arc_times.h"

/* Bits of one link; the first two are shifted by the bound. */
#define CI_USE_OPEN 1U /* the mode can pass it in some direction */
#define CI_USE_MAIN 8U /* the same, and it is on no island */
#define CI_USE_BARRIER 64U /* nothing is tied to it, nor across it */
#define CI_USE_STREET 128U /* and one gets on it along the whole of it */

/* What is known of the modes asked about so far. */
typedef struct ci_snap_uses ci_snap_uses;

/* An island is a component of fewer than `least_nodes` nodes. The network
 * must outlive the uses. NULL: no memory. */
ci_snap_uses *ci_snap_uses_new(const circlet_network *network,
                               uint32_t least_nodes);
void ci_snap_uses_free(ci_snap_uses *uses);
uint32_t ci_snap_uses_least_nodes(const ci_snap_uses *uses);

/* The links for one mode. */
typedef struct ci_snap_use {
    const uint8_t *links; /* the bits of each */
    uint32_t ground; /* the same for modes with the same streets and barriers,
                        CI_USE_STREET and CI_USE_BARRIER; from 0 on */
} ci_snap_use;

/*
 * Fills `out` for the mode of `times`: with the bits of its bound and, if
 * that is not the nominal one, of the opposite bound too, whose times are
 * worked out for it once and not kept. Borrowed until the uses are freed, and
 * not changed by what is learnt later. false: no memory.
 */
bool ci_snap_uses_find(ci_snap_use *out, ci_snap_uses *uses,
                       const circlet_arc_times *times);

/* Looks at times that somebody has, so that they need not be worked out.
 * false: no memory. */
bool ci_snap_uses_learn(ci_snap_uses *uses, const circlet_arc_times *times);

#endif

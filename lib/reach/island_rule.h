/* Which ties lead to islands: parts of a network from which nobody gets
 * anywhere. */
#ifndef CI_REACH_ISLAND_RULE_H
#define CI_REACH_ISLAND_RULE_H

#include "reach/tied_points.h"

/* Starts as {0}. Any number of threads may ask. */
typedef struct ci_island_rule {
    const circlet_arc_times *times;
    uint8_t *is_kept; /* of each component */
    ci_link_tie *goals; /* by link */
    size_t goal_count;
    uint32_t least_nodes;
} ci_island_rule;

/*
 * A component of fewer than `least_nodes` nodes is an island, unless one of
 * `goals` is tied to it; a link whose ends cannot be passed is a component
 * for itself. Where more links and nodes are open, nothing is an island that
 * was none where fewer are. Times and goals are borrowed; the caller clears
 * the rule, also after a failure. false: no memory.
 */
bool ci_island_rule_make(ci_island_rule *out, const circlet_arc_times *times,
                         const ci_tied_points *goals, uint32_t least_nodes);
void ci_island_rule_clear(ci_island_rule *rule);

/* Moves the ties of one point that lead to no island to the front; gives how
 * many. */
size_t ci_island_rule_keep(const ci_island_rule *rule, ci_tie *ties,
                           size_t count);

#endif

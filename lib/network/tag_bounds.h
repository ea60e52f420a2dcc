/* Bounds of what rules make of a link or node whose tags may be missing. */
#ifndef CI_NETWORK_TAG_BOUNDS_H
#define CI_NETWORK_TAG_BOUNDS_H

#include "network/tag_guess.h"

/* The most rules of links, and of nodes, that a mode may have. */
#define CI_RULE_MAX 512

/* What the rules make of one guess. */
typedef struct ci_outcome {
    double speed_mps, factor, delay_s;
    bool passes;
    bool passes_on_road; /* at a node: who stays on the road */
    bool is_snap_barrier;
    double least_s; /* the delay at best */
    double across_s; /* of the delay: for getting across a road */
} ci_outcome;

/* The outcomes of which none is better (worse) than another in speed, factor
 * and delay: which of them takes the least (greatest) time depends on the
 * length. Where there are more they are taken together. */
#define CI_OUTCOME_MAX 6

typedef struct ci_outcomes {
    ci_outcome items[CI_OUTCOME_MAX];
    size_t count;
} ci_outcomes;

/* Of one direction along a link, or of a node. */
typedef struct ci_tag_bounds {
    ci_outcome nominal;
    bool may_pass, must_pass;
    bool may_pass_on_road; /* at a node, who stays on the road */
    double road_delay_s; /* the least delay there, for them */
    bool differs_by_way; /* the other direction may have other bounds */
    ci_outcomes best, worst; /* of those that pass */
} ci_tag_bounds;

/*
 * `start`: speed and passage where no rule says otherwise. Where the rules
 * depend on one missing key, all that it may be is tried and the bounds are
 * exact. Else the keys are tried apart, as if any of what one may be could
 * go with any of another, and rules that depend on several keys may hold or
 * not. Snap barriers are nominal.
 */
ci_tag_bounds ci_tag_bounds_find(const ci_scene *scene, ci_outcome start,
                                 bool is_backward);

/* What the rules make of the tags under a guess (NULL: as they stand). */
void ci_rule_apply(ci_outcome *outcome, const ci_scene *scene,
                   const ci_tag_rule *rule, const ci_tag_guess *guess);

#endif

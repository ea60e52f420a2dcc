/* The rules of a mode that may hold at one place. */
#ifndef CI_NETWORK_LIVE_RULES_H
#define CI_NETWORK_LIVE_RULES_H

#include "network/tag_bounds.h"

/* What rules are about. */
#define CI_ABOUT_PASSAGE 1U
#define CI_ABOUT_SPEED 2U
#define CI_ABOUT_TIME 4U /* factors and delays */
#define CI_ABOUT_SNAPPING 8U
#define CI_ABOUT_ALL 15U

/* A rule that may hold, and the missing keys that this depends on. */
typedef struct ci_live_rule {
    const ci_tag_rule *rule;
    ci_unknown_mask keys; /* none: it holds */
    unsigned about;
} ci_live_rule;

typedef struct ci_live_rules {
    const ci_scene *scene;
    ci_outcome start;
    size_t count;
    bool differs_by_way; /* some hold in one direction only */
    ci_unknown_mask pass_keys, speed_keys, time_keys;
    ci_live_rule items[CI_RULE_MAX];
} ci_live_rules;

/* Fills all; snap barriers depend on no missing key. */
void ci_live_rules_find(ci_live_rules *rules, const ci_scene *scene,
                        ci_outcome start, bool is_backward);

/* What rules about these matters make of a guess (NULL: the tags as they
 * stand): those that are sure (has_sure), and those that depend on no keys
 * but these. */
ci_outcome ci_live_rules_outcome(const ci_live_rules *rules, unsigned matters,
                                 ci_unknown_mask keys, bool has_sure,
                                 const ci_tag_guess *guess);

#endif

#include "network/live_rules.h"

/* Whether the tests of a rule hold for some, for all guesses on a key. */
typedef struct survey {
    const ci_scene *scene;
    const ci_tag_rule *rule;
    const char *key;
    bool holds_for_some, holds_for_all;
} survey;

void ci_rule_apply(ci_outcome *outcome, const ci_scene *scene,
                   const ci_tag_rule *rule, const ci_tag_guess *guess)
{
    double speed_mps;

    switch (rule->effect) {
    case CI_EFFECT_PASS:
        outcome->passes = rule->value != 0;
        if (outcome->passes || !rule->is_across_road)
            outcome->passes_on_road = outcome->passes;
        break;
    case CI_EFFECT_SPEED:
        outcome->speed_mps = rule->value;
        break;
    case CI_EFFECT_SPEED_FROM_TAG:
        if (ci_scene_read_speed(&speed_mps, scene, rule->key, guess))
            outcome->speed_mps = speed_mps * rule->value;
        break;
    case CI_EFFECT_FACTOR:
        outcome->factor *= rule->value;
        break;
    case CI_EFFECT_DELAY:
        outcome->delay_s += rule->value;
        if (rule->is_across_road)
            outcome->across_s += rule->value;
        if (!rule->is_across_road || scene->has_full_delays)
            outcome->least_s += rule->value;
        break;
    case CI_EFFECT_SNAP_BARRIER:
        outcome->is_snap_barrier = true;
        break;
    }
}

static void look_at(const ci_tag_guess *guess, void *user)
{
    survey *asked = user;

    for (size_t i = 0; i < asked->rule->test_count; i++)
        if (ci_is_same_text(asked->rule->tests[i].key, asked->key) &&
            !ci_scene_tests_hold(asked->scene, &asked->rule->tests[i], 1,
                                 guess)) {
            asked->holds_for_all = false;
            return;
        }
    asked->holds_for_some = true;
}

/* False if no guess on this key lets the rule hold. */
static bool survey_key(ci_live_rule *live, const ci_scene *scene, uint32_t key)
{
    survey asked = {scene, live->rule, scene->unknowns[key].key, false, true};

    ci_scene_visit(scene, key, look_at, &asked);
    if (!asked.holds_for_all)
        live->keys |= (ci_unknown_mask)1 << key;
    return asked.holds_for_some;
}

static bool may_hold(ci_live_rule *live, const ci_scene *scene)
{
    const ci_tag_rule *rule = live->rule;
    ci_unknown_mask surveyed = 0;

    if (live->about == CI_ABOUT_SNAPPING)
        return ci_scene_tests_hold(scene, rule->tests, rule->test_count, NULL);
    for (size_t i = 0; i < rule->test_count; i++) {
        uint32_t key = ci_scene_missing_key(scene, rule->tests[i].key);

        if (key == CI_UNKNOWN_MAX) {
            if (!ci_scene_tests_hold(scene, &rule->tests[i], 1, NULL))
                return false;
        } else if (!(surveyed >> key & 1)) {
            surveyed |= (ci_unknown_mask)1 << key;
            if (!survey_key(live, scene, key))
                return false;
        }
    }
    if (rule->effect == CI_EFFECT_SPEED_FROM_TAG) {
        uint32_t key = ci_scene_missing_key(scene, rule->key);

        if (key != CI_UNKNOWN_MAX)
            live->keys |= (ci_unknown_mask)1 << key;
    }
    return true;
}

static unsigned about(const ci_tag_rule *rule)
{
    switch (rule->effect) {
    case CI_EFFECT_PASS:
        return CI_ABOUT_PASSAGE;
    case CI_EFFECT_SPEED:
    case CI_EFFECT_SPEED_FROM_TAG:
        return CI_ABOUT_SPEED;
    case CI_EFFECT_FACTOR:
    case CI_EFFECT_DELAY:
        return CI_ABOUT_TIME;
    case CI_EFFECT_SNAP_BARRIER:
        break;
    }
    return CI_ABOUT_SNAPPING;
}

void ci_live_rules_find(ci_live_rules *rules, const ci_scene *scene,
                        ci_outcome start, bool is_backward)
{
    ci_toward other = is_backward ? CI_TOWARD_END : CI_TOWARD_START;

    rules->scene = scene;
    rules->start = start;
    rules->count = 0;
    rules->differs_by_way = false;
    rules->pass_keys = rules->speed_keys = rules->time_keys = 0;
    for (size_t i = 0; i < scene->rule_count; i++) {
        ci_live_rule *live = &rules->items[rules->count];

        *live = (ci_live_rule){&scene->rules[i], 0, about(&scene->rules[i])};
        if (!may_hold(live, scene))
            continue;
        rules->differs_by_way |= live->rule->toward != CI_TOWARD_BOTH;
        if (live->rule->toward == other)
            continue;
        rules->count++;
        if (live->about == CI_ABOUT_PASSAGE)
            rules->pass_keys |= live->keys;
        else if (live->about == CI_ABOUT_SPEED)
            rules->speed_keys |= live->keys;
        else
            rules->time_keys |= live->keys;
    }
}

ci_outcome ci_live_rules_outcome(const ci_live_rules *rules, unsigned matters,
                                 ci_unknown_mask keys, bool has_sure,
                                 const ci_tag_guess *guess)
{
    ci_outcome outcome = rules->start;

    for (size_t i = 0; i < rules->count; i++) {
        const ci_live_rule *live = &rules->items[i];

        if (!(live->about & matters) || (live->keys & ~keys) ||
            (live->keys == 0 && !has_sure))
            continue;
        if (live->keys == 0 ||
            ci_scene_tests_hold(rules->scene, live->rule->tests,
                                live->rule->test_count, guess))
            ci_rule_apply(&outcome, rules->scene, live->rule, guess);
    }
    return outcome;
}

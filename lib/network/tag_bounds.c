/*
 * Three-valued evaluation: a rule holds surely, surely not, or depends on
 * missing keys. Rules that depend on one and the same key are tried
 * together, so that two factors of which only one can be are never
 * multiplied.
 */
#include "network/tag_bounds.h"

#include <math.h>

#include "network/live_rules.h"
#include "network/slope.h"

#define LAST_DIGITS 1e-12

/* All that guesses make of some rules. */
typedef struct spread {
    ci_range speeds_mps, factors, delays_s;
    bool may_pass, must_pass, may_pass_on_road;
    bool is_started;
} spread;

/* Guesses on one key that are being tried, for the rules that depend on that
 * key alone, and maybe for the sure ones. */
typedef struct trial {
    const ci_live_rules *rules;
    ci_unknown_mask key;
    unsigned about;
    bool has_sure;
    spread *spread;
} trial;

/* What a rule may set the speed to. */
typedef struct speed_visit {
    const ci_scene *scene;
    const ci_tag_rule *rule;
    ci_range *speeds_mps;
} speed_visit;

/* Guesses on the only key, for all rules. */
typedef struct single_trial {
    const ci_live_rules *rules;
    ci_tag_bounds *bounds;
} single_trial;

/* ---- one key: exact ---------------------------------------------------- */

static bool is_better(const ci_outcome *a, const ci_outcome *b)
{
    return a->speed_mps >= b->speed_mps && a->factor <= b->factor &&
           a->delay_s <= b->delay_s;
}

static void take_better(ci_outcome *out, const ci_outcome *other, bool is_best)
{
    if ((other->speed_mps > out->speed_mps) == is_best)
        out->speed_mps = other->speed_mps;
    if ((other->factor < out->factor) == is_best)
        out->factor = other->factor;
    if ((other->delay_s < out->delay_s) == is_best)
        out->delay_s = other->delay_s;
}

static void add_outcome(ci_outcomes *list, ci_outcome outcome, bool is_best)
{
    size_t kept = 0;

    for (size_t i = 0; i < list->count; i++) {
        const ci_outcome *item = &list->items[i];

        if (is_best ? is_better(item, &outcome) : is_better(&outcome, item))
            return;
    }
    for (size_t i = 0; i < list->count; i++) {
        ci_outcome item = list->items[i];

        if (is_best ? !is_better(&outcome, &item)
                    : !is_better(&item, &outcome))
            list->items[kept++] = item;
    }
    if (kept == CI_OUTCOME_MAX) {
        for (size_t i = 0; i < kept; i++)
            take_better(&outcome, &list->items[i], is_best);
        kept = 0;
    }
    list->items[kept] = outcome;
    list->count = kept + 1;
}

static void take_road_delay(ci_tag_bounds *bounds, double delay_s)
{
    if (!bounds->may_pass_on_road || delay_s < bounds->road_delay_s)
        bounds->road_delay_s = delay_s;
    bounds->may_pass_on_road = true;
}

static void try_all_rules(const ci_tag_guess *guess, void *user)
{
    single_trial *tried = user;
    ci_tag_bounds *bounds = tried->bounds;
    ci_outcome outcome = ci_live_rules_outcome(
        tried->rules, CI_ABOUT_ALL, ~(ci_unknown_mask)0, true, guess);

    bounds->may_pass |= outcome.passes;
    bounds->must_pass &= outcome.passes;
    if (outcome.passes_on_road)
        take_road_delay(bounds, outcome.least_s);
    if (!outcome.passes)
        return;
    add_outcome(&bounds->worst, outcome, false);
    outcome.delay_s = outcome.least_s;
    add_outcome(&bounds->best, outcome, true);
}

/* ---- several keys: each apart ------------------------------------------ */

static void widen(ci_range *range, double value)
{
    if (value < range->low)
        range->low = value;
    if (value > range->high)
        range->high = value;
}

static void widen_spread(spread *out, ci_outcome outcome)
{
    if (!out->is_started) {
        out->is_started = true;
        out->speeds_mps = (ci_range){outcome.speed_mps, outcome.speed_mps};
        out->factors = (ci_range){outcome.factor, outcome.factor};
        out->delays_s = (ci_range){outcome.least_s, outcome.delay_s};
        out->must_pass = true;
    }
    widen(&out->speeds_mps, outcome.speed_mps);
    widen(&out->factors, outcome.factor);
    widen(&out->delays_s, outcome.least_s);
    widen(&out->delays_s, outcome.delay_s);
    out->may_pass |= outcome.passes;
    out->must_pass &= outcome.passes;
    out->may_pass_on_road |= outcome.passes_on_road;
}

static void try_some_rules(const ci_tag_guess *guess, void *user)
{
    const trial *tried = user;

    widen_spread(tried->spread,
                 ci_live_rules_outcome(tried->rules, tried->about, tried->key,
                                       tried->has_sure, guess));
}

static bool is_one_key(ci_unknown_mask keys)
{
    return (keys & (keys - 1)) == 0;
}

static uint32_t first_key(ci_unknown_mask keys)
{
    uint32_t key = 0;

    while (!(keys >> key & 1))
        key++;
    return key;
}

/* `key`: one bit, or none: the tags as they stand. */
static spread spread_over(const ci_live_rules *rules, unsigned matters,
                          ci_unknown_mask key, bool has_sure)
{
    spread out = {0};
    trial tried = {rules, key, matters, has_sure, &out};

    if (key == 0)
        try_some_rules(NULL, &tried);
    else
        ci_scene_visit(rules->scene, first_key(key), try_some_rules, &tried);
    return out;
}

static void join_times(spread *out, spread other)
{
    out->factors.low *= other.factors.low;
    out->factors.high *= other.factors.high;
    out->delays_s.low += other.delays_s.low;
    out->delays_s.high += other.delays_s.high;
}

/* One pass over rules that each may hold or not: the last decides. */
static void spread_passage(spread *out, const ci_live_rules *rules)
{
    bool may_be_open = rules->start.passes, may_be_closed = !may_be_open;
    bool road_may_be_open = rules->start.passes_on_road;

    for (size_t i = 0; i < rules->count; i++) {
        const ci_live_rule *live = &rules->items[i];
        bool opens = live->rule->value != 0;

        if (live->about != CI_ABOUT_PASSAGE)
            continue;
        may_be_open = opens || (may_be_open && live->keys);
        may_be_closed = !opens || (may_be_closed && live->keys);
        if (opens || !live->rule->is_across_road)
            road_may_be_open = opens || (road_may_be_open && live->keys);
    }
    out->may_pass = may_be_open;
    out->may_pass_on_road = road_may_be_open;
    out->must_pass = !may_be_closed;
}

/* What a rule may set the speed to, added to `speeds`. */
static void widen_speed(const ci_tag_guess *guess, void *user)
{
    const speed_visit *visit = user;
    ci_outcome outcome = {0};

    ci_rule_apply(&outcome, visit->scene, visit->rule, guess);
    if (outcome.speed_mps > 0)
        widen(visit->speeds_mps, outcome.speed_mps);
}

static void spread_speed(spread *out, const ci_live_rules *rules)
{
    ci_range speeds = {rules->start.speed_mps, rules->start.speed_mps};
    const ci_scene *scene = rules->scene;

    for (size_t i = 0; i < rules->count; i++) {
        const ci_live_rule *live = &rules->items[i];
        speed_visit visit = {scene, live->rule, &speeds};
        ci_outcome sure = {0};
        uint32_t key = CI_UNKNOWN_MAX;

        if (live->about != CI_ABOUT_SPEED)
            continue;
        if (live->rule->effect == CI_EFFECT_SPEED_FROM_TAG)
            key = ci_scene_missing_key(scene, live->rule->key);
        if (key != CI_UNKNOWN_MAX) {
            ci_scene_visit(scene, key, widen_speed, &visit);
        } else if (live->keys) {
            widen_speed(NULL, &visit);
        } else {
            ci_rule_apply(&sure, scene, live->rule, NULL);
            if (sure.speed_mps > 0)
                speeds = (ci_range){sure.speed_mps, sure.speed_mps};
        }
    }
    out->speeds_mps = speeds;
}

/* Factors and delays: those of the sure rules, of each key, and of rules
 * that depend on several keys. */
static void spread_time(spread *out, const ci_live_rules *rules)
{
    *out = spread_over(rules, CI_ABOUT_TIME, 0, true);
    for (uint32_t i = 0; i < rules->scene->unknown_count; i++) {
        ci_unknown_mask key = (ci_unknown_mask)1 << i;

        if (rules->time_keys & key)
            join_times(out, spread_over(rules, CI_ABOUT_TIME, key, false));
    }
    for (size_t i = 0; i < rules->count; i++) {
        const ci_live_rule *live = &rules->items[i];
        ci_outcome outcome = {.factor = 1};
        spread maybe = {0};

        if (live->about != CI_ABOUT_TIME || is_one_key(live->keys))
            continue;
        widen_spread(&maybe, outcome);
        ci_rule_apply(&outcome, rules->scene, live->rule, NULL);
        widen_spread(&maybe, outcome);
        join_times(out, maybe);
    }
}

/* Products and sums in another order may differ in the last digits. */
static void settle(ci_range *range, double nominal)
{
    double slack = LAST_DIGITS * fmax(fabs(range->low), fabs(range->high));

    if (range->high - range->low <= slack)
        *range = (ci_range){nominal, nominal};
    else
        *range = (ci_range){range->low - slack, range->high + slack};
    widen(range, nominal);
}

static void find_apart(ci_tag_bounds *bounds, const ci_live_rules *rules)
{
    ci_outcome nominal = bounds->nominal;
    spread passage, speed, time;

    if (is_one_key(rules->pass_keys))
        passage = spread_over(rules, CI_ABOUT_PASSAGE, rules->pass_keys, true);
    else
        spread_passage(&passage, rules);
    if (is_one_key(rules->speed_keys))
        speed = spread_over(rules, CI_ABOUT_SPEED, rules->speed_keys, true);
    else
        spread_speed(&speed, rules);
    spread_time(&time, rules);
    settle(&time.factors, nominal.factor);
    settle(&time.delays_s, nominal.delay_s);
    if (passage.may_pass_on_road)
        take_road_delay(bounds, time.delays_s.low);
    bounds->may_pass = passage.may_pass;
    bounds->must_pass = passage.must_pass;
    nominal.speed_mps = speed.speeds_mps.high;
    nominal.factor = time.factors.low;
    nominal.delay_s = time.delays_s.low;
    add_outcome(&bounds->best, nominal, true);
    nominal.speed_mps = speed.speeds_mps.low;
    nominal.factor = time.factors.high;
    nominal.delay_s = time.delays_s.high;
    add_outcome(&bounds->worst, nominal, false);
}

ci_tag_bounds ci_tag_bounds_find(const ci_scene *scene, ci_outcome start,
                                 bool is_backward)
{
    ci_tag_bounds bounds = {.must_pass = true};
    ci_live_rules rules;
    single_trial tried = {&rules, &bounds};
    ci_unknown_mask keys;

    ci_live_rules_find(&rules, scene, start, is_backward);
    bounds.nominal = ci_live_rules_outcome(&rules, CI_ABOUT_ALL,
                                           ~(ci_unknown_mask)0, true, NULL);
    keys = rules.pass_keys | rules.speed_keys | rules.time_keys;
    if (keys == 0)
        try_all_rules(NULL, &tried);
    else if (is_one_key(keys))
        ci_scene_visit(scene, first_key(keys), try_all_rules, &tried);
    else
        find_apart(&bounds, &rules);
    bounds.differs_by_way = rules.differs_by_way;
    return bounds;
}

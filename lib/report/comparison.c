/*
 * One change after the other is made to the first city until it is the
 * second; each state on the way is judged once. A change that alters nothing
 * is left out, and the last of those that do leads to the second city as it
 * is, so that nothing can be left unexplained.
 */
#include "report/comparison.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/options.h"

typedef struct comparing {
    circlet_comparison *out;
    circlet_compared before, after; /* with their years */
    circlet_compare_options options;
    ci_mix mix;
    ci_cover_tracks tracks;
    ci_verdict_track *verdicts;
    circlet_policy between; /* the second one's rules, the first one's modes */
    ci_rule *between_rules;
    bool has_between;
    circlet_change_kind steps[CIRCLET_CHANGE_KIND_COUNT];
    size_t step_count;
    size_t looked; /* states that were looked at */
    circlet_city *mixed; /* of the state that is looked at, unless it is one
                            of the two */
    uint32_t *people;
} comparing;

/* ---- which changes there are -------------------------------------------- */

static bool is_same_travel(const circlet_travel *a, const circlet_travel *b)
{
    if (!a || !b)
        return !a && !b;
    return a == b ||
           (a->user == b->user && a->find_nearest == b->find_nearest);
}

static bool have_same_modes(const circlet_policy *a, const circlet_policy *b)
{
    if (a->mode_count != b->mode_count)
        return false;
    for (size_t i = 0; i < a->mode_count; i++)
        if (strcmp(a->modes[i], b->modes[i]) != 0)
            return false;
    return true;
}

/* The streets of the second city, for the modes of the first policy. */
static const circlet_travel *travel_between(const comparing *work)
{
    return work->options.travel_between &&
                   work->before.policy != work->after.policy
               ? work->options.travel_between
               : work->after.travel;
}

static bool has_change(const comparing *work, circlet_change_kind kind)
{
    switch (kind) {
    case CIRCLET_CHANGE_ROAD:
        return !is_same_travel(work->before.travel, travel_between(work));
    case CIRCLET_CHANGE_STANDARD:
        return work->before.policy != work->after.policy;
    case CIRCLET_CHANGE_MODE:
        return work->has_between;
    case CIRCLET_CHANGE_YEAR:
        return work->before.year != work->after.year;
    default:
        return ci_mix_has(&work->mix, kind);
    }
}

/* Rules are told from modes only where both policies have the same list of
 * modes: positions in it are all over the rules. */
static circlet_status make_between(comparing *work, circlet_error *error)
{
    const circlet_policy *old = work->before.policy;
    const circlet_policy *now = work->after.policy;

    if (old == now || !have_same_modes(old, now))
        return CIRCLET_OK;
    work->between_rules =
        malloc((now->rule_count + 1) * sizeof(*work->between_rules));
    if (!work->between_rules)
        return ci_fail_nomem(error);
    work->between = *now;
    work->between.own_modes = old->own_modes;
    work->between.own_mode_count = old->own_mode_count;
    work->between.own_mode_places = old->own_mode_places;
    work->between.rules = work->between_rules;
    for (size_t i = 0; i < now->rule_count; i++) {
        ci_rule *rule = &work->between_rules[i];

        *rule = now->rules[i];
        for (size_t k = 0; k < old->rule_count; k++)
            if (rule->kind == CI_RULE_CIRCLE &&
                old->rules[k].kind == CI_RULE_CIRCLE &&
                strcmp(old->rules[k].id, rule->id) == 0)
                rule->as.circle.mode = old->rules[k].as.circle.mode;
    }
    work->has_between = true;
    return CIRCLET_OK;
}

static circlet_status start(comparing *work, circlet_error *error)
{
    circlet_status status =
        ci_mix_start(&work->mix, &work->before, &work->after, error);

    if (!status)
        status = make_between(work, error);
    if (status)
        return status;
    for (int kind = CIRCLET_CHANGE_NONE + 1; kind < CIRCLET_CHANGE_KIND_COUNT;
         kind++)
        if (has_change(work, (circlet_change_kind)kind))
            work->steps[work->step_count++] = (circlet_change_kind)kind;
    work->people = calloc(work->mix.people.count + 1, sizeof(*work->people));
    if (!work->people)
        return ci_fail_nomem(error);
    status = ci_cover_tracks_start(&work->tracks, &work->mix, &work->before,
                                   &work->after, work->options.rule, error);
    return status ? status
                  : ci_verdict_track_start(work->verdicts, work->before.policy,
                                           work->after.policy, error);
}

/* ---- from state to state ------------------------------------------------ */

static bool report(const char *what, double fraction, void *user)
{
    const comparing *work = user;
    const circlet_progress *progress = &work->options.progress;
    double all = (double)work->step_count + 1;

    return progress->report(what, ((double)work->looked + fraction) / all,
                            progress->user);
}

static circlet_status look(comparing *work, const ci_world *world,
                           circlet_error *error)
{
    circlet_progress progress = {.report = report, .user = work};
    circlet_status status;

    if (!work->options.progress.report)
        progress = (circlet_progress){0};
    status = ci_verdict_track_look(work->verdicts, &work->mix, world,
                                   work->options.rule, &progress, error);
    if (!status)
        status = ci_cover_tracks_look(&work->tracks, world, error);
    work->looked++;
    return status;
}

/* Where everybody of one of the two cities is in the mix. */
static void place_people(comparing *work, bool is_after)
{
    for (size_t i = 0; i < work->mix.people.count; i++) {
        const ci_pair *pair = &work->mix.people.items[i];
        uint32_t position = is_after ? pair->after : pair->before;

        if (position != CIRCLET_NONE)
            work->people[position] = (uint32_t)i;
    }
}

/* What streets, rules and year a state has. */
static void describe(const comparing *work, ci_world *world)
{
    const circlet_compared *before = &work->before, *after = &work->after;

    world->year =
        world->made >= CIRCLET_CHANGE_YEAR ? after->year : before->year;
    world->policy = after->policy;
    if (world->made < CIRCLET_CHANGE_STANDARD)
        world->policy = before->policy;
    else if (world->made < CIRCLET_CHANGE_MODE && work->has_between)
        world->policy = &work->between;
    if (world->made < CIRCLET_CHANGE_ROAD)
        world->travel = before->travel;
    else
        world->travel = world->policy == after->policy ? after->travel
                                                       : travel_between(work);
}

static bool changes_city(circlet_change_kind kind)
{
    return kind != CIRCLET_CHANGE_ROAD && kind != CIRCLET_CHANGE_STANDARD &&
           kind != CIRCLET_CHANGE_MODE;
}

static circlet_status make_step(comparing *work, ci_world *world,
                                circlet_error *error)
{
    circlet_city *mixed = NULL;
    circlet_status status = CIRCLET_OK;

    world->people = work->people;
    describe(work, world);
    if (world->is_last) {
        world->city = work->after.city;
        place_people(work, true);
    } else if (changes_city(world->made)) {
        status =
            ci_mix_make(&mixed, work->people, &work->mix, world->made, error);
        if (status)
            return status;
        circlet_city_free(work->mixed);
        world->city = work->mixed = mixed;
    }
    return look(work, world, error);
}

static circlet_status walk(comparing *work, circlet_error *error)
{
    ci_world world = {.city = work->before.city,
                      .policy = work->before.policy,
                      .travel = work->before.travel,
                      .year = work->before.year,
                      .people = work->people};
    circlet_status status;

    place_people(work, false);
    status = look(work, &world, error);
    for (size_t i = 0; !status && i < work->step_count; i++) {
        world.made = work->steps[i];
        world.is_last = i + 1 == work->step_count;
        status = make_step(work, &world, error);
    }
    return status;
}

static circlet_status add_up(comparing *work, circlet_error *error)
{
    circlet_comparison *out = work->out;
    circlet_status status = ci_verdict_track_finish(&out->verdicts, error);

    if (!status)
        status = ci_comparison_add_people(out, &work->tracks, error);
    if (!status)
        status = ci_comparison_add_cover(out, &work->tracks, error);
    if (!status)
        status = ci_comparison_add_units(out, &work->tracks, error);
    if (!status)
        status = ci_comparison_add_kinds(out, &work->tracks, error);
    if (!status)
        status = ci_comparison_add_changes(out, &work->tracks, error);
    return status ? status
                  : ci_comparison_add_persons(out, &work->tracks, error);
}

/* ---- the public functions ----------------------------------------------- */

static bool has_rule(const circlet_policy *policy, const char *rule)
{
    for (size_t i = 0; i < policy->rule_count; i++)
        if (strcmp(policy->rules[i].id, rule) == 0)
            return true;
    return false;
}

static circlet_status read_state(circlet_compared *out,
                                 const circlet_compared *given,
                                 circlet_error *error)
{
    if (!given || !given->city || !given->policy)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "comparing needs two cities, each with a policy");
    if (given->travel && !given->travel->find_nearest)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "the source of travel times cannot find the nearest");
    *out = *given;
    if (out->year == 0)
        out->year = given->policy->default_year;
    return CIRCLET_OK;
}

static circlet_status read_call(comparing *work,
                                const circlet_compared *before,
                                const circlet_compared *after,
                                const circlet_compare_options *options,
                                circlet_error *error)
{
    circlet_status status =
        ci_options_read(&work->options, sizeof(work->options), options, error);

    if (!status)
        status = read_state(&work->before, before, error);
    if (!status)
        status = read_state(&work->after, after, error);
    if (!status && work->options.rule &&
        !has_rule(before->policy, work->options.rule) &&
        !has_rule(after->policy, work->options.rule))
        status =
            ci_fail(error, CIRCLET_E_NOT_FOUND, "policy '%s' has no rule '%s'",
                    after->policy->id, work->options.rule);
    return status;
}

circlet_status circlet_comparison_compute(
    circlet_comparison **out, const circlet_compared *before,
    const circlet_compared *after, const circlet_compare_options *options,
    circlet_error *error)
{
    static const circlet_compare_options defaults =
        CIRCLET_COMPARE_OPTIONS_INIT;
    comparing work = {0};
    circlet_status status;

    if (!out)
        return ci_fail(error, CIRCLET_E_ARGUMENT, "no place for a comparison");
    status =
        read_call(&work, before, after, options ? options : &defaults, error);
    if (status)
        return status;
    work.out = calloc(1, sizeof(*work.out));
    if (!work.out)
        return ci_fail_nomem(error);
    work.out->year_before = work.before.year;
    work.out->year_after = work.after.year;
    work.verdicts = &work.out->verdicts;
    status = start(&work, error);
    if (!status)
        status = walk(&work, error);
    if (!status)
        status = add_up(&work, error);
    circlet_city_free(work.mixed);
    ci_cover_tracks_clear(&work.tracks);
    ci_mix_clear(&work.mix);
    free(work.between_rules);
    free(work.people);
    if (status)
        circlet_comparison_free(work.out);
    else
        *out = work.out;
    return status;
}

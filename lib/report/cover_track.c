#include "report/cover_track.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "policy/circle_run.h"
#include "policy/open_types.h"
#include "report/cover_credit.h"

const ci_rule *ci_find_rule_in_force(const circlet_policy *policy,
                                     const char *id, int year)
{
    for (size_t i = 0; i < policy->rule_count; i++)
        if (strcmp(policy->rules[i].id, id) == 0)
            return ci_rule_is_in_force(&policy->rules[i], year)
                       ? &policy->rules[i]
                       : NULL;
    return NULL;
}

/* ---- starting ----------------------------------------------------------- */

static bool has_track(const ci_cover_tracks *tracks, const char *rule)
{
    for (size_t i = 0; i < tracks->count; i++)
        if (tracks->items[i].rule && strcmp(tracks->items[i].rule, rule) == 0)
            return true;
    return false;
}

static circlet_status add_track(ci_cover_tracks *tracks, const ci_rule *rule,
                                circlet_error *error)
{
    size_t count = tracks->mix->people.count;
    ci_cover_track *track = &tracks->items[tracks->count];

    *track = (ci_cover_track){rule->id, rule->is_variant, NULL};
    track->people = calloc(count + 1, sizeof(*track->people));
    if (!track->people)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < count; i++) {
        track->people[i].facility = CIRCLET_NONE;
        track->people[i].unit_before = CIRCLET_NONE;
        track->people[i].unit_after = CIRCLET_NONE;
    }
    tracks->count++;
    return CIRCLET_OK;
}

/* Chosen by its own id, or by that of the rule whose variant it is. */
static bool is_chosen(const circlet_policy *policy, size_t position,
                      const char *only)
{
    const ci_rule *rule = &policy->rules[position];

    while (only && strcmp(rule->id, only) != 0) {
        if (!rule->is_variant)
            return false;
        rule--;
    }
    return true;
}

static circlet_status add_rules(ci_cover_tracks *tracks,
                                const circlet_compared *of, const char *only,
                                circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < of->policy->rule_count; i++) {
        const ci_rule *rule = &of->policy->rules[i];

        if (rule->kind == CI_RULE_CIRCLE &&
            ci_rule_is_in_force(rule, of->year) &&
            is_chosen(of->policy, i, only) && !has_track(tracks, rule->id))
            status = add_track(tracks, rule, error);
    }
    return status;
}

circlet_status ci_cover_tracks_start(ci_cover_tracks *out, const ci_mix *mix,
                                     const circlet_compared *before,
                                     const circlet_compared *after,
                                     const char *rule, circlet_error *error)
{
    size_t room = before->policy->rule_count + after->policy->rule_count + 1;
    circlet_status status;

    *out = (ci_cover_tracks){.mix = mix};
    out->items = calloc(room, sizeof(*out->items));
    out->seats = calloc(mix->people.count + 1, sizeof(*out->seats));
    if (!out->items || !out->seats)
        return ci_fail_nomem(error);
    status = add_rules(out, after, rule, error);
    return status ? status : add_rules(out, before, rule, error);
}

void ci_cover_tracks_clear(ci_cover_tracks *tracks)
{
    for (size_t i = 0; i < tracks->count; i++)
        free(tracks->items[i].people);
    free(tracks->items);
    free(tracks->seats);
    *tracks = (ci_cover_tracks){0};
}

/* ---- looking ------------------------------------------------------------ */

static void take_seats(ci_cover_tracks *tracks, const ci_world *world,
                       const ci_circle_run *run)
{
    size_t count = tracks->mix->people.count;

    memset(tracks->seats, 0, (count + 1) * sizeof(*tracks->seats));
    for (size_t i = 0; run && run->is_known && i < run->count; i++)
        tracks->seats[world->people[run->people[i].demand]] = (uint32_t)i + 1;
}

/* Everybody's cover in this world; run NULL: the rule is not there. */
static void note(ci_cover_tracks *tracks, ci_cover_track *track,
                 const ci_world *world, const ci_circle_run *run)
{
    bool lacks_types = run && ci_rule_lacks_types(run->rule, world->city,
                                                  &run->judgement->types);

    take_seats(tracks, world, run);
    for (size_t i = 0; i < tracks->mix->people.count; i++) {
        ci_cover_person *person = &track->people[i];
        uint32_t seat = tracks->seats[i];
        ci_cover now = CI_COVER_NONE;
        bool is_open = false;

        if (run && seat > 0) {
            now = run->times_ms[seat - 1] <= run->rule->as.circle.cutoff_ms
                      ? CI_COVER_YES
                      : CI_COVER_NO;
            is_open = ci_circle_run_may_change(run, seat - 1, lacks_types);
        }
        if (world->made == CIRCLET_CHANGE_NONE) {
            person->before = (uint8_t)now;
            person->was_open = is_open;
            if (run && seat > 0)
                person->unit_before = run->people[seat - 1].unit;
        } else if (now != person->now) {
            person->reason = (uint8_t)world->made;
            person->facility = CIRCLET_NONE;
        }
        person->now = (uint8_t)now;
        person->is_open = is_open;
        person->unit_after =
            run && seat > 0 ? run->people[seat - 1].unit : CIRCLET_NONE;
    }
}

static circlet_status measure(ci_cover_tracks *tracks, ci_cover_track *track,
                              const ci_world *world,
                              const ci_judgement *judgement,
                              const ci_rule *rule, circlet_error *error)
{
    ci_circle_run run = {
        .judgement = judgement, .rule = rule, .mode = rule->as.circle.mode};
    circlet_status status;

    run.is_known =
        world->travel &&
        ci_selection_is_known(&rule->facility, world->city, &judgement->types);
    status = ci_circle_run_measure(&run, error);
    if (!status) {
        note(tracks, track, world, &run);
        status = ci_cover_credit(tracks, track, world, &run, error);
    }
    ci_circle_run_clear(&run);
    return status;
}

circlet_status ci_cover_tracks_look(ci_cover_tracks *tracks,
                                    const ci_world *world,
                                    circlet_error *error)
{
    ci_judgement judgement = {
        .policy = world->policy, .city = world->city, .travel = world->travel};
    circlet_judge_options own, options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_status status;

    options.year = world->year;
    status = ci_judgement_start(&judgement, &own, &options, error);
    for (size_t i = 0; !status && i < tracks->count; i++) {
        ci_cover_track *track = &tracks->items[i];
        const ci_rule *rule =
            ci_find_rule_in_force(world->policy, track->rule, world->year);

        if (rule && rule->kind == CI_RULE_CIRCLE)
            status = measure(tracks, track, world, &judgement, rule, error);
        else
            note(tracks, track, world, NULL);
    }
    return status;
}

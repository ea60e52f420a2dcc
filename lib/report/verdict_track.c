#include "report/verdict_track.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"

/* `before` and `after` of a verdict that was not judged. */
#define NOT_JUDGED (-1)

void ci_verdict_track_clear(ci_verdict_track *track)
{
    free(track->notes);
    ci_name_map_free(track->rules);
    track->notes = NULL;
    track->rules = NULL;
    free(track->changes);
    ci_arena_free(&track->arena);
}

static bool add_rules(ci_verdict_track *track, const circlet_policy *policy)
{
    for (size_t i = 0; i < policy->rule_count; i++) {
        const char *id = policy->rules[i].id;

        if (ci_name_map_find(track->rules, id) == CI_NOWHERE &&
            !ci_name_map_add(track->rules, id, track->rule_count++))
            return false;
    }
    return true;
}

circlet_status ci_verdict_track_start(ci_verdict_track *track,
                                      const circlet_policy *before,
                                      const circlet_policy *after,
                                      circlet_error *error)
{
    track->rules = ci_name_map_new();
    return track->rules && add_rules(track, after) && add_rules(track, before)
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

/* ---- noting ------------------------------------------------------------- */

static bool copy(ci_verdict_track *track, const char **out, const char *text)
{
    *out = text ? ci_arena_copy(&track->arena, text) : NULL;
    return !text || *out;
}

/* A facility that has another number now keeps the first one. */
static const char *subject_id(const ci_mix *mix, const ci_world *world,
                              const circlet_finding *finding)
{
    circlet_facility facility;

    if (!world->is_last || finding->subject != CIRCLET_SUBJECT_FACILITY)
        return finding->subject_id;
    facility = circlet_city_find_facility(world->city, finding->subject_id);
    return facility == CIRCLET_NONE
               ? finding->subject_id
               : mix->facilities.items[mix->facility_of_after[facility]].id;
}

static bool fill(ci_verdict_track *track, ci_verdict_note *note,
                 const ci_mix *mix, const ci_world *world,
                 const circlet_finding *finding)
{
    circlet_verdict_change *out = &note->finding;

    *note = (ci_verdict_note){
        .rule = ci_name_map_find(track->rules, finding->rule),
        .world = track->world_count,
        .added = (uint32_t)track->count,
        .finding = {.level = finding->level,
                    .subject = finding->subject,
                    .force = finding->force,
                    .after = (int)finding->verdict,
                    .measured_after = finding->measured,
                    .required_after = finding->required}};
    return copy(track, &out->rule, finding->rule) &&
           copy(track, &out->mode, finding->mode) &&
           copy(track, &out->unit, finding->unit) &&
           copy(track, &out->unit_name, finding->unit_name) &&
           copy(track, &out->subject_id, subject_id(mix, world, finding)) &&
           copy(track, &out->measured_unit, finding->measured_unit) &&
           (!world->is_last || (copy(track, &out->text_zh, finding->text_zh) &&
                                copy(track, &out->text_en, finding->text_en)));
}

static int compare_texts(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "");
}

static int compare_numbers(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

/* Whether two notes are about one thing: 0; else which comes first. */
static int compare_matters(const ci_verdict_note *a, const ci_verdict_note *b)
{
    int order = compare_numbers(a->rule, b->rule);

    if (!order)
        order = compare_texts(a->finding.mode, b->finding.mode);
    if (!order)
        order = compare_numbers(a->finding.subject, b->finding.subject);
    return order ? order
                 : compare_texts(a->finding.subject_id, b->finding.subject_id);
}

static int order_in_world(const void *a, const void *b)
{
    const ci_verdict_note *x = a, *y = b;
    int order = compare_matters(x, y);

    return order ? order : compare_numbers(x->added, y->added);
}

static int order_in_time(const void *a, const void *b)
{
    const ci_verdict_note *x = a, *y = b;
    int order = compare_matters(x, y);

    if (!order)
        order = compare_numbers(x->ordinal, y->ordinal);
    return order ? order : compare_numbers(x->world, y->world);
}

static void sort(ci_verdict_note *notes, size_t count,
                 int (*order)(const void *, const void *))
{
    if (count > 0)
        qsort(notes, count, sizeof(*notes), order);
}

/* A rule may say several things of one facility: the first of them is the
 * first in every world. */
static void number(ci_verdict_note *notes, size_t count)
{
    sort(notes, count, order_in_world);
    for (size_t i = 1; i < count; i++)
        if (compare_matters(&notes[i - 1], &notes[i]) == 0)
            notes[i].ordinal = notes[i - 1].ordinal + 1;
}

static circlet_status note_findings(ci_verdict_track *track, const ci_mix *mix,
                                    const ci_world *world,
                                    const circlet_findings *findings,
                                    circlet_error *error)
{
    size_t first = track->count;

    for (size_t i = 0; i < circlet_findings_count(findings); i++) {
        ci_verdict_note *grown =
            ci_array_reserve_one(track->notes, track->count, &track->capacity,
                                 sizeof(*track->notes));

        if (!grown)
            return ci_fail_nomem(error);
        track->notes = grown;
        if (!fill(track, &grown[track->count], mix, world,
                  circlet_findings_at(findings, i)))
            return ci_fail_nomem(error);
        track->count++;
    }
    if (track->count > first)
        number(track->notes + first, track->count - first);
    return CIRCLET_OK;
}

static bool has_rule(const circlet_policy *policy, const char *rule)
{
    for (size_t i = 0; i < policy->rule_count; i++)
        if (strcmp(policy->rules[i].id, rule) == 0)
            return true;
    return false;
}

circlet_status ci_verdict_track_look(ci_verdict_track *track,
                                     const ci_mix *mix, const ci_world *world,
                                     const char *rule,
                                     const circlet_progress *progress,
                                     circlet_error *error)
{
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_findings *findings = NULL;
    circlet_status status = CIRCLET_OK;

    options.year = world->year;
    options.rule = rule;
    options.progress = *progress;
    if (!rule || has_rule(world->policy, rule))
        status = circlet_policy_judge(&findings, world->policy, world->city,
                                      world->travel, &options, error);
    if (!status && findings)
        status = note_findings(track, mix, world, findings, error);
    circlet_findings_free(findings);
    if (!status)
        track->made[track->world_count++] = world->made;
    return status;
}

/* ---- what came of it ---------------------------------------------------- */

static bool is_same_matter(const ci_verdict_note *a, const ci_verdict_note *b)
{
    return compare_matters(a, b) == 0 && a->ordinal == b->ordinal;
}

static bool is_same_number(double a, double b)
{
    return isnan(a) ? isnan(b) : a == b;
}

static bool measures_the_same(const circlet_verdict_change *a,
                              const circlet_verdict_change *b)
{
    return is_same_number(a->measured_after, b->measured_after) &&
           is_same_number(a->required_after, b->required_after);
}

/* Goes through the worlds and notes which of them made a difference. */
static void find_reasons(circlet_verdict_change *out,
                         const ci_verdict_track *track,
                         const ci_verdict_note *notes, size_t count)
{
    circlet_verdict_change nothing = {.after = NOT_JUDGED,
                                      .measured_after = (double)NAN,
                                      .required_after = (double)NAN};
    const circlet_verdict_change *last = &nothing;
    size_t next = 0;

    for (uint32_t world = 0; world < track->world_count; world++) {
        bool is_noted = next < count && notes[next].world == world;
        const circlet_verdict_change *now =
            is_noted ? &notes[next++].finding : &nothing;

        if (world > 0 && now->after != last->after)
            out->decided_by = track->made[world];
        if (world > 0 &&
            (now->after != last->after || !measures_the_same(now, last)))
            out->reasons |= UINT32_C(1) << track->made[world];
        last = now;
    }
}

/* What became of one thing, whose notes these are, in order. */
static circlet_verdict_change follow(const ci_verdict_track *track,
                                     const ci_verdict_note *notes,
                                     size_t count)
{
    const circlet_verdict_change *first = &notes[0].finding;
    circlet_verdict_change change = notes[count - 1].finding;
    bool was_there = notes[0].world == 0;

    change.before = was_there ? first->after : NOT_JUDGED;
    change.measured_before = was_there ? first->measured_after : (double)NAN;
    change.required_before = was_there ? first->required_after : (double)NAN;
    find_reasons(&change, track, notes, count);
    if (notes[count - 1].world + 1 < track->world_count) {
        change.after = NOT_JUDGED;
        change.measured_after = change.required_after = (double)NAN;
    }
    return change;
}

/* As they are listed. */
static int order_changes(const void *a, const void *b)
{
    const ci_verdict_note *x = a, *y = b;
    int order = compare_numbers(x->rule, y->rule);

    if (!order)
        order = compare_texts(x->finding.mode, y->finding.mode);
    if (!order)
        order = compare_texts(x->finding.unit, y->finding.unit);
    return order ? order : order_in_time(a, b);
}

/* Puts each change into the place of its first note. */
static size_t collect(ci_verdict_track *track)
{
    size_t kept = 0;

    for (size_t i = 0, end; i < track->count; i = end) {
        ci_verdict_note note = track->notes[i];

        for (end = i + 1; end < track->count &&
                          is_same_matter(&track->notes[i], &track->notes[end]);
             end++)
            continue;
        note.finding = follow(track, &track->notes[i], end - i);
        if (note.finding.before != note.finding.after)
            track->notes[kept++] = note;
    }
    return kept;
}

circlet_status ci_verdict_track_finish(ci_verdict_track *track,
                                       circlet_error *error)
{
    sort(track->notes, track->count, order_in_time);
    track->count = collect(track);
    sort(track->notes, track->count, order_changes);
    track->changes = malloc((track->count + 1) * sizeof(*track->changes));
    if (!track->changes)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < track->count; i++)
        track->changes[i] = track->notes[i].finding;
    track->change_count = track->count;
    free(track->notes);
    track->notes = NULL;
    track->count = track->capacity = 0;
    return CIRCLET_OK;
}

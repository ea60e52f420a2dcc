#include "verify/action_gain.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "policy/policy.h"
#include "policy/selection.h"

/* ---- what is left of a facility ----------------------------------------- */

static bool serves_rule(const ci_uncovered *uncovered, size_t batch,
                        const circlet_facility_record *facility)
{
    const circlet_policy *policy = uncovered->question.policy;
    const ci_facility_types types = {policy->types, policy->type_count};
    const ci_rule *rule =
        ci_policy_find_rule(policy, uncovered->batches[batch].rule);

    return ci_facility_is_open(facility, uncovered->question.year) &&
           ci_selection_holds(&rule->facility, facility, &types, NULL) ==
               CI_MEMBER_YES;
}

bool ci_action_gain_note(ci_action_gain *gain, ci_arena *arena,
                         const ci_uncovered *uncovered,
                         const ci_carried_facility *facility)
{
    const circlet_facility_record *record = &facility->record;
    size_t count = record->access_count > 0 ? record->access_count : 1;
    size_t batches = uncovered->batch_count;
    circlet_point *entrances =
        ci_arena_take(arena, count * sizeof(*entrances));

    gain->serves = ci_arena_take(arena, batches + 1);
    gain->batch_milli =
        ci_arena_take(arena, (batches + 1) * sizeof(*gain->batch_milli));
    if (!entrances || !gain->serves || !gain->batch_milli)
        return false;
    for (size_t i = 0; i < count; i++)
        entrances[i] =
            record->access_count > 0 ? record->accesses[i] : record->at;
    for (size_t i = 0; i < batches; i++) {
        gain->serves[i] = serves_rule(uncovered, i, record);
        gain->batch_milli[i] = 0;
    }
    gain->entrances = entrances;
    gain->entrance_count = count;
    gain->is_done = true;
    return true;
}

/* ---- counting ----------------------------------------------------------- */

/* The entrances of all actions in their order, and whose each is. */
typedef struct gain_count {
    ci_action_gain *gains;
    ci_uncovered *uncovered;
    size_t batch;
    circlet_point *places;
    size_t *owners; /* position of the action */
    size_t *ranks; /* of each place: when its action is carried out */
    size_t place_count;
} gain_count;

static bool list_places(gain_count *work, const size_t *order, size_t count)
{
    size_t all = 0;

    for (size_t i = 0; i < count; i++)
        all += work->gains[i].entrance_count;
    work->places = malloc((all + 1) * sizeof(*work->places));
    work->owners = malloc((all + 1) * sizeof(*work->owners));
    work->ranks = malloc((all + 1) * sizeof(*work->ranks));
    if (!work->places || !work->owners || !work->ranks)
        return false;
    for (size_t i = 0; i < count; i++) {
        const ci_action_gain *gain = &work->gains[order[i]];

        for (size_t k = 0; k < gain->entrance_count; k++) {
            work->places[work->place_count] = gain->entrances[k];
            work->owners[work->place_count] = order[i];
            work->ranks[work->place_count++] = i;
        }
    }
    return true;
}

/* The first action that reaches a row covers it. */
static bool cover_row(size_t position, const circlet_od_entry *entries,
                      size_t count, void *user)
{
    gain_count *work = user;
    ci_uncovered_row *row = &work->uncovered->rows[position];
    size_t first = SIZE_MAX;
    ci_action_gain *gain;

    for (size_t i = 0; i < count; i++) {
        size_t place = entries[i].destination;

        if (work->gains[work->owners[place]].serves[work->batch] &&
            (first == SIZE_MAX || work->ranks[place] < work->ranks[first]))
            first = place;
    }
    if (first == SIZE_MAX)
        return true;
    gain = &work->gains[work->owners[first]];
    row->is_covered = true;
    gain->persons_milli += row->weight_milli;
    gain->batch_milli[work->batch] += row->weight_milli;
    gain->modelled_milli += row->is_modelled ? row->weight_milli : 0;
    return true;
}

circlet_status ci_action_gains_count(ci_action_gain *gains,
                                     const size_t *order, size_t count,
                                     ci_uncovered *uncovered,
                                     circlet_error *error)
{
    gain_count work = {.gains = gains, .uncovered = uncovered};
    ci_reach_goals entrances;
    circlet_status status =
        list_places(&work, order, count) ? CIRCLET_OK : ci_fail_nomem(error);

    entrances = (ci_reach_goals){work.places, work.owners, work.place_count};
    for (; status == CIRCLET_OK && work.place_count > 0 &&
           work.batch < uncovered->batch_count;
         work.batch++)
        status = ci_uncovered_reach(uncovered, work.batch, &entrances,
                                    cover_row, &work, error);
    free(work.places);
    free(work.owners);
    free(work.ranks);
    return status;
}

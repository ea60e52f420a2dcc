#include "report/group_states.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "policy/open_types.h"
#include "policy/own_times.h"

static void state_clear(ci_group_state *state)
{
    free(state->entrances);
    free(state->covers);
    free(state->ways_ms);
}

void ci_group_states_clear(ci_group_states *states)
{
    free(states->people);
    state_clear(&states->before);
    state_clear(&states->planned);
}

/* ---- what a state hangs on ---------------------------------------------- */

static circlet_status find_entrances(ci_group_state *state,
                                     const ci_judgement *judgement,
                                     const ci_rule *rule, circlet_error *error)
{
    uint32_t *positions = NULL;
    size_t count = 0;
    circlet_status status;

    state->is_known = judgement->travel &&
                      ci_selection_is_known(&rule->facility, judgement->city,
                                            &judgement->types);
    state->lacks_types =
        ci_rule_lacks_types(rule, judgement->city, &judgement->types);
    status = ci_rule_facilities(&positions, &count, judgement->policy,
                                judgement->city, rule, judgement->day, error);
    if (!status)
        status = ci_entrances_find(&state->entrances, &state->entrance_count,
                                   judgement->city, positions, count, error);
    free(positions);
    return status;
}

/* The people and the streets are the same. */
static bool is_like(const ci_group_state *a, const ci_group_state *b)
{
    if (a->is_known != b->is_known || a->lacks_types != b->lacks_types ||
        a->entrance_count != b->entrance_count)
        return false;
    for (size_t i = 0; i < a->entrance_count; i++)
        if (a->entrances[i].lon != b->entrances[i].lon ||
            a->entrances[i].lat != b->entrances[i].lat)
            return false;
    return true;
}

/* ---- measuring ---------------------------------------------------------- */

static uint8_t cover_of(const ci_circle_run *run, size_t person,
                        bool lacks_types)
{
    uint32_t cutoff_ms = run->rule->as.circle.cutoff_ms;
    unsigned cover = 0;

    if (run->times_ms[person] <= cutoff_ms)
        cover |= CI_COVERED;
    if (run->greatest_ms[person] <= cutoff_ms)
        cover |= CI_COVERED_AT_WORST;
    if (lacks_types || run->least_ms[person] <= cutoff_ms)
        cover |= CI_COVERED_AT_BEST;
    return (uint8_t)cover;
}

static circlet_status find_ways(ci_group_state *state,
                                const ci_circle_run *run, circlet_error *error)
{
    circlet_status status = ci_own_times_find(
        state->ways_ms, run->judgement, run->people, run->count,
        state->entrances, state->entrance_count, CI_LONGEST_WAY_MS, error);

    for (size_t i = 0; !status && i < run->count; i++)
        if (run->is_outside[i])
            state->ways_ms[i] = CI_NO_WAY;
        else if (state->ways_ms[i] > CI_LONGEST_WAY_MS)
            state->ways_ms[i] = CI_LONGEST_WAY_MS;
    return status;
}

static circlet_status keep(ci_group_state *state, const ci_circle_run *run,
                           circlet_error *error)
{
    state->covers = calloc(run->count + 1, sizeof(*state->covers));
    state->ways_ms = calloc(run->count + 1, sizeof(*state->ways_ms));
    if (!state->covers || !state->ways_ms)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < run->count; i++)
        state->covers[i] = cover_of(run, i, state->lacks_types);
    return find_ways(state, run, error);
}

/* The people are kept the first time: with a plan they are the same. */
static circlet_status measure(ci_group_states *states, ci_group_state *state,
                              const ci_judgement *judgement,
                              const ci_rule *rule, circlet_error *error)
{
    ci_circle_run run = {.judgement = judgement,
                         .rule = rule,
                         .mode = rule->as.circle.mode,
                         .is_known = state->is_known};
    circlet_status status = ci_circle_run_measure(&run, error);

    if (!status && state->is_known)
        status = keep(state, &run, error);
    if (!status && !states->people) {
        states->people = run.people;
        states->count = run.count;
        run.people = NULL;
    }
    ci_circle_run_clear(&run);
    return status;
}

circlet_status ci_group_states_measure(ci_group_states *out,
                                       const ci_judgement *judgement,
                                       const ci_judgement *planned,
                                       const ci_rule *rule,
                                       circlet_error *error)
{
    circlet_status status;

    *out = (ci_group_states){0};
    out->after = &out->before;
    status = find_entrances(&out->before, judgement, rule, error);
    if (!status)
        status = measure(out, &out->before, judgement, rule, error);
    if (status || !planned)
        return status;
    status = find_entrances(&out->planned, planned, rule, error);
    if (status || is_like(&out->before, &out->planned))
        return status;
    out->after = &out->planned;
    return measure(out, &out->planned, planned, rule, error);
}

#include "verify/uncovered.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "city/plan_action.h"
#include "policy/policy.h"
#include "policy/traveller.h"
#include "verify/lacks.h"

/* ---- what the plan is for ----------------------------------------------- */

static bool add_asked(ci_uncovered *out, const char *word)
{
    const char **asked;

    for (size_t i = 0; i < out->asked_count; i++)
        if (strcmp(out->asked[i], word) == 0)
            return true;
    asked = realloc(out->asked, (out->asked_count + 1) * sizeof(*asked));
    if (!asked)
        return false;
    out->asked = asked;
    asked[out->asked_count++] = word;
    return true;
}

/* What the facilities of a rule are; NULL: no such rule, or any. */
static const char *asked_by(const circlet_policy *policy, const char *rule)
{
    for (size_t i = 0; i < policy->rule_count; i++)
        if (strcmp(policy->rules[i].id, rule) == 0)
            return policy->rules[i].facility.type
                       ? policy->rules[i].facility.type
                       : policy->rules[i].facility.service;
    return NULL;
}

/* The types of the facilities that an action is about, and its service. */
static bool add_asked_by(ci_uncovered *out, const circlet_plan_action *action)
{
    const circlet_city *city = out->question.city;
    circlet_facility facility =
        action->facility ? circlet_city_find_facility(city, action->facility)
                         : CIRCLET_NONE;
    const char *const words[] = {
        action->type, action->service,
        facility == CIRCLET_NONE
            ? NULL
            : circlet_city_facility(city, facility)->type};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (words[i] && *words[i] && !add_asked(out, words[i]))
            return false;
    return true;
}

/* Whether a plan that is for some services alone is for a rule. */
static bool is_for(const ci_uncovered *out, const ci_rule *rule)
{
    const char *services = circlet_plan_services(out->question.plan);

    return ci_lack_is_asked_for(rule, services ? services : "");
}

/* What the rules ask for that a plan for some services is for. */
static bool add_asked_by_rules(ci_uncovered *out)
{
    const circlet_policy *policy = out->question.policy;

    for (size_t i = 0; i < policy->rule_count; i++) {
        const char *word = policy->rules[i].facility.type
                               ? policy->rules[i].facility.type
                               : policy->rules[i].facility.service;

        if (word && is_for(out, &policy->rules[i]) && !add_asked(out, word))
            return false;
    }
    return true;
}

/* What its actions are about; of a plan that does nothing, what the people
 * ask for whom it calls impossible to reach. */
static bool find_asked(ci_uncovered *out)
{
    const circlet_plan *plan = out->question.plan;

    if (circlet_plan_services(plan))
        return add_asked_by_rules(out);
    for (size_t i = 0; i < circlet_plan_action_count(plan); i++)
        if (!add_asked_by(out, circlet_plan_action_at(plan, i)))
            return false;
    if (out->asked_count > 0)
        return true;
    for (size_t i = 0; i < circlet_plan_impossible_count(plan); i++) {
        const char *word = asked_by(out->question.policy,
                                    circlet_plan_impossible_at(plan, i)->rule);

        if (word && !add_asked(out, word))
            return false;
    }
    return true;
}

/* ---- rules -------------------------------------------------------------- */

static bool has_rule(const ci_uncovered *out, size_t count, const char *rule)
{
    for (size_t i = 0; i < count; i++) {
        const char *other = out->batches[i].rule;

        if (other && strcmp(other, rule) == 0)
            return true;
    }
    return false;
}

/* That no circle rule is about a word is no fault. */
static circlet_status find_batches(ci_uncovered *out, circlet_error *error)
{
    const ci_cover_question *question = &out->question;
    size_t all = 0, before = 0;

    out->lists = calloc(out->asked_count + 1, sizeof(*out->lists));
    if (!out->lists)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < out->asked_count; i++) {
        circlet_status status =
            (question->is_sure ? ci_circle_batches_make_sure
                               : ci_circle_batches_make)(
                &out->lists[i], question->policy, question->city,
                out->asked[i], question->year, error);

        if (status != CIRCLET_OK && status != CIRCLET_E_NOT_FOUND)
            return status;
        all += out->lists[i].count;
    }
    out->batches = calloc(all + 1, sizeof(*out->batches));
    out->batch_row = calloc(all + 1, sizeof(*out->batch_row));
    if (!out->batches || !out->batch_row)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < out->asked_count; before = out->batch_count, i++)
        for (size_t k = 0; k < out->lists[i].count; k++)
            if (!has_rule(out, before, out->lists[i].batches[k].rule) &&
                is_for(out,
                       ci_policy_find_rule(question->policy,
                                           out->lists[i].batches[k].rule)))
                out->batches[out->batch_count++] = out->lists[i].batches[k];
    return CIRCLET_OK;
}

/* ---- rows --------------------------------------------------------------- */

static bool add_row(ci_uncovered *out, circlet_demand demand, bool is_known)
{
    const circlet_demand_record *person =
        circlet_city_demand(out->question.city, demand);
    ci_uncovered_row *rows = ci_array_reserve_one(
        out->rows, out->row_count, &out->row_capacity, sizeof(*rows));

    if (!rows)
        return false;
    out->rows = rows;
    rows[out->row_count++] =
        (ci_uncovered_row){.demand = demand,
                           .weight_milli = person->weight_milli,
                           .is_modelled = person->is_modelled,
                           .is_unknown = !is_known};
    return true;
}

static bool add_people(ci_uncovered *out, const ci_circle_batch *batch)
{
    const circlet_travel *travel = out->question.travel;

    for (size_t i = 0; i < batch->demand_count; i++) {
        circlet_demand demand = batch->demands[i];
        circlet_point at = circlet_city_demand(out->question.city, demand)->at;

        bool is_known = !travel->knows || travel->knows(at, travel->user);

        if ((is_known || out->question.is_sure) &&
            !add_row(out, demand, is_known))
            return false;
    }
    return true;
}

circlet_point *ci_uncovered_homes(const ci_uncovered *uncovered, size_t first,
                                  size_t end)
{
    circlet_point *homes = malloc((end - first + 1) * sizeof(*homes));

    for (size_t i = first; homes && i < end; i++)
        homes[i - first] = circlet_city_demand(uncovered->question.city,
                                               uncovered->rows[i].demand)
                               ->at;
    return homes;
}

/* The query of the rows of a batch; the caller frees its origins, which are
 * NULL if memory ran out. */
static circlet_travel_query query_of(const ci_uncovered *out,
                                     const ci_circle_batch *batch,
                                     size_t first, size_t end,
                                     const circlet_point *places, size_t count)
{
    return (circlet_travel_query){.mode = batch->mode,
                                  .bound = CIRCLET_BOUND_NOMINAL,
                                  .origins =
                                      ci_uncovered_homes(out, first, end),
                                  .origin_count = end - first,
                                  .destinations = places,
                                  .destination_count = count,
                                  .cutoff_ms = batch->cutoff_ms,
                                  .progress = out->question.progress};
}

/* Takes the rows from `first` on out again that reach one of the places. */
static circlet_status drop_reached(ci_uncovered *out,
                                   const ci_circle_batch *batch, size_t first,
                                   const circlet_point *places, size_t count,
                                   circlet_error *error)
{
    const circlet_travel *travel = out->question.travel;
    size_t asked = out->row_count - first, kept = first;
    circlet_travel_query query =
        query_of(out, batch, first, out->row_count, places, count);
    uint32_t *times = malloc((asked + 1) * sizeof(*times));
    circlet_snap *snaps = malloc((asked + 1) * sizeof(*snaps));
    circlet_status status = CIRCLET_OK;

    if (!query.origins || !times || !snaps)
        status = ci_fail_nomem(error);
    else
        status =
            travel->find_nearest(times, snaps, &query, travel->user, error);
    for (size_t i = 0; status == CIRCLET_OK && i < asked; i++)
        if (times[i] == CIRCLET_UNREACHED)
            out->rows[kept++] = out->rows[first + i];
    if (status == CIRCLET_OK)
        out->row_count = kept;
    free((circlet_point *)query.origins);
    free(times);
    free(snaps);
    return status;
}

/* Takes those out again who are surely covered. */
static void drop_sure(ci_uncovered *out, size_t first)
{
    size_t kept = first;

    for (size_t i = first; i < out->row_count; i++)
        if (out->rows[i].open != 0)
            out->rows[kept++] = out->rows[i];
    out->row_count = kept;
}

static circlet_status drop_covered(ci_uncovered *out,
                                   const ci_circle_batch *batch, size_t first,
                                   const circlet_point *places, size_t count,
                                   circlet_error *error)
{
    circlet_status status;

    if (!out->question.is_sure)
        return count > 0 && out->row_count > first
                   ? drop_reached(out, batch, first, places, count, error)
                   : CIRCLET_OK;
    status = ci_sure_cover_find(out, batch, first, places, count, error);
    if (status == CIRCLET_OK)
        drop_sure(out, first);
    return status;
}

static circlet_status add_batch(ci_uncovered *out,
                                const ci_circle_batch *batch,
                                circlet_error *error)
{
    const ci_cover_question *question = &out->question;
    size_t first = out->row_count, facility_count = 0, place_count = 0;
    uint32_t *facilities = NULL;
    circlet_point *places = NULL;
    circlet_status status =
        add_people(out, batch) ? CIRCLET_OK : ci_fail_nomem(error);

    if (status == CIRCLET_OK)
        status = ci_circle_facilities(&facilities, &facility_count,
                                      question->policy, question->city,
                                      batch->rule, question->year, error);
    if (status == CIRCLET_OK)
        status = ci_entrances_find(&places, &place_count, question->city,
                                   facilities, facility_count, error);
    if (status == CIRCLET_OK)
        status = drop_covered(out, batch, first, places, place_count, error);
    free(facilities);
    free(places);
    return status;
}

circlet_status ci_uncovered_find(ci_uncovered *out,
                                 const ci_cover_question *question,
                                 circlet_error *error)
{
    circlet_status status;

    *out = (ci_uncovered){.question = *question};
    if (!find_asked(out))
        return ci_fail_nomem(error);
    status = find_batches(out, error);
    for (size_t i = 0; status == CIRCLET_OK && i < out->batch_count; i++) {
        status = add_batch(out, &out->batches[i], error);
        out->batch_row[i + 1] = out->row_count;
    }
    return status;
}

void ci_uncovered_clear(ci_uncovered *uncovered)
{
    for (size_t i = 0; uncovered->lists && i < uncovered->asked_count; i++)
        ci_circle_batches_free(&uncovered->lists[i]);
    free(uncovered->lists);
    free(uncovered->asked);
    free(uncovered->batches);
    free(uncovered->rows);
    free(uncovered->batch_row);
    *uncovered = (ci_uncovered){.lists = NULL};
}

/* ---- reach -------------------------------------------------------------- */

static circlet_status reach_as_assumed(const ci_uncovered *uncovered,
                                       size_t batch,
                                       const ci_reach_goals *goals,
                                       ci_row_reach_fn take, void *user,
                                       circlet_error *error)
{
    const circlet_travel *travel = uncovered->question.travel;
    size_t first = uncovered->batch_row[batch];
    size_t end = uncovered->batch_row[batch + 1];
    circlet_travel_query query =
        query_of(uncovered, &uncovered->batches[batch], first, end,
                 goals->places, goals->count);
    circlet_od_matrix *matrix = NULL;
    circlet_status status = query.origins ? CIRCLET_OK : ci_fail_nomem(error);

    if (status == CIRCLET_OK)
        status = travel->find_within(&matrix, &query, travel->user, error);
    for (size_t i = first; status == CIRCLET_OK && i < end; i++) {
        size_t entry_count;
        const circlet_od_entry *entries =
            circlet_od_matrix_row(matrix, i - first, &entry_count);

        if (!take(i, entries, entry_count, user))
            status = ci_fail_nomem(error);
    }
    circlet_od_matrix_free(matrix);
    free((circlet_point *)query.origins);
    return status;
}

circlet_status ci_uncovered_reach(const ci_uncovered *uncovered, size_t batch,
                                  const ci_reach_goals *goals,
                                  ci_row_reach_fn take, void *user,
                                  circlet_error *error)
{
    return (uncovered->question.is_sure ? ci_sure_cover_reach
                                        : reach_as_assumed)(
        uncovered, batch, goals, take, user, error);
}

/*
 * One query for each mode and question, for the whole city at once. Because
 * no time at its best is above the nominal one, nor this above that at its
 * worst, whoever is covered as assumed is perhaps covered, and whoever is
 * not is not surely: of two bounds only one is asked for.
 */
#include "policy/circle_times.h"

#include <stdlib.h>

#include "base/error.h"

/* Room for one query: the chosen people and what it says of them. */
typedef struct question {
    const ci_circle_run *run;
    circlet_point *homes; /* of all people */
    ci_modes modes; /* by which any of them goes */
    size_t *chosen; /* positions of people */
    circlet_point *origins;
    uint32_t *times_ms;
    circlet_snap *snaps;
    size_t count;
} question;

static void question_clear(question *q)
{
    free(q->homes);
    free(q->chosen);
    free(q->origins);
    free(q->times_ms);
    free(q->snaps);
}

static bool question_start(question *q, const ci_circle_run *run)
{
    size_t count = run->count + 1;

    *q = (question){.run = run};
    q->homes = malloc(count * sizeof(*q->homes));
    q->chosen = malloc(count * sizeof(*q->chosen));
    q->origins = malloc(count * sizeof(*q->origins));
    q->times_ms = malloc(count * sizeof(*q->times_ms));
    q->snaps = calloc(count, sizeof(*q->snaps));
    for (size_t i = 0; q->homes && i < run->count; i++) {
        const ci_traveller *person = &run->people[i];

        q->homes[i] =
            circlet_city_demand(run->judgement->city, person->demand)->at;
        q->modes |= person->travel.modes | (ci_modes)1 << person->travel.mode;
    }
    return q->homes && q->chosen && q->origins && q->times_ms && q->snaps;
}

static void choose(question *q, size_t person)
{
    q->origins[q->count] = q->homes[person];
    q->chosen[q->count++] = person;
}

static circlet_travel_query query_of(const ci_circle_run *run, size_t mode,
                                     circlet_bound bound)
{
    bool has_bounds = run->judgement->travel->has_bounds;

    return (circlet_travel_query){.mode = run->judgement->policy->modes[mode],
                                  .bound = has_bounds ? bound
                                                      : CIRCLET_BOUND_NOMINAL,
                                  .destinations = run->entrances,
                                  .destination_count = run->entrance_count,
                                  .cutoff_ms = run->rule->as.circle.cutoff_ms};
}

/* Asks for the times of the chosen people to a facility. Who is tied to no
 * street gets nowhere but at the best, unless there already. */
static circlet_status ask(question *q, size_t mode, circlet_bound bound,
                          circlet_error *error)
{
    const circlet_travel *travel = q->run->judgement->travel;
    circlet_travel_query query = query_of(q->run, mode, bound);
    circlet_status status;

    if (q->count == 0)
        return CIRCLET_OK;
    query.origins = q->origins;
    query.origin_count = q->count;
    status = travel->find_nearest(q->times_ms, q->snaps, &query, travel->user,
                                  error);
    for (size_t i = 0; !status && i < q->count; i++)
        if (q->snaps[i] != CIRCLET_SNAP_TIED &&
            query.bound != CIRCLET_BOUND_MIN && q->times_ms[i] > 0)
            q->times_ms[i] = CIRCLET_UNREACHED;
    return status;
}

static bool goes_by(const ci_traveller *person, size_t mode)
{
    return (person->travel.modes >> mode & 1) != 0;
}

/* Whether the nominal answer in a person's measured mode is all there is. */
static bool is_answered(const ci_circle_run *run, size_t person, size_t mode)
{
    return run->people[person].travel.mode == mode &&
           !run->judgement->travel->has_bounds;
}

/* ---- the questions ------------------------------------------------------ */

static circlet_status ask_nominal(ci_circle_run *run, question *q, size_t mode,
                                  circlet_error *error)
{
    circlet_status status;

    q->count = 0;
    for (size_t i = 0; i < run->count; i++)
        if (run->people[i].travel.mode == mode && !run->is_outside[i])
            choose(q, i);
    status = ask(q, mode, CIRCLET_BOUND_NOMINAL, error);
    for (size_t i = 0; !status && i < q->count; i++) {
        size_t person = q->chosen[i];

        run->times_ms[person] = q->times_ms[i];
        run->least_ms[person] = q->times_ms[i];
        run->greatest_ms[person] = q->times_ms[i];
        run->snaps[person] = q->snaps[i];
    }
    return status;
}

/* Who is covered may not be: at the worst of every possible mode. */
static circlet_status ask_worst(ci_circle_run *run, question *q, size_t mode,
                                circlet_error *error)
{
    uint32_t cutoff_ms = run->rule->as.circle.cutoff_ms;
    circlet_status status;

    q->count = 0;
    for (size_t i = 0; i < run->count; i++)
        if (run->times_ms[i] <= cutoff_ms && goes_by(&run->people[i], mode) &&
            !run->is_outside[i] && !is_answered(run, i, mode))
            choose(q, i);
    status = ask(q, mode, CIRCLET_BOUND_MAX, error);
    for (size_t i = 0; !status && i < q->count; i++) {
        size_t person = q->chosen[i];

        if (q->times_ms[i] > run->greatest_ms[person])
            run->greatest_ms[person] = q->times_ms[i];
        if (q->times_ms[i] > cutoff_ms)
            run->doubted[person] |= (ci_modes)1 << mode;
    }
    return status;
}

/* Who is not covered may be: at the best of any possible mode. */
static circlet_status ask_best(ci_circle_run *run, question *q, size_t mode,
                               circlet_error *error)
{
    uint32_t cutoff_ms = run->rule->as.circle.cutoff_ms;
    circlet_status status;

    q->count = 0;
    for (size_t i = 0; i < run->count; i++)
        if (run->times_ms[i] > cutoff_ms && goes_by(&run->people[i], mode) &&
            !run->is_outside[i] && !is_answered(run, i, mode))
            choose(q, i);
    status = ask(q, mode, CIRCLET_BOUND_MIN, error);
    for (size_t i = 0; !status && i < q->count; i++) {
        size_t person = q->chosen[i];

        if (q->times_ms[i] < run->least_ms[person])
            run->least_ms[person] = q->times_ms[i];
        if (q->times_ms[i] <= cutoff_ms)
            run->doubted[person] |= (ci_modes)1 << mode;
    }
    return status;
}

/* Who is not covered at the best either may find a facility beyond the known
 * streets, if they get there in time. */
static circlet_status ask_edge(ci_circle_run *run, question *q, size_t mode,
                               circlet_error *error)
{
    const circlet_travel *travel = run->judgement->travel;
    uint32_t cutoff_ms = run->rule->as.circle.cutoff_ms;
    circlet_travel_query query = query_of(run, mode, CIRCLET_BOUND_MIN);
    circlet_status status;

    q->count = 0;
    for (size_t i = 0; i < run->count; i++)
        if (run->least_ms[i] > cutoff_ms && goes_by(&run->people[i], mode) &&
            !run->is_outside[i])
            choose(q, i);
    if (q->count == 0)
        return CIRCLET_OK;
    query.origins = q->origins;
    query.origin_count = q->count;
    status = travel->find_edge(q->times_ms, &query, travel->user, error);
    for (size_t i = 0; !status && i < q->count; i++)
        if (q->times_ms[i] <= cutoff_ms) {
            run->least_ms[q->chosen[i]] = q->times_ms[i];
            run->is_at_edge[q->chosen[i]] = true;
        }
    return status;
}

typedef circlet_status (*ask_fn)(ci_circle_run *run, question *q, size_t mode,
                                 circlet_error *error);

static circlet_status ask_in_each_mode(ci_circle_run *run, question *q,
                                       ask_fn ask_in, circlet_error *error)
{
    size_t count = run->judgement->policy->mode_count;
    circlet_status status = CIRCLET_OK;

    for (size_t mode = 0; !status && mode < count; mode++)
        if (q->modes >> mode & 1)
            status = ask_in(run, q, mode, error);
    return status;
}

circlet_status ci_circle_times_find(ci_circle_run *run, circlet_error *error)
{
    question q;
    circlet_status status = question_start(&q, run)
                                ? ask_in_each_mode(run, &q, ask_nominal, error)
                                : ci_fail_nomem(error);

    if (!status)
        status = ask_in_each_mode(run, &q, ask_worst, error);
    if (!status)
        status = ask_in_each_mode(run, &q, ask_best, error);
    if (!status && run->judgement->travel->find_edge)
        status = ask_in_each_mode(run, &q, ask_edge, error);
    question_clear(&q);
    return status;
}

/* ---- what is missing ---------------------------------------------------- */

/* The chosen people with their weights, and their units as rows. */
static circlet_status ask_gaps(circlet_gaps **out, const question *q,
                               size_t mode, bool is_by_unit,
                               circlet_error *error)
{
    const ci_circle_run *run = q->run;
    const circlet_travel *travel = run->judgement->travel;
    int64_t *weights = calloc(q->count, sizeof(*weights));
    uint32_t *rows = calloc(q->count, sizeof(*rows));
    circlet_travel_query query = query_of(run, mode, CIRCLET_BOUND_MIN);
    const circlet_gap_query gap_query = {
        weights, rows,
        is_by_unit ? circlet_city_unit_count(run->judgement->city) : 1};
    circlet_status status;

    query.origins = q->origins;
    query.origin_count = q->count;
    for (size_t i = 0; weights && rows && i < q->count; i++) {
        weights[i] = run->weights_milli[q->chosen[i]];
        rows[i] = is_by_unit ? run->people[q->chosen[i]].unit : 0;
    }
    status = weights && rows ? travel->find_gaps(out, &query, &gap_query,
                                                 travel->user, error)
                             : ci_fail_nomem(error);
    free(weights);
    free(rows);
    return status;
}

/* Whose answer hangs on the streets for `mode`; `wanted` NULL: anywhere. */
static void choose_open(question *q, size_t mode, const bool *wanted)
{
    const ci_circle_run *run = q->run;

    for (size_t i = 0; i < run->count; i++)
        if ((!wanted || wanted[run->people[i].unit]) &&
            (run->doubted[i] >> mode & 1) && ci_circle_run_is_open(run, i))
            choose(q, i);
}

static bool tells_gaps(const ci_circle_run *run)
{
    return run->judgement->travel && run->judgement->travel->find_gaps;
}

circlet_status ci_circle_times_gaps(circlet_gaps **out,
                                    const ci_circle_run *run, size_t mode,
                                    const bool *wanted, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    question q;

    *out = NULL;
    if (!tells_gaps(run))
        return CIRCLET_OK;
    if (!question_start(&q, run))
        status = ci_fail_nomem(error);
    else
        choose_open(&q, mode, wanted);
    if (!status && q.count > 0)
        status = ask_gaps(out, &q, mode, true, error);
    question_clear(&q);
    return status;
}

circlet_status ci_circle_times_ways(circlet_gaps **out, size_t *persons,
                                    size_t *count, const ci_circle_run *run,
                                    size_t mode, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    question q;

    *out = NULL;
    *count = 0;
    if (!tells_gaps(run))
        return CIRCLET_OK;
    if (!question_start(&q, run))
        status = ci_fail_nomem(error);
    else
        choose_open(&q, mode, NULL);
    if (!status && q.count > 0)
        status = ask_gaps(out, &q, mode, false, error);
    for (size_t i = 0; !status && i < q.count; i++)
        persons[i] = q.chosen[i];
    if (!status)
        *count = q.count;
    question_clear(&q);
    return status;
}

#include "verify/mean_times.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "policy/circle.h"
#include "policy/traveller.h"

#define MOST_MS UINT32_C(3600000)
#define MINUTE_MS 60000.0

/* Points to go to. */
typedef struct goals {
    circlet_point *points;
    size_t count;
} goals;

/* Milliseconds x thousandths of persons, and the latter alone. */
typedef struct sum {
    double time, weight, worst;
} sum;

typedef struct walking {
    const ci_rebuilt_program *program;
    const circlet_city *planned;
    ci_traveller *people; /* of the rule at hand */
    size_t people_count;
    goals planned_goals, least_goals;
    circlet_point *from; /* of those of a mode */
    double *weights;
    uint32_t *times_ms;
    circlet_snap *snaps;
    size_t count;
    sum planned_sum, least_sum;
} walking;

/* ---- where to ----------------------------------------------------------- */

static bool add_goals(goals *to, const circlet_point *points, size_t count)
{
    circlet_point *more =
        realloc(to->points, (to->count + count + 1) * sizeof(*more));

    if (!more)
        return false;
    to->points = more;
    if (count > 0)
        memcpy(more + to->count, points, count * sizeof(*more));
    to->count += count;
    return true;
}

/* The entrances of some facilities of a city. */
static circlet_status add_entrances(goals *to, const circlet_city *city,
                                    const uint32_t *facilities, size_t count,
                                    circlet_error *error)
{
    circlet_point *points = NULL;
    size_t found = 0;
    circlet_status status =
        ci_entrances_find(&points, &found, city, facilities, count, error);

    if (status == CIRCLET_OK && !add_goals(to, points, found))
        status = ci_fail_nomem(error);
    free(points);
    return status;
}

/* Those that count for a rule in a city. */
static circlet_status add_counted(goals *to, const walking *of,
                                  const circlet_city *city,
                                  const ci_rule *rule, circlet_error *error)
{
    const ci_judgement *judgement = of->program->lacks->judgement;
    uint32_t *facilities = NULL;
    size_t count = 0;
    circlet_status status =
        ci_rule_facilities(&facilities, &count, judgement->policy, city, rule,
                           judgement->day, error);

    if (status == CIRCLET_OK)
        status = add_entrances(to, city, facilities, count, error);
    free(facilities);
    return status;
}

/* Those that a way makes count. */
static circlet_status add_improved(goals *to,
                                   const ci_rebuilt_program *program,
                                   size_t rule, circlet_error *error)
{
    const circlet_city *city = program->lacks->judgement->city;
    uint32_t last = CIRCLET_NONE;
    circlet_status status = CIRCLET_OK;

    for (size_t j = 0;
         status == CIRCLET_OK && j < program->certificate->column_count; j++) {
        const ci_remedy_place place =
            program->places[program->column_place[j]];

        if (place.is_site || program->columns[j].gains[rule] <= 0 ||
            place.position == last)
            continue;
        last = place.position;
        status = add_entrances(to, city, &place.position, 1, error);
    }
    return status;
}

static circlet_status find_goals(walking *of, size_t rule,
                                 circlet_error *error)
{
    const ci_lacks *lacks = of->program->lacks;
    const circlet_city *city = lacks->judgement->city;
    circlet_status status = add_counted(&of->planned_goals, of, of->planned,
                                        lacks->rules[rule], error);

    if (status == CIRCLET_OK)
        status =
            add_counted(&of->least_goals, of, city, lacks->rules[rule], error);
    if (status == CIRCLET_OK)
        status = add_improved(&of->least_goals, of->program, rule, error);
    if (status == CIRCLET_OK &&
        !add_goals(&of->least_goals, of->planned_goals.points,
                   of->planned_goals.count))
        status = ci_fail_nomem(error);
    for (circlet_site i = 0;
         status == CIRCLET_OK && i < circlet_city_site_count(city); i++)
        if (!add_goals(&of->least_goals, &circlet_city_site(city, i)->at, 1))
            status = ci_fail_nomem(error);
    return status;
}

/* ---- who ---------------------------------------------------------------- */

static circlet_status find_people(walking *of, const ci_rule *rule,
                                  circlet_error *error)
{
    const ci_judgement *judgement = of->program->lacks->judgement;
    const ci_traveller_query query = {.rule = rule,
                                      .mode = rule->as.circle.mode,
                                      .only = CIRCLET_NONE,
                                      .day = judgement->day,
                                      .thread_count = judgement->thread_count};
    circlet_status status =
        ci_travellers_find(&of->people, &of->people_count, judgement->policy,
                           judgement->city, &query, error);
    size_t room = of->people_count + 1;

    if (status != CIRCLET_OK)
        return status;
    of->from = calloc(room, sizeof(*of->from));
    of->weights = calloc(room, sizeof(*of->weights));
    of->times_ms = calloc(room, sizeof(*of->times_ms));
    of->snaps = calloc(room, sizeof(*of->snaps));
    return of->from && of->weights && of->times_ms && of->snaps
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

static void choose(walking *of, size_t mode)
{
    const ci_judgement *judgement = of->program->lacks->judgement;
    const circlet_travel *travel = judgement->travel;

    of->count = 0;
    for (size_t i = 0; i < of->people_count; i++) {
        const circlet_demand_record *person =
            circlet_city_demand(judgement->city, of->people[i].demand);

        if (of->people[i].travel.mode != mode || person->weight_milli <= 0 ||
            (travel->knows && !travel->knows(person->at, travel->user)))
            continue;
        of->from[of->count] = person->at;
        of->weights[of->count++] = (double)person->weight_milli;
    }
}

/* ---- how far ------------------------------------------------------------ */

/* Who is tied to no street gets where he is already, and nowhere else. */
static uint32_t time_of(const walking *of, size_t i)
{
    uint32_t time_ms = of->times_ms[i];
    bool is_tied = of->snaps[i] == CIRCLET_SNAP_TIED;

    return time_ms > MOST_MS || (!is_tied && time_ms > 0) ? MOST_MS : time_ms;
}

static circlet_status walk(sum *out, walking *of, size_t mode, const goals *to,
                           circlet_error *error)
{
    const ci_judgement *judgement = of->program->lacks->judgement;
    const circlet_travel_query query = {.mode = judgement->policy->modes[mode],
                                        .bound = CIRCLET_BOUND_NOMINAL,
                                        .origins = of->from,
                                        .origin_count = of->count,
                                        .destinations = to->points,
                                        .destination_count = to->count,
                                        .cutoff_ms = MOST_MS};
    double time = 0, weight = 0;
    circlet_status status = CIRCLET_OK;

    if (to->count > 0)
        status = judgement->travel->find_nearest(
            of->times_ms, of->snaps, &query, judgement->travel->user, error);
    for (size_t i = 0; status == CIRCLET_OK && i < of->count; i++) {
        time += of->weights[i] * (to->count > 0 ? time_of(of, i) : MOST_MS);
        weight += of->weights[i];
    }
    out->time += time;
    out->weight += weight;
    if (weight > 0)
        out->worst = fmax(out->worst, time / weight);
    return status;
}

static circlet_status walk_rule(walking *of, size_t rule, circlet_error *error)
{
    const ci_lacks *lacks = of->program->lacks;
    circlet_status status = find_people(of, lacks->rules[rule], error);

    if (status == CIRCLET_OK)
        status = find_goals(of, rule, error);
    for (size_t mode = 0;
         status == CIRCLET_OK && mode < lacks->judgement->policy->mode_count;
         mode++) {
        choose(of, mode);
        if (of->count == 0)
            continue;
        status = walk(&of->planned_sum, of, mode, &of->planned_goals, error);
        if (status == CIRCLET_OK)
            status = walk(&of->least_sum, of, mode, &of->least_goals, error);
    }
    free(of->people);
    free(of->from);
    free(of->weights);
    free(of->times_ms);
    free(of->snaps);
    free(of->planned_goals.points);
    free(of->least_goals.points);
    return status;
}

static ci_mean_pair minutes_of(const sum *of)
{
    return of->weight > 0 ? (ci_mean_pair){of->worst / MINUTE_MS,
                                           of->time / of->weight / MINUTE_MS}
                          : (ci_mean_pair){(double)NAN, (double)NAN};
}

circlet_status ci_mean_times_find(ci_mean_times *out,
                                  const ci_rebuilt_program *program,
                                  const circlet_city *planned,
                                  circlet_error *error)
{
    sum planned_sum = {0, 0, 0}, least_sum = {0, 0, 0};
    circlet_status status = CIRCLET_OK;

    for (size_t r = 0; status == CIRCLET_OK && r < program->lacks->rule_count;
         r++) {
        walking of = {.program = program,
                      .planned = planned,
                      .planned_sum = planned_sum,
                      .least_sum = least_sum};

        if (program->lacks->rules[r]->kind != CI_RULE_CIRCLE)
            continue;
        status = walk_rule(&of, r, error);
        planned_sum = of.planned_sum;
        least_sum = of.least_sum;
    }
    out->planned = minutes_of(&planned_sum);
    out->least = minutes_of(&least_sum);
    return status;
}

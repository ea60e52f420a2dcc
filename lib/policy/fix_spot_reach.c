/* Who gets to where new places may be. */
#include <stdlib.h>

#include "base/error.h"
#include "policy/fix_places.h"

static const ci_judgement *judgement_of(const ci_fix_spots *spots)
{
    return spots->run->catchment.judgement;
}

/* A question about people of one circle and mode. */
typedef struct question {
    const ci_fix_spots *spots;
    const uint32_t *asked; /* positions of spots */
    size_t asked_count;
    circlet_point *destinations; /* all ways into these */
    uint32_t *spot_of; /* of each destination */
    size_t destination_count;
    bool is_of_all; /* else of those without a place, where it fails */
    uint32_t *people;
    circlet_point *origins;
    size_t count;
} question;

static void question_clear(question *q)
{
    free(q->destinations);
    free(q->spot_of);
    free(q->people);
    free(q->origins);
}

/* People go to any of the entrances where some are known. */
static void add_ways(question *q, uint32_t position)
{
    const ci_fix_spot *spot = &q->spots->items[position];
    size_t own = spot->facility ? spot->facility->access_count : 0;

    for (size_t k = 0; k < (own > 0 ? own : 1); k++) {
        q->spot_of[q->destination_count] = position;
        q->destinations[q->destination_count++] =
            own > 0 ? spot->facility->accesses[k] : spot->at;
    }
}

static bool question_make(question *q)
{
    size_t people = q->spots->run->catchment.count + 1, ways = 1;

    for (size_t k = 0; k < q->asked_count; k++) {
        const ci_fix_spot *spot = &q->spots->items[q->asked[k]];

        ways += 1 + (spot->facility ? spot->facility->access_count : 0);
    }
    q->destinations = calloc(ways, sizeof(*q->destinations));
    q->spot_of = calloc(ways, sizeof(*q->spot_of));
    q->people = calloc(people, sizeof(*q->people));
    q->origins = calloc(people, sizeof(*q->origins));
    if (!q->destinations || !q->spot_of || !q->people || !q->origins)
        return false;
    for (size_t k = 0; k < q->asked_count; k++)
        add_ways(q, q->asked[k]);
    return true;
}

static bool is_asked(const question *q, size_t person,
                     const ci_setting_circle *circle, size_t mode)
{
    const ci_catchment_person *one = &q->spots->run->catchment.people[person];

    if (one->circle != circle || one->is_outside || one->travel.mode != mode)
        return false;
    return q->is_of_all ||
           (one->unit != CIRCLET_NONE && q->spots->is_failing[one->unit] &&
            ci_fix_unplaced(q->spots->run, person) > 0);
}

static void choose(question *q, const ci_setting_circle *circle, size_t mode)
{
    const ci_catchment_run *catchment = &q->spots->run->catchment;

    q->count = 0;
    for (size_t i = 0; i < catchment->count; i++)
        if (is_asked(q, i, circle, mode)) {
            q->origins[q->count] =
                circlet_city_demand(judgement_of(q->spots)->city,
                                    catchment->people[i].demand)
                    ->at;
            q->people[q->count++] = (uint32_t)i;
        }
}

static circlet_status add_row(ci_place_pairs *pairs, const question *q,
                              uint32_t person, const circlet_od_entry *row,
                              size_t count, circlet_error *error)
{
    const ci_place_run *run = q->spots->run;
    circlet_unit unit = run->catchment.people[person].unit;
    circlet_status status = CIRCLET_OK;

    for (size_t k = 0; !status && k < count; k++) {
        uint32_t spot = q->spot_of[row[k].destination];
        circlet_unit owner = q->spots->items[spot].unit;

        if (!q->is_of_all && owner != CIRCLET_NONE && owner != unit)
            continue;
        status = ci_place_pairs_add(
            pairs,
            (ci_place_pair){.key = q->is_of_all ? 0 : unit,
                            .place = spot,
                            .person = person,
                            .time_ms = row[k].time_ms,
                            .milli = ci_fix_unplaced(run, person)},
            error);
    }
    return status;
}

static circlet_status ask(ci_place_pairs *pairs, question *q,
                          const ci_setting_circle *circle, size_t mode,
                          circlet_error *error)
{
    const ci_judgement *judgement = judgement_of(q->spots);
    circlet_od_matrix *matrix = NULL;
    circlet_travel_query query = {.mode = judgement->policy->modes[mode],
                                  .bound = CIRCLET_BOUND_NOMINAL,
                                  .cutoff_ms = circle->cutoff_ms};
    circlet_status status;

    choose(q, circle, mode);
    if (q->count == 0)
        return CIRCLET_OK;
    query.origins = q->origins;
    query.origin_count = q->count;
    query.destinations = q->destinations;
    query.destination_count = q->destination_count;
    status = judgement->travel->find_within(&matrix, &query,
                                            judgement->travel->user, error);
    for (size_t i = 0; !status && i < q->count; i++) {
        size_t count;
        const circlet_od_entry *row = circlet_od_matrix_row(matrix, i, &count);

        status = add_row(pairs, q, q->people[i], row, count, error);
    }
    circlet_od_matrix_free(matrix);
    return status;
}

static circlet_status ask_all(ci_place_pairs *pairs, question *q,
                              circlet_error *error)
{
    const ci_setting_circles *circles = q->spots->run->catchment.circles;
    size_t modes = judgement_of(q->spots)->policy->mode_count;
    circlet_status status = CIRCLET_OK;

    if (q->asked_count == 0)
        return CIRCLET_OK;
    if (!question_make(q))
        status = ci_fail_nomem(error);
    for (size_t i = 0; !status && i < circles->count; i++)
        for (size_t mode = 0; !status && mode < modes; mode++)
            status = ask(pairs, q, &circles->items[i], mode, error);
    question_clear(q);
    return status;
}

/* The positions of some spots. */
static uint32_t *list_spots(size_t *count, const ci_fix_spots *spots,
                            size_t first, bool chosen_only)
{
    uint32_t *list = calloc(spots->count + 1, sizeof(*list));

    *count = 0;
    for (size_t i = first; list && i < spots->count; i++)
        if (!chosen_only || spots->items[i].is_chosen)
            list[(*count)++] = (uint32_t)i;
    return list;
}

circlet_status ci_fix_spots_reach(ci_place_pairs *pairs,
                                  const ci_fix_spots *spots, size_t first,
                                  circlet_error *error)
{
    question q = {.spots = spots};
    uint32_t *list = list_spots(&q.asked_count, spots, first, false);
    circlet_status status;

    q.asked = list;
    status = list ? ask_all(pairs, &q, error) : ci_fail_nomem(error);
    free(list);
    if (!status)
        ci_place_pairs_join(pairs);
    return status;
}

static circlet_status keep_callers(ci_fix_spots *spots, ci_place_pairs *pairs,
                                   circlet_error *error)
{
    ci_place_pairs_sort(pairs);
    spots->callers = calloc(pairs->count + 1, sizeof(*spots->callers));
    if (!spots->callers)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < pairs->count; i++) {
        const ci_place_pair *pair = &pairs->items[i];
        ci_fix_spot *spot = &spots->items[pair->place];

        if (spot->count++ == 0)
            spot->first = i;
        spots->callers[i] = (ci_place_caller){pair->person, pair->time_ms};
    }
    return CIRCLET_OK;
}

circlet_status ci_fix_spots_call(ci_fix_spots *spots, circlet_error *error)
{
    question q = {.spots = spots, .is_of_all = true};
    ci_place_pairs pairs = {NULL, 0, 0};
    uint32_t *list = list_spots(&q.asked_count, spots, 0, true);
    circlet_status status;

    q.asked = list;
    status = list ? ask_all(&pairs, &q, error) : ci_fail_nomem(error);
    if (!status)
        status = keep_callers(spots, &pairs, error);
    free(pairs.items);
    free(list);
    return status;
}

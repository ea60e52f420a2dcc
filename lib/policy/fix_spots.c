/* Where new places may be, and who gets there. */
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "city/unit_place.h"
#include "policy/fix_places.h"
#include "policy/middle.h"

void ci_fix_spots_clear(ci_fix_spots *spots)
{
    free(spots->items);
    free(spots->callers);
}

static const ci_judgement *judgement_of(const ci_fix_spots *spots)
{
    return spots->run->catchment.judgement;
}

int64_t ci_fix_unplaced(const ci_place_run *run, size_t person)
{
    return run->catchment.people[person].weight_milli -
           run->placed_milli[person];
}

/* ---- where -------------------------------------------------------------- */

static circlet_status add_spot(ci_fix_spots *spots, const ci_fix_spot *spot,
                               circlet_error *error)
{
    ci_fix_spot *items = ci_array_reserve_one(
        spots->items, spots->count, &spots->capacity, sizeof(*items));

    if (!items)
        return ci_fail_nomem(error);
    spots->items = items;
    items[spots->count++] = *spot;
    return CIRCLET_OK;
}

circlet_status ci_fix_spots_add_sites(ci_fix_spots *spots,
                                      circlet_error *error)
{
    const circlet_city *city = judgement_of(spots)->city;
    const ci_rule *rule = spots->run->catchment.rule;
    const ci_need need = {.judgement = judgement_of(spots),
                          .selection = &rule->facility,
                          .service = rule->as.places.service,
                          .places = 1};
    circlet_status status = CIRCLET_OK;
    bool fits;

    for (size_t i = 0; !status && i < circlet_city_site_count(city); i++) {
        const ci_fix_spot spot = {
            .site = circlet_city_site(city, (circlet_site)i),
            .at = circlet_city_site(city, (circlet_site)i)->at,
            .unit = CIRCLET_NONE};
        ci_options options = {NULL, 0, 0};

        status = ci_options_build_at(&options, &fits, &need, spot.site, error);
        if (!status && ci_options_cheapest(&options, CI_OPTION_NEW))
            status = add_spot(spots, &spot, error);
        ci_options_clear(&options);
    }
    return status;
}

/* Whom the middles are of: those without a place, by the part where they
 * live, else by the unit. */
typedef struct middle_room {
    circlet_point *points;
    int64_t *weights;
    size_t *rows;
    circlet_point *middles; /* of each unit */
    bool *has_middle;
} middle_room;

static void middle_room_clear(middle_room *m)
{
    free(m->points);
    free(m->weights);
    free(m->rows);
    free(m->middles);
    free(m->has_middle);
}

static bool middle_room_make(middle_room *m, const ci_fix_spots *spots)
{
    size_t people = spots->run->catchment.count + 1;
    size_t units = circlet_city_unit_count(judgement_of(spots)->city) + 1;

    m->points = calloc(people, sizeof(*m->points));
    m->weights = calloc(people, sizeof(*m->weights));
    m->rows = calloc(people, sizeof(*m->rows));
    m->middles = calloc(units, sizeof(*m->middles));
    m->has_middle = calloc(units, sizeof(*m->has_middle));
    return m->points && m->weights && m->rows && m->middles && m->has_middle;
}

static circlet_unit part_of(const ci_fix_spots *spots, size_t person)
{
    const ci_catchment_run *catchment = &spots->run->catchment;
    circlet_level level = catchment->rule->level;
    circlet_unit part = level < CIRCLET_LEVEL_COMMUNITY
                            ? circlet_city_demand_unit(
                                  judgement_of(spots)->city,
                                  catchment->people[person].demand, level + 1)
                            : CIRCLET_NONE;

    return part == CIRCLET_NONE ? catchment->people[person].unit : part;
}

static circlet_status find_middles(middle_room *m, const ci_fix_spots *spots,
                                   const bool *wanted, circlet_error *error)
{
    const circlet_city *city = judgement_of(spots)->city;
    const ci_catchment_run *catchment = &spots->run->catchment;
    size_t count = 0;

    for (size_t i = 0; i < catchment->count; i++) {
        const ci_catchment_person *person = &catchment->people[i];

        if (person->unit == CIRCLET_NONE || !spots->is_failing[person->unit] ||
            !wanted[person->unit] || ci_fix_unplaced(spots->run, i) <= 0)
            continue;
        m->points[count] = circlet_city_demand(city, person->demand)->at;
        m->weights[count] = ci_fix_unplaced(spots->run, i);
        m->rows[count++] = part_of(spots, i);
    }
    return ci_middles_find(
        m->middles, m->has_middle,
        &(ci_weighted_points){m->points, m->weights, m->rows, count},
        circlet_city_unit_count(city), error);
}

static ci_fix_spot spot_in(const ci_fix_spots *spots, circlet_unit part,
                           circlet_point middle)
{
    const circlet_city *city = judgement_of(spots)->city;
    const circlet_unit_record *record = circlet_city_unit(city, part);

    return (ci_fix_spot){.at = record->has_point ? record->point : middle,
                         .named = {.id = record->code, .name = record->name},
                         .unit =
                             record->level == spots->run->catchment.rule->level
                                 ? part
                                 : circlet_city_unit_parent(city, part)};
}

circlet_status ci_fix_spots_add_parts(ci_fix_spots *spots, const bool *wanted,
                                      circlet_error *error)
{
    size_t units = circlet_city_unit_count(judgement_of(spots)->city);
    middle_room m = {NULL, NULL, NULL, NULL, NULL};
    circlet_status status =
        middle_room_make(&m, spots) ? CIRCLET_OK : ci_fail_nomem(error);

    if (!status)
        status = find_middles(&m, spots, wanted, error);
    for (size_t i = 0; !status && i < units; i++) {
        ci_fix_spot spot;

        if (!m.has_middle[i])
            continue;
        spot = spot_in(spots, (circlet_unit)i, m.middles[i]);
        if (spot.unit != CIRCLET_NONE && spots->is_failing[spot.unit])
            status = add_spot(spots, &spot, error);
    }
    middle_room_clear(&m);
    return status;
}

/* ---- who gets there ----------------------------------------------------- */

/* A question about people of one circle and mode. */
typedef struct question {
    const ci_fix_spots *spots;
    const uint32_t *asked; /* positions of spots */
    circlet_point *destinations; /* of these */
    size_t destination_count;
    bool is_of_all; /* else of those without a place, where it fails */
    uint32_t *people;
    circlet_point *origins;
    size_t count;
} question;

static void question_clear(question *q)
{
    free(q->destinations);
    free(q->people);
    free(q->origins);
}

static bool question_make(question *q)
{
    size_t people = q->spots->run->catchment.count + 1;

    q->destinations =
        calloc(q->destination_count + 1, sizeof(*q->destinations));
    q->people = calloc(people, sizeof(*q->people));
    q->origins = calloc(people, sizeof(*q->origins));
    for (size_t k = 0; q->destinations && k < q->destination_count; k++)
        q->destinations[k] = q->spots->items[q->asked[k]].at;
    return q->destinations && q->people && q->origins;
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
        uint32_t spot = q->asked[row[k].destination];
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

    if (q->destination_count == 0)
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
    uint32_t *list = list_spots(&q.destination_count, spots, first, false);
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
    uint32_t *list = list_spots(&q.destination_count, spots, 0, true);
    circlet_status status;

    q.asked = list;
    status = list ? ask_all(&pairs, &q, error) : ci_fail_nomem(error);
    if (!status)
        status = keep_callers(spots, &pairs, error);
    free(pairs.items);
    free(list);
    return status;
}

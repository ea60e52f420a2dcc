/* Where new places may be. */
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "city/unit_place.h"
#include "policy/circle.h"
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

/* A place at least: how many is found out later. */
static ci_need need_of(const ci_fix_spots *spots)
{
    const ci_rule *rule = spots->run->catchment.rule;

    return (ci_need){.judgement = judgement_of(spots),
                     .selection = &rule->facility,
                     .service = rule->as.places.service,
                     .places = 1};
}

circlet_status ci_fix_spots_add_sites(ci_fix_spots *spots,
                                      circlet_error *error)
{
    const circlet_city *city = judgement_of(spots)->city;
    const ci_need need = need_of(spots);
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

circlet_status ci_fix_spots_add_hosts(ci_fix_spots *spots,
                                      circlet_error *error)
{
    const ci_judgement *judgement = judgement_of(spots);
    const ci_need need = need_of(spots);
    circlet_status status = CIRCLET_OK;
    bool is_open = false;

    for (size_t i = 0;
         !status && i < circlet_city_facility_count(judgement->city); i++) {
        const circlet_facility_record *facility =
            circlet_city_facility(judgement->city, (circlet_facility)i);
        const ci_fix_spot spot = {
            .facility = facility, .at = facility->at, .unit = CIRCLET_NONE};
        ci_options options = {NULL, 0, 0};

        if (ci_facility_is_open_on(facility, judgement->day) &&
            ci_selection_holds(need.selection, facility, &judgement->types,
                               NULL) == CI_MEMBER_NO)
            status =
                ci_options_enlarge(&options, &is_open, &need, facility, error);
        if (!status && ci_options_cheapest(&options, CI_OPTION_OLD))
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

/* Who lives where the streets are not known gets nowhere that is known. */
static circlet_status find_middles(middle_room *m, const ci_fix_spots *spots,
                                   const bool *wanted, circlet_error *error)
{
    const circlet_city *city = judgement_of(spots)->city;
    const ci_catchment_run *catchment = &spots->run->catchment;
    size_t count = 0;

    for (size_t i = 0; i < catchment->count; i++) {
        const ci_catchment_person *person = &catchment->people[i];

        if (person->unit == CIRCLET_NONE || !person->circle ||
            person->is_outside || !spots->is_failing[person->unit] ||
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

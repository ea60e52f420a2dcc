/* Where a facility of a circle rule may be put, or come to be. */
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "city/unit_place.h"
#include "policy/circle.h"
#include "policy/fix_circle.h"
#include "policy/middle.h"

static const circlet_city *city_of(const ci_fix_run *work)
{
    return work->run.judgement->city;
}

/* The middle of those who are not covered, in the units of one level. */
static circlet_status find_middles(ci_fix_run *work, circlet_level level,
                                   circlet_error *error)
{
    size_t units = circlet_city_unit_count(city_of(work)), count = 0;
    circlet_point *points = calloc(work->uncovered_count + 1, sizeof(*points));
    int64_t *weights = calloc(work->uncovered_count + 1, sizeof(*weights));
    size_t *rows = calloc(work->uncovered_count + 1, sizeof(*rows));
    circlet_status status = CIRCLET_OK;

    if (!points || !weights || !rows)
        status = ci_fail_nomem(error);
    for (size_t i = 0; !status && i < work->uncovered_count; i++) {
        circlet_demand demand = work->run.people[work->uncovered[i]].demand;
        circlet_unit unit =
            circlet_city_demand_unit(city_of(work), demand, level);

        if (unit == CIRCLET_NONE)
            continue;
        points[count] = circlet_city_demand(city_of(work), demand)->at;
        weights[count] = work->run.weights_milli[work->uncovered[i]];
        rows[count++] = unit;
    }
    if (!status)
        status = ci_middles_find(
            work->middles, work->has_middle,
            &(ci_weighted_points){points, weights, rows, count}, units, error);
    free(points);
    free(weights);
    free(rows);
    return status;
}

static void add_option(ci_fix_run *work, circlet_unit unit, const char *name,
                       circlet_point at, const ci_option *option)
{
    work->places[work->place_count++] = (ci_fix_place){
        .unit = unit, .name = name, .at = at, .option = *option};
}

static void add_place(ci_fix_run *work, circlet_unit unit, const char *name,
                      circlet_point at)
{
    const ci_option option = {.size_m2 = (double)NAN,
                              .price = ci_way_unknown()};

    add_option(work, unit, name, at, &option);
}

static ci_need need_of(const ci_fix_run *work)
{
    return (ci_need){.judgement = work->run.judgement,
                     .selection = &work->run.rule->facility,
                     .service = work->run.rule->facility.service};
}

static circlet_status add_site(ci_fix_run *work,
                               const circlet_site_record *site,
                               circlet_error *error)
{
    const char *name = site->name ? site->name : site->id;
    const ci_need need = need_of(work);
    ci_options options = {NULL, 0, 0};
    bool fits = false;
    circlet_status status =
        ci_options_build_at(&options, &fits, &need, site, error);
    ci_option *best = ci_options_cheapest(&options, CI_OPTION_NEW);

    if (!status && fits && best) {
        if (!isfinite(site->cost_cny))
            best->price = ci_way_unknown();
        add_option(work, CIRCLET_NONE, name, site->at, best);
    } else if (!status && fits) {
        add_place(work, CIRCLET_NONE, name, site->at);
    }
    ci_options_clear(&options);
    return status;
}

static circlet_status add_sites(ci_fix_run *work, circlet_error *error)
{
    const circlet_city *city = city_of(work);
    const ci_rule *rule = work->run.rule;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < circlet_city_site_count(city); i++) {
        const circlet_site_record *site =
            circlet_city_site(city, (circlet_site)i);

        if (!site->types || !*site->types || !rule->facility.type ||
            circlet_list_has(site->types, rule->facility.type))
            status = add_site(work, site, error);
    }
    return status;
}

/* People go to any of the entrances where some are known. */
static circlet_status add_old(ci_fix_run *work,
                              const circlet_facility_record *facility,
                              circlet_error *error)
{
    const ci_need need = need_of(work);
    ci_options options = {NULL, 0, 0};
    circlet_status status =
        ci_options_upgrade(&options, &need, facility, error);
    const ci_option *best = ci_options_cheapest(&options, CI_OPTION_OLD);

    if (!status && best) {
        ci_fix_place *place = &work->places[work->place_count];

        add_option(work, CIRCLET_NONE, facility->name, facility->at, best);
        place->entrances = facility->accesses;
        place->entrance_count = facility->access_count;
    }
    ci_options_clear(&options);
    return status;
}

static circlet_status add_facilities(ci_fix_run *work, circlet_error *error)
{
    const circlet_city *city = city_of(work);
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < circlet_city_facility_count(city); i++) {
        const circlet_facility_record *facility =
            circlet_city_facility(city, (circlet_facility)i);

        if (ci_facility_is_open_on(facility, work->run.judgement->day))
            status = add_old(work, facility, error);
    }
    return status;
}

/* The units right below one that fails. */
static void add_parts(ci_fix_run *work)
{
    const circlet_city *city = city_of(work);

    for (size_t i = 0; i < circlet_city_unit_count(city); i++) {
        const circlet_unit_record *part =
            circlet_city_unit(city, (circlet_unit)i);
        circlet_unit unit = circlet_city_unit_parent(city, (circlet_unit)i);
        circlet_point at;

        if (unit == CIRCLET_NONE || !work->is_failing[unit])
            continue;
        if (work->has_middle[i] && !part->has_point)
            at = work->middles[i];
        else if (!ci_unit_place(&at, part))
            continue;
        add_place(work, unit, part->name, at);
    }
}

/* Nobody has said that something may be built there. */
static void add_wholes(ci_fix_run *work)
{
    const circlet_city *city = city_of(work);

    for (size_t i = 0; i < circlet_city_unit_count(city); i++) {
        if (!work->is_failing[i] || !work->has_middle[i])
            continue;
        add_place(work, (circlet_unit)i,
                  circlet_city_unit(city, (circlet_unit)i)->name,
                  work->middles[i]);
        work->places[work->place_count - 1].is_last = true;
    }
}

circlet_status ci_fix_places_find(ci_fix_run *work, circlet_error *error)
{
    const circlet_city *city = city_of(work);
    circlet_level level = work->run.rule->level;
    circlet_status status = CIRCLET_OK;

    work->places = calloc(circlet_city_site_count(city) +
                              circlet_city_facility_count(city) +
                              2 * circlet_city_unit_count(city) + 1,
                          sizeof(*work->places));
    if (!work->places)
        return ci_fail_nomem(error);
    status = add_sites(work, error);
    if (!status)
        status = add_facilities(work, error);
    if (!status && level < CIRCLET_LEVEL_COMMUNITY) {
        status = find_middles(work, level + 1, error);
        if (!status)
            add_parts(work);
    }
    if (!status)
        status = find_middles(work, level, error);
    if (!status)
        add_wholes(work);
    return status;
}

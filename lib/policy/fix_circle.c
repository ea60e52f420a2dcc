/*
 * The one place in a unit from which most of its people are covered who are
 * not. Places are the unit's candidate sites for the type, and its parts one
 * level down: a part's own point, else the home in the middle of those of
 * its people who are not covered. A unit without either has the home in the
 * middle of all of these. One question for the whole city and each mode.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "city/unit_place.h"
#include "policy/circle_run.h"
#include "policy/fix.h"
#include "policy/fix_price.h"
#include "policy/middle.h"

typedef struct fix_place {
    circlet_unit unit; /* that is mended */
    const char *name;
    circlet_point at;
    ci_way price; /* of a facility there; known of candidate sites alone */
    int64_t covered_milli;
} fix_place;

typedef struct fix_run {
    ci_circle_run run;
    bool *is_failing; /* of each unit */
    int64_t *uncovered_milli; /* of each unit */
    size_t *uncovered; /* people of the run */
    size_t uncovered_count;
    circlet_point *middles; /* of each unit at any level: of those people */
    bool *has_middle;
    bool *has_place; /* of each unit that fails: there is one in it */
    fix_place *places;
    size_t place_count;
} fix_run;

static void clear(fix_run *work)
{
    ci_circle_run_clear(&work->run);
    free(work->is_failing);
    free(work->uncovered_milli);
    free(work->uncovered);
    free(work->middles);
    free(work->has_middle);
    free(work->has_place);
    free(work->places);
}

static const circlet_city *city_of(const fix_run *work)
{
    return work->run.judgement->city;
}

/* ---- who is not covered ------------------------------------------------- */

static bool is_of_run(const fix_run *work, const circlet_finding *finding)
{
    const char *mode =
        work->run.mode == CI_NO_POSITION
            ? CI_MODE_OWN
            : work->run.judgement->policy->modes[work->run.mode];

    return finding->verdict == CIRCLET_VERDICT_FAIL && finding->mode &&
           strcmp(finding->rule, work->run.rule->id) == 0 &&
           strcmp(finding->mode, mode) == 0;
}

static size_t find_failing(fix_run *work)
{
    const circlet_findings *findings = work->run.judgement->findings;
    size_t count = 0;

    for (size_t i = 0; i < findings->count; i++) {
        circlet_unit unit;

        if (!is_of_run(work, &findings->items[i]))
            continue;
        unit = circlet_city_find_unit(city_of(work), findings->items[i].unit);
        if (unit == CIRCLET_NONE)
            continue;
        work->is_failing[unit] = true;
        count++;
    }
    return count;
}

static circlet_status find_uncovered(fix_run *work, circlet_error *error)
{
    const ci_circle_run *run = &work->run;

    work->uncovered = calloc(run->count + 1, sizeof(*work->uncovered));
    if (!work->uncovered)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < run->count; i++) {
        circlet_unit unit = run->people[i].unit;

        if (!work->is_failing[unit] || run->weights_milli[i] <= 0 ||
            run->times_ms[i] <= run->rule->as.circle.cutoff_ms)
            continue;
        work->uncovered_milli[unit] += run->weights_milli[i];
        work->uncovered[work->uncovered_count++] = i;
    }
    return CIRCLET_OK;
}

/* The middle of those who are not covered, in the units of one level. */
static circlet_status find_middles(fix_run *work, circlet_level level,
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

/* ---- where a facility may be put ---------------------------------------- */

static void add_place(fix_run *work, circlet_unit unit, const char *name,
                      circlet_point at)
{
    work->places[work->place_count++] =
        (fix_place){unit, name, at, ci_way_unknown(), 0};
    work->has_place[unit] = true;
}

static void add_sites(fix_run *work)
{
    const circlet_city *city = city_of(work);
    const ci_rule *rule = work->run.rule;

    for (size_t i = 0; i < circlet_city_site_count(city); i++) {
        const circlet_site_record *site =
            circlet_city_site(city, (circlet_site)i);
        circlet_unit unit =
            circlet_city_site_unit(city, (circlet_site)i, rule->level);

        if (unit == CIRCLET_NONE || !work->is_failing[unit] ||
            (site->types && rule->facility.type &&
             !circlet_list_has(site->types, rule->facility.type)))
            continue;
        add_place(work, unit, site->name ? site->name : site->id, site->at);
        if (isfinite(site->cost_cny))
            work->places[work->place_count - 1].price =
                ci_way_build(work->run.judgement, &rule->facility,
                             rule->facility.service, 0, 0, 1, site->cost_cny);
    }
}

/* The units right below one that fails. */
static void add_parts(fix_run *work)
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
            add_place(work, unit, part->name, work->middles[i]);
        else if (ci_unit_place(&at, part))
            add_place(work, unit, part->name, at);
    }
}

static void add_wholes(fix_run *work)
{
    const circlet_city *city = city_of(work);

    for (size_t i = 0; i < circlet_city_unit_count(city); i++)
        if (work->is_failing[i] && !work->has_place[i] && work->has_middle[i])
            add_place(work, (circlet_unit)i,
                      circlet_city_unit(city, (circlet_unit)i)->name,
                      work->middles[i]);
}

static circlet_status find_places(fix_run *work, circlet_error *error)
{
    const circlet_city *city = city_of(work);
    circlet_level level = work->run.rule->level;
    circlet_status status = CIRCLET_OK;

    work->places = calloc(circlet_city_site_count(city) +
                              2 * circlet_city_unit_count(city) + 1,
                          sizeof(*work->places));
    if (!work->places)
        return ci_fail_nomem(error);
    add_sites(work);
    if (level < CIRCLET_LEVEL_COMMUNITY) {
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

/* ---- whom each place covers --------------------------------------------- */

static void add_covered(fix_run *work, const circlet_od_matrix *matrix,
                        const size_t *people, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t entries = 0, person = people[i];
        const circlet_od_entry *row =
            circlet_od_matrix_row(matrix, i, &entries);

        for (size_t e = 0; e < entries; e++) {
            fix_place *place = &work->places[row[e].destination];

            if (place->unit == work->run.people[person].unit)
                place->covered_milli += work->run.weights_milli[person];
        }
    }
}

/* People who go by one mode. */
static circlet_status cover_by_mode(fix_run *work, size_t mode,
                                    circlet_point *origins, size_t *people,
                                    const circlet_point *destinations,
                                    circlet_error *error)
{
    const ci_judgement *judgement = work->run.judgement;
    circlet_travel_query query = {.mode = judgement->policy->modes[mode],
                                  .bound = CIRCLET_BOUND_NOMINAL,
                                  .origins = origins,
                                  .destinations = destinations,
                                  .destination_count = work->place_count,
                                  .cutoff_ms =
                                      work->run.rule->as.circle.cutoff_ms};
    circlet_od_matrix *matrix = NULL;
    circlet_status status;

    for (size_t i = 0; i < work->uncovered_count; i++) {
        const ci_traveller *person = &work->run.people[work->uncovered[i]];

        if (person->travel.mode != mode)
            continue;
        people[query.origin_count] = work->uncovered[i];
        origins[query.origin_count++] =
            circlet_city_demand(judgement->city, person->demand)->at;
    }
    if (query.origin_count == 0)
        return CIRCLET_OK;
    status = judgement->travel->find_within(&matrix, &query,
                                            judgement->travel->user, error);
    if (!status)
        add_covered(work, matrix, people, query.origin_count);
    circlet_od_matrix_free(matrix);
    return status;
}

static circlet_status cover(fix_run *work, circlet_error *error)
{
    size_t modes = work->run.judgement->policy->mode_count;
    circlet_point *origins =
        calloc(work->uncovered_count + 1, sizeof(*origins));
    circlet_point *destinations =
        calloc(work->place_count + 1, sizeof(*destinations));
    size_t *people = calloc(work->uncovered_count + 1, sizeof(*people));
    circlet_status status =
        origins && destinations && people ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t i = 0; !status && i < work->place_count; i++)
        destinations[i] = work->places[i].at;
    for (size_t mode = 0; !status && mode < modes; mode++)
        status =
            cover_by_mode(work, mode, origins, people, destinations, error);
    free(origins);
    free(destinations);
    free(people);
    return status;
}

/* ---- saying it ---------------------------------------------------------- */

/* The best place of a unit, of those that cover as many a cheaper one, then
 * the first; NULL: none covers anybody. */
static const fix_place *best_place(const fix_run *work, circlet_unit unit)
{
    const fix_place *best = NULL;

    for (size_t i = 0; i < work->place_count; i++) {
        const fix_place *place = &work->places[i];

        if (place->unit != unit || place->covered_milli == 0)
            continue;
        if (!best || place->covered_milli > best->covered_milli ||
            (place->covered_milli == best->covered_milli &&
             ci_way_is_cheaper(&place->price, &best->price)))
            best = place;
    }
    return best;
}

static circlet_status say(fix_run *work, circlet_finding *finding,
                          circlet_error *error)
{
    circlet_unit unit = circlet_city_find_unit(city_of(work), finding->unit);
    const fix_place *best = best_place(work, unit);
    double uncovered;

    if (!best)
        return CIRCLET_OK;
    uncovered = (double)work->uncovered_milli[unit];
    {
        circlet_argument arguments[4 + CI_WAY_ARGUMENTS] = {
            {"place", CIRCLET_ARGUMENT_TEXT, (double)NAN, best->name},
            {"facility", CIRCLET_ARGUMENT_WORD, (double)NAN,
             work->run.rule->facility.word},
            {"persons", CIRCLET_ARGUMENT_PERSONS, uncovered / 1000, NULL},
            {"share", CIRCLET_ARGUMENT_SHARE,
             (double)best->covered_milli / uncovered, NULL},
        };
        size_t count =
            4 + ci_way_say(arguments + 4, &best->price, CI_OTHER_NONE, NULL);

        return ci_fix_say(finding, work->run.judgement, "fix_circle",
                          arguments, count, error);
    }
}

static circlet_status say_all(fix_run *work, circlet_error *error)
{
    circlet_findings *findings = work->run.judgement->findings;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < findings->count; i++)
        if (is_of_run(work, &findings->items[i]))
            status = say(work, &findings->items[i], error);
    return status;
}

static bool allocate(fix_run *work)
{
    size_t units = circlet_city_unit_count(city_of(work)) + 1;

    work->is_failing = calloc(units, sizeof(*work->is_failing));
    work->uncovered_milli = calloc(units, sizeof(*work->uncovered_milli));
    work->middles = calloc(units, sizeof(*work->middles));
    work->has_middle = calloc(units, sizeof(*work->has_middle));
    work->has_place = calloc(units, sizeof(*work->has_place));
    return work->is_failing && work->uncovered_milli && work->middles &&
           work->has_middle && work->has_place;
}

static circlet_status fix_all(fix_run *work, circlet_error *error)
{
    circlet_status status = ci_circle_run_measure(&work->run, error);

    if (!status)
        status = find_uncovered(work, error);
    if (!status)
        status = find_places(work, error);
    if (!status)
        status = cover(work, error);
    return status ? status : say_all(work, error);
}

circlet_status ci_fix_circle(const ci_judgement *judgement,
                             const ci_rule *rule, size_t mode,
                             circlet_error *error)
{
    fix_run work = {.run = {.judgement = judgement,
                            .rule = rule,
                            .mode = mode,
                            .is_known = judgement->travel != NULL}};
    circlet_status status = CIRCLET_OK;

    if (!judgement->travel || !judgement->travel->find_within)
        return CIRCLET_OK;
    if (!allocate(&work))
        status = ci_fail_nomem(error);
    if (!status && find_failing(&work) > 0)
        status = fix_all(&work, error);
    clear(&work);
    return status;
}

/*
 * The one place in a unit from which most of its people are covered who are
 * not. Places are the unit's candidate sites that hold such a facility, the
 * facilities there that can come to be one, and its parts one level down: a
 * part's own point, else the home in the middle of those of its people who
 * are not covered. A unit without any has the home in the middle of all of
 * these. One question for the whole city and each mode.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "policy/fix.h"
#include "policy/fix_circle.h"

static void clear(ci_fix_run *work)
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

static const circlet_city *city_of(const ci_fix_run *work)
{
    return work->run.judgement->city;
}

/* ---- who is not covered ------------------------------------------------- */

static bool is_of_run(const ci_fix_run *work, const circlet_finding *finding)
{
    const char *mode =
        work->run.mode == CI_NO_POSITION
            ? CI_MODE_OWN
            : work->run.judgement->policy->modes[work->run.mode];

    return finding->verdict == CIRCLET_VERDICT_FAIL && finding->mode &&
           strcmp(finding->rule, work->run.rule->id) == 0 &&
           strcmp(finding->mode, mode) == 0;
}

static size_t find_failing(ci_fix_run *work)
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

static circlet_status find_uncovered(ci_fix_run *work, circlet_error *error)
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

/* ---- whom each place covers --------------------------------------------- */

static void add_covered(ci_fix_run *work, const circlet_od_matrix *matrix,
                        const size_t *people, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t entries = 0, person = people[i];
        const circlet_od_entry *row =
            circlet_od_matrix_row(matrix, i, &entries);

        for (size_t e = 0; e < entries; e++) {
            ci_fix_place *place = &work->places[row[e].destination];

            if (place->unit == work->run.people[person].unit)
                place->covered_milli += work->run.weights_milli[person];
        }
    }
}

/* People who go by one mode. */
static circlet_status cover_by_mode(ci_fix_run *work, size_t mode,
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

static circlet_status cover(ci_fix_run *work, circlet_error *error)
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
static const ci_fix_place *best_place(const ci_fix_run *work,
                                      circlet_unit unit)
{
    const ci_fix_place *best = NULL;

    for (size_t i = 0; i < work->place_count; i++) {
        const ci_fix_place *place = &work->places[i];

        if (place->unit != unit || place->covered_milli == 0)
            continue;
        if (!best || place->covered_milli > best->covered_milli ||
            (place->covered_milli == best->covered_milli &&
             ci_way_is_cheaper(&place->option.price, &best->option.price)))
            best = place;
    }
    return best;
}

static circlet_status describe(ci_fix *out, const ci_fix_run *work,
                               const ci_fix_place *best, double uncovered,
                               circlet_error *error)
{
    const ci_selection *selection = &work->run.rule->facility;
    const ci_option *option = &best->option;
    circlet_status status = CIRCLET_OK;

    out->sentence = option->facility ? "fix_circle_steps" : "fix_circle";
    ci_fix_number(out, "persons", CIRCLET_ARGUMENT_PERSONS, uncovered / 1000);
    ci_fix_number(out, "share", CIRCLET_ARGUMENT_SHARE,
                  (double)best->covered_milli / uncovered);
    if (option->facility) {
        ci_option copy = *option;
        const ci_options one = {&copy, 1, 1};
        const size_t first = 0;

        status = ci_options_say(out, work->run.judgement, &one, &first, 1,
                                selection, error);
    } else {
        ci_fix_text(out, "place", best->name);
        ci_fix_word(out, "facility", ci_option_word(option, selection));
        if (option->size_m2 > 0)
            ci_fix_number(out, "size", CIRCLET_ARGUMENT_AREA, option->size_m2);
    }
    ci_fix_price(out, &option->price, CI_OTHER_NONE, NULL);
    return status;
}

static circlet_status say(ci_fix_run *work, circlet_finding *finding,
                          circlet_error *error)
{
    circlet_unit unit = circlet_city_find_unit(city_of(work), finding->unit);
    const ci_fix_place *best = best_place(work, unit);
    circlet_status status;
    ci_fix fix = {0};

    if (!best)
        return CIRCLET_OK;
    status =
        describe(&fix, work, best, (double)work->uncovered_milli[unit], error);
    return status ? status
                  : ci_fix_say(finding, work->run.judgement, fix.sentence,
                               fix.arguments, fix.count, error);
}

static circlet_status say_all(ci_fix_run *work, circlet_error *error)
{
    circlet_findings *findings = work->run.judgement->findings;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < findings->count; i++)
        if (is_of_run(work, &findings->items[i]))
            status = say(work, &findings->items[i], error);
    return status;
}

static bool allocate(ci_fix_run *work)
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

static circlet_status fix_all(ci_fix_run *work, circlet_error *error)
{
    circlet_status status = ci_circle_run_measure(&work->run, error);

    if (!status)
        status = find_uncovered(work, error);
    if (!status)
        status = ci_fix_places_find(work, error);
    if (!status)
        status = cover(work, error);
    return status ? status : say_all(work, error);
}

circlet_status ci_fix_circle(const ci_judgement *judgement,
                             const ci_rule *rule, size_t mode,
                             circlet_error *error)
{
    ci_fix_run work = {.run = {.judgement = judgement,
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

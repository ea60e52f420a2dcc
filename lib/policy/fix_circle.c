/*
 * The one place from which most people of a unit are covered who are not.
 * Places are all candidate sites that hold such a facility, in whatever unit,
 * all facilities that can come to be one, and the unit's parts one level down:
 * a part's own point, else the home in the middle of those of its people who
 * are not covered. Where none of these covers anybody of a unit, as where
 * there is none, it is the home in the middle of all of them. One question for
 * the whole city and each mode.
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
    free(work->first);
    free(work->places);
    free(work->best);
    free(work->best_milli);
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

static bool is_uncovered(const ci_circle_run *run, size_t person)
{
    return run->weights_milli[person] > 0 &&
           run->times_ms[person] > run->rule->as.circle.cutoff_ms;
}

/* Sorts them by units: how many there are, where each unit's begin, who. */
static circlet_status find_uncovered(ci_fix_run *work, circlet_error *error)
{
    const ci_circle_run *run = &work->run;
    size_t units = circlet_city_unit_count(city_of(work));

    for (size_t i = 0; i < run->count; i++) {
        circlet_unit unit = run->people[i].unit;

        if (!work->is_failing[unit] || !is_uncovered(run, i))
            continue;
        work->uncovered_milli[unit] += run->weights_milli[i];
        work->first[unit + 1]++;
        work->uncovered_count++;
    }
    work->uncovered =
        calloc(work->uncovered_count + 1, sizeof(*work->uncovered));
    if (!work->uncovered)
        return ci_fail_nomem(error);
    for (size_t unit = 0; unit < units; unit++)
        work->first[unit + 1] += work->first[unit];
    for (size_t i = run->count; i > 0; i--) {
        circlet_unit unit = run->people[i - 1].unit;

        if (work->is_failing[unit] && is_uncovered(run, i - 1))
            work->uncovered[--work->first[unit + 1]] = i - 1;
    }
    /* Each beginning stands one too far now. */
    for (size_t unit = 0; unit < units; unit++)
        work->first[unit] = work->first[unit + 1];
    work->first[units] = work->uncovered_count;
    return CIRCLET_OK;
}

/* ---- saying it ---------------------------------------------------------- */

static circlet_status describe(ci_fix *out, const ci_fix_run *work,
                               circlet_unit unit, circlet_error *error)
{
    const ci_fix_place *best = &work->places[work->best[unit]];
    const ci_selection *selection = &work->run.rule->facility;
    const ci_option *option = &best->option;
    double uncovered = (double)work->uncovered_milli[unit];
    bool is_steps = option->facility || option->step_count > 1;
    circlet_status status = CIRCLET_OK;

    out->sentence = is_steps ? "fix_circle_steps" : "fix_circle";
    ci_fix_number(out, "persons", CIRCLET_ARGUMENT_PERSONS, uncovered / 1000);
    ci_fix_number(out, "share", CIRCLET_ARGUMENT_SHARE,
                  (double)work->best_milli[unit] / uncovered);
    if (is_steps) {
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
    circlet_status status;
    ci_fix fix = {0};

    if (work->best[unit] == CI_NO_POSITION)
        return CIRCLET_OK;
    status = describe(&fix, work, unit, error);
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
    work->first = calloc(units, sizeof(*work->first));
    work->middles = calloc(units, sizeof(*work->middles));
    work->has_middle = calloc(units, sizeof(*work->has_middle));
    work->best = calloc(units, sizeof(*work->best));
    work->best_milli = calloc(units, sizeof(*work->best_milli));
    return work->is_failing && work->uncovered_milli && work->first &&
           work->middles && work->has_middle && work->best && work->best_milli;
}

static circlet_status fix_all(ci_fix_run *work, circlet_error *error)
{
    circlet_status status = ci_circle_run_measure(&work->run, error);

    if (!status)
        status = find_uncovered(work, error);
    if (!status)
        status = ci_fix_places_find(work, error);
    if (!status)
        status = ci_fix_cover(work, error);
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

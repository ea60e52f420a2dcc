/*
 * Who has no place gets one where there are more: for each unit the few
 * facilities and spots that most of them get to are tried
 * (fix_places_try.c).
 */
#include "policy/fix_places.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "policy/exact.h"

static void clear(ci_places_fix *work)
{
    ci_place_market_clear(&work->market);
    ci_fix_spots_clear(&work->spots);
    free(work->is_failing);
    free(work->is_helpless);
    free(work->missing_milli);
    free(work->old.items);
    free(work->new.items);
}

static const ci_judgement *judgement_of(const ci_places_fix *work)
{
    return work->run->catchment.judgement;
}

static const ci_rule *rule_of(const ci_places_fix *work)
{
    return work->run->catchment.rule;
}

/* ---- what fails --------------------------------------------------------- */

static bool is_asked(const ci_places_fix *work, const circlet_finding *finding)
{
    return finding->verdict == CIRCLET_VERDICT_FAIL &&
           !isnan(finding->measured) &&
           strcmp(finding->rule, rule_of(work)->id) == 0;
}

static circlet_unit unit_of(const ci_places_fix *work,
                            const circlet_finding *finding)
{
    return circlet_city_find_unit(judgement_of(work)->city, finding->unit);
}

static size_t find_failing(ci_places_fix *work, size_t first)
{
    const circlet_findings *findings = judgement_of(work)->findings;
    size_t count = 0;

    for (size_t i = first; i < findings->count; i++) {
        circlet_unit unit = unit_of(work, &findings->items[i]);
        const ci_place_sums *sums;

        if (!is_asked(work, &findings->items[i]) || unit == CIRCLET_NONE)
            continue;
        sums = &work->run->sums[unit];
        work->missing_milli[unit] =
            ci_multiply_divide_up(sums->all_milli,
                                  rule_of(work)->as.places.target_micro,
                                  CI_MILLION) -
            sums->placed_milli;
        work->is_failing[unit] = work->missing_milli[unit] > 0;
        work->is_helpless[unit] = true;
        count += work->is_failing[unit];
    }
    return count;
}

/* ---- where ------------------------------------------------------------- */

static circlet_status find_old(ci_places_fix *work, circlet_error *error)
{
    const ci_catchment_run *catchment = &work->run->catchment;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < catchment->count; i++) {
        const ci_catchment_person *person = &catchment->people[i];
        const ci_od_row *row = &person->rows[CI_CASE_NOMINAL];
        int64_t milli = ci_fix_unplaced(work->run, i);

        if (person->unit == CIRCLET_NONE || !work->is_failing[person->unit] ||
            milli <= 0)
            continue;
        for (size_t k = 0; !status && k < row->count; k++)
            status = ci_place_pairs_add(
                &work->old,
                (ci_place_pair){.key = person->unit,
                                .place = row->entries[k].destination,
                                .person = (uint32_t)i,
                                .milli = milli},
                error);
    }
    ci_place_pairs_join(&work->old);
    for (size_t i = 0; i < work->old.count; i++) {
        const ci_place_pair *pair = &work->old.items[i];

        if (pair->milli >= work->missing_milli[pair->key])
            work->is_helpless[pair->key] = false;
    }
    return status;
}

/* The pairs of a unit stand side by side. */
static size_t first_of(const ci_place_pairs *pairs, circlet_unit unit)
{
    size_t low = 0, high = pairs->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (pairs->items[middle].key < unit)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t ci_places_choose(uint32_t *places, size_t most,
                        const ci_places_fix *work, const ci_place_pairs *pairs,
                        circlet_unit unit)
{
    int64_t sums[CI_TRIED_OLD], missing = work->missing_milli[unit];
    size_t count = 0;

    for (size_t i = first_of(pairs, unit);
         i < pairs->count && pairs->items[i].key == unit; i++) {
        int64_t sum = pairs->items[i].milli;
        size_t at = count;

        sum = sum < missing ? sum : missing;
        while (at > 0 && sums[at - 1] < sum)
            at--;
        if (at == most)
            continue;
        count += count < most;
        memmove(sums + at + 1, sums + at, (count - at - 1) * sizeof(*sums));
        memmove(places + at + 1, places + at,
                (count - at - 1) * sizeof(*places));
        sums[at] = sum;
        places[at] = pairs->items[i].place;
    }
    return count;
}

static void choose_spots(ci_places_fix *work)
{
    size_t units = circlet_city_unit_count(judgement_of(work)->city);
    uint32_t places[CI_TRIED_OLD];

    for (size_t unit = 0; unit < units; unit++) {
        size_t count = 0;

        if (work->is_failing[unit])
            count = ci_places_choose(places, CI_TRIED_NEW, work, &work->new,
                                     (circlet_unit)unit);
        for (size_t i = 0; i < count; i++)
            work->spots.items[places[i]].is_chosen = true;
    }
}

/* Parts of a unit are looked at where no facility and no site is enough. */
static circlet_status find_new(ci_places_fix *work, circlet_error *error)
{
    circlet_status status = ci_fix_spots_add_sites(&work->spots, error);
    size_t known;

    if (!status)
        status = ci_fix_spots_add_hosts(&work->spots, error);
    known = work->spots.count;
    if (!status)
        status = ci_fix_spots_reach(&work->new, &work->spots, 0, error);
    for (size_t i = 0; !status && i < work->new.count; i++) {
        const ci_place_pair *pair = &work->new.items[i];

        if (pair->milli >= work->missing_milli[pair->key])
            work->is_helpless[pair->key] = false;
    }
    if (!status)
        status =
            ci_fix_spots_add_parts(&work->spots, work->is_helpless, error);
    if (!status)
        status = ci_fix_spots_reach(&work->new, &work->spots, known, error);
    if (status)
        return status;
    choose_spots(work);
    return ci_fix_spots_call(&work->spots, error);
}

/* ---- all of them -------------------------------------------------------- */

static circlet_status fix_findings(ci_places_fix *work, size_t first,
                                   circlet_error *error)
{
    circlet_findings *findings = judgement_of(work)->findings;
    circlet_status status = CIRCLET_OK;

    for (size_t i = first; !status && i < findings->count; i++) {
        circlet_unit unit = unit_of(work, &findings->items[i]);

        if (is_asked(work, &findings->items[i]) && unit != CIRCLET_NONE &&
            work->is_failing[unit])
            status = ci_places_try(work, &findings->items[i], unit, error);
    }
    return status;
}

static bool allocate(ci_places_fix *work)
{
    size_t units = circlet_city_unit_count(judgement_of(work)->city) + 1;

    work->is_failing = calloc(units, sizeof(*work->is_failing));
    work->is_helpless = calloc(units, sizeof(*work->is_helpless));
    work->missing_milli = calloc(units, sizeof(*work->missing_milli));
    work->spots.is_failing = work->is_failing;
    return work->is_failing && work->is_helpless && work->missing_milli;
}

static circlet_status fix_all(ci_places_fix *work, size_t first,
                              circlet_error *error)
{
    circlet_status status =
        ci_place_market_make(&work->market, work->run, error);

    if (!status)
        status = find_old(work, error);
    if (!status)
        status = find_new(work, error);
    return status ? status : fix_findings(work, first, error);
}

circlet_status ci_fix_places(const ci_place_run *run, size_t first_finding,
                             circlet_error *error)
{
    ci_places_fix work = {.run = run, .spots = {.run = run}};
    circlet_status status = CIRCLET_OK;

    if (!run->catchment.is_known)
        return CIRCLET_OK;
    if (!allocate(&work))
        status = ci_fail_nomem(error);
    if (!status && find_failing(&work, first_finding) > 0)
        status = fix_all(&work, first_finding, error);
    clear(&work);
    return status;
}

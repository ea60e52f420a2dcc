/*
 * Who has no place gets one where there are more: for each unit the few
 * facilities and spots that most of them get to are tried, and the least
 * number of places is found by giving all of them away anew. All competes, so
 * that others may take what is added; they are counted. Where what the unit
 * has hangs on nothing that is unknown it is said to be mended, elsewhere whom
 * it gives a place as measured.
 */
#include "policy/fix_places.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "policy/exact.h"
#include "policy/fix.h"

/* How many of what is there, and of what is new, are tried in a unit. */
#define TRIED_OLD 4
#define TRIED_NEW 2

typedef struct places_work {
    const ci_place_run *run;
    ci_place_market market;
    bool *is_failing; /* of each unit */
    bool *is_helpless; /* no facility within reach is enough */
    int64_t *missing_milli; /* of each unit */
    ci_place_pairs old; /* by unit: facilities within reach */
    ci_place_pairs new; /* by unit: spots */
    ci_fix_spots spots;
} places_work;

/* What was tried in a unit, beside the options of the same positions. */
typedef struct places_try {
    ci_options options;
    int64_t gained_milli[TRIED_OLD + TRIED_NEW];
} places_try;

static void clear(places_work *work)
{
    ci_place_market_clear(&work->market);
    ci_fix_spots_clear(&work->spots);
    free(work->is_failing);
    free(work->is_helpless);
    free(work->missing_milli);
    free(work->old.items);
    free(work->new.items);
}

static const ci_judgement *judgement_of(const places_work *work)
{
    return work->run->catchment.judgement;
}

static const ci_rule *rule_of(const places_work *work)
{
    return work->run->catchment.rule;
}

/* ---- what fails --------------------------------------------------------- */

static bool is_asked(const places_work *work, const circlet_finding *finding)
{
    return finding->verdict == CIRCLET_VERDICT_FAIL &&
           !isnan(finding->measured) &&
           strcmp(finding->rule, rule_of(work)->id) == 0;
}

static circlet_unit unit_of(const places_work *work,
                            const circlet_finding *finding)
{
    return circlet_city_find_unit(judgement_of(work)->city, finding->unit);
}

static size_t find_failing(places_work *work, size_t first)
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
            ci_persons_missing_milli(sums->placed_milli, sums->all_milli,
                                     rule_of(work)->as.places.target_micro);
        work->is_failing[unit] = work->missing_milli[unit] > 0;
        work->is_helpless[unit] = true;
        count += work->is_failing[unit];
    }
    return count;
}

/* ---- where ------------------------------------------------------------- */

static circlet_status find_old(places_work *work, circlet_error *error)
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

/* The places that most of those without one get to, at most `most` of them;
 * of equals the first. Beyond what is missing it is no better. */
static size_t choose(uint32_t *places, size_t most, const places_work *work,
                     const ci_place_pairs *pairs, circlet_unit unit)
{
    int64_t sums[TRIED_OLD], missing = work->missing_milli[unit];
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

static void choose_spots(places_work *work)
{
    size_t units = circlet_city_unit_count(judgement_of(work)->city);
    uint32_t places[TRIED_OLD];

    for (size_t unit = 0; unit < units; unit++) {
        size_t count = 0;

        if (work->is_failing[unit])
            count = choose(places, TRIED_NEW, work, &work->new,
                           (circlet_unit)unit);
        for (size_t i = 0; i < count; i++)
            work->spots.items[places[i]].is_chosen = true;
    }
}

/* Parts of a unit are looked at where no facility and no site is enough. */
static circlet_status find_new(places_work *work, circlet_error *error)
{
    circlet_status status = ci_fix_spots_add_sites(&work->spots, error);
    size_t sites = work->spots.count;

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
        status = ci_fix_spots_reach(&work->new, &work->spots, sites, error);
    if (status)
        return status;
    choose_spots(work);
    return ci_fix_spots_call(&work->spots, error);
}

/* ---- how many, and for how much ----------------------------------------- */

/* Keeps the cheapest of some options as what was tried next. */
static circlet_status keep_best(places_try *tried, const ci_option *best,
                                int64_t gained_milli, circlet_error *error)
{
    tried->gained_milli[tried->options.count] = gained_milli;
    return ci_options_add(&tried->options, best, error);
}

/* Places that are taken though there are not so many are filled first. */
static int64_t overfull(const places_work *work,
                        const circlet_facility_record *facility)
{
    const char *service = rule_of(work)->as.places.service;

    for (size_t i = 0; i < facility->service_count; i++) {
        const circlet_service_record *offer = &facility->services[i];

        if (strcmp(offer->service, service) == 0)
            return offer->occupied > offer->places
                       ? offer->occupied - offer->places
                       : 0;
    }
    return 0;
}

static ci_need need_of(const places_work *work, int64_t places)
{
    return (ci_need){.judgement = judgement_of(work),
                     .selection = &rule_of(work)->facility,
                     .service = rule_of(work)->as.places.service,
                     .places = places};
}

/* Makes a facility larger; at no known price where the policy has none. */
static circlet_status try_old(places_try *tried, places_work *work,
                              circlet_unit unit, uint32_t position,
                              circlet_error *error)
{
    const circlet_facility_record *facility = circlet_city_facility(
        judgement_of(work)->city, work->run->catchment.facilities[position]);
    const ci_place_spot spot = {position, NULL, 0};
    ci_option plain = {.facility = facility,
                       .step_count = 1,
                       .size_m2 = (double)NAN,
                       .price = ci_way_unknown()};
    ci_options options = {NULL, 0, 0};
    const ci_option *best;
    bool is_open = false;
    int64_t places, gained;
    ci_need need;
    circlet_status status =
        ci_place_market_least(&places, &gained, &work->market, &spot, unit,
                              work->missing_milli[unit], error);

    if (status || places == 0)
        return status;
    need = need_of(work, places + overfull(work, facility));
    status = ci_options_enlarge(&options, &is_open, &need, facility, error);
    best = ci_options_cheapest(&options, CI_OPTION_OLD);
    plain.steps[0] = (ci_option_step){.kind = CI_PRICE_ENLARGE,
                                      .service = need.service,
                                      .places = need.places};
    if (!status)
        status = keep_best(tried, best ? best : &plain, gained, error);
    ci_options_clear(&options);
    return status;
}

static circlet_status build(ci_options *options, const places_work *work,
                            const ci_fix_spot *spot, circlet_unit unit,
                            int64_t places, circlet_error *error)
{
    const ci_need need = need_of(work, places);
    bool fits;

    return spot->site
               ? ci_options_build_at(options, &fits, &need, spot->site, error)
               : ci_options_build_anywhere(options, &need, unit, error);
}

/* A new facility with so many places; nothing where the catalogue has none so
 * large for the spot. */
static circlet_status try_new(places_try *tried, places_work *work,
                              circlet_unit unit, uint32_t position,
                              circlet_error *error)
{
    const ci_fix_spot *own = &work->spots.items[position];
    const ci_place_spot spot = {(uint32_t)work->run->catchment.facility_count,
                                work->spots.callers + own->first, own->count};
    ci_options options = {NULL, 0, 0};
    ci_option *best;
    int64_t places, gained;
    circlet_status status =
        ci_place_market_least(&places, &gained, &work->market, &spot, unit,
                              work->missing_milli[unit], error);

    if (status || places == 0)
        return status;
    status = build(&options, work, own, unit, places, error);
    best = ci_options_cheapest(&options, CI_OPTION_NEW);
    if (!status && best) {
        best->site = own->site ? own->site : &own->named;
        if (own->site && isnan(own->site->cost_cny))
            best->price = ci_way_unknown();
        status = keep_best(tried, best, gained, error);
    }
    ci_options_clear(&options);
    return status;
}

static circlet_status try_all(places_try *tried, places_work *work,
                              circlet_unit unit, circlet_error *error)
{
    uint32_t places[TRIED_OLD];
    size_t count = choose(places, TRIED_OLD, work, &work->old, unit);
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < count; i++)
        status = try_old(tried, work, unit, places[i], error);
    count = choose(places, TRIED_NEW, work, &work->new, unit);
    for (size_t i = 0; !status && i < count; i++)
        status = try_new(tried, work, unit, places[i], error);
    return status;
}

/* ---- the best of them --------------------------------------------------- */

static bool is_better(const places_try *tried, size_t a, size_t b)
{
    const ci_way *first = &tried->options.items[a].price;
    const ci_way *second = &tried->options.items[b].price;

    if (tried->gained_milli[a] != tried->gained_milli[b])
        return tried->gained_milli[a] > tried->gained_milli[b];
    if (ci_way_is_priced(first) != ci_way_is_priced(second))
        return ci_way_is_priced(first);
    return ci_way_is_cheaper(first, second);
}

/* Of all, or of those of the other family that do as much as one of them. */
static size_t find_best(const places_try *tried, size_t other_than)
{
    size_t best = CI_NO_POSITION;

    for (size_t i = 0; i < tried->options.count; i++) {
        if (other_than != CI_NO_POSITION &&
            (tried->gained_milli[i] != tried->gained_milli[other_than] ||
             (tried->options.items[i].facility == NULL) ==
                 (tried->options.items[other_than].facility == NULL)))
            continue;
        if (best == CI_NO_POSITION || is_better(tried, i, best))
            best = i;
    }
    return best;
}

/* Whether what is measured then is all there is to know. */
static bool is_sure(const places_work *work, circlet_unit unit,
                    const ci_option *option)
{
    return option->facility ? work->run->sums[unit].is_exact
                            : work->run->is_exact &&
                                  !judgement_of(work)->travel->has_bounds;
}

static circlet_status say(places_work *work, circlet_finding *finding,
                          circlet_unit unit, const places_try *tried,
                          circlet_error *error)
{
    const ci_place_sums *sums = &work->run->sums[unit];
    size_t best = find_best(tried, CI_NO_POSITION);
    size_t other = find_best(tried, best);
    double unplaced = (double)(sums->all_milli - sums->placed_milli);
    const ci_option *option = &tried->options.items[best];
    ci_fix fix = {.sentence = "fix_steps"};
    circlet_status status;

    if (tried->gained_milli[best] < work->missing_milli[unit] ||
        !is_sure(work, unit, option)) {
        fix.sentence = "fix_places";
        ci_fix_number(&fix, "persons", CIRCLET_ARGUMENT_PERSONS,
                      unplaced / 1000);
        ci_fix_number(&fix, "share", CIRCLET_ARGUMENT_SHARE,
                      (double)tried->gained_milli[best] / unplaced);
    }
    status = ci_options_say(&fix, judgement_of(work), &tried->options, &best,
                            1, &rule_of(work)->facility, error);
    if (status)
        return status;
    ci_fix_price(&fix, &option->price,
                 option->facility ? CI_OTHER_NEW : CI_OTHER_BETTER,
                 other == CI_NO_POSITION ? NULL
                                         : &tried->options.items[other].price);
    return ci_fix_say(finding, judgement_of(work), fix.sentence, fix.arguments,
                      fix.count, error);
}

static circlet_status fix_one(places_work *work, circlet_finding *finding,
                              circlet_error *error)
{
    circlet_unit unit = unit_of(work, finding);
    places_try tried = {.options = {NULL, 0, 0}};
    circlet_status status;

    if (unit == CIRCLET_NONE || !work->is_failing[unit])
        return CIRCLET_OK;
    status = try_all(&tried, work, unit, error);
    if (!status && tried.options.count > 0)
        status = say(work, finding, unit, &tried, error);
    ci_options_clear(&tried.options);
    return status;
}

/* ---- all of them -------------------------------------------------------- */

static bool allocate(places_work *work)
{
    size_t units = circlet_city_unit_count(judgement_of(work)->city) + 1;

    work->is_failing = calloc(units, sizeof(*work->is_failing));
    work->is_helpless = calloc(units, sizeof(*work->is_helpless));
    work->missing_milli = calloc(units, sizeof(*work->missing_milli));
    work->spots.is_failing = work->is_failing;
    return work->is_failing && work->is_helpless && work->missing_milli;
}

static circlet_status fix_all(places_work *work, size_t first,
                              circlet_error *error)
{
    circlet_findings *findings = judgement_of(work)->findings;
    circlet_status status =
        ci_place_market_make(&work->market, work->run, error);

    if (!status)
        status = find_old(work, error);
    if (!status)
        status = find_new(work, error);
    for (size_t i = first; !status && i < findings->count; i++)
        if (is_asked(work, &findings->items[i]))
            status = fix_one(work, &findings->items[i], error);
    return status;
}

circlet_status ci_fix_places(const ci_place_run *run, size_t first_finding,
                             circlet_error *error)
{
    places_work work = {.run = run, .spots = {.run = run}};
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

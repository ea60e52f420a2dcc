/*
 * The least number of places is found by giving all of them away anew. All
 * compete, so that others may take what is added; they are counted. Where what
 * the unit has hangs on nothing that is unknown it is said to be mended,
 * elsewhere whom it gives a place as measured.
 */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "policy/fix.h"
#include "policy/fix_places.h"

/* What was tried in a unit, beside the options of the same positions. */
typedef struct places_try {
    ci_options options;
    int64_t gained_milli[CI_TRIED_OLD + CI_TRIED_NEW];
} places_try;

static const ci_judgement *judgement_of(const ci_places_fix *work)
{
    return work->run->catchment.judgement;
}

static const ci_rule *rule_of(const ci_places_fix *work)
{
    return work->run->catchment.rule;
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
static int64_t overfull(const ci_places_fix *work,
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

static ci_need need_of(const ci_places_fix *work, int64_t places)
{
    return (ci_need){.judgement = judgement_of(work),
                     .selection = &rule_of(work)->facility,
                     .service = rule_of(work)->as.places.service,
                     .places = places};
}

/* Makes a facility larger; at no known price where the policy has none. */
static circlet_status try_old(places_try *tried, ci_places_fix *work,
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

static circlet_status build(ci_options *options, const ci_places_fix *work,
                            const ci_fix_spot *spot, circlet_unit unit,
                            int64_t places, circlet_error *error)
{
    const ci_need need = need_of(work, places);
    bool fits, is_open = false;

    if (spot->facility)
        return ci_options_enlarge(options, &is_open, &need, spot->facility,
                                  error);
    return spot->site
               ? ci_options_build_at(options, &fits, &need, spot->site, error)
               : ci_options_build_anywhere(options, &need, unit, error);
}

/* A new facility with so many places, or one that comes to have some; nothing
 * where the catalogue has none so large for the spot. */
static circlet_status try_new(places_try *tried, ci_places_fix *work,
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
    best = ci_options_cheapest(&options, CI_OPTION_ANY);
    if (!status && best) {
        if (!own->facility)
            best->site = own->site ? own->site : &own->named;
        if (own->site && isnan(own->site->cost_cny))
            best->price = ci_way_unknown();
        status = keep_best(tried, best, gained, error);
    }
    ci_options_clear(&options);
    return status;
}

static circlet_status try_all(places_try *tried, ci_places_fix *work,
                              circlet_unit unit, circlet_error *error)
{
    uint32_t places[CI_TRIED_OLD];
    size_t count =
        ci_places_choose(places, CI_TRIED_OLD, work, &work->old, unit);
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < count; i++)
        status = try_old(tried, work, unit, places[i], error);
    count = ci_places_choose(places, CI_TRIED_NEW, work, &work->new, unit);
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

/* Whether what is measured then is all there is to know: of those who get to
 * a facility it is known how, of others not. */
static bool is_sure(const ci_places_fix *work, circlet_unit unit,
                    const ci_option *option)
{
    if (option->steps[0].kind == CI_PRICE_ENLARGE)
        return work->run->sums[unit].is_exact;
    return work->run->is_exact && !judgement_of(work)->travel->has_bounds;
}

static circlet_status say(ci_places_fix *work, circlet_finding *finding,
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

circlet_status ci_places_try(ci_places_fix *work, circlet_finding *finding,
                             circlet_unit unit, circlet_error *error)
{
    places_try tried = {.options = {NULL, 0, 0}};
    circlet_status status = try_all(&tried, work, unit, error);

    if (!status && tried.options.count > 0)
        status = say(work, finding, unit, &tried, error);
    ci_options_clear(&tried.options);
    return status;
}

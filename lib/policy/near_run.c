#include "policy/near_run.h"

#include <stdlib.h>

#include "base/error.h"
#include "policy/circle.h"
#include "policy/traveller.h"

/* So many times the limit is looked at, to say how far the nearest is. */
#define LOOK_FACTOR 4

void ci_near_run_clear(ci_near_run *run)
{
    free(run->venues);
    free(run->origins);
    free(run->sure);
    free(run->all);
}

/* ---- the venues --------------------------------------------------------- */

static circlet_unit find_unit(const ci_near_run *run, circlet_venue venue)
{
    const circlet_city *city = run->judgement->city;
    circlet_unit unit = CIRCLET_NONE;

    for (int level = (int)run->rule->level; level >= 0; level--) {
        unit = circlet_city_venue_unit(city, venue, (circlet_level)level);
        if (unit != CIRCLET_NONE)
            break;
    }
    return unit;
}

/* A rule for some settings asks for that of the unit the venue stands in. */
static ci_applies applies_to(const ci_near_run *run, circlet_unit unit)
{
    const ci_judgement *judgement = run->judgement;

    if (run->rule->settings.count == 0)
        return CI_APPLIES;
    if (unit == CIRCLET_NONE ||
        circlet_city_unit(judgement->city, unit)->level != run->rule->level)
        return CI_APPLIES_UNKNOWN;
    return ci_rule_applies(run->rule, judgement->policy, judgement->city,
                           unit);
}

/* Fills a venue; false if the rule is not about it. */
static bool describe(ci_near_venue *out, const ci_near_run *run,
                     circlet_venue position)
{
    const ci_judgement *judgement = run->judgement;
    const ci_words *kinds = &run->rule->as.near.kinds;
    const circlet_venue_record *record =
        circlet_city_venue(judgement->city, position);
    ci_applies applies;

    *out = (ci_near_venue){.venue = position,
                           .unit = find_unit(run, position),
                           .time_ms = CIRCLET_UNREACHED,
                           .least_ms = CIRCLET_UNREACHED,
                           .greatest_ms = CIRCLET_UNREACHED};
    applies = applies_to(run, out->unit);
    if (applies == CI_APPLIES_NOT || !ci_judgement_has(judgement, out->unit) ||
        (kinds->count > 0 && record->kind &&
         !ci_words_have(kinds, record->kind)))
        return false;
    out->is_setting_known = applies == CI_APPLIES;
    out->is_kind_known = kinds->count == 0 || record->kind;
    out->is_outside =
        judgement->travel && judgement->travel->knows &&
        !judgement->travel->knows(record->at, judgement->travel->user);
    return true;
}

/* Who is in no unit comes last. */
static int compare_venues(const void *left, const void *right)
{
    const ci_near_venue *a = left, *b = right;

    if (a->unit != b->unit)
        return a->unit < b->unit ? -1 : 1;
    return a->venue < b->venue ? -1 : a->venue > b->venue;
}

static circlet_status find_venues(ci_near_run *run, circlet_error *error)
{
    const circlet_city *city = run->judgement->city;
    size_t count = circlet_city_venue_count(city);

    run->venues = calloc(count + 1, sizeof(*run->venues));
    run->origins = calloc(count + 1, sizeof(*run->origins));
    if (!run->venues || !run->origins)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < count; i++)
        run->count +=
            describe(&run->venues[run->count], run, (circlet_venue)i);
    qsort(run->venues, run->count, sizeof(*run->venues), compare_venues);
    for (size_t i = 0; i < run->count; i++)
        run->origins[i] = circlet_city_venue(city, run->venues[i].venue)->at;
    return CIRCLET_OK;
}

/* ---- the facilities ----------------------------------------------------- */

/* Whether so many people live in the community or village where a facility
 * stands as the rule wants. */
static ci_membership host_holds(const ci_near_run *run,
                                circlet_facility facility)
{
    const circlet_city *city = run->judgement->city;
    int64_t wanted = run->rule->as.near.host_residents;
    circlet_unit unit =
        circlet_city_facility_unit(city, facility, CIRCLET_LEVEL_COMMUNITY);
    int64_t residents =
        unit == CIRCLET_NONE ? -1 : circlet_city_unit(city, unit)->residents;

    if (wanted == 0)
        return CI_MEMBER_YES;
    if (residents < 0)
        return CI_MEMBER_MAYBE;
    return residents >= wanted ? CI_MEMBER_YES : CI_MEMBER_NO;
}

static ci_membership facility_holds(ci_near_run *run, circlet_facility i)
{
    const ci_judgement *judgement = run->judgement;
    const circlet_facility_record *facility =
        circlet_city_facility(judgement->city, i);
    ci_doubts doubts = 0;
    ci_membership selected, host;

    if (!ci_facility_is_open_on(facility, judgement->day))
        return CI_MEMBER_NO;
    selected = ci_selection_holds(&run->rule->facility, facility,
                                  &judgement->types, &doubts);
    host = host_holds(run, i);
    if (selected == CI_MEMBER_NO || host == CI_MEMBER_NO)
        return CI_MEMBER_NO;
    if (selected == CI_MEMBER_MAYBE)
        run->doubts |= doubts;
    if (host == CI_MEMBER_MAYBE)
        run->is_host_unknown = true;
    return selected < host ? selected : host;
}

static circlet_status find_facilities(ci_near_run *run, circlet_error *error)
{
    const circlet_city *city = run->judgement->city;
    size_t count = circlet_city_facility_count(city);
    uint32_t *sure = malloc((count + 1) * sizeof(*sure));
    uint32_t *all = malloc((count + 1) * sizeof(*all));
    size_t sure_count = 0, all_count = 0;
    circlet_status status = sure && all ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t i = 0; !status && i < count; i++) {
        ci_membership member = facility_holds(run, (circlet_facility)i);

        if (member != CI_MEMBER_NO)
            all[all_count++] = (uint32_t)i;
        if (member == CI_MEMBER_YES)
            sure[sure_count++] = (uint32_t)i;
    }
    if (!status)
        status = ci_entrances_find(&run->sure, &run->sure_count, city, sure,
                                   sure_count, error);
    if (!status)
        status = ci_entrances_find(&run->all, &run->all_count, city, all,
                                   all_count, error);
    free(sure);
    free(all);
    return status;
}

/* ---- the times ---------------------------------------------------------- */

static circlet_travel_query query_of(const ci_near_run *run,
                                     circlet_bound bound)
{
    const ci_near *near = &run->rule->as.near;
    bool has_bounds = run->judgement->travel->has_bounds;

    return (circlet_travel_query){
        .mode = run->judgement->policy->modes[near->mode],
        .bound = has_bounds ? bound : CIRCLET_BOUND_NOMINAL,
        .origins = run->origins,
        .origin_count = run->count,
        .cutoff_ms = run->look_ms};
}

/* Who is tied to no street gets nowhere but at the best, unless there
 * already. */
static circlet_status ask(uint32_t *times_ms, circlet_snap *snaps,
                          const ci_near_run *run, bool is_of_all,
                          circlet_bound bound, circlet_error *error)
{
    const circlet_travel *travel = run->judgement->travel;
    circlet_travel_query query = query_of(run, bound);
    circlet_status status;

    query.destinations = is_of_all ? run->all : run->sure;
    query.destination_count = is_of_all ? run->all_count : run->sure_count;
    status =
        travel->find_nearest(times_ms, snaps, &query, travel->user, error);
    for (size_t i = 0; !status && i < run->count; i++)
        if (snaps[i] != CIRCLET_SNAP_TIED &&
            query.bound != CIRCLET_BOUND_MIN && times_ms[i] > 0)
            times_ms[i] = CIRCLET_UNREACHED;
    return status;
}

static circlet_status ask_edge(ci_near_run *run, uint32_t *times_ms,
                               circlet_error *error)
{
    const circlet_travel *travel = run->judgement->travel;
    uint32_t cutoff_ms = run->rule->as.near.cutoff_ms;
    circlet_travel_query query = query_of(run, CIRCLET_BOUND_MIN);
    circlet_status status;

    if (!travel->find_edge)
        return CIRCLET_OK;
    query.cutoff_ms = cutoff_ms;
    status = travel->find_edge(times_ms, &query, travel->user, error);
    for (size_t i = 0; !status && i < run->count; i++) {
        ci_near_venue *venue = &run->venues[i];

        if (venue->least_ms <= cutoff_ms || times_ms[i] > cutoff_ms)
            continue;
        venue->least_ms = times_ms[i];
        venue->is_at_edge = true;
    }
    return status;
}

/* No time at its best is above the one as assumed, nor this above that at its
 * worst: three questions, and a fourth where facilities are in doubt. */
static circlet_status ask_all(ci_near_run *run, uint32_t *times_ms,
                              circlet_snap *snaps, circlet_error *error)
{
    uint32_t cutoff_ms = run->rule->as.near.cutoff_ms;
    ci_near_venue *venues = run->venues;
    circlet_status status =
        ask(times_ms, snaps, run, false, CIRCLET_BOUND_NOMINAL, error);

    for (size_t i = 0; !status && i < run->count; i++) {
        venues[i].time_ms = times_ms[i];
        venues[i].snap = snaps[i];
    }
    if (!status)
        status = ask(times_ms, snaps, run, false, CIRCLET_BOUND_MAX, error);
    for (size_t i = 0; !status && i < run->count; i++)
        venues[i].greatest_ms = times_ms[i];
    if (!status)
        status = ask(times_ms, snaps, run, false, CIRCLET_BOUND_MIN, error);
    for (size_t i = 0; !status && i < run->count; i++)
        venues[i].least_ms = times_ms[i];
    if (!status && run->all_count > run->sure_count)
        status = ask(times_ms, snaps, run, true, CIRCLET_BOUND_MIN, error);
    for (size_t i = 0; !status && i < run->count; i++) {
        venues[i].hangs_on_facility =
            venues[i].least_ms > cutoff_ms && times_ms[i] <= cutoff_ms;
        venues[i].least_ms = times_ms[i];
    }
    return status ? status : ask_edge(run, times_ms, error);
}

static circlet_status find_times(ci_near_run *run, circlet_error *error)
{
    uint32_t *times_ms = calloc(run->count + 1, sizeof(*times_ms));
    circlet_snap *snaps = calloc(run->count + 1, sizeof(*snaps));
    circlet_status status = times_ms && snaps
                                ? ask_all(run, times_ms, snaps, error)
                                : ci_fail_nomem(error);

    free(times_ms);
    free(snaps);
    return status;
}

circlet_status ci_near_run_measure(ci_near_run *run, circlet_error *error)
{
    uint32_t cutoff_ms = run->rule->as.near.cutoff_ms;
    circlet_status status = find_venues(run, error);

    run->look_ms = cutoff_ms > CIRCLET_CUTOFF_MAX / LOOK_FACTOR
                       ? CIRCLET_CUTOFF_MAX
                       : cutoff_ms * LOOK_FACTOR;
    if (!status)
        status = find_facilities(run, error);
    if (!status && run->judgement->travel)
        status = find_times(run, error);
    return status;
}

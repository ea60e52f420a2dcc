/*
 * Whom a rule about people or venues is for, and which places reach them.
 * People who live at one place and travel alike are one row: what covers one
 * of them covers all. A cautious plan asks whether they surely are reached;
 * who cannot be is to be reached as assumed, in a row that is in doubt.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "plan/mend_reach.h"
#include "plan/possible_ways.h"
#include "policy/traveller.h"

/* People at one place, or a venue, while they are looked at. */
typedef struct home {
    circlet_point at;
    size_t goal;
    circlet_unit unit;
    circlet_unit street, part;
    size_t mode;
    int64_t weight_milli, modelled_milli;
    bool is_assumed; /* something is near enough as assumed */
    bool is_in_doubt; /* nothing ever surely is */
    bool is_outside; /* no street is known around */
} home;

typedef struct homes {
    home *items;
    size_t count;
    circlet_point *points;
    ci_ways *ways;
} homes;

/* Those who travel alike: as assumed, and by what else perhaps. */
typedef struct travel_party {
    size_t mode;
    ci_modes modes;
    uint32_t cutoff_ms;
} travel_party;

static void homes_clear(homes *from)
{
    free(from->items);
    free(from->points);
    free(from->ways);
}

static bool homes_make(homes *out, size_t room)
{
    *out = (homes){.count = 0};
    out->items = calloc(room + 1, sizeof(*out->items));
    out->points = calloc(room + 1, sizeof(*out->points));
    out->ways = calloc(room + 1, sizeof(*out->ways));
    return out->items && out->points && out->ways;
}

static void take_points(homes *from)
{
    for (size_t i = 0; i < from->count; i++)
        from->points[i] = from->items[i].at;
}

static bool is_cautious(const ci_reach_work *work)
{
    return work->mend->options->is_cautious;
}

/* ---- asking ------------------------------------------------------------- */

static ci_ways_goals doors_of(const ci_reach_work *work)
{
    return (ci_ways_goals){work->destinations, work->doors,
                           work->destination_count};
}

static ci_ways_query query_of(const ci_reach_work *work, const homes *from,
                              const travel_party *party)
{
    const ci_judgement *judgement = &work->mend->judgement;

    return (ci_ways_query){.policy = judgement->policy,
                           .travel = judgement->travel,
                           .modes = party->modes,
                           .bound = is_cautious(work) ? CIRCLET_BOUND_MAX
                                                      : CIRCLET_BOUND_NOMINAL,
                           .cutoff_ms = party->cutoff_ms,
                           .origins = from->points,
                           .origin_count = from->count};
}

/* Which of the homes are near enough to something as assumed. */
static circlet_status find_assumed(ci_ways *ways, const ci_reach_work *work,
                                   const homes *from,
                                   const travel_party *party,
                                   circlet_error *error)
{
    const ci_ways_goals facilities = {work->entrances, NULL,
                                      work->entrance_count};
    ci_ways_query query = query_of(work, from, party);
    circlet_status status;

    query.bound = CIRCLET_BOUND_NOMINAL;
    query.modes = (ci_modes)1 << party->mode;
    status = ci_ways_find(ways, &query, &facilities, error);
    for (size_t i = 0; !status && i < from->count; i++)
        if (from->items[i].is_assumed)
            ways[i].open = 0;
    return status;
}

/* How many pairs from `first` on are those of an origin. */
static size_t pairs_of(const ci_ways_pair *pairs, size_t first, size_t count,
                       size_t origin)
{
    size_t own = 0;

    while (first + own < count && pairs[first + own].origin == origin)
        own++;
    return own;
}

static circlet_status add_home(ci_reach_work *work, const home *one,
                               const ci_ways_pair *pairs, size_t first,
                               size_t count, circlet_error *error)
{
    const ci_mend_row row = {.goal = one->goal,
                             .need = 1,
                             .weight_milli = one->weight_milli,
                             .modelled_milli = one->modelled_milli,
                             .street = one->street,
                             .part = one->part,
                             .at = one->at,
                             .mode = one->mode,
                             .is_in_doubt = one->is_in_doubt,
                             .is_outside = one->is_outside};
    circlet_status status = ci_reach_add_row(work, &row, error);

    for (size_t i = 0; !status && i < count; i++)
        status = ci_reach_add_pair(work, pairs[first + i].place, error);
    return status;
}

/* Homes that nothing ever surely reaches, and what reaches them as
 * assumed. */
typedef struct doubted {
    homes homes;
    ci_ways_pair *pairs;
    size_t count;
} doubted;

/* Those that no pair is of. */
static bool choose_doubted(doubted *out, const homes *from,
                           const ci_ways_pair *pairs, size_t count)
{
    size_t next = 0;

    if (!homes_make(&out->homes, from->count))
        return false;
    for (size_t i = 0; i < from->count; i++) {
        size_t own = pairs_of(pairs, next, count, i);

        if (own == 0)
            out->homes.items[out->homes.count++] = from->items[i];
        next += own;
    }
    take_points(&out->homes);
    return true;
}

static circlet_status find_doubted(doubted *out, const ci_reach_work *work,
                                   const travel_party *party,
                                   circlet_error *error)
{
    const ci_ways_goals doors = doors_of(work);
    ci_ways_query query = query_of(work, &out->homes, party);
    circlet_status status =
        find_assumed(out->homes.ways, work, &out->homes, party, error);

    query.bound = CIRCLET_BOUND_NOMINAL;
    query.modes = (ci_modes)1 << party->mode;
    return status ? status
                  : ci_ways_reach(&out->pairs, &out->count, &query,
                                  out->homes.ways, &doors, error);
}

/* Adds all homes in their order: with what surely reaches them, else with
 * what does as assumed. */
static circlet_status add_in_order(ci_reach_work *work, homes *from,
                                   const ci_ways_pair *pairs, size_t count,
                                   const doubted *others, circlet_error *error)
{
    size_t next = 0, other = 0, other_next = 0;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < from->count; i++) {
        size_t own = pairs_of(pairs, next, count, i);

        if (own == 0 && others) {
            size_t assumed =
                pairs_of(others->pairs, other_next, others->count, other);

            from->items[i].is_in_doubt =
                assumed > 0 || others->homes.ways[other].open == 0;
            status = add_home(work, &from->items[i], others->pairs, other_next,
                              assumed, error);
            other_next += assumed;
            other++;
        } else {
            status = add_home(work, &from->items[i], pairs, next, own, error);
        }
        next += own;
    }
    return status;
}

/* Adds a row for each home, reached from where something may be done. */
static circlet_status add_homes(ci_reach_work *work, homes *from,
                                const travel_party *party,
                                circlet_error *error)
{
    const ci_ways_goals doors = doors_of(work);
    const ci_ways_query query = query_of(work, from, party);
    doubted others = {.count = 0};
    ci_ways_pair *pairs = NULL;
    size_t count = 0;
    circlet_status status =
        ci_ways_reach(&pairs, &count, &query, from->ways, &doors, error);

    if (!status && is_cautious(work))
        status = choose_doubted(&others, from, pairs, count)
                     ? find_doubted(&others, work, party, error)
                     : ci_fail_nomem(error);
    if (!status)
        status = add_in_order(work, from, pairs, count,
                              is_cautious(work) ? &others : NULL, error);
    homes_clear(&others.homes);
    free(others.pairs);
    free(pairs);
    return status;
}

/* ---- people ------------------------------------------------------------- */

static int compare_numbers(double a, double b)
{
    return a < b ? -1 : a > b;
}

static int compare_homes(const void *left, const void *right)
{
    const home *a = left, *b = right;
    int by_lon = compare_numbers(a->at.lon, b->at.lon);

    if (a->unit != b->unit)
        return a->unit < b->unit ? -1 : 1;
    return by_lon != 0 ? by_lon : compare_numbers(a->at.lat, b->at.lat);
}

/* Those at one place are one. */
static void merge_homes(homes *from)
{
    size_t kept = 0;

    if (from->count > 0)
        qsort(from->items, from->count, sizeof(*from->items), compare_homes);
    for (size_t i = 0; i < from->count; i++) {
        if (kept > 0 &&
            compare_homes(&from->items[kept - 1], &from->items[i]) == 0) {
            from->items[kept - 1].weight_milli += from->items[i].weight_milli;
            from->items[kept - 1].modelled_milli +=
                from->items[i].modelled_milli;
        } else {
            from->items[kept++] = from->items[i];
        }
    }
    from->count = kept;
    take_points(from);
}

static bool is_of(const travel_party *party, const ci_reach_work *work,
                  const ci_traveller *person)
{
    return person->travel.mode == party->mode &&
           (!is_cautious(work) || person->travel.modes == party->modes);
}

/* People of a party who live in a unit with a goal, where streets are known
 * or where they are not. */
static void choose_homes(homes *out, const ci_reach_work *work,
                         const travel_party *party, bool is_known,
                         const ci_traveller *people, size_t count)
{
    const ci_judgement *judgement = &work->mend->judgement;
    const circlet_travel *travel = judgement->travel;

    out->count = 0;
    for (size_t i = 0; i < count; i++) {
        const circlet_demand_record *record =
            circlet_city_demand(judgement->city, people[i].demand);

        if (!is_of(party, work, &people[i]) || record->weight_milli <= 0 ||
            work->goal_of_unit[people[i].unit] == CI_MEND_NONE ||
            (!travel->knows || travel->knows(record->at, travel->user)) !=
                is_known)
            continue;
        out->items[out->count++] = (home){
            .at = record->at,
            .goal = work->goal_of_unit[people[i].unit],
            .unit = people[i].unit,
            .street = circlet_city_demand_unit(
                judgement->city, people[i].demand, CIRCLET_LEVEL_STREET),
            .part = circlet_city_demand_unit(judgement->city, people[i].demand,
                                             CIRCLET_LEVEL_COMMUNITY),
            .mode = party->mode,
            .weight_milli = record->weight_milli,
            .modelled_milli = record->is_modelled ? record->weight_milli : 0,
            .is_outside = !is_known};
    }
    merge_homes(out);
}

static void drop_covered(homes *from)
{
    size_t kept = 0;

    for (size_t i = 0; i < from->count; i++) {
        if (from->ways[i].open == 0)
            continue;
        from->ways[kept] = from->ways[i];
        from->items[kept++] = from->items[i];
    }
    from->count = kept;
    take_points(from);
}

static circlet_status add_known(ci_reach_work *work, homes *from,
                                const travel_party *party,
                                circlet_error *error)
{
    const ci_ways_goals facilities = {work->entrances, NULL,
                                      work->entrance_count};
    const ci_ways_query query = query_of(work, from, party);
    circlet_status status =
        ci_ways_find(from->ways, &query, &facilities, error);

    if (status)
        return status;
    drop_covered(from);
    return add_homes(work, from, party, error);
}

/* Nothing reaches people where streets are not known: as measured they are
 * uncovered, and stay so. */
static circlet_status add_party(ci_reach_work *work, homes *from,
                                const travel_party *party,
                                const ci_traveller *people, size_t count,
                                circlet_error *error)
{
    circlet_status status;

    choose_homes(from, work, party, true, people, count);
    status = add_known(work, from, party, error);
    if (status)
        return status;
    choose_homes(from, work, party, false, people, count);
    for (size_t i = 0; !status && i < from->count; i++)
        status = add_home(work, &from->items[i], NULL, 0, 0, error);
    return status;
}

/* The least set of modes beyond that of the party that people with its mode
 * perhaps go by; 0: there is none. */
static ci_modes next_modes(const travel_party *party,
                           const ci_traveller *people, size_t count)
{
    ci_modes next = 0;

    for (size_t i = 0; i < count; i++) {
        const ci_own_travel *travel = &people[i].travel;

        if (travel->mode == party->mode && travel->modes > party->modes &&
            (next == 0 || travel->modes < next))
            next = travel->modes;
    }
    return next;
}

static circlet_status add_mode(ci_reach_work *work, homes *from,
                               const ci_rule *rule, size_t mode,
                               const ci_traveller *people, size_t count,
                               circlet_error *error)
{
    travel_party party = {mode, (ci_modes)1 << mode,
                          rule->as.circle.cutoff_ms};
    circlet_status status = CIRCLET_OK;

    if (!is_cautious(work))
        return add_party(work, from, &party, people, count, error);
    party.modes = 0;
    party.modes = next_modes(&party, people, count);
    for (; !status && party.modes != 0;
         party.modes = next_modes(&party, people, count))
        status = add_party(work, from, &party, people, count, error);
    return status;
}

static circlet_status find_entrances(ci_reach_work *work, const ci_rule *rule,
                                     circlet_error *error)
{
    const ci_judgement *judgement = &work->mend->judgement;
    uint32_t *positions = NULL;
    size_t count = 0;
    circlet_status status =
        ci_rule_facilities(&positions, &count, judgement->policy,
                           judgement->city, rule, judgement->day, error);

    free(work->entrances);
    work->entrances = NULL;
    work->entrance_count = 0;
    if (!status)
        status = ci_entrances_find(&work->entrances, &work->entrance_count,
                                   judgement->city, positions, count, error);
    free(positions);
    return status;
}

circlet_status ci_reach_add_people(ci_reach_work *work, const ci_rule *rule,
                                   circlet_error *error)
{
    const ci_judgement *judgement = &work->mend->judgement;
    const ci_traveller_query query = {
        rule,           rule->as.circle.mode,    CIRCLET_NONE,
        judgement->day, judgement->thread_count, NULL};
    ci_traveller *people = NULL;
    homes from = {NULL, 0, NULL, NULL};
    size_t count = 0;
    circlet_status status = ci_travellers_find(
        &people, &count, judgement->policy, judgement->city, &query, error);

    if (!status)
        status = find_entrances(work, rule, error);
    if (!status && !homes_make(&from, count))
        status = ci_fail_nomem(error);
    for (size_t m = 0; !status && m < judgement->policy->mode_count; m++)
        status = add_mode(work, &from, rule, m, people, count, error);
    homes_clear(&from);
    free(people);
    return status;
}

/* ---- venues ------------------------------------------------------------- */

static void choose_venues(homes *out, const ci_mend *mend, size_t slot)
{
    const circlet_city *city = mend->judgement.city;

    for (size_t i = 0; i < mend->goal_count; i++) {
        const ci_mend_goal *goal = &mend->goals[i];
        circlet_venue venue;

        if (goal->slot != slot)
            continue;
        venue = circlet_city_find_venue(city, goal->finding->subject_id);
        if (venue == CIRCLET_NONE)
            continue;
        out->items[out->count++] = (home){
            .at = circlet_city_venue(city, venue)->at,
            .goal = i,
            .unit = goal->unit,
            .street = CIRCLET_NONE,
            .part =
                circlet_city_venue_unit(city, venue, CIRCLET_LEVEL_COMMUNITY),
            .mode = goal->rule->as.near.mode,
            .is_assumed = goal->finding->measured <= goal->finding->required};
    }
    take_points(out);
}

/* What is near enough already is known from the finding, so that no venue is
 * asked for a facility again. */
circlet_status ci_reach_add_venues(ci_reach_work *work, const ci_rule *rule,
                                   size_t slot, circlet_error *error)
{
    const ci_near *near = &rule->as.near;
    const travel_party party = {near->mode, (ci_modes)1 << near->mode,
                                near->cutoff_ms};
    const ci_ways_goals none = {NULL, NULL, 0};
    homes from = {NULL, 0, NULL, NULL};
    ci_ways_query query;
    circlet_status status = homes_make(&from, work->mend->goal_count)
                                ? CIRCLET_OK
                                : ci_fail_nomem(error);

    work->entrance_count = 0;
    if (!status) {
        choose_venues(&from, work->mend, slot);
        query = query_of(work, &from, &party);
        status = ci_ways_find(from.ways, &query, &none, error);
    }
    if (!status)
        status = add_homes(work, &from, &party, error);
    homes_clear(&from);
    return status;
}

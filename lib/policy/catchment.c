/*
 * Whose nearest facility is which. Three answers are added up for each
 * facility: as assumed, with all that is unknown at its worst (who is
 * perhaps in the group is not, by the slowest possible mode), and at its
 * best. The range of a facility spans the three. At its best, who lives where
 * the setting is not known has the circle of any, and who lives where the
 * streets are not known, or gets there in time, is near the facility that is
 * nearest as the crow flies.
 */
#include <math.h>
#include <stdlib.h>

#include "access/coverage.h"
#include "base/error.h"
#include "policy/cost.h"
#include "policy/rule.h"
#include "policy/traveller.h"

#define NO_FACILITY SIZE_MAX

/* The nearest facility of a person, by its place in the list. */
typedef struct nearest {
    uint32_t time_ms;
    size_t facility; /* NO_FACILITY: none in time */
} nearest;

/* The three answers about one person. */
typedef struct answers {
    nearest known, worst, best;
    bool has_worst; /* one was found for a mode already */
    bool is_outside; /* where streets are not known */
    bool is_open; /* where the setting is not known */
} answers;

/* What earlier rules came to for a person of the city, as bits. */
typedef enum earlier {
    EARLIER_DONE = 1, /* one is about them */
    EARLIER_OPEN = 2, /* one is perhaps */
    EARLIER_AT_BEST = 4 /* at best they are counted already */
} earlier;

typedef struct search {
    const circlet_policy *policy;
    const circlet_city *city;
    const circlet_travel *travel;
    const ci_rule *rule;
    circlet_point *entrances; /* of all facilities, one after another */
    size_t *facility_of; /* of each entrance */
    size_t entrance_count;
    ci_traveller *people;
    answers *answers; /* of each of them */
    size_t count;
    size_t *chosen; /* people of one query */
    circlet_point *origins;
    size_t chosen_count;
    uint8_t *earlier; /* bits of each person of the city */
} search;

static void search_clear(search *s)
{
    free(s->entrances);
    free(s->facility_of);
    free(s->people);
    free(s->answers);
    free(s->chosen);
    free(s->origins);
    free(s->earlier);
}

/* ---- what is asked ------------------------------------------------------ */

static circlet_status find_entrances(search *s, const uint32_t *facilities,
                                     size_t count, circlet_error *error)
{
    circlet_status status = ci_entrances_find(
        &s->entrances, &s->entrance_count, s->city, facilities, count, error);
    size_t next = 0;

    if (status)
        return status;
    s->facility_of = calloc(s->entrance_count + 1, sizeof(*s->facility_of));
    if (!s->facility_of)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < count; i++) {
        size_t own =
            circlet_city_facility(s->city, facilities[i])->access_count;

        for (size_t k = 0; k < (own > 0 ? own : 1); k++)
            s->facility_of[next++] = i;
    }
    return CIRCLET_OK;
}

/* Keeps the people of whom no earlier rule was and this one is, or perhaps is
 * because of the setting. */
static size_t keep_people(search *s, size_t found)
{
    size_t kept = 0;

    for (size_t i = 0; i < found; i++) {
        uint8_t *before = &s->earlier[s->people[i].demand];
        ci_applies applies =
            ci_rule_applies(s->rule, s->policy, s->city, s->people[i].unit);

        if (applies == CI_APPLIES_NOT || (*before & EARLIER_DONE))
            continue;
        s->people[kept] = s->people[i];
        if (applies == CI_APPLIES_UNKNOWN || (*before & EARLIER_OPEN))
            s->people[kept].is_sure = false;
        *before |= applies == CI_APPLIES_UNKNOWN ? EARLIER_OPEN : EARLIER_DONE;
        kept++;
    }
    return kept;
}

static void start_answers(search *s)
{
    const circlet_travel *travel = s->travel;
    const nearest none = {CIRCLET_UNREACHED, NO_FACILITY};

    for (size_t i = 0; i < s->count; i++) {
        const ci_traveller *person = &s->people[i];

        s->answers[i] = (answers){.known = none, .worst = none, .best = none};
        s->answers[i].is_open = ci_rule_applies(s->rule, s->policy, s->city,
                                                person->unit) != CI_APPLIES;
        s->answers[i].is_outside =
            travel->knows &&
            !travel->knows(circlet_city_demand(s->city, person->demand)->at,
                           travel->user);
    }
}

static circlet_status find_people(search *s, int year, circlet_error *error)
{
    ci_rule everywhere = *s->rule;
    const ci_traveller_query query = {&everywhere,
                                      s->rule->as.circle.mode,
                                      CIRCLET_NONE,
                                      CI_LAST_DAY(year),
                                      1,
                                      NULL};
    size_t found = 0;
    circlet_status status;

    everywhere.settings.count = 0;
    status = ci_travellers_find(&s->people, &found, s->policy, s->city, &query,
                                error);
    if (status)
        return status;
    s->count = keep_people(s, found);
    s->answers = calloc(s->count + 1, sizeof(*s->answers));
    s->chosen = calloc(s->count + 1, sizeof(*s->chosen));
    s->origins = calloc(s->count + 1, sizeof(*s->origins));
    if (!s->answers || !s->chosen || !s->origins)
        return ci_fail_nomem(error);
    start_answers(s);
    return CIRCLET_OK;
}

static void add_origin(search *s, size_t person)
{
    s->origins[s->chosen_count] =
        circlet_city_demand(s->city, s->people[person].demand)->at;
    s->chosen[s->chosen_count++] = person;
}

static void choose(search *s, size_t mode, circlet_bound bound)
{
    s->chosen_count = 0;
    for (size_t i = 0; i < s->count; i++) {
        const ci_own_travel *travel = &s->people[i].travel;
        bool goes = bound == CIRCLET_BOUND_NOMINAL
                        ? travel->mode == mode
                        : (travel->modes >> mode & 1) != 0;

        if (goes && !s->answers[i].is_outside &&
            (!s->answers[i].is_open || bound == CIRCLET_BOUND_MIN))
            add_origin(s, i);
    }
}

static void keep(answers *out, nearest found, circlet_bound bound)
{
    if (bound == CIRCLET_BOUND_NOMINAL) {
        out->known = found;
    } else if (bound == CIRCLET_BOUND_MIN) {
        if (found.time_ms < out->best.time_ms)
            out->best = found;
    } else if (!out->has_worst || found.time_ms > out->worst.time_ms) {
        out->worst = found;
        out->has_worst = true;
    }
}

/* Entries of a row are sorted by time, then destination, so that of those as
 * near the first facility is taken. */
static circlet_status ask(search *s, size_t mode, circlet_bound bound,
                          circlet_error *error)
{
    const circlet_travel *travel = s->travel;
    circlet_od_matrix *matrix = NULL;
    circlet_travel_query query = {
        .mode = s->policy->modes[mode],
        .bound = travel->has_bounds ? bound : CIRCLET_BOUND_NOMINAL,
        .destinations = s->entrances,
        .destination_count = s->entrance_count,
        .cutoff_ms = s->rule->as.circle.cutoff_ms};
    circlet_status status;

    choose(s, mode, bound);
    if (s->chosen_count == 0)
        return CIRCLET_OK;
    query.origins = s->origins;
    query.origin_count = s->chosen_count;
    status = travel->find_within(&matrix, &query, travel->user, error);
    for (size_t i = 0; !status && i < s->chosen_count; i++) {
        size_t size = 0;
        const circlet_od_entry *row = circlet_od_matrix_row(matrix, i, &size);
        nearest found = {CIRCLET_UNREACHED, NO_FACILITY};

        if (size > 0)
            found = (nearest){row->time_ms, s->facility_of[row->destination]};
        keep(&s->answers[s->chosen[i]], found, bound);
    }
    circlet_od_matrix_free(matrix);
    return status;
}

/* ---- where streets are not known ---------------------------------------- */

/* The facility that is nearest as the crow flies; in degrees, of which those
 * of longitude are shorter the farther north, which is enough to compare. */
static size_t nearest_by_air(const search *s, size_t person)
{
    circlet_point at =
        circlet_city_demand(s->city, s->people[person].demand)->at;
    double shrink = cos(at.lat * 0.017453292519943295);
    double least = HUGE_VAL;
    size_t found = NO_FACILITY;

    for (size_t i = 0; i < s->entrance_count; i++) {
        double x = (s->entrances[i].lon - at.lon) * shrink;
        double y = s->entrances[i].lat - at.lat;

        if (x * x + y * y < least) {
            least = x * x + y * y;
            found = s->facility_of[i];
        }
    }
    return found;
}

/* Who gets out of the known streets in time may find a way on. */
static circlet_status ask_edge(search *s, size_t mode, circlet_error *error)
{
    circlet_travel_query query = {.mode = s->policy->modes[mode],
                                  .bound = s->travel->has_bounds
                                               ? CIRCLET_BOUND_MIN
                                               : CIRCLET_BOUND_NOMINAL,
                                  .cutoff_ms = s->rule->as.circle.cutoff_ms};
    uint32_t *times_ms = calloc(s->count + 1, sizeof(*times_ms));
    circlet_status status;

    if (!times_ms)
        return ci_fail_nomem(error);
    s->chosen_count = 0;
    for (size_t i = 0; i < s->count; i++)
        if (!s->answers[i].is_outside &&
            s->answers[i].best.facility == NO_FACILITY &&
            (s->people[i].travel.modes >> mode & 1) != 0)
            add_origin(s, i);
    query.origins = s->origins;
    query.origin_count = s->chosen_count;
    status = s->travel->find_edge(times_ms, &query, s->travel->user, error);
    for (size_t i = 0; !status && i < s->chosen_count; i++)
        if (times_ms[i] <= query.cutoff_ms)
            s->answers[s->chosen[i]].best =
                (nearest){times_ms[i], nearest_by_air(s, s->chosen[i])};
    free(times_ms);
    return status;
}

static circlet_status ask_beyond(search *s, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < s->count; i++)
        if (s->answers[i].is_outside)
            s->answers[i].best = (nearest){0, nearest_by_air(s, i)};
    for (size_t mode = 0;
         s->travel->find_edge && !status && mode < s->policy->mode_count;
         mode++)
        status = ask_edge(s, mode, error);
    return status;
}

static circlet_status ask_all(search *s, circlet_error *error)
{
    static const circlet_bound bounds[] = {
        CIRCLET_BOUND_NOMINAL, CIRCLET_BOUND_MIN, CIRCLET_BOUND_MAX};
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < sizeof(bounds) / sizeof(bounds[0]); i++)
        for (size_t mode = 0; !status && mode < s->policy->mode_count; mode++)
            status = ask(s, mode, bounds[i], error);
    return status ? status : ask_beyond(s, error);
}

/* ---- what it comes to --------------------------------------------------- */

static bool add_to(int64_t *sums, nearest found, size_t count, int64_t weight)
{
    return found.facility >= count ||
           ci_add_weight(&sums[found.facility], weight);
}

/* Adds one person to the sums of the three answers, at best but once. */
static bool add_person(const search *s, int64_t *sums[3], ci_catchment *out,
                       size_t count, size_t person)
{
    const answers *found = &s->answers[person];
    const ci_traveller *traveller = &s->people[person];
    const circlet_demand_record *record =
        circlet_city_demand(s->city, traveller->demand);
    uint8_t *before = &s->earlier[traveller->demand];
    int64_t weight = record->weight_milli;

    if (record->is_modelled && found->known.facility < count)
        out[found->known.facility].modelled_milli += weight;
    if (!add_to(sums[0], found->known, count, weight) ||
        (traveller->is_sure && !add_to(sums[2], found->worst, count, weight)))
        return false;
    if (found->best.facility >= count || (*before & EARLIER_AT_BEST))
        return true;
    *before |= EARLIER_AT_BEST;
    return add_to(sums[1], found->best, count, weight);
}

static circlet_status add_people(const search *s, int64_t *sums[3],
                                 ci_catchment *out, size_t count,
                                 circlet_error *error)
{
    for (size_t i = 0; i < s->count; i++)
        if (!add_person(s, sums, out, count, i))
            return ci_fail(error, CIRCLET_E_DATA,
                           "the weights of the people add up to more than 64 "
                           "bits hold");
    return CIRCLET_OK;
}

static void span(ci_catchment *out, size_t count, int64_t *sums[3])
{
    for (size_t i = 0; i < count; i++) {
        ci_cost_range *persons = &out[i].persons_milli;

        persons->known = persons->low = persons->high = sums[0][i];
        for (size_t k = 1; k < 3; k++) {
            if (sums[k][i] < persons->low)
                persons->low = sums[k][i];
            if (sums[k][i] > persons->high)
                persons->high = sums[k][i];
        }
    }
}

static circlet_status ask_rule(search *s, const ci_rule *rule, int year,
                               circlet_error *error)
{
    circlet_status status;

    free(s->people);
    free(s->answers);
    free(s->chosen);
    free(s->origins);
    s->people = NULL;
    s->answers = NULL;
    s->chosen = NULL;
    s->origins = NULL;
    s->count = 0;
    s->rule = rule;
    status = find_people(s, year, error);
    return status ? status : ask_all(s, error);
}

static circlet_status fill(search *s, ci_catchment *out, size_t count,
                           int64_t *sums[3], const ci_fund *fund, int year,
                           circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < fund->circle_count; i++) {
        const ci_rule *rule = &s->policy->rules[fund->circles[i]];

        if (!ci_rule_is_in_force(rule, year))
            continue;
        status = ask_rule(s, rule, year, error);
        if (!status)
            status = add_people(s, sums, out, count, error);
    }
    if (!status)
        span(out, count, sums);
    return status;
}

circlet_status ci_catchments_find(ci_catchment *out,
                                  const uint32_t *facilities, size_t count,
                                  const ci_fund *fund,
                                  const ci_costing *costing,
                                  circlet_error *error)
{
    search s = {.policy = costing->policy,
                .city = costing->city,
                .travel = costing->travel};
    int64_t *all = calloc(3 * count + 1, sizeof(*all));
    int64_t *sums[3] = {all, all ? all + count : NULL,
                        all ? all + 2 * count : NULL};
    circlet_status status;

    s.earlier =
        calloc(circlet_city_demand_count(s.city) + 1, sizeof(*s.earlier));
    status = all && s.earlier ? find_entrances(&s, facilities, count, error)
                              : ci_fail_nomem(error);
    if (!status)
        status = fill(&s, out, count, sums, fund, costing->year, error);
    search_clear(&s);
    free(all);
    return status;
}

/*
 * Of a facility's supply S the people of a unit have the part x / (x + y), of
 * which x is their own demand for it and y that of all others. It grows with
 * x and falls with y, and the two have no person in common: so it is least
 * with the least x and the greatest y, and greatest the other way round. The
 * sum over the facilities, for each of the unit's people, bounds their mean.
 *
 * Where some of a unit's people perhaps do not belong to the group, that sum
 * and the number of people take different sides. So each person's own ratio
 * is bounded as well, and the means of these with and without such people
 * (mean_bounds.h). Both bounds hold, and the narrower is taken.
 *
 * A supply that is not known is at least what is sure of it, and has no end.
 */
#include "policy/even_bounds.h"

#include <math.h>
#include <stdlib.h>

#include "access/gini.h"
#include "access/mean_bounds.h"
#include "base/error.h"

/* Bounds that are no further apart differ by rounding. */
#define ROUNDING 1e-12

/* Demand for each facility, in thousandths of a person times millionths. */
typedef struct demand_bounds {
    double *low, *high;
} demand_bounds;

/* The parts of some people in the supply, and what they come to. */
typedef struct part_bounds {
    demand_bounds own;
    int64_t all_milli, sure_milli;
    bool is_endless; /* facilities that are not listed may add to it */
} part_bounds;

typedef struct bounder {
    ci_even_run *run;
    demand_bounds all; /* of everybody */
    part_bounds unit; /* of the unit at hand */
    part_bounds compared; /* of all units that are compared */
    ci_catchment_band *low_bands, *high_bands; /* that never rise */
    int64_t most_micro; /* that anybody counts anywhere */
    bool has_unlisted; /* who gets anywhere may find another facility */
    ci_od_row *rows;
    int64_t *weights_milli;
    int64_t *demand; /* of each facility */
    ci_mean_part *parts;
    ci_gini_part *units;
} bounder;

/* ---- room --------------------------------------------------------------- */

static bool demand_make(demand_bounds *out, size_t facilities)
{
    out->low = calloc(facilities, sizeof(*out->low));
    out->high = calloc(facilities, sizeof(*out->high));
    return out->low && out->high;
}

static void demand_clear(demand_bounds *demand)
{
    free(demand->low);
    free(demand->high);
}

static void bounder_clear(bounder *b)
{
    demand_clear(&b->all);
    demand_clear(&b->unit.own);
    demand_clear(&b->compared.own);
    free(b->low_bands);
    free(b->high_bands);
    free(b->rows);
    free(b->weights_milli);
    free(b->demand);
    free(b->parts);
    free(b->units);
}

/* Who takes longer than the least time, but not than the greatest, may fall
 * into any band between. With bands that never rise the ends decide. */
static void start_bands(bounder *b, const ci_evenness *evenness)
{
    size_t count = evenness->band_count;

    b->most_micro = count > 0 ? 0 : CI_DECAY_ONE;
    for (size_t i = 0; i < count; i++) {
        b->low_bands[i] = evenness->bands[i];
        if (i > 0 &&
            b->low_bands[i - 1].weight_micro < b->low_bands[i].weight_micro)
            b->low_bands[i].weight_micro = b->low_bands[i - 1].weight_micro;
    }
    for (size_t i = count; i-- > 0;) {
        b->high_bands[i] = evenness->bands[i];
        if (b->most_micro < b->high_bands[i].weight_micro)
            b->most_micro = b->high_bands[i].weight_micro;
        b->high_bands[i].weight_micro = b->most_micro;
    }
}

static bool allocate(bounder *b)
{
    const ci_catchment_run *catchment = &b->run->catchment;
    size_t bands = catchment->rule->as.evenness.band_count + 1;
    size_t people = catchment->count + 1;
    size_t facilities = catchment->facility_count + 1;
    size_t units = circlet_city_unit_count(catchment->judgement->city) + 1;
    bool has_all = demand_make(&b->all, facilities) &&
                   demand_make(&b->unit.own, facilities) &&
                   demand_make(&b->compared.own, facilities);

    b->low_bands = malloc(bands * sizeof(*b->low_bands));
    b->high_bands = malloc(bands * sizeof(*b->high_bands));
    b->rows = malloc(people * sizeof(*b->rows));
    b->weights_milli = malloc(people * sizeof(*b->weights_milli));
    b->demand = malloc(facilities * sizeof(*b->demand));
    b->parts = malloc(people * sizeof(*b->parts));
    b->units = malloc(units * sizeof(*b->units));
    return has_all && b->low_bands && b->high_bands && b->rows &&
           b->weights_milli && b->demand && b->parts && b->units;
}

static circlet_status bounder_start(bounder *b, circlet_error *error)
{
    const ci_catchment_run *catchment = &b->run->catchment;

    if (!allocate(b))
        return ci_fail_nomem(error);
    start_bands(b, &catchment->rule->as.evenness);
    b->has_unlisted = !circlet_city_is_complete(catchment->judgement->city,
                                                CIRCLET_PART_FACILITIES);
    return CIRCLET_OK;
}

/* ---- demand ------------------------------------------------------------- */

/* Some people of the run: those of a unit, or everybody. */
typedef struct even_people {
    const ci_catchment_member *members; /* NULL: everybody */
    size_t count;
} even_people;

static const ci_catchment_person *person_at(const bounder *b,
                                            const even_people *people,
                                            size_t i)
{
    return &b->run->catchment
                .people[people->members ? people->members[i].person : i];
}

/* At worst who is perhaps in the group is not; at best everybody is, and who
 * could get anywhere is added apart. */
static circlet_status sum_rows(bounder *b, const even_people *people,
                               bool is_high, circlet_error *error)
{
    const ci_catchment_run *catchment = &b->run->catchment;
    const ci_catchment_problem problem = {
        .rows = b->rows,
        .weights_milli = b->weights_milli,
        .row_count = people->count,
        .facility_count = catchment->facility_count,
        .bands = is_high ? b->high_bands : b->low_bands,
        .band_count = catchment->rule->as.evenness.band_count};

    for (size_t i = 0; i < people->count; i++) {
        const ci_catchment_person *person = person_at(b, people, i);
        bool counts = is_high ? !ci_even_goes_anywhere(b->run, person)
                              : person->member == CI_MEMBER_YES;

        b->rows[i] = person->rows[is_high ? CI_CASE_BEST : CI_CASE_WORST];
        b->weights_milli[i] = counts ? person->weight_milli : 0;
    }
    return ci_catchment_demand(b->demand, &problem, error);
}

static circlet_status find_demand(demand_bounds *out, bounder *b,
                                  const even_people *people,
                                  circlet_error *error)
{
    size_t facilities = b->run->catchment.facility_count;
    double anywhere = 0;
    circlet_status status = sum_rows(b, people, false, error);

    for (size_t j = 0; !status && j < facilities; j++)
        out->low[j] = (double)b->demand[j];
    if (!status)
        status = sum_rows(b, people, true, error);
    for (size_t i = 0; i < people->count; i++) {
        const ci_catchment_person *person = person_at(b, people, i);

        if (ci_even_goes_anywhere(b->run, person))
            anywhere += (double)person->weight_milli * (double)b->most_micro;
    }
    for (size_t j = 0; !status && j < facilities; j++)
        out->high[j] = (double)b->demand[j] + anywhere;
    return status;
}

/* ---- the part of some people -------------------------------------------- */

static double part_of(double own, double others)
{
    return own > 0 ? own / (own + fmax(0.0, others)) : 0.0;
}

static double supply_high(const ci_even_run *run, size_t j)
{
    return run->supply[j] < 0 ? (double)INFINITY : (double)run->supply[j];
}

/* For each of the people: at least with all who perhaps count among them, at
 * most with none. */
static ci_even_bounds bound_part(const bounder *b, const part_bounds *part)
{
    const demand_bounds *own = &part->own;
    ci_even_bounds sum = {0, part->is_endless ? (double)INFINITY : 0.0};

    for (size_t j = 0; j < b->run->catchment.facility_count; j++) {
        double low = part_of(own->low[j], b->all.high[j] - own->high[j]);
        double high = part_of(own->high[j], b->all.low[j] - own->low[j]);

        if (b->run->supply_low[j] > 0)
            sum.low += low * (double)b->run->supply_low[j];
        if (high > 0)
            sum.high += high * supply_high(b->run, j);
    }
    if (part->all_milli == 0)
        return (ci_even_bounds){(double)NAN, (double)NAN};
    sum.low = sum.low * 1000 / (double)part->all_milli;
    sum.high = part->sure_milli > 0
                   ? sum.high * 1000 / (double)part->sure_milli
                   : (double)INFINITY;
    return sum;
}

static bool is_endless(const bounder *b, const even_people *people)
{
    if (b->run->has_unknown_offer)
        return true;
    for (size_t i = 0; b->has_unlisted && i < people->count; i++)
        if (ci_even_goes_anywhere(b->run, person_at(b, people, i)))
            return true;
    return false;
}

/* ---- person by person --------------------------------------------------- */

/* Millionths of a place for each thousandth to places for each person. */
static double to_ratio(double weight_micro, double supply, double demand)
{
    return weight_micro > 0 ? weight_micro * supply * 1000 / demand : 0.0;
}

/* What a facility gives to somebody who counts there at most so much: who
 * counts there adds to its demand. */
static double most_of(const bounder *b, const ci_catchment_person *person,
                      size_t j, int64_t weight_micro)
{
    double own = (double)weight_micro * (double)person->weight_milli;
    double demand = person->member == CI_MEMBER_YES ? fmax(b->all.low[j], own)
                                                    : b->all.low[j] + own;

    return b->run->supply[j] != 0
               ? to_ratio((double)weight_micro, supply_high(b->run, j), demand)
               : 0.0;
}

static double bound_below(const bounder *b, const ci_catchment_person *person)
{
    const ci_od_row *row = &person->rows[CI_CASE_WORST];
    size_t bands = b->run->catchment.rule->as.evenness.band_count;
    double sum = 0;

    for (size_t k = 0; k < row->count; k++) {
        size_t j = row->entries[k].destination;
        int64_t weight = ci_catchment_weight_at(b->low_bands, bands,
                                                row->entries[k].time_ms);

        if (b->run->supply_low[j] > 0)
            sum += to_ratio((double)weight, (double)b->run->supply_low[j],
                            b->all.high[j]);
    }
    return sum;
}

static double bound_above(const bounder *b, const ci_catchment_person *person)
{
    const ci_od_row *row = &person->rows[CI_CASE_BEST];
    size_t bands = b->run->catchment.rule->as.evenness.band_count;
    double sum = 0;

    if (ci_even_goes_anywhere(b->run, person)) {
        for (size_t j = 0; j < b->run->catchment.facility_count; j++)
            sum += most_of(b, person, j, b->most_micro);
        return sum;
    }
    for (size_t k = 0; k < row->count; k++)
        sum += most_of(b, person, row->entries[k].destination,
                       ci_catchment_weight_at(b->high_bands, bands,
                                              row->entries[k].time_ms));
    return sum;
}

static void bound_by_person(ci_even_bounds *out, bounder *b,
                            const even_people *people)
{
    double low, high;

    for (size_t i = 0; i < people->count; i++) {
        const ci_catchment_person *person = person_at(b, people, i);

        b->parts[i] =
            (ci_mean_part){.weight = (double)person->weight_milli,
                           .low = bound_below(b, person),
                           .high = b->unit.is_endless ? (double)INFINITY
                                                      : bound_above(b, person),
                           .is_sure = person->member == CI_MEMBER_YES};
    }
    ci_mean_bounds(&low, &high, b->parts, people->count);
    out->low = fmax(out->low, low);
    out->high = fmin(out->high, high);
}

/* ---- units, their mean and their evenness ------------------------------- */

/* Bounds that meet are what is known. */
static void settle(ci_even_bounds *bounds, double nominal, bool is_exact)
{
    double slack = ROUNDING * bounds->low;

    if (is_exact || (fabs(bounds->low - nominal) <= slack &&
                     fabs(bounds->high - nominal) <= slack))
        bounds->low = bounds->high = nominal;
    if (bounds->high < bounds->low)
        bounds->high = bounds->low;
}

static void add_to_compared(part_bounds *sum, const part_bounds *unit,
                            size_t facilities)
{
    sum->all_milli += unit->all_milli;
    sum->sure_milli += unit->sure_milli;
    sum->is_endless = sum->is_endless || unit->is_endless;
    for (size_t j = 0; j < facilities; j++) {
        sum->own.low[j] += unit->own.low[j];
        sum->own.high[j] += unit->own.high[j];
    }
}

static circlet_status bound_unit(bounder *b, const even_people *people,
                                 circlet_error *error)
{
    ci_even_run *run = b->run;
    ci_even_unit *unit = &run->units[people->members[0].unit];
    circlet_status status = find_demand(&b->unit.own, b, people, error);

    if (status)
        return status;
    b->unit.all_milli = unit->all_milli;
    b->unit.sure_milli = unit->sure_milli;
    b->unit.is_endless = is_endless(b, people);
    unit->bounds = bound_part(b, &b->unit);
    if (unit->sure_milli < unit->all_milli)
        bound_by_person(&unit->bounds, b, people);
    settle(&unit->bounds, unit->ratio, run->is_exact);
    add_to_compared(&b->compared, &b->unit, run->catchment.facility_count);
    return CIRCLET_OK;
}

static void bound_gini(bounder *b)
{
    ci_even_run *run = b->run;
    size_t units = circlet_city_unit_count(run->catchment.judgement->city);
    size_t count = 0;

    for (size_t i = 0; i < units; i++) {
        const ci_even_unit *unit = &run->units[i];

        if (ci_even_is_compared(run, (circlet_unit)i) && unit->all_milli > 0)
            b->units[count++] =
                (ci_gini_part){.low = unit->bounds.low,
                               .high = unit->bounds.high,
                               .few = (double)unit->sure_milli / 1000,
                               .many = (double)unit->all_milli / 1000};
    }
    run->gini_bounds = (ci_even_bounds){run->gini, run->gini};
    if (!run->is_exact)
        ci_gini_bounds(&run->gini_bounds.low, &run->gini_bounds.high, b->units,
                       count);
}

static circlet_status find_bounds(bounder *b,
                                  const ci_catchment_member *members,
                                  size_t count, circlet_error *error)
{
    ci_even_run *run = b->run;
    const even_people everybody = {NULL, run->catchment.count};
    circlet_status status = find_demand(&b->all, b, &everybody, error);
    size_t size = 1;

    for (size_t i = 0; !status && i < count; i += size) {
        size = ci_catchment_unit_size(members + i, count - i);
        const even_people people = {members + i, size};

        if (ci_even_is_compared(run, members[i].unit))
            status = bound_unit(b, &people, error);
    }
    if (status)
        return status;
    run->mean_bounds = bound_part(b, &b->compared);
    settle(&run->mean_bounds, run->mean, run->is_exact);
    bound_gini(b);
    return CIRCLET_OK;
}

circlet_status ci_even_bounds_find(ci_even_run *run,
                                   const ci_catchment_member *members,
                                   size_t count, circlet_error *error)
{
    bounder b = {.run = run};
    circlet_status status = bounder_start(&b, error);

    if (!status)
        status = find_bounds(&b, members, count, error);
    bounder_clear(&b);
    return status;
}

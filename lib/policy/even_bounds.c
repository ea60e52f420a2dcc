/*
 * Of a facility's supply S the people of a unit have the part x / (x + y), of
 * which x is their own demand for it and y that of all others. It grows with
 * x and falls with y, and the two have no person in common: so it is least
 * with the least x and the greatest y, and greatest the other way round. The
 * sum over the facilities, for each of the unit's people, bounds their mean.
 *
 * Some of a unit's people perhaps do not belong to the group: none of them,
 * or any of them, which is somebody at least. A row that stands for several
 * says nothing of each, so any of them may belong, and no bound hangs on how
 * persons are put into rows. Where rows stand for parts of persons (cells of a
 * grid), such a part may be all that belongs.
 *
 * With such people the sum and the number of people take different sides. So
 * each person's own ratio is bounded as well, and the means of these with and
 * without any of them (mean_bounds.h). Both bounds hold, and the narrower is
 * taken.
 *
 * A supply that is not known is at least what is sure of it, and has no end.
 */
#include "policy/even_bounds.h"

#include <math.h>
#include <stdlib.h>

#include "access/gini.h"
#include "access/mean_bounds.h"
#include "base/error.h"
#include "policy/even_demand.h"

/* Bounds that are no further apart differ by rounding. */
#define ROUNDING 1e-12

/* The parts of some people in the supply, and what they come to. */
typedef struct part_bounds {
    ci_even_demand own;
    int64_t all_milli, sure_milli;
    int64_t perhaps_milli; /* as of a unit */
    bool is_endless; /* facilities that are not listed may add to it */
} part_bounds;

typedef struct bounder {
    ci_even_run *run;
    ci_even_sums sums;
    ci_even_demand all; /* of everybody */
    part_bounds unit; /* of the unit at hand */
    part_bounds compared; /* of all units that are compared */
    bool has_unlisted; /* who gets anywhere may find another facility */
    ci_mean_part *parts;
    ci_gini_part *units;
} bounder;

/* ---- room --------------------------------------------------------------- */

static void bounder_clear(bounder *b)
{
    ci_even_demand_clear(&b->all);
    ci_even_demand_clear(&b->unit.own);
    ci_even_demand_clear(&b->compared.own);
    ci_even_sums_clear(&b->sums);
    free(b->parts);
    free(b->units);
}

static bool allocate(bounder *b)
{
    const ci_catchment_run *catchment = &b->run->catchment;
    size_t people = catchment->count + 1;
    size_t facilities = catchment->facility_count + 1;
    size_t units = circlet_city_unit_count(catchment->judgement->city) + 1;
    bool has_all = ci_even_demand_make(&b->all, facilities) &&
                   ci_even_demand_make(&b->unit.own, facilities) &&
                   ci_even_demand_make(&b->compared.own, facilities);

    b->parts = malloc(people * sizeof(*b->parts));
    b->units = malloc(units * sizeof(*b->units));
    return has_all && b->parts && b->units;
}

static circlet_status bounder_start(bounder *b, circlet_error *error)
{
    const ci_catchment_run *catchment = &b->run->catchment;

    if (!allocate(b))
        return ci_fail_nomem(error);
    b->has_unlisted = !circlet_city_is_complete(catchment->judgement->city,
                                                CIRCLET_PART_FACILITIES);
    return ci_even_sums_start(&b->sums, b->run, error);
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

/* What they have at least where nobody is missing who may be one of them. */
static double sum_least(const bounder *b, const part_bounds *part)
{
    const ci_even_demand *own = &part->own, *all = &b->all;
    double sum = 0;

    for (size_t j = 0; j < b->run->catchment.facility_count; j++)
        if (b->run->supply_low[j] > 0)
            sum +=
                part_of(own->of[CI_EVEN_LEAST][j],
                        all->of[CI_EVEN_MOST][j] - own->of[CI_EVEN_MOST][j]) *
                (double)b->run->supply_low[j];
    return sum;
}

/* What they have at most where only these of them belong. */
static double sum_most(const bounder *b, const part_bounds *part,
                       ci_even_end end)
{
    const ci_even_demand *own = &part->own, *all = &b->all;
    double sum = part->is_endless ? (double)INFINITY : 0.0;

    for (size_t j = 0; j < b->run->catchment.facility_count; j++) {
        double high = part_of(own->of[end][j], all->of[CI_EVEN_LEAST][j] -
                                                   own->of[CI_EVEN_LEAST][j]);

        if (high > 0)
            sum += high * supply_high(b->run, j);
    }
    return sum;
}

/* The greatest mean: of those who surely belong alone, or with the least that
 * may come to them. */
static double bound_mean_above(const bounder *b, const part_bounds *part)
{
    double high = 0;

    if (part->sure_milli > 0)
        high =
            sum_most(b, part, CI_EVEN_SURE) * 1000 / (double)part->sure_milli;
    if (part->perhaps_milli > 0)
        high =
            fmax(high, sum_most(b, part, CI_EVEN_MOST) * 1000 /
                           (double)(part->sure_milli + part->perhaps_milli));
    return high;
}

/* For each of the people: at least with all who perhaps count among them. */
static ci_even_bounds bound_part(const bounder *b, const part_bounds *part)
{
    if (part->all_milli == 0)
        return (ci_even_bounds){(double)NAN, (double)NAN};
    return (ci_even_bounds){sum_least(b, part) * 1000 /
                                (double)part->all_milli,
                            bound_mean_above(b, part)};
}

static bool is_endless(const bounder *b, const ci_even_people *people)
{
    if (b->run->has_unknown_offer)
        return true;
    for (size_t i = 0; b->has_unlisted && i < people->count; i++)
        if (ci_even_goes_anywhere(b->run,
                                  ci_even_person_at(b->run, people, i)))
            return true;
    return false;
}

/* ---- person by person --------------------------------------------------- */

/* Millionths of a place for each thousandth to places for each person. */
static double to_ratio(double weight_micro, double supply, double demand)
{
    return weight_micro > 0 ? weight_micro * supply * 1000 / demand : 0.0;
}

/* What a facility gives to somebody who counts there at most so much. How
 * many like them come is not known: the demand that is sure may be all. */
static double most_of(const bounder *b, size_t j, int64_t weight_micro)
{
    return b->run->supply[j] != 0
               ? to_ratio((double)weight_micro, supply_high(b->run, j),
                          b->all.of[CI_EVEN_LEAST][j])
               : 0.0;
}

static double bound_below(const bounder *b, const ci_catchment_person *person)
{
    const ci_od_row *row = &person->rows[CI_CASE_WORST];
    size_t bands = b->run->catchment.rule->as.evenness.band_count;
    double sum = 0;

    for (size_t k = 0; k < row->count; k++) {
        size_t j = row->entries[k].destination;
        int64_t weight = ci_catchment_weight_at(b->sums.low_bands, bands,
                                                row->entries[k].time_ms);

        if (b->run->supply_low[j] > 0)
            sum += to_ratio((double)weight, (double)b->run->supply_low[j],
                            b->all.of[CI_EVEN_MOST][j]);
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
            sum += most_of(b, j, b->sums.most_micro);
        return sum;
    }
    for (size_t k = 0; k < row->count; k++)
        sum += most_of(b, row->entries[k].destination,
                       ci_catchment_weight_at(b->sums.high_bands, bands,
                                              row->entries[k].time_ms));
    return sum;
}

static void bound_by_person(ci_even_bounds *out, bounder *b,
                            const ci_even_people *people)
{
    double low, high;

    for (size_t i = 0; i < people->count; i++) {
        const ci_catchment_person *person =
            ci_even_person_at(b->run, people, i);

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
    sum->perhaps_milli =
        ci_even_least_of(sum->perhaps_milli, unit->perhaps_milli);
    sum->is_endless = sum->is_endless || unit->is_endless;
    for (int end = 0; end < CI_EVEN_COUNT; end++)
        for (size_t j = 0; j < facilities; j++)
            sum->own.of[end][j] += unit->own.of[end][j];
}

static circlet_status bound_unit(bounder *b, const ci_even_people *people,
                                 circlet_error *error)
{
    ci_even_run *run = b->run;
    ci_even_unit *unit = &run->units[people->members[0].unit];
    const bool are_all_sure = unit->sure_milli == unit->all_milli;
    circlet_status status =
        ci_even_demand_find(&b->unit.own, &b->sums, people, error);

    if (!status)
        status = ci_even_demand_find_sure(&b->unit.own, &b->sums, people,
                                          are_all_sure, error);
    if (status)
        return status;
    b->unit.all_milli = unit->all_milli;
    b->unit.sure_milli = unit->sure_milli;
    b->unit.perhaps_milli = unit->perhaps_milli;
    b->unit.is_endless = is_endless(b, people);
    unit->bounds = bound_part(b, &b->unit);
    if (!are_all_sure)
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
    const ci_even_people everybody = {NULL, run->catchment.count};
    circlet_status status =
        ci_even_demand_find(&b->all, &b->sums, &everybody, error);
    size_t size = 1;

    for (size_t i = 0; !status && i < count; i += size) {
        size = ci_catchment_unit_size(members + i, count - i);
        const ci_even_people people = {members + i, size};

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

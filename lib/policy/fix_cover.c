/* Whom each place would cover, and the place of each unit that covers most. */
#include <stdlib.h>

#include "base/error.h"
#include "policy/fix_circle.h"

/* What each person who is not covered reaches: a row of the matrix of their
 * mode. Beside `uncovered`. */
typedef struct reach {
    circlet_od_matrix **matrices; /* of each mode; NULL: nobody has it */
    size_t mode_count;
    size_t *rows;
    circlet_point *origins;
    circlet_point *destinations; /* all ways into the places */
    size_t destination_count;
    size_t *places; /* of each destination */
    size_t *visitors; /* of each place: the last who was counted, from 1 */
    int64_t *covered_milli; /* of each place, by people of one unit */
} reach;

static void clear(reach *r)
{
    for (size_t mode = 0; r->matrices && mode < r->mode_count; mode++)
        circlet_od_matrix_free(r->matrices[mode]);
    free(r->matrices);
    free(r->rows);
    free(r->origins);
    free(r->destinations);
    free(r->places);
    free(r->visitors);
    free(r->covered_milli);
}

static size_t ways_into(const ci_fix_place *place)
{
    return place->entrance_count > 0 ? place->entrance_count : 1;
}

static bool allocate(reach *r, const ci_fix_run *work)
{
    size_t ways = 1;

    for (size_t i = 0; i < work->place_count; i++)
        ways += ways_into(&work->places[i]);
    r->mode_count = work->run.judgement->policy->mode_count;
    r->matrices = calloc(r->mode_count + 1, sizeof(circlet_od_matrix *));
    r->rows = calloc(work->uncovered_count + 1, sizeof(*r->rows));
    r->origins = calloc(work->uncovered_count + 1, sizeof(*r->origins));
    r->destinations = calloc(ways, sizeof(*r->destinations));
    r->places = calloc(ways, sizeof(*r->places));
    r->visitors = calloc(work->place_count + 1, sizeof(*r->visitors));
    r->covered_milli =
        calloc(work->place_count + 1, sizeof(*r->covered_milli));
    return r->matrices && r->rows && r->origins && r->destinations &&
           r->places && r->visitors && r->covered_milli;
}

static const ci_traveller *person_at(const ci_fix_run *work, size_t i)
{
    return &work->run.people[work->uncovered[i]];
}

/* ---- who reaches what --------------------------------------------------- */

/* One question for the people of the whole city who go by one mode. */
static circlet_status ask_by_mode(reach *r, const ci_fix_run *work,
                                  size_t mode, circlet_error *error)
{
    const ci_judgement *judgement = work->run.judgement;
    circlet_travel_query query = {.mode = judgement->policy->modes[mode],
                                  .bound = CIRCLET_BOUND_NOMINAL,
                                  .origins = r->origins,
                                  .destinations = r->destinations,
                                  .destination_count = r->destination_count,
                                  .cutoff_ms =
                                      work->run.rule->as.circle.cutoff_ms};

    for (size_t i = 0; i < work->uncovered_count; i++) {
        const ci_traveller *person = person_at(work, i);

        if (person->travel.mode != mode)
            continue;
        r->rows[i] = query.origin_count;
        r->origins[query.origin_count++] =
            circlet_city_demand(judgement->city, person->demand)->at;
    }
    return query.origin_count == 0
               ? CIRCLET_OK
               : judgement->travel->find_within(&r->matrices[mode], &query,
                                                judgement->travel->user,
                                                error);
}

static void add_destinations(reach *r, const ci_fix_run *work, size_t i)
{
    const ci_fix_place *place = &work->places[i];

    for (size_t k = 0; k < ways_into(place); k++) {
        r->places[r->destination_count] = i;
        r->destinations[r->destination_count++] =
            place->entrance_count > 0 ? place->entrances[k] : place->at;
    }
}

static circlet_status ask(reach *r, const ci_fix_run *work,
                          circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < work->place_count; i++)
        add_destinations(r, work, i);
    for (size_t mode = 0; !status && mode < r->mode_count; mode++)
        status = ask_by_mode(r, work, mode, error);
    return status;
}

/* What a person reaches; NULL: how they travel is nothing that was asked. */
static const circlet_od_entry *row_of(const reach *r, const ci_fix_run *work,
                                      size_t i, size_t *count)
{
    size_t mode = person_at(work, i)->travel.mode;

    *count = 0;
    return mode < r->mode_count && r->matrices[mode]
               ? circlet_od_matrix_row(r->matrices[mode], r->rows[i], count)
               : NULL;
}

/* ---- the best of each unit ---------------------------------------------- */

static bool is_better(const ci_fix_place *a, int64_t a_milli,
                      const ci_fix_place *b, int64_t b_milli)
{
    if (a->is_last != b->is_last)
        return b->is_last;
    if (a_milli != b_milli)
        return a_milli > b_milli;
    if (ci_way_is_cheaper(&a->option.price, &b->option.price) ||
        ci_way_is_cheaper(&b->option.price, &a->option.price))
        return ci_way_is_cheaper(&a->option.price, &b->option.price);
    return a < b;
}

/* Looks at one more place whose sum is known, and forgets that. */
static void try_place(ci_fix_run *work, reach *r, circlet_unit unit,
                      size_t place)
{
    int64_t covered = r->covered_milli[place];
    size_t best = work->best[unit];

    r->covered_milli[place] = 0;
    if (covered == 0 ||
        (best != CI_NO_POSITION &&
         !is_better(&work->places[place], covered, &work->places[best],
                    work->best_milli[unit])))
        return;
    work->best[unit] = place;
    work->best_milli[unit] = covered;
}

/* Whoever reaches a place by several entrances is counted once. */
static void add_person(reach *r, const ci_fix_run *work, circlet_unit unit,
                       size_t i)
{
    size_t count;
    const circlet_od_entry *row = row_of(r, work, i, &count);

    for (size_t e = 0; e < count; e++) {
        size_t place = r->places[row[e].destination];
        circlet_unit owner = work->places[place].unit;

        if ((owner != CIRCLET_NONE && owner != unit) ||
            r->visitors[place] == i + 1)
            continue;
        r->visitors[place] = i + 1;
        r->covered_milli[place] += work->run.weights_milli[work->uncovered[i]];
    }
}

/* Adds up what the unit's people reach, then looks at each of these places:
 * the work is that of the rows, however many places the city has. */
static void find_best(ci_fix_run *work, reach *r, circlet_unit unit)
{
    size_t count;

    for (size_t i = work->first[unit]; i < work->first[unit + 1]; i++)
        add_person(r, work, unit, i);
    for (size_t i = work->first[unit]; i < work->first[unit + 1]; i++) {
        const circlet_od_entry *row = row_of(r, work, i, &count);

        for (size_t e = 0; e < count; e++)
            try_place(work, r, unit, r->places[row[e].destination]);
    }
}

circlet_status ci_fix_cover(ci_fix_run *work, circlet_error *error)
{
    size_t units = circlet_city_unit_count(work->run.judgement->city);
    reach r = {.mode_count = 0};
    circlet_status status =
        allocate(&r, work) ? CIRCLET_OK : ci_fail_nomem(error);

    if (!status)
        status = ask(&r, work, error);
    for (size_t unit = 0; !status && unit < units; unit++)
        work->best[unit] = CI_NO_POSITION;
    for (size_t unit = 0; !status && unit < units; unit++)
        find_best(work, &r, (circlet_unit)unit);
    clear(&r);
    return status;
}

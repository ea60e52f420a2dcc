/* Rows of people whom nothing is near enough, and of venues. Those who live at
 * one place and travel alike are one row. */
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "policy/traveller.h"
#include "verify/lacks.h"

/* A venue counts as one person. */
#define VENUE_WEIGHT INT64_C(1000000)

typedef struct dwelling {
    circlet_point at;
    circlet_unit unit;
    size_t mode;
    ci_modes modes; /* that are possible, where that counts */
    bool is_unknown;
    circlet_unit street;
    int64_t weight_milli, modelled_milli;
} dwelling;

static int compare_coordinates(double a, double b)
{
    return (a > b) - (a < b);
}

static int compare_dwellings(const void *left, const void *right)
{
    const dwelling *a = left, *b = right;
    int order = (a->mode > b->mode) - (a->mode < b->mode);

    if (order == 0)
        order = (a->modes > b->modes) - (a->modes < b->modes);
    if (order == 0)
        order = a->is_unknown - b->is_unknown;
    if (order == 0)
        order = (a->unit > b->unit) - (a->unit < b->unit);
    if (order == 0)
        order = compare_coordinates(a->at.lon, b->at.lon);
    return order ? order : compare_coordinates(a->at.lat, b->at.lat);
}

/* ---- the lack of a unit ------------------------------------------------- */

/* SIZE_MAX: the rule does not fail there. */
static size_t *lack_of_units(const ci_lacks *lacks, size_t rule)
{
    size_t units = circlet_city_unit_count(lacks->judgement->city);
    size_t *out = malloc((units + 1) * sizeof(*out));

    for (size_t u = 0; out && u < units; u++)
        out[u] = SIZE_MAX;
    for (size_t i = 0; out && i < lacks->count; i++)
        if (lacks->items[i].rule == rule &&
            lacks->items[i].unit != CIRCLET_NONE)
            out[lacks->items[i].unit] = i;
    return out;
}

/* ---- batches ------------------------------------------------------------ */

static circlet_status add_batch(ci_lacks *lacks, const ci_lack_batch *batch,
                                circlet_error *error)
{
    ci_lack_batch *batches =
        ci_array_reserve_one(lacks->batches, lacks->batch_count,
                             &lacks->batch_capacity, sizeof(*batches));

    if (!batches)
        return ci_fail_nomem(error);
    lacks->batches = batches;
    batches[lacks->batch_count++] = *batch;
    return CIRCLET_OK;
}

/* What is asked of a batch: how people get to the places. */
typedef struct looking {
    ci_lacks *lacks;
    ci_lack_batch *batch;
    circlet_travel_query query;
    circlet_point *homes;
    uint32_t *times_ms;
    circlet_snap *snaps;
} looking;

static bool is_near(const looking *of, size_t i)
{
    return of->times_ms[i] <= of->batch->cutoff_ms &&
           (of->snaps[i] == CIRCLET_SNAP_TIED || of->times_ms[i] == 0);
}

static circlet_status ask(looking *of, size_t mode, circlet_bound bound,
                          circlet_error *error)
{
    const ci_judgement *judgement = of->lacks->judgement;
    const circlet_travel *travel = judgement->travel;

    of->query.mode = judgement->policy->modes[mode];
    of->query.bound = travel->has_bounds ? bound : CIRCLET_BOUND_NOMINAL;
    return travel->find_nearest(of->times_ms, of->snaps, &of->query,
                                travel->user, error);
}

/* An island to the facilities that there are may be none to others. */
static circlet_status look_each(looking *of, circlet_error *error)
{
    ci_lack_row *rows = &of->lacks->rows[of->batch->first];
    circlet_bound bound =
        of->lacks->is_cautious ? CIRCLET_BOUND_MAX : CIRCLET_BOUND_NOMINAL;
    circlet_status status = CIRCLET_OK;

    for (size_t m = 0; status == CIRCLET_OK && of->query.origin_count > 0 &&
                       m < of->lacks->judgement->policy->mode_count;
         m++) {
        ci_modes one = (ci_modes)1 << m;

        if (!(of->batch->modes & one))
            continue;
        status = ask(of, m, bound, error);
        for (size_t i = 0; status == CIRCLET_OK && i < of->query.origin_count;
             i++) {
            rows[i].tied |= of->snaps[i] != CIRCLET_SNAP_NO_ROAD ? one : 0;
            rows[i].open |= is_near(of, i) ? 0 : one;
        }
    }
    return status;
}

/* Who is in doubt is looked at as assumed. */
static circlet_status look_assumed(looking *of, circlet_error *error)
{
    ci_lack_row *rows = &of->lacks->rows[of->batch->first];
    circlet_status status =
        of->query.origin_count > 0 && of->lacks->is_cautious
            ? ask(of, of->batch->mode, CIRCLET_BOUND_NOMINAL, error)
            : CIRCLET_OK;

    for (size_t i = 0; status == CIRCLET_OK && of->lacks->is_cautious &&
                       i < of->query.origin_count;
         i++) {
        rows[i].is_tied = of->snaps[i] != CIRCLET_SNAP_NO_ROAD;
        rows[i].is_assumed |= is_near(of, i);
    }
    return status;
}

static void drop_reached(ci_lacks *lacks, ci_lack_batch *batch)
{
    size_t kept = batch->first;

    for (size_t i = batch->first; i < batch->end; i++)
        if (lacks->rows[i].open != 0)
            lacks->rows[kept++] = lacks->rows[i];
    lacks->row_count = batch->end = kept;
}

/* Says of the rows of a batch how they are tied to streets, and takes out
 * those that reach one of some places already. */
static circlet_status look_around(ci_lacks *lacks, ci_lack_batch *batch,
                                  const circlet_point *places, size_t count,
                                  circlet_error *error)
{
    size_t asked = batch->end - batch->first;
    looking of = {.lacks = lacks,
                  .batch = batch,
                  .homes = malloc((asked + 1) * sizeof(*of.homes)),
                  .times_ms = malloc((asked + 1) * sizeof(*of.times_ms)),
                  .snaps = malloc((asked + 1) * sizeof(*of.snaps))};
    circlet_status status = of.homes && of.times_ms && of.snaps
                                ? CIRCLET_OK
                                : ci_fail_nomem(error);

    for (size_t i = 0; of.homes && i < asked; i++)
        of.homes[i] = lacks->rows[batch->first + i].at;
    of.query = (circlet_travel_query){.origins = of.homes,
                                      .origin_count = asked,
                                      .destinations = places,
                                      .destination_count = count,
                                      .cutoff_ms = batch->cutoff_ms};
    if (status == CIRCLET_OK)
        status = look_each(&of, error);
    if (status == CIRCLET_OK)
        status = look_assumed(&of, error);
    if (status == CIRCLET_OK)
        drop_reached(lacks, batch);
    free(of.homes);
    free(of.times_ms);
    free(of.snaps);
    return status;
}

/* ---- people ------------------------------------------------------------- */

/* The entrances of the facilities that a rule is about. */
static circlet_status find_doors(circlet_point **out, size_t *count,
                                 const ci_judgement *judgement,
                                 const ci_rule *rule, circlet_error *error)
{
    uint32_t *facilities = NULL;
    size_t facility_count = 0;
    circlet_status status =
        ci_rule_facilities(&facilities, &facility_count, judgement->policy,
                           judgement->city, rule, judgement->day, error);

    if (status == CIRCLET_OK)
        status = ci_entrances_find(out, count, judgement->city, facilities,
                                   facility_count, error);
    free(facilities);
    return status;
}

static void merge(dwelling *into, const dwelling *other)
{
    into->weight_milli += other->weight_milli;
    into->modelled_milli += other->modelled_milli;
}

/* Whether somebody is in a row of their own or with others. */
static bool is_asked(const ci_lacks *lacks, const ci_traveller *person,
                     const size_t *lack_of_unit)
{
    const ci_judgement *judgement = lacks->judgement;

    return circlet_city_demand(judgement->city, person->demand)->weight_milli >
               0 &&
           person->travel.mode < judgement->policy->mode_count &&
           lack_of_unit[person->unit] != SIZE_MAX &&
           (!lacks->is_cautious || person->travel.modes != 0);
}

static dwelling dwelling_of(const ci_lacks *lacks, const ci_traveller *person,
                            bool is_unknown)
{
    const circlet_city *city = lacks->judgement->city;
    const circlet_demand_record *record =
        circlet_city_demand(city, person->demand);

    return (dwelling){
        .at = record->at,
        .unit = person->unit,
        .mode = person->travel.mode,
        .modes = lacks->is_cautious ? person->travel.modes
                                    : (ci_modes)1 << person->travel.mode,
        .is_unknown = is_unknown,
        .street = circlet_city_demand_unit(city, person->demand,
                                           CIRCLET_LEVEL_STREET),
        .weight_milli = record->weight_milli,
        .modelled_milli = record->is_modelled ? record->weight_milli : 0};
}

/* Those of a unit that fails, by how they travel, whether streets are known
 * around them, unit and place; those of one place together. */
static size_t choose(dwelling *out, const ci_lacks *lacks,
                     const ci_traveller *people, size_t count,
                     const size_t *lack_of_unit)
{
    const ci_judgement *judgement = lacks->judgement;
    const circlet_travel *travel = judgement->travel;
    size_t chosen = 0, kept = 0;

    for (size_t i = 0; i < count; i++) {
        circlet_point at =
            circlet_city_demand(judgement->city, people[i].demand)->at;
        bool is_unknown = travel->knows && !travel->knows(at, travel->user);

        if (is_asked(lacks, &people[i], lack_of_unit))
            out[chosen++] = dwelling_of(lacks, &people[i], is_unknown);
    }
    if (chosen > 0)
        qsort(out, chosen, sizeof(*out), compare_dwellings);
    for (size_t i = 0; i < chosen; i++)
        if (kept > 0 && compare_dwellings(&out[kept - 1], &out[i]) == 0)
            merge(&out[kept - 1], &out[i]);
        else
            out[kept++] = out[i];
    return kept;
}

/* The people of a rule, and the entrances that they may reach already. */
typedef struct neighbourhood {
    dwelling *dwellings;
    size_t count;
    size_t *lack_of_unit;
    circlet_point *doors;
    size_t door_count;
} neighbourhood;

static bool travel_alike(const dwelling *a, const dwelling *b)
{
    return a->mode == b->mode && a->modes == b->modes &&
           a->is_unknown == b->is_unknown;
}

/* The dwellings from `*next` on of people who travel alike. */
static circlet_status add_mode(ci_lacks *lacks, size_t rule, size_t *next,
                               const neighbourhood *of, circlet_error *error)
{
    const dwelling *first = &of->dwellings[*next];
    ci_lack_batch batch = {.rule = rule,
                           .mode = first->mode,
                           .modes = first->modes,
                           .is_unknown = first->is_unknown,
                           .cutoff_ms =
                               lacks->rules[rule]->as.circle.cutoff_ms,
                           .first = lacks->row_count};
    circlet_status status = CIRCLET_OK;

    for (; status == CIRCLET_OK && *next < of->count &&
           travel_alike(first, &of->dwellings[*next]);
         (*next)++) {
        const dwelling *one = &of->dwellings[*next];

        status = ci_lacks_add_row(
            lacks,
            &(ci_lack_row){.lack = of->lack_of_unit[one->unit],
                           .need = 1,
                           .weight = 1000 * one->weight_milli,
                           .weight_milli = one->weight_milli,
                           .modelled_milli = one->modelled_milli,
                           .street = one->street,
                           .at = one->at,
                           .open = one->is_unknown ? one->modes : 0,
                           .is_outside = one->is_unknown},
            error);
    }
    batch.end = lacks->row_count;
    if (status == CIRCLET_OK && !batch.is_unknown)
        status = look_around(lacks, &batch, of->doors, of->door_count, error);
    return status == CIRCLET_OK ? add_batch(lacks, &batch, error) : status;
}

static circlet_status settle(neighbourhood *out, const ci_lacks *lacks,
                             size_t rule, circlet_error *error)
{
    const ci_judgement *judgement = lacks->judgement;
    const ci_traveller_query query = {.rule = lacks->rules[rule],
                                      .mode =
                                          lacks->rules[rule]->as.circle.mode,
                                      .only = CIRCLET_NONE,
                                      .day = judgement->day,
                                      .thread_count = judgement->thread_count};
    ci_traveller *people = NULL;
    size_t count = 0;
    circlet_status status = ci_travellers_find(
        &people, &count, judgement->policy, judgement->city, &query, error);

    if (status == CIRCLET_OK) {
        out->lack_of_unit = lack_of_units(lacks, rule);
        out->dwellings = malloc((count + 1) * sizeof(*out->dwellings));
        if (out->lack_of_unit && out->dwellings)
            out->count = choose(out->dwellings, lacks, people, count,
                                out->lack_of_unit);
        else
            status = ci_fail_nomem(error);
    }
    free(people);
    return status == CIRCLET_OK
               ? find_doors(&out->doors, &out->door_count, judgement,
                            lacks->rules[rule], error)
               : status;
}

static circlet_status add_circle(ci_lacks *lacks, size_t rule,
                                 circlet_error *error)
{
    neighbourhood of = {.count = 0};
    circlet_status status = settle(&of, lacks, rule, error);
    size_t next = 0;

    while (status == CIRCLET_OK && next < of.count)
        status = add_mode(lacks, rule, &next, &of, error);
    free(of.dwellings);
    free(of.lack_of_unit);
    free(of.doors);
    return status;
}

/* ---- venues ------------------------------------------------------------- */

static circlet_status add_venues(ci_lacks *lacks, size_t rule,
                                 circlet_error *error)
{
    const circlet_city *city = lacks->judgement->city;
    const ci_near *near = &lacks->rules[rule]->as.near;
    ci_lack_batch batch = {.rule = rule,
                           .mode = near->mode,
                           .modes = (ci_modes)1 << near->mode,
                           .cutoff_ms = near->cutoff_ms,
                           .first = lacks->row_count};
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; status == CIRCLET_OK && i < lacks->count; i++) {
        circlet_venue venue;

        const circlet_finding *finding = lacks->items[i].finding;

        if (lacks->items[i].rule != rule)
            continue;
        venue = circlet_city_find_venue(city, finding->subject_id);
        if (venue != CIRCLET_NONE)
            status = ci_lacks_add_row(
                lacks,
                &(ci_lack_row){.lack = i,
                               .need = 1,
                               .weight = VENUE_WEIGHT,
                               .at = circlet_city_venue(city, venue)->at,
                               .is_assumed =
                                   finding->measured <= finding->required},
                error);
    }
    batch.end = lacks->row_count;
    if (status == CIRCLET_OK)
        status = look_around(lacks, &batch, NULL, 0, error);
    return status == CIRCLET_OK ? add_batch(lacks, &batch, error) : status;
}

circlet_status ci_lacks_add_people(ci_lacks *lacks, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t r = 0; status == CIRCLET_OK && r < lacks->rule_count; r++) {
        if (lacks->rules[r]->kind == CI_RULE_CIRCLE)
            status = add_circle(lacks, r, error);
        if (lacks->rules[r]->kind == CI_RULE_NEAR)
            status = add_venues(lacks, r, error);
    }
    return status;
}

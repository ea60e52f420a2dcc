/* Which rows each place of a rebuilt program may be for. */
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "verify/rebuilt_program.h"

typedef struct place_row {
    uint32_t place, row;
} place_row;

typedef struct reaching {
    ci_rebuilt_program *program;
    place_row *pairs; /* by row */
    size_t pair_count, pair_capacity;
    bool *serves; /* of each place: something done there counts for the rule at
                     hand */
    circlet_point *doors; /* of these places */
    uint32_t *door_place;
    size_t door_count, door_capacity, place_capacity;
    uint32_t *last_row; /* of each place, that was looked at; then 1 more */
    ci_modes *reached; /* of each place: the modes in which that row does */
    uint32_t *near; /* places that the row at hand reaches in some mode */
    size_t near_count;
} reaching;

/* The answers to what is asked about a batch. */
typedef struct batch_reach {
    circlet_od_matrix **by_mode; /* of the policy's modes; NULL: not asked */
    circlet_od_matrix *assumed; /* of a cautious plan */
} batch_reach;

static bool join(reaching *of, size_t place, size_t row)
{
    place_row *pairs = ci_array_reserve_one(
        of->pairs, of->pair_count, &of->pair_capacity, sizeof(*pairs));

    if (!pairs)
        return false;
    of->pairs = pairs;
    pairs[of->pair_count++] = (place_row){(uint32_t)place, (uint32_t)row};
    return true;
}

/* ---- units -------------------------------------------------------------- */

static bool join_units(reaching *of)
{
    const ci_rebuilt_program *program = of->program;
    const ci_lacks *lacks = program->lacks;
    const circlet_city *city = lacks->judgement->city;

    for (size_t row = 0; row < lacks->row_count; row++) {
        const ci_lack *lack = &lacks->items[lacks->rows[row].lack];

        if (lack->need == 0 || lack->unit == CIRCLET_NONE)
            continue;
        for (size_t p = 0; p < program->place_count; p++)
            if (ci_remedy_unit(city, program->places[p],
                               circlet_city_unit(city, lack->unit)->level) ==
                    lack->unit &&
                ci_remedy_may_count(lacks, lacks->rows[row].lack,
                                    program->places[p]) &&
                !join(of, p, row))
                return false;
    }
    return true;
}

static bool join_kept(reaching *of)
{
    const ci_rebuilt_program *program = of->program;
    const circlet_city *city = program->lacks->judgement->city;
    size_t row = program->lacks->row_count;

    for (circlet_site i = 0; i < program->site_count; i++)
        if (ci_rule_is_listed(program->certificate->keep,
                              circlet_city_site(city, i)->id) &&
            !join(of, i, row++))
            return false;
    return true;
}

/* ---- people and venues -------------------------------------------------- */

static void mark_serving(reaching *of, size_t rule)
{
    const ci_rebuilt_program *program = of->program;

    for (size_t p = 0; p < program->place_count; p++)
        of->serves[p] = false;
    for (size_t j = 0; j < program->certificate->column_count; j++)
        if (program->columns[j].gains[rule] > 0)
            of->serves[program->column_place[j]] = true;
    for (size_t k = 0; k < program->other_count; k++)
        if (program->others[k].gains[rule] > 0)
            of->serves[program->others[k].place] = true;
}

static bool add_door(reaching *of, size_t place, circlet_point at)
{
    circlet_point *doors = ci_array_reserve_one(
        of->doors, of->door_count, &of->door_capacity, sizeof(*doors));
    uint32_t *places;

    if (!doors)
        return false;
    of->doors = doors;
    places = ci_array_reserve_one(of->door_place, of->door_count,
                                  &of->place_capacity, sizeof(*places));
    if (!places)
        return false;
    of->door_place = places;
    doors[of->door_count] = at;
    places[of->door_count++] = (uint32_t)place;
    return true;
}

static bool add_doors_of(reaching *of, size_t place)
{
    const circlet_city *city = of->program->lacks->judgement->city;
    ci_remedy_place at = of->program->places[place];
    const circlet_facility_record *facility =
        at.is_site ? NULL : circlet_city_facility(city, at.position);

    for (size_t i = 0; facility && i < facility->access_count; i++)
        if (!add_door(of, place, facility->accesses[i]))
            return false;
    return (facility && facility->access_count > 0) ||
           add_door(of, place, ci_remedy_point(city, at));
}

/* A rule about venues may want so many residents around. */
static bool is_fit(const ci_rebuilt_program *program, const ci_rule *rule,
                   size_t place)
{
    const circlet_city *city = program->lacks->judgement->city;
    circlet_unit unit;

    if (rule->kind != CI_RULE_NEAR || rule->as.near.host_residents <= 0)
        return true;
    unit =
        ci_remedy_unit(city, program->places[place], CIRCLET_LEVEL_COMMUNITY);
    return unit != CIRCLET_NONE && circlet_city_unit(city, unit)->residents >=
                                       rule->as.near.host_residents;
}

static bool find_doors(reaching *of, size_t rule)
{
    const ci_rebuilt_program *program = of->program;

    mark_serving(of, rule);
    of->door_count = 0;
    for (size_t p = 0; p < program->place_count; p++)
        if (of->serves[p] && is_fit(program, program->lacks->rules[rule], p) &&
            !add_doors_of(of, p))
            return false;
    return true;
}

/* Notes the places that a row reaches in a mode. Who is tied to no street
 * reaches only what is where he is. */
static void note(reaching *of, size_t row, const circlet_od_matrix *matrix,
                 size_t origin, ci_modes mode, bool is_tied)
{
    size_t count;
    const circlet_od_entry *entries =
        circlet_od_matrix_row(matrix, origin, &count);

    for (size_t k = 0; k < count; k++) {
        uint32_t place = of->door_place[entries[k].destination];

        if (!is_tied && entries[k].time_ms > 0)
            continue;
        if (of->last_row[place] != row + 1) {
            of->last_row[place] = (uint32_t)row + 1;
            of->reached[place] = 0;
            of->near[of->near_count++] = place;
        }
        of->reached[place] |= mode;
    }
}

/* Joins the places that are reached in all of some modes. */
static bool join_near(reaching *of, size_t row, ci_modes modes, bool *is_any)
{
    for (size_t k = 0; k < of->near_count; k++) {
        uint32_t place = of->near[k];

        of->last_row[place] = 0;
        if ((of->reached[place] & modes) != modes)
            continue;
        *is_any = true;
        if (!join(of, place, row))
            return false;
    }
    of->near_count = 0;
    return true;
}

/* What nothing surely reaches is in doubt where something does as assumed. */
static bool join_row(reaching *of, const ci_lack_batch *batch, size_t row,
                     const batch_reach *reach)
{
    const ci_lack_row *people = &of->program->lacks->rows[row];
    size_t origin = row - batch->first;
    bool is_any = false;

    for (size_t m = 0; m < of->program->lacks->judgement->policy->mode_count;
         m++) {
        ci_modes one = (ci_modes)1 << m;

        if (reach->by_mode[m] && (people->open & one))
            note(of, row, reach->by_mode[m], origin, one,
                 (people->tied & one) != 0);
    }
    if (!join_near(of, row, people->open, &is_any))
        return false;
    if (is_any || !of->program->lacks->is_cautious)
        return true;
    if (reach->assumed && !people->is_assumed)
        note(of, row, reach->assumed, origin, 1, people->is_tied);
    if (!join_near(of, row, 1, &is_any))
        return false;
    of->program->is_in_doubt[row] = is_any || people->is_assumed;
    return true;
}

static circlet_status ask(circlet_od_matrix **out, const reaching *of,
                          const ci_lack_batch *batch, size_t mode,
                          circlet_bound bound, const circlet_point *homes,
                          circlet_error *error)
{
    const ci_judgement *judgement = of->program->lacks->judgement;
    const circlet_travel *travel = judgement->travel;
    const circlet_travel_query query = {
        .mode = judgement->policy->modes[mode],
        .bound = travel->has_bounds ? bound : CIRCLET_BOUND_NOMINAL,
        .origins = homes,
        .origin_count = batch->end - batch->first,
        .destinations = of->doors,
        .destination_count = of->door_count,
        .cutoff_ms = batch->cutoff_ms};

    return travel->find_within(out, &query, travel->user, error);
}

static circlet_status ask_all(batch_reach *out, const reaching *of,
                              const ci_lack_batch *batch, circlet_error *error)
{
    const ci_lacks *lacks = of->program->lacks;
    size_t count = batch->end - batch->first;
    circlet_point *homes = malloc((count + 1) * sizeof(*homes));
    circlet_bound bound =
        lacks->is_cautious ? CIRCLET_BOUND_MAX : CIRCLET_BOUND_NOMINAL;
    circlet_status status = homes ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t i = 0; homes && i < count; i++)
        homes[i] = lacks->rows[batch->first + i].at;
    for (size_t m = 0;
         status == CIRCLET_OK && m < lacks->judgement->policy->mode_count; m++)
        if (batch->modes >> m & 1)
            status = ask(&out->by_mode[m], of, batch, m, bound, homes, error);
    if (status == CIRCLET_OK && lacks->is_cautious)
        status = ask(&out->assumed, of, batch, batch->mode,
                     CIRCLET_BOUND_NOMINAL, homes, error);
    free(homes);
    return status;
}

static circlet_status join_batch(reaching *of, const ci_lack_batch *batch,
                                 circlet_error *error)
{
    size_t modes = of->program->lacks->judgement->policy->mode_count;
    batch_reach reach = {.by_mode =
                             calloc(modes + 1, sizeof(circlet_od_matrix *))};
    circlet_status status = reach.by_mode ? CIRCLET_OK : ci_fail_nomem(error);

    if (status == CIRCLET_OK && batch->end > batch->first &&
        of->door_count > 0)
        status = ask_all(&reach, of, batch, error);
    for (size_t i = batch->first; status == CIRCLET_OK && i < batch->end; i++)
        if (!join_row(of, batch, i, &reach))
            status = ci_fail_nomem(error);
    for (size_t m = 0; reach.by_mode && m < modes; m++)
        circlet_od_matrix_free(reach.by_mode[m]);
    circlet_od_matrix_free(reach.assumed);
    free(reach.by_mode);
    return status;
}

static circlet_status join_batches(reaching *of, circlet_error *error)
{
    const ci_lacks *lacks = of->program->lacks;
    circlet_status status = CIRCLET_OK;

    for (size_t b = 0; status == CIRCLET_OK && b < lacks->batch_count; b++) {
        const ci_lack_batch *batch = &lacks->batches[b];

        if ((b == 0 || batch[-1].rule != batch->rule) &&
            !find_doors(of, batch->rule))
            return ci_fail_nomem(error);
        if (!batch->is_unknown)
            status = join_batch(of, batch, error);
    }
    return status;
}

/* ---- all ---------------------------------------------------------------- */

/* Pairs by row become lists by place, whose rows ascend as the pairs do. */
static bool sort_by_place(ci_rebuilt_program *out, const reaching *of)
{
    size_t *next = calloc(out->place_count + 1, sizeof(*next));

    out->row_first = calloc(out->place_count + 2, sizeof(*out->row_first));
    out->place_rows = calloc(of->pair_count + 1, sizeof(*out->place_rows));
    if (!next || !out->row_first || !out->place_rows) {
        free(next);
        return false;
    }
    for (size_t i = 0; i < of->pair_count; i++)
        out->row_first[of->pairs[i].place + 1]++;
    for (size_t p = 0; p < out->place_count; p++) {
        out->row_first[p + 1] += out->row_first[p];
        next[p] = out->row_first[p];
    }
    for (size_t i = 0; i < of->pair_count; i++)
        out->place_rows[next[of->pairs[i].place]++] = of->pairs[i].row;
    free(next);
    return true;
}

circlet_status ci_rebuilt_reach(ci_rebuilt_program *program,
                                circlet_error *error)
{
    reaching of = {.program = program};
    circlet_status status = CIRCLET_OK;

    of.serves = calloc(program->place_count + 1, sizeof(*of.serves));
    of.last_row = calloc(program->place_count + 1, sizeof(*of.last_row));
    of.reached = calloc(program->place_count + 1, sizeof(*of.reached));
    of.near = calloc(program->place_count + 1, sizeof(*of.near));
    program->is_in_doubt = calloc(program->row_count + 1, 1);
    if (!of.serves || !of.last_row || !of.reached || !of.near ||
        !program->is_in_doubt || !join_units(&of))
        status = ci_fail_nomem(error);
    if (status == CIRCLET_OK)
        status = join_batches(&of, error);
    if (status == CIRCLET_OK &&
        (!join_kept(&of) || !sort_by_place(program, &of)))
        status = ci_fail_nomem(error);
    free(of.pairs);
    free(of.serves);
    free(of.last_row);
    free(of.reached);
    free(of.near);
    free(of.doors);
    free(of.door_place);
    return status;
}

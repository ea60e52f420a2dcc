/*
 * Proposed sites: where in a community most people live together, and the
 * point that stands for the community, each moved to the nearest street. How
 * closely people live is the density of all people, smoothed, so that a group
 * of houses counts for more than the largest of them.
 */
#include "plan/propose.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "city/city.h"
#include "city/metric_plane.h"
#include "city/unit_place.h"
#include "plan/crowded_cells.h"
#include "policy/policy.h"

/* So many cells are looked at for each that is wanted: some lie where no
 * street is. */
#define TRIES 3

/* A place that may become a site. */
typedef struct candidate {
    circlet_unit unit;
    bool is_crowded; /* else the point that stands for the unit */
    circlet_point at; /* on a street, once it is tied */
    bool is_tied;
} candidate;

typedef struct proposing {
    const ci_proposal_query *query;
    ci_proposals *out;
    ci_crowded_cells cells;
    ci_metric_plane plane;
    candidate *items;
    size_t count, capacity;
    ci_unit_locator *locator;
    size_t first_of_unit; /* in `out`: of the unit at hand */
    circlet_unit *streets; /* of each in `out` */
} proposing;

void ci_proposals_clear(ci_proposals *proposals)
{
    free(proposals->items);
    ci_arena_free(&proposals->arena);
    *proposals = (ci_proposals){0};
}

/* ---- candidates --------------------------------------------------------- */

/* Which units have others in them. NULL: no memory. */
static bool *find_parents(const circlet_city *city)
{
    size_t count = circlet_city_unit_count(city);
    bool *is_parent = calloc(count + 1, sizeof(*is_parent));

    for (circlet_unit i = 0; is_parent && i < count; i++) {
        circlet_unit parent = circlet_city_unit_parent(city, i);

        if (parent != CIRCLET_NONE)
            is_parent[parent] = true;
    }
    return is_parent;
}

/* The street that a unit is or lies in. */
static circlet_unit street_of(const circlet_city *city, circlet_unit unit)
{
    while (unit != CIRCLET_NONE &&
           circlet_city_unit(city, unit)->level > CIRCLET_LEVEL_STREET)
        unit = circlet_city_unit_parent(city, unit);
    return unit;
}

static bool is_street(const proposing *work, circlet_unit unit)
{
    return circlet_city_unit(work->query->city, unit)->level ==
           CIRCLET_LEVEL_STREET;
}

/* How many crowded places are wanted in a unit. */
static size_t most_crowded(const proposing *work, circlet_unit unit)
{
    return is_street(work, unit) ? CIRCLET_PROPOSALS_OF_STREET
                                 : CIRCLET_PROPOSALS_OF_COMMUNITY - 1;
}

static bool add_candidate(proposing *work, circlet_unit unit, bool is_crowded,
                          circlet_point at)
{
    candidate *items = ci_array_reserve_one(work->items, work->count,
                                            &work->capacity, sizeof(*items));

    if (!items)
        return false;
    work->items = items;
    items[work->count++] = (candidate){unit, is_crowded, at, false};
    return true;
}

/* A street that has communities needs no point that stands for it; who lives
 * in it but in none of them, as where these are mere points, is its own. */
static bool add_candidates(proposing *work, circlet_unit unit, bool is_parent)
{
    const ci_crowded_cells *cells = &work->cells;
    size_t most = TRIES * most_crowded(work, unit);
    circlet_point place;

    for (size_t i = cells->first[unit];
         i < cells->first[unit + 1] && i < cells->first[unit] + most; i++)
        if (!add_candidate(work, unit, true, cells->items[i].at))
            return false;
    return is_parent ||
           !ci_unit_place(&place,
                          circlet_city_unit(work->query->city, unit)) ||
           add_candidate(work, unit, false, place);
}

static circlet_status gather(proposing *work, circlet_error *error)
{
    const circlet_city *city = work->query->city;
    bool *is_parent = find_parents(city);
    bool is_done = is_parent != NULL;

    for (circlet_unit i = 0; is_done && i < circlet_city_unit_count(city); i++)
        is_done = circlet_city_unit(city, i)->level < CIRCLET_LEVEL_STREET ||
                  add_candidates(work, i, is_parent[i]);
    free(is_parent);
    return is_done ? CIRCLET_OK : ci_fail_nomem(error);
}

/* ---- streets ------------------------------------------------------------ */

/* On foot, where the policy knows that, else by its first mode. */
static const char *mode_of(const circlet_policy *policy)
{
    for (size_t i = 0; i < policy->mode_count; i++)
        if (strcmp(policy->modes[i], "walk") == 0)
            return policy->modes[i];
    return policy->modes[0];
}

static circlet_status tie(proposing *work, circlet_error *error)
{
    const circlet_travel *travel = work->query->travel;
    circlet_point *points = calloc(2 * work->count + 1, sizeof(*points));
    circlet_snap *snaps = calloc(work->count + 1, sizeof(*snaps));
    const circlet_travel_query query = {.mode = mode_of(work->query->policy),
                                        .bound = CIRCLET_BOUND_NOMINAL,
                                        .origins = points,
                                        .origin_count = work->count};
    circlet_status status = CIRCLET_OK;

    if (!points || !snaps)
        status = ci_fail_nomem(error);
    for (size_t i = 0; !status && i < work->count; i++)
        points[i] = work->items[i].at;
    if (!status)
        status = travel->find_streets(points + work->count, snaps, &query,
                                      travel->user, error);
    for (size_t i = 0; !status && i < work->count; i++) {
        work->items[i].at = points[work->count + i];
        work->items[i].is_tied = snaps[i] == CIRCLET_SNAP_TIED;
    }
    free(points);
    free(snaps);
    return status;
}

/* ---- choosing ----------------------------------------------------------- */

static bool is_near(const proposing *work, circlet_point a, circlet_point b)
{
    ci_xy one = ci_metric_plane_from_degrees(&work->plane, a);
    ci_xy other = ci_metric_plane_from_degrees(&work->plane, b);

    return hypot(one.x - other.x, one.y - other.y) <
           CIRCLET_PROPOSAL_SPACING_M;
}

/* A unit that is a mere point holds whatever lies in no other one. */
static bool is_in_unit(const proposing *work, const candidate *one)
{
    const circlet_unit_record *unit =
        circlet_city_unit(work->query->city, one->unit);
    circlet_unit found =
        ci_unit_locator_find(work->locator, one->at).of[unit->level];

    return found == one->unit ||
           (found == CIRCLET_NONE && unit->area.ring_count == 0);
}

/* Near a site that was given for any type, or one proposed before. */
static bool is_beside_another(const proposing *work, const candidate *one)
{
    const circlet_city *city = work->query->city;
    circlet_unit street = street_of(city, one->unit);

    for (size_t i = 0; i < work->out->count; i++)
        if (work->streets[i] == street &&
            is_near(work, work->out->items[i].at, one->at))
            return true;
    for (circlet_site i = 0; i < circlet_city_site_count(city); i++) {
        const circlet_site_record *site = circlet_city_site(city, i);

        if (!site->types && isnan(site->max_area_m2) &&
            circlet_city_site_unit(city, i, CIRCLET_LEVEL_STREET) == street &&
            is_near(work, site->at, one->at))
            return true;
    }
    return false;
}

static const char *keep(ci_arena *arena, ci_buffer *text)
{
    const char *kept = text->failed ? NULL : ci_arena_copy(arena, text->text);

    ci_buffer_free(text);
    return kept;
}

static void name_site(ci_buffer *out, const char *code, int64_t rank)
{
    ci_buffer_add(out, "proposed/");
    ci_buffer_add(out, code);
    ci_buffer_add(out, "/");
    ci_buffer_add_int(out, rank);
}

/* Whether the city has a site that an earlier plan proposed so, or this one.
 */
static bool is_taken(const proposing *work, const char *code, int64_t rank)
{
    const circlet_city *city = work->query->city;
    ci_buffer id = {0};
    bool is_there;

    name_site(&id, code, rank);
    is_there =
        !id.failed && circlet_city_find_site(city, id.text) != CIRCLET_NONE;
    for (size_t i = work->first_of_unit; !id.failed && i < work->out->count;
         i++)
        is_there |= strcmp(work->out->items[i].id, id.text) == 0;
    ci_buffer_free(&id);
    return is_there;
}

static bool accept(proposing *work, const candidate *one)
{
    const circlet_unit_record *unit =
        circlet_city_unit(work->query->city, one->unit);
    ci_proposals *out = work->out;
    int64_t rank = (int64_t)(out->count - work->first_of_unit) + 1;
    ci_buffer id = {0}, name = {0};
    circlet_site_record *items;

    while (is_taken(work, unit->code, rank))
        rank++;
    items = ci_array_reserve_one(out->items, out->count, &out->capacity,
                                 sizeof(*items));

    if (!items)
        return false;
    out->items = items;
    name_site(&id, unit->code, rank);
    ci_buffer_add(&name, unit->name);
    if (rank > 1) {
        ci_buffer_add(&name, "-");
        ci_buffer_add_int(&name, rank);
    }
    work->streets[out->count] = street_of(work->query->city, one->unit);
    items += out->count++;
    *items = (circlet_site_record){.id = keep(&out->arena, &id),
                                   .name = keep(&out->arena, &name),
                                   .at = one->at,
                                   .max_area_m2 = (double)NAN,
                                   .max_beds = (double)NAN,
                                   .cost_cny = (double)NAN,
                                   .base_score = (double)NAN,
                                   .is_proposed = true};
    return items->id && items->name;
}

/* Of one unit, whose crowded places come first; a street has the point that
 * stands for it only where nobody is known to live. */
static bool choose_in_unit(proposing *work, size_t from, size_t to)
{
    size_t crowded = 0;

    work->first_of_unit = work->out->count;
    for (size_t i = from; i < to; i++) {
        const candidate *one = &work->items[i];

        if (!one->is_tied || !is_in_unit(work, one) ||
            (one->is_crowded && crowded >= most_crowded(work, one->unit)) ||
            (!one->is_crowded && crowded > 0 && is_street(work, one->unit)) ||
            is_beside_another(work, one))
            continue;
        crowded += one->is_crowded;
        if (!accept(work, one))
            return false;
    }
    return true;
}

static circlet_status choose(proposing *work, circlet_error *error)
{
    work->locator = ci_unit_locator_new(work->query->city);
    work->streets = calloc(work->count, sizeof(*work->streets));
    if (!work->locator || !work->streets)
        return ci_fail_nomem(error);
    for (size_t i = 0, first = 0; i <= work->count; i++) {
        if (i < work->count && work->items[i].unit == work->items[first].unit)
            continue;
        if (!choose_in_unit(work, first, i))
            return ci_fail_nomem(error);
        first = i;
    }
    return CIRCLET_OK;
}

circlet_status ci_propose_sites(ci_proposals *out,
                                const ci_proposal_query *query,
                                circlet_error *error)
{
    proposing work = {.query = query, .out = out};
    circlet_status status = CIRCLET_OK;

    if (query->policy->mode_count == 0 ||
        circlet_city_unit_count(query->city) == 0)
        return CIRCLET_OK;
    status =
        ci_crowded_cells_find(&work.cells, query->city, query->threads, error);
    work.plane = work.cells.plane;
    if (!status)
        status = gather(&work, error);
    if (!status)
        status = tie(&work, error);
    if (!status && work.count > 0)
        status = choose(&work, error);
    ci_crowded_cells_clear(&work.cells);
    ci_unit_locator_free(work.locator);
    free(work.items);
    free(work.streets);
    return status;
}

/* The polygons of a city's units in a plane, and what they cover. */
#include <math.h>
#include <stdlib.h>

#include "access/density_cover.h"
#include "base/error.h"
#include "policy/density_result.h"

void ci_city_rings_free(ci_city_rings *rings)
{
    for (size_t i = 0; i < rings->count; i++)
        free(rings->items[i].points);
    free(rings->items);
}

static size_t count_rings(const circlet_city *city)
{
    size_t count = 0;

    for (size_t i = 0; i < circlet_city_unit_count(city); i++)
        count += circlet_city_unit(city, (circlet_unit)i)->area.ring_count;
    return count;
}

static circlet_status add_unit(ci_city_rings *out, const circlet_city *city,
                               circlet_unit unit, const ci_metric_plane *plane,
                               circlet_error *error)
{
    const circlet_area *area = &circlet_city_unit(city, unit)->area;
    circlet_status status = CIRCLET_OK;
    size_t start = 0;

    for (size_t r = 0; !status && r < area->ring_count; r++) {
        ci_plane_ring ring = {0};

        status = ci_metric_plane_ring(&ring, plane, area->points + start,
                                      area->rings[r].end - start, error);
        out->items[out->count++] = (ci_city_ring){
            ring.points, ring.count, unit, area->rings[r].is_hole};
        start = area->rings[r].end;
    }
    return status;
}

circlet_status ci_city_rings_make(ci_city_rings *out, const circlet_city *city,
                                  const ci_metric_plane *plane,
                                  circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    out->items = malloc((count_rings(city) + 1) * sizeof(*out->items));
    if (!out->items)
        return ci_fail_nomem(error);
    for (size_t i = 0; !status && i < circlet_city_unit_count(city); i++)
        status = add_unit(out, city, (circlet_unit)i, plane, error);
    return status;
}

/* Neighbours add up to whole cells; what two of them claim counts once. */
static circlet_status cover_level(double *level_m2, const ci_city_rings *rings,
                                  const circlet_city *city, int level,
                                  const ci_density_grid *grid,
                                  circlet_error *error)
{
    ci_cover_room room = {0};
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < rings->count; i++) {
        const ci_city_ring *ring = &rings->items[i];

        if ((int)circlet_city_unit(city, ring->unit)->level == level)
            status = ci_density_cover_add(level_m2, grid, &room, ring->points,
                                          ring->count, ring->is_hole, error);
    }
    ci_cover_room_free(&room);
    return status;
}

static bool has_level(const ci_city_rings *rings, const circlet_city *city,
                      int level)
{
    for (size_t i = 0; i < rings->count; i++)
        if ((int)circlet_city_unit(city, rings->items[i].unit)->level == level)
            return true;
    return false;
}

circlet_status ci_city_rings_cover(double *out_m2, const ci_city_rings *rings,
                                   const circlet_city *city,
                                   const ci_density_grid *grid,
                                   circlet_error *error)
{
    double cell_m2 = ci_cell_m2(grid->shape, grid->cell_m);
    size_t count = ci_density_grid_count(grid);
    double *level_m2 = malloc((count + 1) * sizeof(*level_m2));
    circlet_status status = level_m2 ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t i = 0; i < count; i++)
        out_m2[i] = rings->count > 0 ? 0 : cell_m2;
    for (int level = 0; !status && level < CIRCLET_LEVEL_COUNT; level++) {
        if (!has_level(rings, city, level))
            continue;
        for (size_t i = 0; i < count; i++)
            level_m2[i] = 0;
        status = cover_level(level_m2, rings, city, level, grid, error);
        for (size_t i = 0; i < count; i++)
            out_m2[i] = fmax(out_m2[i], fmin(level_m2[i], cell_m2));
    }
    free(level_m2);
    return status;
}

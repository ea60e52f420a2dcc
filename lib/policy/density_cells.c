/* The density of people on a grid. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "access/density_bandwidth.h"
#include "base/error.h"
#include "policy/density_result.h"

#define M2_PER_KM2 1e6
#define MILLI 1000.0

typedef struct gridding {
    circlet_density *density;
    const circlet_city *city;
    const circlet_density_options *options;
    ci_metric_plane plane;
    ci_city_rings rings;
    ci_xy *at; /* of who lives in the city */
    double *weights; /* in thousandths; layer_count each */
    size_t count;
    size_t layer_count; /* 1 where the bounds are what is measured */
    ci_density_grid grid;
    double *inside_m2;
    double *sums;
} gridding;

static void gridding_clear(gridding *work)
{
    ci_city_rings_free(&work->rings);
    free(work->at);
    free(work->weights);
    free(work->inside_m2);
    free(work->sums);
}

static ci_cell_shape shape_of(const gridding *work)
{
    return work->density->summary.shape == CIRCLET_CELL_HEXAGON
               ? CI_CELL_HEXAGON
               : CI_CELL_SQUARE;
}

static ci_density_kernel kernel_of(const gridding *work)
{
    static const ci_density_kernel kernels[] = {
        [CIRCLET_KERNEL_QUARTIC] = CI_DENSITY_QUARTIC,
        [CIRCLET_KERNEL_GAUSSIAN] = CI_DENSITY_GAUSSIAN,
        [CIRCLET_KERNEL_NONE] = CI_DENSITY_COUNT};

    return kernels[work->density->summary.kernel];
}

/* ---- the people --------------------------------------------------------- */

static bool lives_inside(const circlet_city *city, circlet_demand demand)
{
    for (int level = 0; level < CIRCLET_LEVEL_COUNT; level++)
        if (circlet_city_demand_unit(city, demand, (circlet_level)level) !=
            CIRCLET_NONE)
            return true;
    return false;
}

static void add_to_summary(circlet_density_summary *sum,
                           const ci_density_person *person,
                           const circlet_demand_record *record)
{
    sum->persons.measured += person->milli[0];
    sum->persons.low += person->milli[1];
    sum->persons.high += person->milli[2];
    if (record->is_modelled)
        sum->persons_modelled += person->milli[0];
}

static bool has_bounds(const ci_density_people *people)
{
    for (size_t i = 0; i < people->count; i++)
        if (people->items[i].milli[1] < people->items[i].milli[2])
            return true;
    return false;
}

/* Who lives in the city: all, where it has no polygons. */
static circlet_status gather_people(gridding *work,
                                    const ci_density_people *people,
                                    circlet_error *error)
{
    circlet_density_summary *sum = &work->density->summary;
    size_t room = people->count + 1;

    work->layer_count = has_bounds(people) ? CI_DENSITY_LAYERS : 1;
    work->at = calloc(room, sizeof(*work->at));
    work->weights = calloc(room * work->layer_count, sizeof(*work->weights));
    if (!work->at || !work->weights)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < people->count; i++) {
        const ci_density_person *person = &people->items[i];
        const circlet_demand_record *record =
            circlet_city_demand(work->city, person->demand);

        if (work->rings.count > 0 &&
            !lives_inside(work->city, person->demand)) {
            sum->persons_outside += person->milli[0];
            continue;
        }
        add_to_summary(sum, person, record);
        for (size_t l = 0; l < work->layer_count; l++)
            work->weights[work->count * work->layer_count + l] =
                person->milli[l];
        work->at[work->count++] =
            ci_metric_plane_from_degrees(&work->plane, record->at);
    }
    return CIRCLET_OK;
}

/* ---- the grid ----------------------------------------------------------- */

/* A quartic kernel narrower than a cell would only be counting in disguise,
 * and a gaussian that spreads people no farther, too. */
static circlet_status find_bandwidth(gridding *work, circlet_error *error)
{
    circlet_density_summary *sum = &work->density->summary;
    double by_rule_m = 0, least_m;
    circlet_status status;

    if (sum->kernel == CIRCLET_KERNEL_NONE) {
        sum->bandwidth_m = (double)NAN;
        return CIRCLET_OK;
    }
    if (sum->bandwidth_m > 0)
        return CIRCLET_OK;
    status = ci_density_bandwidth(&by_rule_m, kernel_of(work), work->at,
                                  work->weights, work->layer_count,
                                  work->count, error);
    least_m = kernel_of(work) == CI_DENSITY_GAUSSIAN ? sum->cell_m / sqrt(8.0)
                                                     : sum->cell_m;
    sum->bandwidth_m = fmax(by_rule_m, least_m);
    sum->is_bandwidth_by_rule = true;
    return status;
}

static ci_plane_box box_of_city(const gridding *work)
{
    ci_plane_box box = ci_plane_box_empty();

    for (size_t i = 0; i < work->rings.count; i++)
        for (size_t k = 0; k < work->rings.items[i].count; k++)
            ci_plane_box_grow(&box, work->rings.items[i].points[k]);
    return box;
}

/* All cells that anybody's kernel reaches within the city. */
static circlet_status make_grid(gridding *work, circlet_error *error)
{
    const circlet_density_summary *sum = &work->density->summary;
    double reach = ci_density_reach_m(kernel_of(work), sum->bandwidth_m);
    ci_plane_box box = ci_plane_box_empty(), city = box_of_city(work);

    for (size_t i = 0; i < work->count; i++)
        ci_plane_box_grow(&box, work->at[i]);
    box.west -= reach;
    box.south -= reach;
    box.east += reach;
    box.north += reach;
    if (work->rings.count > 0) {
        box.west = fmax(box.west, city.west);
        box.south = fmax(box.south, city.south);
        box.east = fmin(box.east, city.east);
        box.north = fmin(box.north, city.north);
    }
    for (size_t i = 0; i < work->count; i++) /* those on the very border */
        ci_plane_box_grow(&box, work->at[i]);
    return ci_density_grid_make(&work->grid, shape_of(work), sum->cell_m, &box,
                                error);
}

static void measure_distortion(gridding *work)
{
    double farthest = 0;

    for (size_t i = 0; i < work->count; i++)
        farthest = fmax(farthest, hypot(work->at[i].x, work->at[i].y));
    for (size_t i = 0; i < work->rings.count; i++)
        for (size_t k = 0; k < work->rings.items[i].count; k++)
            farthest = fmax(farthest, hypot(work->rings.items[i].points[k].x,
                                            work->rings.items[i].points[k].y));
    work->density->summary.distortion = ci_metric_plane_distortion(farthest);
}

static circlet_status sum_up(gridding *work, circlet_error *error)
{
    size_t cells = ci_density_grid_count(&work->grid);
    const ci_density_query query = {&work->grid,
                                    kernel_of(work),
                                    work->density->summary.bandwidth_m,
                                    NULL,
                                    work->options->threads,
                                    &work->options->progress};
    const ci_density_points points = {work->count, work->at, work->weights,
                                      work->layer_count};
    ci_density_query asked = query;
    circlet_status status;

    work->inside_m2 = calloc((cells + 1), sizeof(double));
    work->sums = calloc((cells + 1) * work->layer_count, sizeof(double));
    if (!work->inside_m2 || !work->sums)
        return ci_fail_nomem(error);
    status = ci_city_rings_cover(work->inside_m2, &work->rings, work->city,
                                 &work->grid, error);
    asked.inside_m2 = work->inside_m2;
    return status ? status
                  : ci_density_sum(work->sums, &asked, &points, error);
}

/* ---- the cells ---------------------------------------------------------- */

static double sum_at(const gridding *work, size_t layer, size_t cell)
{
    size_t own = layer < work->layer_count ? layer : 0;

    return work->sums[own * ci_density_grid_count(&work->grid) + cell] / MILLI;
}

/* "40N116E:s250", what the ids of all cells start with. */
static void name_grid(char out[CIRCLET_CELL_ID_SIZE],
                      const circlet_density_summary *sum)
{
    char size[CI_NUMBER_SIZE];

    ci_format_double(size, sum->cell_m);
    snprintf(out, CIRCLET_CELL_ID_SIZE, "%d%c%d%c:%c%s",
             abs((int)sum->origin.lat), sum->origin.lat < 0 ? 'S' : 'N',
             abs((int)sum->origin.lon), sum->origin.lon < 0 ? 'W' : 'E',
             sum->shape == CIRCLET_CELL_HEXAGON ? 'h' : 's', size);
}

static circlet_density_cell cell_at(const gridding *work, const char *name,
                                    size_t position)
{
    ci_cell place = ci_density_grid_cell(&work->grid, position);
    circlet_density_cell cell = {
        .column = place.column,
        .row = place.row,
        .at = ci_metric_plane_to_degrees(
            &work->plane,
            ci_cell_centre(work->grid.shape, work->grid.cell_m, place)),
        .persons = {sum_at(work, 0, position), sum_at(work, 1, position),
                    sum_at(work, 2, position)},
        .area_m2 = work->inside_m2[position]};

    cell.per_km2 = cell.area_m2 > 0
                       ? cell.persons.measured / cell.area_m2 * M2_PER_KM2
                       : (double)NAN;
    cell.is_small = ci_density_is_small(work->density, cell.persons);
    snprintf(cell.id, sizeof(cell.id), "%.48s:%" PRId64 ":%" PRId64, name,
             cell.column, cell.row);
    return cell;
}

static circlet_status gather_cells(gridding *work, circlet_error *error)
{
    circlet_density *density = work->density;
    size_t cells = ci_density_grid_count(&work->grid), used = 0;
    char name[CIRCLET_CELL_ID_SIZE];

    name_grid(name, &density->summary);
    for (size_t i = 0; i < cells; i++)
        used += sum_at(work, 2, i) > 0;
    density->cells = calloc((used + 1), sizeof(*density->cells));
    if (!density->cells)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < cells; i++)
        if (sum_at(work, 2, i) > 0)
            density->cells[density->cell_count++] = cell_at(work, name, i);
    return CIRCLET_OK;
}

static circlet_status draw_outlines(gridding *work, circlet_error *error)
{
    circlet_density *density = work->density;
    size_t corners = shape_of(work) == CI_CELL_HEXAGON ? 6 : 4, used = 0;
    size_t count = density->cell_count * (corners + 1);

    density->corners = calloc((count + 1), sizeof(*density->corners));
    if (!density->corners)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < density->cell_count; i++) {
        ci_xy around[CI_CELL_CORNERS_MAX];

        ci_cell_corners(
            around, work->grid.shape, work->grid.cell_m,
            (ci_cell){density->cells[i].column, density->cells[i].row});
        for (size_t k = 0; k <= corners; k++)
            density->corners[used++] =
                ci_metric_plane_to_degrees(&work->plane, around[k % corners]);
    }
    density->ring = (circlet_ring){corners + 1, false};
    return CIRCLET_OK;
}

static void finish_summary(circlet_density_summary *sum)
{
    sum->persons.measured /= MILLI;
    sum->persons.low /= MILLI;
    sum->persons.high /= MILLI;
    sum->persons_outside /= MILLI;
    sum->persons_modelled /= MILLI;
}

static circlet_status make_cells(gridding *work, circlet_error *error)
{
    circlet_status status = find_bandwidth(work, error);

    if (!status)
        status = make_grid(work, error);
    if (!status)
        status = sum_up(work, error);
    if (!status)
        status = gather_cells(work, error);
    if (!status && work->options->has_outlines)
        status = draw_outlines(work, error);
    return status;
}

circlet_status ci_density_fill_cells(circlet_density *density,
                                     const circlet_city *city,
                                     const ci_density_people *people,
                                     const circlet_density_options *options,
                                     circlet_error *error)
{
    gridding work = {.density = density,
                     .city = city,
                     .options = options,
                     .plane = ci_metric_plane_at(density->summary.origin)};
    circlet_status status =
        ci_city_rings_make(&work.rings, city, &work.plane, error);

    if (!status)
        status = gather_people(&work, people, error);
    if (!status) {
        measure_distortion(&work);
        status = make_cells(&work, error);
    }
    finish_summary(&density->summary);
    gridding_clear(&work);
    return status;
}

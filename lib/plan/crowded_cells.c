#include "plan/crowded_cells.h"

#include <circlet/density.h>

#include <stdlib.h>

#include "access/density_grid.h"
#include "base/error.h"

void ci_crowded_cells_clear(ci_crowded_cells *cells)
{
    free(cells->items);
    free(cells->first);
    *cells = (ci_crowded_cells){0};
}

/* ---- where each lives --------------------------------------------------- */

/* Cells are listed from south to north, then from west to east. */
static int compare_cell(const circlet_density_cell *cell, ci_cell asked)
{
    if (cell->row != asked.row)
        return cell->row < asked.row ? -1 : 1;
    return (cell->column > asked.column) - (cell->column < asked.column);
}

/* SIZE_MAX: it is not there. */
static size_t find_cell(const circlet_density *density, ci_cell asked)
{
    size_t low = 0, high = circlet_density_cell_count(density);

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const circlet_density_cell cell =
            circlet_density_cell_at(density, middle);
        int order = compare_cell(&cell, asked);

        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return SIZE_MAX;
}

static circlet_unit unit_of(const circlet_city *city, circlet_demand demand)
{
    circlet_unit community =
        circlet_city_demand_unit(city, demand, CIRCLET_LEVEL_COMMUNITY);

    return community != CIRCLET_NONE
               ? community
               : circlet_city_demand_unit(city, demand, CIRCLET_LEVEL_STREET);
}

/* One for each person; how many. */
static size_t list_people(ci_crowded_cell *out, const ci_metric_plane *plane,
                          const circlet_city *city,
                          const circlet_density *density)
{
    size_t count = 0;

    for (circlet_demand i = 0; i < circlet_city_demand_count(city); i++) {
        const circlet_demand_record *person = circlet_city_demand(city, i);
        circlet_unit unit = unit_of(city, i);
        size_t cell;

        if (unit == CIRCLET_NONE || person->weight_milli <= 0)
            continue;
        cell = find_cell(density, ci_cell_of(CI_CELL_SQUARE, CI_CROWDED_CELL_M,
                                             ci_metric_plane_from_degrees(
                                                 plane, person->at)));
        if (cell == SIZE_MAX)
            continue;
        out[count++] = (ci_crowded_cell){
            unit, cell,
            circlet_density_cell_at(density, cell).persons.measured,
            person->weight_milli, person->at};
    }
    return count;
}

/* ---- by unit ------------------------------------------------------------ */

static int compare_numbers(double a, double b)
{
    return a < b ? -1 : a > b;
}

/* Places decide last, so that sums do not depend on the order of people. */
static int compare_places(const void *left, const void *right)
{
    const ci_crowded_cell *a = left, *b = right;
    int by_lon = compare_numbers(a->at.lon, b->at.lon);
    int by_lat = compare_numbers(a->at.lat, b->at.lat);

    if (a->unit != b->unit)
        return a->unit < b->unit ? -1 : 1;
    if (a->cell != b->cell)
        return a->cell < b->cell ? -1 : 1;
    if (by_lon != 0 || by_lat != 0)
        return by_lon != 0 ? by_lon : by_lat;
    return (a->weight_milli > b->weight_milli) -
           (a->weight_milli < b->weight_milli);
}

static int compare_crowds(const void *left, const void *right)
{
    const ci_crowded_cell *a = left, *b = right;

    if (a->unit != b->unit)
        return a->unit < b->unit ? -1 : 1;
    if (a->persons < b->persons || a->persons > b->persons)
        return a->persons > b->persons ? -1 : 1;
    if (a->weight_milli != b->weight_milli)
        return a->weight_milli > b->weight_milli ? -1 : 1;
    return (a->cell > b->cell) - (a->cell < b->cell);
}

/* Those of one unit in one cell become one, where they are on average. */
static size_t merge(ci_crowded_cell *items, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count;) {
        ci_crowded_cell sum = items[i];
        double lon = 0, lat = 0;

        sum.weight_milli = 0;
        for (; i < count && items[i].unit == sum.unit &&
               items[i].cell == sum.cell;
             i++) {
            double weight = (double)items[i].weight_milli;

            sum.weight_milli += items[i].weight_milli;
            lon += (items[i].at.lon - sum.at.lon) * weight;
            lat += (items[i].at.lat - sum.at.lat) * weight;
        }
        sum.at.lon += lon / (double)sum.weight_milli;
        sum.at.lat += lat / (double)sum.weight_milli;
        items[kept++] = sum;
    }
    return kept;
}

static void find_firsts(ci_crowded_cells *out, size_t count, size_t units)
{
    size_t i = 0;

    for (circlet_unit unit = 0; unit < units; unit++) {
        out->first[unit] = i;
        while (i < count && out->items[i].unit == unit)
            i++;
    }
    out->first[units] = i;
}

static circlet_status fill(ci_crowded_cells *out, const circlet_city *city,
                           const circlet_density *density,
                           circlet_error *error)
{
    size_t units = circlet_city_unit_count(city), count;

    out->plane = ci_metric_plane_at(circlet_density_summarise(density).origin);
    out->items =
        calloc(circlet_city_demand_count(city) + 1, sizeof(*out->items));
    out->first = calloc(units + 1, sizeof(*out->first));
    if (!out->items || !out->first)
        return ci_fail_nomem(error);
    count = list_people(out->items, &out->plane, city, density);
    qsort(out->items, count, sizeof(*out->items), compare_places);
    count = merge(out->items, count);
    qsort(out->items, count, sizeof(*out->items), compare_crowds);
    find_firsts(out, count, units);
    return CIRCLET_OK;
}

circlet_status ci_crowded_cells_find(ci_crowded_cells *out,
                                     const circlet_city *city,
                                     uint32_t threads, circlet_error *error)
{
    circlet_density_options options = CIRCLET_DENSITY_OPTIONS_INIT;
    circlet_density *density = NULL;
    circlet_status status;

    *out = (ci_crowded_cells){0};
    options.cell_m = CI_CROWDED_CELL_M;
    options.bandwidth_m = CI_CROWDED_BANDWIDTH_M;
    options.threads = threads;
    status = circlet_density_make(&density, city, NULL, NULL, &options, error);
    if (!status)
        status = fill(out, city, density, error);
    circlet_density_free(density);
    return status;
}

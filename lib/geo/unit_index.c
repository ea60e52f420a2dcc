/*
 * Two levels: a coarse grid over all areas, whose cells list the areas that
 * may reach into them, and for each area bands of latitude, which list the
 * edges that touch them. A query walks the list of one cell and, for each
 * area in whose box the point lies, the edges of one band.
 */
#include "geo/unit_index.h"

#include <math.h>
#include <stdlib.h>

#include "geo/area.h"

#define GRID_MAX 1024

typedef struct ring_edge {
    circlet_point from, to;
} ring_edge;

/* A range cut into steps of equal size. Positions do not fall as the value
 * grows, so that what covers a range of values covers the positions between
 * those of its ends. */
typedef struct step_scale {
    double start, steps_per_unit;
    size_t count;
} step_scale;

/* Lists of things, one list after the other. */
typedef struct list_set {
    size_t *first; /* per list, and one more: the end */
    size_t total;
} list_set;

typedef struct banded_area {
    ci_box box;
    step_scale scale;
    list_set bands;
    ring_edge *edges;
} banded_area;

struct ci_unit_index {
    banded_area *areas;
    size_t area_count;
    ci_box box;
    step_scale columns, rows;
    list_set cells;
    uint32_t *positions; /* of areas, ascending within each cell */
};

static step_scale make_scale(double start, double end, size_t count)
{
    step_scale made = {start, 0.0, count};

    if (end > start && isfinite((double)count / (end - start)))
        made.steps_per_unit = (double)count / (end - start);
    return made;
}

static size_t scale_position(const step_scale *scale, double value)
{
    double step = (value - scale->start) * scale->steps_per_unit;

    if (!(step > 0.0))
        return 0;
    return step < (double)scale->count ? (size_t)step : scale->count - 1;
}

/* Room for `count` lists, whose sizes are to be counted in first[i + 1]. */
static bool start_lists(list_set *lists, size_t count)
{
    lists->first = calloc(count + 1, sizeof(*lists->first));
    return lists->first != NULL;
}

/* From sizes to starts; then each list is filled from its end by
 * --first[i + 1], and finish_lists() makes the starts good again. */
static void sum_lists(list_set *lists, size_t count)
{
    for (size_t i = 0; i < count; i++)
        lists->first[i + 1] += lists->first[i];
    lists->total = lists->first[count];
}

static void finish_lists(list_set *lists, size_t count)
{
    for (size_t i = 0; i < count; i++)
        lists->first[i] = lists->first[i + 1];
    lists->first[count] = lists->total;
}

/* ---- bands of one area -------------------------------------------------- */

/* The edge that ends at point `i`; false if none does, since a ring starts
 * there. `ring` is carried along from point to point. */
static bool edge_ending_at(const circlet_area *area, size_t *ring, size_t i,
                           ring_edge *out)
{
    bool is_start = i == 0;

    while (i >= area->rings[*ring].end) {
        (*ring)++;
        is_start = true;
    }
    if (is_start)
        return false;
    out->from = area->points[i - 1];
    out->to = area->points[i];
    return true;
}

static void bands_of(const step_scale *scale, const ring_edge *edge,
                     size_t *low, size_t *high)
{
    *low = scale_position(scale, fmin(edge->from.lat, edge->to.lat));
    *high = scale_position(scale, fmax(edge->from.lat, edge->to.lat));
}

/* Entries that bands of this scale would hold. */
static size_t band_entry_count(const circlet_area *area,
                               const step_scale *scale)
{
    size_t points = ci_area_point_count(area), ring = 0, total = 0;

    for (size_t i = 0; i < points; i++) {
        size_t low, high;
        ring_edge edge;

        if (!edge_ending_at(area, &ring, i, &edge))
            continue;
        bands_of(scale, &edge, &low, &high);
        total += high - low + 1;
    }
    return total;
}

/* Half as many bands as points, fewer if long edges would fill them: a comb
 * of n teeth must not take n * n room. */
static step_scale choose_bands(const circlet_area *area, const ci_box *box)
{
    size_t points = ci_area_point_count(area), count = points / 2 + 1;
    step_scale scale = make_scale(box->south, box->north, count);

    while (count > 1 && band_entry_count(area, &scale) > points * 6) {
        count /= 2;
        scale = make_scale(box->south, box->north, count);
    }
    return scale;
}

static bool count_bands(banded_area *banded, const circlet_area *area)
{
    size_t points = ci_area_point_count(area), ring = 0;

    if (!start_lists(&banded->bands, banded->scale.count))
        return false;
    for (size_t i = 0; i < points; i++) {
        size_t low, high;
        ring_edge edge;

        if (!edge_ending_at(area, &ring, i, &edge))
            continue;
        bands_of(&banded->scale, &edge, &low, &high);
        for (size_t b = low; b <= high; b++)
            banded->bands.first[b + 1]++;
    }
    sum_lists(&banded->bands, banded->scale.count);
    return true;
}

static bool fill_bands(banded_area *banded, const circlet_area *area)
{
    size_t points = ci_area_point_count(area), ring = 0;

    banded->edges = malloc((banded->bands.total + 1) * sizeof(ring_edge));
    if (!banded->edges)
        return false;
    for (size_t i = 0; i < points; i++) {
        size_t low, high;
        ring_edge edge;

        if (!edge_ending_at(area, &ring, i, &edge))
            continue;
        bands_of(&banded->scale, &edge, &low, &high);
        for (size_t b = low; b <= high; b++)
            banded->edges[--banded->bands.first[b + 1]] = edge;
    }
    finish_lists(&banded->bands, banded->scale.count);
    return true;
}

static bool band_area(banded_area *banded, const circlet_area *area)
{
    banded->box = ci_area_box(area);
    if (ci_area_point_count(area) == 0)
        return true;
    banded->scale = choose_bands(area, &banded->box);
    return count_bands(banded, area) && fill_bands(banded, area);
}

static bool banded_area_has(const banded_area *area, circlet_point at)
{
    size_t band = scale_position(&area->scale, at.lat);
    bool is_inside = false;

    for (size_t i = area->bands.first[band]; i < area->bands.first[band + 1];
         i++) {
        ci_edge_place place =
            ci_edge_place_of(at, area->edges[i].from, area->edges[i].to);

        if (place == CI_EDGE_BORDER)
            return true;
        if (place == CI_EDGE_CROSSED)
            is_inside = !is_inside;
    }
    return is_inside;
}

/* ---- the grid over all areas ---------------------------------------------
 */

typedef struct cell_range {
    size_t west, south, east, north; /* columns and rows */
} cell_range;

static bool is_empty(const banded_area *area)
{
    return !area->edges;
}

static cell_range cells_of(const ci_unit_index *index, const ci_box *box)
{
    cell_range range = {scale_position(&index->columns, box->west),
                        scale_position(&index->rows, box->south),
                        scale_position(&index->columns, box->east),
                        scale_position(&index->rows, box->north)};

    return range;
}

static size_t grid_entry_count(const ci_unit_index *index)
{
    size_t total = 0;

    for (size_t a = 0; a < index->area_count; a++) {
        cell_range range = cells_of(index, &index->areas[a].box);

        if (!is_empty(&index->areas[a]))
            total += (range.east - range.west + 1) *
                     (range.north - range.south + 1);
    }
    return total;
}

/* About sixteen cells an area, fewer if large areas would fill them. */
static void choose_grid(ci_unit_index *index)
{
    size_t side = 1;

    while (side < GRID_MAX && side * side < index->area_count * 16)
        side *= 2;
    for (;; side /= 2) {
        index->columns = make_scale(index->box.west, index->box.east, side);
        index->rows = make_scale(index->box.south, index->box.north, side);
        if (side == 1 ||
            grid_entry_count(index) <= index->area_count * 64 + (size_t)65536)
            return;
    }
}

/* Counts the cells that each area touches, or with `is_filling` enters it
 * there; from the last area to the first, since lists fill from the end. */
static void visit_cells(ci_unit_index *index, bool is_filling)
{
    for (size_t a = index->area_count; a-- > 0;) {
        cell_range range = cells_of(index, &index->areas[a].box);

        if (is_empty(&index->areas[a]))
            continue;
        for (size_t y = range.south; y <= range.north; y++)
            for (size_t x = range.west; x <= range.east; x++) {
                size_t *place =
                    &index->cells.first[y * index->columns.count + x + 1];

                if (is_filling)
                    index->positions[--*place] = (uint32_t)a;
                else
                    ++*place;
            }
    }
}

static bool fill_grid(ci_unit_index *index)
{
    size_t count;

    choose_grid(index);
    count = index->columns.count * index->rows.count;
    if (!start_lists(&index->cells, count))
        return false;
    visit_cells(index, false);
    sum_lists(&index->cells, count);
    index->positions =
        malloc((index->cells.total + 1) * sizeof(*index->positions));
    if (!index->positions)
        return false;
    visit_cells(index, true);
    finish_lists(&index->cells, count);
    return true;
}

void ci_unit_index_free(ci_unit_index *index)
{
    if (!index)
        return;
    for (size_t a = 0; index->areas && a < index->area_count; a++) {
        free(index->areas[a].bands.first);
        free(index->areas[a].edges);
    }
    free(index->areas);
    free(index->cells.first);
    free(index->positions);
    free(index);
}

ci_unit_index *ci_unit_index_new(const circlet_area *areas, size_t count)
{
    ci_unit_index *index = calloc(1, sizeof(*index));
    bool is_good;

    if (!index)
        return NULL;
    index->area_count = count;
    index->box = ci_box_empty();
    index->areas = calloc(count + 1, sizeof(*index->areas));
    is_good = index->areas != NULL;
    for (size_t a = 0; is_good && a < count; a++) {
        is_good = band_area(&index->areas[a], &areas[a]);
        if (is_good && !is_empty(&index->areas[a])) {
            const ci_box *box = &index->areas[a].box;

            ci_box_grow(&index->box, (circlet_point){box->west, box->south});
            ci_box_grow(&index->box, (circlet_point){box->east, box->north});
        }
    }
    if (!is_good || !fill_grid(index)) {
        ci_unit_index_free(index);
        return NULL;
    }
    return index;
}

uint32_t ci_unit_index_find(const ci_unit_index *index, circlet_point at)
{
    size_t cell;

    if (!ci_box_has(&index->box, at))
        return CI_NOWHERE;
    cell = scale_position(&index->rows, at.lat) * index->columns.count +
           scale_position(&index->columns, at.lon);
    for (size_t i = index->cells.first[cell]; i < index->cells.first[cell + 1];
         i++) {
        const banded_area *area = &index->areas[index->positions[i]];

        if (ci_box_has(&area->box, at) && banded_area_has(area, at))
            return index->positions[i];
    }
    return CI_NOWHERE;
}

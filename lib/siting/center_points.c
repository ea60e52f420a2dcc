#include "siting/center_points.h"

#include <stdlib.h>

#include "base/error.h"
#include "siting/demand.h"

uint32_t ci_center_need(const ci_center_points *points, uint32_t point)
{
    return points->location->backup ? points->location->backup[point] : 1;
}

/* The time to the n-th serving site of all. */
static uint32_t best_time(const ci_center_points *points, uint32_t point)
{
    size_t count;
    const circlet_od_entry *row =
        circlet_od_matrix_row(points->location->reach, point, &count);
    uint32_t need = ci_center_need(points, point);

    for (size_t k = 0; k < count; k++)
        if (ci_side_serves(points->side, row[k].destination) && --need == 0)
            return row[k].time_ms;
    return UINT32_MAX;
}

static circlet_status check_point(const circlet_location *location,
                                  uint32_t point, circlet_error *error)
{
    char name[CI_NAME_SIZE], number[CI_DECIMAL_SIZE];

    if (location->weights && location->weights[point] < 0)
        return ci_fail(
            error, CIRCLET_E_ARGUMENT,
            "demand point %s has the negative weight %s",
            ci_point_name(name, location, point),
            ci_weight_text(number, location, location->weights[point]));
    if (location->backup && location->backup[point] == 0)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "demand point %s asks for cover by 0 sites",
                       ci_point_name(name, location, point));
    return CIRCLET_OK;
}

/* Whether enough sites are offered to a point, of which spacing leaves too
 * few: so many. */
static bool is_spaced(const ci_center_points *points, uint32_t point,
                      uint32_t *left)
{
    size_t count;
    const circlet_od_entry *row =
        circlet_od_matrix_row(points->location->reach, point, &count);
    uint32_t offered = 0;

    *left = 0;
    for (size_t k = 0; k < count; k++) {
        offered += ci_side_offers(points->side, row[k].destination);
        *left += ci_side_serves(points->side, row[k].destination);
    }
    return offered >= ci_center_need(points, point);
}

static circlet_status take_point(ci_center_points *points, uint32_t point,
                                 circlet_error *error)
{
    const circlet_location *location = points->location;
    int64_t weight = location->weights ? location->weights[point] : 1;
    uint32_t time = best_time(points, point), left;
    size_t count;
    const circlet_od_entry *row =
        circlet_od_matrix_row(location->reach, point, &count);

    if (weight == 0)
        return CIRCLET_OK;
    points->entry_count += count;
    if (time == UINT32_MAX && is_spaced(points, point, &left))
        return ci_fail_spaced(error, location, point,
                              ci_center_need(points, point), left);
    if (time == UINT32_MAX) {
        points->unreachable++;
        points->unreachable_weight += weight;
        return CIRCLET_OK;
    }
    if (points->count == 0 || time > points->least_ms) {
        points->least_ms = time;
        points->worst = point;
    }
    if (row[count - 1].time_ms > points->most_ms)
        points->most_ms = row[count - 1].time_ms;
    points->points[points->count++] = point;
    return CIRCLET_OK;
}

static void place_sites(ci_center_points *points)
{
    for (size_t j = 0; j < points->side->site_count; j++) {
        bool is_one = points->side->states[j] == CIRCLET_SITE_FREE ||
                      points->side->states[j] == CIRCLET_SITE_FIXED;

        points->places[j] =
            is_one ? (uint32_t)points->site_count++ : UINT32_MAX;
    }
}

circlet_status ci_center_points_make(ci_center_points *out,
                                     const circlet_location *location,
                                     const ci_side *side, circlet_error *error)
{
    size_t count = circlet_od_matrix_origin_count(location->reach);
    char name[CI_NAME_SIZE];
    int64_t total = 0;

    if (count > UINT32_MAX - 1)
        return ci_fail(error, CIRCLET_E_DATA, "%zu demand points are too many",
                       count);
    for (size_t i = 0; i < count; i++) {
        circlet_status status = check_point(location, (uint32_t)i, error);
        int64_t weight = location->weights ? location->weights[i] : 1;

        if (status != CIRCLET_OK)
            return status;
        if (weight > INT64_MAX - total)
            return ci_fail(error, CIRCLET_E_DATA,
                           "demand point %s makes the sum of weights too "
                           "large",
                           ci_point_name(name, location, i));
        total += weight;
    }
    *out = (ci_center_points){
        .location = location,
        .side = side,
        .points = malloc((count + 1) * sizeof(*out->points)),
        .places = malloc((side->site_count + 1) * sizeof(*out->places))};
    if (!out->points || !out->places) {
        ci_center_points_clear(out);
        return ci_fail_nomem(error);
    }
    place_sites(out);
    for (size_t i = 0; i < count; i++) {
        circlet_status status = take_point(out, (uint32_t)i, error);

        if (status != CIRCLET_OK) {
            ci_center_points_clear(out);
            return status;
        }
    }
    return CIRCLET_OK;
}

void ci_center_points_clear(ci_center_points *points)
{
    free(points->points);
    free(points->places);
    *points = (ci_center_points){0};
}

uint32_t ci_center_time(const ci_center_points *points, const uint8_t *is_open,
                        uint32_t point)
{
    size_t count;
    const circlet_od_entry *row =
        circlet_od_matrix_row(points->location->reach, point, &count);
    uint32_t need = ci_center_need(points, point);

    for (size_t k = 0; k < count; k++)
        if (is_open[row[k].destination] && --need == 0)
            return row[k].time_ms;
    return UINT32_MAX;
}

/* How many of a row's pairs are within the limit. */
static size_t count_within(const circlet_od_entry *row, size_t count,
                           uint32_t limit_ms)
{
    size_t low = 0;
    size_t high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (row[middle].time_ms <= limit_ms)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint32_t ci_center_time_below(const ci_center_points *points,
                              uint32_t limit_ms)
{
    uint32_t best = 0;

    for (size_t i = 0; i < points->count; i++) {
        size_t count;
        const circlet_od_entry *row = circlet_od_matrix_row(
            points->location->reach, points->points[i], &count);
        size_t within = count_within(row, count, limit_ms);

        if (within > 0 && row[within - 1].time_ms > best)
            best = row[within - 1].time_ms;
    }
    return best;
}

uint32_t ci_center_time_above(const ci_center_points *points,
                              uint32_t limit_ms)
{
    uint32_t best = UINT32_MAX;

    for (size_t i = 0; i < points->count; i++) {
        size_t count;
        const circlet_od_entry *row = circlet_od_matrix_row(
            points->location->reach, points->points[i], &count);
        size_t within = count_within(row, count, limit_ms);

        if (within < count && row[within].time_ms < best)
            best = row[within].time_ms;
    }
    return best;
}

/* ---- the covering problem ---------------------------------------------- */

/* What of a row counts: what the existing sites leave of its need, and how
 * many sites it has. */
static size_t count_row(const ci_center_points *points, uint32_t point,
                        uint32_t cutoff_ms, uint32_t *need)
{
    size_t count;
    const circlet_od_entry *row =
        circlet_od_matrix_row(points->location->reach, point, &count);
    size_t sites = 0;

    *need = ci_center_need(points, point);
    for (size_t k = 0; k < count && row[k].time_ms <= cutoff_ms; k++) {
        uint32_t site = row[k].destination;

        sites += points->places[site] != UINT32_MAX;
        if (points->side->states[site] == CIRCLET_SITE_EXISTING && *need > 0)
            (*need)--;
    }
    return *need > 0 ? sites : 0;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

static void add_row(ci_lscp_core *core, const ci_center_points *points,
                    uint32_t point, uint32_t cutoff_ms, size_t to)
{
    size_t count;
    const circlet_od_entry *row =
        circlet_od_matrix_row(points->location->reach, point, &count);
    size_t entry = core->row_first[to];

    for (size_t k = 0; k < count && row[k].time_ms <= cutoff_ms; k++)
        if (points->places[row[k].destination] != UINT32_MAX)
            core->row_sites[entry++] = points->places[row[k].destination];
    qsort(core->row_sites + core->row_first[to], entry - core->row_first[to],
          sizeof(uint32_t), by_number);
    core->row_names[to] = point;
    core->row_first[to + 1] = entry;
}

static void name_sites(ci_lscp_core *core, const ci_center_points *points,
                       bool has_costs)
{
    for (size_t j = 0; j < points->side->site_count; j++) {
        uint32_t place = points->places[j];

        if (place == UINT32_MAX)
            continue;
        core->site_names[place] = (uint32_t)j;
        core->costs[place] = has_costs ? points->side->costs[j] : 1;
    }
}

bool ci_center_core(ci_lscp_core *out, const ci_center_points *points,
                    const uint32_t *some, size_t count, uint32_t cutoff_ms,
                    bool has_costs)
{
    ci_lscp_size size = {.sites = points->site_count};
    uint32_t need;
    size_t to = 0;

    for (size_t i = 0; i < count; i++) {
        size.entries += count_row(points, some[i], cutoff_ms, &need);
        size.rows += need > 0;
    }
    if (!ci_lscp_core_make(out, size))
        return false;
    for (size_t i = 0; i < count; i++) {
        count_row(points, some[i], cutoff_ms, &need);
        if (need == 0)
            continue;
        out->needs[to] = need;
        add_row(out, points, some[i], cutoff_ms, to++);
    }
    name_sites(out, points, has_costs);
    ci_lscp_core_turn(out);
    return true;
}

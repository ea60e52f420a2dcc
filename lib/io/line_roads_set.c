#include "io/line_roads_set.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/id_map.h"

void ci_line_set_free(ci_line_set *set)
{
    free(set->points);
    free(set->lines);
    memset(set, 0, sizeof(*set));
}

size_t ci_line_start(const ci_line_set *set, size_t i)
{
    return i > 0 ? set->lines[i - 1].end : 0;
}

static circlet_status add_point(ci_line_set *set, circlet_point at,
                                circlet_error *error)
{
    ci_line_point *points = ci_array_reserve_one(
        set->points, set->point_count, &set->point_capacity, sizeof(*points));

    if (!points)
        return ci_fail_nomem(error);
    set->points = points;
    points[set->point_count++] =
        (ci_line_point){at, CI_NOWHERE, CI_LINE_VERTEX};
    return CIRCLET_OK;
}

static bool is_same_place(circlet_point a, circlet_point b)
{
    return a.lon == b.lon && a.lat == b.lat;
}

static circlet_status add_points(ci_line_set *set, const circlet_point *points,
                                 size_t count, circlet_error *error)
{
    for (size_t i = 0; i < count; i++) {
        circlet_status status;

        if (i > 0 && is_same_place(points[i], points[i - 1]))
            continue;
        if (set->point_count >= CI_NOWHERE - 1)
            return ci_fail(error, CIRCLET_E_DATA,
                           "lines of more than %zu points", set->point_count);
        status = add_point(set, points[i], error);
        if (status != CIRCLET_OK)
            return status;
    }
    return CIRCLET_OK;
}

circlet_status ci_line_set_add(ci_line_set *set, const circlet_point *points,
                               size_t count, const ci_line *line,
                               bool *has_length, circlet_error *error)
{
    size_t start = set->point_count;
    circlet_status status = add_points(set, points, count, error);
    ci_line *lines;

    *has_length = status == CIRCLET_OK && set->point_count > start + 1;
    if (!*has_length) {
        set->point_count = start;
        return status;
    }
    lines = ci_array_reserve_one(set->lines, set->line_count,
                                 &set->line_capacity, sizeof(*lines));
    if (!lines)
        return ci_fail_nomem(error);
    set->points[start].marks |= CI_LINE_END;
    set->points[set->point_count - 1].marks |= CI_LINE_END;
    set->lines = lines;
    lines[set->line_count] = *line;
    lines[set->line_count++].end = set->point_count;
    return CIRCLET_OK;
}

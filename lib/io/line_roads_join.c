#include "io/line_roads_join.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/id_map.h"
#include "base/union_find.h"
#include "geo/geodesic.h"

/* No degree of latitude is shorter: rows as high as the tolerance leave
 * neighbours in the same row or the next. */
#define LEAST_M_PER_LAT 110574.0

/* An end or crossing, by its row from south to north, then by longitude. */
typedef struct place {
    double row;
    double lon;
    uint32_t point;
} place;

typedef struct joiner {
    ci_line_set *set;
    double tolerance_m, row_height;
    place *places;
    size_t place_count;
    uint32_t *parent; /* of each point */
    uint32_t *level; /* of each point */
} joiner;

void ci_line_nodes_free(ci_line_nodes *nodes)
{
    free(nodes->places);
    memset(nodes, 0, sizeof(*nodes));
}

static bool is_marked(const ci_line_point *point)
{
    return point->marks & (CI_LINE_END | CI_LINE_CROSSING);
}

/* ---- setting up --------------------------------------------------------- */

static int compare_places(const void *a, const void *b)
{
    const place *x = a, *y = b;

    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    if (x->lon != y->lon)
        return x->lon < y->lon ? -1 : 1;
    return (x->point > y->point) - (x->point < y->point);
}

static void list_places(joiner *j)
{
    const ci_line_set *set = j->set;

    for (uint32_t i = 0; i < set->point_count; i++) {
        const ci_line_point *point = &set->points[i];

        if (is_marked(point))
            j->places[j->place_count++] = (place){
                floor(point->at.lat / j->row_height), point->at.lon, i};
    }
    if (j->place_count > 0)
        qsort(j->places, j->place_count, sizeof(*j->places), compare_places);
}

static bool set_up(joiner *j)
{
    const ci_line_set *set = j->set;
    size_t room = set->point_count + 1, line = 0;

    j->places = malloc(room * sizeof(*j->places));
    j->parent = malloc(room * sizeof(*j->parent));
    j->level = malloc(room * sizeof(*j->level));
    if (!j->places || !j->parent || !j->level)
        return false;
    for (uint32_t i = 0; i < set->point_count; i++) {
        if (i == set->lines[line].end)
            line++;
        j->parent[i] = i;
        j->level[i] = set->lines[line].level;
    }
    list_places(j);
    return true;
}

static void tear_down(joiner *j)
{
    free(j->places);
    free(j->parent);
    free(j->level);
}

/* ---- joining ------------------------------------------------------------ */

static bool may_join(const joiner *j, uint32_t a, uint32_t b)
{
    const ci_line_point *x = &j->set->points[a], *y = &j->set->points[b];

    if ((x->marks | y->marks) & CI_LINE_END &&
        x->marks & y->marks & CI_LINE_VERTEX)
        return true;
    return is_marked(x) && is_marked(y) && j->level[a] == j->level[b];
}

static bool is_near(const joiner *j, circlet_point a, circlet_point b)
{
    ci_frame frame = ci_frame_at((a.lat + b.lat) / 2.0);

    return hypot((a.lon - b.lon) * frame.m_per_lon,
                 (a.lat - b.lat) * frame.m_per_lat) <= j->tolerance_m;
}

/* The first place of a row that is not west of a longitude. */
static size_t find_place(const joiner *j, double row, double lon)
{
    size_t low = 0, high = j->place_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const place *at = &j->places[middle];

        if (at->row < row || (at->row == row && at->lon < lon))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void join_near(joiner *j, uint32_t point)
{
    circlet_point at = j->set->points[point].at;
    double row = floor(at.lat / j->row_height);
    /* Twice what is needed: nearer the pole a degree is shorter. */
    double reach = 2.0 * j->tolerance_m / ci_frame_at(at.lat).m_per_lon;

    for (int step = -1; step <= 1; step++) {
        double near = row + step;

        for (size_t i = find_place(j, near, at.lon - reach);
             i < j->place_count && j->places[i].row == near &&
             j->places[i].lon <= at.lon + reach;
             i++) {
            uint32_t other = j->places[i].point;

            if (other != point && may_join(j, point, other) &&
                is_near(j, at, j->set->points[other].at))
                ci_union_join(j->parent, point, other);
        }
    }
}

/* ---- numbering ---------------------------------------------------------- */

/* Whether a point says better than another where their node lies. */
static bool is_better(const ci_line_point *a, const ci_line_point *b)
{
    unsigned rank_a = a->marks & CI_LINE_END, rank_b = b->marks & CI_LINE_END;

    if (rank_a != rank_b)
        return rank_a > rank_b;
    if (a->at.lat != b->at.lat)
        return a->at.lat < b->at.lat;
    return a->at.lon < b->at.lon;
}

/* A root is the first point of its node, so that going through all points
 * numbers the nodes in order. Roots that are a vertex alone are none. */
static circlet_status number_nodes(ci_line_nodes *out, joiner *j,
                                   circlet_error *error)
{
    ci_line_set *set = j->set;
    uint32_t *best = j->level; /* the points that give the places; the levels
                                  are not needed any more */
    size_t count = 0;

    for (uint32_t i = 0; i < set->point_count; i++) {
        uint32_t root = ci_union_root(j->parent, i);

        if (root == i) {
            best[i] = i;
            set->points[i].node = CI_NOWHERE;
        } else if (!is_marked(&set->points[best[root]]) ||
                   (is_marked(&set->points[i]) &&
                    is_better(&set->points[i], &set->points[best[root]]))) {
            best[root] = i;
        }
    }
    for (uint32_t i = 0; i < set->point_count; i++) {
        uint32_t root = ci_union_root(j->parent, i);

        if (root == i && is_marked(&set->points[best[i]]))
            set->points[i].node = (uint32_t)count++;
        else
            set->points[i].node = set->points[root].node;
    }
    out->places = malloc((count + 1) * sizeof(*out->places));
    if (!out->places)
        return ci_fail_nomem(error);
    out->count = count;
    for (uint32_t i = 0; i < set->point_count; i++)
        if (set->points[i].node != CI_NOWHERE &&
            ci_union_root(j->parent, i) == i)
            out->places[set->points[i].node] = set->points[best[i]].at;
    return CIRCLET_OK;
}

circlet_status ci_line_set_join(ci_line_nodes *out, ci_line_set *set,
                                double tolerance_m, circlet_error *error)
{
    joiner j = {.set = set,
                .tolerance_m = tolerance_m,
                .row_height = tolerance_m / LEAST_M_PER_LAT};
    circlet_status status;

    if (!set_up(&j)) {
        tear_down(&j);
        return ci_fail_nomem(error);
    }
    for (uint32_t i = 0; i < set->point_count; i++)
        join_near(&j, i);
    status = number_nodes(out, &j, error);
    tear_down(&j);
    return status;
}

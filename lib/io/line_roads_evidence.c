#include "io/line_roads_evidence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/id_map.h"
#include "base/union_find.h"
#include "geo/geodesic.h"
#include "geo/grid_index.h"

/* ---- lines that stand twice --------------------------------------------- */

typedef struct line_hash {
    uint64_t hash;
    uint32_t line;
    uint32_t size; /* points */
} line_hash;

static size_t line_size(const ci_line_set *set, size_t i)
{
    return set->lines[i].end - ci_line_start(set, i);
}

static uint64_t hash_point(circlet_point at)
{
    uint64_t bits[2];

    memcpy(bits, &at, sizeof(bits));
    bits[0] *= UINT64_C(0x9e3779b97f4a7c15);
    bits[1] *= UINT64_C(0xc2b2ae3d27d4eb4f);
    return (bits[0] ^ bits[0] >> 29) + (bits[1] ^ bits[1] >> 31);
}

/* The same for both directions. */
static uint64_t hash_line(const ci_line_set *set, size_t i)
{
    uint64_t hash = 0;

    for (size_t k = ci_line_start(set, i); k < set->lines[i].end; k++)
        hash += hash_point(set->points[k].at);
    return hash;
}

static int compare_hashes(const void *a, const void *b)
{
    const line_hash *x = a, *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    if (x->size != y->size)
        return x->size < y->size ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

static bool is_same_place(circlet_point a, circlet_point b)
{
    return a.lon == b.lon && a.lat == b.lat;
}

static bool is_twin(const ci_line_set *set, uint32_t a, uint32_t b)
{
    const ci_line_point *x = set->points + ci_line_start(set, a);
    const ci_line_point *y = set->points + ci_line_start(set, b);
    size_t count = line_size(set, a);
    bool is_same = true, is_turned = true;

    for (size_t i = 0; i < count && (is_same || is_turned); i++) {
        is_same = is_same && is_same_place(x[i].at, y[i].at);
        is_turned = is_turned && is_same_place(x[i].at, y[count - 1 - i].at);
    }
    return is_same || is_turned;
}

/* Among lines of one hash and size, sorted by position, each finds the
 * first that it equals. */
static void pair_twins(uint32_t *twins, const ci_line_set *set,
                       const line_hash *hashes, size_t count)
{
    size_t first = 0;

    for (size_t i = 0; i < count; i++) {
        uint32_t line = hashes[i].line;

        if (hashes[i].hash != hashes[first].hash ||
            hashes[i].size != hashes[first].size)
            first = i;
        twins[line] = CI_NOWHERE;
        for (size_t k = first; k < i && twins[line] == CI_NOWHERE; k++)
            if (twins[hashes[k].line] == CI_NOWHERE &&
                is_twin(set, hashes[k].line, line))
                twins[line] = hashes[k].line;
    }
}

uint32_t *ci_line_set_find_twins(const ci_line_set *set)
{
    size_t count = set->line_count;
    line_hash *hashes = malloc((count + 1) * sizeof(*hashes));
    uint32_t *twins = malloc((count + 1) * sizeof(*twins));

    if (!hashes || !twins) {
        free(hashes);
        free(twins);
        return NULL;
    }
    for (size_t i = 0; i < count; i++)
        hashes[i] = (line_hash){hash_line(set, i), (uint32_t)i,
                                (uint32_t)line_size(set, i)};
    if (count > 0)
        qsort(hashes, count, sizeof(*hashes), compare_hashes);
    pair_twins(twins, set, hashes, count);
    free(hashes);
    return twins;
}

void ci_line_set_drop(ci_line_set *set, const bool *drop)
{
    size_t lines = 0, points = 0, start = 0;

    for (size_t i = 0; i < set->line_count; i++) {
        ci_line line = set->lines[i];
        size_t end = line.end;

        for (; !drop[i] && start < end; start++)
            set->points[points++] = set->points[start];
        start = end;
        line.end = points;
        if (!drop[i])
            set->lines[lines++] = line;
    }
    set->line_count = lines;
    set->point_count = points;
}

/* ---- what hangs together ------------------------------------------------ */

bool ci_road_parts_find(ci_road_parts *out, const ci_roads *roads)
{
    size_t room = roads->node_count + 1;
    uint32_t *parent = malloc(room * sizeof(*parent));
    size_t *sizes = calloc(room, sizeof(*sizes));
    bool has_room = parent && sizes;

    *out = (ci_road_parts){0};
    for (uint32_t i = 0; has_room && i < roads->node_count; i++)
        parent[i] = i;
    for (size_t i = 0; has_room && i < roads->link_count; i++)
        ci_union_join(parent, roads->links[i].from, roads->links[i].to);
    for (uint32_t i = 0; has_room && i < roads->node_count; i++) {
        uint32_t root = ci_union_root(parent, i);

        out->count += sizes[root]++ == 0;
        if (sizes[root] > out->largest)
            out->largest = sizes[root];
    }
    free(parent);
    free(sizes);
    return has_room;
}

/* ---- ends that miss a line ---------------------------------------------- */

typedef struct finder {
    const ci_roads *roads;
    const uint32_t *levels;
    double reach_m;
    ci_segment *segments;
    uint32_t *owners; /* the links of the segments */
    size_t segment_count;
    uint32_t *ends; /* of each node its only link; CI_NOWHERE: none or more */
    ci_grid_index *index;
    ci_grid_found found;
    ci_near_miss *misses;
    size_t miss_count, miss_capacity;
} finder;

static void add_segments(finder *f, uint32_t link)
{
    const ci_road_link *of = &f->roads->links[link];
    circlet_point before = f->roads->nodes[of->from].at;

    for (size_t i = 0; i <= of->shape_count; i++) {
        circlet_point at =
            i < of->shape_count ? of->shape[i] : f->roads->nodes[of->to].at;

        f->owners[f->segment_count] = link;
        f->segments[f->segment_count++] = (ci_segment){before, at};
        before = at;
    }
}

static void find_ends(finder *f)
{
    const ci_roads *roads = f->roads;
    uint32_t *degrees = f->owners; /* scratch, for a while */

    memset(degrees, 0, roads->node_count * sizeof(*degrees));
    for (uint32_t i = 0; i < roads->link_count; i++) {
        const ci_road_link *link = &roads->links[i];

        degrees[link->from]++;
        degrees[link->to]++;
        f->ends[link->from] = f->ends[link->to] = i;
    }
    for (size_t i = 0; i < roads->node_count; i++)
        if (degrees[i] != 1)
            f->ends[i] = CI_NOWHERE;
}

static bool set_up(finder *f)
{
    const ci_roads *roads = f->roads;
    size_t room = roads->link_count + roads->node_count + 1;

    for (size_t i = 0; i < roads->link_count; i++)
        room += roads->links[i].shape_count;
    f->segments = malloc(room * sizeof(*f->segments));
    f->owners = malloc(room * sizeof(*f->owners));
    f->ends = malloc((roads->node_count + 1) * sizeof(*f->ends));
    if (!f->segments || !f->owners || !f->ends)
        return false;
    find_ends(f);
    for (uint32_t i = 0; i < roads->link_count; i++)
        add_segments(f, i);
    f->index = ci_grid_index_new(f->segments, f->segment_count);
    return f->index != NULL;
}

static void tear_down(finder *f)
{
    free(f->segments);
    free(f->owners);
    free(f->ends);
    ci_grid_index_free(f->index);
    free(f->found.items);
    free(f->misses);
}

static double distance_of(circlet_point at, const ci_segment *segment,
                          ci_frame frame)
{
    double x = (segment->b.lon - segment->a.lon) * frame.m_per_lon;
    double y = (segment->b.lat - segment->a.lat) * frame.m_per_lat;
    double u = (at.lon - segment->a.lon) * frame.m_per_lon;
    double v = (at.lat - segment->a.lat) * frame.m_per_lat;
    double square = x * x + y * y;
    double share = square > 0.0 ? (x * u + y * v) / square : 0.0;

    share = fmin(fmax(share, 0.0), 1.0);
    return hypot(u - share * x, v - share * y);
}

/* The nearest link but its own; of equally near ones the first. */
static circlet_status try_end(finder *f, uint32_t node, ci_near_miss *out,
                              circlet_error *error)
{
    circlet_point at = f->roads->nodes[node].at;
    ci_frame frame = ci_frame_at(at.lat);
    double lon = f->reach_m / frame.m_per_lon;
    double lat = f->reach_m / frame.m_per_lat;
    ci_box box = {at.lon - lon, at.lat - lat, at.lon + lon, at.lat + lat};

    *out = (ci_near_miss){f->ends[node], CI_NOWHERE, f->reach_m};
    if (!ci_grid_index_find(f->index, &box, &f->found))
        return ci_fail_nomem(error);
    for (size_t i = 0; i < f->found.count; i++) {
        uint32_t link = f->owners[f->found.items[i]];
        double distance_m;

        if (link == out->link || f->levels[link] != f->levels[out->link])
            continue;
        distance_m = distance_of(at, &f->segments[f->found.items[i]], frame);
        if (distance_m < out->distance_m ||
            (distance_m == out->distance_m && link < out->other)) {
            out->distance_m = distance_m;
            out->other = link;
        }
    }
    return CIRCLET_OK;
}

static circlet_status find_misses(finder *f, circlet_error *error)
{
    for (uint32_t i = 0; i < f->roads->node_count; i++) {
        ci_near_miss miss;
        ci_near_miss *misses;

        /* The end of a short link is near what its start meets. */
        /* NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult) */
        if (f->ends[i] == CI_NOWHERE ||
            f->roads->links[f->ends[i]].length_m <= f->reach_m)
            continue;
        if (try_end(f, i, &miss, error) != CIRCLET_OK)
            return CIRCLET_E_NOMEM;
        if (miss.other == CI_NOWHERE)
            continue;
        misses = ci_array_reserve_one(f->misses, f->miss_count,
                                      &f->miss_capacity, sizeof(*misses));
        if (!misses)
            return ci_fail_nomem(error);
        f->misses = misses;
        misses[f->miss_count++] = miss;
    }
    return CIRCLET_OK;
}

circlet_status ci_near_misses_find(ci_near_miss **out, size_t *out_count,
                                   const ci_roads *roads,
                                   const uint32_t *levels, double reach_m,
                                   circlet_error *error)
{
    finder f = {.roads = roads, .levels = levels, .reach_m = reach_m};
    circlet_status status =
        set_up(&f) ? find_misses(&f, error) : ci_fail_nomem(error);

    if (status == CIRCLET_OK) {
        *out = f.misses;
        *out_count = f.miss_count;
        f.misses = NULL;
    }
    tear_down(&f);
    return status;
}

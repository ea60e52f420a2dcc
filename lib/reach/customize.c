/*
 * The times of a hierarchy's arcs: first the quickest over lower nodes, then
 * which of them any quickest way needs (Dibbelt, Strasser and Wagner 2016,
 * sections 6 and 7: basic and perfect customisation).
 *
 * An arc is needed unless another way between its ends is quicker: of the
 * quickest ways that lead up, then down, none has an arc that is slower than
 * the quickest way between the arc's ends. An arc that is only as quick
 * stays: with arcs of no time, two could be dropped for one another.
 */
#include <stdlib.h>
#include <string.h>

#include "reach/hierarchy_parts.h"

/* Of an arc of the chordal supergraph, both ways. */
typedef struct arc_times {
    uint32_t up_ms, down_ms; /* CI_LANE_INFINITE: none */
} arc_times;

static inline uint32_t lesser(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* The arc between r and one of its upper neighbours. */
static size_t find_arc(const ci_hierarchy *hierarchy, uint32_t r,
                       uint32_t upper)
{
    size_t low = hierarchy->upper_first[r];
    size_t high = hierarchy->upper_first[r + 1] - 1;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (hierarchy->upper[middle] < upper)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void enter_times(const ci_hierarchy *hierarchy, arc_times *times)
{
    const ci_graph *graph = hierarchy->graph;
    size_t count = hierarchy->upper_first[hierarchy->node_count];

    for (size_t i = 0; i < count; i++)
        times[i] = (arc_times){CI_LANE_INFINITE, CI_LANE_INFINITE};
    for (uint32_t node = 0; node < graph->node_count; node++) {
        uint32_t r = hierarchy->rank[node];

        for (uint32_t a = graph->out.first[node];
             a < graph->out.first[node + 1]; a++) {
            const ci_graph_arc *arc = &graph->out.arcs[a];
            uint32_t head = hierarchy->rank[arc->head];
            arc_times *of;

            if (head == r)
                continue;
            of = &times[find_arc(hierarchy, lesser(r, head),
                                 r < head ? head : r)];
            if (r < head)
                of->up_ms = lesser(of->up_ms, arc->time_ms);
            else
                of->down_ms = lesser(of->down_ms, arc->time_ms);
        }
    }
}

/* Ways over x between two of its upper neighbours y and z, for all of them:
 * the arc between those is one of y's. */
static void relax_above(const ci_hierarchy *hierarchy, arc_times *times,
                        uint32_t x)
{
    const uint32_t *upper = hierarchy->upper;
    size_t end = hierarchy->upper_first[x + 1];

    for (size_t y = hierarchy->upper_first[x]; y < end; y++) {
        size_t yz = hierarchy->upper_first[upper[y]];
        arc_times xy = times[y];

        if (xy.up_ms == CI_LANE_INFINITE && xy.down_ms == CI_LANE_INFINITE)
            continue;
        for (size_t z = y + 1; z < end; z++, yz++) {
            while (upper[yz] != upper[z])
                yz++;
            times[yz].up_ms =
                lesser(times[yz].up_ms, xy.down_ms + times[z].up_ms);
            times[yz].down_ms =
                lesser(times[yz].down_ms, times[z].down_ms + xy.up_ms);
        }
    }
}

/* Ways from x to an upper neighbour, and back, over another of them: the
 * arcs between those are already as quick as can be. */
static void relax_own(const ci_hierarchy *hierarchy, arc_times *times,
                      uint32_t x)
{
    const uint32_t *upper = hierarchy->upper;
    size_t end = hierarchy->upper_first[x + 1];

    for (size_t y = hierarchy->upper_first[x]; y < end; y++) {
        size_t yz = hierarchy->upper_first[upper[y]];
        arc_times xy = times[y];

        for (size_t z = y + 1; z < end; z++, yz++) {
            arc_times xz = times[z], between;

            while (upper[yz] != upper[z])
                yz++;
            between = times[yz];
            times[z].up_ms = lesser(xz.up_ms, xy.up_ms + between.up_ms);
            times[z].down_ms =
                lesser(xz.down_ms, between.down_ms + xy.down_ms);
            xy.up_ms = lesser(xy.up_ms, xz.up_ms + between.down_ms);
            xy.down_ms = lesser(xy.down_ms, between.up_ms + xz.down_ms);
        }
        times[y] = xy;
    }
}

static inline bool is_needed(uint32_t basic_ms, uint32_t quickest_ms)
{
    return basic_ms == quickest_ms && basic_ms <= CIRCLET_CUTOFF_MAX;
}

static bool make_side(ci_upper_arcs *side, uint32_t node_count, size_t count)
{
    side->first = calloc((size_t)node_count + 1, sizeof(*side->first));
    side->arcs = calloc(count + 1, sizeof(*side->arcs));
    return side->first && side->arcs;
}

static bool keep_needed(ci_hierarchy *hierarchy, const arc_times *basic,
                        const arc_times *quickest)
{
    size_t count = hierarchy->upper_first[hierarchy->node_count];
    size_t up = 0, down = 0, i = 0;

    for (size_t k = 0; k < count; k++) {
        up += is_needed(basic[k].up_ms, quickest[k].up_ms);
        down += is_needed(basic[k].down_ms, quickest[k].down_ms);
    }
    if (!make_side(&hierarchy->up, hierarchy->node_count, up) ||
        !make_side(&hierarchy->down, hierarchy->node_count, down))
        return false;
    up = down = 0;
    for (uint32_t r = 0; r <= hierarchy->node_count; r++) {
        hierarchy->up.first[r] = up;
        hierarchy->down.first[r] = down;
        if (r == hierarchy->node_count)
            break;
        for (; i < hierarchy->upper_first[r + 1]; i++) {
            uint32_t rank = hierarchy->upper[i];

            if (is_needed(basic[i].up_ms, quickest[i].up_ms))
                hierarchy->up.arcs[up++] =
                    (ci_upper_arc){rank, basic[i].up_ms};
            if (is_needed(basic[i].down_ms, quickest[i].down_ms))
                hierarchy->down.arcs[down++] =
                    (ci_upper_arc){rank, basic[i].down_ms};
        }
    }
    return true;
}

bool ci_hierarchy_customize(ci_hierarchy *hierarchy)
{
    size_t count = hierarchy->upper_first[hierarchy->node_count];
    arc_times *basic = calloc(count + 1, sizeof(*basic));
    arc_times *quickest = calloc(count + 1, sizeof(*quickest));
    bool is_done = false;

    if (basic && quickest) {
        enter_times(hierarchy, basic);
        for (uint32_t r = 0; r < hierarchy->node_count; r++)
            relax_above(hierarchy, basic, r);
        memcpy(quickest, basic, count * sizeof(*basic));
        for (uint32_t r = hierarchy->node_count; r-- > 0;)
            relax_own(hierarchy, quickest, r);
        is_done = keep_needed(hierarchy, basic, quickest);
    }
    free(basic);
    free(quickest);
    return is_done;
}

#include "network/snap.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"

/* A line that ends within so much of a barrier only touches it. */
#define TOUCH_M 1e-3

/* Metres east and north of the point that is tied. */
typedef struct flat {
    double x, y;
} flat;

typedef struct candidate {
    uint32_t segment, link;
    double distance_m;
    double along; /* the foot: 0 at the segment's a, 1 at its b */
    flat foot;
} candidate;

struct ci_snapper {
    const circlet_network *network;
    ci_snap_limits limits;
    ci_segment *segments; /* of all links, in order */
    uint32_t *segment_link;
    uint32_t *first_segment; /* link_count + 1 */
    uint8_t *is_street; /* of each link */
    ci_grid_index *index;

    /* Room that one query leaves to the next. */
    ci_grid_found found;
    candidate *candidates;
    size_t candidate_count, candidate_capacity;
    ci_tie *ties;
    size_t tie_capacity;
};

static flat flatten(circlet_point at, circlet_point origin, ci_frame frame)
{
    flat place = {(at.lon - origin.lon) * frame.m_per_lon,
                  (at.lat - origin.lat) * frame.m_per_lat};

    return place;
}

/* The place of a segment that is nearest to `from`; ends are exact. */
static flat nearest_place(flat a, flat b, flat from, double *along)
{
    double dx = b.x - a.x, dy = b.y - a.y;
    double length2 = dx * dx + dy * dy;
    double t = 0;

    if (length2 > 0)
        t = ((from.x - a.x) * dx + (from.y - a.y) * dy) / length2;
    *along = t > 0 ? fmin(t, 1) : 0;
    if (*along == 0)
        return a;
    if (*along == 1)
        return b;
    return (flat){a.x + t * dx, a.y + t * dy};
}

static double distance_to(flat a, flat b, flat from)
{
    double along;
    flat foot = nearest_place(a, b, from, &along);

    return hypot(foot.x - from.x, foot.y - from.y);
}

double ci_segment_distance_m(circlet_point at, ci_frame frame,
                             const ci_segment *segment)
{
    const flat origin = {0, 0};

    return distance_to(flatten(segment->a, at, frame),
                       flatten(segment->b, at, frame), origin);
}

/* Above 0 if c lies left of the line from a to b. */
static double side_of(flat a, flat b, flat c)
{
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

static bool are_apart(double a, double b)
{
    return (a > 0 && b > 0) || (a < 0 && b < 0);
}

/* Whether boxes of the line from 0, 0 to `end` and of a barrier meet: tells
 * for lines that lie on one line. */
static bool boxes_meet(flat end, flat a, flat b)
{
    return fmin(a.x, b.x) <= fmax(end.x, 0) &&
           fmax(a.x, b.x) >= fmin(end.x, 0) &&
           fmin(a.y, b.y) <= fmax(end.y, 0) &&
           fmax(a.y, b.y) >= fmin(end.y, 0);
}

/*
 * Whether the straight line from the point (0, 0) to its foot meets the
 * barrier a-b elsewhere than at the foot: two lines meet in one place, so
 * if the foot lies on the barrier, it is that place.
 */
static bool line_crosses(flat foot, flat a, flat b)
{
    const flat point = {0, 0};

    return boxes_meet(foot, a, b) &&
           !are_apart(side_of(a, b, point), side_of(a, b, foot)) &&
           !are_apart(side_of(point, foot, a), side_of(point, foot, b)) &&
           distance_to(a, b, foot) > TOUCH_M;
}

/* ---- where the links lie ----------------------------------------------- */

static size_t count_segments(const circlet_network *network)
{
    size_t shapes = network->link_count > 0
                        ? network->links[network->link_count - 1].shape_end
                        : 0;

    return network->link_count + shapes;
}

static void cut_links(ci_snapper *snapper)
{
    const circlet_network *network = snapper->network;
    uint32_t segment = 0;

    for (uint32_t i = 0; i < network->link_count; i++) {
        size_t shape_count;
        const circlet_point *shape = ci_link_shape(network, i, &shape_count);
        circlet_point a = network->points[network->links[i].from];

        snapper->is_street[i] = ci_link_is_street(network, i);
        snapper->first_segment[i] = segment;
        for (size_t k = 0; k <= shape_count; k++) {
            circlet_point b = k < shape_count
                                  ? shape[k]
                                  : network->points[network->links[i].to];

            snapper->segment_link[segment] = i;
            snapper->segments[segment++] = (ci_segment){a, b};
            a = b;
        }
    }
    snapper->first_segment[network->link_count] = segment;
}

ci_snapper *ci_snapper_new(const circlet_network *network,
                           const ci_snap_limits *limits)
{
    ci_snapper *snapper = calloc(1, sizeof(*snapper));
    size_t count = count_segments(network);

    if (!snapper)
        return NULL;
    snapper->network = network;
    snapper->limits = *limits;
    snapper->segments = malloc((count + 1) * sizeof(ci_segment));
    snapper->segment_link = malloc((count + 1) * sizeof(uint32_t));
    snapper->first_segment =
        malloc((network->link_count + 1) * sizeof(uint32_t));
    snapper->is_street = malloc(network->link_count + 1);
    if (snapper->segments && snapper->segment_link && snapper->first_segment &&
        snapper->is_street) {
        cut_links(snapper);
        snapper->index = ci_grid_index_new(snapper->segments, count);
    }
    if (!snapper->index) {
        ci_snapper_free(snapper);
        return NULL;
    }
    return snapper;
}

void ci_snapper_free(ci_snapper *snapper)
{
    if (!snapper)
        return;
    free(snapper->segments);
    free(snapper->segment_link);
    free(snapper->first_segment);
    free(snapper->is_street);
    ci_grid_index_free(snapper->index);
    free(snapper->found.items);
    free(snapper->candidates);
    free(snapper->ties);
    free(snapper);
}

/* ---- candidates -------------------------------------------------------- */

ci_box ci_box_around(circlet_point at, ci_frame frame, double radius_m)
{
    double width = radius_m / frame.m_per_lon;
    double height = radius_m / frame.m_per_lat;
    ci_box box = {at.lon - width, at.lat - height, at.lon + width,
                  at.lat + height};

    return box;
}

static bool may_be_candidate(const ci_snapper *snapper,
                             const circlet_arc_times *times, uint32_t link)
{
    return snapper->is_street[link] && !times->is_snap_barrier[link];
}

/* Collects streets within the limit; gives the distance of the nearest. */
static bool collect_candidates(ci_snapper *snapper,
                               const circlet_arc_times *times,
                               circlet_point at, ci_frame frame,
                               double *nearest_m)
{
    const flat origin = {0, 0};

    snapper->candidate_count = 0;
    *nearest_m = INFINITY;
    for (size_t i = 0; i < snapper->found.count; i++) {
        uint32_t segment = snapper->found.items[i];
        uint32_t link = snapper->segment_link[segment];
        flat a = flatten(snapper->segments[segment].a, at, frame);
        flat b = flatten(snapper->segments[segment].b, at, frame);
        candidate one = {.segment = segment, .link = link};
        candidate *grown;

        if (!may_be_candidate(snapper, times, link))
            continue;
        one.foot = nearest_place(a, b, origin, &one.along);
        one.distance_m = hypot(one.foot.x, one.foot.y);
        if (one.distance_m > snapper->limits.limit_m)
            continue;
        *nearest_m = fmin(*nearest_m, one.distance_m);
        grown =
            ci_array_reserve_one(snapper->candidates, snapper->candidate_count,
                                 &snapper->candidate_capacity, sizeof(*grown));
        if (!grown)
            return false;
        snapper->candidates = grown;
        grown[snapper->candidate_count++] = one;
    }
    return true;
}

static int compare_candidates(const void *left, const void *right)
{
    const candidate *a = left, *b = right;

    if (a->link != b->link)
        return a->link < b->link ? -1 : 1;
    if (a->distance_m != b->distance_m)
        return a->distance_m < b->distance_m ? -1 : 1;
    return (a->segment > b->segment) - (a->segment < b->segment);
}

/* Keeps the nearest foot of each link that is near enough. */
static void thin_candidates(ci_snapper *snapper, double nearest_m)
{
    candidate *all = snapper->candidates;
    size_t near = 0, kept = 0;

    for (size_t i = 0; i < snapper->candidate_count; i++)
        if (all[i].distance_m <= nearest_m + snapper->limits.spread_m)
            all[near++] = all[i];
    if (near > 1)
        qsort(all, near, sizeof(*all), compare_candidates);
    for (size_t i = 0; i < near; i++)
        if (i == 0 || all[i].link != all[kept - 1].link)
            all[kept++] = all[i];
    snapper->candidate_count = kept;
}

static bool is_fenced_off(const ci_snapper *snapper,
                          const circlet_arc_times *times, circlet_point at,
                          ci_frame frame, flat foot)
{
    for (size_t i = 0; i < snapper->found.count; i++) {
        uint32_t segment = snapper->found.items[i];

        if (times->is_snap_barrier[snapper->segment_link[segment]] &&
            line_crosses(foot,
                         flatten(snapper->segments[segment].a, at, frame),
                         flatten(snapper->segments[segment].b, at, frame)))
            return true;
    }
    return false;
}

/* ---- ties -------------------------------------------------------------- */

/* The fraction of a link's length up to the foot. */
static double fraction_of(const ci_snapper *snapper, const candidate *foot,
                          ci_frame frame)
{
    double before_m = 0, length_m = 0;

    for (uint32_t i = snapper->first_segment[foot->link];
         i < snapper->first_segment[foot->link + 1]; i++) {
        flat b =
            flatten(snapper->segments[i].b, snapper->segments[i].a, frame);
        double piece_m = hypot(b.x, b.y);

        if (i == foot->segment)
            before_m = length_m + foot->along * piece_m;
        length_m += piece_m;
    }
    return length_m > 0 ? fmin(before_m / length_m, 1) : 0;
}

static uint32_t off_road_ms(const ci_snapper *snapper,
                            const circlet_arc_times *times, double distance_m)
{
    double ms =
        distance_m * snapper->limits.detour / times->off_road_mps * 1000;

    return ms < CIRCLET_TIME_MAX ? (uint32_t)llround(ms) : CIRCLET_TIME_MAX;
}

static bool is_open(const circlet_arc_times *times, uint32_t link)
{
    return times->forward_ms[link] != CI_CLOSED ||
           times->backward_ms[link] != CI_CLOSED;
}

static bool add_ties(ci_snapper *snapper, const circlet_arc_times *times,
                     circlet_point at, ci_frame frame, size_t *count)
{
    *count = 0;
    for (size_t i = 0; i < snapper->candidate_count; i++) {
        const candidate *one = &snapper->candidates[i];
        ci_tie *ties;

        if (!is_open(times, one->link) ||
            is_fenced_off(snapper, times, at, frame, one->foot))
            continue;
        ties = ci_array_reserve_one(snapper->ties, *count,
                                    &snapper->tie_capacity, sizeof(*ties));
        if (!ties)
            return false;
        snapper->ties = ties;
        ties[(*count)++] =
            (ci_tie){fraction_of(snapper, one, frame), one->link,
                     off_road_ms(snapper, times, one->distance_m)};
    }
    return true;
}

bool ci_snapper_find(ci_snapper *snapper, const circlet_arc_times *times,
                     circlet_point at, const ci_tie **ties, size_t *count)
{
    ci_frame frame = ci_frame_at(at.lat);
    ci_box box = ci_box_around(at, frame, snapper->limits.limit_m);
    double nearest_m;

    if (!ci_grid_index_find(snapper->index, &box, &snapper->found) ||
        !collect_candidates(snapper, times, at, frame, &nearest_m))
        return false;
    thin_candidates(snapper, nearest_m);
    if (!add_ties(snapper, times, at, frame, count))
        return false;
    *ties = snapper->ties;
    return true;
}

#include "network/snap.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "network/snap_use.h"
#include "network/tie_memory.h"

/* A line that ends within so much of a barrier only touches it. */
#define TOUCH_M 1e-3

/* Metres east and north of the point that is tied. */
typedef struct flat {
    double x, y;
} flat;

/* The nearest place of a link. */
typedef struct candidate {
    uint32_t segment, link;
    double distance_m;
    double along; /* the foot: 0 at the segment's a, 1 at its b */
    flat foot;
    uint8_t use; /* the link's bits */
    bool is_tested, is_fenced_off;
} candidate;

/* A piece of a barrier that is near. */
typedef struct fence {
    flat a, b;
} fence;

struct ci_snapper {
    const circlet_network *network;
    ci_snap_limits limits;
    ci_segment *segments; /* of all links, in order */
    uint32_t *segment_link;
    uint32_t *first_segment; /* link_count + 1 */
    ci_grid_index *index;
    ci_snap_uses *uses;
    ci_tie_memory memory;

    /* Room that one query leaves to the next. */
    ci_grid_found found;
    uint32_t *slot; /* where a link may stand among the candidates */
    candidate *candidates;
    size_t candidate_count, candidate_capacity;
    fence *fences;
    size_t fence_count, fence_capacity;
    ci_tie *ties;
    size_t tie_capacity;
};

/* A point that is asked about. */
typedef struct question {
    ci_snapper *snapper;
    const uint8_t *links; /* their bits for the mode */
    circlet_bound bound;
    double off_road_mps;
    circlet_point at;
    ci_frame frame;
} question;

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
    snapper->slot = calloc(network->link_count + 1, sizeof(uint32_t));
    snapper->uses = ci_snap_uses_new(network, 0);
    if (snapper->segments && snapper->segment_link && snapper->first_segment) {
        cut_links(snapper);
        snapper->index = ci_grid_index_new(snapper->segments, count);
    }
    if (!snapper->index || !snapper->slot || !snapper->uses) {
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
    ci_grid_index_free(snapper->index);
    ci_tie_memory_clear(&snapper->memory);
    ci_snap_uses_free(snapper->uses);
    free(snapper->found.items);
    free(snapper->slot);
    free(snapper->candidates);
    free(snapper->fences);
    free(snapper->ties);
    free(snapper);
}

bool ci_snapper_know_islands(ci_snapper *snapper, uint32_t least_nodes)
{
    ci_snap_uses *uses;

    if (ci_snap_uses_least_nodes(snapper->uses) == least_nodes)
        return true;
    uses = ci_snap_uses_new(snapper->network, least_nodes);
    if (!uses)
        return false;
    ci_tie_memory_clear(&snapper->memory);
    ci_snap_uses_free(snapper->uses);
    snapper->uses = uses;
    return true;
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

static bool add_fence(ci_snapper *snapper, fence piece)
{
    fence *fences =
        ci_array_reserve_one(snapper->fences, snapper->fence_count,
                             &snapper->fence_capacity, sizeof(*fences));

    if (!fences)
        return false;
    snapper->fences = fences;
    fences[snapper->fence_count++] = piece;
    return true;
}

static bool comes_before(const candidate *a, const candidate *b)
{
    return a->distance_m < b->distance_m ||
           (a->distance_m == b->distance_m && a->segment < b->segment);
}

/* Keeps of each link the nearest place. */
static bool add_candidate(ci_snapper *snapper, const candidate *one)
{
    uint32_t slot = snapper->slot[one->link];
    candidate *all = snapper->candidates;

    if (slot < snapper->candidate_count && all[slot].link == one->link) {
        if (comes_before(one, &all[slot]))
            all[slot] = *one;
        return true;
    }
    all = ci_array_reserve_one(all, snapper->candidate_count,
                               &snapper->candidate_capacity, sizeof(*all));
    if (!all)
        return false;
    snapper->candidates = all;
    snapper->slot[one->link] = (uint32_t)snapper->candidate_count;
    all[snapper->candidate_count++] = *one;
    return true;
}

/* Whether both ends lie beyond the same side of a square around the point. */
static bool is_far(flat a, flat b, double limit_m)
{
    return (a.x > limit_m && b.x > limit_m) ||
           (a.x < -limit_m && b.x < -limit_m) ||
           (a.y > limit_m && b.y > limit_m) ||
           (a.y < -limit_m && b.y < -limit_m);
}

static bool add_segment(const question *q, uint32_t segment, uint32_t link)
{
    const flat origin = {0, 0};
    ci_snapper *snapper = q->snapper;
    const ci_segment *ends = &snapper->segments[segment];
    flat a = flatten(ends->a, q->at, q->frame);
    flat b = flatten(ends->b, q->at, q->frame);
    candidate one = {.segment = segment, .link = link, .use = q->links[link]};

    if (is_far(a, b, snapper->limits.limit_m))
        return true;
    if (one.use & CI_USE_BARRIER)
        return add_fence(snapper, (fence){a, b});
    one.foot = nearest_place(a, b, origin, &one.along);
    one.distance_m = hypot(one.foot.x, one.foot.y);
    return one.distance_m > snapper->limits.limit_m ||
           add_candidate(snapper, &one);
}

/* Collects the streets within the limit that count at the bound, and the
 * barriers. */
static bool collect(const question *q)
{
    /* What is open at max is so at min. */
    const unsigned wanted =
        CI_USE_OPEN << (q->bound == CIRCLET_BOUND_MAX ? CIRCLET_BOUND_MIN
                                                      : q->bound);
    ci_snapper *snapper = q->snapper;

    snapper->candidate_count = snapper->fence_count = 0;
    for (size_t i = 0; i < snapper->found.count; i++) {
        uint32_t segment = snapper->found.items[i];
        uint32_t link = snapper->segment_link[segment];
        uint8_t use = q->links[link];

        if (((use & CI_USE_BARRIER) ||
             ((use & CI_USE_STREET) && (use & wanted))) &&
            !add_segment(q, segment, link))
            return false;
    }
    return true;
}

static bool is_fenced_off(const ci_snapper *snapper, candidate *one)
{
    if (one->is_tested)
        return one->is_fenced_off;
    one->is_tested = true;
    for (size_t i = 0; i < snapper->fence_count && !one->is_fenced_off; i++)
        one->is_fenced_off = line_crosses(one->foot, snapper->fences[i].a,
                                          snapper->fences[i].b);
    return one->is_fenced_off;
}

/* Metres to the nearest candidate with all these bits that is not fenced
 * off; INFINITY: there is none. */
static double nearest_m(ci_snapper *snapper, unsigned bits)
{
    double best_m = INFINITY;

    for (size_t i = 0; i < snapper->candidate_count; i++) {
        candidate *one = &snapper->candidates[i];

        if ((one->use & bits) == bits && one->distance_m < best_m &&
            !is_fenced_off(snapper, one))
            best_m = one->distance_m;
    }
    return best_m;
}

/* That of streets on no island, else of any. */
static double nearest_open_m(ci_snapper *snapper, circlet_bound bound)
{
    double main_m = nearest_m(snapper, CI_USE_MAIN << bound);

    return main_m < INFINITY ? main_m
                             : nearest_m(snapper, CI_USE_OPEN << bound);
}

/*
 * How far ties may go. Whatever the map does not say, let T be the streets
 * that are truly open, and d(T) metres to the nearest of them on no island,
 * else to the nearest: ties go to d(T) + spread. T holds all that is open at
 * max and lies within what is open at min; a component of T lies within one
 * at min, and one at max within one of T.
 *
 * If a street near is open at max on no island, m metres off, it is so in
 * every T: d(T) <= m, and no street that T has on no island is nearer than
 * such a one at min. Else, if none near is on no island even at min, d(T) is
 * the nearest in T: between the nearest open at min and at max. Else it may
 * be anything from the nearest open at min to the limit.
 *
 * So the reach at max is the least and that at min the greatest that any T
 * gives, and the nominal one lies between. As the open streets lie within
 * each other, too, the ties at max are among those of any T, and these among
 * those at min.
 */
static double reach_m(ci_snapper *snapper, circlet_bound bound)
{
    double surely_m, perhaps_m, from_m;

    if (bound == CIRCLET_BOUND_NOMINAL)
        return nearest_open_m(snapper, bound) + snapper->limits.spread_m;
    surely_m = nearest_m(snapper, CI_USE_MAIN << CIRCLET_BOUND_MAX);
    perhaps_m = nearest_m(snapper, CI_USE_MAIN << CIRCLET_BOUND_MIN);
    if (surely_m < INFINITY)
        from_m = bound == CIRCLET_BOUND_MAX ? perhaps_m : surely_m;
    else if (bound == CIRCLET_BOUND_MAX)
        from_m = nearest_m(snapper, CI_USE_OPEN << CIRCLET_BOUND_MIN);
    else if (perhaps_m == INFINITY)
        from_m = nearest_m(snapper, CI_USE_OPEN << CIRCLET_BOUND_MAX);
    else
        from_m = INFINITY; /* all within the limit */
    return from_m + snapper->limits.spread_m;
}

static int compare_candidates(const void *left, const void *right)
{
    const candidate *a = left, *b = right;

    return (a->link > b->link) - (a->link < b->link);
}

/* Keeps the open ones within reach, by link. */
static void thin_candidates(ci_snapper *snapper, circlet_bound bound)
{
    candidate *all = snapper->candidates;
    double limit_m = reach_m(snapper, bound);
    size_t kept = 0;

    for (size_t i = 0; i < snapper->candidate_count; i++)
        if (all[i].distance_m <= limit_m &&
            (all[i].use & CI_USE_OPEN << bound) &&
            !is_fenced_off(snapper, &all[i]))
            all[kept++] = all[i];
    if (kept > 1)
        qsort(all, kept, sizeof(*all), compare_candidates);
    snapper->candidate_count = kept;
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

static uint32_t off_road_ms(const question *q, double distance_m)
{
    double ms =
        distance_m * q->snapper->limits.detour / q->off_road_mps * 1000;

    return ms < CIRCLET_TIME_MAX ? (uint32_t)llround(ms) : CIRCLET_TIME_MAX;
}

static bool add_ties(const question *q)
{
    ci_snapper *snapper = q->snapper;

    for (size_t i = 0; i < snapper->candidate_count; i++) {
        const candidate *one = &snapper->candidates[i];
        ci_tie *ties = ci_array_reserve_one(
            snapper->ties, i, &snapper->tie_capacity, sizeof(*ties));

        if (!ties)
            return false;
        snapper->ties = ties;
        ties[i] = (ci_tie){fraction_of(snapper, one, q->frame), one->link,
                           off_road_ms(q, one->distance_m)};
    }
    return true;
}

/* Finds them anew, in the snapper's room. */
static bool tie(ci_snapper *snapper, const circlet_arc_times *times,
                circlet_point at)
{
    question q = {snapper,      ci_snap_uses_find(snapper->uses, times),
                  times->bound, times->off_road_mps,
                  at,           ci_frame_at(at.lat)};
    ci_box box = ci_box_around(at, q.frame, snapper->limits.limit_m);

    if (!q.links ||
        !ci_grid_index_find(snapper->index, &box, &snapper->found) ||
        !collect(&q))
        return false;
    thin_candidates(snapper, q.bound);
    return add_ties(&q);
}

bool ci_snapper_find(ci_snapper *snapper, const circlet_arc_times *times,
                     circlet_point at, const ci_tie **ties, size_t *count)
{
    ci_tie_memory_turn_to(&snapper->memory, times);
    if (ci_tie_memory_find(&snapper->memory, at, ties, count))
        return true;
    if (!tie(snapper, times, at))
        return false;
    *ties = snapper->ties;
    *count = snapper->candidate_count;
    ci_tie_memory_keep(&snapper->memory, at, *ties, *count);
    return true;
}

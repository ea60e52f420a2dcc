#include "network/near_links.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "network/snap_use.h"

/* A line that ends within so much of a barrier only touches it. */
#define TOUCH_M 1e-3

/* So few links are sorted quicker by hand. */
#define FEW 48

/* Far more than rounding, far less than matters. */
#define WIDER (1 + 1e-9)

/* Metres east and north of the point that is asked about. */
typedef struct flat {
    double x, y;
} flat;

/* The nearest place of a link so far. */
typedef struct candidate {
    uint32_t segment, link;
    double distance_m;
    double along; /* the foot: 0 at the segment's a, 1 at its b */
    flat foot;
} candidate;

/* A piece of a barrier that is near. */
typedef struct fence {
    flat a, b;
} fence;

struct ci_link_map {
    const circlet_network *network;
    ci_segment *segments; /* of all links, in order */
    uint32_t *segment_link;
    uint32_t *first_segment; /* link_count + 1 */
    ci_grid_index *index;
};

struct ci_near_room {
    ci_grid_found found;
    uint32_t *slot; /* where a link may stand among the candidates */
    candidate *candidates;
    size_t candidate_count, candidate_capacity;
    fence *fences;
    size_t fence_count, fence_capacity;
    ci_near_link *links;
    size_t link_capacity;
};

/* A point that is asked about. */
typedef struct question {
    const ci_link_map *map;
    ci_near_room *room;
    const uint8_t *uses;
    circlet_point at;
    ci_frame frame;
    double limit_m;
    ci_box box; /* around all that is within the limit, and wider */
} question;

static flat flatten(circlet_point at, circlet_point origin, ci_frame frame)
{
    flat place = {(at.lon - origin.lon) * frame.m_per_lon,
                  (at.lat - origin.lat) * frame.m_per_lat};

    return place;
}

/* Within kilometres no square is out of range, so that hypot() and its care
 * for that are not needed. */
static double length_of(double x, double y)
{
    return sqrt(x * x + y * y);
}

/* The place of a segment that is nearest to `from`; ends are exact. */
static flat nearest_place(flat a, flat b, flat from, double *along)
{
    double dx = b.x - a.x, dy = b.y - a.y;
    double length2 = dx * dx + dy * dy;
    double part = (from.x - a.x) * dx + (from.y - a.y) * dy, t;

    *along = 0;
    if (!(part > 0))
        return a;
    t = part / length2;
    *along = t < 1 ? t : 1;
    return t < 1 ? (flat){a.x + t * dx, a.y + t * dy} : b;
}

static double distance_to(flat a, flat b, flat from)
{
    double along;
    flat foot = nearest_place(a, b, from, &along);

    return length_of(foot.x - from.x, foot.y - from.y);
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

static bool ranges_meet(double end, double a, double b)
{
    double low = end < 0 ? end : 0, high = end < 0 ? 0 : end;

    return (a < b ? a : b) <= high && (a < b ? b : a) >= low;
}

/* Whether boxes of the line from 0, 0 to `end` and of a barrier meet: tells
 * for lines that lie on one line. */
static bool boxes_meet(flat end, flat a, flat b)
{
    return ranges_meet(end.x, a.x, b.x) && ranges_meet(end.y, a.y, b.y);
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

static void cut_links(ci_link_map *map)
{
    const circlet_network *network = map->network;
    uint32_t segment = 0;

    for (uint32_t i = 0; i < network->link_count; i++) {
        size_t shape_count;
        const circlet_point *shape = ci_link_shape(network, i, &shape_count);
        circlet_point a = network->points[network->links[i].from];

        map->first_segment[i] = segment;
        for (size_t k = 0; k <= shape_count; k++) {
            circlet_point b = k < shape_count
                                  ? shape[k]
                                  : network->points[network->links[i].to];

            map->segment_link[segment] = i;
            map->segments[segment++] = (ci_segment){a, b};
            a = b;
        }
    }
    map->first_segment[network->link_count] = segment;
}

ci_link_map *ci_link_map_new(const circlet_network *network)
{
    ci_link_map *map = calloc(1, sizeof(*map));
    size_t count = count_segments(network);

    if (!map)
        return NULL;
    map->network = network;
    map->segments = malloc((count + 1) * sizeof(ci_segment));
    map->segment_link = malloc((count + 1) * sizeof(uint32_t));
    map->first_segment = malloc((network->link_count + 1) * sizeof(uint32_t));
    if (map->segments && map->segment_link && map->first_segment) {
        cut_links(map);
        map->index = ci_grid_index_new(map->segments, count);
    }
    if (!map->index) {
        ci_link_map_free(map);
        return NULL;
    }
    return map;
}

void ci_link_map_free(ci_link_map *map)
{
    if (!map)
        return;
    free(map->segments);
    free(map->segment_link);
    free(map->first_segment);
    ci_grid_index_free(map->index);
    free(map);
}

ci_near_room *ci_near_room_new(const ci_link_map *map)
{
    ci_near_room *room = calloc(1, sizeof(*room));

    if (!room)
        return NULL;
    room->slot = calloc(map->network->link_count + 1, sizeof(uint32_t));
    if (!room->slot) {
        free(room);
        return NULL;
    }
    return room;
}

void ci_near_room_free(ci_near_room *room)
{
    if (!room)
        return;
    free(room->found.items);
    free(room->slot);
    free(room->candidates);
    free(room->fences);
    free(room->links);
    free(room);
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

static bool add_fence(ci_near_room *room, fence piece)
{
    fence *fences =
        ci_array_reserve_one(room->fences, room->fence_count,
                             &room->fence_capacity, sizeof(*fences));

    if (!fences)
        return false;
    room->fences = fences;
    fences[room->fence_count++] = piece;
    return true;
}

static bool comes_before(const candidate *a, const candidate *b)
{
    return a->distance_m < b->distance_m ||
           (a->distance_m == b->distance_m && a->segment < b->segment);
}

/* Keeps of each link the nearest place. */
static bool add_candidate(ci_near_room *room, const candidate *one)
{
    uint32_t slot = room->slot[one->link];
    candidate *all = room->candidates;

    if (slot < room->candidate_count && all[slot].link == one->link) {
        if (comes_before(one, &all[slot]))
            all[slot] = *one;
        return true;
    }
    all = ci_array_reserve_one(all, room->candidate_count,
                               &room->candidate_capacity, sizeof(*all));
    if (!all)
        return false;
    room->candidates = all;
    room->slot[one->link] = (uint32_t)room->candidate_count;
    all[room->candidate_count++] = *one;
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

/* Most of what is near is too far; squares say so sooner than roots, within
 * far more than rounding. */
static bool is_beyond(flat foot, double limit_m)
{
    return foot.x * foot.x + foot.y * foot.y > limit_m * limit_m * (1 + 1e-9);
}

/* The same in degrees, of a box that is wider by more than rounding: most of
 * what is near is told without a look at its link. */
static bool is_outside(const ci_segment *ends, const ci_box *box)
{
    return (ends->a.lon > box->east && ends->b.lon > box->east) ||
           (ends->a.lon < box->west && ends->b.lon < box->west) ||
           (ends->a.lat > box->north && ends->b.lat > box->north) ||
           (ends->a.lat < box->south && ends->b.lat < box->south);
}

static bool add_segment(const question *q, uint32_t segment)
{
    const flat origin = {0, 0};
    const ci_segment *ends = &q->map->segments[segment];
    uint32_t link;
    candidate one = {.segment = segment};
    flat a, b;

    if (is_outside(ends, &q->box))
        return true;
    one.link = link = q->map->segment_link[segment];
    if (!(q->uses[link] & (CI_USE_BARRIER | CI_USE_STREET)))
        return true;
    a = flatten(ends->a, q->at, q->frame);
    b = flatten(ends->b, q->at, q->frame);
    if (is_far(a, b, q->limit_m))
        return true;
    if (q->uses[link] & CI_USE_BARRIER)
        return add_fence(q->room, (fence){a, b});
    one.foot = nearest_place(a, b, origin, &one.along);
    if (is_beyond(one.foot, q->limit_m))
        return true;
    one.distance_m = length_of(one.foot.x, one.foot.y);
    return one.distance_m > q->limit_m || add_candidate(q->room, &one);
}

/* Collects the streets within the limit, and the barriers. */
static bool collect(const question *q)
{
    const ci_grid_found *found = &q->room->found;

    q->room->candidate_count = q->room->fence_count = 0;
    for (size_t i = 0; i < found->count; i++)
        if (!add_segment(q, found->items[i]))
            return false;
    return true;
}

/* ---- near links --------------------------------------------------------- */

static bool is_fenced_off(const ci_near_room *room, flat foot)
{
    for (size_t i = 0; i < room->fence_count; i++)
        if (line_crosses(foot, room->fences[i].a, room->fences[i].b))
            return true;
    return false;
}

/* The fraction of a link's length up to the foot. */
static double fraction_of(const question *q, const candidate *one)
{
    const ci_link_map *map = q->map;
    double before_m = 0, length_m = 0;

    for (uint32_t i = map->first_segment[one->link];
         i < map->first_segment[one->link + 1]; i++) {
        flat b = flatten(map->segments[i].b, map->segments[i].a, q->frame);
        double piece_m = length_of(b.x, b.y);

        if (i == one->segment)
            before_m = length_m + one->along * piece_m;
        length_m += piece_m;
    }
    return length_m > 0 ? fmin(before_m / length_m, 1) : 0;
}

static int compare_links(const void *left, const void *right)
{
    const ci_near_link *a = left, *b = right;

    return (a->link > b->link) - (a->link < b->link);
}

static void sort_links(ci_near_link *links, size_t count)
{
    if (count > FEW) {
        qsort(links, count, sizeof(*links), compare_links);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        ci_near_link one = links[i];
        size_t k = i;

        for (; k > 0 && links[k - 1].link > one.link; k--)
            links[k] = links[k - 1];
        links[k] = one;
    }
}

static bool reserve_links(ci_near_room *room)
{
    ci_near_link *links;

    if (room->candidate_count < room->link_capacity)
        return true;
    links =
        realloc(room->links, (2 * room->candidate_count + 1) * sizeof(*links));
    if (!links)
        return false;
    room->links = links;
    room->link_capacity = 2 * room->candidate_count + 1;
    return true;
}

bool ci_near_links_find(const ci_near_link **out, size_t *count,
                        const ci_link_map *map, ci_near_room *room,
                        const uint8_t *uses, circlet_point at, double limit_m)
{
    ci_frame frame = ci_frame_at(at.lat);
    question q = {map,
                  room,
                  uses,
                  at,
                  frame,
                  limit_m,
                  ci_box_around(at, frame, limit_m * WIDER)};
    size_t kept = 0;

    if (!ci_grid_index_find(map->index, &q.box, &room->found) ||
        !collect(&q) || !reserve_links(room))
        return false;
    for (size_t i = 0; i < room->candidate_count; i++) {
        const candidate *one = &room->candidates[i];

        if (!is_fenced_off(room, one->foot))
            room->links[kept++] = (ci_near_link){
                one->distance_m, fraction_of(&q, one), one->link};
    }
    sort_links(room->links, kept);
    *out = room->links;
    *count = kept;
    return true;
}

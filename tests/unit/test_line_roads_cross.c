/* Lines on small grids of whole numbers are joined a second time, with
 * fractions in place of rounding and every pair tried. */
#include "unit.h"

#include <math.h>
#include <stdio.h>

#include "base/id_map.h"
#include "io/line_roads_cross.h"
#include "io/line_roads_links.h"

#define GRID 8
#define STEP (1.0 / 64.0) /* degrees: exact, and far above the tolerance */
#define LINE_MAX_COUNT 8
#define POINT_MAX 4
#define PLACE_MAX 2048
#define SNAP_M 0.01

/* A place as a fraction, with one denominator for both numbers. */
typedef struct fraction_place {
    int64_t x, y, d; /* d > 0 */
} fraction_place;

/* A point of a line in the second way of joining. */
typedef struct place {
    fraction_place at;
    unsigned marks;
    int line, level;
    int node; /* the first place joined with it */
} place;

typedef struct drawing {
    int line_count;
    int counts[LINE_MAX_COUNT], levels[LINE_MAX_COUNT];
    int64_t x[LINE_MAX_COUNT][POINT_MAX], y[LINE_MAX_COUNT][POINT_MAX];
} drawing;

static drawing draw(uint64_t *seed)
{
    drawing d = {.line_count = 1 + (int)unit_random_below(seed, 7)};

    for (int i = 0; i < d.line_count; i++) {
        d.counts[i] = 2 + (int)unit_random_below(seed, POINT_MAX - 1);
        d.levels[i] = (int)unit_random_below(seed, 4) == 0;
        for (int k = 0; k < d.counts[i]; k++)
            do {
                d.x[i][k] = unit_random_below(seed, GRID);
                d.y[i][k] = unit_random_below(seed, GRID);
            } while (k > 0 && d.x[i][k] == d.x[i][k - 1] &&
                     d.y[i][k] == d.y[i][k - 1]);
    }
    return d;
}

/* ---- the second way ----------------------------------------------------- */

typedef struct whole_segment {
    int line, first; /* point of the line */
    int64_t ax, ay, bx, by;
} whole_segment;

typedef struct meeting {
    int line, first; /* segment, or the point itself if share is 0 */
    fraction_place at;
    int64_t share_num, share_den;
} meeting;

static meeting meetings[PLACE_MAX];
static int meeting_count;
static bool is_marked[LINE_MAX_COUNT][POINT_MAX];

static int64_t side(const whole_segment *s, int64_t x, int64_t y)
{
    return (s->bx - s->ax) * (y - s->ay) - (s->by - s->ay) * (x - s->ax);
}

static bool is_on(const whole_segment *s, int64_t x, int64_t y)
{
    return side(s, x, y) == 0 && (x - s->ax) * (x - s->bx) <= 0 &&
           (y - s->ay) * (y - s->by) <= 0;
}

static void meet(const whole_segment *s, fraction_place at, int64_t num,
                 int64_t den)
{
    assert_true(meeting_count < PLACE_MAX);
    if (den < 0) {
        num = -num;
        den = -den;
    }
    meetings[meeting_count++] = (meeting){s->line, s->first, at, num, den};
}

static void try_point(const drawing *d, const whole_segment *of, int end,
                      const whole_segment *on)
{
    int point = of->first + end;
    int64_t x = d->x[of->line][point], y = d->y[of->line][point];
    int64_t dx = on->bx - on->ax, dy = on->by - on->ay;

    if (!is_on(on, x, y) || (of->line == on->line &&
                             (point == on->first || point == on->first + 1)))
        return;
    is_marked[of->line][point] = true;
    if (x == on->ax && y == on->ay)
        is_marked[on->line][on->first] = true;
    else if (x == on->bx && y == on->by)
        is_marked[on->line][on->first + 1] = true;
    else
        meet(on, (fraction_place){x, y, 1},
             (x - on->ax) * dx + (y - on->ay) * dy, dx * dx + dy * dy);
}

static void try_pair(const drawing *d, const whole_segment *s,
                     const whole_segment *t)
{
    int64_t s0 = side(t, s->ax, s->ay), s1 = side(t, s->bx, s->by);
    int64_t t0 = side(s, t->ax, t->ay), t1 = side(s, t->bx, t->by);

    if (s0 * s1 < 0 && t0 * t1 < 0) {
        int64_t den = s0 - s1;
        fraction_place at = {s->ax * den + s0 * (s->bx - s->ax),
                             s->ay * den + s0 * (s->by - s->ay), den};

        if (den < 0)
            at = (fraction_place){-at.x, -at.y, -at.d};
        meet(s, at, s0, den);
        meet(t, at, t0, t0 - t1);
        return;
    }
    for (int end = 0; end < 2; end++) {
        try_point(d, s, end, t);
        try_point(d, t, end, s);
    }
}

static void find_meetings(const drawing *d)
{
    whole_segment segments[LINE_MAX_COUNT * POINT_MAX];
    int count = 0;

    meeting_count = 0;
    memset(is_marked, 0, sizeof(is_marked));
    for (int i = 0; i < d->line_count; i++)
        for (int k = 0; k + 1 < d->counts[i]; k++)
            segments[count++] = (whole_segment){
                i, k, d->x[i][k], d->y[i][k], d->x[i][k + 1], d->y[i][k + 1]};
    for (int s = 0; s < count; s++)
        for (int t = s + 1; t < count; t++)
            if (d->levels[segments[s].line] == d->levels[segments[t].line])
                try_pair(d, &segments[s], &segments[t]);
}

static int compare_meetings(const void *a, const void *b)
{
    const meeting *m = a, *n = b;
    int64_t left, right;

    if (m->line != n->line)
        return m->line < n->line ? -1 : 1;
    if (m->first != n->first)
        return m->first < n->first ? -1 : 1;
    left = m->share_num * n->share_den;
    right = n->share_num * m->share_den;
    return (left > right) - (left < right);
}

static int list_places(place *out, const drawing *d)
{
    int count = 0, next = 0;

    for (int i = 0; i < d->line_count; i++)
        for (int k = 0; k < d->counts[i]; k++) {
            bool is_end = k == 0 || k + 1 == d->counts[i];

            out[count++] =
                (place){{d->x[i][k], d->y[i][k], 1},
                        CI_LINE_VERTEX | (is_end ? CI_LINE_END : 0) |
                            (is_marked[i][k] ? CI_LINE_CROSSING : 0),
                        i,
                        d->levels[i],
                        -1};
            for (; next < meeting_count && meetings[next].line == i &&
                   meetings[next].first == k;
                 next++)
                out[count++] = (place){meetings[next].at, CI_LINE_CROSSING, i,
                                       d->levels[i], -1};
        }
    return count;
}

static bool is_same(fraction_place a, fraction_place b)
{
    return a.x * b.d == b.x * a.d && a.y * b.d == b.y * a.d;
}

static bool may_join(const place *a, const place *b)
{
    unsigned ends = (a->marks | b->marks) & CI_LINE_END;
    unsigned stops = CI_LINE_END | CI_LINE_CROSSING;

    if (!is_same(a->at, b->at))
        return false;
    return (ends && a->marks & b->marks & CI_LINE_VERTEX) ||
           (a->marks & stops && b->marks & stops && a->level == b->level);
}

/* Names each place by the first that it is joined with, again and again. */
static void join_places(place *places, int count)
{
    bool has_changed = true;

    for (int i = 0; i < count; i++)
        places[i].node = i;
    while (has_changed) {
        has_changed = false;
        for (int i = 0; i < count; i++)
            for (int k = 0; k < count; k++)
                if (places[i].node > places[k].node &&
                    may_join(&places[i], &places[k])) {
                    places[i].node = places[k].node;
                    has_changed = true;
                }
    }
    for (int i = 0; i < count; i++) {
        bool is_node = false;

        for (int k = 0; k < count; k++)
            is_node = is_node ||
                      (places[k].node == places[i].node &&
                       places[k].marks & (CI_LINE_END | CI_LINE_CROSSING));
        if (!is_node)
            places[i].marks = 0;
    }
}

/* ---- comparing ---------------------------------------------------------- */

static double degrees(int64_t number, int64_t d)
{
    return 116.0 + (double)number / (double)d * STEP;
}

static void expect_place(circlet_point at, fraction_place want)
{
    assert_true(fabs(at.lon - degrees(want.x, want.d)) < 1e-12);
    assert_true(fabs(at.lat + 76.0 - degrees(want.y, want.d)) < 1e-12);
}

/* Which node of the network stands for which of the second way. */
static int names[PLACE_MAX];

static void expect_node(const ci_roads *roads, uint32_t node,
                        const place *want)
{
    expect_place(roads->nodes[node].at, want->at);
    if (names[node] < 0)
        for (size_t i = 0; i < roads->node_count; i++)
            assert_int_not_equal(names[i], want->node);
    if (names[node] < 0)
        names[node] = want->node;
    assert_int_equal(names[node], want->node);
}

static void expect_links(const ci_roads *roads, const place *places, int count)
{
    size_t link = 0;
    int start = 0, shape = 0;

    for (int i = 0; i < PLACE_MAX; i++)
        names[i] = -1;
    for (int i = 1; i < count; i++) {
        if (places[i].line != places[i - 1].line) {
            start = i;
            shape = 0;
            continue;
        }
        if (!places[i].marks) {
            shape++;
            continue;
        }
        if (shape > 0 || places[i].node != places[start].node) {
            assert_true(link < roads->link_count);
            expect_node(roads, roads->links[link].from, &places[start]);
            expect_node(roads, roads->links[link].to, &places[i]);
            assert_int_equal(roads->links[link].shape_count, shape);
            link++;
        }
        start = i;
        shape = 0;
    }
    assert_int_equal(link, roads->link_count);
}

static void add_lines(ci_line_set *set, const drawing *d)
{
    for (int i = 0; i < d->line_count; i++) {
        circlet_point points[POINT_MAX];
        ci_line line = {0, (uint32_t)d->levels[i], 0};
        bool has_length = false;

        for (int k = 0; k < d->counts[i]; k++)
            points[k] = (circlet_point){degrees(d->x[i][k], 1),
                                        degrees(d->y[i][k], 1) - 76.0};
        assert_ok(ci_line_set_add(set, points, (size_t)d->counts[i], &line,
                                  &has_length, error));
        assert_true(has_length);
    }
}

static void compare(uint64_t seed, bool splits)
{
    static place places[PLACE_MAX];
    drawing d = draw(&seed);
    ci_line_record record = {.id = "a"};
    ci_roads *roads = calloc(1, sizeof(*roads));
    uint32_t *link_records = NULL;
    ci_line_nodes nodes = {0};
    ci_line_set set = {0};
    int count;

    assert_non_null(roads);
    add_lines(&set, &d);
    if (splits)
        assert_ok(ci_line_set_split_crossings(&set, SNAP_M, error));
    assert_ok(ci_line_set_join(&nodes, &set, SNAP_M, error));
    assert_ok(
        ci_line_links_cut(roads, &link_records, &set, &nodes, &record, error));

    find_meetings(&d);
    if (!splits) {
        meeting_count = 0;
        memset(is_marked, 0, sizeof(is_marked));
    }
    if (meeting_count > 0)
        qsort(meetings, (size_t)meeting_count, sizeof(*meetings),
              compare_meetings);
    count = list_places(places, &d);
    join_places(places, count);
    expect_links(roads, places, count);

    free(link_records);
    ci_line_nodes_free(&nodes);
    ci_line_set_free(&set);
    ci_roads_free(roads);
}

static uint64_t current_seed; /* 0: done */

static int tell_seed(void **state)
{
    (void)state;
    if (current_seed > 0)
        print_error("failed with seed %d\n", (int)current_seed);
    return 0;
}

static void lines_are_joined_as_with_fractions_and_all_pairs(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 1500; seed++) {
        current_seed = seed;
        compare(seed, false);
        compare(seed, true);
    }
    current_seed = 0;
}

/* ---- cases -------------------------------------------------------------- */

static size_t count_crossings(const ci_line_set *set)
{
    size_t count = 0;

    for (size_t i = 0; i < set->point_count; i++)
        count += (set->points[i].marks & CI_LINE_CROSSING) != 0;
    return count;
}

static void add_line(ci_line_set *set, uint32_t level, const double *numbers,
                     size_t count)
{
    circlet_point points[8];
    ci_line line = {0, level, 0};
    bool has_length = false;

    for (size_t i = 0; i < count; i++)
        points[i] = (circlet_point){numbers[2 * i], numbers[2 * i + 1]};
    assert_ok(ci_line_set_add(set, points, count, &line, &has_length, error));
}

static void a_bridge_does_not_meet_the_street_below(void **state)
{
    ci_line_set set = {0};

    (void)state;
    add_line(&set, 0, (const double[]){0, 0, 2, 2}, 2);
    add_line(&set, 1, (const double[]){0, 2, 2, 0}, 2);
    add_line(&set, 0, (const double[]){0, 1, 2, 1}, 2);
    assert_ok(ci_line_set_split_crossings(&set, SNAP_M, error));
    assert_int_equal(count_crossings(&set), 2);
    assert_int_equal(set.point_count, 8);
    ci_line_set_free(&set);
}

static void an_end_just_short_of_a_line_meets_it(void **state)
{
    /* 9 mm and 11 mm north of the line. */
    static const double lats[] = {8.1e-8, 10e-8};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        ci_line_set set = {0};

        add_line(&set, 0, (const double[]){0, 0, 2, 0}, 2);
        add_line(&set, 0, (const double[]){1, lats[i], 1, 1}, 2);
        assert_ok(ci_line_set_split_crossings(&set, SNAP_M, error));
        assert_int_equal(count_crossings(&set), i == 0 ? 2 : 0);
        ci_line_set_free(&set);
    }
}

static void shared_vertices_that_are_not_joined_are_counted(void **state)
{
    ci_line_set set = {0};
    uint64_t count = 0;

    (void)state;
    add_line(&set, 0, (const double[]){0, 0, 1, 1, 2, 2}, 3);
    add_line(&set, 0, (const double[]){0, 2, 1, 1, 2, 0}, 3);
    add_line(&set, 1, (const double[]){1, 0, 1, 1, 1, 2}, 3);
    assert_ok(ci_line_set_count_shared(&count, &set, error));
    assert_int_equal(count, 1);
    /* Where one ends, they are joined. */
    add_line(&set, 0, (const double[]){5, 5, 1, 1}, 2);
    assert_ok(ci_line_set_count_shared(&count, &set, error));
    assert_int_equal(count, 0);
    ci_line_set_free(&set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(
            lines_are_joined_as_with_fractions_and_all_pairs, tell_seed),
        cmocka_unit_test(a_bridge_does_not_meet_the_street_below),
        cmocka_unit_test(an_end_just_short_of_a_line_meets_it),
        cmocka_unit_test(shared_vertices_that_are_not_joined_are_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

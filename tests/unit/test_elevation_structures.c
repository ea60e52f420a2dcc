/*
 * Streets whose true profile is known, with bridges over gorges and tunnels
 * under hills, seen through grids that show the gorge and the hill.
 */
#include <math.h>

#include "city_file_fixture.h"
#include "geo/geodesic.h"
#include "io/elevation_structures.h"
#include "network/tag_effect.h"
#include "shipped_modes.h"

#define LON 116.0
#define LAT 40.005
#define MARGIN_M 200.0
#define STEP_M 0.5 /* of the true profiles */
#define NODE_MAX 24

/* A street to the east. Links `first` and, if it is split, the next are the
 * bridge or tunnel; before and behind it the slope changes once each. */
typedef struct scene {
    double nodes_m[NODE_MAX]; /* how far each is along it */
    int node_count, first, last; /* the structure: between these nodes */
    double bends_m[4], slopes[5]; /* ratios, between the bends */
    double depth_m; /* of the gorge; below 0: of the hill above */
    bool is_box, has_stairs;
    const char *type;
} scene;

static double true_height(const scene *s, double x)
{
    double height = 500 + s->slopes[0] * (fmin(x, s->bends_m[0]));

    for (int i = 0; i < 4; i++) {
        double end = i < 3 ? s->bends_m[i + 1] : 1e9;

        height +=
            s->slopes[i + 1] * fmax(fmin(x, end) - fmin(x, s->bends_m[i]), 0);
    }
    return height;
}

static double ground_height(const scene *s, double x)
{
    double from = s->nodes_m[s->first] + 1, to = s->nodes_m[s->last] - 1;
    double middle = (from + to) / 2, half = (to - from) / 2;
    double share = fmax(1 - fabs(x - middle) / half, 0);

    if (s->is_box && share > 0)
        share = 1;
    return true_height(s, x) - s->depth_m * share;
}

static scene make_scene(uint64_t seed, bool is_level)
{
    uint64_t random = seed;
    scene s = {.type = seed % 2 ? "residential" : "footway"};
    double span_m = 40 + unit_random_below(&random, 160), x = 0;
    int before = 2 + (int)unit_random_below(&random, 4);

    s.is_box = unit_random_below(&random, 2);
    s.has_stairs = unit_random_below(&random, 2);
    s.depth_m = 5 + (double)unit_random_below(&random, 40);
    if (unit_random_below(&random, 3) == 0)
        s.depth_m = -s.depth_m;
    s.first = before;
    s.last = before + 1 + s.has_stairs;
    s.node_count = s.last + before + 1;
    for (int i = 0; i < s.node_count; i++) {
        s.nodes_m[i] = x;
        x += i >= s.first && i < s.last ? span_m / (s.last - s.first)
                                        : 80 + unit_random_below(&random, 120);
    }
    s.bends_m[1] = s.nodes_m[s.first];
    s.bends_m[2] = s.nodes_m[s.last];
    s.bends_m[0] = s.bends_m[1] - 10 - unit_random_below(&random, 80);
    s.bends_m[3] = s.bends_m[2] + 10 + unit_random_below(&random, 80);
    for (int i = 0; i < 5 && !is_level; i++)
        s.slopes[i] = (unit_random_below(&random, 161) - 80.0) / 1000;
    return s;
}

/* ---- the city ----------------------------------------------------------- */

static void write_streets(const city_folder *f, const scene *s)
{
    char nodes[4096] = "node_id,x_coord,y_coord\n";
    char links[4096] = "link_id,from_node_id,to_node_id,length,facility_type,"
                       "bridge,tunnel,layer\n";
    ci_frame frame = ci_frame_at(LAT);
    const char *words = s->depth_m > 0 ? "yes,,1" : ",yes,-1";
    char *node = nodes + strlen(nodes), *link = links + strlen(links);

    for (int i = 0; i < s->node_count; i++) {
        node += sprintf(node, "%d,%.9f,%.9f\n", i,
                        LON + s->nodes_m[i] / frame.m_per_lon, LAT);
        if (i > 0)
            link += sprintf(link, "%d,%d,%d,%g,%s,%s\n", i, i - 1, i,
                            s->nodes_m[i] - s->nodes_m[i - 1], s->type,
                            i > s->first && i <= s->last ? words : ",,");
    }
    if (s->has_stairs) {
        sprintf(node, "99,%.9f,%.9f\n",
                LON + s->nodes_m[s->first + 1] / frame.m_per_lon,
                LAT - 60 / frame.m_per_lat);
        sprintf(link, "99,%d,99,60,steps,,,\n", s->first + 1);
    }
    write_source(f, "node.csv", nodes);
    write_source(f, "link.csv", links);
}

static void write_grid(const city_folder *f, const scene *s, double cell_m,
                       double phase)
{
    double long_m = s->nodes_m[s->node_count - 1] + 2 * MARGIN_M;
    int columns = (int)(long_m / cell_m) + 1;
    int rows = (int)(240 / cell_m);
    size_t room = (size_t)columns * (size_t)rows * 12 + 512, size;
    char *text = malloc(room);
    double west_m = -MARGIN_M + phase * cell_m;
    ci_frame frame = ci_frame_at(LAT);

    assert_non_null(text);
    size = (size_t)snprintf(
        text, room,
        "ncols %d\nnrows %d\nxllcenter %.12f\nyllcenter %.12f\ndx %.15f\n"
        "dy %.15f\n",
        columns, rows, LON + west_m / frame.m_per_lon,
        LAT - 140 / frame.m_per_lat, cell_m / frame.m_per_lon,
        cell_m / frame.m_per_lat);
    for (int i = 0; i < columns * rows; i++)
        size +=
            (size_t)snprintf(text + size, room - size, "%.3f ",
                             ground_height(s, west_m + i % columns * cell_m));
    write_source(f, "g.asc", text);
    free(text);
}

static circlet_network *seen_network(city_folder *f, const scene *s,
                                     double cell_m, double phase)
{
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;
    circlet_import_counts counts;
    circlet_network *network = NULL;

    write_streets(f, s);
    assert_ok(import_roads(&counts, f, NULL, error));
    write_grid(f, s, cell_m, phase);
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_ELEVATION, "g.asc",
                          &options, error));
    assert_int_equal(counts.links, s->node_count - 1 + s->has_stairs);
    assert_ok(circlet_read_network(&network, f->city, NULL, error));
    return network;
}

static circlet_network *true_network(const scene *s)
{
    circlet_tag tags[] = {{"highway", s->type}};
    circlet_network_builder *builder = NULL;
    circlet_network *network = NULL;
    ci_frame frame = ci_frame_at(LAT);

    assert_ok(circlet_network_builder_new(&builder, error));
    for (int i = 0; i < s->node_count; i++) {
        circlet_point at = {LON + s->nodes_m[i] / frame.m_per_lon, LAT};
        float heights_m[512];
        circlet_link_record link = {
            .tags = tags, .tag_count = 1, .heights_m = heights_m};

        assert_ok(circlet_network_builder_add_node(builder, at, NULL, 0,
                                                   &link.to, error));
        if (i == 0)
            continue;
        link.from = link.to - 1;
        link.length_m = s->nodes_m[i] - s->nodes_m[i - 1];
        link.height_count = (size_t)(link.length_m / STEP_M) + 1;
        assert_true(link.height_count <= COUNT_OF(heights_m));
        for (size_t k = 0; k < link.height_count; k++)
            heights_m[k] = (float)true_height(
                s, s->nodes_m[i - 1] + link.length_m * (double)k /
                                           (double)(link.height_count - 1));
        assert_ok(circlet_network_builder_add_link(builder, &link, error));
    }
    assert_ok(circlet_network_builder_finish(&network, builder, error));
    circlet_network_builder_free(builder);
    return network;
}

/* ---- bounds ------------------------------------------------------------- */

/* The link of the street's part `i`, which runs along it. */
static uint32_t find_part(const circlet_network *network, const scene *s,
                          int i, bool *is_turned)
{
    ci_frame frame = ci_frame_at(LAT);
    double middle =
        LON + (s->nodes_m[i] + s->nodes_m[i - 1]) / 2 / frame.m_per_lon;

    for (uint32_t k = 0; k < network->link_count; k++) {
        double from = network->points[network->links[k].from].lon;
        double to = network->points[network->links[k].to].lon;

        *is_turned = to < from;
        if (fabs(to - from) > 1e-7 && fabs((from + to) / 2 - middle) < 1e-6)
            return k;
    }
    fail_msg("part %d is not there", i);
    return 0;
}

static uint32_t time_on(const circlet_network *network, const scene *s,
                        int mode, int part, bool is_back, circlet_bound bound)
{
    bool is_turned = false;
    uint32_t link = find_part(network, s, part, &is_turned);

    return ci_link_time_ms(network, shipped[mode], link, is_back != is_turned,
                           bound);
}

static void check_scene(const circlet_network *seen,
                        const circlet_network *truth, const scene *s,
                        bool is_level, const char *what)
{
    for (int mode = 0; mode < SHIPPED_COUNT; mode++)
        for (int i = 2; i < 2 * s->node_count; i++) {
            int part = i / 2;
            bool back = i % 2 == 1;
            uint32_t real =
                time_on(truth, s, mode, part, back, CIRCLET_BOUND_NOMINAL);
            uint32_t low =
                time_on(seen, s, mode, part, back, CIRCLET_BOUND_MIN);
            uint32_t high =
                time_on(seen, s, mode, part, back, CIRCLET_BOUND_MAX);
            uint32_t nominal =
                time_on(seen, s, mode, part, back, CIRCLET_BOUND_NOMINAL);

            if (low > real || high < real)
                fail_msg("%s, %s, part %d (%d to %d), back %d: %u not in %u "
                         "to %u",
                         what, shipped_names[mode], part, s->first + 1,
                         s->last, back, real, low, high);
            if (is_level &&
                fabs((double)nominal - (double)real) > real / 200.0)
                fail_msg("%s, %s, part %d: %u and not %u", what,
                         shipped_names[mode], part, nominal, real);
        }
}

static void check_scenes(city_folder *f, uint64_t first, uint64_t last,
                         bool is_level)
{
    static const double cells_m[] = {30, 10};

    for (uint64_t seed = first; seed < first + unit_cases(last + 1 - first);
         seed++) {
        scene s = make_scene(seed, is_level);
        circlet_network *truth = true_network(&s);

        for (int i = 0; i < 8; i++) {
            double cell_m = cells_m[i / 4], phase = i % 4 / 4.0;
            circlet_network *seen = seen_network(f, &s, cell_m, phase);
            char what[64];

            snprintf(what, sizeof(what), "seed %d, %g m, phase %g", (int)seed,
                     cell_m, phase);
            check_scene(seen, truth, &s, is_level, what);
            circlet_network_free(seen);
        }
        circlet_network_free(truth);
    }
}

static void level_bridges_and_their_approaches_are_seen_level(void **state)
{
    check_scenes(*state, 1, 16, true);
}

static void the_truth_about_sloped_ones_lies_within_the_bounds(void **state)
{
    check_scenes(*state, 101, 124, false);
}

/* ---- which nodes float -------------------------------------------------- */

#define EAST 0.0
#define WEST 3.14159265358979323846
#define NODES 6

static ci_height_streets new_streets(ci_height_link *links, size_t count)
{
    ci_height_streets streets = {
        .links = links, .link_count = count, .place_count = NODES};

    streets.kinds = calloc(NODES, 1);
    assert_non_null(streets.kinds);
    return streets;
}

static ci_height_link raised(uint32_t from, uint32_t to, ci_height_form form)
{
    return (ci_height_link){.from = from,
                            .to = to,
                            .length_m = 50,
                            .part_count = 1,
                            .is_raised = true,
                            .form = form,
                            .from_heading = EAST,
                            .to_heading = WEST};
}

static ci_height_link ground(uint32_t from, uint32_t to)
{
    return (ci_height_link){
        .from = from, .to = to, .length_m = 50, .part_count = 1};
}

static void a_structure_floats_where_it_goes_on(void **state)
{
    /* 0 - 1 = 2 = 3 - 4, with stairs 2 - 5 */
    ci_height_link links[] = {ground(0, 1), raised(1, 2, CI_FORM_ABOVE),
                              raised(2, 3, CI_FORM_ABOVE), ground(3, 4),
                              ground(2, 5)};
    ci_height_streets streets = new_streets(links, 5);

    (void)state;
    assert_ok(ci_height_find_kinds(&streets, NODES, error));
    assert_int_equal(streets.kinds[1], CI_STATE_GROUND);
    assert_int_equal(streets.kinds[2], CI_STATE_FLOATING);
    assert_int_equal(streets.kinds[3], CI_STATE_GROUND);
    /* A tunnel after a bridge meets it on the ground, as a street does. */
    links[2].form = CI_FORM_BELOW;
    assert_ok(ci_height_find_kinds(&streets, NODES, error));
    assert_int_equal(streets.kinds[2], CI_STATE_GROUND);
    free(streets.kinds);
}

static void bridges_side_by_side_end_where_they_begin(void **state)
{
    /* A road and its pavement from 1 to 2, both bridges. */
    ci_height_link links[] = {ground(0, 1), raised(1, 2, CI_FORM_ABOVE),
                              raised(1, 2, CI_FORM_ABOVE), ground(2, 3)};
    ci_height_streets streets = new_streets(links, 4);

    (void)state;
    assert_ok(ci_height_find_kinds(&streets, NODES, error));
    assert_int_equal(streets.kinds[1], CI_STATE_GROUND);
    assert_int_equal(streets.kinds[2], CI_STATE_GROUND);
    free(streets.kinds);
}

static void a_ring_that_nothing_bears_lies_on_the_ground(void **state)
{
    /* A ring of roofs, which a street meets at 1 and 2. */
    ci_height_link links[] = {raised(1, 2, CI_FORM_COVERED),
                              raised(2, 1, CI_FORM_COVERED), ground(0, 1),
                              ground(2, 3)};
    ci_height_streets streets = new_streets(links, 4);

    (void)state;
    assert_ok(ci_height_find_kinds(&streets, NODES, error));
    assert_int_equal(streets.kinds[1], CI_STATE_GROUND);
    assert_int_equal(streets.kinds[2], CI_STATE_GROUND);
    free(streets.kinds);
}

static void stairs_carry_nothing(void **state)
{
    static const struct {
        circlet_tag tags[3];
        ci_height_form form;
    } cases[] = {
        {{{"bridge", "yes"}, {"highway", "path"}, {"layer", "1"}},
         CI_FORM_ABOVE},
        {{{"highway", "steps"}, {"layer", "1"}, {"bridge", "yes"}},
         CI_FORM_NONE},
        {{{"highway", "path"}, {"layer", "-2"}, {"name", "x"}}, CI_FORM_BELOW},
        {{{"highway", "path"}, {"layer", "2"}, {"name", "x"}}, CI_FORM_ABOVE},
        {{{"highway", "path"}, {"name", "x"}, {"tunnel", "yes"}},
         CI_FORM_BELOW},
        {{{"covered", "yes"}, {"highway", "path"}, {"name", "x"}},
         CI_FORM_COVERED},
        {{{"bridge", "no"}, {"highway", "path"}, {"name", "x"}}, CI_FORM_NONE},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_int_equal(ci_tags_form(cases[i].tags, 3), cases[i].form);
}

#define CITY_TEST(test)                                                       \
    cmocka_unit_test_setup_teardown(test, make_city_folder, remove_city_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CITY_TEST(level_bridges_and_their_approaches_are_seen_level),
        CITY_TEST(the_truth_about_sloped_ones_lies_within_the_bounds),
        cmocka_unit_test(a_structure_floats_where_it_goes_on),
        cmocka_unit_test(bridges_side_by_side_end_where_they_begin),
        cmocka_unit_test(a_ring_that_nothing_bears_lies_on_the_ground),
        cmocka_unit_test(stairs_carry_nothing),
    };

    return cmocka_run_group_tests(tests, read_shipped, free_shipped);
}

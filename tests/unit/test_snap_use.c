/* Which streets points are tied to, where it is not known which are open. */
#include "network_fixture.h"

#include "geo/geodesic.h"
#include "network/snap.h"

/* ---- what is not known ------------------------------------------------- */

/* The ties of a town's points at a bound: a bit for each link. */
typedef struct tied_links {
    bool is_tied[TOWN_MAX_LINKS];
    size_t count;
} tied_links;

/* A town as the map shows it, or as it may be. */
typedef struct built_town {
    circlet_network *network;
    circlet_arc_times *times[CIRCLET_BOUND_COUNT];
    ci_snapper *snapper;
} built_town;

static void build(built_town *out, const random_town *town, uint64_t *random,
                  const ci_snap_limits *limits, uint32_t least_nodes)
{
    circlet_travel_mode *mode = ci_travel_mode_new();

    assert_non_null(mode);
    *mode = fixture_doubtful_mode();
    out->network = town_build(town, random);
    for (int i = 0; i < CIRCLET_BOUND_COUNT; i++) {
        out->times[i] = NULL;
        assert_ok(circlet_arc_times_compute(&out->times[i], out->network, mode,
                                            (circlet_bound)i, error));
    }
    circlet_travel_mode_free(mode);
    out->snapper = ci_snapper_new(out->network, limits);
    assert_non_null(out->snapper);
    assert_true(ci_snapper_know_islands(out->snapper, least_nodes));
}

static void take_down(built_town *built)
{
    ci_snapper_free(built->snapper);
    for (int i = 0; i < CIRCLET_BOUND_COUNT; i++)
        circlet_arc_times_free(built->times[i]);
    circlet_network_free(built->network);
}

static tied_links ties_at(const built_town *built, circlet_bound bound,
                          circlet_point at)
{
    tied_links out = {{false}, 0};
    const ci_tie *ties;

    assert_true(ci_snapper_find(built->snapper, built->times[bound], at, &ties,
                                &out.count));
    for (size_t i = 0; i < out.count; i++)
        out.is_tied[town_link_of(built->network, ties[i].link)] = true;
    return out;
}

static void assert_among(const tied_links *few, const tied_links *many)
{
    for (size_t i = 0; i < TOWN_MAX_LINKS; i++)
        assert_true(!few->is_tied[i] || many->is_tied[i]);
}

/* A town in which everything is as it may be. */
static random_town truth_of(const random_town *town, uint64_t *random)
{
    random_town truth = *town;

    for (uint32_t i = 0; i < town->node_count; i++)
        if (truth.nodes[i].is_doubtful) {
            truth.nodes[i].is_doubtful = false;
            truth.nodes[i].is_wall = unit_random_below(random, 2) == 0;
        }
    for (uint32_t i = 0; i < town->link_count; i++)
        if (truth.links[i].is_doubtful) {
            truth.links[i].is_doubtful = false;
            truth.links[i].is_closed = unit_random_below(random, 2) == 0;
        }
    return truth;
}

/* How often the bounds really differ. */
typedef struct bound_tally {
    size_t fewer, more, between;
} bound_tally;

static void compare_bounds(const built_town *map, const built_town *truth,
                           circlet_point at, bound_tally *tally)
{
    tied_links least = ties_at(map, CIRCLET_BOUND_MAX, at);
    tied_links assumed = ties_at(map, CIRCLET_BOUND_NOMINAL, at);
    tied_links most = ties_at(map, CIRCLET_BOUND_MIN, at);
    tied_links real = ties_at(truth, CIRCLET_BOUND_NOMINAL, at);

    assert_among(&least, &assumed);
    assert_among(&assumed, &most);
    assert_among(&least, &real);
    assert_among(&real, &most);
    tally->fewer += least.count < real.count;
    tally->more += real.count < most.count;
    tally->between += least.count > 0 && least.count < most.count;
}

static void ties_at_the_bounds_enclose_those_of_any_truth(void **state)
{
    bound_tally tally = {0};

    (void)state;
    for (uint64_t seed = 1; seed <= 400; seed++) {
        uint64_t random = seed;
        uint32_t size_m = 50 + unit_random_below(&random, 300);
        uint32_t least_nodes = unit_random_below(&random, 8);
        ci_snap_limits limits = {20 + unit_random_below(&random, 150),
                                 unit_random_below(&random, 40), 1.3};
        random_town town, other;
        built_town map, truth;

        town_make(&town, &random, size_m);
        town_doubt(&town, &random);
        other = truth_of(&town, &random);
        build(&map, &town, &random, &limits, least_nodes);
        build(&truth, &other, &random, &limits, least_nodes);
        for (int i = 0; i < 20; i++)
            compare_bounds(&map, &truth, town_place(&random, size_m), &tally);
        take_down(&map);
        take_down(&truth);
    }
    assert_true(tally.fewer > 500 && tally.more > 500 && tally.between > 100);
}

/* ---- by hand ----------------------------------------------------------- */

static circlet_point place_at(double x_m, double y_m)
{
    ci_frame frame = ci_frame_at(TOWN_LAT);
    circlet_point at = {TOWN_LON + x_m / frame.m_per_lon,
                        TOWN_LAT + y_m / frame.m_per_lat};

    return at;
}

/* Streets along x = 0 from south to north, each at its distance to the east
 * of the point: how many of them it is tied to, as a sum of 1 << street. */
static unsigned streets_tied(const town_link *kinds, const double *x_m,
                             uint32_t count, uint32_t least_nodes,
                             circlet_bound bound)
{
    ci_snap_limits limits = {100, 30, 1.3};
    random_town town = {0};
    uint64_t random = 1;
    built_town built;
    tied_links tied;
    unsigned sum = 0;

    for (uint32_t i = 0; i < count; i++) {
        town.nodes[town.node_count].at = place_at(x_m[i], -50);
        town.nodes[town.node_count + 1].at = place_at(x_m[i], 50);
        town.links[i] = kinds[i];
        town.links[i].from = town.node_count++;
        town.links[i].to = town.node_count++;
        town.links[i].length_m = 100;
    }
    town.link_count = count;
    build(&built, &town, &random, &limits, least_nodes);
    tied = ties_at(&built, bound, place_at(0, 0));
    for (unsigned i = 0; i < count; i++)
        sum += tied.is_tied[i] ? 1U << i : 0;
    take_down(&built);
    return sum;
}

static void what_the_mode_cannot_pass_hides_no_street_behind_it(void **state)
{
    const town_link kinds[4] = {{.is_closed = true}, {0}, {0}, {0}};
    const double x_m[4] = {5, 60, 89, 91};

    (void)state;
    assert_int_equal(streets_tied(kinds, x_m, 4, 0, CIRCLET_BOUND_NOMINAL), 6);
    assert_int_equal(streets_tied(kinds, x_m, 4, 0, CIRCLET_BOUND_MIN), 6);
    assert_int_equal(streets_tied(kinds, x_m, 4, 0, CIRCLET_BOUND_MAX), 6);
}

static void what_is_fenced_off_hides_no_street_elsewhere(void **state)
{
    const town_link kinds[3] = {{.is_rail = true}, {0}, {0}};
    const double x_m[3] = {5, 10, -60};

    (void)state;
    assert_int_equal(streets_tied(kinds, x_m, 3, 0, CIRCLET_BOUND_NOMINAL), 4);
}

/* A street 5 m off with these tags, and one 60 m off: as streets_tied(). */
static unsigned tied_beside(const circlet_tag *tags, size_t tag_count,
                            circlet_bound bound)
{
    const double x_m[2] = {5, 60};
    const circlet_tag plain = {"highway", "footway"};
    ci_snap_limits limits = {100, 30, 1.3};
    circlet_network_builder *builder;
    circlet_arc_times *times = NULL;
    circlet_travel_mode *mode = ci_travel_mode_new();
    circlet_network *network = NULL;
    ci_snapper *snapper;
    const ci_tie *ties;
    size_t count;
    unsigned sum = 0;

    assert_non_null(mode);
    *mode = fixture_mode();
    assert_ok(circlet_network_builder_new(&builder, error));
    for (uint32_t i = 0; i < 2; i++) {
        circlet_link_record link = {.from = 2 * i, .to = 2 * i + 1};
        circlet_node node;

        assert_ok(circlet_network_builder_add_node(
            builder, place_at(x_m[i], -50), NULL, 0, &node, error));
        assert_ok(circlet_network_builder_add_node(
            builder, place_at(x_m[i], 50), NULL, 0, &node, error));
        link.length_m = 100;
        link.tags = i == 0 ? tags : &plain;
        link.tag_count = i == 0 ? tag_count : 1;
        assert_ok(circlet_network_builder_add_link(builder, &link, error));
    }
    assert_ok(circlet_network_builder_finish(&network, builder, error));
    circlet_network_builder_free(builder);
    assert_ok(circlet_arc_times_compute(&times, network, mode, bound, error));
    snapper = ci_snapper_new(network, &limits);
    assert_non_null(snapper);
    assert_true(
        ci_snapper_find(snapper, times, place_at(0, 0), &ties, &count));
    for (size_t i = 0; i < count; i++)
        sum += 1U << ties[i].link;
    ci_snapper_free(snapper);
    circlet_arc_times_free(times);
    circlet_network_free(network);
    circlet_travel_mode_free(mode);
    return sum;
}

static void one_gets_on_tunnels_and_bridges_at_their_ends_alone(void **state)
{
    static const struct {
        circlet_tag tags[3];
        bool is_on_ground;
    } cases[] = {
        {{{"highway", "footway"}, {"surface", "paved"}}, true},
        {{{"highway", "footway"}, {"tunnel", "yes"}}, false},
        {{{"highway", "footway"}, {"tunnel", "passage"}}, false},
        {{{"highway", "footway"}, {"tunnel", "no"}}, true},
        {{{"highway", "footway"}, {"tunnel", "building_passage"}}, true},
        {{{"highway", "footway"}, {"tunnel", "culvert"}}, true},
        {{{"highway", "footway"}, {"bridge", "yes"}}, false},
        {{{"highway", "footway"}, {"bridge", "viaduct"}}, false},
        {{{"highway", "footway"}, {"bridge", "no"}}, true},
        {{{"highway", "footway"}, {"covered", "arcade"}}, true},
        {{{"highway", "footway"}, {"indoor", "yes"}}, false},
        {{{"highway", "corridor"}, {"surface", "paved"}}, false},
        {{{"highway", "footway"}, {"layer", "-1"}}, false},
        {{{"highway", "footway"}, {"layer", "0"}}, true},
        {{{"highway", "footway"}, {"layer", "1"}}, true},
        {{{"highway", "footway"}, {"level", "-2"}}, false},
        {{{"highway", "footway"}, {"layer", "-1"}, {"tunnel", "no"}}, true},
        {{{"highway", "footway"}, {"layer", "-1"}, {"tunnel", "yes"}}, false},
        {{{"highway", "footway"},
          {"layer", "-1"},
          {"tunnel", "building_passage"}},
         true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        for (int bound = 0; bound < CIRCLET_BOUND_COUNT; bound++) {
            size_t count = cases[i].tags[2].key ? 3 : 2;

            /* The one 60 m off counts where the nearer one does not. */
            if (tied_beside(cases[i].tags, count, (circlet_bound)bound) !=
                (cases[i].is_on_ground ? 1U : 2U))
                fail_msg("case %d, bound %d", (int)i, bound);
        }
}

static void what_may_be_open_shortens_ties_at_worst_alone(void **state)
{
    const town_link kinds[3] = {{.is_doubtful = true}, {0}, {0}};
    const double x_m[3] = {5, 60, 95};

    (void)state;
    assert_int_equal(streets_tied(kinds, x_m, 3, 0, CIRCLET_BOUND_MAX), 0);
    assert_int_equal(streets_tied(kinds, x_m, 3, 0, CIRCLET_BOUND_MIN), 3);
}

/* A street 5 m off by itself, and two that meet, 60 m off. */
static size_t ties_beside_an_island(uint32_t least_nodes)
{
    const double corners_m[5][2] = {
        {5, -50}, {5, 50}, {60, -50}, {60, 50}, {160, 50}};
    ci_snap_limits limits = {100, 30, 1.3};
    random_town town = {.node_count = 5, .link_count = 3};
    uint64_t random = 1;
    built_town built;
    tied_links tied;

    for (int i = 0; i < 5; i++)
        town.nodes[i].at = place_at(corners_m[i][0], corners_m[i][1]);
    town.links[0] = (town_link){.from = 0, .to = 1, .length_m = 100};
    town.links[1] = (town_link){.from = 2, .to = 3, .length_m = 100};
    town.links[2] = (town_link){.from = 3, .to = 4, .length_m = 100};
    build(&built, &town, &random, &limits, least_nodes);
    tied = ties_at(&built, CIRCLET_BOUND_NOMINAL, place_at(0, 0));
    assert_true(tied.is_tied[0]);
    take_down(&built);
    return tied.count;
}

static void an_island_hides_no_street_behind_it(void **state)
{
    (void)state;
    assert_int_equal(ties_beside_an_island(2), 1);
    assert_int_equal(ties_beside_an_island(3), 3);
    assert_int_equal(ties_beside_an_island(4), 1); /* as if none were one */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ties_at_the_bounds_enclose_those_of_any_truth),
        cmocka_unit_test(what_the_mode_cannot_pass_hides_no_street_behind_it),
        cmocka_unit_test(what_is_fenced_off_hides_no_street_elsewhere),
        cmocka_unit_test(one_gets_on_tunnels_and_bridges_at_their_ends_alone),
        cmocka_unit_test(what_may_be_open_shortens_ties_at_worst_alone),
        cmocka_unit_test(an_island_hides_no_street_behind_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * Networks for tests. A "town" is a random one, kept as plain records with
 * the attributes that its tags say, so that a test can work out times by
 * itself and never needs the library's own tables.
 */
#ifndef TESTS_NETWORK_FIXTURE_H
#define TESTS_NETWORK_FIXTURE_H

#include "unit.h"

#include <math.h>
#include <stdio.h>

#include "network/network.h"
#include "network/travel_mode.h"

#define TOWN_MAX_NODES 12
#define TOWN_MAX_LINKS 20
#define TOWN_CLOSED UINT32_MAX

/* About a metre in degrees near the place of the tests. */
#define TOWN_LON 116.3
#define TOWN_LAT 39.9
#define TOWN_METRE 1e-5

typedef struct town_node {
    circlet_point at;
    bool is_wall; /* no way through */
    bool is_crossing; /* five seconds */
    bool is_doubtful; /* whether it is a wall, a crossing */
    bool has_kerb; /* that closes, where modes ask for it */
    bool has_doubtful_kerb;
} town_node;

typedef struct town_link {
    uint32_t from, to;
    double length_m;
    circlet_point shape[2];
    size_t shape_count;
    bool is_closed, is_motorway, is_rail, is_gravel, has_lift;
    int oneway; /* 1: forward only, -1: backward only */
    bool is_doubtful; /* whether it is closed, gravel */
} town_link;

typedef struct random_town {
    town_node nodes[TOWN_MAX_NODES];
    uint32_t node_count;
    town_link links[TOWN_MAX_LINKS];
    uint32_t link_count;
} random_town;

/* ---- a mode: 1.25 m/s, gravel half again, lifts seven seconds ---------- */

static const char *const fixture_motorway[] = {"motorway"};
static const char *const fixture_no[] = {"no"};
static const char *const fixture_gravel[] = {"gravel"};
static const char *const fixture_lift[] = {"elevator"};
static const char *const fixture_wall[] = {"wall"};
static const char *const fixture_crossing[] = {"crossing"};

static const char *const fixture_raised[] = {"raised"};
static const char *const fixture_yes[] = {"yes"};

static const ci_tag_test fixture_doubt[] = {
    {"doubt", CI_TAG_IS_ONE_OF, fixture_yes, 1, 0},
};

/* Where there is doubt, what the tags say is worth nothing. */
static const ci_unknown fixture_link_unknowns[] = {
    {"surface",
     fixture_doubt,
     1,
     fixture_gravel,
     1,
     fixture_gravel,
     1,
     true,
     0,
     0,
     "doubt=yes",
     {NULL, true},
     false,
     false,
     false},
    {"access",
     fixture_doubt,
     1,
     fixture_no,
     1,
     fixture_no,
     1,
     true,
     0,
     0,
     "doubt=yes",
     {NULL, true},
     false,
     false,
     false},
};

static const ci_tag_test fixture_kerb_doubt[] = {
    {"kerb_doubt", CI_TAG_IS_ONE_OF, fixture_yes, 1, 0},
};

/* The last is asked where there are roads alone: fixture_cross_roads(). */
static const ci_unknown fixture_node_unknowns[] = {
    {"barrier",
     fixture_doubt,
     1,
     fixture_wall,
     1,
     fixture_wall,
     1,
     true,
     0,
     0,
     "doubt=yes",
     {NULL, true},
     false,
     false,
     false},
    {"highway",
     fixture_doubt,
     1,
     fixture_crossing,
     1,
     fixture_crossing,
     1,
     true,
     0,
     0,
     "doubt=yes",
     {NULL, true},
     false,
     false,
     false},
    {"kerb",
     fixture_kerb_doubt,
     1,
     fixture_raised,
     1,
     fixture_raised,
     1,
     true,
     0,
     0,
     "kerb_doubt=yes",
     {NULL, true},
     false,
     false,
     true},
};

static const ci_tag_test fixture_tests[] = {
    {"highway", CI_TAG_IS_PRESENT, NULL, 0, 0},
    {"access", CI_TAG_IS_ONE_OF, fixture_no, 1, 0},
    {"highway", CI_TAG_IS_ONE_OF, fixture_motorway, 1, 0},
    {"surface", CI_TAG_IS_ONE_OF, fixture_gravel, 1, 0},
    {"conveying", CI_TAG_IS_ONE_OF, fixture_lift, 1, 0},
    {"railway", CI_TAG_IS_PRESENT, NULL, 0, 0},
    {"barrier", CI_TAG_IS_ONE_OF, fixture_wall, 1, 0},
    {"highway", CI_TAG_IS_ONE_OF, fixture_crossing, 1, 0},
    {"kerb", CI_TAG_IS_ONE_OF, fixture_raised, 1, 0},
};

static const ci_tag_rule fixture_link_rules[] = {
    {&fixture_tests[0], 1, CI_EFFECT_PASS, 1, .toward = CI_TOWARD_BOTH},
    {&fixture_tests[1], 1, CI_EFFECT_PASS, 0, .toward = CI_TOWARD_BOTH},
    {&fixture_tests[2], 1, CI_EFFECT_PASS, 0, .toward = CI_TOWARD_BOTH},
    {&fixture_tests[2], 1, CI_EFFECT_SNAP_BARRIER, 0,
     .toward = CI_TOWARD_BOTH},
    {&fixture_tests[5], 1, CI_EFFECT_SNAP_BARRIER, 0,
     .toward = CI_TOWARD_BOTH},
    {&fixture_tests[3], 1, CI_EFFECT_FACTOR, 1.5, .toward = CI_TOWARD_BOTH},
    {&fixture_tests[4], 1, CI_EFFECT_DELAY, 7, .toward = CI_TOWARD_BOTH},
};

static const ci_tag_rule fixture_node_rules[] = {
    {&fixture_tests[6], 1, CI_EFFECT_PASS, 0, .toward = CI_TOWARD_BOTH},
    {&fixture_tests[7], 1, CI_EFFECT_DELAY, 5, .toward = CI_TOWARD_BOTH},
};

/* The same, where crossings are for getting across what has no gravel. */
static const ci_tag_rule fixture_across_rules[] = {
    {&fixture_tests[6], 1, CI_EFFECT_PASS, 0, .toward = CI_TOWARD_BOTH},
    {&fixture_tests[8], 1, CI_EFFECT_PASS, 0, .toward = CI_TOWARD_BOTH,
     .is_across_road = true},
    {&fixture_tests[7], 1, CI_EFFECT_DELAY, 5, .toward = CI_TOWARD_BOTH,
     .is_across_road = true},
};

static const ci_tag_test fixture_roadway[] = {
    {"surface", CI_TAG_IS_ABSENT, NULL, 0, 0},
};

static inline circlet_travel_mode fixture_mode(void)
{
    circlet_travel_mode mode = {0};

    mode.name = "walk";
    mode.title_zh = "步行";
    mode.title_en = "On foot";
    mode.speed_mps = 1.25;
    mode.off_road_mps = 1.0;
    mode.obeys_oneway = true;
    mode.link_rules = fixture_link_rules;
    mode.link_rule_count =
        sizeof(fixture_link_rules) / sizeof(fixture_link_rules[0]);
    mode.node_rules = fixture_node_rules;
    mode.node_rule_count =
        sizeof(fixture_node_rules) / sizeof(fixture_node_rules[0]);
    mode.slope.limit_up_pct = mode.slope.limit_down_pct = INFINITY;
    return mode;
}

/* Where who stays on what has no gravel neither waits nor meets kerbs. */
static inline void fixture_cross_roads(circlet_travel_mode *mode)
{
    mode->node_rules = fixture_across_rules;
    mode->node_rule_count =
        sizeof(fixture_across_rules) / sizeof(fixture_across_rules[0]);
    mode->roadway = fixture_roadway;
    mode->roadway_count = 1;
    mode->turn_share = 0.5;
}

/* Also with doubts. */
static inline circlet_travel_mode fixture_doubtful_mode(void)
{
    circlet_travel_mode mode = fixture_mode();

    mode.link_unknowns = fixture_link_unknowns;
    mode.link_unknown_count = 2;
    mode.node_unknowns = fixture_node_unknowns;
    mode.node_unknown_count = 3;
    return mode;
}

/* ---- random towns ------------------------------------------------------ */

static inline bool one_in(uint64_t *state, uint32_t n)
{
    return unit_random_below(state, n) == 0;
}

/* A place on a lattice of a metre, so that points fall together at times. */
static inline circlet_point town_place(uint64_t *state, uint32_t size_m)
{
    circlet_point at = {
        TOWN_LON + TOWN_METRE * unit_random_below(state, size_m),
        TOWN_LAT + TOWN_METRE * unit_random_below(state, size_m)};

    return at;
}

static inline void town_add_link(random_town *town, uint64_t *state,
                                 uint32_t size_m)
{
    town_link *link = &town->links[town->link_count++];

    memset(link, 0, sizeof(*link));
    link->from = unit_random_below(state, town->node_count);
    link->to = unit_random_below(state, town->node_count);
    link->length_m =
        one_in(state, 8) ? 0 : unit_random_below(state, 400000) / 1000.0;
    link->shape_count = unit_random_below(state, 3);
    for (size_t i = 0; i < link->shape_count; i++)
        link->shape[i] = town_place(state, size_m);
    link->is_closed = one_in(state, 8);
    link->is_motorway = one_in(state, 10);
    link->is_rail = !link->is_motorway && one_in(state, 12);
    link->is_gravel = one_in(state, 4);
    link->has_lift = one_in(state, 5);
    link->oneway = (int)unit_random_below(state, 4) - 1;
    if (link->oneway > 1)
        link->oneway = 0;
}

static inline void town_make(random_town *town, uint64_t *state,
                             uint32_t size_m)
{
    uint32_t link_count = 1 + unit_random_below(state, TOWN_MAX_LINKS);

    town->node_count = 2 + unit_random_below(state, TOWN_MAX_NODES - 1);
    for (uint32_t i = 0; i < town->node_count; i++)
        town->nodes[i] = (town_node){town_place(state, size_m),
                                     one_in(state, 8),
                                     one_in(state, 4),
                                     false,
                                     false,
                                     false};
    town->link_count = 0;
    for (uint32_t i = 0; i < link_count; i++)
        town_add_link(town, state, size_m);
}

/* Whether a link of gravel (or one without) meets a node. */
static inline bool town_meets(const random_town *town, uint32_t node,
                              bool is_gravel)
{
    for (uint32_t i = 0; i < town->link_count; i++)
        if (town->links[i].is_gravel == is_gravel &&
            (town->links[i].from == node || town->links[i].to == node))
            return true;
    return false;
}

/* Throws doubt on some links and nodes. */
static inline void town_doubt(random_town *town, uint64_t *state)
{
    for (uint32_t i = 0; i < town->node_count; i++)
        town->nodes[i].is_doubtful = one_in(state, 5);
    for (uint32_t i = 0; i < town->node_count; i++) {
        town->nodes[i].has_kerb = one_in(state, 5);
        town->nodes[i].has_doubtful_kerb = one_in(state, 5);
    }
    for (uint32_t i = 0; i < town->link_count; i++)
        town->links[i].is_doubtful = one_in(state, 4);
}

/* A town in which all doubts turn out for the better or the worse. */
static inline random_town town_at(const random_town *town, circlet_bound bound)
{
    random_town truth = *town;
    bool is_worst = bound == CIRCLET_BOUND_MAX;

    for (uint32_t i = 0; i < town->node_count; i++)
        if (town->nodes[i].is_doubtful && bound != CIRCLET_BOUND_NOMINAL)
            truth.nodes[i].is_wall = truth.nodes[i].is_crossing = is_worst;
    for (uint32_t i = 0; i < town->node_count; i++)
        if (town->nodes[i].has_doubtful_kerb &&
            bound != CIRCLET_BOUND_NOMINAL && town_meets(town, i, true) &&
            town_meets(town, i, false))
            truth.nodes[i].has_kerb = is_worst;
    for (uint32_t i = 0; i < town->link_count; i++)
        if (town->links[i].is_doubtful && bound != CIRCLET_BOUND_NOMINAL)
            truth.links[i].is_closed = truth.links[i].is_gravel = is_worst;
    return truth;
}

/* ---- what a town's tags mean ------------------------------------------- */

static inline uint32_t town_ms(const town_link *link)
{
    double ms = link->length_m / 1.25 * (link->is_gravel ? 1.5 : 1) * 1000;

    if (link->is_closed || link->is_motorway || link->is_rail)
        return TOWN_CLOSED;
    return (uint32_t)lround(ms) + (link->has_lift ? 7000 : 0);
}

static inline uint32_t town_forward_ms(const town_link *link)
{
    return link->oneway < 0 ? TOWN_CLOSED : town_ms(link);
}

static inline uint32_t town_backward_ms(const town_link *link)
{
    return link->oneway > 0 ? TOWN_CLOSED : town_ms(link);
}

static inline uint32_t town_through_ms(const town_node *node)
{
    if (node->is_wall)
        return TOWN_CLOSED;
    return node->is_crossing ? 5000 : 0;
}

/* ---- building ---------------------------------------------------------- */

static inline void town_tag(circlet_tag *tags, size_t *count, const char *key,
                            const char *value)
{
    tags[(*count)++] = (circlet_tag){key, value};
}

static inline void town_build_node(circlet_network_builder *builder,
                                   const town_node *node, circlet_node *out)
{
    circlet_tag tags[5];
    size_t count = 0;

    if (node->is_doubtful)
        town_tag(tags, &count, "doubt", "yes");
    if (node->is_wall)
        town_tag(tags, &count, "barrier", "wall");
    if (node->is_crossing)
        town_tag(tags, &count, "highway", "crossing");
    if (node->has_kerb)
        town_tag(tags, &count, "kerb", "raised");
    if (node->has_doubtful_kerb)
        town_tag(tags, &count, "kerb_doubt", "yes");
    assert_ok(circlet_network_builder_add_node(builder, node->at, tags, count,
                                               out, error));
}

/* Links carry their position as a tag `id`, to be known again. */
static inline void town_build_link(circlet_network_builder *builder,
                                   const random_town *town, uint32_t position,
                                   const circlet_node *nodes)
{
    const town_link *link = &town->links[position];
    circlet_tag tags[7];
    circlet_link_record record = {0};
    size_t count = 0;
    char id[16];

    snprintf(id, sizeof(id), "%u", (unsigned)position);
    town_tag(tags, &count, "id", id);
    if (link->is_rail)
        town_tag(tags, &count, "railway", "rail");
    else
        town_tag(tags, &count, "highway",
                 link->is_motorway ? "motorway" : "footway");
    if (link->is_doubtful)
        town_tag(tags, &count, "doubt", "yes");
    if (link->is_closed)
        town_tag(tags, &count, "access", "no");
    if (link->is_gravel)
        town_tag(tags, &count, "surface", "gravel");
    if (link->has_lift)
        town_tag(tags, &count, "conveying", "elevator");
    if (link->oneway != 0)
        town_tag(tags, &count, "oneway", link->oneway > 0 ? "yes" : "-1");
    record.from = nodes[link->from];
    record.to = nodes[link->to];
    record.length_m = link->length_m;
    record.shape = link->shape;
    record.shape_count = link->shape_count;
    record.tags = tags;
    record.tag_count = count;
    assert_ok(circlet_network_builder_add_link(builder, &record, error));
}

static inline void town_shuffle(uint32_t *order, uint32_t count,
                                uint64_t *state)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t k = unit_random_below(state, i + 1);

        order[i] = order[k];
        order[k] = i;
    }
}

/* A network of the town, its nodes and links added in a random order. */
static inline circlet_network *town_build_in(const random_town *town,
                                             const circlet_area *extent,
                                             uint64_t *state)
{
    uint32_t node_order[TOWN_MAX_NODES], link_order[TOWN_MAX_LINKS];
    circlet_node nodes[TOWN_MAX_NODES];
    circlet_network_builder *builder = NULL;
    circlet_network *network = NULL;

    town_shuffle(node_order, town->node_count, state);
    town_shuffle(link_order, town->link_count, state);
    assert_ok(circlet_network_builder_new(&builder, error));
    for (uint32_t i = 0; i < town->node_count; i++)
        town_build_node(builder, &town->nodes[node_order[i]],
                        &nodes[node_order[i]]);
    for (uint32_t i = 0; i < town->link_count; i++)
        town_build_link(builder, town, link_order[i], nodes);
    if (extent)
        assert_ok(circlet_network_builder_set_extent(builder, extent, error));
    assert_ok(circlet_network_builder_finish(&network, builder, error));
    circlet_network_builder_free(builder);
    return network;
}

static inline circlet_network *town_build(const random_town *town,
                                          uint64_t *state)
{
    return town_build_in(town, NULL, state);
}

/* The position in the town of a link of the network. */
static inline uint32_t town_link_of(const circlet_network *network,
                                    uint32_t link)
{
    size_t count;
    const circlet_tag *tags = ci_link_tags(network, link, &count);

    return (uint32_t)strtoul(ci_tag_value(tags, count, "id"), NULL, 10);
}

#endif

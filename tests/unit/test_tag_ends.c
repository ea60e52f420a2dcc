/* Tags of a link that may stand at either end in its place. */
#include "network_fixture.h"

#include "network/arc_times.h"
#include "network/tag_effect.h"

static const char *const kerbs[] = {"lowered", "raised"};
static const char *const raised[] = {"raised"};
static const char *const velvet[] = {"velvet"};
static const ci_tag_test end_harmless = {"kerb", CI_TAG_IS_ONE_OF, velvet, 1,
                                         0};
static const ci_tag_test end_tests[] = {
    {"highway", CI_TAG_IS_PRESENT, NULL, 0, 0},
    {"kerb", CI_TAG_IS_ONE_OF, raised, 1, 0}};
static const ci_tag_rule end_rules[] = {
    {&end_tests[0], 1, CI_EFFECT_PASS, 1, .when = "highway present"},
    {&end_tests[1], 1, CI_EFFECT_DELAY, 10, .when = "kerb=raised"}};

#define END_NODES 40
#define END_LINKS 120

static const char *const end_values[] = {"",    "",     "raised", "lowered",
                                         "yes", "Rock", "no",     "velvet"};

static const char *value_at(const circlet_network *network, uint32_t node)
{
    size_t count;
    const circlet_tag *tags = ci_node_tags(network, node, &count);
    const char *value = ci_tag_value(tags, count, "kerb");

    return value ? value : "";
}

/* Raised, lowered, none, or harmless; not "yes", nor "Rock". */
static bool is_answer(const char *value)
{
    return value[0] && strcmp(value, "yes") != 0 && strcmp(value, "Rock") != 0;
}

static bool is_open(const char *value)
{
    return value[0] && !is_answer(value);
}

/* A node at the end of a footway is not asked: the footway is. */
static void check_node(const circlet_network *network,
                       const circlet_travel_mode *mode, uint32_t node)
{
    const char *value = value_at(network, node);
    ci_unknown_mask asked, missing;
    bool has_footway = false;

    for (uint32_t i = network->first[node]; i < network->first[node + 1];
         i++) {
        size_t count;
        const circlet_tag *tags =
            ci_link_tags(network, network->adjacent[i].link, &count);

        has_footway |=
            strcmp(ci_tag_value(tags, count, "highway"), "footway") == 0;
    }
    ci_node_unknowns(network, mode, node, &asked, &missing);
    assert_int_equal(missing, is_open(value) ? 2 : 0);
    assert_int_equal(
        asked, !has_footway && value[0] && strcmp(value, "no") != 0 ? 2 : 0);
}

static circlet_network *streets_with_ends(uint64_t *random)
{
    circlet_network_builder *builder = NULL;
    circlet_network *network = NULL;
    circlet_node node;

    assert_ok(circlet_network_builder_new(&builder, error));
    for (int i = 0; i < END_NODES; i++) {
        circlet_tag tag = {"kerb", end_values[unit_random_below(random, 8)]};

        assert_ok(circlet_network_builder_add_node(
            builder, (circlet_point){TOWN_LON + i * 0.001, TOWN_LAT}, &tag,
            tag.value[0] != '\0', &node, error));
    }
    for (int i = 0; i < END_LINKS; i++) {
        circlet_tag tags[] = {
            {"highway", one_in(random, 4) ? "track" : "footway"},
            {"kerb", end_values[unit_random_below(random, 8)]}};
        circlet_link_record link = {unit_random_below(random, END_NODES),
                                    unit_random_below(random, END_NODES), 100,
                                    .tags = tags};

        link.tag_count = tags[1].value[0] ? 2 : 1;
        assert_ok(circlet_network_builder_add_link(builder, &link, error));
    }
    assert_ok(circlet_network_builder_finish(&network, builder, error));
    circlet_network_builder_free(builder);
    return network;
}

static circlet_travel_mode mode_with_ends(void)
{
    static const char *const footway[] = {"footway"};
    static const char *const yes[] = {"yes"};
    static const ci_tag_test tests[] = {
        {"highway", CI_TAG_IS_ONE_OF, footway, 1, 0}};
    static const ci_unknown links = {.key = "kerb",
                                     .tests = tests,
                                     .test_count = 1,
                                     .vague = yes,
                                     .vague_count = 1,
                                     .values = kerbs,
                                     .value_count = 2,
                                     .may_be_none = true,
                                     .may_stand_at_ends = true};
    static const ci_tag_test present[] = {
        {"kerb", CI_TAG_IS_PRESENT, NULL, 0, 0}};
    static const ci_unknown nodes = {.key = "kerb",
                                     .tests = present,
                                     .test_count = 1,
                                     .vague = yes,
                                     .vague_count = 1,
                                     .values = kerbs,
                                     .value_count = 2};
    circlet_travel_mode mode = fixture_mode();

    mode.link_rules = end_rules;
    mode.link_rule_count = 2;

    mode.node_unknowns = &nodes;
    mode.node_unknown_count = 1;
    mode.link_unknowns = &links;
    mode.link_unknown_count = 1;
    mode.node_rules = &end_rules[1];
    mode.node_rule_count = 1;
    mode.harmless = &end_harmless;
    mode.harmless_count = 1;
    return mode;
}

/* The memo tells streets apart by what stands at their ends. A word that is
 * not understood is in doubt on tracks, too, of which no kerb is asked. */
static void a_tag_at_either_end_answers_for_the_link(void **state)
{
    circlet_travel_mode mode = mode_with_ends();
    size_t open = 0, answered = 0, elsewhere = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 30; seed++) {
        uint64_t random = seed;
        circlet_network *network = streets_with_ends(&random);
        circlet_arc_times *times = NULL;

        assert_ok(circlet_arc_times_compute(&times, network, &mode,
                                            CIRCLET_BOUND_MAX, error));
        for (uint32_t i = 0; i < network->link_count; i++) {
            const ci_link *link = &network->links[i];
            size_t count;
            const circlet_tag *tags = ci_link_tags(network, i, &count);
            const char *own = ci_tag_value(tags, count, "kerb");
            bool is_footway =
                strcmp(ci_tag_value(tags, count, "highway"), "footway") == 0;
            const char *from = value_at(network, link->from);
            const char *to = value_at(network, link->to);
            bool is_answered = (is_answer(from) || is_answer(to)) &&
                               !is_open(from) && !is_open(to);
            bool is_garbled = own && strcmp(own, "Rock") == 0;
            bool is_missing = is_footway
                                  ? !is_answer(own ? own : "") && !is_answered
                                  : is_garbled;
            bool waits = is_missing || (own && strcmp(own, "raised") == 0);
            ci_unknown_mask asked, missing;

            ci_link_unknowns(network, &mode, i, &asked, &missing);
            assert_int_equal(asked, is_footway || is_garbled);
            assert_int_equal(missing, is_missing);
            assert_int_equal(times->forward_ms[i], waits ? 90000 : 80000);
            open += is_missing;
            answered += is_footway && !own && is_answered;
            elsewhere += !is_footway && is_garbled;
        }
        for (uint32_t i = 0; i < network->node_count; i++)
            check_node(network, &mode, i);
        circlet_arc_times_free(times);
        circlet_network_free(network);
    }
    /* the cases are worth it */
    assert_true(open > 200 && answered > 200 && elsewhere > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tag_at_either_end_answers_for_the_link),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

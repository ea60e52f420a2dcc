/* The bounds of what rules make of missing tags, against all that they may
 * be. */
#include "tag_riddle.h"

#include "network/arc_times.h"
#include "network/tag_effect.h"

static const char *known_value(const riddle *it, const char *key)
{
    const char *value = ci_tag_value(it->tags, it->tag_count, key);

    return value ? value : "";
}

/* Where the truth of the first key is not what an unknown asks for, the tag
 * is what it is. */
static void keep_what_is_not_asked(const riddle *it, const char **values)
{
    for (size_t k = 1; k < it->mode.link_unknown_count; k++)
        if (it->unknowns[k].test_count > 0 &&
            !ci_tag_test_holds(&it->whens[k], values[0][0] ? values[0] : NULL))
            values[k] = known_value(it, it->unknowns[k].key);
}

static void add_truth(circlet_network_builder *builder, const riddle *it,
                      const char *const *values)
{
    circlet_tag tags[6];
    circlet_link_record link = {.from = 0, .to = 1};

    for (size_t i = 0; i < it->tag_count; i++) {
        const char *value = it->tags[i].value;

        for (size_t k = 0; k < it->mode.link_unknown_count; k++)
            if (values && strcmp(it->unknowns[k].key, it->tags[i].key) == 0)
                value = "";
        if (value[0])
            town_tag(tags, &link.tag_count, it->tags[i].key, value);
    }
    for (size_t k = 0; values && k < it->mode.link_unknown_count; k++)
        if (values[k][0])
            town_tag(tags, &link.tag_count, it->unknowns[k].key, values[k]);
    link.length_m = it->length_m;
    link.tags = tags;
    assert_ok(circlet_network_builder_add_link(builder, &link, error));
}

/* Link 0 as it is known, then all that it may be. */
static circlet_network *network_of(const riddle *it)
{
    circlet_network_builder *builder = NULL;
    circlet_network *network = NULL;
    circlet_node node;
    size_t at[MAX_UNKNOWNS] = {0}, k = 0, count = 0;

    assert_ok(circlet_network_builder_new(&builder, error));
    for (int i = 0; i < 2; i++)
        assert_ok(circlet_network_builder_add_node(
            builder, (circlet_point){TOWN_LON + i * 0.001, TOWN_LAT}, NULL, 0,
            &node, error));
    add_truth(builder, it, NULL);
    while (k < it->mode.link_unknown_count && count++ < MAX_TRUTHS) {
        const char *values[MAX_UNKNOWNS];

        for (k = 0; k < it->mode.link_unknown_count; k++)
            values[k] = it->guesses[k][at[k]];
        keep_what_is_not_asked(it, values);
        add_truth(builder, it, values);
        for (k = 0; k < it->mode.link_unknown_count; k++) {
            at[k] = (at[k] + 1) % it->guess_counts[k];
            if (at[k] > 0)
                break;
        }
    }
    assert_ok(circlet_network_builder_finish(&network, builder, error));
    circlet_network_builder_free(builder);
    return network;
}

/* The truth's greatest and least time beside the bounds of link 0. */
typedef struct answer {
    uint32_t bounds_ms[CIRCLET_BOUND_COUNT];
    uint32_t least_ms, greatest_ms;
} answer;

static answer answer_of(const riddle *it, const circlet_network *network,
                        bool is_backward)
{
    circlet_travel_mode knowing = it->mode;
    answer out;

    for (int i = 0; i < CIRCLET_BOUND_COUNT; i++)
        out.bounds_ms[i] = ci_link_time_ms(network, &it->mode, 0, is_backward,
                                           (circlet_bound)i);
    knowing.link_unknown_count = 0;
    out.least_ms =
        ci_link_time_ms(network, &knowing, 0, is_backward, CIRCLET_BOUND_MIN);
    out.greatest_ms = out.bounds_ms[0];
    for (uint32_t i = 1; i < network->link_count; i++) {
        uint32_t least_ms = ci_link_time_ms(network, &knowing, i, is_backward,
                                            CIRCLET_BOUND_MIN);
        uint32_t ms = ci_link_time_ms(network, &knowing, i, is_backward,
                                      CIRCLET_BOUND_NOMINAL);

        assert_true(least_ms <= ms); /* delays are spared at best */
        out.least_ms = least_ms < out.least_ms ? least_ms : out.least_ms;
        out.greatest_ms = ms > out.greatest_ms ? ms : out.greatest_ms;
    }
    return out;
}

static void all_that_missing_tags_may_be_lies_within_the_bounds(void **state)
{
    size_t open = 0, differ = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 600; seed++) {
        uint64_t random = seed;
        riddle it;
        circlet_network *network;

        make_riddle(&it, &random, 2 + (seed % 3 == 0));
        network = network_of(&it);
        for (int way = 0; way < 2; way++) {
            answer got = answer_of(&it, network, way == 1);

            if (got.bounds_ms[CIRCLET_BOUND_MIN] > got.least_ms ||
                got.bounds_ms[CIRCLET_BOUND_MAX] < got.greatest_ms)
                fail_msg("seed %d: %u..%u holds not %u..%u", (int)seed,
                         got.bounds_ms[1], got.bounds_ms[2], got.least_ms,
                         got.greatest_ms);
            open += got.least_ms != CI_CLOSED;
            differ += got.least_ms != got.greatest_ms;
        }
        circlet_network_free(network);
    }
    assert_true(open > 600 && differ > 500); /* the cases are worth it */
}

static bool is_close(uint32_t a, uint32_t b)
{
    return a == b ||
           (a != CI_CLOSED && b != CI_CLOSED && (a > b ? a - b : b - a) <= 1);
}

static void a_single_missing_tag_has_exact_bounds(void **state)
{
    size_t differ = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 1500; seed++) {
        uint64_t random = seed;
        riddle it;
        circlet_network *network;

        make_riddle(&it, &random, 1);
        network = network_of(&it);
        for (int way = 0; way < 2; way++) {
            answer got = answer_of(&it, network, way == 1);

            /* Numbers next to a limit are 1e-7 off it. */
            if (!is_close(got.bounds_ms[CIRCLET_BOUND_MIN], got.least_ms) ||
                !is_close(got.bounds_ms[CIRCLET_BOUND_MAX], got.greatest_ms))
                fail_msg("seed %d: %u..%u is not %u..%u", (int)seed,
                         got.bounds_ms[1], got.bounds_ms[2], got.least_ms,
                         got.greatest_ms);
            differ += got.least_ms != got.greatest_ms;
        }
        circlet_network_free(network);
    }
    assert_true(differ > 500);
}

/* The arc times, which are worked out once for equal tags, are those of each
 * link alone; the missing tags that decide are there where bounds differ. */
static void times_of_all_links_are_those_of_each(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        uint64_t random = seed;
        riddle it;
        circlet_network *network;

        make_riddle(&it, &random, 1 + unit_random_below(&random, 3));
        network = network_of(&it);
        for (int bound = 0; bound < CIRCLET_BOUND_COUNT; bound++) {
            circlet_arc_times *times = NULL;

            assert_ok(circlet_arc_times_compute(&times, network, &it.mode,
                                                (circlet_bound)bound, error));
            assert_int_equal(times->bound, bound);
            for (uint32_t i = 0; i < network->link_count; i++) {
                assert_int_equal(times->forward_ms[i],
                                 ci_link_time_ms(network, &it.mode, i, false,
                                                 (circlet_bound)bound));
                assert_int_equal(times->backward_ms[i],
                                 ci_link_time_ms(network, &it.mode, i, true,
                                                 (circlet_bound)bound));
            }
            circlet_arc_times_free(times);
        }
        circlet_network_free(network);
    }
}

static void a_tag_is_missing_where_it_makes_the_bounds_differ(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 400; seed++) {
        uint64_t random = seed;
        riddle it;
        circlet_network *network;
        ci_unknown_mask asked, missing;
        bool differs = false;

        make_riddle(&it, &random, 1 + unit_random_below(&random, 3));
        for (size_t i = 0; i < it.mode.link_rule_count; i++)
            it.rules[i].is_across_road =
                false; /* differs, too, but of no tag */
        network = network_of(&it);
        for (int way = 0; way < 2; way++)
            differs |= ci_link_time_ms(network, &it.mode, 0, way == 1,
                                       CIRCLET_BOUND_MIN) !=
                       ci_link_time_ms(network, &it.mode, 0, way == 1,
                                       CIRCLET_BOUND_MAX);
        ci_link_unknowns(network, &it.mode, 0, &asked, &missing);
        if ((missing != 0) != differs || (missing & ~asked))
            fail_msg("seed %d", (int)seed);
        circlet_network_free(network);
    }
}

/* The same riddles as nodes: delays and passage. */
static void nodes_have_bounds_too(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        uint64_t random = seed;
        riddle it;
        circlet_network *network;
        circlet_arc_times *link_times = NULL, *times[CIRCLET_BOUND_COUNT];
        circlet_network_builder *builder = NULL;
        circlet_node node;

        make_riddle(&it, &random, 2);
        for (size_t i = 0; i < it.mode.link_rule_count; i++)
            if (it.rules[i].effect != CI_EFFECT_PASS)
                it.rules[i].effect = CI_EFFECT_DELAY;
        for (size_t i = 0; i < it.mode.link_rule_count; i++)
            it.rules[i].toward = CI_TOWARD_BOTH;
        it.length_m = 0; /* links take their delays, as nodes do */
        network = network_of(&it);
        assert_ok(circlet_network_builder_new(&builder, error));
        assert_ok(circlet_network_builder_add_node(
            builder, (circlet_point){TOWN_LON, TOWN_LAT}, it.tags,
            it.tag_count, &node, error));
        it.mode.node_rules = it.rules;
        it.mode.node_rule_count = it.mode.link_rule_count;
        it.mode.node_unknowns = it.unknowns;
        it.mode.node_unknown_count = it.mode.link_unknown_count;
        for (int i = 0; i < CIRCLET_BOUND_COUNT; i++) {
            circlet_network *place = NULL;

            assert_ok(circlet_arc_times_compute(&link_times, network, &it.mode,
                                                (circlet_bound)i, error));
            assert_ok(circlet_network_builder_finish(&place, builder, error));
            assert_ok(circlet_arc_times_compute(&times[i], place, &it.mode,
                                                (circlet_bound)i, error));
            assert_int_equal(times[i]->through_ms[0],
                             link_times->forward_ms[0]);
            circlet_arc_times_free(link_times);
            circlet_arc_times_free(times[i]);
            circlet_network_free(place);
        }
        circlet_network_builder_free(builder);
        circlet_network_free(network);
    }
}

static void causes_add_up_to_the_time(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 600; seed++) {
        uint64_t random = seed;
        riddle it;
        circlet_network *network;

        make_riddle(&it, &random, 1);
        network = network_of(&it);
        for (uint32_t i = 0; i < network->link_count; i++) {
            circlet_cause causes[CI_CAUSE_MAX];
            uint32_t ms = ci_link_time_ms(network, &it.mode, i, false,
                                          CIRCLET_BOUND_NOMINAL);
            size_t count = ci_link_causes(causes, network, &it.mode, i, false);
            double seconds = 0;

            assert_int_equal(count == 0, ms == CI_CLOSED);
            if (count == 0)
                continue;
            for (size_t k = 0; k < count; k++)
                seconds += causes[k].seconds;
            assert_string_equal(causes[0].effect, "speed");
            assert_true(fabs(seconds - ms / 1000.0) < 1e-9);
            assert_true(fabs(causes[0].seconds -
                             it.length_m / causes[0].value) < 0.001);
        }
        circlet_network_free(network);
    }
}

/* ---- by hand ----------------------------------------------------------- */

static const char *const gravel[] = {"gravel"};
static const char *const sand[] = {"sand"};
static const char *const earths[] = {"asphalt", "gravel", "sand"};
static const char *const kerbs[] = {"lowered", "raised"};
static const char *const raised[] = {"raised"};
static const ci_tag_test hand_tests[] = {
    {"highway", CI_TAG_IS_PRESENT, NULL, 0, 0},
    {"surface", CI_TAG_IS_ONE_OF, gravel, 1, 0},
    {"surface", CI_TAG_IS_ONE_OF, sand, 1, 0},
    {"kerb", CI_TAG_IS_ONE_OF, raised, 1, 0}};
static const ci_tag_rule hand_rules[] = {
    {&hand_tests[0], 1, CI_EFFECT_PASS, 1, .when = "highway present"},
    {&hand_tests[1], 1, CI_EFFECT_FACTOR, 1.5, .when = "surface=gravel",
     .origin = {"a book", false}},
    {&hand_tests[2], 1, CI_EFFECT_FACTOR, 2, .toward = CI_TOWARD_END},
    {&hand_tests[3], 1, CI_EFFECT_DELAY, 10, .when = "kerb=raised",
     .origin = {NULL, true}}};
static const ci_unknown hand_unknowns[] = {
    {.key = "surface", .values = earths, .value_count = 3},
    {.key = "kerb", .values = kerbs, .value_count = 2}};

static circlet_network *hand_street(const circlet_tag *tags, size_t count)
{
    circlet_network_builder *builder = NULL;
    circlet_network *network = NULL;
    circlet_link_record link = {.from = 0, .to = 1, .length_m = 125};
    circlet_node node;

    link.tags = tags;
    link.tag_count = count;
    assert_ok(circlet_network_builder_new(&builder, error));
    for (int i = 0; i < 2; i++)
        assert_ok(circlet_network_builder_add_node(
            builder, (circlet_point){TOWN_LON + i * 0.001, TOWN_LAT}, NULL, 0,
            &node, error));
    assert_ok(circlet_network_builder_add_link(builder, &link, error));
    assert_ok(circlet_network_builder_finish(&network, builder, error));
    circlet_network_builder_free(builder);
    return network;
}

static circlet_travel_mode hand_mode(void)
{
    circlet_travel_mode mode = fixture_mode();

    mode.link_rules = hand_rules;
    mode.link_rule_count = 4;
    mode.link_unknowns = hand_unknowns;
    mode.link_unknown_count = 2;
    return mode;
}

static void factors_that_exclude_each_other_are_not_multiplied(void **state)
{
    static const circlet_tag tags[] = {{"highway", "footway"}};
    circlet_travel_mode mode = hand_mode();
    circlet_network *network = hand_street(tags, 1);
    ci_tag_effect effect = ci_tag_effect_of_link(network, &mode, 0, false);
    ci_unknown_mask asked, missing;

    (void)state;
    assert_true(effect.passes && effect.may_pass && effect.must_pass);
    assert_true(fabs(effect.factors.high - 2) < 1e-9);
    assert_true(fabs(effect.factors.low - 1) < 1e-9);
    assert_true(fabs(effect.delays_s.high - 10) < 1e-9);
    assert_int_equal(effect.missing, 3);
    assert_int_equal(
        ci_link_time_ms(network, &mode, 0, false, CIRCLET_BOUND_MIN), 100000);
    assert_int_equal(
        ci_link_time_ms(network, &mode, 0, false, CIRCLET_BOUND_MAX), 210000);
    /* Sand counts along the way it was drawn only. */
    assert_int_equal(
        ci_link_time_ms(network, &mode, 0, true, CIRCLET_BOUND_MAX), 160000);
    ci_link_unknowns(network, &mode, 0, &asked, &missing);
    assert_int_equal(asked, 3);
    assert_int_equal(missing, 3);
    circlet_network_free(network);
}

/* Just over 30 km/h is the slowest at which the factor of 2 applies. */
static void a_range_counts_up_to_the_limits_of_rules(void **state)
{
    static const ci_tag_test over[] = {
        {"maxspeed", CI_TAG_ABOVE, NULL, 0, 30}};
    static const ci_tag_rule rules[] = {
        {&hand_tests[0], 1, CI_EFFECT_PASS, 1, .toward = CI_TOWARD_BOTH},
        {&hand_tests[0], 1, CI_EFFECT_SPEED_FROM_TAG, 1, "maxspeed",
         .toward = CI_TOWARD_BOTH},
        {over, 1, CI_EFFECT_FACTOR, 2, .toward = CI_TOWARD_BOTH}};
    static const ci_unknown unknown = {
        .key = "maxspeed", .from = 20, .to = 50};
    static const circlet_tag tags[] = {{"highway", "footway"}};
    circlet_travel_mode mode = fixture_mode();
    circlet_network *network = hand_street(tags, 1);

    (void)state;
    mode.speed_mps = 8;
    mode.link_rules = rules;
    mode.link_rule_count = 3;
    mode.link_unknowns = &unknown;
    mode.link_unknown_count = 1;
    assert_int_equal(
        ci_link_time_ms(network, &mode, 0, false, CIRCLET_BOUND_MAX), 30000);
    assert_int_equal(
        ci_link_time_ms(network, &mode, 0, false, CIRCLET_BOUND_MIN), 15000);
    circlet_network_free(network);
}

static void a_tag_that_is_there_is_asked_for_and_not_missing(void **state)
{
    static const circlet_tag tags[] = {
        {"highway", "footway"}, {"surface", "gravel"}, {"kerb", "raised"}};
    circlet_travel_mode mode = hand_mode();
    circlet_network *network = hand_street(tags, 3);
    circlet_cause causes[CI_CAUSE_MAX];
    ci_unknown_mask asked, missing;

    (void)state;
    ci_link_unknowns(network, &mode, 0, &asked, &missing);
    assert_int_equal(asked, 3);
    assert_int_equal(missing, 0);
    for (int i = 0; i < CIRCLET_BOUND_COUNT; i++)
        assert_int_equal(
            ci_link_time_ms(network, &mode, 0, false, (circlet_bound)i),
            160000);
    assert_int_equal(ci_link_causes(causes, network, &mode, 0, false), 3);
    assert_string_equal(causes[1].effect, "factor");
    assert_string_equal(causes[1].when, "surface=gravel");
    assert_string_equal(causes[1].source, "a book");
    assert_true(fabs(causes[1].seconds - 50) < 1e-9);
    assert_string_equal(causes[2].effect, "delay");
    assert_null(causes[2].source);
    assert_true(fabs(causes[2].seconds - 10) < 1e-9);
    circlet_network_free(network);
}

static void unknowns_of_nodes_follow_those_of_links(void **state)
{
    static const circlet_tag tags[] = {{"highway", "footway"}};
    circlet_travel_mode mode = hand_mode();
    circlet_network *network = hand_street(tags, 1);
    ci_unknown_mask asked, missing;

    (void)state;
    mode.node_rules = &hand_rules[3];
    mode.node_rule_count = 1;
    mode.node_unknowns = hand_unknowns;
    mode.node_unknown_count = 2;
    ci_node_unknowns(network, &mode, 0, &asked, &missing);
    assert_int_equal(asked, 12);
    assert_int_equal(missing, 8); /* the surface changes nothing */
    assert_int_equal(ci_tag_effect_of_node(network, &mode, 0).missing, 12);
    circlet_network_free(network);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_that_missing_tags_may_be_lies_within_the_bounds),
        cmocka_unit_test(a_single_missing_tag_has_exact_bounds),
        cmocka_unit_test(times_of_all_links_are_those_of_each),
        cmocka_unit_test(a_tag_is_missing_where_it_makes_the_bounds_differ),
        cmocka_unit_test(nodes_have_bounds_too),
        cmocka_unit_test(causes_add_up_to_the_time),
        cmocka_unit_test(factors_that_exclude_each_other_are_not_multiplied),
        cmocka_unit_test(a_range_counts_up_to_the_limits_of_rules),
        cmocka_unit_test(a_tag_that_is_there_is_asked_for_and_not_missing),
        cmocka_unit_test(unknowns_of_nodes_follow_those_of_links),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

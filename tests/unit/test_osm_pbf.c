#include "osm_map.h"

#include "geo/geodesic.h"

static void all_forms_of_a_file_give_the_same_streets(void **state)
{
    (void)state;
    for (unsigned form = 0; form < 4; form++) {
        ci_buffer file = crossing_map(form & 1, form & 2);
        ci_roads *roads = NULL;

        assert_ok(read_map(&roads, &file, NULL, error));
        expect_links(roads, "8-0:1,2,3;8-1:3,4;8-2:4,5;9-0:5,3;");
        assert_int_equal(roads->node_count, 4);
        assert_int_equal(roads->node_row_count + roads->way_row_count, 7);
        assert_int_equal(roads->missing_node_count, 0);
        assert_false(roads->has_box);
        assert_string_equal(roads->nodes[2].id, "4");
        assert_string_equal(roads->nodes[2].tags[0].value, "crossing");
        assert_int_equal(roads->nodes[1].tag_count, 0);
        assert_string_equal(roads->links[0].tags[0].key, "highway");
        assert_true(roads->nodes[0].at.lon == 0.001);
        assert_true(roads->nodes[0].at.lat == 10);
        ci_roads_free(roads);
    }
}

static void lengths_are_geodesic(void **state)
{
    const circlet_point line[] = {{0.001, 10}, {0.002, 10}, {0.003, 10}};
    ci_buffer file = crossing_map(true, true);
    ci_roads *roads = NULL;

    (void)state;
    assert_ok(read_map(&roads, &file, NULL, error));
    assert_true(roads->links[0].length_m == ci_geodesic_length_m(line, 3));
    assert_true(fabs(roads->links[0].length_m - 219.3) < 0.1);
    ci_roads_free(roads);
}

static void only_streets_railways_and_water_are_read(void **state)
{
    static const uint32_t tags[][2] = {
        {HIGHWAY, STEPS}, {BUILDING, YES}, {RAILWAY, YES},   {WATERWAY, YES},
        {ROUTE, FERRY},   {ROUTE, STEPS},  {NATURAL, WATER}, {NATURAL, WOOD}};
    ci_buffer file = {0}, nodes = {0}, ways = {0};
    ci_roads *roads = NULL;

    (void)state;
    pbf_header(&file, NULL, NULL);
    add_dense(&nodes, five, 5);
    end_block(&file, &nodes, true);
    for (int64_t i = 0; i < 8; i++)
        add_tagged_way(&ways, -i, tags[i][0], tags[i][1],
                       (const int64_t[]){1, 2}, 2);
    end_block(&file, &ways, true);

    assert_ok(read_map(&roads, &file, NULL, error));
    expect_links(roads, "-6-0:1,2;-4-0:1,2;-3-0:1,2;-2-0:1,2;0-0:1,2;");
    assert_int_equal(roads->node_row_count + roads->way_row_count, 13);
    ci_roads_free(roads);
}

static void ways_are_cut_where_nodes_are_missing(void **state)
{
    ci_buffer file = {0}, nodes = {0}, ways = {0};
    ci_roads *roads = NULL;

    (void)state;
    pbf_header(&file, NULL, NULL);
    add_dense(&nodes, five, 5);
    end_block(&file, &nodes, false);
    add_way(&ways, 1, (const int64_t[]){77, 1, 2, 99, 98, 3, 99, 5, 4}, 9);
    end_block(&file, &ways, false);

    assert_ok(read_map(&roads, &file, NULL, error));
    expect_links(roads, "1-0:1,2;1-1:5,4;");
    assert_int_equal(roads->missing_node_count, 3);
    ci_roads_free(roads);
}

static void a_way_that_meets_itself_is_cut_there(void **state)
{
    ci_buffer file = {0}, nodes = {0}, ways = {0};
    ci_roads *roads = NULL;

    (void)state;
    pbf_header(&file, NULL, NULL);
    add_plain(&nodes, five, 5);
    end_block(&file, &nodes, true);
    add_way(&ways, 1, (const int64_t[]){1, 1, 2, 3, 3, 5, 2}, 7);
    add_way(&ways, 2, (const int64_t[]){4, 4}, 2);
    end_block(&file, &ways, true);

    assert_ok(read_map(&roads, &file, NULL, error));
    expect_links(roads, "1-0:1,2;1-1:2,3,5,2;");
    assert_int_equal(roads->node_count, 2);
    ci_roads_free(roads);
}

/* With the feature LocationsOnWays, fields 9 and 10 of a way. */
static void ways_may_bring_the_places_of_their_nodes(void **state)
{
    const int64_t refs[] = {1, 2, 2, 9, 3}, lats[] = {LAT, LAT, LAT, LAT, LAT};
    /* The largest number is what is written where a place is not known. */
    const int64_t lons[] = {10000, 20000, 20000, INT32_MAX, 30000};
    ci_buffer file = {0}, ways = {0}, way = {0};
    ci_roads *roads = NULL;

    (void)state;
    pbf_header(&file, "LocationsOnWays", NULL);
    add_way(&ways, 3, (const int64_t[]){7, 8}, 2);
    start_object(&way, 4, HIGHWAY, FOOTWAY);
    pbf_list(&way, 8, refs, 5);
    pbf_list(&way, 9, lats, 5);
    pbf_list(&way, 10, lons, 5);
    pbf_message(&ways, 3, &way);
    add_way(&ways, 5, (const int64_t[]){3, 2, 1}, 3);
    end_block(&file, &ways, true);

    assert_ok(read_map(&roads, &file, NULL, error));
    expect_links(roads, "4-0:1,2;5-0:3,2;5-1:2,1;");
    assert_true(roads->nodes[2].at.lon == 0.003);
    assert_int_equal(roads->missing_node_count, 3);
    ci_roads_free(roads);
}

static void granularity_and_offsets_are_applied(void **state)
{
    ci_buffer file = {0}, block = {0}, table = {0}, group = {0};
    ci_roads *roads = NULL;

    (void)state;
    pbf_header(&file, NULL, NULL);
    for (size_t i = 0; i <= STRING_COUNT; i++)
        pbf_bytes(&table, 1, i ? strings[i - 1] : "",
                  i ? strlen(strings[i - 1]) : 0);
    add_dense(&group, five, 5);
    add_way(&group, 1, (const int64_t[]){1, 2}, 2);
    /* The group before what is needed to read it: any order is allowed. */
    pbf_message(&block, 2, &group);
    pbf_number(&block, 17, 10);
    pbf_number(&block, 19, (uint64_t)INT64_C(-40000000000));
    pbf_number(&block, 20, UINT64_C(116000000007));
    pbf_message(&block, 1, &table);
    pbf_blob(&file, "OSMData", 3, &block);

    assert_ok(read_map(&roads, &file, NULL, error));
    assert_true(roads->nodes[0].at.lon == 116.000100007);
    assert_true(roads->nodes[0].at.lat == -39.0);
    ci_roads_free(roads);
}

static void the_first_of_two_tags_with_one_key_counts(void **state)
{
    const uint32_t keys[] = {RAILWAY, HIGHWAY, HIGHWAY, BUILDING};
    const uint32_t values[] = {YES, STEPS, FOOTWAY, YES};
    ci_buffer file = {0}, nodes = {0}, ways = {0}, way = {0};
    ci_roads *roads = NULL;

    (void)state;
    pbf_header(&file, NULL, NULL);
    add_dense(&nodes, five, 5);
    end_block(&file, &nodes, true);
    pbf_number(&way, 1, 1);
    pbf_plain_list(&way, 2, keys, 4);
    pbf_plain_list(&way, 3, values, 4);
    pbf_list(&way, 8, (const int64_t[]){1, 2}, 2);
    pbf_message(&ways, 3, &way);
    end_block(&file, &ways, true);

    assert_ok(read_map(&roads, &file, NULL, error));
    assert_int_equal(roads->links[0].tag_count, 3);
    assert_string_equal(roads->links[0].tags[0].key, "building");
    assert_string_equal(roads->links[0].tags[1].key, "highway");
    assert_string_equal(roads->links[0].tags[1].value, "steps");
    assert_string_equal(roads->links[0].tags[2].key, "railway");
    ci_roads_free(roads);
}

static void turn_restrictions_are_counted(void **state)
{
    static const uint32_t types[] = {RESTRICTION, MULTIPOLYGON,
                                     RESTRICTION_BUS};
    ci_buffer file = crossing_map(true, true), group = {0};
    ci_roads *roads = NULL;

    (void)state;
    for (int64_t i = 0; i < 3; i++) {
        ci_buffer relation = {0};

        start_object(&relation, i, TYPE, types[i]);
        pbf_message(&group, 4, &relation);
    }
    end_block(&file, &group, true);

    assert_ok(read_map(&roads, &file, NULL, error));
    assert_int_equal(roads->turn_restriction_count, 2);
    ci_roads_free(roads);
}

/* A relation of ways alone, with type=multipolygon natural=water. */
static void add_water(ci_buffer *group, const int64_t *ways,
                      const uint32_t *roles, size_t count)
{
    const uint32_t keys[] = {TYPE, NATURAL}, values[] = {MULTIPOLYGON, WATER};
    const uint32_t types[] = {1, 1, 1, 1};
    ci_buffer relation = {0};

    assert_true(count <= 4);
    pbf_number(&relation, 1, 77);
    pbf_plain_list(&relation, 2, keys, 2);
    pbf_plain_list(&relation, 3, values, 2);
    pbf_plain_list(&relation, 8, roles, count);
    pbf_list(&relation, 9, ways, count);
    pbf_plain_list(&relation, 10, types, count);
    pbf_message(group, 4, &relation);
}

static void coasts_and_the_borders_of_relations_of_water_are_read(void **state)
{
    const int64_t members[] = {2, 3, 4};
    const uint32_t roles[] = {OUTER, INNER, OUTER};

    (void)state;
    for (int first = 0; first < 2; first++) {
        ci_buffer file = {0}, nodes = {0}, ways = {0}, relations = {0};
        ci_roads *roads = NULL;

        pbf_header(&file, NULL, NULL);
        add_water(&relations, members, roles, 3);
        if (first)
            end_block(&file, &relations, true);
        add_dense(&nodes, five, 5);
        end_block(&file, &nodes, true);
        add_tagged_way(&ways, 1, HIGHWAY, FOOTWAY, (const int64_t[]){1, 2}, 2);
        add_tagged_way(&ways, 2, NATURAL, WOOD, (const int64_t[]){2, 3}, 2);
        add_tagged_way(&ways, 3, BUILDING, YES, (const int64_t[]){3, 5}, 2);
        add_tagged_way(&ways, 4, HIGHWAY, STEPS, (const int64_t[]){3, 4}, 2);
        add_tagged_way(&ways, 5, BUILDING, YES, (const int64_t[]){1, 3}, 2);
        add_tagged_way(&ways, 6, NATURAL, COASTLINE, (const int64_t[]){1, 5},
                       2);
        end_block(&file, &ways, true);
        if (!first)
            end_block(&file, &relations, true);

        assert_ok(read_map(&roads, &file, NULL, error));
        expect_links(roads, "1-0:1,2;2-0:2,3;3-0:3,5;4-0:3,4;6-0:1,5;");
        assert_int_equal(roads->links[1].tag_count, 1);
        assert_string_equal(roads->links[1].tags[0].key, "natural");
        assert_string_equal(roads->links[1].tags[0].value, "water");
        assert_int_equal(roads->links[2].tag_count, 2);
        assert_string_equal(roads->links[2].tags[1].value, "water");
        assert_int_equal(roads->links[3].tag_count, 1);
        assert_string_equal(roads->links[3].tags[0].value, "steps");
        assert_int_equal(roads->way_row_count, 6);
        ci_roads_free(roads);
    }
}

static void members_that_do_not_match_are_refused(void **state)
{
    static const struct {
        size_t role_count, type_count;
        uint32_t role, type;
    } cases[] = {{1, 2, OUTER, 1}, {3, 2, OUTER, 1}, {2, 1, OUTER, 1},
                 {2, 3, OUTER, 1}, {2, 2, 99, 1},    {2, 2, OUTER, 3}};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        const uint32_t role = cases[i].role, type = cases[i].type;
        ci_buffer file = crossing_map(true, true), group = {0}, relation = {0};
        ci_roads *roads = NULL;

        start_object(&relation, 5, TYPE, MULTIPOLYGON);
        pbf_plain_list(&relation, 8, (const uint32_t[]){role, role, role},
                       cases[i].role_count);
        pbf_list(&relation, 9, (const int64_t[]){1, 2}, 2);
        pbf_plain_list(&relation, 10, (const uint32_t[]){type, type, type},
                       cases[i].type_count);
        pbf_message(&group, 4, &relation);
        end_block(&file, &group, true);
        assert_fails(read_map(&roads, &file, NULL, error), CIRCLET_E_FORMAT,
                     "malformed members of a relation");
    }
}

static void the_header_says_where_the_file_is_complete(void **state)
{
    const int64_t box[] = {INT64_C(-8795000000), INT64_C(-8358000000),
                           INT64_C(41399000000), INT64_C(40981000000)};
    const int64_t turned[] = {2, 1, 4, 3};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        ci_buffer file = {0}, group = {0};
        ci_roads *roads = NULL;

        pbf_header(&file, NULL, i == 0 ? box : turned);
        add_dense(&group, five, 5);
        add_way(&group, 1, (const int64_t[]){1, 2}, 2);
        end_block(&file, &group, true);
        assert_ok(read_map(&roads, &file, NULL, error));
        assert_int_equal(roads->has_box, i == 0);
        if (roads->has_box) {
            assert_true(roads->box.west == -8.795);
            assert_true(roads->box.south == 40.981);
            assert_true(roads->box.east == -8.358);
            assert_true(roads->box.north == 41.399);
        }
        ci_roads_free(roads);
    }
}

/* ---- progress ---------------------------------------------------------- */

typedef struct progress_log {
    unsigned count, limit;
    double last;
} progress_log;

static bool log_progress(const char *stage, double fraction, void *user)
{
    progress_log *log = user;

    assert_string_equal(stage, "read streets");
    assert_true(fraction > log->last && fraction <= 1);
    log->last = fraction;
    return ++log->count < log->limit;
}

static void reading_tells_how_far_it_is_and_can_be_stopped(void **state)
{
    progress_log whole = {0, 1000, 0}, stopped = {0, 2, 0};
    circlet_progress progress = {log_progress, &whole};
    ci_buffer file = crossing_map(true, true);
    ci_roads *roads = NULL;

    (void)state;
    assert_ok(read_map(&roads, &file, &progress, error));
    assert_int_equal(whole.count, 5);
    ci_roads_free(roads);

    roads = NULL;
    progress.user = &stopped;
    file = crossing_map(true, true);
    assert_fails(read_map(&roads, &file, &progress, error),
                 CIRCLET_E_CANCELLED, "cancelled");
    assert_int_equal(stopped.count, 2);
    assert_null(roads);
}

/* ---- against a simple second way --------------------------------------- */

enum { NODES = 10, WAYS = 6, REFS = 8 };

typedef struct random_map {
    map_node nodes[NODES];
    size_t node_count;
    int64_t refs[WAYS][REFS]; /* without standing still */
    size_t ref_counts[WAYS];
} random_map;

static const map_node *find_node(const random_map *map, int64_t id)
{
    for (size_t i = 0; i < map->node_count; i++)
        if (map->nodes[i].id == id)
            return &map->nodes[i];
    return NULL;
}

/* Ids from -NODES / 2 up; a sixth of the nodes is missing. */
static ci_buffer make_random(random_map *map, uint64_t *seed)
{
    ci_buffer file = {0}, nodes = {0}, ways = {0};
    bool is_packed = unit_random_below(seed, 2) > 0;

    memset(map, 0, sizeof(*map));
    for (int64_t id = -NODES / 2; id < NODES - NODES / 2; id++)
        if (unit_random_below(seed, 6) > 0)
            map->nodes[map->node_count++] =
                (map_node){id, unit_random_below(seed, 8) == 0};
    for (size_t w = WAYS; w-- > 0;) {
        int64_t refs[REFS];
        size_t count = unit_random_below(seed, REFS + 1);

        for (size_t i = 0; i < count; i++) {
            refs[i] = (int64_t)unit_random_below(seed, NODES) - NODES / 2;
            if (i == 0 || refs[i] != refs[i - 1])
                map->refs[w][map->ref_counts[w]++] = refs[i];
        }
        add_way(&ways, (int64_t)w, refs, count);
    }
    pbf_header(&file, NULL, NULL);
    (unit_random_below(seed, 2) ? add_dense : add_plain)(&nodes, map->nodes,
                                                         map->node_count);
    end_block(&file, &nodes, is_packed);
    end_block(&file, &ways, is_packed);
    return file;
}

static bool is_cut(const random_map *map, int64_t id)
{
    size_t uses = 0;

    for (size_t w = 0; w < WAYS; w++)
        for (size_t i = 0; i < map->ref_counts[w]; i++)
            uses += map->refs[w][i] == id;
    return uses > 1 || find_node(map, id)->has_tag;
}

static void add_pair(ci_buffer *text, size_t way, size_t number, int64_t id)
{
    ci_buffer_add_int(text, (int64_t)way);
    ci_buffer_add(text, "-");
    ci_buffer_add_int(text, (int64_t)number);
    ci_buffer_add(text, ":");
    ci_buffer_add_int(text, id);
}

/* A link for each maximal chain of steps between nodes that are there. */
static ci_buffer expected_links(const random_map *map)
{
    ci_buffer text = {0};

    ci_buffer_add(&text, "");
    for (size_t w = 0; w < WAYS; w++) {
        size_t number = 0;
        bool is_open = false;

        for (size_t i = 0; i + 1 < map->ref_counts[w]; i++) {
            int64_t a = map->refs[w][i], b = map->refs[w][i + 1];
            bool is_last = i + 2 == map->ref_counts[w];

            if (!find_node(map, a) || !find_node(map, b))
                continue;
            if (!is_open)
                add_pair(&text, w, number++, a);
            ci_buffer_add(&text, ",");
            ci_buffer_add_int(&text, b);
            is_open = !is_last && !is_cut(map, b) &&
                      find_node(map, map->refs[w][i + 2]);
            if (!is_open)
                ci_buffer_add(&text, ";");
        }
    }
    return text;
}

static void random_ways_are_cut_as_a_simple_second_way_does(void **state)
{
    size_t with_streets = 0;

    (void)state;
    for (uint64_t first = 1; first <= 500; first++) {
        uint64_t seed = first;
        random_map map;
        ci_buffer file = make_random(&map, &seed);
        ci_buffer want = expected_links(&map);
        ci_roads *roads = NULL;

        if (want.size == 0) {
            assert_fails(read_map(&roads, &file, NULL, error), CIRCLET_E_DATA,
                         "no street");
        } else {
            ci_buffer text;

            assert_ok(read_map(&roads, &file, NULL, error));
            text = describe(roads);
            if (strcmp(text.text, want.text) != 0)
                fail_msg("seed %d: %s instead of %s", (int)first, text.text,
                         want.text);
            with_streets++;
            ci_buffer_free(&text);
            ci_roads_free(roads);
        }
        ci_buffer_free(&want);
    }
    assert_true(with_streets > 400);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_forms_of_a_file_give_the_same_streets),
        cmocka_unit_test(lengths_are_geodesic),
        cmocka_unit_test(only_streets_railways_and_water_are_read),
        cmocka_unit_test(ways_are_cut_where_nodes_are_missing),
        cmocka_unit_test(a_way_that_meets_itself_is_cut_there),
        cmocka_unit_test(ways_may_bring_the_places_of_their_nodes),
        cmocka_unit_test(granularity_and_offsets_are_applied),
        cmocka_unit_test(the_first_of_two_tags_with_one_key_counts),
        cmocka_unit_test(turn_restrictions_are_counted),
        cmocka_unit_test(
            coasts_and_the_borders_of_relations_of_water_are_read),
        cmocka_unit_test(members_that_do_not_match_are_refused),
        cmocka_unit_test(the_header_says_where_the_file_is_complete),
        cmocka_unit_test(reading_tells_how_far_it_is_and_can_be_stopped),
        cmocka_unit_test(random_ways_are_cut_as_a_simple_second_way_does),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

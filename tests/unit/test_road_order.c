#include "io/road_order.h"

#include <stdio.h>

#include "city_file_fixture.h"
#include "network/network.h"

#define SIDE 12

/* A grid of streets whose ids sort otherwise than they are listed: as text
 * 10 comes before 9. `left_out`: a link that is not there. */
static void write_grid(const city_folder *f, int left_out)
{
    ci_buffer nodes = {0}, links = {0};
    char line[128];
    int link = 0;

    ci_buffer_add(&nodes, "node_id,x_coord,y_coord\n");
    ci_buffer_add(&links, "link_id,from_node_id,to_node_id,length,"
                          "facility_type\n");
    for (int i = 0; i < SIDE * SIDE; i++) {
        snprintf(line, sizeof(line), "%d,116.0%02d,40.0%02d\n", i, i % SIDE,
                 i / SIDE);
        ci_buffer_add(&nodes, line);
        for (int k = 0; k < 2; k++) {
            bool is_inside =
                k == 0 ? i % SIDE + 1 < SIDE : i / SIDE + 1 < SIDE;

            if (!is_inside || link++ == left_out)
                continue;
            snprintf(line, sizeof(line), "%d,%d,%d,100,footway\n", link, i,
                     i + (k == 0 ? 1 : SIDE));
            ci_buffer_add(&links, line);
        }
    }
    assert_false(nodes.failed || links.failed);
    write_source(f, "node.csv", nodes.text);
    write_source(f, "link.csv", links.text);
    ci_buffer_free(&nodes);
    ci_buffer_free(&links);
}

static void import_grid(const city_folder *f, int left_out)
{
    circlet_import_counts counts;

    write_grid(f, left_out);
    assert_ok(import_roads(&counts, f, NULL, error));
}

static void change(const city_folder *f, const char *sql)
{
    ci_city_change c = {0};

    assert_ok(ci_city_change_begin(&c, f->city, error));
    assert_ok(ci_db_run(c.db, sql, error));
    assert_ok(ci_city_change_commit(&c, error));
    ci_city_change_end(&c);
}

static circlet_network *read_network(const city_folder *f)
{
    circlet_network *network = NULL;

    assert_ok(circlet_read_network(&network, f->city, NULL, error));
    return network;
}

static bool has_order(const city_folder *f)
{
    circlet_network *network = read_network(f);
    bool has = network->order != NULL;

    circlet_network_free(network);
    return has;
}

/* What elimination makes: much more by an order of other nodes. */
static uint64_t fill_of(const circlet_network *network)
{
    uint32_t count = (uint32_t)network->node_count;
    bool *arcs = calloc((size_t)count * count, sizeof(*arcs));
    uint64_t fill = 0;

    assert_non_null(arcs);
    for (size_t i = 0; i < network->link_count; i++) {
        uint32_t a = network->order[network->links[i].from];
        uint32_t b = network->order[network->links[i].to];

        arcs[(a < b ? a : b) * count + (a < b ? b : a)] = true;
    }
    for (uint32_t r = 0; r < count; r++)
        for (uint32_t a = r + 1; a < count; a++) {
            fill += arcs[r * count + a];
            for (uint32_t b = a + 1; b < count && arcs[r * count + a]; b++)
                if (arcs[r * count + b])
                    arcs[a * count + b] = true;
        }
    free(arcs);
    return fill;
}

static void a_city_keeps_the_order_of_its_streets(void **state)
{
    city_folder *f = *state;
    circlet_network *network;
    bool is_there[SIDE * SIDE] = {false};
    uint64_t kept;

    import_grid(f, -1);
    assert_int_equal(city_query(f, "SELECT count(*) FROM road_order"), 1);
    assert_int_equal(city_query(f, "SELECT length(ranks) FROM road_order"),
                     4 * SIDE * SIDE);
    network = read_network(f);
    assert_non_null(network->order);
    for (uint32_t i = 0; i < SIDE * SIDE; i++) {
        assert_true(network->order[i] < SIDE * SIDE);
        assert_false(is_there[network->order[i]]);
        is_there[network->order[i]] = true;
    }
    kept = fill_of(network);
    for (uint32_t i = 0; i < SIDE * SIDE; i++)
        network->order[i] = i; /* of other nodes */
    if (kept > 1200 || fill_of(network) < 1400)
        fail_msg("fill %llu, by another order %llu", (unsigned long long)kept,
                 (unsigned long long)fill_of(network));
    circlet_network_free(network);
}

static void the_table_is_one_of_attributes(void **state)
{
    city_folder *f = *state;

    import_grid(f, -1);
    assert_int_equal(city_query(f, "SELECT count(*) FROM gpkg_contents WHERE "
                                   "table_name = 'road_order' AND data_type = "
                                   "'attributes'"),
                     1);
}

static void roads_imported_again_replace_it(void **state)
{
    city_folder *f = *state;

    import_grid(f, -1);
    change(f, "CREATE TABLE kept AS SELECT topology FROM road_order");
    import_grid(f, 5);
    assert_int_equal(city_query(f, "SELECT count(*) FROM road_order"), 1);
    assert_int_equal(city_query(f, "SELECT count(*) FROM road_order WHERE "
                                   "topology IN (SELECT topology FROM kept)"),
                     0);
    assert_true(has_order(f));
}

static void tags_heights_and_lengths_do_not_make_it_stale(void **state)
{
    city_folder *f = *state;

    import_grid(f, -1);
    change(f, "UPDATE road_link SET heights = '50;51', length = 7, tags = "
              "'{\"highway\":\"steps\"}'; UPDATE road_node SET tags = "
              "'{\"kerb\":\"raised\"}'");
    assert_true(has_order(f));
}

static void an_order_of_other_streets_is_left_aside(void **state)
{
    city_folder *f = *state;

    import_grid(f, -1);
    change(f, "UPDATE road_link SET to_node_id = '77' WHERE link_id = '1'");
    assert_false(has_order(f));
    import_grid(f, -1);
    change(f, "DELETE FROM road_link WHERE link_id = '100'");
    assert_false(has_order(f));
}

static void a_damaged_order_is_left_aside(void **state)
{
    static const char *const damages[] = {
        "DELETE FROM road_order",
        "UPDATE road_order SET topology = 'abc'",
        ("UPDATE road_order SET ranks = CAST(substr(ranks, 5, 4) || "
         "substr(ranks, 1, 4) || substr(ranks, 9) AS BLOB)"),
        "UPDATE road_order SET ranks = x''",
        "UPDATE road_order SET ranks = 'text'",
        "UPDATE road_order SET ranks = substr(ranks, 2)",
        "UPDATE road_order SET ranks = substr(ranks, 1, 572) || x'ffffffff'",
        "UPDATE road_order SET ranks = zeroblob(576)",
        "ALTER TABLE road_order RENAME COLUMN ranks TO rungs",
        "DROP TABLE road_order",
    };
    city_folder *f = *state;

    for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
        import_grid(f, -1);
        assert_true(has_order(f));
        change(f, damages[i]);
        if (has_order(f))
            fail_msg("an order is read after: %s", damages[i]);
        if (i == 8)
            change(f, "ALTER TABLE road_order RENAME COLUMN rungs TO ranks");
    }
    /* Without the table roads come in all the same. */
    import_grid(f, 3);
    assert_false(has_order(f));
}

static void the_same_streets_give_the_same_bytes(void **state)
{
    city_folder *f = *state;

    import_grid(f, -1);
    change(f, "CREATE TABLE kept AS SELECT topology, ranks FROM road_order");
    import_grid(f, -1);
    assert_int_equal(city_query(f, "SELECT count(*) FROM road_order JOIN kept "
                                   "USING (topology, ranks)"),
                     1);
}

static bool stop_at_order(const char *stage, double fraction, void *user)
{
    bool *was_asked = user;

    (void)fraction;
    *was_asked |= strcmp(stage, "ordering streets") == 0;
    return !*was_asked;
}

static void cancelling_leaves_the_city_as_it_was(void **state)
{
    city_folder *f = *state;
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;
    char link[SCRATCH_PATH_SIZE], node[SCRATCH_PATH_SIZE];
    const char *const sources[] = {scratch_path(&f->folder, link, "link.csv"),
                                   scratch_path(&f->folder, node, "node.csv")};
    circlet_import_counts counts;
    bool was_asked = false;
    size_t before_size, after_size;
    char *before, *after;

    import_grid(f, -1);
    before = file_bytes(f->city, &before_size);
    write_grid(f, 9);
    options.progress = (circlet_progress){stop_at_order, &was_asked};
    assert_fails(circlet_import(&counts, f->city, CIRCLET_LAYER_ROADS, sources,
                                2, &options, error),
                 CIRCLET_E_CANCELLED, "cancelled");
    assert_true(was_asked);
    after = file_bytes(f->city, &after_size);
    assert_int_equal(before_size, after_size);
    assert_memory_equal(before, after, before_size);
    free(before);
    free(after);
}

#define FILE_TEST(test)                                                       \
    cmocka_unit_test_setup_teardown(test, make_city_folder, remove_city_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FILE_TEST(a_city_keeps_the_order_of_its_streets),
        FILE_TEST(the_table_is_one_of_attributes),
        FILE_TEST(roads_imported_again_replace_it),
        FILE_TEST(tags_heights_and_lengths_do_not_make_it_stale),
        FILE_TEST(an_order_of_other_streets_is_left_aside),
        FILE_TEST(a_damaged_order_is_left_aside),
        FILE_TEST(the_same_streets_give_the_same_bytes),
        FILE_TEST(cancelling_leaves_the_city_as_it_was),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

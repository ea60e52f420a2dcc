/* Turn restrictions in a city file. */
#include "io/road_turns.h"

#include "city_file_fixture.h"
#include "network/network.h"
#include "turn_map.h"

static const map_relation signs[] = {
    {31, "type=restriction,restriction=no_left_turn,except=psv;taxi",
     "w1@from n2@via w3@to"},
    {8, "type=restriction,restriction:hgv=only_straight_on",
     "w1@from n2@via w2@to"},
    {9, "type=restriction,restriction=no_entry",
     "w1@from w2@from n2@via w3@to"},
    {12, "type=restriction,restriction=no_u_turn", "w1@from w2@via w3@to"},
    {13, "type=restriction,restriction=no_u_turn", "w4@from n2@via w3@to"}};

static void import_map(city_folder *f, circlet_import_counts *counts)
{
    ci_buffer file = turn_map(signs, sizeof(signs) / sizeof(signs[0]));

    assert_true(
        scratch_write(&f->folder, "map.osm.pbf", file.text, file.size));
    ci_buffer_free(&file);
    f->remarks = 0;
    assert_ok(import_file(counts, f, CIRCLET_LAYER_ROADS, "map.osm.pbf", NULL,
                          error));
}

static void change(const city_folder *f, const char *sql)
{
    ci_city_change c = {0};

    assert_ok(ci_city_change_begin(&c, f->city, error));
    assert_ok(ci_db_run(c.db, sql, error));
    assert_ok(ci_city_change_commit(&c, error));
    ci_city_change_end(&c);
}

/* "FROM>VIA>TO=no(EXCEPT)[VEHICLE];" of the network's turns. */
static void expect_network(const city_folder *f, const char *want)
{
    circlet_network *network = NULL;
    ci_buffer text = {0};

    assert_ok(circlet_read_network(&network, f->city, NULL, error));
    ci_buffer_add(&text, "");
    for (size_t i = 0; i < network->turn_count; i++) {
        const ci_turn *turn = &network->turns[i];

        ci_buffer_add(&text,
                      circlet_network_link_id(network, turn->from_link));
        ci_buffer_add(&text, ">");
        ci_buffer_add(&text, circlet_network_node_id(network, turn->via));
        ci_buffer_add(&text, ">");
        ci_buffer_add(&text, circlet_network_link_id(network, turn->to_link));
        ci_buffer_add(&text, turn->is_only ? "=only(" : "=no(");
        ci_buffer_add(&text, turn->except);
        ci_buffer_add(&text, ")[");
        ci_buffer_add(&text, turn->vehicle);
        ci_buffer_add(&text, "];");
    }
    assert_string_equal(text.text, want);
    ci_buffer_free(&text);
    circlet_network_free(network);
}

static const char all_turns[] =
    "1-0>2>2-0=only()[hgv];1-0>2>3-0=no()[];1-0>2>3-0=no(psv;taxi)[];"
    "2-0>2>3-0=no()[];";

static void turns_come_back_as_they_were(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    import_map(f, &counts);
    assert_int_equal(counts.turn_restrictions, 5);
    assert_int_equal(counts.turn_restrictions_used, 3);
    assert_int_equal(city_query(f, "SELECT count(*) FROM road_turn"), 4);
    assert_int_equal(city_query(f, "SELECT count(*) FROM road_turn WHERE "
                                   "turn_id = '9-1' AND kind = 'no' AND "
                                   "exempt IS NULL AND vehicle IS NULL"),
                     1);
    assert_int_equal(city_query(f, "SELECT turn_restrictions * 10 + "
                                   "turn_restrictions_used FROM source"),
                     53);
    assert_int_equal(city_query(f, "SELECT count(*) FROM gpkg_contents WHERE "
                                   "table_name = 'road_turn' AND data_type = "
                                   "'attributes'"),
                     1);
    expect_network(f, all_turns);
}

static void a_spatialite_city_keeps_them_too(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;
    circlet_status status;

    scratch_path(&f->folder, f->city, "city.sqlite");
    status = circlet_write_new_city(f->city, NULL);
    if (status == CIRCLET_E_UNSUPPORTED)
        skip();
    assert_int_equal(status, CIRCLET_OK);
    import_map(f, &counts);
    expect_network(f, all_turns);
}

/* How many are used; then one remark for each reason why others are not. */
static void the_remarks_say_how_many_are_used_and_why_not(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;
    circlet_summary *summary = NULL;

    import_map(f, &counts);
    assert_string_equal(f->last_remark,
                        "1 nodes that ways name are not in the file: those "
                        "ways are cut there");
    assert_int_equal(f->remarks, 4);
    assert_ok(circlet_read_summary(&summary, f->city, error));
    for (size_t i = 0; i < circlet_summary_doubt_count(summary); i++) {
        const circlet_doubt *doubt = circlet_summary_doubt(summary, i);

        if (strcmp(doubt->name, "turn_restrictions_unused") == 0)
            assert_int_equal(doubt->count, 2);
    }
    circlet_summary_free(summary);
}

static void other_roads_take_the_turns_away(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    import_map(f, &counts);
    import_map(f, &counts); /* again: each id once */
    expect_network(f, all_turns);
    assert_ok(import_roads(&counts, f, NULL, error));
    assert_int_equal(city_query(f, "SELECT count(*) FROM road_turn"), 0);
    expect_network(f, "");
}

static void a_turn_of_what_is_not_there_is_refused(void **state)
{
    static const struct {
        const char *sql, *message;
    } cases[] = {
        {"UPDATE road_turn SET from_link_id = '1-9' WHERE turn_id = '31-0'",
         "city.gpkg: turn '31-0' names link '1-9', which is not there"},
        {"UPDATE road_turn SET to_link_id = '' WHERE turn_id = '31-0'",
         "city.gpkg: turn '31-0' names link '', which is not there"},
        {"UPDATE road_turn SET via_node_id = '99' WHERE turn_id = '31-0'",
         "city.gpkg: turn '31-0' is at node '99', which is not there"},
        {"UPDATE road_turn SET via_node_id = '1' WHERE turn_id = '31-0'",
         "city.gpkg: turn '31-0' is at node '1', where link '3-0' does not "
         "end"},
        {"UPDATE road_turn SET kind = 'maybe' WHERE turn_id = '31-0'",
         "city.gpkg: turn '31-0' is of no kind: 'maybe'"},
        {"DELETE FROM road_link WHERE link_id = '2-0'",
         "city.gpkg: turn '8-0' names link '2-0', which is not there"},
    };
    city_folder *f = *state;
    circlet_import_counts counts;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        circlet_network *network = NULL;

        import_map(f, &counts);
        change(f, cases[i].sql);
        assert_fails(circlet_read_network(&network, f->city, NULL, error),
                     CIRCLET_E_DATA, cases[i].message);
        assert_null(network);
    }
}

#define FILE_TEST(test)                                                       \
    cmocka_unit_test_setup_teardown(test, make_city_folder, remove_city_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FILE_TEST(turns_come_back_as_they_were),
        FILE_TEST(a_spatialite_city_keeps_them_too),
        FILE_TEST(the_remarks_say_how_many_are_used_and_why_not),
        FILE_TEST(other_roads_take_the_turns_away),
        FILE_TEST(a_turn_of_what_is_not_there_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

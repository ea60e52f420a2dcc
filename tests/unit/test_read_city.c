#include <circlet/io.h>

#include <math.h>

#include "city_file_fixture.h"
#include "io/city_file.h"
#include "io/tag_json.h"
#include "network/network.h"

static circlet_city *read_city(const city_folder *f)
{
    circlet_city *city = NULL;

    assert_ok(circlet_read_city(&city, f->city, NULL, error));
    return city;
}

static void change(const city_folder *f, const char *sql)
{
    ci_city_change c = {0};

    assert_ok(ci_city_change_begin(&c, f->city, error));
    assert_ok(ci_db_run(c.db, sql, error));
    assert_ok(ci_city_change_commit(&c, error));
    ci_city_change_end(&c);
}

static void units_come_back_with_their_polygons(void **state)
{
    city_folder *f = *state;
    circlet_city *city;
    const circlet_unit_record *unit;

    import_everything(f);
    city = read_city(f);

    assert_int_equal(circlet_city_unit_count(city), 3);
    unit = circlet_city_unit(city, circlet_city_find_unit(city, "D1"));
    assert_string_equal(unit->name, "One");
    assert_int_equal(unit->level, CIRCLET_LEVEL_STREET);
    assert_string_equal(unit->parent_code, "D");
    assert_string_equal(unit->attributes, "{\"mayor\":\"x\\\"y\"}");
    assert_null(unit->setting);
    assert_int_equal(unit->residents, -1);
    assert_false(unit->has_point);
    assert_int_equal(unit->area.ring_count, 1);
    assert_int_equal(unit->area.rings[0].end, 5);
    unit = circlet_city_unit(city, circlet_city_find_unit(city, "D"));
    assert_string_equal(unit->setting, "urban");
    assert_int_equal(unit->residents, 9000);
    assert_true(unit->area.points[0].lon == 116.0);
    circlet_city_free(city);
}

static void people_come_back_as_they_were_given(void **state)
{
    city_folder *f = *state;
    circlet_city *city;
    const circlet_demand_record *person;

    import_everything(f);
    city = read_city(f);

    assert_int_equal(circlet_city_demand_count(city), 3);
    person = circlet_city_demand(city, 1);
    assert_string_equal(person->id, "p2");
    assert_true(person->at.lon == 116.015 && person->at.lat == 40.005);
    assert_int_equal(person->weight_milli, 1125);
    assert_string_equal(person->kind, "visual;mental");
    assert_int_equal(person->grade, 2);
    assert_int_equal(person->age, -1);
    assert_string_equal(person->aid, "stick");
    assert_int_equal(person->certified, CIRCLET_YES);
    assert_int_equal(circlet_city_demand(city, 0)->certified, CIRCLET_UNKNOWN);
    assert_int_equal(circlet_city_demand(city, 2)->certified, CIRCLET_NO);
    assert_int_equal(circlet_city_demand_unit(city, 1, CIRCLET_LEVEL_STREET),
                     circlet_city_find_unit(city, "D2"));
    assert_true(circlet_city_knows_people(city));
    circlet_city_free(city);
}

static void facilities_come_back_with_their_services(void **state)
{
    city_folder *f = *state;
    circlet_city *city;
    const circlet_facility_record *facility;

    import_everything(f);
    city = read_city(f);

    facility = circlet_city_facility(city, 0);
    assert_string_equal(facility->id, "f1");
    assert_int_equal(facility->status, CIRCLET_FACILITY_OPEN);
    assert_int_equal(facility->opened, 20190500);
    assert_int_equal(facility->closed, -1);
    assert_int_equal(facility->is_pilot, CIRCLET_YES);
    assert_int_equal(facility->is_reformed, CIRCLET_UNKNOWN);
    assert_true(facility->measures[CIRCLET_MEASURE_AREA_M2] == 300.5);
    assert_true(isnan(facility->measures[CIRCLET_MEASURE_STARS]));
    assert_int_equal(facility->service_count, 2);
    assert_string_equal(facility->services[0].service, "day_care");
    assert_int_equal(facility->services[0].places, 30);
    assert_int_equal(facility->services[0].occupied, 12);
    assert_int_equal(facility->services[0].beds, -1);
    assert_string_equal(facility->services[1].service, "residential");
    assert_int_equal(facility->services[1].beds, 100);
    facility = circlet_city_facility(city, 1);
    assert_int_equal(facility->status, CIRCLET_FACILITY_PLANNED);
    assert_int_equal(facility->opened, 20200131);
    assert_int_equal(facility->service_count, 0);
    assert_string_equal(circlet_city_site(city, 0)->types, "warm_home;clinic");
    assert_true(circlet_city_site(city, 0)->cost_cny == 5000.0);
    assert_true(isnan(circlet_city_site(city, 0)->max_beds));
    circlet_city_free(city);
}

static void a_source_says_whether_it_lists_all_there_is(void **state)
{
    city_folder *f = *state;
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;
    circlet_import_counts counts;
    circlet_city *city;

    import_everything(f);
    city = read_city(f);
    assert_false(circlet_city_is_complete(city, CIRCLET_PART_FACILITIES));
    circlet_city_free(city);
    options.is_complete = true;
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_FACILITIES,
                          "facilities.csv", &options, error));

    city = read_city(f);
    assert_true(circlet_city_is_complete(city, CIRCLET_PART_FACILITIES));
    circlet_city_free(city);
}

static void a_parent_that_is_not_there_is_none(void **state)
{
    city_folder *f = *state;
    circlet_city *city;
    circlet_unit unit;

    import_everything(f);
    change(f, "UPDATE unit SET parent_code = 'X' WHERE code = 'D2'");

    city = read_city(f);
    unit = circlet_city_find_unit(city, "D2");
    assert_null(circlet_city_unit(city, unit)->parent_code);
    assert_int_equal(circlet_city_unit_parent(city, unit), CIRCLET_NONE);
    unit = circlet_city_find_unit(city, "D1");
    assert_string_equal(circlet_city_unit(city, unit)->parent_code, "D");
    circlet_city_free(city);
}

static void a_parent_of_no_higher_level_is_named(void **state)
{
    city_folder *f = *state;
    circlet_city *city = NULL;

    import_everything(f);
    change(f, "UPDATE unit SET parent_code = 'D1' WHERE code = 'D2'");

    assert_fails(circlet_read_city(&city, f->city, NULL, error),
                 CIRCLET_E_DATA, "'D1'");
    assert_null(city);
}

static void what_was_edited_into_nonsense_is_refused(void **state)
{
    static const struct {
        const char *sql, *message;
    } cases[] = {
        {"UPDATE unit SET level = 'x' WHERE code = 'D'", "level 'x'"},
        {"UPDATE unit SET geom = x'00' WHERE code = 'D'", "geometry of 'D'"},
        {"UPDATE demand SET geom = (SELECT geom FROM unit) WHERE id = 'p1'",
         "geometry of '#2' is no point"},
        {"UPDATE facility SET status = 'x' WHERE id = 'f1'", "status 'x'"},
        {"UPDATE facility SET opened = 'x' WHERE id = 'f1'",
         "'x' of 'f1' is no date"},
    };
    city_folder *f = *state;
    circlet_city *city = NULL;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        unlink(f->city);
        assert_ok(circlet_write_new_city(f->city, error));
        import_everything(f);
        change(f, cases[i].sql);
        assert_fails(circlet_read_city(&city, f->city, NULL, error),
                     CIRCLET_E_FORMAT, cases[i].message);
    }
    assert_null(city);
}

static void the_network_comes_back_with_its_tags(void **state)
{
    city_folder *f = *state;
    circlet_network *network = NULL;
    const circlet_tag *tags;
    size_t count, kerbs = 0;

    assert_fails(circlet_read_network(&network, f->city, NULL, error),
                 CIRCLET_E_NOT_FOUND, "no roads were imported");
    import_everything(f);
    assert_ok(circlet_read_network(&network, f->city, NULL, error));

    assert_int_equal(circlet_network_node_count(network), 3);
    assert_int_equal(circlet_network_link_count(network), 2);
    for (uint32_t node = 0; node < 3; node++) {
        tags = ci_node_tags(network, node, &count);
        if (count == 1 && strcmp(tags[0].key, "kerb") == 0)
            kerbs++;
    }
    assert_int_equal(kerbs, 1);
    for (uint32_t link = 0; link < 2; link++) {
        tags = ci_link_tags(network, link, &count);
        assert_string_equal(tags[0].key, "highway");
        if (strcmp(tags[0].value, "footway") != 0)
            continue;
        assert_int_equal(count, 2);
        assert_string_equal(tags[1].value, "\xe8\xb7\xaf \"a\"");
        assert_true(network->links[link].length_m == 852.0);
    }
    assert_true(
        circlet_network_knows(network, (circlet_point){116.01, 40.005}));
    assert_false(circlet_network_knows(network, (circlet_point){116.1, 40.0}));
    circlet_network_free(network);
}

static void the_extent_that_was_given_is_the_networks(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;
    circlet_network *network = NULL;
    char path[SCRATCH_PATH_SIZE];

    assert_ok(import_roads(
        &counts, f, scratch_path(&f->folder, path, "units.geojson"), error));
    assert_ok(circlet_read_network(&network, f->city, NULL, error));
    circlet_network_free(network);
    network = NULL;
    assert_ok(import_roads(&counts, f, "115,39,117,41", error));
    assert_ok(circlet_read_network(&network, f->city, NULL, error));

    assert_true(circlet_network_knows(network, (circlet_point){115.5, 40.5}));
    circlet_network_free(network);
}

static void a_link_to_a_node_that_is_not_there_is_named(void **state)
{
    city_folder *f = *state;
    circlet_network *network = NULL;

    import_everything(f);
    change(f, "DELETE FROM road_node WHERE node_id = '2'");

    assert_fails(circlet_read_network(&network, f->city, NULL, error),
                 CIRCLET_E_DATA, "ends at node '2'");
}

static uint64_t doubt(const circlet_summary *summary, const char *name)
{
    for (size_t i = 0; i < circlet_summary_doubt_count(summary); i++)
        if (strcmp(circlet_summary_doubt(summary, i)->name, name) == 0)
            return circlet_summary_doubt(summary, i)->count;
    fail_msg("no doubt is named %s", name);
    return 0;
}

static void the_summary_counts_what_is_missing(void **state)
{
    city_folder *f = *state;
    circlet_summary *summary = NULL;
    size_t demand_rows = 0;

    import_everything(f);
    change(f, "UPDATE unit SET parent_code = 'X' WHERE code = 'D2'");
    assert_ok(circlet_read_summary(&summary, f->city, error));

    assert_int_equal(circlet_summary_schema_version(summary), 10);
    assert_int_equal(circlet_summary_source_count(summary), 6);
    for (size_t i = 0; i < circlet_summary_table_count(summary); i++) {
        const circlet_table_summary *table = circlet_summary_table(summary, i);

        if (strcmp(table->name, "demand") != 0)
            continue;
        demand_rows = table->rows;
        assert_true(table->has_box && table->east == 116.5);
    }
    assert_int_equal(demand_rows, 3);
    assert_int_equal(doubt(summary, "people_outside_units"), 1);
    assert_int_equal(doubt(summary, "people_outside_extent"), 1);
    assert_int_equal(doubt(summary, "people_without_aid"), 1);
    assert_int_equal(doubt(summary, "people_with_unknown_certificate"), 1);
    assert_int_equal(doubt(summary, "facilities_outside_units"), 0);
    assert_int_equal(doubt(summary, "facilities_without_area"), 1);
    assert_int_equal(doubt(summary, "entrances_with_unknown_facility"), 0);
    assert_int_equal(doubt(summary, "units_without_setting"), 1);
    assert_int_equal(doubt(summary, "units_without_residents"), 1);
    assert_int_equal(doubt(summary, "units_without_parent"), 1);
    assert_int_equal(doubt(summary, "turn_restrictions_unused"), 0);
    assert_int_equal(doubt(summary, "road_nodes_missing"), 0);
    circlet_summary_free(summary);
}

/* Any text that JSON can hold, and escapes of every kind. */
static void tags_survive_being_stored(void **state)
{
    static const char *const pieces[] = {
        "a", "\"", "\\",           "\x01",  "\n", ",",
        ":", "}",  "\xe8\xb7\xaf", "u0041", "/",  "\xf0\x9f\x9a\x8c"};
    uint64_t seed = 7;
    ci_tag_list list = {0};

    (void)state;
    for (int round = 0; round < 300; round++) {
        char texts[8][64] = {{0}};
        circlet_tag tags[4];
        ci_buffer json = {0};
        size_t count = unit_random_below(&seed, 5);

        for (size_t i = 0; i < 2 * count; i++)
            for (uint32_t n = unit_random_below(&seed, 8); n > 0; n--)
                strcat(texts[i], pieces[unit_random_below(&seed, 12)]);
        for (size_t i = 0; i < count; i++)
            tags[i] = (circlet_tag){texts[2 * i], texts[2 * i + 1]};
        ci_tags_add_json(&json, tags, count);
        assert_ok(ci_tag_list_read(&list, json.text, error));
        assert_int_equal(list.count, count);
        for (size_t i = 0; i < count; i++) {
            assert_string_equal(list.tags[i].key, tags[i].key);
            assert_string_equal(list.tags[i].value, tags[i].value);
        }
        ci_buffer_free(&json);
    }
    ci_tag_list_free(&list);
}

static void tags_of_other_programs_are_read_or_refused(void **state)
{
    static const char *const bad[] = {"{",
                                      "[]",
                                      "{\"a\"}",
                                      "{\"a\":1}",
                                      "{\"a\":\"",
                                      "{\"a\":\"b\"",
                                      "{\"a\":\"b\",}",
                                      "{\"a\":\"\\u00\"}",
                                      "{\"a\":\"\\ud800\"}",
                                      "{\"a\":\"\\x\"}",
                                      "{} x",
                                      "{\"a\":\"b\"}}",
                                      "{\"a\":\"\\u0000\"}"};
    ci_tag_list list = {0};

    (void)state;
    assert_ok(ci_tag_list_read(
        &list, " { \"a\" : \"\\u8def\\ud83d\\ude8c\\/\" , \"b\":\"\" } ",
        error));
    assert_int_equal(list.count, 2);
    assert_string_equal(list.tags[0].value, "\xe8\xb7\xaf\xf0\x9f\x9a\x8c/");
    assert_ok(ci_tag_list_read(&list, "{}", error));
    assert_int_equal(list.count, 0);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_fails(ci_tag_list_read(&list, bad[i], error), CIRCLET_E_FORMAT,
                     "tags '");
    ci_tag_list_free(&list);
}

#define CITY_TEST(test)                                                       \
    cmocka_unit_test_setup_teardown(test, make_city_folder, remove_city_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CITY_TEST(units_come_back_with_their_polygons),
        CITY_TEST(people_come_back_as_they_were_given),
        CITY_TEST(facilities_come_back_with_their_services),
        CITY_TEST(a_source_says_whether_it_lists_all_there_is),
        CITY_TEST(a_parent_that_is_not_there_is_none),
        CITY_TEST(a_parent_of_no_higher_level_is_named),
        CITY_TEST(what_was_edited_into_nonsense_is_refused),
        CITY_TEST(the_network_comes_back_with_its_tags),
        CITY_TEST(the_extent_that_was_given_is_the_networks),
        CITY_TEST(a_link_to_a_node_that_is_not_there_is_named),
        CITY_TEST(the_summary_counts_what_is_missing),
        cmocka_unit_test(tags_survive_being_stored),
        cmocka_unit_test(tags_of_other_programs_are_read_or_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

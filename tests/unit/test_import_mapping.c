#include <circlet/io.h>

#include "city_file_fixture.h"

static void columns_are_mapped_joined_and_set(void **state)
{
    const char *const maps[] = {"code=a+b", "name=b"};
    const char *const sets[] = {"level=community"};
    city_folder *f = *state;
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;
    circlet_import_counts counts;

    options.maps = maps;
    options.map_count = 2;
    options.sets = sets;
    options.set_count = 1;
    write_source(f, "u.csv", "a,b,c,level\nx,y,z,city\nx,,z,city\n");

    assert_ok(import_file(&counts, f, CIRCLET_LAYER_UNITS, "u.csv", &options,
                          error));
    assert_int_equal(counts.imported, 1);
    assert_string_equal(f->last_reason, "code is empty");
    assert_int_equal(city_query(f,
                                "SELECT count(*) FROM unit WHERE code = 'x/y' "
                                "AND name = 'y' AND level = 'community' AND "
                                "attributes = '{\"c\":\"z\"}'"),
                     1);
}

static void a_wrong_mapping_lists_what_there_is(void **state)
{
    static const struct {
        const char *map;
        circlet_status status;
        const char *message;
    } cases[] = {
        {"ident=id", CIRCLET_E_ARGUMENT, "columns: id, lon, lat, household"},
        {"id=code", CIRCLET_E_NOT_FOUND, "fields found: id, lon, lat, weight"},
        {"id", CIRCLET_E_ARGUMENT, "'id' is not of the form COLUMN="},
        {"=id", CIRCLET_E_ARGUMENT, "COLUMN="},
        {"id=id+", CIRCLET_E_NOT_FOUND, "no field ''"},
    };
    city_folder *f = *state;
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;
    circlet_import_counts counts;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        options.maps = &cases[i].map;
        options.map_count = 1;
        assert_fails(import_file(&counts, f, CIRCLET_LAYER_PEOPLE,
                                 "people.csv", &options, error),
                     cases[i].status, cases[i].message);
    }
}

static void a_column_is_not_given_twice(void **state)
{
    const char *const maps[] = {"id=id"}, *const sets[] = {"id=x"};
    city_folder *f = *state;
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;
    circlet_import_counts counts;

    options.maps = maps;
    options.sets = sets;
    options.map_count = options.set_count = 1;

    assert_fails(import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "people.csv",
                             &options, error),
                 CIRCLET_E_ARGUMENT, "column 'id' is given twice");
}

static void a_needed_column_that_is_missing_is_named(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    write_source(f, "a.csv", "key,lon,lat\na,1,2\n");
    assert_fails(
        import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "a.csv", NULL, error),
        CIRCLET_E_FORMAT,
        "a.csv: needed column 'id' is missing (columns found: key, "
        "lon, lat)");
    write_source(f, "a.csv", "id,lon\na,1\n");
    assert_fails(
        import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "a.csv", NULL, error),
        CIRCLET_E_FORMAT, "needed column 'lat' is missing");
    write_source(f, "a.csv", "id\na\n");
    assert_fails(
        import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "a.csv", NULL, error),
        CIRCLET_E_FORMAT, "needed column 'lon' is missing");
    write_source(f, "a.csv", "id，lon，lat\na，1，2\n");
    assert_fails(
        import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "a.csv", NULL, error),
        CIRCLET_E_FORMAT,
        "needed column 'id' is missing (one column found: id，lon，lat); "
        "full-width commas divide no columns: write ',' in place of them");
}

static void chinese_headings_and_words_are_known(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    write_source(f, "p.csv",
                 "编号,经度,纬度,残疾类别,残疾等级,备注\n"
                 "甲,1,2,视力；听力、肢体,二级,好\n乙,1,2,聋,,\n");
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "p.csv", NULL, error));
    assert_int_equal(counts.imported, 1);
    assert_int_equal(
        city_query(f, "SELECT count(*) FROM demand WHERE id = '甲' AND kind = "
                      "'visual;hearing;physical' AND grade = 2 AND attributes "
                      "= '{\"备注\":\"好\"}'"),
        1);
    assert_string_equal(f->last_remark, "field 残疾等级 is taken as grade");
    assert_int_equal(f->remarks, 6); /* one of 备注 */
    assert_string_equal(f->last.kind, "unknown_word");
    assert_string_equal(f->last.field, "残疾类别");
    assert_int_equal(city_query(f, "SELECT count(*) FROM source WHERE remark "
                                   "LIKE '%field 残疾类别 is taken as kind%'"),
                     1);
}

static void a_column_of_our_own_name_comes_before_a_heading(void **state)
{
    const char *const maps[] = {"kind=残疾类型"};
    city_folder *f = *state;
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;
    circlet_import_counts counts;

    write_source(f, "p.csv", "id,lon,lat,kind,残疾类别\na,1,2,visual,听力\n");
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "p.csv", NULL, error));
    assert_int_equal(city_query(f, "SELECT count(*) FROM demand WHERE kind = "
                                   "'visual' AND attributes = "
                                   "'{\"残疾类别\":\"听力\"}'"),
                     1);
    write_source(f, "q.csv",
                 "id,lon,lat,残疾类别,残疾类型\nb,1,2,听力,视力\n");
    assert_fails(
        import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "q.csv", NULL, error),
        CIRCLET_E_DATA,
        "q.csv: fields '残疾类别' and '残疾类型' may both be the column "
        "'kind': say which with --map kind=FIELD");
    options.maps = maps;
    options.map_count = 1;
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "q.csv", &options,
                          error));
    assert_int_equal(city_query(f, "SELECT count(*) FROM demand WHERE id = "
                                   "'b' AND kind = 'visual'"),
                     1);
}

#define CITY_TEST(test)                                                       \
    cmocka_unit_test_setup_teardown(test, make_city_folder, remove_city_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CITY_TEST(columns_are_mapped_joined_and_set),
        CITY_TEST(a_wrong_mapping_lists_what_there_is),
        CITY_TEST(a_column_is_not_given_twice),
        CITY_TEST(a_needed_column_that_is_missing_is_named),
        CITY_TEST(chinese_headings_and_words_are_known),
        CITY_TEST(a_column_of_our_own_name_comes_before_a_heading),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
